"""Which way round a page is."""

from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import read
from webapp.reading.places.place import Found
from webapp.reading.places.way_round import READS_WELL, Way, right_way
from webapp.reading.result import Box, Digit, Number

CORNERS, BOX = np.zeros((4, 2), np.float32), Box(0, 0, 10, 10)


def way(angle, *numbers):
    """numbers: text and confidence of each"""
    found = []
    for text, confidence in numbers:
        digits = tuple(Digit(value, confidence, True, BOX) for value in text)
        found.append(Found(CORNERS, 1.0, Number(digits, confidence, True, BOX)))
    return Way(angle, found, [])


@pytest.mark.parametrize(
    ("upright", "turned", "angle", "is_clear"),
    [
        pytest.param(("472", 0.98), ("21", 0.5), 0.0, True, id="upright"),
        pytest.param(("21", 0.4), ("472", 0.98), 180.0, True, id="upside down"),
        pytest.param(("12", 0.6), ("472", 0.89), 0.0, False, id="upside down better, but hardly"),
        pytest.param(("472", 0.98), ("21", READS_WELL), 0.0, True, id="both well, upright better"),
        pytest.param(("472", 0.5), ("21", READS_WELL - 0.01), 0.0, True, id="neither well"),
        pytest.param(("472", 0.98), ("21", 0.89), 0.0, False, id="both well, upright hardly better"),
        pytest.param(("80", 0.98), ("08", 0.98), 0.0, False, id="a number both ways"),
        pytest.param(("80", 0.98), ("08", 0.4), 0.0, True, id="a number both ways, but badly written for one"),
        pytest.param(("08", 0.4), ("80", 0.98), 180.0, False, id="a number both ways, upside down"),
    ],
)
def test_the_way_in_which_a_page_reads_best(upright, turned, angle, is_clear):
    ways = [way(0.0, upright), way(180.0, turned)]
    best, clear = right_way(ways, is_piece=False, was_seen=False)
    assert (best.angle, clear) == (angle, is_clear)


def test_faint_numbers_stand_beside_a_way_round_in_which_there_are_none():
    """Their evidence is so little that less than none would be more: it was an error that nobody understood."""
    faint = way(0.0, *[("7", 0.3)] * 4)
    faint = replace(faint, found=[one._replace(score=0.3) for one in faint.found])
    assert faint.evidence < -0.3
    best, is_clear = right_way([faint, way(180.0)], is_piece=False, was_seen=False)
    assert (best.angle, is_clear) == (180.0, False)
    well_read = way(0.0, *[("7", 0.95)] * 4)
    well_read = replace(well_read, found=[one._replace(score=0.01) for one in well_read.found])
    assert right_way([well_read, way(180.0)], is_piece=False, was_seen=False) == (well_read, False)


def test_a_page_on_its_side_that_reads_as_well_either_way_is_asked_about():
    """A table of lone digits came back with two of them sure, upside down."""
    numbers = [("5", 0.95), ("9", 0.9), ("2", 0.95)]
    one, other = way(-90.0, *numbers), way(90.0, *[(text, confidence - 0.05) for text, confidence in numbers])
    assert right_way([one, other], is_piece=False, was_seen=False) == (one, False)
    assert right_way([one, other], is_piece=False, was_seen=True) == (one, True)  # somebody has turned it
    fewer = way(90.0, *[(text, confidence - 0.05) for text, confidence in numbers[:2]])
    assert right_way([one, fewer], is_piece=False, was_seen=False) == (one, True)


def test_a_page_that_reads_well_as_it_is_is_not_turned():
    """0,6 0,8 0,9 came back as 90 80 60, each read better by a little: together they were much."""
    upright = way(0.0, *(("0,6", 0.85), ("0,8", 0.86), ("0,9", 0.85), ("0,2", 0.84)))
    turned = way(180.0, *(("90", 0.97), ("80", 0.97), ("60", 0.96), ("20", 0.97)))
    assert right_way([upright, turned], is_piece=False, was_seen=False) == (upright, False)


@pytest.mark.parametrize(
    "upright",
    [
        pytest.param([("21", 0.75)], id="fewer"),
        pytest.param([("21", 0.75), ("15", 0.75), ("41", 0.7), ("99", 0.8), ("11", 0.7)], id="worse"),
    ],
)
def test_a_page_on_its_head_that_reads_much_better_so_is_turned(upright):
    ways = [way(0.0, *upright), way(180.0, *[("472", 0.99)] * 5)]
    assert right_way(ways, is_piece=False, was_seen=False) == (ways[1], True)


def test_who_points_at_a_number_has_seen_which_way_round_it_is():
    ways = [way(0.0, ("80", 0.98)), way(180.0, ("08", 0.95))]
    assert right_way(ways, is_piece=False, was_seen=True) == (ways[0], True)
    assert ways[0].is_settled(was_seen=True) and not ways[0].is_settled(was_seen=False)


@pytest.mark.parametrize(("is_piece", "angle"), [(False, 180.0), (True, 0.0)])
def test_hardly_anybody_cuts_out_a_number_that_is_on_its_head(is_piece, angle):
    ways = [way(0.0, ("21", 0.4)), way(180.0, ("472", 0.98))]
    assert right_way(ways, is_piece, was_seen=is_piece)[0].angle == angle


def test_what_is_the_same_number_both_ways_is_clear():
    ways = [way(0.0, ("8", 0.98), ("69", 0.98)), way(180.0, ("69", 0.99), ("8", 0.99))]
    assert right_way(ways, is_piece=False, was_seen=False) == (ways[0], True)


def test_what_lies_along_the_other_axis_is_no_page_upside_down():
    ways = [way(0.0, ("472", 0.97)), way(90.0, ("80", 0.9))]
    assert right_way(ways, is_piece=False, was_seen=False) == (ways[0], True)


@pytest.mark.parametrize(("text", "sure"), [("472", True), ("86", False)])
@pytest.mark.parametrize("upside_down", [False, True])
def test_nobody_is_sure_which_way_round_86_is(reader, locator, text, sure, upside_down):
    image = drawing.blank(420, 640, (246, 244, 238))
    for seed, top in enumerate((60, 230)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=200, top=top, seed=seed), 5)
    numbers = read(image[::-1, ::-1] if upside_down else image, reader, locator).numbers
    assert len(numbers) == 2 and all(number.sure <= sure for number in numbers)
    if sure or not upside_down:
        assert [number.text for number in numbers] == [text, text]
    assert upside_down or all(number.sure == sure for number in numbers)


def test_in_a_crop_of_86_somebody_has_seen_which_way_round_it_is(reader, locator):
    image = drawing.blank(420, 640, (246, 244, 238))
    drawing.draw_strokes_inplace(image, drawing.strokes_of("86", 60, left=200, top=170), 5)
    assert [number.sure for number in read(image, reader, locator).numbers] == [False]
    assert [number.sure for number in read(image, reader, locator, crop=(150, 130, 380, 270)).numbers] == [True]
