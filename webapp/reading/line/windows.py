"""What the inspector sees: each digit of a line in the middle of a window of its own, between halves of its neighbours.

The reader tells digits from one another, whatever lies over them: a 4 with a slash through it is a 4 to it, surely. The
inspector is asked of each whether a plain digit stands there.
"""

from collections.abc import Sequence

import cv2
import numpy as np

# On the card of every inspector: raise it when any pixel of a window may come out different.
VERSION = 1

ROWS, COLS = 28, 32  # of a window: a line seen at seven tenths
SHOWN = 46  # columns of the line
NONE = 10  # what the inspector calls what is no plain digit; the digits are 0 to 9


def windows_of(pixels: np.ndarray, centres: Sequence[float]) -> np.ndarray:
    """pixels: (rows, cols) float32, a line as normalise_line gives it; centres: column of each digit's middle

    returns: (digits, ROWS, COLS, 1) float32
    """
    # Paper all around: what is left of the first column, or right of the last one.
    padded = cv2.copyMakeBorder(pixels, 0, 0, SHOWN, SHOWN, cv2.BORDER_CONSTANT, value=0.0)
    lefts = [round(min(max(centre, 0.0), pixels.shape[1]) + SHOWN / 2) for centre in centres]
    return np.stack([shrunk(padded[:, left : left + SHOWN]) for left in lefts])[..., np.newaxis]


def shrunk(shown: np.ndarray) -> np.ndarray:
    """(rows of a line, SHOWN) of any type to (ROWS, COLS)"""
    return cv2.resize(shown, (COLS, ROWS), interpolation=cv2.INTER_AREA)
