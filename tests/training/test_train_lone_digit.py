"""The training of the second opinion on lone digits, cut off and gone on with; the reader that it becomes part of."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import keras
import numpy as np
import pytest

from tests.training.cut_off import cut_off_once_saved
from tests.training.hands import few_hands
from training.errors import BadPlan
from training.fitting import loop, short_lines, train_lone_digit
from training.fitting.digits import AROUND
from training.fitting.export import export_lone_digit
from training.fitting.train_lone_digit import LoneDigitPlan
from training.networks.lone_digit import lone_digit, lone_digit_loss
from training.writing.hands import SetHands
from webapp.reading.line.windows import COLS, NONE, ROWS, SHOWN
from webapp.reading.network import Reader
from webapp.reading.normalise import LINE_HEIGHT
from webapp.settings import ROOT

READER = ROOT / "models" / "reader"
PLAN = LoneDigitPlan(steps=4, batch=8, short_lines=30, warm_up=2, validate_every=2)

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def few_lines(monkeypatch):
    monkeypatch.setattr(short_lines, "LINES", 30)
    monkeypatch.setattr(train_lone_digit, "VALIDATION_LINES", 30)
    # The lines are made in this process, where they are few.
    monkeypatch.setattr(short_lines, "make_ahead", lambda load, make, tasks, _: (make(*load(), *t) for t in tasks))


def train(run, plan=PLAN):
    return train_lone_digit.train_lone_digit(few_hands, few_hands, run, plan)


@pytest.mark.parametrize("lines", [0, 30, 1010])
def test_lines_that_fill_no_files_are_refused_before_anything_is_made(tmp_path, lines):
    with pytest.raises(BadPlan, match="multiple of 1000"):
        train(tmp_path / "run", replace(PLAN, short_lines=lines))
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("few_lines")
def test_lines_are_short_and_say_which_digit_stands_alone():
    lines = short_lines.short_lines(*few_hands(), 1, 0, False)
    assert lines.shown.shape == (30, LINE_HEIGHT, SHOWN + 2 * AROUND)
    assert lines.labels.max() <= NONE
    assert (lines.labels != NONE).sum() > 15 and (lines.labels == NONE).any()
    again = short_lines.short_lines(*few_hands(), 1, 0, False)
    np.testing.assert_array_equal(lines.shown, again.shown)


def test_each_digit_of_a_set_is_there_once():
    hands = few_hands()[0]
    bare = short_lines.bare_digits(hands)
    sets = [source for source in hands if type(source) is SetHands]
    assert len(bare.labels) == sum(len(source.images) for source in sets) > 0
    assert sorted(bare.labels) == sorted(int(d) for one in sets for d, places in one.anyone.items() for _ in places)


@pytest.mark.usefixtures("few_lines")
def test_a_training_that_was_cut_off_goes_on_and_becomes_part_of_a_reader(tmp_path, monkeypatch):
    run, folder = tmp_path / "run", tmp_path / "reader"
    with cut_off_once_saved(monkeypatch):
        train(run)
    made = {file: file.stat().st_mtime_ns for file in (run / "lines").iterdir()}
    assert len(made) == 2  # lines to learn from, and held-back ones
    checkpoint = train(run)
    assert made == {file: file.stat().st_mtime_ns for file in (run / "lines").iterdir()}
    log = [json.loads(row) for row in (run / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [2, 4]
    assert set(log[0]) >= {"digits_wrong", "others_wrong"}
    folder.mkdir()
    for name in ("reader.tflite", "inspector.tflite", "card.json"):
        shutil.copyfile(READER / name, folder / name)
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, "version": "2000.01.01"}))
    export_lone_digit(checkpoint, run, folder)
    card = json.loads((folder / "card.json").read_text())
    assert card["version"] >= datetime.now(UTC).strftime("%Y.%m.%d")  # what reads otherwise has another version
    told = card["lone_digit"]
    assert told["command"].startswith(
        "python -m training train-lone-digit --short-lines 30 --of-sets 0.45 --steps 4 --seed 1 "
    )
    windows = np.random.default_rng(1).random((3, ROWS, COLS, 1), np.float32)
    trained = keras.models.load_model(folder / "lone_digit.keras", compile=False)
    expected = np.asarray(keras.ops.softmax(trained.predict(windows, verbose=0)))
    np.testing.assert_allclose(Reader.load(folder).second_opinion(windows), expected, atol=0.02)


def test_it_learns_what_is_a_digit_alone():
    keras.utils.set_random_seed(1)
    shown = np.zeros((40, LINE_HEIGHT, SHOWN + 2 * AROUND), np.uint8)
    shown[:20, 5:35, 31:35] = 255  # a 1
    shown[20:, 5:35, 24:28] = shown[20:, 5:35, 38:42] = 255  # two of them
    known = short_lines.ShortLines(shown, np.repeat(np.array([1, NONE], np.uint8), 20))
    model = lone_digit()
    model.compile(optimizer=loop.optimizer(replace(PLAN, peak_rate=3e-3)), loss=lone_digit_loss())
    stream = short_lines.batches(known, known, 0.5, 32, 1, 0)
    for _ in range(250):
        model.train_on_batch(*next(stream))
    assert train_lone_digit._validate(model, known) == {"digits_wrong": 0.0, "others_wrong": 0.0}
