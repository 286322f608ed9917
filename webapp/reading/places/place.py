"""Where a number stands: what finding it gives and what reading it takes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from webapp.reading.result import Number

# Score from which the locator alone says that a number stands there. From FAINT on one may: a place with less than
# CLEAR is a number's only where the verifier trusts it. What it hardly sees has the score HINT; WRITTEN is what it does
# not see on a sheet of which most lines are numbers.
CLEAR, FAINT, WRITTEN, HINT = 0.6, 0.5, 0.47, 0.45
AGREED = 1.0  # score where ink and network agree on a whole sheet: nobody has to be asked whether numbers stand there
AGREED_NEAR = 0.9999  # the same where only the closer look does: numbers stand there, sure where they are trusted too
LONGEST = 40.0  # times as long as high: longer places are no number's
PAPER_AROUND = 0.2  # of a number's height is added to each side of it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands."""

    corners: np.ndarray
    """(4, 2) float32 x, y in pixels of the upright image: where its first digit's top left is, then clockwise; with
    paper around. May reach beyond the image."""
    score: float
    """Probability (0..1) that a handwritten number stands there, as the network sees it; or one of the names above."""


class Found(NamedTuple):
    """A number, and the place at which it was read."""

    corners: np.ndarray
    """As a Place's."""
    score: float
    """Of the place."""
    number: Number

    def unsure(self) -> "Found":
        return self._replace(number=replace(self.number, sure=False))

    def unclear(self) -> "Found":
        return self._replace(number=self.number.unclear())

    def or_rather(self, sign: str, share: float) -> "Found":
        return self._replace(number=self.number.or_rather(sign + self.number.text, share))


def unclear_where(asked: np.ndarray, found: list[Found]) -> list[Found]:
    """The same numbers, unsure in every digit where the person is asked about them. asked: (n,) bool, of each"""
    return [one.unclear() if unsure else one for one, unsure in zip(found, asked.tolist(), strict=True)]


# The number at a place with these corners and this score; None where none is read there.
Read = Callable[[np.ndarray, float], Number | None]
# How likely a number is one, whole and read right.
Likelihood = Callable[[Found], float]


def corners_of(found: Iterable[Found]) -> np.ndarray:
    """(n, 4, 2) float32: of the places of numbers."""
    return np.array([one.corners for one in found], np.float32).reshape(-1, 4, 2)


def tight_corners_of(found: Iterable[Found]) -> np.ndarray:
    """(n, 4, 2) float32: the same without the paper around the numbers."""
    return np.array([without_paper(one.corners) for one in found], np.float32).reshape(-1, 4, 2)


def axes(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Unit vectors along a place's line and down, its width and height. corners: (4, 2), as a Place's"""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.linalg.norm(along)), float(np.linalg.norm(down))
    return along / max(width, 1e-6), down / max(height, 1e-6), width, height


def without_paper(corners: np.ndarray) -> np.ndarray:
    """A place as tight around its number as it goes. corners: (4, 2) float32, as a Place's"""
    along, down, width, height = axes(corners)
    paper = PAPER_AROUND / (1 + 2 * PAPER_AROUND) * height
    right, below = min(paper, width / 4) * along, paper * down
    inwards = np.array([right + below, below - right, -right - below, right - below])
    return (corners + inwards).astype(np.float32)
