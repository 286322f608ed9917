"""Lines of ink on a clean sheet: find the ink, group it into lines, split lines at wide gaps.

Exact where a page holds nothing but numbers, as a drawing does; locate.py asks its network whether that is so. Lengths
are shares of the image or of the writing's own height, so that every camera gives the same answer.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.polarity import is_light_on_dark
from webapp.reading.result import Box
from webapp.reading.shrink import shrink

WORKING_SIDE = 1400  # pixels: the longer side is shrunk to this; a digit of a full page keeps 20 rows
# Of the longer side: how far around a pixel the paper's light is looked for. Wider than any stroke, or thick strokes
# would be taken for shadows; narrow enough that shadows are not taken for strokes.
LIGHT_REACH, LIGHT_REACH_OF_LARGE = 1 / 24, 1 / 6
LARGE = 0.25  # of the longer side: digits taller than this may have strokes wider than the first reach
GROUND_SIDE = 500  # pixels: so large the longer side shows whether the writing is lighter than its ground
# Share of the paper's light that ink takes away. Paper texture and JPEG noise stay below it, hard pencil above.
FAINTEST_INK = 0.09
NOISE_FACTOR = 6.0  # ink is darker than so many times the paper's own noise

SPECK = 1 / 130  # of the longer side: smaller marks in both directions are dust or JPEG noise
LONGEST_MARK = 0.6  # of the image: longer ones are rules, frames, table edges
SHORT_IN_LINE = 0.45  # of a line's height: points, commas and dashes join a line but do not make one
LOWEST_ALONE = 1 / 40  # of the longer side: writing so high is a line of its own, however large other writing is
SPLIT_GAP = 1.35  # line heights of paper part one number from the next
JOIN_OVERLAP = 0.45  # marks whose rows overlap by this share of the lower one stand in one line
PAPER_AROUND = 0.15  # of a line's height is added to each side of a box

NONE = np.zeros((0, 4), np.float32)


@dataclass(frozen=True, slots=True)
class Ink:
    """What may be characters of an image."""

    marks: np.ndarray
    """(marks, 4) int: left, top, right, bottom of connected strokes, in pixels of the image, shrunk for this"""
    scale: float
    """Pixels of the image to one of those."""
    shape: tuple[int, int]
    """Rows and columns of the image."""


def find_ink(grey: np.ndarray) -> Ink:
    """The strokes of an image. grey: (rows, cols) uint8, upright, light or dark paper"""
    scale = max(1.0, max(grey.shape) / WORKING_SIDE)
    small = _shrink(grey, scale)
    marks = _find_marks(small, LIGHT_REACH)
    if np.max(marks[:, 3] - marks[:, 1], initial=0) > LARGE * max(small.shape):
        marks = _find_marks(small, LIGHT_REACH_OF_LARGE)
    return Ink(marks, scale, grey.shape)


def number_boxes(ink: Ink, besides: np.ndarray = NONE) -> list[Box]:
    """The boxes of what may be numbers, in reading order: top to bottom, then left to right.

    besides: (n, 4) left, top, right, bottom of numbers that were found otherwise: their strokes are left out, and with
        them what is as low as a point or a dash beside them
    returns: boxes in pixels of the image; [] where there is no ink
    """
    marks = _besides(ink.marks, besides / ink.scale) if len(besides) else ink.marks
    lines = _group_lines(marks, LOWEST_ALONE * max(ink.shape) / ink.scale)
    boxes = [_around(number, ink.scale, ink.shape) for line in lines for number in _split_at_gaps(line)]
    return [box for box in boxes if box is not None]


def _shrink(grey: np.ndarray, scale: float) -> np.ndarray:
    return shrink(grey, *(max(1, round(side / scale)) for side in grey.shape))


def _find_marks(grey: np.ndarray, light_reach: float) -> np.ndarray:
    """Connected strokes that may be characters: (marks, 4) int, left, top, right, bottom."""
    mask = _ink_mask(grey, light_reach)
    rows, cols = mask.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height, area = (stats[1:, i] for i in range(5))
    right, bottom = left + width, top + height
    longer = np.maximum(width, height)
    dust = longer < max(3, SPECK * max(rows, cols))
    # What reaches into a corner is the edge of the sheet or the table; but a digit may fill its whole image.
    corner = ((left == 0) | (right == cols)) & ((top == 0) | (bottom == rows))
    fills = (width > 0.6 * cols) & (height > 0.6 * rows) & (area > 0.1 * width * height) & (area < 0.6 * width * height)
    edge = corner & ~fills & (longer > 0.3 * max(rows, cols))
    rule = (width > LONGEST_MARK * cols) & (height < 0.1 * width)
    rule |= (height > LONGEST_MARK * rows) & (width < 0.05 * height) & ((left == 0) | (right == cols))
    return np.stack([left, top, right, bottom], axis=1)[~(dust | edge | rule)]


def _ink_mask(grey: np.ndarray, light_reach: float) -> np.ndarray:
    """(rows, cols) uint8, 1 where something takes more of the paper's light than its noise would."""
    if is_light_on_dark(_shrink(grey, max(1.0, max(grey.shape) / GROUND_SIDE))):
        grey = 255 - grey
    reach = max(7, int(max(grey.shape) * light_reach)) | 1
    grey = cv2.GaussianBlur(grey, (3, 3), 0)
    light = _paper_light(grey, reach)
    taken = 1 - grey / np.maximum(light, 1.0)
    some = taken[::4, ::4]
    of_paper = float(np.median(some))
    noise = 1.4826 * float(np.median(np.abs(some - of_paper)))
    threshold = of_paper + max(FAINTEST_INK, NOISE_FACTOR * noise)
    strokes = taken[taken > threshold]
    if strokes.size == 0:
        return np.zeros(grey.shape, np.uint8)
    # Half way to the writing's own darkness: the blurred edges of strokes would glue neighbours together.
    threshold = max(threshold, 0.4 * float(np.percentile(strokes, 75)))
    return (taken > threshold).astype(np.uint8)


def _paper_light(grey: np.ndarray, reach: int) -> np.ndarray:
    """How bright the paper is at each pixel: ink filled by a closing, computed small as light changes slowly."""
    factor = max(1, reach // 15)
    small = _shrink(grey, factor)
    around = max(3, reach // factor) | 1
    filled = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((around, around), np.uint8))
    filled = cv2.blur(filled, (around // 4 + 1, around // 4 + 1))
    return cv2.resize(filled, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _besides(marks: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The marks that belong to none of these numbers. marks, numbers: (n, 4) left, top, right, bottom"""
    left, top, right, bottom = (marks[:, [side]] for side in range(4))
    middle_right, middle_down = (left + right) / 2, (top + bottom) / 2
    within = (numbers[:, 0] <= middle_right) & (middle_right <= numbers[:, 2])
    within &= (numbers[:, 1] <= middle_down) & (middle_down <= numbers[:, 3])
    shared = np.minimum(bottom, numbers[:, 3]) - np.maximum(top, numbers[:, 1])
    short = (shared > 0) & (bottom - top < SHORT_IN_LINE * (numbers[:, 3] - numbers[:, 1]))
    return marks[~(within | short).any(axis=1)]


def _group_lines(marks: np.ndarray, lowest: float) -> list[np.ndarray]:
    """Marks that stand beside each other, line by line from the top; each line (marks, 4), left to right.

    lowest: pixels; marks at least as high that are short beside the others make lines of their own
    """
    if len(marks) == 0:
        return []
    heights = marks[:, 3] - marks[:, 1]
    tall = heights >= SHORT_IN_LINE * np.percentile(heights, 75)
    tall_marks, short_marks = marks[tall], marks[~tall]
    tall_marks = tall_marks[np.argsort(tall_marks[:, 0], kind="stable")]
    line_of_tall = _chain(tall_marks)
    line_of_short = _nearest_lines(short_marks, tall_marks, line_of_tall)
    together, line_of = np.vstack([tall_marks, short_marks]), np.concatenate([line_of_tall, line_of_short])
    lines = [together[line_of == line] for line in range(line_of_tall.max() + 1)]
    alone = short_marks[(line_of_short < 0) & (heights[~tall] >= lowest)]
    lines += _group_lines(alone, lowest)
    lines.sort(key=lambda line: line[:, 1].mean())
    return [line[np.argsort(line[:, 0], kind="stable")] for line in lines]


def _chain(marks: np.ndarray) -> np.ndarray:
    """Number the line of each mark: it follows the line whose last mark shares most of its rows, or begins one.

    marks: (marks, 4), left to right. returns: (marks,) int
    """
    tops, bottoms = np.zeros(len(marks)), np.zeros(len(marks))  # of each line's last mark
    line_of, count = np.zeros(len(marks), int), 0
    for index, (_, top, _, bottom) in enumerate(marks):
        shared = np.minimum(bottoms[:count], bottom) - np.maximum(tops[:count], top)
        lower = np.minimum(bottoms[:count] - tops[:count], bottom - top)
        overlap = shared / np.maximum(lower, 1)
        line = int(overlap.argmax()) if count and overlap.max() >= JOIN_OVERLAP else count
        count = max(count, line + 1)
        line_of[index], tops[line], bottoms[line] = line, top, bottom
    return line_of


def _nearest_lines(short: np.ndarray, tall: np.ndarray, line_of_tall: np.ndarray) -> np.ndarray:
    """The line in which each point, comma, dash or broken stroke stands, -1 for none. returns: (short marks,) int"""
    lines = range(line_of_tall.max() + 1)
    tops = np.array([tall[line_of_tall == line, 1].min() for line in lines])[line_of_tall]
    bottoms = np.array([tall[line_of_tall == line, 3].max() for line in lines])[line_of_tall]
    heights = bottoms - tops
    found = np.full(len(short), -1)
    for index, (left, top, right, bottom) in enumerate(short):
        middle = (top + bottom) / 2
        inside = (tops <= middle) & (middle <= bottoms + 0.2 * heights)
        distance = np.maximum(tall[:, 0] - right, left - tall[:, 2])
        distance = np.where(inside & (distance < heights), distance, np.inf)
        if np.isfinite(distance.min()):
            found[index] = line_of_tall[distance.argmin()]
    return found


def _split_at_gaps(line: np.ndarray) -> list[np.ndarray]:
    """Numbers of one line: (marks, 4) each, parted where the paper between two marks is wide."""
    gap = SPLIT_GAP * float(np.percentile(line[:, 3] - line[:, 1], 75))
    reached = np.maximum.accumulate(line[:, 2])
    cuts = np.flatnonzero(line[1:, 0] - reached[:-1] > gap) + 1
    return np.split(line, cuts)


def _around(marks: np.ndarray, scale: float, shape: tuple[int, int]) -> Box | None:
    """The box around marks, with paper at its sides, in pixels of the full image of `shape` (rows, cols)."""
    left, top = marks[:, :2].min(axis=0)
    right, bottom = marks[:, 2:].max(axis=0)
    paper = PAPER_AROUND * (bottom - top) + 2
    edges = [left - paper, top - paper, right + paper, bottom + paper]
    left, top, right, bottom = (round(float(edge) * scale) for edge in edges)
    rows, cols = shape
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, cols), min(bottom, rows)
    return Box(left, top, right, bottom) if left < right and top < bottom else None
