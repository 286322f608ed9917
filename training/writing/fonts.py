"""Writers with a handwriting font: one font a line, bent, widened and leaning until it stands for many hands."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.data.font_cache import CACHE, DIGIT_HEIGHT, EDGE, LEVELS, fonts_folder
from training.errors import BadData

# One kin of families in eight is held back: they choose checkpoints and thresholds and are never trained on.
HELD_BACK = 8

# How far control points of the bend move, spread as shares of the glyph's shorter side: a hand's habit, and how much
# two of its digits differ. Twice as much folds loops over.
HABIT, MOOD = 0.045, 0.02
CONTROL_POINTS = 4  # a side
THINNEST, THICKEST = 0.045, 0.16  # pens, in heights of a digit


@dataclass(frozen=True)
class Font:
    """One family's glyphs, as distances to the ink's edge: see font_cache.py."""

    family: str
    thickness: float
    """of its pen, in heights of a digit"""
    thinnest: float
    """pen that leaves its strokes whole"""
    glyphs: dict[str, tuple[np.ndarray, int]]
    """by character: (rows, cols) uint8, and the baseline's row"""


class FontHands:
    """Writers with the fonts of a list; of each kin together as often as the square root of its families."""

    def __init__(self, fonts: list[Font]):
        self.fonts = fonts
        kins = [kin(font.family) for font in fonts]
        # The fifty Playwrite families differ in letters but share some twenty sets of digits.
        chances = np.array([kins.count(k) ** -0.5 for k in kins])
        self.cumulative = np.cumsum(chances / chances.sum())
        self.characters = frozenset.intersection(*(frozenset(font.glyphs) for font in fonts))

    @classmethod
    def load(cls, folder: Path | None = None, held_back: bool = False) -> "FontHands":
        """The fonts to train on, or those held back. folder: what `python -m training fonts` filled."""
        return cls([font for font in read_cache(folder or fonts_folder()) if is_held_back(font.family) == held_back])

    def writer(self, rng: np.random.Generator, height: float, slant: float) -> "FontWriter":
        """One writer for a line with digits `height` pixels high, leaning by `slant` (columns a row)."""
        chosen = int(np.searchsorted(self.cumulative, rng.random(), side="right"))
        return FontWriter(self.fonts[min(chosen, len(self.fonts) - 1)], height, slant, rng)


class FontWriter:
    """Writes with one font and one pen; `characters` says what it can write."""

    def __init__(self, font: Font, height: float, slant: float, rng: np.random.Generator):
        self.font, self.characters = font, frozenset(font.glyphs)
        self.size = height / DIGIT_HEIGHT * float(np.clip(rng.normal(1, 0.06), 0.85, 1.15))
        self.widening = float(np.exp(rng.uniform(np.log(0.7), np.log(1.5))))
        self.slant = 0.6 * slant  # most of the fonts lean already
        pen = self._pen(rng)
        self.thickening = (pen - font.thickness) / 2 * DIGIT_HEIGHT
        self.thickness = max(1, round(pen * height))
        self.habits = int(rng.integers(2**32))

    def glyph(self, character: str, scale: float, rng: np.random.Generator) -> tuple[np.ndarray, int]:
        """One character of this hand, a little different each time.

        returns: (rows, cols) uint8, 255 ink, cut to its ink; and how far its top lies above the baseline, in pixels
        """
        raster, baseline = self.font.glyphs[character]
        down = self.size * scale
        across = down * self.widening * float(np.clip(rng.normal(1, 0.04), 0.85, 1.15))
        columns, rows = self._where_from(raster.shape, across, down, self.slant + rng.normal(0, 0.03))
        bend = self._bend(character, rng) * min(raster.shape)
        bend = cv2.resize(bend, (columns.shape[1], columns.shape[0]), interpolation=cv2.INTER_CUBIC)
        inside = cv2.remap(raster, columns + bend[..., 0], rows + bend[..., 1], cv2.INTER_LINEAR, borderValue=0)
        ink = cv2.LUT(inside, self._ink_by_level((across * down) ** 0.5))
        left, top, width, height = cv2.boundingRect((ink > 60).astype(np.uint8))
        if not width:  # a dot smaller than a pixel
            return np.full((1, 1), 255, np.uint8), 1
        return ink[top : top + height, left : left + width], round(baseline * down) - top

    def _pen(self, rng: np.random.Generator) -> float:
        """The line's pen in heights of a digit: the font's own, or one that its loops still stand open with."""
        own = self.font.thickness
        if rng.random() < 0.25:
            return max(own, THINNEST)
        low, high = max(THINNEST, self.font.thinnest), min(THICKEST, max(1.2 * own, 0.11))
        return float(np.exp(rng.uniform(np.log(min(low, high)), np.log(high))))

    @staticmethod
    def _where_from(shape: tuple[int, int], across: float, down: float, slant: float) -> tuple[np.ndarray, np.ndarray]:
        """The columns and rows of the raster that each pixel of the scaled and leaning glyph shows, both float32."""
        rows, cols = shape
        lean = slant * rows * down
        y = np.arange(int(np.ceil(rows * down)) + 1, dtype=np.float32)[:, None] + 0.5
        x = np.arange(int(np.ceil(cols * across + abs(lean))) + 1, dtype=np.float32) + 0.5
        columns = (x + slant * y - max(lean, 0)) / across - 0.5
        return columns.astype(np.float32), np.broadcast_to((y / down - 0.5).astype(np.float32), columns.shape)

    def _bend(self, character: str, rng: np.random.Generator) -> np.ndarray:
        """How far each control point moves, in shares of the shorter side: (4, 4, 2) float32, columns and rows."""
        shape = (CONTROL_POINTS, CONTROL_POINTS, 2)
        # From the writer's own seed: a hand's 7 is the same hand's 7 whatever was written before.
        habit = np.random.default_rng([self.habits, ord(character)]).standard_normal(shape, np.float32)
        mood = rng.standard_normal(shape, np.float32)
        return HABIT * np.clip(habit, -2, 2) + MOOD * np.clip(mood, -2, 2)

    def _ink_by_level(self, scale: float) -> np.ndarray:
        """Ink of each level of distance in a glyph drawn at `scale`, its edge one pixel wide: (256,) uint8, 255 ink."""
        inside = (np.arange(256, dtype=np.float32) - EDGE) / LEVELS + self.thickening
        return (255 * np.clip(inside * scale + 0.5, 0, 1)).astype(np.uint8)


def fonts_installed(folder: Path | None = None) -> bool:
    """Whether `python -m training fonts` was run."""
    return ((folder or fonts_folder()) / CACHE).is_file()


def kin(family: str) -> str:
    """The first word of a name: families that share digits share it, as playwrite-cl and playwrite-pe do."""
    return family.split("-")[0]


def is_held_back(family: str) -> bool:
    """Whether a family is only for choosing checkpoints and thresholds; a kin is on one side as a whole."""
    return hashlib.sha256(kin(family).encode()).digest()[-1] % HELD_BACK == 0


def read_cache(folder: Path) -> list[Font]:
    """Every font of the folder's cache."""
    if not fonts_installed(folder):
        raise BadData(f"{folder} holds no fonts. Install them: python -m training fonts")
    with np.load(folder / CACHE) as archive:
        families, pens, table = archive["families"], archive["pens"].tolist(), archive["table"].tolist()
        rasters = archive["rasters"]
    glyphs: list[dict] = [{} for _ in families]
    for font, code, start, rows, cols, baseline in table:
        glyphs[font][chr(code)] = rasters[start : start + rows * cols].reshape(rows, cols), baseline
    return [Font(str(family), *pen, own) for family, pen, own in zip(families, pens, glyphs, strict=True)]
