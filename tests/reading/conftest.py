"""What the tests of how numbers are found share."""

import pytest

from webapp.reading import locate
from webapp.reading.finding import look
from webapp.reading.finding.skew import skew


@pytest.fixture
def bars_as_they_are(monkeypatch):
    """Drawn bars stand for numbers (pages.draw_bars): what the light does to strokes is no matter then."""
    monkeypatch.setattr(look, "page_input", lambda grey: grey)
    monkeypatch.setattr(locate, "skew", lambda bars: skew((255.0 - bars) / 64))
