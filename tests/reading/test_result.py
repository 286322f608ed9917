import pytest

from webapp.reading.result import Box, Digit, Number, Reading, Size


def number(text, sure=True):
    digits = tuple(Digit(value, 0.9, True, Box(i, 0, i + 1, 5)) for i, value in enumerate(text))
    return Number(digits, 0.9, sure, Box(0, 0, len(text), 5))


def reading(*numbers):
    return Reading((Size(100, 50),), numbers, "reader", "1")


@pytest.mark.parametrize("edges", [(5, 0, 5, 9), (0, 5, 9, 5), (9, 0, 5, 9), (-1, 0, 5, 9), (0, -1, 5, 9)])
def test_a_box_without_pixels_or_outside_the_image_is_refused(edges):
    with pytest.raises(ValueError, match="a box needs"):
        Box(*edges)


def test_a_box_slices_without_plus_one():
    box = Box(left=2, top=3, right=12, bottom=8)
    assert (box.width, box.height) == (10, 5)
    assert box.moved(100, 10) == Box(102, 13, 112, 18)


@pytest.mark.parametrize(
    ("boxes", "runs_down", "height"),
    [
        pytest.param([(0, 0, 8, 20), (10, 0, 18, 22), (20, 1, 30, 21)], False, 20, id="level"),
        pytest.param([(0, 0, 20, 8), (0, 10, 22, 18), (1, 20, 21, 30)], True, 20, id="on its side"),
        pytest.param([(0, 30, 8, 50), (40, 10, 48, 30)], False, 20, id="climbing"),
        pytest.param([(0, 0, 8, 30)], False, 30, id="a 1"),
        pytest.param([(0, 0, 30, 8)], True, 30, id="a 1 on its side"),
    ],
)
def test_which_way_a_number_runs_and_how_high_it_is(boxes, runs_down, height):
    digits = tuple(Digit("1", 0.9, True, Box(*box)) for box in boxes)
    one = Number(digits, 0.9, True, Box(0, 0, 50, 50) if len(boxes) > 1 else digits[0].box)
    assert (one.runs_down, one.line_height) == (runs_down, height)


def test_a_number_spells_its_digits_and_leaves_separators_out_of_digits_only():
    assert number("1.250,00").text == "1.250,00"
    assert number("1.250,00").digits_only == "125000"


def test_a_reading_has_one_number_a_line():
    assert reading(number("12"), number("345")).text == "12\n345"


@pytest.mark.parametrize(
    ("numbers", "status"),
    [((), "empty"), ((True,), "sure"), ((True, True), "sure"), ((True, False), "unsure"), ((False,), "unsure")],
)
def test_one_unsure_number_makes_the_reading_unsure(numbers, status):
    assert reading(*(number("1", sure) for sure in numbers)).status == status
