"""Tables and score sheets: one number a cell."""

import numpy as np

from training.pages import phrases
from training.pages.hand import PageHand
from training.pages.sheet import Sheet
from training.pages.studio import Studio


def table(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A grid with printed headers; one number a cell, some cells empty. A score sheet's row now and then."""
    if rng.random() < 0.35:
        return _score_row(studio, rng)
    rows, cols = studio.page_size(rng, rng.uniform(0.7, 1.9))
    across, down = int(rng.integers(2, 9)), int(rng.integers(2, 13))
    px, sheet = studio.scale, Sheet(rows, cols, scale=studio.scale)
    left, top = cols * rng.uniform(0.02, 0.12), rows * rng.uniform(0.03, 0.2)
    wide, high = (cols * rng.uniform(0.9, 0.97) - left) / across, (rows * rng.uniform(0.7, 0.97) - top) / (down + 1)
    high = min(high, 110 * px)
    height = max(9.5 * px, min(high * rng.uniform(0.4, 0.7), wide / 2.6, 60 * px))
    hand, font = studio.hand(height, rng), studio.font(rng)
    _grid(sheet, left, top, wide, high, across, down + 1, rng)
    size, named = min(0.4 * high, 0.16 * wide, 0.8 * height), rng.random() < 0.6
    if top > 2 * height and rng.random() < 0.6:
        sheet.print(phrases.pick(phrases.TITLES, rng), left, top - 0.6 * height, 0.8 * height, studio.font(rng))
    digits, filled = int(rng.integers(1, 4)), rng.uniform(0.45, 1.0)
    typed = {int(i) for i in rng.integers(1, across, 2)} if rng.random() < 0.25 else set()
    for i in range(across):
        head = str(i + 1) if rng.random() < 0.1 else phrases.pick(phrases.HEADERS, rng)
        sheet.print(head, left + (i + 0.5) * wide, top + 0.5 * (high + size), max(size, 6 * px), font, anchor="middle")
    for j in range(down):
        base = top + (j + 1.5) * high + 0.5 * height
        for i in range(across):
            x = left + i * wide
            if i == 0 and named:
                _row_name(sheet, hand, x, base, wide, height, size, font, rng)
            elif i in typed:
                sheet.print(_cell_text(digits, rng), x + 0.9 * wide, base, 0.7 * height, font, anchor="right")
            elif rng.random() < filled:
                _in_cell(sheet, hand, _cell_text(digits, rng), x, base, wide, height, rng)
    return sheet


def _grid(sheet: Sheet, left, top, wide, high, across: int, down: int, rng: np.random.Generator) -> None:
    shade, width = int(rng.uniform(70, 256)), int(rng.choice([1, 1, 1, 2, 3]))
    for i in range(across + 1):
        sheet.line((left + i * wide, top), (left + i * wide, top + down * high), shade, width)
    for j in range(down + 1):
        sheet.line((left, top + j * high), (left + across * wide, top + j * high), shade, width)


def _cell_text(digits: int, rng: np.random.Generator) -> str:
    if rng.random() < 0.06:
        return phrases.amount(rng)
    return str(rng.integers(0, 10 ** int(rng.integers(1, digits + 1))))


def _in_cell(sheet: Sheet, hand: PageHand, text: str, x, base, wide, height, rng: np.random.Generator) -> None:
    number = hand.number(text, height, rng, gap=min(hand.style.gap, 0.3))
    room = 0.9 * wide
    at = x + 0.05 * wide + max(0, room - number.ink.shape[1]) * float(np.clip(rng.normal(0.5, 0.2), 0, 1))
    sheet.write([number], at, base + rng.normal(0, 0.06) * height, height, room=room)


def _row_name(sheet: Sheet, hand, x, base, wide, height, size, font, rng: np.random.Generator) -> None:
    if rng.random() < 0.5:
        sheet.print(phrases.pick(phrases.THINGS, rng), x + 0.05 * wide, base, max(6 * sheet.scale, size), font)
    elif rng.random() < 0.8:
        word = hand.word(phrases.pick(phrases.THINGS, rng), height, rng)
        sheet.write([word], x + 0.05 * wide, base, height, room=0.9 * wide)


def _score_row(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Points one to a cell, some cells empty: each is a number of its own. A strip of a sheet, its total below."""
    count, height, px = int(rng.integers(6, 17)), rng.uniform(16, 46), studio.scale
    cell = height * rng.uniform(1.3, 2.2)
    first = cell * rng.uniform(1.5, 4) if rng.random() < 0.5 else 0.0
    bands = [b for b, share in (("head", 0.5), ("marks", 1), ("total", 0.4)) if rng.random() < share]
    high = height * rng.uniform(1.25, 1.9)
    edge = rng.uniform(0.02, 1.2, 4) * height
    cols = first + count * cell + edge[0] + edge[2]
    share = px * max(400 / cols, min(1.0, 1280 / cols))
    height, cell, first, high, edge, cols = (v * share for v in (height, cell, first, high, edge, cols))
    look = "close" if rng.random() < 0.7 else "paper"
    sheet = Sheet(edge[1] + len(bands) * high + edge[3], cols, look, px)
    hand, font = studio.hand(height, rng), studio.font(rng)
    left, size, shade = edge[0], min(0.4 * high, 0.5 * cell), int(rng.uniform(80, 256))
    width, empty = int(rng.choice([1, 1, 2])), 0.2 if "head" in bands or first else 0.3
    for j, band in enumerate(bands):
        top = edge[1] + j * high
        base = top + 0.5 * (high + height)
        sheet.box(left, top, left + first + count * cell, top + high, shade, width)
        if first:
            word = {"head": "Question", "marks": "Marks", "total": "Total"}[band]
            sheet.print(word, left + 0.1 * cell, top + 0.5 * (high + 0.8 * size), min(0.8 * size, first / 7), font)
        if band == "total":
            text = str(rng.integers(10, 100))
            _in_cell(sheet, hand, text, left + first + cell * rng.uniform(0, count - 3), base, 3 * cell, height, rng)
            continue
        blank = int(rng.integers(count))
        for i in range(count):
            x = left + first + i * cell
            sheet.line((x, top), (x, top + high), shade, width)
            if band == "head":
                sheet.print(str(i + 1), x + cell / 2, top + 0.5 * (high + size), size, font, anchor="middle")
            elif i != blank and rng.random() > empty:
                _in_cell(
                    sheet, hand, str(rng.integers(0, 10 if rng.random() < 0.9 else 20)), x, base, cell, height, rng
                )
    return sheet
