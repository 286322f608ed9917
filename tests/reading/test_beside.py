"""One thing that was found as several numbers: a time, thousands apart; and brackets around one."""

from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import read
from webapp.reading.doubts.beside import ask_of_cents, ask_of_thousands, has_colon_beside, is_in_brackets
from webapp.reading.doubts.close_up import CloseUp
from webapp.reading.places.place import Found
from webapp.reading.result import Box, Digit, Number

ROWS, LEFT, RIGHT = 78, 70, 150  # of the close-up, and the number's box in it
NEXT = np.array([[174.0, 9, 240, 69]])


def close_up(*marks, others=NEXT, text="17"):
    """Two upright strokes, 50 high, and of each other mark its left, top, width and height."""
    ink = np.zeros((ROWS, 250), np.float32)
    for left, top, width, height in ((80, 14, 7, 50), (130, 14, 7, 50), *marks):
        ink[top : top + height, left : left + width] = 0.8
    seen = np.array([[83.0, 39.0], [133.0, 39.0]])
    box = np.array([LEFT, 9, RIGHT, 69], float)
    return CloseUp(ink, np.full(ink.shape, 240, np.uint8), box, text, seen, others, (False, False))


UPPER, LOWER = (158, 24, 6, 6), (159, 48, 6, 6)


@pytest.mark.parametrize(
    ("marks", "others", "text", "is_colon"),
    [
        pytest.param([UPPER, LOWER], NEXT, "17", True, id="a colon"),
        pytest.param([], NEXT, "17", False, id="nothing"),
        pytest.param([LOWER], NEXT, "17", False, id="a point"),
        pytest.param([UPPER, LOWER, (156, 37, 12, 3)], NEXT, "17", False, id="a division sign"),
        pytest.param([UPPER, (170, 48, 6, 6)], NEXT, "17", False, id="specks aside of each other"),
        pytest.param([UPPER, LOWER], NEXT + (40, 0, 40, 0), "17", False, id="far from the next number"),
        pytest.param([UPPER, LOWER], NEXT + (0, 70, 0, 70), "17", False, id="beside a number below"),
        pytest.param([UPPER, LOWER], NEXT + (0, 0, 60, 0), "17", False, id="a list's, before a long number"),
        pytest.param([UPPER, LOWER], NEXT, "171", False, id="behind a long number"),
    ],
)
def test_a_colon_between_two_short_numbers(marks, others, text, is_colon):
    assert has_colon_beside(close_up(*marks, others=others, text=text)) is is_colon


def test_a_colon_before_it():
    before = np.array([[0.0, 9, 46, 69]])
    assert has_colon_beside(close_up((56, 24, 6, 6), (56, 48, 6, 6), others=before))


def bow(column, side):
    """A bracket of upright pieces; side: -1 one that opens"""
    return [(column + side * aside, top, 8, 13) for aside, top in ((0, 10), (6, 22), (6, 34), (6, 46), (0, 58))]


OPENS, CLOSES = [(c, t, w, h) for c, t, w, h in bow(56, -1)], bow(158, 1)


@pytest.mark.parametrize(
    ("marks", "are_brackets"),
    [
        pytest.param([*OPENS, *CLOSES], True, id="both"),
        pytest.param(OPENS, False, id="one that opens"),
        pytest.param(CLOSES, False, id="one that closes"),
        pytest.param([(56, 10, 4, 60), (158, 10, 4, 60)], False, id="upright lines"),
        pytest.param([*bow(50, 1), *bow(164, -1)], False, id="bowed the other way"),
    ],
)
def test_brackets_around_a_number(marks, are_brackets):
    assert is_in_brackets(close_up(*marks, others=np.zeros((0, 4)))) is are_brackets


PAPER = np.full((300, 900), 230, np.uint8)


def number(text, left, top=100, height=60, wide=40):
    """A number with a digit every so many pixels, and 60 pixels high with its paper, on its own."""
    digits = tuple(
        Digit(value, 0.999, True, Box(left + i * wide, top, left + (i + 1) * wide, top + height), (),
              (left + (i + 0.5) * wide, top + height / 2))
        for i, value in enumerate(text)
    )  # fmt: skip
    right, bottom = left + len(text) * wide, top + height
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    return Found(corners, 0.9, Number(digits, 0.999, True, Box(left, top, right, bottom)))


def written(*numbers):
    """Paper on which each has strokes."""
    grey = PAPER.copy()
    for one in numbers:
        for digit in one.number.digits:
            x, y = (int(value) for value in digit.middle)
            grey[y - 20 : y + 20, x - 3 : x + 4] = 40
    return grey


def sures(found, grey=None):
    asked = ask_of_thousands(found, written(*found) if grey is None else grey)
    return [one.number.sure for one in asked]


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        pytest.param(number("124", 100), number("694", 252), False, id="thousands apart"),
        pytest.param(number("7", 100), number("694", 172), False, id="one digit before them"),
        pytest.param(number("124", 100), number("694", 320), True, id="far apart"),
        pytest.param(number("124", 100), number("69", 252), True, id="two digits behind"),
        pytest.param(number("1243", 100), number("694", 292), True, id="four digits before"),
        pytest.param(number("1.4", 100), number("694", 252), True, id="a point in it"),
        pytest.param(number("124", 100), number("694", 252, top=130), True, id="lower"),
        pytest.param(number("124", 100), number("694", 252, height=40), True, id="smaller"),
        pytest.param(number("024", 100), number("694", 252), True, id="a nought at its head"),
    ],
)
def test_thousands_that_stand_apart(one, other, sure):
    assert sures([one, other]) == sures([other, one]) == [sure, sure]


def test_a_sign_between_them_parts_them():
    found = [number("124", 100), number("694", 252)]
    grey = written(*found)
    grey[120:140, 230:240] = 60
    assert sures(found, grey) == [True, True]


def test_a_time_on_a_page_is_asked_about(reader, locator):
    """9 and 30, each clear, were two sure numbers."""
    image = drawing.blank(620, 700)
    for text, left, top in (
        ("9", 100, 90),
        ("30", 172, 90),
        ("4711", 100, 220),
        ("385", 100, 350),
        ("96034", 100, 480),
    ):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=top), 4)
    for top in (106, 134):
        image[top : top + 7, 152:159] = 20
    numbers = {one.text: one.sure for one in read(image, reader, locator).numbers}
    assert {"4711", "385", "96034"} <= set(numbers)
    assert not any(sure for text, sure in numbers.items() if text in ("9", "30", "9.30", "930"))


def rows(*lines, wall=None, wall_ends=(60, 400), cents=252):
    """Whole and cents in rows below each other; wall: the column of a printed line between them."""
    found = []
    for i, (whole, its_cents) in enumerate(lines):
        found += [number(whole, 100, top=100 + 90 * i), number(its_cents, cents, top=100 + 90 * i)]
    grey = written(*found)
    if wall is not None:
        grey = np.vstack([grey, np.full((200, grey.shape[1]), 230, np.uint8)])
        grey[wall_ends[0] : wall_ends[1], wall : wall + 2] = 170
    return found, grey


@pytest.mark.parametrize("turned", [False, True], ids=["upright", "on its side"])
@pytest.mark.parametrize(
    ("page", "asked"),
    [
        pytest.param(rows(("124", "50"), ("389", "95"), wall=238), True, id="euros and cents"),
        pytest.param(rows(("124", "50"), ("389", "95")), False, id="no line"),
        pytest.param(rows(("124", "50"), wall=238), False, id="a single row"),
        pytest.param(rows(("124", "505"), ("389", "951"), wall=238), False, id="three digits behind it"),
        pytest.param(
            rows(("124", "50"), ("389", "95"), wall=238, wall_ends=(112, 148)), False, id="a stroke in one row"
        ),
        pytest.param(rows(("124", "50"), ("389", "95"), wall=280, cents=340), False, id="wide columns"),
    ],
)
def test_cents_in_a_column_of_their_own(page, asked, turned):
    found, grey = page
    if turned:
        found, grey = [on_its_side(one) for one in found], np.ascontiguousarray(grey.T)
    assert [not one.number.sure for one in ask_of_cents(found, grey)] == [asked] * len(found)


def on_its_side(one):
    """The same on a page turned by 90°: columns become rows."""
    digits = tuple(
        replace(digit, box=digit.box.transposed(), seen_at=digit.seen_at[::-1]) for digit in one.number.digits
    )
    its = replace(one.number, digits=digits, box=one.number.box.transposed())
    return one._replace(corners=one.corners[:, ::-1].copy(), number=its)
