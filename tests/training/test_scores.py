import numpy as np
import pytest

from training.experiments.scores import NO_ANSWER, chosen, figures

SURE = 0.91


def sure_of(digits):
    """Rows that are sure of these digits: 0.91 for each, 0.01 for every other."""
    return np.full((len(digits), 10), 0.01, np.float32) + (SURE - 0.01) * np.eye(10, dtype=np.float32)[digits]


def test_figures_by_hand():
    """Two of each digit; a 7 is taken for a 1."""
    labels = np.repeat(np.arange(10), 2)
    answers = labels.copy()
    answers[14] = 1
    given = figures(labels, sure_of(answers))
    assert given["accuracy"] == 0.95
    assert given["per_class"][1] == {"digit": 1, "precision": 0.66667, "recall": 1.0, "f1": 0.8, "support": 2}
    assert given["per_class"][7] == {"digit": 7, "precision": 1.0, "recall": 0.5, "f1": 0.66667, "support": 2}
    assert given["precision"] == pytest.approx((9 + 2 / 3) / 10, abs=1e-5)
    assert given["recall"] == pytest.approx(9.5 / 10, abs=1e-5)
    assert given["f1"] == pytest.approx((8 + 0.8 + 2 / 3) / 10, abs=1e-5)
    assert given["log_loss"] == pytest.approx(-(19 * np.log(SURE) + np.log(0.01)) / 20, abs=1e-5)
    assert given["confusion"][7] == [0, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    assert given["no_answer"] == 0


def test_ten_equal_probabilities_are_no_answer_and_right_for_no_digit():
    """Not even for 0, which stands first."""
    probabilities = sure_of([0, 0])
    probabilities[1] = 0.1
    assert chosen(probabilities).tolist() == [0, NO_ANSWER]
    given = figures(np.array([0, 0]), probabilities)
    assert (given["accuracy"], given["no_answer"]) == (0.5, 1)
    assert given["per_class"][0]["recall"] == 0.5
    assert given["confusion"][0] == [1] + [0] * 9


def test_a_digit_that_is_never_answered_has_precision_0():
    given = figures(np.array([0, 1]), sure_of([0, 0]))
    assert given["per_class"][1] == {"digit": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 1}


def test_a_certain_mistake_costs_much_but_not_infinitely():
    given = figures(np.array([3]), np.eye(10, dtype=np.float32)[[5]])
    assert 10 < given["log_loss"] < 100
