"""Printed frames, cell walls and rules go, so that the writing in a crop stands alone.

Labels, barcodes and neighbours outside a frame are cut away. Walls between cells, and rules that stand alone, are
filled from both sides, so that a stroke which crosses one stays whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from webapp.reading.pixels.frame import Frame, find_frame
from webapp.reading.pixels.rules import Rule, find_rules

FEWEST_ROWS = 32  # a smaller crop has no room for printing around a number
SEARCH_ROWS, SEARCH_COLS = 240, 2000  # the crop is searched at this size: thin rules survive such shrinking
LONE_RULE = 0.75  # of the crop's width: shorter ones may be fill strokes
MOST_LONE_RULES = 3  # more are a texture
DARKER, BESIDE = 1.3, 0.5  # of a lone rule's darkness: a stroke on it, a stroke beside it


@dataclass(frozen=True, slots=True)
class Cleared:
    """The part of a crop that holds the writing, without printed lines."""

    grey: np.ndarray
    """(rows, cols) uint8"""
    left: int
    """Where it lies in the crop, in pixels."""
    top: int


def clear_printing(grey: np.ndarray) -> Cleared:
    """Cut a crop to the inside of its printed frame, and erase cell walls and rules.

    grey: (rows, cols) uint8, dark on light; it is not changed
    returns: the very crop where nothing is printed on it
    """
    if min(grey.shape) < FEWEST_ROWS:
        return Cleared(grey, 0, 0)
    scale = max(1.0, grey.shape[0] / SEARCH_ROWS, grey.shape[1] / SEARCH_COLS)
    small = _shrink(grey, scale)
    rules, darkness = find_rules(small)
    frame = find_frame(small, rules, darkness)
    lone = [rule for rule in rules if rule.printed >= LONE_RULE * small.shape[1]]
    if frame is None and not 0 < len(lone) <= MOST_LONE_RULES:
        return Cleared(grey, 0, 0)
    light = grey.copy()
    if frame is not None:
        return _inside(light, Frame(_scaled(frame.rails, scale), _scaled(frame.walls, scale)))
    for rule in _scaled(lone, scale):
        _fill(light, rule, careful=True)
    return Cleared(light, 0, 0)


def _shrink(grey: np.ndarray, scale: float) -> np.ndarray:
    if scale == 1:
        return grey
    size = (max(1, round(grey.shape[1] / scale)), max(1, round(grey.shape[0] / scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)


def _scaled(rules: Iterable[Rule], scale: float) -> tuple[Rule, ...]:
    return tuple(
        replace(
            rule,
            left=round(rule.left * scale),
            right=round(rule.right * scale),
            start=(rule.start + 0.5) * scale - 0.5,
            thickness=rule.thickness * scale,
            pieces=(),
        )
        for rule in rules
    )


def _inside(grey: np.ndarray, frame: Frame) -> Cleared:
    """The inside of a frame; what is left of rails and outer walls where they are slanted becomes paper.

    grey: (rows, cols) uint8, changed
    """
    for wall in frame.walls[1:-1]:
        _fill(grey.T, wall)
    rows, cols = grey.shape
    across, down = np.arange(cols), np.arange(rows)
    top, bottom = _edge(frame.rails[0], across, 1, rows), _edge(frame.rails[1], across, -1, rows)
    first, last = _edge(frame.walls[0], down, 1, cols), _edge(frame.walls[-1], down, -1, cols)
    # The walls count only between the rails, the rails only between the walls.
    middle = (int(first[rows // 2]) + int(last[rows // 2])) // 2
    between = slice(int(top[middle]), int(bottom[middle]) + 1)
    left, right = int(first[between].min(initial=cols)), int(last[between].max(initial=0))
    upper, lower = int(top[left:right].min(initial=rows)), int(bottom[left:right].max(initial=0))
    if left >= right or upper >= lower:
        return Cleared(grey, 0, 0)
    inside = grey[upper:lower, left:right]
    _wipe(inside, top[left:right] - upper)
    _wipe(inside[::-1], lower - bottom[left:right])
    _wipe(inside.T, first[upper:lower] - left)
    _wipe(inside.T[::-1], right - last[upper:lower])
    return Cleared(inside, left, upper)


def _edge(rule: Rule, columns: np.ndarray, side: int, rows: int) -> np.ndarray:
    """The first row past a rule's ink at each column; side: 1 below it, -1 above it (then half-open)."""
    return np.clip(np.round(rule.row(columns) + side * (rule.thickness / 2 + 1.5) + 0.5), 0, rows - 1).astype(int)


def _wipe(grey: np.ndarray, edge: np.ndarray) -> None:
    """Make the rows before the edge paper, as light as it is past the edge. edge: (cols,) rows"""
    deepest = int(edge.max(initial=0))
    if deepest <= 0:
        return
    at = np.clip(edge, 0, grey.shape[0] - 1)
    paper = grey[at, np.arange(grey.shape[1])]
    paper = cv2.dilate(paper[None], np.ones((1, max(3, grey.shape[0] // 3) | 1), np.uint8))
    before = np.arange(deepest)[:, None] < edge
    grey[:deepest] = np.where(before, paper, grey[:deepest])


def _fill(grey: np.ndarray, rule: Rule, careful: bool = False) -> None:
    """Replace a rule by the lighter of what lies on its two sides: paper, or a stroke that crosses it.

    careful: leave the rule where a stroke touches it or lies on it; digits stand on a rule, but only beside walls
    """
    rows, cols = grey.shape
    columns = np.arange(max(0, rule.left), min(cols, rule.right))
    reach = rule.thickness / 2 + 1
    first = np.floor(rule.row(columns) - reach).astype(int)
    band = np.clip(first + np.arange(int(2 * reach) + 3)[:, None], 0, rows - 1)
    pixels = grey[band, columns]
    # A slanted stroke leaves a rule a little beside where it came in.
    above, below = cv2.erode(pixels[[0, -1]], np.ones((1, 3), np.uint8))
    paper = np.maximum(above, below)
    if careful:
        level = cv2.dilate(paper[None], np.ones((1, 2 * rows + 1), np.uint8))[0].astype(int)
        depth = level - pixels.min(axis=0)
        usual = np.median(depth)
        stroke = (depth > DARKER * usual) | (level - np.minimum(above, below) > BESIDE * usual)
        stroke = cv2.dilate(stroke.astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0] > 0
        columns, band, pixels, paper = columns[~stroke], band[:, ~stroke], pixels[:, ~stroke], paper[~stroke]
    grey[band, columns] = np.maximum(pixels, paper)
