"""Measures the exported locator together with the reader, through the app's own code, and completes its card.

A number is found when its digits are exactly right and its box overlaps the true one; what else is found counts
against precision. Where the truth parts a date or a fraction, so does the comparison.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import cv2
import numpy as np

from training.ahead import make_ahead
from training.measuring.evaluate import sure_from
from training.measuring.hits import hits_of
from training.pages.page import Page, Written, make_page
from training.writing.writers import Hands, load_hands
from webapp.reading.doubts.from_near import ask_from_near
from webapp.reading.judge import likelihood
from webapp.reading.network import Locator, Reader
from webapp.reading.places.place import AGREED
from webapp.reading.places.verify import patch
from webapp.reading.read import read_image
from webapp.reading.read_page import find_and_read
from webapp.reading.result import Box, Number, Reading

MEASURE_SEED, CHOOSING_SEED = 20260103, 20260104
PAGES, TURNED_PAGES, NOTHING_PAGES, WORKSHEETS, CHOOSING_PAGES = 500, 180, 200, 100, 1500
RISK = 0.005  # of the numbers marked sure may be wrong on the pages that choose the threshold: on others it is more
# Of the right numbers there may be candidates only: nobody is asked about those, but one tap reads them.
MISSED = 0.0015
DOUBTED = 0.002  # of the right and sure numbers on worksheets the person is asked about for the witness
FEWEST_SURE = 200  # numbers have to reach a threshold before it is believed
SLOPPY = (0.1, 0.9)  # heights: how far from a number a person may draw a crop's edges
LEVEL = 20.0  # degrees: nobody crops what leans more
TURNS = {
    "turned_90": (90, 0.0), "turned_180": (180, 0.0), "turned_270": (270, 0.0),
    "tilted_15_left": (-15, 0.0), "tilted_15_right": (15, 0.0), "perspective_20": (0, 20.0),
}  # fmt: skip
REAL = {"photos": "photos", "form_cells_as_pages": "form_cells"}


# All that finding numbers on pages takes: loaded once in each process.
Setup = tuple[Hands, Reader, Locator]


@dataclass
class Score:
    """Numbers found, found beside the truth, and missed."""

    hit: int = 0
    extra: int = 0
    missed: int = 0
    sure: int = 0
    sure_wrong: int = 0
    candidates: int = 0
    offered: int = 0
    """candidates at a true number"""

    def add(self, other: "Score") -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> dict:
        found, there = max(1, self.hit + self.extra), max(1, self.hit + self.missed)
        return {
            "numbers": self.hit + self.missed,
            "f1": round(2 * self.hit / (found + there), 4),
            "precision": round(self.hit / found, 4),
            "recall": round(self.hit / there, 4),
            "sure": round(self.sure / found, 4),
            "wrong_among_sure": round(self.sure_wrong / max(1, self.sure), 4),
            "candidates": self.candidates,
            **({"candidates_at_a_number": self.offered} if self.offered else {}),
        }


@dataclass(frozen=True)
class _Pages:
    """Synthetic pages in held-back hands: page i is always the same."""

    seed: int = MEASURE_SEED
    kind: str | None = None
    scale: float | None = None
    angle: float = 0.0
    tilt: float = 0.0

    def page(self, hands: Hands, i: int) -> Page:
        page = make_page(*hands, np.random.default_rng([self.seed, i]), self.kind, True, self.scale)
        return turn(page, self.angle, self.tilt) if self.angle or self.tilt else page


def evaluate_locator(
    folder: Path, reader_folder: Path, data: Path, processes: int = 1, keep_thresholds: bool = False
) -> None:
    """Choose the thresholds on synthetic pages, measure on others and on real ones, and write the card.

    processes: that make pages and read them
    keep_thresholds: measure with the card's, as another reader may come with the same locator
    """
    card = json.loads((folder / "card.json").read_text())
    setup = partial(_load, folder, reader_folder, data)

    def answers_on(pages: _Pages, count: int) -> list[_Answer]:
        tasks = ((_answers, pages, i) for i in range(count))
        return list(chain.from_iterable(make_ahead(setup, _of_page, tasks, processes)))

    if not keep_thresholds:
        answers = answers_on(_Pages(CHOOSING_SEED), CHOOSING_PAGES)
        card["thresholds"] = {"sure": round(_sure_from(answers), 4), "found": round(_found_from(answers), 4)}
    thresholds = card["thresholds"]
    if "witness" in card and "written" not in thresholds:
        # On other pages there is hardly any print that could be taken for handwriting.
        on_worksheets = answers_on(_Pages(CHOOSING_SEED, "worksheet"), WORKSHEETS)
        thresholds |= _witness_thresholds(on_worksheets, thresholds["sure"])
        print(f"thresholds {thresholds}", flush=True)
    jobs = {
        "synthetic_pages": (_score, _summed, _Pages(), PAGES),
        "small_images": (_score, _summed, _Pages(scale=1.0), PAGES),
        **{name: (_score, _summed, _Pages(angle=a, tilt=t), TURNED_PAGES) for name, (a, t) in TURNS.items()},
        "upright": (_score, _summed, _Pages(), TURNED_PAGES),
        "worksheets": (_score, _summed, _Pages(kind="worksheet"), WORKSHEETS),
        "no_number": (_nothing, _shares_with_a_number, _Pages(kind="nothing"), NOTHING_PAGES),
        "crops": (_crop, _share_exact, _Pages(), PAGES),
    }
    tasks = ((of_page, pages, i, thresholds) for of_page, _, pages, count in jobs.values() for i in range(count))
    results = make_ahead(setup, _of_page, tasks, processes)
    figures = {}
    for name, (_, together, _, count) in jobs.items():
        figures[name] = together(list(islice(results, count)))
        _tell(name, figures[name])
    reader, locator = Reader.load(reader_folder), Locator.load(folder)
    _take(locator, thresholds)
    for name, part in REAL.items():
        if (table := data / "measure" / part / "truth.tsv").is_file():
            figures[name] = score_real(table, reader, locator)
            _tell(name, figures[name])
    card["figures"] = figures
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def _tell(name: str, figures: dict) -> None:
    print(f"{name:24}", *(f"{key} {value}" for key, value in figures.items()), flush=True)


def _load(folder: Path, reader_folder: Path, data: Path) -> Setup:
    return load_hands(data, held_back=True), Reader.load(reader_folder), Locator.load(folder)


def _of_page(
    hands: Hands,
    reader: Reader,
    locator: Locator,
    of_page: Callable,
    pages: _Pages,
    i: int,
    thresholds: dict[str, float] | None = None,
):
    """What of_page says of page i, in a process that has loaded everything. thresholds: else the card's"""
    if thresholds:
        _take(locator, thresholds)
    return of_page(pages.page(hands, i), i, reader, locator)


def _take(locator: Locator, thresholds: dict[str, float]) -> None:
    """Use these instead of the card's."""
    for name, threshold in thresholds.items():
        setattr(locator, name, threshold)


@dataclass(frozen=True)
class _Answer:
    """A number that was read at a place on which the locator alone does not decide."""

    likelihood: float
    sure: bool
    """Whether the reader is, and nobody is asked about what stands around it."""
    right: bool
    handwriting: float = 1.0
    """What the witness says."""


def _answers(page: Page, i: int, reader: Reader, locator: Locator) -> list[_Answer]:
    """All that is found on a page, before any is left out."""
    answers = []
    found = ask_from_near(find_and_read(page.grey, reader, locator), page.grey)
    hits = hits_of([number for *_, number in found], page.numbers)
    for (corners, score, number), parts in zip(found, hits, strict=True):
        if score < AGREED:
            seen = patch(page.grey, corners)
            likely = likelihood(number, locator.trust(seen))
            answers.append(_Answer(likely, number.sure, all(parts), locator.handwriting(seen)))
    return answers


def _sure_from(answers: list[_Answer]) -> float:
    """The lowest likelihood from which on at most a share RISK of the numbers marked sure is wrong.

    returns: one that none reaches where too few do: a few right ones are chance
    """
    candidates = [(answer.likelihood, answer.right) for answer in answers if answer.sure]
    sure = sure_from(candidates, RISK)
    return sure if sum(likely >= sure for likely, _ in candidates) >= FEWEST_SURE else 1.0


def _found_from(answers: list[_Answer]) -> float:
    """The highest likelihood below which at most a share MISSED of the right numbers lies."""
    right = sorted(answer.likelihood for answer in answers if answer.right)
    return right[int(MISSED * len(right))] if right else 0.0


def _witness_thresholds(answers: list[_Answer], sure: float) -> dict[str, float]:
    """What the witness has to say of what is sure: all but a share DOUBTED of the right numbers reach it; and of what
    is a number: half of the least that it says of any right one. sure: likelihood of what is"""
    right = [answer for answer in answers if answer.right]
    surely = sorted(answer.handwriting for answer in right if answer.sure and answer.likelihood >= sure)
    least = min((answer.handwriting for answer in right), default=0.0)
    return {
        "written": round(surely[int(DOUBTED * len(surely))], 4) if surely else 0.0,
        "printed": round(least / 2, 6),
    }


def _score(page: Page, i: int, reader: Reader, locator: Locator) -> Score:
    reading = read_page(page, reader, locator)
    hits = hits_of(reading.numbers, page.numbers)
    found = [(hit, number.sure) for number, parts in zip(reading.numbers, hits, strict=True) for hit in parts]
    right = sum(hit for hit, _ in found)
    return Score(
        hit=right, extra=len(found) - right, missed=len(page.numbers) - right,
        sure=sum(sure for _, sure in found), sure_wrong=sum(sure and not hit for hit, sure in found),
        candidates=len(reading.candidates), offered=sum(_is_at_one(c.box, page) for c in reading.candidates),
    )  # fmt: skip


def _summed(scores: list[Score]) -> dict:
    total = Score()
    for score in scores:
        total.add(score)
    return total.figures()


def _is_at_one(box: Box, page: Page) -> bool:
    """Whether the middle of a box lies in the box around a number of the page."""
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(
        (one.corners.min(axis=0) <= middle).all() and (one.corners.max(axis=0) >= middle).all() for one in page.numbers
    )


def read_page(page: Page, reader: Reader, locator: Locator) -> Reading:
    """Read a synthetic page as the app reads a photo."""
    return read_image(cv2.imencode(".png", page.grey)[1].tobytes(), reader, locator)


def turn(page: Page, angle: float, tilt: float) -> Page:
    """The same page turned clockwise by `angle` degrees and photographed from `tilt` degrees aside."""
    rows, cols = page.grey.shape
    corners = np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]], np.float32)
    centred = corners - (cols / 2, rows / 2)
    a, t = np.radians(angle), np.radians(tilt)
    turned = centred @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    # A pinhole camera twice the longer side away from the middle of a sheet that leans about its upright axis.
    away = 2 * max(rows, cols)
    depth = away + turned[:, :1] * np.sin(t)
    seen = np.hstack([turned[:, :1] * np.cos(t), turned[:, 1:]]) * away / depth
    seen -= seen.min(axis=0)
    size = np.ceil(seen.max(axis=0) - 1e-3).astype(int)
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    grey = cv2.warpPerspective(
        page.grey, matrix, size.tolist(), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    numbers = tuple(
        replace(number, corners=cv2.perspectiveTransform(number.corners[np.newaxis], matrix)[0])
        for number in page.numbers
    )
    return Page(grey, numbers, ())


def _nothing(page: Page, i: int, reader: Reader, locator: Locator) -> tuple[bool, bool]:
    """Whether a page gives a number, and a sure one."""
    numbers = read_page(page, reader, locator).numbers
    return bool(numbers), any(number.sure for number in numbers)


def _shares_with_a_number(answers: list[tuple[bool, bool]]) -> dict:
    some, sure = (round(float(share), 4) for share in np.mean(answers, axis=0))
    return {"pages": len(answers), "with_a_number": some, "with_a_sure_number": sure}


def _crop(page: Page, i: int, reader: Reader, locator: Locator) -> bool | None:
    """Whether a crop drawn sloppily around one number of the page reads as that and nothing else; None without one."""
    rng = np.random.default_rng([MEASURE_SEED, i])
    if not page.numbers:
        return None
    number = page.numbers[rng.integers(len(page.numbers))]
    if (crop := _sloppy_crop(page, number, rng)) is None:
        return None
    found = read_image(cv2.imencode(".png", page.grey)[1].tobytes(), reader, locator, crop=crop).numbers
    return [one.digits_only for one in found] == [re.sub(r"\D", "", number.text)]


def _share_exact(answers: list[bool | None]) -> dict:
    drawn = [exact for exact in answers if exact is not None]
    return {"crops": len(drawn), "exact": round(sum(drawn) / max(1, len(drawn)), 4)}


def _sloppy_crop(page: Page, number: Written, rng: np.random.Generator) -> tuple[int, int, int, int] | None:
    """A crop around a number; None where nobody would draw one, or others stand in it."""
    along, down = number.corners[1] - number.corners[0], number.corners[3] - number.corners[0]
    if abs(np.degrees(np.arctan2(along[1], along[0]))) > LEVEL:
        return None
    left, top, right, bottom = np.linalg.norm(down) * rng.uniform(*SLOPPY, 4)
    low = np.floor(number.corners.min(axis=0) - (left, top)).astype(int)
    high = np.ceil(number.corners.max(axis=0) + (right, bottom)).astype(int)
    middles = [other.corners.mean(axis=0) for other in page.numbers if other is not number]
    if any(np.all((low < middle) & (middle < high)) for middle in middles):
        return None
    return *low.tolist(), *high.tolist()


def score_real(table: Path, reader: Reader, locator: Locator, show: bool = False) -> dict:
    """Real images against truth.tsv: numbers as a multiset, as their places are not in it."""
    total = Score()
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        reading = read_image((table.parent / row["file"]).read_bytes(), reader, locator)
        truth, read = true_numbers(row["numbers"]), read_numbers(reading.numbers)
        sure = read_numbers([number for number in reading.numbers if number.sure])
        hit, sure_hit = sum((truth & read).values()), sum((truth & sure).values())
        score = Score(hit, sum(read.values()) - hit, sum(truth.values()) - hit, sum(sure.values()))
        score.sure_wrong, score.candidates = score.sure - sure_hit, len(reading.candidates)
        total.add(score)
        if show:
            print(f"{row['file']:50} {hit}/{sum(truth.values())} found, {score.extra} extra | {row['numbers']} | "
                  f"{reading.text!r}")  # fmt: skip
    return total.figures()


def true_numbers(cell: str) -> Counter:
    """The digits of the numbers in a truth table's cell."""
    digits = (re.sub(r"\D", "", word) for word in cell.replace("|", " ").split())
    return Counter(word for word in digits if word)


def read_numbers(numbers: Iterable[Number]) -> Counter:
    """The digits of what was read, dates and fractions parted."""
    texts = [number.text for number in numbers]
    parts = (part for text in texts for part in (re.split("[/-]", text) if re.search(r"\d[/-]\d", text) else [text]))
    digits = (re.sub(r"\D", "", part) for part in parts)
    return Counter(word for word in digits if word)
