"""Trains the line reader on synthetic lines; read it from top to bottom.

Cut off at any moment, the same command goes on from the last checkpoint: batch i is always the same batch.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np

from training import batches
from training.architecture import BLANK, line_reader, take_over
from training.errors import AnotherPlan
from training.strings import ALPHABET
from webapp.reading.normalise import VERSION
from webapp.reading.transcribe import best_path

VALIDATION_SEED = 20260101


@dataclass(frozen=True)
class Plan:
    """Everything that decides what the training gives."""

    steps: int = 24000
    lines: int = 64
    """a batch"""
    seed: int = 1
    peak_rate: float = 2e-3
    weight_decay: float = 1e-3
    warm_up: int = 300
    """steps"""
    precision: str = "float32"
    """Keras's dtype policy; mixed_bfloat16 is half as fast again on processors with AMX, slow on others"""
    validate_every: int = 500
    """steps"""
    validation_lines: int = 1024
    start_from: str = ""
    """a trained reader (.keras) whose weights to begin with; empty: from nothing"""


def train(
    training_hands: Callable[[], batches.Hands],
    held_back_hands: Callable[[], batches.Hands],
    run: Path,
    plan: Plan,
    processes: int = 1,
) -> Path:
    """Train as planned and return the best weights' file.

    training_hands, held_back_hands: load the writers of the training and of the validation lines
    run: folder for checkpoints and the log; a checkpoint that is there is gone on from
    processes: that make lines while the network trains
    raises: AnotherPlan where the folder holds a training that was planned otherwise
    """
    run.mkdir(parents=True, exist_ok=True)
    keep_to_plan(run, plan, VERSION)
    keras.utils.set_random_seed(plan.seed)
    keras.mixed_precision.set_global_policy(plan.precision)

    model, step = _start_or_resume(run, plan)
    validation = _validation_batches(held_back_hands(), plan)
    stream = batches.stream_batches(training_hands, plan.lines, plan.seed, start=step, processes=processes)
    best = _best_so_far(run)
    losses, since = [], time.monotonic()

    while step < plan.steps:
        lines, classes = next(stream)
        model.optimizer.learning_rate = learning_rate(step, plan)
        losses.append(float(model.train_on_batch(lines, classes)))
        step += 1
        if step % 100 == 0:
            speed = 100 * plan.lines / (time.monotonic() - since)
            print(
                f"step {step}/{plan.steps}  loss {np.mean(losses[-100:]):.4f}  {speed:.0f} lines a second", flush=True
            )
            since = time.monotonic()
        if step % plan.validate_every == 0 or step == plan.steps:
            right = _share_right(model, validation)
            print(f"step {step}  held-back lines exactly right {right:.4f}", flush=True)
            if right >= best:
                best = right
                model.save_weights(run / "best.weights.h5")
            save_checkpoint(model, run, {"step": step, "loss": round(float(np.mean(losses)), 4), "right": right})
            losses, since = [], time.monotonic()
    return run / "best.weights.h5"


def keep_to_plan(run: Path, plan, preprocessing: int) -> None:
    """Write the plan into a new run; refuse to go on with another one's checkpoints as if they were this one's."""
    path, wanted = run / "plan.json", {**asdict(plan), "preprocessing": preprocessing}
    held = json.loads(path.read_text()) if path.exists() else wanted
    if held != wanted:
        different = ", ".join(f"{k} {held.get(k)} instead of {v}" for k, v in wanted.items() if held.get(k) != v)
        raise AnotherPlan(f"{run} holds a training with {different}. Delete it, or give another folder with --run.")
    path.write_text(json.dumps(wanted, indent=1))


def learning_rate(step: int, plan) -> float:
    """Warm up, then a cosine down to nothing."""
    if step < plan.warm_up:
        return plan.peak_rate * (step + 1) / plan.warm_up
    done = (step - plan.warm_up) / max(1, plan.steps - plan.warm_up)
    return plan.peak_rate * 0.5 * (1 + np.cos(np.pi * min(done, 1.0)))


def _start_or_resume(run: Path, plan: Plan) -> tuple[keras.Model, int]:
    checkpoint = run / "last.keras"
    if checkpoint.exists():
        model = keras.models.load_model(checkpoint)
        step = int(model.optimizer.iterations)
        _skip_dropped(model, step)
        print(f"Going on from step {step}.", flush=True)
        return model, step
    model = line_reader()
    if plan.start_from:
        take_over(model, keras.models.load_model(plan.start_from))
    # The gradient of an early CTC loss can be huge: one bad batch must not undo the warm-up.
    optimizer = keras.optimizers.AdamW(plan.peak_rate, weight_decay=plan.weight_decay, global_clipnorm=5.0)
    model.compile(optimizer=optimizer, loss=keras.losses.CTC(), jit_compile=False)
    return model, 0


def _skip_dropped(model: keras.Model, steps: int) -> None:
    """Go on with the random numbers that dropout would draw next: Keras does not save how many it has drawn."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            seed, _ = keras.ops.convert_to_numpy(layer.seed_generator.state)
            layer.seed_generator.state.assign([seed, steps])


def save_checkpoint(model: keras.Model, run: Path, log: dict) -> None:
    """Replace the checkpoint in one move, so that a cut leaves the old one or the new one."""
    part = run / "part.keras"
    model.save(part)
    part.replace(run / "last.keras")
    with (run / "log.jsonl").open("a") as file:
        file.write(json.dumps(log) + "\n")


def _best_so_far(run: Path) -> float:
    log = run / "log.jsonl"
    return max((json.loads(row)["right"] for row in log.read_text().splitlines()), default=0.0) if log.exists() else 0.0


def _validation_batches(hands: batches.Hands, plan: Plan) -> list[tuple[np.ndarray, np.ndarray]]:
    """The same held-back lines for every run: their seed is not the plan's."""
    a_batch = max(1, plan.validation_lines // batches.GROUP)
    return batches.make_batches(*hands, a_batch, VALIDATION_SEED, 0)


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
