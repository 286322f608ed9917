import numpy as np
import pytest

from tests.drawing import draw_number, encode
from webapp.reading.minus import SHARE, minus_before, with_minus
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read import read_image
from webapp.reading.transcribe import Character, Transcript

ONE = 40.0  # column of the middle of the digit
MINUS = (14, 18, 16, 4)


def line_with(*marks):
    """A line with a 1 and, of each other mark, its left, top, width and height in ink."""
    pixels = np.zeros((LINE_HEIGHT, 60), np.float32)
    for left, top, width, height in ((38, 4, 4, 32), *marks):
        pixels[top : top + height, left : left + width] = 1.0
    return pixels


def test_a_dash_before_a_number_is_a_minus():
    assert minus_before(line_with(MINUS), ONE) == (14, 30)
    assert minus_before(line_with(MINUS, (2, 2, 2, 2)), ONE) == (14, 30), "dust is no mark"


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param((), id="nothing"),
        pytest.param([(4, 4, 20, 32)], id="letter"),
        pytest.param([(14, 34, 16, 4)], id="on the base line"),
        pytest.param([(14, 2, 16, 4)], id="on top"),
        pytest.param([(18, 18, 5, 4)], id="dot"),
        pytest.param([(0, 18, 8, 4)], id="far away"),
        pytest.param([(14, 13, 16, 4), (14, 23, 16, 4)], id="equals"),
        pytest.param([(2, 18, 8, 4), MINUS], id="one of several that fill the line"),
        pytest.param([(14, 18, 24, 4)], id="a part of the digit"),
    ],
)
def test_what_is_no_minus(marks):
    assert minus_before(line_with(*marks), ONE) is None


def test_the_number_without_it_is_offered():
    one = Character("1", 0.99, 14, 42, (("7", 0.01),), ONE)
    transcript = with_minus(Transcript((one,), 0.9, (("7", 0.1),)), line_with(MINUS))
    assert transcript.text == "-1"
    assert transcript.confidence == pytest.approx(SHARE * 0.9)
    assert transcript.others == (("1", pytest.approx(SHARE * 0.9)), ("-7", pytest.approx(SHARE * 0.1)))
    assert [(c.left, c.right) for c in transcript.characters] == [(14, 30), (30, 42)]
    assert with_minus(Transcript((), 0.9), line_with(MINUS)) == Transcript((), 0.9)


@pytest.mark.parametrize("text", ["-12", "-5", "-340", "-7.5"])
def test_a_minus_is_read_and_asked_about(reader, text):
    """One was left out in silence."""
    for seed in range(3):
        data = encode(draw_number(text, seed=seed))
        (number,) = read_image(data, reader, layout="number").numbers
        assert (number.text, number.sure) == (text, False)
        assert [digit.value for digit in number.digits if not digit.sure] == ["-"]
        assert number.alternatives[0].text == text[1:]
        assert number.digits[0].box.right <= number.digits[1].box.left + 1  # pixel, as both are rounded
        # Who says what the number looks like is not asked what else it may be.
        whole = text[1:].replace(".", r"\.")
        (given,) = read_image(data, reader, layout="number", pattern=whole).numbers
        assert given.text == text[1:]
