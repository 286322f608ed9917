"""Writers made of pen strokes."""

import numpy as np
import pytest

from training.writing.hands import StrokeHands
from training.writing.strokes import GAPS, HOOKS, VARIANTS, Hand, _with_other_ends


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


def test_varied_hands_are_more_uneven_and_stay_digits():
    def middles(varied):
        """How high the waist of an 8 is, in many hands: its second variant crosses itself there."""
        hands = [Hand.random(np.random.default_rng(seed), varied) for seed in range(300)]
        curves = [np.vstack(hand.write("8", np.random.default_rng(seed))) for seed, hand in enumerate(hands)]
        assert all(np.abs(curve[:, 1] - 0.5).max() < 1.0 for curve in curves)
        return [np.median(curve[:, 1]) for curve in curves]

    assert np.std(middles(varied=True)) > 1.2 * np.std(middles(varied=False))


def test_neat_hands_are_as_the_table_has_it_and_alike_each_time():
    def shapes_and_spread(neat):
        hands = [Hand.random(np.random.default_rng(seed), neat=neat) for seed in range(200)]
        zeros = [[np.vstack(hand.write("0", np.random.default_rng(way))) for way in range(2)] for hand in hands]
        wide = [np.ptp(one[:, 0]) for one, _ in zeros]
        return np.ptp(np.percentile(wide, (5, 95))), np.mean([np.abs(one - again).mean() for one, again in zeros])

    (widths, spread), (usual_widths, usual_spread) = shapes_and_spread(neat=True), shapes_and_spread(neat=False)
    assert widths < 0.8 * usual_widths and spread < 0.8 * usual_spread


def test_ends_go_on_in_a_hook_or_stop_short():
    down = np.array([[0.0, 0.0], [0.0, 0.4], [0.0, 1.0]])
    assert _with_other_ends(down, 0.0, np.random.default_rng(1)).tolist() == down.tolist()
    changed = [_with_other_ends(down, 0.5, np.random.default_rng(seed)) for seed in range(40)]
    hooked = [points for points in changed if len(points) == 5]
    short = [points for points in changed if len(points) == 3]
    assert hooked and short and len(hooked) + len(short) < 40
    for points in hooked:
        ends = np.linalg.norm([points[0] - points[1], points[-1] - points[-2]], axis=1)
        assert HOOKS[0] <= ends.min() and ends.max() <= HOOKS[1]
    for points in short:
        lost = points[0, 1], 1.0 - points[-1, 1]
        assert GAPS[0] - 1e-9 <= min(lost) and max(lost) <= GAPS[1] + 1e-9


def test_stroke_writers_lean_as_asked():
    """The top of a 7 moves to the right by the slant, and its foot stays: the glyph becomes wider."""
    rng = np.random.default_rng(3)
    hands = [StrokeHands().writer(np.random.default_rng(hand), 40, slant) for hand in range(20) for slant in (0.0, 0.5)]
    width = {0.0: 0.0, 0.5: 0.0}
    for writer in hands:
        width[writer.slant] += writer.glyph("7", 1.0, rng)[0].shape[1] / 20
    assert width[0.5] > width[0.0] + 5
