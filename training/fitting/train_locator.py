"""Trains the locator on crops of synthetic pages; the steps themselves are loop.py's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from training.fitting import loop
from training.networks import engine
from training.networks.grow import widened
from training.networks.locator import core_loss, locator, text_loss
from training.pages.crops import make_crops, stream_crops
from training.writing.writers import Hands
from webapp.reading.finding.look import QUARTERS, VERSION

VALIDATION_SEED = 20260102


@dataclass(frozen=True)
class LocatorPlan(loop.TrainingPlan):
    """Everything that decides what the training of the locator gives."""

    steps: int = 6000
    peak_rate: float = 3e-3
    crops: int = 16
    """a batch"""


def train_locator(
    training_hands: Callable[[], Hands],
    held_back_hands: Callable[[], Hands],
    run: Path,
    plan: LocatorPlan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the last checkpoint.

    training_hands, held_back_hands: load the writers of the training and of the validation pages
    run: folder for checkpoints and the log; a checkpoint that is there is gone on from
    processes: that make pages while the network trains
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    loop.begin(run, plan, plan.crops, VERSION)
    model, step = _start_or_resume(run, plan)
    hands, weights = held_back_hands()
    validation = make_crops(hands, weights, plan.crops, VALIDATION_SEED, 0, held_back=True)
    crops = stream_crops(training_hands, plan.crops, plan.seed, start=step, processes=processes)
    stream = ((pages, list(truth)) for pages, truth in crops)
    loop.run_steps(model, step, stream, run, plan, lambda model: _validate(model, validation))
    return run / loop.CHECKPOINT


def _start_or_resume(run: Path, plan: LocatorPlan) -> tuple[keras.Model, int]:
    checkpoint = run / loop.CHECKPOINT
    if checkpoint.exists():
        model = keras.models.load_model(checkpoint, custom_objects={"core_loss": core_loss, "text_loss": text_loss})
        engine.fuse_normalisation(model)
        print(f"Going on from step {int(model.optimizer.iterations)}.", flush=True)
        return model, int(model.optimizer.iterations)
    model = locator()
    if plan.start_from:
        narrower = keras.models.load_model(plan.start_from, compile=False)
        model.set_weights(widened(narrower.get_weights(), model.get_weights()))
    engine.fuse_normalisation(model)
    model.compile(optimizer=loop.optimizer(plan), loss=[core_loss, text_loss], jit_compile=engine.compiled())
    return model, 0


def _validate(model: keras.Model, validation: list) -> dict[str, float]:
    """Share of core cells that are found, share of found ones that are core, and the mean error of text's direction."""
    hit = found = there = 0
    errors, weights = 0.0, 0.0
    for pages, (cores, text) in validation:
        seen_cores, seen_text = (np.asarray(part) for part in model.predict_on_batch(pages))
        counts = cores[..., QUARTERS:] > 0
        seen, true = (seen_cores > 0) & counts, (cores[..., :QUARTERS] > 0.5) & counts
        hit, found, there = hit + (seen & true).sum(), found + seen.sum(), there + true.sum()
        inside = text[..., 0] > 0
        angles = np.arctan2(seen_text[..., 2], seen_text[..., 1]) - np.arctan2(text[..., 2], text[..., 1])
        errors += (1 - np.cos(angles[inside])).sum()
        weights += inside.sum()
    figures = {"recall": hit / max(there, 1), "precision": hit / max(found, 1), "turned": errors / max(weights, 1)}
    return {name: round(float(value), 4) for name, value in figures.items()}
