import json
import sys
from dataclasses import replace

import keras
import numpy as np
import pytest

from tests.training.hands import digit_set
from training import __main__ as command_line
from training.errors import AnotherPlan
from training.experiments import compare, fitting, mnist, saved
from training.experiments.classical import CLASSICAL
from training.experiments.mnist import Mnist, to_unit, to_unit_columns
from training.experiments.networks import NETWORKS
from training.experiments.our_reader import LINE_READER, OurReader, spread
from training.experiments.small_cnn import SMALL_CNN
from training.experiments.timing import one_at_a_time
from training.fitting import loop
from webapp.reading.result import Alternative, Box, Digit
from webapp.settings import ROOT

# TensorFlow's own start and its converter warn of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


class CutOff(Exception):
    """The power fails."""


def named(name, **changes):
    (experiment,) = (experiment for experiment in compare.BOOK if experiment.name == name)
    return replace(experiment, **changes)


@pytest.fixture(scope="module")
def digits():
    """160 digits to train on, 20 of others who choose, 20 that measure: drawn by the tests."""
    drawn = digit_set(20)
    copy = drawn.writers
    return Mnist(drawn.of(copy < 16), drawn.of((copy >= 16) & (copy < 18)), drawn.of(copy >= 18))


# A small one with everything that is random: order, flips, dropout.
SMALL = named("dense-512-256", epochs=3, batch=32, augment=named("classic-cnn-flipped").augment)


def cut_off_after(epochs, monkeypatch):
    """Fail as soon as so many epochs are on disk."""
    save = fitting._save_checkpoint

    def save_and_fail(model, history, run):
        save(model, history, run)
        if len(history) == epochs:
            raise CutOff

    monkeypatch.setattr(fitting, "_save_checkpoint", save_and_fail)


def without_seconds(history):
    return [{name: value for name, value in row.items() if name != "seconds"} for row in history]


def test_a_training_that_was_cut_off_gives_the_same_network(digits, tmp_path, monkeypatch):
    whole, history = fitting.train(SMALL, digits, tmp_path / "whole")
    with monkeypatch.context() as patch, pytest.raises(CutOff):
        cut_off_after(2, patch)
        fitting.train(SMALL, digits, tmp_path / "cut")
    keras.utils.set_random_seed(99)  # another process draws otherwise
    trained = []
    monkeypatch.setattr(fitting, "_in_words", lambda row: trained.append(row["epoch"]) or "")
    resumed, resumed_history = fitting.train(SMALL, digits, tmp_path / "cut")

    assert trained == [3]
    for one, other in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
    assert without_seconds(resumed_history) == without_seconds(history)


def test_a_cut_between_history_and_checkpoint_repeats_that_epoch(digits, tmp_path):
    fitting.train(replace(SMALL, epochs=2), digits, tmp_path)
    rows = json.loads((tmp_path / fitting.HISTORY).read_text())
    (tmp_path / fitting.HISTORY).write_text(json.dumps([*rows, rows[-1] | {"epoch": 3}]))
    _, history = fitting.train(replace(SMALL, epochs=2), digits, tmp_path)
    assert [row["epoch"] for row in history] == [1, 2]


@pytest.mark.parametrize("change", [{"seed": 2}, {"batch": 16}, {"epochs": 4}])
def test_a_checkpoint_of_another_plan_is_not_gone_on_from(digits, tmp_path, change):
    fitting._keep_to_plan(SMALL, digits, tmp_path, "float32")
    ((name, value),) = change.items()
    with pytest.raises(AnotherPlan, match=rf"with {name} .* instead of {value}\. Delete it"):
        fitting.train(replace(SMALL, **change), digits, tmp_path)


def test_a_network_trained_in_half_precision_is_saved_in_float32(digits, tmp_path):
    model, _ = fitting.train(replace(SMALL, epochs=1), digits, tmp_path, "mixed_bfloat16")
    assert {layer.compute_dtype for layer in model.layers} == {"float32"}
    assert keras.config.dtype_policy().name == "float32"


def test_normalised_per_axis_is_what_keras_does():
    images = digit_set().images
    np.testing.assert_allclose(to_unit_columns(images), keras.utils.normalize(images, axis=1), atol=1e-6)


def test_pixels_are_shares_of_white():
    assert to_unit(np.array([[[0, 51, 255]]], np.uint8)).tolist() == [[[0.0, pytest.approx(0.2), 1.0]]]


def test_the_parts_of_mnist_share_no_writer(digits, monkeypatch, tmp_path):
    """What is trained on and what chooses is split where all splits are made, in datasets.py."""
    monkeypatch.setattr(mnist.datasets, "mnist_train", lambda folder: (digits.training, digits.validation))
    monkeypatch.setattr(mnist.datasets, "mnist_test", lambda folder: digits.test)
    parts = mnist.load_mnist(tmp_path)
    assert (parts.training, parts.validation, parts.test) == (digits.training, digits.validation, digits.test)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A run of each kind, saved: {name: folder}."""
    drawn = digit_set(20)
    copy = drawn.writers
    parts = Mnist(drawn.of(copy < 16), drawn.of((copy >= 16) & (copy < 18)), drawn.of(copy >= 18))
    folder = tmp_path_factory.mktemp("compare")
    chosen = [
        named("one-hidden-layer", epochs=2),
        named("dense-128-128", epochs=2),
        named("svm"),
        named("gaussian-naive-bayes"),
        replace(LINE_READER, model=ROOT / "models" / "reader"),
    ]
    for experiment in chosen:
        compare.run_experiment(experiment, parts, folder / experiment.name, "float32", {"mnist.npz": "0123"})
    return folder, parts


RUNS = ["one-hidden-layer", "dense-128-128", "svm", "gaussian-naive-bayes", "line-reader"]


@pytest.mark.parametrize("name", RUNS)
def test_figures_are_made_again_from_the_saved_run(book, name, capsys):
    folder, parts = book
    figures = saved.evaluate_run(folder / name, parts.test)
    assert figures == saved.read_card(folder / name)["figures"]
    assert "exactly the saved ones" in capsys.readouterr().out


@pytest.mark.parametrize("name", RUNS)
def test_a_card_tells_what_a_run_was(book, name):
    folder, parts = book
    card = saved.read_card(folder / name)
    assert card["command"] == f"python -m training compare --only {name}"
    assert set(card["environment"]) == {"python", "keras", "scikit-learn", "backend", "processor", "cores"}
    assert card["code"] and card["data"]["mnist.npz"]
    assert card["ms_a_digit"] > 0
    assert card["file_bytes"] == (folder / name / saved.MODELS[card["kind"]]).stat().st_size
    probabilities = np.load(folder / name / saved.PROBABILITIES)
    assert probabilities.shape == (len(parts.test.labels), 10) and probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
    assert sum(map(sum, card["figures"]["confusion"])) + card["figures"]["no_answer"] == len(parts.test.labels)


def test_a_network_keeps_its_history_and_no_checkpoint(book):
    folder, _ = book
    card = saved.read_card(folder / "one-hidden-layer")
    assert [set(row) for row in card["history"]] == [
        {"epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"}
    ] * 2
    assert card["history"][1]["loss"] < card["history"][0]["loss"]
    assert not (folder / "one-hidden-layer" / loop.CHECKPOINT).exists()
    older = keras.models.load_model(folder / "one-hidden-layer" / "model.h5", compile=False)
    assert older.count_params() == card["parameters"] == 101_770


def test_other_inputs_in_use_than_in_training_are_measured_too(book):
    folder, _ = book
    other = saved.read_card(folder / "dense-128-128")["used_otherwise"]
    assert other["input"] == "pixels / 255"
    assert other["figures"]["log_loss"] != saved.read_card(folder / "dense-128-128")["figures"]["log_loss"]


def test_classifiers_learn_drawn_digits_and_scores_become_probabilities(book):
    folder, _ = book
    svm = saved.read_card(folder / "svm")["figures"]
    assert svm["accuracy"] >= 0.9
    assert svm["log_loss"] < 0.1


def test_our_reader_reads_drawn_digits(book):
    folder, _ = book
    card = saved.read_card(folder / "line-reader")
    assert card["figures"]["accuracy"] >= 0.8
    assert card["parameters"] > 1_000_000


def test_a_model_that_was_changed_is_not_taken_for_the_saved_one(book, tmp_path):
    folder, parts = book
    for file in (saved.CARD, saved.PROBABILITIES):
        (tmp_path / file).write_bytes((folder / "one-hidden-layer" / file).read_bytes())
    model = keras.models.load_model(folder / "one-hidden-layer" / "model.keras", compile=False)
    model.set_weights([-weights for weights in model.get_weights()])
    model.save(tmp_path / "model.keras")
    with pytest.raises(saved.NotReproduced, match="another accuracy"):
        saved.evaluate_run(tmp_path, parts.test)


def test_evaluate_on_the_command_line_fails_where_there_is_no_run(tmp_path, monkeypatch, digits):
    monkeypatch.setattr("training.data.datasets.mnist_test", lambda folder: digits.test)
    monkeypatch.setattr(sys, "argv", ["training", "evaluate", "--run", str(tmp_path / "nothing")])
    with pytest.raises(SystemExit, match="holds no finished run. Make it: python -m training compare --only nothing"):
        command_line.main()


def test_the_quick_network_answers_as_the_saved_one(book):
    """LiteRT keeps weights in eight bits: its probabilities differ by little."""
    folder, parts = book
    model = keras.models.load_model(folder / "one-hidden-layer" / "model.keras", compile=False)
    answer, name = one_at_a_time(model)
    values = fitting.inputs(parts.test.images[:1], "pixels / 255")
    assert name == "LiteRT"
    np.testing.assert_allclose(answer(values), model.predict(values, verbose=0), atol=0.05)


def test_finished_experiments_are_not_trained_again(book, monkeypatch, capsys):
    folder, _ = book
    monkeypatch.setattr(compare, "load_mnist", lambda folder: pytest.fail("nothing is left to train"))
    rows = compare.compare(["svm", "one-hidden-layer"], folder, folder)
    names = [row["name"] for row in rows]
    assert names == [
        "dense-128-128", "dense-128-128-used-otherwise", "one-hidden-layer", "svm", "gaussian-naive-bayes",
        "line-reader",
    ]  # fmt: skip
    table = (folder / "table.md").read_text()
    assert table in capsys.readouterr().out
    assert len(table.splitlines()) == 2 + len(rows)
    assert json.loads((folder / "table.json").read_text()) == rows


def test_an_unfinished_experiment_is_trained(digits, tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "load_mnist", lambda folder: digits)
    monkeypatch.setattr(compare, "checksums", lambda folder: {})
    (row,) = compare.compare(["decision-tree"], tmp_path, tmp_path)
    assert row["name"] == "decision-tree"
    assert saved.is_finished(tmp_path / "decision-tree")


def test_experiments_are_named_by_themselves_or_by_their_row():
    assert compare.chosen([]) == list(compare.BOOK)
    assert compare.chosen(["small-cnn"]) == list(SMALL_CNN)
    assert compare.chosen(["lenet-5", "svm"]) == [named("lenet-5"), named("svm")]
    with pytest.raises(compare.UnknownExperiment, match="no experiment lenet. There are: dense-512-256, .*small-cnn, "):
        compare.chosen(["lenet"])


def test_each_experiment_has_a_name_of_its_own():
    names = [experiment.name for experiment in compare.BOOK]
    assert len(set(names)) == len(names) == len(NETWORKS) + len(CLASSICAL) + len(SMALL_CNN) + 1


def card_of(seed, accuracy):
    figures = dict.fromkeys(compare.QUALITY, accuracy)
    return {
        "name": f"small-cnn-{seed}", "row": "small-cnn", "title": "Ours", "reported": None, "reported_where": "",
        "why_different": "", "parameters": 1234, "train_seconds": 60.0 * seed, "ms_a_digit": 0.5,
        "timed_with": "LiteRT", "file_bytes": 2000, "figures": figures,
    }  # fmt: skip


def test_seeds_share_a_row_with_mean_and_spread():
    (row,) = compare.table_rows([card_of(1, 0.996), card_of(2, 0.998)])
    assert row["accuracy"] == pytest.approx(0.997)
    assert row["spread"]["accuracy"] == pytest.approx(0.0014142, abs=1e-6)
    assert row["train_seconds"] == 90
    line = compare.as_markdown([row]).splitlines()[2]
    assert line.startswith("| Ours, 2 seeds | – | 99.70 ± 0.14 | ")
    assert line.endswith("| 1,234 | 90 | 0.5 (LiteRT) | 2 |")


def digit(value, confidence, *others):
    alternatives = tuple(Alternative(other, share) for other, share in others)
    return Digit(value, confidence, True, Box(0, 0, 1, 1), alternatives)


def test_what_a_digit_leaves_is_shared_by_those_that_it_does_not_name():
    probabilities = spread(digit("7", 0.9, ("1", 0.02)))
    assert probabilities[7] == pytest.approx(0.9) and probabilities[1] == pytest.approx(0.02)
    np.testing.assert_allclose(np.delete(probabilities, [1, 7]), 0.01)


def test_an_answer_that_is_not_one_digit_is_no_answer(reader):
    from training.experiments.our_reader import probabilities

    (row,) = probabilities(reader, np.zeros((1, 28, 28), np.uint8))
    assert row.tolist() == [pytest.approx(0.1)] * 10


def test_the_reader_is_an_experiment_without_training():
    assert isinstance(LINE_READER, OurReader) and LINE_READER.kind == "reader"
