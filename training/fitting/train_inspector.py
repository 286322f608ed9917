"""Trains the inspector on digits that the reader reads; the steps themselves are loop.py's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from training.ahead import must_fill_files
from training.fitting import digits, loop
from training.networks.inspector import inspector, inspector_loss
from webapp.reading.line.windows import VERSION

VALIDATION_SEED = 20260106
VALIDATION_LINES = 6000
ASKED = 0.01  # of the plain digits that are read right may be asked about: what is found at that cost is in the log

KINDS = {"struck_found": digits.STRUCK, "written_over_found": digits.OVER, "others_found": digits.OTHER}


@dataclass(frozen=True)
class InspectorPlan(loop.TrainingPlan):
    """Everything that decides what the training of the inspector gives."""

    steps: int = 26000
    batch: int = 128
    """digits"""
    read_lines: int = 104000
    """What the reader reads on them is learnt from."""
    read_with: str = ""
    """First digits of the reader's checksum: another one reads otherwise."""


def train_inspector(
    training: Callable[[], digits.Setup],
    validation: Callable[[], digits.Setup],
    run: Path,
    plan: InspectorPlan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the last checkpoint.

    training, validation: load writers and reader, for the lines to learn from and for those held back
    run: folder for the digits, checkpoints and the log; what is there is gone on from
    processes: that read lines
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    must_fill_files("--read-lines", plan.read_lines, digits.LINES)
    loop.begin(run, plan, plan.batch, VERSION)
    folder = run / "digits"
    learnt_from = digits.gather(training, folder, plan.read_lines, plan.seed, False, processes)
    held_back = digits.gather(validation, folder, VALIDATION_LINES, VALIDATION_SEED, True, processes)
    model, step = loop.start_or_resume(run, plan, inspector, inspector_loss())
    stream = digits.batches(learnt_from, plan.batch, plan.seed, step)
    loop.run_steps(model, step, stream, run, plan, lambda model: _validate(model, held_back))
    return run / loop.CHECKPOINT


def _validate(model: keras.Model, held_back: digits.Examples) -> dict[str, float]:
    """The shares of the struck digits, and of the others that are not what was read, that are found where ASKED of the
    plain ones are asked about too."""
    log_odds = np.asarray(model.predict(digits.as_windows(held_back.shown), batch_size=512, verbose=0))
    shares = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    plain = shares[np.arange(len(shares)), held_back.read] / shares.sum(axis=1)
    least = np.quantile(plain[held_back.kinds == digits.PLAIN], ASKED)
    of = {name: plain[held_back.kinds == kind] for name, kind in KINDS.items()}
    return {name: round(float((some < least).mean()), 4) for name, some in of.items() if len(some)}
