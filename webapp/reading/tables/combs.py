"""Fields of narrow cells: the digits in one are one number, also where the network saw some of them only, or apart."""

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from webapp.reading.pixels.rules import thin_strokes
from webapp.reading.pixels.strip import ROWS, ink_of
from webapp.reading.places.place import LONGEST, Found, Likelihood, Read, axes
from webapp.reading.result import Number
from webapp.reading.tables.cell_row import (
    FEWEST_CELLS,
    HIGH_INK,
    Strip,
    closed,
    highest,
    row_of,
    strip_of,
    walls_of,
)
from webapp.reading.tables.cells import is_parted

NEAR, WIDEST = 1.6, 1.9  # heights: how far from a place a wall of its cell may be; cells for one digit each
INSIDE = 0.3  # of the height: so much of a place lies in a cell that is its own
OWN = 0.5  # of a place, or of a cell, where one lies over the other
WALL = 0.02  # of the height: what is left out inside the outer walls
TALLER = 0.6  # of a place's height, above and below it, where the cells' rails are looked for
RAIL = 0.6  # of the row's length is printed at its upper edge, and at its lower one
MIDDLE = 0.16  # of that strip, where digits stand and rails do not
FEW, CLOSE = 3, 0.5  # characters; heights of the place from one to the next: in cells they are farther apart
CLEAR = 0.9  # confidence of a number that needs no second look
FAINTEST, FAINTEST_OF_INK = 3.0, 0.15  # of a rail: grey levels, share of what the darkest thin strokes take away
THIN, LEANING = 9, 5  # rows of the strip: rails, and how far they may lean
LIKELY = 0.8  # that the parts are numbers of their own: the network often trusts the first digit of a field too
NEXT_CELL = (0.4, 1.6)  # widths of a cell from one digit's middle to the next one's: neither the same nor the one after


@dataclass(frozen=True, slots=True)
class Field:
    """Filled cells that stand beside each other."""

    corners: np.ndarray
    """(4, 2) float32"""
    cells: int

    def holds(self, place: np.ndarray) -> bool:
        """Whether the middle of a place lies in it. place: corners"""
        return cv2.pointPolygonTest(self.corners, tuple(map(float, place.mean(axis=0))), False) >= 0


def find_fields(grey: np.ndarray, found: list[Found]) -> list[Field | None]:
    """Of each number the field of cells in which it stands. grey: (rows, cols) uint8, upright"""
    places = [one.corners for one in found]
    return [_field(grey, one.corners, places) if _is_spaced(one) else None for one in found]


def _is_spaced(one: Found) -> bool:
    """Whether the digits of a number stand as far apart as in cells, or are too few to tell."""
    _, _, width, height = axes(one.corners)
    count = len(one.number.text)
    return count < FEW or width > CLOSE * height * count


def join_cells(
    found: list[Found],
    fields: list[Field | None],
    read: Read,
    likelihood: Likelihood,
    is_cut_out: bool = False,
    origin: tuple[int, int] = (0, 0),
) -> list[Found]:
    """The numbers, but one for all digits of a field, where it reads as such.

    found: in reading order; fields: of each
    read: gives the number at a place with these corners and this score
    likelihood: of a number to be right: cells that are likelier each a number of its own, as a table's, stay so
    is_cut_out: whether somebody cut the image out, as a field and no table is
    origin: x, y in the image of where the corners are counted from
    """
    joined: list[Found] = []
    done: list[Field] = []
    tables: list[Field] = []
    for one, field in zip(found, fields, strict=True):
        if any(earlier.holds(one.corners) for earlier in done):
            continue
        if any(earlier.holds(one.corners) for earlier in tables):
            joined.append(one)
            continue
        parts = [other for other in found if field is not None and field.holds(other.corners)]
        whole = _whole(field, parts, read, np.array(origin, float)) if parts else None
        is_table = whole is not None and not is_cut_out and _are_apart(parts, whole, likelihood)
        if whole is None or is_table:
            joined.append(one)
            tables += [field] if is_table else []
            continue
        joined = [other for other in joined if not field.holds(other.corners)]
        joined.append(whole)
        done.append(field)
    return joined


def _are_apart(parts: list[Found], whole: Found, likelihood: Likelihood) -> bool:
    """Whether the parts, which hold every digit, are likely all right, and likelier so than the whole."""
    if sum(len(part.number.text) for part in parts) < len(whole.number.text):
        return False
    together = math.prod(likelihood(part) for part in parts)
    return together >= LIKELY and together > likelihood(whole)


def _whole(field: Field, parts: list[Found], read: Read, origin: np.ndarray) -> Found | None:
    """What a field holds; None where one part is all of it already, or it reads as no number in cells."""
    first = parts[0].number
    if (
        len(parts) == 1
        and _is_one_a_cell(first, field, origin)
        and len(first.text) == field.cells
        and first.confidence >= CLEAR
    ):
        return None
    score = min(part.score for part in parts)
    number = read(field.corners, score)
    return Found(field.corners, score, number) if number is not None and _is_one_a_cell(number, field, origin) else None


def _is_one_a_cell(number: Number, field: Field, origin: np.ndarray) -> bool:
    """Whether a number is digits alone, one a cell from the first one on, as crosses are none. Strokes of a number in a
    box may look like walls of cells, but points, slashes and more digits than cells then tell; so do signs and words
    between the digits where squares of the paper look like cells."""
    if not (number.text.isdigit() and 2 <= len(number.text) <= field.cells):
        return False
    seen = [digit.seen_at for digit in number.digits if digit.seen_at is not None]
    along = (field.corners[1] - field.corners[0]) / field.cells
    cells = (np.array(seen).reshape(-1, 2) - origin - field.corners[0]) @ along / (along @ along)
    steps = np.diff(cells)
    return bool(np.all((NEXT_CELL[0] < steps) & (steps < NEXT_CELL[1])))


def _field(grey: np.ndarray, place: np.ndarray, places: list[np.ndarray]) -> Field | None:
    """The field of cells in which a place stands; None where it stands in none."""
    _, _, width, height = axes(place)
    if not 0 < width <= LONGEST * height:
        return None
    strip = strip_of(grey, place, width, height)
    walls = walls_of(strip.grey)
    near = walls[(walls > strip.left - NEAR * ROWS) & (walls < strip.right + NEAR * ROWS)]
    row = closed(row_of(walls, near, WIDEST), strip)
    if len(row) <= FEWEST_CELLS:
        return None
    cells = list(pairwise(row))
    ink = ink_of(strip.grey)
    filled = [i for i, cell in enumerate(cells) if highest(ink, *cell) >= HIGH_INK * ROWS]
    inside = INSIDE * ROWS
    own = [i for i in filled if cells[i][0] < strip.right - inside and cells[i][1] > strip.left + inside]
    # A score row leaves cells out as it comes; a number is written into most of its field.
    if not own or 2 * len(filled) < len(cells):
        return None
    first, last = own[0], own[-1]
    while first - 1 in filled:
        first -= 1
    while last + 1 in filled:
        last += 1
    if last == first or not set(range(first, last + 1)) <= set(filled):
        return None
    if is_parted({i: _owner(strip, cells[i], places) for i in filled}) or not _has_rails(grey, place, strip, row):
        return None
    start, end = cells[first][0] + WALL * ROWS, cells[last][1] - WALL * ROWS
    left, right = strip.start + strip.along * start, strip.start + strip.along * end
    corners = np.stack([left, right, right + strip.down, left + strip.down]).astype(np.float32)
    return Field(corners, last - first + 1)


def _owner(strip: Strip, cell: tuple[float, float], places: list[np.ndarray]) -> np.ndarray | None:
    """The place in the strip's row that lies over a cell, or in it."""
    for place in places:
        columns = (place - strip.start) @ strip.along / (strip.along @ strip.along)
        row = (place.mean(axis=0) - strip.start) @ strip.down / (strip.down @ strip.down)
        shared = min(columns.max(), cell[1]) - max(columns.min(), cell[0])
        if 0 < row < 1 and shared >= OWN * min(columns.max() - columns.min(), cell[1] - cell[0]):
            return place
    return None


def _has_rails(grey: np.ndarray, place: np.ndarray, strip: Strip, row: list[float]) -> bool:
    """Whether lines close the cells above and below."""
    down = TALLER * (place[3] - place[0])
    tall = np.stack([place[0] - down, place[1] - down, place[2] + down, place[3] + down])
    _, _, width, height = axes(tall)
    around = strip_of(grey, tall, width, height)
    ends = (strip.start + np.outer((row[0], row[-1]), strip.along) - around.start) @ around.along
    left, right = np.clip(ends / (around.along @ around.along), 0, around.grey.shape[1]).astype(int)
    if right - left < ROWS // 8:
        return False
    thin = thin_strokes(around.grey, THIN, 1)
    faintest = max(FAINTEST, FAINTEST_OF_INK * float(np.percentile(thin, 99)))
    printed = (cv2.dilate(thin, np.ones((LEANING, 1), np.uint8)) > faintest)[:, left:right].mean(axis=1)
    above, below = round((0.5 - MIDDLE / 2) * ROWS), round((0.5 + MIDDLE / 2) * ROWS)
    return bool(printed[:above].max() >= RAIL and printed[below:].max() >= RAIL)
