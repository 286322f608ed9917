"""Two numbers of a line that reach into each other: more often than others they are one that was found in two parts."""

from dataclasses import replace
from itertools import combinations

from webapp.reading.result import Box, Number

# A power is smaller than what it stands on, and lines one above the other share columns, but no rows.
ALIKE = 0.8  # height of the lower one, in heights of the higher one, at least
BESIDE = 0.7  # of the lower one's height that both share, at least
INTO = 0.05  # of the higher one's height, at least: leaning neighbours share a column or two


def ask_of_clashing(numbers: list[Number]) -> list[Number]:
    """The same numbers, unsure where two of them reach into each other: 893 and 4 may be 8934."""
    asked = {
        place
        for pair in combinations(range(len(numbers)), 2)
        if _clash(*(numbers[one].box for one in pair))
        for place in pair
    }
    return [replace(number, sure=False) if place in asked else number for place, number in enumerate(numbers)]


def _clash(one: Box, other: Box) -> bool:
    lower, higher = sorted((one.height, other.height))
    rows = min(one.bottom, other.bottom) - max(one.top, other.top)
    cols = min(one.right, other.right) - max(one.left, other.left)
    return lower >= ALIKE * higher and rows >= BESIDE * lower and cols >= INTO * higher
