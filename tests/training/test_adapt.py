"""From a labelled folder of a writer whom the shipped reader misreads to a reader that serves, or to a refusal."""

import json

import pytest

from benchmarks.adapt import save_labelled, write_numbers
from tests.training.hands import few_hands
from training.errors import BadData, NotBetter
from training.fitting import adapt as adapt_module
from training.fitting.adapt import WAY, AdaptPlan, HeldBack, adapt, walk
from training.networks.reader import line_reader
from webapp.reading.network import Reader
from webapp.settings import ROOT

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")

BASE = ROOT / "models" / "reader"
PLAN = AdaptPlan(steps=160, lines=16, own=8, peak_rate=6e-4, hold=300, warm_up=2, ordinary_lines=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corrections")
    save_labelled(write_numbers(240, seed=1), folder)
    return folder


def test_a_writer_is_read_better_and_the_card_tells_how(folder, tmp_path):
    out = tmp_path / "adapted"
    wrong = adapt(folder, BASE, out, few_hands, few_hands, PLAN)
    assert wrong["writer"]["after"] < wrong["writer"]["before"]
    assert wrong["everyone_else"]["after"] <= wrong["everyone_else"]["before"] + 0.001

    card, base = (json.loads((path / "card.json").read_text()) for path in (out, BASE))
    assert card["adapted_from"]["version"] == base["version"]
    adaptation = card["adapted_from"]["adaptation"]
    assert adaptation["wrong"] == wrong
    assert adaptation["folder"]["trained_on"] + adaptation["folder"]["held_back"] == 240
    # Kept, and said so; the base's figures are not this reader's.
    assert (card["temperature"], card["thresholds"]) == (base["temperature"], base["thresholds"])
    assert "python -m training evaluate" in adaptation["thresholds"]
    assert "figures" not in card and "risk_coverage" not in card
    assert Reader.load(out).version == card["version"]


def test_a_reader_that_became_worse_is_refused_and_nothing_is_written(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(adapt_module, "fine_tune", lambda *_: line_reader())  # it has forgotten everything
    out = tmp_path / "adapted"
    with pytest.raises(NotBetter, match=r"Before, the reader read .* Nothing was written"):
        adapt(folder, BASE, out, few_hands, few_hands, PLAN)
    assert not out.exists()


def test_a_writer_who_is_read_well_needs_no_adapting(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(adapt_module, "share_wrong", lambda reader, lines: 0.0)
    with pytest.raises(NotBetter, match="reads all held-back numbers"):
        adapt(folder, BASE, tmp_path / "adapted", few_hands, few_hands, PLAN)
    assert not (tmp_path / "adapted").exists()


@pytest.mark.parametrize(("base", "out"), [("elsewhere", "adapted"), ("reader", "reader")])
def test_a_base_that_is_none_or_would_be_overwritten_is_refused(folder, tmp_path, base, out):
    with pytest.raises(BadData, match="Give (the|another) folder"):
        adapt(folder, tmp_path / base, tmp_path / out, few_hands, few_hands, PLAN)


@pytest.mark.parametrize(
    ("own", "ordinary", "expected"),
    [
        ([4, 3, 3, 2, 2, 2, 1, 1, 0], [5, 5, 5, 5, 5, 6, 5, 6, 6], [0.8, 0.5, 0.6, 0.3, 0.4]),
        ([4, 3, 2, 2, 2, 2, 2, 2, 2], [5, 5, 5, 5, 5, 6, 4, 6, 5], [0.8, 0.4, 0.5, 0.6, 1.0, 0.3]),
        ([4, 4, 4, 4, 4, 4, 5, 5, 6], [5, 4, 3, 3, 3, 3, 2, 2, 1], []),
        ([4, 0, 0, 0, 0, 0, 0, 0, 0], [5, 6, 6, 6, 6, 6, 6, 6, 6], []),
        ([4, 3, 4, 4, 4, 4, 4, 4, 4], [5, 5.005, 5, 5, 5, 5, 5, 5, 5], [0.3]),
    ],
)
def test_the_points_of_the_way_that_are_better_for_the_writer_and_bearable_for_others(
    monkeypatch, own, ordinary, expected
):
    class Shares:
        """Stands for the networks along the way: each is its place."""

        def at(self, share):
            return (0.0, *WAY).index(share)

    monkeypatch.setattr(adapt_module, "share_wrong_at_sight", lambda place, wrong: wrong[place] / 10)
    assert walk(Shares(), HeldBack(own, ordinary)) == expected


@pytest.mark.parametrize(
    ("after", "held"), [((0.1, 0.1009), True), ((0.1, 0.102), False), ((0.5, 0.05), False), ((0.4, 0.1), True)]
)
def test_what_the_app_would_read_decides(monkeypatch, after, held):
    """Eight bits read a line here and there otherwise than the network that was walked to."""
    monkeypatch.setattr(adapt_module, "to_tflite", lambda model: b"network")
    monkeypatch.setattr(adapt_module, "_reader_of", lambda network, card: "reader")
    monkeypatch.setattr(adapt_module, "share_wrong", lambda reader, lines: lines)
    way, before = type("", (), {"at": lambda self, share: share})(), adapt_module.Wrong(0.5, 0.1)
    if held:
        found = adapt_module._first_that_holds(way, [0.5], {}, before, HeldBack(*after))
        assert found == (0.5, b"network", after)
    else:
        with pytest.raises(NotBetter, match="10.00% of everyone else's"):
            adapt_module._first_that_holds(way, [0.5], {}, before, HeldBack(*after))
