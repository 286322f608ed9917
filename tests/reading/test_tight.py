"""Images that one number fills, as the network that finds numbers fails to see it."""

from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import BlindLocator
from webapp.reading.finding.tight import is_more, may_be_one
from webapp.reading.read import read_image
from webapp.reading.result import Box, Digit, Number, OtherText


def number(text: str, left: int = 10, width: int = 20, height: int = 40, confidence: float = 0.95) -> Number:
    """A number whose digits stand beside each other from `left` on."""
    boxes = [Box(left + i * width, 20, left + (i + 1) * width, 20 + height) for i in range(len(text))]
    digits = tuple(Digit(value, 0.99, True, box) for value, box in zip(text, boxes, strict=True))
    return Number(digits, confidence, True, Box(left, 20, boxes[-1].right, 20 + height))


def test_a_number_that_fills_its_image_is_read_though_none_was_found_there(reader):
    image = drawing.encode(drawing.draw_number("472", 60))
    (found,) = read_image(image, reader, BlindLocator()).numbers
    assert found.text == "472"
    assert not found.sure  # no network saw a number there: the person is asked


def test_a_number_on_a_larger_sheet_is_not_taken_for_the_whole_image(reader):
    image = drawing.encode(drawing.draw_number("472", 60, margin=3.0))
    assert read_image(image, reader, BlindLocator()).numbers == ()


def test_a_whole_that_has_more_digits_takes_the_place_of_its_parts():
    assert is_more(number("472"), [], 80, 120)
    assert is_more(number("472"), [number("72", left=30)], 80, 120)
    assert is_more(number("4725"), [number("4"), number("5", left=70)], 80, 120)


@pytest.mark.parametrize("parts", [["472"], ["47", "2"], ["73"], ["27"], ["4720"]])
def test_a_whole_that_has_not_all_digits_that_were_found_or_no_others_does_not(parts):
    assert not is_more(number("472"), [number(part) for part in parts], 80, 120)


def test_a_whole_that_reads_badly_or_does_not_fill_the_image_is_none():
    assert not is_more(number("472", confidence=0.8), [], 80, 120)
    assert not is_more(number("472", height=20), [], 80, 120)


def test_digits_far_from_each_other_are_not_one_number():
    assert is_more(number("472", width=70), [], 80, 250)
    assert not is_more(number("472", width=90), [], 80, 300)


def test_small_numbers_are_left_as_they_were_found():
    assert may_be_one([], 80, 120)
    assert not may_be_one([number("472", height=20)], 80, 120)


def test_in_a_large_image_only_what_is_unsure_may_be_part_of_a_larger_number():
    unsure = replace(number("4"), sure=False)
    assert may_be_one([], 400, 900)
    assert may_be_one([unsure] * 3, 400, 900)
    assert not may_be_one([unsure] * 4, 400, 900)
    assert not may_be_one([unsure, number("7")], 400, 900)


def large(text="72", height=250, confidence=0.98):
    return number(text, 100, 200, height, confidence)


def test_a_number_that_is_too_large_to_be_found_takes_the_place_of_what_was_found_in_it():
    assert is_more(large(), [], 400, 900)
    assert is_more(large(), [number("1", left=150, height=120), number("4", left=300, height=120)], 400, 900)
    assert not is_more(large(), [number("1", left=10)], 400, 900)  # beside it
    assert not is_more(large(), [large()], 400, 900)  # it was found


@pytest.mark.parametrize(
    "whole",
    [
        pytest.param(large(height=190), id="not so large"),
        pytest.param(large(height=385), id="frame of the image"),
        pytest.param(large(confidence=0.96), id="reads badly"),
        pytest.param(large().unclear(), id="in doubt"),
    ],
)
def test_what_is_not_clearly_a_number_too_large_to_be_found_is_none(whole):
    assert not is_more(whole, [], 400, 900)


def test_other_numbers_that_stand_with_large_ones_stay():
    apart = [number("7", left=110, height=250), number("2", left=350, height=250)]
    assert not is_more(large(), apart, 400, 900)  # both are there already
    assert not is_more(large(), [large(), number("358", left=350, height=100)], 400, 900)
    small = number("8", left=350, height=60, confidence=0.99)
    assert not is_more(large(), [small], 400, 900)
    assert is_more(large(), [replace(small, confidence=0.9)], 400, 900)  # half of an 8


@pytest.mark.parametrize("text", ["47", "26", "958"])
def test_a_number_that_fills_a_photo_is_read_and_asked_about(reader, locator, text):
    """The network that finds numbers sees parts of such digits, if anything."""
    image = np.full((900, 1200, 3), 225, np.uint8)
    height = 580 if len(text) < 3 else 460
    strokes = drawing.strokes_of(text, height, left=180, top=160, seed=4, slant=0.1, spacing=0.2)
    drawing.draw_strokes_inplace(image, strokes, 0.06 * height, (40, 40, 60))
    (found,) = read_image(drawing.encode(image), reader, locator).numbers
    assert found.text == text
    assert not found.sure
    assert not any(digit.sure for digit in found.digits)


def test_what_parts_its_digits_is_no_matter_for_whether_it_is_more():
    """58.5 and 585 share what is likely: one of them stands there, and 58 alone does not."""
    whole = replace(number("58.5", confidence=0.82), alternatives=(OtherText("585", 0.17),))
    assert is_more(whole, [number("58")], 60, 150)
    assert not is_more(replace(whole, alternatives=(OtherText("589", 0.17),)), [number("58")], 60, 150)
