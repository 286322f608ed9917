"""Writers made of pen strokes."""

import numpy as np
import pytest

from training.hands import StrokeHands
from training.strokes import VARIANTS, Hand


@pytest.mark.parametrize("digit", VARIANTS)
def test_every_variant_of_a_digit_stays_in_its_place(digit):
    """Curves are in heights of the digit: a variant with a slip in its table would reach far out."""
    for _, width, written in VARIANTS[digit]:
        assert 0.1 <= width <= 1.2
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
