import cv2
import numpy as np
import pytest

from training.pages import Page, Written
from training.places import _part, _together, known_places

SHEET = np.full((300, 600), 255, np.uint8)


def rectangle(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def leaning(corners, degrees):
    matrix = cv2.getRotationMatrix2D((300, 150), -degrees, 1.0)
    return (corners @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


@pytest.mark.parametrize("degrees", [0, 12])
@pytest.mark.parametrize(("first", "left", "right"), [(True, 100, 130), (False, 170, 200)])
def test_a_part_is_the_beginning_or_the_end(degrees, first, left, right):
    whole = rectangle(100, 100, 200, 140)
    part = _part(leaning(whole, degrees), 0.7, first)
    np.testing.assert_allclose(part, leaning(rectangle(left, 100, right, 140), degrees), atol=1e-3)


@pytest.mark.parametrize("degrees", [0, 12])
def test_neighbours_of_one_line_have_one_place_together(degrees):
    one, other = rectangle(100, 100, 200, 140), rectangle(230, 105, 260, 138)
    together = _together(leaning(one, degrees), leaning(other, degrees))
    np.testing.assert_allclose(together, leaning(rectangle(100, 100, 260, 140), degrees), atol=1e-3)


@pytest.mark.parametrize("other", [(400, 100, 440, 140), (230, 160, 260, 200), (20, 100, 60, 140)])
def test_what_is_far_or_in_another_line_is_no_neighbour(other):
    assert _together(rectangle(100, 100, 200, 140), rectangle(*other)) is None


def test_the_page_tells_what_its_places_are():
    numbers = (
        Written("472", rectangle(100, 100, 200, 140)),
        Written("8", rectangle(230, 100, 250, 140)),
        Written("3/5", rectangle(100, 200, 200, 240)),
        Written("-", rectangle(500, 200, 520, 204)),
    )
    printed = (rectangle(400, 20, 460, 40),)
    known = list(known_places(Page(SHEET, numbers, printed, printed), np.random.default_rng(0)))
    right = sorted(tuple(corners[0]) for corners, is_right in known if is_right)
    assert right == [(100, 100), (100, 200), (230, 100)]  # the dash is no number
    wrong = [corners for corners, is_right in known if not is_right]
    # A part of 472, it and the 8 together, the print; a date's parts are numbers of their own.
    assert sorted(float(corners[1, 0] - corners[0, 0]) for corners in wrong) in (
        [pytest.approx(v, abs=0.01) for v in (100 / 3, 60, 150)],
        [pytest.approx(v, abs=0.01) for v in (60, 200 / 3, 150)],
    )
