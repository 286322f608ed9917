"""A list's own numbers that were read with what stands on its lines: 1 42, 2 17, 3 60 are no 142, 217, 360.

One line alone does not tell, where neither a point nor a bracket stands behind its number (numbered.py): three do, as
they count.
"""

import numpy as np

from webapp.reading.places.place import Found, axes, unclear_where
from webapp.reading.result import Number

LINES = 3  # that count up by one, at least
LONGEST = 2  # digits of a line's number
ALIGNED = 0.8  # heights: how far the lines' first digits stand from one column
WIDER = 1.2  # times as far as its other digits mostly are from each other the number's own first digit stands
WIDE = 0.75  # heights, where it has no others
APART = 6.0  # heights from one line to the next, at most


def ask_of_lists(found: list[Found]) -> list[Found]:
    """The same numbers, unsure in every digit where they may begin with the number of a list's line."""
    asked = np.zeros(len(found), bool)
    below = _below_each(found) if len(found) >= LINES else []
    for i in range(len(below)):
        for own in _own_numbers(found[i].number.text):
            counted = _counted_from(i, own, found, below)
            longer = [(j, digits) for j, digits in counted if digits < len(found[j].number.text)]
            apart = sum(_stands_apart(found[j].number, digits) for j, digits in longer)
            if len(counted) >= LINES and 2 * apart >= len(longer):
                asked[[j for j, _ in longer]] = True
    return unclear_where(asked, found)


def _below_each(found: list[Found]) -> list[int | None]:
    """Of each number the one that begins next below it; None where none does."""
    firsts = np.array([one.number.digits[0].middle for one in found], float)
    nearest: list[int | None] = []
    for one, first in zip(found, firsts, strict=True):
        along, down, _, _ = axes(one.corners)
        height, ways = one.number.line_height, firsts - first
        steps = ways @ down
        is_below = (steps > 0) & (steps <= APART * height) & (np.abs(ways @ along) <= ALIGNED * height)
        at = np.flatnonzero(is_below)
        nearest.append(int(at[steps[at].argmin()]) if len(at) else None)
    return nearest


def _own_numbers(text: str) -> list[tuple[int, int]]:
    """The numbers with which a text may begin, a digit or nothing behind them; and of how many digits each is."""
    ends = (end for end in range(1, LONGEST + 1) if text[:end].isdigit() and not text.startswith("0"))
    return [(int(text[:end]), end) for end in ends if len(text) >= end and text[end : end + 1] not in tuple(".,-/")]


def _counted_from(i: int, own: tuple[int, int], found: list[Found], below: list[int | None]) -> list[tuple[int, int]]:
    """The numbers that go on counting from one, each below the one before it, and of how many digits its own is."""
    value, digits = own
    counted = [(i, digits)]
    while (nearest := below[counted[-1][0]]) is not None:
        value += 1
        digits = dict(_own_numbers(found[nearest].number.text)).get(value)
        if digits is None:
            break
        counted.append((nearest, digits))
    return counted


def _stands_apart(number: Number, digits: int) -> bool:
    """Whether so many first digits stand further from the rest of a number than that does from itself."""
    middles = np.array([digit.middle for digit in number.digits], float)
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1)
    others = np.delete(steps, digits - 1)
    if len(others) == 0:
        return bool(steps[0] >= WIDE * number.line_height)
    return bool(steps[digits - 1] >= WIDER * np.median(others))
