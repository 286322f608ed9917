"""Worksheets: print as large as handwriting, beside it."""

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.pages.page import make_page
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


def test_there_is_more_print_than_handwriting(sheets):
    written, printed = (sum(len(getattr(sheet, what)) for sheet in sheets) for what in ("numbers", "printed_numbers"))
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


def test_what_is_measured_is_printed_in_other_fonts():
    hands = few_hands()
    learnt, measured = (make_page(*hands, np.random.default_rng(3), "worksheet", held) for held in (False, True))
    assert learnt.grey.shape != measured.grey.shape or not np.array_equal(learnt.grey, measured.grey)
