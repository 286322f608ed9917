"""From a finished run to a reader that the app takes: a tiny training, exported and evaluated for real."""

import json

import keras
import numpy as np
import pytest

from tests import drawing
from tests.training.hands import digit_set, few_hands
from training import batches, datasets, evaluate
from training.errors import BadData
from training.export import export, export_digits
from training.train import Plan, train
from training.train_digits import DigitsPlan, train_digits
from webapp.reading.alone import view
from webapp.reading.errors import ReaderMismatch
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
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


def test_a_network_of_lone_digits_serves_beside_its_reader(run, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "mnist_train", lambda folder: (digit_set(), digit_set(1)))
    out, digits = tmp_path / "reader", tmp_path / "digits"
    export(run / "best.weights.h5", run, out)
    plan = DigitsPlan(steps=4, batch=8, written=30, warm_up=2, validate_every=2)
    checkpoint = train_digits(few_hands, folder, digits, plan)
    export_digits(checkpoint, digits, out)
    evaluate.evaluate(out, folder)
    card = json.loads((out / "card.json").read_text())
    assert card["digits"]["plan"]["written"] == 30 and set(card["figures"]) >= {"mnist_test"}
    reader = Reader.load(out)
    seen = view(normalise_line(drawing.draw_number("7", 80)[..., 0]).pixels)
    model = keras.models.load_model(checkpoint, compile=False)
    log_odds = np.asarray(model(seen[np.newaxis, ..., np.newaxis]))[0] / card["digits"]["temperature"]
    expected = np.exp(log_odds - log_odds.max())
    np.testing.assert_allclose(reader.digits(seen), expected / expected.sum(), atol=0.02)


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
