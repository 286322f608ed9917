import keras
import numpy as np
import pytest

from tests.training.hands import digit_set
from training.experiments import fitting
from training.experiments.calibration import calibrate_inplace

pytestmark = pytest.mark.filterwarnings("default")


def _network(doubt):
    """Knows each drawn digit by its own pixels, with log-odds of `doubt` between the likeliest and the others."""
    digits = digit_set(1)
    patterns = digits.images.reshape(10, -1) / 255.0
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")]
    )
    model.layers[-1].set_weights([doubt * (patterns / patterns.sum(axis=1, keepdims=True)).T, np.zeros(10)])
    return model


def _log_loss(model, digits):
    probabilities = fitting.predict(model, digits.images, "pixels / 255")
    return float(-np.log(probabilities[np.arange(len(digits.labels)), digits.labels]).mean())


@pytest.mark.parametrize(("doubt", "timid"), [(2.0, True), (100.0, False)])
def test_probabilities_come_nearer_to_how_often_they_are_right_and_answers_stay(doubt, timid):
    model, digits = _network(doubt), digit_set(6)
    if not timid:
        digits.labels[::5] = (digits.labels[::5] + 1) % 10  # too sure of itself: a fifth is wrong
    answers, before = fitting.predict(model, digits.images, "pixels / 255").argmax(axis=1), _log_loss(model, digits)
    temperature = calibrate_inplace(model, digits, "pixels / 255")
    assert _log_loss(model, digits) < before
    assert (temperature < 1) == timid
    assert np.array_equal(fitting.predict(model, digits.images, "pixels / 255").argmax(axis=1), answers)
