import cv2
import numpy as np
import pytest

from webapp.reading.places.cut import HIGHEST, cut_box, cut_out
from webapp.reading.result import Box


def rectangle(centre, width, height, angle):
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    half, tall = np.array([c, s]) * width / 2, np.array([-s, c]) * height / 2
    centre = np.array(centre)
    return np.array(
        [centre - half - tall, centre + half - tall, centre + half + tall, centre - half + tall], np.float32
    )


def marked(shape, corners, share=0.2):
    """A white image, black in the first part of a rectangle."""
    image = np.full(shape, 255, np.uint8)
    along = (corners[1] - corners[0]) * share
    part = np.array([corners[0], corners[0] + along, corners[3] + along, corners[3]])
    cv2.fillConvexPoly(image, np.round(part).astype(np.int32), 0)
    return image


@pytest.mark.parametrize("angle", [0, 8, -20, 90, 180, -90])
@pytest.mark.parametrize("size", [(160, 50), (1200, 600)])
def test_a_piece_is_level_and_its_boxes_lie_in_the_image(angle, size):
    corners = rectangle((1000, 900), *size, angle)
    image = marked((2000, 2200), corners)
    cut = cut_out(image, corners)
    assert cut.grey.shape[0] <= max(HIGHEST, size[1] + 2 if angle == 0 else HIGHEST)
    rows, cols = cut.grey.shape
    assert cut.grey[:, : int(0.15 * cols)].mean() < 20
    assert cut.grey[:, int(0.25 * cols) :].mean() > 240
    first = cut.box_in_image(Box(0, 0, max(1, round(0.2 * cols)), rows))
    ink = np.nonzero(image < 128)
    expected = [ink[1].min(), ink[0].min(), ink[1].max(), ink[0].max()]
    assert [first.left, first.top, first.right, first.bottom] == pytest.approx(expected, abs=4)


def test_a_level_piece_is_the_image_itself():
    image = np.random.default_rng(0).integers(0, 255, (100, 200), np.uint8)
    cut = cut_out(image, rectangle((100, 50), 80, 40, 1.0))
    box = cut.box_in_image(Box(0, 0, 5, 5))
    assert (image[box.top : box.bottom, box.left : box.right] == cut.grey[:5, :5]).all()


def test_a_piece_ends_where_the_image_ends():
    image = np.zeros((100, 200), np.uint8)
    assert cut_out(image, rectangle((10, 10), 80, 40, 0)).grey.shape == (30, 50)
    assert cut_out(image, rectangle((-500, 10), 80, 40, 0)) is None
    box = cut_out(image, rectangle((10, 10), 80, 40, 30)).box_in_image(Box(0, 0, 90, 40))
    assert box.left == 0 and box.top == 0 and box.right <= 200 and box.bottom <= 100


def test_a_box_is_cut_without_a_change():
    image = np.random.default_rng(0).integers(0, 255, (100, 200), np.uint8)
    cut = cut_box(image, Box(20, 30, 90, 80))
    assert (cut.grey == image[30:80, 20:90]).all()
    assert cut.box_in_image(Box(5, 6, 7, 8)) == Box(25, 36, 27, 38)
