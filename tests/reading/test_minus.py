import numpy as np
import pytest

from tests.drawing import draw_number, encode
from webapp.reading.line.minus import SHARE, may_have_minus, minus_before, minus_touches, signed
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read import read_image
from webapp.reading.result import Box, Digit, Number, OtherText
from webapp.reading.strings.patterns import parse_pattern

ONE = 40.0  # column of the middle of the digit
MINUS = (14, 18, 16, 4)


def line_with(*marks):
    """A line with a 1 and, of each other mark, its left, top, width and height in ink."""
    pixels = np.zeros((LINE_HEIGHT, 60), np.float32)
    for left, top, width, height in ((38, 4, 4, 32), *marks):
        pixels[top : top + height, left : left + width] = 1.0
    return pixels


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([], id="alone"),
        pytest.param([(10, 2, 2, 2)], id="dust"),
        pytest.param([(9, 4, 3, 32)], id="bracket"),
        pytest.param([(1, 13, 10, 4), (1, 24, 10, 4)], id="equals"),
    ],
)
def test_a_dash_before_a_number_is_a_minus(others):
    assert minus_before(line_with(MINUS, *others), ONE) == ((14, 30), True)


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param([], id="nothing"),
        pytest.param([(14, 4, 20, 32)], id="letter"),
        pytest.param([(14, 35, 16, 4)], id="on the base line"),
        pytest.param([(14, 2, 16, 4)], id="on top"),
        pytest.param([(18, 18, 4, 4)], id="dot"),
        pytest.param([(9, 18, 4, 4)], id="far away"),
        pytest.param([(14, 13, 16, 4), (14, 23, 16, 4)], id="equals"),
        pytest.param([(18, 8, 5, 5), MINUS, (18, 28, 5, 5)], id="divided by"),
        pytest.param([(9, 18, 8, 4), (20, 18, 14, 4)], id="several that fill the line"),
        pytest.param([(14, 18, 24, 4)], id="a part of the digit"),
    ],
)
def test_what_is_no_minus(marks):
    assert minus_before(line_with(*marks), ONE) is None


def test_at_the_edge_it_may_be_the_end_of_anything():
    assert minus_before(line_with((8, 18, 12, 4)), ONE) == ((8, 20), False)
    assert minus_before(line_with((8, 16, 7, 7)), ONE) is None, "a point in the middle, as of a product"


@pytest.mark.parametrize(
    "mark", [(14, 28, 16, 4), (14, 8, 16, 4), (22, 18, 6, 4)], ids=["low", "high", "so short that it may be a point"]
)
def test_what_looks_little_like_a_sign_is_asked_about_only(mark):
    left, _, width, _ = mark
    assert minus_before(line_with(mark), ONE) == ((left, left + width), False)


@pytest.mark.parametrize(
    ("marks", "digit", "touches"),
    [
        pytest.param([(24, 18, 14, 4)], "1", True, id="a stroke in the middle"),
        pytest.param([(33, 18, 5, 4)], "1", False, id="too short"),
        pytest.param([(24, 4, 14, 4)], "7", False, id="the stroke on top of a 7"),
        pytest.param([(24, 32, 14, 4)], "2", False, id="the foot of a 2"),
        pytest.param([(24, 12, 14, 16)], "0", False, id="thick"),
        pytest.param([(29, 18, 9, 4)], "4", False, id="the bar of a 4"),
        pytest.param([(29, 18, 9, 4)], "9", True, id="as long before a 9"),
        pytest.param([(26, 26, 5, 4), (30, 20, 5, 4), (34, 14, 5, 4)], "1", False, id="the upstroke of a 1"),
        pytest.param([(10, 18, 14, 4)], "1", False, id="before it"),
        pytest.param([(10, 12, 4, 18), (24, 18, 14, 4)], "1", False, id="a letter before it"),
    ],
)
def test_a_flat_stroke_that_hangs_on_a_digit_may_be_its_sign(marks, digit, touches):
    assert minus_touches(line_with(*marks), ONE, digit) is touches


@pytest.mark.parametrize("digits", ["5", "24", "683"])
@pytest.mark.parametrize("drawn", [False, True])
def test_a_minus_that_touches_its_number_is_offered(reader, locator, digits, drawn):
    image = draw_number(f"-{digits}", height=70, spacing=-0.04, seed=1)
    (number,) = read_image(encode(image), reader, locator, drawn=drawn).numbers
    assert not number.sure
    assert f"-{digits}" in (number.text, *(other.text for other in number.alternatives))


@pytest.mark.parametrize(
    ("text", "pattern", "may"),
    [
        ("12", None, True),
        ("12/03/2024", None, False),
        ("12", r"\d{2}", False),
        ("12", r"-?\d{2}", True),
    ],
)
def test_dates_have_no_sign_and_a_pattern_says_whether_a_number_has_one(text, pattern, may):
    assert may_have_minus(text, pattern and parse_pattern(pattern)) is may


def test_the_number_without_it_is_offered():
    box = Box(10, 0, 50, 20)
    minus, one = Digit("-", SHARE, False, Box(12, 0, 22, 20)), Digit("1", 0.99, True, box)
    plain = Number((one,), 0.9, True, box, (OtherText("7", 0.1), OtherText("4", 0.01)))
    assert signed(plain) is plain
    number = signed(Number((one,), 0.9, True, box, plain.alternatives, minus=minus))
    assert (number.text, number.sure, number.minus) == ("-1", False, None)
    assert number.confidence == pytest.approx(SHARE * 0.9)
    assert [(other.text, round(other.confidence, 3)) for other in number.alternatives] == [
        ("1", 0.45),
        ("-7", 0.05),
        ("-4", 0.005),
    ]
    assert [(digit.box.left, digit.box.right) for digit in number.digits] == [(12, 22), (22, 50)]


@pytest.mark.parametrize(
    ("minus", "expected"),
    [
        pytest.param((20, 60, 42, 80), (42, 50, 60, 90), id="upright"),
        pytest.param((58, 60, 80, 80), (40, 50, 58, 90), id="on its head"),
        pytest.param((42, 82, 58, 120), (40, 50, 60, 82), id="climbing"),
        pytest.param((42, 20, 58, 56), (40, 56, 60, 90), id="falling"),
    ],
)
def test_the_first_digit_ends_where_the_minus_begins(minus, expected):
    one = Digit("1", 0.99, True, Box(40, 50, 60, 90))
    number = Number((one,), 0.9, True, one.box, minus=Digit("-", SHARE, False, Box(*minus)))
    assert signed(number).digits[1].box == Box(*expected)


@pytest.mark.parametrize("text", ["-12", "-5", "-340", "-7.5"])
def test_a_minus_is_read_and_asked_about(reader, locator, text):
    """One was left out in silence."""
    for seed in range(3):
        data = encode(draw_number(text, seed=seed))
        for way in ({"layout": "number"}, {"locator": locator}, {"locator": locator, "drawn": True}):
            (number,) = read_image(data, reader, **way).numbers
            assert (number.text, number.sure) == (text, False)
            assert [digit.value for digit in number.digits if not digit.sure][:1] == ["-"]
            assert "." in text or all(digit.sure for digit in number.digits[1:]), "that is all that is asked about"
            assert number.alternatives[0].text == text[1:]


def test_a_pattern_says_whether_there_is_one(reader):
    data = encode(draw_number("-12"))
    for pattern, text, sure in ((r"\d+", "12", True), (r"-?\d+", "-12", False)):
        (number,) = read_image(data, reader, layout="number", pattern=pattern).numbers
        assert (number.text, number.sure) == (text, sure)


def test_a_minus_that_the_crop_cuts_is_asked_about(reader):
    page = draw_number("-25", seed=3)
    ink = np.flatnonzero((page.mean(axis=2) < 128).any(axis=0))[0]
    for cut in range(2, 20, 3):
        (number,) = read_image(encode(page[:, ink + cut :]), reader, layout="number").numbers
        assert not number.sure and not any(digit.sure for digit in number.digits)


@pytest.mark.parametrize("margin", [0.02, 0.1])
def test_a_number_that_was_cut_out_tightly_keeps_its_digits(reader, locator, margin):
    for text in ("-347", "-58.5"):
        for height in (48, 96):
            (number,) = read_image(encode(draw_number(text, height, margin=margin)), reader, locator).numbers
            assert number.text.lstrip("-") == text[1:]
