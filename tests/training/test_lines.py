import re

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.batches import make_batch, pack
from training.hands import StrokeHands
from training.lines import make_line
from training.strings import ALPHABET, random_string
from training.strokes import VARIANTS, Hand
from webapp.reading.normalise import LINE_HEIGHT


@pytest.fixture(scope="module")
def hands():
    return few_hands()


def test_the_same_seed_gives_the_same_lines(hands):
    lines, classes = make_batch(*hands, 16, seed=5, index=3)
    same_lines, same_classes = make_batch(*hands, 16, seed=5, index=3)
    np.testing.assert_array_equal(lines, same_lines)
    np.testing.assert_array_equal(classes, same_classes)


def test_another_index_or_seed_gives_other_lines(hands):
    sums = {float(make_batch(*hands, 8, seed, index)[0].sum()) for seed, index in [(5, 3), (5, 4), (6, 3)]}
    assert len(sums) == 3


@pytest.mark.parametrize("digits", [0, 1, 2, 5, 8, 11])
def test_a_line_holds_as_many_digits_as_asked(hands, digits):
    pixels, text = make_line(*hands, digits, np.random.default_rng(0))
    assert sum(c.isdigit() for c in text) == digits
    assert set(text) <= set(ALPHABET)
    assert pixels.shape[0] == LINE_HEIGHT
    assert pixels.dtype == np.float32
    assert 0.0 <= pixels.min() <= pixels.max() <= 1.0


def test_every_line_fits_its_text(hands):
    """CTC needs a column of scores for each character and one more between equal neighbours."""
    for index in range(6):
        lines, classes = make_batch(*hands, 16, 9, index)
        needed = (classes != 0).sum(axis=1) + ((classes[:, 1:] == classes[:, :-1]) & (classes[:, 1:] != 0)).sum(axis=1)
        assert (needed <= lines.shape[2] // 4).all()


def test_lines_are_packed_with_paper_and_blanks():
    short, long = (np.ones((LINE_HEIGHT, 20), np.float32), "7"), (np.ones((LINE_HEIGHT, 50), np.float32), "12.5")
    lines, classes = pack([short, long])
    assert lines.shape == (2, LINE_HEIGHT, 64, 1)
    assert lines[0, :, 20:].max() == 0.0
    assert classes.tolist() == [[8, 0, 0, 0], [2, 3, 11, 6]]


@pytest.mark.parametrize("digits", range(1, 12))
def test_strings_have_that_many_digits_and_separators_only_between(digits):
    rng = np.random.default_rng(digits)
    for _ in range(200):
        text = random_string(digits, rng)
        assert sum(c.isdigit() for c in text) == digits
        assert re.fullmatch(r"\d([.,\-/ ]?\d)*", text), text


def test_all_kinds_of_strings_occur():
    rng = np.random.default_rng(0)
    texts = [random_string(6, rng) for _ in range(800)]
    for pattern in [r"\d{6}", r"\d{3}[.,]\d{3}", r"\d{4}[.,\-]\d\d", r"\d\d/\d\d/\d\d", r"\d\d-\d\d-\d\d", r"\d+0000?"]:
        assert any(re.fullmatch(pattern, text) for text in texts), pattern


@pytest.mark.parametrize("digit", VARIANTS)
def test_every_variant_of_a_digit_stays_in_its_place(digit):
    """Curves are in heights of the digit: a variant with a slip in its table would reach far out."""
    for _, width, written in VARIANTS[digit]:
        assert 0.1 <= width <= 1.0
        for stroke in written.split(";"):
            points = np.array([point.split(",") for point in stroke.split()], int)
            assert points.min() >= 0
            assert points.max() <= 100


def test_one_hand_writes_a_digit_alike_and_another_hand_differently():
    rng = np.random.default_rng(1)
    hand, other = Hand.random(rng), Hand.random(rng)
    own, again, foreign = (np.vstack(h.write("8", rng)) for h in (hand, hand, other))
    assert np.abs(own - again).mean() < 0.1
    assert own.shape != foreign.shape or np.abs(own - foreign).mean() > np.abs(own - again).mean()


def test_stroke_writers_lean_as_asked():
    """The top of a 7 moves to the right by the slant, and its foot stays: the glyph becomes wider."""
    rng = np.random.default_rng(3)
    upright, leaning = (StrokeHands().writer(np.random.default_rng(2), 40, slant) for slant in (0.0, 0.5))
    width = {w.slant: np.mean([w.glyph("7", 1.0, rng)[0].shape[1] for _ in range(20)]) for w in (upright, leaning)}
    assert width[0.5] > width[0.0] + 5
