"""Trains the verifier on places that the app finds on synthetic pages; the steps themselves are loop.py's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from training.errors import BadPlan
from training.fitting import loop, places
from training.measuring.evaluate import sure_from
from training.measuring.evaluate_locator import RISK
from training.networks.verifier import extent_loss, trust_loss, verifier
from webapp.reading.places.verify import VERSION

VALIDATION_SEED = 20260105
VALIDATION_PAGES = 300


@dataclass(frozen=True)
class VerifierPlan(loop.TrainingPlan):
    """Everything that decides what the training of the verifier gives."""

    steps: int = 8000
    batch: int = 64
    """places"""
    pages: int = 5000
    """Synthetic ones: most places are told by the pages themselves."""
    field_pages: int = 1500
    """Fields of cells cut out of forms beside them: one digit of a number in cells looks like a number."""
    row_pages: int = 1500
    """Numbers beside numbers: half of two that stand close looks like a part of one."""
    worksheet_pages: int = 1500
    """Print as large as handwriting, and beside it: sums, puzzles, months."""
    neat_pages: int = 1500
    """Print's twin, without print: else a neat hand is taken for it."""
    found_with: str = ""
    """First digits of the locator's and the reader's checksums: others find other places."""


def train_verifier(
    training_places: Callable[[], places.Setup],
    held_back_places: Callable[[], places.Setup],
    run: Path,
    plan: VerifierPlan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the last checkpoint.

    training_places, held_back_places: load writers, reader and locator, for the training and for the validation pages
    run: folder for the places, checkpoints and the log; what is there is gone on from
    processes: that find the places
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    counts = plan.pages, plan.field_pages, plan.row_pages, plan.worksheet_pages, plan.neat_pages
    if any(count < places.PAGES or count % places.PAGES for count in counts):
        raise BadPlan(
            "--pages, --field-pages, --row-pages, --worksheet-pages and --neat-pages come in files of "
            f"{places.PAGES}. "
            f"Give multiples of {places.PAGES}."
        )
    loop.begin(run, plan, plan.batch, VERSION)
    folder = run / "places"
    mixed = places.gather(training_places, folder, plan.pages, plan.seed, False, processes)
    in_cells = places.gather(training_places, folder, plan.field_pages, plan.seed, False, processes, "field")
    in_rows = places.gather(training_places, folder, plan.row_pages, plan.seed, False, processes, "rows")
    on_worksheets = places.gather(
        training_places, folder, plan.worksheet_pages, plan.seed, False, processes, "worksheet"
    )
    in_a_neat_hand = places.gather(training_places, folder, plan.neat_pages, plan.seed, False, processes, "neat")
    learnt_from = places.together([mixed, in_cells, in_rows, on_worksheets, in_a_neat_hand])
    held_back = places.gather(held_back_places, folder, VALIDATION_PAGES, VALIDATION_SEED, True, processes)
    losses = {"trust_loss": trust_loss, "extent_loss": extent_loss}
    model, step = loop.start_or_resume(run, plan, verifier, list(losses.values()), losses)
    stream = places.batches(learnt_from, plan.batch, plan.seed, step)
    loop.run_steps(model, step, stream, run, plan, lambda model: _validate(model, held_back))
    return run / loop.CHECKPOINT


def _validate(model: keras.Model, held_back: places.Places) -> dict[str, float]:
    """Of what is read surely: how much would be sure at RISK, and the error rate that is left if all were; and how many
    cells of a place are taken to be its number's that are not, or the other way round."""
    log_odds, extent = model.predict(places.as_patches(held_back.patches), batch_size=256, verbose=0)
    asked = held_back.sure & held_back.judged
    trust, right = np.asarray(log_odds)[asked, 0].astype(float), held_back.right[asked]
    least = sure_from(list(zip(trust.tolist(), right.tolist(), strict=True)), RISK)
    fitting = held_back.fitting
    wrong = (np.asarray(extent)[fitting] > 0) != (held_back.extents[fitting] > 127)
    return {
        "sure": round(float((trust >= least).mean()), 4),
        "wrong_of_all": round(float(1 - right.mean()), 4),
        "wrong_cells": round(float(wrong.sum(axis=1).mean()), 4),
    }
