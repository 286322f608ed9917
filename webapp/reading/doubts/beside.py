"""What makes one of a number and the next one: the colon of 9:30, and thousands that stand apart, 124 694; and brackets
that say that a number is negative."""

import numpy as np

from webapp.reading.doubts.close_up import HALF, CloseUp, marks_of
from webapp.reading.places.place import Found
from webapp.reading.result import Number

# Heights of a digit.
POINT = (0.05, 0.3)  # how long a point is
ABOVE = (0.2, 0.75)  # from the one of a colon to the other
ASIDE = 0.15  # at most, as colons lean
OF_TIME, WIDEST_OF_TIME = 2, 2.2  # digits, and heights of those beside it: hours, minutes, goals
TO_NEXT = 0.75  # from a number to the one behind its colon; in a sum there is more paper
HIGH, NARROW, TO_BRACKET = 0.9, 0.5, 0.5  # a bracket, at least and at most; and how far away it stands
BOWED = 0.05  # a bracket's middle, beside its ends
THOUSANDS = 3  # digits
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
    gaps = [(right, begin) for begin in begins[level & (begins >= right - 0.2 * reach)] if begin - right <= reach]
    gaps += [(end, left) for end in ends[level & (ends <= left + 0.2 * reach)] if left - end <= reach]
    return any(_is_colon(close, *sorted(gap)) for gap in gaps)


def _is_colon(close: CloseUp, start: float, stop: float) -> bool:
    """Whether a colon, and nothing else, stands between two columns, or a little way into the boxes that end there."""
    into = 0.25 * close.height
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
    groups = [j for j, other in enumerate(found) if len(other.number.text) == THOUSANDS and other.number.text.isdigit()]
    for i, one in enumerate(found):
        for j in groups:
            if i != j and _may_go_on_in(one, found[j]) and _is_paper_between(one.number, found[j].number, grey):
                asked[[i, j]] = True
    return [one.unclear() if unsure else one for one, unsure in zip(found, asked.tolist(), strict=True)]


def _may_go_on_in(one: Found, other: Found) -> bool:
    """Whether a number of three digits stands close behind one of at most as many, as high and in one line with it."""
    text = one.number.text
    if not text.isdigit() or len(text) > THOUSANDS or text.startswith("0"):
        return False
    along, down = one.corners[1] - one.corners[0], one.corners[3] - one.corners[0]
    along, down = along / max(np.linalg.norm(along), 1e-6), down / max(np.linalg.norm(down), 1e-6)
    heights = [number.line_height / 1.2 for number in (one.number, other.number)]
    if min(heights) < ALIKE * max(heights):
        return False
    way = np.subtract(other.number.digits[0].middle, one.number.digits[-1].middle)
    return APART[0] <= way @ along / heights[0] <= APART[1] and abs(way @ down) <= LEVEL * heights[0]


def _is_paper_between(one: Number, other: Number, grey: np.ndarray) -> bool:
    """Whether nothing stands between two numbers beside each other: the sign of a sum, or a table's line."""
    boxes = np.array([[n.box.left, n.box.top, n.box.right, n.box.bottom] for n in (one, other)])
    along = int(one.runs_down)
    first, last = boxes[:, along + 2].min(), boxes[:, along].max()
    top, bottom = boxes[:, 1 - along].max(), boxes[:, 3 - along].min()
    between = grey[top:bottom, first:last] if along == 0 else grey[first:last, top:bottom]
    left, above, right, below = boxes[0]
    written = grey[above:below, left:right]
    if between.size == 0:
        return True
    contrast = float(np.abs(written.astype(int) - np.median(written)).max())
    return float(np.abs(between.astype(int) - np.median(between)).max()) < INKED * contrast
