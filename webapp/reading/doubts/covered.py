"""What lies on a number or at its end: a finger, a reflection, a hole, another sheet, the dark beyond the paper's edge.
Nobody sees what is under it, and 4096 would be a sure 409."""

import cv2
import numpy as np

from webapp.reading.doubts.close_up import HALF, CloseUp

# Heights of a digit:
DIGIT, BESIDE = 0.3, 0.7  # half of one; from the number's ends on: there its next digit may be
WIDEST = 1.8  # of a spot that is lighter or darker than the paper before and behind it
# Of a spot, from its middle to where it ends: of what is seen beside strokes, and of what may be a stroke itself.
SMALLEST, THICKEST_STROKE = 0.12, 0.16
STEEP = 0.4  # over so much of the paper light changes slowly, over the edge of a thing at once
USUAL = 0.5  # at the number's end: that is how light its paper is
# Of the paper's light: of a spot that is lighter, which near white is never much, or darker; and where the number ends.
LIGHTER, DARKER, DARKER_AT_END = 0.09, 0.12, 0.08
CORE, BARE = 0.5, 0.05  # of a spot's depth; of that part, so much may be ink: through a highlighter's stroke it is seen
ROWS = 0.6  # of the number's: the edge of what covers a digit is in most of them
DARKEST = 8.0  # grey levels: what is darker has no light of which a share could be told


def is_covered(close: CloseUp) -> bool:
    """Whether the paper at the number is lighter or darker all at once, as where something lies on it or it ends."""
    return _has_bare_spot(close) or _ends_in_the_dark(close)


def _has_bare_spot(close: CloseUp) -> bool:
    """Whether a spot in which nothing is written touches the number, or the place of a digit beside it."""
    paper, height = close.paper.astype(np.float32), close.height
    wide = np.ones((1, round(WIDEST * height) | 1), np.uint8)
    opened, closed = (cv2.morphologyEx(paper, kind, wide) for kind in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE))
    light = np.maximum(closed, DARKEST)
    spots = [(spot, SMALLEST) for spot in _spots((paper - opened) / np.maximum(paper, DARKEST) > LIGHTER)]
    spots += [(spot, SMALLEST) for spot in _spots((closed - paper) / light > DARKER)]
    # What is narrower than half a digit passes for ink: a pencil's tip.
    spots += [(spot, THICKEST_STROKE) for spot in _spots((closed - paper * (1 - close.ink)) / light > DARKER)]
    left, top, right, bottom = close.box
    near = np.zeros(paper.shape, bool)
    first, last = max(0, int(left - BESIDE * height)), int(right + BESIDE * height) + 1
    near[max(0, int(top)) : int(bottom) + 1, first:last] = True
    ink = close.ink > HALF * close.full
    return any(_is_bare(spot, near, ink, smallest * height) for spot, smallest in spots)


def _spots(where: np.ndarray) -> list[np.ndarray]:
    """What hangs together and ends within what is seen, as paper beside a highlighter does not: (rows, cols) bool"""
    count, labels = cv2.connectedComponents(where.astype(np.uint8), connectivity=4)
    beyond = {*labels[:, 0].tolist(), *labels[:, -1].tolist()}
    return [labels == label for label in range(1, count) if label not in beyond]


def _is_bare(spot: np.ndarray, near: np.ndarray, ink: np.ndarray, smallest: float) -> bool:
    """Whether the middle of a spot, all of them (rows, cols) bool, lies near the number and holds no ink.

    smallest: pixels from there to where it ends
    """
    if not (spot & near).any():
        return False
    depth = cv2.distanceTransform(np.pad(spot.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    core = depth >= CORE * depth.max()
    return bool(depth.max() >= smallest and (core & near).any() and ink[core].mean() <= BARE)


def _ends_in_the_dark(close: CloseUp) -> bool:
    """Whether it is darker right before the number, or behind it, all at once."""
    _, top, _, bottom = close.box
    # From the middle of its first and last digit: its box goes on to what lies there.
    first, last = close.seen[[0, -1], 0]
    aside = (bottom - top) * (1 - ROWS) / 2
    rows = close.paper[max(0, int(top + aside)) : int(bottom - aside) + 1]
    if not rows.size:
        return False
    light = np.median(rows, axis=0).astype(float)
    before, behind = _darker(light[::-1], len(light) - first, close.height), _darker(light, last, close.height)
    return max(before, behind) > DARKER_AT_END


def _darker(light: np.ndarray, end: float, height: float) -> float:
    """By which share of the light it falls at once behind a number. light: (cols,); end: column of its last digit"""
    if len(light) < 2:
        return 0.0
    behind = int(min(max(end, 1), len(light) - 1))
    usual = float(np.median(light[max(0, behind - round(USUAL * height)) : behind]))
    columns = np.arange(behind, min(behind + round((DIGIT + BESIDE) * height) + 1, len(light)))
    falls = light[np.maximum(columns - max(1, round(STEEP * height)), 0)] - light[columns]
    return float(np.minimum(usual - light[columns], falls).max() / max(usual, DARKEST))
