"""The digit sets that the reader is trained and measured on: from a folder, or downloaded and checked.

The folder is DIGITS_DATA (default data/); the files lie in it or in its train/. MNIST is downloaded where it is
missing; the smaller sets are used where they are there.
"""

import gzip
import hashlib
import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.errors import BadData

# One writer in ten is held back: their digits choose checkpoints and thresholds and are never trained on.
HELD_BACK = 10


@dataclass(frozen=True)
class Source:
    """Where a file comes from, and how to know that it is whole."""

    file: str
    url: str
    sha256: str | None = None
    md5: str | None = None


MNIST = Source(
    "mnist.npz",
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
)
# The md5 of MNIST's training images in their first form (IDX): a repacked .npz is known by its content.
MNIST_TRAIN_IMAGES_MD5 = "6bbc9ace898e44ae57da46a324031adb"
# Column 2 of QMNIST's labels says who wrote each of MNIST's training digits, in MNIST's order.
QMNIST_TRAIN_LABELS = Source(
    "qmnist-train-labels-idx2-int.gz",
    "https://raw.githubusercontent.com/facebookresearch/qmnist/master/qmnist-train-labels-idx2-int.gz",
    md5="0058f8dd561b90ffdd0f734c6a30e5e4",
)

SMALL_SETS = ("canvas_digits", "exam_digits")
SYMBOLS = "symbols.npz"  # handwritten signs that are no digits: see marks.py


@dataclass(frozen=True)
class Digits:
    """Single digits as their set gives them."""

    name: str
    images: np.ndarray
    """(n, 28, 28) uint8, white ink on black"""
    labels: np.ndarray
    """(n,) uint8, 0..9"""
    writers: np.ndarray
    """(n,) int, who wrote each"""

    def of(self, chosen: np.ndarray) -> "Digits":
        """The digits where `chosen`, (n,) bool, is true."""
        return Digits(self.name, self.images[chosen], self.labels[chosen], self.writers[chosen])


def data_folder() -> Path:
    """DIGITS_DATA, or data/ where the command is run."""
    return Path(os.environ.get("DIGITS_DATA", "data"))


def mnist_train(folder: Path) -> tuple[Digits, Digits]:
    """MNIST's 60,000 training digits, split by writer: (trained on, held back)."""
    with np.load(_find_or_download(MNIST, folder)) as archive:
        images, labels = archive["x_train"], archive["y_train"]
    _check_mnist(images)
    digits = Digits("mnist", images, labels, _mnist_writers(folder))
    held_back = digits.writers % HELD_BACK == 0
    return digits.of(~held_back), digits.of(held_back)


def mnist_test(folder: Path) -> Digits:
    """MNIST's 10,000 test digits: for measuring only."""
    with np.load(_find_or_download(MNIST, folder)) as archive:
        images, labels = archive["x_test"], archive["y_test"]
    return Digits("mnist_test", images, labels, np.arange(len(labels)))


def small_sets(folder: Path) -> list[Digits]:
    """The smaller sets in the folder, all of them trained on. None of them knows its writers: one hand a set."""
    found = []
    for name in SMALL_SETS:
        path = _find(f"{name}.npz", folder)
        if path:
            with np.load(path) as archive:
                found.append(Digits(name, archive["images"], archive["labels"], np.zeros(len(archive["labels"]), int)))
    return found


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that a training with this folder uses, for the card."""
    writers = "mnist_writers.npz" if _find("mnist_writers.npz", folder) else QMNIST_TRAIN_LABELS.file
    files = (MNIST.file, writers, SYMBOLS, *(f"{name}.npz" for name in SMALL_SETS))
    found = {file: _find(file, folder) for file in files}
    return {file: hashlib.sha256(path.read_bytes()).hexdigest() for file, path in found.items() if path}


def _mnist_writers(folder: Path) -> np.ndarray:
    prepared = _find("mnist_writers.npz", folder)
    if prepared:
        with np.load(prepared) as archive:
            return archive["train_writer"].astype(int)
    packed = gzip.decompress(_find_or_download(QMNIST_TRAIN_LABELS, folder).read_bytes())
    return np.frombuffer(packed, ">i4", offset=12).reshape(-1, 8)[:60000, 2].astype(int)


def _check_mnist(images: np.ndarray) -> None:
    header = np.array([0x803, *images.shape], ">i4").tobytes()
    if hashlib.md5(header + images.tobytes()).hexdigest() != MNIST_TRAIN_IMAGES_MD5:
        raise BadData(f"{MNIST.file} does not hold MNIST's training images. Delete it, and it is downloaded again.")


def _find(file: str, folder: Path) -> Path | None:
    return next((path for path in (folder / file, folder / "train" / file) if path.is_file()), None)


def _find_or_download(source: Source, folder: Path) -> Path:
    found = _find(source.file, folder)
    if found:
        return found
    target = folder / source.file
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Downloading {source.url}")
    try:
        with urllib.request.urlopen(source.url, timeout=60) as answer:
            content = answer.read()
    except OSError as error:
        raise BadData(f"{source.url} cannot be downloaded ({error}). Put {source.file} into {folder}.") from error
    _check_download(source, content)
    part = target.with_suffix(".part")
    part.write_bytes(content)
    part.replace(target)
    return target


def _check_download(source: Source, content: bytes) -> None:
    for kind in ("sha256", "md5"):
        expected = getattr(source, kind)
        if expected and hashlib.new(kind, content).hexdigest() != expected:
            raise BadData(f"{source.url} came with another {kind} than {expected}. Download it again later.")
