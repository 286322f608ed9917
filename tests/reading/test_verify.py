import cv2
import numpy as np
import pytest

from tests.reading.test_cut import marked, rectangle
from webapp.reading.places.verify import COLS, INSIDE, MOST_COLS, OUTSIDE, PLACE_ROWS, ROWS, patch

GREY = 200


def columns_of(seen):
    """First and last column of the place."""
    cols = np.flatnonzero((seen[..., 1] == INSIDE).any(axis=0))
    return cols[0], cols[-1]


@pytest.mark.parametrize("angle", [0, 8, -20, 90, 180])
@pytest.mark.parametrize("size", [(60, 13), (160, 50), (1200, 300)])
def test_a_place_is_level_in_the_middle_at_one_size(angle, size):
    corners = rectangle((1000, 900), *size, angle)
    seen = patch(marked((2000, 2200), corners), corners)
    assert seen.shape == (ROWS, COLS, 2)
    left, right = columns_of(seen)
    width = size[0] * min(PLACE_ROWS / size[1], MOST_COLS / size[0])
    assert (left, right + 1) == pytest.approx((COLS / 2 - width / 2, COLS / 2 + width / 2), abs=1)
    middle = seen[ROWS // 2, :, 0]
    dark = left + 0.2 * width
    soft = 5  # columns: of a place that is enlarged
    assert middle[left + soft : int(dark) - soft].max() < -1
    assert np.abs(middle[int(dark) + soft : right]).max() < 0.5


def test_what_is_around_a_place_shows():
    image = np.full((200, 400), GREY, np.uint8)
    corners = rectangle((200, 100), 60, 40, 0)
    alone = patch(image, corners)
    assert not alone[..., 0].any()
    cv2.rectangle(image, (235, 90), (245, 110), 0, -1)  # just behind its end
    left, right = columns_of(alone)
    beside = patch(image, corners)[..., 0]
    assert beside[:, right + 2 : right + 12].min() < -1 and not beside[:, :right].min() < -1


def test_outside_the_image_nothing_is_seen():
    image = np.random.default_rng(0).integers(0, 255, (100, 200), np.uint8)
    seen = patch(image, rectangle((10, 10), 40, 20, 0))
    outside = seen[..., 1] == OUTSIDE
    assert outside.any() and not outside.all() and not seen[outside, 0].any()
    assert not patch(image, rectangle((-900, 10), 40, 20, 0)).any()


def test_strokes_thinner_than_a_pixel_of_the_patch_do_not_vanish():
    image = np.full((1000, 2000), GREY, np.uint8)
    image[300:700, 1000:1003] = 0  # three of the twenty pixels that become one
    seen = patch(image, rectangle((1000, 500), 600, 500, 0))[..., 0]
    assert seen[ROWS // 2].min() < -0.5


def test_light_and_contrast_make_no_difference():
    image = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (200, 400), np.uint8), (0, 0), 3)
    corners = rectangle((200, 100), 120, 40, 5)
    dim = (60 + image.astype(float) * 0.9).astype(np.uint8)
    a, b = (
        patch(cv2.normalize(image, None, 0, 200, cv2.NORM_MINMAX), corners),
        patch(cv2.normalize(dim, None, 50, 250, cv2.NORM_MINMAX), corners),
    )
    assert np.abs(a - b).max() < 0.2
