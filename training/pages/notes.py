"""Notes: numbers alone, words with numbers, lists with amounts, sums with a stroke under them."""

import cv2
import numpy as np

from training.pages import phrases
from training.pages.hand import PageHand, Stretch
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform, rule, square
from training.pages.sums import operator


def note(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Lines of handwriting on plain, ruled or squared paper: numbers, words with numbers, columns of amounts."""
    rows, cols = studio.page_size(rng, rng.uniform(0.6, 1.6))
    px, sheet = studio.scale, Sheet(rows, cols, scale=studio.scale)
    small = max(12 * px, max(rows, cols) / 65)
    height = log_uniform(rng, small, max(small, rows / 4 if rng.random() < 0.2 else min(70 * px, rows / 9)))
    hand, step = studio.hand(height, rng), height * rng.uniform(1.5, 2.6)
    ground = rng.random()
    if ground < 0.3:
        rule(sheet, step, rng)
    elif ground < 0.45:
        square(sheet, step / rng.integers(2, 5), rng)
    kind = str(rng.choice(["numbers", "mixed", "list", "sum"], p=[0.35, 0.25, 0.25, 0.15]))
    most = max(1, int((rows - height) / step))
    lines = min(most, int(rng.choice([1, 2, 3, 5, 8, 12, 20], p=[0.15, 0.15, 0.15, 0.19, 0.16, 0.12, 0.08])))
    left, top = cols * rng.uniform(0.04, 0.4), step * (1 + int(rng.uniform(0, max(0.01, most - lines))))
    if kind in ("list", "sum"):
        _column(sheet, hand, left, top, step, max(2, lines), kind == "sum", rng)
    else:
        _note_lines(sheet, hand, left, top, step, lines, kind == "mixed", rng)
    if rng.random() < 0.25:
        _emphasise(sheet, hand, rng)
    return sheet


def _note_lines(sheet: Sheet, hand: PageHand, left, y, step, lines: int, words: bool, rng: np.random.Generator) -> None:
    height, angle = hand.height, rng.normal(0, 0.012)
    for _ in range(lines):
        if words:
            parts, gaps = _mixed(hand, height, rng), max(0.55, hand.style.gap + 0.4)
        else:
            count = 2 if rng.random() < 0.2 else 1
            parts = [hand.number(phrases.any_number(rng), height, rng) for _ in range(count)]
            gaps = max(1.2, 1.3 * hand.style.gap + 0.9) + rng.uniform(0, 2)
        at = left + rng.normal(0, 0.5) * height
        sheet.write(parts, at, y, height, gaps=gaps, angle=angle + rng.normal(0, 0.008))
        y += step * (1 if rng.random() < 0.85 or y + 2 * step > sheet.rows else 2)
        if y > sheet.rows - 0.4 * height:
            break


def _emphasise(sheet: Sheet, hand: PageHand, rng: np.random.Generator) -> None:
    """A stroke under a number, a ring around one; not part of it."""
    pen = max(1, round(hand.pen * hand.height))
    for _, corners in sheet.numbers:
        high, kind = np.linalg.norm(corners[3] - corners[0]), rng.random()
        if kind < 0.2:
            ends = corners[[3, 2]] + (0, rng.uniform(0.12, 0.25) * high) + rng.normal(0, 0.05, (2, 2)) * high
            cv2.line(sheet.ink, *[tuple(int(v) for v in end) for end in ends], 255, pen, cv2.LINE_AA)
        elif kind < 0.3:
            wide = np.linalg.norm(corners[1] - corners[0])
            axes = int(0.6 * wide + 0.4 * high), int(0.85 * high)
            centre = tuple(int(v) for v in corners.mean(axis=0))
            lean = np.degrees(np.arctan2(*(corners[1] - corners[0])[::-1])) + rng.normal(0, 3)
            cv2.ellipse(sheet.ink, centre, axes, lean, rng.uniform(0, 30), rng.uniform(350, 390), 255, pen, cv2.LINE_AA)


def _mixed(hand: PageHand, height: float, rng: np.random.Generator) -> list[Stretch]:
    """Words with or without numbers among them."""
    kind = rng.random()
    if kind < 0.25:
        words = [phrases.pick(phrases.PLAIN_WORDS, rng) for _ in range(rng.integers(1, 6))]
        return [hand.word(word, height, rng) for word in words]
    before = phrases.pick((*phrases.THINGS, "Tel", "No", "Total", "Room", "Bus", "Nr", "am", "x"), rng)
    parts = [hand.word(before, height, rng), hand.number(phrases.any_number(rng), height, rng)]
    if kind > 0.75:
        parts.append(
            hand.word(phrases.pick(("kg", "km", "EUR", "pcs", "cm", "only", "to", "Uhr", "and"), rng), height, rng)
        )
    if kind > 0.9:
        parts.append(hand.number(phrases.any_number(rng), height, rng))
    return parts


def _column(sheet: Sheet, hand: PageHand, left, y, step, lines: int, sums: bool, rng: np.random.Generator) -> None:
    """Amounts below each other, their ends in line; words before them, or a rule and a total under them."""
    height = hand_height = min(step / 1.5, (sheet.rows - 8) / (1.5 * lines + 1))
    step, y = max(1.45 * height, min(step, (sheet.rows - height) / (lines + 1))), min(y, sheet.rows - lines * step)
    y = max(y, 1.6 * height)
    right, decimals = left + height * rng.uniform(4, 12), rng.random() < 0.5
    right = min(right, sheet.cols - 4)
    for i in range(lines):
        text = phrases.amount(rng) if decimals else str(rng.integers(1, 10 ** rng.integers(1, 5)))
        number = hand.number(text, hand_height, rng)
        last = sums and i == lines - 1
        if last:
            over = np.array([[0, 0], [number.ink.shape[1] / height + 0.8, rng.normal(0, 0.05)]])
            stroke = hand.mark([over], height)
            sheet.write([stroke], right - stroke.ink.shape[1], y - 1.25 * height, height)
        start = max(2, right - number.ink.shape[1] + rng.normal(0, 0.1) * height)
        at = max(2, left - 3 * height)
        if not sums and rng.random() < 0.85 and start - at > 2 * height:
            word = hand.word(phrases.pick(phrases.THINGS, rng), height, rng)
            sheet.write([word], at, y, height, room=start - at - 0.5 * height)
        elif sums and not last and i == lines - 2 and rng.random() < 0.7:
            sign = hand.mark(operator("+" if rng.random() < 0.7 else "-", rng), height)
            if start > 1.5 * height:
                sheet.write([sign], start - 1.4 * height, y, height)
        sheet.write([number], start, y, height)
        y += step * (1.25 if sums and i == lines - 2 else 1)
