import numpy as np
import pytest

from tests.drawing import blank, draw_number, draw_strokes_inplace, encode, strokes_of
from webapp.reading.doubts.gaps import may_be_mixed, may_be_two, may_hold_a_minus
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read import read_image

STROKE = 8  # columns of a digit here


def line_with(*gaps):
    """Upright strokes with so many columns of paper between them, and the middle of each."""
    lefts = np.cumsum([0, *(STROKE + gap for gap in gaps)])
    pixels = np.zeros((LINE_HEIGHT, lefts[-1] + STROKE), np.float32)
    for left in lefts:
        pixels[4:36, left : left + STROKE] = 1.0
    return pixels, lefts + STROKE / 2


@pytest.mark.parametrize(
    ("gaps", "text", "expected"),
    [
        pytest.param((5, 30, 5), "1725", True, id="two numbers"),
        pytest.param((5, 20, 5), "1725", False, id="groups of one number"),
        pytest.param((30, 30, 30), "1725", False, id="cells"),
        pytest.param((5, 30, 30), "1725", True, id="more than two"),
        pytest.param((45,), "58", True, id="two digits"),
        pytest.param((30,), "58", False, id="two digits of one number, in cells"),
        pytest.param((30, 30), "5/8", False, id="parted by a slash"),
        pytest.param((), "5", False, id="one digit"),
    ],
)
def test_a_gap_wider_than_the_others_may_part_two_numbers(gaps, text, expected):
    pixels, centres = line_with(*gaps)
    assert may_be_two(pixels, text, centres) == expected


def test_a_mark_in_the_gap_is_no_paper():
    pixels, centres = line_with(5, 30, 5)
    between = int(centres[1:3].mean())
    pixels[20:24, between - 8 : between + 8] = 1.0
    assert not may_be_two(pixels, "1725", centres)


@pytest.mark.parametrize(("gap", "sure"), [(0.3, True), (1.1, False)])
def test_two_numbers_read_as_one_are_asked_about(reader, gap, sure):
    image, height = blank(300, 700), 90
    first = strokes_of("17", height, left=100, top=100)
    end = max(right for stroke in first for right, _ in stroke)
    for strokes in (first, strokes_of("25", height, left=end + gap * height, top=100)):
        draw_strokes_inplace(image, strokes, 8)
    (number,) = read_image(encode(image), reader, layout="number").numbers
    assert (number.text, number.sure) == ("1725", sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("50,4-6043", True), ("4.9.2026-424", True), ("555-1234", False), ("4-13-79", False), ("12.50", False)],
)
def test_a_dash_among_other_separators_may_be_the_next_numbers_minus(text, expected):
    assert may_hold_a_minus(text) == expected


@pytest.mark.parametrize(("pattern", "sure"), [(None, False), (r"\d+\.\d-\d+", True)])
def test_a_number_with_such_a_dash_is_asked_about_unless_it_was_asked_for(reader, pattern, sure):
    image = draw_number("50.4-6043", 90, seed=3)
    (number,) = read_image(encode(image), reader, layout="number", pattern=pattern).numbers
    assert (number.text, number.sure) == ("50.4-6043", sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("31/2", "13/4", "179576/100", "57/8", "99/12")),
        # Fractions, days and months, and dates are no whole with a fraction behind it.
        *((text, False) for text in ("1/2", "9/2", "12/17", "24/12", "10/10", "15/8", "3/12/2020", "31-2", "312")),
    ],
)
def test_a_fraction_above_one_may_be_a_whole_and_a_fraction(text, expected):
    assert may_be_mixed(text) == expected
