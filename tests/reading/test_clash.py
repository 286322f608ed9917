import pytest

from webapp.reading.clash import ask_of_clashing
from webapp.reading.result import Box, Digit, Number


def number(left, top, right, bottom, sure=True):
    box = Box(left, top, right, bottom)
    return Number((Digit("8", 0.999, True, box),), 0.999, sure, box)


FIRST = number(100, 100, 190, 150)


def test_two_numbers_that_reach_into_each_other_are_asked_about():
    far = number(400, 100, 490, 150)
    assert [one.sure for one in ask_of_clashing([FIRST, number(183, 102, 215, 150), far])] == [False, False, True]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((192, 100, 282, 150), id="beside it"),
        pytest.param((189, 100, 282, 150), id="leaning against it"),
        pytest.param((180, 80, 205, 110), id="its power"),
        pytest.param((120, 130, 210, 180), id="the line below"),
    ],
)
def test_neighbours_are_not(other):
    numbers = [FIRST, number(*other)]
    assert ask_of_clashing(numbers) == numbers
    assert ask_of_clashing(numbers[::-1]) == numbers[::-1]


def test_what_is_unsure_stays_so():
    assert ask_of_clashing([]) == []
    assert [one.sure for one in ask_of_clashing([number(0, 0, 9, 9, sure=False)])] == [False]
