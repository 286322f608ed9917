"""Batches of synthetic lines, made ahead in other processes. Batch i of a seed is always the same."""

from collections.abc import Callable, Iterator
from itertools import chain, count, islice

import cv2
import numpy as np

from training.ahead import make_ahead
from training.lines.from_pages import page_lines
from training.lines.line import make_line
from training.writing.strings import ALPHABET
from training.writing.writers import Hands

# Share of the lines with no digit, with one, with two, ...
LENGTHS = np.array([0.05, 0.27, 0.07, 0.09, 0.12, 0.13, 0.1, 0.065, 0.06, 0.02, 0.015, 0.01])
# Batches made together. Each takes lines of like width from all of them: unsorted, over half of a batch was padding.
GROUP = 24
ROUND_COLUMNS, ROUND_TEXTS = 32, 8  # widths and lengths are rounded up: an engine may compile for each shape
WIDEST = 448  # columns; the few wider lines of a batch are left out and others written
# Of the draws are a page, which gives three or four lines: a third of all.
PAGE_DRAWS = 0.13

# A line that trains is seen twice, the second time leaning otherwise and wider or narrower: making one costs as much
# as learning from it. Columns a row moves for each row above the middle, spread and most; widths of the first one.
LEANS, MOST_LEANING, WIDENED = 0.1, 0.2, (0.87, 1.15)


def make_batches(
    hands, weights, lines: int, seed: int, group: int, held_back: bool = False
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The GROUP batches that are made together: see pack. Group g of a seed is always the same.

    held_back: whether pages are printed with the fonts that are held back, and no line is seen twice
    """
    rng = np.random.default_rng([seed, group])
    made: list[tuple[np.ndarray, str]] = []
    while len(made) < GROUP * lines:
        if rng.random() < PAGE_DRAWS:
            new = page_lines(hands, weights, rng, held_back)
        else:
            new = [make_line(hands, weights, int(rng.choice(len(LENGTHS), p=LENGTHS)), rng)]
        if not held_back:
            new += [(_leaning(pixels, rng), text) for pixels, text in new]
        made += [(pixels, text) for pixels, text in new if fits(pixels, text)]
    del made[GROUP * lines :]
    made.sort(key=lambda line: line[0].shape[1])
    return [pack(made[i * lines : (i + 1) * lines]) for i in rng.permutation(GROUP)]


def _leaning(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The line as a hand that leans otherwise, and writes wider or narrower, would have left it."""
    rows, cols = pixels.shape
    slant, width = np.clip(rng.normal(0, LEANS), -MOST_LEANING, MOST_LEANING), rng.uniform(*WIDENED)
    matrix = np.array([[width, -slant, slant * (rows - 1) / 2], [0, 1, 0]], np.float32)
    return cv2.warpAffine(pixels, matrix, (max(1, round(cols * width)), rows), flags=cv2.INTER_LINEAR)


def pack(made: list[tuple[np.ndarray, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Lines and their texts as arrays: what a training step takes.

    returns: lines (lines, LINE_HEIGHT, cols, 1) float32, padded with paper at the right, and classes (lines, longest)
    int32, padded with the blank 0; few different shapes
    """
    widest = max(pixels.shape[1] for pixels, _ in made)
    columns = -(-widest // ROUND_COLUMNS) * ROUND_COLUMNS
    lines = np.zeros((len(made), made[0][0].shape[0], columns, 1), np.float32)
    longest = max(len(text) for _, text in made)
    classes = np.zeros((len(made), max(1, -(-longest // ROUND_TEXTS)) * ROUND_TEXTS), np.int32)
    for row, (pixels, text) in enumerate(made):
        lines[row, :, : pixels.shape[1], 0] = pixels
        classes[row, : len(text)] = [ALPHABET.index(c) + 1 for c in text]
    return lines, classes


def stream_batches(load: Callable[[], Hands], lines: int, seed: int, start: int, processes: int) -> Iterator:
    """Batches `start`, `start` + 1, ... of a seed, made ahead. Never ends.

    load: gives the writers; called once in each process
    """
    group, skipped = divmod(start, GROUP)
    groups = make_ahead(load, make_batches, ((lines, seed, later) for later in count(group)), processes)
    yield from islice(chain.from_iterable(groups), skipped, None)


def fits(pixels: np.ndarray, text: str) -> bool:
    """Whether CTC can spell the text in the line's columns, and the line is not too wide."""
    repeats = sum(a == b for a, b in zip(text, text[1:], strict=False))
    return pixels.shape[1] <= WIDEST and len(text) + repeats <= pixels.shape[1] // 4
