"""evaluate on a few lines: which thresholds it measures with."""

import json
import shutil
from pathlib import Path

import pytest

from tests.training.hands import few_hands
from training.measuring import evaluate as measuring

MODEL = Path(__file__).parents[2] / "models" / "reader"


@pytest.fixture
def model(tmp_path, monkeypatch):
    """The shipped reader, and few lines to measure it on."""
    monkeypatch.setattr(measuring.writers, "load_hands", lambda folder, held_back: few_hands())
    monkeypatch.setattr(measuring, "VALIDATION_LINES", 12)
    monkeypatch.setattr(measuring, "_measured", lambda folder, reader: {})
    for name in ("card.json", "reader.tflite", "inspector.tflite", "lone_digit.tflite"):
        shutil.copy(MODEL / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("keep", [True, False])
def test_the_thresholds_of_the_card_are_kept_where_that_is_wanted(model, keep):
    before = json.loads((model / "card.json").read_text()) | {"temperature": 1.37}
    (model / "card.json").write_text(json.dumps(before))
    measuring.evaluate(model, model, keep_thresholds=keep)
    after = json.loads((model / "card.json").read_text())
    assert after["figures"]["validation_lines"]["images"] == 12
    assert (after["thresholds"] == before["thresholds"]) == keep
    if keep:
        assert after["temperature"] == before["temperature"]
