"""Sheets in a neat hand, print's twin, on which no number is printed: whoever learns print from the other kinds learns
from these that even rows, tables and sums are written too."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.pages.forms import form
from training.pages.notes import note
from training.pages.rows import rows_of_numbers
from training.pages.sheet import Sheet
from training.pages.studio import Studio
from training.pages.sums import expression
from training.pages.tables import table
from training.pages.worksheets import worksheet

OFTEN: dict[Callable[[Studio, np.random.Generator], Sheet], float] = {
    table: 0.25,
    worksheet: 0.25,
    rows_of_numbers: 0.15,
    form: 0.15,
    expression: 0.1,
    note: 0.1,
}


def neat_sheet(studio: Studio, rng: np.random.Generator) -> Sheet:
    """A sheet of any of these kinds with numbers, all of them by a neat hand."""
    makers, neatly = list(OFTEN), replace(studio, neatly=1.0)
    make = makers[rng.choice(len(makers), p=list(OFTEN.values()))]
    while True:
        sheet = make(neatly, rng)
        if sheet.numbers and not sheet.printed_numbers:
            return sheet
