"""Numbers that may be several, or a part of one."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from webapp.reading.doubts.whole import is_odd, is_wide_pair, may_go_on, reads_as_two
from webapp.reading.result import Box, Digit, Number

ROWS, COLS = 400, 900


def number(left=100, top=100):
    digits = tuple(
        Digit(value, 0.999, True, Box(left + 30 * i, top, left + 30 * (i + 1), top + 40))
        for i, value in enumerate("472")
    )
    return Number(digits, 0.999, True, Box(left, top, left + 90, top + 40))


def transposed(number):
    """The same where its line runs down."""
    digits = tuple(replace(digit, box=digit.box.transposed()) for digit in number.digits)
    return Number(digits, 0.999, True, number.box.transposed())


@pytest.mark.parametrize("text", ["8705130156", "02/03/20100", "14/07/202", "08/09/20291873.03", "14-07-202"])
def test_what_looks_like_two_numbers_or_a_part_of_one_is_odd(text):
    assert is_odd(text)


@pytest.mark.parametrize("text", ["7", "87051", "1250.00", "02/03/2010", "2-3-10", "3/4", "1.250.000,50", "6-59"])
def test_what_people_write_is_not(text):
    assert not is_odd(text)


@pytest.mark.parametrize("text", ["101.67566.24", "7,69171,41", "448.205.27", "12.50.3", "03.72.1957"])
def test_points_as_nobody_writes_them_read_as_two_numbers(text):
    assert reads_as_two(text)


@pytest.mark.parametrize(
    "text",
    ["12", "12.50", "1.250.000", "1.250,00", "1,250.00", "12,34,567.50", "06.12.34.56.78", "3.7.1957", "555.123.4567"],
)
def test_points_as_people_write_them_do_not(text):
    assert not reads_as_two(text)


@pytest.mark.parametrize(("left", "top"), [(1, 100), (100, 0), (COLS - 91, 100), (100, ROWS - 41)])
def test_what_ends_at_the_edge_may_go_on(left, top):
    assert may_go_on(number(left, top), np.full((ROWS, COLS), 240, np.uint8))


@pytest.mark.parametrize(
    ("left", "top", "goes_on"), [(4, 100, True), (COLS - 94, 100, True), (6, 100, False), (100, 4, False)]
)
def test_at_its_lines_ends_it_may_go_on_a_little_farther_from_the_edge(left, top, goes_on):
    """Where the edge runs through a gap nothing of the next digit is seen."""
    grey = np.full((ROWS, COLS), 240, np.uint8)
    assert may_go_on(number(left, top), grey) == goes_on
    assert may_go_on(transposed(number(left, top)), grey.T) == goes_on


@pytest.mark.parametrize(("end", "goes_on"), [(0, True), (8, False)])
def test_a_stroke_beside_it_that_runs_out_of_the_image_may_be_its_next_digit(end, goes_on):
    grey = np.full((ROWS, COLS), 240, np.uint8)
    for left in (35, 65, 95):
        cv2.line(grey, (left, 105), (left, 135), 40, 4)
    cv2.line(grey, (end, 105), (18, 135), 40, 4)
    assert may_go_on(number(left=25), grey) == goes_on


def test_beside_a_1_too_which_is_narrow():
    grey = np.full((ROWS, COLS), 240, np.uint8)
    cv2.line(grey, (65, 105), (65, 165), 40, 5)
    cv2.ellipse(grey, (8, 135), (22, 28), 0, 0, 360, 40, 5)  # a 0 that the edge cuts
    box = Box(59, 99, 72, 171)
    assert may_go_on(Number((Digit("1", 0.999, True, box),), 0.999, True, box), grey)


def test_paper_at_the_edge_is_no_stroke():
    assert not may_go_on(number(left=25), np.full((ROWS, COLS), 240, np.uint8))


@pytest.mark.parametrize(
    ("middles", "expected"),
    [
        ([(115, 120), (170, 120)], True),
        ([(115, 120), (150, 120)], False),
        ([(120, 115), (120, 170)], True),
        ([(115, 120), (170, 120), (225, 120)], False),
        ([(115, 120), None], False),
    ],
    ids=["far apart", "near", "on a page that lies on its side", "three", "not known where"],
)
def test_two_digits_with_much_paper_between_are_a_wide_pair(middles, expected):
    digits = tuple(Digit("5", 0.999, True, Box(100, 100, 130, 140), seen_at=middle) for middle in middles)
    box = Box(100, 100, 185, 140) if middles[0][1] == 120 else Box(100, 100, 140, 185)
    assert is_wide_pair(Number(digits, 0.999, True, box)) == expected
