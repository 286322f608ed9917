import time

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import read
from webapp.reading.errors import BadPattern
from webapp.reading.read import read_image


def test_sizes_are_those_of_the_upright_image(reader, locator):
    image = drawing.draw_page(["472"], 90)
    reading = read(image, reader, locator)
    assert (reading.pages[0].height, reading.pages[0].width) == image.shape[:2]


def test_digits_lie_where_they_were_written(reader, locator):
    image = drawing.draw_number("4720", 100, margin=0.5, spacing=0.3)
    (number,) = read(image, reader, locator).numbers
    strokes = drawing.strokes_of("4", 100, left=50, top=50, spacing=0.3)
    lefts = [min(right for right, _ in stroke) for stroke in strokes]
    assert number.digits[0].box.left == pytest.approx(min(lefts), abs=25)
    for digit, following in zip(number.digits, number.digits[1:], strict=False):
        assert digit.box.left < following.box.left
    assert number.box.left == number.digits[0].box.left
    assert number.box.right == number.digits[-1].box.right
    assert 20 <= number.box.top <= 55
    assert 145 <= number.box.bottom <= 190


@pytest.mark.parametrize("layout", ["page", "number"])
@pytest.mark.parametrize("paper", [(255, 255, 255), (0, 0, 0), (180, 170, 150)])
def test_blank_images_hold_no_number(reader, locator, layout, paper):
    reading = read(drawing.blank(300, 500, paper), reader, locator, layout=layout)
    assert reading.numbers == ()
    assert reading.text == ""
    assert reading.status == "empty"


@pytest.mark.parametrize("layout", ["page", "number"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3), (1, 1400), (3, 30_000), (30_000, 3)])
def test_the_smallest_images_are_answered(reader, locator, layout, shape):
    assert read(drawing.blank(*shape), reader, locator, layout=layout).numbers == ()


def test_noise_holds_no_number(reader, locator):
    noise = np.random.default_rng(0).normal(190, 4, (300, 500, 3))
    assert read(np.clip(noise, 0, 255).astype(np.uint8), reader, locator).numbers == ()


def test_a_bad_pattern_is_told_before_the_image_is_looked_at(reader, locator):
    with pytest.raises(BadPattern):
        read_image(b"no image", reader, pattern="(")


def test_the_time_of_each_step_is_told(reader, locator):
    started = time.perf_counter()
    timing = read(drawing.draw_number("472", 90), reader, locator).timing_ms
    passed = 1000 * (time.perf_counter() - started)
    assert set(timing) == {"decode", "locate", "read", "total"}
    steps = [timing[step] for step in ("decode", "locate", "read")]
    assert all(step > 0 for step in steps)
    # All of it is more than the steps, as what is read is judged; and less than what passed here.
    assert passed / 4 < sum(steps) < timing["total"] < passed


def test_a_reading_names_its_reader(reader, locator):
    reading = read(drawing.draw_number("472", 90), reader, locator)
    assert (reading.reader_name, reading.reader_version) == (reader.name, reader.version)
