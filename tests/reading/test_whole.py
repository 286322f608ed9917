"""Numbers that may be several, or a part of one."""

import pytest

from webapp.reading.result import Box, Digit, Number
from webapp.reading.whole import may_not_be_whole

SHAPE = (400, 900)


def number(text, left=100, top=100):
    width = 30 * len(text)
    digits = tuple(
        Digit(value, 0.999, True, Box(left + 30 * i, top, left + 30 * (i + 1), top + 40))
        for i, value in enumerate(text)
    )
    return Number(digits, 0.999, True, Box(left, top, left + width, top + 40))


@pytest.mark.parametrize("text", ["8705130156", "02/03/20100", "14/07/202", "08/09/20291873.03", "14-07-202"])
def test_what_looks_like_two_numbers_or_a_part_of_one_may_not_be_whole(text):
    assert may_not_be_whole(number(text), SHAPE)


@pytest.mark.parametrize("text", ["7", "87051", "1250.00", "02/03/2010", "2-3-10", "3/4", "1.250.000,50", "6-59"])
def test_what_people_write_is_whole(text):
    assert not may_not_be_whole(number(text), SHAPE)


@pytest.mark.parametrize(("left", "top"), [(2, 100), (100, 1), (SHAPE[1] - 92, 100), (100, SHAPE[0] - 42)])
def test_what_ends_at_the_edge_may_go_on_but_not_in_what_was_cut_out(left, top):
    assert may_not_be_whole(number("472", left, top), SHAPE)
    assert not may_not_be_whole(number("472", left, top), None)
