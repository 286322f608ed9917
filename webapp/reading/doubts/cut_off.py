"""A number that goes on beyond the edge of its image."""

import cv2
import numpy as np

from webapp.reading.result import Number

DIGIT_ROWS = 48  # the surroundings of a number are looked at with its digits about this high: thin rules must not break
PERCENTILE_ROWS = 16  # so many rows of its digits tell how dark they are
# In heights of the digits:
BESIDE = 1.0  # so far from its number a digit that the edge cuts may have been passed over
ABOVE = 0.5
# Of a cut digit: points and dashes are lower; the walls and rules of printed cells are taller and wider together.
LOWEST, TALLEST, WIDEST = 0.35, 1.2, 1.3
LONGEST_CONTACT = 0.65  # with the edge: what lies along it is a printed line or the end of the paper


def is_cut_off(grey: np.ndarray, number: Number, height: float) -> bool:
    """Whether a stroke of a number, or of a digit beside it, runs out of the image.

    grey: (rows, cols) uint8, in whose pixels the number's box is
    height: of its digits, in pixels
    """
    box = number.box
    if number.runs_down:
        # All that follows is said of lines that run to the right.
        grey, box = grey.T, box.transposed()
    rows, cols = grey.shape
    beside, above = round(BESIDE * height), round(ABOVE * height)
    left, top, right, bottom = box.left - beside, box.top - above, box.right + beside, box.bottom + above
    at_edge = (left <= 0, top <= 0, right >= cols, bottom >= rows)
    if not any(at_edge):
        return False
    step = max(1, int(height / DIGIT_ROWS))
    left, top = max(left, 0), max(top, 0)
    # The last row and column are looked at whatever the step: they are the edge.
    down, across = _every(step, top, min(bottom, rows)), _every(step, left, min(right, cols))
    every = max(1, int(height / PERCENTILE_ROWS))
    ink = _ink(grey[np.ix_(down, across)], grey[box.top : box.bottom : every, box.left : box.right : every])
    count, strokes, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    for stroke in range(1, count):
        if not _leaves(strokes == stroke, at_edge, LONGEST_CONTACT * height / step):
            continue
        if _is_digit(stats[stroke], height / step, (box.top - top) / step, (box.bottom - top) / step):
            return True
    return False


def _every(step: int, start: int, stop: int) -> np.ndarray:
    """Every so many rows or columns, and the first and the last."""
    return np.unique(np.append(np.arange(start, stop, step), stop - 1))


def _ink(grey: np.ndarray, number: np.ndarray) -> np.ndarray:
    """What is as dark as the strokes of the number, or on dark paper as light: (rows, cols) uint8, 1 ink."""
    dark, paper, light = np.percentile(number, (3, 60, 97))
    if light - paper > paper - dark:
        return (grey > (paper + light) / 2).astype(np.uint8)
    return (grey < (paper + dark) / 2).astype(np.uint8)


def _leaves(stroke: np.ndarray, at_edge: tuple[bool, ...], longest_contact: float) -> bool:
    """Whether a stroke runs out of what is looked at in one place, and that is the edge of the image.

    stroke: (rows, cols) bool; at_edge: whether its left, top, right and bottom are edges of the image
    """
    contact = np.array([stroke[:, 0].sum(), stroke[0].sum(), stroke[:, -1].sum(), stroke[-1].sum()])
    # What leaves on two sides is a printed line, a shadow, or the corner of a sheet.
    return bool(np.count_nonzero(contact) == 1 and at_edge[contact.argmax()] and contact.max() <= longest_contact)


def _is_digit(stroke: np.ndarray, height: float, top_of_line: float, bottom_of_line: float) -> bool:
    """Whether connected ink is as large as what is left of a digit, and stands in the line."""
    _, top, width, tall, _ = stroke
    is_digit = LOWEST * height <= tall <= TALLEST * height and width <= WIDEST * height
    return bool(is_digit and top_of_line <= top + tall / 2 <= bottom_of_line)
