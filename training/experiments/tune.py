"""Searches what a small network for digits learns best with: rate, batch, regularisation and widths.

Optuna proposes each trial from what the earlier ones gave; a trial that falls behind the median of the others is given
up early (pruned). Everything is kept in the run's folder: cut off at any moment, the same command goes on. Writers who
are held back decide; MNIST's test digits are not looked at.
"""

import csv
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import keras
import numpy as np
import optuna
from keras import layers
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from optuna.trial import FrozenTrial, Trial, TrialState

from training.data.datasets import Digits
from training.errors import AnotherPlan
from training.experiments import plots
from training.experiments.mnist import CLASSES, Mnist, to_unit

STUDY, DATABASE, TABLE, PICTURE = "digits", "tune.db", "trials.csv", "what_mattered.svg"
FINISHED = (TrialState.COMPLETE, TrialState.PRUNED)
TRIALS_BEFORE_PRUNING, EPOCHS_BEFORE_PRUNING = 5, 1
PARAMETERS = ("learning_rate", "batch", "weight_decay", "dropout", "filters", "units")
ON_LOG_SCALE = ("learning_rate", "batch", "weight_decay")


@dataclass(frozen=True)
class Search:
    """What every trial has in common; trials of another search cannot be compared with these."""

    digits: int = 10_000
    """to train on; the first of so many drawn by the seed"""
    validation_digits: int = 6_000
    """at most, of held-back writers"""
    epochs: int = 4
    seed: int = 1


def tune(mnist: Mnist, out: Path, search: Search, trials: int, minutes: float | None = None) -> optuna.Study:
    """Search until so many trials are finished, those of earlier calls counted, or the minutes are over.

    mnist: its test digits are not used
    out: folder of tune.db, trials.csv and what_mattered.svg; what it holds is gone on from
    raises: AnotherPlan where it holds trials of another search
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)  # each trial is told here, in one line
    out.mkdir(parents=True, exist_ok=True)
    training = _some(mnist.training, search.digits, search.seed)
    validation = _some(mnist.validation, search.validation_digits, search.seed)
    storage = optuna.storages.RDBStorage(f"sqlite:///{(out / DATABASE).resolve()}")
    try:
        study = _study(storage, search, out)
        left = trials - len(study.get_trials(states=FINISHED))
        if left > 0:
            study.optimize(
                lambda trial: _validation_accuracy(trial, training, validation, search),
                n_trials=left,
                timeout=None if minutes is None else 60 * minutes,
                callbacks=[lambda study, trial: _tell(study, trial, out)],
            )
        _write_table(study, out / TABLE)
        if len(study.get_trials(states=(TrialState.COMPLETE,))) > 1:
            (out / PICTURE).write_text(plots.to_svg(what_mattered(study)))
        return study
    finally:
        storage.engine.dispose()


def small_cnn(filters: int, units: int, dropout: float) -> keras.Model:
    """Two convolutions, the second twice as wide, and a dense layer: (digits, 28, 28, 1) -> log-odds of ten digits."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(filters, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(2 * filters, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(dropout),
            layers.Dense(units, activation="relu"),
            layers.Dropout(dropout),
            layers.Dense(CLASSES),
        ]
    )


def what_mattered(study: optuna.Study) -> Figure:
    """Each parameter's importance, and the accuracy of all finished trials over its values."""
    importances = importances_of(study)
    figure = Figure(figsize=(8, 7), layout="constrained", facecolor="white")
    axes = figure.subplots(3, 3).ravel()
    bars = figure.add_subplot(axes[0].get_gridspec()[0, :])
    for unused in axes[:3]:
        unused.remove()
    names = list(importances)[::-1]
    bars.barh([_spoken(name) for name in names], [importances[name] for name in names], color=plots.BLUE)
    bars.set_xlabel("share of the importance (PED-ANOVA)")
    bars.set_title("What mattered for validation accuracy", loc="left", fontweight="bold")
    for place, name in enumerate(PARAMETERS):
        _draw_trials(axes[3 + place], study, name, leftmost=place % 3 == 0)
    return figure


def importances_of(study: optuna.Study) -> dict[str, float]:
    """How much each parameter had to do with a trial's being among the best; shares, the largest first."""
    return optuna.importance.get_param_importances(study)


def report(study: optuna.Study) -> str:
    """The best trial and what mattered, in words."""
    finished = study.get_trials(states=FINISHED)
    pruned = sum(trial.state == TrialState.PRUNED for trial in finished)
    rows = [f"{len(finished)} trials finished, {pruned} of them given up early"]
    if len(finished) > pruned:
        rows.append(f"best validation accuracy {study.best_value:.4f}, trial {study.best_trial.number}:")
        rows += [f"  {name:14}{_short(value)}" for name, value in study.best_params.items()]
    if len(finished) - pruned > 1:
        rows.append("what mattered:")
        rows += [f"  {name:14}{share:.0%}" for name, share in importances_of(study).items()]
    return "\n".join(rows)


def _study(storage: optuna.storages.RDBStorage, search: Search, out: Path) -> optuna.Study:
    """The folder's study, ready to go on: a trial that was cut off is put down as failed and proposed again."""
    study = optuna.create_study(
        storage=storage,
        study_name=STUDY,
        direction="maximize",
        load_if_exists=True,
        pruner=optuna.pruners.MedianPruner(TRIALS_BEFORE_PRUNING, EPOCHS_BEFORE_PRUNING),
    )
    held = study.user_attrs.get("search", asdict(search))
    if held != asdict(search):
        raise AnotherPlan(
            f"{out} holds trials of another search ({held}). Delete it, or give another folder with --out."
        )
    study.set_user_attr("search", held)
    # The same seed would propose again what it proposed before the cut.
    study.sampler = optuna.samplers.TPESampler(seed=search.seed + len(study.trials))
    for trial in study.get_trials(states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
        study.enqueue_trial(trial.params)
    return study


def _validation_accuracy(trial: Trial, training: Digits, validation: Digits, search: Search) -> float:
    """Train one network and tell the trial how it does after each epoch."""
    rate = trial.suggest_float("learning_rate", 1e-4, 2e-2, log=True)
    batch = trial.suggest_int("batch", 16, 512, log=True)
    decay = trial.suggest_float("weight_decay", 1e-6, 1e-1, log=True)
    dropout = trial.suggest_float("dropout", 0.0, 0.6)
    filters, units = trial.suggest_int("filters", 8, 40, step=8), trial.suggest_int("units", 32, 256, step=32)
    keras.utils.clear_session()
    keras.utils.set_random_seed(search.seed)
    model = small_cnn(filters, units, dropout)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=decay), loss, metrics=["accuracy"])
    history = model.fit(
        *_arrays(training),
        batch_size=batch,
        epochs=search.epochs,
        validation_data=_arrays(validation),
        callbacks=[_Told(trial)],
        verbose=0,
    )
    return history.history["val_accuracy"][-1]


class _Told(keras.callbacks.Callback):
    """Tells a trial the accuracy of each epoch, and ends it where it has fallen behind."""

    def __init__(self, trial: Trial):
        super().__init__()
        self._trial = trial

    def on_epoch_end(self, epoch: int, logs: dict) -> None:
        self._trial.report(logs["val_accuracy"], epoch)
        if self._trial.should_prune():
            raise optuna.TrialPruned


def _arrays(digits: Digits) -> tuple[np.ndarray, np.ndarray]:
    return to_unit(digits.images)[..., np.newaxis], digits.labels


def _some(digits: Digits, number: int, seed: int) -> Digits:
    """So many of the digits, drawn by the seed; all where there are no more."""
    chosen = np.zeros(len(digits.labels), bool)
    chosen[np.random.default_rng(seed).permutation(len(chosen))[:number]] = True
    return digits.of(chosen)


def _tell(study: optuna.Study, trial: FrozenTrial, out: Path) -> None:
    _write_table(study, out / TABLE)
    last = max(trial.intermediate_values, default=None)
    accuracy = "" if last is None else f"{trial.intermediate_values[last]:.4f}"
    print(f"trial {trial.number}  {trial.state.name.lower():9} {accuracy}  {_parameters(trial)}", flush=True)


def _write_table(study: optuna.Study, path: Path) -> None:
    """All trials, finished or not, one a row."""
    part = path.with_suffix(".part")
    with part.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["trial", "state", "validation_accuracy", "seconds", *PARAMETERS, "after_each_epoch"])
        for trial in study.trials:
            values = [value for _, value in sorted(trial.intermediate_values.items())]
            seconds = round(trial.duration.total_seconds(), 1) if trial.duration else ""
            chosen = [trial.params.get(name, "") for name in PARAMETERS]
            writer.writerow([trial.number, trial.state.name.lower(), trial.value, seconds, *chosen, json.dumps(values)])
    part.replace(path)


def _draw_trials(axes, study: optuna.Study, name: str, leftmost: bool) -> None:
    for state, sign in ((TrialState.PRUNED, "x"), (TrialState.COMPLETE, "o")):
        trials = [trial for trial in study.get_trials(states=(state,)) if name in trial.params]
        accuracies = [trial.intermediate_values[max(trial.intermediate_values)] for trial in trials]
        colour, label = (plots.BLUE, "finished") if sign == "o" else (plots.VERMILION, "given up early")
        axes.scatter([trial.params[name] for trial in trials], accuracies, 14, color=colour, marker=sign, label=label)
    if name in ON_LOG_SCALE:
        axes.set_xscale("log")
    axes.set_xlabel(_spoken(name))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    if leftmost:
        axes.set_ylabel("accuracy")


def _parameters(trial: FrozenTrial) -> str:
    return ", ".join(f"{name} {_short(value)}" for name, value in trial.params.items())


def _short(value: float) -> str:
    return f"{value:.3g}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")
