"""What transcribe makes of a pattern, and of its check digits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.lines import ALPHABET, all_strings, ink_for, random_probabilities, random_scores, scores_for
from webapp.reading.result import Check
from webapp.reading.strings.ctc import softmax, string_probabilities
from webapp.reading.strings.patterns import parse_pattern
from webapp.reading.transcribe import transcribe


def read(scores, pattern, alphabet=ALPHABET):
    return transcribe(scores, ink_for(scores), alphabet, pattern=parse_pattern(pattern))


def spread(text, **doubts):
    """Columns that say a text, each character between blanks; doubts: by place, d3={"7": 8.5}, other odds there."""
    columns = ["_"]
    for place, character in enumerate(text):
        columns += [{character: 9.0, **doubts.get(f"d{place}", {})}, "_"]
    return scores_for(*columns)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("expression", [r"\d\d", "0+1?", r"[02]{2,3}", "(01|12)+"])
def test_of_the_strings_that_match_the_likeliest_is_read(seed, expression):
    probabilities = random_probabilities(seed, columns=5)
    strings = {
        text: share
        for text, share in all_strings(probabilities, "012").items()
        if parse_pattern(expression).inside.accepts(text)
    }
    transcript = read(np.log(probabilities).astype(np.float32)[np.newaxis], expression, "012")
    if transcript.text:  # empty where the likeliest of all strings is
        assert transcript.text == max(strings, key=strings.get)
        # At most the exact share among those that match, for not all of the others were looked at.
        assert strings[transcript.text] <= transcript.confidence * 1.00001
        assert transcript.confidence <= strings[transcript.text] / sum(strings.values()) * 1.00001


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([r"\d{2}/\d{2}/\d{4}", "amount", "date", "digits{5}", "integer", "aba", "isbn", r"1?2+|3-?"]),
)
def test_what_is_read_matches_the_pattern(seed, pattern):
    text = read(random_scores(seed, 3, 40, 15), pattern).text
    assert text == "" or parse_pattern(pattern).inside.accepts(text)


def test_a_pattern_decides_between_a_separator_and_a_digit():
    line = spread("31501.26", d2={"/": 8.0}, d5={"/": 8.0})
    assert transcribe(line, ink_for(line), ALPHABET).text == "31501.26"
    assert read(line, r"\d{2}/\d{2}/\d{2}").text == "31/01/26"
    assert read(line, "date").text == "31/01/26"


def test_where_the_pattern_allows_the_likeliest_string_it_is_surer_than_before():
    line = spread("12345", d1={".": 8.0})
    free, bound = transcribe(line, ink_for(line), ALPHABET), read(line, "digits{5}")
    assert free.text == bound.text == "12345"
    assert free.confidence < 0.75 < 0.9 < bound.confidence <= 1
    assert not bound.doubtful


def test_where_image_and_pattern_contradict_each_other_nobody_is_sure():
    transcript = read(spread("12.34"), "digits{5}")
    assert len(transcript.text) == 5
    assert transcript.doubtful


def test_strings_that_were_never_looked_at_count_against_the_only_one_that_matches():
    doubts = {f"d{place}": {"7": 8.8, "8": 8.6, "9": 8.4} for place in range(6)}
    transcript = read(spread("123456", **doubts), "123456")
    assert transcript.text == "123456"
    assert transcript.confidence < 0.1


def test_a_line_without_digits_has_none_whatever_the_pattern_wants():
    assert read(scores_for(*"_" * 40), "digits{5}").text == ""


def test_where_no_matching_string_fits_the_line_is_read_freely_and_doubted():
    transcript = read(scores_for(*"_1_2_"), "iban:DE")
    assert (transcript.text, transcript.confidence, transcript.doubtful) == ("12", 0.0, True)
    assert transcript.check == Check("iban", False, False)


def test_what_stands_behind_a_number_counts_for_it_with_a_pattern_too():
    with_dash = read(scores_for(*"_1_2_._-_"), "digits{2}")
    assert with_dash.text == "12"
    assert with_dash.confidence > 0.95
    assert not with_dash.doubtful
    assert read(scores_for(*"_1_2_._-_"), r"\d\d\.-").text == "12.-"


def test_alternatives_of_a_digit_are_those_that_the_pattern_allows():
    line = spread("31/01/2026", d0={"8": 8.0, "2": 6.0}, d2={"-": 8.5, ".": 7.0})
    digits = read(line, "date").characters
    assert [value for value, _ in digits[0].alternatives] == ["2", "0", "1"]
    assert digits[0].confidence == pytest.approx(np.exp(3) / (np.exp(3) + 1), abs=0.01)
    # 31-01/2026 is no date.
    assert digits[2].alternatives == ()


def test_other_texts_are_those_that_the_pattern_allows():
    line = spread("12345", d1={".": 8.5, "7": 8.0}, d4={"_": 8.8})
    others = [text for text, _ in read(line, "digits{5}").others]
    assert others[0] == "17345"
    assert all(parse_pattern("digits{5}").inside.accepts(text) for text in others)


def test_check_digits_choose_the_string_that_passes():
    line = spread("4111111111111171", d14={"1": 8.8})
    transcript = read(line, "luhn")
    assert transcript.text == "4111111111111111"
    assert transcript.check == Check("luhn", True, True)
    assert transcript.doubtful  # a string that fails had more than half of the probability


def test_check_digits_that_agree_make_surer_and_choose_nothing():
    line = spread("021000021", d0={"8": 8.5})
    transcript = read(line, "aba")
    assert (transcript.text, transcript.check) == ("021000021", Check("aba", True, False))
    assert transcript.confidence > 0.95 > 0.7 > transcribe(line, ink_for(line), ALPHABET).confidence
    assert not transcript.doubtful


def test_where_nothing_passes_the_likeliest_string_is_given_and_doubted():
    line = spread("021000022")
    line[line == 9.0] = 40.0  # so clear that no other string is worth a look
    transcript = read(line, "aba")
    # Whatever else is found has next to no probability: it is doubted in any case.
    assert transcript.doubtful
    assert transcript.check.name == "aba"


@pytest.mark.parametrize(
    ("pattern", "right", "place", "wrong"),
    [("iban:DE", "89370400440532013000", 7, "9"), ("isbn", "9780306406157", 4, "8"), ("luhn", "79927398713", 3, "7")],
)
def test_a_likelier_wrong_digit_is_put_right(pattern, right, place, wrong):
    seen = right[:place] + wrong + right[place + 1 :]
    transcript = read(spread(seen, **{f"d{place}": {right[place]: 8.9}}), pattern)
    assert transcript.text == right
    assert transcript.check == Check(pattern.split(":")[0], True, True)


def test_check_digits_do_not_make_each_digit_certain():
    line = spread("021000021", d0={"8": 8.5})
    assert read(line, "aba").characters[0].confidence < 0.75


def test_the_confidence_is_the_share_among_what_is_not_ruled_out():
    line = spread("12", d0={".": 8.5})
    p = softmax(line)
    matching = string_probabilities(p, ["12", "12.", "12,", "12-", "12/", "12.-", "12,-", "12/-"], ALPHABET).sum()
    ruled_out = string_probabilities(p, [".2"], ALPHABET)[0]
    assert read(line, r"\d\d").confidence == pytest.approx(matching / (1 - ruled_out), rel=0.02)


@pytest.mark.parametrize("pattern", ["amount", "integer"])
def test_how_thousands_are_parted_is_no_doubt_of_an_amount(pattern):
    """1.500, 1,500 and 1500 are one amount; whether a mark stands there, and which one, is hardly to be seen."""
    line = spread("1.500", d1={",": 8.8, "_": 8.5})
    free, amount = transcribe(line, ink_for(line), ALPHABET), read(line, pattern)
    assert amount.text == free.text == "1.500"
    assert free.confidence < 0.5 < 0.97 < amount.confidence <= 1
    assert free.characters[1].confidence < 0.6 < 0.99 < amount.characters[1].confidence <= 1
    assert {text for text, share in amount.others if share > 0.01} == set()
    # An expression says how it is written.
    assert read(line, r"\d\.?\d{3}").confidence < 0.8


def test_which_digits_are_decimals_is_a_doubt_of_an_amount():
    line = spread("12.50", d2={",": 8.8})
    decimals = read(line, "amount")
    assert decimals.text == "12.50" and decimals.confidence > 0.97
    line = spread("12.50", d2={"_": 8.8})
    assert read(line, "amount").confidence < 0.6
    assert dict(read(line, "amount").others)["1250"] > 0.3


def test_what_matches_only_without_a_digit_that_is_there_is_hardly_likely():
    """Of all that matches it is likely, of all that may be written it is not."""
    transcript = read(spread("1984"), "digits{3}")
    assert len(transcript.text) == 3 and transcript.doubtful
    assert transcript.confidence < 0.01
    # A point that nobody asked for is passed over, and as many characters, some of them others, may be what is written.
    assert read(spread("12.75"), "digits").text == "1275"
    line = spread("31501.26", d2={"/": 7.0}, d5={"/": 7.0})
    assert read(line, r"\d{2}/\d{2}/\d{2}").confidence > 0.1
