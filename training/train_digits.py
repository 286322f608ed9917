"""Trains the network of lone digits; the steps themselves are loop.py's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers

from training import engine, lone_digits, loop
from training.batches import Hands
from training.experiments.small_cnn import small_cnn
from webapp.reading.alone import VERSION

TEMPERATURES = np.geomspace(0.3, 3.0, 25)


@dataclass(frozen=True)
class DigitsPlan(loop.TrainingPlan):
    """Everything that decides what the training of the network of lone digits gives."""

    steps: int = 12_000
    peak_rate: float = 3e-3
    weight_decay: float = 1e-2
    warm_up: int = 800
    validate_every: int = 1000
    batch: int = 128
    """digits"""
    written: int = 40_000
    """digits that all hands write, beside MNIST's"""


def train_digits(training_hands: Callable[[], Hands], folder: Path, run: Path, plan: DigitsPlan) -> Path:
    """Train as planned and return the last checkpoint.

    training_hands: load the writers
    folder: of the data
    run: folder for checkpoints and the log; a checkpoint that is there is gone on from
    raises: AnotherPlan where the folder holds a training that was planned otherwise
    """
    loop.begin(run, plan, plan.batch, VERSION)
    mnist, held_back = lone_digits.mnist_views(folder)
    written = lone_digits.written_views(training_hands(), plan.written, plan.seed)
    print(f"{len(mnist[1])} digits of MNIST, {len(written[1])} written ones.", flush=True)
    model, step = _start_or_resume(run, plan)
    stream = lone_digits.batches(mnist, written, plan.batch, plan.seed, step)
    loop.run_steps(model, step, stream, run, plan, lambda model: _validate(model, held_back))
    return run / loop.CHECKPOINT


def digit_network() -> keras.Model:
    """Views (n, SIDE, SIDE, 1) float32 to log-odds (n, 10): the best small network of the book of experiments."""
    model = small_cnn()
    log_odds = layers.Dense(lone_digits.CLASSES, dtype="float32", name="log_odds")(model.layers[-1].input)
    return keras.Model(model.input, log_odds, name="digit_network")


def settled_temperature(model: keras.Model, held_back: lone_digits.Views) -> float:
    """What the log-odds have to be divided by to say how often they are right (Guo et al. 2017), chosen on digits of
    writers who were held back."""
    views, labels = held_back
    log_odds = np.asarray(model.predict(lone_digits.as_input(views), batch_size=512, verbose=0), float)

    def log_loss(temperature: float) -> float:
        scaled = log_odds / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(labels)), labels]))

    return float(min(TEMPERATURES, key=log_loss))


def divide_log_odds(model: keras.Model, temperature: float) -> None:
    """Let the network itself give log-odds divided by so much."""
    last = model.get_layer("log_odds")
    last.set_weights([weights / temperature for weights in last.get_weights()])


def _start_or_resume(run: Path, plan: DigitsPlan) -> tuple[keras.Model, int]:
    checkpoint = run / loop.CHECKPOINT
    if checkpoint.exists():
        model = keras.models.load_model(checkpoint)
        engine.fuse_normalisation(model)
        loop.skip_dropped(model, int(model.optimizer.iterations))
        print(f"Going on from step {int(model.optimizer.iterations)}.", flush=True)
        return model, int(model.optimizer.iterations)
    model = digit_network()
    engine.fuse_normalisation(model)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=loop.optimizer(plan), loss=loss, jit_compile=engine.compiled())
    return model, 0


def _validate(model: keras.Model, held_back: lone_digits.Views) -> dict[str, float]:
    views, labels = held_back
    log_odds = np.asarray(model.predict(lone_digits.as_input(views), batch_size=512, verbose=0))
    return {"right": round(float((log_odds.argmax(axis=1) == labels).mean()), 4)}
