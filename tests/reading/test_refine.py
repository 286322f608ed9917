import numpy as np
import pytest

from tests.reading.test_cut import rectangle
from webapp.reading.places.place import PAPER_AROUND, Found
from webapp.reading.places.refine import (
    AWAY,
    LOOKS,
    PREFERRED,
    _span,
    around,
    beside,
    fitting,
    is_double,
    left_over,
    shares,
    without_doubles,
)
from webapp.reading.places.verify import CELL, COLS, ROWS, Verdict, scale_of

NONE = Verdict(0.5, np.zeros(COLS // CELL, np.float32), np.zeros(ROWS // CELL, np.float32))
NUMBER = rectangle((300, 200), 120, 40, 0)


class Seeing:
    """Says where a number of known corners is, from wherever it is looked at, and trusts each look more."""

    def __init__(self, number):
        self.number, self.asked = number, 0

    def __call__(self, corners):
        self.asked += 1
        low, high = ((self.number[end] - corners.mean(axis=0)) * scale_of(corners) for end in (0, 2))
        columns = shares(low[0] + COLS / 2, high[0] + COLS / 2, COLS)
        return Verdict(self.asked / 10, columns, shares(low[1] + ROWS / 2, high[1] + ROWS / 2, ROWS))


def fit(place, judge, others=()):
    return fitting(np.array([*others, place], np.float32), len(others), judge)


def with_paper(corners):
    paper = PAPER_AROUND * (corners[3, 1] - corners[0, 1])
    return corners + paper * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)


@pytest.mark.parametrize("found", [(320, 200, 100, 50), (290, 195, 150, 70), (350, 200, 60, 40)])
def test_a_place_comes_to_hold_the_whole_number_and_nothing_else(found):
    x, y, width, height = found
    place = rectangle((x, y), width, height, 0)
    (first, trust), *_, (last, last_trust) = fitted = fit(place, Seeing(NUMBER))
    np.testing.assert_array_equal(first, place)
    assert trust == pytest.approx(PREFERRED * 0.1)
    np.testing.assert_allclose(last, with_paper(NUMBER), atol=1.0)
    assert 2 <= len(fitted) <= LOOKS + 1 and last_trust == len(fitted) / 10


def test_what_fits_is_left_as_it_is_and_looked_at_once():
    seeing, place = Seeing(NUMBER), with_paper(NUMBER)
    ((left, _),) = fit(place, seeing)
    np.testing.assert_array_equal(left, place)
    assert seeing.asked == 1


def test_no_place_grows_over_another_one():
    beside, part = rectangle((345, 200), 30, 40, 0), rectangle((270, 200), 50, 40, 0)
    grown = [len(fit(part, Seeing(NUMBER), others)) for others in ([], [beside])]
    assert grown[0] > 1 and grown[1] == 1
    # What lay over it before may go on to.
    wide = rectangle((310, 200), 110, 40, 0)
    assert len(fit(wide, Seeing(NUMBER), [beside])) > 1


def test_no_place_becomes_a_part_of_itself():
    digit = rectangle((250, 200), 30, 40, 0)
    whole = rectangle((300, 200), 136, 56, 0)
    assert len(fit(whole, Seeing(digit))) == 1
    narrower = rectangle((295, 200), 100, 40, 0)
    assert len(fit(whole, Seeing(narrower))) > 1


def test_where_nothing_is_seen_the_place_stays():
    corners = rectangle((320, 200), 100, 50, 10)
    ((left, trust),) = fit(corners, lambda place: NONE)
    np.testing.assert_array_equal(left, corners)
    assert trust == pytest.approx(PREFERRED * NONE.trust)
    assert fit(corners, lambda place: None) == []


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


def test_of_places_that_are_one_numbers_the_likeliest_stays():
    part, whole, beside = NUMBER, rectangle((310, 200), 150, 44, 0), rectangle((470, 200), 80, 40, 0)
    found = [(0.3, Found(part, 0.9, "part")), (0.8, Found(whole, 0.7, "whole")), (0.5, Found(beside, 0.7, "beside"))]
    assert [name for *_, name in without_doubles(found)] == ["whole", "beside"]
    # As likely as the other, the first one stays.
    assert [name for *_, name in without_doubles([(0.5, one) for _, one in found])] == ["part", "beside"]


def test_a_power_beside_its_base_is_no_double_of_it():
    """It stands in the paper that was left around the base."""
    base, power = rectangle((300, 200), 60, 50, 0), rectangle((338, 178), 14, 20, 0)
    found = [(0.9, Found(with_paper(base), 0.9, "base")), (0.95, Found(with_paper(power), 0.9, "power"))]
    assert [name for *_, name in without_doubles(found)] == ["base", "power"]


def test_no_places_are_no_numbers():
    assert without_doubles([]) == []


def test_a_place_is_a_double_of_one_that_covers_it_or_that_it_covers():
    number, half = rectangle((200, 100), 120, 40, 0), rectangle((170, 100), 60, 40, 0)
    beside = rectangle((340, 100), 120, 40, 0)
    assert is_double(half, np.array([beside, number])) and is_double(number, np.array([half]))
    assert not is_double(number, np.array([beside]))
    assert not is_double(number, np.zeros((0, 4, 2), np.float32))


@pytest.mark.parametrize("angle", [0, 20, 180])
def test_what_a_place_has_beside_the_numbers_in_it(angle):
    place = rectangle((300, 200), 200, 40, angle)
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])

    def at(x, width):
        return rectangle(np.array([300, 200]) + (x - 100) * along, width, 30, angle)

    (left,) = left_over(place, np.array([at(150, 100)]))
    np.testing.assert_allclose(left, rectangle(np.array([300, 200]) - 52 * along, 96, 40, angle), atol=0.01)
    between, last = left_over(place, np.array([at(120, 30), at(20, 40)]))
    assert np.linalg.norm(between[1] - between[0]) == pytest.approx(65 - 2 * AWAY * 40, abs=0.01)
    assert np.linalg.norm(last[1] - last[0]) == pytest.approx(65 - AWAY * 40, abs=0.01)


def test_a_place_has_nothing_beside_what_fills_it_or_lies_elsewhere_than_in_it():
    place = rectangle((300, 200), 200, 40, 0)
    assert left_over(place, np.array([rectangle((300, 200), 170, 30, 0)])) == []
    assert left_over(place, np.array([rectangle((420, 200), 100, 40, 0)])) == []
    assert left_over(place, np.array([rectangle((300, 200), 400, 80, 0)])) == []
    # What is left of it is another number's.
    assert left_over(place, np.array([rectangle((350, 200), 100, 30, 0), rectangle((240, 200), 90, 30, 0)])) == []


def test_what_a_place_over_two_lines_has_beside_numbers_of_either():
    place = rectangle((100, 50), 200, 80, 0)
    (rest,) = left_over(place, np.array([rectangle((57, 30), 105, 30, 0), rectangle((25, 70), 40, 30, 0)]))
    assert rest[:, 0].min() == pytest.approx(109.5 + AWAY * 80, abs=0.01)


@pytest.mark.parametrize("angle", [0, 90, 200])
def test_a_place_belongs_before_or_behind_the_nearest_one(angle):
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    row = np.array([rectangle(300 + x * along, 40, 30, angle) for x in (0, 100, 200)])
    wheres = [beside(rectangle(300 + x * along, 40, 30, angle), row) for x in (-60, 40, 60, 160, 260)]
    assert wheres == [0, 1, 1, 2, 3]
