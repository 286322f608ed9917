"""Other readers beside ours, on the same lines, in the same process, on one core each: how often right, how long, how
large.

Run with "python -m benchmarks.readers". The others are installed as requirements-benchmarks.txt says, Tesseract's
weights with "apt-get install tesseract-ocr-eng"; a reader that is not there is named and left out. DIGITS_DATA is the
folder of the digit sets, as for training.

The rules, the same for all:
- A reader takes the grey crop as it was photographed and gives a text. Right is a text with exactly the true digits.
- All know that only digits and .,-/ can stand there. This helps the others: unhindered they read O, l and Chinese.
- Time is the processor time of the whole process, so it holds threads that a reader starts and no waiting for others.
- They take turns at each image, and who begins moves on, so a noisy machine hits all of them alike.
- Where the others can be fed in several ways, it is the one in which they read best over the sets: see PADDLE_NARROWEST
  and TESSERACT_BORDER.

The made lines are our home ground: training's lines come from the same code, in other hands.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from math import ceil
from pathlib import Path

import cv2
import numpy as np

from tests import drawing
from training.data.datasets import data_folder
from training.errors import BadData
from training.lines.line import write_on_paper
from training.measuring.evaluate import real_images
from training.writing.writers import load_hands
from webapp.reading.decode import decode_image
from webapp.reading.errors import ReaderMismatch
from webapp.reading.network import Reader
from webapp.reading.read import read_image

ALPHABET = "0123456789.,-/"
LINES, DIGITS, SEED = 500, 8, 20261121
PIP = "pip install --no-deps -r requirements-benchmarks.txt"
TESSERACT_WEIGHTS = "apt-get install tesseract-ocr-eng"
# Of PaddleOCR's input in pixels, as rapidocr feeds it. Without filling up, short lines take half the time or less, and
# 3 to 6 in 100 cheque amounts fewer are read.
PADDLE_HEIGHT, PADDLE_NARROWEST = 48, 320
# Pixels, of the crop's own edge. Of twice the size, a fixed height, another threshold, a given resolution, no other
# helped on all sets.
TESSERACT_BORDER = 10
# Sets of real images by folder, and which part of one.
REAL = (("cheque_amounts", None), ("cheque_fields", "amount"), ("cheque_fields", "date"), ("pen_digits", None))

Images = list[tuple[np.ndarray, str]]  # (rows, cols) uint8, and the digits that stand there


@dataclass(frozen=True)
class Contestant:
    name: str
    read: Callable[[np.ndarray], str]
    """(rows, cols) uint8 to text."""
    weights: Path


@dataclass
class Score:
    """How one contestant did on one set, an entry an image."""

    right: list[bool]
    times: list[float]


class NotInstalled(Exception):
    """Its text is the command that installs the reader."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers", description="Other readers beside ours.")
    parser.add_argument("--model", type=Path, default=Path("models/reader"), help="our reader (default %(default)s)")
    parser.add_argument("--images", type=int, help="of each set, evenly spaced (default all)")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    os.environ["OMP_THREAD_LIMIT"] = "1"  # for Tesseract, which reads it when it is loaded
    try:
        contestants = [ours(arguments.model), *others()]
    except ReaderMismatch as error:
        sys.exit(str(error))
    print(f"{'set':42} {'reader':16} {'exact':>8} {'median':>9} {'x ours':>7} {'weights':>9} {'x ours':>7}")
    for name, images in image_sets(data_folder()):
        images = spaced(images, arguments.images)
        print_rows(f"{name}, {len(images)} images", contestants, compare(contestants, images))


def ours(model: Path) -> Contestant:
    """The reader as the app calls it: finding no places on a page, but with confidences and alternatives."""
    reader = Reader.load(model)

    def read(grey: np.ndarray) -> str:
        # The app takes files; one that is not compressed costs next to nothing, and what it costs counts against us.
        return read_image(cv2.imencode(".bmp", grey)[1].tobytes(), reader, layout="number").text

    return Contestant("this reader", read, model / "reader.tflite")


def others() -> list[Contestant]:
    """The other readers that are installed; of each that is not, a line is printed."""
    ways = {
        "PP-OCRv4": lambda: paddle("PP-OCRv4", "rapidocr_onnxruntime", "ch_PP-OCRv4_rec_infer.onnx"),
        "PP-OCRv6 small": lambda: paddle("PP-OCRv6 small", "rapidocr", "PP-OCRv6_rec_small.onnx"),
        "Tesseract": tesseract,
    }
    found = []
    for name, way in ways.items():
        try:
            found.append(way())
        except NotInstalled as command:
            print(f"{name} is not installed: {command}")
    return found


def paddle(name: str, package: str, file: str) -> Contestant:
    """A text recogniser of PaddleOCR, run as rapidocr runs it, on weights that lie in a package of rapidocr's."""
    # Looked up and not imported: the package itself would want libraries that recognition does without.
    spec = find_spec(package)
    if spec is None or find_spec("onnxruntime") is None:
        raise NotInstalled(PIP)
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    weights = Path(spec.origin).parent / "models" / file
    session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    # Class 0 is the blank, then come the characters that the weights name.
    classes = ["", *session.get_modelmeta().custom_metadata_map["character"].split("\n")]
    allowed = [0, *(classes.index(character) for character in ALPHABET)]
    takes = session.get_inputs()[0].name

    def read(grey: np.ndarray) -> str:
        (scores,) = session.run(None, {takes: paddle_input(grey)})
        return spelled(scores[0][:, allowed].argmax(axis=1))

    return Contestant(name, read, weights)


def paddle_input(grey: np.ndarray) -> np.ndarray:
    """(1, 3, PADDLE_HEIGHT, cols) float32, -1 black .. 1 white, filled up with 0 at the right."""
    rows, cols = grey.shape
    width = ceil(PADDLE_HEIGHT * cols / rows)
    line = np.zeros((1, 3, PADDLE_HEIGHT, max(width, PADDLE_NARROWEST)), np.float32)
    line[..., :width] = cv2.resize(grey, (width, PADDLE_HEIGHT)).astype(np.float32) / 127.5 - 1
    return line


def spelled(kinds: np.ndarray) -> str:
    """(columns,) int, 0 the blank, i + 1 character i of ALPHABET: what is the same in neighbours is one character."""
    starts = np.flatnonzero(np.diff(kinds, prepend=0))
    return "".join(ALPHABET[kind - 1] for kind in kinds[starts] if kind)


def tesseract() -> Contestant:
    """Tesseract in this process: as a command it would start, and load its weights, for every line."""
    if find_spec("tesserocr") is None:
        raise NotInstalled(PIP)
    # Python's package brings the program without weights; Debian's brings them.
    folders = [Path(os.environ.get("TESSDATA_PREFIX", ".")), *Path("/usr/share").glob("tesseract-ocr/*/tessdata")]
    weights = next((path for folder in folders if (path := folder / "eng.traineddata").is_file()), None)
    if weights is None:
        raise NotInstalled(TESSERACT_WEIGHTS)
    import tesserocr

    # As --psm 7 on the command line.
    program = tesserocr.PyTessBaseAPI(path=str(weights.parent), lang="eng", psm=tesserocr.PSM.SINGLE_LINE)
    program.SetVariable("tessedit_char_whitelist", ALPHABET)

    def read(grey: np.ndarray) -> str:
        grey = cv2.copyMakeBorder(grey, *[TESSERACT_BORDER] * 4, cv2.BORDER_REPLICATE)
        rows, cols = grey.shape
        program.SetImageBytes(grey.tobytes(), cols, rows, 1, cols)
        return program.GetUTF8Text()

    return Contestant("Tesseract " + tesserocr.tesseract_version().split()[1], read, weights)


def image_sets(folder: Path) -> list[tuple[str, Images]]:
    """The sets by name: lines that are made here, and the real ones that the folder has."""
    sets = [made_lines(folder)]
    for name, part in REAL:
        files = [row for row in real_images(folder / "measure" / name) if part in (None, row[0].parent.name)]
        sets.append((name if part is None else f"{name}, {part}", loaded(files)))
    return [(name, images) for name, images in sets if images]


def made_lines(folder: Path) -> tuple[str, Images]:
    """Lines in hands that were held back from training; without the digit sets, lines that the tests' pen draws."""
    rng = np.random.default_rng(SEED)
    try:
        hands, weights = load_hands(folder, held_back=True)
    except BadData as error:
        print(f"{error} The lines are drawn by the tests' pen instead.")
        numbers = ["".join(map(str, rng.integers(0, 10, DIGITS))) for _ in range(LINES)]
        drawn = [drawing.draw_number(number, 40, seed=seed) for seed, number in enumerate(numbers)]
        greys = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in drawn]
        return f"{DIGITS} digits, the tests' pen", list(zip(greys, numbers, strict=True))
    images = []
    for _ in range(LINES):
        # Not make_line: that leaves out the lines on which our own preprocessing fails.
        written = write_on_paper(hands[rng.choice(len(hands), p=weights)], DIGITS, rng)
        images.append((written.image, digits_of(written.text)))
    return f"{DIGITS} digits, our synthesis", images


def loaded(files: list[tuple[Path, str]]) -> Images:
    return [(decode_image(path.read_bytes(), 50_000_000), truth) for path, truth in files]


def spaced(images: Images, wanted: int | None) -> Images:
    """At most that many of the images, evenly spaced."""
    count = min(max(1, wanted or len(images)), len(images))
    return [images[i * len(images) // count] for i in range(count)]


def compare(contestants: list[Contestant], images: Images) -> list[Score]:
    """Every image to every contestant, in turns."""
    scores = [Score([], []) for _ in contestants]
    for contestant in contestants:
        contestant.read(images[0][0])  # the first line of all is slower
    for turn, (grey, truth) in enumerate(images):
        for place in range(len(contestants)):
            who = (turn + place) % len(contestants)
            began = time.process_time()
            text = contestants[who].read(grey)
            scores[who].times.append(time.process_time() - began)
            scores[who].right.append(digits_of(text) == truth)
    return scores


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def print_rows(title: str, contestants: list[Contestant], scores: list[Score]) -> None:
    times = [1000 * statistics.median(score.times) for score in scores]
    sizes = [contestant.weights.stat().st_size / 1e6 for contestant in contestants]
    for contestant, score, spent, size in zip(contestants, scores, times, sizes, strict=True):
        exact = 100 * statistics.mean(score.right)
        figures = f"{exact:6.1f} % {spent:6.1f} ms {spent / times[0]:7.1f} {size:6.2f} MB {size / sizes[0]:7.1f}"
        print(f"{title:42} {contestant.name:16} {figures}")
        title = ""


if __name__ == "__main__":
    main()
