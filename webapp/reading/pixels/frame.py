"""Printed frames: two rails with a wall at both ends, and the walls between their cells."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from webapp.reading.pixels.rules import Rule, thin_strokes
from webapp.reading.pixels.runs import runs_of

LOWEST, FEWEST_ROWS = 0.2, 16  # of the crop's height, and in pixels: lower ones are strokes
SAME_ENDS = 0.8  # of their columns are common to the two rails of a frame
CLOSED = 0.9  # of a wall's rows are printed
MEETS, MET = 0.1, 0.5  # of a wall's height, at each rail, so much of it is printed: a handwritten 1 ends before
AT_END = 0.12  # of a frame's height: how far an outer wall stands from where a rail begins or ends
END = 0.1  # of the rails: outer walls stand in this part
FEWEST_CELL_WALLS = 3  # make a row of cells, even where the crop cuts off an end
CORNER = 0.1  # of a frame's height: so far from the crop's edge both rails end where a corner is seen
MOST_RULES = 3  # on a crop where corners tell: more are a texture, of which some always end at a stroke
AT_EDGE = 0.3  # of a frame's height: how far from the crop's edge a row of cells may be cut off
WALL_GAP = 1 / 7  # of its height: where strokes cross or run along it
THICKEST_WALL = 1 / 12  # of its height
INSET, INSET_OF_WIDTH = 0.1, 0.15  # of a cell's height, of its width: the lesser is left out beside a wall
UNEVEN = 0.25  # of a cell's width: one whose outer wall is not seen may be so much wider or narrower
HIGH = 0.4  # of a frame's height: lower marks are no digits
FEWEST_BOXES, MOSTLY = 4, 0.7  # parts of a rail that lie side by side as boxes do; so many of them evenly


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that surrounds the writing."""

    rails: tuple[Rule, Rule]
    """Above and below."""
    walls: tuple[Rule, ...]
    """From the left; rules of the transposed image."""


def find_frame(grey: np.ndarray, rules: list[Rule], darkness: int) -> Frame | None:
    """The highest frame among rules.

    grey: (rows, cols) uint8, dark on light; rules and darkness: as find_rules gives them
    """
    frames = []
    for above, top in enumerate(rules):
        for bottom in rules[above + 1 :]:
            height = _height(top, bottom)
            if height < max(FEWEST_ROWS, LOWEST * grey.shape[0]):
                continue
            walls = _find_walls(grey, top, bottom, darkness)
            walls = _closed(walls, top, bottom, height, grey.shape[1], len(rules) <= MOST_RULES)
            if walls:
                walls = _with_written_ends(walls, grey, top, bottom, darkness)
                frames.append((height, Frame((top, bottom), tuple(walls))))
            # The next rail down would make a frame of two rows.
            break
    return max(frames, key=lambda frame: frame[0])[1] if frames else None


def _height(top: Rule, bottom: Rule) -> float:
    """Rows between two rules, 0 where they are no rails of one frame."""
    left, right = max(top.left, bottom.left), min(top.right, bottom.right)
    if right - left < SAME_ENDS * max(top.right - top.left, bottom.right - bottom.left):
        return 0.0
    return bottom.row((left + right) / 2) - top.row((left + right) / 2)


def _closed(walls: list[Rule], top: Rule, bottom: Rule, height: float, cols: int, few_rules: bool) -> list[Rule]:
    """The walls from one end of the rails to the other, or none where they do not close them.

    Of a row of cells one end may be cut off by the crop's edge, or lie beside a dark column: there a wall without ink
    is added, where there are walls enough or the other end is a corner that the crop shows.
    """
    left, right = max(top.left, bottom.left), min(top.right, bottom.right)
    outer = END * (right - left)
    pieces = top.pieces + bottom.pieces
    starts = [start for start, _ in pieces if start < left + outer]
    ends = [end for _, end in pieces if end > right - outer]
    near = max(4, AT_END * height)
    first = [at for at, wall in enumerate(walls) if min(abs(_middle(wall) - start) for start in starts) <= near]
    last = [at for at, wall in enumerate(walls) if min(abs(_middle(wall) - end) for end in ends) <= near]
    if first and last:
        return walls[first[0] : last[-1] + 1] if first[0] < last[-1] else []
    corner = CORNER * height
    if last and left <= AT_EDGE * height:
        shown = few_rules and cols - max(top.right, bottom.right) >= corner
        if shown or len(walls) >= FEWEST_CELL_WALLS:
            return [_without_ink(walls[0], left - 1), *walls[: last[-1] + 1]]
    if first and cols - right <= AT_EDGE * height:
        shown = few_rules and min(top.left, bottom.left) >= corner
        if shown or len(walls) >= FEWEST_CELL_WALLS:
            return [*walls[first[0] :], _without_ink(walls[-1], right)]
    return []


def _with_written_ends(walls: list[Rule], grey: np.ndarray, top: Rule, bottom: Rule, darkness: int) -> list[Rule]:
    """The walls of a row of cells, with one without ink where a rail goes on for a cell more and a digit stands in it.

    A wall that is too pale, or that a stroke hides, would else cut off the first digit; so would the stem of a 4 that
    is taken for a wall.
    """
    cell = _cell(walls, top, bottom)
    if cell is None:
        return walls
    left, right = min(top.left, bottom.left), max(top.right, bottom.right)
    inner = _inner_walls(walls, left, cell)
    if inner and _is_written(grey, top, bottom, left, round(left + cell), darkness):
        walls = [_without_ink(inner[0], left - 1), *inner]
    inner = _inner_walls(walls[::-1], right, cell)
    if inner and _is_written(grey, top, bottom, round(right - cell), right, darkness):
        walls = [*inner[::-1], _without_ink(inner[0], right)]
    return walls


def _cell(walls: list[Rule], top: Rule, bottom: Rule) -> float | None:
    """How wide the cells of a row are: from its walls, or from the boxes of its rails; None where it is none."""
    if len(walls) >= FEWEST_CELL_WALLS:
        return float(np.median(np.diff([_middle(wall) for wall in walls])))
    boxes = max(top.pieces, bottom.pieces, key=len)
    if len(boxes) < FEWEST_BOXES:
        return None
    apart = np.diff([left for left, _ in boxes])
    cell = float(np.median(apart))
    return cell if (np.abs(apart - cell) < UNEVEN * cell).mean() >= MOSTLY else None


def _inner_walls(walls: list[Rule], end: int, cell: float) -> list[Rule]:
    """The walls that stay where a rail goes on behind the first of them for a cell more; none where it does not.

    walls: from one end on, either one; end: the rail's there
    """
    first, second = (abs(_middle(wall) - end) / cell for wall in walls[:2])
    if abs(first - 1) < UNEVEN:
        return walls
    # Between the places of walls stands a stroke.
    return walls[1:] if abs(second - 2) < UNEVEN and UNEVEN < first % 1 < 1 - UNEVEN and len(walls) > 2 else []


def _is_written(grey: np.ndarray, top: Rule, bottom: Rule, left: int, right: int, darkness: int) -> bool:
    """Whether a mark as high as a digit stands between two rails and two columns."""
    middle = (left + right) / 2
    high, low = round(top.row(middle) + top.thickness), round(bottom.row(middle) - bottom.thickness)
    inset = round(min(INSET * (low - high), INSET_OF_WIDTH * (right - left)))
    cell = grey[max(0, high) : max(0, low), max(0, left + inset) : max(0, right - inset)]
    if min(cell.shape) == 0:
        return False
    ink = (cell < np.median(cell) - darkness).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return bool((stats[1:, cv2.CC_STAT_HEIGHT] >= HIGH * cell.shape[0]).any())


def _without_ink(wall: Rule, column: int) -> Rule:
    return replace(wall, start=wall.start - _middle(wall) + column, thickness=0.0)


def _middle(rule: Rule) -> float:
    return rule.row((rule.left + rule.right) / 2)


def _find_walls(grey: np.ndarray, top: Rule, bottom: Rule, darkness: int) -> list[Rule]:
    """Lines from rail to rail, upright to them, from the left."""
    upright, slope, left = _upright(grey, top, bottom)
    height = upright.shape[0]
    thin = thin_strokes(upright, 1, max(5, round(height * THICKEST_WALL * 1.5)) | 1)
    mask = cv2.threshold(thin, darkness, 1, cv2.THRESH_BINARY)[1]
    gap = max(3, round(height * WALL_GAP))
    # Paper above and below: gaps at the rails stay open, as they tell a handwritten 1 from a wall.
    near = cv2.copyMakeBorder(cv2.dilate(mask, np.ones((1, 3), np.uint8)), gap, gap, 0, 0, cv2.BORDER_CONSTANT, value=0)
    near = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))[gap:-gap]
    ends = max(2, round(height * MEETS))
    closed = near.mean(axis=0) >= CLOSED
    closed &= (near[:ends].mean(axis=0) >= MET) & (near[-ends:].mean(axis=0) >= MET)
    printed = mask.sum(axis=0) / height
    walls = []
    for first, past in runs_of(closed):
        thickness = float(printed[max(0, first - 1) : past + 1].sum())
        if thickness > max(3, THICKEST_WALL * height):
            continue
        column = left + (first + past - 1) / 2
        row = top.row(column)
        walls.append(Rule(round(row), round(bottom.row(column)), column + slope * row, -slope, thickness))
    return walls


def _upright(grey: np.ndarray, top: Rule, bottom: Rule) -> tuple[np.ndarray, float, int]:
    """What lies between two rails, turned so that its walls stand upright; the slope, and the column of its left."""
    left, right = max(top.left, bottom.left), min(top.right, bottom.right)
    beside = round(0.1 * abs(bottom.start - top.start)) + 3
    left, right = max(0, left - beside), min(grey.shape[1], right + beside)
    slope = (top.slope + bottom.slope) / 2
    middle = (left + right) / 2
    inset = (top.thickness + bottom.thickness) / 4 + 1
    first = top.row(middle) + inset
    height = max(1, round(bottom.row(middle) - inset - first))
    # (column, row) of the upright image to the crop's: rows follow the rails, columns follow the walls.
    there = np.array([[1, -slope, left], [slope, 1, first - slope * (middle - left)]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    upright = cv2.warpAffine(grey, there, (right - left, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return upright, slope, left
