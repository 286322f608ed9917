"""When a line is looked at again, and what is made of both looks."""

from dataclasses import replace

import numpy as np
import pytest

from tests.reading.lines import ALPHABET, scores_for
from webapp.reading.line.views import SLANTS, leaning_views
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read_line import CERTAIN, CERTAIN_DIGIT, LIKELY, RIVAL, SURE_ALONE, is_sure, read_line
from webapp.reading.strings.calibrate import Calibration
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import Character, Transcript, transcribe

ONE_OR_SEVEN = scores_for("_", {"1": 9.0, "7": 8.5}, "_", "5", "_")
SEVEN = scores_for("_", "7", "_", "5", "_")
NOTHING = scores_for(*"_____", strength=20.0)
PIXELS = np.random.default_rng(0).random((LINE_HEIGHT, 20), np.float32)


class Eye:
    """Sees one thing in the line as it is, and another in each that leans."""

    def __init__(self, upright, leaning):
        self.upright, self.leaning, self.looks = upright, leaning, []

    def scores_of(self, views):
        self.looks.append(views)
        return self.upright if len(views) == 1 else np.concatenate([self.leaning] * len(views))


@pytest.fixture
def card(reader):
    plain = Calibration()
    return replace(reader.card, alphabet=ALPHABET, temperature=1.0, first_look=plain, all_views=plain)


def test_what_is_certain_is_looked_at_once(card):
    eye = Eye(scores_for("_", "1", "_", "5", "_", strength=20.0), SEVEN)
    assert read_line(PIXELS, eye.scores_of, card).text == "15"
    (look,) = eye.looks
    np.testing.assert_array_equal(look, PIXELS[np.newaxis])


def test_what_is_not_certain_is_read_by_all_views_together(card):
    eye = Eye(ONE_OR_SEVEN, SEVEN)
    transcript = read_line(PIXELS, eye.scores_of, card)
    assert [len(look) for look in eye.looks] == [1, len(SLANTS)]
    np.testing.assert_array_equal(eye.looks[1], leaning_views(PIXELS))
    assert transcript == transcribe(np.concatenate([ONE_OR_SEVEN, *[SEVEN] * len(SLANTS)]), PIXELS, ALPHABET)
    assert transcript.text == "75"
    assert transcript.confidence > 0.8


def one_with_share(share):
    """One column that says 1, or else 7."""
    return scores_for({"1": 30 + np.log(share), "7": 30 + np.log(1 - share)})


@pytest.mark.parametrize(
    ("share", "looks"), [(CERTAIN_DIGIT + 0.001, 1), (CERTAIN_DIGIT - 0.001, 2), (CERTAIN - 0.001, 2)]
)
def test_certain_is_a_matter_of_confidence(card, share, looks):
    eye = Eye(one_with_share(share), one_with_share(share))
    assert read_line(PIXELS[:, :4], eye.scores_of, card).confidence == pytest.approx(share, abs=1e-4)
    assert len(eye.looks) == looks


def test_what_may_say_something_else_is_looked_at_again(card):
    """The 5 is a 5, if it is there at all."""
    share = 1 - 2 * RIVAL
    maybe = scores_for("_", "7", "_", {"5": 30 + np.log(share), "_": 30 + np.log(1 - share)}, "_", strength=30.0)
    eye = Eye(maybe, maybe)
    transcript = read_line(PIXELS, eye.scores_of, card)
    assert transcript.text == "75"
    assert min(c.confidence for c in transcript.characters) > CERTAIN_DIGIT
    assert len(eye.looks) == 2


@pytest.mark.parametrize(("upright", "leaning", "surer"), [(0.95, 0.999, "all_views"), (0.95, 0.92, "first_look")])
def test_a_digit_in_doubt_is_as_sure_as_the_surer_look(card, upright, leaning, surer):
    eye = Eye(one_with_share(upright), one_with_share(leaning))
    transcript = read_line(PIXELS[:, :4], eye.scores_of, card)
    both = (upright + leaning * len(SLANTS)) / (1 + len(SLANTS))
    assert transcript.confidence == pytest.approx(max(upright, both), abs=1e-4)
    assert not transcript.doubtful
    bent = replace(card, **{surer: Calibration(1.0, 1.0)})
    assert read_line(PIXELS[:, :4], eye.scores_of, bent).confidence > transcript.confidence


def test_what_one_of_two_looks_doubts_is_doubtful(card):
    """To the upright look a 1 and a slash of a date are the same stroke; the leaning ones see a 1."""
    dated = scores_for("2", {"1": 9.0, "/": 8.6}, "2", {"1": 9.0, "/": 8.6}, "2", "6", strength=9.0)
    clear = scores_for("2", "1", "2", "1", "2", "6", strength=20.0)
    pixels = PIXELS.repeat(2, axis=1)[:, :24]
    assert transcribe(dated, pixels, ALPHABET).doubtful
    assert not transcribe(clear, pixels, ALPHABET).doubtful
    for upright, leaning in ((dated, clear), (clear, dated)):
        first = transcribe(upright, pixels, ALPHABET)
        transcript = read_line(pixels, Eye(upright, leaning).scores_of, card)
        assert transcript.doubtful is (first.doubtful or first.confidence < CERTAIN)


def test_a_point_that_may_be_there_at_first_sight_is_asked_about_however_sure_the_views_are(card):
    share = 1 - 2 * RIVAL
    pointed = scores_for("7", {"_": 30 + np.log(share), ".": 30 + np.log(1 - share)}, "5", "_", strength=30.0)
    eye = Eye(pointed, scores_for("7", "_", "5", "_", strength=30.0))
    transcript = read_line(PIXELS[:, :16], eye.scores_of, card)
    assert (transcript.text, transcript.doubtful) == ("75", True)
    assert dict(transcript.others)["7.5"] < RIVAL


def test_where_the_views_say_something_else_than_a_likely_first_look_it_stands_and_is_doubtful(card):
    eye = Eye(one_with_share(0.95), one_with_share(0.001))
    transcript = read_line(PIXELS[:, :4], eye.scores_of, card)
    assert (transcript.text, transcript.doubtful) == ("1", True)
    assert transcript.confidence == pytest.approx(0.95, abs=1e-4)


def test_where_the_first_look_finds_no_digit_there_is_none(card):
    eye = Eye(NOTHING, SEVEN)
    assert read_line(PIXELS, eye.scores_of, card).characters == ()
    assert len(eye.looks) == 1


def test_a_doubtful_nothing_is_not_looked_at_again_either(card):
    eye = Eye(scores_for("_", {"_": 9.0, "7": 8.5}, "_", "_", "_"), SEVEN)
    transcript = read_line(PIXELS, eye.scores_of, card)
    assert transcript.characters == ()
    assert transcript.confidence < CERTAIN
    assert len(eye.looks) == 1


def test_where_somebody_expects_a_number_a_doubtful_nothing_is_looked_at_again_and_asked_about(card):
    eye = Eye(scores_for("_", {"_": 9.0, "7": 8.5}, "_", "_", "_"), SEVEN)
    transcript = read_line(PIXELS, eye.scores_of, card, expected=True)
    assert len(eye.looks) == 2
    assert transcript.text == "75"
    assert not is_sure(transcript, replace(card, sure_number=0.0, sure_digit=0.0))


def test_what_is_unlikely_at_the_second_look_too_is_nothing(card):
    nothing = scores_for("_", {"_": 9.0, "7": 8.5}, "_", "_", "_")
    eye = Eye(nothing, scores_for("_", {"_": 9.0, "7": 9.0, "1": 9.0, "9": 9.0}, "_", "_", "_"))
    assert transcribe(np.concatenate([nothing, eye.leaning]), PIXELS, ALPHABET).confidence < LIKELY
    assert read_line(PIXELS, eye.scores_of, card, expected=True).characters == ()
    assert len(eye.looks) == 2


def test_a_certain_nothing_is_nothing_whatever_somebody_expects(card):
    eye = Eye(NOTHING, SEVEN)
    assert read_line(PIXELS, eye.scores_of, card, expected=True).characters == ()
    assert len(eye.looks) == 1


def test_the_temperature_counts_for_both_looks(card):
    scores = scores_for("_", "1", "_", "5", "_", strength=14.0)
    eye = Eye(scores, scores)
    assert read_line(PIXELS, eye.scores_of, card).confidence >= CERTAIN
    warm = read_line(PIXELS, eye.scores_of, replace(card, temperature=3.0))
    assert [len(look) for look in eye.looks] == [1, 1, len(SLANTS)]
    assert warm.confidence == pytest.approx(transcribe(scores, PIXELS, ALPHABET, 3.0).confidence)


def test_the_pattern_counts_for_both_looks(card):
    doubtful = scores_for("_", {"7": 9.0, "9": 8.8, "1": 8.5}, "_", "5", "_")
    eye = Eye(doubtful, scores_for("_", {"1": 12.0, "9": 9.0}, "_", "5", "_"))
    assert read_line(PIXELS, eye.scores_of, card).text == "15"
    assert read_line(PIXELS, eye.scores_of, card, parse_pattern("[79]5")).text == "95"
    assert [len(look) for look in eye.looks] == [1, len(SLANTS)] * 2


@pytest.mark.parametrize(
    ("number", "digits", "doubtful", "sure"),
    [
        (0.95, (0.99, 0.99), False, True),
        (0.9, (0.9, 0.9), False, True),
        (0.89, (0.99, 0.99), False, False),
        (0.95, (0.99, 0.89), False, False),
        (0.95, (0.99, 0.99), True, False),
    ],
)
def test_a_number_is_sure_where_it_and_all_its_digits_are(card, number, digits, doubtful, sure):
    characters = tuple(Character(str(place), share, place, place + 1, ()) for place, share in enumerate(digits))
    transcript = Transcript(characters, number, doubtful=doubtful)
    assert is_sure(transcript, replace(card, sure_number=0.9, sure_digit=0.9)) is sure


@pytest.mark.parametrize(("share", "sure"), [(SURE_ALONE, True), (SURE_ALONE - 0.001, False)])
def test_a_digit_without_others_has_to_be_surer(card, share, sure):
    card = replace(card, sure_number=0.9, sure_digit=0.9, sure_alone=0.9)
    alone = Transcript((Character("7", share, 0, 1, ()),), 0.95)
    beside = Transcript((*alone.characters, Character("1", 0.999, 1, 2, ())), 0.95)
    assert is_sure(alone, card) is sure
    assert is_sure(beside, card)


def test_a_number_of_one_digit_has_a_threshold_of_its_own(card):
    card = replace(card, sure_number=0.95, sure_digit=0.9, sure_alone=0.85)
    alone, other = (Character(digit, 0.999, place, place + 1, ()) for place, digit in enumerate("71"))
    assert is_sure(Transcript((alone,), 0.86), card)
    assert not is_sure(Transcript((alone,), 0.84), card)
    assert not is_sure(Transcript((alone, other), 0.94), card)


@pytest.mark.parametrize(
    ("others", "sure"),
    [
        ((), True),
        ((("1/2", RIVAL),), False),
        ((("1.12", 0.01), ("12", RIVAL)), False),
        ((("1/2", RIVAL - 0.001),), True),
        ((("1.12", RIVAL),), False),
        ((("1.12", RIVAL - 0.001), ("11,2", RIVAL - 0.001)), True),
    ],
)
def test_no_number_is_sure_that_may_have_other_digits_or_a_point(card, others, sure):
    """Each of them is certain of itself; of a 1 that may be a slash it only says that it is no other digit."""
    characters = tuple(Character(digit, 0.999, place, place + 1, ()) for place, digit in enumerate("112"))
    transcript = Transcript(characters, 0.95, others)
    assert is_sure(transcript, replace(card, sure_number=0.9, sure_digit=0.99)) is sure


@pytest.mark.parametrize(
    ("eye", "look"),
    [
        (Eye(scores_for("_", "7", "_", "5", "_", strength=20.0), SEVEN), "first_look"),
        (Eye(ONE_OR_SEVEN, SEVEN), "all_views"),
        (Eye(scores_for("_", "_", "_", "_", "_", strength=4.5), SEVEN), "all_views"),
    ],
    ids=["certain", "again", "expected"],
)
def test_confidences_are_calibrated_by_how_the_line_was_looked_at(card, eye, look):
    plain = read_line(PIXELS, eye.scores_of, card, expected=True)
    bent = Calibration(0.5, 0.3)
    other = Calibration(2.0, -1.0)
    looks = {"first_look": other, "all_views": other, look: bent}
    transcript = read_line(PIXELS, eye.scores_of, replace(card, **looks), expected=True)
    assert transcript.text == plain.text == "75"
    assert transcript.doubtful == plain.doubtful
    assert transcript.confidence == pytest.approx(bent(plain.confidence))
    assert [c.confidence for c in transcript.characters] == pytest.approx(
        [bent(c.confidence) for c in plain.characters]
    )
    assert transcript.confidence + sum(share for _, share in transcript.others) <= 1.000001


def test_where_there_is_nothing_there_is_nothing_to_calibrate(card):
    eye = Eye(NOTHING, NOTHING)
    card = replace(card, first_look=Calibration(0.5, 3.0), all_views=Calibration(0.5, 3.0))
    assert read_line(PIXELS, eye.scores_of, card, expected=True).characters == ()


def test_who_writes_a_point_or_a_comma_writes_one_number(card):
    characters = tuple(Character(sign, 0.999, place, place + 1, ()) for place, sign in enumerate("1.234"))
    transcript = Transcript(characters, 0.95, (("1,234", 0.2), ("1234", 0.1)))
    assert is_sure(transcript, replace(card, sure_number=0.9, sure_digit=0.99))
