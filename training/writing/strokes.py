"""How digits are written: each digit's variants as pen strokes, deformed at random, one hand a line.

MNIST's hands are American and cut into 28x28; these add the hands of the rest of the world (1 with a long
upstroke, crossed 7, open 4 and 9, looped 2, the 5 of a fast hand) at full resolution.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from training.writing.stroke_families import FAMILIES, between

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
        (1.2, 0.9, "0,12 30,5 5,50 30,98 70,90 85,45 60,8 30,5 70,15 100,10"),
        (0.8, 0.95, "0,30 40,5 12,40 25,95 65,98 88,50 65,5 38,8"),
        (0.8, 1.1, "50,0 20,20 15,75 50,100 82,70 75,20 45,3 70,22 100,18"),
        (0.6, 0.8, "70,10 50,0 12,20 5,70 40,100 85,80 95,35 60,12"),
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
        (0.8, 0.5, "0,48 20,42 100,0 100,0 90,50 80,100"),
        (0.6, 0.6, "0,35 10,40 100,0 100,0 85,50 70,100 70,100 60,92"),
        (0.5, 0.45, "0,70 100,0 100,0 90,60 95,95 100,100"),
        (0.8, 0.25, "0,30 20,25 100,0 100,0 60,50 10,100"),
        (0.6, 0.35, "10,15 40,12 100,0 100,0 55,60 20,100"),
        (0.7, 0.5, "22,42 6,52 2,40 20,32 60,18 100,0 100,0 90,50 80,100"),
        (0.5, 0.45, "30,28 12,42 4,28 26,20 100,0 100,0 70,50 45,100"),
        (0.5, 0.4, "0,75 50,45 100,8 88,0 68,14 55,50 40,100"),
        (0.5, 0.45, "5,60 45,40 100,5 80,0 60,20 35,65 5,100"),
    ],
    "2": [
        (3, 0.65, "5,25 35,0 80,8 90,33 50,70 0,100 0,100 50,97 100,98"),
        (3, 0.7, "5,22 40,0 85,12 80,45 40,80 10,98 3,82 25,78 60,97 100,92"),
        (2, 0.65, "10,15 50,0 90,25 55,65 15,95 30,90 65,100 100,90"),
        (1, 0.6, "0,10 50,0 95,10 95,10 50,55 0,100 0,100 100,100"),
        (1.5, 0.6, "25,35 5,20 35,0 85,10 75,45 35,85 10,100 10,88 35,88 70,100 100,92"),
        (1.5, 0.6, "20,32 5,15 45,0 88,18 60,60 5,100 5,100 50,96 100,98"),
        (1.5, 0.6, "30,30 10,15 50,0 90,20 65,60 20,98 0,88 25,75 60,95 100,100"),
        (0.8, 0.7, "2,30 30,2 80,5 85,35 35,75 5,95 15,100 35,88 65,98 100,85"),
        (0.7, 0.55, "15,10 60,0 95,22 60,60 5,100 5,100 60,92 100,100"),
        (1.5, 0.7, "50,38 25,45 5,25 25,3 65,0 92,22 70,60 20,92 5,98 30,88 65,98 100,92"),
        (1.2, 0.75, "40,30 20,38 5,18 40,0 88,12 85,40 45,75 0,100 0,100 50,94 100,96"),
        (1, 0.65, "55,30 30,42 8,28 20,5 60,0 90,25 60,65 5,100 5,100 50,95 100,100"),
        (0.7, 0.7, "60,20 40,35 12,25 30,2 75,5 85,35 50,75 10,100 0,88 30,82 70,96 100,85"),
    ],
    "3": [
        (3, 0.6, "5,15 45,0 88,18 70,42 35,48 35,48 85,58 98,80 50,100 0,88"),
        (2, 0.6, "10,8 60,2 90,20 60,42 30,45 70,50 100,72 70,98 10,92"),
        (1.5, 0.6, "0,3 45,2 90,0 90,0 40,40 40,40 90,52 95,82 50,100 0,90"),
        (1, 0.55, "10,20 40,0 80,12 75,38 40,50 30,42 55,46 95,70 60,100 10,100 2,85"),
        (0.8, 0.55, "5,10 50,0 85,10 65,35 30,45 30,45 75,52 80,80 45,100 15,95 5,85 20,80"),
        (0.7, 0.5, "15,12 55,0 95,15 70,40 50,45 80,55 90,80 55,100 0,98"),
    ],
    "4": [
        (3, 0.65, "25,0 10,35 0,60 0,60 50,60 100,55; 72,20 68,60 62,100"),
        (2, 0.65, "75,100 75,50 78,0 78,0 35,40 0,68 0,68 50,68 100,66"),
        (2, 0.6, "10,0 5,30 15,52 50,55 85,45; 90,0 87,50 85,100"),
        (1.5, 0.65, "50,0 25,35 0,72 0,72 50,70 100,62; 75,42 65,75 60,100"),
        (1, 0.6, "8,0 0,50 0,50 50,52 90,50 90,50; 95,0 90,50 90,100"),
        (1, 0.7, "35,0 15,30 2,62 30,60 65,42 85,30 75,65 65,100; 30,62 100,60"),
        (1.2, 0.65, "20,0 5,45 2,62 2,62 50,55 95,50; 75,25 68,60 60,100"),
        (0.8, 0.6, "15,5 5,40 25,60 60,55 90,5 90,5 80,55 70,100"),
        (0.8, 0.6, "30,5 0,55 0,55 40,62 100,55; 85,0 75,50 60,100"),
        (0.8, 0.6, "12,0 5,55 8,68 45,56 76,52 76,52 75,75 72,100"),
    ],
    "5": [
        (3, 0.6, "25,3 20,22 12,45 12,45 50,36 92,58 80,90 40,100 0,90; 25,3 60,3 100,0"),
        (2, 0.6, "100,2 60,2 25,5 25,5 15,43 15,43 55,38 92,65 65,97 0,95"),
        (1.5, 0.55, "95,0 50,5 20,25 40,45 75,60 85,82 50,100 0,92"),
        (1.2, 0.6, "20,12 15,45 15,45 60,40 85,70 50,100 0,95; 30,0 100,2"),
        (0.6, 0.7, "0,35 15,55 22,100 22,100 40,50 55,5 55,5 80,3 100,5"),
        (0.6, 0.65, "15,10 12,50 10,100 10,100 20,45 45,10 75,2 100,10"),
        (0.8, 0.7, "10,20 20,45 20,45 55,35 75,60 60,90 20,100 0,92; 15,20 60,8 100,5"),
        (0.8, 0.8, "100,0 55,8 35,10 28,42 28,42 60,40 72,68 45,98 0,95"),
    ],
    "6": [
        (3, 0.6, "75,0 35,25 5,65 20,95 60,100 95,80 75,55 35,60 10,80"),
        (2, 0.6, "90,8 55,0 15,35 2,75 35,100 85,90 90,62 50,50 10,70"),
        (2, 0.55, "40,0 10,40 2,80 40,100 90,85 85,60 40,55 8,75"),
        (1, 0.6, "60,0 20,35 5,75 35,100 80,90 80,65 50,62 30,85 45,95"),
        (0.8, 0.6, "95,0 60,25 20,60 5,85 30,100 75,95 90,75 60,62 25,75"),
        (0.6, 0.45, "60,0 20,45 0,80 35,100 90,92 95,75 55,68 15,85"),
    ],
    "7": [
        (3, 0.6, "0,4 50,2 100,0 100,0 65,45 40,100"),
        (3, 0.65, "0,5 50,3 100,0 100,0 65,50 45,100; 30,50 60,48 95,45"),
        (1.5, 0.65, "0,22 3,3 3,3 50,7 100,0 100,0 60,50 45,100"),
        (1.5, 0.7, "0,18 20,2 55,10 95,0 95,0 65,45 50,100; 30,55 90,48"),
        (1, 0.6, "0,5 60,0 95,12 80,50 70,100"),
        (1.2, 0.6, "0,25 5,5 40,10 95,2 95,2 70,50 55,100; 10,52 60,48 100,42"),
        (1, 0.55, "10,10 45,4 80,8 65,50 55,100; 0,48 50,45 100,40"),
        (0.8, 0.55, "0,15 15,2 50,8 90,4 75,40 60,75 60,100; 30,48 95,46"),
        (0.6, 0.6, "20,8 75,2 75,2 55,50 45,100; 5,45 100,38"),
        (0.6, 0.6, "5,12 20,2 60,6 92,0 80,40 45,98 45,98 58,92; 20,58 95,50"),
        (0.5, 0.65, "0,20 10,5 50,10 90,5 90,5 60,60 35,100; 15,62 60,60 100,52"),
    ],
    "8": [
        (3, 0.55, "85,12 45,0 10,20 50,47 95,75 50,100 5,78 45,50 88,20 75,5"),
        (1.5, 0.55, "50,45 12,22 50,0 88,20 50,45 2,75 50,100 98,75 50,45"),
        (1.5, 0.6, "95,5 50,10 15,25 50,50 85,80 40,100 5,80 45,50 100,0"),
        (1, 0.55, "50,2 15,20 45,42 85,22 50,0; 50,44 5,70 45,100 95,75 50,45"),
        (1, 0.55, "15,10 55,48 90,80 50,100 10,80 50,45 85,15 50,0 12,12"),
        (0.8, 0.5, "90,5 40,3 20,25 60,48 90,75 55,100 10,85 30,55 75,30 95,8"),
        (0.7, 0.55, "60,45 20,30 30,2 75,2 85,25 45,50 5,75 20,100 75,98 90,70 55,48"),
        (0.7, 0.55, "0,2 45,42 80,80 50,100 22,80 52,45 100,0"),
        (0.6, 0.55, "55,0 15,12 15,38 50,48 90,36 90,10 50,0; 45,54 5,75 35,100 80,95 85,62 40,53"),
    ],
    "9": [
        (3, 0.55, "88,15 50,0 8,22 35,50 80,35 90,10 90,10 85,55 75,100"),
        (2, 0.55, "85,12 40,2 8,30 45,50 85,30 90,15 90,55 70,95 30,100 5,90"),
        (1.5, 0.55, "95,10 50,0 10,20 30,45 70,40 95,10 80,50 50,98"),
        (1.5, 0.5, "20,5 0,30 35,50 75,35 80,5 45,0 30,10; 85,10 82,55 80,100"),
        (1.5, 0.5, "35,45 10,30 30,5 75,2 95,22 70,45 40,45; 85,30 65,65 40,100"),
        (3, 0.55, "45,48 12,35 22,6 68,0 95,20 78,42 48,52 40,75 30,100"),
        (1.5, 0.55, "90,8 50,0 12,18 30,42 75,35 92,10 70,35 50,65 35,100"),
        (1.5, 0.55, "85,12 45,0 10,18 35,42 75,32 88,10 85,45 75,85 45,100 15,88 25,70 60,62"),
        (1, 0.5, "85,20 55,2 20,12 18,35 50,45 80,32 88,18 80,55 55,85 15,100"),
        (1, 0.5, "0,25 30,2 80,8 90,30 55,50 15,42 10,15 10,55 10,100"),
        (1, 0.5, "60,46 20,40 15,12 55,0 90,12 85,38 50,48 35,75 25,100"),
        (1, 0.5, "55,45 95,30 88,5 50,0 30,15 40,42 55,45 40,75 20,100"),
        (1, 0.45, "15,100 35,55 50,12 75,0 100,15 85,40 45,46"),
        (0.8, 0.5, "40,44 10,25 35,2 80,4 92,25 65,46 35,44 50,70 55,100"),
        (0.8, 0.55, "95,5 50,0 15,18 30,45 70,40 95,5 95,5 92,55 90,100"),
        (1, 0.5, "95,0 60,2 25,10 12,30 40,48 80,32 85,8 60,5 52,50 30,100"),
        (1.2, 0.45, "50,50 15,35 20,8 60,0 92,18 80,45 50,50 48,75 45,100"),
        (0.8, 0.6, "100,5 70,12 40,0 10,15 20,42 60,45 80,20 60,50 35,80 10,100"),
        (0.8, 0.5, "60,40 90,20 60,0 15,10 10,35 45,45 75,35 60,70 60,100"),
    ],
}

# Varied hands: spread of the power that moves a digit's middle; of the strokes' ends that go on in a hook the share,
# which is that of those that stop short too; how far hooks turn off (radians, spread), how long hooks and gaps are
# (heights of a digit).
LOPSIDED = 0.13
OTHER_ENDS, MOST_TURNED, HOOKS, GAPS = 0.18, 0.9, (0.06, 0.22), (0.05, 0.16)
# Of a varied hand's digits: how many lie between two variants, and of its 1 and 7 how many come from their families.
MIXED, FROM_FAMILY = 0.5, 0.5
NARROWEST = 0.1  # heights of a digit: a 1 of one stroke
# Of a hand: spread of its own shapes' points from the table's, as shares of a digit; how many times as wide as there
# its digits are; how far each point is off each time, in heights.
USUAL = (0.01, 0.07), (0.75, 1.7), (0.004, 0.03)
NEAT = (0.005, 0.03), (0.85, 1.25), (0.004, 0.02)


@dataclass(frozen=True)
class Hand:
    """One writer: the variant chosen for each digit, its habitual deformation, and the wobble of the day."""

    strokes: dict[str, list[np.ndarray]]
    """Control points of each digit, (points, 2) float: x as a share of the height, y 0 top .. 1 bottom."""
    wobble: float

    @classmethod
    def random(cls, rng: np.random.Generator, varied: bool = False, neat: bool = False) -> "Hand":
        """A new writer.

        varied: more uneven, and with other ends to the strokes, than people mostly write
        neat: nearly as the table has each digit, as wide as there, and alike each time
        """
        habit, widening, wobble = NEAT if neat else USUAL
        habit, widening = rng.uniform(*habit), rng.uniform(*widening)
        strokes = {digit: _pick_variant(digit, habit, widening, rng, varied) for digit in VARIANTS}
        if varied:
            share = float(rng.choice((0.0, OTHER_ENDS)))
            strokes = {digit: [_with_other_ends(s, share, rng) for s in own] for digit, own in strokes.items()}
        return cls(strokes, rng.uniform(*wobble))

    def write(self, digit: str, rng: np.random.Generator) -> list[np.ndarray]:
        """The pen's way for one digit: curves of (points, 2) float, in heights of the digit."""
        stretch = rng.normal(1.0, 2 * self.wobble, 2)
        return [_spline((s + rng.normal(0, self.wobble, s.shape)) * stretch) for s in self.strokes[digit]]


def _pick_variant(
    digit: str, habit: float, widening: float, rng: np.random.Generator, varied: bool
) -> list[np.ndarray]:
    width, strokes = _variant(digit, rng)
    if varied:
        width, strokes = _beyond_the_table(digit, width, strokes, rng)
        # A small upper loop and a large lower one, or the other way round.
        bulge = np.exp(rng.normal(0, LOPSIDED, 2))
        strokes = [np.maximum(points, 0) ** bulge for points in strokes]
    return [(points + rng.normal(0, habit, points.shape)) * (width * widening, 1.0) for points in strokes]


def _variant(digit: str, rng: np.random.Generator) -> tuple[float, list[np.ndarray]]:
    """One of the table, as common as it is: its width in heights of the digit, and its strokes in 0..1."""
    weights = np.array([weight for weight, _, _ in VARIANTS[digit]])
    _, width, written = VARIANTS[digit][rng.choice(len(weights), p=weights / weights.sum())]
    return width, strokes_of_variant(written)


def _beyond_the_table(
    digit: str, width: float, strokes: list[np.ndarray], rng: np.random.Generator
) -> tuple[float, list[np.ndarray]]:
    """A shape of the digit's family, one between this variant and another, or this variant; in its width and 0..1."""
    shape = None
    if digit in FAMILIES:
        shape = FAMILIES[digit](rng) if rng.random() < FROM_FAMILY else None
    elif rng.random() < MIXED:
        other_width, other = _variant(digit, rng)
        curves = ([_spline(s) * (w, 1.0) for s in own] for w, own in ((width, strokes), (other_width, other)))
        shape = between(*curves, rng.random())
    if shape is None:
        return width, strokes
    left, right = (edge(np.vstack(shape)[:, 0]) for edge in (np.min, np.max))
    width = max(right - left, NARROWEST)
    return width, [(points - (left, 0.0)) / (width, 1.0) for points in shape]


def _with_other_ends(points: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """How a hand sets its pen down and lifts it: `share` of the ends go on in a hook, as many stop short.

    points: (n, 2) float, in heights of the digit
    """
    for _ in range(2):  # either end
        kind, way = rng.random(), points[-1] - points[-2]
        length = float(np.hypot(*way))
        if length and kind < share:
            turn = rng.normal(0, MOST_TURNED)
            turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ way / length
            points = np.vstack([points, points[-1] + turned * rng.uniform(*HOOKS)])
        elif length and kind < 2 * share:
            points = np.vstack([points[:-1], points[-1] - way * min(1.0, rng.uniform(*GAPS) / length)])
        points = points[::-1]
    return points


@cache
def strokes_of_variant(written: str) -> list[np.ndarray]:
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
