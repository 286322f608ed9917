"""Envelopes: a printed or written address, a written postal code, a stamp."""

import cv2
import numpy as np

from training.pages import phrases
from training.pages.cheques import branch
from training.pages.filled import cells
from training.pages.sheet import Sheet, comb
from training.pages.studio import Studio, lean
from training.writing.layout import lay
from training.writing.strings import random_string


def envelope(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A printed or written address with a written postal code, a stamp, a postmark."""
    rows, cols = studio.page_size(rng, rng.uniform(1.3, 2.1))
    sheet, height = Sheet(rows, cols, scale=studio.scale), max(12.0 * studio.scale, rows * rng.uniform(0.03, 0.08))
    hand, font = studio.hand(height, rng), studio.font(rng)
    x, y, step = cols * rng.uniform(0.3, 0.58), rows * rng.uniform(0.4, 0.55), height * rng.uniform(1.5, 2.2)
    by_hand = rng.random() < 0.6
    street = phrases.pick(phrases.STREETS, rng)
    for text in (phrases.person(rng), street, phrases.pick(phrases.CITIES, rng)):
        number = str(rng.integers(1, 250)) if text == street and rng.random() < 0.8 else ""
        if by_hand:
            parts = [hand.word(word, height, rng) for word in text.split()]
            parts += [hand.number(number, height, rng)] if number else []
            sheet.write(parts, x, y, height, gaps=0.6, angle=lean(rng), room=cols - x - 4)
        else:
            sheet.print(f"{text} {number}".strip(), x, y, 0.75 * height, font)
        y += step
    code = _random_plain(int(rng.choice([4, 5, 5, 6])), rng)
    if rng.random() < 0.4:
        cell = height * rng.uniform(1.0, 1.5)
        at = min(x, cols - (len(code) + 0.5) * cell)
        cells(sheet, at, y - 1.2 * height, cell, 1.45 * height, len(code), rng)
        comb(sheet, hand, code, at, y, height, cell, rng)
    else:
        parts = [hand.number(code, height, rng)]
        if by_hand and rng.random() < 0.5:
            parts.append(hand.word(phrases.pick(phrases.CITIES, rng), height, rng))
        sheet.write(parts, x + rng.normal(0, 0.5) * height, y, height, gaps=1.0, angle=lean(rng), room=cols - x)
    _sender(sheet, studio, 0.5 * height, rng)
    if rng.random() < 0.7:
        _stamp(sheet, font, rng)
    return sheet


def _random_plain(digits: int, rng: np.random.Generator) -> str:
    return "".join(str(d) for d in rng.integers(0, 10, digits))


def _sender(sheet: Sheet, studio: Studio, size: float, rng: np.random.Generator) -> None:
    font, y = studio.font(rng), 3 * size
    for text in (
        phrases.person(rng),
        phrases.pick(phrases.STREETS, rng) + f" {rng.integers(1, 99)}",
        branch(rng),
    ):
        sheet.print(text, sheet.cols * 0.03, y, size, font)
        y += 1.9 * size


def _stamp(sheet: Sheet, font, rng: np.random.Generator) -> None:
    """A stamp in the upper right corner, a round postmark and waves over it."""
    rows, cols = sheet.rows, sheet.cols
    high = int(rows * rng.uniform(0.16, 0.28))
    wide = int(high * rng.uniform(0.7, 1.1))
    x, y = cols - wide - int(cols * 0.03), int(rows * 0.04)
    tone = (rng.random((5, 5)) * 200).astype(np.uint8)
    sheet.stamp_print(cv2.resize(tone, (wide, high), interpolation=cv2.INTER_CUBIC), x, y, int(rng.uniform(100, 256)))
    sheet.print(str(rng.integers(1, 200)), x + 4, y + high - 4, 0.15 * high, font)
    if rng.random() < 0.7:
        mark = np.zeros((2 * high, 4 * high), np.uint8)
        reach = int(0.45 * high)
        cv2.circle(mark, (high, high), reach, 220, round(2 * sheet.scale), cv2.LINE_AA)
        cv2.circle(mark, (high, high), int(0.6 * reach), 220, round(sheet.scale), cv2.LINE_AA)
        waves = np.arange(int(1.5 * high), 4 * high)
        for i in range(5):
            line = high + (i - 2) * 0.18 * high + 0.04 * high * np.sin(waves / high * 9)
            wave = np.stack([waves, line], axis=1).astype(np.int32)
            cv2.polylines(mark, [wave], False, 220, round(2 * sheet.scale), cv2.LINE_AA)
        lay(sheet.printed, mark, x - 3 * high, y - high // 2)
        sheet.print(random_string(6, rng, parted=0), x - 2 * high, y + 0.55 * high, 0.12 * high, font, anchor="middle")
