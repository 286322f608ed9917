"""One line seen several ways: upright and leaning. What every view says alike can be believed."""

import cv2
import numpy as np

# Columns that a row moves for each row that it lies above the middle. Hands differ in slant by about as much.
SLANTS = (-0.3, -0.15, 0.15, 0.3)


def leaning_views(pixels: np.ndarray) -> np.ndarray:
    """The line leaning to either side, about its middle row: columns stay where they are.

    pixels: (rows, cols) float32, 0 paper .. 1 ink, with paper at both sides for what moves outwards
    returns: (len(SLANTS), rows, cols) float32
    """
    rows, cols = pixels.shape
    middle = (rows - 1) / 2
    views = np.empty((len(SLANTS), rows, cols), np.float32)
    for view, slant in zip(views, SLANTS, strict=True):
        shear = np.array([[1, -slant, slant * middle], [0, 1, 0]], np.float32)
        cv2.warpAffine(pixels, shear, (cols, rows), dst=view, flags=cv2.INTER_LINEAR)
    return views
