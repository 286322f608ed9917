"""Long printed lines in a crop: rules under the writing, and the rails above and below a frame or a row of cells.

A printed line is thin, straight, nearly horizontal and long; it may be dotted, printed in tiny letters, or broken where
strokes cross it. Lengths are shares of the crop, so that every camera gives the same answer.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.pixels.runs import runs_of

THICKEST = 1 / 14  # of the crop's height: what is thicker is no printed line
FAINTEST = 0.06  # share of the paper's light that a printed line takes away
FAINTEST_OF_INK = 0.4  # and of what the darkest thin strokes take away: security printing stays below
RUN = 1 / 14  # of the crop's width: shorter runs are strokes and letters
GAP = 1 / 100  # of the crop's width: gaps between dots, and where a stroke crosses
FEWEST_COLUMNS = 150  # are looked at for long lines
MOST_RUNS = 24  # the longest ones; more are a texture, and would take time
LONG = 0.3  # of the crop's width: shorter lines are strokes
FILLED = 0.45  # of a line's columns are printed; the rest are dots' gaps, crossing strokes and gaps between boxes
STEEPEST = 0.06  # rows per column: about 3.5 degrees
BENT = 1.0  # pixels²: how far a line's pixels may lie off a straight line, beside its thickness


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line over the columns left..right of an image, at row `start + slope * column`, all in pixels."""

    left: int
    right: int
    start: float
    slope: float
    thickness: float
    pieces: tuple[tuple[int, int], ...] = ()
    """Columns left..right of its unbroken parts. What hangs on at its ends may be a label or a barcode."""

    @property
    def printed(self) -> int:
        """How many of its columns are printed."""
        return sum(right - left for left, right in self.pieces)

    def row(self, column):
        """The row of its middle at a column or at an array of columns."""
        return self.start + self.slope * column


def darkness_of_rules(thin: np.ndarray, grey: np.ndarray) -> int:
    """The threshold above which thin dark strokes may be printed lines.

    thin: (rows, cols) uint8, how much darker than its surroundings; grey: (rows, cols) uint8, dark on light
    """
    paper, dark = _percentile(grey, 0.5), _percentile(thin, 0.99)
    return int(max(FAINTEST * paper, FAINTEST_OF_INK * dark))


def thin_strokes(grey: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """How much darker each pixel is than its surroundings, where the dark is thinner than rows or cols: uint8."""
    return cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((rows, cols), np.uint8))


def find_rules(grey: np.ndarray) -> tuple[list[Rule], int]:
    """Printed lines, from the top, and the darkness above which they were looked for.

    grey: (rows, cols) uint8, dark on light
    """
    thin = thin_strokes(grey, max(5, round(grey.shape[0] * THICKEST)) | 1, 1)
    darkness = darkness_of_rules(thin, grey)
    mask = cv2.threshold(thin, darkness, 1, cv2.THRESH_BINARY)[1]
    x, y, run, count = _long_runs(mask)
    if count == 0:
        return [], darkness
    rows, cols = grey.shape
    step = _step(cols)
    steps = -(-cols // step)
    parts = [part for part in _trimmed(x, y, run, count, steps) if _straight(*part, rows, step)]
    rules = [_rule(*part, step, cols) for part in _joined(parts, rows, steps, step)]
    return sorted(rules, key=lambda rule: rule.row(cols / 2)), darkness


def _percentile(image: np.ndarray, share: float) -> int:
    some = np.ascontiguousarray(image[::2, ::2])
    counts = cv2.calcHist([some], [0], None, [256], [0, 256]).ravel()
    return int(np.searchsorted(np.cumsum(counts, dtype=np.float64), share * some.size))


def _long_runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Pixels of long, nearly horizontal runs: their columns, their rows, the number of their run; and how many runs.

    Only every so many columns are looked at, which is enough for what is long; columns count in such steps.
    """
    step = _step(mask.shape[1])
    gap = max(3, round(mask.shape[1] * GAP))
    # A column stands for the step that begins with it: dots between two columns count.
    some = cv2.dilate(mask, np.ones((1, step), np.uint8), anchor=(0, 0))[:, ::step].copy()
    cols = some.shape[1]
    # Three rows count as one: a slanted thin line changes its row every few columns.
    runs = cv2.dilate(some, np.ones((3, 1), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, 1 + gap // step), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((1, max(4, 12 // step, round(cols * RUN))), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8, ltype=cv2.CV_16U)
    widths = stats[:, cv2.CC_STAT_WIDTH].copy()
    widths[0] = 0  # the background
    kept = np.argsort(-widths, kind="stable")[: min(MOST_RUNS, count - 1)]
    none = np.zeros(0, int)
    if widths[kept].sum() < FILLED * LONG * cols:
        return none, none, none, 0
    number = np.full(count, -1)
    number[kept] = np.arange(len(kept))
    found = cv2.findNonZero(some & runs)
    if found is None:  # only closed gaps
        return none, none, none, 0
    x, y = found.reshape(-1, 2).T.astype(int)
    run = number[labels[y, x]]
    return x[run >= 0], y[run >= 0], run[run >= 0], len(kept)


def _step(cols: int) -> int:
    return max(1, cols // FEWEST_COLUMNS)


def _trimmed(x, y, run, count: int, cols: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """The moments and the covered columns of each run, without the strokes and letters that hang on it."""
    moments, covered = _moments(x, y, run, count, cols)
    for _ in range(2):
        slope, start, off = _fit(moments.T)
        reach = 1.5 * np.sqrt(np.maximum(off, 1.0))
        near = np.abs(y - start[run] - slope[run] * x) < reach[run]
        moments, covered = _moments(x[near], y[near], run[near], count, cols)
    order = np.argsort(-covered.sum(axis=1), kind="stable")
    return [(moments[i], covered[i]) for i in order if covered[i].any()]


def _moments(x, y, run, count: int, cols: int) -> tuple[np.ndarray, np.ndarray]:
    """(runs, 6) sums of 1, x, y, xx, xy, yy, which add up where runs are joined; (runs, cols) bool, covered columns."""
    covered = np.zeros((count, cols), bool)
    covered[run, x] = True
    sums = [np.bincount(run, weights, count) for weights in (None, x, y, x * x, x * y, y * y)]
    return np.stack(sums, axis=1), covered


def _fit(moments: np.ndarray):
    """Slope, row at column 0 and mean squared distance of the straight line through pixels. moments: (6, ...)"""
    n = np.maximum(moments[0], 1)
    x, y, xx, xy, yy = moments[1:] / n
    together = xy - x * y
    slope = together / np.maximum(xx - x * x, 1e-6)
    return slope, y - slope * x, yy - y * y - slope * together


def _straight(moments: np.ndarray, covered: np.ndarray, rows: int, step: int) -> bool:
    slope, _, off = _fit(moments)
    thickness = moments[0] / covered.sum()
    return abs(slope) < STEEPEST * step and off < thickness**2 / 12 + BENT and thickness < max(3, rows * THICKEST)


def _joined(parts: list, rows: int, cols: int, step: int) -> list:
    """Runs in one straight line together, the longest first; only lines that are long."""
    lines = []
    # Mostly there are strokes alone: too few for a line even if all of them were in one.
    if sum(int(covered.sum()) for _, covered in parts) <= FILLED * LONG * cols:
        return lines
    while parts:
        (moments, covered), *others = parts
        parts = []
        for part in others:
            both = moments + part[0], covered | part[1]
            if _straight(*both, rows, step) and _filled(both[1]) > FILLED:
                moments, covered = both
            else:
                parts.append(part)
        at = np.flatnonzero(covered)
        if at[-1] - at[0] >= LONG * len(covered) and _filled(covered) > FILLED:
            lines.append((moments, covered))
    return lines


def _filled(covered: np.ndarray) -> float:
    at = np.flatnonzero(covered)
    return len(at) / (at[-1] + 1 - at[0])


def _rule(moments: np.ndarray, covered: np.ndarray, step: int, cols: int) -> Rule:
    slope, start, off = _fit(moments)
    at = np.flatnonzero(covered)
    # Tiny letters fill only half of their height: then how far their pixels lie apart says more.
    thickness = max(moments[0] / len(at), float(np.sqrt(12 * max(off, 0))))
    pieces = tuple((left * step, min(right * step, cols)) for left, right in runs_of(covered).tolist())
    return Rule(pieces[0][0], pieces[-1][1], float(start), float(slope) / step, float(thickness), pieces)
