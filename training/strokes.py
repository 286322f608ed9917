"""How digits are written: each digit's variants as pen strokes, deformed at random, one hand a line.

MNIST's hands are American and cut into 28x28; these add the hands of the rest of the world (1 with a long
upstroke, crossed 7, open 4 and 9, looped 2, the 5 of a fast hand) at full resolution.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

# A variant is (how common it is, width as a share of the height, strokes). Strokes are parted by ";"; each is the
# control points x,y that a Catmull-Rom spline runs through, in hundredths of the digit's width (from the left) and
# height (from the top). A doubled point makes a corner.
VARIANTS: dict[str, list[tuple[float, float, str]]] = {
    "0": [
        (4, 0.65, "55,2 18,15 0,50 18,90 50,100 85,85 100,50 85,12 50,0"),
        (2, 0.6, "70,8 30,5 2,45 15,92 50,100 90,75 98,35 75,2 45,10 35,20"),
        (2, 0.8, "40,5 5,35 10,80 50,100 95,70 90,25 60,2 30,8"),
        (1.5, 1, "45,2 8,25 2,70 35,100 80,92 100,50 80,8 40,5"),
        (1, 0.75, "8,10 0,55 28,98 75,92 100,50 72,5 22,12"),
        (1, 0.7, "75,15 35,2 3,45 20,95 65,98 98,60 85,15 60,10 80,25 100,20"),
        (1, 0.65, "30,0 75,5 100,45 85,88 45,100 8,80 2,40 25,5 60,2"),
        (0.5, 0.65, "55,2 15,20 2,55 25,95 60,98 95,70 95,25 50,0; 100,0 0,100"),
    ],
    "1": [
        (4, 0.1, "50,0 50,50 50,100"),
        (3, 0.4, "0,40 50,20 100,0 100,0 98,50 95,100"),
        (3, 0.55, "0,62 50,35 100,0 100,0 97,50 95,100"),
        (1.5, 0.3, "0,25 60,12 100,0 100,0 100,50 100,100"),
        (1, 0.5, "0,85 50,50 100,0 100,0 95,50 90,100"),
        (1, 0.28, "0,75 55,35 100,0 100,0 95,50 85,100"),
        (1, 0.45, "0,55 20,62 60,35 100,0 100,0 95,50 90,100"),
        (1, 0.5, "10,28 50,0 50,0 50,100; 0,100 100,100"),
        (0.7, 0.35, "10,35 70,0 70,0 60,60 70,97 100,90"),
    ],
    "2": [
        (3, 0.65, "5,25 35,0 80,8 90,33 50,70 0,100 0,100 50,97 100,98"),
        (3, 0.7, "5,22 40,0 85,12 80,45 40,80 10,98 3,82 25,78 60,97 100,92"),
        (2, 0.65, "10,15 50,0 90,25 55,65 15,95 30,90 65,100 100,90"),
        (1, 0.6, "0,10 50,0 95,10 95,10 50,55 0,100 0,100 100,100"),
        (1.5, 0.6, "25,35 5,20 35,0 85,10 75,45 35,85 10,100 10,88 35,88 70,100 100,92"),
        (1.5, 0.6, "20,32 5,15 45,0 88,18 60,60 5,100 5,100 50,96 100,98"),
        (1.5, 0.6, "30,30 10,15 50,0 90,20 65,60 20,98 0,88 25,75 60,95 100,100"),
    ],
    "3": [
        (3, 0.6, "5,15 45,0 88,18 70,42 35,48 35,48 85,58 98,80 50,100 0,88"),
        (2, 0.6, "10,8 60,2 90,20 60,42 30,45 70,50 100,72 70,98 10,92"),
        (1.5, 0.6, "0,3 45,2 90,0 90,0 40,40 40,40 90,52 95,82 50,100 0,90"),
        (1, 0.55, "10,20 40,0 80,12 75,38 40,50 30,42 55,46 95,70 60,100 10,100 2,85"),
    ],
    "4": [
        (3, 0.65, "25,0 10,35 0,60 0,60 50,60 100,55; 72,20 68,60 62,100"),
        (2, 0.65, "75,100 75,50 78,0 78,0 35,40 0,68 0,68 50,68 100,66"),
        (2, 0.6, "10,0 5,30 15,52 50,55 85,45; 90,0 87,50 85,100"),
        (1.5, 0.65, "50,0 25,35 0,72 0,72 50,70 100,62; 75,42 65,75 60,100"),
        (1, 0.6, "8,0 0,50 0,50 50,52 90,50 90,50; 95,0 90,50 90,100"),
        (1, 0.7, "35,0 15,30 2,62 30,60 65,42 85,30 75,65 65,100; 30,62 100,60"),
    ],
    "5": [
        (3, 0.6, "25,3 20,22 12,45 12,45 50,36 92,58 80,90 40,100 0,90; 25,3 60,3 100,0"),
        (2, 0.6, "100,2 60,2 25,5 25,5 15,43 15,43 55,38 92,65 65,97 0,95"),
        (1.5, 0.55, "95,0 50,5 20,25 40,45 75,60 85,82 50,100 0,92"),
        (1.2, 0.6, "20,12 15,45 15,45 60,40 85,70 50,100 0,95; 30,0 100,2"),
        (1, 0.7, "0,35 15,55 22,100 22,100 40,50 55,5 55,5 80,3 100,5"),
        (1, 0.65, "15,10 12,50 10,100 10,100 20,45 45,10 75,2 100,10"),
    ],
    "6": [
        (3, 0.6, "75,0 35,25 5,65 20,95 60,100 95,80 75,55 35,60 10,80"),
        (2, 0.6, "90,8 55,0 15,35 2,75 35,100 85,90 90,62 50,50 10,70"),
        (2, 0.55, "40,0 10,40 2,80 40,100 90,85 85,60 40,55 8,75"),
        (1, 0.6, "60,0 20,35 5,75 35,100 80,90 80,65 50,62 30,85 45,95"),
    ],
    "7": [
        (3, 0.6, "0,4 50,2 100,0 100,0 65,45 40,100"),
        (3, 0.65, "0,5 50,3 100,0 100,0 65,50 45,100; 30,50 60,48 95,45"),
        (1.5, 0.65, "0,22 3,3 3,3 50,7 100,0 100,0 60,50 45,100"),
        (1.5, 0.7, "0,18 20,2 55,10 95,0 95,0 65,45 50,100; 30,55 90,48"),
        (1, 0.6, "0,5 60,0 95,12 80,50 70,100"),
    ],
    "8": [
        (3, 0.55, "85,12 45,0 10,20 50,47 95,75 50,100 5,78 45,50 88,20 75,5"),
        (1.5, 0.55, "50,45 12,22 50,0 88,20 50,45 2,75 50,100 98,75 50,45"),
        (1.5, 0.6, "95,5 50,10 15,25 50,50 85,80 40,100 5,80 45,50 100,0"),
        (1, 0.55, "50,2 15,20 45,42 85,22 50,0; 50,44 5,70 45,100 95,75 50,45"),
        (1, 0.55, "15,10 55,48 90,80 50,100 10,80 50,45 85,15 50,0 12,12"),
    ],
    "9": [
        (3, 0.55, "88,15 50,0 8,22 35,50 80,35 90,10 90,10 85,55 75,100"),
        (2, 0.55, "85,12 40,2 8,30 45,50 85,30 90,15 90,55 70,95 30,100 5,90"),
        (1.5, 0.55, "95,10 50,0 10,20 30,45 70,40 95,10 80,50 50,98"),
        (1.5, 0.5, "20,5 0,30 35,50 75,35 80,5 45,0 30,10; 85,10 82,55 80,100"),
        (1.5, 0.5, "35,45 10,30 30,5 75,2 95,22 70,45 40,45; 85,30 65,65 40,100"),
        (2, 0.55, "45,48 12,35 22,6 68,0 95,20 78,42 48,52 40,75 30,100"),
        (1.5, 0.55, "90,8 50,0 12,18 30,42 75,35 92,10 70,35 50,65 35,100"),
        (1.5, 0.55, "85,12 45,0 10,18 35,42 75,32 88,10 85,45 75,85 45,100 15,88 25,70 60,62"),
        (1, 0.5, "85,20 55,2 20,12 18,35 50,45 80,32 88,18 80,55 55,85 15,100"),
        (1, 0.5, "0,25 30,2 80,8 90,30 55,50 15,42 10,15 10,55 10,100"),
    ],
}


@dataclass(frozen=True)
class Hand:
    """One writer: the variant chosen for each digit, its habitual deformation, and the wobble of the day."""

    strokes: dict[str, list[np.ndarray]]
    """Control points of each digit, (points, 2) float: x as a share of the height, y 0 top .. 1 bottom."""
    wobble: float

    @classmethod
    def random(cls, rng: np.random.Generator) -> "Hand":
        """A new writer."""
        habit, widening = rng.uniform(0.01, 0.06), rng.uniform(0.75, 1.35)
        return cls({digit: _pick_variant(digit, habit, widening, rng) for digit in VARIANTS}, rng.uniform(0.004, 0.03))

    def write(self, digit: str, rng: np.random.Generator) -> list[np.ndarray]:
        """The pen's way for one digit: curves of (points, 2) float, in heights of the digit."""
        stretch = rng.normal(1.0, 2 * self.wobble, 2)
        return [_spline((s + rng.normal(0, self.wobble, s.shape)) * stretch) for s in self.strokes[digit]]


def _pick_variant(digit: str, habit: float, widening: float, rng: np.random.Generator) -> list[np.ndarray]:
    weights = np.array([weight for weight, _, _ in VARIANTS[digit]])
    _, width, written = VARIANTS[digit][rng.choice(len(weights), p=weights / weights.sum())]
    return [(points + rng.normal(0, habit, points.shape)) * (width * widening, 1.0) for points in _strokes(written)]


@cache
def _strokes(written: str) -> list[np.ndarray]:
    """The strokes of a variant as arrays (points, 2) float in 0..1. Not to be changed: they are shared."""
    return [np.array([p.split(",") for p in stroke.split()], float) / 100 for stroke in written.split(";")]


POINTS_A_SEGMENT = 6
_t = np.linspace(0, 1, POINTS_A_SEGMENT, endpoint=False)[:, None]
# Catmull-Rom basis: rows are points between two control points, columns the four neighbours' weights.
_BASIS = 0.5 * np.hstack(
    [-_t + 2 * _t**2 - _t**3, 2 - 5 * _t**2 + 3 * _t**3, _t + 4 * _t**2 - 3 * _t**3, -(_t**2) + _t**3]
)


def _spline(points: np.ndarray) -> np.ndarray:
    """A smooth curve through the control points. (n, 2) -> (about 6 n, 2)"""
    ends = np.vstack([points[:1], points, points[-1:]])
    windows = np.stack([ends[:-3], ends[1:-2], ends[2:-1], ends[3:]], axis=1)
    return np.vstack([np.einsum("tk,skd->std", _BASIS, windows).reshape(-1, 2), points[-1:]])


def draw_curves(canvas: np.ndarray, curves: list[np.ndarray], thickness: int, ink: int = 255) -> None:
    """Draw curves into `canvas`, which is changed. curves: (points, 2) float, x and y in pixels of the canvas."""
    fixed = [np.round(curve * 16).astype(np.int32) for curve in curves]
    cv2.polylines(canvas, fixed, False, ink, thickness, cv2.LINE_AA, shift=4)
