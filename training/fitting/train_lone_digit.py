"""Trains the second opinion on lone digits on short lines; the steps themselves are loop.py's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from training.ahead import must_fill_files
from training.fitting import digits, loop, short_lines
from training.networks.lone_digit import lone_digit, lone_digit_loss
from training.writing.writers import Hands
from webapp.reading.line.windows import NONE, VERSION

VALIDATION_SEED = 20260107
VALIDATION_LINES = 6000


@dataclass(frozen=True)
class LoneDigitPlan(loop.TrainingPlan):
    """Everything that decides what the training of the second opinion gives."""

    steps: int = 18000
    batch: int = 128
    """lines"""
    short_lines: int = 90000
    """made before the first step"""
    of_sets: float = 0.45
    """share of a batch that is the sets' digits as the sets give them"""


def train_lone_digit(
    hands: Callable[[], Hands],
    held_back_hands: Callable[[], Hands],
    run: Path,
    plan: LoneDigitPlan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the last checkpoint.

    hands, held_back_hands: load the writers of the lines to learn from and of those held back
    run: folder for the lines, checkpoints and the log; what is there is gone on from
    processes: that make lines
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    must_fill_files("--short-lines", plan.short_lines, short_lines.LINES)
    loop.begin(run, plan, plan.batch, VERSION)
    folder = run / "lines"
    learnt_from = short_lines.gather(hands, folder, plan.short_lines, plan.seed, False, processes)
    held_back = short_lines.gather(held_back_hands, folder, VALIDATION_LINES, VALIDATION_SEED, True, processes)
    model, step = loop.start_or_resume(run, plan, lone_digit, lone_digit_loss())
    bare = short_lines.bare_digits(hands()[0])
    stream = short_lines.batches(bare, learnt_from, plan.of_sets, plan.batch, plan.seed, step)
    loop.run_steps(model, step, stream, run, plan, lambda model: _validate(model, held_back))
    return run / loop.CHECKPOINT


def _validate(model: keras.Model, held_back: short_lines.ShortLines) -> dict[str, float]:
    """The shares of the lone digits that are told as another one or as none, and of the others told as one."""
    said = np.asarray(model.predict(digits.as_windows(held_back.shown), batch_size=512, verbose=0)).argmax(axis=1)
    alone = held_back.labels != NONE
    return {
        "digits_wrong": round(float((said != held_back.labels)[alone].mean()), 4),
        "others_wrong": round(float((said != NONE)[~alone].mean()), 4),
    }
