import json
from dataclasses import asdict, replace

import keras
import numpy as np
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from tensorflow.python.framework.config import disable_op_determinism

from tests.training.cut_off import cut_off_once_saved
from tests.training.hands import few_hands
from training.errors import AnotherPlan
from training.fitting.export import to_tflite
from training.fitting.train_reader import Plan, spell, train
from training.lines.batches import make_batches
from training.networks.reader import COLUMN_STRIDE, line_reader
from training.writing.strings import ALPHABET
from webapp.reading.network import Reader
from webapp.reading.normalise import LINE_HEIGHT, VERSION

PLAN = Plan(steps=6, lines=8, peak_rate=1e-3, warm_up=2, validate_every=3, validation_lines=64)

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


def weights_in(run):
    model = keras.models.load_model(run / "last.keras")
    return int(model.optimizer.iterations), model.get_weights()


@pytest.fixture
def always_the_same_sums():
    """Threads add up floats in another order each time, and the first steps of Adam make much of little."""
    tf.config.experimental.enable_op_determinism()
    yield
    disable_op_determinism()


@pytest.mark.usefixtures("always_the_same_sums")
def test_a_training_that_was_cut_off_gives_the_same_network(tmp_path, monkeypatch):
    """Cut off after half of its steps and started again: the same batches, rates and weights as without the cut."""
    whole, halved = tmp_path / "whole", tmp_path / "halved"
    train(few_hands, few_hands, whole, PLAN)
    with cut_off_once_saved(monkeypatch):
        train(few_hands, few_hands, halved, PLAN)
    assert weights_in(halved)[0] == 3
    train(few_hands, few_hands, halved, PLAN)

    steps, resumed = weights_in(halved)
    assert steps == 6
    # Another batch, rate or dropout moves nearly all weights. Attention that begins as the identity has gradients near
    # nothing, of which Adam makes whole steps: sums in another order show there, in two weights in a thousand at most,
    # on a machine that does much else.
    apart = [np.abs(one - other).ravel() for one, other in zip(weights_in(whole)[1], resumed, strict=True)]
    assert np.mean(np.concatenate(apart) > 1e-5) < 1e-2
    assert max(difference.max() for difference in apart) < PLAN.peak_rate
    log = [json.loads(row) for row in (halved / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [3, 6]


def test_a_finished_training_is_not_begun_again(tmp_path, capsys):
    plan = replace(PLAN, steps=3)
    train(few_hands, few_hands, tmp_path, plan)
    capsys.readouterr()
    train(few_hands, few_hands, tmp_path, plan)
    assert "Going on from step 3." in capsys.readouterr().out
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("change", [{"seed": 2}, {"steps": 9}, {"peak_rate": 5e-4}])
def test_checkpoints_of_another_plan_are_not_gone_on_from(tmp_path, change):
    """They would be exported with a card that tells of a training that never was."""
    (tmp_path / "plan.json").write_text(json.dumps({**asdict(PLAN), "preprocessing": VERSION}))
    ((name, value),) = change.items()
    with pytest.raises(AnotherPlan, match=rf"with {name} .* instead of {value}\. Delete it"):
        train(few_hands, few_hands, tmp_path, replace(PLAN, **change))


def test_checkpoints_of_another_preprocessing_are_not_gone_on_from(tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps({**asdict(PLAN), "preprocessing": VERSION - 1}))
    with pytest.raises(AnotherPlan, match="preprocessing"):
        train(few_hands, few_hands, tmp_path, PLAN)


def test_the_network_learns():
    """A few lines by heart: the loss of the last steps lies far below that of the first."""
    model = line_reader()
    model.compile(keras.optimizers.AdamW(2e-3), keras.losses.CTC(), jit_compile=False)
    lines, classes = make_batches(*few_hands(), 8, 1, 2)[0]
    losses = [float(model.train_on_batch(lines, classes)) for _ in range(25)]
    assert np.mean(losses[-3:]) < 0.25 * np.mean(losses[:3])


def test_a_training_that_starts_from_a_reader_begins_at_its_quality(tmp_path):
    """The loss of the first step is that reader's, not a new network's."""
    plan = Plan(steps=1, lines=8, warm_up=1, validate_every=1, validation_lines=24)
    batch = make_batches(*few_hands(), plan.lines, plan.seed, 0)[0]
    trained = line_reader()
    trained.compile(keras.optimizers.AdamW(2e-3), keras.losses.CTC(), jit_compile=False)
    losses = [float(trained.train_on_batch(*batch)) for _ in range(20)]
    trained.save(tmp_path / "trained.keras")

    started = replace(plan, start_from=str(tmp_path / "trained.keras"))
    train(few_hands, few_hands, tmp_path / "started", started)
    (row,) = (tmp_path / "started" / "log.jsonl").read_text().splitlines()
    goes_on = float(trained.train_on_batch(*batch))
    # Dropout leaves out other columns in each, of eight lines; a new network's loss is a hundred times as high.
    assert 1 / 3 < json.loads(row)["loss"] / goes_on < 3
    assert max(json.loads(row)["loss"], goes_on) < 0.05 * losses[0]


@pytest.mark.parametrize("columns", [32, 64, 224])
def test_any_width_goes_through(columns):
    scores = line_reader()(np.zeros((2, LINE_HEIGHT, columns, 1), np.float32))
    assert scores.shape == (2, columns // COLUMN_STRIDE, 1 + len(ALPHABET))


def test_the_exported_network_scores_as_the_trained_one(tmp_path, reader):
    """Eight-bit weights move the scores by little."""
    model = line_reader()
    (tmp_path / "reader.tflite").write_bytes(to_tflite(model))
    exported = Reader(reader.card, Interpreter(str(tmp_path / "reader.tflite")))
    line = np.random.default_rng(0).random((LINE_HEIGHT, 96)).astype(np.float32)
    expected = np.asarray(model(line[None, :, :, None]))[0]
    np.testing.assert_allclose(exported.scores(line[None])[0], expected, atol=0.1 * np.abs(expected).max())


def test_spelling_leaves_the_padding_out():
    assert spell(np.array([2, 1, 11, 6, 0, 0])) == "10.5"
