"""One self-contained HTML file about a run: what was trained on what, all figures, and all pictures of them.

`python -m training report RUN` takes the folder of a saved experiment (run.json), or of a reader or locator
(card.json). For a reader it also leaves the pictures that the app's page about the reader shows.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from jinja2 import Environment, FileSystemLoader
from matplotlib.figure import Figure

from training.experiments import plots, scores, steps
from training.experiments.mnist import Mnist, load_mnist
from training.experiments.saved import CARD, PROBABILITIES, NoRun
from training.lines.line import write_on_paper
from training.measuring.evaluate import COVERAGES, Answer, reliability, risk_coverage
from training.writing.hands import StrokeHands
from webapp.reading.normalise import normalise_line

SHOWN_DIGITS = 30  # of a grid
# The preprocessing is shown on a number in failing light, written uphill, and on a digit that leans.
LINE_SEED, UPHILL = 20, 5.0  # degrees
DIGIT_SEED, LEANING = 20, 0.4  # columns a row
# Sets of a card that its diagrams show, and their names there.
DIAGRAM_NAMES = {
    "validation_lines": "drawn by our code",
    "cheque_amounts": "cheque amounts",
    "mnist_test": "MNIST's test digits",
    "pen_digits": "photographed digits",
}


@dataclass
class Section:
    """A part of the report; what is empty is left out."""

    title: str
    words: str = ""
    rows: list[list] = field(default_factory=list)
    """A table, its head first."""
    text: str = ""
    """As it is, in letters of one width."""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """What each shows, and its data URI."""


def write_report(run: Path, folder: Path, out: Path | None = None) -> Path:
    """Write the report about a run.

    run: a saved experiment, a reader or a locator
    folder: the data, for an experiment's pictures of digits
    out: the file; RUN/report.html where it is not given
    returns: the file
    raises: NoRun, BadData
    """
    if (run / CARD).is_file():
        title, sections = _about_experiment(run, load_mnist(folder))
    elif (run / "card.json").is_file():
        title, sections = _about_card(run)
    else:
        raise NoRun(f"{run} holds neither run.json nor card.json. Give the folder of a run, such as models/reader.")
    out = out or run / "report.html"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_render(title, sections))
    return out


def _render(title: str, sections: list[Section]) -> str:
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    return environment.get_template("report.html.jinja").render(title=title, sections=sections)


def _about_experiment(run: Path, mnist: Mnist) -> tuple[str, list[Section]]:
    card = json.loads((run / CARD).read_text())
    probabilities = np.load(run / PROBABILITIES)
    sections = [
        Section("What it is", rows=_facts(card, ("history", "figures"))),
        Section("Figures on MNIST's 10,000 test digits", rows=_experiment_figures(card["figures"])),
        *_curves(card["history"]),
        *_mistakes(card["figures"], probabilities, mnist),
        _calibration(probabilities, mnist.test.labels),
        _digits(mnist),
        *_model_summary(run),
        preprocessing(),
    ]
    return card["title"], sections


def _about_card(folder: Path) -> tuple[str, list[Section]]:
    card = json.loads((folder / "card.json").read_text())
    figures = card_figures(card)
    for name, figure in figures.items():
        (folder / f"{name}.svg").write_text(plots.to_svg(figure))
    diagrams = [_svg(name.replace("_", " and "), figure) for name, figure in figures.items()]
    sections = [
        Section("What it is", rows=_facts(card, ("figures", "risk_coverage", "reliability"))),
        Section("Figures", rows=_card_table(card.get("figures", {}))),
        *([Section("Reliability, and risk and coverage", pictures=diagrams)] if diagrams else []),
        *_curves(card.get("training", {}).get("log", [])),
        *_model_summary(folder),
        preprocessing(),
    ]
    return f"{card['name']} {card['version']}", sections


def card_figures(card: dict) -> dict[str, Figure]:
    """The diagrams of a card, by the name of their file; a card from before a figure was kept gives none of it."""
    figures = {}
    for name, plot in (("risk_coverage", _risk_coverage), ("reliability", plots.reliability_diagram)):
        kept = card.get(name, {})
        of_sets = {words: kept[of_set] for of_set, words in DIAGRAM_NAMES.items() if of_set in kept}
        if of_sets:
            figures[name] = plot(of_sets)
    return figures


def _risk_coverage(risks: dict[str, list[float]]) -> Figure:
    return plots.risk_coverage(COVERAGES, risks)


def _facts(card: dict, without: tuple[str, ...]) -> list[list]:
    """Names and values of a card, those inside others too, as the rows of a table."""
    return [["fact", "value"], *_flat({key: value for key, value in card.items() if key not in without}, "")]


def _flat(card: dict, before: str) -> Iterator[list]:
    for key, value in card.items():
        name = f"{before}{key.replace('_', ' ')}"
        if isinstance(value, dict):
            yield from _flat(value, f"{name}: ")
        # Tables inside a card have a section or no reader.
        elif not isinstance(value, list) and value not in (None, ""):
            yield [name, _number(value)]


def _number(value) -> str:
    if isinstance(value, float):
        return f"{value:.5g}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) and value >= 10_000 else str(value)


def _experiment_figures(figures: dict) -> list[list]:
    keys = ("precision", "recall", "f1")
    rows = [["", "accuracy", *keys, "log loss", "digits"]]
    support = sum(row["support"] for row in figures["per_class"])
    mean = [f"{figures[key]:.4f}" for key in ("accuracy", *keys, "log_loss")]
    rows.append(["all, mean of the classes", *mean, f"{support:,}"])
    for row in figures["per_class"]:
        rows.append([f"digit {row['digit']}", "", *(f"{row[key]:.4f}" for key in keys), "", f"{row['support']:,}"])
    return rows


def _card_table(figures: dict[str, dict]) -> list[list]:
    """One row a set; sets are measured in different ways, so a cell may be empty."""
    keys = list(dict.fromkeys(key for figure in figures.values() for key in figure))
    head = ["set", *(key.replace("_", " ") for key in keys)]
    rows = [[name.replace("_", " "), *(_number(f.get(key, "")) for key in keys)] for name, f in figures.items()]
    return [head, *rows] if rows else []


def _curves(history: list[dict]) -> Iterator[Section]:
    if history:
        yield Section("Training", pictures=[_svg("loss and shares over the training", plots.curves(history))])


def _mistakes(figures: dict, probabilities: np.ndarray, mnist: Mnist) -> Iterator[Section]:
    confusion, test = np.array(figures["confusion"]), mnist.test
    yield Section(
        "Mistakes",
        pictures=[
            _svg("confusion matrix", plots.confusion_matrix(confusion)),
            _svg("most confused pairs", plots.most_confused_pairs(confusion)),
        ],
    )
    first = slice(SHOWN_DIGITS)
    yield Section(
        "Predictions",
        "The first digits of the test set, then those whose true class had least probability.",
        pictures=[
            _png("first predictions", plots.predictions(test.images[first], test.labels[first], probabilities[first])),
            _png("hardest digits", plots.hardest_digits(test.images, test.labels, probabilities, SHOWN_DIGITS)),
        ],
    )


def _calibration(probabilities: np.ndarray, labels: np.ndarray) -> Section:
    answers = _answers(probabilities, labels)
    return Section(
        "Reliability, and risk and coverage",
        pictures=[
            _svg("reliability", plots.reliability_diagram({"test digits": reliability(answers)})),
            _svg("risk and coverage", _risk_coverage({"test digits": risk_coverage(answers)})),
        ],
    )


def _answers(probabilities: np.ndarray, labels: np.ndarray) -> list[Answer]:
    """Of each digit, whether it was read right and how confidently; where nothing was read, not. (n, 10) and (n,)"""
    right = scores.chosen(probabilities) == labels
    return [Answer(bool(r), False, float(c)) for r, c in zip(right, probabilities.max(axis=1), strict=True)]


def _digits(mnist: Mnist) -> Section:
    first = mnist.training.of(np.arange(len(mnist.training.labels)) < SHOWN_DIGITS)
    parts = {"training": mnist.training, "validation": mnist.validation, "test": mnist.test}
    balance = plots.class_balance({name: digits.labels for name, digits in parts.items()})
    return Section(
        "The digits",
        "Training and validation digits are of different writers.",
        pictures=[
            _png("training digits", plots.sample_grid(first.images, first.labels)),
            _svg("class balance", balance),
        ],
    )


def _model_summary(run: Path) -> Iterator[Section]:
    """What Keras says of the saved network, or scikit-learn of the saved estimator."""
    for path in sorted(run.glob("*.keras")):
        yield Section(f"The network ({path.name})", text=keras_summary(path))
    for path in sorted(run.glob("*.joblib")):
        import joblib

        yield Section(f"The estimator ({path.name})", text=repr(joblib.load(path)))


def keras_summary(path: Path) -> str:
    """model.summary() of a saved network, as text."""
    import keras

    lines: list[str] = []
    model = keras.models.load_model(path, compile=False)
    model.summary(line_length=96, print_fn=lambda text, **_: lines.append(text))
    return "\n".join(lines)


def preprocessing() -> Section:
    """Every step of steps.py before and after, on numbers that our code draws, and the app's own way."""
    line = steps.turn(_drawn(6, LINE_SEED), UPHILL)
    images = {"line": line, "colours": _coloured(line), "digit": _leaning(steps.light_on_dark(_drawn(1, DIGIT_SEED)))}
    shown = [(step.name, images[step.on], step.apply(images[step.on])) for step in steps.STEPS]
    normalised = (255 * (1 - normalise_line(line).pixels)).astype(np.uint8)
    picture = _png("before and after", plots.before_and_after([*shown, ("the app's own way", line, normalised)]))
    rows = [["step", "does the app serve with it?"], *([step.name, step.served] for step in steps.STEPS)]
    words = "What each step does to the reader when it is laid before it: python -m training strings --steps."
    return Section("Preprocessing on show", words, rows, pictures=[picture])


def _drawn(digits: int, seed: int) -> np.ndarray:
    """A number in pen strokes, as photographed: (rows, cols) uint8."""
    return write_on_paper(StrokeHands(), digits, np.random.default_rng(seed)).image


def _leaning(digit: np.ndarray) -> np.ndarray:
    """The same, sheared to the right. digit: (rows, cols) uint8, white ink on black"""
    rows, cols = digit.shape
    matrix = np.float32([[1, -LEANING, LEANING * rows], [0, 1, 0]])
    return cv2.warpAffine(digit, matrix, (cols + round(LEANING * rows), rows))


def _coloured(grey: np.ndarray) -> np.ndarray:
    """The same in blue ink on yellowish paper: (rows, cols, 3) uint8 RGB."""
    ink, paper = np.array([30, 50, 130]), np.array([255, 246, 215])
    share = (grey / 255)[..., np.newaxis]
    return (ink + share * (paper - ink)).astype(np.uint8)


def _svg(shows: str, figure: Figure) -> tuple[str, str]:
    return shows, _data_uri(plots.to_svg(figure).encode(), "svg+xml")


def _png(shows: str, figure: Figure) -> tuple[str, str]:
    return shows, _data_uri(plots.to_png(figure), "png")


def _data_uri(picture: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
