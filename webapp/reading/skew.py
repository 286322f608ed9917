"""How far the lines of a page lean: turned level, its ink falls into the fewest rows.

The angle with the greatest energy of the projection profile, the sum of its squares (Baird, "The skew angle of printed
documents", 1987). No network does it: the locator's own directions tell up from down, and not by how many degrees.
"""

import numpy as np

MOST = 26.0  # degrees: photos that lean more are rare, and from 45 on another axis would be level
STEP, FINE_STEP = 2.0, 0.5  # degrees
INK = 1.3  # of the spread around: what differs from paper by more is ink, print or a rule
MOST_POINTS = 8000
FEWEST_POINTS = 50
CLEARER = 1.15  # that much more energy than at no angle: slanted digits alone lean without being turned
# The same where the page as it is has more energy than a little to either side: so level lines look, and short numbers
# under each other stand in a slanting row too.
CLEARER_THAN_LEVEL, LITTLE = 1.4, 4.0  # degrees


def skew(page: np.ndarray) -> float:
    """Degrees, clockwise, at which the page's lines run; 0 where nothing says so.

    page: (rows, cols) float32, each pixel against the light around it, in spreads: as locate.page_input gives it
    """
    y, x = np.nonzero(np.abs(page) > INK)
    if len(y) < FEWEST_POINTS:
        return 0.0
    # Every so many pixels, on no grid of their own: enough for a profile.
    chosen = np.random.default_rng(0).permutation(len(y))[:MOST_POINTS]
    points = np.stack([x[chosen], y[chosen]]).astype(np.float32)
    level = _energy(points, 0.0)
    coarse = max(np.arange(-MOST, MOST + STEP, STEP).tolist(), key=lambda angle: _energy(points, angle))
    best = max(np.arange(coarse - STEP, coarse + STEP, FINE_STEP).tolist(), key=lambda angle: _energy(points, angle))
    seems_level = level > max(_energy(points, LITTLE), _energy(points, -LITTLE))
    return best if _energy(points, best) > (CLEARER_THAN_LEVEL if seems_level else CLEARER) * level else 0.0


def _energy(points: np.ndarray, angle: float) -> float:
    """Of the profile of the points' rows after they are turned level from `angle` degrees. points: (2, n) x and y"""
    turn = np.radians(angle)
    rows = np.cos(turn) * points[1] - np.sin(turn) * points[0]
    counts = np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float64)
    return float(counts @ counts)
