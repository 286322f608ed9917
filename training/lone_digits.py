"""Digits that stand alone, as the app sees them: what the network of lone digits learns from.

Most are MNIST's, as their writers wrote them; the others are written by all hands on all papers, so that a thin pen on
a cheque is no surprise. The reader's own preprocessing brings them to the form that the app gives.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np

from training import datasets
from training.batches import Hands
from training.experiments.distort import distort
from training.hands import SingleDigits
from training.lines import make_line
from webapp.reading.alone import SIDE, view
from webapp.reading.normalise import normalise_line

MNIST_SHARE = 0.8  # of a batch
SMOOTHING = 0.05  # of the truth: as small_cnn.py has it
CLASSES = 10

# Views (n, SIDE, SIDE) uint8, 0 paper .. 255 ink, and the digits (n,) int that they show.
Views = tuple[np.ndarray, np.ndarray]


def mnist_views(folder: Path) -> tuple[Views, Views]:
    """MNIST's training digits as the app sees them: those to train on, and those of the writers held back."""
    trained_on, held_back = datasets.mnist_train(folder)
    return _views_of(trained_on), _views_of(held_back)


def _views_of(digits: datasets.Digits) -> Views:
    lines = ((normalise_line(image), int(label)) for image, label in zip(digits.images, digits.labels, strict=True))
    return _gathered((line and view(line.pixels), label) for line, label in lines)


def written_views(hands: Hands, number: int, seed: int) -> Views:
    """Digits written one to a line by everyone but MNIST's writers alone on their ground, who are seen enough."""
    writers, weights = hands
    others = [
        0.0 if isinstance(writer, SingleDigits) else weight for writer, weight in zip(writers, weights, strict=True)
    ]
    rng = np.random.default_rng(seed)
    lines = (make_line(writers, [weight / sum(others) for weight in others], 1, rng) for _ in range(number))
    return _gathered((view(pixels), int(text)) for pixels, text in lines if text.isdigit())


def _gathered(seen: Iterator[tuple[np.ndarray | None, int]]) -> Views:
    found = [(np.round(255 * one).astype(np.uint8), label) for one, label in seen if one is not None]
    return np.stack([one for one, _ in found]), np.array([label for _, label in found])


def batches(mnist: Views, written: Views, size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches `start`, `start` + 1, ... of a seed: views (size, SIDE, SIDE, 1) float32, each distorted anew, and the
    smoothed truth (size, 10). Never ends."""
    from_mnist = round(MNIST_SHARE * size)
    truth = np.eye(CLASSES, dtype=np.float32) * (1 - SMOOTHING) + SMOOTHING / CLASSES
    for step in count(start):
        rng = np.random.default_rng([seed, step])
        parts = []
        for (views, labels), wanted in ((mnist, from_mnist), (written, size - from_mnist)):
            chosen = rng.integers(len(labels), size=wanted)
            parts.append((views[chosen], labels[chosen]))
        views, labels = (np.concatenate(part) for part in zip(*parts, strict=True))
        yield as_input(distort(views, rng)), truth[labels]


def as_input(views: np.ndarray) -> np.ndarray:
    """(n, SIDE, SIDE) uint8 to what the network takes: (n, SIDE, SIDE, 1) float32, 0 paper .. 1 ink"""
    return views.reshape(-1, SIDE, SIDE, 1) / np.float32(255)
