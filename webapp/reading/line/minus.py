"""The minus before a number. The network passes over strokes that fill a line, and a minus is one for it."""

from dataclasses import replace
from typing import NamedTuple

import cv2
import numpy as np

from webapp.reading.result import Box, Number, OtherText
from webapp.reading.strings.dates import is_date
from webapp.reading.strings.patterns import Pattern

MINUS = "-"
# That a dash before a number is its sign: it may be a bullet, or take the number from the one above.
SHARE = 0.5
INK = 0.5  # of full ink, from which a pixel belongs to a mark
# In heights of the line.
EDGE = 0.2  # at each side there is nothing but the paper that normalise.py adds
DUST = 0.1
SHORTEST, LONGEST, HIGHEST = 0.15, 1.1, 0.25
SHORTEST_UNSURE = 0.1  # so short it may be a point as well
DIGIT = 0.3  # marks as high at least are of digits
NEAR, FILLING = 0.95, 0.6  # from the minus to the number; from one stroke that fills a line to the next
HIGHER, LOWER = 0.3, 0.7  # where a minus's middle may be
HIGHER_UNSURE, LOWER_UNSURE = 0.2, 0.85
FLAT, FLAT_UNSURE, FLAT_CUT = 1.8, 1.4, 1.2  # times as long as high, at least; the last of one that the edge cuts
# A stroke that hangs on the first digit: how long at least, and before a 4 or 7, whose own bar may stand out; how thick
# at most; where its middle is; rows per column at which it may climb, as a 1's upstroke does more.
HANGING, HANGING_ON_BARS, THICKEST = 0.18, 0.24, 0.22
HANGING_HIGHER, HANGING_LOWER, STEEPEST = 0.33, 0.68, 0.25


class Dash(NamedTuple):
    """What stands before a number as a minus does."""

    columns: tuple[int, int]
    """of the line"""
    is_sign: bool
    """Whether it looks like one: as long and as high up as a minus is, and paper is seen before it; at the edge of what
    is seen it may be the end of anything."""


def may_have_minus(text: str, pattern: Pattern | None) -> bool:
    """Whether a number may have a sign: a date has none, and where a person says what it looks like that decides."""
    return not is_date(text) if pattern is None else pattern.inside.accepts(MINUS + text)


def minus_before(pixels: np.ndarray, first: float) -> Dash | None:
    """The dash that stands before a number as a minus does; None where there is none.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    first: column around which the number's first digit was read
    """
    line_height = pixels.shape[0]
    _, _, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    marks = marks[1:]
    ends = marks[:, cv2.CC_STAT_LEFT] + marks[:, cv2.CC_STAT_WIDTH]
    is_dust = marks[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) < DUST * line_height
    digits = marks[(ends > first) & (marks[:, cv2.CC_STAT_HEIGHT] > DIGIT * line_height)]
    before = marks[(ends <= first) & ~is_dust]
    before = before[np.argsort(before[:, cv2.CC_STAT_LEFT] + before[:, cv2.CC_STAT_WIDTH])]
    if len(before) == 0 or len(digits) == 0:
        return None
    nearest, others = before[-1], before[:-1]
    left, right = _columns(nearest)
    is_whole = left > EDGE * line_height
    if not _may_be_dash(nearest, line_height, FLAT_UNSURE if is_whole else FLAT_CUT):
        return None
    gap = int(digits[:, cv2.CC_STAT_LEFT].min()) - right
    if not 0 <= gap < NEAR * line_height or _fills(nearest, others, line_height):
        return None
    return Dash((left, right), is_whole and _is_dash(nearest, line_height))


def minus_touches(pixels: np.ndarray, first: float, digit: str) -> bool:
    """Whether a flat stroke hangs on a number's first digit, before it, as a minus does that is written close.

    pixels, first: as minus_before takes them; digit: what was read there
    """
    line_height = pixels.shape[0]
    ink = pixels[:, : int(first) + 1] > INK
    inked = np.flatnonzero(ink.any(axis=0))
    if len(inked) == 0:
        return False
    middles: list[float] = []
    for column in range(inked[0], ink.shape[1]):
        rows = np.flatnonzero(ink[:, column])
        if len(rows) == 0:
            return False  # it touches nothing
        if rows[-1] - rows[0] >= len(rows) or len(rows) > THICKEST * line_height:
            break
        middles.append((rows[0] + rows[-1]) / 2)
    if len(middles) < (HANGING_ON_BARS if digit in "47" else HANGING) * line_height:
        return False
    climbs = np.polyfit(np.arange(len(middles)), middles, 1)[0]
    is_level = HANGING_HIGHER * line_height < np.mean(middles) < HANGING_LOWER * line_height
    return bool(is_level and abs(climbs) <= STEEPEST)


def _fills(dash: np.ndarray, others: np.ndarray, line_height: int) -> bool:
    """Whether a dash is one of several that fill a line, or stands above or below what is before it, as in a sign."""
    left, _ = _columns(dash)
    if any(_columns(mark)[1] > left for mark in others):
        return True
    lone = [mark for mark in others if sum(_share_columns(mark, other) for other in others) == 1]
    return any(_is_dash(mark, line_height) and _columns(mark)[1] > left - FILLING * line_height for mark in lone)


def _share_columns(one: np.ndarray, other: np.ndarray) -> bool:
    (left, right), (start, end) = _columns(one), _columns(other)
    return left < end and start < right


def _columns(mark: np.ndarray) -> tuple[int, int]:
    """mark: what cv2 tells of a component"""
    return int(mark[cv2.CC_STAT_LEFT]), int(mark[cv2.CC_STAT_LEFT] + mark[cv2.CC_STAT_WIDTH])


def _is_dash(mark: np.ndarray, line_height: int) -> bool:
    return _is_flat(mark, line_height, SHORTEST, FLAT, HIGHER, LOWER)


def _may_be_dash(mark: np.ndarray, line_height: int, flat: float) -> bool:
    return _is_flat(mark, line_height, SHORTEST_UNSURE, flat, HIGHER_UNSURE, LOWER_UNSURE)


def _is_flat(mark: np.ndarray, line_height: int, shortest: float, flat: float, higher: float, lower: float) -> bool:
    _, top, width, height, _ = (int(of) for of in mark)
    return (
        shortest * line_height <= width <= LONGEST * line_height
        and flat * height <= width
        and height <= HIGHEST * line_height
        and higher * line_height < top + height / 2 < lower * line_height
    )


def signed(number: Number) -> Number:
    """The number with its minus, where one stands before it; the person is asked about that."""
    if (minus := number.minus) is None:
        return number
    first = number.digits[0]
    digits = (minus, replace(first, box=_without(first.box, minus.box)), *number.digits[1:])
    likely = SHARE * number.confidence
    others = [OtherText(MINUS + other.text, SHARE * other.confidence) for other in number.alternatives]
    alternatives = (OtherText(number.text, likely), *others)
    return replace(number, digits=digits, confidence=likely, sure=False, alternatives=alternatives, minus=None)


def _without(digit: Box, minus: Box) -> Box:
    """The first digit's box up to the minus's, whichever way the line runs."""
    (x, y), (minus_x, minus_y) = digit.middle, minus.middle
    if abs(x - minus_x) >= abs(y - minus_y):
        if minus_x <= x:
            return replace(digit, left=min(max(minus.right, digit.left), digit.right - 1))
        return replace(digit, right=max(min(minus.left, digit.right), digit.left + 1))
    return _without(digit.transposed(), minus.transposed()).transposed()
