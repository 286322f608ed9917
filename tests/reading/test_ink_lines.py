import cv2
import numpy as np
import pytest

from tests import drawing
from webapp.reading.finding.ink_lines import find_ink, number_boxes


def grey(image):
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def sheet(*placed, rows=600, cols=1000, paper=255):
    """Numbers on a sheet, each as (text, left, top, height): grey (rows, cols) uint8."""
    image = drawing.blank(rows, cols, (paper,) * 3)
    for text, left, top, height in placed:
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, height, left=left, top=top), 0.09 * height)
    return grey(image)


def holds(box, left, top, right, bottom):
    return box.left <= left and box.top <= top and box.right >= right and box.bottom >= bottom


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 7), (600, 900), (1, 1400), (3000, 2), (3, 70_000)])
def test_blank_paper_holds_no_number(level, shape):
    assert number_boxes(find_ink(np.full(shape, level, np.uint8))) == []


def test_noise_and_shadow_hold_no_number():
    light = np.linspace(120, 230, 900) + np.random.default_rng(0).normal(0, 3, (600, 900))
    assert number_boxes(find_ink(np.clip(light, 0, 255).astype(np.uint8))) == []


def test_one_pixel_of_ink_is_dust():
    paper = np.full((400, 400), 255, np.uint8)
    paper[200, 200] = 0
    assert number_boxes(find_ink(paper)) == []


def test_one_digit():
    (box,) = number_boxes(find_ink(sheet(("7", 400, 200, 120))))
    assert holds(box, 402, 206, 470, 318)
    assert box.height < 190


def test_a_digit_that_fills_its_image():
    (box,) = number_boxes(find_ink(grey(drawing.draw_number("8", 200, margin=0.05))))
    assert box.height > 200


def test_lines_come_from_top_to_bottom_and_numbers_from_left_to_right():
    boxes = number_boxes(
        find_ink(sheet(("31", 60, 60, 60), ("72", 500, 70, 60), ("4", 60, 250, 60), ("55", 500, 240, 60)))
    )
    assert [(box.left < 300, box.top < 150) for box in boxes] == [
        (True, True), (False, True), (True, False), (False, False)
    ]  # fmt: skip


def test_digits_written_apart_are_one_number():
    image = drawing.draw_number("3268", 100, spacing=0.9)
    assert len(number_boxes(find_ink(grey(image)))) == 1


def test_touching_digits_are_one_number():
    assert len(number_boxes(find_ink(grey(drawing.draw_number("300", 100, spacing=-0.12))))) == 1


def test_points_and_dashes_belong_to_their_number():
    (box,) = number_boxes(find_ink(sheet(("12.50-7", 100, 200, 100))))
    assert box.width > 300


def test_a_line_that_leans_is_one_line():
    image = sheet(("123456", 150, 200, 80))
    turn = cv2.getRotationMatrix2D((500, 300), 8, 1.0)
    leaning = cv2.warpAffine(image, turn, (1000, 600), borderValue=255)
    assert len(number_boxes(find_ink(leaning))) == 1


@pytest.mark.parametrize("board", [20, 130, 200])
def test_chalk_on_a_board(board):
    (box,) = number_boxes(find_ink(255 - sheet(("1984", 300, 200, 100), paper=255 - board)))
    assert holds(box, 305, 206, 500, 290)


def test_a_sheet_in_the_shade_beside_a_bright_window():
    image = (sheet(("1984", 300, 200, 100)) * 0.45).astype(np.uint8)
    image[:, 850:] = 250
    assert any(holds(box, 305, 206, 500, 290) for box in number_boxes(find_ink(image)))


def test_the_frame_around_a_sheet_and_a_rule_are_no_numbers():
    image = sheet(("42", 300, 200, 100))
    cv2.rectangle(image, (0, 0), (999, 599), 0, 6)
    cv2.line(image, (20, 420), (980, 420), 0, 3)
    (box,) = number_boxes(find_ink(image))
    assert holds(box, 305, 206, 400, 290)


@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_the_resolution_does_not_matter(scale):
    image = sheet(("150", 100, 100, 100), ("27", 100, 350, 100))
    resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = number_boxes(find_ink(resized))
    assert len(boxes) == 2
    assert boxes[0].left / scale == pytest.approx(85, abs=12)


def test_boxes_stay_inside_the_image():
    image = grey(drawing.draw_number("11", 100, margin=0.0))
    for box in number_boxes(find_ink(image)):
        assert box.right <= image.shape[1]
        assert box.bottom <= image.shape[0]


def test_what_lies_beside_numbers_that_are_known():
    image = sheet(("284", 100, 200, 100), ("6", 380, 200, 100))
    assert len(number_boxes(find_ink(image))) == 1
    (first,) = number_boxes(find_ink(image), np.array([[375, 198, 450, 304]]))
    assert holds(first, 102, 206, 300, 290) and first.right < 370


def test_points_beside_numbers_that_are_known_are_no_numbers():
    image = sheet(("28.4", 100, 200, 100))
    assert number_boxes(find_ink(image), np.array([[98, 198, 230, 302], [265, 198, 345, 302]])) == []


def test_small_writing_makes_lines_of_its_own_and_dots_make_none():
    image = sheet(("4187", 50, 40, 150), ("553", 60, 300, 50), ("7", 500, 450, 90))
    image[520:532, 60:72] = 0
    assert len(number_boxes(find_ink(image))) == 3


def test_a_small_number_beside_a_large_one_stays_whole():
    for left in (480, 560, 700):
        boxes = number_boxes(find_ink(sheet(("4187", 50, 40, 150), ("12345", left, 100, 50), cols=1400)))
        end = left + 160
        assert any(box.left <= left + 8 and box.right >= end for box in boxes), "its first digits are no other number's"


def test_a_small_number_keeps_its_minus_and_its_point():
    _, box = number_boxes(find_ink(sheet(("4187", 50, 40, 150), ("-1.2", 60, 320, 50))))
    assert holds(box, 62, 326, 150, 368)


def test_a_dash_beside_a_number_that_is_known_belongs_to_an_unknown_one():
    image = sheet(("639", 50, 100, 100), ("-12", 700, 100, 100))
    (box,) = number_boxes(find_ink(image), np.array([[50, 100, 290, 200]]))
    assert holds(box, 704, 106, 830, 190)
