"""Printed lines that run on above and below a row: what stands to either side of one is not one number.

The walls of a field's cells end with the field; a table's lines go from row to row. That holds where they are so pale
that the network draws one core over two columns.
"""

from itertools import pairwise

import cv2
import numpy as np

from webapp.reading.pixels.rules import thin_strokes
from webapp.reading.pixels.runs import runs_of
from webapp.reading.pixels.strip import level_strip
from webapp.reading.places.place import LONGEST, axes

SEVERAL = 2.2  # times as long as high: shorter places lie over one column
ROWS, BANDS = 96, 12  # of the strip in which lines are looked for: three times as high as the place
HEIGHT = ROWS / 3  # of the place, in rows of the strip
BESIDE = 3.0  # heights to either side of the place
FEWEST_LINES = 3  # are a table: margins, creases and the sheet's edges are fewer
THICKEST = 0.3  # of the height: what is thicker is a stroke or a shadow
BLUR = 5  # rows: a pale line is a row of dots
FAINTEST, FAINTEST_OF_INK, ABOVE_TEXTURE = 3.0, 0.08, 2.5  # grey levels; share of the strokes' darkness; of the paper's
TEXTURE = 0.7  # of the pixels are no darker than the paper's own dots
COVERED = 0.7  # of a band's rows are as dark as a line
HIDDEN = 1  # band may be less so
SLANTS = np.linspace(-0.18, 0.18, 19)  # columns a row: lines that a camera sees from aside
WIDEST_LINE = 0.5  # of the height: found columns of one line
NARROWEST = 1.9  # heights: closer lines are the walls of single digits' cells
INSET, LEAST_PART = 0.3, 0.35  # of the height: of a place beside a line
WALL = 0.03  # of the height: what of the line is left out to either side


def split_at_lines(grey: np.ndarray, place: np.ndarray) -> list[np.ndarray]:
    """The place alone, or its parts where a table's lines go through it.

    grey: (rows, cols) uint8, upright
    place: corners (4, 2) float32 x, y of a rectangle: top left as it is read, then clockwise
    """
    _, _, width, height = axes(place)
    if not 0 < SEVERAL * height <= width <= LONGEST * height:
        return [place]
    left, right = BESIDE * HEIGHT, BESIDE * HEIGHT + width / height * HEIGHT
    table = _lines(_strip(grey, place, width, height))
    lines = [x for x in table if left + INSET * HEIGHT < x < right - INSET * HEIGHT]
    if not lines or len(table) < FEWEST_LINES or min(np.diff(table)) < NARROWEST * HEIGHT:
        return [place]
    column = (place[1] - place[0]) / (right - left)
    wall = WALL * HEIGHT
    parts = [(a + wall, b - wall) for a, b in pairwise([left, *lines, right]) if b - a >= LEAST_PART * HEIGHT]
    return [_part(place, column * (start - left), column * (end - left)) for start, end in parts]


def _part(place: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    top_left, bottom_left = place[0], place[3]
    return np.stack([top_left + start, top_left + end, bottom_left + end, bottom_left + start]).astype(np.float32)


def _strip(grey: np.ndarray, place: np.ndarray, width: float, height: float) -> np.ndarray:
    """The place with its height above and below and BESIDE at its ends, level: (ROWS, cols) uint8, dark on light."""
    along, down = (place[1] - place[0]) / width, (place[3] - place[0]) / height
    scale = height / HEIGHT
    start = place[0] - along * BESIDE * height - down * height
    cols = round((width + 2 * BESIDE * height) / scale)
    return level_strip(grey, start, along * scale, down * scale, (ROWS, cols))


def _lines(grey: np.ndarray) -> list[float]:
    """Columns at which lines cross the middle row, from the left. grey: (ROWS, cols) uint8"""
    thin = thin_strokes(cv2.blur(grey, (1, BLUR)), 1, round(THICKEST * HEIGHT) | 1)
    line = max(FAINTEST, FAINTEST_OF_INK * np.percentile(thin, 99), ABOVE_TEXTURE * np.percentile(thin, 100 * TEXTURE))
    # Ink counts no more than a line does: what matters is whether it goes on.
    dark = np.minimum(cv2.dilate(thin, np.ones((1, 3), np.uint8)) / np.float32(line), 1.0)
    bands = dark.reshape(BANDS, ROWS // BANDS, -1).mean(axis=1) >= COVERED
    cols = np.arange(bands.shape[1])
    middles = (np.arange(BANDS) + 0.5) * ROWS / BANDS - ROWS / 2
    found = np.zeros(len(cols), bool)
    for slant in SLANTS:
        shifted = np.clip(cols + np.round(middles * slant).astype(int)[:, np.newaxis], 0, len(cols) - 1)
        found |= np.take_along_axis(bands, shifted, axis=1).sum(axis=0) >= BANDS - HIDDEN
    starts, ends = runs_of(found).T
    return ((starts + ends) / 2)[ends - starts <= WIDEST_LINE * HEIGHT].tolist()
