from dataclasses import replace

import numpy as np
import pytest

from webapp.reading.doubts.clash import ask_of_clashing
from webapp.reading.places.place import Found
from webapp.reading.result import Box, Digit, Number


def number(left, top, right, bottom, digits=3, sure=True):
    """A number with the place that it fills."""
    box = Box(left, top, right, bottom)
    edges = [left + round(i * (right - left) / digits) for i in range(digits + 1)]
    its = tuple(Digit("8", 0.999, True, Box(a, top, b, bottom)) for a, b in zip(edges, edges[1:], strict=False))
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return Found(corners, 0.9, Number(its, 0.999, sure, box))


def on_its_side(found):
    """The same on a page turned by 90°: columns become rows."""
    corners, score, one = found
    digits = tuple(replace(digit, box=on_side(digit.box)) for digit in one.digits)
    return Found(corners[:, ::-1].copy(), score, replace(one, digits=digits, box=on_side(one.box)))


def on_side(box):
    return Box(box.top, box.left, box.bottom, box.right)


def sures(found):
    return [one.sure for *_, one in ask_of_clashing(found)]


FIRST = number(100, 100, 190, 150)


@pytest.mark.parametrize("turned", [lambda one: one, on_its_side], ids=["upright", "on its side"])
def test_two_numbers_that_reach_into_each_other_are_asked_about(turned):
    found = [turned(one) for one in (FIRST, number(183, 102, 215, 150, digits=1), number(400, 100, 490, 150))]
    assert sures(found) == [False, False, True]
    assert [any(digit.sure for digit in one.digits) for *_, one in ask_of_clashing(found)] == [False, False, True]


@pytest.mark.parametrize("turned", [lambda one: one, on_its_side], ids=["upright", "on its side"])
@pytest.mark.parametrize(
    "other",
    [
        pytest.param((192, 100, 282, 150), id="beside it"),
        pytest.param((189, 100, 282, 150), id="leaning against it"),
        pytest.param((180, 80, 205, 110), id="its power"),
        pytest.param((120, 130, 210, 180), id="the line below"),
        pytest.param((186, 100, 280, 150, 1), id="in the next cell, with the wall between"),
    ],
)
def test_neighbours_are_not(turned, other):
    found = [turned(FIRST), turned(number(*other))]
    assert sures(found) == sures(found[::-1]) == [True, True]


def test_what_is_unsure_stays_so():
    assert ask_of_clashing([]) == []
    assert sures([number(0, 0, 9, 9, sure=False)]) == [False]
