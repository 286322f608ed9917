import keras
import numpy as np
import pytest

from training.networks.locator import core_loss, locator, text_loss
from training.pages.crops import in_quarters
from webapp.reading.finding.look import QUARTERS

SURE = 12.0  # log-odds

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


def cores(target, counts=1.0):
    """What core_loss takes as the truth of one page's cells: (rows, cols) each"""
    return in_quarters(np.stack([target, np.ones_like(target) * counts], axis=2)[np.newaxis].astype(np.float32))


def seen(log_odds):
    """The same of what the network says."""
    return in_quarters(np.asarray(log_odds, np.float32)[np.newaxis, ..., np.newaxis])


def test_maps_are_a_quarter_and_an_eighth_of_the_page_and_cores_have_four_cells_in_one():
    model = locator()
    for rows, cols in ((64, 96), (32, 160)):
        found, text = model(np.zeros((2, rows, cols, 1), np.float32))
        assert found.shape == (2, rows // 4, cols // 4, QUARTERS)
        assert text.shape == (2, rows // 8, cols // 8, 3)


def test_the_loss_of_cores_falls_with_every_cell_that_is_right():
    target = np.zeros((8, 8), np.float32)
    target[3:5, 1:7] = 1
    right = SURE * (2 * target - 1)
    half = right.copy()
    half[3] *= -1
    losses = [float(core_loss(cores(target), seen(given))) for given in (right, half, -right)]
    assert losses[0] == pytest.approx(0, abs=0.05)
    assert losses[0] < losses[1] < losses[2]


def test_cells_that_do_not_count_cost_nothing():
    target = np.zeros((8, 8), np.float32)
    wrong = np.full((8, 8), SURE, np.float32)
    counts = np.ones((8, 8), np.float32)
    counts[:, 4:] = 0
    part = np.where(counts > 0, -wrong, wrong)
    assert float(core_loss(cores(target, counts), seen(part))) == pytest.approx(0, abs=0.05)
    assert float(core_loss(cores(target, counts), seen(wrong))) > 10


def test_a_cell_that_counts_more_costs_more():
    target = np.zeros((8, 8), np.float32)
    wrong = np.full((8, 8), -SURE, np.float32)
    wrong[2, 2] = wrong[6, 6] = SURE
    between = np.ones((8, 8), np.float32)
    between[2, 2] = 4
    assert float(core_loss(cores(target, between), seen(wrong))) > 1.5 * float(core_loss(cores(target), seen(wrong)))


def test_the_direction_counts_inside_text_alone():
    truth = np.zeros((1, 4, 4, 3), np.float32)
    truth[:, 1:3] = 1.0, 0.0, 1.0
    right = truth * np.float32([2 * SURE, 1, 1]) - np.float32([SURE, 0, 0])
    outside = right.copy()
    outside[:, 0, :, 1:] = 5
    turned = right.copy()
    turned[:, 1:3, :, 1:] = 1.0, 0.0
    assert float(text_loss(truth, right)) == pytest.approx(0, abs=0.01)
    assert float(text_loss(truth, outside)) == pytest.approx(float(text_loss(truth, right)))
    assert float(text_loss(truth, turned)) > 0.5


def test_the_network_learns_where_bars_are():
    """Some steps on pages of dark bars: their cells become likelier than the paper's."""
    keras.utils.set_random_seed(1)
    rng = np.random.default_rng(0)
    pages, targets, texts = (
        np.zeros((8, 64, 96, 1), "f4"),
        np.zeros((8, 16, 24, 2 * QUARTERS), "f4"),
        np.zeros((8, 8, 12, 3), "f4"),
    )
    targets[..., QUARTERS:] = 1
    for page, target, text in zip(pages, targets, texts, strict=True):
        top, left = 8 * rng.integers(1, 5), 8 * rng.integers(1, 7)
        page[top : top + 16, left : left + 32] = -3
        target[top // 4 : top // 4 + 4, left // 4 : left // 4 + 8, :QUARTERS] = 1
        text[top // 8 : top // 8 + 2, left // 8 : left // 8 + 4] = 1.0, 1.0, 0.0
    model = locator()
    model.compile(optimizer=keras.optimizers.Adam(3e-3), loss=[core_loss, text_loss])
    losses = [float(model.train_on_batch(pages, [targets, texts])[0]) for _ in range(8)]
    assert losses[-1] < 0.7 * losses[0]
