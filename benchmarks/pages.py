"""What a page costs on one core, decode to answer: a note of three numbers at 1 megapixel, a form at 3, 12 and 48.

Run with "python -m benchmarks.pages": each page is read in a process of its own, whose peak memory is told too.
"""

import multiprocessing
import statistics
import time
from pathlib import Path

import cv2
import numpy as np

from tests import drawing

PAGES = {"note, 1 megapixel": (1152, 864), "form, 3 megapixels": (2048, 1536), "form, 12 megapixels": (4032, 3024),
         "form, 48 megapixels": (8064, 6048)}  # fmt: skip
TIMES = 9
STEPS = ("decode", "locate", "read", "total")


def main() -> None:
    print(f"{'page':22}" + "".join(f"{step + ' ms':>12}" for step in STEPS) + f"{'peak MB':>10}{'numbers':>9}")
    context = multiprocessing.get_context("spawn")
    for name, size in PAGES.items():
        data = _photo(name, *size)
        with context.Pool(1) as pool:
            medians, peak, found = pool.apply(_measure, (data,))
        print(f"{name:22}" + "".join(f"{medians[step]:12.0f}" for step in STEPS) + f"{peak:10.0f}{found:9}")


def _photo(name: str, cols: int, rows: int) -> bytes:
    """A JPEG with light from one side and a camera's noise, with three or with sixteen numbers among print."""
    image, unit = drawing.blank(rows, cols, (232, 230, 224)), rows / 864
    numbers = ("1742", "30.50", "905") if name.startswith("note") else [str(1234 * place) for place in range(1, 17)]
    for place, text in enumerate(numbers):
        left, top = (200 + 480 * (place % 2)) * unit, (150 + 80 * (place // 2)) * unit
        height = (60 if name.startswith("note") else 34) * unit
        top = top + 120 * place * unit if name.startswith("note") else top
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, height, left=left, top=top), 0.08 * height)
        if not name.startswith("note"):
            at = (round(left - 160 * unit), round(top + height))
            cv2.putText(image, "Amount due", at, cv2.FONT_HERSHEY_DUPLEX, 0.7 * unit, (60, 60, 60), max(1, round(unit)))
    light = np.linspace(1.0, 0.75, cols, dtype=np.float32)[np.newaxis, :, np.newaxis]
    noise = np.random.default_rng(0).normal(0, 3, (rows, cols, 1)).astype(np.float32)
    return drawing.encode(np.clip(image * light + noise, 0, 255).astype(np.uint8), ".jpg", cv2.IMWRITE_JPEG_QUALITY, 90)


def _measure(data: bytes) -> tuple[dict[str, float], float, int]:
    """Median milliseconds of each step, peak megabytes of the process, numbers found."""
    # Here, so that the process holds what a serving one does, and nothing that made the photos.
    from webapp.reading.network import Locator, Reader
    from webapp.reading.read import read_image

    cv2.setNumThreads(1)
    reader, locator = Reader.load(Path("models/reader")), Locator.load(Path("models/locator"))
    readings, totals = [], []
    for _ in range(TIMES):
        began = time.perf_counter()
        readings.append(read_image(data, reader, locator))
        totals.append(1000 * (time.perf_counter() - began))
    medians = {step: statistics.median(reading.timing_ms[step] for reading in readings) for step in STEPS}
    medians["total"] = statistics.median(totals)
    # Not ru_maxrss: it begins with what the process that started this one held.
    status = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines())
    peak = int(status["VmHWM"].split()[0]) / 1000
    return medians, peak, len(readings[0].numbers)


if __name__ == "__main__":
    main()
