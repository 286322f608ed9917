"""Figures of a classifier of digits from its probabilities, by scikit-learn's definitions."""

import numpy as np
from sklearn import metrics

from training.experiments.mnist import CLASSES

NO_ANSWER = -1
# Rounded so that a sum made in another order by another number of threads gives the same figure.
DECIMALS = 5
DIGITS = np.arange(CLASSES)


def chosen(probabilities: np.ndarray) -> np.ndarray:
    """The likeliest digit of each row; NO_ANSWER where all ten are as likely, which is right for no digit.

    probabilities: (n, 10)
    returns: (n,) int
    """
    undecided = np.ptp(probabilities, axis=1) == 0
    return np.where(undecided, NO_ANSWER, probabilities.argmax(axis=1))


def figures(labels: np.ndarray, probabilities: np.ndarray) -> dict:
    """Accuracy, log loss, precision, recall and F1 (of each digit and their plain means) and the confusion matrix.

    labels: (n,) int, 0..9
    probabilities: (n, 10), each row with the sum 1
    returns: what run.json keeps as "figures"; confusion[i][j] counts the digits i that were taken for j. A row without
        an answer is wrong, and in no column of the confusion matrix
    """
    answers = chosen(probabilities)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, answers, labels=DIGITS, zero_division=0
    )
    return {
        "accuracy": _rounded(metrics.accuracy_score(labels, answers)),
        "precision": _rounded(precision.mean()),
        "recall": _rounded(recall.mean()),
        "f1": _rounded(f1.mean()),
        "log_loss": _rounded(metrics.log_loss(labels, _as_distribution(probabilities), labels=DIGITS)),
        "no_answer": int((answers == NO_ANSWER).sum()),
        "per_class": [
            {
                "digit": digit,
                "precision": _rounded(precision[digit]),
                "recall": _rounded(recall[digit]),
                "f1": _rounded(f1[digit]),
                "support": int(support[digit]),
            }
            for digit in range(CLASSES)
        ],
        "confusion": metrics.confusion_matrix(labels, answers, labels=DIGITS).tolist(),
    }


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)


def _as_distribution(probabilities: np.ndarray) -> np.ndarray:
    """Sums of exactly 1 in double precision: float32 rows miss it by some millionths, which log_loss warns of."""
    exact = probabilities.astype(np.float64)
    return exact / exact.sum(axis=1, keepdims=True)
