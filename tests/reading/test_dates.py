"""Slashes that look like ones."""

import pytest

from tests.reading.lines import ALPHABET, ink_for, scores_for
from webapp.reading.strings.dates import dates_like, is_date, odds
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import transcribe


def line(text, slash, places):
    """Scores of a text, with so much for a slash in some places where 9 speaks for what stands there."""
    columns = ["_"]
    for place, character in enumerate(text):
        columns += [{character: 9.0, **({"/": slash} if place in places else {})}, "_"]
    return scores_for(*columns)


def read(scores, pattern=None):
    return transcribe(scores, ink_for(scores), ALPHABET, pattern=pattern)


@pytest.mark.parametrize("text", ["31/12/2026", "12/31/2026", "1/1/1900", "5/9/79", "03/4/00", "1.2.26", "24-12-1999"])
def test_days_months_and_years_are_dates(text):
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "13/13/2026",
        "31/02/2026",
        "29/2/1900",
        "32/1/2026",
        "0/5/2026",
        "1/1/1899",
        "1/1/2100",
        "1/2",
        "1/2/345",
        "1.2/26",
        "1,2,26",
        "24.12",
    ],
)
def test_all_else_is_none(text):
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("3111212026", ["31/12/2026"]),
        ("31/1212026", ["31/12/2026"]),
        ("311126", ["3/1/26"]),
        ("1111126", ["1/11/26", "11/1/26"]),
        ("31/12/2026", []),
        ("12345", []),
        ("31212026", ["3/2/2026"]),
        ("31212326", []),
        ("2311112026", ["23/11/2026"]),
    ],
)
def test_the_dates_that_look_like_a_number(text, dates):
    assert sorted(dates_like(text)) == dates


def test_a_little_evidence_for_the_slashes_makes_it_a_date():
    scores = line("2610312005", 4.0, {2, 5})
    transcript = read(scores)
    assert transcript.text == "26/03/2005"
    assert transcript.doubtful
    assert transcript.others[0][0] == "2610312005"
    assert 0.5 < transcript.confidence <= 1
    assert sum(share for _, share in transcript.others) + transcript.confidence <= 1.000001


def test_with_less_it_is_asked_about():
    transcript = read(line("2610312005", 0.5, {2, 5}))
    assert transcript.text == "2610312005"
    assert transcript.doubtful
    assert "26/03/2005" in [text for text, _ in transcript.others]


def test_without_any_it_stays_a_number():
    transcript = read(line("2610312005", -5.0, {2, 5}))
    assert transcript.text == "2610312005"
    assert not transcript.doubtful


def test_the_longer_the_number_the_less_likely_is_chance():
    assert read(line("511179", 5.5, {1, 3})).text == "511179"
    assert read(line("5101111979", 5.5, {1, 5})).text == "5101111979"  # no month 011
    assert read(line("2511111979", 5.5, {2, 5})).text == "25/11/1979"
    assert odds("25/11/1979") > odds("5/11/1979") > odds("5/1/79")


def test_a_date_with_its_slashes_is_not_doubted():
    transcript = read(line("26/03/2005", 9.0, set()))
    assert transcript.text == "26/03/2005"
    assert not transcript.doubtful


def test_what_was_chosen_as_a_date_stays_one_where_other_separators_look_likelier():
    scores = scores_for("_", *(c for d in "26" for c in (d, "_")), {"1": 9.0, "/": 4.0, "-": 4.3}, "_",
                        *(c for d in "03" for c in (d, "_")), {"1": 9.0, "/": 4.0, "-": 4.3}, "_",
                        *(c for d in "2005" for c in (d, "_")))  # fmt: skip
    transcript = read(scores)
    assert transcript.text == "26/03/2005"
    assert transcript.confidence > 0.5
    assert transcript.others


def test_an_alphabet_without_a_slash_knows_no_dates():
    scores = line("2610312005", -5.0, ())[..., :11]
    assert transcribe(scores, ink_for(scores), ALPHABET[:10]).text == "2610312005"


def test_who_says_that_it_is_no_date_is_believed():
    assert read(line("2610312005", 4.0, {2, 5}), parse_pattern("digits{10}")).text == "2610312005"
