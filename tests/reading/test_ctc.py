import numpy as np
import pytest

from tests.reading.lines import ALPHABET, all_strings, all_strings_of_views, random_probabilities, scores_for
from webapp.reading.strings.ctc import (
    best_path,
    forward_backward,
    softmax,
    string_probabilities,
    substitution_likelihoods,
)

TEXTS = ["", "0", "1", "01", "00", "010", "0012", "000", "01", "2222222"]


@pytest.mark.parametrize("seed", range(4))
def test_string_probabilities_are_the_sum_over_all_paths(seed):
    probabilities = random_probabilities(seed)
    expected = all_strings(probabilities, "012")
    found = string_probabilities(probabilities[np.newaxis], TEXTS, "012")
    assert found == pytest.approx([expected.get(text, 0.0) for text in TEXTS], rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_string_probabilities_of_several_views_are_the_mean_of_each(seed):
    views = np.stack([random_probabilities([seed, view]) for view in range(3)])
    each = np.stack([string_probabilities(view[np.newaxis], TEXTS, "012") for view in views])
    expected = all_strings_of_views(views, "012")
    found = string_probabilities(views, TEXTS, "012")
    assert found == pytest.approx(each.mean(axis=0), rel=1e-9)
    assert found == pytest.approx([expected.get(text, 0.0) for text in TEXTS], rel=1e-9)


def test_all_strings_together_are_certain():
    probabilities = random_probabilities(1, columns=5)
    strings = list(all_strings(probabilities, "012"))
    assert string_probabilities(probabilities[np.newaxis], strings, "012").sum() == pytest.approx(1.0)


@pytest.mark.parametrize("columns", [1, 2, 7])
def test_of_few_columns_too(columns):
    probabilities = random_probabilities(3, columns)
    expected = all_strings(probabilities, "012")
    assert string_probabilities(probabilities[np.newaxis], ["", "0", "00"], "012") == pytest.approx(
        [expected.get(text, 0.0) for text in ["", "0", "00"]]
    )


@pytest.mark.parametrize("text", ["0", "01", "00", "0110"])
def test_beginnings_and_endings_meet_in_every_column(text):
    probabilities = random_probabilities(5, columns=8)
    classes = np.array([int(character) + 1 for character in text])
    forward, backward = (sums[0] for sums in forward_backward(probabilities[np.newaxis], classes))
    whole = string_probabilities(probabilities[np.newaxis], [text], "012")[0]
    assert (forward * backward).sum(axis=1) == pytest.approx(np.full(8, whole))


@pytest.mark.parametrize("text", ["0", "01", "00", "0110", "2121"])
def test_a_substitution_is_as_likely_as_the_string_that_it_makes(text):
    probabilities = random_probabilities(2, columns=7)
    strings = all_strings(probabilities, "012")
    classes = np.array([int(character) + 1 for character in text])
    views = probabilities[np.newaxis]
    likelihoods = substitution_likelihoods(views, classes, *forward_backward(views, classes))
    for place in range(len(text)):
        made = [text[:place] + value + text[place + 1 :] for value in "012"]
        assert likelihoods[place, 1:] == pytest.approx([strings[string] for string in made])


def test_softmax_of_very_large_scores_is_finite():
    probabilities = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]], np.float32))
    assert probabilities.tolist() == [[1.0, 0.0], [0.5, 0.5]]


def test_best_path_collapses_repeats_and_drops_blanks():
    assert best_path(scores_for(*"_11_12__2_")[0], ALPHABET) == "1122"
