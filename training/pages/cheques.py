"""Cheques: date, payee, amount in figures and in words, signature, numbers in magnetic ink."""

from dataclasses import replace

import numpy as np

from training.pages import phrases
from training.pages.filled import amount_parts, cells, label
from training.pages.hand import PageHand, Stretch
from training.pages.printed import guilloche
from training.pages.sheet import Sheet, comb
from training.pages.studio import Studio, lean
from training.writing import marks
from training.writing.strings import cell_string


def cheque(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A bank's form: date, payee, amount in figures and in words, signature, numbers in magnetic ink."""
    rows, cols = studio.page_size(rng, rng.uniform(2.0, 2.7))
    sheet = Sheet(rows, cols, "secured" if rng.random() < 0.5 else "paper", studio.scale)
    unit = rows / 100
    height = max(10.0 * studio.scale, unit * rng.uniform(5.0, 8.5))
    hand = studio.hand(height, rng)
    small, fonts = unit * rng.uniform(1.6, 2.6), [studio.font(rng) for _ in range(3)]
    american = rng.random() < 0.6
    _cheque_print(sheet, unit, small, fonts, american, rng)
    if american:
        _american_cheque(sheet, hand, unit, height, small, fonts, rng)
    else:
        _indian_cheque(sheet, hand, unit, height, small, fonts, rng)
    return sheet


def _cheque_print(sheet: Sheet, unit: float, small: float, fonts: list, numbered: bool, rng) -> None:
    """What stands on the form before anybody writes on it."""
    rows, cols = sheet.rows, sheet.cols
    if rng.random() < 0.5:
        _border(sheet, unit, rng)
    if rng.random() < 0.4:
        size = int(rows * rng.uniform(0.3, 0.9)), int(rows * rng.uniform(0.5, 2.0))
        pattern = guilloche(*size, round(sheet.scale), rng)
        at = rng.uniform(0, cols - pattern.shape[1] / 2), rng.uniform(0, rows / 2)
        sheet.stamp_print(pattern, *at, shade=int(rng.uniform(15, 60)))
    if rng.random() < 0.7:
        x = cols * rng.uniform(0.04, 0.1)
        sheet.print(phrases.pick(phrases.BANKS, rng), x, 10 * unit, unit * rng.uniform(3, 6), fonts[0])
        for i in range(rng.integers(0, 4)):
            text = f"{rng.integers(1, 999)} {phrases.pick(phrases.STREETS, rng)}" if i % 2 else branch(rng)
            sheet.print(text, x, (14 + 3.5 * i) * unit, small, fonts[1])
    if numbered and rng.random() < 0.85:
        number = str(rng.integers(100, 10 ** rng.integers(4, 8)))
        sheet.print(
            number,
            cols * rng.uniform(0.85, 0.94),
            unit * rng.uniform(9, 14),
            unit * rng.uniform(3, 6),
            fonts[2],
            anchor="right",
        )
    size, x = unit * rng.uniform(3.5, 5.5), cols * rng.uniform(0.04, 0.15)
    shown = "o" if rng.random() < 0.25 else ""
    groups = [_micr(int(rng.integers(4, 11)), shown, rng) for _ in range(rng.integers(2, 5))]
    text = " ".join(f"{':' if i % 2 else '|'}{group}{':' if i % 2 else '|'}" for i, group in enumerate(groups))
    sheet.print_magnetic(text, x, rows - unit * rng.uniform(3, 7), size)


def _micr(digits: int, shown: str, rng: np.random.Generator) -> str:
    return shown * digits or "".join(str(d) for d in rng.integers(0, 10, digits))


def branch(rng: np.random.Generator) -> str:
    return f"{phrases.pick(phrases.CITIES, rng)} {rng.integers(1000, 99999)}"


def _border(sheet: Sheet, unit: float, rng: np.random.Generator) -> None:
    """A frame of lines or of small ornaments."""
    off, rows, cols = unit * rng.uniform(1, 4), sheet.rows, sheet.cols
    if rng.random() < 0.4:
        for i in range(rng.integers(1, 4)):
            inset = off + 2.5 * i * max(1, unit / 3)
            sheet.box(inset, inset, cols - inset, rows - inset, width=int(rng.choice([1, 1, 2])))
        return
    step = max(3, round(unit * rng.uniform(1.0, 2.5)))
    motif = (rng.random((step, step)) < 0.5).astype(np.uint8) * 255
    motif = np.maximum(motif, motif.T)
    for start, count, down in ((0, cols // step, False), (0, rows // step, True)):
        for i in range(start, count):
            for far in (off, (cols if down else rows) - off - step):
                sheet.stamp_print(motif, *((far, i * step) if down else (i * step, far)), shade=200)


def _american_cheque(sheet: Sheet, hand: PageHand, unit, height, small, fonts, rng: np.random.Generator) -> None:
    rows, cols = sheet.rows, sheet.cols
    edge, lift = cols * rng.uniform(0.04, 0.08), height * 0.12
    date_y, payee_y = rows * rng.uniform(0.2, 0.28), rows * rng.uniform(0.4, 0.46)
    words_y, memo_y = rows * rng.uniform(0.53, 0.6), rows * rng.uniform(0.76, 0.83)
    words_y = max(words_y, payee_y + 1.75 * height)
    x = cols * rng.uniform(0.52, 0.66)
    start = label(sheet, str(rng.choice(["DATE", "Date"])), x, date_y, small, fonts[1])
    sheet.line((start, date_y + 1), (start + cols * rng.uniform(0.18, 0.26), date_y + 1))
    sheet.write(
        [hand.number(phrases.date(rng), height, rng)],
        start + unit * rng.uniform(1, 8),
        date_y - lift,
        height,
        angle=lean(rng),
    )
    sheet.print("PAY TO THE", edge, payee_y - 1.5 * small, small, fonts[1])
    start = label(sheet, "ORDER OF", edge, payee_y, small, fonts[1])
    box_left = cols * rng.uniform(0.7, 0.76)
    sheet.line((start, payee_y + 1), (box_left - 4 * unit, payee_y + 1))
    name = [hand.word(word, height, rng) for word in phrases.person(rng).split()]
    sheet.write(
        name, start + 2 * unit, payee_y - lift, height, gaps=0.5, angle=lean(rng), room=box_left - start - 8 * unit
    )
    sign_end = sheet.print("$", box_left - 1.2 * height, payee_y, 0.75 * height, fonts[0])
    if rng.random() < 0.7:
        sheet.box(
            sign_end + unit,
            payee_y - 1.4 * height,
            cols - edge,
            payee_y + 0.3 * height,
            shade=int(rng.uniform(60, 256)),
        )
    parts, gaps = amount_parts(hand, height, rng, sign=False)
    sheet.write(
        parts,
        sign_end + unit * rng.uniform(2, 6),
        payee_y - lift,
        height,
        gaps=gaps,
        angle=lean(rng),
        room=cols - edge - sign_end - 3 * unit,
    )
    _words_line(sheet, hand, edge, words_y, cols * rng.uniform(0.76, 0.84), height, rng)
    sheet.print("DOLLARS", cols * rng.uniform(0.84, 0.87), words_y, small * 1.1, fonts[1])
    start = label(sheet, str(rng.choice(["MEMO", "For", "Memo"])), edge, memo_y, small, fonts[1])
    sheet.line((start, memo_y + 1), (cols * 0.42, memo_y + 1))
    if rng.random() < 0.8:
        memo = [hand.word(phrases.pick(phrases.THINGS, rng), height, rng)]
        if rng.random() < 0.12:
            memo.append(hand.number(str(rng.integers(1, 10000)), height, rng))
        sheet.write(memo, start + 2 * unit, memo_y - lift, height, gaps=0.7, angle=lean(rng))
    sheet.line((cols * 0.54, memo_y + 1), (cols - edge, memo_y + 1))
    _sign(sheet, hand, cols * rng.uniform(0.56, 0.66), memo_y - lift, height, rng)


def _words_line(sheet: Sheet, hand: PageHand, left, y, right, height, rng: np.random.Generator) -> None:
    """The amount in words, with a fraction such as 45/100 at its end or without."""
    sheet.line((left, y + 1), (right, y + 1))
    size = height * rng.uniform(0.85, 1.0)
    parts = [hand.word(word, size, rng) for word in phrases.in_words(rng).split()]
    gaps = [rng.uniform(0.4, 0.8)] * (len(parts) - 1)
    if rng.random() < 0.75:
        fraction = _fraction(hand, size, rng)
        gaps += [rng.uniform(0.5, 1.2), 0.1][: len(fraction)]
        parts += fraction
    if rng.random() < 0.3:
        parts.append(hand.mark([np.array([[0, 0.6], [rng.uniform(1, 4), 0.6 + rng.normal(0, 0.1)]])], size))
        gaps.append(0.4)
    sheet.write(
        parts,
        left + rng.uniform(0.2, 1.5) * height,
        y - 0.12 * height,
        size,
        gaps=gaps,
        angle=lean(rng),
        room=right - left - 2 * height,
    )


def _fraction(hand: PageHand, height: float, rng: np.random.Generator) -> list[Stretch]:
    """0/100 is one number; of xx/100 only the 100 is one."""
    small = height * rng.uniform(0.6, 1.0)
    raised = rng.uniform(0.1, 0.45) if small < 0.85 * height else 0.0
    gap = min(hand.style.gap, 0.3)
    if rng.random() < 0.88:
        part = str(rng.choice(["0", "00", "00", f"{rng.integers(10, 100)}"]))
        return [replace(hand.number(f"{part}/100", small, rng, gap=gap), raised=raised)]
    before = hand.word(str(rng.choice(["xx/", "no/", "XX/"])), small, rng)
    return [replace(before, raised=raised), replace(hand.number("100", small, rng, gap=gap), raised=raised)]


def _sign(sheet: Sheet, hand: PageHand, left, y, height, rng: np.random.Generator) -> None:
    if rng.random() < 0.75:
        sheet.write([hand.glyph_mark(marks.signature, height * rng.uniform(1.0, 1.8), rng)], left, y, height)
    else:
        sheet.write([hand.word(w, height, rng) for w in phrases.some(phrases.NAMES, 2, rng).split()], left, y, height)


def _indian_cheque(sheet: Sheet, hand: PageHand, unit, height, small, fonts, rng: np.random.Generator) -> None:
    rows, cols = sheet.rows, sheet.cols
    edge, lift = cols * rng.uniform(0.03, 0.07), height * 0.12
    date_y, pay_y, words_y = (
        rows * rng.uniform(0.13, 0.19),
        rows * rng.uniform(0.3, 0.35),
        rows * rng.uniform(0.42, 0.47),
    )
    cell = height * rng.uniform(0.95, 1.35)
    left = cols - edge - 8 * cell
    cells(sheet, left, date_y - 1.2 * height, cell, 1.45 * height, 8, rng)
    if rng.random() < 0.8:
        comb(sheet, hand, cell_string(8, rng), left, date_y, height, cell, rng)
    for i, letter in enumerate("DDMMYYYY"):
        sheet.print(
            letter, left + (i + 0.5) * cell, date_y + 0.3 * height + 1.5 * small, small, fonts[1], anchor="middle"
        )
    start = label(sheet, str(rng.choice(["Pay", "PAY", "Páguese a", "Pagar a"])), edge, pay_y, 1.2 * small, fonts[1])
    sheet.line((start, pay_y + 1), (cols - edge, pay_y + 1))
    name = [hand.word(word, height, rng) for word in phrases.person(rng).split()]
    sheet.write(name, start + 3 * unit, pay_y - lift, height, gaps=0.5, angle=lean(rng))
    start = label(
        sheet, str(rng.choice(["Rupees", "RUPEES", "la suma de", "Pesos"])), edge, words_y, 1.2 * small, fonts[1]
    )
    _words_line(sheet, hand, start, words_y, cols - edge, height, rng)
    box = np.array([cols * rng.uniform(0.68, 0.74), rows * 0.5, cols - edge, rows * rng.uniform(0.64, 0.68)])
    sheet.box(*box, width=int(rng.choice([1, 2, 2])))
    baseline = (box[1] + box[3]) / 2 + 0.5 * height
    sign = str(rng.choice(["Rs.", "Rs", "$", "EUR"]))
    start = label(sheet, sign, box[0] + unit, baseline, 0.6 * height, fonts[0])
    parts, gaps = amount_parts(hand, height, rng, sign=rng.random() < 0.1)
    sheet.write(parts, start, baseline, height, gaps=gaps, angle=lean(rng), room=box[2] - start - unit)
    account_y = rows * rng.uniform(0.6, 0.66)
    sheet.box(cols * 0.08, account_y - 4 * small, cols * 0.42, account_y + small)
    end = label(sheet, "A/c No.", edge, account_y, small, fonts[1])
    sheet.print(str(rng.integers(10**9, 10**13)), max(end, cols * 0.1), account_y, 1.7 * small, fonts[2])
    _sign(sheet, hand, cols * rng.uniform(0.66, 0.78), rows * rng.uniform(0.8, 0.86), height, rng)
    sheet.print("Please sign above", cols * 0.74, rows * 0.9, small, fonts[1])
