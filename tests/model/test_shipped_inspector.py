"""The inspector as it is shipped, on numbers in a hand that nothing was trained on."""

from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from webapp.reading.network import Reader
from webapp.reading.read import read_image
from webapp.settings import ROOT

HEIGHT = 60
STRUCK = "123456789"  # a 0 with a slash is a 0


def drawn(text, seed, struck=None):
    """A number whose digits stand apart; over one of them lies a slash. Gives the image and where that digit lies."""
    rng = np.random.default_rng([seed, *text.encode()])
    image = np.full((110, 90 + 60 * len(text), 3), 245, np.uint8)
    left, place = 30.0, (0.0, 0.0)
    for i, digit in enumerate(text):
        strokes = drawing.strokes_of(digit, HEIGHT, left=left, top=25, seed=int(rng.integers(1e6)), slant=0.1)
        drawing.draw_strokes_inplace(image, strokes, 5, (28, 34, 74))
        right = max(column for stroke in strokes for column, _ in stroke)
        if i == struck:
            place, u = (left, right), rng.uniform
            ends = (left + u(-8, 3), 25 + HEIGHT * u(0.9, 1.1)), (right + u(-3, 8), 25 + HEIGHT * u(-0.1, 0.1))
            drawing.draw_strokes_inplace(image, [list(ends)], 4.5, (28, 34, 74))
        left = right + 0.25 * HEIGHT
    return drawing.encode(image), place


def some_texts(count):
    rng = np.random.default_rng(11)
    return ["".join(rng.choice(list(STRUCK), int(rng.integers(2, 6)))) for _ in range(count)]


@pytest.fixture(scope="module")
def without(reader):
    return Reader.load(ROOT / "models" / "reader", replace(reader.card, windows=None, plain_digit=0.0))


def test_a_digit_that_is_crossed_out_is_asked_about(reader, without):
    """And it is the one that is marked, nearly always alone."""
    silent = silent_without = asked = marked = 0
    for seed, text in enumerate(some_texts(60)):
        struck = seed % len(text)
        image, (left, right) = drawn(text, seed, struck)
        silent_without += read_image(image, without, layout="number").status == "sure"
        reading = read_image(image, reader, layout="number")
        silent += reading.status == "sure"
        if reading.numbers and reading.text == text and not reading.numbers[0].sure:
            asked += 1
            marked += not reading.numbers[0].digits[struck].sure
    assert silent_without >= 12
    assert silent <= silent_without / 3
    assert asked and marked >= 0.8 * asked


def test_plain_digits_are_not_asked_about_for_it(reader, without):
    images = [drawn(text, seed)[0] for seed, text in enumerate(some_texts(120))]
    sure = sum(read_image(image, reader, layout="number").status == "sure" for image in images)
    sure_without = sum(read_image(image, without, layout="number").status == "sure" for image in images)
    assert sure_without > 80
    assert sure >= 0.95 * sure_without
