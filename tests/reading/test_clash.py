import numpy as np
import pytest

from webapp.reading.clash import ask_of_clashing
from webapp.reading.result import Box, Digit, Number


def number(left, top, right, bottom, sure=True):
    """A number with the place that it fills."""
    box = Box(left, top, right, bottom)
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return corners, 0.9, Number((Digit("8", 0.999, True, box),), 0.999, sure, box)


def on_its_side(found):
    """The same on a page turned by 90°: columns become rows."""
    corners, score, one = found
    box = Box(one.box.top, one.box.left, one.box.bottom, one.box.right)
    return corners[:, ::-1].copy(), score, Number(one.digits, one.confidence, one.sure, box)


def sures(found):
    return [one.sure for *_, one in ask_of_clashing(found)]


FIRST = number(100, 100, 190, 150)


@pytest.mark.parametrize("turned", [lambda one: one, on_its_side], ids=["upright", "on its side"])
def test_two_numbers_that_reach_into_each_other_are_asked_about(turned):
    found = [turned(one) for one in (FIRST, number(183, 102, 215, 150), number(400, 100, 490, 150))]
    assert sures(found) == [False, False, True]


@pytest.mark.parametrize("turned", [lambda one: one, on_its_side], ids=["upright", "on its side"])
@pytest.mark.parametrize(
    "other",
    [
        pytest.param((192, 100, 282, 150), id="beside it"),
        pytest.param((189, 100, 282, 150), id="leaning against it"),
        pytest.param((180, 80, 205, 110), id="its power"),
        pytest.param((120, 130, 210, 180), id="the line below"),
    ],
)
def test_neighbours_are_not(turned, other):
    found = [turned(FIRST), turned(number(*other))]
    assert sures(found) == sures(found[::-1]) == [True, True]


def test_what_is_unsure_stays_so():
    assert ask_of_clashing([]) == []
    assert sures([number(0, 0, 9, 9, sure=False)]) == [False]
