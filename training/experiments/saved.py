"""A run that is saved: its model, its card run.json and its probabilities for MNIST's test digits.

The figures on the card come from the model as it lies on disk, so that whoever loads it again gets the same.
"""

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

import joblib
import keras
import numpy as np
import sklearn

from training.data.datasets import Digits
from training.errors import UserError
from training.experiments import classical, fitting, our_reader, scores
from training.experiments.timing import one_at_a_time
from training.fitting.export import code_version
from webapp.reading.network import Reader

CARD, PROBABILITIES = "run.json", "test_probabilities.npy"
MODELS = {"keras": "model.keras", "scikit-learn": "model.joblib", "reader": "reader.tflite"}
SHOWN = ("accuracy", "precision", "recall", "f1", "log_loss")

# (n, 28, 28) uint8 digits to (n, 10) float32 probabilities.
Predict = Callable[[np.ndarray], np.ndarray]


class NoRun(UserError):
    """The folder holds no finished run; the message says what to do."""


class NotReproduced(UserError):
    """The saved model gives other figures than its card has."""


def is_finished(run: Path) -> bool:
    """Whether the run was saved as a whole: its card is written last."""
    return (run / CARD).is_file()


def read_card(run: Path) -> dict:
    """run.json of a finished run. raises: NoRun"""
    if not is_finished(run):
        raise NoRun(f"{run} holds no finished run. Make it: python -m training compare --only {run.name}")
    return json.loads((run / CARD).read_text())


def write(run: Path, card: dict, probabilities: np.ndarray) -> None:
    """Save what was measured; the card last and in one move.

    probabilities: (10000, 10), in the order of MNIST's test digits
    """
    np.save(run / PROBABILITIES, probabilities.astype(np.float32))
    part = run / "run.json.part"
    part.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    part.replace(run / CARD)


def load_predict(run: Path, kind: str, input_name: str = "") -> Predict:
    """What the run's saved model says of digits.

    kind: a key of MODELS
    input_name: of a network, how its pixels become inputs: a name of mnist.INPUTS
    """
    if kind == "reader":
        reader = Reader.load(run)
        return lambda images: our_reader.probabilities(reader, images)
    if kind == "scikit-learn":
        classifier = joblib.load(run / MODELS[kind])
        return lambda images: classical.probabilities(classifier, images)
    model = keras.models.load_model(run / MODELS[kind], compile=False)
    return lambda images: fitting.predict(model, images, input_name)


def load_for_one(run: Path, kind: str, input_name: str = "") -> tuple[Predict, str]:
    """The same for one digit at a time, (28, 28) uint8, the quickest way to ask it; and the name of what answers."""
    if kind != "keras":
        predict = load_predict(run, kind)
        return lambda image: predict(image[np.newaxis]), "scikit-learn" if kind == "scikit-learn" else "the app"
    answer, name = one_at_a_time(keras.models.load_model(run / MODELS[kind], compile=False))
    return lambda image: answer(fitting.inputs(image[np.newaxis], input_name)), name


def environment() -> dict:
    """The machine and the libraries that a run was made with."""
    return {
        "python": platform.python_version(),
        "keras": keras.__version__,
        "scikit-learn": sklearn.__version__,
        "backend": keras.backend.backend(),
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def evaluate_run(run: Path, test: Digits) -> dict:
    """Predict again with the saved model, print the figures and return them.

    raises: NoRun, and NotReproduced where they are not exactly those on the card
    """
    card = read_card(run)
    probabilities = load_predict(run, card["kind"], card.get("input", ""))(test.images)
    figures = scores.figures(test.labels, probabilities)
    for name in SHOWN:
        print(f"{name:10} {figures[name]:.5f}   saved {card['figures'][name]:.5f}")
    print(f"largest difference of a probability {np.abs(probabilities - np.load(run / PROBABILITIES)).max():.1e}")
    if figures != card["figures"]:
        raise NotReproduced(_differences(run, card, figures))
    print(f"All figures of {card['title']} are exactly the saved ones.")
    return figures


def _differences(run: Path, card: dict, figures: dict) -> str:
    different = ", ".join(name for name, value in figures.items() if value != card["figures"].get(name))
    return (
        f"The model in {run} gives another {different} than its card has. It was made by code {card['code']} "
        f"(now {code_version()}) with keras {card['environment']['keras']} (now {keras.__version__})."
    )


def _processor() -> str:
    """The processor's name where Linux tells it, else its family."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
