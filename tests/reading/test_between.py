import numpy as np
import pytest

from tests.drawing import blank, draw_number, draw_strokes_inplace, encode, strokes_of
from webapp.reading.doubts.between import has_colon, is_unread_beside, is_unread_between, with_points
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


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([(33, 30, 4, 4)], True, id="point"),
        pytest.param([(33, 18, 4, 4)], True, id="point in the middle"),
        pytest.param([(33, 34, 3, 6)], True, id="comma"),
        pytest.param([(33, 6, 4, 4)], False, id="apostrophe"),
        pytest.param([(33, 30, 1, 2)], False, id="dust"),
        pytest.param([(12, 30, 4, 4)], False, id="at the digit's foot"),
        pytest.param([(28, 12, 14, 20)], False, id="letter"),
        pytest.param([(33, 30, 4, 4), (20, 8, 3, 3)], False, id="one of several specks"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_a_point_that_nobody_read_is_seen(marks, expected):
    assert with_points(line_with(*marks), "35", CENTRES) == ("3.5" if expected else None)


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        pytest.param((33, 18, 5, 4), "3.5", id="point"),
        pytest.param((33, 18, 4, 6), "3.5", id="high one"),
        pytest.param((30, 18, 10, 4), None, id="dash"),
        pytest.param((33, 18, 1, 1), None, id="dust"),
        pytest.param((33, 12, 14, 20), None, id="letter"),
        pytest.param((16, 30, 5, 4), None, id="elsewhere"),
    ],
)
def test_a_point_that_was_read_as_a_dash_is_seen(mark, says):
    assert with_points(line_with(mark), "3-5", np.array([CENTRES[0], 35.0, CENTRES[1]])) == says


def test_a_broken_dash_is_one():
    marks = (28, 18, 5, 4), (35, 18, 8, 4)
    assert with_points(line_with(*marks), "3-5", np.array([CENTRES[0], 35.0, CENTRES[1]])) is None


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


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param((76, 6, 14, 28), id="behind the last character"),
        pytest.param((-20, 6, 12, 28), id="before the first one"),
        pytest.param((27, 10, 12, 18), id="between two"),
    ],
)
def test_ink_as_high_as_a_digit_that_is_no_character_is_seen(mark):
    pixels = np.pad(line_with(), ((0, 0), (30, 30)))
    left, top, width, height = mark
    pixels[top : top + height, left + 30 : left + 30 + width] = 1.0
    assert is_unread_beside(pixels, CENTRES + 30)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param((12, 12, 14, 20), id="the digit's own second stroke"),
        pytest.param((30, 18, 16, 4), id="dash"),
        pytest.param((33, 32, 4, 8), id="comma"),
        pytest.param((4, 30, 60, 8), id="a stroke under all of them"),
    ],
)
def test_what_belongs_to_a_character_or_is_low_is_not_unread(mark):
    assert not is_unread_beside(line_with(mark), CENTRES)


@pytest.mark.parametrize("layout", ["page", "number"])
@pytest.mark.parametrize("more", ["half", "letter"])
def test_in_a_drawing_what_is_not_read_is_asked_about(reader, locator, more, layout):
    """198 and the first stroke of a 4, and 12k, were a sure 198 and a sure 12."""
    if more == "half":
        strokes = strokes_of("1984", 96, left=60, top=60, seed=None)[:-1]
    else:
        strokes = strokes_of("12k", 96, left=60, top=60, seed=1)
    image = blank(240, 700)
    draw_strokes_inplace(image, strokes, 8)
    (number,) = read_image(encode(image), reader, locator, drawn=True, layout=layout).numbers
    assert number.text == {"half": "198", "letter": "12"}[more]
    assert not number.sure and not any(digit.sure for digit in number.digits)


@pytest.mark.parametrize("text", ["2·8", "5·3"])
def test_the_number_with_the_point_that_was_not_read_is_offered(reader, text):
    """But not where a person says that none stands there."""
    whole, part = text.split("·")
    image, left = blank(110, 260), 30.0
    strokes = strokes_of(whole, 60, left=left, top=25)
    end = max(column for stroke in strokes for column, _ in stroke)
    strokes += [[(end + 11, 57), (end + 12, 57.5)], *strokes_of(part, 60, left=end + 24, top=25)]
    draw_strokes_inplace(image, strokes, 5)
    (number,) = read_image(encode(image), reader, layout="number").numbers
    assert number.text != f"{whole}.{part}"
    assert not number.sure
    assert number.alternatives[0].text == f"{whole}.{part}"
    assert [other.text for other in number.alternatives].count(f"{whole}.{part}") == 1
    (told,) = read_image(encode(image), reader, layout="number", pattern=number.text).numbers
    assert f"{whole}.{part}" not in [other.text for other in told.alternatives]


@pytest.mark.parametrize(
    ("upper", "expected"),
    [
        pytest.param((33, 14, 4, 4), True, id="colon"),
        pytest.param((33, 24, 4, 4), False, id="broken point"),
        pytest.param((20, 14, 4, 4), False, id="speck elsewhere"),
        pytest.param((28, 4, 14, 20), False, id="letter"),
    ],
)
def test_a_colon_is_no_point(upper, expected):
    centres = np.array([CENTRES[0], 35.0, CENTRES[1]])
    assert has_colon(line_with((33, 30, 4, 4), upper), "3.5", centres) is expected
    assert not has_colon(line_with((33, 30, 4, 4), upper), "3-5", centres)


@pytest.mark.parametrize("pattern", [None, "amount"])
def test_a_time_is_no_amount_in_silence(reader, pattern):
    """Where a person says that it is an amount, it is one."""
    image, left = blank(110, 330), 30.0
    strokes = strokes_of("14", 60, left=left, top=25, slant=0.1)
    end = max(column for stroke in strokes for column, _ in stroke) + 14
    strokes += [[(end, 25 + 60 * down), (end + 1, 25.5 + 60 * down)] for down in (0.4, 0.85)]
    strokes += strokes_of("27", 60, left=end + 14, top=25, slant=0.1)
    draw_strokes_inplace(image, strokes, 5)
    (number,) = read_image(encode(image), reader, layout="number", pattern=pattern).numbers
    assert number.digits_only == "1427"
    assert number.sure is (pattern is not None)


def test_where_one_dash_is_none_all_are_dashes():
    pixels = np.pad(line_with((33, 18, 5, 4)), ((0, 0), (0, 50)))
    pixels[4:36, 108:112] = pixels[18:22, 83:93] = 1.0
    centres = np.array([10.0, 35.0, 60.0, 88.0, 110.0])
    assert with_points(pixels, "3-5-7", centres) is None
    pixels[:, 86:93] = 0.0
    assert with_points(pixels, "3-5-7", centres) == "3.5.7"
