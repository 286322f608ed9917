import cv2
import numpy as np
import pytest

from webapp.reading.pixels.shrink import shrink


def page(rows, cols):
    """Light that changes slowly, and strokes."""
    grey = np.linspace(160, 240, cols)[np.newaxis] + np.linspace(-30, 10, rows)[:, np.newaxis]
    grey = grey.astype(np.uint8)
    for row in range(20, rows, 40):
        cv2.line(grey, (0, row), (cols, row + 13), 40, 9)
    return grey


def test_an_image_of_that_size_is_the_very_image():
    grey = page(120, 90)
    assert shrink(grey, 120, 90) is grey


def test_each_pixel_is_the_mean_of_those_that_it_stands_for():
    grey = page(240, 320)
    means = grey.reshape(60, 4, 80, 4).mean(axis=(1, 3))
    assert np.abs(shrink(grey, 60, 80) - means).max() <= 1


@pytest.mark.parametrize("size", [(97, 131), (60, 81), (200, 301), (41, 300), (130, 200), (3, 5)])
def test_as_one_mean_over_all_of_them(size):
    """A ratio that is no whole number, odd rows and columns, and one side alone much smaller."""
    grey = page(401, 605)
    small = shrink(grey, *size)
    assert small.shape == size
    at_once = cv2.resize(grey, size[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(small.astype(int) - at_once).mean() < 8


def test_where_things_are_stays_the_same():
    """A spot near the far corner, in pixels of the small image: its odd rows and columns are what moves things."""
    grey = np.full((405, 621), 255, np.uint8)
    grey[370:390, 590:610] = 0
    small = 255.0 - shrink(grey, 50, 77)
    assert np.average(np.arange(50) + 0.5, weights=small.sum(axis=1)) == pytest.approx(380 * 50 / 405, abs=0.5)
    assert np.average(np.arange(77) + 0.5, weights=small.sum(axis=0)) == pytest.approx(600 * 77 / 621, abs=0.5)
