"""A small digit above a number: one that was forgotten and squeezed in, or the right one above a wrong one. What a sum
carries stands there too, and is asked about: nothing tells the two apart."""

import re

import numpy as np

from webapp.reading.doubts.close_up import BOX, HALF, CloseUp, extents_of, marks_of

# Of the height of the digits below: dots and rules are lower, the row above is higher; and what was read as a number.
LOWEST, HIGHEST, HIGHEST_READ = 0.3, 0.75, 0.65
FAR, INTO = 0.4, 0.3  # heights of a digit above the digits' tops, and below them, at which it ends
NARROWEST, WIDEST = 0.1, 0.8  # heights of a digit: rules and blurred labels are wider
ASIDE = 0.3  # of that height, beyond the middle of the first or last digit: a power stands farther behind its base
# What stands beside it at its own height, so near and so high, is a line of its own: a label, or small print.
ALONE, NEIGHBOUR = 0.9, 0.15


def has_digit_above(close: CloseUp) -> bool:
    """Whether a mark as high as a small digit stands above the number, with no other beside it."""
    _, top, _, bottom = close.box
    tops, height = _line_of_digits(close)
    above = close.ink[: max(1, round((top + bottom) / 2))]
    _, marks = marks_of((above > HALF * close.full).astype(np.uint8))
    if len(marks) == 0:
        return False
    high = marks[:, 3] - marks[:, 1]
    is_small = (high >= LOWEST * height) & (high <= HIGHEST * height)
    wide = marks[:, 2] - marks[:, 0]
    is_small &= (wide >= NARROWEST * height) & (wide <= WIDEST * height)
    is_above = (marks[:, 1] > 0) & (marks[:, 3] >= tops - FAR * height) & (marks[:, 3] <= tops + INTO * height)
    middles = (marks[:, 0] + marks[:, 2]) / 2
    first, last = close.seen[[0, -1], 0] + (-ASIDE * height, ASIDE * height)
    for mark in marks[is_small & is_above & (middles > first) & (middles < last)]:
        is_level = (marks[:, 1] < mark[3]) & (marks[:, 3] > mark[1]) & (marks[:, 3] < len(above))
        is_level &= (marks[:, 0] < mark[2] + ALONE * height) & (marks[:, 2] > mark[0] - ALONE * height)
        if np.count_nonzero(is_level & (high >= NEIGHBOUR * height)) == 1:  # itself
            return True
    return False


def _line_of_digits(close: CloseUp) -> tuple[float, float]:
    """Where the digits' tops are, and how high they are: by their ink, for where one alone is sent as a number its box
    holds what stands above it too."""
    top, bottom = close.box[[1, 3]]
    seen = zip(extents_of(close), close.text, strict=True)
    digits = np.array([extent for extent, sign in seen if extent is not None and sign.isdigit()])
    if len(digits) == 0 or (height := float(np.median(digits[:, 3] - digits[:, 1]))) >= close.height:
        return top + (bottom - top - close.height) / 2, close.height
    return int(top) + float(np.median(digits[:, 1])), height


def is_above_another(close: CloseUp) -> bool:
    """Whether the number is one or two small digits above another one, not behind it as a power is."""
    if not re.fullmatch("[0-9]{1,2}", close.text):
        return False
    left, top, right, bottom = close.box
    start, above, end, below = close.others.T
    height = (below - above) / BOX
    middle, tops = (left + right) / 2, above + (below - above - height) / 2
    is_small = (bottom - top) / BOX <= HIGHEST_READ * height
    ends = bottom - (bottom - top) * (1 - 1 / BOX) / 2
    is_above = (ends >= tops - FAR * height) & (ends <= tops + INTO * height)
    return bool((is_small & is_above & (middle > start) & (middle < end)).any())
