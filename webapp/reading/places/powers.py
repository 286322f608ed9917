"""Powers: a digit that is raised behind a number is a number of its own."""

import cv2
import numpy as np

from webapp.reading.pixels.strip import ROWS, ink_of, level_strip
from webapp.reading.places.place import LONGEST, PAPER_AROUND, Found, Read
from webapp.reading.result import Number

LIFTED = 0.62  # of the base's height, from its top: an exponent ends above that
LOWEST, HIGHEST = 0.3, 0.9  # of the base's height: an exponent's
NEAR = 0.8  # of the highest mark, to its left: there ends the digit that it is a power of
SPECK = 0.25  # of the highest mark: what is lower is dust, or a point
ONE_DIGIT = 0.5  # of the narrower of two marks stands above or below the other: both are of one digit
LIKELIER_THAN_NOT = 0.5  # confidence of either part
CLEAR = 0.95  # confidence of one digit that is all there is: where it is less, its exponent may have been passed over

# Left, top, right and bottom of marks, in pixels.
Extent = tuple[int, int, int, int]


def part_powers(grey: np.ndarray, found: list[Found], read: Read) -> list[Found]:
    """The numbers, but two where the last digit of one is raised above the others.

    grey: (rows, cols) uint8, upright, in whose pixels the corners are
    read: gives the number at a place with these corners and this score
    """
    return [part for one in found for part in _parts(grey, one, read)]


def _parts(grey: np.ndarray, one: Found, read: Read) -> list[Found]:
    """Base and exponent; the number alone where it is no power."""
    corners, score, number = one
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    pixel = float(np.linalg.norm(down)) / ROWS
    cols = round(float(np.linalg.norm(along)) / max(pixel, 1e-6))
    may_be_power = number.text.isdigit() and (len(number.text) > 1 or number.confidence < CLEAR)
    if not may_be_power or not 0 < cols <= LONGEST * ROWS:
        return [one]
    right, below = along / cols, down / ROWS
    extents = base_and_exponent(ink_of(level_strip(grey, corners[0], right, below, (ROWS, cols))))
    if extents is None:
        return [one]
    boxes = [_with_paper(extent, other) for extent, other in zip(extents, reversed(extents), strict=True)]
    places = [(corners[0] + box @ np.stack([right, below])).astype(np.float32) for box in boxes]
    base, exponent = (read(place, score) for place in places)
    if not (_is_clear(base) and _is_clear(exponent) and len(exponent.text) == 1):
        return [one]
    return [Found(places[0], score, base), Found(places[1], score, exponent)]


def _is_clear(part: Number | None) -> bool:
    return part is not None and part.text.isdigit() and part.confidence >= LIKELIER_THAN_NOT


def base_and_exponent(mask: np.ndarray) -> tuple[Extent, Extent] | None:
    """Where the base and its exponent stand; None where the last mark is not raised above the others.

    mask: (rows, cols) uint8, 1 stroke, 0 not
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height, _ = stats[1:].T
    marks = np.stack([left, top, left + width, top + height], axis=1)[height >= SPECK * height.max(initial=0)]
    if len(marks) < 2:
        return None
    last = marks[marks[:, [0, 2]].sum(axis=1).argmax()]
    shared = np.minimum(marks[:, 2], last[2]) - np.maximum(marks[:, 0], last[0])
    raised = shared > ONE_DIGIT * np.minimum(marks[:, 2] - marks[:, 0], last[2] - last[0])
    beside = ~raised & (marks[:, 2] > last[0] - NEAR * height.max())
    if not beside.any():
        return None
    base, exponent = _around(marks[~raised]), _around(marks[raised])
    # The line may lean.
    _, top, _, bottom = _around(marks[beside])
    tall = bottom - top
    # A short 1 may end high too, but begins no higher than the others.
    is_raised = exponent[1] <= top and exponent[3] - top < LIFTED * tall
    return (base, exponent) if is_raised and LOWEST * tall < exponent[3] - exponent[1] < HIGHEST * tall else None


def _around(marks: np.ndarray) -> Extent:
    left, top = marks[:, :2].min(axis=0).tolist()
    right, bottom = marks[:, 2:].max(axis=0).tolist()
    return left, top, right, bottom


def _with_paper(extent: Extent, other: Extent) -> np.ndarray:
    """Corners (4, 2) of a part with paper around, as far as the other one is not there."""
    left, top, right, bottom = extent
    paper = PAPER_AROUND * (bottom - top)
    if left < other[0]:
        left, right = left - paper, max(right, min(right + paper, other[0]))
    else:
        left, right = min(left, max(left - paper, other[2])), right + paper
    return np.array([[left, top - paper], [right, top - paper], [right, bottom + paper], [left, bottom + paper]])
