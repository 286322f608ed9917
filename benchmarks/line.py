"""What one line costs on one core, for 1 to 12 digits: normalise it, look once, look at all views where it must, and
let its digits be inspected where nobody would be asked about them.

Run with "python -m benchmarks.line".
"""

import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from tests import drawing
from webapp.reading.line.views import leaning_views
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
from webapp.reading.read_line import inspected, is_certain, is_sure, read_line
from webapp.reading.transcribe import transcribe

NUMBERS = ("7", "1742", "12345678", "31/01/2026", "123456789012")
HANDS = 30  # each number is written by; every one trembles otherwise
STEPS = ("normalise", "first look", "all views", "inspect")


def main() -> None:
    cv2.setNumThreads(1)
    reader = Reader.load(Path("models/reader"))
    print(
        f"median milliseconds of {HANDS} hands; read: as the app does, which stops at a first "
        "look that is certain: normalise, network, decode; total: and inspected where nobody would be asked"
    )
    names = (*STEPS, "read", "total")
    print(f"{'number':14} {'columns':>8}" + "".join(f"{name:>12}" for name in names) + f"{'one look':>10}")
    for number in NUMBERS:
        grey = [cv2.cvtColor(drawing.draw_number(number, seed=hand), cv2.COLOR_RGB2GRAY) for hand in range(HANDS)]
        # One line after the other as the app reads them; then step by step.
        whole = [_whole(image, reader) for image in [grey[0], *grey]][1:]  # the first one plans the networks' memory
        columns, times, certain = zip(*(_steps(image, reader) for image in grey), strict=True)
        medians = [1000 * statistics.median(step) for step in (*zip(*times, strict=True), *zip(*whole, strict=True))]
        print(
            f"{number:14} {round(statistics.median(columns)):8}"
            + "".join(f"{median:12.2f}" for median in medians)
            + f"{np.mean(certain):10.0%}"
        )


def _whole(grey: np.ndarray, reader: Reader) -> tuple[float, float]:
    """Seconds in which the app reads a line, and with what the inspector says of it."""
    start = time.perf_counter()
    pixels = normalise_line(grey).pixels
    transcript = read_line(pixels, reader.scores, reader.card)
    read = time.perf_counter() - start
    if is_sure(transcript, reader.card):
        inspected(transcript, pixels, reader)
    return read, time.perf_counter() - start


def _steps(grey: np.ndarray, reader: Reader) -> tuple[int, list[float], bool]:
    """Columns of the line, seconds of each of STEPS, and whether the first look was enough."""
    card = reader.card
    marks = [time.perf_counter()]
    pixels = normalise_line(grey).pixels
    marks.append(time.perf_counter())
    first = transcribe(reader.scores(pixels[np.newaxis]), pixels, card.alphabet, card.temperature)
    marks.append(time.perf_counter())
    views = np.concatenate([pixels[np.newaxis], leaning_views(pixels)])
    transcribe(reader.scores(views), pixels, card.alphabet, card.temperature)
    marks.append(time.perf_counter())
    inspected(first, pixels, reader)
    marks.append(time.perf_counter())
    return pixels.shape[1], np.diff(marks).tolist(), not first.characters or is_certain(first)


if __name__ == "__main__":
    main()
