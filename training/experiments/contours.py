"""A named baseline on strings: cut the number at its contours, and let a digit network read each piece.

This is the way that reports and tutorials on handwritten numbers describe: median blur, adaptive threshold, external
contours sorted by x, each crop squeezed to 18 x 18 and padded to 28 x 28, each classified. It is measured beside our
reader on the same images; where digits touch, break or stand on print, it shows why nobody should cut first.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.experiments import plots
from training.lines.line import write_on_paper
from training.measuring.evaluate import real_images
from training.writing import writers
from training.writing.hands import StrokeHands
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
from webapp.reading.read import read_image
from webapp.reading.result import Box

# (n, 28, 28) uint8, white ink on black -> (n, 10) probabilities
Classify = Callable[[np.ndarray], np.ndarray]

WORKING_HEIGHT = 80  # rows: the sizes below hold for images of this height
# Nine choices of these four were tried on drawn numbers of another seed; they lie within three points of each other.
BLUR, REACH, BELOW = 5, 31, 10  # pixels, pixels and grey levels: see cv2.medianBlur and cv2.adaptiveThreshold
SHORTEST, NARROWEST = 0.35, 3  # of the image's height, and pixels: smaller contours are dust, points and dashes
SQUEEZED, PADDED = 18, 28  # pixels of a crop's sides

RENDERED, PEN_STROKES, RENDERED_SEED = 500, 100, 20260205
SHOWN = 12  # numbers of a sheet


@dataclass(frozen=True)
class Case:
    """An image of one number."""

    data: bytes
    """Its file."""
    truth: str
    """Its digits."""

    def image(self) -> np.ndarray:
        """(rows, cols) uint8"""
        return cv2.imdecode(np.frombuffer(self.data, np.uint8), cv2.IMREAD_GRAYSCALE)


@dataclass(frozen=True)
class Outcome:
    """What one way of reading gave for all cases."""

    texts: list[str]
    seconds: float

    def figures(self, cases: Sequence[Case]) -> dict[str, float]:
        """Share read exactly right, mean edit distance a string, milliseconds a string."""
        distances = [edit_distance(text, case.truth) for text, case in zip(self.texts, cases, strict=True)]
        return {
            "strings": len(cases),
            "exact": float(np.mean([distance == 0 for distance in distances])),
            "edit_distance": float(np.mean(distances)),
            "ms_a_string": 1000 * self.seconds / len(cases),
        }


def measure_strings(run: Path, model: Path, folder: Path, sheet: Path, private_sheets: Path) -> None:
    """Read every set both ways, print the table, and save sheets of what the cut reads wrong.

    run: of the digit network; model: the reader's folder; folder: the data
    sheet: file for numbers in pen strokes, of which every pixel is ours
    private_sheets: folder for those with pixels of other sets, which are not ours to hand on
    """
    classify, reader = load_classify(run), Reader.load(model)
    sets = {
        "pen_strokes": pen_stroke_cases(),
        "rendered": rendered_cases(folder),
        "cheque_amounts": cheque_cases(folder),
    }
    sets = {name: cases for name, cases in sets.items() if cases}
    outcomes = compare_ways(sets, classify, reader)
    print_table(sets, outcomes)
    for name, cases in sets.items():
        path = sheet if name == "pen_strokes" else private_sheets / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(broken_sheet(cases, outcomes[name], classify))
        print(f"Saved {path}")


def load_classify(run: Path) -> Classify:
    """The digit network of a saved run, asked for one piece at a time. raises: saved.NoRun"""
    # Here, for Keras takes seconds to import, and only these lines need it.
    from training.experiments import saved

    card = saved.read_card(run)
    answer, _ = saved.load_for_one(run, card["kind"], card.get("input", ""))
    return lambda images: np.concatenate([answer(image) for image in images])


def cut_digits(grey: np.ndarray) -> list[tuple[Box, np.ndarray]]:
    """The pieces that stand for digits, from left to right.

    grey: (rows, cols) uint8, dark ink on light paper
    returns: each piece's box in pixels of `grey`, and the piece, (28, 28) uint8, white ink on black
    """
    share = WORKING_HEIGHT / grey.shape[0]
    size = (max(1, round(grey.shape[1] * share)), WORKING_HEIGHT)
    ink = _ink(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR))
    contours, _ = cv2.findContours(ink, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    pieces = sorted(cv2.boundingRect(contour) for contour in contours)
    large = [piece for piece in pieces if piece[3] >= SHORTEST * WORKING_HEIGHT and piece[2] >= NARROWEST]
    return [(_box(piece, share), _squeeze(ink, piece)) for piece in large]


def _ink(grey: np.ndarray) -> np.ndarray:
    """255 where the blurred image lies below what is around it, else 0."""
    blurred = cv2.medianBlur(grey, BLUR)
    return cv2.adaptiveThreshold(
        blurred, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY_INV, REACH, BELOW
    )  # fmt: skip


def _squeeze(ink: np.ndarray, piece: Sequence[int]) -> np.ndarray:
    """A piece (left, top, width, height) squeezed to a square whatever its shape, with black around it."""
    left, top, width, height = piece
    crop = ink[top : top + height, left : left + width]
    square = cv2.resize(crop, (SQUEEZED, SQUEEZED), interpolation=cv2.INTER_AREA)
    return np.pad(square, (PADDED - SQUEEZED) // 2)


def _box(piece: Sequence[int], share: float) -> Box:
    left, top, width, height = piece
    return Box(*(round(side / share) for side in (left, top, left + width, top + height)))


def read_cut(grey: np.ndarray, classify: Classify) -> tuple[str, list[Box]]:
    """What the network reads from the pieces, and their boxes. grey: as cut_digits takes it"""
    pieces = cut_digits(grey)
    if not pieces:
        return "", []
    probabilities = classify(np.stack([piece for _, piece in pieces]))
    return "".join(str(digit) for digit in probabilities.argmax(axis=1)), [box for box, _ in pieces]


def edit_distance(text: str, truth: str) -> int:
    """How many characters have to be put in, taken out or exchanged (Levenshtein 1966)."""
    row = list(range(len(truth) + 1))
    for i, read in enumerate(text, 1):
        before, row[0] = row[0], i
        for j, written in enumerate(truth, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (read != written))
    return row[-1]


def rendered_cases(folder: Path, count: int = RENDERED, seed: int = RENDERED_SEED) -> list[Case]:
    """Numbers of one to eight digits that our code drew, in hands that were held back from training."""
    hands, weights = writers.load_hands(folder, held_back=True)
    rng = np.random.default_rng(seed)
    return [Case(encode(grey), digits) for grey, digits in draw_numbers(hands, weights, count, rng)]


def pen_stroke_cases(count: int = PEN_STROKES, seed: int = RENDERED_SEED) -> list[Case]:
    """The same in pen strokes alone: no pixel of any set is in them."""
    drawn = draw_numbers([StrokeHands()], [1.0], count, np.random.default_rng(seed))
    return [Case(encode(grey), digits) for grey, digits in drawn]


def draw_numbers(
    hands: Sequence, weights: Sequence[float], count: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, str]]:
    """Numbers as photographed, before any preprocessing: (rows, cols) uint8, and their digits.

    hands, weights: as make_line takes them
    """
    while count:
        source = hands[rng.choice(len(hands), p=weights)]
        written = write_on_paper(source, int(rng.integers(1, 9)), rng)
        # make_line leaves out what is too faint to be found at all; so does this.
        if normalise_line(written.image) is not None:
            count -= 1
            yield written.image, re.sub(r"\D", "", written.text)


def cheque_cases(folder: Path) -> list[Case]:
    """The real cheque amounts, or none where the data folder has none."""
    return [Case(path.read_bytes(), truth) for path, truth in real_images(folder / "measure" / "cheque_amounts")]


def encode(grey: np.ndarray) -> bytes:
    """The bytes of a PNG with this image."""
    return cv2.imencode(".png", grey)[1].tobytes()


def read_all_cut(cases: Iterable[Case], classify: Classify) -> Outcome:
    """Read every case by cutting it."""
    return _timed(lambda case: read_cut(case.image(), classify)[0], cases)


def read_all_whole(cases: Iterable[Case], reader: Reader) -> Outcome:
    """Read every case as POST /api/v1/readings does with layout=number."""
    return _timed(lambda case: re.sub(r"\D", "", read_image(case.data, reader, layout="number").text), cases)


def _timed(read: Callable[[Case], str], cases: Iterable[Case]) -> Outcome:
    started = time.perf_counter()
    texts = [read(case) for case in cases]
    return Outcome(texts, time.perf_counter() - started)


def compare_ways(sets: dict[str, list[Case]], classify: Classify, reader: Reader) -> dict[str, tuple[Outcome, Outcome]]:
    """Each set read both ways: (cut, whole)."""
    outcomes = {}
    for name, cases in sets.items():
        outcomes[name] = read_all_cut(cases, classify), read_all_whole(cases, reader)
    return outcomes


def print_table(sets: dict[str, list[Case]], outcomes: dict[str, tuple[Outcome, Outcome]]) -> None:
    """One row a set and way."""
    print(f"{'set':16} {'way':10} {'strings':>8} {'exact':>8} {'edit distance':>14} {'ms a string':>12}")
    for name, both in outcomes.items():
        for way, outcome in zip(("contours", "our reader"), both, strict=True):
            figures = outcome.figures(sets[name])
            print(
                f"{name:16} {way:10} {figures['strings']:8} {figures['exact']:8.4f} "
                f"{figures['edit_distance']:14.3f} {figures['ms_a_string']:12.1f}"
            )


def broken_sheet(cases: Sequence[Case], outcomes: tuple[Outcome, Outcome], classify: Classify) -> bytes:
    """A PNG of numbers that the cut reads wrong, with its boxes, and what both ways read."""
    cut, whole = outcomes
    wrong = [place for place, case in enumerate(cases) if cut.texts[place] != case.truth]
    # Spread over all of them: the first ones are no better examples than the last.
    chosen = wrong[:: max(1, len(wrong) // SHOWN)][:SHOWN]
    lines = []
    for place in chosen:
        image = cases[place].image()
        text, boxes = read_cut(image, classify)
        lines.append(plots.ReadLine(image, boxes, cases[place].truth, text, whole.texts[place]))
    return plots.to_png(plots.cut_numbers(lines))
