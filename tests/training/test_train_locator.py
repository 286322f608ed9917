import json
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from tensorflow.python.framework.config import disable_op_determinism

from tests.training.cut_off import cut_off_once_saved
from tests.training.hands import few_hands
from training.errors import AnotherPlan, BadPlan
from training.fitting.export import to_tflite
from training.fitting.train_locator import LocatorPlan, train_locator
from training.networks.locator import core_loss, locator, text_loss
from webapp.reading.finding.look import page_input
from webapp.reading.network import Locator

PLAN = LocatorPlan(steps=4, crops=2, warm_up=2, validate_every=2)

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


def weights_in(checkpoint):
    losses = {"core_loss": core_loss, "text_loss": text_loss}
    return keras.models.load_model(checkpoint, custom_objects=losses).get_weights()


@pytest.fixture
def always_the_same_sums():
    """Threads add up floats in another order each time, and the first steps of Adam make much of little."""
    tf.config.experimental.enable_op_determinism()
    yield
    disable_op_determinism()


@pytest.mark.usefixtures("always_the_same_sums")
def test_a_training_that_was_cut_off_gives_the_same_network(tmp_path, monkeypatch):
    whole = train_locator(few_hands, few_hands, tmp_path / "whole", PLAN)
    with cut_off_once_saved(monkeypatch):
        train_locator(few_hands, few_hands, tmp_path / "halved", PLAN)
    halved = train_locator(few_hands, few_hands, tmp_path / "halved", PLAN)
    for one, other in zip(weights_in(whole), weights_in(halved), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    log = [json.loads(row) for row in (tmp_path / "halved" / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [2, 4]
    assert all(0 <= row[figure] <= 1 for row in log for figure in ("recall", "precision"))


def test_checkpoints_of_another_plan_are_not_gone_on_from(tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps({"steps": 9}))
    with pytest.raises(AnotherPlan, match=r"with steps 9 instead of 4"):
        train_locator(few_hands, few_hands, tmp_path, PLAN)


@pytest.mark.parametrize("plan", [{"keep": 0.5}, {"keep": 1.5, "start_from": __file__}, {"start_from": "none.keras"}])
def test_weights_that_are_not_there_are_missed_before_the_training(tmp_path, plan):
    with pytest.raises(BadPlan, match="--start-from"):
        train_locator(few_hands, few_hands, tmp_path, replace(PLAN, **plan))
    assert not list(tmp_path.iterdir())


def test_the_app_sees_what_was_trained():
    """Through LiteRT, on a page that is no multiple of 32: the maps that Keras gives, cut to the page."""
    keras.utils.set_random_seed(3)
    model = locator()
    rng = np.random.default_rng(0)
    page = page_input(rng.integers(0, 255, (75, 130), np.uint8))
    padded = np.zeros((1, 96, 160, 1), np.float32)
    padded[0, :75, :130, 0] = page
    network = to_tflite(model)
    served = Locator(*(Interpreter(model_content=network) for _ in range(2)), sure=0.5)
    cores, text = served.maps(page)
    expected_cores, expected_text = (np.asarray(part)[0] for part in model(padded))
    assert cores.shape == (38, 65) and text.shape == (10, 17, 3)
    # Weights in eight bits are not the same weights.
    for quarter, (down, right) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        np.testing.assert_allclose(cores[down::2, right:64:2], expected_cores[:19, :32, quarter], atol=0.15)
    np.testing.assert_allclose(text, expected_text[:10, :17], atol=0.15)
