"""Every data set that a training can use: what it holds, whose it is, whether it is there, whole, and how it is split.

The splits themselves are made in datasets.py, fonts.py, marks.py and labelled.py; here they are counted.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.data import datasets, trajectories
from training.data.datasets import Digits, Source
from training.data.font_cache import CACHE, fonts_folder
from training.errors import BadData
from training.fitting import labelled
from training.writing import fonts, marks

NOT_THERE, RIGHT, WRONG, UNKNOWN = "not there", "checksum right", "checksum wrong", "no checksum is known"
MEASURED_TERMS = "for measuring only; see the folder it came with"


@dataclass(frozen=True)
class DataSet:
    """One row of what `python -m training data` shows."""

    name: str
    what: str
    terms: str
    source: str
    place: Path | None
    """None where it is not there"""
    checksum: str
    """one of NOT_THERE, RIGHT, WRONG, UNKNOWN"""
    size: int = 0
    """bytes"""
    holds: str = ""
    """how many digits or numbers of how many writers, and how they are split"""


def data_sets(folder: Path, labelled_folders: list[Path] = ()) -> Iterator[DataSet]:
    """Every data set, there or not; nothing is downloaded.

    folder: see datasets.data_folder
    labelled_folders: see labelled.py; raises BadLabels where one is not what it should be
    """
    yield from (_file(source, folder) for source in datasets.sources())
    yield _fonts()
    yield _file(trajectories.TABLE, fonts_folder())
    yield from (_measured(path) for path in sorted((folder / "measure").glob("*/")))
    yield from (_labelled(path) for path in labelled_folders)


def download(folder: Path) -> None:
    """Fetch what is missing and has an official source; the terms are shown before. Raises BadData."""
    for source in datasets.sources():
        # Who wrote what is known already where the labels were unpacked.
        needed = source is not datasets.QMNIST_TRAIN_LABELS or not datasets.find(datasets.MNIST_WRITERS.file, folder)
        if source.url and needed:
            datasets.find_or_download(source, folder)


def check(sets: list[DataSet]) -> None:
    """Raise BadData where a checksum is wrong."""
    wrong = [data_set for data_set in sets if data_set.checksum == WRONG]
    if wrong:
        names = ", ".join(str(data_set.place) for data_set in wrong)
        raise BadData(f"Not what it should be: {names}. Delete it and run: python -m training data --download")


def describe(data_set: DataSet) -> str:
    """A data set in a few lines."""
    rows = [("terms", data_set.terms), ("source", data_set.source), ("holds", data_set.holds)]
    if data_set.place:
        rows.append(("there", f"{data_set.place}, {data_set.size / 1e6:.1f} MB, {data_set.checksum}"))
    else:
        rows.append(("there", "no"))
    return "\n".join([f"{data_set.name}: {data_set.what}", *(f"  {name:8}{text}" for name, text in rows if text)])


def _file(source: Source, folder: Path) -> DataSet:
    path = datasets.find(source.file, folder)
    about = (source.file, source.what, source.terms, source.url or "no official download of this form")
    if path is None:
        return DataSet(*about, None, NOT_THERE)
    whole = datasets.is_whole(source, path)
    counted = _HOLDS.get(source.file)
    holds = counted(folder) if counted and whole else ""
    return DataSet(*about, path, RIGHT if whole else WRONG, path.stat().st_size, holds)


def _mnist(folder: Path) -> str:
    writers = (datasets.MNIST_WRITERS, datasets.QMNIST_TRAIN_LABELS)
    found = ((source, datasets.find(source.file, folder)) for source in writers)
    # The first that is there is used, as mnist_train does.
    source, path = next(((source, path) for source, path in found if path), (None, None))
    if path is None or not datasets.is_whole(source, path):
        return "60,000 digits; who wrote them is not known here, so they cannot be split yet"
    trained_on, held_back = datasets.mnist_train(folder)
    measured = len(datasets.mnist_test(folder).labels)
    return f"{_count(trained_on)} to train on; {_count(held_back)} held back; {measured:,} digits that only measure"


def _small_set(name: str) -> Callable[[Path], str]:
    def count(folder: Path) -> str:
        (number,) = (len(digits.labels) for digits in datasets.small_sets(folder) if digits.name == name)
        return f"{number:,} digits to train on, taken as one hand"

    return count


def _symbols(folder: Path) -> str:
    with np.load(datasets.find(datasets.SYMBOLS, folder)) as archive:
        number = len(archive["labels"])
    back = int(marks.is_held_back(number).sum())
    return f"{number - back:,} symbols to train on; {back:,} held back"


def _count(digits: Digits) -> str:
    writers = len(np.unique(digits.writers))
    return f"{len(digits.labels):,} digits of {writers:,} {'writer' if writers == 1 else 'writers'}"


def _fonts() -> DataSet:
    what, terms = "handwriting fonts of npm's @fontsource", "SIL Open Font License 1.1 or Apache License 2.0, each"
    about, path = ("fonts", what, terms, "python -m training fonts"), fonts_folder() / CACHE
    if not fonts.fonts_installed():
        return DataSet(*about, None, NOT_THERE)
    back = [fonts.is_held_back(font.family) for font in fonts.read_cache(fonts_folder())]
    holds = f"{len(back) - sum(back)} families to train on; {sum(back)} held back"
    # Rendered here from packages of pinned versions, which npm has checked.
    return DataSet(*about, path, UNKNOWN, path.stat().st_size, holds)


def _trajectories(folder: Path) -> str:
    trained_on, back = (sum(map(len, some.values())) for some in trajectories.read_trajectories(folder))
    return f"{trained_on:,} digits to train on; {back:,} held back"


def _measured(folder: Path) -> DataSet:
    files = [path for path in folder.rglob("*") if path.is_file()]
    size, table = sum(path.stat().st_size for path in files), folder / labelled.TABLE
    images = len(files) - table.is_file()
    checksum, holds = UNKNOWN, f"{images:,} images that only measure"
    missing = _missing(table) if table.is_file() else 0
    if missing:
        checksum, holds = WRONG, f"{holds}; {missing} that {table.name} names are missing"
    about = (f"measure/{folder.name}", "real images with what they show", MEASURED_TERMS, "")
    return DataSet(*about, folder, checksum, size, holds)


def _missing(table: Path) -> int:
    with table.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return sum(not (table.parent / row["file"]).is_file() for row in rows)


def _labelled(folder: Path) -> DataSet:
    numbers = labelled.read_labelled(folder)
    trained_on, held_back = labelled.split(numbers)
    digits = sum(c.isdigit() for number in numbers for c in number.text)
    holds = f"{len(trained_on)} numbers to train on; {len(held_back)} held back; {digits} digits together"
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    about = (str(folder), f"a labelled folder, content {labelled.checksum(numbers)[:12]}", "yours", "")
    return DataSet(*about, folder, UNKNOWN, size, holds)


_HOLDS: dict[str, Callable[[Path], str]] = {
    "mnist.npz": _mnist,
    "canvas_digits.npz": _small_set("canvas_digits"),
    "exam_digits.npz": _small_set("exam_digits"),
    datasets.SYMBOLS: _symbols,
    trajectories.TABLE.file: _trajectories,
}
