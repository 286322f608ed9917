"""A digit that stands alone, as a network of its own sees it: most drawings are one, and most cells of a score row.

The reader's network reads along a line, of which a lone digit has none; a network that knows ten digits and nothing
else is right where that one is wrong, and the other way round.
"""

from collections.abc import Callable

import cv2
import numpy as np

# Written on the reader's card. Raise it when any pixel of a view may come out different.
VERSION = 1

SIDE, INNER = 28, 24  # rows and columns, of which the digit, with the paper above and below it, fills at most so many
WIDEST = 1.6  # times as wide as high: what is wider is no digit alone
FAINT_COLUMN = 0.2  # ink in a column, in pixels: less is the blur around a stroke

# A view (SIDE, SIDE) float32 -> (10,) probability of each digit.
Digits = Callable[[np.ndarray], np.ndarray]


def view(pixels: np.ndarray) -> np.ndarray | None:
    """A line's digit as MNIST has its digits: small, in the middle by its mass (LeCun et al. 1998).

    pixels: (rows, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    returns: (SIDE, SIDE) float32 0 paper .. 1 ink; None where the line is too wide to hold one digit alone, or empty
    """
    inked = np.flatnonzero(pixels.sum(axis=0) > FAINT_COLUMN)
    if not len(inked) or inked[-1] + 1 - inked[0] > WIDEST * len(pixels):
        return None
    shown = pixels[:, inked[0] : inked[-1] + 1]
    rows, cols = shown.shape
    scale = INNER / max(rows, cols)
    size = (max(1, round(cols * scale)), max(1, round(rows * scale)))
    small = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
    mass = cv2.moments(small)
    centre = [mass[moment] / max(mass["m00"], 1e-6) for moment in ("m10", "m01")]
    left, top = (
        int(np.clip(round((SIDE - 1) / 2 - middle), 0, SIDE - side)) for middle, side in zip(centre, size, strict=True)
    )
    alone = np.zeros((SIDE, SIDE), np.float32)
    alone[top : top + size[1], left : left + size[0]] = small
    return alone
