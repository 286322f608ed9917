"""What would enter silently because of how a page is photographed: things that lie on a number, sheets and images that
end in one, pages that lean, light, blur, writing that shows through from the back.

Run with "python -m benchmarks.capture": a table, a condition a row. Pages in the tests' own hand, which nothing was
trained on; as the app reads them and without its look from near (from_near.py).
"""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from benchmarks.outcomes import NAMES, became_of, row
from benchmarks.scenes import COLS, ROWS
from tests import drawing
from webapp.reading.network import Locator, Reader

PAGES = 6  # under each condition
PAPER, INK = (202, 200, 194), (28, 34, 74)
SKIN, TABLE, DARK = (150, 170, 215), (95, 110, 125), (55, 55, 58)


class Page:
    """A sheet with a number a line, of whole numbers, amounts, dates and numbers with a minus."""

    def __init__(self, rng: np.random.Generator):
        self.rng, self.height = rng, rng.uniform(46, 70)
        self.image, self.numbers = drawing.blank(ROWS, COLS, PAPER), []
        for top in np.arange(120, ROWS - 2.5 * self.height, 2.3 * self.height):
            text, left = self._text(), rng.uniform(260, 420)
            strokes = drawing.strokes_of(
                text, self.height, left=left, top=top, seed=int(rng.integers(1e6)), slant=0.1, spacing=0.22
            )
            drawing.draw_strokes_inplace(self.image, strokes, max(3.0, 0.075 * self.height), INK)
            points = np.concatenate([np.array(stroke) for stroke in strokes])
            self.numbers.append((text, (*points.min(axis=0), *points.max(axis=0))))

    def _text(self) -> str:
        integers = self.rng.integers
        return (
            str(integers(1, 10 ** int(integers(1, 6)))),
            f"{integers(1, 5000)}.{integers(0, 100):02}",
            f"{integers(1, 29):02}/{integers(1, 13):02}/{integers(1990, 2027)}",
            f"-{integers(1, 1000)}",
        )[self.rng.choice(4, p=[0.45, 0.25, 0.1, 0.2])]

    def ends(self) -> list[tuple[float, float]]:
        """The middle of what stands at one end of each number."""
        return [
            (left + 0.3 * self.height if self.rng.random() < 0.5 else right - 0.3 * self.height, (top + bottom) / 2)
            for _, (left, top, right, bottom) in self.numbers
        ]


def plain(page: Page, strength: float) -> None:
    """The pages alone."""


def finger(page: Page, size: float) -> None:
    for x, y in page.ends():
        axes = round(size * page.height / 2), round(0.62 * page.height)
        cv2.ellipse(page.image, (round(x), round(y)), axes, 0, 0, 360, SKIN, -1)


def reflection(page: Page, radius: float) -> None:
    glow = np.zeros((ROWS, COLS), np.uint8)
    for x, y in page.ends():
        cv2.circle(glow, (round(x), round(y)), round(radius * page.height), 255, -1)
    share = cv2.GaussianBlur(glow, (0, 0), 0.08 * page.height).astype(float)[..., np.newaxis] / 255
    page.image = (page.image * (1 - share) + 255 * share).astype(np.uint8)


def hole(page: Page, radius: float) -> None:
    for x, y in page.ends():
        cv2.circle(page.image, (round(x), round(y)), round(radius * page.height), DARK, -1)


def table_beyond(page: Page, level: float) -> None:
    """The sheet ends in each number, and is on something darker."""
    for _, (left, top, right, bottom) in page.numbers:
        at = left + page.rng.uniform(0.4, 0.9) * (right - left)
        rows = slice(round(top - 0.4 * page.height), round(bottom + 0.4 * page.height))
        page.image[rows, round(at) :] = tuple(level * of for of in TABLE)


def image_ends(page: Page, strength: float) -> None:
    """The image ends where the first digits are, of all numbers at about the same place."""
    starts = [left for _, (left, *_) in page.numbers]
    page.image = np.ascontiguousarray(page.image[:, round(float(np.median(starts)) + 0.5 * page.height) :])


def shadow(page: Page, light: float) -> None:
    at = round(page.rng.uniform(0.3, 0.45) * COLS)
    page.image[:, at:] = (page.image[:, at:] * light).astype(np.uint8)


def leaning(page: Page, degrees: float) -> None:
    move = cv2.getRotationMatrix2D((COLS / 2, ROWS / 2), degrees * page.rng.choice([-1, 1]), 0.8)
    page.image = cv2.warpAffine(page.image, move, (COLS, ROWS), borderMode=cv2.BORDER_REPLICATE)


def mirrored(page: Page, strength: float) -> None:
    page.image = np.ascontiguousarray(page.image[:, ::-1])


def from_the_back(page: Page, strength: float) -> None:
    """Another page's writing shows through: mirrored, and between these lines."""
    back = Page(page.rng).image[:, ::-1].astype(float) / np.array(PAPER)
    moved = np.roll(back, (round(1.15 * page.height), 500), axis=(0, 1))
    page.image = (page.image * (1 - strength * (1 - np.minimum(moved, 1.0)))).astype(np.uint8)


def highlighted(page: Page, strength: float) -> None:
    """Ink is seen through it: nobody has to be asked."""
    for _, (left, top, right, bottom) in page.numbers:
        rows, columns = slice(round(top) - 8, round(bottom) + 8), slice(round(left) - 10, round(right) + 10)
        page.image[rows, columns] = (page.image[rows, columns] * np.array([0.45, 0.95, 1.0])).astype(np.uint8)


def dim(page: Page, light: float) -> None:
    page.image = (page.image * light).astype(np.uint8)


def out_of_focus(page: Page, radius: float) -> None:
    page.image = cv2.GaussianBlur(page.image, (0, 0), radius * page.height)


def moved(page: Page, length: float) -> None:
    size = round(length * page.height) | 1
    kernel = np.zeros((size, size), np.float32)
    cv2.line(kernel, (0, size // 3), (size - 1, size - 1 - size // 3), 1.0)
    page.image = cv2.filter2D(page.image, -1, kernel / kernel.sum())


CONDITIONS: tuple[tuple[Callable[[Page, float], None], tuple[float, ...]], ...] = (
    (plain, (0,)),
    (finger, (0.5, 0.9, 1.5)),
    (reflection, (0.25, 0.4, 0.55)),
    (hole, (0.3, 0.45)),
    (table_beyond, (1.0, 0.4)),
    (image_ends, (0,)),
    (shadow, (0.5, 0.25)),
    (leaning, (5, 12, 20)),
    (mirrored, (0,)),
    (from_the_back, (0.2, 0.4)),
    (highlighted, (0,)),
    (dim, (0.3, 0.12)),
    (out_of_focus, (0.06, 0.1)),
    (moved, (0.15, 0.25)),
)


def photographed(image: np.ndarray, rng: np.random.Generator) -> bytes:
    noisy = cv2.GaussianBlur(image, (0, 0), 0.8) + rng.normal(0, 2.5, image.shape)
    return drawing.encode(np.clip(noisy, 0, 255).astype(np.uint8), ".jpg")


def measure(condition: Callable[[Page, float], None], strength: float, reader: Reader, locator: Locator) -> Counter:
    counts: Counter = Counter()
    for seed in range(PAGES):
        page = Page(np.random.default_rng([seed, 7]))
        condition(page, strength)
        data = photographed(page.image, page.rng)
        counts += became_of(data, [text for text, _ in page.numbers], reader, locator)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    reader, locator = Reader.load(Path("models/reader")), Locator.load(Path("models/locator"))
    print(row("", NAMES))
    total: Counter = Counter()
    for condition, strengths in CONDITIONS:
        for strength in strengths:
            counts = measure(condition, strength, reader, locator)
            total += counts
            name = condition.__name__.replace("_", " ") + (f" {strength:g}" if strength else "")
            print(row(name, [counts[of] for of in NAMES]), flush=True)
    print(row("all", [total[of] for of in NAMES]))


if __name__ == "__main__":
    main()
