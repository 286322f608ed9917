"""Training without any data but its own, whatever the machine has."""

import pytest

from training.writing import marks


@pytest.fixture(autouse=True)
def no_data(monkeypatch, tmp_path_factory):
    """Digit sets and fonts of whoever runs the tests would change what is drawn."""
    empty = tmp_path_factory.getbasetemp() / "no data"
    empty.mkdir(exist_ok=True)
    monkeypatch.setenv("DIGITS_DATA", str(empty))
    monkeypatch.setenv("DIGITS_FONTS", str(empty))
    marks.symbol_images.cache_clear()
