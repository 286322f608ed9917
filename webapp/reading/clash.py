"""Two numbers of a line that reach into each other: more often than others they are one that was found in two parts."""

from dataclasses import replace

import numpy as np

from webapp.reading.join import Found

# A power is smaller than what it stands on, and lines one above the other share columns, but no rows.
ALIKE = 0.8  # height of the lower one, in heights of the higher one, at least
BESIDE = 0.7  # of the lower one's height that both share, at least
INTO = 0.05  # of the higher one's height, at least: leaning neighbours share a column or two


def ask_of_clashing(found: list[Found]) -> list[Found]:
    """The same numbers, unsure where two of them reach into each other: 893 and 4 may be 8934."""
    asked = np.zeros(len(found), bool)
    for runs_down in (False, True):
        these = [i for i, (corners, *_) in enumerate(found) if _runs_down(corners) == runs_down]
        sides = np.array([_sides(found[i], runs_down) for i in these], float).reshape(-1, 4)
        for i, one in zip(these, sides, strict=True):
            asked[i] = _clash(one, sides).sum() > 1  # with itself
    return [
        (corners, score, replace(number, sure=False)) if unsure else (corners, score, number)
        for (corners, score, number), unsure in zip(found, asked.tolist(), strict=True)
    ]


def _runs_down(corners: np.ndarray) -> bool:
    """Whether a line runs down or up the image: a page that lies on its side."""
    right, down = np.abs(corners[1] - corners[0])
    return bool(down > right)


def _sides(one: Found, runs_down: bool) -> tuple[int, int, int, int]:
    """Where a number begins and ends along its line, and across."""
    box = one[2].box
    sides = box.left, box.right, box.top, box.bottom
    return (*sides[2:], *sides[:2]) if runs_down else sides


def _clash(one: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(n,) bool: with which of the others (n, 4) one of them (4,) clashes; with itself always."""
    begin, end, top, bottom = others.T
    height, heights = one[3] - one[2], bottom - top
    lower, higher = np.minimum(height, heights), np.maximum(height, heights)
    rows = np.minimum(one[3], bottom) - np.maximum(one[2], top)
    cols = np.minimum(one[1], end) - np.maximum(one[0], begin)
    return (lower >= ALIKE * higher) & (rows >= BESIDE * lower) & (cols >= INTO * higher)
