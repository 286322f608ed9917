"""Digits that the reader reads on synthetic lines, and whether they stand there: what the inspector learns from.

They are read once, by the app's own code, and kept in files. Half of the lines are as the reader learns them; on the
others writers strike out digits more often. And over one digit of each line that is read right a strike is drawn, over
another one a third one is written: what is read all the same is what the inspector has to find.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path

import cv2
import numpy as np

from training.ahead import in_files, make_ahead
from training.lines.batches import LENGTHS, PAGE_DRAWS
from training.lines.from_pages import page_lines
from training.lines.line import make_line
from training.lines.struck import Place, place_of, strike_digit
from training.lines.written_over import write_over
from training.writing.smooth import smooth
from training.writing.writers import Hands
from webapp.reading.line.windows import NONE, SHOWN, shrunk
from webapp.reading.network import Reader
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read_line import read_line
from webapp.reading.transcribe import Character

LINES = 500  # in one file
AROUND = 10  # columns beside a window, from which an example that is moved or leans takes what it shows
MORE_MISHAPS, MISHAPS = 0.55, 10.0  # on so many of the lines digits are struck out so often
WIDEST_HALF = 15  # columns of a digit, to either side of its middle
PLAIN_OF_A_LINE = 2  # digits that are read right: they are many, and alike
# How often an example is: a digit read right, one beside a spoilt one, something else than was read, a struck digit,
# one that is written over another one.
PLAIN, BESIDE, OTHER, STRUCK, OVER = range(5)
SHARES = np.array([0.39, 0.15, 0.13, 0.22, 0.11])
KNOTS = 6, 7  # of the smooth field that bends an example, down and across
BEND = 0.4  # pixels, one standard deviation


@dataclass(frozen=True)
class Examples:
    """Digits that were read, and what stands there."""

    shown: np.ndarray
    """(digits, LINE_HEIGHT, SHOWN + 2 AROUND) uint8, 0 paper .. 255 ink, the digit in the middle"""
    read: np.ndarray
    """(digits,) uint8: the digit that the reader reads"""
    labels: np.ndarray
    """(digits,) uint8: the one that stands there, or NONE"""
    kinds: np.ndarray
    """(digits,) uint8: PLAIN, BESIDE, OTHER, STRUCK or OVER"""


# One row of Examples.
Example = tuple[np.ndarray, int, int, int]
# All that reading lines takes: loaded once in each process.
Setup = tuple[Hands, Reader]


def load_setup(load_hands: Callable[[], Hands], reader: Path) -> Setup:
    """reader: its folder"""
    return load_hands(), Reader.load(reader)


def gather(
    load: Callable[[], Setup], folder: Path, number: int, seed: int, held_back: bool, processes: int
) -> Examples:
    """The examples of that many lines; those that the folder holds already are taken from there."""
    files = [folder / f"{'held-back' if held_back else 'digits'}-{i:05}.npz" for i in range(number // LINES)]
    in_files(files, lambda some: make_ahead(load, examples_of_lines, ((seed, i, held_back) for i in some), processes))
    parts = [Examples(**np.load(file)) for file in files]
    return Examples(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Examples)))


def examples_of_lines(hands: Hands, reader: Reader, seed: int, file: int, held_back: bool) -> Examples:
    """What the reader reads on the LINES lines of one file. File i of a seed is always the same."""
    rng = np.random.default_rng([seed, file])
    found: list[Example] = []
    for pixels, text in _some_lines(hands, rng, held_back):
        found += _examples_of(pixels, text, reader, rng)
    shown, *rest = zip(*found, strict=True)
    return Examples(np.stack(shown), *(np.array(part, np.uint8) for part in rest))


def _some_lines(hands: Hands, rng: np.random.Generator, held_back: bool) -> Iterator[tuple[np.ndarray, str]]:
    left = LINES
    while left > 0:
        if rng.random() < PAGE_DRAWS:
            new = page_lines(*hands, rng, held_back)
        else:
            length, mishaps = int(rng.choice(len(LENGTHS), p=LENGTHS)), MISHAPS if rng.random() < MORE_MISHAPS else 1.0
            # Of a digit that a hand wrote over another one nobody tells which one was read: those are made below.
            new = [make_line(*hands, length, rng, mishaps, writes_over=False)]
        yield from new
        left -= len(new)


def _examples_of(pixels: np.ndarray, text: str, reader: Reader, rng: np.random.Generator) -> list[Example]:
    read, truth = _digits_read(pixels, reader), "".join(c for c in text if c.isdigit())
    labels = labels_of("".join(character.value for character in read), truth)
    wrong = [(c, label) for c, label in zip(read, labels, strict=True) if label not in (None, int(c.value))]
    right = [(c, label) for c, label in zip(read, labels, strict=True) if label == int(c.value)]
    chosen = [right[i] for i in rng.permutation(len(right))[:PLAIN_OF_A_LINE]]
    found = [_example(pixels, c, label, PLAIN) for c, label in chosen]
    found += [_example(pixels, c, label, OTHER) for c, label in wrong]
    if len(right) == len(truth) == len(read) > 0:
        found += _with_one_struck(pixels, read, reader, rng) + _with_one_written_over(pixels, read, reader, rng)
    return found


def _with_one_struck(
    pixels: np.ndarray, plain: list[Character], reader: Reader, rng: np.random.Generator
) -> list[Example]:
    """What is read, once one of these digits is struck out, in its place and beside it."""
    which = int(rng.integers(len(plain)))
    place = _place(pixels, plain[which])
    struck = place and strike_digit(pixels, place, plain[which].value, rng)
    return [] if struck is None else _spoilt(struck, place, which, STRUCK, plain, reader)


def _with_one_written_over(
    pixels: np.ndarray, plain: list[Character], reader: Reader, rng: np.random.Generator
) -> list[Example]:
    """What is read, once another one of these digits is written over one of them."""
    if len(plain) < 2:
        return []
    which, other = (int(i) for i in rng.choice(len(plain), 2, replace=False))
    place, over = (_place(pixels, plain[i]) for i in (which, other))
    if place is None or over is None:
        return []
    spoilt = write_over(pixels, place, over, (plain[which].value, plain[other].value), rng)
    return [] if spoilt is None else _spoilt(spoilt, place, which, OVER, plain, reader)


def _place(pixels: np.ndarray, character: Character) -> Place | None:
    """Where the digit's own ink lies: the columns of the first and last one reach to the marks beside them."""
    left, right = (round(character.centre) + side * WIDEST_HALF for side in (-1, 1))
    return place_of(pixels, max(character.left, left), min(character.right, right))


def _spoilt(
    pixels: np.ndarray, place: Place, which: int, kind: int, plain: list[Character], reader: Reader
) -> list[Example]:
    """What is read where one of these digits was spoilt, and beside it.

    place, which: where it stands, and which of them it is; kind: STRUCK or OVER
    """
    found = []
    for character in _digits_read(pixels, reader):
        nearest = min(range(len(plain)), key=lambda i: abs(plain[i].centre - character.centre))
        if nearest == which and place.left - 1 <= character.centre <= place.right + 1:
            found.append(_example(pixels, character, NONE, kind))
        elif nearest != which and plain[nearest].value == character.value:
            found.append(_example(pixels, character, int(character.value), BESIDE))
    # Without the spoilt one there is nothing to learn from its neighbours.
    return found if any(found_kind == kind for *_, found_kind in found) else []


def _example(pixels: np.ndarray, character: Character, label: int, kind: int) -> Example:
    return shown_around(pixels, character.centre), int(character.value), label, kind


def _digits_read(pixels: np.ndarray, reader: Reader) -> list[Character]:
    transcript = read_line(pixels, reader.scores, reader.card)
    return [character for character in transcript.characters if character.value.isdigit()]


def shown_around(pixels: np.ndarray, centre: float) -> np.ndarray:
    """(LINE_HEIGHT, SHOWN + 2 AROUND) uint8: a line's columns around one of them"""
    wide = SHOWN + 2 * AROUND
    left = round(centre - wide / 2)
    cut = pixels[:, max(left, 0) : max(left + wide, 0)]
    paper = max(-left, 0)
    padded = cv2.copyMakeBorder(cut, 0, 0, paper, max(wide - paper - cut.shape[1], 0), cv2.BORDER_CONSTANT, value=0.0)
    return np.round(padded[:, :wide] * 255).astype(np.uint8)


def labels_of(read: str, truth: str) -> list[int | None]:
    """Of each digit that was read the one that stands there, NONE where none does, None where that cannot be told.

    Both are aligned by the fewest changes, once from either end; where these differ (3357 read as 33357) it is open
    which one is too much.
    """
    forwards, backwards = _aligned(read, truth), _aligned(read[::-1], truth[::-1])[::-1]
    mirrored = [-1 if at < 0 else len(truth) - 1 - at for at in backwards]
    return [
        (NONE if at < 0 else int(truth[at])) if at == other else None
        for at, other in zip(forwards, mirrored, strict=True)
    ]


def _aligned(read: str, truth: str) -> list[int]:
    """Of each character of `read` its place in `truth`, -1 for none."""
    changes = np.zeros((len(read) + 1, len(truth) + 1), int)
    changes[:, 0], changes[0] = np.arange(len(read) + 1), np.arange(len(truth) + 1)
    for i, one in enumerate(read):
        for j, other in enumerate(truth):
            changes[i + 1, j + 1] = min(changes[i, j] + (one != other), changes[i, j + 1] + 1, changes[i + 1, j] + 1)
    places, i, j = [-1] * len(read), len(read), len(truth)
    while i and j:
        if changes[i, j] == changes[i - 1, j - 1] + (read[i - 1] != truth[j - 1]):
            i, j = i - 1, j - 1
            places[i] = j
        elif changes[i, j] == changes[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return places


def as_windows(shown: np.ndarray) -> np.ndarray:
    """What the network takes, as the app makes it: (digits, ROWS, COLS, 1) float32"""
    windows = np.stack([shrunk(one[:, AROUND : AROUND + SHOWN]) for one in shown])
    return windows.astype(np.float32)[..., np.newaxis] / 255


def batches(examples: Examples, size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches `start`, `start` + 1, ... of a seed: windows, each a little different every time, and their classes,
    one of NONE + 1 in each row. Never ends."""
    of_kind = [np.flatnonzero(examples.kinds == kind) for kind in range(len(SHARES))]
    shares = np.where([len(some) > 0 for some in of_kind], SHARES, 0)
    classes = np.eye(NONE + 1, dtype=np.float32)
    for step in count(start):
        rng = np.random.default_rng([seed, step])
        kinds = rng.choice(len(SHARES), size, p=shares / shares.sum())
        chosen = [of_kind[kind][rng.integers(len(of_kind[kind]))] for kind in kinds]
        windows = np.stack([varied(examples.shown[i], rng) for i in chosen])
        yield windows.astype(np.float32)[..., np.newaxis] / 255, classes[examples.labels[chosen]]


def varied(shown: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(LINE_HEIGHT, SHOWN + 2 AROUND) to (ROWS, COLS), both uint8: turned, leaning, wider, bent, a little aside."""
    u = rng.uniform
    turn, lean, size = np.deg2rad(u(-6, 6)), float(np.clip(rng.normal(0, 0.1), -0.25, 0.25)), u(0.9, 1.12)
    sine, cosine = np.sin(turn), np.cos(turn)
    linear = np.array([[cosine, -sine], [sine, cosine]]) @ [[1, lean], [0, 1]] @ np.diag([size * u(0.88, 1.14), size])
    bent = SMOOTH_DOWN @ (BEND * rng.standard_normal((2, *KNOTS), dtype=np.float32)) @ SMOOTH_ACROSS.T
    across = linear[0, 0] * ACROSS + linear[0, 1] * DOWN + bent[0] + (SHOWN - 1) / 2 + AROUND + u(-2.5, 2.5)
    down = linear[1, 0] * ACROSS + linear[1, 1] * DOWN + bent[1] + (LINE_HEIGHT - 1) / 2 + u(-1.5, 1.5)
    return shrunk(cv2.remap(shown, across.astype(np.float32), down.astype(np.float32), cv2.INTER_LINEAR))


SMOOTH_DOWN, SMOOTH_ACROSS = smooth(LINE_HEIGHT, KNOTS[0]), smooth(SHOWN, KNOTS[1])
DOWN, ACROSS = np.mgrid[:LINE_HEIGHT, :SHOWN].astype(np.float32) - np.array(
    [(LINE_HEIGHT - 1) / 2, (SHOWN - 1) / 2], np.float32
).reshape(2, 1, 1)
