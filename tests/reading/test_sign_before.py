"""A point or a minus that lies outside its number's place."""

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import read
from webapp.reading.doubts.close_up import CloseUp
from webapp.reading.doubts.sign_before import has_minus_before, has_point_before

NONE = np.zeros((0, 4))
ROWS, TOP, BOTTOM, LEFT, RIGHT = 78, 9, 69, 70, 150  # of the close-up, and the number's box in it


def close_up(*marks, others=NONE, text="75"):
    """Two upright strokes, and of each other mark its left, top, width and height."""
    ink = np.zeros((ROWS, 200), np.float32)
    for left, top, width, height in ((80, 14, 7, 50), (120, 14, 7, 50), *marks):
        ink[top : top + height, left : left + width] = 0.8
    box = np.array([LEFT, TOP, RIGHT, BOTTOM], float)
    seen = np.array([[83.0, 39.0], [123.0, 39.0]])
    return CloseUp(ink, np.full(ink.shape, 240, np.uint8), box, text, seen, others, (False, False))


POINT, DASH = (60, 58, 7, 7), (40, 38, 22, 6)


@pytest.mark.parametrize(
    ("marks", "point", "minus"),
    [
        pytest.param([], False, False, id="nothing"),
        pytest.param([POINT], True, False, id="a point"),
        pytest.param([DASH], False, True, id="a dash"),
        pytest.param([(24, 26, 30, 38), POINT], False, False, id="a word's full stop"),
        pytest.param([(160, 58, 7, 7), (165, 38, 22, 6)], False, False, id="behind it"),
    ],
)
def test_a_sign_outside_the_place(marks, point, minus):
    close = close_up(*marks)
    assert (has_point_before(close), has_minus_before(close)) == (point, minus)


def test_between_two_numbers_a_dash_is_a_sums():
    assert not has_minus_before(close_up(DASH, others=np.array([[0.0, 5, 35, 70]])))
    assert has_minus_before(close_up(DASH, others=np.array([[0.0, 80, 35, 140]]))), "one below it is another line's"


def test_behind_an_equals_sign_it_is_the_results():
    """59 = -49 was a sure 49."""
    before = np.array([[0.0, 5, 8, 70]])
    equals = (14, 32, 16, 5), (14, 44, 16, 5)
    assert has_minus_before(close_up(*equals, DASH, others=before))


def test_a_date_has_no_minus():
    assert not has_minus_before(close_up(DASH, text="31/12/2026"))


@pytest.mark.parametrize("turned", range(4))
@pytest.mark.parametrize("sign", ["-", "."])
def test_on_a_page_however_it_lies(reader, locator, turned, sign):
    """On its head -25 was a sure 25: the place ended in the dash."""
    image = drawing.draw_page([f"{sign}25", "4711", "385", "96034"], 60, margin=1.5)
    numbers = read(np.ascontiguousarray(np.rot90(image, turned)), reader, locator).numbers
    assert {"4711", "385", "96034"} <= {number.text for number in numbers}
    (signed,) = (number for number in numbers if number.digits_only == "25")
    assert not signed.sure
    assert f"{sign}25" in (signed.text, *(other.text for other in signed.alternatives))
