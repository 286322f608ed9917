"""Writers whose digits follow where people's pens went on a tablet: see training/data/trajectories.py. Only training
writes with them, as nobody knows who wrote what.

The set says neither where a pen was lifted nor how wide a digit was, and has eight points of each: lifts are found
again by how 4, 5 and 7 are written, and widths are drawn.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline

from training.data.font_cache import fonts_folder
from training.data.trajectories import TABLE, read_trajectories
from training.writing.hands import StrokeWriter
from training.writing.strokes import Hand

# Heights of a digit. A 1 is as wide as it has strokes: one stroke, an upstroke before it, a foot below.
WIDTHS = {"1": (0.2, 0.6), "0": (0.5, 0.95), "6": (0.4, 0.75), "8": (0.4, 0.75), "9": (0.4, 0.75)}
WIDTH, ONE_STROKE = (0.45, 0.85), (0.02, 0.25)
WIDENING = (0.85, 1.3)  # of a hand: how many times as wide all its digits are
HABIT, WOBBLE = (0.0, 0.02), (0.004, 0.02)  # spread of a hand's points from the set's, and of each time from those
ANGULAR = "1457"  # digits with corners; the bowls of the others have few points as well, and are round
SHARP, CORNERS = 75.0, 0.5  # degrees by which the way turns, and the share of such bends that are corners
LOW, HIGH = 0.55, 0.35  # from the top: a 5's bowl ends below the one, its bar lies above the other
BOTTOM, BAR_END = 0.8, 0.4  # from the top, so far down that bowl reaches; from the left, beyond that the bar ends
LOWEST_BAR = 0.85  # from the top: what is flat below it is a 7's foot
FLAT = 0.5  # rows a column: a bar rises less


class TrajectoryHands:
    """Writers each of whose digits is somebody's."""

    def __init__(self, trajectories: dict[str, np.ndarray]):
        """trajectories: of each digit, as read_trajectories gives them"""
        self.trajectories = trajectories

    @classmethod
    def load(cls, folder: Path | None = None, held_back: bool = False) -> "TrajectoryHands":
        """held_back: the digits that are only measured instead of the others"""
        return cls(read_trajectories(folder or fonts_folder())[held_back])

    def writer(self, rng: np.random.Generator, height: float, slant: float) -> StrokeWriter:
        """One writer for a line with digits `height` pixels high, leaning by `slant` (columns a row)."""
        return StrokeWriter(height, slant, rng, self.hand(rng))

    def hand(self, rng: np.random.Generator) -> Hand:
        """A new writer."""
        habit, widening = rng.uniform(*HABIT), rng.uniform(*WIDENING)
        strokes = {}
        for digit, ways in self.trajectories.items():
            strokes[digit] = _as_hand_keeps_it(digit, ways[rng.integers(len(ways))], habit, widening, rng)
        return Hand(strokes, rng.uniform(*WOBBLE))

    def each(self, rng: np.random.Generator) -> Iterator[tuple[str, list[np.ndarray]]]:
        """Every digit with its strokes, as Hand.write gives them."""
        for digit, ways in self.trajectories.items():
            for way in ways:
                yield digit, Hand({digit: _as_hand_keeps_it(digit, way, 0.0, 1.0, rng)}, 0.0).write(digit, rng)


def trajectories_installed(folder: Path | None = None) -> bool:
    """Whether `python -m training fonts` fetched them."""
    return ((folder or fonts_folder()) / TABLE.file).is_file()


def strokes_of(digit: str, way: np.ndarray) -> list[np.ndarray]:
    """A pen's way, parted where the pen was lifted. way: (points, 2) float, x right, y down"""
    apart = {"4": _four, "5": _five, "7": _seven}.get(digit)
    return apart(way) if apart else [way]


def _as_hand_keeps_it(
    digit: str, way: np.ndarray, habit: float, widening: float, rng: np.random.Generator
) -> list[np.ndarray]:
    """Control points of the strokes, (points, 2) float in heights of the digit. habit, widening: of the hand"""
    width = rng.uniform(*(ONE_STROKE if digit == "1" and _falls(way) else WIDTHS.get(digit, WIDTH))) * widening
    strokes = strokes_of(digit, way)
    return [_bent(digit, one + rng.normal(0, habit, one.shape), rng) * (width, 1.0) for one in strokes]


def _four(way: np.ndarray) -> list[np.ndarray]:
    """The stem is what falls at the end; the bar before it ends farthest to the right, or where the stem begins."""
    top = len(way) - 1
    while top and way[top - 1, 1] < way[top, 1]:
        top -= 1
    end = int(way[: top + 1, 0].argmax())
    return [way[: end + 1], way[top:]] if 2 <= end <= top < len(way) - 1 else [way]


def _five(way: np.ndarray) -> list[np.ndarray]:
    """Where the way ends at the top, a bar was added once the bowl was written."""
    rows = way[:, 1]
    if rows[-1] > HIGH or way[-1, 0] < BAR_END or rows[2:6].max() < BOTTOM:
        return [way]
    bowl = way[: int(np.flatnonzero(rows > LOW)[-1]) + 1]
    first = len(way) - 1
    while first > len(bowl) and rows[first - 1] < HIGH and _is_flat(way[first] - way[first - 1]):
        first -= 1
    bar = way[first:]
    return [bowl, bar if len(bar) > 1 else np.stack([way[0], way[-1]])]


def _seven(way: np.ndarray) -> list[np.ndarray]:
    """Where the way goes on after the foot, and ends in something flat, that is the bar across the stem."""
    foot = int(way[:, 1].argmax())
    first = len(way) - 1
    while first > foot + 1 and _is_flat(way[first] - way[first - 1]) and way[first - 1, 1] < LOWEST_BAR:
        first -= 1
    return [way[: foot + 1], way[first:]] if first < len(way) - 1 else [way]


def _is_flat(step: np.ndarray) -> bool:
    return bool(abs(step[1]) < FLAT * abs(step[0]))


def _falls(way: np.ndarray) -> bool:
    """Whether it goes down all the way."""
    return bool((np.diff(way[:, 1]) > 0).all())


def _bent(digit: str, stroke: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A stroke as Hand keeps it: a point between any two of the set's, and some of them twice, which makes a corner."""
    if len(stroke) < 3:
        return stroke
    steps = np.diff(stroke, axis=0)
    turns = np.degrees(np.abs(np.angle(np.exp(1j * np.diff(np.arctan2(steps[:, 1], steps[:, 0]))))))
    sharp = np.flatnonzero((turns > SHARP) & (rng.random(len(turns)) < CORNERS)) + 1
    if digit in ANGULAR and len(sharp):
        return np.insert(stroke, sharp, stroke[sharp], axis=0)
    return CubicSpline(np.arange(len(stroke)), stroke)(np.arange(0, len(stroke) - 0.5, 0.5))
