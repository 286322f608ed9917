"""Shapes of digits that no table lists."""

import numpy as np
import pytest

from training.writing.stroke_families import FAMILIES, MOST_APART, any_one, any_seven, between
from training.writing.strokes import Hand

DOWN = np.array([[0.0, 0.0], [0.0, 0.3], [0.0, 1.0]])


@pytest.mark.parametrize("digit", FAMILIES)
def test_a_family_stays_in_its_place_and_is_never_the_same(digit):
    shapes = [FAMILIES[digit](np.random.default_rng(seed)) for seed in range(300)]
    for shape in shapes:
        points = np.vstack(shape)
        assert points[:, 1].min() > -0.3 and points[:, 1].max() < 1.3
        assert np.ptp(points[:, 1]) > 0.9
        assert np.ptp(points[:, 0]) < 1.3
    assert len({np.vstack(shape).tobytes() for shape in shapes}) == len(shapes)


def test_no_one_has_the_bar_of_a_seven():
    """Where there is an upstroke it drops: a flat one makes a 7 of it."""
    for seed in range(300):
        stem = any_one(np.random.default_rng(seed))[0]
        left = stem[: len(stem) // 2]
        start = left[left[:, 0].argmin()]
        if start[0] < -0.1:
            assert start[1] > -0.5 * start[0]


def test_a_seven_has_a_bar_or_is_crossed():
    """Where the bar is hardly there and nothing crosses the stem, it would be a 1: of such there are few."""
    crossed = short = short_and_plain = 0
    for seed in range(300):
        strokes = any_seven(np.random.default_rng(seed))
        top = strokes[0][strokes[0][:, 1] < 0.3]
        crossed += len(strokes) == 2
        if np.ptp(top[:, 0]) < 0.3:
            short += 1
            short_and_plain += len(strokes) == 1
    assert 110 < crossed < 200
    assert 30 < short < 100
    assert short_and_plain < short / 4


def test_between_two_variants_lies_the_one_and_the_other():
    other = DOWN + (0.1, 0.0)
    for share, column in ((0.0, 0.0), (0.3, 0.03), (1.0, 0.1)):
        (mixed,) = between([DOWN], [other], share)
        np.testing.assert_allclose(mixed[:, 0], column)
        np.testing.assert_allclose(mixed[:, 1], np.linspace(0.0, 1.0, len(mixed)))


def test_what_is_written_in_another_way_is_not_mixed():
    assert between([DOWN], [DOWN, DOWN], 0.5) is None
    assert between([DOWN], [DOWN[::-1]], 0.5) is None, "the other way round"
    assert between([DOWN], [DOWN + (1.01 * MOST_APART, 0.0)], 0.5) is None


def test_varied_hands_write_what_the_table_lacks(monkeypatch):
    """All of a varied hand's 1s from the family, and none of a plain hand's."""
    monkeypatch.setattr("training.writing.strokes.FROM_FAMILY", 1.0)
    monkeypatch.setitem(FAMILIES, "1", lambda _: [np.array([[0.0, 0.0], [9.0, 1.0]])])

    def widths(varied):
        hands = [Hand.random(np.random.default_rng(seed), varied) for seed in range(30)]
        return [np.ptp(np.vstack(hand.strokes["1"])[:, 0]) for hand in hands]

    assert min(widths(varied=True)) > 4 > max(widths(varied=False))
