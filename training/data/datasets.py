"""The digit sets that the reader is trained and measured on: from a folder, or downloaded and checked.

The folder is DIGITS_DATA (default data/); the files lie in it or in its train/. MNIST is downloaded where it is
missing; the smaller sets are used where they are there.
"""

import gzip
import hashlib
import os
import urllib.request
import zipfile
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
    url: str = ""
    """empty: nobody offers the file in this form; it is used where it is there"""
    sha256: str | None = None
    md5: str | None = None
    what: str = ""
    terms: str = ""
    """under which it may be used, and whose it is"""


MNIST = Source(
    "mnist.npz",
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    what="MNIST: 60,000 digits to train on and 10,000 that only measure",
    terms="Creative Commons Attribution-Share Alike 3.0; Y. LeCun, C. Cortes, C. Burges",
)
# The md5 of MNIST's training images in their first form (IDX): a repacked .npz is known by its content.
MNIST_TRAIN_IMAGES_MD5 = "6bbc9ace898e44ae57da46a324031adb"
MNIST_OTHERS_MD5 = {
    "y_train": "a25bea736e30d166cdddb491f175f624",
    "x_test": "2646ac647ad5339dbf082846283269ea",
    "y_test": "27ae3e4e09519cfbb04c329615203637",
}
# Column 2 of QMNIST's labels says who wrote each of MNIST's training digits, in MNIST's order.
QMNIST_TRAIN_LABELS = Source(
    "qmnist-train-labels-idx2-int.gz",
    "https://raw.githubusercontent.com/facebookresearch/qmnist/master/qmnist-train-labels-idx2-int.gz",
    md5="0058f8dd561b90ffdd0f734c6a30e5e4",
    what="QMNIST: who wrote each of MNIST's training digits",
    terms="BSD licence; C. Yadav, L. Bottou, Facebook",
)
# The others nobody offers in this form. Their checksums are those of the files that the shipped reader was trained on.
MNIST_WRITERS = Source(
    "mnist_writers.npz",
    sha256="e8ed50c439a79365406731321448911f1655a01581fb4f6ea8f5f7b09b7cfe4b",
    what="QMNIST's writers of MNIST's training digits, unpacked",
    terms=QMNIST_TRAIN_LABELS.terms,
)
CANVAS_DIGITS = Source(
    "canvas_digits.npz",
    sha256="a140aa3e86f8ec99dc0e6509410d9ec86ce5fcc41c6d0344abd406ddbf9a6f4f",
    what="hwd-1000: digits drawn on a screen by one hand",
    terms="MIT licence",
)
EXAM_DIGITS = Source(
    "exam_digits.npz",
    sha256="16ba015c7603bd1d2c064582f574d9ff5eef110ae9a0301ccc117f60aa80c9d9",
    what="nsysu-digits: faint digits from exam sheets",
    terms="Open Database License (ODbL) and Database Contents License",
)
HANDWRITTEN_SYMBOLS = Source(
    "symbols.npz",
    sha256="eb6b977ca7d414de156f1922b1d4fcfcf374edb779b048fcd20718c2854cee14",
    what="handwritten-calculator: + - × · ÷ / in two hands, which stand beside numbers",
    terms="MIT licence",
)

SMALL_SETS = ("canvas_digits", "exam_digits")
SYMBOLS = HANDWRITTEN_SYMBOLS.file  # handwritten signs that are no digits: see marks.py


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
    with np.load(find_or_download(MNIST, folder)) as archive:
        images, labels = archive["x_train"], archive["y_train"]
    _check_mnist(images)
    digits = Digits("mnist", images, labels, _mnist_writers(folder))
    held_back = digits.writers % HELD_BACK == 0
    return digits.of(~held_back), digits.of(held_back)


def mnist_test(folder: Path) -> Digits:
    """MNIST's 10,000 test digits: for measuring only."""
    with np.load(find_or_download(MNIST, folder)) as archive:
        images, labels = archive["x_test"], archive["y_test"]
    return Digits("mnist_test", images, labels, np.arange(len(labels)))


def small_sets(folder: Path) -> list[Digits]:
    """The smaller sets in the folder, all of them trained on. None of them knows its writers: one hand a set."""
    found = []
    for name in SMALL_SETS:
        path = find(f"{name}.npz", folder)
        if path:
            with np.load(path) as archive:
                found.append(Digits(name, archive["images"], archive["labels"], np.zeros(len(archive["labels"]), int)))
    return found


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that a training with this folder uses, for the card."""
    writers = MNIST_WRITERS.file if find(MNIST_WRITERS.file, folder) else QMNIST_TRAIN_LABELS.file
    files = (MNIST.file, writers, SYMBOLS, *(f"{name}.npz" for name in SMALL_SETS))
    found = {file: find(file, folder) for file in files}
    return {file: hashlib.sha256(path.read_bytes()).hexdigest() for file, path in found.items() if path}


def _mnist_writers(folder: Path) -> np.ndarray:
    prepared = find(MNIST_WRITERS.file, folder)
    if prepared:
        with np.load(prepared) as archive:
            return archive["train_writer"].astype(int)
    packed = gzip.decompress(find_or_download(QMNIST_TRAIN_LABELS, folder).read_bytes())
    return np.frombuffer(packed, ">i4", offset=12).reshape(-1, 8)[:60000, 2].astype(int)


def _check_mnist(images: np.ndarray) -> None:
    if _idx_md5(images) != MNIST_TRAIN_IMAGES_MD5:
        raise BadData(f"{MNIST.file} does not hold MNIST's training images. Delete it, and it is downloaded again.")


def sources() -> tuple[Source, ...]:
    """Every file that a training may use."""
    return MNIST, QMNIST_TRAIN_LABELS, MNIST_WRITERS, CANVAS_DIGITS, EXAM_DIGITS, HANDWRITTEN_SYMBOLS


def is_whole(source: Source, path: Path) -> bool:
    """Whether a file is the one that its source gives; a repacked MNIST is known by its arrays."""
    content = path.read_bytes()
    if all(hashlib.new(kind, content).hexdigest() == expected for kind, expected in _expected(source)):
        return True
    return source is MNIST and _holds_mnist(path)


def _holds_mnist(path: Path) -> bool:
    wanted = {"x_train": MNIST_TRAIN_IMAGES_MD5, **MNIST_OTHERS_MD5}
    try:
        with np.load(path) as archive:
            return all(_idx_md5(archive[name]) == expected for name, expected in wanted.items())
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return False


def _idx_md5(array: np.ndarray) -> str:
    """The md5 of a uint8 array as MNIST's first form, IDX, holds it."""
    header = np.array([0x800 + array.ndim, *array.shape], ">i4").tobytes()
    return hashlib.md5(header + array.tobytes()).hexdigest()


def find(file: str, folder: Path) -> Path | None:
    """Where a file lies in the data folder, if it does."""
    return next((path for path in (folder / file, folder / "train" / file) if path.is_file()), None)


def find_or_download(source: Source, folder: Path) -> Path:
    """Where a file lies in the data folder, into which it is downloaded and checked where it is missing.

    raises: BadData
    """
    found = find(source.file, folder)
    if found:
        return found
    target = folder / source.file
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Downloading {source.url}\n  {source.what}. Terms: {source.terms or 'see there'}", flush=True)
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
    for kind, expected in _expected(source):
        if hashlib.new(kind, content).hexdigest() != expected:
            raise BadData(f"{source.url} came with another {kind} than {expected}. Download it again later.")


def _expected(source: Source) -> list[tuple[str, str]]:
    """Kinds and values of the checksums that are known of a source."""
    return [(kind, value) for kind in ("sha256", "md5") if (value := getattr(source, kind))]
