"""Measures the exported reader through the app's own code and writes card.json: thresholds first, figures then.

Temperature and thresholds are chosen on synthetic lines in hands and fonts that were held back from training. The
test sets are only measured: MNIST's test digits, images that hold no number, and real images where the data folder
has them under measure/.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from sklearn.linear_model import LogisticRegression

from training.data import datasets
from training.lines import batches
from training.lines.from_pages import page_lines
from training.lines.line import make_line
from training.writing import paper, writers
from training.writing.hands import draw_glyph
from training.writing.not_numbers import not_number_images
from training.writing.trajectories import TrajectoryHands, trajectories_installed
from webapp.reading.card import Card, parse_card
from webapp.reading.line.views import leaning_views
from webapp.reading.network import Reader
from webapp.reading.read import read_image
from webapp.reading.read_line import CERTAIN, inspected, is_sure, may_be_sure, read_line, seconded
from webapp.reading.strings.calibrate import log_odds
from webapp.reading.transcribe import SEPARATORS, Transcript, transcribe

VALIDATION_SEED, VALIDATION_LINES = 20260102, 8000
BLANK_SHEETS, NOT_NUMBERS = 500, 666
TABLET_HEIGHT, TABLET_PEN, TABLET_PAPER = 60, 4, 20  # pixels: of a digit, of the pen, around the digit
TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5)
# Of the validation numbers marked sure, at most this share may be wrong.
# The rules that ask about more on a page leave fewer wrong: see RISK in evaluate_locator.py.
RISK = 0.004
# No number is sure below it, whatever threshold the risk allows: where digits are certain, separators may still be
# guesses, and a few such guesses cost little among so many right numbers.
LEAST_SURE = 0.95
LEAST_SURE_ALONE = 0.85  # the same of one digit: there is nothing to part
# Of the numbers that are read right and would be sure at LEAST_SURE, at most this share may be asked about for what the
# inspector says of a digit.
ASKED_FOR_A_DIGIT = 0.015
# Thresholds of a digit to choose from. Of 14,236 lines 237 more are sure at 0.98 than at 0.985, and six of those wrong.
SURE_DIGITS = (0.985, 0.99, 0.995, 0.999)
CURVES = ("validation_lines", "cheque_amounts", "cheque_amounts_as_amounts")  # of risk and coverage
COVERAGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
BINS = 10
WITHOUT_NUMBERS = ("blank_paper", "not_numbers")  # nothing read has no confidence that could be held to account


@dataclass(frozen=True)
class Measured:
    """A set of real images."""

    folder: str
    """under measure/"""
    part: str = ""
    """of the paths of its images"""
    pattern: str | None = None
    """that the images are read with, as by a person who says what is on them"""


MEASURED = {
    "cheque_amounts": Measured("cheque_amounts"),
    "cheque_amounts_as_amounts": Measured("cheque_amounts", pattern="amount"),
    "cheque_fields_amounts": Measured("cheque_fields", "amount/"),
    "cheque_fields_dates": Measured("cheque_fields", "date/"),
    "form_cells": Measured("form_cells"),
    "pen_digits": Measured("pen_digits"),
}


@dataclass(frozen=True)
class Answer:
    """One image read."""

    right: bool
    """Whether its digits are exactly the truth's."""
    sure: bool
    """Whether the reader is sure of all of it."""
    confidence: float
    """That of the number; 0 where none was found."""


@dataclass(frozen=True)
class Sight:
    """A line and what the network says of all its views."""

    pixels: np.ndarray
    text: str
    scores: np.ndarray

    def scores_of(self, views: np.ndarray) -> np.ndarray:
        """What Reader.scores gives for the upright view, which read_line looks at first, or for the leaning ones."""
        return self.scores[:1] if len(views) == 1 else self.scores[1:]


class MaybeSure(NamedTuple):
    """A number that may be sure."""

    confidence: float
    right: bool
    digit: float
    """the least confidence of a digit"""
    plain: float
    """the least that the inspector says of one"""
    alone: bool
    """whether it is of one digit"""


def evaluate(model: Path, folder: Path, keep_thresholds: bool = False) -> None:
    """Measure every set that is there, print the figures and write them to the card.

    keep_thresholds: else temperature, calibration and thresholds are chosen first, on validation lines
    """
    card = json.loads((model / "card.json").read_text())
    if not keep_thresholds:
        # Until they are chosen.
        card |= {"temperature": 1.0, "calibration": {}, "thresholds": {"number": 1.0, "digit": 1.0}}
    sights = _validation_sights(folder, Reader.load(model, parse_card(card)))
    if not keep_thresholds:
        card["temperature"] = _best_temperature(sights, card)
        card["calibration"] = _calibration(sights, card)
        card["calibration"] |= _calibration_of_both(sights, Reader.load(model, parse_card(card)))
    reader = Reader.load(model, parse_card(card))
    transcripts = [
        inspected(seconded(transcript, sight.pixels, reader), sight.pixels, reader)
        for transcript, sight in zip(_transcripts(sights, reader.card), sights, strict=True)
    ]
    if not keep_thresholds:
        card["thresholds"] = _thresholds(transcripts, [sight.text for sight in sights])
    reader = Reader.load(model, parse_card(card))
    validation = list(_validation_answers(transcripts, sights, reader.card))
    sets = {"validation_lines": validation, **_measured(folder, reader)}
    card["figures"] = {name: _summary(answers) for name, answers in sets.items()}
    card["risk_coverage"] = {name: risk_coverage(sets[name]) for name in CURVES if name in sets}
    card["reliability"] = {name: reliability(answers) for name, answers in sets.items() if name not in WITHOUT_NUMBERS}
    _write(model, card)
    print(f"temperature {card['temperature']}, thresholds {card['thresholds']}")
    if not reader.inspects:
        print("There is no inspector: struck digits are sure. python -m training train-inspector, then evaluate again.")
    print_table(card["figures"])
    print_risk_coverage(card["risk_coverage"])


def _measured(folder: Path, reader: Reader) -> dict[str, list[Answer]]:
    """Every test set that is there, read."""
    answers = {
        "mnist_test": list(_read_digits(datasets.mnist_test(folder), reader)),
        "blank_paper": list(_read_nothing(_blank_sheets(), reader)),
        "not_numbers": list(_read_nothing(_not_numbers(folder), reader)),
    }
    if trajectories_installed():
        answers["tablet_digits"] = list(_read_tablet_digits(reader))
    for name, measured in MEASURED.items():
        images = real_images(folder / "measure" / measured.folder, measured.part)
        if images:
            answers[name] = list(_read_files(images, reader, measured.pattern))
    return answers


def print_table(figures: dict[str, dict]) -> None:
    """The figures as a table, one set a row."""
    print(f"{'set':22} {'images':>7} {'exact':>8} {'sure':>7} {'wrong among sure':>17} {'calibration error':>18}")
    for name, figure in figures.items():
        print(
            f"{name:22} {figure['images']:7} {figure['exact']:8.4f} {figure['sure']:7.3f} "
            f"{figure['wrong_among_sure']:17.4f} {figure['calibration_error']:18.4f}"
        )


def print_risk_coverage(curves: dict[str, list[float]]) -> None:
    """Of the surest tenth, two tenths, ... of the numbers: the share that is wrong, one set a row."""
    print(f"{'wrong of the surest':22}" + "".join(f"{f'{100 * share:.0f} %':>8}" for share in COVERAGES))
    for name, risks in curves.items():
        print(f"{name:22}" + "".join(f"{risk:8.4f}" for risk in risks))


def _write(model: Path, card: dict) -> None:
    """Replace the card in one move: an app that starts meanwhile finds the old one or the new one."""
    part = model / "card.json.part"
    part.write_text(json.dumps(card, indent=1) + "\n")
    part.replace(model / "card.json")


def _validation_sights(folder: Path, reader: Reader) -> list[Sight]:
    """Lines in held-back hands, none of which chose the checkpoint."""
    hands = writers.load_hands(folder, held_back=True)
    sights = []
    for pixels, text in islice(_validation_lines(hands), VALIDATION_LINES):
        views = np.concatenate([pixels[np.newaxis], leaning_views(pixels)])
        sights.append(Sight(pixels, text.strip(SEPARATORS), reader.scores(views)))
    return sights


def _validation_lines(hands: writers.Hands) -> Iterator[tuple[np.ndarray, str]]:
    """Lines of 1 to 8 digits, and as many out of pages as there are in training. Never ends."""
    rng = np.random.default_rng(VALIDATION_SEED)
    while True:
        if rng.random() < batches.PAGE_DRAWS:
            yield from page_lines(*hands, rng, held_back=True)
        else:
            yield make_line(*hands, int(rng.integers(1, 9)), rng)


def _transcripts(sights: list[Sight], card: Card) -> list[Transcript]:
    return [read_line(sight.pixels, sight.scores_of, card) for sight in sights]


def _best_temperature(sights: list[Sight], card: dict) -> float:
    """The temperature whose confidences tell right from wrong best: the least log loss."""

    def log_loss(temperature: float) -> float:
        transcripts = _transcripts(some, parse_card({**card, "temperature": temperature}))
        right = np.array([t.text == sight.text for t, sight in zip(transcripts, some, strict=True)])
        confidence = np.clip([t.confidence for t in transcripts], 1e-6, 1 - 1e-6)
        return float(-np.mean(np.where(right, np.log(confidence), np.log(1 - confidence))))

    some = sights[::2]
    return min(TEMPERATURES, key=log_loss)


def _calibration(sights: list[Sight], card: dict) -> dict[str, list[float]]:
    """Slope and intercept for first looks that are likely, and for all views of lines of which that is not.

    All views of a likely line count only where they are surer. Fitted with those, confidences were twice as far off.
    """
    answers: dict[str, list[tuple[float, bool]]] = {"first_look": [], "all_views": []}
    for sight in sights:
        look, transcript = "first_look", _said(sight.scores[:1], sight.pixels, card)
        if not transcript.characters:
            continue
        if transcript.confidence < CERTAIN:
            look, transcript = "all_views", _said(sight.scores, sight.pixels, card)
        if transcript.characters:
            answers[look].append((log_odds(transcript.confidence), transcript.text == sight.text))
    return {name: _line(pairs) for name, pairs in answers.items()}


def _said(scores: np.ndarray, pixels: np.ndarray, card: dict) -> Transcript:
    return transcribe(scores, pixels, card["alphabet"], card["temperature"])


def _calibration_of_both(sights: list[Sight], reader: Reader) -> dict[str, list[float]]:
    """The same for the digits that stand alone, on which there is a second opinion."""
    pairs = []
    for sight, transcript in zip(sights, _transcripts(sights, reader.card), strict=True):
        told = seconded(transcript, sight.pixels, reader)
        if told is not transcript:
            pairs.append((log_odds(told.confidence), told.text == sight.text))
    return {"second_opinion": _line(pairs)} if pairs else {}


def _line(pairs: list[tuple[float, bool]]) -> list[float]:
    """Slope and intercept of the log-odds that make the answers likeliest; the identity where all answers agree.

    pairs: log-odds of an answer's confidence, and whether it was right
    """
    odds, right = np.array(pairs, float).reshape(-1, 2).T
    if len(set(right)) < 2:
        return [1.0, 0.0]
    fitted = LogisticRegression(C=np.inf).fit(odds[:, np.newaxis], right)
    return [round(float(fitted.coef_[0, 0]), 4), round(float(fitted.intercept_[0]), 4)]


def _thresholds(transcripts: list[Transcript], truths: list[str]) -> dict[str, float]:
    """What the inspector has to say of each digit; and the thresholds of a digit, of a number and of one of a single
    digit that together mark most numbers as sure at the allowed risk."""
    answers = [
        MaybeSure(
            t.confidence,
            t.text == truth,
            min(character.confidence for character in t.characters),
            min(character.plain for character in t.characters),
            len(t.characters) == 1,
        )
        for t, truth in zip(transcripts, truths, strict=True)
        if t.characters
        and t.confidence >= (LEAST_SURE_ALONE if len(t.characters) == 1 else LEAST_SURE)
        and may_be_sure(t)
    ]
    plain = _plain_from(answers)

    def with_digits(sure_digit: float) -> tuple[int, float, float, float]:
        marked = [one for one in answers if one.digit >= sure_digit and one.plain >= plain]
        sure = [
            sure_from([(one.confidence, one.right) for one in marked if one.alone == alone], RISK)
            for alone in (False, True)
        ]
        return sum(one.confidence >= sure[one.alone] for one in marked), sure_digit, *sure

    _, sure_digit, sure_number, sure_alone = max(with_digits(sure_digit) for sure_digit in SURE_DIGITS)
    return {"number": round(sure_number, 4), "digit": sure_digit, "plain": plain, "alone": round(sure_alone, 4)}


def _plain_from(answers: list[MaybeSure]) -> float:
    """0 where all digits are plain, as they are to a reader without an inspector."""
    plain = [one.plain for one in answers if one.right and one.digit >= min(SURE_DIGITS)]
    if not plain or min(plain) == 1:
        return 0.0
    return round(float(np.quantile(plain, ASKED_FOR_A_DIGIT)), 4)


def sure_from(answers: list[tuple[float, bool]], risk: float) -> float:
    """The lowest confidence from which on at most a share `risk` of the answers is wrong.

    answers: confidence and whether it was right, of each
    returns: a confidence in 0..1; just above the surest answer where even those are too often wrong
    """
    if not answers:
        return float(np.nextafter(1, 2))
    confidence, right = (np.array(column) for column in zip(*sorted(answers, reverse=True), strict=True))
    wrong_share = np.cumsum(~right) / np.arange(1, len(right) + 1)
    allowed = np.flatnonzero(wrong_share <= risk)
    return float(confidence[allowed[-1]]) if len(allowed) else float(np.nextafter(confidence[0], 2))


def risk_coverage(answers: list[Answer]) -> list[float]:
    """The share of wrong ones among the surest answers, for each of COVERAGES."""
    wrong = np.array([not answer.right for answer in sorted(answers, key=lambda answer: -answer.confidence)])
    counts = [max(1, round(coverage * len(wrong))) for coverage in COVERAGES]
    return [round(float(wrong[:count].mean()), 4) for count in counts]


def calibration_error(answers: list[Answer]) -> float:
    """How far confidence and share of right answers lie apart, over bins of equal width (Naeini et al. 2015)."""
    apart = [abs(right.sum() - confidence.sum()) for confidence, right in _bins(answers)]
    return float(sum(apart) / len(answers))


def reliability(answers: list[Answer]) -> list[dict]:
    """What a reliability diagram shows (DeGroot and Fienberg 1983): for each of BINS bins of equal width that holds
    answers, their mean confidence, the share of right ones among them, and how many they are."""
    return [
        {
            "confidence": round(float(confidence.mean()), 4),
            "accuracy": round(float(right.mean()), 4),
            "count": len(right),
        }
        for confidence, right in _bins(answers)
    ]


def _bins(answers: list[Answer]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Confidences, and 1 for right or 0 for wrong, of the answers in each bin that holds any; least sure first."""
    confidence, right = np.array([(answer.confidence, answer.right) for answer in answers], float).T
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    yield from ((confidence[bins == b], right[bins == b]) for b in np.unique(bins))


def _validation_answers(transcripts: list[Transcript], sights: list[Sight], card: Card) -> Iterator[Answer]:
    for t, sight in zip(transcripts, sights, strict=True):
        found = bool(t.characters)
        yield Answer(t.text == sight.text, found and is_sure(t, card), t.confidence if found else 0.0)


def _read_digits(digits: datasets.Digits, reader: Reader) -> Iterator[Answer]:
    """Each digit as an image of its own, as POST /api/v1/readings reads it with layout=number."""
    for image, label in zip(digits.images, digits.labels, strict=True):
        yield _read(cv2.imencode(".png", image)[1].tobytes(), str(label), reader)


def _read_tablet_digits(reader: Reader) -> Iterator[Answer]:
    """Each held-back digit of the tablet, drawn with a ball pen on a drawing's white paper."""
    rng = np.random.default_rng(VALIDATION_SEED)
    for digit, strokes in TrajectoryHands.load(held_back=True).each(rng):
        ink, _ = draw_glyph(strokes, TABLET_HEIGHT, 0.0, TABLET_PEN)
        image = 255 - cv2.copyMakeBorder(ink, *[TABLET_PAPER] * 4, cv2.BORDER_CONSTANT, value=0)
        yield _read(cv2.imencode(".png", image)[1].tobytes(), digit, reader)


def _read_files(images: list[tuple[Path, str]], reader: Reader, pattern: str | None) -> Iterator[Answer]:
    for path, truth in images:
        yield _read(path.read_bytes(), truth, reader, pattern)


def _read(data: bytes, truth: str, reader: Reader, pattern: str | None = None) -> Answer:
    """The truth is digits alone, so what is judged is the confidence in those, whatever stands between them."""
    reading = read_image(data, reader, layout="number", pattern=pattern)
    confidence = min((number.confidence_of_digits for number in reading.numbers), default=0.0)
    return Answer(re.sub(r"\D", "", reading.text) == truth, reading.status == "sure", confidence)


def _read_nothing(images: Iterable[np.ndarray], reader: Reader) -> Iterator[Answer]:
    """Images that hold no number: right is no number at all."""
    for image in images:
        yield _read(cv2.imencode(".png", image)[1].tobytes(), "", reader)


def _blank_sheets() -> Iterator[np.ndarray]:
    """Photos of paper with nothing written on it."""
    rng = np.random.default_rng(VALIDATION_SEED)
    return (paper.photograph(paper.blank_paper(60, 200, rng), rng) for _ in range(BLANK_SHEETS))


def _not_numbers(folder: Path) -> Iterator[np.ndarray]:
    """Words, signatures, shapes, patterns: see not_numbers.py."""
    return not_number_images(NOT_NUMBERS, VALIDATION_SEED, writers.load_hands(folder, held_back=True)[0])


def real_images(folder: Path, part: str = "") -> list[tuple[Path, str]]:
    """Image files with the digits that they show: from truth.tsv, or from folders named by the digit.

    part: of the path of the images that are wanted
    """
    table = folder / "truth.tsv"
    if table.is_file():
        with table.open(newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        truths = [(row["file"], re.sub(r"\D", "", row.get("digits") or row["numbers"])) for row in rows]
        return [(folder / file, truth) for file, truth in truths if part in file]
    return [(path, path.parent.name) for path in sorted(folder.glob("[0-9]/*"))]


def _summary(answers: list[Answer]) -> dict:
    sure = [answer for answer in answers if answer.sure]
    return {
        "images": len(answers),
        "exact": round(sum(answer.right for answer in answers) / len(answers), 4),
        "sure": round(len(sure) / len(answers), 4),
        "wrong_among_sure": round(sum(not answer.right for answer in sure) / max(1, len(sure)), 4),
        "wrong_and_sure": sum(not answer.right for answer in sure),
        "calibration_error": round(calibration_error(answers), 4),
    }
