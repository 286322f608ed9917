import json
from dataclasses import replace
from functools import partial

import keras
import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from tests.training.cut_off import cut_off_once_saved
from tests.training.hands import few_hands
from training.errors import AnotherPlan, BadPlan
from training.fitting import places, train_verifier
from training.fitting.export import export_verifier, to_tflite
from training.fitting.train_verifier import VerifierPlan
from training.networks.verifier import EXTENT_COUNTS, extent_loss, trust_loss, verifier
from webapp.reading.network import Locator
from webapp.reading.places.verify import CELL, COLS, ROWS, UNKNOWN
from webapp.settings import ROOT

PLAN = VerifierPlan(
    steps=4, batch=8, pages=4, field_pages=2, row_pages=2, worksheet_pages=2, neat_pages=2, warm_up=2, validate_every=2
)
READER, LOCATOR = ROOT / "models" / "reader", ROOT / "models" / "locator"

# TensorFlow's own start warns of things that are not ours to mend.
pytestmark = pytest.mark.filterwarnings("default")

SETUP = partial(places.load_setup, few_hands, READER, LOCATOR)


@pytest.fixture
def few_pages(monkeypatch):
    """Two pages a file, and few to validate on."""
    monkeypatch.setattr(places, "PAGES", 2)
    monkeypatch.setattr(train_verifier, "VALIDATION_PAGES", 2)
    # The pages are made in this process, where they are few.
    monkeypatch.setattr(places, "make_ahead", lambda load, make, tasks, _: (make(*load(), *task) for task in tasks))


def some_places(count=40):
    """The left half of a place is dark where it is right, and the number takes all of that, else all of the other."""
    rng = np.random.default_rng(0)
    right = rng.random(count) < 0.5
    patches = rng.normal(0, 10, (count, ROWS, COLS, 2))
    patches[right, :, : COLS // 2, 0] -= 90
    extents = np.zeros((count, (COLS + ROWS) // CELL), np.uint8)
    extents[right, :24], extents[~right, 24:48] = 255, 255
    yes = np.ones(count, bool)
    return places.Places(np.clip(patches, -127, 127).astype(np.int8), right, yes, rng.random(count) < 0.5, extents, yes)


def load_weights(checkpoint):
    """Of its convolutions."""
    model = keras.models.load_model(checkpoint, compile=False)
    return [np.asarray(layer.kernel) for layer in model.layers if hasattr(layer, "kernel")]


def train(run, plan=PLAN):
    return train_verifier.train_verifier(SETUP, SETUP, run, plan)


@pytest.mark.parametrize(
    "pages",
    [{"pages": 20}, {"pages": 70}, {"field_pages": 0}, {"row_pages": 20}, {"worksheet_pages": 20}, {"neat_pages": 20}],
)
def test_pages_that_fill_no_files_are_refused_before_anything_is_made(tmp_path, pages):
    with pytest.raises(BadPlan, match="multiples of 50"):
        train(tmp_path / "run", replace(VerifierPlan(), **pages))
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("few_pages")
def test_a_training_that_was_cut_off_goes_on(tmp_path, monkeypatch):
    with cut_off_once_saved(monkeypatch):
        train(tmp_path / "run")
    found = {file: file.stat().st_mtime_ns for file in (tmp_path / "run" / "places").iterdir()}
    assert len(found) == 7  # two of pages, one of each other kind and of held-back pages
    checkpoint = train(tmp_path / "run")
    # No page was looked at again.
    assert found == {file: file.stat().st_mtime_ns for file in (tmp_path / "run" / "places").iterdir()}
    log = [json.loads(row) for row in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [2, 4]
    folder = tmp_path / "locator"
    folder.mkdir()
    for name in ("locator.tflite", "witness.tflite", "card.json"):
        (folder / name).write_bytes((LOCATOR / name).read_bytes())
    export_verifier(checkpoint, tmp_path / "run", folder)
    assert json.loads((folder / "card.json").read_text())["verifier"]["plan"]["pages"] == PLAN.pages
    patch = some_places(1).patches[0].astype(np.float32) / 30
    assert 0 < Locator.load(folder).trust(patch) < 1
    # The same as the witness: what it trusts was written by hand, and the verifier stays.
    before = (folder / "verifier.tflite").read_bytes()
    export_verifier(checkpoint, tmp_path / "run", folder, as_witness=True)
    assert "train-verifier --as-witness" in json.loads((folder / "card.json").read_text())["witness"]["command"]
    assert (folder / "verifier.tflite").read_bytes() == before
    told = Locator.load(folder)
    assert told.handwriting(patch) == pytest.approx(told.trust(patch), abs=0.01)
    # Another training begins with what this one has learnt: with a rate of nothing it stays so.
    going_on = replace(PLAN, start_from=str(folder / "verifier.keras"), peak_rate=0.0)
    (tmp_path / "next").mkdir()
    (tmp_path / "run" / "places").rename(tmp_path / "next" / "places")
    begun, ended = (load_weights(file) for file in (checkpoint, train(tmp_path / "next", going_on)))
    assert all(np.array_equal(one, other) for one, other in zip(begun, ended, strict=True))
    # Or it keeps a share of that.
    plan = replace(going_on, peak_rate=1e-3, keep=0.75)
    (tmp_path / "last").mkdir()
    (tmp_path / "next" / "places").rename(tmp_path / "last" / "places")
    ended = train(tmp_path / "last", plan)
    before, after = load_weights(plan.start_from), load_weights(ended)
    export_verifier(ended, tmp_path / "last", folder)
    assert any(np.abs(new - old).max() > 1e-4 for old, new in zip(before, after, strict=True))
    for old, new, mixed in zip(before, after, load_weights(folder / "verifier.keras"), strict=True):
        np.testing.assert_allclose(mixed, 0.75 * old + 0.25 * new, atol=1e-6)
    assert json.loads((folder / "card.json").read_text())["verifier"]["command"].endswith("--keep 0.75")


def test_places_found_with_another_network_are_not_gone_on_with(tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps({"found_with": "abc"}))
    with pytest.raises(AnotherPlan, match="found_with abc instead of def"):
        train(tmp_path, VerifierPlan(found_with="def"))


def test_it_learns_what_tells_right_places():
    keras.utils.set_random_seed(1)
    model, known = verifier(), some_places()
    model.compile(keras.optimizers.AdamW(3e-3), [trust_loss, extent_loss], jit_compile=False)
    stream = places.batches(known, 16, seed=1, start=0)
    losses = np.array([model.train_on_batch(*next(stream)) for _ in range(25)])
    trust, extent = losses[:, 1], losses[:, 2]
    assert trust[-5:].mean() < 0.4 * trust[:5].mean()
    assert extent[-5:].mean() < 0.7 * extent[:5].mean()


def test_the_loss_is_the_cross_entropy_of_what_counts():
    truth = np.array([[1, 1], [0, 0.5], [1, 0]], np.float32)
    log_odds = np.array([[2.0], [-1.0], [-50.0]], np.float32)
    expected = (np.log1p(np.exp(-2.0)) + 0.5 * np.log1p(np.exp(-1.0))) / 1.5
    assert float(trust_loss(truth, log_odds)) == pytest.approx(expected, rel=1e-5)


def test_the_loss_of_extents_is_the_cross_entropy_of_the_shares_that_are_known():
    truth = np.array([[1, 0.25, 1], [1, 1, 0]], np.float32)
    log_odds = np.array([[2.0, -1.0], [-50.0, -50.0]], np.float32)
    odds = 1 / (1 + np.exp(1.0))
    of_cells = np.log1p(np.exp(-2.0)), -0.25 * np.log(odds) - 0.75 * np.log(1 - odds)
    assert float(extent_loss(truth, log_odds)) == pytest.approx(EXTENT_COUNTS * np.mean(of_cells), rel=1e-4)
    assert float(extent_loss(truth * np.float32([1, 1, 0]), log_odds)) == 0


def test_batches_go_on_where_they_were_cut_off():
    whole = places.batches(some_places(), 4, seed=1, start=0)
    cut = places.batches(some_places(), 4, seed=1, start=2)
    third = [next(whole) for _ in range(3)][2]
    patches, truth = next(cut)
    for one, other in zip([third[0], *third[1]], [patches, *truth], strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_app_trusts_as_the_network_does():
    keras.utils.set_random_seed(3)
    model = verifier()
    patch = some_places(1).patches[0].astype(np.float32) / 30
    trust, extent = (1 / (1 + np.exp(-np.asarray(output)[0])) for output in model(patch[np.newaxis]))
    found = Interpreter(model_path=str(LOCATOR / "locator.tflite"))
    served = Locator(found, found, 0.5, Interpreter(model_content=to_tflite(model)))
    verdict = served.verify(patch)
    assert served.trust(patch) == verdict.trust == pytest.approx(trust[0], abs=0.05)
    np.testing.assert_allclose(verdict.columns, extent[: COLS // CELL], atol=0.05)
    np.testing.assert_allclose(verdict.rows, extent[COLS // CELL :], atol=0.05)
    assert Locator(found, found, 0.5).verify(patch) is None
    assert Locator(found, found, 0.5).trust(patch) == UNKNOWN
    assert Locator(found, found, 0.5).handwriting(patch) == 1.0
