"""What a trained reader says of itself, and whether it fits this code."""

import json
from dataclasses import dataclass
from pathlib import Path

from webapp.reading.errors import ReaderMismatch

RETRAIN = "Train it again with: python -m training train && python -m training evaluate"


@dataclass(frozen=True, slots=True)
class Card:
    """The part of card.json that serving needs."""

    name: str
    version: str
    preprocessing: int
    """VERSION of normalise.py that the reader was trained with."""
    alphabet: str
    """Class i + 1 of the scores is character i; class 0 is the blank."""
    column_stride: int
    """Columns of the line to one column of scores."""
    temperature: float
    """Divides the log-odds, so that confidences say how often the reader is right."""
    sure_number: float
    """Confidence from which a number is sure."""
    sure_digit: float
    """Confidence from which a digit is sure."""


def read_card(folder: Path, preprocessing: int) -> Card:
    """Read the card of the reader in `folder`.

    preprocessing: the VERSION of the code that is running
    raises: ReaderMismatch where the folder holds no reader, or one made for another preprocessing
    """
    path = folder / "card.json"
    try:
        card = parse_card(json.loads(path.read_text()))
    except FileNotFoundError as error:
        raise ReaderMismatch(f"There is no reader in {folder}: {path.name} is missing. {RETRAIN}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReaderMismatch(f"{path} cannot be read ({error!r}). {RETRAIN}") from error
    if card.preprocessing != preprocessing:
        raise ReaderMismatch(
            f"The reader in {folder} was trained with preprocessing version {card.preprocessing}, "
            f"this code has version {preprocessing}. {RETRAIN}"
        )
    return card


def parse_card(content: dict) -> Card:
    """Take what serving needs from the content of card.json. raises: KeyError, TypeError where it is not there"""
    return Card(
        name=content["name"],
        version=content["version"],
        preprocessing=content["preprocessing"],
        alphabet=content["alphabet"],
        column_stride=content["column_stride"],
        temperature=content["temperature"],
        sure_number=content["thresholds"]["number"],
        sure_digit=content["thresholds"]["digit"],
    )
