"""What `python -m training adapt` gives on 200 corrections of a writer whose 1s and 7s the reader reads wrong.

Run with "python -m benchmarks.adapt". The writer is made of our own pen strokes: a 1 with a rounded hook and a foot,
which is taken for a 7 or a 2, and a 7 that ends in a curl, which is taken for a 2. Of this hand 200 numbers are written
for the labelled folder and 400 others, which adapting never sees, to measure with; everyone else are lines in the hands
and fonts held back from training, other lines than those that adapting looks at, and MNIST's test digits.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from training.data.datasets import data_folder, mnist_test
from training.errors import UserError
from training.lines.batches import fits
from training.lines.line import write_on_paper
from training.writing.hands import Glyph, draw_glyph
from training.writing.strokes import VARIANTS, Hand, strokes_of_variant
from training.writing.writers import load_hands
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
from webapp.reading.transcribe import SEPARATORS

CORRECTIONS, FURTHER, ORDINARY, MNIST_DIGITS = 200, 400, 2000, 1000
WRITER_SEED, ORDINARY_SEED = 20261121, 20261122
PEN, SLANT, WOBBLE = 0.07, 0.1, 0.015
# As in strokes.VARIANTS: width as a share of the height, and the pen's way.
SHAPES = {"1": (0.5, "0,30 15,5 55,0 72,12 68,50 62,100; 25,100 100,98"),
          "7": (0.6, "0,5 100,0 100,0 60,50 40,90 55,100 85,88")}  # fmt: skip


@dataclass(frozen=True)
class OneHand:
    """A writer as lines.write_on_paper takes them: always the same hand with the same pen."""

    hand: Hand

    def writer(self, rng: np.random.Generator, height: float, slant: float) -> "OneHandWriter":
        """The writer of a line with digits `height` pixels high; the slant is its own."""
        return OneHandWriter(self.hand, height, max(1, round(PEN * height)))


@dataclass(frozen=True)
class OneHandWriter:
    """Writes one line."""

    hand: Hand
    height: float
    thickness: int

    def glyph(self, digit: str, scale: float, rng: np.random.Generator) -> Glyph:
        """One digit of this hand, a little different each time."""
        return draw_glyph(self.hand.write(digit, rng), self.height * scale, SLANT, self.thickness)


def misread_writer() -> OneHand:
    """The commonest shape of each digit, but for the 1 and the 7."""
    shapes = {digit: max(variants)[1:] for digit, variants in VARIANTS.items()} | SHAPES
    return OneHand(Hand({d: [s * (width, 1.0) for s in strokes_of_variant(way)] for d, (width, way) in shapes.items()},
                        WOBBLE))  # fmt: skip


def write_numbers(count: int, seed: int) -> list[tuple[np.ndarray, str]]:
    """Photographed numbers of 3 to 6 digits in the writer's hand: (rows, cols) uint8, and their texts."""
    source, rng, numbers = misread_writer(), np.random.default_rng(seed), []
    while len(numbers) < count:
        written = write_on_paper(source, int(rng.integers(3, 7)), rng)
        line, text = normalise_line(written.image), written.text.replace(" ", "")
        # A crop that does not show its number is refused, as that of a person would be.
        if line is not None and fits(line.pixels, text):
            numbers.append((written.image, text))
    return numbers


def save_labelled(numbers: list[tuple[np.ndarray, str]], folder: Path) -> None:
    """A labelled folder, in the form in which the app exports corrections."""
    rows = ["file\ttext\n"]
    for place, (grey, text) in enumerate(numbers):
        cv2.imwrite(str(folder / f"{place:04}.png"), grey)
        rows.append(f"{place:04}.png\t{text}\n")
    (folder / "truth.tsv").write_text("".join(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=Path("models/reader"))
    parser.add_argument("--steps", type=int, default=480)
    parser.add_argument("--peak-rate", type=float, default=3e-4)
    parser.add_argument("--precision", default="float32", help="mixed_bfloat16 is faster on some processors")
    parser.add_argument("--out", type=Path, help="folder to keep the adapted reader in")
    arguments = parser.parse_args()
    # Here, so that the processes that make lines load none of it.
    from training.fitting.adapt import AdaptPlan, adapt, ordinary_lines, share_wrong

    written = write_numbers(CORRECTIONS + FURTHER, WRITER_SEED)
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    sets = {"the writer's further numbers": _lines(written[CORRECTIONS:]),
            "held-back hands and fonts": ordinary_lines(held_back(), ORDINARY, ORDINARY_SEED),
            "MNIST's test digits": _digits()}  # fmt: skip
    reader = Reader.load(arguments.model)
    before = {name: share_wrong(reader, lines) for name, lines in sets.items()}
    print("before:", {name: f"{share:.2%}" for name, share in before.items()}, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary) / "corrections", arguments.out or Path(temporary) / "adapted"
        folder.mkdir()
        save_labelled(written[:CORRECTIONS], folder)
        plan = AdaptPlan(steps=arguments.steps, peak_rate=arguments.peak_rate, precision=arguments.precision)
        started = time.monotonic()
        try:
            adapt(folder, arguments.model, out, hands, held_back, plan)
        except UserError as error:
            sys.exit(str(error))
        minutes = (time.monotonic() - started) / 60
        adapted = Reader.load(out)
    print(f"\nadapted in {minutes:.1f} minutes on {os.cpu_count()} cores, {plan.steps} steps of {plan.lines} lines\n")
    print(f"{'read wrong':30}{'numbers':>8}{'before':>10}{'after':>10}")
    for name, lines in sets.items():
        print(f"{name:30}{len(lines):8}{before[name]:10.2%}{share_wrong(adapted, lines):10.2%}")


def _lines(numbers: list[tuple[np.ndarray, str]]) -> list[tuple[np.ndarray, str]]:
    return [(normalise_line(grey).pixels, text.strip(SEPARATORS)) for grey, text in numbers]


def _digits() -> list[tuple[np.ndarray, str]]:
    digits = mnist_test(data_folder())
    images = digits.images[:MNIST_DIGITS]
    return _lines([(image, str(label)) for image, label in zip(images, digits.labels, strict=False)])


if __name__ == "__main__":
    main()
