import cv2
import numpy as np
import pytest

from tests.drawing import blank, draw_number, encode
from webapp.reading.line.lone_stroke import lone_stroke
from webapp.reading.normalise import normalise_line
from webapp.reading.read import read_image


def drawing(*lines, thickness=8):
    """Strokes on a white pad, each from one point to another."""
    image = blank(520, 900)
    for start, end in lines:
        cv2.line(image, start, end, (0, 0, 0), thickness, cv2.LINE_AA)
    return image


def stroke_of(image):
    return lone_stroke(normalise_line(np.ascontiguousarray(image[..., 1])).pixels)


@pytest.mark.parametrize("height", [60, 200, 300, 420])
@pytest.mark.parametrize("lean", [-40, 0, 15])
@pytest.mark.parametrize("thickness", [5, 12])
def test_a_stroke_from_top_to_bottom_is_one(height, lean, thickness):
    lean = round(lean * height / 420)
    left, right = stroke_of(drawing(((300, 50), (300 + lean, 50 + height)), thickness=thickness))
    assert 0 < right - left <= 20


@pytest.mark.parametrize(
    "lines",
    [
        [((300, 50), (600, 350))],
        [((300, 50), (600, 60))],
        [((300, 50), (300, 350)), ((360, 50), (360, 350))],
        [((300, 50), (300, 350)), ((240, 90), (300, 50))],
        [((300, 50), (300, 350)), ((300, 200), (360, 200))],
    ],
    ids=["a slash", "a dash", "two", "a 1 with a hook", "a plus or a t"],
)
def test_more_or_another_stroke_is_none(lines):
    assert stroke_of(drawing(*lines)) is None


@pytest.mark.parametrize("digit", "0235789")
def test_a_digit_is_no_stroke(digit):
    assert stroke_of(draw_number(digit, 120, seed=1)) is None


def test_nothing_is_no_stroke():
    assert lone_stroke(np.zeros((40, 60), np.float32)) is None


@pytest.mark.parametrize("layout", ["page", "number"])
def test_in_a_drawing_it_is_a_one_that_the_person_is_asked_about(reader, locator, layout):
    """However tall: a finger draws it over the whole pad."""
    reading = read_image(encode(drawing(((440, 40), (432, 480)))), reader, locator, drawn=True, layout=layout)
    (number,) = reading.numbers
    assert (number.text, number.sure, number.digits[0].sure) == ("1", False, False)
    assert 425 < (number.box.left + number.box.right) / 2 < 447


def test_on_a_photo_it_is_nothing(reader, locator):
    assert read_image(encode(drawing(((440, 40), (432, 480)))), reader, locator).numbers == ()


@pytest.mark.parametrize(("pattern", "texts"), [(r"\d{1,2}", ["1"]), (r"\d{5}", ["1"])])
def test_it_is_asked_about_by_any_pattern(reader, locator, pattern, texts):
    reading = read_image(encode(drawing(((440, 40), (432, 480)))), reader, locator, drawn=True, pattern=pattern)
    assert [(number.text, number.sure) for number in reading.numbers] == [(text, False) for text in texts]
