"""A field cut out of a form: a row of cells that hold one number, cut tightly by a person or by another program."""

import cv2
import numpy as np

from training.pages.filled import cells
from training.pages.hand import PageHand
from training.pages.sheet import Sheet
from training.pages.studio import Studio, log_uniform
from training.writing import marks
from training.writing.strings import cell_string

CROSSED = 0.15  # share of the fields whose first cells are crossed out, as they are not needed
LEAST_SIDE = 60  # pixels of a small image


def field(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A row of cells with one number, cells before it empty or crossed out; little of the form around."""
    height, count = log_uniform(rng, 14, 60), int(rng.choice([2, 3, 3, 3, 4, 5, 6, 8, 8, 10]))
    cell, high = height * rng.uniform(0.95, 2.3), height * rng.uniform(1.3, 2.3)
    shrunk = studio.scale * min(1.0, 1100 / (count * cell))
    height, cell, high = height * shrunk, cell * shrunk, high * shrunk
    edge = height * rng.uniform(0.02, 0.9, 4)
    sheet = Sheet(
        max(LEAST_SIDE * studio.scale, edge[1] + high + edge[3]),
        max(LEAST_SIDE * studio.scale, edge[0] + count * cell + edge[2]),
        "close" if rng.random() < 0.75 else "secured",
        studio.scale,
    )
    if rng.random() < 0.3:
        _watermark(sheet, height, rng)
    cells(sheet, edge[0], edge[1], cell, high, count, rng)
    _around(sheet, studio, edge, count * cell, high, rng)
    hand = studio.hand(height, rng, felt=0.2)
    base = edge[1] + 0.5 * (high + height) + rng.normal(0, 0.06) * (high - height)
    _fill(sheet, hand, edge[0], base, height, cell, count, rng)
    return sheet


def _fill(sheet: Sheet, hand: PageHand, left, base, height, cell, count: int, rng: np.random.Generator) -> None:
    """The number in the last cells, or the first ones; crosses or nothing in the others."""
    free = 0 if rng.random() < 0.65 else int(rng.integers(1, count + 1))
    at_end = rng.random() < 0.75
    crossed = at_end and free and rng.random() < CROSSED / 0.35
    for i in range(free if crossed else 0):
        cross = hand.mark(marks.cross(rng.uniform(0.5, 1.3), rng), height * rng.uniform(0.7, 1.4))
        room = max(0.0, cell - cross.ink.shape[1])
        sheet.write([cross], left + i * cell + room * rng.uniform(0.2, 0.8), base, height, room=cell)
    if free == count:
        return
    text = cell_string(count - free, rng)
    placed = hand.cells(text, height, cell, rng)
    start = left + free * cell * at_end
    sheet.write_at(placed, start + placed[0][1], base, height, as_one=text)


def _around(sheet: Sheet, studio: Studio, edge, wide, high, rng: np.random.Generator) -> None:
    """What of the form is still to be seen: a heading cut in two, a dark column, the walls of other fields."""
    left, top, right, bottom = edge[0], edge[1], edge[0] + wide, edge[1] + high
    if rng.random() < 0.4:
        size = rng.uniform(0.12, 0.3) * high
        text = str(rng.choice(["(2)", "Total", "No.", "(a)", "KWH", "Count", "1.", "Date"]))
        sheet.print(
            text, rng.uniform(left, right - 0.5 * size), top - rng.uniform(0, 0.8) * size, size, studio.font(rng)
        )
    if rng.random() < 0.3:
        cv2.rectangle(sheet.printed, (0, round(top)), (round(left), round(bottom)), 255, -1)
    for y in (top, bottom):
        if rng.random() < 0.3:
            sheet.line((0, y), (sheet.cols, y), int(rng.uniform(90, 256)), int(rng.choice([1, 2])))
    if rng.random() < 0.3:
        sheet.line((right, 0), (right, sheet.rows), int(rng.uniform(90, 256)), int(rng.choice([1, 2, 3])))


def _watermark(sheet: Sheet, height: float, rng: np.random.Generator) -> None:
    """Pale shapes across the field."""
    for _ in range(rng.integers(1, 5)):
        centre = rng.uniform(0, 1, 2) * (sheet.cols, sheet.rows)
        corners = centre + rng.normal(0, 1, (4, 2)) * height
        cv2.fillPoly(sheet.printed, [corners.astype(np.int32)], int(rng.uniform(15, 60)))
