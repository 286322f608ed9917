import cv2
import numpy as np
import pytest

from tests.drawing import draw_number
from webapp.reading.finding.look import page_input
from webapp.reading.finding.skew import MOST, skew


def sheet(angle, write):
    """Paper with what `write` draws on it, turned clockwise by `angle` degrees."""
    grey = np.full((480, 640), 230, np.uint8)
    write(grey)
    matrix = cv2.getRotationMatrix2D((320, 240), -angle, 1.0)
    return cv2.warpAffine(grey, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE)


def two_lines(grey):
    for text, y in (("4 0 5 1 9 8 2", 180), ("7 3 6 1 0 2 4", 280)):
        cv2.putText(grey, text, (130, y), cv2.FONT_HERSHEY_SIMPLEX, 1.4, 60, 3, cv2.LINE_AA)


def grid(grey):
    for y in range(140, 360, 40):
        cv2.line(grey, (120, y), (520, y), 80, 2)
    for x in range(120, 540, 80):
        cv2.line(grey, (x, 140), (x, 340), 80, 2)


@pytest.mark.parametrize("write", [two_lines, grid])
@pytest.mark.parametrize("angle", [-32, -20, -7, 0, 3, 15, 25])
def test_lines_are_turned_level(write, angle):
    assert skew(page_input(sheet(angle, write))) == pytest.approx(angle, abs=1.5)


@pytest.mark.parametrize("angle", [-22, -19, 16, 19])
def test_a_column_whose_rows_end_together_is_turned_level(angle):
    """Long and short numbers and words as on a shopping list: its edges slant, and level looks nearly like a line."""

    def column(grey):
        for row, text in enumerate(("60628.00", "26300.95", "55344.00", "20.00", "97", "466.57", "10949", "5900")):
            (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 1.8, 4)
            cv2.putText(grey, text, (480 - width, 90 + 54 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.8, 60, 4, cv2.LINE_AA)
        for row, text in enumerate(("Rice", "Power", "Bread", "Paper")):
            first = 300 if angle < 0 else 320
            cv2.putText(grey, text, (150, first + 43 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 60, 4, cv2.LINE_AA)

    assert skew(page_input(sheet(angle, column))) == pytest.approx(angle, abs=2)


def test_light_strokes_on_a_dark_board_lean_as_dark_ones_do():
    assert skew(page_input(255 - sheet(9, two_lines))) == pytest.approx(9, abs=1.5)


def test_noise_has_no_angle():
    rng = np.random.default_rng(2)
    assert skew(page_input(rng.integers(0, 255, (300, 400), np.uint8))) == 0


def test_short_numbers_under_each_other_stand_level_though_they_stand_in_a_slanting_row():
    def stairs(grey):
        for text, left, y in (("1742", 90, 130), ("30.50", 260, 230), ("905", 440, 330)):
            cv2.putText(grey, text, (left, y), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 60, 3, cv2.LINE_AA)

    assert skew(page_input(sheet(0, stairs))) == 0


@pytest.mark.parametrize("text", [*"0123456789", "17", "42", "705", "9041"])
def test_a_digit_or_a_few_stand_level_however_their_strokes_lean(text):
    drawing = draw_number(text, height=120, slant=0.35)
    assert skew(page_input(drawing[..., 1].copy())) == 0


@pytest.mark.parametrize("angle", [-20, 15])
def test_one_long_number_is_turned_level(angle):
    def number(grey):
        cv2.putText(grey, "48061975", (130, 250), cv2.FONT_HERSHEY_SIMPLEX, 2.2, 60, 4, cv2.LINE_AA)

    assert skew(page_input(sheet(angle, number))) == pytest.approx(angle, abs=2)


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (40, 40)])
def test_blank_paper_has_no_angle(shape):
    assert skew(page_input(np.full(shape, 200, np.uint8))) == 0


def test_what_stands_across_is_not_turned_by_more_than_it_may():
    def column(grey):
        cv2.putText(grey, "1", (300, 300), cv2.FONT_HERSHEY_SIMPLEX, 5, 60, 8, cv2.LINE_AA)

    assert abs(skew(page_input(sheet(0, column)))) <= MOST
