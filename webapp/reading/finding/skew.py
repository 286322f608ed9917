"""How far the lines of a page lean: turned level, its ink falls into the fewest rows.

The angle with the greatest energy of the projection profile, the sum of its squares (Baird, "The skew angle of printed
documents", 1987). No network does it: the locator's own directions tell up from down, and not by how many degrees.
"""

import cv2
import numpy as np

MOST = 34.0  # degrees: photos that lean more are rare, and from 45 on another axis would be level
STEP, FINE_STEP = 2.0, 0.5  # degrees
INK = 1.3  # of the spread around: what differs from paper by more is ink, print or a rule
MOST_POINTS = 8000
FEWEST_POINTS = 50
CLEARER = 1.15  # that much more energy than at no angle: slanted digits alone lean without being turned
# The same where the page as it is has a tenth more energy than a little to either side: so level lines look, and short
# numbers under each other stand in a slanting row too.
CLEARER_THAN_LEVEL, LITTLE, SEEMS_LEVEL = 1.4, 4.0, 1.1  # LITTLE in degrees
# A few marks are no lines of a page: the strokes of one digit lean as they like. They have to be much clearer than
# level, unless they stand in one long row.
FEW, SPECK = 12, 12  # marks; pixels of a mark
CLEARER_OF_FEW, LONG = 2.2, 2.5  # times as long as high


def skew(page: np.ndarray) -> float:
    """Degrees, clockwise, at which the page's lines run; 0 where nothing says so.

    page: (rows, cols) float32, each pixel against the light around it, in spreads: as look.page_input gives it
    """
    ink = np.abs(page) > INK
    y, x = np.nonzero(ink)
    if len(y) < FEWEST_POINTS:
        return 0.0
    # Every so many pixels, on no grid of their own: enough for a profile.
    chosen = np.random.default_rng(0).permutation(len(y))[:MOST_POINTS]
    points = np.stack([x[chosen], y[chosen]]).astype(np.float32)
    level = _energy(points, 0.0)
    steps = np.arange(-MOST - STEP, MOST + 2 * STEP, STEP)
    coarse = max(steps.tolist(), key=lambda angle: _energy(points, angle))
    if abs(coarse) > MOST:  # it rises still: no lines, or lines that lean too much
        return 0.0
    best = max(np.arange(coarse - STEP, coarse + STEP, FINE_STEP).tolist(), key=lambda angle: _energy(points, angle))
    seems_level = level > SEEMS_LEVEL * max(_energy(points, LITTLE), _energy(points, -LITTLE))
    wanted = CLEARER_THAN_LEVEL if seems_level else CLEARER
    if _marks(ink) < FEW:
        wanted = CLEARER_THAN_LEVEL if _length(points, best) > LONG else CLEARER_OF_FEW
    return best if _energy(points, best) > wanted * level else 0.0


def _marks(ink: np.ndarray) -> int:
    """How many connected marks there are. ink: (rows, cols) bool"""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return int((stats[1:, cv2.CC_STAT_AREA] >= SPECK).sum())


def _length(points: np.ndarray, angle: float) -> float:
    """How many times as long as high all ink is, but for a little at each side, turned level. points: (2, n)"""
    turn = np.radians(angle)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) @ points
    (left, top), (right, bottom) = np.percentile(turned, (2, 98), axis=1)
    return (right - left) / max(bottom - top, 1.0)


def _energy(points: np.ndarray, angle: float) -> float:
    """Of the profile of the points' rows after they are turned level from `angle` degrees. points: (2, n) x and y"""
    turn = np.radians(angle)
    rows = np.cos(turn) * points[1] - np.sin(turn) * points[0]
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(counts @ counts)
