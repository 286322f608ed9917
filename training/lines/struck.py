"""A strike over one digit of a finished line: as sharp, as dark and as thick as the line's own ink.

In the lines that the reader learns from few digits are struck out, by the same hands that write; of lines in other
hands it read the digit through the strike in five of six, surely in one of four. What tells a struck digit from a plain
one is learnt from these.
"""

from dataclasses import dataclass

import cv2
import numpy as np

KINDS, SHARES = ("slant", "curve", "line", "lines", "zigzag", "cross"), (0.5, 0.14, 0.1, 0.08, 0.12, 0.06)
INK, FULL_INK = 0.4, 0.63  # of black: what belongs to a digit, and what surely does
LEAST_ROWS, LEAST_COLUMNS = 15, 3  # of a digit that can be seen to be struck out
NARROWEST = 0.35  # of its height: a 1 is struck as wide
FINER = 4  # strikes are drawn so many times as large
# A slashed 0 is a 0, a crossed 7 a 7; a 1 with a stroke through it is a plus or a t, a 4 keeps its own stroke. In the
# reader's lines (strikes.py) no slash lies over a 1 or a 7 either: it would take plain ones for struck. Here plain ones
# are always shown too, and a slash reaches beyond its digit.
LEAVES_A_SIGN = {"slant": "0", "curve": "0", "line": "0147", "cross": "0"}


@dataclass(frozen=True)
class Place:
    """Where a digit's ink lies in a line, in pixels, the last ones outside."""

    left: int
    top: int
    right: int
    bottom: int


def place_of(pixels: np.ndarray, left: int, right: int) -> Place | None:
    """Where the ink between two columns of a line lies, or None where it is hardly a digit's.

    pixels: (rows, cols) float32, 0 paper .. 1 ink
    """
    left = max(left, 0)
    part = pixels[:, left:right] > INK
    rows, cols = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if len(cols) < LEAST_COLUMNS or rows[-1] - rows[0] < LEAST_ROWS:
        return None
    return Place(left + int(cols[0]), int(rows[0]), left + int(cols[-1]) + 1, int(rows[-1]) + 1)


def strike_digit(pixels: np.ndarray, place: Place, digit: str, rng: np.random.Generator) -> np.ndarray | None:
    """The line with the digit there struck out; None where this strike would leave another sign of it.

    pixels: (rows, cols) float32, 0 paper .. 1 ink
    """
    kind = str(rng.choice(KINDS, p=SHARES))
    if digit in LEAVES_A_SIGN.get(kind, ()):
        return None
    ink = pixels > FULL_INK
    if not ink.any():
        return None
    half_pen = np.median(cv2.distanceTransform((pixels > INK).astype(np.uint8), cv2.DIST_L2, 3)[ink])
    pen = max(1.0, 2 * float(half_pen) * rng.uniform(0.6, 1.25))
    fine = np.zeros((pixels.shape[0] * FINER, pixels.shape[1] * FINER), np.uint8)
    for curve in _curves(kind, place, rng):
        points = np.round(curve * FINER).astype(np.int32)
        cv2.polylines(fine, [points], False, 255, max(1, round(pen * FINER)), cv2.LINE_AA)
    strike = cv2.resize(fine, pixels.shape[::-1], interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(strike, (3, 3), rng.uniform(0.3, 0.8)).astype(np.float32) / 255
    return np.maximum(pixels, blurred * np.percentile(pixels[pixels > INK], 60)).astype(np.float32)


def _curves(kind: str, place: Place, rng: np.random.Generator) -> list[np.ndarray]:
    """(points, 2) columns and rows"""
    u = rng.uniform
    high = place.bottom - place.top
    wide = max(place.right - place.left, NARROWEST * high)
    middle = (place.left + place.right) / 2
    left, right = middle - wide * (0.5 + u(-0.1, 0.25)), middle + wide * (0.5 + u(-0.1, 0.25))
    low, up = place.bottom + high * u(-0.2, 0.2), place.top + high * u(-0.25, 0.2)
    if kind in ("line", "lines"):
        y = place.top + high * u(0.35, 0.65)
        line = np.array([[left, y + high * u(-0.1, 0.1)], [right, y + high * u(-0.1, 0.1)]])
        return [line] if kind == "line" else [line, line + (0, high * u(0.12, 0.3))]
    if kind == "zigzag":
        turns = int(rng.integers(3, 6)) + 1
        swing = 0.45 * (-1.0) ** np.arange(turns) * u(0.5, 1.1, turns)
        return [np.stack([np.linspace(left, right, turns), place.top + high * (0.5 + swing)], axis=1)]
    slant = np.array([[left, low], [right, up]])
    falling = np.array([[left, place.top + place.bottom - low], [right, place.top + place.bottom - up]])
    if kind == "cross":
        return [slant, falling]
    if kind == "curve":
        return [np.insert(slant, 1, slant.mean(axis=0) + high * u(-0.12, 0.12), axis=0)]
    return [slant if rng.random() < 0.8 else falling]
