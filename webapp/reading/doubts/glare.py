"""A light reflected on the paper: a bright spot at a number, in which its ink fades away."""

import cv2
import numpy as np

from webapp.reading.result import Box

BRIGHT = 250  # grey level: as much light as the camera can tell
DIMMER = 232  # is the paper around a spot; where all paper is bright, as on a scan, there is none
DIGIT_ROWS = 16  # the surroundings of a number are looked at with its digits about this high
PAGE_SIDE = 400  # pixels: where the light ends is looked for on the page at about this size
LONGEST_AT_EDGE = 0.5  # of the shorter side
# In heights of the digits:
SURROUNDINGS = 2.5  # looked at on all sides of a number
BESIDE, ABOVE = 2.0, 1.2  # a spot is at the number: digits of it, or the next number, may be gone in the light
SMALLEST_SPOT = 0.4  # across
STROKE = 0.35  # between two bright pixels no further apart there may be a stroke
HALO = (0.1, 0.3)  # here the light of a spot fades; the edge of something white is steeper
PAPER = (1.1, 1.6)  # and here it has gone
FADING = 0.2  # of the way from the paper's light to BRIGHT, at the least, in the halo


def has_glare(grey: np.ndarray, box: Box, height: float) -> bool:
    """Whether there is a bright spot at a number.

    grey: (rows, cols) uint8
    box: the number's, in pixels of `grey`; height: of its digits, in pixels
    """
    around = round(SURROUNDINGS * height)
    left, top = max(0, box.left - around), max(0, box.top - around)
    step = max(1, int(height / DIGIT_ROWS))
    small = np.ascontiguousarray(grey[top : box.bottom + around : step, left : box.right + around : step])
    bright = (small >= BRIGHT).astype(np.uint8)
    if not bright.any():
        return False
    height /= step
    near = (
        (box.left - left) / step - BESIDE * height,
        (box.top - top) / step - ABOVE * height,
        (box.right - left) / step + BESIDE * height,
        (box.bottom - top) / step + ABOVE * height,
    )
    dark, paper = np.percentile(grey[box.top : box.bottom : step, box.left : box.right : step], (3, 60))
    count, spots, stats, _ = cv2.connectedComponentsWithStats(_with_strokes(bright, height), connectivity=4)
    for spot in range(1, count):
        if _is_at(near, stats[spot]) and _is_round(stats[spot], height):
            where = spots == spot
            # Where a lamp makes the paper white, the ink on it stays dark.
            if np.percentile(small[where], 5) > (dark + paper) / 2 and _fades(small, where, height):
                row, col = np.argwhere(where & (bright > 0))[0] * step + (top, left)
                return not _is_lit_from_side(grey, row, col)
    return False


def _with_strokes(bright: np.ndarray, height: float) -> np.ndarray:
    """The bright pixels, and the strokes between them. bright: (rows, cols) uint8"""
    reach = round(STROKE * height) | 1
    # The margin keeps what lies at the edge from being worn away there.
    wider = cv2.copyMakeBorder(bright, reach, reach, reach, reach, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return np.ascontiguousarray(closed[reach:-reach, reach:-reach])


def _is_at(near: tuple[float, float, float, float], spot: np.ndarray) -> bool:
    left, top, right, bottom = near
    spot_left, spot_top, width, height, _ = spot
    return spot_left < right and spot_left + width > left and spot_top < bottom and spot_top + height > top


def _is_round(spot: np.ndarray, height: float) -> bool:
    """Whether a spot is large enough, and no line."""
    _, _, cols, rows, area = spot
    return min(cols, rows) >= SMALLEST_SPOT * height and area >= 0.4 * cols * rows


def _fades(grey: np.ndarray, spot: np.ndarray, height: float) -> bool:
    """Whether the light around a spot fades into that of dimmer paper.

    grey: (rows, cols) uint8; spot: (rows, cols) bool
    """
    distance = cv2.distanceTransform((~spot).astype(np.uint8), cv2.DIST_L2, 3) / height
    halo, paper = (grey[(distance > start) & (distance <= end)] for start, end in (HALO, PAPER))
    if halo.size == 0 or paper.size == 0:
        return False
    # What is darker than the paper is ink.
    of_paper = float(np.percentile(paper, 75))
    in_halo = float(np.percentile(halo, 60))
    return of_paper < DIMMER and in_halo > of_paper + FADING * (BRIGHT - of_paper)


def _is_lit_from_side(grey: np.ndarray, row: int, col: int) -> bool:
    """Whether all that is bright around a pixel lies along the edge of the image, as where a lamp stands beside it."""
    step = max(1, max(grey.shape) // PAGE_SIDE)
    # From this very pixel, so that it is among those that are looked at; and what is nearly bright joins the islands
    # that noise makes.
    bright = (grey[row % step :: step, col % step :: step] >= DIMMER).astype(np.uint8)
    _, areas = cv2.connectedComponents(bright, connectivity=8)
    lit = areas == areas[row // step, col // step]
    at_edge = lit[0].sum() + lit[-1].sum() + lit[:, 0].sum() + lit[:, -1].sum()
    return bool(at_edge > LONGEST_AT_EDGE * min(lit.shape))
