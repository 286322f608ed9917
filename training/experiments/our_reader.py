"""Our line reader beside the classifiers: each digit is an image that the app reads as a number."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training.experiments.experiment import Experiment
from training.experiments.mnist import CLASSES
from webapp.reading.network import Reader
from webapp.reading.read import read_image
from webapp.reading.result import Digit

FILES = ("reader.tflite", "inspector.tflite", "lone_digit.tflite", "card.json")


@dataclass(frozen=True, kw_only=True)
class OurReader(Experiment):
    """The reader as it is shipped; it is not trained again."""

    model: Path = Path("models/reader")

    @property
    def kind(self) -> str:
        return "reader"


def keep(experiment: OurReader, run: Path) -> None:
    """Copy the reader into the run: the shipped one may be another when the figures are made again."""
    for file in FILES:
        if (experiment.model / file).is_file():  # not every reader has all of them
            shutil.copyfile(experiment.model / file, run / file)


def probabilities(reader: Reader, images: np.ndarray) -> np.ndarray:
    """(n, 28, 28) uint8 digits to (n, 10) float32 probabilities; ten equal ones where the answer is not one digit."""
    return np.array([_read(image, reader) for image in images], np.float32)


def _read(image: np.ndarray, reader: Reader) -> np.ndarray:
    reading = read_image(cv2.imencode(".png", image)[1].tobytes(), reader, layout="number")
    digits = [digit for number in reading.numbers for digit in number.digits if digit.value.isdigit()]
    return spread(digits[0]) if len(digits) == 1 else np.full(CLASSES, 1 / CLASSES)


def spread(digit: Digit) -> np.ndarray:
    """The ten probabilities of a digit that was read: its alternatives are few, what is left is shared by the rest."""
    said = {int(digit.value): digit.confidence}
    said |= {int(other.value): other.confidence for other in digit.alternatives if other.value.isdigit()}
    left = max(0.0, 1 - sum(said.values()))
    shared = np.full(CLASSES, left / max(1, CLASSES - len(said)))
    shared[list(said)] = list(said.values())
    return shared / shared.sum()


LINE_READER = OurReader(
    name="line-reader",
    title="Our line reader",
    why_different="Trained on whole lines by many hands, of which these digits are one part; no figure was reported.",
)
