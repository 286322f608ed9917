"""Worksheets: print as large as handwriting, beside it."""

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.pages.sheet import Sheet
from training.pages.studio import Studio
from training.pages.worksheets import worksheet


@pytest.fixture(scope="module")
def sheets():
    studio = Studio(*few_hands())
    return [worksheet(studio, np.random.default_rng([4, seed])) for seed in range(30)]


def _heights(corners):
    return [np.linalg.norm(one[3] - one[0]) for one in corners]


def test_print_is_as_large_as_handwriting(sheets):
    written = np.median(_heights(corners for sheet in sheets for _, corners in sheet.numbers))
    printed = np.median(_heights(corners for sheet in sheets for corners in sheet.printed_numbers))
    assert printed == pytest.approx(written, rel=0.4)


def test_where_there_is_print_there_is_more_of_it_than_handwriting(sheets):
    mixed = [sheet for sheet in sheets if sheet.printed_numbers]
    written, printed = (sum(len(getattr(sheet, what)) for sheet in mixed) for what in ("numbers", "printed_numbers"))
    assert printed > written > 100


def test_each_printed_number_stands_on_its_own(sheets):
    """Else all of a sum would be one place that is no number, and its operands none."""
    wide = [np.ptp(one[:, 0]) / np.ptp(one[:, 1]) for sheet in sheets for one in sheet.printed_numbers]
    assert np.percentile(wide, 95) < 4


def test_hardly_any_handwriting_lies_on_print(sheets):
    on_print, count = 0, 0
    for sheet in sheets:
        for _, corners in sheet.numbers:
            middle = corners.mean(axis=0)
            on_print += any(((p.min(axis=0) < middle) & (middle < p.max(axis=0))).all() for p in sheet.printed_numbers)
            count += 1
    assert on_print < 0.01 * count


def test_what_is_measured_is_printed_in_other_fonts(monkeypatch):
    used = {True: set(), False: set()}
    for held_back in used:
        printed = Sheet.print
        monkeypatch.setattr(
            Sheet, "print", lambda *a, to=used[held_back], do=printed, **k: (to.add(a[5]), do(*a, **k))[1]
        )
        for seed in range(6):
            worksheet(Studio(*few_hands(), held_back=held_back), np.random.default_rng(seed))
        monkeypatch.undo()
    assert used[True] and used[False] and not used[True] & used[False]
