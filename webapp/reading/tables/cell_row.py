"""A row of printed cells under a place: its walls, and how high the ink in each cell is."""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.pixels.rules import darkness_of_rules, thin_strokes
from webapp.reading.pixels.runs import runs_of
from webapp.reading.pixels.strip import ROWS, level_strip

REACH = 14.0  # heights: how far the row is followed to either side
WALL = 0.75  # of the rows between the strip's edges are printed in a wall: rows of cells may be lower than the strip
THICKEST = 0.15  # of the height: what is thicker is a stroke or a shadow
NARROWEST = 0.8  # heights: cells; letters stand closer
FEWEST_CELLS = 3  # make a row
GAP = ROWS // 6 | 1  # rows of a wall that a stroke may hide
EVEN = 0.12  # of the cells' width: how far a wall may be from where the next one is due
INSET = 0.1  # of a cell's width is left out at each side: walls are not ink
HIGH_INK, SPECK = 0.35, 0.06  # of the height: lower marks are no digits; what is lower still is dirt
WIDE = 0.6  # of a cell
BEYOND = 0.35  # of the height: a place has paper around it, beyond the outer walls too
MOST_WALLS = 80  # more are stripes


@dataclass(frozen=True, slots=True)
class Strip:
    """The row in which a place stands, level."""

    grey: np.ndarray
    """(ROWS, cols) uint8, dark on light"""
    start: np.ndarray
    """x, y in the image of its top left"""
    along: np.ndarray
    """x, y in the image of one column"""
    down: np.ndarray
    """x, y in the image of all its rows"""
    left: float
    """Columns of the place."""
    right: float


def strip_of(grey: np.ndarray, place: np.ndarray, width: float, height: float) -> Strip:
    """The row in which a place stands. grey: (rows, cols) uint8; place: corners; width, height: of the place"""
    along, down = (place[1] - place[0]) / width, place[3] - place[0]
    scale, reach = height / ROWS, REACH * height
    start = place[0] - along * reach
    cols = round((width + 2 * reach) / scale)
    level = level_strip(grey, start, along * scale, down / ROWS, (ROWS, cols))
    return Strip(level, start, along * scale, down, reach / scale, (reach + width) / scale)


def walls_of(grey: np.ndarray) -> np.ndarray:
    """Columns of what goes straight from the strip's upper edge to its lower one. grey: (ROWS, cols) uint8"""
    thin = thin_strokes(grey, 1, round(2 * THICKEST * ROWS) | 1)
    mask = cv2.threshold(thin, darkness_of_rules(thin, grey), 1, cv2.THRESH_BINARY)[1]
    # A wall may lean a little, and strokes cross it.
    near = cv2.morphologyEx(cv2.dilate(mask, np.ones((1, 3), np.uint8)), cv2.MORPH_CLOSE, np.ones((GAP, 1), np.uint8))
    starts, ends = runs_of(near.mean(axis=0) >= WALL).T
    return ((starts + ends) / 2)[ends - starts <= THICKEST * ROWS + 2]


def row_of(walls: np.ndarray, starts: np.ndarray, widest: float) -> list[float]:
    """The walls of a row of even cells, from the left; [] where there is none.

    Upright strokes are among the walls: of all rows that begin at one of `starts`, the one with most walls counts.
    widest: cells, in heights
    """
    if len(walls) > MOST_WALLS:
        return []
    widths = np.abs(walls - starts[:, np.newaxis])
    fitting = np.argwhere((widths >= NARROWEST * ROWS) & (widths <= widest * ROWS))
    rows = [_even(walls, float(starts[one]), float(widths[one, other])) for one, other in fitting.tolist()]
    # Of rows with as many walls the widest: cells of half the width would have every other wall hidden.
    return max(rows, key=lambda row: (len(set(row) & set(walls.tolist())), -len(row)), default=[])


def closed(row: list[float], strip: Strip) -> list[float]:
    """The row, with an outer wall put in where the image's edge or a pale line hides it.

    returns: [] where some of the place stands outside of the row
    """
    if not row:
        return []
    width = (row[-1] - row[0]) / (len(row) - 1)
    left, right = strip.left + BEYOND * ROWS, strip.right - BEYOND * ROWS
    row = [*([row[0] - width] if row[0] > left else []), *row, *([row[-1] + width] if row[-1] < right else [])]
    return row if row[0] <= left and row[-1] >= right else []


def highest(ink: np.ndarray, start: float, end: float) -> int:
    """Rows of the highest mark between two walls; 0 where there is none. ink: (ROWS, cols) uint8"""
    inset = INSET * (end - start)
    inside = np.ascontiguousarray(ink[:, round(start + inset) : round(end - inset)])
    _, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    _, top, width, height, area = stats[1:].T
    # What goes from wall to wall, or on beyond the strip, is printed.
    is_mark = (area >= (SPECK * ROWS) ** 2) & (width < WIDE * inside.shape[1]) & ((top > 0) & (top + height < ROWS))
    return int(np.max(height[is_mark | (height >= HIGH_INK * ROWS)], initial=0))


def _even(walls: np.ndarray, wall: float, width: float) -> list[float]:
    """The walls before and after one, every `width` columns, and itself."""
    before, after = (_follow(walls, wall, step) for step in (-width, width))
    return [*before[::-1], wall, *after]


def _follow(walls: np.ndarray, wall: float, step: float) -> list[float]:
    """The walls that follow one, each a step from the last; a single one that a stroke hides is put in."""
    found: list[float] = []
    while True:
        due = [_at(walls, wall + step, step), _at(walls, wall + 2 * step, step)]
        if due[0] is None and due[1] is None:
            return found
        wall = wall + step if due[0] is None else due[0]
        found.append(wall)


def _at(walls: np.ndarray, due: float, step: float) -> float | None:
    nearest = float(walls[np.abs(walls - due).argmin()])
    return nearest if abs(nearest - due) <= EVEN * abs(step) else None
