"""From a finished run to a reader that the app takes: a tiny training, exported and evaluated for real."""

import json

import keras
import numpy as np
import pytest

from tests import drawing
from tests.training.hands import digit_set, few_hands
from training.__main__ import main
from training.data import datasets
from training.errors import BadData
from training.fitting.export import export
from training.fitting.train_reader import Plan, train
from training.measuring import evaluate
from training.writing import writers
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
    monkeypatch.setattr(writers, "load_hands", lambda folder, held_back: few_hands())
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


def test_a_reader_keeps_a_share_of_what_it_began_with(run, tmp_path):
    export(run / "best.weights.h5", run, tmp_path / "start")
    start = str(tmp_path / "start" / "reader.keras")
    plan = Plan(steps=1, lines=8, warm_up=0, validate_every=1, validation_lines=24, start_from=start, keep=0.75)
    export(train(few_hands, few_hands, tmp_path / "run", plan), tmp_path / "run", tmp_path / "out")
    before, after, exported = (
        keras.models.load_model(file, compile=False).get_weights()
        for file in (start, tmp_path / "run" / "last.keras", tmp_path / "out" / "reader.keras")
    )
    assert any(np.abs(new - old).max() > 1e-4 for old, new in zip(before, after, strict=True))
    for old, new, mixed in zip(before, after, exported, strict=True):
        np.testing.assert_allclose(mixed, 0.75 * old + 0.25 * new, atol=1e-6)
    command = json.loads((tmp_path / "out" / "card.json").read_text())["training"]["command"]
    assert command.endswith(f"--start-from {start} --keep 0.75")


def test_readers_of_several_trainings_become_one(run, tmp_path, monkeypatch):
    folders = [tmp_path / name for name in ("one", "other", "out")]
    export(run / "best.weights.h5", run, folders[0])
    export(run / "best.weights.h5", run, folders[1])
    other = keras.models.load_model(folders[1] / "reader.keras", compile=False)
    other.set_weights([weight + 1.0 for weight in other.get_weights()])
    other.save(folders[1] / "reader.keras")

    monkeypatch.setattr("sys.argv", ["training", "mix", f"{folders[0]}=1", f"{folders[1]}=3", "--out", str(folders[2])])
    main()
    one, mixed = (
        keras.models.load_model(folder / "reader.keras", compile=False).get_weights()
        for folder in (folders[0], folders[2])
    )
    for weight, moved in zip(one, mixed, strict=True):
        np.testing.assert_allclose(moved, weight + 0.75, atol=1e-5)
    told = json.loads((folders[2] / "card.json").read_text())["training"]
    assert [reader["share"] for reader in told["mean_of"]] == [1.0, 3.0]
    assert all("python -m training train" in reader["command"] for reader in told["mean_of"])
    assert (folders[2] / "reader.tflite").stat().st_size > 10_000

    # A mean of a mean tells of all the trainings that it comes from.
    monkeypatch.setattr("sys.argv", ["training", "mix", f"{folders[2]}=8", f"{folders[0]}=2", "--out", str(folders[1])])
    main()
    told = json.loads((folders[1] / "card.json").read_text())["training"]
    assert [reader["share"] for reader in told["mean_of"]] == [2.0, 6.0, 2.0]


@pytest.mark.parametrize("given", ["nowhere=1", "nowhere", "nowhere=a half"])
def test_what_is_no_reader_to_mix_is_said_so(given, monkeypatch):
    monkeypatch.setattr("sys.argv", ["training", "mix", given])
    with pytest.raises(SystemExit, match="FOLDER=SHARE"):
        main()


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
