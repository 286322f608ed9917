import numpy as np
import pytest

from tests.reading.lines import ALPHABET, all_strings, random_probabilities, scores_for
from webapp.reading.strings.automaton import Automaton
from webapp.reading.strings.beam import guess_allowed, likeliest_allowed, likeliest_strings
from webapp.reading.strings.ctc import softmax

WIDE = 2000  # as many beginnings as there are: the search leaves nothing out


def ranked(strings):
    return sorted(strings, key=strings.get, reverse=True)


@pytest.mark.parametrize("seed", range(8))
def test_the_likeliest_strings_in_their_order(seed):
    probabilities = random_probabilities(seed, columns=5)
    assert (
        likeliest_strings(probabilities, "012", WIDE, faint=0.0)[:20] == ranked(all_strings(probabilities, "012"))[:20]
    )


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("expression", [r"\d\d", "0+1?", "(01|12)*", r"[02]{2,3}", "1{1,}"])
def test_the_likeliest_strings_that_are_allowed(seed, expression):
    probabilities = random_probabilities(seed, columns=5)
    allowed = {
        text: share for text, share in all_strings(probabilities, "012").items() if Automaton(expression).accepts(text)
    }
    assert likeliest_allowed(probabilities, "012", WIDE, Automaton(expression), faint=0.0) == ranked(allowed)


@pytest.mark.parametrize("seed", range(8))
def test_a_narrow_search_finds_the_likeliest_string_of_a_clear_line(seed):
    scores = np.random.default_rng(seed).normal(0, 3, (6, 4))
    strings = all_strings(softmax(scores), "012")
    assert likeliest_strings(softmax(scores), "012", 8)[0] == ranked(strings)[0]


def test_a_clear_line_has_few_strings_to_follow():
    assert likeliest_strings(softmax(scores_for(*"__1__2__", strength=30.0))[0], ALPHABET, 8) == ["12"]


def test_what_the_line_hardly_says_is_found_where_nothing_else_is_allowed():
    probabilities = softmax(scores_for(*"__1__2__", strength=30.0))[0]
    automaton = Automaton(r"\d{5}")
    assert likeliest_allowed(probabilities, ALPHABET, 1, automaton) == []
    assert {len(found) for found in guess_allowed(probabilities, ALPHABET, automaton)} == {5}


@pytest.mark.parametrize("expression", [r"\d{9}", "1{5}"])
def test_what_does_not_fit_into_the_columns_is_not_found(expression):
    assert guess_allowed(softmax(scores_for(*"__1__2__"))[0], ALPHABET, Automaton(expression)) == []
