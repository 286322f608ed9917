"""How people part long numbers, and what that decides."""

import numpy as np
import pytest

from tests.reading.lines import ALPHABET, ink_for, scores_for
from webapp.reading.strings.groups import NO_DATE, ODD, plausibility
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import transcribe


def read(text, *places, pattern=None):
    """A line on which 9 speaks for each character of a text, and in some places so much for another one as well."""
    columns = ["_"]
    also = {place: (other, score) for place, other, score in places}
    for place, character in enumerate(text):
        other, score = also.get(place, (character, 9.0))
        columns += [{character: 9.0, other: score}, "_"]
    scores = scores_for(*columns)
    return transcribe(scores, ink_for(scores), ALPHABET, pattern=pattern)


@pytest.mark.parametrize(
    "text",
    [
        "5000000",
        "12.5",
        "12,50",
        "0.125",
        "04.50",
        "0356",
        "1234.567",
        "3.14159",
        "1,250,000",
        "1.250.000,50",
        "2,50,00,000",
        "52.00,00,000.50",
        "31.12.2026",
        "1.2.26",
        "12-5",
        "030/123456",
        "98765-43210",
        "3.686-907",
        "06.12.34.56.78",
        "555.123.4567",
    ],
)
def test_people_write_these(text):
    assert plausibility(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "52100,00,000",
        "2,50,070,000",
        "15.3400",
        "329,00011",
        "1,2,3",
        "192.168.1.1",
        "1..5",
        "12-15.3400",
        "030,000",
        "04.042.500",
    ],
)
def test_and_hardly_ever_these(text):
    assert plausibility(text) == ODD


@pytest.mark.parametrize("text", ["92-07-1953", "26/07/1453", "31/6/05", "8/12/201", "1-08-223", "30.2.2026"])
def test_what_has_the_form_of_a_date_and_is_none_is_rarer_still(text):
    assert plausibility(text) == NO_DATE


@pytest.mark.parametrize("text", ["22-07-1953", "31/5/05", "29.2.2024", "12-34-56", "555-12-1234", "1/2/3/4"])
def test_a_date_or_another_code_is_as_usual_as_any_number(text):
    assert plausibility(text) == 1.0


def test_no_day_is_read_that_no_calendar_has():
    """By its looks alone it is a 9."""
    transcript = read("92-07-1953", (0, "2", 7.0))
    assert (transcript.text, transcript.doubtful) == ("22-07-1953", True)
    assert transcript.others[0][0] == "92-07-1953"
    assert read("92-07-1953", (0, "2", 3.0)).text == "92-07-1953"


def test_a_comma_with_a_long_tail_is_none_of_the_digits():
    """By its looks alone the third stroke is a 1, by a little: nobody writes 52100,00,000."""
    transcript = read("52100,00,000", (2, ",", 8.5))
    assert transcript.text == "52,00,00,000"
    assert transcript.doubtful
    other, share = transcript.others[0]
    assert other == "52100,00,000"
    assert transcript.confidence / share == pytest.approx(np.exp(-0.5) / ODD, rel=0.01)


def test_a_digit_that_it_decides_on_stays_though_another_one_looks_likelier():
    transcript = read("030,000", (0, "9", 8.5))
    assert (transcript.text, transcript.doubtful) == ("930,000", True)
    assert transcript.others[0][0] == "030,000"
    assert transcript.characters[0].alternatives[0][0] == "0"


def test_what_clearly_looks_odd_is_read_as_it_looks():
    transcript = read("52100,00,000", (2, ",", 3.0))
    assert transcript.text == "52100,00,000"
    assert not transcript.doubtful


def test_what_is_usual_is_as_sure_as_it_looks():
    """A doubt that is no matter of groups stays what it was."""
    plain, parted = read("12500", (2, "6", 7.5)), read("12.500", (3, "6", 7.5))
    assert (plain.text, parted.text) == ("12500", "12.500")
    assert parted.confidence == pytest.approx(plain.confidence, abs=0.01)
    assert not parted.doubtful


def test_a_person_who_says_what_the_number_is_like_is_believed():
    pattern = parse_pattern(r"\d{5},\d{2},\d{3}")
    assert read("52100,00,000", (2, ",", 8.5), pattern=pattern).text == "52100,00,000"
