from types import SimpleNamespace

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.measuring.evaluate_locator import (
    FEWEST_SURE,
    MISSED,
    _Answer,
    _found_from,
    _is_at_one,
    _of_page,
    _Pages,
    _share_exact,
    _shares_with_a_number,
    _sloppy_crop,
    _sure_from,
    read_numbers,
    true_numbers,
    turn,
)
from training.measuring.hits import hits_of
from training.pages.page import Page, Written
from webapp.reading.result import Box, Digit, Number

# The module measures what TensorFlow trained, and imports it.
pytestmark = pytest.mark.filterwarnings("default")


def number(text, left=0, top=0):
    digits = tuple(
        Digit(value, 1.0, True, Box(left + 10 * i, top, left + 10 * i + 10, top + 20)) for i, value in enumerate(text)
    )
    return Number(digits, 1.0, True, Box(left, top, left + 10 * len(text), top + 20))


def written(text, left, top, right, bottom):
    return Written(text, np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32))


def test_a_number_counts_once_where_it_stands_and_with_its_digits():
    there = (written("12.50", 0, 0, 50, 20), written("7", 100, 0, 110, 20))
    assert hits_of([number("12.50"), number("7", 100)], there) == [[True], [True]]
    assert hits_of([number("12,50")], there) == [[True]]
    assert hits_of([number("12.51"), number("7", 100, 300)], there) == [[False], [False]]
    assert hits_of([number("1250"), number("1250")], there) == [[True], [False]]


def test_a_power_like_its_base_is_not_taken_for_it():
    power, base = written("3", 9, 0, 15, 12), written("3", 0, 5, 10, 25)
    assert hits_of([number("3", 0, 5), number("3", 10, 0)], (power, base)) == [[True], [True]]


def test_what_the_truth_parts_is_compared_in_parts_and_in_place():
    parted = (written("5", 0, 0, 10, 20), written("31", 20, 0, 40, 20))
    assert hits_of([number("5-31")], parted) == [[True, True]]
    assert hits_of([number("5/81")], parted) == [[True, False]]
    assert hits_of([number("5/31", 200)], parted) == [[False, False]]
    assert hits_of([number("5/31")], (written("5/31", 0, 0, 40, 20),)) == [[True]]
    assert hits_of([number("5.31")], parted) == [[False]]


def test_dates_and_fractions_are_compared_in_parts():
    assert true_numbers("11 12 2019 | 200.00 | 0 100") == {"11": 1, "12": 1, "2019": 1, "20000": 1, "0": 1, "100": 1}
    assert read_numbers([number("11/12/2019"), number("200.00"), number("200-")]) == {
        "11": 1, "12": 1, "2019": 1, "20000": 1, "200": 1
    }  # fmt: skip
    assert not true_numbers("(none)")


@pytest.mark.parametrize(("angle", "tilt"), [(90, 0), (180, 0), (-15, 0), (0, 20)])
def test_corners_turn_with_their_page(angle, tilt):
    grey = np.full((300, 500), 255, np.uint8)
    grey[100:130, 60:200] = 0
    page = turn(Page(grey, (written("1", 60, 100, 200, 130),), ()), angle, tilt)
    corners = page.numbers[0].corners
    rows, cols = np.nonzero(page.grey < 128)
    expected = [cols.min(), rows.min(), cols.max() + 1, rows.max() + 1]
    assert [*corners.min(axis=0), *corners.max(axis=0)] == pytest.approx(expected, abs=2)
    first = page.grey[tuple(np.clip(np.round(corners.mean(axis=0)).astype(int)[::-1], 0, None))]
    assert first < 128


def test_a_page_turned_by_a_quarter_reads_downwards():
    page = turn(Page(np.zeros((100, 200), np.uint8), (written("1", 10, 10, 60, 20),), ()), 90, 0)
    along = page.numbers[0].corners[1] - page.numbers[0].corners[0]
    assert along == pytest.approx([0, 50], abs=1)
    assert page.grey.shape == (200, 100)


@pytest.mark.parametrize(("reached", "expected"), [(FEWEST_SURE - 1, 1.0), (FEWEST_SURE, 0.95)])
def test_a_threshold_that_hardly_a_number_reached_is_chance(reached, expected):
    wrong = [_Answer(likely, True, False) for likely in (0.96, *np.linspace(0.1, 0.9, 100))]
    answers = [_Answer(0.95, True, True)] * (reached - 1) + wrong
    # What the reader is not sure of has no say.
    assert _sure_from(answers + [_Answer(0.99, False, False)] * 100) == expected


def test_few_right_numbers_are_candidates_only():
    answers = [_Answer(0.01 * i, False, True) for i in range(100)] + [_Answer(0.5, True, True)] * 7900
    least = _found_from(answers + [_Answer(0.001, True, False)] * 300)
    assert sum(answer.likelihood < least for answer in answers) == MISSED * 8000 > 0
    assert _found_from([]) == 0.0


def test_a_candidate_is_at_a_number_where_its_middle_is():
    page = Page(np.zeros((100, 200), np.uint8), (written("17", 10, 10, 60, 30),), ())
    assert _is_at_one(Box(5, 5, 70, 40), page) and not _is_at_one(Box(50, 5, 90, 40), page)


def test_crops_are_drawn_around_one_number_where_a_person_would():
    sheet, rng = np.full((300, 500), 255, np.uint8), np.random.default_rng(0)
    one, near, far = (
        written("472", 100, 100, 160, 130),
        written("3", 165, 105, 180, 130),
        written("8", 300, 100, 320, 130),
    )
    left, top, right, bottom = _sloppy_crop(Page(sheet, (one, far), ()), one, rng)
    assert 70 <= left < 100 and 70 <= top < 100 and 160 < right <= 190 and 130 < bottom <= 160
    assert not any(_sloppy_crop(Page(sheet, (one, near), ()), one, rng) for _ in range(3))
    leaning = Written("472", np.array([[100, 100], [150, 135], [130, 160], [80, 125]], np.float32))
    assert _sloppy_crop(Page(sheet, (leaning,), ()), leaning, rng) is None


def test_a_page_is_the_same_in_every_process_and_turned_as_asked():
    hands = few_hands()
    page = _Pages(7, kind="note").page(hands, 3)
    np.testing.assert_array_equal(page.grey, _Pages(7, kind="note").page(few_hands(), 3).grey)
    assert _Pages(7, kind="note", angle=90).page(hands, 3).grey.shape == page.grey.shape[::-1]
    assert not np.array_equal(_Pages(7, kind="note").page(hands, 4).grey.shape, page.grey.shape)


def test_pages_are_measured_with_the_thresholds_that_were_chosen():
    locator = SimpleNamespace(sure=0.1, found=0.2)
    seen = _of_page(
        few_hands(), None, locator, lambda page, i, *_: (i, locator.sure, locator.found),
        _Pages(7, kind="single"), 5, {"sure": 0.9, "found": 0.3},
    )  # fmt: skip
    assert seen == (5, 0.9, 0.3)


def test_shares_of_pages_and_of_crops():
    assert _shares_with_a_number([(True, True), (True, False), (False, False), (False, False)]) == {
        "pages": 4, "with_a_number": 0.5, "with_a_sure_number": 0.25,
    }  # fmt: skip
    assert _share_exact([True, None, False, True, None, True]) == {"crops": 4, "exact": 0.75}
