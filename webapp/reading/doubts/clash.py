"""Two numbers of a line that reach into each other: more often than others they are one that was found in two parts."""

import numpy as np

from webapp.reading.places.place import Found, unclear_where
from webapp.reading.result import Number

# A power is smaller than what it stands on, and lines one above the other share columns, but no rows.
ALIKE = 0.8  # height of the lower one, in heights of the higher one, at least
BESIDE = 0.7  # of the lower one's height that both share, at least
INTO = 0.05  # of the higher one's height, at least: leaning neighbours share a column or two
# Of the higher one's height, between the middles of the digits that meet: what reaches farther is a wall between cells.
NEXT = 0.9


def ask_of_clashing(found: list[Found]) -> list[Found]:
    """The same numbers, unsure in every digit where two of them reach into each other: 893 and 4 may be 8934."""
    asked = np.zeros(len(found), bool)
    for runs_down in (False, True):
        these = [i for i, one in enumerate(found) if _runs_down(one.corners) == runs_down]
        sides = np.array([_sides(found[i].number, runs_down) for i in these], float).reshape(-1, 6)
        for place, i in enumerate(these):
            clashes = _clash(sides[place], sides)
            clashes[place] = False
            asked[i] = clashes.any()
    return unclear_where(asked, found)


def _runs_down(corners: np.ndarray) -> bool:
    """Whether a line runs down or up the image: a page that lies on its side."""
    right, down = np.abs(corners[1] - corners[0])
    return bool(down > right)


def _sides(number: Number, runs_down: bool) -> tuple[float, ...]:
    """Where a number begins and ends along its line, and across; and the middles of its outermost digits."""
    box, along = number.box, int(runs_down)
    sides = ((box.left, box.right), (box.top, box.bottom))
    reached = [digit.middle[along] for digit in number.digits]
    return (*sides[along], *sides[1 - along], min(reached), max(reached))


def _clash(one: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(n,) bool: with which of the others (n, 6) one of them (6,) clashes."""
    begin, end, top, bottom, first, last = others.T
    height, heights = one[3] - one[2], bottom - top
    lower, higher = np.minimum(height, heights), np.maximum(height, heights)
    rows = np.minimum(one[3], bottom) - np.maximum(one[2], top)
    cols = np.minimum(one[1], end) - np.maximum(one[0], begin)
    between = np.maximum(first, one[4]) - np.minimum(last, one[5])
    alike = (lower >= ALIKE * higher) & (rows >= BESIDE * lower)
    return alike & (cols >= INTO * higher) & (between < NEXT * higher)
