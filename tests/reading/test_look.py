import numpy as np
import pytest

from tests.reading.pages import PerfectMaps, draw_bars, found_once
from webapp.reading.finding import look
from webapp.reading.finding.look import page_input
from webapp.reading.locate import find_numbers
from webapp.reading.places.place import CLEAR, FAINT, HINT

pytestmark = pytest.mark.usefixtures("bars_as_they_are")


class Faint(PerfectMaps):
    """Sees no more of a number than so much probability."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def __call__(self, page):
        cores, text = super().__call__(page)
        return np.minimum(cores, np.log(self.probability / (1 - self.probability))), text


@pytest.mark.parametrize("probability", [0.68, 0.54])
def test_a_number_that_shows_faintly_may_be_one(probability):
    places = found_once(draw_bars((100, 100, 200, 40), (100, 300, 200, 40)), Faint(probability))
    assert len(places) == 2
    for place in places:
        assert FAINT <= place.score <= probability and (place.score >= CLEAR) == (probability >= CLEAR)


@pytest.mark.parametrize(("probability", "found"), [(0.45, 2), (0.1, 2), (0.04, 0)])
def test_of_a_number_that_hardly_shows_there_is_a_hint(probability, found):
    places = find_numbers(draw_bars((100, 100, 200, 40), (100, 300, 200, 40)), Faint(probability))
    assert [place.score for place in places] == [HINT] * found
    if found:
        assert [tuple(place.corners.mean(axis=0)) for place in places] == [
            pytest.approx((200, y), abs=8) for y in (120, 320)
        ]


def test_of_many_hints_the_strongest_are_looked_at(monkeypatch):
    monkeypatch.setattr(look, "MOST_HINTS", 2)

    class Rising(PerfectMaps):
        """Shows more the lower it stands."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            most = np.linspace(-2.2, -0.5, len(cores), dtype=np.float32)[:, np.newaxis]
            return np.minimum(cores, most), text

    places = find_numbers(draw_bars(*((100, 60 + 130 * i, 200, 40) for i in range(4))), Rising())
    assert [place.corners.mean(axis=0)[1] for place in places] == [pytest.approx(y, abs=8) for y in (340, 470)]


def test_what_is_seen_is_no_hint_as_well_and_comes_first():
    class FaintAbove(PerfectMaps):
        """The upper half of the page hardly shows."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            cores[: len(cores) // 2] = np.minimum(cores[: len(cores) // 2], -2.0)
            return cores, text

    sheet = draw_bars((100, 100, 200, 40), (100, 400, 200, 40))
    *seen, last = [place.score for place in find_numbers(sheet, FaintAbove())]
    assert min(seen) > CLEAR and last == HINT


def test_the_network_sees_strokes_against_the_light_around_them():
    light = np.linspace(90, 250, 800)[np.newaxis].repeat(400, axis=0)
    light[200:210, ::100] *= 0.5
    page = page_input(light.astype(np.uint8))
    assert page.dtype == np.float32
    assert abs(page[100]).max() < 1.0
    assert page[205, 100] < -2.0
    assert page[205, 700] < -2.0
