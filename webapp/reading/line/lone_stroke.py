"""A stroke from top to bottom and nothing else: a 1 where all ink is numbers.

On a photo it may be the wall of a cell or the edge of a sheet, which is why the network reads nothing in many of them.
"""

import cv2
import numpy as np

INK = 0.25  # of full ink, from which a pixel belongs to a stroke: a thin one is shared by two columns
# Shares of the stroke's own height, but HIGH.
HIGH = 0.7  # of the line's rows that it takes, at least: normalising cuts a line to its ink
BROAD = 0.4  # from its first column to its last, at most: what leans more is a slash
THICK = 0.2  # the same in any of its rows: what is broader somewhere has a hook or a bow
ONE = "1"
# That such a stroke is one: the person may have begun another digit.
SHARE = 0.5


def lone_stroke(pixels: np.ndarray) -> tuple[int, int] | None:
    """The columns left..right of the stroke that is all of a line's ink; None where there is more, or it is no stroke.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    """
    ink = (pixels > INK).astype(np.uint8)
    _, _, marks, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if len(marks) != 2:
        return None
    left, top, width, height, _ = marks[1].tolist()
    rows = ink[top : top + height]
    thick = (rows.shape[1] - rows[:, ::-1].argmax(axis=1) - rows.argmax(axis=1)).max()
    is_stroke = height >= HIGH * pixels.shape[0] and width <= BROAD * height and thick <= THICK * height
    return (left, left + width) if is_stroke else None
