"""The report: one file that needs nothing else, from a run or from a card, and pictures beside the card."""

import base64
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import keras
import numpy as np
import pytest

from tests.training.hands import digit_set
from training.errors import UserError
from training.experiments import report, scores
from training.experiments.mnist import Mnist

# TensorFlow's own code warns of NumPy's future; only ours is held to the suite's strictness.
pytestmark = pytest.mark.filterwarnings("default")

DRAWN = digit_set(copies=4)
CARD = {
    "name": "line-reader",
    "version": "1.2.3",
    "training": {
        "command": "python -m training train --steps 7",
        "plan": {"steps": 7},
        "log": [{"step": 5, "loss": 0.5}],
    },
    "data": {"mnist.npz": "a1b2"},
    "figures": {"mnist_test": {"images": 10_000, "exact": 0.9876}},
    "risk_coverage": {"cheque_amounts": [0.01 * tenth for tenth in range(1, 11)]},
    "reliability": {"cheque_amounts": [{"confidence": 0.9, "accuracy": 0.8, "count": 50}]},
}


class Pictures(HTMLParser):
    """What the page shows: every img's alt by its data, and all text."""

    def __init__(self, page):
        super().__init__()
        self.pictures, self.text = {}, ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        assert not {"href"} & values.keys(), "the file stands alone"
        if tag == "img":
            kind, _, data = values["src"].partition(";base64,")
            self.pictures[values["alt"]] = kind, base64.b64decode(data)

    def handle_data(self, data):
        self.text += f" {' '.join(data.split())}"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A saved experiment: a real network, untrained, with its own answers for drawn digits."""
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    folder.mkdir()
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax", name="ten_digits")]
    model = keras.Sequential([keras.Input((28, 28, 1)), *layers])
    model.save(folder / "model.keras")
    probabilities = model.predict(DRAWN.images[..., np.newaxis] / 255.0, verbose=0)
    history = [{"epoch": e, "loss": 1 / e, "accuracy": 0.5, "val_loss": 1 / e, "val_accuracy": 0.5} for e in (1, 2)]
    card = {
        "name": "tiny", "title": "Tiny & dense", "kind": "keras", "seed": 3, "parameters": 7850, "history": history,
        "figures": scores.figures(DRAWN.labels, probabilities), "data": {"mnist.npz": "c3d4"}, "reported": None,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(card))
    np.save(folder / "test_probabilities.npy", probabilities)
    return folder


@pytest.fixture
def mnist(monkeypatch):
    monkeypatch.setattr(report, "load_mnist", lambda folder: Mnist(DRAWN, DRAWN, DRAWN))


@pytest.fixture
def reader_folder(tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(CARD))
    return tmp_path


def test_a_run_is_told_whole_in_one_file(run, mnist, tmp_path):
    out = report.write_report(run, tmp_path, tmp_path / "deep" / "tiny.html")
    page = Pictures(out.read_text())
    assert list(page.pictures) == [
        "loss and shares over the training", "confusion matrix", "most confused pairs", "first predictions",
        "hardest digits", "reliability", "risk and coverage", "training digits", "class balance", "before and after",
    ]  # fmt: skip
    for kind, data in page.pictures.values():
        if kind == "data:image/png":
            assert data.startswith(b"\x89PNG")
        else:
            assert kind == "data:image/svg+xml" and ET.fromstring(data).tag.endswith("svg")
    assert "Tiny & dense" in page.text and "c3d4" in page.text and "ten_digits" in page.text
    assert "7,850" in page.text, "the summary's parameters"
    figures = json.loads((run / "run.json").read_text())["figures"]
    assert f"{figures['per_class'][3]['recall']:.4f}" in page.text and f"{figures['log_loss']:.4f}" in page.text


def test_a_card_is_told_with_its_pictures_beside_it(reader_folder):
    out = report.write_report(reader_folder, reader_folder)
    assert out == reader_folder / "report.html", "where no other place is given"
    page = Pictures(out.read_text())
    assert "line-reader 1.2.3" in page.text and "0.9876" in page.text and "--steps 7" in page.text
    assert {"risk and coverage", "reliability", "loss and shares over the training"} <= page.pictures.keys()
    for name in ("risk_coverage", "reliability"):
        picture = (reader_folder / f"{name}.svg").read_bytes()
        assert len(picture) < 40_000
        assert picture in [data for _, data in page.pictures.values()]


def test_the_pictures_are_the_same_each_time():
    first, second = (report.plots.to_svg(report.card_figures(CARD)["reliability"]) for _ in range(2))
    assert first == second


def test_a_card_from_before_reliability_was_kept_gives_the_other_picture():
    old = {key: value for key, value in CARD.items() if key not in ("reliability", "figures")}
    assert list(report.card_figures(old)) == ["risk_coverage"]


def test_what_a_card_says_is_text_and_no_markup():
    page = report._render("<b>reader", [report.Section("<i>", rows=[["<u>"], ["<s>"]], text="<q>")])
    assert not re.search("<[biusq]>", page) and "&lt;q&gt;" in page


def test_a_folder_without_a_run_is_refused_in_words(tmp_path):
    with pytest.raises(UserError, match="neither run.json nor card.json"):
        report.write_report(tmp_path, tmp_path)


def test_every_step_is_shown_before_and_after(monkeypatch):
    shown = []
    original = report.plots.before_and_after
    monkeypatch.setattr(report.plots, "before_and_after", lambda steps: shown.extend(steps) or original(steps))
    section = report.preprocessing()
    names = [step.name for step in report.steps.STEPS]
    assert [name for name, *_ in shown] == [*names, "the app's own way"]
    assert [row[0] for row in section.rows[1:]] == names
    assert not any(np.array_equal(before, after) for name, before, after in shown if before.shape == after.shape)
    assert re.match(r"data:image/png;base64,", section.pictures[0][1])


def test_a_digit_at_which_nothing_was_read_is_not_right_by_chance():
    probabilities = np.vstack([np.full(10, 0.1), np.eye(10)[3]])
    assert [answer.right for answer in report._answers(probabilities, np.array([0, 3]))] == [False, True]
