"""A printed line between two digits that were read as one number: whole and cents in a table's columns, 15 | 75."""

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from webapp.reading.doubts.close_up import CloseUp

PALEST = 0.05  # of the paper's light that a printed line takes away
THICKEST = 0.12  # heights of a digit: what is broader is no line
STEEPEST, STEPS = 0.1, 5  # columns per row to either side, and in how many steps they are tried
# Of the number's rows that a line goes through, and of those at their top and bottom, where its strokes have ended.
THROUGH, AT_ENDS = 0.6, 0.7
END = 0.07  # heights of a digit: so much paper is above and below it in its box
BROKEN = 0.4  # a wall with gaps, as it crosses strokes: a row of cells has one between all of its digits
# Heights of a digit to the next such line on either side: so close they are squared paper, or a row of cells.
PITCH = (0.3, 1.6)
BESIDE = 0.12  # of the way from one digit's middle to the next one's, at both ends: there are their own strokes


def has_wall_between(close: CloseUp) -> bool:
    """Whether a line higher than the number runs through one of its gaps, and through no other, and is no grid's."""
    pairs = zip(close.seen[:-1, 0], close.seen[1:, 0], pairwise(close.text), strict=True)
    gaps = [(here, there) for here, there, signs in pairs if all(sign.isdigit() for sign in signs)]
    if not gaps:
        return False
    end = max(2, round(END * close.height))
    lines = _thin(close.ink, close.height)[max(0, round(close.box[1]) - 1) : round(close.box[3]) + 1]
    walls = [_wall_between(lines, here, there, end) for here, there in gaps]
    likely = [wall for wall in walls if wall.through >= BROKEN]
    return len(likely) == 1 and likely[0].through >= THROUGH and not _is_of_grid(lines, likely[0], close.height, end)


def _thin(ink: np.ndarray, height: float) -> np.ndarray:
    """Where ink is darker than a little way to the left and to the right of it: (rows, cols) bool"""
    away = max(2, round(THICKEST * height))
    beside = cv2.copyMakeBorder(ink, 0, 0, away, away, cv2.BORDER_REPLICATE)
    cols = ink.shape[1]
    return ink - np.maximum(beside[:, :cols], beside[:, 2 * away :][:, :cols]) > PALEST


class _Wall(NamedTuple):
    through: float
    """The share of the number's rows that it goes through."""
    column: int
    """In the middle of them."""
    slope: float
    """Columns per row."""


def _wall_between(lines: np.ndarray, here: float, there: float, end: int) -> _Wall:
    """What is most like a wall between two columns. end: rows at the top and at the bottom that it has to reach"""
    aside = BESIDE * (there - here)
    columns = np.arange(max(0, int(here + aside)), min(lines.shape[1], int(there - aside) + 1))
    tried = [_Wall(0.0, int(here), 0.0)]
    for slope in np.linspace(-STEEPEST, STEEPEST, STEPS):
        through = _through(lines, columns, slope, end)
        if through.size:
            tried.append(_Wall(float(through.max()), int(columns[through.argmax()]), float(slope)))
    return max(tried)


def _through(lines: np.ndarray, columns: np.ndarray, slope: float, end: int) -> np.ndarray:
    """Of lines through these columns, all with one slope, the share of rows that they go through; 0 for those that do
    not reach the first or the last `end` rows."""
    rows, cols = lines.shape
    shift = np.round(slope * (np.arange(rows) - rows / 2)).astype(int)
    at = np.clip(columns + shift[:, np.newaxis], 0, cols - 1)
    strip = lines[np.arange(rows)[:, np.newaxis], at].astype(np.uint8)
    # A line is not quite straight: the columns beside count as well.
    strip = cv2.dilate(strip, np.ones((1, 3), np.uint8)) if strip.size else strip
    at_ends = np.minimum(strip[:end].mean(axis=0), strip[-end:].mean(axis=0))
    return np.where(at_ends >= AT_ENDS, strip.mean(axis=0), 0.0)


def _is_of_grid(lines: np.ndarray, wall: _Wall, height: float, end: int) -> bool:
    """Whether other such lines stand close to a wall, on both sides."""
    near, far = (round(share * height) for share in PITCH)
    sides = np.arange(wall.column - far, wall.column - near + 1), np.arange(wall.column + near, wall.column + far + 1)
    seen = [side[(side >= 0) & (side < lines.shape[1])] for side in sides]
    return all((_through(lines, side, wall.slope, end) >= THROUGH).any() for side in seen)
