"""What the page about the reader says: the cards of reader and locator in plain words, read once at the start."""

import json
from dataclasses import dataclass
from pathlib import Path

# Of each set: what it is. Sets that a card has beside these come under their own names.
SET_WORDS = {
    "mnist_test": "Single digits of MNIST's test set, by writers the reader has never seen",
    "pen_digits": "Single digits, photographed",
    "cheque_amounts": "Amounts from real cheques",
    "cheque_amounts_as_amounts": "The same, the reader told that they are amounts",
    "cheque_fields_amounts": "Amounts in printed frames on cheques",
    "cheque_fields_dates": "Dates in the printed cells of cheques",
    "form_cells": "Numbers in the cells of forms",
    "validation_lines": "Numbers that our code drew in hands and fonts kept from training",
}
EMPTY_WORDS = {
    "not_numbers": "Words, signatures and shapes that are no number",
    "blank_paper": "Photos of blank paper",
}
DATA_WORDS = {
    "mnist.npz": "MNIST: 60,000 digits for training, 10,000 for measuring only",
    "mnist_writers.npz": "QMNIST: who wrote each of them, so that no writer is on both sides",
    "symbols.npz": "Signs such as + and ×, to know what is no digit",
    "canvas_digits.npz": "Digits drawn on a screen",
    "exam_digits.npz": "Digits from examination sheets",
}
# What training leaves beside the card (python -m training report), and what each picture shows.
PICTURES = {
    "risk_coverage": "How many are wrong among the surest. Further left, fewer numbers are taken without asking, and "
    "fewer of them are wrong.",
    "reliability": "How often numbers of each confidence are right. On the grey line, a confidence of 80 % means right "
    "in 80 of 100 cases. Small marks stand for fewer than one in a hundred numbers.",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured set, as a row of the table; shares are 0..1."""

    words: str
    images: int
    exact: float
    sure: float
    wrong_among_sure: float
    wrong_and_sure: int

    @property
    def sure_images(self) -> int:
        """How many were marked sure."""
        return round(self.sure * self.images)


@dataclass(frozen=True, slots=True)
class About:
    """All that the page shows."""

    name: str
    version: str
    parameters: int | None
    lines: int | None
    """How many number lines its last training took; it may be the mean of several."""
    data: tuple[str, ...]
    sure_number: float
    sure_digit: float
    sure_alone: float
    """A number of one digit."""
    inspects: bool
    """Whether each digit of what may be sure is looked at by itself."""
    seconds: bool
    """Whether a digit that stands alone is read by a second network too."""
    numbers: tuple[Figure, ...]
    empty: tuple[Figure, ...]
    """Sets of images without a number, where right is to read nothing."""
    photos: dict | None
    """The locator's figures on whole photos, where they are known."""
    pictures: dict[str, str]
    """Name of each picture that is there, and its words."""


def read_about(reader: Path, locator: Path) -> About | None:
    """Everything from the cards of both folders, or None where there is no reader's card: tests bring their own."""
    card = _read(reader / "card.json")
    if card is None:
        return None
    training, figures = card.get("training", {}), card.get("figures", {})
    return About(
        name=card["name"],
        version=card["version"],
        parameters=card.get("parameters"),
        lines=training.get("lines"),
        data=tuple(words for file, words in DATA_WORDS.items() if file in card.get("data", {})),
        sure_number=card["thresholds"]["number"],
        sure_digit=card["thresholds"]["digit"],
        sure_alone=card["thresholds"].get("alone", card["thresholds"]["number"]),
        inspects="inspector" in card,
        seconds="lone_digit" in card,
        numbers=_rows(figures, _words_of_numbers(figures)),
        empty=_rows(figures, EMPTY_WORDS),
        photos=(_read(locator / "card.json") or {}).get("figures", {}).get("photos"),
        pictures={name: words for name, words in PICTURES.items() if (reader / f"{name}.svg").is_file()},
    )


def _words_of_numbers(figures: dict) -> dict[str, str]:
    unknown = {name: name.replace("_", " ").capitalize() for name in figures if name not in SET_WORDS | EMPTY_WORDS}
    return SET_WORDS | unknown


def _rows(figures: dict, words: dict[str, str]) -> tuple[Figure, ...]:
    """Those of the sets that were measured with every figure that a row shows."""
    keys = ("images", "exact", "sure", "wrong_among_sure", "wrong_and_sure")
    measured = [(text, figures[name]) for name, text in words.items() if figures.get(name, {}).keys() >= set(keys)]
    return tuple(Figure(text, *(figure[key] for key in keys)) for text, figure in measured)


def _read(path: Path) -> dict | None:
    return json.loads(path.read_text()) if path.is_file() else None
