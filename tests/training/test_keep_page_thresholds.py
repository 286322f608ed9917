"""Pages are measured with thresholds that are chosen on others, or with the card's."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.measuring import evaluate_locator as measuring
from training.pages.page import make_page
from webapp.reading.network import Locator, Reader

# The module measures what TensorFlow trained, and imports it.
pytestmark = pytest.mark.filterwarnings("default")

MODELS = Path(__file__).parents[2] / "models"
ON_CARD = {"sure": 0.25, "found": 0.125, "written": 0.0625, "printed": 0.03125}


def here(load, make, tasks, _):
    """make_ahead, in this process."""
    loaded = load()
    return (make(*loaded, *task) for task in tasks)


@pytest.mark.parametrize("keep", [True, False])
def test_thresholds_are_kept_or_chosen(tmp_path, monkeypatch, keep):
    model = tmp_path / "locator"
    shutil.copytree(MODELS / "locator", model)
    card = json.loads((model / "card.json").read_text()) | {"thresholds": ON_CARD, "figures": {}}
    (model / "card.json").write_text(json.dumps(card))
    for name in ("PAGES", "TURNED_PAGES", "NOTHING_PAGES", "WORKSHEETS", "CHOOSING_PAGES"):
        monkeypatch.setattr(measuring, name, 1)
    # One small page stands for all of them.
    page = make_page(*few_hands(), np.random.default_rng(3), "single", True, 1.0)
    monkeypatch.setattr(measuring._Pages, "page", lambda *_: page)
    setup = few_hands(), Reader.load(MODELS / "reader"), Locator.load(model)
    monkeypatch.setattr(measuring, "_load", lambda *_: setup)
    monkeypatch.setattr(measuring, "make_ahead", here)
    measuring.evaluate_locator(model, MODELS / "reader", tmp_path, keep_thresholds=keep)
    measured = json.loads((model / "card.json").read_text())
    assert (measured["thresholds"] == ON_CARD) is keep
    assert {"synthetic_pages", "small_images", "upright", "worksheets", "no_number", "crops"} <= set(
        measured["figures"]
    )
    if not keep:
        assert measured["thresholds"]["sure"] == 1.0  # a few right numbers are chance
        assert measured["thresholds"].keys() == ON_CARD.keys()


def test_of_a_witness_that_came_later_its_own_are_chosen_alone():
    """Of 1,000 right numbers that are sure two may be asked about; below half of the least it is print."""
    right = [measuring._Answer(0.99, True, True, handwriting=0.001 * i) for i in range(1, 1001)]
    others = [measuring._Answer(0.99, True, False, 0.0), measuring._Answer(0.5, True, True, 0.0006)]
    assert measuring._witness_thresholds(right + others, 0.9) == {"written": 0.003, "printed": 0.0003}
    assert measuring._witness_thresholds([], 0.9) == {"written": 0.0, "printed": 0.0}
