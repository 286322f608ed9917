"""Synthetic pages: printed and written on, then photographed, with the corners of every handwritten number.

The locator is trained on them. The same random generator gives the same page, wherever the same fonts are installed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.pages import camera
from training.pages.cells import field
from training.pages.cheques import cheque
from training.pages.envelopes import envelope
from training.pages.forms import form
from training.pages.large import board, canvas, single
from training.pages.neat import neat_sheet
from training.pages.notes import note
from training.pages.nothing import nothing
from training.pages.rows import rows_of_numbers
from training.pages.sheet import Sheet
from training.pages.struck import strike_some
from training.pages.studio import Studio
from training.pages.sums import expression
from training.pages.tables import table
from training.pages.worksheets import worksheet

SMALL, LARGEST = 0.4, 3.0  # share of the pages that are small images; how many times as large others are at most
SMALLEST = 7.5  # pixels of a small image: numbers lower than this cannot be read
FAINTEST = 6  # grey levels between ink and paper: what shows less is to be seen by nobody


@dataclass(frozen=True)
class Written:
    """A handwritten number on a page."""

    text: str
    corners: np.ndarray
    """(4, 2) float32 x, y in pixels, pixel i covering i .. i + 1: top-left, top-right, bottom-right, bottom-left as it
    is written, tight around its ink"""


@dataclass(frozen=True)
class Page:
    """A photographed page and what stands on it."""

    grey: np.ndarray
    """(rows, cols) uint8"""
    numbers: tuple[Written, ...]
    """in reading order"""
    others: tuple[np.ndarray, ...]
    """corners (4, 2) float32 of everything else that has a reading direction: print, words"""
    printed_numbers: tuple[np.ndarray, ...] = ()
    """those of the others that are numbers in print"""
    scale: float = 1.0
    """pixels to one of a small image: see Studio"""


KINDS: dict[str, float] = {
    "cheque": 0.13,
    "form": 0.15,
    "field": 0.07,
    "note": 0.17,
    "expression": 0.09,
    "table": 0.09,
    "envelope": 0.05,
    "board": 0.04,
    "canvas": 0.05,
    "single": 0.06,
    "nothing": 0.1,
    "rows": 0.0,
    "worksheet": 0.0,
    "neat": 0.0,
}
"""Share of each kind of page; of those that are learnt from, or measured by themselves, none."""

_MAKERS: dict[str, Callable[[Studio, np.random.Generator], Sheet]] = {
    "cheque": cheque,
    "form": form,
    "field": field,
    "note": note,
    "expression": expression,
    "table": table,
    "envelope": envelope,
    "board": board,
    "canvas": canvas,
    "single": single,
    "nothing": nothing,
    "rows": rows_of_numbers,
    "worksheet": worksheet,
    "neat": neat_sheet,
}


def make_page(
    hands: Sequence,
    weights: Sequence[float],
    rng: np.random.Generator,
    kind: str | None = None,
    held_back: bool = False,
    scale: float | None = None,
) -> Page:
    """One page.

    hands, weights: who writes, and how often each: see writers.load_hands
    kind: of KINDS; None draws one by its share
    held_back: printed with the fonts that are held back from training
    scale: how many pixels the image has to one of a small image (see Studio); None draws it
    """
    small, size = rng.random(2)  # drawn in any case: the page is the same, whatever its scale
    scale = scale or (1.0 if small < SMALL else float(LARGEST**size))
    if kind is None:
        shares = np.array(list(KINDS.values()))
        kind = list(KINDS)[rng.choice(len(shares), p=shares / shares.sum())]
    studio = Studio(hands, weights, held_back, scale)
    while True:
        sheet = _MAKERS[kind](studio, rng)
        if not held_back:  # what is measured stays as it was
            strike_some(sheet, rng)
        page = _photographed(sheet, rng)
        if all(_can_be_read(number, page.grey, SMALLEST * scale) for number in page.numbers):
            return page


def _can_be_read(number: Written, grey: np.ndarray, smallest: float) -> bool:
    """Whether a number is large enough, and neither drowned in black nor bleached. smallest: pixels"""
    low, high = np.maximum(number.corners.min(axis=0), 0).astype(int), np.ceil(number.corners.max(axis=0)).astype(int)
    dark, light = np.percentile(grey[low[1] : high[1], low[0] : high[0]], (2, 98))
    height = np.linalg.norm(number.corners[3] - number.corners[0])
    return light - dark >= FAINTEST and (height >= smallest or number.text in "-.")


def _photographed(sheet: Sheet, rng: np.random.Generator) -> Page:
    grey, move = camera.take(sheet, rng)
    numbers = [Written(text, move(corners).astype(np.float32)) for text, corners in sheet.numbers]
    others, printed = (
        [move(corners).astype(np.float32) for corners in lines] for lines in (sheet.others, sheet.printed_numbers)
    )
    found = tuple(in_reading_order(numbers))
    return Page(grey, found, _inside(others, grey), _inside(printed, grey), sheet.scale)


def _inside(lines: list[np.ndarray], grey: np.ndarray) -> tuple[np.ndarray, ...]:
    """Those whose middle is on the page."""
    rows, cols = grey.shape
    return tuple(c for c in lines if (c.mean(axis=0) > 0).all() and (c.mean(axis=0) < (cols, rows)).all())


def in_reading_order(numbers: list[Written]) -> list[Written]:
    """Top to bottom, and left to right where one stands beside the other."""
    left = sorted(numbers, key=lambda n: n.corners[:, 1].mean())
    found = []
    while left:
        first = left[0]
        middle = first.corners[:, 1].mean()
        reach = 0.5 * max(first.corners[3, 1] - first.corners[0, 1], 1.0)
        row = [n for n in left if abs(n.corners[:, 1].mean() - middle) < reach]
        found += sorted(row, key=lambda n: n.corners[:, 0].mean())
        left = [n for n in left if all(n is not m for m in row)]
    return found
