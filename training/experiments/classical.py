"""Classifiers that are no networks, from scikit-learn: each takes the 784 pixels of a digit as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import RandomForestClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from training.data.datasets import Digits
from training.experiments.experiment import Experiment
from training.experiments.mnist import Mnist, to_unit


@dataclass(frozen=True, kw_only=True)
class Classical(Experiment):
    """An experiment in scikit-learn."""

    make: Callable[[int], ClassifierMixin]
    """A new classifier with this seed."""
    calibrated: bool = False
    """Whether it has no probabilities of its own: the held-back digits then say how its scores become some."""

    @property
    def kind(self) -> str:
        return "scikit-learn"


def fit(experiment: Classical, mnist: Mnist) -> ClassifierMixin:
    """The trained classifier; it has predict_proba."""
    classifier = experiment.make(experiment.seed).fit(*_pixels_and_labels(mnist.training))
    if not experiment.calibrated:
        return classifier
    calibration = CalibratedClassifierCV(FrozenEstimator(classifier), method="temperature", cv=2)
    return calibration.fit(*_pixels_and_labels(mnist.validation))


def probabilities(classifier: ClassifierMixin, images: np.ndarray) -> np.ndarray:
    """(n, 28, 28) uint8 digits to (n, 10) float32 probabilities."""
    return classifier.predict_proba(pixels(images)).astype(np.float32)


def pixels(images: np.ndarray) -> np.ndarray:
    """(n, 28, 28) uint8 to (n, 784) float32 in 0..1."""
    return to_unit(images).reshape(len(images), -1)


def save(classifier: ClassifierMixin, path: Path) -> None:
    """Compressed: neighbours and support vectors are digits, and those are mostly paper."""
    joblib.dump(classifier, path, compress=3)


def _pixels_and_labels(digits: Digits) -> tuple[np.ndarray, np.ndarray]:
    return pixels(digits.images), digits.labels


CLASSICAL = (
    Classical(
        name="svm",
        title="Support vector machine, radial basis functions",
        make=lambda seed: SVC(C=10, cache_size=1000),
        calibrated=True,
        reported=0.986,
        reported_where="MNIST's home page, Gaussian kernel",
        why_different="Trained on 54,000 digits; scikit-learn's own width of the kernel instead of a searched one.",
    ),
    Classical(
        name="gaussian-naive-bayes",
        title="Gaussian naive Bayes",
        make=lambda seed: GaussianNB(),
        why_different="Pixels are no Gaussians, and neighbours are not independent: its probabilities are near 0 or 1.",
    ),
    Classical(
        name="k-nearest-neighbours",
        title="3 nearest neighbours",
        make=lambda seed: KNeighborsClassifier(3, algorithm="brute"),
        reported=0.9691,
        reported_where="MNIST's home page, K. Wilder, Euclidean distance",
        why_different="Trained on 54,000 digits; how many neighbours the source asks is not known.",
    ),
    Classical(
        name="decision-tree",
        title="Decision tree",
        make=lambda seed: DecisionTreeClassifier(random_state=seed),
    ),
    Classical(
        name="random-forest",
        title="Random forest of 100 trees",
        make=lambda seed: RandomForestClassifier(random_state=seed, n_jobs=-1),
    ),
)
