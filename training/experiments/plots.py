"""Every picture of data and results: functions of arrays that give a matplotlib Figure, and its SVG or PNG.

Figures are made without pyplot, so nothing is shared between them. Right and wrong have a sign beside their colour;
the colours are those of Okabe and Ito (2008), which people with any colour vision can tell apart.
"""

import re
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter
from PIL import Image

BLUE, VERMILION, GREEN, PURPLE, BLACK = "#0072B2", "#D55E00", "#007A55", "#A0527D", "#18212B"
RED = "#B5330A"  # vermilion dark enough for words
SERIES = [(BLUE, "o", "-"), (VERMILION, "s", "--"), (GREEN, "^", "-."), (PURPLE, "D", ":"), (BLACK, "v", "-")]
IMAGE_SIDE = 0.7  # inches of a digit's image in a grid
NO_CURVES = ("epoch", "step", "seconds")  # of a history's columns
PNG_COLOURS = 96
FEW = 0.01  # of a set's answers: a bin that holds fewer has a small mark
RIGHT, WRONG = "✓", "✗"
# Glyphs are drawn as paths, so that a picture looks the same where its font is missing; ids do not change from one
# run to the next.
_LOOK = {"svg.fonttype": "path", "svg.hashsalt": "digits", "font.family": "DejaVu Sans", "font.size": 9}


class ReadLine(NamedTuple):
    """A number's image and what two ways of reading it gave."""

    image: np.ndarray
    """(rows, cols) uint8"""
    boxes: Sequence
    """What was cut out of it: each with left, top, right, bottom in pixels."""
    truth: str
    cut: str
    """What was read from the pieces."""
    whole: str
    """What our reader read."""


def to_svg(figure: Figure) -> str:
    """The figure as SVG without date or style sheet: it stays whole where a page forbids styles in its files."""
    _settle(figure)
    with matplotlib.rc_context(_LOOK):
        file = StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    svg = re.sub(
        r"<metadata>.*?</metadata>|<!--.*?-->|<style.*?</style>|<!DOCTYPE.*?>", "", file.getvalue(), flags=re.S
    )
    svg = svg.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    svg = re.sub(r' style="([^"]*)"', lambda found: _as_attributes(found[1]), svg)
    svg = re.sub(r"scale\([^)]*\)|\d+\.\d{3,}", _hundredths, svg)
    svg = re.sub(r' d="[^"]*"', lambda path: re.sub(r"(?<=[^d\s])\s*([A-Zz])\s*", r"\1", path[0]), svg)
    svg = re.sub(r'<g id="[^"]*"', "<g", svg)  # nothing refers to groups
    return re.sub(r"\s*\n\s*", "\n", svg).strip() + "\n"


def _hundredths(number: re.Match) -> str:
    """More digits of a pixel nobody sees, and they are a third of the file; scales of glyphs stay as they are."""
    return number[0] if number[0].startswith("scale") else f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def _as_attributes(style: str) -> str:
    """Declarations of a style as attributes of their own, which SVG takes for all that matplotlib writes."""
    pairs = (declaration.split(":", 1) for declaration in style.split(";") if ":" in declaration)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)


def to_png(figure: Figure, dots_per_inch: int = 110) -> bytes:
    """The figure as PNG of PNG_COLOURS colours, which photographs of ink need no more of: a third of the size."""
    _settle(figure)
    file = BytesIO()
    with matplotlib.rc_context(_LOOK):
        figure.savefig(file, format="png", dpi=dots_per_inch)
    picture = Image.open(file).convert("RGB").quantize(PNG_COLOURS, dither=Image.Dither.NONE)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _settle(figure: Figure) -> None:
    """Lay the figure out once: every further time would move its parts a little."""
    if figure.get_layout_engine() is not None:
        with matplotlib.rc_context(_LOOK):
            figure.draw_without_rendering()
        figure.set_layout_engine("none")


def _figure(width: float, height: float, layout: str | None = "constrained") -> Figure:
    """An empty figure, its sides in inches."""
    with matplotlib.rc_context(_LOOK):
        figure = Figure(figsize=(width, height), layout=layout, facecolor="white")
        FigureCanvasAgg(figure)
    return figure


def _axes(figure: Figure, title: str, across: str, up: str, place: tuple[int, int, int] = (1, 1, 1)) -> Axes:
    axes = figure.add_subplot(*place)
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(True, color="#D5DBE1", linewidth=0.6)
    axes.set_axisbelow(True)
    return axes


def _cells(count: int, columns: int, row_height: float = 1.0) -> tuple[Figure, list[Axes]]:
    """A figure of cells without axes, as many as asked."""
    rows = -(-count // columns)
    # All cells are alike: a layout engine would take a second for each row to find that out.
    figure = _figure(0.8 * columns, row_height * rows, layout=None)
    gap = row_height - IMAGE_SIDE
    figure.subplots_adjust(0.01, 0.03 / rows, 0.99, 1 - gap / (row_height * rows), 0.08, gap / IMAGE_SIDE)
    cells = [figure.add_subplot(rows, columns, place + 1) for place in range(count)]
    for cell in cells:
        cell.set_axis_off()
    return figure, cells


def sample_grid(images: np.ndarray, labels: np.ndarray, columns: int = 10) -> Figure:
    """Digits with their labels above them.

    images: (n, rows, cols) uint8, 0 black; labels: (n,)
    """
    figure, cells = _cells(len(images), columns)
    for cell, image, label in zip(cells, images, labels, strict=True):
        cell.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="none")
        cell.set_title(str(label), fontsize=9)
    return figure


def class_balance(labels: dict[str, np.ndarray]) -> Figure:
    """How often each class comes in each set, as shares of the set, so that sets of any size can be compared.

    labels: the classes 0..9 of each set by its name, (n,) each
    """
    figure = _figure(6.4, 3.0)
    axes = _axes(figure, "Class balance", "digit", "share of the set")
    width = 0.8 / len(labels)
    for place, (name, of_set) in enumerate(labels.items()):
        shares = np.bincount(of_set, minlength=10) / len(of_set)
        left = np.arange(len(shares)) - 0.4 + (place + 0.5) * width
        hatch = ("", "//", "..", "xx")[place % 4]
        colour = SERIES[place % len(SERIES)][0]
        axes.bar(left, shares, width, color=colour, hatch=hatch, edgecolor="white", label=f"{name} ({len(of_set):,})")
    axes.set_xticks(range(10))
    axes.yaxis.set_major_formatter(PercentFormatter(1, None))
    figure.legend(frameon=False, loc="outside lower center", ncols=len(labels))
    return figure


def curves(history: Sequence[dict[str, float]]) -> Figure:
    """Loss on the left and shares (accuracy, lines right, recall) on the right, over epochs or steps.

    history: one row an epoch or a validation, with "epoch" or "step" and any of the figures
    """
    figure = _figure(7.2, 3.0)
    across = "epoch" if "epoch" in history[0] else "step"
    names = [name for name in history[0] if name not in NO_CURVES]
    losses = [name for name in names if "loss" in name]
    for place, (title, chosen) in enumerate([("Loss", losses), ("Share", [n for n in names if n not in losses])]):
        axes = _axes(figure, title, across, "", (1, 2, place + 1))
        for name, (colour, marker, dash) in zip(chosen, SERIES, strict=False):
            rows = [(row[across], row[name]) for row in history if name in row]
            few = marker if len(rows) <= 30 else None
            axes.plot(*zip(*rows, strict=True), color=colour, marker=few, markersize=4, linestyle=dash, label=name)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        if chosen:
            axes.legend(frameon=False)
    return figure


def confusion_matrix(confusion: np.ndarray) -> Figure:
    """Counts of truth (down) and answer (across); shaded by the share of the truth that was answered so, wrongly.

    confusion: (classes, classes) int, the row is the truth
    """
    confusion = np.asarray(confusion)
    figure = _figure(5.2, 4.6)
    axes = _axes(figure, "Confusion matrix", "read as", "written")
    axes.grid(False)
    wrong = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(wrong, 0)
    axes.imshow(wrong, cmap="Oranges", vmin=0, vmax=max(wrong.max(), 0.01))
    for truth, answer in np.argwhere(confusion):
        same = truth == answer
        words = {"color": GREEN, "fontweight": "bold"} if same else {"color": _readable_on(wrong[truth, answer], wrong)}
        axes.text(answer, truth, f"{confusion[truth, answer]}", ha="center", va="center", fontsize=7.5, **words)
    axes.set_xticks(range(len(confusion)))
    axes.set_yticks(range(len(confusion)))
    return figure


def _readable_on(shade: float, shades: np.ndarray) -> str:
    return "white" if shade > 0.65 * max(shades.max(), 0.01) else BLACK


def confused_pairs(confusion: np.ndarray, count: int = 10) -> list[tuple[int, int, int]]:
    """The mistakes made most often: (written, read as, how often), most frequent first.

    confusion: (classes, classes) int, the row is the truth
    """
    wrong = np.array(confusion)
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong, axis=None, kind="stable")[:count]
    pairs = np.stack(np.unravel_index(order, wrong.shape), axis=1)
    return [(int(truth), int(answer), int(wrong[truth, answer])) for truth, answer in pairs if wrong[truth, answer]]


def most_confused_pairs(confusion: np.ndarray, count: int = 10) -> Figure:
    """The mistakes made most often, as bars. confusion: (classes, classes) int, the row is the truth"""
    pairs = confused_pairs(confusion, count)
    figure = _figure(5.2, 0.9 + 0.26 * max(len(pairs), 1))
    axes = _axes(figure, "Most confused", "how often", "")
    axes.barh(range(len(pairs)), [often for *_, often in pairs], color=VERMILION)
    axes.set_yticks(range(len(pairs)), [f"{truth} read as {answer}" for truth, answer, _ in pairs])
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def hardest(probabilities: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """The digits whose true class has least probability, hardest first: (count,) places.

    probabilities: (n, classes), labels: (n,)
    """
    of_truth = probabilities[np.arange(len(labels)), labels]
    return np.argsort(of_truth, kind="stable")[:count]


def hardest_digits(images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, count: int = 30) -> Figure:
    """The digits whose true class has least probability.

    images: (n, rows, cols) uint8, labels: (n,), probabilities: (n, classes)
    """
    places = hardest(probabilities, labels, count)
    return predictions(images[places], labels[places], probabilities[places])


def predictions(images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray, columns: int = 10) -> Figure:
    """Digits with what was read, green with a tick where it is right, red with a cross and the truth where not.

    images: (n, rows, cols) uint8, labels: (n,), probabilities: (n, classes)
    """
    figure, cells = _cells(len(images), columns, 1.15)
    for cell, image, label, shares in zip(cells, images, labels, probabilities, strict=True):
        # Ten equal shares are no answer.
        answer = int(shares.argmax()) if np.ptp(shares) else "nothing"
        right = answer == label
        words = f"{RIGHT} {answer}" if right else f"{WRONG} {answer}, is {label}"
        cell.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="none")
        cell.set_title(f"{words}\n{100 * shares.max():.0f} %", fontsize=8, color=GREEN if right else RED)
    return figure


def reliability_diagram(sets: dict[str, list[dict]]) -> Figure:
    """How often answers of each confidence are right; on the diagonal a confidence means what it says.

    sets: by name, rows with "confidence", "accuracy" and "count", as training.measuring.evaluate.reliability gives them
    """
    figure = _figure(4.6, 3.6)
    axes = _axes(figure, "Reliability", "confidence", "share that is right")
    axes.plot([0, 1], [0, 1], color="#76828F", linewidth=1, label="means what it says")
    for (name, rows), (colour, marker, dash) in zip(sets.items(), SERIES, strict=False):
        confidence, accuracy, count = (np.array([row[key] for row in rows]) for key in _RELIABILITY_KEYS)
        look = {"color": colour, "marker": marker, "linestyle": "none"}
        axes.plot(confidence, accuracy, color=colour, linestyle=dash, linewidth=1.2)
        few = count < FEW * count.sum()  # of so few, how many are right is chance
        axes.plot(confidence[few], accuracy[few], markersize=3, **look)
        axes.plot(confidence[~few], accuracy[~few], markersize=7, label=name, **look)
    _percentages(axes)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    return figure


_RELIABILITY_KEYS = ("confidence", "accuracy", "count")


def risk_coverage(coverages: Sequence[float], risks: dict[str, Sequence[float]]) -> Figure:
    """The share that is wrong among the surest tenth, two tenths, ... of the answers (El-Yaniv and Wiener 2010).

    coverages: shares of the answers, 0..1; risks: by name, the wrong share at each coverage
    """
    figure = _figure(4.6, 3.6)
    axes = _axes(figure, "Risk and coverage", "surest share of the answers", "wrong among them")
    for (name, values), (colour, marker, dash) in zip(risks.items(), SERIES, strict=False):
        axes.plot(coverages, values, color=colour, marker=marker, linestyle=dash, markersize=5, label=name)
    _percentages(axes)
    axes.set_ylim(bottom=0)
    return figure


def _percentages(axes: Axes) -> None:
    axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, None))
    axes.legend(frameon=False, loc="upper left")


def before_and_after(steps: Sequence[tuple[str, np.ndarray, np.ndarray]]) -> Figure:
    """One row a step: the image it was given and the image it gave.

    steps: name, image before, image after; images (rows, cols) or (rows, cols, 3) uint8
    """
    height = 1.05 * len(steps)
    figure = _figure(6.4, height, layout=None)
    figure.subplots_adjust(0.01, 0.06 / height, 0.99, 1 - 0.25 / height, 0.04, 0.4)
    for row, (name, *images) in enumerate(steps):
        for column, image in enumerate(images):
            cell = figure.add_subplot(len(steps), 2, 2 * row + column + 1)
            cell.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="none")
            cell.set_xticks([])
            cell.set_yticks([])
            cell.set_title(f"{name}: {('before', 'after')[column]}", loc="left", fontsize=8)
    return figure


def cut_numbers(numbers: Sequence[ReadLine], columns: int = 3) -> Figure:
    """Numbers with the boxes that were cut out of them, what was read from the pieces, and what our reader read."""
    rows = -(-len(numbers) // columns)
    figure = _figure(2.6 * columns, 0.2 + 1.05 * rows)
    for place, number in enumerate(numbers):
        cell = figure.add_subplot(rows, columns, place + 1)
        cell.set_axis_off()
        cell.imshow(number.image, cmap="gray", vmin=0, vmax=255, interpolation="none")
        for box in number.boxes:
            size = (box.right - box.left, box.bottom - box.top)
            cell.add_patch(Rectangle((box.left - 0.5, box.top - 0.5), *size, fill=False, edgecolor=VERMILION, lw=1))
        _say(cell, number, "cut", number.cut, 11)
        _say(cell, number, "ours", number.whole, 2)
    return figure


def _say(cell: Axes, number: ReadLine, who: str, text: str, points: float) -> None:
    """Write so many points above the image what was read, with a sign and the truth where it is wrong."""
    right = text == number.truth
    shown = text if len(text) <= 16 else f"{text[:15]}…"
    words = f"{who}: {shown or 'nothing'} {RIGHT if right else f'{WRONG} is {number.truth}'}"
    colour = GREEN if right else RED
    cell.annotate(words, (0, 1), (0, points), "axes fraction", "offset points", fontsize=7, color=colour)
