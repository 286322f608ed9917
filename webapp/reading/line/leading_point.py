"""A point or comma before the first digit: the network passes over it, and .75 is no 75."""

import cv2
import numpy as np

from webapp.reading.strings.patterns import Pattern

POINT = "."
SHARE = 0.5  # that such a mark is one: it may be dust
INK = 0.5  # of full ink, from which a pixel belongs to a mark
# In heights of the line.
LARGEST = 0.26  # of a point
LOWER = 0.68  # its middle is further down, as a point's on the baseline is
NEAR = 0.5  # to the first digit
DIGIT = 0.3  # marks as high at least are of digits
WORD, LETTER = 0.3, 0.2  # so near before it a letter ends, so high at least
THICK = 0.55  # of the digits' strokes, at least: a smaller one is dust
DARK = 0.8  # of the digits' ink
WIDE = 1.8  # times as wide as high, at most: else it is what is left of a rule


def may_begin_with_point(text: str, pattern: Pattern | None) -> bool:
    """Whether a number may: where a person says what it looks like, that decides, with a 0 before it or without."""
    return pattern is None or pattern.inside.accepts(POINT + text) or pattern.inside.accepts(f"0{POINT}{text}")


def is_point_before(pixels: np.ndarray, first: float) -> bool:
    """Whether one mark as low as a point, and as thick and dark as the digits' strokes, stands before a number.

    Several are a row of dots that leads to it, and two above each other a colon.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    first: column around which the number's first digit was read
    """
    line_height = pixels.shape[0]
    _, labels, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    left, top, width, height = marks[1:, : cv2.CC_STAT_AREA].T
    is_digit = (left + width > first) & (height > DIGIT * line_height)
    low = (left + width <= first) & (top + height / 2 > LOWER * line_height)
    if not is_digit.any() or not low.any():
        return False
    digits = np.isin(labels, np.flatnonzero(is_digit) + 1)
    stroke, ink = _stroke(digits), np.percentile(pixels[digits], 80)
    points = [
        i
        for i in np.flatnonzero(low & (np.maximum(width, height) <= LARGEST * line_height) & (width <= WIDE * height))
        if min(width[i], height[i]) >= THICK * stroke and pixels[labels == i + 1].max() >= DARK * ink
    ]
    if len(points) != 1:
        return False
    point = points[0]
    above = (left < left[point] + width[point]) & (left + width > left[point]) & (top + height <= top[point])
    gap = left[is_digit].min() - left[point] - width[point]
    # A word's full stop: Rs. 75
    before = left[point] - (left + width)
    ends_word = (before >= 0) & (before < WORD * line_height) & (height > LETTER * line_height)
    return bool(0 <= gap < NEAR * line_height and not above.any() and not ends_word.any())


def _stroke(mask: np.ndarray) -> float:
    """How thick most strokes of a mask are, in pixels."""
    inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    return 2 * float(np.percentile(inside[inside > 0], 90))
