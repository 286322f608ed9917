import itertools

import numpy as np
import pytest

from webapp.reading.transcribe import best_path, string_probability, transcribe

ALPHABET = "0123456789.,-/"


def collapse(path, alphabet):
    """The definition of CTC: repeats become one, blanks go."""
    return "".join(alphabet[c - 1] for c, _ in itertools.groupby(path) if c)


def all_strings(probabilities, alphabet):
    """Every string's probability by adding up every path: slow, and right by definition."""
    found = {}
    for path in itertools.product(range(probabilities.shape[1]), repeat=len(probabilities)):
        text = collapse(path, alphabet)
        found[text] = found.get(text, 0.0) + float(np.prod([p[c] for p, c in zip(probabilities, path, strict=True)]))
    return found


def scores_for(*columns, strength=9.0):
    """Log-odds of columns that say these characters; "_" is the blank."""
    scores = np.zeros((len(columns), 1 + len(ALPHABET)), np.float32)
    for row, character in enumerate(columns):
        scores[row, 0 if character == "_" else ALPHABET.index(character) + 1] = strength
    return scores


def ink_for(scores):
    return np.ones((40, 4 * len(scores)), np.float32)


def read(columns, strength=9.0):
    scores = scores_for(*columns, strength=strength)
    return transcribe(scores, ink_for(scores), ALPHABET)


@pytest.mark.parametrize(
    ("columns", "text"),
    [("_1_2_", "12"), ("11__22", "12"), ("1_1", "11"), ("11", "1"), ("_1.5_", "1.5"), ("9", "9"), ("1/2-3", "1/2-3")],
)
def test_reads_the_characters_of_the_columns(columns, text):
    assert read(columns).text == text


@pytest.mark.parametrize("columns", ["_", "____", "_.__", "-", "__/-"])
def test_no_digit_is_no_number(columns):
    assert read(columns).characters == ()


def test_what_stands_behind_a_number_is_not_part_of_it():
    assert read("_1_2_._-_").text == "12"
    assert read("_1_2_._-_").confidence == pytest.approx(read("_1_2_____").confidence, abs=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_string_probabilities_are_the_sum_over_all_paths(seed):
    probabilities = np.random.default_rng(seed).dirichlet(np.ones(4), 6)
    expected = all_strings(probabilities, "012")
    for text in ["0", "1", "01", "00", "010", "0012"]:
        assert string_probability(probabilities, text, "012") == pytest.approx(expected[text], rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_a_digit_is_as_likely_as_its_string_among_those_that_differ_in_it(seed):
    scores = np.random.default_rng(seed).normal(0, 1.5, (7, 4)).astype(np.float32)
    exact = np.exp(scores.astype(float))
    strings = all_strings(exact / exact.sum(axis=1, keepdims=True), "012")
    transcript = transcribe(scores, ink_for(scores), "012")
    for place, character in enumerate(transcript.characters):
        others = [transcript.text[:place] + v + transcript.text[place + 1 :] for v in "012"]
        shares = {v: strings[other] / sum(strings[o] for o in others) for v, other in zip("012", others, strict=True)}
        assert character.confidence == pytest.approx(shares[character.value], rel=1e-6)
        assert dict(character.alternatives) == pytest.approx({v: shares[v] for v in "012" if v != character.value})


def test_alternatives_come_most_likely_first_and_are_of_the_same_kind():
    scores = scores_for(*"_1_5_")
    scores[1, ALPHABET.index("7") + 1] = 8.0
    scores[1, ALPHABET.index("4") + 1] = 6.0
    one = transcribe(scores, ink_for(scores), ALPHABET).characters[0]
    assert [value for value, _ in one.alternatives][:2] == ["7", "4"]
    assert all(value.isdigit() for value, _ in one.alternatives)
    assert one.confidence + sum(share for _, share in one.alternatives) == pytest.approx(1.0)


def test_doubt_lowers_the_confidence_of_the_digit_and_of_the_number():
    sure, scores = read("_1_5_"), scores_for(*"_1_5_")
    scores[1, ALPHABET.index("7") + 1] = 8.0
    unsure = transcribe(scores, ink_for(scores), ALPHABET)
    assert unsure.characters[0].confidence < 0.8 < sure.characters[0].confidence
    assert unsure.characters[1].confidence == pytest.approx(sure.characters[1].confidence, abs=0.01)
    assert unsure.confidence < 0.8 < sure.confidence


@pytest.mark.parametrize("seed", range(12))
def test_no_alternative_is_likelier_than_the_value(seed):
    scores = np.random.default_rng(seed).normal(0, 2, (40, 15)).astype(np.float32)
    for character in transcribe(scores, ink_for(scores), ALPHABET).characters:
        assert character.confidence >= character.alternatives[0][1] * 0.99999


def test_a_digit_spread_over_columns_beats_one_that_peaks_alone():
    """The likeliest path says blank, 1. But 7 may stand in either column or in both, and that adds up to more."""
    shares = np.full((2, 15), 1e-9)
    shares[0, [0, 8, 2]] = 0.5, 0.45, 0.05
    shares[1, [0, 8, 2]] = 0.25, 0.35, 0.4
    scores = np.log(shares).astype(np.float32)
    assert best_path(scores, ALPHABET) == "1"
    seven = transcribe(scores, ink_for(scores), ALPHABET)
    assert seven.text == "7"
    assert seven.confidence == pytest.approx(0.5 * 0.35 + 0.45 * 0.25 + 0.45 * 0.35, abs=1e-3)


def test_a_higher_temperature_is_less_sure():
    scores = scores_for(*"_1_5_", strength=6.0)
    warm, cold = (transcribe(scores, ink_for(scores), ALPHABET, t).confidence for t in (2.0, 1.0))
    assert warm < cold


def test_characters_are_parted_where_there_is_least_ink():
    scores = scores_for(*"_1____5_")
    pixels = np.ones((40, 32), np.float32)
    pixels[:, :3] = pixels[:, 13] = pixels[:, 30:] = 0
    one, five = transcribe(scores, pixels, ALPHABET).characters
    assert (one.left, one.right) == (3, 13)
    assert (five.left, five.right) == (13, 30)


def test_places_are_in_order_and_hold_at_least_one_column():
    transcript = read("121212")
    edges = [(c.left, c.right) for c in transcript.characters]
    assert all(left < right for left, right in edges)
    assert all(here[1] == there[0] for here, there in itertools.pairwise(edges))


def test_best_path_collapses_repeats_and_drops_blanks():
    assert best_path(scores_for(*"_11_12__2_"), ALPHABET) == "1122"


def test_a_long_line_of_junk_has_no_confidence_and_no_error():
    scores = np.random.default_rng(0).normal(0, 1, (500, 15)).astype(np.float32)
    transcript = transcribe(scores, ink_for(scores), ALPHABET)
    assert transcript.confidence < 1e-6
    assert all(np.isfinite(character.confidence) for character in transcript.characters)
