"""What speaks against a number that nobody would be asked about."""

from itertools import pairwise

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import read
from webapp.reading.doubts.bullets import has_bullet
from webapp.reading.doubts.close_up import CloseUp, close_up, marks_of
from webapp.reading.doubts.crossed import is_crossed_out, is_ringed
from webapp.reading.doubts.from_near import ask_from_near
from webapp.reading.doubts.inserted import has_digit_above, is_above_another
from webapp.reading.doubts.numbered import is_numbered
from webapp.reading.doubts.paler import is_paler_beside
from webapp.reading.doubts.raised import has_small_end, is_raised_beside
from webapp.reading.doubts.slashes import has_slashes_at_end
from webapp.reading.doubts.walls import has_wall_between
from webapp.reading.places.place import Found
from webapp.reading.result import Box, Digit, Number

DARK, PALE = (28, 34, 74), (178, 178, 178)
HEIGHT = 70


def sheet():
    return drawing.blank(420, 900, (246, 244, 238))


def write(image, text, left, top=150, height=HEIGHT, ink=DARK):
    """Write digit by digit; returns each with its box."""
    digits = []
    for seed, value in enumerate(text):
        strokes = drawing.strokes_of(value, height, left=left, top=top, seed=seed)
        drawing.draw_strokes_inplace(image, strokes, 0.08 * height, ink)
        cols, rows = np.concatenate(strokes).T
        digits.append((value, (cols.min() - 3, rows.min() - 3, cols.max() + 4, rows.max() + 4)))
        left = cols.max() + 0.25 * height
    return digits


def with_paper(digits):
    """The same with boxes as the app has them, with paper above and below."""
    return [(value, (left, top - 7, right, bottom + 7)) for value, (left, top, right, bottom) in digits]


def line(image, *points):
    drawing.draw_strokes_inplace(image, [list(points)], 0.08 * HEIGHT, DARK)


def ring(image, x, y, across, down):
    turn = np.linspace(0, 2 * np.pi, 40)
    line(image, *zip(x + across * np.cos(turn), y + down * np.sin(turn), strict=True))


LEVEL = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)  # corners of a place whose line runs to the right


def number_of(digits, sure=True):
    boxes = [Box(*np.round(box).astype(int).tolist()) for _, box in digits]
    low, high = np.min([(b.left, b.top) for b in boxes], axis=0), np.max([(b.right, b.bottom) for b in boxes], axis=0)
    parts = tuple(Digit(value, 1.0, True, box) for (value, _), box in zip(digits, boxes, strict=True))
    return Number(parts, 1.0, sure, Box(*low.tolist(), *high.tolist()))


def seen_from_near(image, digits, turned=0):
    """The number of these digits on an image that lies on its side, or on its head. turned: quarters anticlockwise"""
    grey, boxes = image.mean(axis=2).astype(np.uint8), np.array([box for _, box in digits])
    corners = LEVEL
    for _ in range(turned):
        left, top, right, bottom = boxes.T
        boxes = np.stack([top, grey.shape[1] - right, bottom, grey.shape[1] - left], axis=1)
        grey, corners = np.rot90(grey), np.stack([corners[:, 1], -corners[:, 0]], axis=1)
    number = number_of([(value, box) for (value, _), box in zip(digits, boxes, strict=True)])
    return close_up(np.ascontiguousarray(grey), corners, number, np.zeros((0, 4)))


@pytest.mark.parametrize("is_crossed", [False, True])
def test_what_is_asked_about_for_its_place_alone_is_looked_at_too(is_crossed):
    """One tap keeps all numbers of which each digit is clear: a crossed-out one was among them."""
    image = sheet()
    digits = with_paper(write(image, "4723", 300))
    if is_crossed:
        line(image, (290, 190), (620, 180))
    place = Found(LEVEL, 0.7, number_of(digits, sure=False))
    (asked,) = ask_from_near([place], image.mean(axis=2).astype(np.uint8))
    assert [digit.sure for digit in asked.number.digits] == 4 * [not is_crossed]


sides = pytest.mark.parametrize("turned", range(4))


@sides
@pytest.mark.parametrize(
    ("ink", "is_last", "expected"), [(PALE, False, True), (PALE, True, True), (DARK, False, False)]
)
def test_a_paler_digit_beside_the_number(turned, ink, is_last, expected):
    image = sheet()
    first = write(image, "2", 200, ink=DARK if is_last else ink)
    rest = write(image, "4793", first[-1][1][2] + 14, ink=DARK)
    last = write(image, "8", rest[-1][1][2] + 14, ink=ink if is_last else DARK)
    read_ones = [*first, *rest] if is_last else [*rest, *last]
    assert (
        is_paler_beside(seen_from_near(image, read_ones if ink == PALE else [*first, *rest, *last], turned)) == expected
    )


def test_paler_print_below_and_a_rule_through_it_are_no_digits():
    image = sheet()
    digits = write(image, "4793", 200)
    write(image, "11", 520, top=260, ink=PALE)
    drawing.draw_strokes_inplace(image, [[(0, 190), (899, 190)]], 3, PALE)
    assert not is_paler_beside(seen_from_near(image, digits))


@sides
@pytest.mark.parametrize(
    ("end", "height", "top", "expected"),
    [
        ("38", 0.5, 148, True),
        ("2", 0.5, 148, True),
        ("38", 1, 150, False),
        ("38", 0.5, 185, True),
        ("38", 0.7, 171, False),
        ("0", 0.6, 178, False),
        ("000", 0.5, 148, False),
    ],
)
def test_cents_and_powers_are_small(turned, end, height, top, expected):
    image = sheet()
    digits = write(image, "2475", 200)
    digits += write(image, end, digits[-1][1][2] + 14, top=top, height=height * HEIGHT)
    assert has_small_end(seen_from_near(image, digits, turned)) == expected


@sides
@pytest.mark.parametrize(
    ("number", "gap", "rest", "expected"),
    [
        pytest.param("2.", 0.5, "64", True, id="a point and paper behind it"),
        pytest.param("2.", 0.12, "64", False, id="a decimal"),
        pytest.param("12.", 0.5, "64", True, id="two digits"),
        pytest.param("212.", 0.5, "64", False, id="three are too many"),
        pytest.param("2", 0.65, "64", True, id="a point that touches its digit, so that no one sees it"),
        pytest.param("2", 0.65, "640", False, id="thousands"),
        pytest.param("31", 0.5, "64", True, id="a bracket that was read as a 1"),
        pytest.param("36", 0.4, "64", False, id="no bracket"),
        pytest.param("21", 0.5, "345", False, id="thousands behind a 1"),
        pytest.param("5.", 0.5, "3.2026", False, id="a date"),
        pytest.param("2", 0.5, "6", False, id="two digits alone, in cells"),
        pytest.param("2.", 0.6, "6", True, id="one digit behind it"),
    ],
)
def test_a_lines_own_number_before_what_stands_on_it(turned, number, gap, rest, expected):
    image = sheet()
    digits = write(image, number, 200)
    digits += write(image, rest, digits[-1][1][2] + gap * HEIGHT)
    assert is_numbered(seen_from_near(image, digits, turned)) == expected


@sides
def test_a_mark_that_nobody_read_between_the_two(turned):
    image = sheet()
    digits = write(image, "2", 200)
    end = digits[-1][1][2]
    line(image, (end + 10, 140), (end + 22, 185), (end + 10, 230))  # a bracket
    digits += write(image, "64", end + 55)
    assert is_numbered(seen_from_near(image, digits, turned))


def bare_close_up(box, others):
    """Of a 2 of which only its place counts."""
    nothing, paper = np.zeros((1, 1), np.float32), np.zeros((1, 1), np.uint8)
    return CloseUp(nothing, paper, box, "2", np.zeros((0, 2)), others, (True, True))


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((310, 100, 335, 140), True),
        ((310, 160, 335, 200), False),
        ((310, 100, 380, 200), False),
        ((420, 100, 445, 140), False),
    ],
)
def test_a_small_number_that_stands_high_behind_another_one(box, expected):
    others = np.array([[100.0, 100, 300, 200]])
    close = bare_close_up(np.array(box, float), others)
    assert is_raised_beside(close) == expected


@sides
@pytest.mark.parametrize(("at", "expected"), [(0.5, True), (0.42, True), (1.02, False), (None, False)])
def test_a_line_through_all_of_it(turned, at, expected):
    image = sheet()
    digits = write(image, "5274", 200)
    if at:
        line(image, (185, 150 + at * HEIGHT), (digits[-1][1][2] + 15, 148 + at * HEIGHT))
    assert is_crossed_out(seen_from_near(image, digits, turned)) == expected


@sides
@pytest.mark.parametrize("is_there", [True, False])
def test_a_ring_is_no_zero(turned, is_there):
    image = sheet()
    ((value, (left, top, right, bottom)),) = write(image, "4", 300)
    if is_there:
        ring(image, (left + right) / 2, (top + bottom) / 2, 60, 62)
    around = (left - 35, top - 30, right + 35, bottom + 30) if is_there else (left, top, right, bottom)
    assert is_ringed(seen_from_near(image, [("0", around)], turned)) == is_there


def test_a_cell_is_no_ring():
    image = sheet()
    ((value, (left, top, right, bottom)),) = write(image, "4", 300)
    around = (left - 35, top - 30, right + 35, bottom + 30)
    line(image, around[:2], (around[2], around[1]), around[2:], (around[0], around[3]), around[:2])
    assert not is_ringed(seen_from_near(image, [(value, around)]))


@sides
@pytest.mark.parametrize(
    ("text", "walls", "ink", "expected"),
    [
        pytest.param("1575", [2], DARK, True, id="whole and cents"),
        pytest.param("1575", [2], (205, 208, 200), True, id="a pale line"),
        pytest.param("72", [1], DARK, True, id="two columns of one digit"),
        pytest.param("1575", [1, 2, 3], DARK, False, id="cells"),
        pytest.param("1575", [0, 4], DARK, False, id="lines beside it"),
        pytest.param("4111", [], DARK, False, id="ones"),
        pytest.param("15/75", [], DARK, False, id="a slash"),
    ],
)
def test_a_line_of_a_table_between_two_digits(turned, text, walls, ink, expected):
    image = sheet()
    digits = with_paper(write(image, text, 200))
    edges = [180, *((one[2] + other[0]) / 2 for (_, one), (_, other) in pairwise(digits)), digits[-1][1][2] + 20]
    for x in (edges[i] for i in walls):
        drawing.draw_strokes_inplace(image, [[(x, 130), (x, 240)]], 3, ink)
    assert has_wall_between(seen_from_near(image, digits, turned)) == expected


@pytest.mark.parametrize(
    ("text", "pitch", "expected"),
    [
        pytest.param("47", 32, False, id="squared paper"),
        pytest.param("47", 60, False, id="large squares"),
        pytest.param("47", 80, False, id="two cells"),
        pytest.param("47", 200, True, id="two columns"),
    ],
)
def test_squared_paper_and_cells_have_lines_all_over(text, pitch, expected):
    image = sheet()
    digits = with_paper(write(image, text, 300))
    middle = (digits[0][1][2] + digits[1][1][0]) / 2
    for i in range(-3, 4):
        x = middle + i * pitch
        drawing.draw_strokes_inplace(image, [[(x, 100), (x, 270)]], 2, (170, 180, 190))
    assert has_wall_between(seen_from_near(image, digits)) == expected


@sides
@pytest.mark.parametrize(
    ("size", "low", "gap", "rest", "expected"),
    [
        pytest.param(1.0, 0.0, 0.2, "42", False, id="a zero"),
        pytest.param(0.5, 0.5, 0.2, "42", True, id="a ring"),
        pytest.param(0.7, 0.15, 0.2, "42", True, id="a large ring"),
        pytest.param(1.0, -0.35, 0.2, "42", True, id="off the line"),
        pytest.param(0.78, 0.22, 0.2, "42", False, id="a low zero on the line"),
        pytest.param(1.0, 0.0, 0.7, "425", True, id="far away"),
        pytest.param(1.0, 0.0, 0.6, "4", True, id="far from one digit"),
        pytest.param(0.5, 0.5, 0.2, ".42", False, id="a small zero before a point"),
        pytest.param(0.7, 0.15, 0.2, "4/03/2026", False, id="a date"),
    ],
)
def test_a_ring_before_a_number_is_no_zero(turned, size, low, gap, rest, expected):
    image = sheet()
    digits = write(image, "0", 200, top=150 + low * HEIGHT, height=size * HEIGHT)
    digits += write(image, rest, digits[-1][1][2] + gap * HEIGHT)
    assert has_bullet(seen_from_near(image, digits, turned)) == expected


@sides
@pytest.mark.parametrize(
    ("above", "at", "size", "expected"),
    [
        pytest.param("3", 1, 0.5, True, id="over the second digit"),
        pytest.param("3", 0, 0.6, True, id="over the first"),
        pytest.param("3", None, 0.5, False, id="a power"),
        pytest.param("358", 1, 0.5, False, id="a line of its own"),
        pytest.param("3", 1, 0.95, False, id="the row above"),
        pytest.param("-", 1, 0.5, False, id="a dash"),
    ],
)
def test_a_digit_that_is_squeezed_in_above(turned, above, at, size, expected):
    image = sheet()
    digits = write(image, "695", 250)
    left = digits[-1][1][2] + 16 if at is None else digits[at][1][0] + 4
    write(image, above, left, top=150 - (size + 0.15) * HEIGHT, height=size * HEIGHT)
    assert has_digit_above(seen_from_near(image, digits, turned)) == expected


def test_a_long_rule_above_is_no_digit():
    image = sheet()
    digits = write(image, "695", 250)
    line(image, (100, 90), (800, 132))
    assert not has_digit_above(seen_from_near(image, digits))


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((180, 40, 220, 95), True),
        ((180, -60, 220, -5), False),
        ((310, 60, 335, 110), False),
        ((180, -20, 260, 95), False),
    ],
)
def test_a_small_number_above_another_one(box, expected):
    others = np.array([[100.0, 100, 300, 200]])
    close = bare_close_up(np.array(box, float), others)
    assert is_above_another(close) == expected


@sides
@pytest.mark.parametrize(
    ("text", "lean", "expected"),
    [
        pytest.param("1124", 0.45, True, id="two voided cells"),
        pytest.param("5911", 0.45, True, id="the end of an amount"),
        pytest.param("1124", 0.1, False, id="upright ones"),
        pytest.param("124", 0.45, False, id="one alone"),
        pytest.param("2114", 0.45, False, id="inside"),
        pytest.param("11", 0.45, False, id="nothing else"),
        pytest.param("11/3/2026", 0.45, False, id="a date"),
    ],
)
def test_slashes_that_read_as_ones(turned, text, lean, expected):
    image, left, digits = sheet(), 200, []
    for digit in text:
        if digit == "1":
            line(image, (left, 150 + HEIGHT), (left + lean * HEIGHT, 150))
            digits.append(("1", (left - 3, 147, left + lean * HEIGHT + 4, 154 + HEIGHT)))
        else:
            digits += write(image, digit, left)
        left = digits[-1][1][2] + 0.25 * HEIGHT
    assert has_slashes_at_end(seen_from_near(image, digits, turned)) == expected


def in_two_inks(image):
    write(image, "4793", write(image, "2", 200, ink=PALE)[-1][1][2] + 14)


def with_cents(image):
    write(image, "38", write(image, "2475", 200)[-1][1][2] + 14, top=147, height=0.5 * HEIGHT)


def crossed_out(image):
    line(image, (185, 186), (write(image, "5274", 200)[-1][1][2] + 15, 184))


def with_a_whole(image):
    write(image, "1/2", write(image, "3", 200)[-1][1][2] + 0.4 * HEIGHT)


def with_a_minus(image):
    line(image, (200, 188), (240, 187))
    write(image, "42", 240 + 0.7 * HEIGHT)


def with_a_ring(image):
    digits = write(image, "0", 200, top=150 + 0.5 * HEIGHT, height=0.5 * HEIGHT)
    write(image, "47", digits[-1][1][2] + 0.25 * HEIGHT)


def with_one_digit_squeezed_in(image):
    digits = write(image, "695", 250)
    write(image, "3", digits[1][1][0] + 4, top=150 - 0.65 * HEIGHT, height=0.5 * HEIGHT)


def with_columns(image):
    first = write(image, "15", 200)
    x = first[-1][1][2] + 0.2 * HEIGHT
    drawing.draw_strokes_inplace(image, [[(x, 120), (x, 250)]], 3, (200, 205, 195))
    write(image, "75", x + 0.2 * HEIGHT)


def with_voided_cells(image):
    for left in (200, 262):
        line(image, (left, 150 + HEIGHT), (left + 0.45 * HEIGHT, 150))
    write(image, "47", 330)


ODD = (in_two_inks, with_cents, crossed_out, with_a_whole, with_a_minus)
ODD = (*ODD, with_a_ring, with_one_digit_squeezed_in, with_voided_cells)


@pytest.mark.parametrize("wrote", [*ODD, with_columns])
@pytest.mark.parametrize("drawn", [False, True])
def test_the_person_is_asked_whatever_is_read(reader, locator, wrote, drawn):
    image = sheet()
    wrote(image)
    assert not any(number.sure for number in read(image, reader, locator, drawn=drawn).numbers)


@pytest.mark.parametrize("wrote", [in_two_inks, with_a_ring, with_one_digit_squeezed_in, with_voided_cells])
def test_so_is_it_in_a_piece_that_is_one_number(reader, locator, wrote):
    image = sheet()
    wrote(image)
    (number,) = read(image[90:260, 150:600], reader, locator, layout="number").numbers
    assert number.text == "24793" or not number.sure


def test_a_point_that_nobody_read_is_asked_about(reader, locator):
    """4·7"""
    image = sheet()
    x = write(image, "4", 300)[-1][1][2] + 0.1 * HEIGHT
    line(image, (x, 186), (x + 2, 187))
    write(image, "7", x + 0.2 * HEIGHT)
    assert not any(number.sure for number in read(image, reader, locator, drawn=True).numbers)


@pytest.mark.parametrize(("ink", "sure"), [(PALE, False), (DARK, True)])
def test_in_a_crop_too(reader, locator, ink, sure):
    image = sheet()
    write(image, "4793", write(image, "2", 200, ink=ink)[-1][1][2] + 14)
    numbers = read(image, reader, locator, crop=(120, 110, 800, 280)).numbers
    assert [number.sure for number in numbers] == [sure]


@pytest.mark.parametrize("shape", [(60, 0), (0, 60), (0, 0)])
def test_where_there_are_no_pixels_there_are_no_marks(shape):
    """OpenCV would end the process."""
    assert len(marks_of(np.zeros(shape, np.uint8))[1]) == 0
