"""The minus before a number. The network passes over strokes that fill a line, and a minus is one for it."""

from dataclasses import replace

import cv2
import numpy as np

from webapp.reading.dates import is_date
from webapp.reading.normalise import LINE_HEIGHT, SIDE_PAPER
from webapp.reading.patterns import Pattern
from webapp.reading.result import Number, OtherText
from webapp.reading.transcribe import Character

MINUS = "-"
# That a dash before a number is its sign: it may be a bullet, or take the number from the one above.
SHARE = 0.5
INK = 0.5  # of full ink, from which a pixel belongs to a mark
# In heights of the line.
DUST = 0.1
SHORTEST, LONGEST, HIGHEST = 0.15, 1.1, 0.25
DIGIT = 0.3  # marks as high at least are of digits
NEAR = 0.6  # from one mark to the next
HIGHER, LOWER = 0.3, 0.7  # where a minus's middle may be
FLAT = 1.8  # times as long as high, at least


def may_have_minus(text: str, pattern: Pattern | None) -> bool:
    """Whether a number may have a sign: a date has none, and where a person says what it looks like that decides."""
    return not is_date(text) if pattern is None else pattern.inside.accepts(MINUS + text)


def minus_at(left: int, right: int) -> Character:
    """A minus in these columns of a line."""
    return Character(MINUS, SHARE, left, right, (), (left + right) / 2)


def minus_before(pixels: np.ndarray, first: float) -> tuple[int, int] | None:
    """Columns of the dash that stands before a number as a minus does; None where there is none.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    first: column around which the number's first digit was read
    """
    _, _, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    marks = marks[1:]
    ends = marks[:, cv2.CC_STAT_LEFT] + marks[:, cv2.CC_STAT_WIDTH]
    is_dust = marks[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) < DUST * LINE_HEIGHT
    digits = marks[(ends > first) & (marks[:, cv2.CC_STAT_HEIGHT] > DIGIT * LINE_HEIGHT)]
    before = marks[(ends <= first) & ~is_dust]
    before = before[np.argsort(before[:, cv2.CC_STAT_LEFT] + before[:, cv2.CC_STAT_WIDTH])]
    if len(before) == 0 or len(digits) == 0 or not _is_dash(before[-1]):
        return None
    nearest, others = before[-1], before[:-1]
    left, right = _columns(nearest)
    gap = int(digits[:, cv2.CC_STAT_LEFT].min()) - right
    # At the edge it may be the end of anything.
    if not 0 <= gap < NEAR * LINE_HEIGHT or left <= SIDE_PAPER or _fills(nearest, others):
        return None
    return left, right


def _fills(dash: np.ndarray, others: np.ndarray) -> bool:
    """Whether a dash is one of several that fill a line, or stands above or below what is before it, as in a sign."""
    left, _ = _columns(dash)
    if any(_columns(mark)[1] > left for mark in others):
        return True
    lone = [mark for mark in others if sum(_share_columns(mark, other) for other in others) == 1]
    return any(_is_dash(mark) and _columns(mark)[1] > left - NEAR * LINE_HEIGHT for mark in lone)


def _share_columns(one: np.ndarray, other: np.ndarray) -> bool:
    (left, right), (start, end) = _columns(one), _columns(other)
    return left < end and start < right


def _columns(mark: np.ndarray) -> tuple[int, int]:
    """mark: what cv2 tells of a component"""
    return int(mark[cv2.CC_STAT_LEFT]), int(mark[cv2.CC_STAT_LEFT] + mark[cv2.CC_STAT_WIDTH])


def _is_dash(mark: np.ndarray) -> bool:
    _, top, width, height, _ = (int(of) for of in mark)
    return (
        SHORTEST * LINE_HEIGHT <= width <= LONGEST * LINE_HEIGHT
        and FLAT * height <= width
        and height <= HIGHEST * LINE_HEIGHT
        and HIGHER * LINE_HEIGHT < top + height / 2 < LOWER * LINE_HEIGHT
    )


def signed(number: Number) -> Number:
    """The number with its minus, where one stands before it; the person is asked about that."""
    if (minus := number.minus) is None:
        return number
    first = number.digits[0]
    right = min(max(minus.box.right, first.box.left), first.box.right - 1)
    digits = (minus, replace(first, box=replace(first.box, left=right)), *number.digits[1:])
    likely = SHARE * number.confidence
    others = [OtherText(MINUS + other.text, SHARE * other.confidence) for other in number.alternatives]
    alternatives = (OtherText(number.text, likely), *others)
    return replace(number, digits=digits, confidence=likely, sure=False, alternatives=alternatives, minus=None)
