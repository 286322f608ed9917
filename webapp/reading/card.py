"""What a trained reader says of itself, and whether it fits this code."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webapp.reading.errors import ReaderMismatch
from webapp.reading.strings.calibrate import Calibration

RETRAIN = (
    "Train it again with: python -m training train && python -m training evaluate, then train-inspector, "
    "train-lone-digit and evaluate"
)
RETRAIN_INSPECTOR = "Train it again with: python -m training train-inspector && python -m training evaluate"
RETRAIN_LONE_DIGIT = "Train it again with: python -m training train-lone-digit && python -m training evaluate"
RETRAIN_LOCATOR = (
    "Train it again with: python -m training train-locator && python -m training train-verifier && "
    "python -m training evaluate-locator"
)


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
    sure_alone: float = 1.0
    """Confidence from which a number of one digit is sure: nothing parts it, and two networks read it."""
    first_look: Calibration = Calibration()
    """Of what a first look says that is likely: see read_line."""
    all_views: Calibration = Calibration()
    """Of what all views say together."""
    second_opinion: Calibration = Calibration()
    """Of what two networks read together."""
    windows: int | None = None
    """VERSION of windows.py that its inspector was trained with; None where it has no inspector."""
    lone_windows: int | None = None
    """The same of its second opinion on digits that stand alone."""
    plain_digit: float = 0.0
    """What the inspector says of a digit from which it is sure."""


@dataclass(frozen=True, slots=True)
class LocatorCard:
    """The part of a locator's card.json that serving needs."""

    page_input: int
    """VERSION of look.py that the locator was trained with."""
    patch: int | None
    """VERSION of verify.py that its verifier was trained with; None where it has no verifier."""
    sure: float
    """Likelihood of a number (judge.likelihood) from which nobody has to be asked."""
    found: float = 0.0
    """The same from which it is a number, not a candidate."""
    witness: int | None = None
    """VERSION of verify.py that its witness was trained with; None where it has none."""
    written: float = 0.0
    """Probability of handwriting, as the witness says, below which the person is asked."""
    printed: float = 0.0
    """The same below which what was found is a candidate."""


def read_card(folder: Path, preprocessing: int, windows: int) -> Card:
    """Read the card of the reader in `folder`.

    preprocessing, windows: the VERSIONs of the code that is running
    raises: ReaderMismatch where the folder holds no reader, or one made for another preprocessing
    """
    card = _parsed(folder / "card.json", parse_card, "reader", RETRAIN)
    _check_version(folder, "reader", card.preprocessing, preprocessing, RETRAIN)
    if card.windows is not None:
        _check_version(folder, "inspector", card.windows, windows, RETRAIN_INSPECTOR)
    if card.lone_windows is not None:
        _check_version(folder, "second opinion", card.lone_windows, windows, RETRAIN_LONE_DIGIT)
    return card


def read_locator_card(folder: Path, page_input: int, patch: int | None) -> LocatorCard:
    """Read the card of the locator in `folder`; else as read_card.

    page_input, patch: the VERSIONs of the code that is running; None for patch where its verifier is not used
    """
    card = _parsed(folder / "card.json", parse_locator_card, "locator", RETRAIN_LOCATOR)
    _check_version(folder, "locator", card.page_input, page_input, RETRAIN_LOCATOR)
    for name, trained in (("verifier", card.patch), ("witness", card.witness)):
        if None not in (trained, patch):
            _check_version(folder, name, trained, patch, RETRAIN_LOCATOR)
    return card


def _parsed(path: Path, parse: Callable[[dict], Any], what: str, retrain: str):
    try:
        return parse(json.loads(path.read_text()))
    except FileNotFoundError as error:
        raise ReaderMismatch(f"There is no {what} in {path.parent}: {path.name} is missing. {retrain}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReaderMismatch(f"{path} cannot be read ({error!r}). {retrain}") from error


def _check_version(folder: Path, what: str, trained: int, running: int, retrain: str) -> None:
    if trained != running:
        raise ReaderMismatch(
            f"The {what} in {folder} was trained with preprocessing version {trained}, "
            f"this code has version {running}. {retrain}"
        )


def parse_locator_card(content: dict) -> LocatorCard:
    """As parse_card, for a locator."""
    verifier, witness, thresholds = content.get("verifier"), content.get("witness"), content["thresholds"]
    return LocatorCard(
        page_input=content["page_input"],
        patch=verifier and verifier["patch"],
        sure=float(thresholds["sure"]),
        # Locators of the first versions have none of these.
        witness=witness and witness["patch"],
        **{name: float(thresholds.get(name, 0.0)) for name in ("found", "written", "printed")},
    )


def parse_card(content: dict) -> Card:
    """Take what serving needs from the content of card.json.

    raises: KeyError, TypeError, ValueError, AttributeError where it is not there, or not of its kind
    """
    return Card(
        name=content["name"],
        version=content["version"],
        preprocessing=content["preprocessing"],
        alphabet="".join(content["alphabet"]),
        column_stride=int(content["column_stride"]),
        temperature=float(content["temperature"]),
        sure_number=float(content["thresholds"]["number"]),
        sure_digit=float(content["thresholds"]["digit"]),
        sure_alone=float(content["thresholds"].get("alone", content["thresholds"]["number"])),
        windows=content["inspector"]["windows"] if "inspector" in content else None,
        lone_windows=content["lone_digit"]["windows"] if "lone_digit" in content else None,
        plain_digit=float(content["thresholds"].get("plain", 0.0)),
        # Readers of the first versions have none.
        **{look: Calibration(*line) for look, line in content.get("calibration", {}).items()},
    )
