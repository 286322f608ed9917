"""The second opinion on lone digits as it is shipped, on digits in a hand that nothing was trained on."""

from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from webapp.reading.network import Reader
from webapp.reading.read import read_image
from webapp.settings import ROOT


@pytest.fixture(scope="module")
def without(reader):
    return Reader.load(ROOT / "models" / "reader", replace(reader.card, lone_windows=None))


def drawn(text, seed):
    """A number, its digits close to each other, in another hand and another pen for each seed."""
    rng = np.random.default_rng([seed, *text.encode()])
    height, left = float(rng.uniform(60, 200)), 40.0
    image = np.full((300, 400, 3), 245, np.uint8)
    for digit in text:
        slant = float(rng.normal(0.1, 0.12))
        strokes = drawing.strokes_of(digit, height, left=left, top=40, seed=int(rng.integers(1e6)), slant=slant)
        drawing.draw_strokes_inplace(image, strokes, height * float(rng.uniform(0.05, 0.1)), (28, 34, 74))
        left = max(column for stroke in strokes for column, _ in stroke) + 0.12 * height
    return drawing.encode(image)


def readings(texts, reader):
    return [read_image(drawn(text, seed), reader, layout="number") for seed, text in enumerate(texts)]


def test_lone_digits_are_read_as_well_and_hardly_more_are_asked_about(reader, without):
    texts = list("0123456789") * 12
    alone, both = readings(texts, without), readings(texts, reader)
    right, right_alone = (sum(r.text == t for r, t in zip(some, texts, strict=True)) for some in (both, alone))
    sure, sure_alone = (sum(reading.status == "sure" for reading in some) for some in (both, alone))
    assert right >= right_alone > 110
    assert sure >= 0.95 * sure_alone > 80
    assert all(r.text == t for r, t in zip(both, texts, strict=True) if r.status == "sure")


def test_two_digits_stay_two(reader, without):
    texts = [a + b for a in "1247" for b in "0145679"] * 2
    for text, one, other in zip(texts, readings(texts, without), readings(texts, reader), strict=True):
        assert len(other.text) >= len(one.text), text
