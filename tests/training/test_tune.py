"""Three tiny trials, cut off and gone on with."""

import csv
import json
from dataclasses import replace

import numpy as np
import optuna
import pytest

from tests.training.hands import digit_set
from training.errors import AnotherPlan
from training.experiments import tune as tune_module
from training.experiments.mnist import Mnist
from training.experiments.tune import PARAMETERS, Search, report, tune

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default:::(?!optuna)")

SEARCH = Search(digits=60, validation_digits=20, epochs=2)


@pytest.fixture(scope="module")
def mnist():
    digits = digit_set(copies=8)
    held_back = digits.writers == 0
    return Mnist(digits.of(~held_back), digits.of(held_back), digits.of(np.zeros(len(held_back), bool)))


class PowerCut(BaseException):
    """Nothing that a program catches."""


def rows(out):
    with (out / "trials.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def resumed(mnist, tmp_path_factory):
    """The second of three trials was cut off in its first epoch."""
    out = tmp_path_factory.mktemp("tune")
    told = tune_module._Told.on_epoch_end

    def cut_off_the_second(self, epoch, logs):
        if self._trial.number == 1:
            raise PowerCut
        told(self, epoch, logs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tune_module._Told, "on_epoch_end", cut_off_the_second)
        with pytest.raises(PowerCut):
            tune(mnist, out, SEARCH, trials=3)
    left_running = rows(out)
    study = tune(mnist, out, SEARCH, trials=3)
    return out, left_running, study


def test_all_trials_are_kept_and_the_one_that_was_cut_off_is_tried_again(resumed):
    out, before, study = resumed
    table = rows(out)
    assert [row["state"] for row in table] == ["complete", "fail", "complete", "complete"]
    assert table[: len(before)] == before
    chosen = [[row[name] for name in PARAMETERS] for row in table]
    assert chosen[2] == chosen[1]
    assert len({tuple(values) for values in chosen}) == 3
    assert [len(json.loads(row["after_each_epoch"])) for row in table] == [2, 0, 2, 2]


def test_the_best_is_reported_with_what_mattered(resumed):
    out, _, study = resumed
    best = max(float(row["validation_accuracy"]) for row in rows(out) if row["state"] == "complete")
    text = report(study)
    assert f"best validation accuracy {best:.4f}" in text and "3 trials finished" in text
    assert "what mattered:" in text
    assert all(name in text for name in PARAMETERS)
    picture = (out / "what_mattered.svg").read_text()
    assert picture.startswith("<?xml") or picture.startswith("<svg")


def test_a_finished_search_is_not_begun_again(resumed, mnist):
    out, _, _ = resumed
    before = rows(out)
    tune(mnist, out, SEARCH, trials=3)
    assert rows(out) == before


def test_trials_of_another_search_are_not_mixed_with_these(resumed, mnist):
    out, _, _ = resumed
    with pytest.raises(AnotherPlan, match="another folder with --out"):
        tune(mnist, out, replace(SEARCH, epochs=3), trials=4)


def test_a_trial_that_falls_behind_is_given_up(mnist, tmp_path, monkeypatch):
    monkeypatch.setattr(tune_module, "TRIALS_BEFORE_PRUNING", 1)
    monkeypatch.setattr(tune_module, "EPOCHS_BEFORE_PRUNING", 0)
    epochs = []

    class Scripted(tune_module._Told):
        """The first trial does well, the second one badly."""

        def on_epoch_end(self, epoch, logs):
            epochs.append((self._trial.number, epoch))
            super().on_epoch_end(epoch, {"val_accuracy": 0.9 if self._trial.number == 0 else 0.1})

    monkeypatch.setattr(tune_module, "_Told", Scripted)
    study = tune(mnist, tmp_path, SEARCH, trials=2)
    assert [trial.state for trial in study.trials] == [optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED]
    assert epochs == [(0, 0), (0, 1), (1, 0)]
    assert [row["state"] for row in rows(tmp_path)] == ["complete", "pruned"]
