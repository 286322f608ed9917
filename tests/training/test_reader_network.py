"""Weights of a trained reader in a new one, which may have blocks that the trained one lacks."""

import numpy as np
import pytest

from training.networks import reader
from training.networks.reader import line_reader, take_over
from webapp.reading.normalise import LINE_HEIGHT

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")

LINES = np.random.default_rng(0).random((2, LINE_HEIGHT, 96, 1), np.float32)


def as_if_trained(model, seed=1):
    """Every weight somewhere else than where it began, statistics of the batches too."""
    rng = np.random.default_rng(seed)
    model.set_weights([w + rng.uniform(0.01, 0.1, w.shape).astype(np.float32) for w in model.get_weights()])
    return model


@pytest.fixture
def without_added_blocks(monkeypatch):
    """A trained reader from before there were any."""
    with monkeypatch.context() as patch:
        patch.setattr(reader, "ADDED_SHAPES", 0)
        patch.setattr(reader, "ADDED_HANDS", 0)
        patch.setattr(reader, "ADDED_WRITERS", 0)
        return as_if_trained(line_reader())


def test_a_new_reader_scores_as_the_one_that_lacks_its_blocks(without_added_blocks):
    model = line_reader()
    assert len(model.weights) > len(without_added_blocks.weights)
    expected = np.asarray(without_added_blocks(LINES))
    assert np.abs(np.asarray(model(LINES)) - expected).max() > 0.01
    take_over(model, without_added_blocks)
    np.testing.assert_allclose(np.asarray(model(LINES)), expected, atol=1e-5 * np.abs(expected).max())


def test_blocks_that_were_the_identity_learn(without_added_blocks):
    """A scale of 0 in front of them all would keep every gradient from them; it is behind them."""
    model = line_reader()
    take_over(model, without_added_blocks)
    scales = [layer for layer in model.layers if layer.name.endswith("_norm2")]
    assert len(scales) == reader.ADDED_SHAPES + reader.ADDED_HANDS + 2 * reader.ADDED_WRITERS
    model.compile("sgd", "mse", jit_compile=False)
    model.train_on_batch(LINES, np.zeros((2, 24, model.output_shape[-1]), np.float32))
    assert all(np.abs(np.asarray(layer.gamma)).max() > 0 for layer in scales)


def test_of_a_reader_with_all_blocks_everything_is_copied():
    trained, model = as_if_trained(line_reader()), line_reader()
    take_over(model, trained)
    for weight, source in zip(model.get_weights(), trained.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, source)
    np.testing.assert_array_equal(np.asarray(model(LINES)), np.asarray(trained(LINES)))


def test_a_reader_with_some_of_the_blocks_grows(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(reader, "ADDED_SHAPES", 1)
        patch.setattr(reader, "ADDED_HANDS", 2)
        patch.setattr(reader, "ADDED_WRITERS", 1)
        trained = as_if_trained(line_reader())
    model = line_reader()
    assert len(model.weights) > len(trained.weights)
    take_over(model, trained)
    expected = np.asarray(trained(LINES))
    np.testing.assert_allclose(np.asarray(model(LINES)), expected, atol=1e-5 * np.abs(expected).max())


def test_a_reader_with_more_blocks_is_refused(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(reader, "ADDED_SHAPES", reader.ADDED_SHAPES + 1)
        larger = line_reader()
    with pytest.raises(ValueError):
        take_over(line_reader(), larger)


def test_blocks_that_a_trained_reader_lacks_are_switched_off(without_added_blocks):
    """In a reader that was trained with them too: their other weights stay, for a mean of both."""
    model = as_if_trained(line_reader(), seed=2)
    before = {w.path: np.asarray(w) for layer in model.layers if reader._is_added(layer) for w in layer.weights}
    take_over(model, without_added_blocks)
    expected = np.asarray(without_added_blocks(LINES))
    np.testing.assert_allclose(np.asarray(model(LINES)), expected, atol=1e-5 * np.abs(expected).max())
    after = {w.path: np.asarray(w) for layer in model.layers if reader._is_added(layer) for w in layer.weights}
    changed = {path for path in before if not np.array_equal(before[path], after[path])}
    assert changed == {path for path in before if path.endswith(("_norm2/gamma", "_norm2/beta"))}


def test_a_column_is_seen_beside_all_others_of_its_line(monkeypatch):
    """Far beyond what convolutions reach: what a hand wrote at one end tells what it wrote at the other."""
    line = np.random.default_rng(1).random((1, LINE_HEIGHT, 800, 1), np.float32)
    other = line.copy()
    other[:, :, :40] = 0

    def differs_at_the_end():
        model = line_reader()
        for layer in model.layers:  # as it begins, nothing is let through
            if layer.name.startswith("writer") and layer.name.endswith("norm2"):
                layer.gamma.assign(np.ones(layer.gamma.shape))
        ends = [np.asarray(model(pixels))[0, -10:] for pixels in (line, other)]
        return not np.array_equal(*ends)

    assert differs_at_the_end()
    monkeypatch.setattr(reader, "ADDED_WRITERS", 0)
    assert not differs_at_the_end()
