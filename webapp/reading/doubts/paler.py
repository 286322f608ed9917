"""Digits in paler ink beside a number: another pen's, a pencil's, those of a pen that runs dry. What is dark enough for
the page is read, and 31279 would be a sure 1279."""

import cv2
import numpy as np

from webapp.reading.doubts.close_up import CloseUp, marks_of

PALE, PALEST = 0.7, 0.1  # of the number's full ink: what a paler mark takes away at its darkest, and what belongs to it
DARK = 0.75  # of full ink: strokes of the number itself, whose edges are pale too
FAINTEST = 0.1  # of the paper's light
NOISE = 5.0  # standard deviations of the paper
LOWEST, HIGHEST = 0.5, 1.15  # heights of a digit
NARROWEST, WIDEST = 0.04, 0.9
NEAR = 0.6  # heights of a digit between the mark and the number


def is_paler_beside(close: CloseUp) -> bool:
    """Whether a mark as high as a digit stands beside the number, or among its digits, in much paler ink, that is
    neither one of its digits nor another number's."""
    full, ink = close.full, close.ink
    usual = float(np.median(ink))
    noise = usual + NOISE * 1.4826 * float(np.median(np.abs(ink - usual)))
    least = max(FAINTEST, noise, PALEST * full)
    if least > 0.6 * full:
        return False
    dark = cv2.dilate((ink > DARK * full).astype(np.uint8), np.ones((3, 3), np.uint8))
    labels, marks = marks_of((ink > least).astype(np.uint8))
    for label in _as_digits_are(marks, close) + 1:
        pixels = labels == label
        # A stroke's own edge is pale as well.
        if not dark[pixels].any() and np.percentile(ink[pixels], 80) <= PALE * full:
            return True
    return False


def _as_digits_are(marks: np.ndarray, close: CloseUp) -> np.ndarray:
    """Which of the marks (n, 4) may be a digit beside the number: indices."""
    left, top, right, bottom = marks.T
    height, (rows, cols) = close.height, close.ink.shape
    tall, wide = bottom - top, right - left
    is_sized = (tall >= LOWEST * height) & (tall <= HIGHEST * height)
    is_sized &= (wide >= NARROWEST * height) & (wide <= WIDEST * height)
    # What goes on beyond what is seen is a rule, a wall or print.
    on_left, on_right = close.ends_at_edge
    is_whole = (top > 0) & (bottom < rows) & ((left > 0) | on_left) & ((right < cols) | on_right)
    is_near = np.maximum(left - close.box[2], close.box[0] - right) <= NEAR * height
    middles = np.stack([left + right, top + bottom], axis=1) / 2
    is_level = (middles[:, 1] >= close.box[1]) & (middles[:, 1] <= close.box[3])
    is_read = [((marks[:, :2] <= point) & (point <= marks[:, 2:])).all(axis=1) for point in close.seen]
    is_others = [_is_in(middles, box) for box in close.others]
    return np.flatnonzero(is_sized & is_whole & is_near & is_level & ~np.any([*is_read, *is_others], axis=0))


def _is_in(points: np.ndarray, box: np.ndarray) -> np.ndarray:
    return ((box[:2] <= points) & (points <= box[2:])).all(axis=1)
