"""Ink that is read as no character of its line, or as another one: the x of 3x4, which is no number 34, the point of
5·3, which is no 5-3 either, and half a 4 behind 198."""

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
WIDE_POINT = (
    1.4  # times as wide as high: of 417 dashes on validation lines two are no wider, each in a date with a wider one
)
NEAR = 0.2  # so far a dash's or a point's middle lies from where it was read, in heights of the line
COLON = 0.2  # heights of the line from one of its points to the other, at least


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


def with_points(pixels: np.ndarray, text: str, centres: np.ndarray) -> str | None:
    """What the line may say as well: with the point that stands between its digits and was not read, or was read as a
    dash, as that of 3·57 is. None without one.

    pixels, centres: as is_unread_between takes them; text: what was read there
    """
    if text.isdigit():
        at = _unread_point(pixels, centres)
        return None if at is None else f"{text[:at]}.{text[at:]}"
    dashes = [centre for centre, character in zip(centres, text, strict=True) if character == "-"]
    return text.replace("-", ".") if dashes and all(_is_point(pixels, centre) for centre in dashes) else None


def has_colon(pixels: np.ndarray, text: str, centres: np.ndarray) -> bool:
    """Whether a second point stands above one that was read: 14:27 is no 14.27.

    pixels, text, centres: as with_points takes them
    """
    points = [centre for centre, character in zip(centres, text, strict=True) if character in ".,"]
    if not points:
        return False
    line_height = pixels.shape[0]
    _, _, marks, middles = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    longer = marks[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    x, y = middles[1:][(longer > 1) & (longer <= POINT[1] * line_height)].T
    there = (np.abs(x - point) <= NEAR * line_height for point in points)
    return any(near.any() and np.ptp(y[near]) >= COLON * line_height for near in there)


def _is_point(pixels: np.ndarray, centre: float) -> bool:
    """Whether the mark that was read around a column as a dash is hardly wider than high."""
    line_height = pixels.shape[0]
    _, labels, marks, middles = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    width, height = marks[:, cv2.CC_STAT_WIDTH], marks[:, cv2.CC_STAT_HEIGHT]
    there = (height <= POINT[1] * line_height) & (np.maximum(width, height) >= POINT[0] * line_height)
    there &= np.abs(middles[:, 0] - centre) <= NEAR * line_height
    if not there[1:].any():
        return False
    mark = 1 + int((marks[1:, cv2.CC_STAT_AREA] * there[1:]).argmax())
    # With the blur around it: a point is but a few pixels wide.
    ink = pixels * (cv2.dilate((labels == mark).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    return _spread(ink.sum(axis=0)) <= WIDE_POINT * _spread(ink.sum(axis=1))


def _spread(ink: np.ndarray) -> float:
    """Standard deviation of where along a line the ink lies."""
    places = np.arange(len(ink))
    return float(np.sqrt(np.average((places - np.average(places, weights=ink)) ** 2, weights=ink)))


def _unread_point(pixels: np.ndarray, centres: np.ndarray) -> int | None:
    """Which character a mark like a point or comma stands before that was not read, the only speck on the line."""
    line_height = pixels.shape[0]
    ink = (pixels > INK).astype(np.uint8)
    _, _, marks, middles = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longer = marks[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    is_small = (longer > 1) & (longer <= POINT[1] * line_height)
    if np.count_nonzero(is_small) >= SPECKS:
        return None
    x, y = middles[1:][is_small & (longer >= POINT[0] * line_height)].T
    here, there = centres[:-1, np.newaxis], centres[1:, np.newaxis]
    aside = POINT_MIDDLE * (there - here)
    gaps = np.flatnonzero(((x > here + aside) & (x < there - aside) & (y >= LOW * line_height)).any(axis=1))
    return int(gaps[0]) + 1 if len(gaps) else None


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
