"""The inspector's training, cut off and gone on with, and the reader that it is saved beside."""

import json
import shutil
from dataclasses import replace
from functools import partial

import keras
import numpy as np
import pytest

from tests.training.cut_off import cut_off_once_saved
from tests.training.hands import few_hands
from tests.training.test_digits import some_examples
from training.errors import BadPlan
from training.fitting import digits, loop, train_inspector
from training.fitting.export import copy_beside, export_inspector
from training.fitting.train_inspector import InspectorPlan
from training.networks.inspector import inspector, inspector_loss
from webapp.reading.line.windows import COLS, NONE, ROWS
from webapp.reading.network import Reader
from webapp.settings import ROOT

READER = ROOT / "models" / "reader"
PLAN = InspectorPlan(steps=4, batch=8, read_lines=20, warm_up=2, validate_every=2)
SETUP = partial(digits.load_setup, few_hands, READER)

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def few_lines(monkeypatch):
    monkeypatch.setattr(digits, "LINES", 20)
    monkeypatch.setattr(train_inspector, "VALIDATION_LINES", 20)
    # The lines are read in this process, where they are few.
    monkeypatch.setattr(digits, "make_ahead", lambda load, make, tasks, _: (make(*load(), *task) for task in tasks))


def train(run, plan=PLAN):
    return train_inspector.train_inspector(SETUP, SETUP, run, plan)


@pytest.mark.parametrize("lines", [0, 20, 510])
def test_lines_that_fill_no_files_are_refused_before_anything_is_made(tmp_path, lines):
    with pytest.raises(BadPlan, match="multiple of 500"):
        train(tmp_path / "run", replace(PLAN, read_lines=lines))
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("few_lines")
def test_a_training_that_was_cut_off_goes_on_and_becomes_part_of_a_reader(tmp_path, monkeypatch):
    run, folder = tmp_path / "run", tmp_path / "reader"
    with cut_off_once_saved(monkeypatch):
        train(run)
    found = {file: file.stat().st_mtime_ns for file in (run / "digits").iterdir()}
    assert len(found) == 2  # of lines to learn from, and of held-back ones
    checkpoint = train(run)
    # No line was read again.
    assert found == {file: file.stat().st_mtime_ns for file in (run / "digits").iterdir()}
    log = [json.loads(row) for row in (run / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [2, 4]
    assert set(log[0]) >= {"struck_found", "others_found"}
    folder.mkdir()
    for name in ("reader.tflite", "lone_digit.tflite", "card.json"):
        shutil.copyfile(READER / name, folder / name)
    export_inspector(checkpoint, run, folder)
    told = json.loads((folder / "card.json").read_text())["inspector"]
    assert told["command"].startswith("python -m training train-inspector --read-lines 20 --steps 4 --seed 1 ")
    windows = np.random.default_rng(1).random((3, ROWS, COLS, 1), np.float32)
    trained = keras.models.load_model(folder / "inspector.keras", compile=False)
    expected = np.asarray(keras.ops.softmax(trained.predict(windows, verbose=0)))[:, :NONE]
    np.testing.assert_allclose(Reader.load(folder).inspect(windows), expected, atol=0.02)
    # A reader made of it keeps it.
    other = tmp_path / "other"
    other.mkdir()
    copy_beside(folder, other)
    copy_beside(folder, folder)
    assert {file.name for file in other.iterdir()} == {"inspector.keras", "inspector.tflite", "lone_digit.tflite"}
    assert (other / "inspector.tflite").read_bytes() == (folder / "inspector.tflite").read_bytes()


def test_it_learns_what_is_a_digit():
    keras.utils.set_random_seed(1)
    model, known = inspector(), some_examples(80)
    model.compile(optimizer=loop.optimizer(replace(PLAN, peak_rate=3e-3)), loss=inspector_loss())
    stream = digits.batches(known, 32, 1, 0)
    for _ in range(60):
        model.train_on_batch(*next(stream))
    log_odds = model.predict(digits.as_windows(known.shown), verbose=0)
    assert (log_odds.argmax(axis=1) == known.labels).mean() > 0.95
    figures = train_inspector._validate(model, known)
    assert figures == {"struck_found": 1.0, "written_over_found": 1.0, "others_found": 1.0}
