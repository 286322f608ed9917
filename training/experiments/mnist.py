"""MNIST as every experiment of the book takes it: who is trained on, who chooses, what measures."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data import datasets
from training.data.datasets import Digits

CLASSES = 10


@dataclass(frozen=True)
class Mnist:
    """The three parts of MNIST; no writer is in two of them."""

    training: Digits
    validation: Digits
    """Digits of the writers who are held back: whatever is chosen is chosen on these."""
    test: Digits
    """For measuring only."""


def load_mnist(folder: Path) -> Mnist:
    """MNIST from the data folder, downloaded where it is missing. raises: BadData"""
    training, validation = datasets.mnist_train(folder)
    return Mnist(training, validation, datasets.mnist_test(folder))


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of the files that these digits come from."""
    return {file: sha256 for file, sha256 in datasets.checksums(folder).items() if "mnist" in file}


def to_unit(images: np.ndarray) -> np.ndarray:
    """Grey values as shares of white: (n, 28, 28) uint8 -> (n, 28, 28) float32 in 0..1."""
    return images.astype(np.float32) / 255


def to_unit_columns(images: np.ndarray) -> np.ndarray:
    """Each column of pixels divided by its length, as keras.utils.normalize(images, axis=1) does; empty ones stay 0.

    images: (n, 28, 28) uint8
    returns: (n, 28, 28) float32; the columns of one image are scaled differently, so bright and faint look alike
    """
    values = images.astype(np.float32)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    return values / np.where(lengths == 0, 1, lengths)


# Under these names a run keeps how its pixels became inputs, so that it is measured on what it was trained on.
INPUTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "pixels / 255": to_unit,
    "normalised per axis": to_unit_columns,
}
