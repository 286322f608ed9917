"""Who writes a training line: a writer of a digit set, or a writer made of pen strokes."""

from collections import defaultdict
from copy import copy

import cv2
import numpy as np

from training.data.datasets import Digits
from training.writing.strokes import Hand, draw_curves

# A glyph is what a pen left for one character, drawn at a line's size:
# (rows, cols) uint8, 255 ink, cut to its ink; and how far its top lies above the baseline, in pixels.
Glyph = tuple[np.ndarray, int]


CONTROL_POINTS = 4  # a side of a digit's image, for its bend
MOST_BENT = 0.04
# Pens of stroke hands in heights of a digit: ball pens first, a felt pen now and then.
PENS, PEN_SHARES = [0.03, 0.04, 0.05, 0.06, 0.07, 0.09, 0.12, 0.16], [0.05, 0.13, 0.22, 0.21, 0.16, 0.12, 0.07, 0.04]
MOST_THINNED = 0.5  # of a digit's ink stays


class SetHands:
    """Writers of a set of digit images."""

    def __init__(self, digits: Digits):
        self.images = digits.images
        self.anyone = {str(d): np.flatnonzero(digits.labels == d) for d in range(10)}
        self.by_writer: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, (writer, label) in enumerate(zip(digits.writers, digits.labels, strict=True)):
            self.by_writer[int(writer)][str(label)].append(index)
        self.writers = sorted(self.by_writer)

    def writer(self, rng: np.random.Generator, height: float, slant: float) -> "SetWriter":
        """One writer for a line with digits `height` pixels high, leaning by `slant` (columns a row)."""
        own = self.by_writer[self.writers[rng.integers(len(self.writers))]]
        return SetWriter(self, own, height, slant, rng)


class SingleDigits(SetHands):
    """Writers of a set whose digits stand alone, as the set gives them: never in a line."""


class SetWriter:
    """Writes with the digit images of one hand; a digit that the hand never wrote comes from any other."""

    def __init__(self, hands: SetHands, own: dict[str, list[int]], height: float, slant: float, rng):
        self.hands, self.own, self.height, self.slant = hands, own, height, slant
        self.widening = rng.uniform(0.75, 1.5)
        # The sets' pens are thick for their 20 pixels; on cheques and forms they are two thirds as wide.
        self.thickening = int(rng.choice([-3, -3, -2, -2, -1, -1, 0, 0, 1]))
        self.bend = rng.uniform(0.0, MOST_BENT)

    def glyph(self, digit: str, scale: float, rng: np.random.Generator) -> Glyph:
        """One digit of this hand, a little different each time."""
        pool = self.own.get(digit) or self.hands.anyone[digit]
        # Some sets hold faint scans: a line's ink is one ink, its faintness comes with the paper.
        image = cv2.normalize(self.hands.images[pool[rng.integers(len(pool))]], None, 0, 255, cv2.NORM_MINMAX)
        image = _cut_to_ink(bend(image, self.bend, rng))
        # The sets scale every digit to 20 pixels: here the longer side gives the size, as a low 0 stays low.
        size = self.height * scale / max(max(image.shape), 14)
        ink = _shear_and_scale(image, size * self.widening, size, self.slant + rng.normal(0, 0.04))
        kernel = np.ones((2, 2), np.uint8)
        for _ in range(self.thickening):
            ink = cv2.dilate(ink, kernel)
        for _ in range(-self.thickening):
            thinner = cv2.erode(ink, kernel)
            if cv2.countNonZero(thinner // 128) < MOST_THINNED * cv2.countNonZero(ink // 128):
                break  # a hairline would come apart
            ink = thinner
        ink = _cut_to_ink(ink)
        return ink, ink.shape[0]

    def without(self, digit: str) -> "SetWriter":
        """The same writer, who takes this digit from any other."""
        other = copy(self)
        other.own = {own: images for own, images in self.own.items() if own != digit}
        return other


class StrokeHands:
    """Writers made of pen strokes: see strokes.py."""

    def __init__(self, varied: bool = False):
        """varied: see Hand.random"""
        self.varied = varied

    def writer(self, rng: np.random.Generator, height: float, slant: float) -> "StrokeWriter":
        """One writer for a line with digits `height` pixels high, leaning by `slant` (columns a row)."""
        return StrokeWriter(height, slant, rng, Hand.random(rng, self.varied))


class StrokeWriter:
    """Writes with pen strokes of one thickness."""

    def __init__(self, height: float, slant: float, rng: np.random.Generator, hand: Hand):
        self.hand, self.height, self.slant = hand, height, slant
        self.thickness = max(1, round(height * float(rng.choice(PENS, p=PEN_SHARES))))

    def glyph(self, digit: str, scale: float, rng: np.random.Generator) -> Glyph:
        """One digit of this hand, a little different each time."""
        return draw_glyph(self.hand.write(digit, rng), self.height * scale, self.slant, self.thickness)


def draw_glyph(curves: list[np.ndarray], height: float, slant: float, thickness: int) -> Glyph:
    """Draw curves given in heights of the digit. curves: (points, 2) float, x right, y 0 top .. 1 baseline."""
    leaning = [np.stack([(c[:, 0] + (1 - c[:, 1]) * slant) * height, c[:, 1] * height], axis=1) for c in curves]
    points = np.vstack(leaning)
    pad = thickness + 1
    low, high = np.floor(points.min(axis=0)) - pad, np.ceil(points.max(axis=0)) + pad
    cols, rows = (high - low).astype(int) + 1
    ink = np.zeros((rows, cols), np.uint8)
    draw_curves(ink, [curve - low for curve in leaning], thickness)
    return ink, int(round(height - low[1]))


def bend(image: np.ndarray, most: float, rng: np.random.Generator) -> np.ndarray:
    """A smooth deformation: elastic distortions after Simard, Steinkraus and Platt (2003), on a coarse grid.

    image: (rows, cols) uint8; most: spread of the control points' moves, in shares of the image
    """
    rows, cols = image.shape
    moves = np.clip(rng.standard_normal((CONTROL_POINTS, CONTROL_POINTS, 2), np.float32), -2, 2) * np.float32(most)
    moves = cv2.resize(moves, (cols, rows), interpolation=cv2.INTER_CUBIC)
    columns, lines = np.meshgrid(np.arange(cols, dtype=np.float32), np.arange(rows, dtype=np.float32))
    return cv2.remap(image, columns + moves[..., 0] * cols, lines + moves[..., 1] * rows, cv2.INTER_LINEAR)


def _cut_to_ink(image: np.ndarray) -> np.ndarray:
    left, top, cols, rows = cv2.boundingRect((image > 60).astype(np.uint8))
    return image[top : top + rows, left : left + cols] if rows and cols else image


def _shear_and_scale(image: np.ndarray, across: float, down: float, slant: float) -> np.ndarray:
    rows, cols = int(np.ceil(image.shape[0] * down)) + 2, int(np.ceil(image.shape[1] * across)) + 2
    lean = abs(slant) * rows
    matrix = np.array(
        [[across, -slant * down, max(slant, 0) * rows + 1], [0, down, 1]],
        np.float32,
    )
    return cv2.warpAffine(image, matrix, (cols + int(np.ceil(lean)) + 2, rows + 2), flags=cv2.INTER_LINEAR)
