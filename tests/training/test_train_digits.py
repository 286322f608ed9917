import json

import keras
import numpy as np
import pytest

from tests.training.hands import digit_set, few_hands
from training import datasets, lone_digits, loop
from training.lone_digits import as_input, batches, mnist_views, written_views
from training.train_digits import DigitsPlan, digit_network, divide_log_odds, settled_temperature, train_digits
from webapp.reading.alone import SIDE

pytestmark = pytest.mark.filterwarnings("default")

PLAN = DigitsPlan(steps=4, batch=8, written=30, warm_up=2, validate_every=2)


class CutOff(Exception):
    """The power fails."""


@pytest.fixture
def mnist(monkeypatch):
    """Three copies of each digit to train on, and one held back."""
    monkeypatch.setattr(datasets, "mnist_train", lambda folder: (digit_set(), digit_set(1)))


@pytest.mark.usefixtures("mnist")
def test_views_show_the_digits_that_their_labels_say(tmp_path):
    (views, labels), held_back = mnist_views(tmp_path)
    assert views.shape == (30, SIDE, SIDE) and views.dtype == np.uint8 and len(held_back[1]) == 10
    assert sorted(labels) == sorted(list(range(10)) * 3)
    # Copies of one digit are liker to each other than to those of another.
    flat = views.reshape(len(views), -1).astype(float)
    nearest = [np.argsort(np.abs(flat - one).sum(axis=1))[1] for one in flat]
    assert np.mean(labels[nearest] == labels) > 0.8


def test_written_digits_are_one_to_a_line_and_always_the_same():
    views, labels = written_views(few_hands(), 20, seed=3)
    assert len(views) == len(labels) <= 20 and set(labels) <= set(range(10))
    again = written_views(few_hands(), 20, seed=3)
    np.testing.assert_array_equal(views, again[0])


@pytest.mark.usefixtures("mnist")
def test_batches_go_on_where_they_were_cut_off(tmp_path):
    parts = mnist_views(tmp_path)[0], written_views(few_hands(), 20, seed=3)
    whole, cut = batches(*parts, 10, seed=1, start=0), batches(*parts, 10, seed=1, start=2)
    third = [next(whole) for _ in range(3)][2]
    for one, other in zip(third, next(cut), strict=True):
        np.testing.assert_array_equal(one, other)
    views, truth = third
    assert views.shape == (10, SIDE, SIDE, 1) and views.min() >= 0 and views.max() <= 1
    np.testing.assert_allclose(truth.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.usefixtures("mnist")
def test_a_training_that_was_cut_off_goes_on(tmp_path, monkeypatch):
    save = loop.save_checkpoint

    def save_and_fail(*arguments):
        save(*arguments)
        raise CutOff

    monkeypatch.setattr(loop, "save_checkpoint", save_and_fail)
    with pytest.raises(CutOff):
        train_digits(few_hands, tmp_path, tmp_path / "run", PLAN)
    monkeypatch.setattr(loop, "save_checkpoint", save)
    train_digits(few_hands, tmp_path, tmp_path / "run", PLAN)
    log = [json.loads(row) for row in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [2, 4]


@pytest.mark.usefixtures("mnist")
def test_it_learns_the_digits(tmp_path):
    keras.utils.set_random_seed(1)
    model, parts = digit_network(), mnist_views(tmp_path)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(3e-3), loss, jit_compile=False)
    stream = batches(parts[0], parts[0], 32, seed=1, start=0)
    losses = [float(model.train_on_batch(*next(stream))) for _ in range(30)]
    assert np.mean(losses[-5:]) < 0.6 * losses[0]


def test_log_odds_are_divided_until_they_say_how_often_they_are_right(monkeypatch):
    keras.utils.set_random_seed(2)
    model = digit_network()
    divide_log_odds(model, 0.02)  # one that has learnt nothing holds all digits for nearly as likely
    views = np.random.default_rng(0).integers(0, 255, (400, SIDE, SIDE)).astype(np.uint8)
    log_odds = np.asarray(model.predict(as_input(views), verbose=0), float)
    odds = np.exp(log_odds / 0.5)
    shares = odds / odds.sum(axis=1, keepdims=True)
    rng = np.random.default_rng(1)
    labels = np.array([rng.choice(lone_digits.CLASSES, p=row) for row in shares])
    temperature = settled_temperature(model, (views, labels))
    assert temperature == pytest.approx(0.5, abs=0.25)
    divide_log_odds(model, temperature)
    np.testing.assert_allclose(model.predict(as_input(views), verbose=0), log_odds / temperature, rtol=1e-3, atol=1e-4)
