"""A labelled folder: crops of numbers and truth.tsv, which says what each shows. The app exports corrections so.

Its numbers become training lines by the app's own preprocessing, a little different each time.
"""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.errors import BadLabels
from training.lines import batches
from training.writing import writers
from training.writing.hands import bend
from training.writing.strings import ALPHABET
from webapp.reading.decode import decode_image
from webapp.reading.errors import UnreadableInput
from webapp.reading.normalise import normalise_line

TABLE, COLUMNS = "truth.tsv", ("file", "text")
# One number in five is held back: it says how well the writer is read afterwards.
HELD_BACK = 5
LEAST_HELD_BACK = 5
MOST_PIXELS = 50_000_000
ANEW = "Export the corrections anew, or correct the table"

# How much a crop is changed for each of its lines: one standard deviation, or the chance of it.
LEAN, TURN, STRETCH, SHIFT = 0.08, 0.02, 0.06, 0.03
MOST_BENT = 0.006
OTHER_PEN = 0.4
NOISE = 4.0  # grey levels


@dataclass(frozen=True)
class LabelledNumber:
    """A number as it was photographed, and what a person says it is."""

    file: str
    grey: np.ndarray
    """(rows, cols) uint8"""
    text: str
    """Of characters of ALPHABET."""
    digest: str
    """SHA-256 of the file"""


def read_labelled(folder: Path) -> list[LabelledNumber]:
    """The numbers of a labelled folder, in the order of its table, each of which can be trained on.

    raises: BadLabels, which names the file and says what to do
    """
    return [_number(folder, row, place) for place, row in _rows(folder / TABLE)]


def split(numbers: list[LabelledNumber]) -> tuple[list[LabelledNumber], list[LabelledNumber]]:
    """The numbers to train on, and one in five held back.

    Which side a number is on depends on its picture alone: when the folder grows, none changes sides.
    raises: BadLabels where too few are held back to tell anything
    """
    kept = [int(number.digest, 16) % HELD_BACK == 0 for number in numbers]
    trained_on = [number for number, back in zip(numbers, kept, strict=True) if not back]
    held_back = [number for number, back in zip(numbers, kept, strict=True) if back]
    if len(held_back) < LEAST_HELD_BACK:
        raise BadLabels(
            f"Of {len(numbers)} labelled numbers only {len(held_back)} are held back, which tell too little. "
            f"Label more of them: {2 * HELD_BACK * LEAST_HELD_BACK} are enough."
        )
    return trained_on, held_back


def checksum(numbers: list[LabelledNumber]) -> str:
    """SHA-256 of names, texts and pictures, whatever their order."""
    rows = sorted(f"{number.file}\t{number.text}\t{number.digest}\n" for number in numbers)
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def vary(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The crop as the same hand might have written it another time: leaning, turned, bent, with another pen.

    grey: (rows, cols) uint8; returns: the same
    """
    rows, cols = grey.shape
    paper = int(np.median(grey))
    if rng.random() < OTHER_PEN:
        # Of dark ink the darker neighbours make a thicker pen, of light ink a thinner one.
        change = cv2.erode if rng.random() < 0.5 else cv2.dilate
        grey = change(grey, np.ones((2, 2), np.uint8))
    # With more paper around it, so that a bend draws nothing into it from beyond its edge.
    beyond = 2 + round(3 * MOST_BENT * max(rows, cols))
    wider = cv2.copyMakeBorder(grey, *[beyond] * 4, cv2.BORDER_REPLICATE)
    grey = bend(wider, rng.uniform(0, MOST_BENT), rng)[beyond:-beyond, beyond:-beyond]
    lean, turn = rng.normal(0, LEAN), rng.normal(0, TURN)
    across, down = rng.normal(1, STRETCH, 2)
    move = rng.normal(0, SHIFT * rows, 2)
    matrix = np.array([[across, -lean, 0], [turn, down, 0]])
    centre = np.array([cols, rows]) / 2
    matrix[:, 2] = centre + move - matrix[:, :2] @ centre
    grey = cv2.warpAffine(grey, matrix, (cols, rows), flags=cv2.INTER_LINEAR, borderValue=paper)
    noisy = grey + rng.normal(0, rng.uniform(0, NOISE), grey.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def make_own_lines(numbers: list[LabelledNumber], count: int, rng: np.random.Generator) -> list:
    """Training lines of a writer: `count` pairs of pixels (LINE_HEIGHT, cols) float32 and text."""
    made = []
    while len(made) < count:
        number = numbers[rng.integers(len(numbers))]
        # Now and then a change loses what was faint: the crop as it is has been looked at when it was read.
        line = normalise_line(vary(number.grey, rng))
        if line is not None and batches.fits(line.pixels, number.text):
            made.append((line.pixels, number.text))
    return made


def load_with(load: Callable[[], writers.Hands], numbers: list[LabelledNumber]) -> tuple:
    """What make_mixed begins with, for ahead.make_ahead."""
    # Here and not where the network is trained: the processes that make lines need no Keras.
    return *load(), numbers


def make_mixed(
    hands, weights, numbers: list[LabelledNumber], own: int, lines: int, seed: int, group: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Batches of ordinary lines, each with lines of the labelled folder among them; as batches.make_batches.

    own: how many of the `lines` of a batch come from the folder
    """
    rng = np.random.default_rng([seed, group, len(numbers)])
    replay = sorted(batches.make_batches(hands, weights, lines - own, seed, group), key=lambda batch: batch[0].shape[2])
    made = sorted(make_own_lines(numbers, own * len(replay), rng), key=lambda line: line[0].shape[1])
    joined = [_joined(batch, batches.pack(made[i * own : (i + 1) * own])) for i, batch in enumerate(replay)]
    return [joined[i] for i in rng.permutation(len(joined))]


def _joined(one, other) -> tuple[np.ndarray, np.ndarray]:
    """Two batches as one, padded as the wider of them is."""
    columns = max(batch[0].shape[2] for batch in (one, other))
    longest = max(batch[1].shape[1] for batch in (one, other))
    lines = [np.pad(a, [(0, 0), (0, 0), (0, columns - a.shape[2]), (0, 0)]) for a, _ in (one, other)]
    classes = [np.pad(a, [(0, 0), (0, longest - a.shape[1])]) for _, a in (one, other)]
    return np.concatenate(lines), np.concatenate(classes)


def _rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of the table, each with its place in the file, from 1."""
    if not table.is_file():
        raise BadLabels(
            f"{table} is missing. A labelled folder holds crops of numbers and {TABLE} with the columns "
            f"{' and '.join(COLUMNS)}: the app's history page exports such a folder."
        )
    with table.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        named = reader.fieldnames or ()
        rows = [(reader.line_num, row) for row in reader if any(row.values())]
    missing = [name for name in COLUMNS if name not in named]
    if missing:
        raise BadLabels(
            f"{table} has no column {' and '.join(missing)}: its first row names the columns, parted by tabs."
        )
    if not rows:
        raise BadLabels(f"{table} has no rows. Correct or check some numbers in the app and export them.")
    return rows


def _number(folder: Path, row: dict[str, str], place: int) -> LabelledNumber:
    """One row of the table. place: of the row in it, for what is said"""
    where = f"row {place} of {folder / TABLE}"
    file, text = (row["file"] or "").strip(), (row["text"] or "").strip().replace(" ", "")
    if not any(c.isdigit() for c in text) or set(text) - set(ALPHABET):
        raise BadLabels(f'{file} is labelled "{text}" in {where}: only 0-9 . , - / can be read. {ANEW}.')
    try:
        data = (folder / file).read_bytes()
        grey = decode_image(data, MOST_PIXELS)
    except OSError as error:
        raise BadLabels(f"{folder / file}, named in {where}, cannot be opened ({error.strerror}). {ANEW}.") from error
    except UnreadableInput as error:
        raise BadLabels(f"{folder / file}, named in {where}, is no image that can be read. {ANEW}.") from error
    line = normalise_line(grey)
    if line is None or not batches.fits(line.pixels, text):
        raise BadLabels(
            f'{folder / file} is too empty or too narrow to show "{text}". Take it out of {folder / TABLE}.'
        )
    return LabelledNumber(file, grey, text, hashlib.sha256(data).hexdigest())
