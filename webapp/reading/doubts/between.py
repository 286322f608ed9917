"""Ink that is read as no character of its line: the x of 3x4, which is no number 34, the point of 5·3, and half a 4
behind 198."""

from itertools import pairwise

import cv2
import numpy as np

INK = 0.5  # of full ink, from which a pixel belongs to a mark
# All in heights of the line, but MIDDLE. Cell walls are higher and narrower, commas and dashes lower; what stands
# beside the middle is a stroke of one of the two, as the second one of a 4.
FAR = 0.8  # from the middle of one character to that of the next, at least: digits that are neighbours stand closer
LOWEST, HIGHEST, NARROWEST = 0.25, 0.8, 0.2
BROAD = 0.5  # of its own height
AS_DIGITS, AWAY = 0.32, 0.4  # height of what may be a digit, and at least how far its middle is from the next one's
MIDDLE = 0.3  # of the way from one character to the next, at least, and from the next back
# A point or comma: its longer side, and how far down its middle is at least; on paper on which as many such specks are
# it is one of them.
POINT, LOW, SPECKS = (0.06, 0.32), 0.4, 2
POINT_MIDDLE = 0.15  # as MIDDLE, for one


def is_unread_between(pixels: np.ndarray, centres: np.ndarray) -> bool:
    """Whether a mark as broad as a letter stands between two characters, touching neither.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    centres: (characters,) columns of the line around which each was read, from left to right
    """
    line_height = pixels.shape[0]
    apart = [(here, there) for here, there in pairwise(centres) if there - here >= FAR * line_height]
    if not apart:
        return False
    _, _, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    left, width, height = (marks[1:, of] for of in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    like_letters = (
        (height >= LOWEST * line_height)
        & (height <= HIGHEST * line_height)
        & (width >= np.maximum(NARROWEST * line_height, BROAD * height))
    )
    for here, there in apart:
        way = (left + width / 2 - here) / (there - here)
        untouched = (left > here) & (left + width < there) & (way > MIDDLE) & (way < 1 - MIDDLE)
        if (like_letters & untouched).any():
            return True
    return False


def is_point_unread(pixels: np.ndarray, centres: np.ndarray) -> bool:
    """Whether a mark like a point or comma stands between two characters that were read as neighbours, and is the only
    speck on the line.

    pixels, centres: as is_unread_between takes them
    """
    line_height = pixels.shape[0]
    ink = (pixels > INK).astype(np.uint8)
    _, _, marks, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longer = marks[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    is_small = (longer > 1) & (longer <= POINT[1] * line_height)
    if np.count_nonzero(is_small) >= SPECKS:
        return False
    x, y = middles[1:][is_small & (longer >= POINT[0] * line_height)].T
    here, there = centres[:-1, np.newaxis], centres[1:, np.newaxis]
    aside = POINT_MIDDLE * (there - here)
    return bool(((x > here + aside) & (x < there - aside) & (y >= LOW * line_height)).any())


def is_unread_beside(pixels: np.ndarray, centres: np.ndarray) -> bool:
    """Whether a mark as high as a digit is none of the characters', though it may stand among other things than digits.

    pixels, centres: as is_unread_between takes them
    """
    line_height = pixels.shape[0]
    _, _, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    left, width, height = (marks[1:, of] for of in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    high = height >= AS_DIGITS * line_height
    middles, left, right = (left + width / 2)[high], left[high], (left + width)[high]
    read = ((left[:, np.newaxis] <= centres) & (centres < right[:, np.newaxis])).any(axis=1)
    away = np.abs(middles[:, np.newaxis] - centres).min(axis=1) >= AWAY * line_height
    return bool((away & ~read).any())
