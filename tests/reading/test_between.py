import numpy as np
import pytest

from tests.drawing import draw_number, encode
from webapp.reading.between import is_unread_between
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read import read_image

CENTRES = np.array([10.0, 60.0])  # a wide gap: more than a height


def line_with(*marks):
    """A line with two strokes at its characters' middles and, of each mark, its left, top, width and height in ink."""
    pixels = np.zeros((LINE_HEIGHT, 70), np.float32)
    for left, top, width, height in ((8, 4, 4, 32), (58, 4, 4, 32), *marks):
        pixels[top : top + height, left : left + width] = 1.0
    return pixels


def test_a_letter_between_two_digits_is_seen():
    assert is_unread_between(line_with((28, 12, 14, 20)), CENTRES)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param((33, 0, 4, 40), id="cell wall"),
        pytest.param((33, 32, 4, 8), id="comma"),
        pytest.param((28, 20, 14, 4), id="dash"),
        pytest.param((16, 12, 14, 20), id="second stroke of the digit before"),
        pytest.param((40, 12, 14, 20), id="first stroke of the digit behind"),
        pytest.param((12, 12, 30, 20), id="joined to the digit before"),
    ],
)
def test_what_belongs_to_lines_and_digits_is_no_letter(mark):
    assert not is_unread_between(line_with(mark), CENTRES)


def test_neighbours_have_nothing_between_them():
    assert not is_unread_between(line_with((28, 12, 14, 20)), np.array([21.0, 49.0]))


@pytest.mark.parametrize(("text", "digits"), [("3x4", "34"), ("2x6", "26"), ("7x8", "78")])
def test_digits_with_a_letter_between_them_are_never_one_number_in_silence(reader, text, digits):
    """They are sure where nothing but paper is between them, as far apart."""
    for seed in range(3):
        (asked,) = read_image(encode(draw_number(text, seed=seed)), reader, layout="number").numbers
        assert (asked.text, asked.sure) == (digits, False)
    (apart,) = read_image(encode(draw_number(digits, spacing=0.8)), reader, layout="number").numbers
    assert (apart.text, apart.sure) == (digits, True)
