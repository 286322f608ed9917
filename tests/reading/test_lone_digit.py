"""The second opinion on a digit that stands alone, and what becomes of what it says."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from webapp.reading.line.lone_digit import DIGITS, WEIGHT, WIDEST, may_stand_alone, texts_of_nothing, weighed
from webapp.reading.line.windows import NONE
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read_line import is_sure, seconded
from webapp.reading.strings.calibrate import Calibration
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import Character, Transcript

PIXELS = np.zeros((LINE_HEIGHT, 40), np.float32)
FOUR = Transcript(
    (Character("4", 0.7, 9, 31, (("9", 0.2), ("7", 0.1)), 20.0),), 0.68, (("9", 0.19), ("7", 0.1), ("14", 0.01))
)
FOURTEEN = Transcript((Character("1", 0.9, 8, 12, ()), Character("4", 0.99, 12, 30, ())), 0.88, (("4", 0.1),))
NOTHING = Transcript((), 0.6)


class Second:
    """Stands for the reader's second opinion: the same shares whatever is asked."""

    seconds = True
    card = SimpleNamespace(second_opinion=Calibration())

    def __init__(self, **shares):
        self.shares, self.asked = np.zeros(NONE + 1, np.float32), 0
        for name, share in shares.items():
            self.shares[NONE if name == "none" else int(name[1:])] = share

    def second_opinion(self, windows):
        self.asked += len(windows)
        return np.repeat(self.shares[np.newaxis], len(windows), axis=0)


def test_what_both_find_likeliest_stands():
    ranked = weighed({"4": 0.5, "9": 0.3, "14": 0.1}, np.array([0, 0, 0, 0, 0.2, 0, 0, 0, 0, 0.7, 0.1]))
    assert [text for text, _ in ranked[:3]] == ["9", "4", "14"]
    # How much more the second opinion is for a 9; and how likely it is one digit at all stays as it was.
    (_, nine), (_, four), (_, fourteen) = ranked[:3]
    assert nine / four == pytest.approx(0.3 / 0.5 * (0.7 / 0.2) ** WEIGHT)
    assert (nine + four, fourteen) == (pytest.approx(0.8), 0.1)


def test_whether_two_digits_are_one_is_for_both_to_say():
    opinion = np.array([0, 0, 0, 0, 0.9, 0, 0, 0, 0, 0, 0.1])
    ranked = dict(weighed({"14": 0.6, "4": 0.3}, opinion))
    one, two, unnamed = 0.3 * 0.9**WEIGHT, 0.6 * 0.1**WEIGHT, 0.1 * 0.1**WEIGHT
    assert ranked["4"] == pytest.approx(one / (one + two + unnamed))
    assert ranked["14"] == pytest.approx(two / (one + two + unnamed))


def test_where_the_other_one_knows_nothing_all_stays():
    opinion = np.full(NONE + 1, 1 / (NONE + 1))
    assert dict(weighed({"4": 0.6}, opinion))["4"] == pytest.approx(0.6)
    assert dict(weighed({"14": 0.6, "4": 0.1}, opinion))["4"] == pytest.approx(0.1)


def test_only_allowed_digits_are_said():
    ranked = weighed({"9": 0.4}, np.full(NONE + 1, 1 / (NONE + 1)), allowed=["9"])
    assert ranked == [("9", pytest.approx(0.4))]


def test_where_neither_finds_anything_likely_nothing_is_said():
    assert weighed({"4": 1.0}, np.eye(NONE + 1)[9]) == []


@pytest.mark.parametrize(
    ("texts", "columns", "may"),
    [
        ({"4": 0.9}, 40, True),
        ({"4": 0.9}, WIDEST, True),
        ({"4": 0.9}, WIDEST + 1, False),
        ({"14": 0.9, "4": 0.05}, 40, True),
        ({"14": 0.9, "4": 0.01}, 40, False),
        ({"": 1.0}, 40, False),
    ],
)
def test_it_is_asked_where_one_digit_may_fill_the_line(texts, columns, may):
    assert may_stand_alone(texts, columns) is may


def test_of_nothing_each_digit_is_as_likely():
    texts = texts_of_nothing(0.6)
    assert texts == pytest.approx({"": 0.6, **dict.fromkeys(DIGITS, 0.04)})


def test_two_that_agree_are_surer_of_the_digit_than_one(reader):
    told = seconded(FOUR, PIXELS, Second(d4=0.999, d9=0.0005, none=0.0005))
    (character,) = told.characters
    assert told.text == "4" and not told.doubtful
    assert told.confidence > 0.95 and character.confidence > 0.998
    assert (character.left, character.right, character.centre) == (9, 31, 20.0)
    assert [value for value, _ in character.alternatives] == ["9"]
    assert is_sure(told, replace(reader.card, sure_number=0.9, sure_digit=0.9))


@pytest.mark.parametrize(
    "shares",
    [{"d4": 0.3, "d9": 0.7}, {"d4": 0.4, "none": 0.6}, {"d9": 0.999, "d4": 0.001}, {"d4": 0.98, "d9": 0.02}],
)
def test_where_they_differ_or_are_not_sure_together_the_person_is_asked(shares):
    assert seconded(FOUR, PIXELS, Second(**shares)).doubtful


def test_a_digit_is_corrected_and_the_other_one_offered():
    told = seconded(FOUR, PIXELS, Second(d9=0.9, d4=0.1))
    assert told.text == "9" and told.doubtful
    assert told.characters[0].alternatives[0][0] == "4"
    assert told.others[0][0] == "4"
    nine, four = 0.2 * 0.9**WEIGHT, 0.7 * 0.1**WEIGHT
    assert told.characters[0].confidence == pytest.approx(nine / (nine + four))
    assert told.confidence == pytest.approx((0.68 + 0.19 + 0.1) * nine / (nine + four))


def test_what_both_say_is_calibrated():
    plain, bent = Second(d4=0.98, d9=0.01, none=0.01), Second(d4=0.98, d9=0.01, none=0.01)
    bent.card = SimpleNamespace(second_opinion=Calibration(0.5, 0.2))
    sharp, blunt = (seconded(FOUR, PIXELS, second) for second in (plain, bent))
    assert blunt.confidence == pytest.approx(Calibration(0.5, 0.2)(sharp.confidence))
    assert blunt.characters[0].confidence < sharp.characters[0].confidence


def test_two_digits_that_are_one():
    told = seconded(FOURTEEN, PIXELS, Second(d4=0.98, none=0.02))
    assert told.text == "4" and told.doubtful
    assert (told.characters[0].left, told.characters[0].right) == (8, 30)
    assert told.others[0][0] == "14"


def test_two_digits_that_are_two_stay_as_they_are():
    assert seconded(FOURTEEN, PIXELS, Second(d4=0.2, none=0.8)) is FOURTEEN


def test_nothing_becomes_a_digit_only_where_a_person_says_that_there_is_one():
    second = Second(d7=0.999, none=0.001)
    assert seconded(NOTHING, PIXELS, second) is NOTHING and not second.asked
    told = seconded(NOTHING, PIXELS, second, expected=True)
    assert told.text == "7" and told.doubtful
    assert (told.characters[0].left, told.characters[0].right) == (0, 40)
    assert all(text for text, _ in told.others)
    assert seconded(NOTHING, PIXELS, Second(d7=0.4, none=0.6), expected=True) is NOTHING


def test_a_pattern_holds():
    second = Second(d9=0.9, d4=0.1)
    assert seconded(FOUR, PIXELS, second, parse_pattern("[0-4]")).text == "4"
    assert seconded(NOTHING, PIXELS, second, parse_pattern("digits{2}"), expected=True) is NOTHING


def test_without_it_and_on_long_lines_nothing_changes():
    second = Second(d9=1.0)
    assert seconded(FOUR, np.zeros((LINE_HEIGHT, WIDEST + 1), np.float32), second) is FOUR
    second.seconds = False
    assert seconded(FOUR, PIXELS, second) is FOUR and not second.asked
