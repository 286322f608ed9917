"""A sheet while it is printed and written on: two layers of ink, and where each number and each word stands.

Corners are in pixels, x to the right, y down; pixel i covers i .. i + 1.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from training.pages.hand import PageHand, Stretch, ink_box
from training.pages.printed import Font, magnetic, printed
from training.writing.layout import lay
from training.writing.strings import ALPHABET

STRAIGHT = 0.003  # radians: a line that leans less is laid as it is


class Sheet:
    """rows x cols pixels of paper. `look` says how it is photographed: see camera.py; `scale`: see Studio."""

    def __init__(self, rows: int, cols: int, look: str = "paper", scale: float = 1.0):
        self.rows, self.cols, self.look, self.scale = int(rows), int(cols), look, scale
        self.ink = np.zeros((self.rows, self.cols), np.uint8)
        self.printed = np.zeros((self.rows, self.cols), np.uint8)
        self.numbers: list[tuple[str, np.ndarray]] = []
        self.others: list[np.ndarray] = []
        self.printed_numbers: list[np.ndarray] = []  # those of the others that are printed and made of digits

    def write(
        self, stretches: Sequence[Stretch], left: float, baseline: float, height: float, *,
        gaps: Sequence[float] | float = 0.5, angle: float = 0.0, room: float | None = None,
    ) -> float:  # fmt: skip
        """Handwriting on a baseline; moved into the sheet where it would run out of it.

        gaps: before each stretch but the first, in heights of a digit; angle: rise of the baseline, in radians
        room: pixels that it may be wide; what is wider is written smaller
        returns: where it ends, in pixels
        """
        starts, x = [], 0.0
        for i, stretch in enumerate(stretches):
            if i:
                x += height * (gaps if isinstance(gaps, int | float) else gaps[i - 1])
            starts.append(round(x))
            x += stretch.ink.shape[1]
        return self.write_at(list(zip(stretches, starts, strict=True)), left, baseline, height, angle, room)

    def write_at(
        self, placed: list[tuple[Stretch, int]], left: float, baseline: float, height: float, angle: float = 0.0,
        room: float | None = None, as_one: str = "",
    ) -> float:  # fmt: skip
        """As write, each stretch with its left column from the line's start.

        as_one: the number that all of them are together, as in a comb of cells
        """
        if not placed:
            return left
        tops = [round(-s.rise - s.raised * height) for s, _ in placed]
        top = min(tops)
        rows = max(t + s.ink.shape[0] for t, (s, _) in zip(tops, placed, strict=True)) - top
        layer = np.zeros((rows, max(x + s.ink.shape[1] for s, x in placed)), np.uint8)
        boxes = []
        for (stretch, x), y in zip(placed, tops, strict=True):
            lay(layer, stretch.ink, x, y - top)
            bx, by, bc, br = ink_box(stretch.ink)
            boxes.append((x + bx, y - top + by, x + bx + bc, y - top + by + br))
        share = min(1.0, (room or self.cols) / layer.shape[1], 0.96 * self.cols / layer.shape[1])
        matrix = self._matrix(layer.shape, -top, left, baseline, angle, share)
        self._lay(layer, matrix)
        if as_one:
            self.numbers.append((as_one, _moved(_around(boxes), matrix)))
        else:
            for (stretch, _), box in zip(placed, boxes, strict=True):
                if stretch.number:
                    self.numbers.append((stretch.number, _moved(box, matrix)))
                elif stretch.reads:
                    self.others.append(_moved(box, matrix))
        return left + share * layer.shape[1] * np.cos(angle)

    def _matrix(self, shape, rise: int, left: float, baseline: float, angle: float, share: float) -> np.ndarray:
        """From the line's layer to the sheet, (2, 3), pixel i covering i .. i + 1."""
        if abs(angle) < STRAIGHT:
            angle, left, baseline = 0.0, round(left), round(baseline)
        c, s = share * np.cos(angle), share * np.sin(angle)
        matrix = np.array([[c, s, left - s * rise], [-s, c, baseline - c * rise]])
        corners = _moved((0, 0, shape[1], shape[0]), matrix)
        low, high = corners.min(axis=0), corners.max(axis=0)
        limit = np.array([self.cols, self.rows])
        move = np.maximum(2 - low, 0) + np.minimum(limit - 2 - high, 0) * (low > 2)
        matrix[:, 2] += np.round(move)
        return matrix

    def _lay(self, layer: np.ndarray, matrix: np.ndarray) -> None:
        if np.array_equal(matrix[:, :2], np.eye(2)):
            return lay(self.ink, layer, int(matrix[0, 2]), int(matrix[1, 2]))
        corners = _moved((0, 0, layer.shape[1], layer.shape[0]), matrix)
        low = np.floor(corners.min(axis=0)).astype(int) - 1
        cols, rows = np.ceil(corners.max(axis=0)).astype(int) + 1 - low
        shifted = matrix.copy()
        # OpenCV's pixels have their middle where ours begin.
        shifted[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5 - low
        way = cv2.INTER_AREA if matrix[0, 0] < 0.7 else cv2.INTER_LINEAR
        return lay(self.ink, cv2.warpAffine(layer, shifted, (int(cols), int(rows)), flags=way), *low.tolist())

    def print(self, text: str, left: float, baseline: float, size: float, font: Font, *, anchor="left", shade=255):
        """Printed text, its capitals `size` pixels high. anchor: left, middle or right. Returns its end column."""
        return self._lay_print(text, printed(text, size, font), left, baseline, anchor, shade)

    def print_magnetic(self, text: str, left: float, baseline: float, size: float) -> float:
        return self._lay_print(text, magnetic(text, size), left, baseline, "left", 255)

    def _lay_print(self, text: str, glyph, left: float, baseline: float, anchor: str, shade: int) -> float:
        ink, rise = glyph
        x = round(left - ink.shape[1] * {"left": 0, "middle": 0.5, "right": 1}[anchor])
        y = round(baseline - rise)
        lay(self.printed, ink if shade == 255 else (ink * (shade / 255)).astype(np.uint8), x, y)
        if ink.any():
            bx, by, bc, br = ink_box(ink)
            corners = _moved((x + bx, y + by, x + bx + bc, y + by + br), np.eye(2, 3))
            self.others.append(corners)
            if any(c.isdigit() for c in text) and set(text) <= set(ALPHABET):
                self.printed_numbers.append(corners)
        return x + ink.shape[1]

    def line(self, start, end, shade: int = 255, width: int = 1) -> None:
        """A printed line between two points x, y. width: in pixels of a small image"""
        a, b = (tuple(int(round(v)) for v in p) for p in (start, end))
        way = cv2.LINE_AA if a[0] != b[0] and a[1] != b[1] else cv2.LINE_8
        cv2.line(self.printed, a, b, shade, self._pixels(width), way)

    def box(self, left: float, top: float, right: float, bottom: float, shade: int = 255, width: int = 1) -> None:
        """A printed rectangle. width: as of a line"""
        corners = [int(round(v)) for v in (left, top, right, bottom)]
        cv2.rectangle(self.printed, corners[:2], corners[2:], shade, self._pixels(width))

    def _pixels(self, width: int) -> int:
        return max(1, round(width * self.scale))

    def stamp_print(self, layer: np.ndarray, left: float, top: float, shade: int = 255) -> None:
        """A printed picture. layer: (rows, cols) uint8"""
        lay(self.printed, (layer * (shade / 255)).astype(np.uint8), round(left), round(top))


def comb(
    sheet: Sheet, hand: PageHand, text: str, left: float, baseline: float, height: float, cell: float, rng
) -> None:
    """Digits one to a cell that are one number."""
    cells = hand.cells(text, height, cell, rng)
    sheet.write_at(cells, left, baseline, height, as_one=text)


def _around(boxes: list[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    lows, highs = np.array(boxes)[:, :2].min(axis=0), np.array(boxes)[:, 2:].max(axis=0)
    return (*lows.tolist(), *highs.tolist())


def _moved(box, matrix: np.ndarray) -> np.ndarray:
    """Corners (4, 2) float of a box left, top, right, bottom after an affine matrix."""
    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    return corners @ matrix[:, :2].T + matrix[:, 2]
