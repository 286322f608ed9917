"""A minus or a point before a number that its place cuts off: .75 is no 75. Whole, they are read with it (line/)."""

import numpy as np

from webapp.reading.doubts.close_up import CloseUp
from webapp.reading.line.leading_point import is_point_before
from webapp.reading.line.minus import INK, may_have_minus, minus_before

SIGN = 0.15  # heights of a digit: so broad is an equals sign, and no end of a stroke


def has_point_before(close: CloseUp) -> bool:
    """Whether a point or comma stands before the number."""
    return is_point_before(*_line(close))


def has_minus_before(close: CloseUp) -> bool:
    """Whether a dash stands before the number as a minus does: between two numbers it parts them, or is a sum's."""
    if not may_have_minus(close.text, None):
        return False
    # What looks little like a sign is asked about in its line; from near it may be another number's.
    dash = minus_before(*_line(close))
    if dash is None or not dash.is_sign:
        return False
    left, top, _, bottom = close.box
    _, above, ends, below = close.others.T
    before = ends[(ends <= left + (bottom - top)) & (above < bottom) & (below > top)]
    return before.size == 0 or _is_ink_between(close, float(before.max()), dash.columns[0])


def _is_ink_between(close: CloseUp, end: float, dash: int) -> bool:
    """Whether something else stands between another number's end and a dash, as the sign of 59 = -49 does."""
    marks = _line(close)[0][:, max(0, int(end)) : max(0, dash - 1)] > INK
    return bool(marks.any(axis=0).sum() > SIGN * close.height)


def _line(close: CloseUp) -> tuple[np.ndarray, float]:
    """The number's rows as a line, with what stands before it, and the column of the middle of its first digit."""
    top, bottom = max(0, int(close.box[1])), int(np.ceil(close.box[3]))
    behind = max(1, int(close.box[2]))
    return np.clip(close.ink[top:bottom, :behind] / close.full, 0.0, 1.0), float(close.seen[0, 0])
