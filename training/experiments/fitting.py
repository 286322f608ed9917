"""Trains a network of the book epoch by epoch; cut off at any moment, it goes on after the last whole epoch.

What is random in an epoch (order, distortions, dropout) depends on the seed and the epoch alone, so a training that
went on gives the same network as one that was never cut off.
"""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keras
import numpy as np

from training.data.datasets import Digits
from training.experiments.mnist import CLASSES, INPUTS, Mnist
from training.experiments.networks import Network
from training.fitting import loop
from training.networks import engine

HISTORY = "history.json"
PREDICT_BATCH = 500
DRAWS = 1_000_000  # more random numbers than a dropout layer draws in one epoch


def train(experiment: Network, mnist: Mnist, run: Path, precision: str = "float32") -> tuple[keras.Model, list[dict]]:
    """Train as the experiment says and return the network after its last epoch, and one row of figures an epoch.

    run: folder for checkpoints; one that is there is gone on from
    precision: Keras's dtype policy while training; the network that is returned computes in float32
    raises: AnotherPlan where the folder holds a training that was planned otherwise
    """
    run.mkdir(parents=True, exist_ok=True)
    _keep_to_plan(experiment, mnist, run, precision)
    keras.mixed_precision.set_global_policy(precision)
    engine.use_all_devices(experiment.batch)
    try:
        model, history = _train_epochs(experiment, mnist, run)
    finally:
        keras.mixed_precision.set_global_policy("float32")
    trained = experiment.build()
    trained.set_weights(model.get_weights())
    return trained, history


def predict(model: keras.Model, images: np.ndarray, input_name: str) -> np.ndarray:
    """(n, 28, 28) uint8 digits to (n, 10) float32 probabilities; input_name: one of mnist.INPUTS."""
    return model.predict(inputs(images, input_name), batch_size=PREDICT_BATCH, verbose=0)


def inputs(images: np.ndarray, input_name: str) -> np.ndarray:
    """What a network takes: (n, 28, 28) uint8 to (n, 28, 28, 1) float32."""
    return INPUTS[input_name](images)[..., np.newaxis]


def forget(run: Path) -> None:
    """Remove what only a training that goes on needs."""
    for file in (loop.CHECKPOINT, HISTORY, loop.PLAN):
        (run / file).unlink(missing_ok=True)


def _train_epochs(experiment: Network, mnist: Mnist, run: Path) -> tuple[keras.Model, list[dict]]:
    steps = -(-len(mnist.training.labels) // experiment.batch)
    model = _start_or_resume(experiment, run, steps)
    done = int(model.optimizer.iterations) // steps
    history = _history(run)[:done]
    validation = inputs(mnist.validation.images, experiment.input), _one_hot(mnist.validation)
    started = time.monotonic()
    for epoch, digits in _epochs(experiment, mnist.training, done):
        _seed_dropout(model, experiment.seed, epoch)
        fitted = model.fit(
            *digits, batch_size=experiment.batch, shuffle=False, validation_data=validation, verbose=0
        ).history
        row = {"epoch": epoch + 1, **{name: round(float(values[0]), 5) for name, values in fitted.items()}}
        history.append(row | {"seconds": round(time.monotonic() - started, 2)})
        started = time.monotonic()
        _save_checkpoint(model, history, run)
        print(f"{experiment.name}: {_in_words(history[-1])}", flush=True)
    return model, history


def _start_or_resume(experiment: Network, run: Path, steps: int) -> keras.Model:
    checkpoint = run / loop.CHECKPOINT
    if checkpoint.exists():
        return keras.models.load_model(checkpoint)
    keras.utils.set_random_seed(experiment.seed)
    model = experiment.build()
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=experiment.label_smoothing)
    optimizer = experiment.optimizer(steps * experiment.epochs)
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"], jit_compile=engine.compiled())
    return model


def _epochs(experiment: Network, digits: Digits, done: int) -> Iterator[tuple[int, tuple[np.ndarray, np.ndarray]]]:
    """The epochs that are left, each with its inputs and targets; the next one is made while this one trains."""
    with ThreadPoolExecutor(1) as thread:
        ahead = thread.submit(_epoch, experiment, digits, done)
        for epoch in range(done, experiment.epochs):
            made, ahead = ahead.result(), thread.submit(_epoch, experiment, digits, epoch + 1)
            yield epoch, made


def _epoch(experiment: Network, digits: Digits, epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """All digits in this epoch's order, distorted where the experiment does that."""
    rng = np.random.default_rng([experiment.seed, epoch])
    order = rng.permutation(len(digits.labels))
    images = digits.images[order]
    if experiment.augment:
        images = experiment.augment(images, rng)
    return inputs(images, experiment.input), _one_hot(digits)[order]


def _one_hot(digits: Digits) -> np.ndarray:
    return np.eye(CLASSES, dtype=np.float32)[digits.labels]


def _seed_dropout(model: keras.Model, seed: int, epoch: int) -> None:
    """Draw the same random numbers in an epoch whatever was drawn before: Keras does not save how many those were."""
    for place, layer in enumerate(model.layers):
        if hasattr(layer, "seed_generator"):
            layer.seed_generator.state.assign([1000 * seed + place, epoch * DRAWS])


def _keep_to_plan(experiment: Network, mnist: Mnist, run: Path, precision: str) -> None:
    plan = {name: getattr(experiment, name) for name in ("name", "seed", "epochs", "batch", "input", "label_smoothing")}
    loop.keep_to_plan(run, plan | {"digits": len(mnist.training.labels), "precision": precision}, "--out")


def _save_checkpoint(model: keras.Model, history: list[dict], run: Path) -> None:
    """History first: of a cut between the two, the row too many is left out later. Both change in one move."""
    part = run / "part.json"
    part.write_text(json.dumps(history))
    part.replace(run / HISTORY)
    part = run / "part.keras"
    model.save(part)
    part.replace(run / loop.CHECKPOINT)


def _history(run: Path) -> list[dict]:
    path = run / HISTORY
    return json.loads(path.read_text()) if path.exists() else []


def _in_words(row: dict) -> str:
    return (
        f"epoch {row['epoch']}  loss {row['loss']:.4f}  accuracy {row['accuracy']:.4f}  "
        f"held-back writers {row['val_accuracy']:.4f}  {row['seconds']:.0f} s"
    )
