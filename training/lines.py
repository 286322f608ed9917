"""Synthetic number lines: a writer writes a string on paper, a camera takes it, the app's own preprocessing brings
it to the network's form. The same random generator gives the same line."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training import paper
from training.hands import Glyph, SetHands, StrokeHands, draw_glyph
from training.strings import random_string
from webapp.reading.normalise import normalise_line


@dataclass(frozen=True)
class Style:
    """How one line is written; lengths in heights of a digit."""

    height: float
    """of a digit, in pixels"""
    gap: float
    """between characters; below 0 they touch and overlap"""
    slant: float
    climb: float
    """rise of the baseline a column"""
    unevenness: float
    """spread of the digits' sizes"""
    small_zeros: float
    """size of a 0 beside the other digits"""

    @classmethod
    def random(cls, rng: np.random.Generator) -> "Style":
        return cls(
            height=rng.uniform(22, 46),
            gap=_gap(rng),
            slant=float(np.clip(rng.normal(0.12, 0.2), -0.35, 0.65)),
            climb=rng.normal(0, 0.025),
            unevenness=rng.uniform(0.02, 0.12),
            small_zeros=rng.uniform(0.45, 0.9) if rng.random() < 0.4 else 1.0,
        )


def _gap(rng: np.random.Generator) -> float:
    """Touching, close, or spaced out."""
    ranges = [(-0.12, 0.05), (0.0, 0.25), (0.2, 0.9)]
    return rng.uniform(*ranges[rng.choice(3, p=[0.35, 0.45, 0.2])])


def make_line(
    hands: Sequence, weights: Sequence[float], digits: int, rng: np.random.Generator
) -> tuple[np.ndarray, str]:
    """One training line.

    hands: SetHands and StrokeHands to draw the writer from, by `weights`
    digits: how many digits the line has; 0 gives a line that holds no number
    returns: pixels (LINE_HEIGHT, cols) float32 0 paper .. 1 ink, and the text that they show
    """
    while True:
        text = random_string(digits, rng) if digits else ""
        source = hands[rng.choice(len(hands), p=weights)]
        if digits == 1 and isinstance(source, SetHands) and rng.random() < 0.6:
            grey = _bare_digit(source, text, rng)
        else:
            grey = _write_on_paper(source, text, rng)
        line = normalise_line(grey)
        # Ink too faint to survive normalising would teach the network to see what is not there.
        if line is not None:
            return line.pixels, text.replace(" ", "")


def _bare_digit(source: SetHands, text: str, rng: np.random.Generator) -> np.ndarray:
    """A digit as its set gives it, alone on its ground, turned and scaled a little."""
    pool = source.anyone[text]
    image = source.images[pool[rng.integers(len(pool))]]
    matrix = cv2.getRotationMatrix2D((13.5, 13.5), rng.normal(0, 6), rng.uniform(0.9, 1.1))
    matrix[0, 1] += rng.normal(0, 0.08)
    image = cv2.warpAffine(image, matrix, (28, 28), flags=cv2.INTER_LINEAR)
    return image if rng.random() < 0.7 else 255 - image


def _write_on_paper(source: SetHands | StrokeHands, text: str, rng: np.random.Generator) -> np.ndarray:
    style = Style.random(rng)
    if not text and rng.random() < 0.3:
        return paper.photograph(paper.blank_paper(rng.integers(20, 90), rng.integers(20, 260), rng), rng)
    writer = source.writer(rng, style.height, style.slant)
    glyphs = [_glyph(writer, style, c, rng) for c in text] if text else _not_a_number(style, rng)
    in_cells = bool(text) and " " not in text and rng.random() < 0.12
    starts = _cell_starts(glyphs, style, rng) if in_cells else _running_starts(glyphs, style, rng)
    if text and rng.random() < 0.25:
        glyphs, starts = _add_unread_marks(glyphs, starts, style, rng)
    return _compose(glyphs, starts, style, in_cells, rng)


def _glyph(writer, style: Style, character: str, rng: np.random.Generator) -> Glyph:
    if character.isdigit():
        scale = rng.normal(1.0, style.unevenness) * (style.small_zeros if character == "0" else 1.0)
        return writer.glyph(character, max(scale, 0.4), rng)
    if character == " ":
        width = max(1, round(style.height * rng.uniform(0.1, 0.4)))
        return np.zeros((1, width), np.uint8), 1
    thickness = getattr(writer, "thickness", max(2, round(0.09 * style.height)))
    return draw_glyph(_separator(character, rng), style.height, style.slant, thickness)


def _separator(character: str, rng: np.random.Generator) -> list[np.ndarray]:
    """Pen strokes in heights of a digit, y 1 on the baseline."""
    u = rng.uniform
    match character:
        case ".":
            x, y = u(0, 0.05), u(0.92, 1.05)
            return [np.array([[0, y], [x, y + u(-0.03, 0.05)]])]
        case ",":
            return [np.array([[u(0.05, 0.1), u(0.88, 0.98)], [0.06, 1.05], [u(-0.1, 0.02), u(1.1, 1.3)]])]
        case "-":
            y = u(0.4, 0.65)
            return [np.array([[0, y], [u(0.2, 0.45), y + u(-0.06, 0.06)]])]
        case "/":
            return [np.array([[u(0.2, 0.5), u(-0.25, 0.05)], [0, u(0.95, 1.25)]])]
    raise ValueError(f"no strokes for {character!r}")


def _running_starts(glyphs: list[Glyph], style: Style, rng: np.random.Generator) -> list[int]:
    """Left columns of glyphs written one after the other."""
    starts, x = [], 0.0
    for ink, _ in glyphs:
        starts.append(round(x))
        # A slanted 1 may start under its neighbour but never before it.
        x += max(ink.shape[1] + style.height * (style.gap + rng.normal(0, 0.05)), 3)
    return starts


def _cell_starts(glyphs: list[Glyph], style: Style, rng: np.random.Generator) -> list[int]:
    """Left columns of glyphs written one to a cell."""
    cell = max(max(ink.shape[1] for ink, _ in glyphs) + 3, round(style.height * rng.uniform(0.7, 1.3)))
    return [
        round(i * cell + (cell - ink.shape[1]) * np.clip(rng.normal(0.5, 0.15), 0, 1))
        for i, (ink, _) in enumerate(glyphs)
    ]


def _add_unread_marks(glyphs, starts, style: Style, rng: np.random.Generator):
    """Strokes that fill a cheque's line, and currency signs: part of the image, not of the number."""
    glyphs, starts = list(glyphs), list(starts)
    thickness = max(1, round(0.08 * style.height))
    end = starts[-1] + glyphs[-1][0].shape[1]
    if rng.random() < 0.6:
        mark = draw_glyph(_fill_strokes(rng), style.height, 0, thickness)
        glyphs.append(mark)
        starts.append(end + round(style.height * rng.uniform(0.1, 0.7)))
    else:
        sign = _currency_sign(style, thickness, rng)
        glyphs.insert(0, sign)
        starts.insert(0, starts[0] - sign[0].shape[1] - round(style.height * rng.uniform(0.1, 0.5)))
    return glyphs, starts


def _fill_strokes(rng: np.random.Generator) -> list[np.ndarray]:
    long, y = rng.uniform(0.7, 2.2), rng.uniform(0.4, 0.95)
    kind = rng.random()
    if kind < 0.5:
        return [np.array([[0, y], [long, y + rng.normal(0, 0.08)]])]
    if kind < 0.8:
        long *= 0.5
        return [np.array([[0, y], [long, y]]), np.array([[0.02, y - 0.22], [long, y - 0.2]])]
    if kind < 0.9:
        x = np.arange(0, long, 0.15)
        return [np.stack([x, y + 0.1 * (-1.0) ** np.arange(len(x))], axis=1)]
    size = rng.uniform(0.3, 0.6)
    return [np.array([[0, 0.9 - size], [size, 0.9]]), np.array([[size, 0.9 - size], [0, 0.9]])]


def _currency_sign(style: Style, thickness: int, rng: np.random.Generator) -> Glyph:
    if rng.random() < 0.5:
        s = np.array([[0.5, 0.2], [0.25, 0.08], [0.02, 0.25], [0.25, 0.5], [0.5, 0.75], [0.25, 0.95], [0, 0.8]])
        return draw_glyph([s, np.array([[0.27, -0.1], [0.25, 1.12]])], style.height, style.slant, thickness)
    return _printed(str(rng.choice(["$", "Rs", "Rs.", "EUR", "USD", "S/", "CHF", "No", "Kr"])), style, rng)


def _printed(text: str, style: Style, rng: np.random.Generator) -> Glyph:
    font, thick = int(rng.choice([0, 2, 3, 4])), int(rng.integers(1, 3))
    size = style.height * rng.uniform(0.5, 1.0) / 22
    (cols, rows), below = cv2.getTextSize(text, font, size, thick)
    ink = np.zeros((rows + below + 2, cols + 2), np.uint8)
    cv2.putText(ink, text, (1, rows), font, size, 255, thick, cv2.LINE_AA)
    return ink, rows


def _not_a_number(style: Style, rng: np.random.Generator) -> list[Glyph]:
    """Marks that hold no digit: a word in print, a scribble, fill strokes."""
    kind = rng.random()
    if kind < 0.4:
        letters = "".join(rng.choice(list("ABCDEFGHJKLMNPQRTUVWXYabcdefhkmnprtuvwxy"), rng.integers(2, 9)))
        return [_printed(letters, style, rng)]
    if kind < 0.8:
        steps = rng.normal(0, 0.4, (rng.integers(6, 25), 2)) + (0.12, 0)
        curve = np.cumsum(steps, axis=0)
        curve[:, 1] = 0.5 + 0.5 * np.tanh(curve[:, 1])
        return [draw_glyph([curve], style.height, 0, max(1, round(0.07 * style.height)))]
    return [draw_glyph(_fill_strokes(rng), style.height, 0, max(1, round(0.08 * style.height)))]


def _compose(glyphs, starts, style: Style, in_cells: bool, rng: np.random.Generator) -> np.ndarray:
    """Lay the glyphs on paper and photograph it. Returns (rows, cols) uint8."""
    left_paper, above, below, right_paper = (round(style.height * m) for m in _margins(rng))
    first = min(starts)
    cols = max(s + ink.shape[1] for (ink, _), s in zip(glyphs, starts, strict=True)) - first + left_paper + right_paper
    tops, bottoms = [], []
    for (ink, rise), start in zip(glyphs, starts, strict=True):
        y = -rise - round(style.climb * start) + round(rng.normal(0, 0.03) * style.height)
        tops.append(y)
        bottoms.append(y + ink.shape[0])
    baseline, rows = above - min(tops), above - min(tops) + max(bottoms) + below
    ink_layer = np.zeros((max(rows, 12), max(cols, 12)), np.uint8)
    for (ink, _), start, top in zip(glyphs, starts, tops, strict=True):
        _lay(ink_layer, ink, start - first + left_paper, baseline + top)
    if rng.random() < 0.06:
        _intrude(ink_layer, style, rng)
    sheet = paper.blank_paper(*ink_layer.shape, rng)
    top = baseline - round(style.height)
    if in_cells:
        paper.print_cells(sheet, _walls(glyphs, starts, left_paper - first), top, baseline, rng)
    elif rng.random() < 0.6:
        paper.print_rules(sheet, left_paper, cols - right_paper, top, baseline, rng)
    return paper.photograph(paper.lay_ink(sheet, ink_layer, rng), rng)


def _margins(rng: np.random.Generator) -> tuple[float, float, float, float]:
    """Paper around the ink, in heights of a digit: most crops leave some, a few cut into the ink."""
    return tuple(rng.uniform(-0.06, 0.1) if rng.random() < 0.3 else rng.uniform(0.05, 0.6) for _ in range(4))


def _lay(layer: np.ndarray, ink: np.ndarray, left: int, top: int) -> None:
    """Put a glyph into the layer, which is changed; what lies outside is cut off."""
    rows, cols = layer.shape
    upper, lower = max(top, 0), min(top + ink.shape[0], rows)
    west, east = max(left, 0), min(left + ink.shape[1], cols)
    if upper < lower and west < east:
        target = layer[upper:lower, west:east]
        np.maximum(target, ink[upper - top : lower - top, west - left : east - left], out=target)


def _intrude(layer: np.ndarray, style: Style, rng: np.random.Generator) -> None:
    """Ends of strokes that belong to the lines above or below."""
    rows, cols = layer.shape
    for _ in range(rng.integers(1, 4)):
        x, y = rng.uniform(0, cols), rows if rng.random() < 0.5 else 0
        reach = rng.uniform(0.05, 0.2) * style.height * (1 if y == 0 else -1)
        end = (int(x + rng.normal(0, 6)), int(y + reach))
        cv2.line(layer, (int(x), y), end, 255, max(1, round(0.07 * style.height)), cv2.LINE_AA)


def _walls(glyphs, starts, offset: int) -> list[int]:
    """Columns of cell walls: half way between neighbours, and one at each end."""
    ends = [s + ink.shape[1] for (ink, _), s in zip(glyphs, starts, strict=True)]
    between = [(end + start) // 2 for end, start in zip(ends[:-1], starts[1:], strict=True)]
    edge = max(4, round(0.2 * glyphs[0][0].shape[0]))
    return [x + offset for x in [starts[0] - edge, *between, ends[-1] + edge]]
