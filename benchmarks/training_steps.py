"""Training steps of both networks, their batch normalisation in Keras's parts and in one operation, side by side.

Run with "python -m benchmarks.training_steps"; --precision mixed_bfloat16 on processors that compute in it.
"""

import argparse
import statistics
import time

import keras
import numpy as np

from training.fitting import loop
from training.networks import engine
from training.networks.locator import core_loss, locator, text_loss
from training.networks.reader import line_reader
from training.pages.crops import SIDE
from webapp.reading.finding.look import CORE_STRIDE, QUARTERS, TEXT_STRIDE
from webapp.reading.normalise import LINE_HEIGHT

LINES, COLUMNS, DIGITS, CROPS = 64, 160, 8, 16
ROUNDS = 8  # each way in turn, so that both meet the same noise


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--precision", default="float32")
    keras.mixed_precision.set_global_policy(parser.parse_args().precision)
    print(f"{'network':10} {'in parts':>14} {'in one':>14} {'ratio':>7}")
    for name, steps in (("reader", _reader_steps), ("locator", _locator_steps)):
        ways = [steps(fused) for fused in (False, True)]
        seconds: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for way, taken in zip(ways, seconds, strict=True):
                model, inputs, truth = way
                started = time.perf_counter()
                model.train_on_batch(inputs, truth)
                taken.append(time.perf_counter() - started)
        parts, one = (len(ways[0][1]) / statistics.median(taken[2:]) for taken in seconds)  # the first ones compile
        print(f"{name:10} {parts:12.0f}/s {one:12.0f}/s {one / parts:7.2f}")


def _reader_steps(fused: bool) -> tuple[keras.Model, np.ndarray, np.ndarray]:
    """A network to train, and a batch for it."""
    rng = np.random.default_rng(1)
    lines = rng.random((LINES, LINE_HEIGHT, COLUMNS, 1), np.float32)
    classes = rng.integers(1, 11, (LINES, DIGITS)).astype(np.int32)
    return _compiled(line_reader(), keras.losses.CTC(), fused), lines, classes


def _locator_steps(fused: bool) -> tuple[keras.Model, np.ndarray, list[np.ndarray]]:
    rng = np.random.default_rng(1)
    pages = rng.random((CROPS, SIDE, SIDE, 1), np.float32)
    cores = rng.random((CROPS, SIDE // CORE_STRIDE // 2, SIDE // CORE_STRIDE // 2, 2 * QUARTERS), np.float32)
    text = rng.random((CROPS, SIDE // TEXT_STRIDE, SIDE // TEXT_STRIDE, 3), np.float32)
    return _compiled(locator(), [core_loss, text_loss], fused), pages, [cores, text]


def _compiled(model: keras.Model, loss, fused: bool) -> keras.Model:
    if fused:
        engine.fuse_normalisation(model)
    model.compile(optimizer=loop.optimizer(loop.TrainingPlan(steps=1)), loss=loss, jit_compile=engine.compiled())
    return model


if __name__ == "__main__":
    main()
