"""The shipped reader on numbers that somebody struck out: hardly ever one that nobody is asked about."""

import numpy as np
import pytest

from tests import drawing
from webapp.reading.read import read_image

HEIGHT, LEFT, TOP = 80, 120, 100
COUNT = 24


def struck_out(text, seed, behind=""):
    """A number with a stroke through it that climbs or falls a little, and maybe what counts instead. RGB"""
    rng = np.random.default_rng(seed)
    sheet = drawing.blank(300, 900)
    strokes = drawing.strokes_of(text, HEIGHT, left=LEFT, top=TOP, seed=seed)
    right = max(x for stroke in strokes for x, _ in stroke)
    y, climb, bow = TOP + HEIGHT * rng.uniform(0.4, 0.6), rng.normal(0, 6), rng.normal(0, 4)
    strokes.append([(LEFT - 15, y + climb), ((LEFT + right) / 2, y + bow), (right + 20, y - climb)])
    if behind:
        strokes += drawing.strokes_of(behind, HEIGHT, left=right + 90, top=TOP, seed=seed + 100)
    drawing.draw_strokes_inplace(sheet, strokes, 7)
    return sheet


def numbers(digits):
    rng = np.random.default_rng(digits)
    return ["".join(map(str, rng.integers(0, 10, digits))) for _ in range(COUNT)]


@pytest.mark.parametrize("digits", [2, 3, 4, 5])
@pytest.mark.parametrize("drawn", [True, False], ids=["drawn", "photographed"])
def test_a_number_with_a_stroke_through_it_is_hardly_ever_sure(reader, locator, digits, drawn):
    sure = 0
    for seed, text in enumerate(numbers(digits)):
        reading = read_image(drawing.encode(struck_out(text, seed)), reader, locator, drawn=drawn)
        sure += any(number.sure for number in reading.numbers)
    assert sure <= 0.2 * COUNT


def test_its_correction_is_read_all_the_same(reader, locator):
    """Alone, or in one with what is struck out, and then asked about."""
    right = wrong_and_sure = 0
    for seed, (text, behind) in enumerate(zip(numbers(3), numbers(4), strict=True)):
        reading = read_image(drawing.encode(struck_out(text, seed, behind)), reader, locator)
        right += any(number.text == behind for number in reading.numbers)
        wrong_and_sure += any(number.sure and number.text != behind for number in reading.numbers)
    assert right >= 0.6 * COUNT
    assert wrong_and_sure <= 0.1 * COUNT
