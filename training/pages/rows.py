"""Numbers beside numbers, with nothing but paper between them, and beside print that is as large: readings, scores,
two columns without a rule, what a label asks for."""

import numpy as np

from training.pages import phrases
from training.pages.printed import Font
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform, rule, square

NARROWEST, WIDEST = 0.9, 4.0  # heights of paper between two numbers
APART = 2.2  # times as far as the hand's own digits stand, beside half a height: else nobody could tell
COLUMNS = 0.4  # share of the pages whose numbers begin in columns
NEAT = 0.5  # share of the pages in a neat hand
LABELLED = 0.5  # share of the pages whose lines begin in print
PRINTED_NUMBERS = 0.3  # share of those labels that end in a number
SHORT = 0.6  # share of the numbers that have one to four digits


def rows_of_numbers(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Lines of two to five numbers on plain, ruled or squared paper."""
    rows, cols = studio.page_size(rng, rng.uniform(0.5, 1.6))
    px, sheet = studio.scale, Sheet(rows, cols, "canvas" if rng.random() < 0.3 else "paper", studio.scale)
    height = log_uniform(rng, max(12 * px, cols / 60), max(14 * px, cols / 50, min(90 * px, rows / 4, cols / 8)))
    hand, step = studio.hand(height, rng), height * rng.uniform(1.5, 2.8)
    if rng.random() < NEAT:
        hand.write_neatly(rng)
    ground = rng.random()
    if ground < 0.2:
        rule(sheet, step, rng)
    elif ground < 0.3:
        square(sheet, step / rng.integers(2, 5), rng)
    lines = min(int(rng.integers(1, 8)), max(1, int((rows - height) / step)))
    gap = log_uniform(rng, max(NARROWEST, APART * hand.style.gap + 0.5), WIDEST)
    left, y = cols * rng.uniform(0.02, 0.3), step * (1 + rng.uniform(0, max(0.01, rows / step - lines - 0.6)))
    in_columns, angle = rng.random() < COLUMNS, rng.normal(0, 0.012)
    pitch, count = height * rng.uniform(2.0, 4.0), int(rng.integers(2, 6))
    labels = studio.font(rng) if rng.random() < LABELLED else None
    size, behind = height * rng.uniform(0.5, 1.1), height * rng.uniform(0.5, 2)
    for _ in range(lines):
        x = left if in_columns else left + rng.uniform(0, 1) * height
        if labels is not None:
            x = _label(sheet, labels, x, y, size, rng) + behind
        for _ in range(count if in_columns else int(rng.integers(2, 6))):
            number = hand.number(_text(rng), height, rng)
            if x + number.ink.shape[1] > cols - 2:
                break
            end = sheet.write([number], x, y - (x - left) * np.tan(angle), height, angle=angle)
            apart = height * gap * rng.uniform(1.0, 1.3)
            x = end + apart
            if in_columns:
                x = left + pitch * np.ceil((x - left) / pitch)
        y += step
        if y > rows - 0.4 * height:
            break
    return sheet


def _label(sheet: Sheet, font: Font, left: float, y: float, size: float, rng: np.random.Generator) -> float:
    """What a form says before a field, level as print is. Returns its end column."""
    end = sheet.print(phrases.pick((*phrases.NUMBER_LABELS, *phrases.DATE_LABELS), rng), left, y, size, font)
    if rng.random() < PRINTED_NUMBERS:
        end = sheet.print(_text(rng), end + 0.6 * size, y, size, font)
    return end


def _text(rng: np.random.Generator) -> str:
    if rng.random() < SHORT:
        return str(rng.integers(0, 10 ** int(rng.integers(1, 5))))
    return phrases.any_number(rng)
