"""The same training on Keras's other engines, each in a process of its own: an engine is chosen once."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from training.errors import NoTensorFlow
from training.fitting.export import to_tflite
from training.networks import engine
from training.networks.locator import locator
from training.networks.reader import line_reader

ROOT = Path(__file__).parents[2]
TWO_DEVICES = {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}
TRAIN = """
import sys
from pathlib import Path
from tests.training.hands import few_hands

folder = Path(sys.argv[1])
if __name__ == "__main__":
    from training.fitting.train_reader import Plan, train
    from training.fitting.train_locator import LocatorPlan, train_locator

    same = dict(steps=2, warm_up=1, validate_every=2, peak_rate=1e-4)
    start = {name: str(folder / f"{name}.keras") for name in ("reader", "locator")}
    run = folder / sys.argv[2]
    train(few_hands, few_hands, run / "reader", Plan(lines=8, validation_lines=8, start_from=start["reader"], **same))
    train_locator(few_hands, few_hands, run / "locator", LocatorPlan(crops=2, start_from=start["locator"], **same))
"""

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A folder with the two networks that every engine begins with."""
    folder = tmp_path_factory.mktemp("engines")
    keras.utils.set_random_seed(4)
    for name, network in (("reader", line_reader()), ("locator", locator())):
        network.save(folder / f"{name}.keras")
    (folder / "few.py").write_text(TRAIN)
    return folder


def losses(start: Path, backend: str, run: str, **variables: str) -> tuple[dict[str, float], str]:
    """The mean loss of either training's two steps, and what was printed."""
    environment = {**os.environ, "KERAS_BACKEND": backend, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, str(start / "few.py"), str(start), run]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=500)
    assert done.returncode == 0, done.stderr[-3000:]
    rows = {name: json.loads((start / run / name / "log.jsonl").read_text()) for name in ("reader", "locator")}
    return {name: row["loss"] for name, row in rows.items()}, done.stdout


@pytest.fixture(scope="module")
def on_tensorflow(start):
    return losses(start, "tensorflow", "on_tensorflow")[0]


@pytest.mark.parametrize(("backend", "variables"), [("jax", TWO_DEVICES), ("torch", {})])
def test_another_engine_learns_the_same(start, on_tensorflow, backend, variables):
    if not importlib.util.find_spec(backend):
        pytest.skip(f"{backend} is not installed")
    found, printed = losses(start, backend, f"on_{backend}_{len(variables)}", **variables)
    # The same lines and crops; only what dropout lets fall is another engine's.
    assert found == {name: pytest.approx(loss, rel=0.03) for name, loss in on_tensorflow.items()}
    assert ("Training on 2 devices." in printed) == bool(variables)


def test_only_tensorflow_writes_the_file_that_is_served(monkeypatch):
    monkeypatch.setattr(engine.keras.backend, "backend", lambda: "jax")
    with pytest.raises(NoTensorFlow, match="KERAS_BACKEND=tensorflow"):
        to_tflite(line_reader())


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
@pytest.mark.parametrize("shape", [(4, 6, 24), (6, 32)])
def test_fused_normalisation_learns_as_keras_own_does(shape, precision):
    rng = np.random.default_rng(8)
    inputs, truth = rng.normal(3, 2, (2, 8, *shape)).astype(np.float32)
    after = []
    for fused in (False, True):
        layer = keras.layers.BatchNormalization(dtype=keras.dtype_policies.get(precision))
        model = keras.Sequential([keras.Input(shape), layer])
        if fused:
            engine.fuse_normalisation(model)
        model.compile(optimizer=keras.optimizers.SGD(0.5), loss="mse")
        losses = [float(model.train_on_batch(inputs, truth)) for _ in range(3)]
        after.append([losses, *model.get_weights(), model.predict(inputs, verbose=0)])
    exact = 1e-5 if precision == "float32" else 0.02
    for own, ours in zip(*after, strict=True):
        np.testing.assert_allclose(ours, own, rtol=exact, atol=exact)
    assert not np.allclose(after[1][1], 1), "the layer has not learnt"


def test_what_is_saved_of_a_fused_network_is_plain_keras(tmp_path):
    model = line_reader()
    engine.fuse_normalisation(model)
    model.save(tmp_path / "fused.keras")
    again = keras.models.load_model(tmp_path / "fused.keras")
    assert {type(layer).__module__.split(".")[0] for layer in again.layers} == {"keras"}
    line = np.random.default_rng(1).random((1, 40, 64, 1), np.float32)
    np.testing.assert_allclose(again(line), model(line), atol=1e-5)
