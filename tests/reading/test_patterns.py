import re
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.reading.errors import BadPattern
from webapp.reading.strings.automaton import Automaton
from webapp.reading.strings.patterns import ENDINGS, NAMES, parse_pattern

CHARACTERS = "0123456789.,-/"

# Expressions that mean the same here and in Python's re: all that the syntax has, over few characters, so that random
# strings have a chance to match.
literals = st.sampled_from(["0", "1", "7", r"\.", "-", "/", ",", r"\d", "[01]", "[0-3,]", "[7.]", r"[\d-]"])
quantifiers = st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])


def larger(expressions):
    grouped = expressions.map("({})".format)
    return st.one_of(
        st.tuples(expressions, expressions).map("".join),
        st.tuples(expressions, expressions).map("|".join),
        st.tuples(st.one_of(literals, grouped), quantifiers).map("".join),
    )


expressions = st.recursive(literals, larger, max_leaves=6)
strings = st.text(alphabet="0017.,-/", max_size=6)


@settings(deadline=None)
@given(expressions, st.lists(strings, min_size=1, max_size=20))
def test_an_expression_allows_what_re_matches(expression, texts):
    automaton = Automaton(expression)
    for text in texts:
        assert automaton.accepts(text) == bool(re.fullmatch(expression, text)), (expression, text)


@settings(deadline=None)
@given(expressions, st.data())
def test_a_string_made_from_the_expression_is_allowed_and_never_a_dead_end(expression, data):
    text = data.draw(st.from_regex(expression, fullmatch=True, alphabet=CHARACTERS))
    automaton, state = Automaton(expression), 1
    for done, character in enumerate(text):
        assert automaton.fewest_more(state) <= len(text) - done
        state = automaton.step(state, character)
    assert automaton.is_final(state)
    assert automaton.fewest_more(state) == 0


@pytest.mark.parametrize(("expression", "fewest"), [(r"\d{5}", 5), ("1?", 0), ("12|3", 1), ("(12|345)6+", 3)])
def test_how_many_characters_are_missing_at_least(expression, fewest):
    assert Automaton(expression).fewest_more(Automaton.start) == fewest


@pytest.mark.parametrize(
    ("name", "allowed", "forbidden"),
    [
        ("digits", ["0", "007", "12345"], ["", "1.5", "-1"]),
        ("digits{5}", ["01234"], ["1234", "123456"]),
        ("digits{2,3}", ["12", "123"], ["1", "1234"]),
        ("integer", ["12", "1,250", "1.250", "1,00,000", "1.00.000"], ["1,2", "1,250.000", "12.50", "1,00.000"]),
        ("amount", ["12", "12.5", "12,50", "1,250.00", "1.250,00", "1,00,000.50", "1250", "0.99"],
         ["1,250,00", "1.2.3", "1234.505", ".5", "12.-", "1/2"]),
        ("date", ["31/01/2026", "1.2.26", "31-12-1999", "31012026", "09/09/09"],
         ["32/01/2026", "31/13/2026", "00/01/2026", "1/2.2026", "2026-01-31", "310126", "1/2/026"]),
        ("luhn", ["4" * 8, "4" * 19], ["4" * 7, "4" * 20, "4111-1111-1111-1111"]),
        ("luhn{16}", ["4" * 16], ["4" * 15]),
        ("iban:DE", ["8" * 20], ["8" * 19, "8" * 22]),
        ("iban:no", ["8" * 13], ["8" * 20]),
        ("isbn", ["0306406152", "9780306406157", "0-306-40615-2", "978-0-306-40615-7"],
         ["97803064061", "1230306406157", "0306406152-", "0--306406152"]),
        ("aba", ["021000021"], ["21000021"]),
    ],
)  # fmt: skip
def test_names(name, allowed, forbidden):
    pattern = parse_pattern(name)
    assert [text for text in allowed if not pattern.inside.accepts(text)] == []
    assert [text for text in forbidden if pattern.inside.accepts(text)] == []


def test_every_name_is_told_to_who_misspells_one():
    with pytest.raises(BadPattern) as error:
        parse_pattern("amont")
    assert all(name in str(error.value) for name in [*NAMES, "iban"])


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("luhn", "4111111111111111", "4111111111111112"), ("iban:DE", "89370400440532013000", "88370400440532013000"),
     ("isbn", "0-306-40615-2", "0-306-40615-3"), ("aba", "021000021", "021000022")],
)  # fmt: skip
def test_names_with_check_digits(name, right, wrong):
    pattern = parse_pattern(name)
    assert pattern.check.name == name.split(":")[0]
    assert pattern.passes(right) and not pattern.passes(wrong)


def test_what_people_put_behind_a_number_is_not_part_of_it_unless_the_pattern_has_it():
    amount, with_dash = parse_pattern("amount"), parse_pattern(r"\d+(\.-)?")
    assert [amount.text_of(text) for text in ["12", "12.-", "12/-", "12.50,", "12//"]] == [
        "12",
        "12",
        "12",
        "12.50",
        None,
    ]
    assert with_dash.text_of("12.-") == "12.-"


@pytest.mark.parametrize(
    ("name", "texts", "value"),
    [
        ("amount", ["1500", "1.500", "1,500"], "1500"),
        ("amount", ["1234567.5", "1.234.567,5", "1,234,567.5", "12,34,567.5", "12.34.567,5"], "1234567.5"),
        ("amount", ["15.00", "15,00"], "15.00"),
        ("integer", ["150000", "150.000", "1,50,000"], "150000"),
        ("digits", ["1500"], "1500"),
        ("digits{4}", ["1500"], "1500"),
        (r"\d\.?\d{3}", ["1.500"], "1.500"),
    ],
)
def test_texts_that_say_the_same(name, texts, value):
    pattern = parse_pattern(name)
    assert all(pattern.inside.accepts(text) for text in texts)
    assert {pattern.value_of(text) for text in texts} == {value}


@settings(deadline=None)
@given(strings, st.sampled_from(["digits", "amount", r"\d+(\.-)?", "[01]*-?"]))
def test_the_search_allows_just_what_holds_a_number(text, name):
    pattern = parse_pattern(name)
    found = pattern.text_of(text)
    assert pattern.with_endings.accepts(text) == (found is not None)
    assert found is None or (pattern.inside.accepts(found) and text[len(found) :] in ENDINGS)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"), ("1" * 201, "longer than 200"), ("amont", '"amont"'), ("digits{5}x", "no pattern named"),
        ("aba{9}", "no pattern named"), ("iban", "iban:DE"), ("iban:GB", "iban:DE"), ("iban:DE ", "iban:DE"),
        ("(", "empty"), ("(1", 'no ")"'), ("1)", "character 2"), ("()", "empty"), ("1|", "empty"), ("1**", "brackets"),
        ("*1", "character 1"), ("1{", "whole numbers"), ("1{2", 'no "}"'), ("1{0}", "1 to 100"), ("1{3,2}", "1 to 100"),
        ("1{101}", "1 to 100"), ("1{9999}", "whole numbers"), ("[", "ends"), ("[]", "nothing"), ("[9-0]", "range"),
        (r"[0-\d]", "range"), ("[,-/]", "range"), ("^1$", "character 1"), ("\\", "ends"), (r"\w", "character 2"),
        (r"\1", "character 2"), ("1 2", "character 2"), ("٣", "character 1"), ("(1{100}){100}", "over 300"),
        ("(" * 21 + "1" + ")" * 21, "20 deep"), ("digits{,5}", "whole numbers"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_a_sentence(text, word):
    with pytest.raises(BadPattern) as error:
        parse_pattern(text)
    assert word in str(error.value)
    assert str(error.value).endswith("for example \\d{2}/\\d{2}/\\d{4}.")


@settings(deadline=None)
@given(st.text(alphabet=r"01\d[](){}|?*+,.-/2amount:", max_size=200))
def test_no_text_does_worse_than_be_refused(text):
    with suppress(BadPattern):
        parse_pattern(text)


@pytest.mark.parametrize(
    "text", ["(" * 18 + "1" + "+)" * 18 + "+2", "(1|1|11)*" * 12, r"((\d?){17}){15}", r"(\d|\d\d|\d{3}){40}"]
)
def test_patterns_that_would_keep_re_busy_for_years_take_no_time(text):
    started = time.perf_counter()
    parse_pattern(text).text_of("1" * 500 + "/")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("pattern", [".", "-/", r"[.,]{2}", r"\.|,"])
def test_a_pattern_without_a_digit_is_refused(pattern):
    with pytest.raises(BadPattern, match="no digit"):
        parse_pattern(pattern)
