"""A strip of an image around a place, turned level: what printed walls and lines are looked for in."""

import cv2
import numpy as np

from webapp.reading.pixels.polarity import dark_on_light
from webapp.reading.pixels.rules import darkness_of_rules, thin_strokes
from webapp.reading.pixels.shrink import shrink

ROWS = 64  # of a strip as high as its place: thin walls are still seen


def level_strip(grey: np.ndarray, start: np.ndarray, across: np.ndarray, down: np.ndarray, shape) -> np.ndarray:
    """The strip, dark on light; beyond the image's edge its last pixels go on.

    grey: (rows, cols) uint8
    start: x, y in the image of its top left; across, down: x, y in the image of one column and of one row
    shape: of the strip, rows and columns
    returns: shape, uint8
    """
    rows, cols = shape
    corners = start + np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]]) @ np.stack([across, down])
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, np.array(grey.shape[::-1]) - 1)
    right, bottom = np.maximum(np.ceil(corners.max(axis=0)).astype(int), (left + 1, top + 1))
    piece = grey[top:bottom, left:right]
    # Shrunk before it is turned: turning looks at four pixels only, and thin lines would come and go.
    shrunk = min(1.0, 1 / float(np.linalg.norm(across)))
    small = shrink(piece, *(max(1, round(side * shrunk)) for side in piece.shape))
    # Pixels count from their middle for cv2.
    matrix = np.column_stack([across, down, start - (left, top) + (across + down) / 2]).astype(float)
    matrix *= (np.array(small.shape) / np.array(piece.shape))[::-1, np.newaxis]
    matrix[:, 2] -= 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    level = cv2.warpAffine(small, matrix, (cols, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return dark_on_light(level)


def ink_of(grey: np.ndarray) -> np.ndarray:
    """(ROWS, cols) uint8, 1 where it is darker than the paper around."""
    strokes = thin_strokes(grey, ROWS // 2 | 1, ROWS // 2 | 1)
    return cv2.threshold(strokes, darkness_of_rules(strokes, grey), 1, cv2.THRESH_BINARY)[1]
