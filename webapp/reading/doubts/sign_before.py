"""A minus or a point before a number that its place cuts off: .75 is no 75. Whole, they are read with it (line/)."""

import numpy as np

from webapp.reading.doubts.close_up import CloseUp
from webapp.reading.line.leading_point import is_point_before
from webapp.reading.line.minus import may_have_minus, minus_before


def has_point_before(close: CloseUp) -> bool:
    """Whether a point or comma stands before the number."""
    return is_point_before(*_line(close))


def has_minus_before(close: CloseUp) -> bool:
    """Whether a dash stands before the number as a minus does: between two numbers it parts them, or is a sum's."""
    left, top, _, bottom = close.box
    _, above, end, below = close.others.T
    is_behind_another = ((end <= left + (bottom - top)) & (above < bottom) & (below > top)).any()
    if is_behind_another or not may_have_minus(close.text, None):
        return False
    # What looks little like a sign is asked about in its line; from near it may be another number's.
    dash = minus_before(*_line(close))
    return dash is not None and dash.is_sign


def _line(close: CloseUp) -> tuple[np.ndarray, float]:
    """The number's rows as a line, with what stands before it, and the column of the middle of its first digit."""
    top, bottom = max(0, int(close.box[1])), int(np.ceil(close.box[3]))
    behind = max(1, int(close.box[2]))
    return np.clip(close.ink[top:bottom, :behind] / close.full, 0.0, 1.0), float(close.seen[0, 0])
