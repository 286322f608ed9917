"""What one line costs: normalise, network and transcribe, for 1 to 12 digits, on one core.

Run with "python -m benchmarks.line".
"""

import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from tests import drawing
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
from webapp.reading.transcribe import transcribe

NUMBERS = ("7", "1742", "31/01/2026", "123456789012")
REPEATS = 100


def main() -> None:
    cv2.setNumThreads(1)
    reader = Reader.load(Path("models/reader"))
    print(f"median milliseconds of {REPEATS}")
    print(f"{'number':14} {'columns':>8} {'normalise':>10} {'network':>8} {'transcribe':>11} {'total':>7}")
    for number in NUMBERS:
        grey = cv2.cvtColor(drawing.draw_number(number), cv2.COLOR_RGB2GRAY)
        columns, times = _measure(grey, reader)
        print(f"{number:14} {columns:8}" + "".join(f"{t:{w}.2f}" for t, w in zip(times, (11, 9, 12, 8), strict=True)))


def _measure(grey: np.ndarray, reader: Reader) -> tuple[int, list[float]]:
    """Columns of the line, and medians of each step and of all three, in milliseconds."""
    rounds = []
    for _ in range(REPEATS):
        marks = [time.perf_counter()]
        line = normalise_line(grey)
        marks.append(time.perf_counter())
        scores = reader.scores(line.pixels)
        marks.append(time.perf_counter())
        transcribe(scores, line.pixels, reader.card.alphabet)
        marks.append(time.perf_counter())
        rounds.append([*np.diff(marks), marks[-1] - marks[0]])
    return line.pixels.shape[1], [1000 * statistics.median(column) for column in zip(*rounds, strict=True)]


if __name__ == "__main__":
    main()
