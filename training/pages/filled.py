"""What is filled in on cheques and forms: labels, cells, amounts."""

import numpy as np

from training.pages import phrases
from training.pages.hand import PageHand, Stretch
from training.pages.sheet import Sheet
from training.writing import marks


def label(sheet: Sheet, text: str, left: float, baseline: float, size: float, font) -> float:
    return sheet.print(text, left, baseline, size, font) + size


def cells(sheet: Sheet, left, top, cell, high, count: int, rng: np.random.Generator, shade: int | None = None) -> None:
    """A row of printed cells, or a comb without a ceiling."""
    shade, width = shade or int(rng.uniform(90, 256)), int(rng.choice([1, 1, 2]))
    is_comb = rng.random() < 0.2
    if is_comb:
        sheet.line((left, top + high), (left + count * cell, top + high), shade, width)
    else:
        sheet.box(left, top, left + count * cell, top + high, shade, width)
    for i in range(count + 1):
        x = left + i * cell
        sheet.line((x, top + high * (0.6 if is_comb else 0)), (x, top + high), shade, width)


def amount_parts(
    hand: PageHand, height: float, rng: np.random.Generator, sign: bool
) -> tuple[list[Stretch], list[float]]:
    """An amount with its closing strokes, after a currency sign by hand where the form has none."""
    text = phrases.amount(rng)
    if rng.random() < 0.3:
        text = text.split(".")[0]
    parts, gaps = [hand.number(text, height, rng)], []
    if sign:
        parts, gaps = [hand.glyph_mark(marks.currency_sign, height, rng), *parts], [rng.uniform(0.15, 0.6)]
    if rng.random() < (0.25 if "." in text else 0.6):
        parts.append(hand.glyph_mark(_closing, height, rng))
        gaps.append(rng.uniform(0.12, 0.6))
    return parts, gaps


def _closing(style, pen: int, rng: np.random.Generator):
    return marks.closing(style, pen, rng, slashes=0.5)
