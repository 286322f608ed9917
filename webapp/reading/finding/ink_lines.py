"""Lines of ink on a clean sheet: find the ink, group it into lines, split lines at wide gaps.

Exact where a page holds nothing but numbers, as a drawing does; clean_sheet.py asks the network whether that is so.
Lengths are shares of the image or of the writing's own height, so that every camera gives the same answer.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.pixels.polarity import is_light_on_dark
from webapp.reading.pixels.shrink import shrink
from webapp.reading.result import Box

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
LOWEST_ALONE = 1 / 55  # of the longer side: writing so high is a line of its own, however large other writing is
MOST_SHORT = 500  # marks: where more are short, nobody has written numbers on a clean sheet
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

    besides: (n, 4) left, top, right, bottom of numbers that were found otherwise, tight around their ink: their strokes
        are left out, and points and dashes beside them
    returns: boxes in pixels of the image; [] where there is no ink
    """
    known = besides / ink.scale
    lines = _group_lines(_outside(ink.marks, known), LOWEST_ALONE * max(ink.shape) / ink.scale)
    numbers = [marks for line in lines for marks in _split_at_gaps(line) if not _belong_beside(marks, known)]
    boxes = [_around(marks, ink.scale, ink.shape) for marks in numbers]
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


def _outside(marks: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """The marks whose middle lies in none of these numbers. marks, numbers: (n, 4) left, top, right, bottom"""
    middles = (marks[:, np.newaxis, :2] + marks[:, np.newaxis, 2:]) / 2
    return marks[~((numbers[:, :2] <= middles) & (middles <= numbers[:, 2:])).all(axis=2).any(axis=1)]


def _belong_beside(marks: np.ndarray, numbers: np.ndarray) -> bool:
    """Whether marks are no higher than points and dashes of a number in whose line they stand, near to it."""
    left, top = marks[:, :2].min(axis=0)
    right, bottom = marks[:, 2:].max(axis=0)
    heights = numbers[:, 3] - numbers[:, 1]
    apart = np.maximum(numbers[:, 0] - right, left - numbers[:, 2])
    shared = np.minimum(bottom, numbers[:, 3]) - np.maximum(top, numbers[:, 1])
    highest = (marks[:, 3] - marks[:, 1]).max()
    return bool(((apart < heights) & (shared > 0) & (highest < SHORT_IN_LINE * heights)).any())


def _group_lines(marks: np.ndarray, lowest: float) -> list[np.ndarray]:
    """Marks that stand beside each other, line by line from the top; each line (marks, 4), left to right.

    lowest: pixels; small writing that is at least as high, and near to no line, makes lines of its own
    """
    lines = [marks[line] for line in _lines_of(marks, lowest)]
    lines.sort(key=lambda line: line[:, 1].mean())
    return [line[np.argsort(line[:, 0], kind="stable")] for line in lines]


def _lines_of(marks: np.ndarray, lowest: float) -> list[np.ndarray]:
    """Which marks (indices, int) stand in each line."""
    if len(marks) == 0:
        return []
    heights = marks[:, 3] - marks[:, 1]
    tall = heights >= SHORT_IN_LINE * np.percentile(heights, 75)
    by_column = np.argsort(marks[:, 0], kind="stable")
    tall, short = by_column[tall[by_column]], np.flatnonzero(~tall)
    line_of = np.full(len(marks), -1)
    line_of[tall] = _chain(marks[tall])
    line_of[short] = _nearest_lines(marks[short], marks[tall], line_of[tall])
    alone: list[np.ndarray] = []
    for written in _small_writing(marks, short, lowest):
        # What is written together stays together: a small number beside a large one is of its line, or is none of it.
        near = line_of[written].max()
        line_of[written] = near
        if near < 0:
            alone.append(written)
    return [np.flatnonzero(line_of == line) for line in range(line_of.max() + 1)] + alone


def _small_writing(marks: np.ndarray, short: np.ndarray, lowest: float) -> list[np.ndarray]:
    """Which of the short marks (indices, int) are written together, and at least `lowest` high. [] of very many."""
    if len(short) > MOST_SHORT:
        return []
    lines = [short[line] for line in _lines_of(marks[short], lowest)]
    lines = [line[np.argsort(marks[line, 0], kind="stable")] for line in lines]
    together = [part for line in lines for part in np.split(line, _wide_gaps(marks[line]))]
    return [part for part in together if (marks[part, 3] - marks[part, 1]).max() >= lowest]


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
    return np.split(line, _wide_gaps(line))


def _wide_gaps(line: np.ndarray) -> np.ndarray:
    """Behind how many marks of a line (marks, 4), left to right, the paper is wide: (gaps,) int"""
    gap = SPLIT_GAP * float(np.percentile(line[:, 3] - line[:, 1], 75))
    reached = np.maximum.accumulate(line[:, 2])
    return np.flatnonzero(line[1:, 0] - reached[:-1] > gap) + 1


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
