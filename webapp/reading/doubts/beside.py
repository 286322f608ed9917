"""What makes one of a number and the next one: the colon of 9:30, thousands that stand apart, 124 694, and cents in a
column of their own; and brackets that say that a number is negative."""

import cv2
import numpy as np

from webapp.reading.doubts.close_up import BOX, HALF, CloseUp, marks_of
from webapp.reading.places.place import Found, axes, unclear_where
from webapp.reading.result import Number

# Heights of a digit.
POINT = (0.05, 0.3)  # how long a point is
ABOVE = (0.2, 0.75)  # from the one of a colon to the other
ASIDE = 0.15  # at most, as colons lean
OF_TIME, WIDEST_OF_TIME = 2, 2.2  # digits, and heights of those beside it: hours, minutes, goals
INTO = 0.2  # so far boxes go on to what stands beside their digits
TO_NEXT = 0.75  # from a number to the one behind its colon; in a sum there is more paper
HIGH, NARROW, TO_BRACKET = 0.9, 0.5, 0.5  # a bracket, at least and at most; and how far away it stands
BOWED = 0.05  # a bracket's middle, beside its ends
THOUSANDS, CENTS = 3, 2  # digits
CLOSE = (0.7, 1.8)  # from the middle of a number's last digit to the first of the cents behind a line
ONE_COLUMN, ROWS = 0.4, 2  # how straight below each other cents stand; and in how many rows at least
PALEST, NARROWEST_GAP = 0.1, 3  # of the number's contrast, a printed line; pixels in which one may be seen
# Where a line may be: so far from both middles; so far on beyond a digit above and below, in so many of those rows.
ASIDE_OF_LINE, BEYOND, THROUGH = 0.15, 0.2, 0.9
APART = (1.2, 1.5)  # from the middle of a number's last digit to the next one's first: closer ones are read as one
INKED = 0.4  # of the number's contrast: what stands out more from the paper is ink
ALIKE, LEVEL = 0.75, 0.3  # height of the lower one, at least; and how far the one stands above the other


def has_colon_beside(close: CloseUp) -> bool:
    """Whether two points, one above the other, stand between the number and one close to it, both of a digit or two: 9
    and 30 are half past nine, but 3: 12.50 is the third line of a list."""
    if not (close.text.isdigit() and len(close.text) <= OF_TIME):
        return False
    left, top, right, bottom = close.box
    begins, above, ends, below = close.others.T
    level = (above < bottom) & (below > top) & (ends - begins <= WIDEST_OF_TIME * close.height)
    reach = TO_NEXT * close.height
    into = INTO * close.height
    gaps = [(right, begin) for begin in begins[level & (begins >= right - into) & (begins <= right + reach)]]
    gaps += [(end, left) for end in ends[level & (ends <= left + into) & (ends >= left - reach)]]
    return any(_is_colon(close, *sorted(gap)) for gap in gaps)


def _is_colon(close: CloseUp, start: float, stop: float) -> bool:
    """Whether a colon, and nothing else, stands between two columns, or a little way into the boxes that end there."""
    into = INTO * close.height
    top, bottom = (max(0, int(edge)) for edge in close.box[[1, 3]])
    first, last = max(0, int(start - into)), int(stop + into) + 1
    ink = (close.ink[top : bottom + 1, first:last] > HALF * close.full).astype(np.uint8)
    _, marks = marks_of(ink)
    size = (marks[:, 2:] - marks[:, :2]).max(axis=1)
    at_edge = (marks[:, 0] == 0) | (marks[:, 2] == ink.shape[1])
    points = marks[(size >= POINT[0] * close.height) & (size <= POINT[1] * close.height) & ~at_edge]
    if len(points) != 2:
        return False
    (x, y), (other_x, other_y) = (points[:, :2] + points[:, 2:]) / 2
    apart = abs(other_y - y) / close.height
    return ABOVE[0] <= apart <= ABOVE[1] and abs(other_x - x) <= ASIDE * close.height


def is_in_brackets(close: CloseUp) -> bool:
    """Whether a bracket stands at either end of the number: to an accountant (27) is -27."""
    before, behind = (_bowed_beside(close, side) for side in (-1, 1))
    return before and behind


def _bowed_beside(close: CloseUp, side: int) -> bool:
    """Whether the mark nearest to the number, on its left (-1) or right (1), is as high as it is, and bowed away."""
    left, top, right, bottom = close.box
    near, middle = TO_BRACKET * close.height, (top + bottom) / 2
    labels, marks = marks_of((close.ink > HALF * close.full).astype(np.uint8))
    height, width = marks[:, 3] - marks[:, 1], marks[:, 2] - marks[:, 0]
    outermost = close.seen[0 if side < 0 else -1, 0]
    beyond = marks[:, 2] < outermost if side < 0 else marks[:, 0] > outermost
    apart = left - marks[:, 2] if side < 0 else marks[:, 0] - right
    like = (height >= HIGH * close.height) & (width <= NARROW * close.height)
    at = np.flatnonzero(like & beyond & (apart <= near) & (marks[:, 1] < middle) & (marks[:, 3] > middle))
    if not len(at):
        return False
    nearest = at[np.argmin(apart[at])]
    rows, columns = np.nonzero(labels == nearest + 1)
    share = (rows - marks[nearest, 1]) / max(1, height[nearest])
    ends, bow = columns[(share < 0.2) | (share > 0.8)], columns[(share > 0.35) & (share < 0.65)]
    return len(bow) > 0 and bool(side * (bow.mean() - ends.mean()) > BOWED * close.height)


def ask_of_thousands(found: list[Found], grey: np.ndarray) -> list[Found]:
    """The same numbers, unsure in every digit where 124 and 694 stand so close that they may be 124 694.

    grey: (rows, cols) uint8, in whose pixels the boxes are
    """
    asked = np.zeros(len(found), bool)
    for i, j in _next_to_each_other(found, THOUSANDS, APART):
        text = found[i].number.text
        begins = len(text) <= THOUSANDS and not text.startswith("0")
        if begins and _is_paper_between(found[i].number, found[j].number, grey):
            asked[[i, j]] = True
    return unclear_where(asked, found)


def ask_of_cents(found: list[Found], grey: np.ndarray) -> list[Found]:
    """The same numbers, unsure in every digit where two digits stand behind one printed line below each other, and
    close behind others: euros and cents in columns of their own.

    grey: as ask_of_thousands takes it
    """
    pairs = [
        (i, j)
        for i, j in _next_to_each_other(found, CENTS, CLOSE)
        if _is_line_between(found[i].number, found[j].number, grey)
    ]
    firsts = np.array([found[j].number.digits[0].middle for _, j in pairs], float).reshape(-1, 2)
    asked = np.zeros(len(found), bool)
    for (i, j), first in zip(pairs, firsts, strict=True):
        along, _, _, _ = axes(found[j].corners)
        in_column = np.abs((firsts - first) @ along) <= ONE_COLUMN * found[j].number.line_height
        if np.count_nonzero(in_column) >= ROWS:
            asked[[i, j]] = True
    return unclear_where(asked, found)


def _next_to_each_other(found: list[Found], digits: int, apart: tuple[float, float]) -> list[tuple[int, int]]:
    """Which whole numbers have one of so many digits behind them, as high and in one line with them: indices of both.

    apart: heights of a digit, from the middle of the last digit to that of the next number's first
    """
    whole = [i for i, one in enumerate(found) if one.number.text.isdigit()]
    behind = [j for j in whole if len(found[j].number.text) == digits]
    # A page may hold thousands: each is compared with all at once.
    firsts = np.array([found[j].number.digits[0].middle for j in behind], float).reshape(-1, 2)
    heights = np.array([found[j].number.line_height for j in behind]) / BOX
    pairs: list[tuple[int, int]] = []
    for i in whole:
        along, down, _, _ = axes(found[i].corners)
        height = found[i].number.line_height / BOX
        way = (firsts - found[i].number.digits[-1].middle) / height
        alike = np.minimum(heights, height) >= ALIKE * np.maximum(heights, height)
        steps = way @ along
        near = alike & (steps >= apart[0]) & (steps <= apart[1]) & (np.abs(way @ down) <= LEVEL)
        pairs += [(i, behind[k]) for k in np.flatnonzero(near).tolist() if behind[k] != i]
    return pairs


def _is_line_between(one: Number, other: Number, grey: np.ndarray) -> bool:
    """Whether a printed line runs between two numbers beside each other, on above and below them."""
    turned = grey.T if one.runs_down else grey
    (x, y), (next_x, next_y) = (
        (middle[::-1] if one.runs_down else middle) for middle in (one.digits[-1].middle, other.digits[0].middle)
    )
    height = one.line_height / BOX
    aside, beyond = ASIDE_OF_LINE * height, (0.5 + BEYOND) * height
    top, bottom = max(0, round(min(y, next_y) - beyond)), round(max(y, next_y) + beyond)
    between = turned[top:bottom, round(x + aside) : round(next_x - aside) + 1]
    if min(between.shape) < NARROWEST_GAP:
        return False
    ink = np.ascontiguousarray(between).astype(np.float32)
    # Beside what is usual there: a line is narrower than half of what lies between two numbers.
    standing_out = np.abs(ink - np.median(ink, axis=1, keepdims=True)) > PALEST * _contrast(one, grey)
    through = cv2.dilate(standing_out.astype(np.uint8), np.ones((1, 3), np.uint8)).mean(axis=0)
    return bool(through.max() >= THROUGH)


def _contrast(number: Number, grey: np.ndarray) -> float:
    """How far a number's ink stands out from its paper, in grey levels."""
    box = number.box
    written = grey[box.top : box.bottom, box.left : box.right].astype(int)
    return float(np.abs(written - np.median(written)).max(initial=0))


def _is_paper_between(one: Number, other: Number, grey: np.ndarray) -> bool:
    """Whether nothing stands between two numbers beside each other: the sign of a sum, or a table's line."""
    boxes = np.array([[n.box.left, n.box.top, n.box.right, n.box.bottom] for n in (one, other)])
    along = int(one.runs_down)
    first, last = boxes[:, along + 2].min(), boxes[:, along].max()
    top, bottom = boxes[:, 1 - along].max(), boxes[:, 3 - along].min()
    between = (grey[top:bottom, first:last] if along == 0 else grey[first:last, top:bottom]).astype(int)
    return between.size == 0 or float(np.abs(between - np.median(between)).max()) < INKED * _contrast(one, grey)
