"""What every training has in common: its plan, its pace, its checkpoints.

Cut off at any moment, the same command goes on from the last checkpoint: batch i is always the same batch.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np

from training.errors import AnotherPlan, BadPlan
from training.networks import engine

CHECKPOINT, LOG, PLAN = "last.keras", "log.jsonl", "plan.json"
TOLD_EVERY = 50  # steps


@dataclass(frozen=True)
class TrainingPlan:
    """Everything that decides what a training gives; each network adds the size of its batches."""

    steps: int
    seed: int = 1
    peak_rate: float = 2e-3
    weight_decay: float = 1e-3
    warm_up: int = 200
    """steps"""
    precision: str = "float32"
    """Keras's dtype policy; mixed_bfloat16 is half as fast again on processors with AMX, slow on others"""
    validate_every: int = 500
    """steps"""
    start_from: str = ""
    """a trained network of this kind (.keras) whose weights to begin with; empty: from nothing"""
    keep: float = 0.0
    """share of start_from's weights in the exported ones: see grow.py"""


def begin(run: Path, plan: TrainingPlan, batch: int, preprocessing: int) -> None:
    """Make the run's folder its own and set Keras up as planned, on all devices.

    batch: examples in a batch
    preprocessing: VERSION of what makes the network's input
    raises: AnotherPlan where the folder holds a training that was planned otherwise; BadPlan
    """
    # Said now: the weights to begin with are read when places have been found for an hour, those to keep later still.
    if plan.start_from and not Path(plan.start_from).is_file():
        raise BadPlan(f"--start-from names {plan.start_from}, which is no file. Give a trained network (.keras).")
    if plan.keep and not (0 < plan.keep < 1 and Path(plan.start_from).is_file()):
        raise BadPlan(
            "--keep is a share between 0 and 1 of the weights that --start-from names. Give both, or neither."
        )
    run.mkdir(parents=True, exist_ok=True)
    keep_to_plan(run, {**asdict(plan), "preprocessing": preprocessing})
    keras.utils.set_random_seed(plan.seed)
    keras.mixed_precision.set_global_policy(plan.precision)
    engine.use_all_devices(batch)


def start_or_resume(
    run: Path, plan: TrainingPlan, build: Callable[[], keras.Model], loss, own: dict[str, Callable] | None = None
) -> tuple[keras.Model, int]:
    """The network of the run's last checkpoint, or one that begins as planned, and the step that it is at.

    loss: as Keras's compile takes it; own: those that are no part of Keras, by their names
    """
    checkpoint = run / CHECKPOINT
    if checkpoint.exists():
        model = keras.models.load_model(checkpoint, custom_objects=own)
        engine.fuse_normalisation(model)
        step = int(model.optimizer.iterations)
        skip_dropped(model, step)
        print(f"Going on from step {step}.", flush=True)
        return model, step
    model = build()
    if plan.start_from:
        model.set_weights(keras.models.load_model(plan.start_from, compile=False).get_weights())
    engine.fuse_normalisation(model)
    model.compile(optimizer=optimizer(plan), loss=loss, jit_compile=engine.compiled())
    return model, 0


def run_steps(
    model: keras.Model,
    step: int,
    stream: Iterator,
    run: Path,
    plan: TrainingPlan,
    validate: Callable[[keras.Model], dict[str, float]],
) -> None:
    """Train from `step` on, and save a checkpoint with its figures as often as planned.

    stream: inputs and truth of batch `step`, the next one, ...
    validate: what the log says of the network
    """
    losses, since, told = [], time.monotonic(), step
    while step < plan.steps:
        inputs, truth = next(stream)
        model.optimizer.learning_rate = learning_rate(step, plan)
        losses.append(float(np.ravel(model.train_on_batch(inputs, truth))[0]))
        step += 1
        if step % TOLD_EVERY == 0:
            speed = (step - told) * len(inputs) / (time.monotonic() - since)
            print(
                f"step {step}/{plan.steps}  loss {np.mean(losses[-TOLD_EVERY:]):.4f}  {speed:.0f} a second", flush=True
            )
            since, told = time.monotonic(), step
        if step % plan.validate_every == 0 or step == plan.steps:
            figures = validate(model)
            print(f"step {step}  {figures}", flush=True)
            save_checkpoint(model, run, {"step": step, "loss": round(float(np.mean(losses)), 4), **figures})
            losses, since, told = [], time.monotonic(), step


def learning_rate(step: int, plan) -> float:
    """Warm up, then a cosine down to nothing. plan: with steps, warm_up and peak_rate"""
    if step < plan.warm_up:
        return plan.peak_rate * (step + 1) / plan.warm_up
    done = (step - plan.warm_up) / max(1, plan.steps - plan.warm_up)
    return plan.peak_rate * 0.5 * (1 + np.cos(np.pi * min(done, 1.0)))


def optimizer(plan: TrainingPlan) -> keras.optimizers.Optimizer:
    """AdamW, its gradient clipped: that of an early CTC loss can be huge, and must not undo the warm-up."""
    return keras.optimizers.AdamW(plan.peak_rate, weight_decay=plan.weight_decay, global_clipnorm=5.0)


def save_checkpoint(model: keras.Model, run: Path, log: dict) -> None:
    """Replace the checkpoint in one move, so that a cut leaves the old one or the new one."""
    part = run / "part.keras"
    model.save(part)
    part.replace(run / CHECKPOINT)
    with (run / LOG).open("a") as file:
        file.write(json.dumps(log) + "\n")


def skip_dropped(model: keras.Model, steps: int) -> None:
    """Go on with the random numbers that dropout would draw next: Keras does not save how many it has drawn."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            seed, _ = keras.ops.convert_to_numpy(layer.seed_generator.state)
            layer.seed_generator.state.assign([seed, steps])


def keep_to_plan(run: Path, plan: dict, option: str = "--run") -> None:
    """Write the plan into a new run; refuse to go on with another one's checkpoints as if they were this one's.

    option: of the command line that gives the folder
    raises: AnotherPlan
    """
    path = run / PLAN
    held = json.loads(path.read_text()) if path.exists() else plan
    if held != plan:
        different = ", ".join(
            f"{k} {held.get(k)} instead of {plan.get(k)}" for k in held | plan if held.get(k) != plan.get(k)
        )
        raise AnotherPlan(f"{run} holds a training with {different}. Delete it, or give another folder with {option}.")
    path.write_text(json.dumps(plan, indent=1))
