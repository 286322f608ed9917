"""Writing is turned dark on light, however light a dark ground is and however dark a light one."""

import cv2
import numpy as np
import pytest

from tests import drawing
from webapp.reading.pixels.polarity import dark_on_light, is_light_on_dark


def grey_number(text, ink, paper):
    return cv2.cvtColor(drawing.draw_number(text, ink=(ink,) * 3, paper=(paper,) * 3), cv2.COLOR_RGB2GRAY)


@pytest.mark.parametrize(("ink", "paper"), [(20, 240), (60, 110), (170, 205), (10, 45), (120, 250)])
def test_a_pen_on_light_or_shaded_paper_is_dark_on_light(ink, paper):
    grey = grey_number("4711", ink, paper)
    assert not is_light_on_dark(grey)
    assert dark_on_light(grey) is grey


@pytest.mark.parametrize(("chalk", "board"), [(240, 20), (250, 200), (255, 160), (120, 60), (90, 40)])
def test_chalk_is_light_on_dark_on_a_pale_board_too(chalk, board):
    grey = grey_number("4711", chalk, board)
    assert is_light_on_dark(grey)
    np.testing.assert_array_equal(dark_on_light(grey), 255 - grey)


@pytest.mark.parametrize(("ink", "paper"), [(60, 200), (230, 120)])
def test_a_shadow_across_the_writing_does_not_turn_it(ink, paper):
    grey = grey_number("4711", ink, paper)
    light = np.where(np.arange(grey.shape[1]) < 0.7 * grey.shape[1], 0.45, 1.0)
    assert is_light_on_dark((grey * light).astype(np.uint8)) == (ink > paper)


@pytest.mark.parametrize("noise", [0.0, 1.0, 6.0])
@pytest.mark.parametrize("level", [30, 128, 225])
def test_blank_paper_stays_as_it_is(level, noise):
    blank = np.random.default_rng(5).normal(level, noise, (80, 300)).clip(0, 255).astype(np.uint8)
    assert not is_light_on_dark(blank)


def test_a_pixel_is_no_writing():
    assert not is_light_on_dark(np.zeros((1, 1), np.uint8))
