"""How a hand strikes out what it wrote: with a stroke or two, a slanted one, a zigzag, a cross, loops."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.writing.hands import draw_glyph
from training.writing.layout import Piece, Style, extent, place, running_starts

# One stroke through such a digit leaves a digit or another sign: a crossed 7, a slashed 0, a 4, a plus for a 1.
LIKE_CROSSED = {"line": frozenset("0147"), "slant": frozenset("017")}
# Most strike out with one stroke, or go to and fro till nothing can be read.
KINDS, SHARES = ("line", "lines", "slant", "zigzag", "cross", "loops"), (0.38, 0.14, 0.1, 0.24, 0.06, 0.08)
# One digit of a number is most often crossed out with a single slanted stroke.
SHARES_WITHIN = (0.27, 0.08, 0.35, 0.18, 0.08, 0.04)
MOST_DIGITS = 6  # of what is struck out whole: a longer number is rather written anew on another line
BEFORE, BEHIND = 0.3, 0.35  # heights that a strike begins before what it strikes out and ends behind it, at most
WITHIN = 0.2  # of that within a number, where the neighbours still count


@dataclass(frozen=True)
class Struck:
    """Digits that count no more."""

    digits: list[Piece]
    stroke: Piece
    """what strikes them out"""

    @property
    def pieces(self) -> list[Piece]:
        return [*self.digits, self.stroke]

    def moved(self, right: int, down: int) -> "Struck":
        *digits, stroke = (Piece(p.ink, p.left + right, p.top + down) for p in self.pieces)
        return Struck(digits, stroke)


def strike_out(
    digits: list[Piece], text: str, height: float, pen: int, rng: np.random.Generator, within: bool = False
) -> Struck:
    """Digits, one at least, with a strike over them.

    text: what they say; height: of a digit, in pixels; pen: the strike's thickness in pixels
    within: whether neighbours stand on both sides, which still count
    """
    around = extent(digits)
    wide, tall = (around.right - around.left) / height, (around.bottom - around.top) / height
    kind = _kind(text, rng, SHARES_WITHIN if within else SHARES)
    curves = _strokes(kind, wide, tall, WITHIN if within else 1.0, rng)
    ink, rise = draw_glyph([curve + (0, 1 - tall) for curve in curves], height, 0.0, pen)
    # The ink begins a pen and a pixel before the middle of the leftmost stroke.
    first = min(curve[:, 0].min() for curve in curves)
    return Struck(digits, Piece(ink, int(np.floor(around.left + first * height)) - pen - 1, around.bottom - rise))


def _strokes(kind: str, wide: float, tall: float, reach: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Curves in heights of a digit, from the upper left corner of what is struck out, which is so wide and tall.

    reach: share of BEFORE and BEHIND
    """
    u = rng.uniform
    before, after = u(-BEFORE, 0.08) * reach, wide + u(-0.08, BEHIND) * reach
    match kind:
        case "line":
            return [_line(before, after, tall * u(0.35, 0.65), rng)]
        case "lines":
            y, apart = tall * u(0.28, 0.5), u(0.12, 0.3)
            return [_line(before, after, y, rng), _line(before + u(-0.1, 0.1), after + u(-0.1, 0.1), y + apart, rng)]
        case "slant":
            ends = [(before, tall * u(0.8, 1.15)), (after, tall * u(-0.15, 0.2))]
            return [np.array(ends if rng.random() < 0.8 else [(x, tall - y) for x, y in ends])]
        case "zigzag":
            turns = max(4, round((after - before) / u(0.1, 0.3)))
            x = np.linspace(before, after, turns) + rng.normal(0, 0.03, turns)
            swing = u(0.2, 0.5) * (-1.0) ** np.arange(turns) * rng.uniform(0.7, 1.1, turns)
            return [np.stack([x, tall * (0.5 + swing)], axis=1)]
        case "cross":
            corners = np.array([[before, 0], [after, tall], [after, 0], [before, tall]]) + rng.normal(0, 0.08, (4, 2))
            return [corners[:2], corners[2:]]
        case "loops":
            turns = max(2, round(wide / u(0.2, 0.4)))
            angle = np.linspace(0, 2 * np.pi * turns, 10 * turns)
            x = before + (after - before) * angle / angle[-1] + u(0.1, 0.3) * np.cos(angle)
            return [np.stack([x, tall * (0.5 + u(0.25, 0.45) * np.sin(angle))], axis=1)]
    raise ValueError(f"no strike of kind {kind!r}")


def _line(start: float, end: float, y: float, rng: np.random.Generator) -> np.ndarray:
    """One stroke to the right that climbs, falls or bows a little."""
    climb, bow = rng.normal(0, 0.08), rng.normal(0, 0.05)
    return np.array([[start, y - climb], [(start + end) / 2, y + bow], [end, y + climb]])


def struck_number(writer, style: Style, pen: int, rng: np.random.Generator) -> Struck:
    """A number that its writer struck out, its first digit at 0."""
    text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, MOST_DIGITS + 1))))
    glyphs = [writer.glyph(c, max(rng.normal(1.0, style.unevenness), 0.4), rng) for c in text]
    return strike_out(place(glyphs, running_starts(glyphs, style, rng), style, rng), text, style.height, pen, rng)


def strike_curves(text: str, wide: float, tall: float, rng: np.random.Generator) -> list[np.ndarray]:
    """The strokes that strike out a whole number: curves of (points, 2) columns and rows in heights of a digit.

    text: what it says; wide, tall: its size in heights of a digit
    """
    return _strokes(_kind(text, rng, SHARES), wide, tall, 1.0, rng)


def _kind(text: str, rng: np.random.Generator, shares: Sequence[float]) -> str:
    """How characters are struck out: so that what is left is no other sign."""
    kind = str(rng.choice(KINDS, p=shares))
    return "zigzag" if len(text) == 1 and text in LIKE_CROSSED.get(kind, ()) else kind
