import numpy as np
import pytest

from tests.reading.test_cut import marked, rectangle
from webapp.reading.place import AGREED, PAPER_AROUND, Place
from webapp.reading.refine import LOOKS, _span, around, refine, shares
from webapp.reading.verify import CELL, COLS, ROWS, Verdict, scale_of

NONE = Verdict(0.5, np.zeros(COLS // CELL, np.float32), np.zeros(ROWS // CELL, np.float32))
SHEET = np.full((400, 900), 200, np.uint8)


class Seeing:
    """Says where a number of known corners is, from wherever it is looked at; asked with patches, it is told where."""

    def __init__(self, monkeypatch, *numbers):
        self.numbers, self.asked = numbers, []
        monkeypatch.setattr("webapp.reading.refine.patch", lambda grey, corners: corners)

    def __call__(self, corners):
        self.asked.append(corners)
        away = [np.linalg.norm(number.mean(axis=0) - corners.mean(axis=0)) for number in self.numbers]
        number = self.numbers[int(np.argmin(away))]
        low, high = ((number[end] - corners.mean(axis=0)) * scale_of(corners) for end in (0, 2))
        columns = shares(low[0] + COLS / 2, high[0] + COLS / 2, COLS)
        return Verdict(0.9, columns, shares(low[1] + ROWS / 2, high[1] + ROWS / 2, ROWS))


def with_paper(corners):
    paper = PAPER_AROUND * (corners[3, 1] - corners[0, 1])
    return corners + paper * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)


NUMBER = rectangle((300, 200), 120, 40, 0)


@pytest.mark.parametrize("found", [(320, 200, 100, 50), (290, 195, 180, 70), (350, 200, 60, 40)])
def test_a_place_comes_to_hold_the_whole_number_and_nothing_else(monkeypatch, found):
    x, y, width, height = found
    seeing = Seeing(monkeypatch, NUMBER)
    (place,) = refine(SHEET, [Place(rectangle((x, y), width, height, 0), 0.8)], seeing)
    np.testing.assert_allclose(place.corners, with_paper(NUMBER), atol=1.0)
    assert place.score == 0.8 and len(seeing.asked) <= LOOKS


def test_what_fits_is_left_as_it_is_and_looked_at_once(monkeypatch):
    seeing = Seeing(monkeypatch, NUMBER)
    place = Place(with_paper(NUMBER), 0.8)
    (left,) = refine(SHEET, [place], seeing)
    assert left.corners is place.corners and len(seeing.asked) == 1


def test_two_parts_of_one_number_become_one_place_and_neighbours_stay_two(monkeypatch):
    seeing = Seeing(monkeypatch, NUMBER)
    parts = [Place(rectangle((270, 200), 50, 40, 0), 0.7), Place(rectangle((340, 200), 50, 40, 0), 0.8)]
    (one,) = refine(SHEET, parts, seeing)
    assert one.score == 0.8
    both = Seeing(monkeypatch, NUMBER, rectangle((440, 200), 80, 40, 0))
    two = refine(SHEET, [Place(NUMBER, 0.7), Place(rectangle((440, 200), 60, 40, 0), 0.8)], both)
    assert [place.score for place in two] == [0.7, 0.8]  # in their order


def test_of_equal_places_as_likely_the_first_stays():
    place = Place(with_paper(NUMBER), 0.8)
    assert refine(SHEET, [place, place], lambda patch: None) == [place]


def test_places_on_which_ink_and_network_agree_are_not_looked_at(monkeypatch):
    seeing = Seeing(monkeypatch, NUMBER)
    place = Place(rectangle((320, 200), 100, 50, 0), AGREED)
    assert refine(SHEET, [place], seeing) == [place] and not seeing.asked


@pytest.mark.parametrize("verdict", [None, NONE])
def test_where_nothing_is_said_the_place_stays(verdict):
    corners = rectangle((320, 200), 100, 50, 10)
    (place,) = refine(marked((400, 900), corners), [Place(corners, 0.8)], lambda patch: verdict)
    np.testing.assert_array_equal(place.corners, corners)


@pytest.mark.parametrize("angle", [0, 8, 90, 180])
def test_a_place_that_leans_grows_along_its_line(angle):
    corners = rectangle((320, 200), 100, 40, angle)
    scale = scale_of(corners)
    columns = shares(COLS / 2 - 50 * scale, COLS / 2 + 90 * scale, COLS)  # 40 pixels longer at its end
    rows = shares(ROWS / 2 - 20 * scale, ROWS / 2 + 20 * scale, ROWS)
    along = (corners[1] - corners[0]) / 100
    found = around(corners, Verdict(1.0, columns, rows))
    middle = (corners[1] + corners[2]) / 2 + (40 + PAPER_AROUND * 40) * along
    np.testing.assert_allclose((found[1] + found[2]) / 2, middle, atol=0.1)
    assert np.linalg.norm(found[3] - found[0]) == pytest.approx(40 * (1 + 2 * PAPER_AROUND), abs=0.1)


@pytest.mark.parametrize(("low", "high"), [(10, 100), (11, 99.5), (3.2, 40.9), (0, 192), (60, 68)])
def test_a_span_is_found_again_from_its_shares(low, high):
    assert _span(shares(low, high, COLS), COLS) == pytest.approx((low, high), abs=1e-4)


def test_of_two_spans_the_longer_one_is_the_numbers():
    both = shares(8, 20, COLS) + shares(60, 120, COLS)
    assert _span(both, COLS) == pytest.approx((60, 120))
    assert _span(np.zeros(COLS // CELL), COLS) is None
