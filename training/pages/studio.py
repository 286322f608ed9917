"""What kinds of pages share: who writes and prints, sizes, ruled paper, lines of print."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.pages import phrases
from training.pages.hand import PageHand
from training.pages.printed import Font, print_fonts
from training.pages.sheet import Sheet
from training.writing.strings import random_string

NEATLY = 0.15  # share of the training pages in a neat hand, which looks much like print


@dataclass(frozen=True)
class Studio:
    """What pages are made with."""

    hands: Sequence
    weights: Sequence[float]
    held_back: bool = False
    scale: float = 1.0
    """Pixels to one of a small image, whose longer side has 400 to 1280 of them; photos have several."""
    neatly: float = NEATLY
    """share of the hands that are neat, where nothing is held back"""

    def page_size(self, rng: np.random.Generator, ratio: float) -> tuple[int, int]:
        """Rows and columns of a page `ratio` times as wide as high."""
        longer = self.scale * (rng.uniform(520, 1281) if rng.random() < 0.85 else rng.uniform(400, 640))
        longer, least = int(longer), round(48 * self.scale)
        return (longer, max(least, round(longer * ratio))) if ratio < 1 else (max(least, round(longer / ratio)), longer)

    def hand(self, height: float, rng: np.random.Generator, felt: float = 0.08) -> PageHand:
        hand = PageHand(self.hands, self.weights, height, rng, felt, self.scale)
        if not self.held_back and rng.random() < self.neatly:  # what is measured stays as it was
            hand.write_neatly(rng)
        return hand

    def font(self, rng: np.random.Generator) -> Font:
        fonts = print_fonts(self.held_back)
        return fonts[rng.integers(len(fonts))]


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    """Of small things there are more."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def lean(rng: np.random.Generator) -> float:
    return rng.normal(0, 0.008)


def rule(sheet: Sheet, step: float, rng: np.random.Generator) -> None:
    shade, width = int(rng.uniform(40, 170)), int(rng.choice([1, 1, 2]))
    for y in np.arange(step, sheet.rows, step):
        sheet.line((0, y), (sheet.cols, y), shade, width)
    if rng.random() < 0.4:
        x = sheet.cols * rng.uniform(0.08, 0.2)
        sheet.line((x, 0), (x, sheet.rows), shade, width)


def square(sheet: Sheet, step: float, rng: np.random.Generator) -> None:
    shade, step = int(rng.uniform(30, 130)), max(7.0 * sheet.scale, step)
    for y in np.arange(step, sheet.rows, step):
        sheet.line((0, y), (sheet.cols, y), shade)
    for x in np.arange(step, sheet.cols, step):
        sheet.line((x, 0), (x, sheet.rows), shade)


def print_lines(sheet: Sheet, font: Font, left, top, right, bottom, size: float, rng: np.random.Generator) -> None:
    """Lines of printed words and numbers in a rectangle."""
    y, words = top + size, (*phrases.PLAIN_WORDS, *phrases.THINGS)
    while y < bottom:
        text, wide = "", int((right - left) / (0.75 * size))
        while len(text) < wide * rng.uniform(0.5, 1.0):
            number = random_string(int(rng.integers(1, 9)), rng, parted=0) if rng.random() < 0.15 else ""
            text += (number or phrases.pick(words, rng)) + " "
        sheet.print(text[:wide].strip() or "A", left, y, size, font)
        y += size * rng.uniform(1.7, 1.9)
        y += 1.5 * size if rng.random() < 0.12 else 0
