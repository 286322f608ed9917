"""A number from near, its line level, with what is around it: looked at once more before nobody is asked about it."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from webapp.reading.doubts.level import levelled
from webapp.reading.pixels.polarity import dark_on_light
from webapp.reading.result import Number

ROWS = 60  # of a number's box: more show nothing that counts here
BOX = 1.2  # digits' heights: a number's box is a little higher than its digits
BESIDE, ABOVE, BELOW = 1.0, 0.8, 0.15  # heights of the box that are seen at its ends, above and below it
LEANING, MOST_LEANING = 10.0, 35.0  # degrees: lines that lean more are turned level, and of the others nothing is said
LOWEST = 8.0  # rows of a digit: of lower ones nothing is said either
STROKE = 0.1  # of the paper's light: what takes away less is no stroke of a number
FULL = 80  # percentile of a number's strokes: its full ink
SPECK = 0.12  # of the number's height: what is lower is no digit's
HALF = 0.45  # of full ink, from which a pixel is one of a stroke


@dataclass(frozen=True)
class CloseUp:
    """A number and what is around it, its line running to the right. Boxes are (left, top, right, bottom) there."""

    ink: np.ndarray
    """(rows, cols) float32, which share of the paper's light is missing"""
    paper: np.ndarray
    """(rows, cols) uint8, how light the paper is under its strokes"""
    box: np.ndarray
    """of the number"""
    text: str
    seen: np.ndarray
    """(characters, 2): x, y of the middle of each, as far as the network tells: its box goes on to the next one"""
    others: np.ndarray
    """(n, 4): boxes of other numbers"""
    ends_at_edge: tuple[bool, bool]
    """whether nothing of the image is beyond what is seen on the left, and on the right"""

    @property
    def height(self) -> float:
        """Of a digit, in pixels."""
        return float(self.box[3] - self.box[1]) / BOX

    @cached_property
    def full(self) -> float:
        """What the number's strokes take away; 0 where it has none. Most doubts ask for it."""
        left, top, right, bottom = self.box.astype(int)
        strokes = self.ink[top : bottom + 1, left : right + 1]
        strokes = strokes[strokes > STROKE]
        return float(np.percentile(strokes, FULL)) if strokes.size else 0.0

    def own(self) -> np.ndarray:
        """What is in the number's box: (rows, cols) uint8, 1 stroke, 0 not"""
        left, top, right, bottom = self.box.astype(int)
        own = self.ink[top : max(bottom, top + 1), left : max(right, left + 1)]
        return (own > HALF * self.full).astype(np.uint8)


def close_up(grey: np.ndarray, corners: np.ndarray, number: Number, others: np.ndarray) -> CloseUp | None:
    """A number of an image, turned level; None where it leans too much, or is too small.

    grey: (rows, cols) uint8, in whose pixels all boxes are
    corners: (4, 2) of its place, first the one at its first digit's top: which way its line runs
    others: (n, 4) boxes of other numbers, as here; those that are in sight are in the close-up
    """
    x, y = corners[1] - corners[0]
    angle = float(np.degrees(np.arctan2(y, x)))
    quarters = round(angle / 90)
    leans = angle - 90 * quarters
    if abs(leans) > MOST_LEANING:
        return None
    if abs(leans) > LEANING:
        grey, number, others = levelled(grey, number, others, leans)
    box = number.box
    height = box.width if quarters % 2 else box.height
    if height < LOWEST * BOX:
        return None
    beside, above, below = (round(share * height) for share in (BESIDE, ABOVE, BELOW))
    # The image's sides, as the line runs: to the right, down, to the left or up.
    to_left, to_top, to_right, to_bottom = np.roll([beside, above, beside, below], quarters % 4).tolist()
    left, top = max(0, box.left - to_left), max(0, box.top - to_top)
    piece = grey[top : box.bottom + to_bottom, left : box.right + to_right]
    scale = min(1.0, ROWS / height)
    size = np.maximum(1, np.round(np.array(piece.shape[::-1]) * scale)).astype(int)
    small = cv2.resize(piece, size.tolist(), interpolation=cv2.INTER_AREA) if scale < 1 else piece
    # A point is a box without an extent.
    points = np.tile(np.array([digit.middle for digit in number.digits], float), 2)
    low, high = (left, top), (left + piece.shape[1], top + piece.shape[0])
    in_sight = others[(others[:, :2] < high).all(axis=1) & (others[:, 2:] > low).all(axis=1)]
    edges = np.concatenate([[(box.left, box.top, box.right, box.bottom)], points, in_sight]) - np.tile(low, 2)
    edges = _turned(edges * np.tile(size / np.array(piece.shape[::-1]), 2), size, quarters % 4)
    ink, paper = _ink_and_paper(np.rot90(dark_on_light(small), quarters % 4), round(height * scale / BOX / 2) | 1)
    ends = [left == 0, top == 0, high[0] == grey.shape[1], high[1] == grey.shape[0]]
    first = quarters % 4  # the side on which the line begins
    count = len(number.digits) + 1
    at_edge = ends[first], ends[(first + 2) % 4]
    return CloseUp(ink, paper, edges[0], number.text, edges[1:count, :2], edges[count:], at_edge)


def extents_of(close: CloseUp) -> list[np.ndarray | None]:
    """Of each character the box around its ink, in the number's: (left, top, right, bottom) int; None where none is
    found. Those that touch share one."""
    own = close.own()
    _, marks = marks_of(own)
    marks = marks[marks[:, 3] - marks[:, 1] > SPECK * len(own)]
    extents: list[np.ndarray | None] = []
    # Not all that is in its box, which goes on to the line's end: there may be a dash.
    for x in close.seen[:, 0] - close.box[0]:
        here = marks[(marks[:, 0] <= x) & (x <= marks[:, 2])]
        extents.append(np.append(here[:, :2].min(axis=0), here[:, 2:].max(axis=0)) if len(here) else None)
    return extents


def _turned(boxes: np.ndarray, size: np.ndarray, quarters: int) -> np.ndarray:
    """Boxes (n, 4) in an image of this size, width and height, once it is turned anticlockwise by quarters."""
    cols, rows = size
    for _ in range(quarters):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, cols - right, bottom, cols - left], axis=1)
        cols, rows = rows, cols
    return boxes


def _ink_and_paper(grey: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """What a close-up shows of both. reach: pixels; wider than strokes are, and narrower than shadows"""
    smooth = cv2.GaussianBlur(np.ascontiguousarray(grey), (3, 3), 0)
    light = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.blur(light, (reach // 2 | 1, reach // 2 | 1))
    return cv2.subtract(paper, smooth).astype(np.float32) / np.maximum(paper, 1), paper


def marks_of(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What hangs together: labels (rows, cols) from 1 on, and of each mark left, top, right and bottom (n, 4)."""
    if mask.size == 0:
        return np.zeros(mask.shape, np.int32), np.zeros((0, 4), np.int32)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    left, top, width, height, _ = stats[1:].T
    return labels, np.stack([left, top, left + width, top + height], axis=1)
