"""What the shipped reader says of itself, and whether the README says the same."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from webapp.reading.normalise import LINE_HEIGHT, VERSION

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "models" / "reader"
README_NAMES = {
    "mnist_test": "MNIST's 10,000 test digits",
    "cheque_amounts": "610 real cheque amounts",
    "cheque_amounts_as_amounts": "the same, read with `pattern=amount`",
    "pen_digits": "1,000 photographed single digits",
    "cheque_fields_amounts": "28 framed cheque amounts",
    "cheque_fields_dates": "28 dates in cells",
    "form_cells": "54 cells of election forms",
    "tablet_digits": "1,105 digits written on a tablet by 44 people in Istanbul",
    "not_numbers": "666 images that hold no number",
    "blank_paper": "500 blank papers",
}


@pytest.fixture(scope="module")
def card():
    return json.loads((FOLDER / "card.json").read_text())


def test_the_reader_fits_this_code(card):
    assert (card["preprocessing"], card["line_height"]) == (VERSION, LINE_HEIGHT)


def test_the_card_tells_where_the_reader_comes_from(card):
    assert "python -m training train" in card["training"]["command"]
    assert card["training"]["log"][-1]["step"] == card["training"]["plan"]["steps"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", checksum) for checksum in card["data"].values())
    assert "mnist.npz" in card["data"]


def test_the_card_tells_where_the_inspector_comes_from(card):
    assert card["inspector"]["command"].startswith("python -m training train-inspector")
    assert card["inspector"]["log"][-1]["step"] == card["inspector"]["plan"]["steps"]
    read_with = hashlib.sha256((FOLDER / "reader.tflite").read_bytes()).hexdigest()
    assert read_with.startswith(card["inspector"]["plan"]["read_with"])


def test_thresholds_are_probabilities(card):
    assert 0.5 < card["thresholds"]["number"] < 1
    assert 0.5 < card["thresholds"]["digit"] < 1
    assert 0 < card["thresholds"]["plain"] < 0.5


def test_the_weights_are_small():
    assert sum(file.stat().st_size for file in FOLDER.glob("*.tflite")) < 4_000_000


BARS = [("mnist_test", 0.99), ("cheque_amounts", 0.8), ("cheque_fields_dates", 0.8), ("pen_digits", 0.98)]


@pytest.mark.parametrize(("name", "bar"), BARS)
def test_measured_figures_reach_their_bars(card, name, bar):
    assert card["figures"][name]["exact"] >= bar


@pytest.mark.parametrize("name", README_NAMES)
def test_the_readme_tells_the_cards_figures(card, name):
    figure = card["figures"][name]
    row = (
        f"| {README_NAMES[name]} | {100 * figure['exact']:.1f} % | {100 * figure['sure']:.0f} % "
        f"| {100 * figure['wrong_among_sure']:.1f} % |"
    )
    assert row in (ROOT / "README.md").read_text()


def test_hardly_any_image_without_a_number_gives_a_sure_one(card):
    assert card["figures"]["not_numbers"]["wrong_and_sure"] <= 0.01 * card["figures"]["not_numbers"]["images"]


@pytest.mark.parametrize("name", ["cheque_amounts", "cheque_amounts_as_amounts"])
def test_the_docs_tell_the_risk_at_each_coverage(card, name):
    risks = " | ".join(f"{100 * risk:.1f}" for risk in card["risk_coverage"][name])
    assert f"| {risks} |" in (ROOT / "docs" / "figures.md").read_text()
