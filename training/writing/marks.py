"""What stands in and beside a number without being a digit: separators, closings, currency signs, symbols, words.

Every function gives a glyph: ink (rows, cols) uint8, 255 ink, and how far its top lies above the baseline, in pixels.
Curves are in heights of a digit, x to the right, y 0 at the top of a digit and 1 on the baseline.
"""

from functools import cache, lru_cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.data import datasets
from training.writing.hands import Glyph, draw_glyph
from training.writing.layout import Style

# Letters that cannot be taken for a digit, whoever writes them, even where one stands alone.
CLEAR_LETTERS = "EFHKMNRWXkmwx"
CODE_LETTERS = "AEFHKLMNRVWXkmnwx"  # those, and some that no digit is written like next to digits
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYabcdefhkmnprtuvwxy"
WORDS = (
    "Amount", "Total", "Date", "DATE", "only", "Only", "paid", "Rupees", "Summe", "Datum", "Betrag", "Fecha", "Monto",
    "pesos", "PAY", "Rs", "Euro", "Dollars", "Name", "Account", "Cheque", "Bank", "VALID FOR THREE MONTHS ONLY",
    "CANARA BANK", "Signature", "Please sign above", "Montant", "Importe", "Firma", "hundred", "thousand", "and", "kg",
    "Tel", "Fax", "PLZ", "Code", "Form", "Page", "Marks", "Score", "Answer", "months only from the date", "Postcode",
    "BULAN", "TAHUN", "Quantity", "Price", "Valeur", "A/c payee", "or bearer", "No.", "Ref", "Jan", "March", "Sept",
)  # fmt: skip
CURRENCIES = ("$", "Rs", "Rs.", "EUR", "USD", "S/", "CHF", "No", "Kr", "XCD", "R$", "INR", "US$", "EC$", "SEK", "NT$")
UNITS = ("%", "%", "%", "%", "kg", "kg", "km", "cm", "mm", "m")  # none that is one letter like a digit
_UNIT_LETTERS = {
    "k": [[(0.06, 0.0), (0.04, 0.5), (0.03, 1.0)], [(0.34, 0.42), (0.2, 0.6), (0.06, 0.7)],
          [(0.12, 0.66), (0.24, 0.82), (0.38, 1.0)]],
    "g": [[(0.34, 0.5), (0.2, 0.42), (0.04, 0.58), (0.06, 0.84), (0.22, 0.86), (0.34, 0.6), (0.34, 0.5)],
          [(0.34, 0.48), (0.34, 0.9), (0.28, 1.28), (0.1, 1.34), (0.02, 1.2)]],
    "m": [[(0.03, 0.44), (0.03, 0.7), (0.02, 1.0)], [(0.03, 0.6), (0.13, 0.45), (0.22, 0.56), (0.22, 1.0)],
          [(0.22, 0.6), (0.33, 0.45), (0.43, 0.56), (0.45, 1.0)]],
    "c": [[(0.3, 0.52), (0.18, 0.43), (0.04, 0.58), (0.04, 0.84), (0.18, 1.0), (0.32, 0.9)]],
}  # fmt: skip
SYMBOLS = ("addition_plus", "subtraction_minus", "multiplication_cross", "multiplication_dot", "division_obelus")


DIGITS = frozenset("0123456789")


def characters_of(writer) -> frozenset[str]:
    """What a writer can write: digits, and with some hands letters and separators."""
    return getattr(writer, "characters", DIGITS)


def separator(character: str, writer, style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """A point, comma, dash or slash inside the number."""
    if character in characters_of(writer) and rng.random() < 0.7:
        return writer.glyph(character, 1.0, rng)
    if character == "/" and rng.random() < 0.25 and symbol_images():
        return symbol("division_slash", style, rng, size=rng.uniform(0.9, 1.4))
    return draw_glyph(_separator(character, rng), style.height, style.slant, pen)


def _separator(character: str, rng: np.random.Generator) -> list[np.ndarray]:
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


def closing(style: Style, pen: int, rng: np.random.Generator, slashes: float = 0.36) -> Glyph:
    """What fills the room after an amount: /-, =, ---, a wave, crosses, an asterisk, a full stop.

    slashes: share of /- and its like among them
    """
    shares = np.array([0.63, 0.11, 0.09, 0.06, 0.11]) * (1 - slashes)
    kind = rng.choice(["slash", "fill", "flourish", "stars", "hash", "stop"], p=[slashes, *shares])
    curves = {
        "fill": fill_strokes,
        "slash": _slash_ending,
        "flourish": _flourish,
        "stars": _stars,
        "hash": _hash,
        "stop": lambda rng: _separator(str(rng.choice([".", ","])), rng),
    }[str(kind)](rng)
    return draw_glyph(curves, style.height, style.slant if kind in ("slash", "hash") else 0.0, pen)


def fill_strokes(rng: np.random.Generator) -> list[np.ndarray]:
    """A dash, two dashes, a zigzag or a cross."""
    long, y = rng.uniform(0.3, 2.2), rng.uniform(0.4, 0.95)
    kind = rng.random()
    if kind < 0.5:
        return [np.array([[0, y], [long, y + rng.normal(0, 0.08)]])]
    if kind < 0.8:
        long *= 0.5
        return [np.array([[0, y], [long, y]]), np.array([[0.02, y - 0.22], [long, y - 0.2]])]
    if kind < 0.9:
        x = np.arange(0, long + 0.3, 0.15)
        return [np.stack([x, y + 0.1 * (-1.0) ** np.arange(len(x))], axis=1)]
    return cross(rng.uniform(0.3, 0.6), rng)


def _slash_ending(rng: np.random.Generator) -> list[np.ndarray]:
    """/- /= or |—: the slash is taller than the digits, as it crosses the frame."""
    u = rng.uniform
    top, bottom, lean = u(-0.55, 0.15), u(0.9, 1.5), u(0.0, 0.6)
    slash = np.array([[lean, top], [lean * u(0.45, 0.55), (top + bottom) / 2], [0, bottom]])
    y, long = u(0.4, 0.75), u(0.25, 1.3)
    start = lean * 0.5 + (u(-0.05, 0.3) if rng.random() < 0.6 else u(0.3, 0.7))
    dash = np.array([[start, y], [start + 0.5 * long, y + rng.normal(0, 0.06)], [start + long, y + rng.normal(0, 0.1)]])
    return [slash, dash, dash + (0.03, 0.2)] if rng.random() < 0.25 else [slash, dash]


def _flourish(rng: np.random.Generator) -> list[np.ndarray]:
    """A long stroke with a bend, as the last digit's end drawn out."""
    x = np.linspace(0, rng.uniform(1.2, 2.6), 14)
    bend = rng.uniform(0.05, 0.2) * np.sin(x * rng.uniform(1, 4) + rng.uniform(0, 6))
    return [np.stack([x, rng.uniform(0.5, 0.95) + bend], axis=1)]


def _stars(rng: np.random.Generator) -> list[np.ndarray]:
    curves, size, y = [], rng.uniform(0.15, 0.3), rng.uniform(0.35, 0.6)
    for i in range(rng.integers(1, 4)):
        for angle in np.arange(3) * np.pi / 3 + rng.normal(0.2, 0.2):
            reach = size * np.array([np.cos(angle), np.sin(angle)])
            centre = np.array([0.3 + 2.4 * size * i, y])
            curves.append(np.stack([centre - reach, centre + reach]))
    return curves


def _hash(rng: np.random.Generator) -> list[np.ndarray]:
    wide, top, bottom = rng.uniform(0.4, 0.7), rng.uniform(0.05, 0.3), rng.uniform(0.8, 1.0)
    down = [np.array([[x * wide, top], [x * wide, bottom]]) for x in (0.3, 0.7)]
    third = (bottom - top) / 3
    return [*down, *(np.array([[0, y], [wide, y - 0.03]]) for y in (top + third, bottom - third))]


def cross(size: float, rng: np.random.Generator) -> list[np.ndarray]:
    """An X of that height, on the baseline."""
    top, bottom = 0.95 - size, 0.95
    wide = size * rng.uniform(0.7, 1.3)
    nudge = rng.normal(0, 0.05 * size, 4)
    return [
        np.array([[nudge[0], top], [wide + nudge[1], bottom]]),
        np.array([[wide + nudge[2], top + nudge[3]], [nudge[3], bottom]]),
    ]


def bracket(opening: bool, rng: np.random.Generator) -> list[np.ndarray]:
    """A round bracket, taller than the digits."""
    bow = np.array([[0.22, -0.15], [0.05, 0.15], [0, 0.5], [0.05, 0.9], [0.22, 1.2]]) * (rng.uniform(0.8, 1.4), 1)
    return [bow if opening else bow * (-1, 1)]


def ring(across: float, down: float, rng: np.random.Generator) -> np.ndarray:
    """A ring drawn by hand around 0, 0: it begins anywhere and ends before, at or behind its beginning.

    across, down: from its middle to its ends
    """
    turn = np.linspace(0, 2 * np.pi * rng.uniform(0.95, 1.12), 28) + rng.uniform(0, 2 * np.pi)
    drift = 1 + np.linspace(-1, 1, len(turn)) * rng.normal(0, 0.06)
    return np.stack([across * drift * np.cos(turn), down * drift * np.sin(turn)], axis=1)


def currency_sign(style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """A sign drawn or printed; ₹, $, €, £ or the letters of a currency."""
    kind = rng.random()
    if kind < 0.4:
        return printed(str(rng.choice(CURRENCIES)), style.height * rng.uniform(0.5, 1.0), rng)
    sign = (_rupee, _dollar, _euro, _pound)[rng.choice(4, p=[0.45, 0.3, 0.15, 0.1])](rng)
    size = style.height * rng.uniform(0.6, 1.05)
    # A printed sign stands upright, whatever the writing does.
    slant = 0.0 if rng.random() < 0.5 else style.slant
    return draw_glyph(sign, size, slant, max(1, round(size * rng.uniform(0.06, 0.14))))


def _rupee(rng: np.random.Generator) -> list[np.ndarray]:
    wide, second = rng.uniform(0.45, 0.65), rng.uniform(0.18, 0.28)
    bow = [[0.1 * wide, 0.0], [0.6 * wide, 0.04], [0.75 * wide, second], [0.6 * wide, 0.42], [0.3 * wide, 0.5]]
    leg = [[0, 0.5], [rng.uniform(0.6, 0.9) * wide, 1.0]]
    return [
        np.array([[0, 0.0], [wide, 0.0]]),
        np.array([[0, second], [wide, second]]),
        np.array([*bow, [0, 0.5]]),
        np.array(leg),
    ]


def _dollar(rng: np.random.Generator) -> list[np.ndarray]:
    s = np.array([[0.5, 0.2], [0.25, 0.08], [0.02, 0.25], [0.25, 0.5], [0.5, 0.75], [0.25, 0.95], [0, 0.8]])
    wide = rng.uniform(0.8, 1.3)
    s = s * (wide, 1) + rng.normal(0, 0.02, s.shape)
    bars = [np.array([[0.27, -0.1], [0.25, 1.12]]) * (wide, 1)]
    if rng.random() < 0.2:  # only its ends show
        return [s, *(np.array(end) * (wide, 1) for end in ([[0.27, -0.18], [0.27, 0.1]], [[0.25, 0.94], [0.24, 1.2]]))]
    return [s, *bars] if rng.random() < 0.7 else [s, bars[0] - (0.06, 0), bars[0] + (0.06, 0)]


def _euro(rng: np.random.Generator) -> list[np.ndarray]:
    angle = np.linspace(0.8, 2 * np.pi - 0.8, 12)
    bow = np.stack([0.35 + 0.35 * np.cos(angle), 0.5 + 0.48 * np.sin(angle)], axis=1)
    return [bow, np.array([[-0.1, 0.42], [0.4, 0.4]]), np.array([[-0.1, 0.58], [0.38, 0.58]])]


def _pound(rng: np.random.Generator) -> list[np.ndarray]:
    hook = np.array([[0.5, 0.15], [0.35, 0.0], [0.2, 0.12], [0.22, 0.45], [0.2, 0.8], [0.0, 0.98], [0.5, 0.95]])
    return [hook, np.array([[0.05, 0.5], [0.4, 0.5]])]


@cache
def symbol_images(held_back: bool = False) -> dict[str, np.ndarray]:
    """Handwritten + - × · ÷ / by name, (n, 28, 28) uint8 white on black; empty where symbols.npz is not there.

    Each tenth image is held back for measuring.
    """
    folder = datasets.data_folder()
    path = next((p for p in (folder / datasets.SYMBOLS, folder / "train" / datasets.SYMBOLS) if p.is_file()), None)
    if path is None:
        return {}
    with np.load(path) as archive:
        images, labels = archive["images"], archive["labels"]
    chosen = is_held_back(len(labels)) == held_back
    return {str(name): images[chosen & (labels == name)] for name in np.unique(labels)}


def is_held_back(number: int) -> np.ndarray:
    """Which of so many symbols are only measured with: (number,) bool."""
    return np.arange(number) % 10 == 0


def symbol(name: str, style: Style, rng: np.random.Generator, size: float = 0.6, held_back: bool = False) -> Glyph:
    """A symbol in the middle of the line, `size` heights of a digit high or wide."""
    pool = symbol_images(held_back)[name]
    image = cv2.normalize(pool[rng.integers(len(pool))], None, 0, 255, cv2.NORM_MINMAX)
    left, top, cols, rows = cv2.boundingRect((image > 60).astype(np.uint8))
    image = image[top : top + rows, left : left + cols]
    # A dot keeps its size beside the other symbols.
    scale = style.height * size / max(rows, cols, 10)
    ink = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return ink, round(0.5 * style.height + 0.5 * ink.shape[0])


def unit(writer, style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """A percent sign, or a unit in the writer's own letters or in plain strokes."""
    name = str(rng.choice(UNITS))
    if name == "%":
        return draw_glyph(_percent(rng), style.height, style.slant, pen)
    if set(name) <= characters_of(writer) and rng.random() < 0.7:
        return _written(name, writer, style, rng)
    curves, x, wide = [], 0.0, rng.uniform(0.8, 1.3)
    for letter in name:
        points = [np.array(curve) * (wide, 1) for curve in _UNIT_LETTERS[letter]]
        curves += [curve + (x, 0) + rng.normal(0, 0.02, curve.shape) for curve in points]
        x += max(curve[:, 0].max() for curve in points) + rng.uniform(0.05, 0.2)
    return draw_glyph(curves, style.height, style.slant, pen)


def _percent(rng: np.random.Generator) -> list[np.ndarray]:
    """Two rings and the stroke between them, which hangs on the upper ring now and then."""
    u = rng.uniform
    size, wide = u(0.7, 1.1), u(0.45, 0.8)
    top = 1 - size * u(0.9, 1.05)
    stroke = np.array([[wide * u(0.75, 1.1), top], [wide * u(0.4, 0.6), (top + 1) / 2], [wide * u(-0.1, 0.2), 1.0]])
    turn = np.linspace(0, 2 * np.pi * u(0.95, 1.1), 9) + u(0, 6)
    rings = [
        np.stack([x * wide + r * size * np.cos(turn), y + 1.3 * r * size * np.sin(turn)], axis=1)
        for x, y, r in ((u(0.02, 0.2), top + size * u(0.15, 0.3), u(0.09, 0.17)),
                        (u(0.85, 1.05), 1 - size * u(0.12, 0.28), u(0.09, 0.17)))
    ]  # fmt: skip
    hanging = [np.stack([rings[0][0], stroke[0]])] if rng.random() < 0.25 else []
    return [stroke, *rings, *hanging]


def any_symbol(style: Style, pen: int, rng: np.random.Generator, held_back: bool = False) -> Glyph:
    """One of + - × · ÷ of the set, or = and +, drawn."""
    size = rng.uniform(0.45, 1.0)
    if rng.random() < 0.7 and symbol_images(held_back):
        return symbol(str(rng.choice(SYMBOLS)), style, rng, size, held_back)
    middle, arm = 0.5, size / 2
    if rng.random() < 0.5:
        bar = np.array([[0, middle - 0.1], [size, middle - 0.1 + rng.normal(0, 0.03)]])
        return draw_glyph([bar, bar + (0, 0.2)], style.height, 0.0, pen)
    plus = [np.array([[0, middle], [size, middle]]), np.array([[arm, middle - arm], [arm, middle + arm]])]
    return draw_glyph([c + rng.normal(0, 0.02, c.shape) for c in plus], style.height, style.slant, pen)


def word(writer, style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """A word in the writer's own letters, in print, or in loops that look like writing."""
    has_letters = "a" in characters_of(writer)
    kind = rng.uniform(0.0 if has_letters else 0.5, 1.0)
    if kind < 0.5:
        return _written(some_letters(rng), writer, style, rng)
    if kind < 0.75:
        return printed(some_letters(rng), style.height * rng.uniform(0.4, 1.1), rng)
    return cursive(style, pen, rng)


def letters(writer, style: Style, rng: np.random.Generator) -> Glyph:
    """One to three letters that are like no digit, as stand before or behind a number: A1234, 12 M.

    In the writer's own hand where that has letters, else in print.
    """
    text = "".join(rng.choice(list(CODE_LETTERS), rng.integers(1, 4)))
    if set(text) <= characters_of(writer):
        return _written(text, writer, style, rng)
    return printed(text, style.height * rng.uniform(0.6, 1.1), rng)


def some_letters(rng: np.random.Generator) -> str:
    """A word of the list, letters at random, or one letter that is like no digit."""
    kind = rng.random()
    if kind < 0.5:
        return str(rng.choice(WORDS))
    if kind < 0.65:
        return str(rng.choice(list(CLEAR_LETTERS)))
    # Two clear letters at least: a word of look-alikes, BOO, could be read as a number.
    letters = [*rng.choice(list(CLEAR_LETTERS), 2), *rng.choice(list(LETTERS), rng.integers(0, 6))]
    return "".join(rng.permutation(letters))


def _written(text: str, writer, style: Style, rng: np.random.Generator) -> Glyph:
    """Letters by a writer who has them."""
    known = characters_of(writer)
    blank = np.zeros((1, max(1, round(0.3 * style.height))), np.uint8), 1
    while len(text) > 12 and " " in text:
        text = text[: text.rindex(" ")]
    glyphs = [writer.glyph(c, 1.0, rng) if c in known else blank for c in text]
    rise = max(up for _, up in glyphs)
    rows = max(rise - up + ink.shape[0] for ink, up in glyphs)
    gap = round(style.height * rng.uniform(-0.05, 0.12))
    layer = np.zeros((rows, sum(max(1, ink.shape[1] + gap) for ink, _ in glyphs) + abs(gap) + 2), np.uint8)
    x = 0
    for ink, up in glyphs:
        target = layer[rise - up : rise - up + ink.shape[0], x : x + ink.shape[1]]
        np.maximum(target, ink[:, : target.shape[1]], out=target)
        x += max(1, ink.shape[1] + gap)
    return layer, rise


def cursive(style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """Joined loops, humps, ascenders and descenders: writing that spells nothing."""
    letters = rng.integers(4, 10)
    t = np.linspace(0, 2 * np.pi * letters, 12 * letters)
    which = np.minimum((t / (2 * np.pi)).astype(int), letters - 1)
    up = np.where(rng.random(letters) < 0.25, rng.uniform(0.7, 1.0, letters), rng.uniform(0.2, 0.4, letters))
    down = np.where(rng.random(letters) < 0.2, rng.uniform(0.2, 0.45, letters), 0.0)
    width, loop = rng.uniform(0.15, 0.32), rng.uniform(-0.12, 0.12, letters)
    wave = np.cos(t)
    x = width * t / (2 * np.pi) * rng.uniform(0.8, 1.6) + loop[which] * np.sin(t)
    y = 1 - up[which] * (1 - wave) / 2 + down[which] * np.maximum(wave, 0)
    return draw_glyph([np.stack([x, y], axis=1)], style.height, style.slant, pen)


def signature(style: Style, pen: int, rng: np.random.Generator) -> Glyph:
    """A pen's swing: large loops that run to the right, and a line under them."""
    t = np.linspace(0, rng.uniform(4, 8) * 2 * np.pi, 90)
    swell = 0.25 + 0.4 * np.abs(np.sin(t * rng.uniform(0.06, 0.2) + rng.uniform(0, 6)))
    x = t * rng.uniform(0.05, 0.12) + rng.uniform(0.1, 0.35) * np.sin(t * rng.uniform(0.7, 1.0))
    y = 0.55 + swell * np.cos(t + rng.uniform(0, 6)) * rng.uniform(0.7, 1.2) + 0.1 * np.sin(t * 0.31)
    curves = [np.stack([x, y], axis=1)]
    if rng.random() < 0.6:
        end = x.max() * rng.uniform(0.8, 1.2)
        curves.append(np.array([[end, rng.uniform(0.5, 1)], [0.1 * end, 1.15], [end, rng.uniform(1.0, 1.2)]]))
    return draw_glyph(curves, style.height, style.slant, pen)


def printed(text: str, size: float, rng: np.random.Generator) -> Glyph:
    """Text in print, its capitals `size` pixels high."""
    if rng.random() < 0.65:
        image, rise = _sans_serif(text, bool(rng.random() < 0.4))
    else:
        image, rise = _stroke_font(text, int(rng.choice([2, 3, 4])), int(rng.integers(1, 4)))
    scale = max(size, 5) / 32
    cols, rows = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return cv2.resize(image, (cols, rows), interpolation=cv2.INTER_AREA), round(rise * scale)


# Rendering costs more than the rest of a line: each text is rendered once a process, its capitals 32 pixels high.
@lru_cache(600)
def _sans_serif(text: str, bold: bool) -> Glyph:
    font = ImageFont.load_default(44)
    left, _, right, _ = font.getbbox(text, anchor="ls", stroke_width=int(bold))
    image = Image.new("L", (max(1, int(right - left)) + 2, 60))
    ImageDraw.Draw(image).text((1 - left, 44), text, 255, font, anchor="ls", stroke_width=int(bold))
    return np.array(image), 44


@lru_cache(600)
def _stroke_font(text: str, font: int, thick: int) -> Glyph:
    (cols, rows), below = cv2.getTextSize(text, font, 1.45, thick)
    ink = np.zeros((rows + below + 4, cols + 4), np.uint8)
    cv2.putText(ink, text, (2, rows + 2), font, 1.45, 255, thick, cv2.LINE_AA)
    return ink, rows + 2
