"""What all tests may ask for: the reader as it is shipped."""

from pathlib import Path

import pytest

from webapp.reading.network import Reader


@pytest.fixture(scope="session")
def reader():
    return Reader.load(Path(__file__).parents[1] / "models" / "reader")
