"""Pages without a handwritten number: print, words, signatures, drawings, blank paper."""

import cv2
import numpy as np

from training.pages import phrases
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform, print_lines, rule, square
from training.writing import marks
from training.writing.fields import bars
from training.writing.layout import Style
from training.writing.not_numbers import not_a_number


def nothing(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A page without a handwritten number: print, words, signatures, drawings, blank paper."""
    rows, cols = studio.page_size(rng, rng.uniform(0.6, 2.2))
    look = "canvas" if rng.random() < 0.1 else "dark" if rng.random() < 0.06 else "paper"
    sheet = Sheet(rows, cols, look, studio.scale)
    kinds = (_print_page, _letter, _drawings, _blank)
    kinds[rng.choice(4, p=[0.4, 0.3, 0.2, 0.1])](sheet, studio, rng)
    return sheet


def _print_page(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    rows, cols = sheet.rows, sheet.cols
    size, edge = log_uniform(rng, 7 * sheet.scale, min(40 * sheet.scale, rows / 8)), cols * rng.uniform(0.04, 0.12)
    sheet.print(phrases.pick((*phrases.TITLES, *phrases.BANKS), rng), edge, 3 * size, 1.6 * size, studio.font(rng))
    font, columns = studio.font(rng), int(rng.choice([1, 1, 2]))
    wide = (cols - 2 * edge) / columns
    for i in range(columns):
        left = edge + i * wide
        print_lines(sheet, font, left, 4 * size, left + wide - 2 * size, rows * rng.uniform(0.5, 0.97), size, rng)
    if rng.random() < 0.4:
        layer = bars(int(4 * size), int(12 * size), rng)
        sheet.stamp_print(layer, rng.uniform(0, cols / 2), rng.uniform(0, rows / 2))


def _letter(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    """Handwritten words, with a signature or without."""
    height = log_uniform(rng, 12 * sheet.scale, min(60 * sheet.scale, sheet.rows / 6))
    hand, step = studio.hand(height, rng), height * rng.uniform(1.6, 2.4)
    if rng.random() < 0.3:
        rule(sheet, step, rng)
    y = 1.5 * step
    while y < sheet.rows - height:
        words = [phrases.pick(phrases.PLAIN_WORDS, rng) for _ in range(rng.integers(1, 7))]
        sheet.write(
            [hand.word(w, height, rng) for w in words],
            rng.uniform(4, 60) * sheet.scale,
            y,
            height,
            gaps=0.6,
            room=sheet.cols * 0.9,
        )
        y += step * rng.integers(1, 3)
        if rng.random() < 0.12:
            break
    if rng.random() < 0.5 and y < sheet.rows - height:
        sheet.write([hand.glyph_mark(marks.signature, 1.6 * height, rng)], sheet.cols * 0.5, y, height)


def _drawings(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    """Images of not_numbers.py pasted on the sheet: shapes, scribbles, symbols, patterns, pieces of photos."""
    sources = [s for s in studio.hands]
    for _ in range(rng.integers(1, 6)):
        image = not_a_number(sources[rng.integers(len(sources))], rng)
        share = sheet.scale * rng.uniform(0.6, 3.0)
        image = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_LINEAR)
        image = image[: sheet.rows, : sheet.cols]
        x, y = rng.uniform(0, sheet.cols - image.shape[1] + 1), rng.uniform(0, sheet.rows - image.shape[0] + 1)
        ground = np.percentile(image[::3, ::3], 80)
        sheet.stamp_print(np.clip((ground - image.astype(np.float32)) * 1.2, 0, 255), x, y)
    if rng.random() < 0.5:
        style = Style.random(rng)
        ink, _ = marks.cursive(style, 2, rng)
        ink = cv2.resize(ink, None, fx=sheet.scale, fy=sheet.scale, interpolation=cv2.INTER_LINEAR)
        sheet.stamp_print(ink, rng.uniform(0, sheet.cols / 2), rng.uniform(0, sheet.rows / 2))


def _blank(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        rule(sheet, rng.uniform(14, 60) * sheet.scale, rng)
    elif rng.random() < 0.5:
        square(sheet, rng.uniform(9, 40) * sheet.scale, rng)
