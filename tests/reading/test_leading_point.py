"""A point before the first digit, which the network passes over."""

import numpy as np
import pytest

from tests.drawing import draw_number, draw_page, encode
from webapp.reading.line.leading_point import is_point_before, may_begin_with_point
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read import read_image
from webapp.reading.strings.patterns import parse_pattern

ONE = 40.0  # column of the middle of the digit
POINT = (30, 32, 4, 4)


def line_with(*marks, ink=1.0):
    """A line with a 1 and, of each other mark, its left, top, width and height in ink."""
    pixels = np.zeros((LINE_HEIGHT, 60), np.float32)
    pixels[4:36, 38:42] = 1.0
    for left, top, width, height in marks:
        pixels[top : top + height, left : left + width] = ink
    return pixels


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([POINT], True, id="a point"),
        pytest.param([(30, 30, 4, 9)], True, id="a comma"),
        pytest.param([POINT, (10, 4, 3, 32)], True, id="a bracket before it"),
        pytest.param([POINT, (12, 16, 12, 20)], False, id="a word's full stop"),
        pytest.param([], False, id="nothing"),
        pytest.param([(33, 33, 1, 1)], False, id="dust"),
        pytest.param([(30, 16, 4, 4)], False, id="in the middle"),
        pytest.param([(10, 32, 4, 4)], False, id="far away"),
        pytest.param([(22, 34, 9, 3)], False, id="what is left of a rule"),
        pytest.param([(12, 32, 4, 4), (20, 32, 4, 4), POINT], False, id="a row of dots"),
        pytest.param([(46, 32, 4, 4)], False, id="behind it"),
        pytest.param([POINT, (30, 14, 4, 4)], False, id="a colon"),
    ],
)
def test_one_mark_as_low_and_thick_as_a_point(marks, expected):
    assert is_point_before(line_with(*marks), ONE) == expected


def test_a_pale_mark_is_none():
    assert not is_point_before(line_with(POINT, ink=0.6), ONE)


@pytest.mark.parametrize("text", [".75", ".5", ",50", ".08"])
def test_a_number_without_its_0_is_asked_about_and_offered(reader, locator, text):
    """.75 was a sure 75."""
    for seed in range(3):
        data = encode(draw_number(text, seed=seed))
        for way in ({"layout": "number"}, {"locator": locator}, {"locator": locator, "drawn": True}):
            (number,) = read_image(data, reader, **way).numbers
            assert (number.text, number.sure) == (text[1:], False)
            assert not any(digit.sure for digit in number.digits)
            assert number.alternatives[0].text == "." + text[1:]


def test_on_a_page_it_is_asked_about_beside_others_that_are_not(reader, locator):
    numbers = read_image(encode(draw_page([".75", "12.50", ".50"])), reader, locator).numbers
    assert [(number.text, number.sure) for number in numbers] == [("75", False), ("12.50", True), ("50", False)]


@pytest.mark.parametrize(
    ("pattern", "may"), [(None, True), ("amount", True), (r"\.\d\d", True), ("integer", False), (r"\d+", False)]
)
def test_a_pattern_says_whether_there_is_one(pattern, may):
    assert may_begin_with_point("75", pattern and parse_pattern(pattern)) is may
