"""What lies on a number, or at its end, and lines that lean, seen from near."""

import cv2
import numpy as np
import pytest

from tests.reading.pages import read
from tests.reading.test_from_near import HEIGHT, line, seen_from_near, sheet, sides, with_paper, write
from webapp.reading.doubts.close_up import close_up
from webapp.reading.doubts.covered import is_covered
from webapp.reading.doubts.level import levelled
from webapp.reading.doubts.sign_before import has_minus_before
from webapp.reading.result import Box, Digit, Number

SKIN, GLARE, TABLE, HOLE = (150, 170, 215), (255, 255, 255), (90, 105, 120), (60, 60, 60)
GREY_PAPER = (205, 203, 198)


def paper():
    """Lit as a page in a room is: a reflection is lighter."""
    image = sheet()
    image[:] = GREY_PAPER
    return image


def end_of(digits):
    """The middle of the last digit."""
    left, top, right, bottom = digits[-1][1]
    return (left + right) / 2, (top + bottom) / 2


def with_a_finger(image, x, y):
    cv2.ellipse(image, (round(x), round(y + HEIGHT)), (round(0.5 * HEIGHT), round(1.8 * HEIGHT)), 0, 0, 360, SKIN, -1)


def with_a_reflection(image, x, y):
    cv2.circle(image, (round(x), round(y)), round(0.75 * HEIGHT), GLARE, -1)


def with_a_hole(image, x, y):
    cv2.circle(image, (round(x), round(y)), round(0.6 * HEIGHT), HOLE, -1)


def with_a_table(image, x, y):
    image[:, round(x - 0.35 * HEIGHT) :] = TABLE


COVERS = [with_a_finger, with_a_reflection, with_a_hole, with_a_table]


def nothing(image, x, y):
    """The paper alone."""


def with_a_shadow(image, x, y):
    """Which grows slowly, as that of a hand does."""
    image[:] = (image * np.linspace(1.0, 0.75, image.shape[1])[:, np.newaxis]).astype(np.uint8)


def with_a_highlighter(image, x, y):
    """Ink is seen through it."""
    rows = slice(round(y - 0.7 * HEIGHT), round(y + 0.7 * HEIGHT))
    columns = slice(round(x - 0.6 * HEIGHT), round(x + 0.6 * HEIGHT))
    image[rows, columns] = (image[rows, columns] * np.array([0.45, 0.95, 1.0])).astype(np.uint8)


def with_a_rule(image, x, y):
    image[round(y + 0.7 * HEIGHT) :][:2] = (130, 130, 130)


@sides
@pytest.mark.parametrize("cover", COVERS)
def test_what_lies_on_the_last_digit(turned, cover):
    image = paper()
    digits = write(image, "24793", 200)
    cover(image, *end_of(digits))
    assert is_covered(seen_from_near(image, with_paper(digits[:-1]), turned))


@sides
@pytest.mark.parametrize("beside", [nothing, with_a_shadow, with_a_highlighter, with_a_rule])
def test_what_hides_nothing(turned, beside):
    image = paper()
    digits = write(image, "24793", 200)
    beside(image, *end_of(digits))
    assert not is_covered(seen_from_near(image, with_paper(digits), turned))


def test_what_lies_farther_away_hides_nothing_of_the_number():
    image = paper()
    digits = write(image, "247", 200)
    x, y = end_of(digits)
    with_a_hole(image, x + 2.2 * HEIGHT, y)
    assert not is_covered(seen_from_near(image, with_paper(digits)))


@sides
def test_a_finger_that_is_hardly_darker_and_begins_in_the_numbers_box(turned):
    """Its box goes on to what lies beside its last digit."""
    image = paper()
    digits = with_paper(write(image, "24793", 200))
    x, y = end_of(digits)
    pale = tuple(0.9 * level for level in GREY_PAPER)
    axes = round(0.5 * HEIGHT), round(1.8 * HEIGHT)
    cv2.ellipse(image, (round(x), round(y + 1.2 * HEIGHT)), axes, 0, 0, 360, pale, -1)
    seven = digits[-2]
    left, top, right, bottom = seven[1]
    held = [*digits[:-2], (seven[0], (left, top, right + 0.45 * HEIGHT, bottom))]
    assert is_covered(seen_from_near(image, held, turned))


@pytest.mark.parametrize("cover", COVERS)
def test_the_person_is_asked_about_what_is_covered(reader, locator, cover):
    image = paper()
    cover(image, *end_of(write(image, "24793", 200)))
    write(image, "581", 200, top=290)
    assert not any(number.sure and number.text != "581" for number in read(image, reader, locator).numbers)


def leaning(image, boxes, angle):
    """The image turned clockwise about its middle, and upright boxes around what was in these. (rows, cols) uint8"""
    grey = image.mean(axis=2).astype(np.uint8)
    middle = (np.array(grey.shape[::-1]) - 1) / 2
    move = cv2.getRotationMatrix2D(middle.tolist(), -angle, 1.0)
    turned = cv2.warpAffine(grey, move, grey.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    corners = np.array([[(x, y) for x in (left, right) for y in (top, bottom)] for left, top, right, bottom in boxes])
    corners = corners @ move[:, :2].T + move[:, 2]
    return turned, np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)


def number_of(digits, boxes):
    parts = tuple(
        Digit(value, 1.0, True, Box(*np.round(box).astype(int).tolist()), (), tuple(((box[:2] + box[2:]) / 2).tolist()))
        for (value, _), box in zip(digits, boxes, strict=True)
    )
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return Number(parts, 1.0, True, Box(*np.round([*low, *high]).astype(int).tolist()))


@pytest.mark.parametrize("angle", [-25, -15, 12, 20, 30])
def test_what_stands_before_a_line_that_leans(angle):
    """A minus that the number's place cuts off."""
    radians = np.radians(angle)
    corners = np.array([[0, 0], [np.cos(radians), np.sin(radians)]])
    for has_minus in (True, False):
        image = sheet()
        digits = write(image, "472", 420)
        if has_minus:
            line(image, (368, 150 + HEIGHT / 2), (398, 150 + HEIGHT / 2))
        # One box around all: that of a line that leans is higher than the line.
        (left, top), (right, bottom) = digits[0][1][:2], digits[-1][1][2:]
        around = (left, top - 7, right, bottom + 7)
        grey, boxes = leaning(image, [*(box for _, box in with_paper(digits)), around], angle)
        number = number_of(digits, boxes[:-1])
        number = Number(number.digits, 1.0, True, Box(*np.round(boxes[-1]).astype(int).tolist()))
        close = close_up(grey, corners, number, np.zeros((0, 4)))
        assert close is not None
        assert has_minus_before(close) == has_minus


def test_of_what_leans_too_much_nothing_is_said():
    image = sheet()
    digits = write(image, "472", 420)
    grey, boxes = leaning(image, [box for _, box in digits], 40)
    corners = np.array([[0, 0], [np.cos(np.radians(40)), np.sin(np.radians(40))]])
    assert close_up(grey, corners, number_of(digits, boxes), np.zeros((0, 4))) is None


def test_boxes_are_turned_with_the_image():
    """A mark is where its box says that it is, and the box is as large as the mark again."""
    image = np.full((300, 500), 240, np.uint8)
    cv2.rectangle(image, (200, 140), (299, 169), 20, -1)
    grey, boxes = leaning(np.repeat(image[..., np.newaxis], 3, axis=2), [(200, 140, 300, 170)], 15)
    box = Box(*np.round(boxes[0]).astype(int).tolist())
    number = Number((Digit("1", 1.0, True, box, (), box.middle),), 1.0, True, box)
    level, placed, others = levelled(grey, number, boxes, 15.0)
    rows, cols = np.nonzero(level < 130)
    ink = np.array([cols.min(), rows.min(), cols.max() + 1, rows.max() + 1])
    own = placed.box
    np.testing.assert_allclose([own.left, own.top, own.right, own.bottom], ink, atol=4)
    np.testing.assert_allclose(others[0], ink, atol=4)


def test_a_close_up_of_one_column_ends_nowhere():
    narrow = np.full((40, 1), 200, np.uint8)
    number = Number((Digit("1", 1.0, True, Box(0, 4, 1, 34), (), (0.5, 19.0)),), 1.0, True, Box(0, 4, 1, 34))
    close = close_up(narrow, np.array([[0.0, 0], [1, 0]]), number, np.zeros((0, 4)))
    assert not is_covered(close)
