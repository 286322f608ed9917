import keras
import numpy as np
import pytest

from training.networks.grow import kept, widened
from training.networks.locator import locator

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


def trained(channels):
    """A network whose every weight is something else than at its start."""
    keras.utils.set_random_seed(5)
    rng = np.random.default_rng(5)
    model = locator(channels)
    # Variances are weights too, and stay above nothing.
    model.set_weights([weight + rng.uniform(0, 0.1, weight.shape) for weight in model.get_weights()])
    return model


def test_a_wider_network_begins_with_what_the_narrower_one_gives():
    narrow, wide = trained((4, 6, 8, 8, 8)), locator((4, 8, 10, 12, 9))
    wide.set_weights(widened(narrow.get_weights(), wide.get_weights()))
    pages = np.random.default_rng(6).normal(size=(2, 64, 96, 1)).astype(np.float32)
    for given, wanted in zip(wide.predict_on_batch(pages), narrow.predict_on_batch(pages), strict=True):
        np.testing.assert_allclose(given, wanted, atol=1e-5 * np.abs(wanted).max())


def test_what_is_kept_lies_between_the_start_and_the_end():
    narrow, wide = trained((4, 6, 8, 8, 8)).get_weights(), trained((4, 8, 10, 12, 9)).get_weights()
    for share, wanted in ((0.0, wide), (1.0, widened(narrow, wide))):
        for weight, expected in zip(kept(narrow, wide, share), wanted, strict=True):
            np.testing.assert_allclose(weight, expected)
    quarter, start = kept(narrow, wide, 0.25), widened(narrow, wide)
    np.testing.assert_allclose(quarter[0], 0.25 * start[0] + 0.75 * wide[0])


def test_what_was_added_learns_from_the_first_step():
    wide = locator((4, 8, 10, 12, 9))
    wide.set_weights(widened(trained((4, 6, 8, 8, 8)).get_weights(), wide.get_weights()))
    before = [weight.copy() for weight in wide.get_weights()]
    wide.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    pages = np.random.default_rng(7).normal(size=(2, 64, 64, 1)).astype(np.float32)
    wide.train_on_batch(pages, [np.ones((2, 16, 16, 4), np.float32), np.ones((2, 8, 8, 3), np.float32)])
    heads = [i for i, weight in enumerate(before) if weight.shape == (1, 1, 8, 4)]
    assert heads
    for i in heads:
        assert not before[i][:, :, 6:].any()
        assert wide.get_weights()[i][:, :, 6:].all()
