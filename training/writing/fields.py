"""Printed fields around a number, as on cheques and forms: a frame or cells, labels, a barcode, neighbours' writing.

Positions are those of layout.Piece: pixels from the start of the number's baseline, rows downwards.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from training.writing.hands import draw_glyph
from training.writing.layout import Extent, Piece, Style, extent, lay
from training.writing.marks import WORDS, cross, cursive, printed

UNEVEN = 0.35  # of the fields have lines that are not all alike
DATE_LETTERS = {4: ("DDMM", "MMYY", "YYYY"), 6: ("DDMMYY", "TTMMJJ", "JJMMAA"), 8: ("DDMMYYYY", "TTMMJJJJ", "JJMMAAAA")}


@dataclass(frozen=True)
class Field:
    """A frame with what is printed in and around it."""

    frame: Extent
    """Where the frame's lines run; its inside holds the number."""
    walls: tuple[int, ...]
    """Columns of the lines inside that part cells, or a currency sign from the number."""
    labels: tuple[Piece, ...]
    """Print outside the frame."""
    cells: bool
    comb: bool
    """Cells without a ceiling, their walls half as high."""
    outside: tuple[int, int, int, int]
    """Paper left, above, below and right of the frame, in pixels."""


def framed(number: list[Piece], marks: list[Piece], style: Style, rng: np.random.Generator) -> Field:
    """A frame around a running number and its marks: tight, or much larger than the writing."""
    around, own = extent([*number, *marks]), extent(number)
    h, tight = style.height, rng.random() < 0.3
    top, bottom = (rng.uniform(-0.05, 0.12, 2) if tight else rng.uniform(0.1, 0.6, 2)) * h
    left, right = (rng.uniform(0.02, 0.3, 2) if tight else rng.uniform((0.1, 0.1), (0.5, 1.8))) * h
    # The frame was printed for digits: a long slash or a comma may cross it.
    ceiling, floor = int(min(-h, own.top) - top), int(max(0, own.bottom) + bottom)
    frame = Extent(int(around.left - left), ceiling, int(around.right + right), floor)
    before = [m for m in marks if m.right <= own.left]
    walls = ((max(m.right for m in before) + own.left) // 2,) if before and rng.random() < 0.3 else ()
    outside = _outside(style, rng)
    return Field(frame, walls, _side_labels(frame, outside, style, rng), False, False, outside)


def celled(number: list[Piece], style: Style, rng: np.random.Generator) -> Field:
    """A row of cells around digits that stand one to a cell; some cells may stay empty before and after them."""
    h = style.height
    ends = [p.right for p in number]
    between = [(end + piece.left) // 2 for end, piece in zip(ends[:-1], number[1:], strict=True)]
    widths = np.diff(between) if len(between) > 1 else [max(number[0].right - number[0].left, 0) + 0.4 * h]
    cell = max(8, int(np.mean(widths)))
    first = between[0] - cell if between else number[0].left - int(0.2 * h)
    last = between[-1] + cell if between else ends[-1] + int(0.2 * h)
    walls = [min(first, number[0].left), *between, max(last, ends[-1])]
    for _ in range(_empty_cells(rng)):
        walls.insert(0, walls[0] - cell)
    for _ in range(_empty_cells(rng) // 2):
        walls.append(walls[-1] + cell)
    gaps = rng.uniform(0.03, 0.2, 2) if rng.random() < 0.4 else rng.uniform(0.1, 0.5, 2)
    top, bottom = (gaps * h).astype(int)
    frame = Extent(walls[0], int(-h) - int(top), walls[-1], int(bottom))
    outside = _outside(style, rng)
    labels = _side_labels(frame, outside, style, rng)
    if len(number) in DATE_LETTERS and len(walls) == len(number) + 1 and rng.random() < 0.6:
        labels = _date_labels(walls, frame, style, rng)
        outside = (*outside[:2], max(outside[2], int(0.8 * h)), outside[3])
    return Field(frame, tuple(walls[1:-1]), labels, True, rng.random() < 0.12, outside)


def empty_cells(style: Style, rng: np.random.Generator) -> tuple[list[Piece], Field]:
    """Cells without a digit: empty, or crossed out one by one. Returns what is written, and the field."""
    h, cells = style.height, int(rng.integers(1, 7))
    wide = int(h * rng.uniform(0.8, 1.3))
    pen = max(1, round(h * rng.uniform(0.05, 0.14)))
    crosses, filled = [], rng.random() < 0.7
    for i in range(cells):
        if filled and rng.random() < 0.8:
            size = rng.uniform(0.4, 0.9)
            ink, rise = draw_glyph(cross(size, rng), h, 0.0, pen)
            left = i * wide + int((wide - ink.shape[1]) * rng.uniform(0.3, 0.7))
            crosses.append(Piece(ink, left, -rise - int(rng.uniform(0, 0.1) * h)))
    frame = Extent(0, int(-1.2 * h), cells * wide, int(0.2 * h))
    outside = _outside(style, rng)
    walls = tuple(range(wide, cells * wide, wide))
    return crosses, Field(frame, walls, _side_labels(frame, outside, style, rng), True, False, outside)


def _empty_cells(rng: np.random.Generator) -> int:
    return int(rng.integers(1, 4)) if rng.random() < 0.2 else 0


def _outside(style: Style, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Paper around the frame: a crop may show much of it, a little, or cut the frame itself."""
    most = rng.choice([0.15, 0.5, 0.8])
    shares = rng.uniform(-0.05 if rng.random() < 0.3 else 0.05, most, 4)
    return tuple(int(share * style.height) for share in shares)


def _side_labels(frame: Extent, outside, style: Style, rng: np.random.Generator) -> tuple[Piece, ...]:
    """Words above, below or left of the frame where there is room; they may run out of the image."""
    labels, h = [], style.height
    left, above, below, _ = outside
    if above > 0.3 * h and rng.random() < 0.5:
        ink, _ = printed(str(rng.choice(WORDS)), min(above * 0.7, 0.5 * h), rng)
        x = int(rng.uniform(frame.left - ink.shape[1] / 2, frame.right - ink.shape[1] / 2))
        labels.append(Piece(ink, x, frame.top - above - int(rng.uniform(0, 0.4) * ink.shape[0])))
    if below > 0.3 * h and rng.random() < 0.35:
        ink, rise = printed(str(rng.choice(WORDS)), min(below * 0.6, 0.4 * h), rng)
        last = max(frame.left, frame.right - 0.5 * h)  # the cell of a lone 1 may be narrower than that
        labels.append(Piece(ink, int(rng.uniform(frame.left, last)), frame.bottom + int(0.1 * h)))
    if left > 0.25 * h and rng.random() < 0.4:
        ink, _ = printed(str(rng.choice(WORDS)), rng.uniform(0.3, 0.5) * h, rng)
        labels.append(Piece(ink, frame.left - ink.shape[1] - int(0.06 * h), int(rng.uniform(-0.9, -0.4) * h)))
    return tuple(labels)


def _date_labels(walls: list[int], frame: Extent, style: Style, rng: np.random.Generator) -> tuple[Piece, ...]:
    letters = str(rng.choice(DATE_LETTERS[len(walls) - 1]))
    size, down = style.height * rng.uniform(0.3, 0.5), int(style.height * rng.uniform(0.05, 0.2))
    seed, labels = int(rng.integers(1 << 30)), []
    for letter, west, east in zip(letters, walls[:-1], walls[1:], strict=True):
        # The same seed gives every letter the same font.
        ink, _ = printed(letter, size, np.random.default_rng(seed))
        # The font's room above the letter is left out: it would push the label away from its cell.
        top = int(np.flatnonzero(ink.any(axis=1))[0]) if ink.any() else 0
        labels.append(Piece(ink[top:], (west + east - ink.shape[1]) // 2, frame.bottom + down))
    return tuple(labels)


def print_field(layer: np.ndarray, field: Field, right: int, down: int, style: Style, rng: np.random.Generator) -> None:
    """Draw what is printed into `layer` (rows, cols) uint8, which is changed; positions move by `right` and `down`."""
    f = field.frame
    frame = Extent(f.left + right, f.top + down, f.right + right, f.bottom + down)
    lines = _Lines(layer, int(rng.choice([1, 1, 1, 2, 2, 3])), rng.random() < UNEVEN, rng)
    for x in field.walls:
        # Walls printed by machine stand a pixel off here and there.
        x = x + right + int(rng.integers(-1, 2))
        ceiling = (frame.top + 3 * frame.bottom) // 4 if field.comb else frame.top
        lines.draw((x, ceiling), (x, frame.bottom), thin=rng.random() < 0.2)
    _draw_frame(lines, frame, field, rng)
    for label in field.labels:
        lay(layer, label.ink, label.left + right, label.top + down)
    if rng.random() < 0.12:
        _draw_barcode(layer, frame, style, rng)
    if rng.random() < 0.3:
        _wear(layer, rng)


class _Lines:
    """The lines of one field: all alike, or each as dark and as whole as a scan in black and white leaves it."""

    def __init__(self, layer: np.ndarray, width: int, uneven: bool, rng: np.random.Generator):
        self.layer, self.width, self.uneven, self.rng = layer, width, uneven, rng

    def draw(self, start: tuple[int, int], end: tuple[int, int], thin: bool = False) -> None:
        """A line between two points, column and row; thin: a pixel wide."""
        rng, width = self.rng, 1 if thin else self.width
        if not self.uneven:
            cv2.line(self.layer, start, end, 255, width)
            return
        width, shade = int(rng.integers(1, width + 1)), int(rng.uniform(70, 256))
        ends = np.array([start, end], float)
        # A fifth of the lines is in pieces, of a few pixels or of half the line.
        shares = np.sort(rng.uniform(0, 1, 2 * int(rng.integers(1, 5)))) if rng.random() < 0.2 else [0.0, 1.0]
        for first, last in np.reshape(shares, (-1, 2)):
            a, b = (np.round(ends[0] + share * (ends[1] - ends[0])).astype(int).tolist() for share in (first, last))
            cv2.line(self.layer, a, b, shade, width)


def _draw_frame(lines: _Lines, frame: Extent, field: Field, rng: np.random.Generator) -> None:
    corners = (frame.left, frame.top), (frame.right, frame.bottom)
    layer, kind = lines.layer, rng.random()
    if field.comb:
        lines.draw((frame.left, frame.bottom), corners[1])
        for x in (frame.left, frame.right):
            lines.draw((x, (frame.top + 3 * frame.bottom) // 4), (x, frame.bottom))
    elif kind < 0.12 and not field.cells:
        _draw_dotted(layer, frame, rng)
    elif lines.uneven:
        for y in (frame.top, frame.bottom):
            lines.draw((frame.left, y), (frame.right, y))
        for x in (frame.left, frame.right):
            lines.draw((x, frame.top), (x, frame.bottom))
    else:
        cv2.rectangle(layer, *corners, 255, lines.width)
    if 0.12 <= kind < 0.22:
        gap = int(rng.integers(2, 5))
        cv2.rectangle(layer, (frame.left - gap, frame.top - gap), (frame.right + gap, frame.bottom + gap), 255, 1)
    elif 0.22 <= kind < 0.3:
        # A table's outer rule: one side is a bar.
        thick = int(rng.integers(4, 10))
        x = frame.left if rng.random() < 0.5 else frame.right
        cv2.line(layer, (x, 0), (x, layer.shape[0]), 255, thick)
    elif lines.uneven and kind > 0.75:
        # A dark column of the form beside the cells.
        cv2.rectangle(layer, (0, frame.top), (frame.left, frame.bottom), 255, -1)


def _draw_dotted(layer: np.ndarray, frame: Extent, rng: np.random.Generator) -> None:
    on, period = int(rng.integers(1, 5)), int(rng.integers(5, 9))
    rows, cols = layer.shape
    across = (np.arange(cols) % period < on) & (np.arange(cols) >= frame.left) & (np.arange(cols) <= frame.right)
    along = (np.arange(rows) % period < on) & (np.arange(rows) >= frame.top) & (np.arange(rows) <= frame.bottom)
    for y in (frame.top, frame.bottom):
        if 0 <= y < rows:
            layer[y, across] = 255
    for x in (frame.left, frame.right):
        if 0 <= x < cols:
            layer[along, x] = 255


def _draw_barcode(layer: np.ndarray, frame: Extent, style: Style, rng: np.random.Generator) -> None:
    """Bars at the right edge, lying as on Indian cheques, or standing."""
    rows, cols = layer.shape
    left = frame.right + int(style.height * rng.uniform(0.05, 0.2))
    if left < cols - 2:
        layer[:, left:] = bars(rows, cols - left, rng)


def bars(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    """Bars of 1 to 4 pixels, lying or standing. (rows, cols) uint8, 0 or 255"""
    lying = rng.random() < 0.7
    count = rows if lying else cols
    runs = np.repeat(np.arange(count) % 2, rng.integers(1, 5, count))[:count] * 255
    return np.broadcast_to(runs[:, None] if lying else runs[None], (rows, cols)).astype(np.uint8)


def _wear(layer: np.ndarray, rng: np.random.Generator) -> None:
    """Print that is broken in places: patches of it fade. The layer is changed."""
    rows, cols = layer.shape
    patches = rng.uniform(-0.8, 1.8, (max(2, rows // 8), max(2, cols // 8))).astype(np.float32)
    strength = np.clip(cv2.resize(patches, (cols, rows), interpolation=cv2.INTER_LINEAR), 0, 1)
    layer[:] = layer * strength


def row_above(field: Field, style: Style, pen: int, rng: np.random.Generator) -> Piece | None:
    """Handwriting of the row above that reaches into the crop, where there is paper above the frame."""
    above = field.outside[1]
    if above < 0.2 * style.height:
        return None
    ink, _ = cursive(style, pen, rng)
    top = field.frame.top - int(above * rng.uniform(0.1, 0.6)) - ink.shape[0]
    return Piece(ink, int(rng.uniform(field.frame.left - 20, field.frame.right - 10)), top)
