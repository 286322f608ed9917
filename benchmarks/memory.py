"""How much memory a host needs: two workers and their master together, while eight people send images at once.

Run with "python -m benchmarks.memory": proportional set size, which counts what they share once, at the start and
behind each load. The server's C library decides much of it: see gunicorn.conf.py.
"""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from benchmarks.serving import read
from tests import drawing
from tests.browser.serving import serving

WORKERS, CLIENTS = 2, 8
SMALL, LARGE = 60, 30  # images
ROWS, COLS = 3000, 4000  # of a large one


def main() -> None:
    os.environ["WEB_CONCURRENCY"] = str(WORKERS)
    rng = np.random.default_rng(0)
    small = [drawing.encode(_page(rng, 4, 60), ".jpg") for _ in range(6)]
    large = [drawing.encode(_on_a_table(_page(rng, 12, 100), rng), ".jpg") for _ in range(3)]
    with TemporaryDirectory() as folder, serving(Path(folder)) as url:
        time.sleep(2)  # till both workers are there
        print(f"at the start: {_together():.0f} MB")
        for words, images, count in (("small images", small, SMALL), ("photos of 12 megapixels", large, LARGE)):
            _send(url, images, count)
            print(f"after {count} {words}: {_together():.0f} MB")


def _page(rng: np.random.Generator, lines: int, height: int) -> np.ndarray:
    return drawing.draw_page([str(rng.integers(100, 99999)) for _ in range(lines)], height)


def _on_a_table(page: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    image = drawing.blank(ROWS, COLS, (230, 230, 230))
    rows, cols = min(ROWS, page.shape[0]), min(COLS, page.shape[1])
    image[:rows, :cols] = page[:rows, :cols]
    return np.clip(image + rng.normal(0, 5, image.shape), 0, 255).astype(np.uint8)


def _send(url: str, images: Sequence[bytes], count: int) -> None:
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda i: read(url, images[i % len(images)]), range(count)))


def _together() -> float:
    """Megabytes of the server's processes, pages that they share counted once."""
    return sum(child.memory_full_info().pss for child in psutil.Process().children(recursive=True)) / 1e6


if __name__ == "__main__":
    main()
