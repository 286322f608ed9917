"""Trains the line reader on synthetic lines; the steps themselves are loop.py's."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from training.fitting import loop
from training.lines import batches
from training.networks import engine
from training.networks.reader import BLANK, line_reader, take_over
from training.writing import writers
from training.writing.strings import ALPHABET
from webapp.reading.normalise import VERSION
from webapp.reading.transcribe import best_path

VALIDATION_SEED = 20260101


@dataclass(frozen=True)
class Plan(loop.TrainingPlan):
    """Everything that decides what the training of the reader gives."""

    steps: int = 24000
    warm_up: int = 300
    lines: int = 64
    """a batch"""
    validation_lines: int = 1024


def train(
    training_hands: Callable[[], writers.Hands],
    held_back_hands: Callable[[], writers.Hands],
    run: Path,
    plan: Plan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the best weights' file.

    training_hands, held_back_hands: load the writers of the training and of the validation lines
    run: folder for checkpoints and the log; a checkpoint that is there is gone on from
    processes: that make lines while the network trains
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    loop.begin(run, plan, plan.lines, VERSION)
    model, step = _start_or_resume(run, plan)
    validation = _validation_batches(held_back_hands(), plan)
    stream = batches.stream_batches(training_hands, plan.lines, plan.seed, start=step, processes=processes)
    best = _best_so_far(run)

    def validate(model: keras.Model) -> dict[str, float]:
        nonlocal best
        right = _share_right(model, validation)
        if right >= best:
            best = right
            model.save_weights(run / "best.weights.h5")
        return {"right": right}

    loop.run_steps(model, step, stream, run, plan, validate)
    return run / "best.weights.h5"


def _start_or_resume(run: Path, plan: Plan) -> tuple[keras.Model, int]:
    checkpoint = run / loop.CHECKPOINT
    if checkpoint.exists():
        model = keras.models.load_model(checkpoint)
        engine.fuse_normalisation(model)
        step = int(model.optimizer.iterations)
        loop.skip_dropped(model, step)
        print(f"Going on from step {step}.", flush=True)
        return model, step
    model = line_reader()
    if plan.start_from:
        take_over(model, keras.models.load_model(plan.start_from))
    engine.fuse_normalisation(model)
    model.compile(optimizer=loop.optimizer(plan), loss=keras.losses.CTC(), jit_compile=engine.compiled())
    return model, 0


def _best_so_far(run: Path) -> float:
    log = run / loop.LOG
    return max((json.loads(row)["right"] for row in log.read_text().splitlines()), default=0.0) if log.exists() else 0.0


def _validation_batches(hands: writers.Hands, plan: Plan) -> list[tuple[np.ndarray, np.ndarray]]:
    """The same held-back lines for every run: their seed is not the plan's."""
    a_batch = max(1, plan.validation_lines // batches.GROUP)
    return batches.make_batches(*hands, a_batch, VALIDATION_SEED, 0, held_back=True)


def _share_right(model: keras.Model, validation) -> float:
    right = total = 0
    for lines, classes in validation:
        scores = np.asarray(model.predict_on_batch(lines))
        for row, truth in zip(scores, classes, strict=True):
            right += best_path(row, ALPHABET) == spell(truth)
            total += 1
    return right / total


def spell(classes: np.ndarray) -> str:
    """The text of a row of classes."""
    return "".join(ALPHABET[c - 1] for c in classes if c != BLANK)
