"""Short lines and the digit that stands there alone, if one does: what the second opinion on lone digits learns from.

The sets' digits are there once each, as the set gives them. The other lines are made once, by the line synthesiser,
and kept in files: on some of them too a set's digit stands bare, turned and bent; the others are written on paper and
photographed, or cut out of pages. Nothing, and two or three digits, are what it has to tell from one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path

import numpy as np

from training.ahead import in_files, make_ahead
from training.fitting.digits import shown_around, varied
from training.lines.from_pages import page_lines
from training.lines.line import make_line
from training.writing.hands import SetHands, SingleDigits
from training.writing.writers import Hands
from webapp.reading.line.lone_digit import WIDEST
from webapp.reading.line.windows import NONE
from webapp.reading.normalise import normalise_line

LINES = 1000  # in one file
LENGTHS = (0.1, 0.72, 0.15, 0.03)  # how often a line has no digit, one, two, three
PAGE_DRAWS = 0.03  # so often a page's lines: most of them are longer, and making a page takes as long as ten lines


@dataclass(frozen=True)
class ShortLines:
    """Lines of at most WIDEST columns."""

    shown: np.ndarray
    """(lines, LINE_HEIGHT, SHOWN + 2 AROUND) uint8, 0 paper .. 255 ink, the line in the middle"""
    labels: np.ndarray
    """(lines,) uint8: the digit that stands there alone, else NONE"""


def gather(
    load: Callable[[], Hands], folder: Path, number: int, seed: int, held_back: bool, processes: int
) -> ShortLines:
    """So many short lines; those that the folder holds already are taken from there. load: the writers"""
    files = [folder / f"{'held-back' if held_back else 'lines'}-{i:05}.npz" for i in range(number // LINES)]
    in_files(files, lambda some: make_ahead(load, short_lines, ((seed, i, held_back) for i in some), processes))
    parts = [ShortLines(**np.load(file)) for file in files]
    return ShortLines(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(ShortLines)))


def short_lines(hands: list, weights: list[float], seed: int, file: int, held_back: bool) -> ShortLines:
    """The LINES lines of one file. File i of a seed is always the same."""
    rng = np.random.default_rng([seed, file])
    shown, labels = [], []
    while len(shown) < LINES:
        for pixels, text in _some_lines((hands, weights), rng, held_back):
            if pixels.shape[1] <= WIDEST:
                shown.append(shown_around(pixels, (pixels.shape[1] - 1) / 2))
                labels.append(int(text) if len(text) == 1 and text.isdigit() else NONE)
    return ShortLines(np.stack(shown[:LINES]), np.array(labels[:LINES], np.uint8))


def _some_lines(hands: Hands, rng: np.random.Generator, held_back: bool) -> list[tuple[np.ndarray, str]]:
    if rng.random() < PAGE_DRAWS:
        return page_lines(*hands, rng, held_back)
    return [make_line(*hands, int(rng.choice(len(LENGTHS), p=LENGTHS)), rng)]


def bare_digits(hands: list) -> ShortLines:
    """Each digit of the sets' writers, alone on its ground as the set gives it."""
    shown, labels = [], []
    for source in hands:
        # The single ones of a set are those of its writers too.
        if not isinstance(source, SetHands) or isinstance(source, SingleDigits):
            continue
        for digit, places in source.anyone.items():
            for image in source.images[places]:
                line = normalise_line(255 - image)
                if line is not None and line.pixels.shape[1] <= WIDEST:
                    shown.append(shown_around(line.pixels, (line.pixels.shape[1] - 1) / 2))
                    labels.append(int(digit))
    return ShortLines(np.stack(shown), np.array(labels, np.uint8))


def batches(
    bare: ShortLines, lines: ShortLines, of_sets: float, size: int, seed: int, start: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches `start`, `start` + 1, ... of a seed: windows, each a little different every time, and their classes,
    one of NONE + 1 in each row. Never ends. of_sets: share of the bare ones"""
    classes = np.eye(NONE + 1, dtype=np.float32)
    for step in count(start):
        rng = np.random.default_rng([seed, step])
        # Each row of either as often as any other one of it.
        sources = [bare if of_set else lines for of_set in rng.random(size) < of_sets]
        chosen = [(source, rng.integers(len(source.labels))) for source in sources]
        windows = np.stack([varied(source.shown[i], rng) for source, i in chosen])
        labels = [source.labels[i] for source, i in chosen]
        yield windows.astype(np.float32)[..., np.newaxis] / 255, classes[labels]
