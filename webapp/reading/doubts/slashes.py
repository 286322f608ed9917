"""Slashes that read as ones: the first cells of a field, voided; the strokes that end an amount, 59//."""

import re

import numpy as np

from webapp.reading.doubts.close_up import CloseUp, extents_of
from webapp.reading.strings.dates import is_date

FEWEST = 2  # one leaning 1 is one, in many a hand
LEANING = 0.36  # columns per row: hands lean less
STRAIGHT = 0.045  # heights of a digit: how far its pixels lie off a straight line, beside half a pen
FEWEST_PIXELS = 8


def has_slashes_at_end(close: CloseUp) -> bool:
    """Whether two ones or more at an end of a number are straight strokes that lean."""
    runs = [run for pattern in ("^1+", "1+$") if (run := re.search(pattern, close.text))]
    if is_date(close.text):
        return False
    ends = [range(*run.span()) for run in runs if FEWEST <= len(run[0]) < len(close.text)]
    if not ends:
        return False
    own, extents = close.own(), extents_of(close)
    return any(sum(_is_slash(own, extents[i], close.height) for i in end) >= FEWEST for end in ends)


def _is_slash(own: np.ndarray, box: np.ndarray | None, height: float) -> bool:
    """Whether what is in a box is a straight stroke that leans. own: as CloseUp.own gives it"""
    if box is None:
        return False
    left, top, right, bottom = box
    rows, cols = np.nonzero(own[top:bottom, left:right])
    if len(rows) < FEWEST_PIXELS or bottom - top < 2:
        return False
    slope, start = np.polyfit(rows, cols, 1)
    off = np.sqrt(np.mean((cols - slope * rows - start) ** 2))
    return bool(-slope >= LEANING and off <= STRAIGHT * height)
