"""Where the glyphs of a line stand: size and rhythm of one writing, and the pieces that it puts on paper."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training.writing.hands import Glyph


@dataclass(frozen=True)
class Style:
    """How one line is written; lengths in heights of a digit."""

    height: float
    """of a digit, in pixels"""
    gap: float
    """between characters; below 0 they touch and overlap"""
    slant: float
    climb: float
    """rise of the baseline a column"""
    unevenness: float
    """spread of the digits' sizes"""
    small_zeros: float
    """size of a 0 beside the other digits"""

    @classmethod
    def random(cls, rng: np.random.Generator) -> "Style":
        return cls(
            height=rng.uniform(22, 46),
            gap=_gap(rng),
            slant=float(np.clip(rng.normal(0.13, 0.25), -0.45, 0.75)),
            climb=rng.normal(0, 0.025),
            unevenness=rng.uniform(0.02, 0.12),
            small_zeros=rng.uniform(0.45, 0.9) if rng.random() < 0.4 else 1.0,
        )


def _gap(rng: np.random.Generator) -> float:
    """Touching, close, or spaced out."""
    kind = rng.random()
    if kind < 0.37:
        return rng.uniform(-0.12, 0.05)
    return rng.uniform(0.0, 0.22) if kind < 0.84 else rng.uniform(0.2, 0.8)


@dataclass(frozen=True)
class Piece:
    """Ink and where it lies, in pixels from the start of the number's baseline; rows grow downwards."""

    ink: np.ndarray
    """(rows, cols) uint8, 255 ink"""
    left: int
    top: int

    @property
    def right(self) -> int:
        return self.left + self.ink.shape[1]

    @property
    def bottom(self) -> int:
        return self.top + self.ink.shape[0]


@dataclass(frozen=True)
class Extent:
    """A half-open rectangle that may lie anywhere, below 0 as well."""

    left: int
    top: int
    right: int
    bottom: int


def extent(pieces: Sequence[Piece]) -> Extent:
    """The rectangle around the pieces, of which there is at least one."""
    return Extent(
        min(p.left for p in pieces),
        min(p.top for p in pieces),
        max(p.right for p in pieces),
        max(p.bottom for p in pieces),
    )


def running_starts(glyphs: list[Glyph], style: Style, rng: np.random.Generator) -> list[int]:
    """Left columns of glyphs written one after the other."""
    starts, x = [], 0.0
    for ink, _ in glyphs:
        starts.append(round(x))
        # A slanted 1 may start under its neighbour but never before it.
        x += max(ink.shape[1] + style.height * (style.gap + rng.normal(0, 0.05)), 3)
    return starts


def cell_starts(glyphs: list[Glyph], style: Style, rng: np.random.Generator) -> list[int]:
    """Left columns of glyphs written one to a cell."""
    cell = max(max(ink.shape[1] for ink, _ in glyphs) + 3, round(style.height * rng.uniform(0.7, 1.3)))
    return [
        round(i * cell + (cell - ink.shape[1]) * np.clip(rng.normal(0.5, 0.15), 0, 1))
        for i, (ink, _) in enumerate(glyphs)
    ]


def place(glyphs: list[Glyph], starts: list[int], style: Style, rng: np.random.Generator) -> list[Piece]:
    """Glyphs on a baseline that climbs and wavers a little."""
    waver = np.round(rng.normal(0, 0.03, len(glyphs)) * style.height).astype(int)
    return [
        Piece(ink, start, int(-rise - round(style.climb * start) + down))
        for (ink, rise), start, down in zip(glyphs, starts, waver, strict=True)
    ]


def lay(layer: np.ndarray, ink: np.ndarray, left: int, top: int) -> None:
    """Put ink into the layer, which is changed; what lies outside is cut off."""
    rows, cols = layer.shape
    upper, lower = max(top, 0), min(top + ink.shape[0], rows)
    west, east = max(left, 0), min(left + ink.shape[1], cols)
    if upper < lower and west < east:
        target = layer[upper:lower, west:east]
        np.maximum(target, ink[upper - top : lower - top, west - left : east - left], out=target)


def intrude(layer: np.ndarray, style: Style, rng: np.random.Generator) -> None:
    """Ends of strokes that belong to the lines above or below. The layer is changed."""
    rows, cols = layer.shape
    for _ in range(rng.integers(1, 4)):
        x, y = rng.uniform(0, cols), rows if rng.random() < 0.5 else 0
        reach = rng.uniform(0.05, 0.2) * style.height * (1 if y == 0 else -1)
        end = (int(x + rng.normal(0, 6)), int(y + reach))
        cv2.line(layer, (int(x), y), end, 255, max(1, round(0.07 * style.height)), cv2.LINE_AA)


def margins(rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Paper around the ink (left, above, below, right), in heights of a digit.

    Most crops leave some, a few cut into the ink, a few show much of the sheet.
    """
    sides = [rng.uniform(-0.06, 0.1) if rng.random() < 0.3 else rng.uniform(0.05, 0.6) for _ in range(4)]
    if rng.random() < 0.07:
        sides[rng.integers(4)] = rng.uniform(0.6, 1.6)
    return tuple(sides)
