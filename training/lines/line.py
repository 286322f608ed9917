"""Synthetic number lines: a writer writes a string on paper, a camera takes it, the app's own preprocessing brings
it to the network's form. The same random generator gives the same line."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training.writing import fields, marks, paper
from training.writing.hands import Glyph, SetHands, SingleDigits, StrokeHands, bend, draw_glyph
from training.writing.layout import (
    Extent,
    Piece,
    Style,
    cell_starts,
    extent,
    intrude,
    lay,
    margins,
    place,
    running_starts,
)
from training.writing.ligatures import ligatures
from training.writing.not_numbers import not_a_number
from training.writing.strikes import Struck, strike_out, struck_number
from training.writing.strings import cell_string, random_string
from webapp.reading.normalise import LINE_HEIGHT, SIDE_PAPER, Line, normalise_line
from webapp.reading.result import Box
from webapp.reading.strings.candidates import SEPARATORS

FIELD_SHARE = 0.16  # of the lines stand in a printed field with paper around it
CELL_SHARE = 0.05  # stand in cells that the crop is cut to
JOINED_SHARE = 0.13  # of the lines are written by a hand that joins its digits
STRUCK_SHARE = 0.25  # of the lines without a number show one that is struck out
MISTAKE_SHARE = 0.03  # of the lines outside cells have a digit or two struck out, mostly with the right one behind it
WRITTEN_OVER_SHARE = 0.015  # of the lines have a digit written over another one, which still shows
MARK_SHARE = 0.24  # of the lines outside fields and cells have something beside the number that is not part of it
STRUCK_BESIDE = 0.06  # of those, a number that is struck out
LONE_STROKE_SHARE = 0.015  # of the single digits: a 1 that is one stroke, as large as a finger draws it on a screen
BARE = 0.75  # of the single digits of a set stand alone on their ground, as the set gives them
MOST_BENT_ALONE = 0.02  # such a digit is to stay as its writer wrote it
SMALLEST_DIGIT = 10  # rows of the network's input: smaller digits, with much printed around, teach nothing
# A separator, or what strikes something out, is there to the eye where this share of its ink lies beside all other ink,
# and so dark in the line: a strike that is mostly erased as a rule would teach that there is no number.
OWN_INK_SHOWS, SEPARATOR_INK, STRIKE_INK = 0.4, 0.3, 0.6


@dataclass(frozen=True)
class WrittenLine:
    """A number with all that stands around it."""

    text: str
    image: np.ndarray
    """(rows, cols) uint8"""
    number: Extent
    """where in the image it lies"""
    height: float
    """of its digits, in pixels"""
    separators: list[np.ndarray]
    """the pixels of the image (n, 2), column and row, of each separator's ink that is nobody else's"""
    strikes: list[np.ndarray]
    """the same of each strike's ink"""


def make_line(
    hands: Sequence,
    weights: Sequence[float],
    digits: int,
    rng: np.random.Generator,
    mishaps: float = 1.0,
    writes_over: bool = True,
) -> tuple[np.ndarray, str]:
    """One training line.

    hands: SetHands, StrokeHands and others like them to draw the writer from, by `weights`
    digits: how many digits the line has; 0 gives a line that holds no number; SingleDigits write one all the same
    mishaps: so many times as often as people do their writers strike out a digit, or write over one
    writes_over: whether they do write over any
    returns: pixels (LINE_HEIGHT, cols) float32 0 paper .. 1 ink, and the text that they show
    """
    while True:
        source = hands[rng.choice(len(hands), p=weights)]
        alone = isinstance(source, SingleDigits)
        alone = alone or digits == 1 and isinstance(source, SetHands) and rng.random() < BARE
        if digits == 1 and rng.random() < LONE_STROKE_SHARE:
            line, text = normalise_line(_lone_stroke(rng)), "1"
        elif alone:
            text = random_string(1, rng)
            line = normalise_line(_bare_digit(source, text, rng))
        elif digits == 0 and rng.random() >= STRUCK_SHARE:
            line, text = normalise_line(not_a_number(source, rng)), ""
        else:
            written = write_on_paper(source, digits, rng, mishaps, writes_over) if digits else _struck_out(source, rng)
            text, line = written.text, normalise_line(written.image)
            if line is not None and not shows(line, written.number, written.height):
                continue
            if line is not None and not shows_small_strokes(line, written):
                continue
        # Ink too faint to survive normalising would teach the network to see what is not there.
        if line is not None:
            return line.pixels, text.replace(" ", "")


def shows(line: Line, number: Extent, height: float) -> bool:
    """Whether the line holds the whole number, large enough to be read: a label beside it may be what was found.

    number: where it lies in the crop, in pixels; height: of its digits, in pixels of the crop
    """
    slack, box = 0.4 * height, line.box
    inside = box.left < number.left + slack and box.right > number.right - slack
    inside = inside and box.top < number.top + slack and box.bottom > number.bottom - slack
    return inside and height * LINE_HEIGHT / box.height >= SMALLEST_DIGIT


def shows_small_strokes(line: Line, written: WrittenLine) -> bool:
    """Whether nobody would miss a point, comma, dash or slash that the text has, nor what strikes something out: none
    lies in a neighbour's stroke, in a printed rule or below the crop."""
    # A picture taken from the side moves ink a little.
    seen = cv2.dilate(line.pixels, np.ones((3, 3), np.uint8))
    return all(_ink_of(pixels, seen, line.box) >= SEPARATOR_INK for pixels in written.separators) and all(
        _ink_of(pixels, seen, line.box) >= STRIKE_INK for pixels in written.strikes
    )


def _ink_of(pixels: np.ndarray, seen: np.ndarray, box: Box) -> float:
    """How dark a stroke is in the line on average: 0 not there, 1 full ink.

    pixels: (n, 2) column and row of its ink in the crop; seen: the line's pixels; box: what of the crop they show
    """
    rows, cols = seen.shape
    if not len(pixels):
        return 0.0
    across = (pixels[:, 0] + 0.5 - box.left) / box.width * (cols - 2 * SIDE_PAPER) + SIDE_PAPER
    down = (pixels[:, 1] + 0.5 - box.top) / box.height * rows
    x, y = across.astype(int), down.astype(int)
    inside = (across >= 0) & (x < cols) & (down >= 0) & (y < rows)
    return float(seen[y[inside], x[inside]].sum() / len(pixels))


def _lone_stroke(rng: np.random.Generator) -> np.ndarray:
    """A stroke from top to bottom and nothing else, drawn on a screen: on a photo it might be the wall of a cell.

    returns: (rows, cols) uint8, dark on white
    """
    height = rng.uniform(60, 500)
    lean, bow = rng.normal(0.02, 0.08), rng.normal(0, 0.02)
    curve = np.array([[lean, 0], [lean / 2 + bow, 0.5], [0, 1]])
    ink, _ = draw_glyph([curve], height, 0.0, max(2, round(height * rng.uniform(0.015, 0.06))))
    around = [round(height * rng.uniform(0.02, 0.3)) for _ in range(4)]
    return 255 - cv2.copyMakeBorder(ink, *around, cv2.BORDER_CONSTANT, value=0)


def _bare_digit(source: SetHands, text: str, rng: np.random.Generator) -> np.ndarray:
    """A digit as its set gives it, alone on its ground; turned, scaled and bent a little."""
    pool = source.anyone[text]
    image = bend(source.images[pool[rng.integers(len(pool))]], rng.uniform(0.0, MOST_BENT_ALONE), rng)
    matrix = cv2.getRotationMatrix2D((13.5, 13.5), rng.normal(0, 6), rng.uniform(0.9, 1.1))
    matrix[0, 1] += rng.normal(0, 0.08)
    image = cv2.warpAffine(image, matrix, (28, 28), flags=cv2.INTER_LINEAR)
    return image if rng.random() < 0.7 else 255 - image


def write_on_paper(
    source: SetHands | StrokeHands,
    digits: int,
    rng: np.random.Generator,
    mishaps: float = 1.0,
    writes_over: bool = True,
) -> WrittenLine:
    """A number with all that stands around it, photographed. mishaps, writes_over: as make_line takes them"""
    writer, style, pen = _someone(source, rng)
    kind = rng.random()
    in_field, in_cells = kind < FIELD_SHARE, kind > 1 - CELL_SHARE
    if in_field and rng.random() < 0.4 and digits <= 8:
        in_cells = True
    text = cell_string(digits, rng) if in_cells else random_string(digits, rng)
    struck: list[Struck] = []
    others: list[Piece] = []
    field = None
    if not in_cells and rng.random() < mishaps * MISTAKE_SHARE:
        number, mistake = _with_mistake(writer, style, pen, text, rng)
        struck.append(mistake)
    else:
        glyphs = [_glyph(writer, style, pen, c, rng) for c in text]
        starts = cell_starts(glyphs, style, rng) if in_cells else running_starts(glyphs, style, rng)
        number = place(glyphs, starts, style, rng)
    separators = [piece for piece, c in zip(number, text, strict=True) if c in SEPARATORS]
    if not struck and rng.random() < mishaps * WRITTEN_OVER_SHARE and writes_over:
        number, below = _written_over(number, text, writer, style, pen, rng)
        others.append(below)
    plain = not in_cells and not struck
    if plain and text[-3:-2] in (".", ",") and rng.random() < 0.15:
        number, stroke = _raise_cents(number, style, pen, rng)
        others.append(stroke)
        # They may do without their point: it is read all the same.
        separators = [piece for piece in separators if any(piece is still for still in number)]
    elif plain and rng.random() < JOINED_SHARE:
        number += ligatures(number, text, style.height, rng)
    row = [*number, *(piece for one in struck for piece in one.pieces)]
    if in_cells:
        field = fields.celled(number, style, rng)
    elif rng.random() < (0.75 if in_field else MARK_SHARE):
        if in_field or rng.random() >= STRUCK_BESIDE:
            others += _unread_marks(writer, row, style, pen, in_field, rng)
        else:
            struck.append(_struck_beside(writer, row, style, pen, rng))
    if in_field and not in_cells:
        field = fields.framed(row, others, style, rng)
    others += [piece for one in struck for piece in one.pieces]
    image, right, down = _compose(number, others, field, in_field, pen, style, rng)
    shown = _inside(image, extent(number), right, down)
    own_ink, strikes = (
        [_own_ink(piece, [*number, *others]) + (right, down) for piece in pieces]
        for pieces in (separators, [one.stroke for one in struck])
    )
    return WrittenLine(text, image, shown, style.height, own_ink, strikes)


def _someone(source: SetHands | StrokeHands, rng: np.random.Generator):
    """A writer, the style of one line and the thickness of the pen, in pixels."""
    style = Style.random(rng)
    writer = source.writer(rng, style.height, style.slant)
    return writer, style, getattr(writer, "thickness", max(2, round(0.09 * style.height)))


def _struck_out(source: SetHands | StrokeHands, rng: np.random.Generator) -> WrittenLine:
    """A number that is struck out, and nothing else."""
    writer, style, pen = _someone(source, rng)
    struck = struck_number(writer, style, pen, rng)
    image, right, down = _compose([], struck.pieces, None, False, pen, style, rng)
    shown = _inside(image, extent(struck.digits), right, down)
    strike = _own_ink(struck.stroke, struck.pieces) + (right, down)
    return WrittenLine("", image, shown, style.height, [], [strike])


def _struck_beside(writer, row: list[Piece], style: Style, pen: int, rng: np.random.Generator) -> Struck:
    """What was written first and struck out, mostly before what counts."""
    struck = struck_number(writer, style, pen, rng)
    own, around, gap = extent(struck.pieces), extent(row), round(rng.uniform(0.15, 0.9) * style.height)
    left = around.right + gap if rng.random() < 0.2 else around.left - gap - (own.right - own.left)
    right = left - own.left
    return struck.moved(right, -round(style.climb * right))


def _inside(image: np.ndarray, own: Extent, right: int, down: int) -> Extent:
    """What of an extent, moved so far right and down, the image shows."""
    return Extent(
        max(0, own.left + right),
        max(0, own.top + down),
        min(image.shape[1], own.right + right),
        min(image.shape[0], own.bottom + down),
    )


def _own_ink(piece: Piece, pieces: Sequence[Piece]) -> np.ndarray:
    """The pixels (n, 2), column and row, of a piece's ink that is not the others' too; none where most of it is."""
    around = np.zeros(np.add(piece.ink.shape, 2), np.uint8)
    for other in pieces:
        if other is not piece:
            lay(around, other.ink, other.left - piece.left + 1, other.top - piece.top + 1)
    beside = cv2.dilate(around, np.ones((3, 3), np.uint8))[1:-1, 1:-1] < 128
    ink = piece.ink >= 128
    if (ink & beside).sum() < OWN_INK_SHOWS * ink.sum():
        return np.zeros((0, 2), int)
    rows, columns = np.nonzero(ink & beside)
    return np.stack([columns + piece.left, rows + piece.top], axis=1)


def _with_mistake(writer, style: Style, pen: int, text: str, rng: np.random.Generator) -> tuple[list[Piece], Struck]:
    """A number, and in it a digit or two that were struck out, at its end too."""
    at = int(rng.choice([i for i, c in enumerate(f"{text}0") if c.isdigit()]))
    wrong = "".join(str(d) for d in rng.integers(0, 10, 1 if rng.random() < 0.75 else 2))
    glyphs = [_glyph(writer, style, pen, c, rng) for c in text[:at] + wrong + text[at:]]
    pieces = place(glyphs, running_starts(glyphs, style, rng), style, rng)
    mistake = strike_out(pieces[at : at + len(wrong)], wrong, style.height, pen, rng, within=True)
    return pieces[:at] + pieces[at + len(wrong) :], mistake


def _written_over(
    number: list[Piece], text: str, writer, style: Style, pen: int, rng: np.random.Generator
) -> tuple[list[Piece], Piece]:
    """A digit of the number written over another one, mostly pressed harder.

    returns: the number, and what stood there first
    """
    at = int(rng.choice([i for i, c in enumerate(text) if c.isdigit()]))
    over = number[at]
    other = str(rng.choice([c for c in "0123456789" if c != text[at]]))
    ink, _ = _glyph(writer, style, pen, other, rng)
    left = over.left + (over.ink.shape[1] - ink.shape[1]) // 2 + round(rng.normal(0, 0.06) * style.height)
    below = Piece(ink, left, over.bottom - ink.shape[0] + round(rng.normal(0, 0.05) * style.height))
    if rng.random() < 0.6:
        thicker = cv2.dilate(cv2.copyMakeBorder(over.ink, 1, 1, 1, 1, cv2.BORDER_CONSTANT), np.ones((3, 3), np.uint8))
        over = Piece(thicker, over.left - 1, over.top - 1)
    return [*number[:at], over, *number[at + 1 :]], below


def _glyph(writer, style: Style, pen: int, character: str, rng: np.random.Generator) -> Glyph:
    if character.isdigit():
        scale = rng.normal(1.0, style.unevenness) * (style.small_zeros if character == "0" else 1.0)
        return writer.glyph(character, max(scale, 0.4), rng)
    if character == " ":
        width = max(1, round(style.height * rng.uniform(0.1, 0.4)))
        return np.zeros((1, width), np.uint8), 1
    return marks.separator(character, writer, style, pen, rng)


def _raise_cents(number: list[Piece], style: Style, pen: int, rng: np.random.Generator) -> tuple[list[Piece], Piece]:
    """The last two digits small and high, a stroke under them, the point before them often left out.

    returns: the number, and the stroke
    """
    *whole, point, tens, units = number
    share, top = rng.uniform(0.5, 0.75), round(-style.height * rng.uniform(0.95, 1.15))
    tens, units = (_shrunk(piece, share) for piece in (tens, units))
    tens = Piece(tens, point.right + 1, top)
    units = Piece(units, tens.right + round(style.height * rng.uniform(0.0, 0.12)), top)
    stroke, _ = draw_glyph(
        [np.array([[0, 0.0], [(units.right - tens.left) / style.height, 0.0]])], style.height, 0.0, pen
    )
    under = Piece(stroke, tens.left - pen, max(tens.bottom, units.bottom) + round(style.height * rng.uniform(0, 0.12)))
    return [*whole, *([point] if rng.random() < 0.6 else []), tens, units], under


def _shrunk(piece: Piece, share: float) -> np.ndarray:
    return cv2.resize(piece.ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)


def _unread_marks(
    writer, number: list[Piece], style: Style, pen: int, in_field: bool, rng: np.random.Generator
) -> list[Piece]:
    """Closing strokes, currency signs, units, letters, words, brackets, rings: of the image, not of the number."""
    kinds = ("closing", "currency", "unit", "symbol", "word", "brackets", "letters", "ring")
    shares = [0.29, 0.15, 0.13, 0.08, 0.1, 0.1, 0.1, 0.05]
    if in_field:
        kinds, shares = ("closing", "currency", "both", "word"), [0.25, 0.2, 0.5, 0.05]
    kind, after = kinds[rng.choice(len(kinds), p=shares)], rng.random() < 0.5
    found = []
    if kind in ("closing", "both"):
        slashes = 0.65 if in_field else 0.36
        found.append(_beside(number, marks.closing(style, pen, rng, slashes), True, rng.uniform(0.05, 0.6), style))
    if kind in ("currency", "both"):
        found.append(_beside(number, marks.currency_sign(style, pen, rng), False, rng.uniform(0.08, 0.5), style))
    if kind == "unit":
        found.append(_beside(number, marks.unit(writer, style, pen, rng), True, rng.uniform(0.02, 0.5), style))
    if kind == "symbol":
        found.append(_beside(number, marks.any_symbol(style, pen, rng), after, rng.uniform(0.2, 0.8), style))
    if kind == "word":
        found.append(_beside(number, marks.word(writer, style, pen, rng), after, rng.uniform(0.4, 1.0), style))
    if kind == "letters":
        found.append(_beside(number, marks.letters(writer, style, rng), after, rng.uniform(0.0, 0.3), style))
    if kind == "ring":
        found.append(_ring(number, style, pen, rng))
    if kind == "brackets":
        # A sum's brackets open before one operand and close behind another, two at a time now and then.
        for after in ((False, True), (False,), (True,))[rng.choice(3)]:
            curves = marks.bracket(not after, rng)
            gap = rng.uniform(0.05, 0.3)
            for place in range(2 if rng.random() < 0.15 else 1):
                bracket = draw_glyph(curves, style.height, 0.0, pen)
                found.append(_beside(number, bracket, after, gap + place * rng.uniform(0.3, 0.45), style))
    return found


def _beside(number: list[Piece], mark: Glyph, after: bool, gap: float, style: Style) -> Piece:
    """A mark before or after the number, `gap` heights of a digit away, on its baseline."""
    ink, rise = mark
    around, gap = extent(number), round(gap * style.height)
    left = around.right + gap if after else around.left - gap - ink.shape[1]
    return Piece(ink, left, -rise - round(style.climb * left))


def _ring(number: list[Piece], style: Style, pen: int, rng: np.random.Generator) -> Piece:
    """A ring around the number, whose ends rarely meet."""
    around, size = extent(number), style.height
    across, down = (around.right - around.left) / 2 / size, (around.bottom - around.top) / 2 / size
    curve = marks.ring(across + rng.uniform(0.15, 0.5), down + rng.uniform(0.15, 0.45), rng)
    ink, rise = draw_glyph([curve + (across, 1 - down)], size, 0.0, pen)
    left = round(curve[:, 0].min() * size + across * size) - pen - 1
    return Piece(ink, around.left + left, around.bottom - rise)


def _compose(
    number: list[Piece], others: list[Piece], field: fields.Field | None, with_paper: bool, pen: int, style: Style,
    rng: np.random.Generator,
) -> tuple[np.ndarray, int, int]:  # fmt: skip
    """Lay the pieces on paper and photograph it.

    with_paper: whether a field shows with the paper around it, or the crop is cut to it
    returns: (rows, cols) uint8, and how far right and down the pieces have moved on it
    """
    around = extent([*number, *others])
    left, above, right, below = (round(style.height * m) for m in margins(rng))
    if field is not None and with_paper:
        around = _union(around, field.frame)
        left, above, below, right = field.outside
        row_above = fields.row_above(field, style, pen, rng) if rng.random() < 0.15 else None
        others = [*others, row_above] if row_above else others
    move_right, move_down = left - around.left, above - around.top
    shape = (max(12, around.bottom + move_down + below), max(12, around.right + move_right + right))
    ink = np.zeros(shape, np.uint8)
    for piece in (*number, *others):
        lay(ink, piece.ink, piece.left + move_right, piece.top + move_down)
    if rng.random() < 0.06:
        intrude(ink, style, rng)
    sheet = paper.blank_paper(*shape, rng)
    if field is not None:
        printed = np.zeros(shape, np.uint8)
        fields.print_field(printed, field, move_right, move_down, style, rng)
        sheet = paper.lay_print(sheet, printed, rng)
    elif rng.random() < 0.6:
        baseline = move_down
        paper.print_rules(sheet, left, shape[1] - right, baseline - round(style.height), baseline, rng)
    return paper.photograph(paper.lay_ink(sheet, ink, rng), rng), move_right, move_down


def _union(a: Extent, b: Extent) -> Extent:
    return Extent(min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom))
