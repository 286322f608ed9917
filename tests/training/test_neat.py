"""Sheets in a neat hand: print's twin, without print."""

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.pages import neat
from training.pages.hand import NEAT, WAVER
from training.pages.neat import neat_sheet
from training.pages.studio import NEATLY, Studio


def test_all_of_its_numbers_are_written():
    studio = Studio(*few_hands())
    sheets = [neat_sheet(studio, np.random.default_rng([1, seed])) for seed in range(20)]
    assert all(sheet.numbers and not sheet.printed_numbers for sheet in sheets)


@pytest.mark.parametrize("make", neat.OFTEN, ids=lambda make: make.__name__)
def test_each_kind_has_sheets_without_a_printed_number(make, monkeypatch):
    monkeypatch.setattr(neat, "OFTEN", {make: 1.0})
    assert neat_sheet(Studio(*few_hands()), np.random.default_rng(2)).numbers


@pytest.mark.parametrize(
    ("neatly", "held_back", "least", "most"),
    [(1.0, False, 1.0, 1.0), (0.0, False, 0.0, 0.0), (NEATLY, False, 0.05, 0.3), (1.0, True, 0.0, 0.0)],
)
def test_as_many_hands_are_neat_as_the_studio_says(neatly, held_back, least, most):
    studio, rng = Studio(*few_hands(), held_back=held_back, neatly=neatly), np.random.default_rng(3)
    wavers = np.array([studio.hand(40, rng).waver for _ in range(100)])
    assert least <= np.mean(wavers <= NEAT * WAVER) <= most
    assert set(wavers[wavers > NEAT * WAVER]) <= {WAVER}
