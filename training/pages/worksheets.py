"""Worksheets, number squares and calendars: printed numbers as large as the handwritten ones beside, above and between
them. Printed ones are none to find. The sums are no sums: their results are drawn as all other numbers are."""

import numpy as np

from training.pages import phrases
from training.pages.hand import PageHand
from training.pages.printed import Font
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform
from training.pages.sums import operator

NEAT = 0.4  # share of the pages in a neat hand, beside those that are neat on any page: it is print's twin
# Share of the pages without print, most of them in a neat hand. Else a grid would tell print, and even rows of a neat
# hand would be taken for it.
WRITTEN, NEAT_WHERE_WRITTEN = 0.35, 0.75
PRINT_SIZE = 0.65, 1.35  # of print's digits to the handwritten ones
ANSWERED = 0.75  # share of the sums
LEFT_OUT = 0.2  # share of the sums of which an operand is asked for instead of the result
BY_HAND = {"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": "x", "\N{DIVISION SIGN}": ":"}
SIGNS = ("+", "+", "-", "\N{MINUS SIGN}", "x", "\N{MULTIPLICATION SIGN}", "\N{DIVISION SIGN}", ":", "/")
SQUARES = 3, 4, 5, 6, 7, 9, 9, 10  # cells along a side


def worksheet(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Sums in columns, sums that stand in rows under each other, or a square of numbers."""
    kind = rng.choice(["beside", "stacked", "square"], p=[0.5, 0.2, 0.3])
    rows, cols = studio.page_size(rng, rng.uniform(0.6, 1.6))
    sheet = Sheet(rows, cols, scale=studio.scale)
    {"beside": _sums, "stacked": _stacked, "square": _square}[kind](sheet, studio, rng)
    return sheet


def _sums(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    """7 + 5 = 12, printed up to the blank, which is a line, dots, a box or nothing."""
    height, size, hand, font = _written_and_printed(sheet, studio, rng, 16)
    largest, operands = int(rng.choice([10, 10, 20, 100, 100, 1000])), int(rng.choice([2, 2, 2, 3]))
    fitting = sheet.cols / ((operands + 2) * (0.9 * len(str(largest)) + 0.6) * max(height, size))
    across = int(np.clip(rng.uniform(0.3, 1.1) * fitting, 1, 4))
    step, column = height * rng.uniform(1.6, 3.2), sheet.cols / across
    blank = str(rng.choice(["line", "dots", "box", "nothing"]))
    numbered = font is not None and rng.random() < 0.4
    top = _heading(sheet, studio, height, rng) + step
    for row, y in enumerate(np.arange(top, sheet.rows - 0.4 * height, step)[:12]):
        for i in range(across):
            x = (i + 0.06) * column
            if numbered:
                count = row * across + i + 1
                text = str(rng.choice([f"{count}.", f"{count})", f"{chr(97 + count % 26)})"]))
                x = sheet.print(text, x, y, 0.8 * size, font) + 0.8 * size
            numbers = [str(rng.integers(0, largest)) for _ in range(operands)] + [str(rng.integers(0, 2 * largest))]
            _sum(sheet, hand, font, numbers, x, y, height, size, (i + 1) * column, blank, rng)


def _sum(
    sheet: Sheet, hand: PageHand, font: Font | None, numbers: list[str], x, y, height, size, end, blank: str, rng
) -> None:
    """One sum from x on, not beyond `end`. Each number, the last the result, stands on its own."""
    gap, operands = size * rng.uniform(0.25, 0.6), len(numbers) - 1
    asked = int(rng.integers(operands)) if rng.random() < LEFT_OUT else operands
    for i, text in enumerate(numbers):
        if i:
            sign = "=" if i == operands else str(rng.choice(SIGNS))
            x = _say(sheet, hand, font, sign, x, y, size, rng) + gap
        room = len(text) * 0.75 * max(height, size) + gap
        if x + room > end:
            return
        if i == asked:
            x = _blank(sheet, hand, text, x, y, height, room, blank, rng) + gap
        elif i < operands or asked < operands:
            x = _say(sheet, hand, font, text, x, y, size, rng) + gap


def _blank(sheet: Sheet, hand: PageHand, text: str, x, y, height, room, blank: str, rng) -> float:
    """Where the answer goes, mostly with one. Returns its end column."""
    wide = room * rng.uniform(1.0, 1.5)
    if blank == "line":
        sheet.line((x, y + 0.1 * height), (x + wide, y + 0.1 * height), int(rng.uniform(90, 256)))
    elif blank == "dots":
        for dot in np.arange(x, x + wide, max(3 * sheet.scale, 0.15 * height)):
            sheet.line((dot, y + 0.08 * height), (dot, y + 0.08 * height), int(rng.uniform(150, 256)))
    elif blank == "box":
        sheet.box(x, y - 1.25 * height, x + wide, y + 0.25 * height, int(rng.uniform(90, 256)))
    if rng.random() < ANSWERED:
        _write(sheet, hand, text, x + 0.5 * wide, y + rng.normal(0, 0.05) * height, height, 0.94 * wide, rng)
    return x + wide


def _stacked(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    """Operands under each other, right-aligned, the last with its sign; a rule; and the result under it."""
    height, size, hand, font = _written_and_printed(sheet, studio, rng, 22)
    longest, operands = int(rng.integers(1, 5)), int(rng.choice([2, 2, 2, 3]))
    line = max(height, size) * rng.uniform(1.25, 1.7)
    wide = (longest + 2.5) * 0.8 * max(height, size)
    for y in np.arange(_heading(sheet, studio, height, rng) + line, sheet.rows, (operands + 2.2) * line):
        for right in np.arange(wide, sheet.cols, wide * rng.uniform(1.15, 1.6)):
            base = y
            for i in range(operands):
                text = str(rng.integers(0, 10 ** int(rng.integers(1, longest + 1))))
                _say(sheet, hand, font, text, right, base, size, rng, at_end=True)
                if i == operands - 1:
                    sign = str(rng.choice(SIGNS))
                    _say(sheet, hand, font, sign, right - wide + 0.9 * size, base, size, rng, at_end=True)
                base += line
            rule = base - line + 0.3 * size
            sheet.line((right - 0.9 * wide, rule), (right + 0.1 * size, rule), int(rng.uniform(120, 256)))
            if base < sheet.rows - 0.2 * height and rng.random() < ANSWERED:
                text = str(rng.integers(0, 10 ** int(rng.integers(1, longest + 2))))
                _write(sheet, hand, text, right - 0.45 * wide, base, height, 0.95 * wide, rng)


def _square(sheet: Sheet, studio: Studio, rng: np.random.Generator) -> None:
    """A square of numbers, some of them printed: digits as in a puzzle, a table that counts on, or a month."""
    kind, side = str(rng.choice(["puzzle", "counting", "month"], p=[0.5, 0.3, 0.2])), int(rng.choice(SQUARES))
    across, down = (7, 5) if kind == "month" else (side, side)
    top = sheet.rows * rng.uniform(0.02, 0.15)
    wide = sheet.cols * rng.uniform(0.86, 0.98) / across
    high = min((sheet.rows - top) * rng.uniform(0.86, 0.98) / down, wide * rng.uniform(0.8, 1.2))
    wide = min(wide, high * rng.uniform(0.9, 1.8))
    height = max(9 * sheet.scale, rng.uniform(0.4, 0.7) * min(high, wide / (1 if kind == "puzzle" else 1.5)))
    hand, font = _hand_and_font(studio, height, rng)
    size = height * rng.uniform(0.35, 0.7) if kind == "month" else height * rng.uniform(*PRINT_SIZE)
    left, shade, first = (sheet.cols - across * wide) * rng.uniform(0, 1), _shade(rng), int(rng.integers(0, 4))
    _cells(sheet, left, top, wide, high, across, down, kind == "puzzle", rng)
    printed, empty = rng.uniform(0.2, 0.9), rng.uniform(0, 0.6)
    for cell in range(across * down):
        x, y = left + (cell % across) * wide, top + (cell // across) * high
        text = str(rng.integers(1, 10)) if kind == "puzzle" else str(first + cell)
        base = y + 0.5 * (high + height)
        if kind == "month":
            if font is not None:
                sheet.print(text, x + 0.06 * wide, y + 0.1 * high + size, size, font, shade=shade)
            if rng.random() > empty:
                number = str(rng.integers(1, 10 ** int(rng.integers(1, 4))))
                _write(sheet, hand, number, x + 0.55 * wide, y + 0.92 * high, 0.8 * height, 0.8 * wide, rng)
        elif font is not None and rng.random() < printed:
            sheet.print(text, x + 0.5 * wide, base, size, font, anchor="middle", shade=shade)
        elif rng.random() > empty:
            _write(sheet, hand, text, x + 0.5 * wide, base, height, 0.85 * wide, rng)


def _cells(sheet: Sheet, left, top, wide, high, across: int, down: int, in_threes: bool, rng) -> None:
    shade, width, thick = int(rng.uniform(80, 256)), int(rng.choice([1, 1, 2])), int(rng.choice([1, 2, 3, 4]))
    for i in range(across + 1):
        at = left + i * wide
        sheet.line((at, top), (at, top + down * high), shade, thick if in_threes and i % 3 == 0 else width)
    for j in range(down + 1):
        at = top + j * high
        sheet.line((left, at), (left + across * wide, at), shade, thick if in_threes and j % 3 == 0 else width)


def _written_and_printed(sheet: Sheet, studio: Studio, rng, most: int) -> tuple[float, float, PageHand, Font | None]:
    """Heights of the digits of both, who writes, and the font, None where nothing is printed. most: digits that a line
    has room for, about"""
    px = studio.scale
    height = log_uniform(rng, max(11 * px, sheet.cols / 60), max(13 * px, min(70 * px, sheet.cols / most)))
    hand, font = _hand_and_font(studio, height, rng)
    return height, height if font is None else max(6 * px, height * rng.uniform(*PRINT_SIZE)), hand, font


def _hand_and_font(studio: Studio, height: float, rng: np.random.Generator) -> tuple[PageHand, Font | None]:
    hand, font = studio.hand(height, rng), studio.font(rng)
    is_written = rng.random() < WRITTEN
    if rng.random() < (NEAT_WHERE_WRITTEN if is_written else NEAT):
        hand.write_neatly(rng)
    return hand, None if is_written else font


def _say(
    sheet: Sheet, hand: PageHand, font: Font | None, text: str, x, y, size, rng: np.random.Generator, at_end=False
) -> float:
    """A number or a sign of the sheet's own, printed where there is a font, else by hand. x: where it begins, or ends.
    Returns its end column."""
    if font is not None:
        return sheet.print(text, x, y, size, font, anchor="right" if at_end else "left")
    is_number = text.isdigit()
    gap = min(hand.style.gap, 0.3)
    said = hand.number(text, size, rng, gap) if is_number else hand.mark(operator(BY_HAND.get(text, text), rng), size)
    return sheet.write([said], x - said.ink.shape[1] * at_end, y, size)


def _shade(rng: np.random.Generator) -> int:
    return 255 if rng.random() < 0.7 else int(rng.uniform(110, 256))


def _heading(sheet: Sheet, studio: Studio, height: float, rng: np.random.Generator) -> float:
    """A title, or none. Returns where it ends, in rows."""
    if rng.random() < 0.4:
        return 0.3 * height
    sheet.print(phrases.pick(phrases.TITLES, rng), 0.06 * sheet.cols, 1.5 * height, 0.8 * height, studio.font(rng))
    return 2.0 * height


def _write(sheet: Sheet, hand: PageHand, text: str, middle, base, height, room, rng: np.random.Generator) -> None:
    """A number in handwriting around a column. room: pixels that it may be wide"""
    number = hand.number(text, height, rng, gap=min(hand.style.gap, 0.3))
    sheet.write([number], middle - 0.5 * min(number.ink.shape[1], room), base, height, room=room)
