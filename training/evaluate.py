"""Measures the exported reader through the app's own code and writes card.json: thresholds first, figures then.

Temperature and thresholds are chosen on synthetic lines in hands that were held back from training. The test sets
are only measured: MNIST's test digits, and real images where the data folder has them under measure/.
"""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from training import batches, datasets, paper
from training.lines import make_line
from webapp.reading.card import parse_card
from webapp.reading.network import Reader
from webapp.reading.read import read_image
from webapp.reading.transcribe import SEPARATORS, Transcript, transcribe

VALIDATION_SEED, VALIDATION_LINES = 20260102, 3000
BLANK_SHEETS = 500
TEMPERATURES = (0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5)
# Of the validation numbers (of their characters) marked sure, at most this share may be wrong.
RISK = {"number": 0.002, "digit": 0.002}


@dataclass(frozen=True)
class Answer:
    """One image read: whether it is exactly right, and whether the reader is sure of all of it."""

    right: bool
    sure: bool


def evaluate(model: Path, folder: Path) -> None:
    """Choose the thresholds, measure every set that is there, print the figures and write them to the card."""
    card = json.loads((model / "card.json").read_text())
    lines = _validation_lines(folder)
    untried = parse_card({**card, "temperature": 1.0, "thresholds": {"number": 1.0, "digit": 1.0}})
    reader = Reader.load(model, untried)
    scores = [reader.scores(pixels) for pixels, _ in lines]
    card["temperature"] = _best_temperature(lines, scores, card["alphabet"])
    transcripts = _transcripts(lines, scores, card["alphabet"], card["temperature"])
    card["thresholds"] = _thresholds(transcripts, [truth for _, truth in lines])

    reader = Reader.load(model, parse_card(card))
    figures = {"validation_lines": _validation_figure(transcripts, lines, card["thresholds"]["number"])}
    figures["mnist_test"] = _summary(_read_digits(datasets.mnist_test(folder), reader))
    figures["blank_paper"] = _blank_figure(reader)
    for name in ("cheque_amounts", "cheque_fields", "pen_digits"):
        images = _real_images(folder / "measure" / name)
        if images:
            figures[name] = _summary(_read_files(images, reader))
    card["figures"] = figures
    _write(model, card)
    print(f"temperature {card['temperature']}, thresholds {card['thresholds']}")
    print_table(figures)


def print_table(figures: dict[str, dict]) -> None:
    """The figures as a table, one set a row."""
    print(f"{'set':18} {'images':>7} {'exact':>8} {'sure':>7} {'wrong among sure':>17}")
    for name, figure in figures.items():
        print(
            f"{name:18} {figure['images']:7} {figure['exact']:8.4f} {figure['sure']:7.3f} "
            f"{figure['wrong_among_sure']:17.4f}"
        )


def _write(model: Path, card: dict) -> None:
    """Replace the card in one move: an app that starts meanwhile finds the old one or the new one."""
    part = model / "card.json.part"
    part.write_text(json.dumps(card, indent=1) + "\n")
    part.replace(model / "card.json")


def _validation_lines(folder: Path) -> list[tuple[np.ndarray, str]]:
    """Lines in held-back hands, none of which chose the checkpoint."""
    hands, weights = batches.load_hands(folder, held_back=True)
    rng = np.random.default_rng(VALIDATION_SEED)
    made = (make_line(hands, weights, int(rng.integers(1, 9)), rng) for _ in range(VALIDATION_LINES))
    return [(pixels, text.strip(SEPARATORS)) for pixels, text in made]


def _transcripts(lines, scores, alphabet: str, temperature: float) -> list[Transcript]:
    return [
        transcribe(line_scores, pixels, alphabet, temperature)
        for (pixels, _), line_scores in zip(lines, scores, strict=True)
    ]


def _best_temperature(lines, scores, alphabet: str) -> float:
    """The temperature whose confidences tell right from wrong best: the least log loss."""

    def log_loss(temperature: float) -> float:
        transcripts = _transcripts(lines, scores, alphabet, temperature)
        right = np.array([t.text == truth for t, (_, truth) in zip(transcripts, lines, strict=True)])
        confidence = np.clip([t.confidence for t in transcripts], 1e-6, 1 - 1e-6)
        return float(-np.mean(np.where(right, np.log(confidence), np.log(1 - confidence))))

    return min(TEMPERATURES, key=log_loss)


def _thresholds(transcripts: list[Transcript], truths: list[str]) -> dict[str, float]:
    numbers = [(t.confidence, t.text == truth) for t, truth in zip(transcripts, truths, strict=True) if t.text]
    # Character by character only where the lengths agree: elsewhere nobody can say which one is wrong.
    digits = [
        (character.confidence, character.value == value)
        for t, truth in zip(transcripts, truths, strict=True)
        if len(t.text) == len(truth)
        for character, value in zip(t.characters, truth, strict=True)
    ]
    return {"number": round(sure_from(numbers, RISK["number"]), 4), "digit": round(sure_from(digits, RISK["digit"]), 4)}


def sure_from(answers: list[tuple[float, bool]], risk: float) -> float:
    """The lowest confidence from which on at most a share `risk` of the answers is wrong.

    answers: confidence and whether it was right, of each
    returns: a confidence in 0..1; just above the surest answer where even those are too often wrong
    """
    confidence, right = (np.array(column) for column in zip(*sorted(answers, reverse=True), strict=True))
    wrong_share = np.cumsum(~right) / np.arange(1, len(right) + 1)
    allowed = np.flatnonzero(wrong_share <= risk)
    return float(confidence[allowed[-1]]) if len(allowed) else float(np.nextafter(confidence[0], 2))


def _validation_figure(transcripts: list[Transcript], lines, threshold: float) -> dict:
    return _summary(
        Answer(t.text == truth, bool(t.text) and t.confidence >= threshold)
        for t, (_, truth) in zip(transcripts, lines, strict=True)
    )


def _read_digits(digits: datasets.Digits, reader: Reader) -> Iterable[Answer]:
    """Each digit as an image of its own, as POST /api/v1/readings reads it with layout=number."""
    for image, label in zip(digits.images, digits.labels, strict=True):
        yield _read(cv2.imencode(".png", image)[1].tobytes(), str(label), reader)


def _read_files(images: list[tuple[Path, str]], reader: Reader) -> Iterable[Answer]:
    for path, truth in images:
        yield _read(path.read_bytes(), truth, reader)


def _read(data: bytes, truth: str, reader: Reader) -> Answer:
    reading = read_image(data, reader, layout="number")
    return Answer(re.sub(r"\D", "", reading.text) == truth, reading.status == "sure")


def _blank_figure(reader: Reader) -> dict:
    """Photos of paper with nothing written on it: right is no number at all."""
    rng = np.random.default_rng(VALIDATION_SEED)
    sheets = (paper.photograph(paper.blank_paper(60, 200, rng), rng) for _ in range(BLANK_SHEETS))
    readings = (read_image(cv2.imencode(".png", s)[1].tobytes(), reader, layout="number") for s in sheets)
    return _summary(Answer(not reading.numbers, reading.status == "sure") for reading in readings)


def _real_images(folder: Path) -> list[tuple[Path, str]]:
    """Image files with the digits that they show: from truth.tsv, or from folders named by the digit."""
    table = folder / "truth.tsv"
    if table.is_file():
        with table.open(newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return [(folder / row["file"], re.sub(r"\D", "", row.get("digits") or row["numbers"])) for row in rows]
    return [(path, path.parent.name) for path in sorted(folder.glob("[0-9]/*"))]


def _summary(answers: Iterable[Answer]) -> dict:
    answers = list(answers)
    sure = [answer for answer in answers if answer.sure]
    return {
        "images": len(answers),
        "exact": round(sum(answer.right for answer in answers) / len(answers), 4),
        "sure": round(len(sure) / len(answers), 4),
        "wrong_among_sure": round(sum(not answer.right for answer in sure) / max(1, len(sure)), 4),
    }
