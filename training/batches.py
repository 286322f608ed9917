"""Batches of synthetic lines, made ahead in other processes. Batch i of a seed is always the same."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from training import datasets
from training.hands import SetHands, StrokeHands
from training.lines import make_line
from training.strings import ALPHABET

# Digits a line, by batch: lines of one batch are of like length, so that little of it is padding.
LENGTHS = [(0, 1), (1, 1), (1, 3), (2, 4), (4, 6), (5, 8), (7, 11)]
LENGTH_WEIGHTS = [0.05, 0.14, 0.16, 0.2, 0.23, 0.16, 0.06]
ROUND_COLUMNS = 32  # widths are rounded up to this: few different shapes reach the backend
WIDEST = 448  # columns; the few wider lines of a batch are left out and others written
SET_SHARE = 0.55  # of the lines are written with digit images, the rest with pen strokes

# Writers, and how often each of them writes.
Hands = tuple[list, list[float]]

_hands: list[Hands] = []


def load_hands(folder: Path, held_back: bool = False) -> Hands:
    """The writers to train on, or those held back, and how often each set writes."""
    trained_on, kept = datasets.mnist_train(folder)
    if held_back:
        return [SetHands(kept), StrokeHands()], [0.5, 0.5]
    small = [SetHands(digits) for digits in datasets.small_sets(folder)]
    share = 0.1 * SET_SHARE
    weights = [SET_SHARE - share * len(small), 1 - SET_SHARE, *[share] * len(small)]
    return [SetHands(trained_on), StrokeHands(), *small], weights


def make_batch(hands, weights, lines: int, seed: int, index: int) -> tuple[np.ndarray, np.ndarray]:
    """Batch `index` of a seed.

    returns: lines (lines, LINE_HEIGHT, cols, 1) float32, padded with paper at the right, and classes (lines, longest)
    int32, padded with the blank 0
    """
    rng = np.random.default_rng([seed, index])
    low, high = LENGTHS[rng.choice(len(LENGTHS), p=LENGTH_WEIGHTS)]
    made = []
    while len(made) < lines:
        pixels, text = make_line(hands, weights, int(rng.integers(low, high + 1)), rng)
        if _fits(pixels, text):
            made.append((pixels, text))
    return pack(made)


def pack(made: list[tuple[np.ndarray, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Lines and their texts as arrays: see make_batch."""
    widest = max(pixels.shape[1] for pixels, _ in made)
    columns = -(-widest // ROUND_COLUMNS) * ROUND_COLUMNS
    lines = np.zeros((len(made), made[0][0].shape[0], columns, 1), np.float32)
    classes = np.zeros((len(made), max(1, max(len(text) for _, text in made))), np.int32)
    for row, (pixels, text) in enumerate(made):
        lines[row, :, : pixels.shape[1], 0] = pixels
        classes[row, : len(text)] = [ALPHABET.index(c) + 1 for c in text]
    return lines, classes


def stream_batches(load: Callable[[], Hands], lines: int, seed: int, start: int, processes: int) -> Iterator:
    """Batches `start`, `start` + 1, ... of a seed, made a few ahead. Never ends.

    load: gives the writers; called once in each process
    """
    # Spawned, not forked: a fork of a process that runs TensorFlow's threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_load, initargs=(load,)) as pool:
        ahead = deque(pool.submit(_make, lines, seed, start + i) for i in range(8 * processes))
        index = start + len(ahead)
        while True:
            yield ahead.popleft().result()
            ahead.append(pool.submit(_make, lines, seed, index))
            index += 1


def _load(load: Callable[[], Hands]) -> None:
    cv2.setNumThreads(1)
    _hands.append(load())


def _make(lines: int, seed: int, index: int) -> tuple[np.ndarray, np.ndarray]:
    return make_batch(*_hands[0], lines, seed, index)


def _fits(pixels: np.ndarray, text: str) -> bool:
    """Whether CTC can spell the text in the line's columns, and the line is not too wide."""
    repeats = sum(a == b for a, b in zip(text, text[1:], strict=False))
    return pixels.shape[1] <= WIDEST and len(text) + repeats <= pixels.shape[1] // 4
