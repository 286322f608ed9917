"""Rows of cells: is what stands in them one number, or is each cell a number of its own?

A date or an account number fills its cells with few gaps; points on a score sheet leave cells out as it comes. The
network sees that too, but a few cells at a time: where it parted enough of a row that has gaps, all of it is parted.
"""

from itertools import pairwise

import cv2
import numpy as np

from webapp.reading.pixels.strip import ROWS, ink_of
from webapp.reading.places.place import LONGEST, axes
from webapp.reading.tables.cell_row import (
    FEWEST_CELLS,
    HIGH_INK,
    INSET,
    SPECK,
    Strip,
    closed,
    highest,
    row_of,
    strip_of,
    walls_of,
)

SEVERAL = 1.6  # times as long as high: shorter places hold one digit
WIDEST = 3.5  # heights: cells
GROUPS = 3  # of filled cells
FEWEST_PARTED, PARTED = 2, 0.3  # neighbouring cells that the network parted: how many, and which share of all such


def split_cells(grey: np.ndarray, places: list[np.ndarray]) -> list[list[np.ndarray]]:
    """Each place alone, or, where it lies over several cells of a row of numbers, its part in each of them.

    grey: (rows, cols) uint8, upright
    places: corners (4, 2) float32 x, y of rectangles: top left as it is read, then clockwise
    """
    return [_parts(grey, place, places) for place in places]


def _parts(grey: np.ndarray, place: np.ndarray, places: list[np.ndarray]) -> list[np.ndarray]:
    _, _, width, height = axes(place)
    if not 0 < SEVERAL * height <= width <= LONGEST * height:
        return [place]
    strip = strip_of(grey, place, width, height)
    walls = walls_of(strip.grey)
    inner = walls[(walls > strip.left + INSET * ROWS) & (walls < strip.right - INSET * ROWS)]
    row = row_of(walls, inner, WIDEST)
    row = closed(row, strip) if len(row) > FEWEST_CELLS else []
    if not row:
        return [place]
    cells = list(pairwise(row))
    ink = ink_of(strip.grey)
    heights = [highest(ink, *cell) for cell in cells]
    filled = [i for i, high in enumerate(heights) if high >= HIGH_INK * ROWS]
    # A point or a dash in a cell of its own is no gap.
    written = [i for i, high in enumerate(heights) if high >= SPECK * ROWS]
    if not filled or len(written) == written[-1] - written[0] + 1:
        return [place]
    owners = {i: _owner(strip, sum(cells[i]) / 2, places) for i in filled}
    if not (_has_lone_cells(written) or is_parted(owners)):
        return [place]
    return [_cell(strip, *cells[i]) for i in filled if owners[i] is place] or [place]


def _has_lone_cells(written: list[int]) -> bool:
    """Whether a row has several gaps and a cell alone between them: hardly one number is written so."""
    groups = [[written[0]]]
    for before, cell in pairwise(written):
        if cell == before + 1:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return len(groups) >= GROUPS and any(len(group) == 1 for group in groups)


def is_parted(owners: dict[int, np.ndarray | None]) -> bool:
    """Whether the network parted enough of the cells that stand beside each other."""
    pairs = [(place, owners[cell + 1]) for cell, place in owners.items() if cell + 1 in owners]
    seen = [one is not other for one, other in pairs if one is not None and other is not None]
    return sum(seen) >= max(FEWEST_PARTED, PARTED * len(seen))


def _owner(strip: Strip, column: float, places: list[np.ndarray]) -> np.ndarray | None:
    """The place that lies over the middle of the strip at a column."""
    point = strip.start + strip.along * column + strip.down / 2
    return next((place for place in places if cv2.pointPolygonTest(place, point.tolist(), False) >= 0), None)


def _cell(strip: Strip, start: float, end: float) -> np.ndarray:
    """The strip between two walls: (4, 2) float32"""
    inset = INSET / 2 * (end - start)
    left, right = (strip.start + strip.along * column for column in (start + inset, end - inset))
    return np.stack([left, right, right + strip.down, left + strip.down]).astype(np.float32)
