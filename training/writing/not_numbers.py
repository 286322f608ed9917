"""Images that hold no digit: words, signatures, symbols, shapes, patterns, barcodes, empty fields, pieces of photos.

The reader is trained to read nothing in them, and measured on others, of kinds that it was never trained on as well.
What could be taken for a digit by a person (a lone O, l or S, a circle, a single upright stroke) is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training.writing import fields, marks, paper
from training.writing.hands import Glyph, SetWriter, StrokeHands, StrokeWriter, draw_glyph
from training.writing.layout import Style, extent, lay, margins, place

# A seed for measuring must give images that no training gave: this number goes before it.
HELD_BACK_SEED = 90210


def not_number_images(count: int, seed: int, hands: Sequence | None = None) -> Iterator[np.ndarray]:
    """Images for measuring what a reader makes of what is no number: every kind in turn, those held back among them.

    hands: writers for words, held back from training; without them words are printed or spell nothing
    returns: (rows, cols) uint8 grey, as a camera would give them, before any normalising
    """
    rng = np.random.default_rng([HELD_BACK_SEED, seed])
    kinds = [*TRAINED_ON, *HELD_BACK]
    for i in range(count):
        source = hands[rng.integers(len(hands))] if hands else StrokeHands()
        yield _image(kinds[i % len(kinds)], source, rng, held_back=True)


def not_a_number(source, rng: np.random.Generator) -> np.ndarray:
    """One image to train on. source: who writes the words. Returns (rows, cols) uint8 grey."""
    shares = np.array(list(TRAINED_ON.values()))
    kind = list(TRAINED_ON)[rng.choice(len(shares), p=shares / shares.sum())]
    return _image(kind, source, rng, held_back=False)


@dataclass(frozen=True)
class Hand:
    """Who draws an image that holds no digit, and with what."""

    writer: SetWriter | StrokeWriter
    style: Style
    pen: int
    """thickness of the strokes, in pixels"""
    held_back: bool
    """whether symbols are those held back from training"""


def _image(kind: "Kind", source, rng: np.random.Generator, held_back: bool) -> np.ndarray:
    style = Style.random(rng)
    writer = source.writer(rng, style.height, style.slant)
    pen = getattr(writer, "thickness", max(1, round(style.height * rng.uniform(0.05, 0.12))))
    drawn = kind(Hand(writer, style, pen, held_back), rng)
    return paper.photograph(_on_paper(drawn, style, rng) if isinstance(drawn, tuple) else drawn, rng)


def _on_paper(glyph: Glyph, style: Style, rng: np.random.Generator) -> np.ndarray:
    ink, rise = glyph
    left, above, right, below = (max(0, round(style.height * m)) for m in margins(rng))
    layer = cv2.copyMakeBorder(ink, above, below, left, right, cv2.BORDER_CONSTANT, value=0)
    sheet = paper.blank_paper(*layer.shape, rng)
    if rng.random() < 0.3:
        paper.print_rules(sheet, left, layer.shape[1] - right, above, above + rise, rng)
    return paper.lay_ink(sheet, layer, rng)


def _blank(hand: Hand, rng: np.random.Generator) -> np.ndarray:
    return paper.blank_paper(int(rng.integers(20, 90)), int(rng.integers(20, 260)), rng)


def _texture(hand: Hand, rng: np.random.Generator) -> np.ndarray:
    """Cloth, wood, a wall: noise drawn out along one direction."""
    rows, cols = int(rng.integers(24, 80)), int(rng.integers(40, 220))
    coarse = rng.normal(0, 1, (max(2, rows // int(rng.integers(1, 12))), max(2, cols // int(rng.integers(1, 30)))))
    noise = cv2.resize(coarse.astype(np.float32), (cols, rows), interpolation=cv2.INTER_CUBIC)
    return np.clip(rng.uniform(60, 220) + rng.uniform(8, 60) * noise, 0, 255).astype(np.float32)


def _photo_edges(hand: Hand, rng: np.random.Generator) -> np.ndarray:
    """Large faces of different greys: a desk beside the paper, a finger, a shadow's edge."""
    rows, cols = int(rng.integers(24, 80)), int(rng.integers(40, 220))
    image = np.full((rows, cols), rng.uniform(20, 250), np.float32)
    for _ in range(rng.integers(2, 6)):
        centre, reach = rng.uniform(-0.2, 1.2, 2) * (cols, rows), rng.uniform(0.5, 1.5) * max(rows, cols)
        angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 7))))
        corners = centre + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        cv2.fillPoly(image, [corners.astype(np.int32)], float(rng.uniform(10, 250)), cv2.LINE_AA)
    return image


def _field(hand: Hand, rng: np.random.Generator) -> np.ndarray:
    """Cells that nobody filled in, or that are crossed out."""
    crosses, field = fields.empty_cells(hand.style, rng)
    left, above, below, right = (max(0, side) for side in field.outside)
    f = field.frame
    shape = (max(12, f.bottom - f.top + above + below), max(12, f.right - f.left + left + right))
    ink, printed = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    move_right, move_down = left - f.left, above - f.top
    for piece in crosses:
        lay(ink, piece.ink, piece.left + move_right, piece.top + move_down)
    fields.print_field(printed, field, move_right, move_down, hand.style, rng)
    sheet = paper.lay_print(paper.blank_paper(*shape, rng), printed, rng)
    return paper.lay_ink(sheet, ink, rng)


def _word(hand: Hand, rng: np.random.Generator) -> Glyph:
    return marks.word(hand.writer, hand.style, hand.pen, rng)


def _words(hand: Hand, rng: np.random.Generator) -> Glyph:
    glyphs = [marks.word(hand.writer, hand.style, hand.pen, rng) for _ in range(2)]
    gap = round(0.4 * hand.style.height)
    return _joined(glyphs, [0, glyphs[0][0].shape[1] + gap], hand.style, rng)


def _signature(hand: Hand, rng: np.random.Generator) -> Glyph:
    return marks.signature(hand.style, hand.pen, rng)


def _scribble(hand: Hand, rng: np.random.Generator) -> Glyph:
    steps = rng.normal(0, 0.4, (rng.integers(14, 30), 2)) + (0.12, 0)
    curve = np.cumsum(steps, axis=0)
    curve[:, 1] = 0.5 + 0.5 * np.tanh(curve[:, 1])
    return draw_glyph([curve], hand.style.height, 0.0, hand.pen)


def _strokes(hand: Hand, rng: np.random.Generator) -> Glyph:
    return draw_glyph(marks.fill_strokes(rng), hand.style.height, 0.0, hand.pen)


def _symbols(hand: Hand, rng: np.random.Generator) -> Glyph:
    glyphs = [marks.any_symbol(hand.style, hand.pen, rng, hand.held_back) for _ in range(int(rng.choice([1, 1, 2, 3])))]
    starts = np.cumsum([0, *(ink.shape[1] + round(0.3 * hand.style.height) for ink, _ in glyphs[:-1])])
    return _joined(glyphs, starts.tolist(), hand.style, rng)


def _joined(glyphs: list[Glyph], starts: list[int], style: Style, rng: np.random.Generator) -> Glyph:
    pieces = place(glyphs, starts, style, rng)
    around = extent(pieces)
    layer = np.zeros((around.bottom - around.top, around.right - around.left), np.uint8)
    for piece in pieces:
        lay(layer, piece.ink, piece.left - around.left, piece.top - around.top)
    return layer, -around.top


def _shape(hand: Hand, rng: np.random.Generator) -> Glyph:
    """A check mark, a cross, an arrow, a triangle, a star, a heart, a face."""
    shapes = [_check, _cross, _arrow, _triangle, _star, _heart, _face]
    curves = [c * (rng.uniform(0.8, 1.4), 1) for c in shapes[rng.integers(len(shapes))](rng)]
    curves = [c + rng.normal(0, 0.015, c.shape) for c in curves]
    return draw_glyph(curves, hand.style.height, hand.style.slant / 2, hand.pen)


def _check(rng: np.random.Generator) -> list[np.ndarray]:
    return [np.array([[0, rng.uniform(0.4, 0.65)], [rng.uniform(0.2, 0.35), 1.0], [rng.uniform(0.8, 1.2), 0.0]])]


def _cross(rng: np.random.Generator) -> list[np.ndarray]:
    return marks.cross(rng.uniform(0.6, 1.0), rng)


def _arrow(rng: np.random.Generator) -> list[np.ndarray]:
    long = rng.uniform(1.0, 2.5)
    head = np.array([[long - 0.3, 0.25], [long, 0.5], [long - 0.3, 0.75]])
    arrow = [np.array([[0, 0.5], [long, 0.5]]), head]
    return arrow if rng.random() < 0.6 else [c * (-1, 1) for c in arrow]


def _triangle(rng: np.random.Generator) -> list[np.ndarray]:
    return [np.array([[0, 1.0], [rng.uniform(0.4, 0.8), 0.0], [1.1, 1.0], [0, 1.0]])]


def _star(rng: np.random.Generator) -> list[np.ndarray]:
    angle = np.arange(6) * 4 * np.pi / 5 - np.pi / 2
    return [0.5 + 0.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)]


def _heart(rng: np.random.Generator) -> list[np.ndarray]:
    t = np.linspace(0, 2 * np.pi, 30)
    x = np.sin(t) ** 3
    y = (13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    return [np.stack([0.5 + 0.5 * x, 0.5 - 0.5 * y], axis=1)]


def _face(rng: np.random.Generator) -> list[np.ndarray]:
    t = np.linspace(0, 2 * np.pi, 24)
    ring = 0.5 + 0.5 * np.stack([np.cos(t), np.sin(t)], axis=1)
    eyes = [np.array([[x, 0.32], [x, 0.42]]) for x in (0.33, 0.67)]
    smile = np.linspace(0.25, 0.75, 8)
    bend = 0.68 + rng.choice([-1, 1]) * 1.6 * (0.0625 - (smile - 0.5) ** 2)
    return [ring, *eyes, np.stack([smile, bend], axis=1)]


def _barcode(hand: Hand, rng: np.random.Generator) -> Glyph:
    rows, cols = round(hand.style.height * rng.uniform(0.8, 1.6)), round(hand.style.height * rng.uniform(2, 5))
    return fields.bars(rows, cols, rng), rows


def _pattern(hand: Hand, rng: np.random.Generator) -> Glyph:
    """Dots, stripes or a grid, as print has them."""
    rows, cols = round(hand.style.height * rng.uniform(0.8, 1.8)), round(hand.style.height * rng.uniform(1.5, 5))
    ink, step, thick = np.zeros((rows, cols), np.uint8), int(rng.integers(5, 12)), int(rng.integers(1, 4))
    kind = rng.random()
    if kind < 0.35:
        for y in range(step // 2, rows, step):
            for x in range(step // 2, cols, step):
                cv2.circle(ink, (x, y), thick, 255, -1)
    elif kind < 0.7:
        lean = int(rng.choice([-1, 1])) * rows
        for x in range(-2 * rows, cols + 2 * rows, step):
            cv2.line(ink, (x, 0), (x + lean, rows), 255, thick, cv2.LINE_AA)
    else:
        for i in range(thick):
            ink[i::step], ink[:, i::step] = 255, 255
    return ink, rows


def _staff(hand: Hand, rng: np.random.Generator) -> Glyph:
    """Music: five lines, and heads of notes on them."""
    rows, cols = round(1.2 * hand.style.height), round(hand.style.height * rng.uniform(3, 6))
    ink, step = np.zeros((rows, cols), np.uint8), max(4, rows // 6)
    for i in range(1, 6):
        cv2.line(ink, (0, i * step), (cols, i * step), 255, 1)
    for _ in range(rng.integers(3, 8)):
        x, y = int(rng.uniform(5, cols - 8)), int(rng.integers(2, 10)) * step // 2
        cv2.ellipse(ink, (x, y), (step * 2 // 3, step // 2), -20, 0, 360, 255, -1, cv2.LINE_AA)
        cv2.line(ink, (x + step * 2 // 3, y), (x + step * 2 // 3, max(0, y - 3 * step)), 255, 1, cv2.LINE_AA)
    return ink, rows


def _house(hand: Hand, rng: np.random.Generator) -> Glyph:
    walls = np.array([[0, 0.4], [0, 1], [1.2, 1], [1.2, 0.4], [0, 0.4], [0.6, -0.1], [1.2, 0.4]])
    door = np.array([[0.5, 1], [0.5, 0.65], [0.75, 0.65], [0.75, 1]])
    return draw_glyph([walls + rng.normal(0, 0.02, walls.shape), door], hand.style.height, 0.0, min(hand.pen, 4))


def _flower(hand: Hand, rng: np.random.Generator) -> Glyph:
    t, petals = np.linspace(0, 2 * np.pi, 70), int(rng.integers(5, 9))
    reach = 0.5 * np.abs(np.cos(petals * t / 2)) + 0.08
    outline = 0.5 + reach[:, None] * np.stack([np.cos(t), np.sin(t)], axis=1)
    return draw_glyph([outline], hand.style.height, 0.0, min(hand.pen, 3))


def _hatching(hand: Hand, rng: np.random.Generator) -> Glyph:
    """Strokes to and fro that black something out."""
    x = np.linspace(0, rng.uniform(1.0, 3.0), int(rng.integers(14, 40)))
    y = 0.5 + rng.uniform(0.3, 0.5) * (-1.0) ** np.arange(len(x)) + rng.normal(0, 0.05, len(x))
    return draw_glyph([np.stack([x, y], axis=1)], hand.style.height, hand.style.slant, hand.pen)


def _chessboard(hand: Hand, rng: np.random.Generator) -> Glyph:
    step, rows, cols = int(rng.integers(5, 14)), int(rng.integers(3, 6)), int(rng.integers(5, 12))
    board = (np.add.outer(np.arange(rows), np.arange(cols)) % 2 * 255).astype(np.uint8)
    return np.kron(board, np.ones((step, step), np.uint8)), rows * step


# A kind gives a glyph, to be laid on paper, or a whole sheet (rows, cols) float32.
Kind = Callable[[Hand, np.random.Generator], Glyph | np.ndarray]
TRAINED_ON: dict[Kind, float] = {
    _word: 3.0,
    _words: 1.0,
    _blank: 3.0,
    _field: 1.5,
    _shape: 1.5,
    _scribble: 1.0,
    _signature: 1.0,
    _symbols: 1.2,
    _strokes: 1.0,
    _texture: 0.7,
    _photo_edges: 0.7,
    _barcode: 0.5,
    _pattern: 0.7,
}
"""What lines without a number show, and how often."""

HELD_BACK: tuple[Kind, ...] = (_staff, _house, _flower, _hatching, _chessboard)
"""Kinds that only measure."""
