import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from webapp.reading.card import read_card
from webapp.reading.errors import ReaderMismatch
from webapp.reading.line.windows import COLS, NONE, ROWS
from webapp.reading.line.windows import VERSION as WINDOW_VERSION
from webapp.reading.network import Locator, Reader
from webapp.reading.normalise import LINE_HEIGHT, VERSION
from webapp.reading.places.verify import UNKNOWN
from webapp.reading.places.verify import VERSION as PATCH_VERSION
from webapp.reading.strings.calibrate import Calibration

SHIPPED = Path(__file__).parents[2] / "models" / "reader"


FILES = "card.json", "reader.tflite", "inspector.tflite", "lone_digit.tflite"


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped reader, to be broken."""
    for name in FILES:
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


def change_card(folder, **changes):
    card = json.loads((folder / "card.json").read_text())
    (folder / "card.json").write_text(json.dumps({**card, **changes}))


def lines(*widths):
    random = np.random.default_rng(0)
    return [random.random((LINE_HEIGHT, width), np.float32) for width in widths]


@pytest.mark.parametrize("width", [1, 17, 32, 33, 160, 2016])
def test_scores_every_class_at_every_fourth_column(reader, width):
    (line,) = lines(width)
    scores = reader.scores(np.stack([line, 1 - line]))
    assert scores.shape == (2, -(-width // 4), 1 + len(reader.card.alphabet))
    assert np.isfinite(scores).all()


def test_the_width_before_does_not_matter(reader):
    short, long = lines(64, 320)
    alone = reader.scores(short[None])
    reader.scores(long[None])
    np.testing.assert_array_equal(reader.scores(short[None]), alone)


def test_every_view_is_scored_as_if_it_were_alone(reader):
    views = np.stack(lines(96, 96, 96))
    together = reader.scores(views)
    alone = np.concatenate([reader.scores(view[None]) for view in views])
    assert np.abs(alone[0] - alone[1]).max() > 0.1
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_threads_do_not_mix_their_lines(reader):
    many = [line[None] for line in lines(*([64, 160, 96, 320] * 12))]
    alone = [reader.scores(line) for line in many]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(reader.scores, many))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_preprocessing_is_refused_and_says_how_to_retrain(folder):
    change_card(folder, preprocessing=VERSION + 1)
    with pytest.raises(ReaderMismatch, match=rf"version {VERSION + 1}.*version {VERSION}.*python -m training"):
        Reader.load(folder)


def test_an_inspector_of_another_version_is_refused_and_says_how_to_retrain(folder):
    change_card(folder, inspector={"windows": WINDOW_VERSION + 1})
    with pytest.raises(ReaderMismatch, match=rf"inspector.*version {WINDOW_VERSION + 1}.*train-inspector"):
        Reader.load(folder)


def test_a_second_opinion_of_another_version_is_refused_and_says_how_to_retrain(folder):
    change_card(folder, lone_digit={"windows": WINDOW_VERSION + 1})
    with pytest.raises(ReaderMismatch, match=rf"second opinion.*version {WINDOW_VERSION + 1}.*train-lone-digit"):
        Reader.load(folder)


@pytest.mark.parametrize("name", ["inspector", "lone_digit"])
def test_a_reader_that_lacks_one_serves(folder, name):
    card = json.loads((folder / "card.json").read_text())
    del card[name]
    (folder / "card.json").write_text(json.dumps(card))
    (folder / f"{name}.tflite").unlink()
    reader = Reader.load(folder)
    assert (reader.inspects, reader.seconds) == (name != "inspector", name != "lone_digit")


def test_windows_are_inspected_alike_alone_and_together(reader):
    windows = np.random.default_rng(3).random((7, ROWS, COLS, 1), np.float32)
    together = reader.inspect(windows)
    assert together.shape == (7, 10)
    assert (together >= 0).all() and (together.sum(axis=1) <= 1).all()
    for window, shares in zip(windows, together, strict=True):
        np.testing.assert_allclose(reader.inspect(window[np.newaxis])[0], shares, atol=1e-5)


def test_a_second_opinion_is_shares_of_ten_digits_and_nothing_else(reader):
    windows = np.random.default_rng(4).random((2, ROWS, COLS, 1), np.float32)
    shares = reader.second_opinion(windows)
    assert shares.shape == (2, NONE + 1)
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert (shares >= 0).all()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(ReaderMismatch, match=f"{name} is missing"):
        Reader.load(folder)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".tflite")])
def test_a_damaged_file_is_named(folder, name):
    (folder / name).write_bytes(b"no network")
    with pytest.raises(ReaderMismatch, match=f"{name} cannot be read.*python -m training"):
        Reader.load(folder)


def test_a_locator_that_is_missing_is_named_and_how_to_train_one(locator_folder):
    change_card(locator_folder, verifier=None)
    (locator_folder / "locator.tflite").unlink()
    with pytest.raises(ReaderMismatch, match="locator.tflite is missing.*train-locator"):
        Locator.load(locator_folder)


@pytest.mark.parametrize(
    "change",
    [{"alphabet": None}, {"temperature": "warm"}, {"thresholds": {"number": "a", "digit": 0.9}}, {"calibration": [1]}],
)
def test_a_card_with_something_else_in_it_is_refused(folder, change):
    change_card(folder, **change)
    with pytest.raises(ReaderMismatch, match="cannot be read"):
        Reader.load(folder)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"name": "x"}'])
def test_a_broken_card_is_refused(folder, content):
    (folder / "card.json").write_text(content)
    with pytest.raises(ReaderMismatch, match="cannot be read"):
        Reader.load(folder)


def test_the_card_gives_the_thresholds(folder):
    change_card(folder, thresholds={"number": 0.75, "digit": 0.5}, temperature=1.5)
    card = read_card(folder, VERSION, WINDOW_VERSION)
    assert (card.sure_number, card.sure_digit, card.temperature) == (0.75, 0.5, 1.5)
    assert card.sure_alone == 0.75  # older cards have none of their own


def test_the_card_gives_the_calibration_or_none(folder):
    change_card(folder, calibration={"first_look": [0.7, 0.4], "all_views": [0.9, 0.5]})
    card = read_card(folder, VERSION, WINDOW_VERSION)
    assert (card.first_look, card.all_views) == (Calibration(0.7, 0.4), Calibration(0.9, 0.5))
    change_card(folder, calibration={})
    assert read_card(folder, VERSION, WINDOW_VERSION).all_views(0.42) == pytest.approx(0.42)


@pytest.fixture
def locator_folder(tmp_path):
    """A copy of the shipped locator, to be broken."""
    for name in ("card.json", "locator.tflite"):
        shutil.copy(SHIPPED.parent / "locator" / name, tmp_path)
    return tmp_path


def test_a_verifier_of_another_version_is_refused_and_says_how_to_retrain(locator_folder):
    change_card(locator_folder, verifier={"patch": PATCH_VERSION + 1})
    with pytest.raises(ReaderMismatch, match=rf"verifier.*version {PATCH_VERSION + 1}.*train-verifier"):
        Locator.load(locator_folder)


def test_a_verifier_that_is_missing_is_named(locator_folder):
    change_card(locator_folder, verifier={"patch": PATCH_VERSION})
    with pytest.raises(ReaderMismatch, match="verifier.tflite is missing"):
        Locator.load(locator_folder)


def test_without_a_verifier_no_place_is_trusted_or_left_out(locator_folder):
    change_card(locator_folder, verifier=None)
    assert Locator.load(locator_folder).trust(np.zeros((48, 192, 2), np.float32)) == UNKNOWN


class Watched:
    """An interpreter of the shipped reader that tells for which widths it planned its memory, and has none for some."""

    def __init__(self, planned, too_wide=()):
        self._interpreter = Interpreter(str(SHIPPED / "reader.tflite"), num_threads=1)
        self._planned, self._too_wide = planned, too_wide

    def __getattr__(self, name):
        return getattr(self._interpreter, name)

    def resize_tensor_input(self, place, shape):
        if shape[2] in self._too_wide:
            raise RuntimeError("no memory")
        self._planned.append(shape[2])
        self._interpreter.resize_tensor_input(place, shape)


def test_memory_is_planned_anew_only_for_a_shape_that_is_not_one_of_the_last(reader):
    planned = []
    watched = Reader(reader.card, Watched(planned), Watched(planned))
    narrow, middle, wide = (line[np.newaxis] for line in lines(32, 64, 96))
    for line in (narrow, middle, narrow, middle, wide, middle, narrow):
        np.testing.assert_array_equal(watched.scores(line), reader.scores(line))
    assert planned == [32, 64, 96, 32]


def test_an_interpreter_whose_memory_could_not_be_planned_serves_again(reader):
    watched = Reader(reader.card, Watched([], too_wide=(64,)))
    narrow, wide = (line[np.newaxis] for line in lines(32, 64))
    watched.scores(narrow)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no memory"):
            watched.scores(wide)
    np.testing.assert_array_equal(watched.scores(narrow), reader.scores(narrow))
