"""What is found, read, asked about and lost on plain pages and drawings in the tests' own hand, which nothing was
trained on.

Run with "python -m benchmarks.scenes": a table, a kind of page a row; "--show" tells what was not found or misread.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from tests import drawing
from webapp.reading.network import Locator, Reader
from webapp.reading.read import read_image

ROWS, COLS = 900, 1200
PAGES = 20  # of each kind
HEIGHTS = 32, 90  # pixels of a digit
NAMES = ("numbers", "right", "sure", "wrong, asked about", "wrong, sure", "not listed", "candidates")
LABELS = ("Total:", "Date", "Amount", "No.", "Invoice 2024")
PALE, GREY = (205, 210, 195), (60, 60, 60)


@dataclass
class Scene:
    """A page that is being written, and what stands on it."""

    rng: np.random.Generator
    image: np.ndarray = field(default_factory=lambda: drawing.blank(ROWS, COLS, (246, 244, 238)))
    texts: list[str] = field(default_factory=list)
    height: float = 0.0

    def __post_init__(self):
        self.height = self.rng.uniform(*HEIGHTS)
        self._style = {"slant": self.rng.uniform(-0.05, 0.25), "spacing": self.rng.uniform(0.12, 0.3)}

    def write(self, text: str, left: float, top: float, height: float = 0.0) -> float:
        """Write a number where there is room for it. Returns the column where it ends."""
        height, seed = height or self.height, int(self.rng.integers(1e6))
        strokes = drawing.strokes_of(text, height, left=left, top=top, seed=seed, **self._style)
        right = max(col for stroke in strokes for col, _ in stroke)
        if right < COLS - 15 and top + 1.1 * height < ROWS:
            drawing.draw_strokes_inplace(self.image, strokes, max(2.5, 0.07 * height))
            self.texts.append(text)
        return right

    def number(self, digits: int = 5) -> str:
        return str(self.rng.integers(0, 10 ** int(self.rng.integers(1, digits + 1))))

    def line(self, start: tuple[float, float], end: tuple[float, float], colour=PALE) -> None:
        cv2.line(self.image, *(tuple(round(at) for at in point) for point in (start, end)), colour, 2)

    def down(self, step: float) -> np.ndarray:
        """Tops of lines so many heights apart."""
        return np.arange(60, ROWS - 2 * self.height, step * self.height)[: int(self.rng.integers(2, 7))]


def one(scene: Scene) -> None:
    scene.write(scene.number(), scene.rng.uniform(50, 500), scene.rng.uniform(50, 600))


def lines(scene: Scene) -> None:
    for top in scene.down(1.6):
        scene.write(scene.number(), 60 + scene.rng.uniform(0, 60), top)


def beside(scene: Scene) -> None:
    """Two numbers in a line, one and a half to three heights apart."""
    for top in scene.down(1.8):
        end = scene.write(scene.number(), 60, top)
        scene.write(scene.number(), end + scene.rng.uniform(1.5, 3) * scene.height, top)


def columns(scene: Scene) -> None:
    for top in scene.down(1.7):
        for left in (100, 650):
            scene.write(scene.number(4), left, top)


def sizes(scene: Scene) -> None:
    for top, height in ((40, 150), (320, 50), (500, 90)):
        scene.write(scene.number(), 60, top, height)


def amounts(scene: Scene) -> None:
    for top in scene.down(1.8):
        scene.write(f"{scene.rng.integers(1, 10_000)}.{scene.rng.integers(0, 100):02}", 80, top)


def dates(scene: Scene) -> None:
    for top in scene.down(2.0):
        day, month, year = (int(scene.rng.integers(*ends)) for ends in ((1, 29), (1, 13), (1990, 2027)))
        scene.write(f"{day}/{month}/{year}", 80, top)


def ruled(scene: Scene) -> None:
    for bottom in np.arange(1.9 * scene.height, ROWS, 1.9 * scene.height):
        scene.line((0, bottom), (COLS, bottom))
        scene.write(scene.number(), 100 + scene.rng.uniform(0, 200), bottom - 1.05 * scene.height)


def squared(scene: Scene) -> None:
    for at in np.arange(0, COLS, 0.7 * scene.height):
        scene.line((at, 0), (at, ROWS))
        scene.line((0, at), (COLS, at))
    lines(scene)


def table(scene: Scene) -> None:
    across, down = int(scene.rng.integers(2, 5)), int(scene.rng.integers(3, 6))
    wide, high = (COLS - 200) / across, min(1.9 * scene.height, (ROWS - 150) / down)
    for column in range(across + 1):
        scene.line((100 + column * wide, 100), (100 + column * wide, 100 + down * high), GREY)
    for row in range(down + 1):
        scene.line((100, 100 + row * high), (COLS - 100, 100 + row * high), GREY)
    for row in range(down):
        for column in range(across):
            scene.write(scene.number(3), 120 + column * wide, 100 + (row + 0.24) * high, 0.53 * high)


def labels(scene: Scene) -> None:
    for top, label in zip(scene.down(2.0), LABELS, strict=False):
        at, size = (60, round(top + 0.8 * scene.height)), scene.height / 40
        cv2.putText(scene.image, label, at, cv2.FONT_HERSHEY_SIMPLEX, size, (30, 30, 30), 2, cv2.LINE_AA)
        scene.write(scene.number(), 620, top)


DRAWN: tuple[Callable[[Scene], None], ...] = (one, lines, beside, columns, sizes, amounts, dates)
PHOTOGRAPHED = (*DRAWN, ruled, squared, table, labels)


def photographed(image: np.ndarray, rng: np.random.Generator) -> bytes:
    """A JPEG in uneven light, a little blurred and noisy."""
    light = np.linspace(rng.uniform(0.6, 1), rng.uniform(0.7, 1), COLS)[np.newaxis, :, np.newaxis]
    blurred = cv2.GaussianBlur(image * light, (0, 0), rng.uniform(0.4, 1.2))
    noisy = blurred + rng.normal(0, rng.uniform(1, 5), image.shape)
    return drawing.encode(np.clip(noisy, 0, 255).astype(np.uint8), ".jpg")


def measure(kind: Callable[[Scene], None], drawn: bool, reader: Reader, locator: Locator, show: bool) -> Counter:
    """What became of the numbers of PAGES pages."""
    counts: Counter = Counter()
    for seed in range(PAGES):
        rng = np.random.default_rng([seed, *kind.__name__.encode()])
        scene = Scene(rng)
        kind(scene)
        data = drawing.encode(scene.image) if drawn else photographed(scene.image, rng)
        reading = read_image(data, reader, locator, drawn=drawn)
        left = Counter(scene.texts)
        for number in reading.numbers:
            right = left[number.text] > 0
            left[number.text] -= right
            counts["right"] += right
            counts["sure"] += right and number.sure
            counts["wrong, asked about"] += not right and not number.sure
            counts["wrong, sure"] += not right and number.sure
        counts["numbers"] += len(scene.texts)
        counts["not listed"] += max(0, len(scene.texts) - len(reading.numbers))
        counts["candidates"] += len(reading.candidates)
        if show and (missing := list(left.elements())):
            print(kind.__name__, seed, "not read:", missing, "of", [(one.text, one.status) for one in reading.numbers])
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locator", type=Path, default=Path("models/locator"))
    parser.add_argument("--show", action="store_true", help="what was not read")
    arguments = parser.parse_args()
    reader, locator = Reader.load(Path("models/reader")), Locator.load(arguments.locator)
    print(f"{'':18}" + "".join(f"{name:>19}" for name in NAMES))
    for drawn, kinds in ((True, DRAWN), (False, PHOTOGRAPHED)):
        total: Counter = Counter()
        for kind in kinds:
            counts = measure(kind, drawn, reader, locator, arguments.show)
            total += counts
            print_row(kind.__name__ + (", drawn" if drawn else ""), counts)
        print_row("all drawings" if drawn else "all photos", total)


def print_row(name: str, counts: Counter) -> None:
    print(f"{name:18}" + "".join(f"{counts[name]:19}" for name in NAMES))


if __name__ == "__main__":
    main()
