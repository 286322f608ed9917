"""Crops that a person drew: around one number or several, and sloppily."""

import numpy as np
import pytest

from tests import drawing
from webapp.reading.places.crop import lies_in, part_in, with_context
from webapp.reading.read import read_image
from webapp.reading.result import Box

HEIGHT = 70


def side_by_side(*texts: str, seed: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Numbers in one line; and of each the columns where it begins and ends."""
    placed, spans, left = [], [], float(HEIGHT)
    for place, text in enumerate(texts):
        strokes = drawing.strokes_of(text, HEIGHT, left=left, top=HEIGHT, seed=seed + place)
        columns = [right for stroke in strokes for right, _ in stroke]
        spans.append((int(min(columns)), int(max(columns))))
        placed, left = placed + strokes, max(columns) + 1.2 * HEIGHT
    image = drawing.blank(3 * HEIGHT, spans[-1][1] + HEIGHT, (235, 233, 228))
    drawing.draw_strokes_inplace(image, placed, 5)
    return image, spans


@pytest.mark.parametrize("seed", range(4))
def test_a_crop_that_cuts_the_neighbours_reads_the_number_that_it_was_drawn_around(reader, locator, seed):
    image, (before, _, after) = side_by_side("472", "308", "615", seed=seed)
    crop = (before[1] - 20, HEIGHT - 30, after[0] + 25, 2 * HEIGHT + 30)
    assert read_image(drawing.encode(image), reader, locator, crop=crop).text == "308"


@pytest.mark.parametrize("seed", range(4))
def test_a_crop_that_cuts_the_number_itself_reads_all_of_it(reader, locator, seed):
    image, (_, (left, right), _) = side_by_side("472", "308", "615", seed=seed)
    crop = (left + 6, HEIGHT - 30, right - 6, 2 * HEIGHT + 30)
    assert read_image(drawing.encode(image), reader, locator, crop=crop).text == "308"


@pytest.mark.parametrize("seed", range(6))
def test_a_crop_around_two_of_three_numbers_reads_these_two(reader, locator, seed):
    image, (_, second, third) = side_by_side("472", "308", "615", seed=seed)
    crop = (second[0] - 20, HEIGHT - 30, third[1] + 20, 2 * HEIGHT + 30)
    assert read_image(drawing.encode(image), reader, locator, crop=crop).text == "308\n615"


def test_what_is_looked_at_ends_where_the_image_does():
    image = Box(0, 0, 200, 100)
    assert with_context(Box(50, 40, 150, 60), image) == Box(30, 20, 170, 80)
    assert with_context(Box(10, 40, 195, 60), image) == Box(0, 20, 200, 80)
    assert with_context(image, image) == image


@pytest.mark.parametrize(("left", "inside"), [(100, True), (91, True), (89, True), (79, False), (40, False)])
def test_a_place_is_the_crops_where_little_of_it_is_cut_off(left, inside):
    place = np.array([[left, 20], [left + 50, 20], [left + 50, 40], [left, 40]], np.float32)
    assert lies_in(Box(90, 10, 300, 60), place, Box(0, 0, 400, 100)) == inside


def test_what_of_a_place_lies_beyond_the_image_does_not_count():
    place = np.array([[-40, 20], [50, 20], [50, 40], [-40, 40]], np.float32)
    image = Box(0, 0, 400, 100)
    assert lies_in(Box(0, 10, 300, 60), place, image)
    assert not lies_in(Box(0, 10, 300, 60), place - (200, 0), image)


def test_of_a_place_that_runs_down_nothing_is_cut_off_along_its_line():
    """Its line crosses none of the crop's sides that would cut it."""
    image, crop = Box(0, 0, 400, 400), Box(100, 100, 200, 200)
    down = np.array([[190, 120], [190, 260], [150, 260], [150, 120]], np.float32)
    assert part_in(crop, down, image) is None
    leaning = np.array([[110, 150], [260, 151], [260, 191], [110, 190]], np.float32)
    np.testing.assert_allclose(part_in(crop, leaning, image)[1:3, 0], 200, atol=1)
