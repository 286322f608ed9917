from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from tests.reading.lines import ALPHABET, ink_for, scores_for
from webapp.reading.alone import INNER, SIDE, view
from webapp.reading.calibrate import Calibration
from webapp.reading.normalise import normalise_line
from webapp.reading.transcribe import transcribe


def line_of(text, height=80, slant=0.0):
    return normalise_line(drawing.draw_number(text, height, slant=slant)[..., 0]).pixels


def digits_of(*columns):
    scores = scores_for(*columns)
    return transcribe(scores, ink_for(scores), ALPHABET)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("height", [24, 300])
def test_a_digit_is_small_and_its_mass_in_the_middle(digit, height):
    seen = view(line_of(digit, height))
    assert seen.shape == (SIDE, SIDE) and seen.min() >= 0 and 0.8 < seen.max() < 1.001
    rows, cols = np.nonzero(seen > 0.3)
    assert max(np.ptp(rows), np.ptp(cols)) + 1 <= INNER
    mass = [np.average(np.arange(SIDE), weights=seen.sum(axis=axis)) for axis in (0, 1)]
    assert mass == pytest.approx([(SIDE - 1) / 2] * 2, abs=1)


def test_what_is_around_a_digit_makes_no_difference():
    pixels = line_of("4")
    wider = np.pad(pixels, ((0, 0), (30, 55)))
    np.testing.assert_array_equal(view(pixels), view(wider))


def test_what_is_too_wide_for_one_digit_or_empty_has_no_view():
    assert view(line_of("1984")) is None
    assert view(np.zeros((40, 60), np.float32)) is None


def test_both_networks_together_decide_and_say_how_likely():
    transcript = digits_of("_", {"1": 9.0, "7": 8.5}, "_")
    first = transcript.characters[0]
    second = np.full(10, 0.001)
    second[[1, 7]] = 0.2, 0.792
    both = transcript.with_second_opinion(second)
    shares = dict([("1", first.confidence), *first.alternatives])
    products = {value: share * second[int(value)] for value, share in shares.items()}
    assert both.text == "7" and transcript.text == "1"
    (character,) = both.characters
    assert character.confidence == pytest.approx(products["7"] / sum(products.values()))
    assert [value for value, _ in character.alternatives][0] == "1"
    assert character.confidence + sum(share for _, share in character.alternatives) == pytest.approx(1)
    # That it is one digit at all stays as likely.
    one_digit = transcript.confidence / first.confidence
    assert both.confidence == pytest.approx(one_digit * character.confidence)
    assert both.others[0][0] == "1"
    assert (character.left, character.right) == (first.left, first.right)


def test_who_agrees_is_surer_than_each_alone():
    transcript = digits_of("_", {"1": 9.0, "7": 7.0}, "_")
    second = np.full(10, 0.01)
    second[1] = 0.91
    both = transcript.with_second_opinion(second)
    assert both.text == "1" and both.characters[0].confidence > max(0.91, transcript.characters[0].confidence)


@pytest.mark.parametrize("columns", ["_1_5_", "_1_._5_", "___"])
def test_only_one_digit_has_a_second_opinion(columns):
    assert not digits_of(*columns).is_digit


def test_a_digit_of_which_there_is_a_reason_for_doubt_has_none():
    transcript = digits_of(*"_1_")
    assert transcript.is_digit and not replace(transcript, doubtful=True).is_digit
    assert transcript.calibrated(Calibration(0.5, 0.0)).is_digit
