"""Forms: labels with rules, boxes and combs, filled in by hand or by machine."""

import cv2
import numpy as np

from training.pages import phrases
from training.pages.filled import amount_parts, cells
from training.pages.hand import PageHand
from training.pages.sheet import Sheet, comb
from training.pages.studio import Studio, lean, log_uniform, print_lines
from training.writing import marks
from training.writing.fields import bars
from training.writing.strings import cell_string

# Share of a form's values that are print, which a locator of handwriting has to pass over: of some forms all are.
TYPED, TYPED_SHARES = (0.12, 0.6, 1.0), (0.7, 0.18, 0.12)


def form(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Labels with rules, boxes and combs, filled in by hand; words and print among the numbers."""
    rows, cols = studio.page_size(rng, rng.uniform(0.6, 1.7))
    px, sheet = studio.scale, Sheet(rows, cols, scale=studio.scale)
    height = log_uniform(rng, 11 * px, min(42 * px, rows / 9))
    hand, fonts = studio.hand(height, rng), [studio.font(rng) for _ in range(3)]
    edge, small = cols * rng.uniform(0.03, 0.09), height * rng.uniform(0.35, 0.75)
    y = _form_head(sheet, edge, height, small, fonts, rng)
    columns = int(rng.choice([1, 2, 3], p=[0.45, 0.4, 0.15])) if cols > 26 * height else 1
    step, wide = height * rng.uniform(2.0, 3.2), (cols - 2 * edge) / columns
    numbered, typed, i = rng.random() < 0.25, float(rng.choice(TYPED, p=TYPED_SHARES)), 0
    while y + step < rows - 0.5 * height:
        y += step
        for column in range(columns):
            i += 1
            left = edge + column * wide
            if numbered:
                left = sheet.print(f"{i}.", left, y, small, fonts[1]) + 0.5 * small
            _field(sheet, hand, left, y, edge + (column + 1) * wide - height, height, small, fonts[1], typed, rng)
        if rng.random() < 0.06 and y + 4 * step < rows:
            print_lines(sheet, fonts[2], edge, y + 0.8 * step, cols - edge, y + 2.2 * step, 0.8 * small, rng)
            y += 2.4 * step
    return sheet


def _form_head(sheet: Sheet, edge, height, small, fonts, rng: np.random.Generator) -> float:
    """Title, logo, barcode, the form's printed number. Returns the row where fields begin."""
    cols, y = sheet.cols, 1.8 * height
    if rng.random() < 0.7:
        sheet.print(phrases.pick(phrases.TITLES, rng), edge, y, height * rng.uniform(0.7, 1.1), fonts[0])
        y += 0.8 * height
    if rng.random() < 0.4:
        number = f"{rng.choice(['No. ', 'Form ', 'Nr. ', ''])}{rng.integers(10, 10**7)}"
        sheet.print(number, cols - edge, 1.6 * height, small * rng.uniform(0.8, 1.5), fonts[2], anchor="right")
    if rng.random() < 0.2:
        layer = bars(int(1.3 * height), int(height * rng.uniform(3, 7)), rng)
        sheet.stamp_print(layer, cols * rng.uniform(0.45, 0.7), 0.4 * height)
    if rng.random() < 0.2:
        logo(sheet, cols * rng.uniform(0.4, 0.85), 1.2 * height, height, rng)
    if rng.random() < 0.3:
        print_lines(sheet, fonts[1], edge, y, cols - edge, y + 2.5 * small, 0.7 * small, rng)
        y += 3 * small
    return y


def logo(sheet: Sheet, x, y, size, rng: np.random.Generator) -> None:
    """A printed emblem: discs, rings and polygons."""
    for _ in range(rng.integers(1, 4)):
        centre = (round(x + rng.normal(0, 0.3) * size), round(y + rng.normal(0, 0.2) * size))
        reach, fill = max(2, round(size * rng.uniform(0.3, 0.9))), int(rng.choice([-1, 1, 2]))
        if rng.random() < 0.6:
            cv2.circle(sheet.printed, centre, reach, int(rng.uniform(60, 256)), fill, cv2.LINE_AA)
        else:
            angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 7))))
            points = centre + reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)
            cv2.fillPoly(sheet.printed, [points.astype(np.int32)], int(rng.uniform(60, 256)), cv2.LINE_AA)


def _field(
    sheet: Sheet, hand: PageHand, left, y, right, height, small, font, typed: float, rng: np.random.Generator
) -> None:
    """One label with its rule, box or comb, and what is written there."""
    kind = str(rng.choice(["number", "date", "words", "empty", "checks", "comb"], p=[0.34, 0.13, 0.2, 0.1, 0.08, 0.15]))
    names = {"date": phrases.DATE_LABELS, "words": phrases.LABELS}.get(kind, phrases.NUMBER_LABELS)
    text = phrases.pick(names, rng) + str(rng.choice(["", ":", ":"]))
    above = rng.random() < 0.25
    start = sheet.print(text, left, y - 1.35 * height if above else y, small * (0.75 if above else 1), font)
    start = left if above else start + small * rng.uniform(0.5, 2)
    if right - start < 2.5 * height:
        return
    if kind == "checks":
        return _checks(sheet, hand, start, y, right, height, small, font, rng)
    if kind == "comb":
        return _comb_field(sheet, hand, start, y, right, height, font, typed, rng)
    _frame_field(sheet, start, y, right, height, rng)
    if kind == "empty":
        return None
    if rng.random() < typed:
        sheet.print(phrases.any_number(rng), start + 0.4 * height, y - 2, height * rng.uniform(0.5, 0.9), font)
        return None
    parts, gaps = _field_value(hand, kind, height, rng)
    sheet.write(
        parts,
        start + height * rng.uniform(0.2, 0.8),
        y - height * rng.uniform(0.05, 0.2),
        height,
        gaps=gaps,
        angle=lean(rng),
        room=right - start - 0.8 * height,
    )


def _field_value(hand: PageHand, kind: str, height: float, rng: np.random.Generator):
    if kind == "words":
        words = (
            phrases.person(rng)
            if rng.random() < 0.5
            else phrases.some(phrases.PLAIN_WORDS, int(rng.integers(1, 4)), rng)
        )
        parts = [hand.word(word, height, rng) for word in words.split()]
        if rng.random() < 0.15:
            parts.append(hand.number(str(rng.integers(1, 300)), height, rng))
        return parts, 0.6
    if kind == "date":
        return [hand.number(phrases.date(rng), height, rng)], 0.5
    if rng.random() < 0.2:
        return amount_parts(hand, height, rng, sign=rng.random() < 0.4)
    parts = [hand.number(phrases.any_number(rng), height, rng)]
    if rng.random() < 0.15:
        parts.append(hand.word(phrases.pick(("kg", "km", "EUR", "cm", "h", "only", "pcs"), rng), height, rng))
    return parts, 0.7


def _frame_field(sheet: Sheet, start, y, right, height, rng: np.random.Generator) -> None:
    kind, shade = rng.random(), int(rng.uniform(80, 256))
    if kind < 0.4:
        sheet.line((start, y + 1), (right, y + 1), shade)
    elif kind < 0.55:
        for x in np.arange(start, right, max(3 * sheet.scale, 0.15 * height)):
            sheet.line((x, y + 1), (x + sheet.scale, y + 1), shade)
    elif kind < 0.9:
        sheet.box(start, y - 1.25 * height, right, y + 0.3 * height, shade, int(rng.choice([1, 1, 2])))


def _comb_field(
    sheet: Sheet, hand: PageHand, start, y, right, height, font, typed: float, rng: np.random.Generator
) -> None:
    """Cells in a row that hold one number, all of them or the first ones."""
    cell = height * (rng.uniform(0.9, 1.45) if rng.random() < 0.75 else rng.uniform(1.45, 2.1))
    count = int(min(rng.integers(3, 13), (right - start) / cell))
    if count < 2:
        return None
    cells(sheet, start, y - height * rng.uniform(1.1, 1.3), cell, height * rng.uniform(1.35, 1.5), count, rng)
    if rng.random() < 0.85:
        digits = count if rng.random() < 0.75 else int(rng.integers(1, count + 1))
        text = cell_string(digits, rng)
        if rng.random() > typed:
            return comb(sheet, hand, text, start, y, height * 0.95, cell, rng)
        for i, digit in enumerate(text):
            sheet.print(digit, start + (i + 0.5) * cell, y, 0.7 * height, font, anchor="middle")
    return None


def _checks(sheet: Sheet, hand: PageHand, start, y, right, height, small, font, rng: np.random.Generator) -> None:
    """Boxes to tick, each with a word behind it."""
    x = start
    while x + 4 * height < right:
        sheet.box(x, y - 0.8 * height, x + 0.8 * height, y)
        if rng.random() < 0.4:
            curves = (
                marks.cross(rng.uniform(0.6, 1.0), rng)
                if rng.random() < 0.6
                else [np.array([[0, 0.6], [0.3, 1.0], [1.0, 0.0]])]
            )
            sheet.write([hand.mark(curves, 0.9 * height)], x, y, height)
        x = (
            sheet.print(
                phrases.pick(("yes", "no", "A", "B", "other", "new", "Mr", "Ms"), rng),
                x + 1.1 * height,
                y,
                small,
                font,
            )
            + height
        )
