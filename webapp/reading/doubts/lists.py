"""A list's own numbers that were read with what stands on its lines: 1 42, 2 17, 3 60 are no 142, 217, 360.

One line alone does not tell, where neither a point nor a bracket stands behind its number (numbered.py): three do, as
they count.
"""

import numpy as np

from webapp.reading.places.place import Found, axes
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
    if len(found) >= LINES:
        lines = [_line(one) for one in found]
        for i in range(len(found)):
            for own in _own_numbers(found[i].number.text):
                counted = _counted_from(i, own, found, lines)
                longer = [(j, digits) for j, digits in counted if digits < len(found[j].number.text)]
                apart = sum(_stands_apart(found[j].number, digits) for j, digits in longer)
                if len(counted) >= LINES and 2 * apart >= len(longer):
                    asked[[j for j, _ in longer]] = True
    return [one.unclear() if unsure else one for one, unsure in zip(found, asked.tolist(), strict=True)]


def _line(one: Found) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Where its first digit stands, which ways its line and the lines below run, and how high it is."""
    along, down, _, _ = axes(one.corners)
    return np.array(one.number.digits[0].middle), along, down, one.number.line_height


def _own_numbers(text: str) -> list[tuple[int, int]]:
    """The numbers with which a text may begin, a digit or nothing behind them; and of how many digits each is."""
    ends = (end for end in range(1, LONGEST + 1) if text[:end].isdigit() and not text.startswith("0"))
    return [(int(text[:end]), end) for end in ends if len(text) >= end and text[end : end + 1] not in tuple(".,-/")]


def _counted_from(i: int, own: tuple[int, int], found: list[Found], lines: list) -> list[tuple[int, int]]:
    """The numbers that go on counting from one, each below the one before it, and of how many digits its own is."""
    counted, (value, _) = [(i, own[1])], own
    while True:
        at, along, down, height = lines[counted[-1][0]]
        below = []
        for j, (other, *_) in enumerate(lines):
            way = other - at
            if 0 < way @ down <= APART * height and abs(way @ along) <= ALIGNED * height:
                below.append((way @ down, j))
        # The very next one goes on, or none does.
        nearest = min(below)[1] if below else None
        digits = None if nearest is None else dict(_own_numbers(found[nearest].number.text)).get(value + 1)
        if digits is None:
            return counted
        counted.append((nearest, digits))
        value += 1


def _stands_apart(number: Number, digits: int) -> bool:
    """Whether so many first digits stand further from the rest of a number than that does from itself."""
    middles = np.array([digit.middle for digit in number.digits], float)
    steps = np.linalg.norm(np.diff(middles, axis=0), axis=1)
    others = np.delete(steps, digits - 1)
    if len(others) == 0:
        return bool(steps[0] >= WIDE * number.line_height)
    return bool(steps[digits - 1] >= WIDER * np.median(others))
