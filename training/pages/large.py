"""Few and large numbers: boards, drawings on a screen, one number cut out for the reader."""

import cv2
import numpy as np

from training.pages import phrases
from training.pages.hand import Stretch
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform
from training.pages.sums import expression_parts
from training.writing.strings import random_string


def board(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Chalk on a blackboard or a thick pen on a white one: few, large numbers."""
    rows, cols = studio.page_size(rng, rng.uniform(1.1, 1.9))
    sheet = Sheet(rows, cols, "dark" if rng.random() < 0.6 else "board", studio.scale)
    height = log_uniform(rng, rows / 14, rows / 4)
    hand = studio.hand(height, rng, felt=0.55)
    y = height * rng.uniform(1.3, 2.2)
    while y < rows - 0.3 * height:
        kind = rng.random()
        parts = [hand.number(phrases.any_number(rng), height, rng)]
        if kind < 0.25:
            parts = expression_parts(hand, height, 1, rng)
        elif kind < 0.45:
            parts = [hand.word(phrases.pick(phrases.THINGS, rng), height, rng), *parts]
        left = cols * rng.uniform(0.04, 0.45)
        gaps = 0.35 if kind < 0.25 else 0.8
        sheet.write(parts, left, y, height, gaps=gaps, angle=rng.normal(0, 0.03), room=0.97 * (cols - left))
        y += height * rng.uniform(1.5, 2.6)
        if rng.random() < 0.35:
            break
    return sheet


def canvas(studio: Studio, rng: np.random.Generator) -> Sheet:
    """Drawn with a finger on a screen: black on white, one to three lines, large."""
    rows, cols = studio.page_size(rng, rng.uniform(0.9, 2.6))
    sheet, lines = Sheet(rows, cols, "canvas", studio.scale), int(rng.choice([1, 2, 3], p=[0.65, 0.22, 0.13]))
    height = min(log_uniform(rng, rows / 12, rows / 1.6), rows / (1.5 * lines), 320 * studio.scale)
    hand = studio.hand(height, rng, felt=0.1)
    hand.pen = float(np.clip(hand.pen, 3 * studio.scale / height, 0.12))
    step = rows / lines
    for i in range(lines):
        digits = int(rng.integers(1, 9)) if rng.random() < 0.7 else 1
        text = random_string(digits, rng, parted=0).replace(" ", "")
        parts = [hand.number(text, height, rng)]
        if rng.random() < 0.12:
            parts = expression_parts(hand, height, 1, rng)
        y = min(step * i + height + (step - 1.2 * height) * rng.uniform(0.1, 0.9), rows - 3)
        wide = sum(p.ink.shape[1] for p in parts) + 0.4 * height * (len(parts) - 1)
        left = max(3, (cols - wide) * rng.uniform(0.1, 0.9))
        sheet.write(parts, left, y, height, gaps=0.4, angle=rng.normal(0, 0.04), room=0.95 * cols)
    return sheet


def single(studio: Studio, rng: np.random.Generator) -> Sheet:
    """One number that fills most of the image, as it is cut for the reader."""
    drawn = 120.0
    hand = studio.hand(drawn, rng)
    digits = int(rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 9], p=[0.2, 0.1, 0.12, 0.14, 0.12, 0.12, 0.08, 0.08, 0.04]))
    stretch = hand.number(random_string(digits, rng, parted=0).replace(" ", ""), drawn, rng)
    margins = drawn * rng.uniform(0.06, 0.7, 4)
    rows, cols = stretch.ink.shape[0] + margins[0] + margins[1], stretch.ink.shape[1] + margins[2] + margins[3]
    share = studio.scale * rng.uniform(400, 1100) / max(rows, cols)
    share = min(share, 250 * studio.scale / drawn)
    longer = max(rows, cols) * share
    # A lone digit does not fill 400 pixels: paper is left around it.
    extra = max(0.0, 400 * studio.scale - longer) / share
    rows, cols = (rows + extra, cols) if rows > cols else (rows, cols + extra)
    look = "canvas" if rng.random() < 0.15 else "close"
    sheet = Sheet(max(40, rows * share), max(40, cols * share), look, studio.scale)
    size = max(1, round(stretch.ink.shape[1] * share)), max(1, round(stretch.ink.shape[0] * share))
    ink = cv2.resize(stretch.ink, size, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR)
    height = drawn * share
    if rng.random() < 0.3 and sheet.look == "close":
        y = margins[0] * share + stretch.rise * share + rng.uniform(0.02, 0.2) * height
        sheet.line((0, y), (sheet.cols, y + rng.normal(0, 2)), int(rng.uniform(60, 255)), int(rng.integers(1, 4)))
    x, y = (margins[2] + extra * rng.uniform(0.2, 0.8) * (rows <= cols)) * share, margins[0] * share
    y += extra * share * 0.5 * (rows > cols)
    sheet.write([Stretch(ink, round(stretch.rise * share), stretch.number)], x, y + stretch.rise * share, height)
    return sheet
