"""Strokes that join the digits of a hand that does not lift its pen."""

import cv2
import numpy as np
import pytest

from training.writing.layout import Piece
from training.writing.ligatures import ligatures

HEIGHT, GAP = 40, 10
RNG_SEEDS = range(40)


def ring(left):
    """A 0 as a ring of strokes 4 pixels wide, from column `left` on."""
    ink = np.zeros((HEIGHT, 24), np.uint8)
    ink[:] = 255
    ink[4:-4, 4:-4] = 0
    return Piece(ink, left, -HEIGHT)


def joined(text, gap=GAP):
    """What joins rings that are taken for the characters of a text, `gap` apart; for many hands."""
    pieces = [ring(i * (24 + gap)) for i in range(len(text))]
    return pieces, [ligatures(pieces, text, HEIGHT, np.random.default_rng(seed)) for seed in RNG_SEEDS]


def test_a_stroke_leads_from_one_digit_to_the_next():
    (one, other), hands = joined("00")
    strokes = [stroke for hand in hands for stroke in hand]
    assert len(strokes) > len(hands) / 2
    for stroke in strokes:
        assert stroke.left < one.right <= other.left < stroke.right
        across = (stroke.ink >= 128).any(axis=0)
        assert across[one.right - stroke.left : other.left - stroke.left].all(), "the gap is bridged"


def test_zeros_are_joined_along_their_tops():
    (one, _), hands = joined("00")
    middles = [stroke.top + stroke.ink.shape[0] / 2 for hand in hands for stroke in hand]
    assert np.mean(middles) < one.top + HEIGHT / 2


def test_a_joining_stroke_is_no_thicker_than_the_digits():
    """Strokes of 4 pixels: nothing of a joining one is further than 2 from its edge, but for what OpenCV adds."""
    _, hands = joined("00", gap=16)
    for stroke in (stroke for hand in hands for stroke in hand):
        assert cv2.distanceTransform((stroke.ink >= 128).astype(np.uint8), cv2.DIST_L2, 5).max() < 3.5


@pytest.mark.parametrize("text", ["0.", ".0", "30", "0", ""])
def test_nothing_joins_separators_or_leaves_a_three(text):
    _, hands = joined(text)
    assert not any(hands)


def test_over_a_wide_gap_the_pen_is_lifted():
    _, hands = joined("00", gap=HEIGHT)
    assert not any(hands)


def test_some_neighbours_are_joined_and_others_not():
    _, hands = joined("2222")
    assert {len(hand) for hand in hands} >= {0, 1, 2, 3}
