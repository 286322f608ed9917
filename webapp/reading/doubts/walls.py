"""A printed line between two digits that were read as one number: whole and cents in a table's columns, 15 | 75."""

from itertools import pairwise

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
BESIDE = 0.12  # of the way from one digit's middle to the next one's, at both ends: there are their own strokes


def has_wall_between(close: CloseUp) -> bool:
    """Whether a line higher than the number runs through one of its gaps, and through no other."""
    pairs = zip(close.seen[:-1, 0], close.seen[1:, 0], pairwise(close.text), strict=True)
    gaps = [(here, there) for here, there, signs in pairs if all(sign.isdigit() for sign in signs)]
    if not gaps:
        return False
    end = max(2, round(END * close.height))
    lines = _thin(close.ink, close.height)[max(0, round(close.box[1]) - 1) : round(close.box[3]) + 1]
    walls = np.array([_runs_through(lines, here, there, end) for here, there in gaps])
    return np.count_nonzero(walls >= THROUGH) == 1 == np.count_nonzero(walls >= BROKEN)


def _thin(ink: np.ndarray, height: float) -> np.ndarray:
    """Where ink is darker than a little way to the left and to the right of it: (rows, cols) bool"""
    away = max(2, round(THICKEST * height))
    beside = cv2.copyMakeBorder(ink, 0, 0, away, away, cv2.BORDER_REPLICATE)
    cols = ink.shape[1]
    return ink - np.maximum(beside[:, :cols], beside[:, 2 * away :][:, :cols]) > PALEST


def _runs_through(lines: np.ndarray, here: float, there: float, end: int) -> float:
    """The share of the rows that a line between two columns goes through; 0 where it ends before the first or the last
    `end` of them."""
    rows, cols = lines.shape
    aside = BESIDE * (there - here)
    first, last = max(0, int(here + aside)), min(cols, int(there - aside) + 1)
    most = 0.0
    for slope in np.linspace(-STEEPEST, STEEPEST, STEPS):
        shift = np.round(slope * (np.arange(rows) - rows / 2)).astype(int)
        columns = np.clip(np.arange(first, last) + shift[:, np.newaxis], 0, cols - 1)
        strip = lines[np.arange(rows)[:, np.newaxis], columns].astype(np.uint8)
        # A line is not quite straight: the columns beside count as well.
        strip = cv2.dilate(strip, np.ones((1, 3), np.uint8)) if strip.size else strip
        at_ends = np.minimum(_share(strip[:end]), _share(strip[-end:]))
        most = max(most, float(np.where(at_ends >= AT_ENDS, _share(strip), 0.0).max(initial=0.0)))
    return most


def _share(strip: np.ndarray) -> np.ndarray:
    return strip.mean(axis=0)
