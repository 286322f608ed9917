"""From a finished run to a reader that the app takes: a tiny training, exported and evaluated for real."""

import json

import numpy as np
import pytest

from tests import drawing
from tests.training.hands import digit_set, few_hands
from training import batches, datasets, evaluate
from training.errors import BadData
from training.export import export
from training.train import Plan, train
from webapp.reading.errors import ReaderMismatch
from webapp.reading.network import Reader
from webapp.reading.read import read_image

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    train(few_hands, few_hands, folder, Plan(steps=2, lines=8, warm_up=1, validate_every=2, validation_lines=64))
    return folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder that holds only what the downloads leave."""
    digits = digit_set()
    arrays = {"x_train": digits.images, "y_train": digits.labels, "x_test": digits.images, "y_test": digits.labels}
    np.savez(tmp_path / "mnist.npz", **arrays)
    (tmp_path / datasets.QMNIST_TRAIN_LABELS.file).write_bytes(b"")
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    monkeypatch.setattr(batches, "load_hands", lambda folder, held_back: few_hands())
    monkeypatch.setattr(evaluate, "VALIDATION_LINES", 40)
    monkeypatch.setattr(evaluate, "BLANK_SHEETS", 5)
    monkeypatch.setattr(evaluate, "NOT_NUMBERS", 12)
    return tmp_path


def test_a_run_becomes_a_reader_that_serves(run, folder, tmp_path):
    out = tmp_path / "reader"
    export(run / "best.weights.h5", run, out)
    with pytest.raises(ReaderMismatch, match="python -m training evaluate"):
        Reader.load(out)

    evaluate.evaluate(out, folder)
    card = json.loads((out / "card.json").read_text())
    assert set(card["data"]) == {"mnist.npz", "qmnist-train-labels-idx2-int.gz"}
    assert {name: figure["images"] for name, figure in card["figures"].items()} == {
        "validation_lines": 40,
        "mnist_test": 30,
        "blank_paper": 5,
        "not_numbers": 12,
    }
    reader = Reader.load(out)
    assert read_image(drawing.encode(drawing.draw_number("7")), reader).reader_name == "line-reader"


def test_an_evaluation_that_is_cut_off_leaves_the_card_as_it_was(run, folder, tmp_path, monkeypatch):
    """Half a card would mark what nobody has measured as sure."""
    out = tmp_path / "reader"
    export(run / "best.weights.h5", run, out)
    before = (out / "card.json").read_bytes()

    def fail(folder):
        raise BadData("the disk is gone")

    monkeypatch.setattr(datasets, "mnist_test", fail)
    with pytest.raises(BadData):
        evaluate.evaluate(out, folder)
    assert (out / "card.json").read_bytes() == before
