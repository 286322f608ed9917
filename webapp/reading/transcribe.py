"""Scores per column to characters, each with its probability, its alternatives and its place.

The network's output is read by connectionist temporal classification: ctc.py has its exact sums, beam.py finds the
likeliest strings, candidates.py chooses one of them.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from webapp.reading.doubts.between import is_unread_between
from webapp.reading.doubts.gaps import may_be_mixed, may_be_two, may_hold_a_minus
from webapp.reading.result import Check
from webapp.reading.strings.calibrate import Calibration
from webapp.reading.strings.candidates import SEPARATORS, Choice, choose, number_probability
from webapp.reading.strings.ctc import BLANK, best_path, forward_backward, softmax, substitution_likelihoods
from webapp.reading.strings.groups import plausibility
from webapp.reading.strings.patterns import Pattern

__all__ = ["SEPARATORS", "Character", "Transcript", "best_path", "transcribe"]

MOST_EXCHANGES = 6

FAINT_COLUMN = 0.2  # ink in a column, in pixels: less is the blur around a stroke


@dataclass(frozen=True, slots=True)
class Character:
    """One character of a line."""

    value: str
    confidence: float
    """Probability of the value, given the rest of the string."""
    left: int
    """First column of the line that belongs to it; `right` is the first that no longer does."""
    right: int
    alternatives: tuple[tuple[str, float], ...]
    """Other values of its kind (digit or separator) with their probabilities, most likely first."""
    centre: float = 0.0
    """Column of the line in whose surroundings the network says it."""
    plain: float = 1.0
    """How likely it stands there as people write it, with nothing over it; 1 where nobody has looked."""

    def calibrated(self, calibration: Calibration) -> "Character":
        confidence, others = calibration.with_others(self.confidence, self.alternatives)
        return replace(self, confidence=confidence, alternatives=others)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a line says."""

    characters: tuple[Character, ...]
    confidence: float
    """Probability that the line says just these digits and separators; with a pattern, among those that match it."""
    others: tuple[tuple[str, float], ...] = ()
    """Other texts of the whole line with their confidences, likeliest first."""
    check: Check | None = None
    """What its check digits said, where the pattern has some."""
    doubtful: bool = False
    """Whether nobody can be sure of it, whatever its confidence: image and pattern contradict each other, slashes look
    like ones, something that is not read stands between two digits or so much paper that they may be two numbers', a
    dash may be the next number's minus, a whole may stand before its fraction, two looks differ, or only the second
    one found a number."""

    @property
    def text(self) -> str:
        return "".join(character.value for character in self.characters)

    def calibrated(self, calibration: Calibration) -> "Transcript":
        """The same with confidences that say how often they are right."""
        confidence, others = calibration.with_others(self.confidence, self.others)
        characters = tuple(character.calibrated(calibration) for character in self.characters)
        return replace(self, characters=characters, confidence=confidence, others=others)


def transcribe(
    scores: np.ndarray,
    pixels: np.ndarray,
    alphabet: str,
    temperature: float = 1.0,
    pattern: Pattern | None = None,
) -> Transcript:
    """The most likely number of a line; separators at its ends are dropped, unless the pattern has them.

    scores: (views, ceil(cols / stride), classes) float32, log-odds of the blank and of each character of `alphabet`,
        one view of the line after the other. Probabilities are the means over all views: what only one of them says
        is doubtful (Dietterich, "Ensemble methods in machine learning", 2000)
    pixels: (rows, cols) float32, 0 paper .. 1 ink: the line that gave the scores; the last column of scores may
        stand for fewer columns than the others
    temperature: the card's; divides the log-odds, so that confidences say how often they are right
    pattern: only strings that match it are read, where any fits into the columns
    returns: a Transcript without characters where the line holds no digit
    """
    probabilities = softmax(scores / temperature)
    choice = choose(probabilities, alphabet, pattern)
    if not choice.text:
        return Transcript((), choice.confidence)
    exchanges = 0 if pattern is not None or choice.given else MOST_EXCHANGES
    text, likelihoods, centres = _settle(
        probabilities, choice.text, alphabet, pattern, exchanges, usual_alone=choice.in_usual_groups
    )
    if text != choice.text:
        others = tuple(other for other in ((choice.text, choice.confidence), *choice.others) if other[0] != text)
        choice = Choice(text, number_probability(probabilities, text, alphabet), others, doubtful=choice.doubtful)
    stride = -(-pixels.shape[1] // scores.shape[1])
    centres = centres * stride
    edges = _cut_between(centres, pixels.sum(axis=0))
    ranked = np.argsort(-likelihoods, axis=1, kind="stable").tolist()
    shares = (likelihoods / np.maximum(likelihoods.sum(axis=1, keepdims=True), np.finfo(float).tiny)).tolist()
    characters = tuple(
        _character(*character, alphabet)
        for character in zip(text, shares, ranked, edges[:-1], edges[1:], centres.tolist(), strict=True)
    )
    doubtful = choice.doubtful or is_unread_between(pixels, centres) or may_be_two(pixels, text, centres)
    doubtful = doubtful or pattern is None and (may_hold_a_minus(text) or may_be_mixed(text))
    return Transcript(characters, choice.confidence, choice.others, choice.check, doubtful)


def _settle(
    probabilities: np.ndarray, text: str, alphabet: str, pattern: Pattern | None, exchanges: int, usual_alone: bool
) -> tuple[str, np.ndarray, np.ndarray]:
    """Exchange characters until none has a likelier alternative, each step for the exchange that gains most.

    On a line that holds a number the search has found the likeliest string, and nothing is left to exchange; noise
    has so many strings that it misses some. A line that needs many exchanges is no number.

    usual_alone: whether no exchange may make it a number that people rarely part so
    returns: the string; of each character, (characters, classes), the string's probability with another one in its
        place, 0 for those of another kind and those that the pattern forbids; and the centres (characters,)
    """
    for exchanges_left in range(exchanges, -1, -1):
        classes = np.array([alphabet.index(character) + 1 for character in text])
        forward, backward = forward_backward(probabilities, classes)
        likelihoods = substitution_likelihoods(probabilities, classes, forward, backward)
        likelihoods[:, 1:] *= _allowed(text, alphabet, pattern)
        likelihoods[:, BLANK] = 0.0
        if pattern is not None:
            likelihoods[:, 1:] = _as_one_value(likelihoods[:, 1:], text, alphabet, pattern)
        own = likelihoods[np.arange(len(classes)), classes]
        # Not merely above: rounding would let two equal strings take turns.
        gains = np.where(likelihoods > own[:, np.newaxis] * 1.000001, likelihoods, 0.0)
        if usual_alone:
            gains *= _as_usual(text, alphabet, gains > 0)
        if exchanges_left == 0 or not gains.any():
            break
        place, best = np.unravel_index(gains.argmax(), gains.shape)
        text = text[:place] + alphabet[best - 1] + text[place + 1 :]
    return text, likelihoods, _centres(forward, backward)


def _as_usual(text: str, alphabet: str, exchanges: np.ndarray) -> np.ndarray:
    """Which of these exchanges, (characters, classes) bool, leave a number that people part so."""
    usual = exchanges.copy()
    for place, kind in np.argwhere(exchanges).tolist():
        exchanged = text[:place] + alphabet[kind - 1] + text[place + 1 :]
        usual[place, kind] = plausibility(exchanged) >= plausibility(text)
    return usual


def _allowed(text: str, alphabet: str, pattern: Pattern | None) -> np.ndarray:
    """(characters, alphabet): whether a character may stand in a place, all others being as they are.

    Check digits are left out of this: with them every digit would seem certain, for the others leave no choice.
    """
    kinds = np.array([character.isdigit() for character in alphabet])
    allowed = np.stack([kinds if character.isdigit() else ~kinds for character in text])
    if pattern is not None:
        for place, kind in np.argwhere(allowed).tolist():
            exchanged = text[:place] + alphabet[kind] + text[place + 1 :]
            allowed[place, kind] = alphabet[kind] == text[place] or pattern.inside.accepts(exchanged)
    return allowed


def _as_one_value(likelihoods: np.ndarray, text: str, alphabet: str, pattern: Pattern) -> np.ndarray:
    """The same, what leaves the number as it is counted as the character that stands there: a comma for a point
    between an amount's thousands. likelihoods: (characters, alphabet)"""
    counted, value = likelihoods.copy(), pattern.value_of(text)
    for place, kind in np.argwhere(likelihoods > 0).tolist():
        own = alphabet.index(text[place])
        exchanged = text[:place] + alphabet[kind] + text[place + 1 :]
        if kind != own and pattern.value_of(exchanged) == value:
            counted[place, own] += counted[place, kind]
            counted[place, kind] = 0.0
    return counted


def _character(
    value: str, shares: list[float], ranked: list[int], left: int, right: int, centre: float, alphabet: str
) -> Character:
    """shares: of each class; ranked: the classes, likeliest first"""
    own = alphabet.index(value) + 1
    return Character(
        value=value,
        confidence=shares[own],
        left=left,
        right=right,
        alternatives=tuple((alphabet[kind - 1], shares[kind]) for kind in ranked if shares[kind] > 0 and kind != own),
        centre=centre,
    )


def _centres(forward: np.ndarray, backward: np.ndarray) -> np.ndarray:
    """(characters,): the mean column, in columns of scores, at which paths say each character."""
    occupied = (forward * backward).sum(axis=0)[:, 1::2]
    columns = np.arange(len(occupied)) + 0.5
    return columns @ occupied / np.maximum(occupied.sum(axis=0), np.finfo(float).tiny)


def _cut_between(centres: np.ndarray, ink: np.ndarray) -> list[int]:
    """Where each character begins and the last one ends: at the emptiest column between two centres.

    centres: (characters,) in columns of the line; ink: (cols,) how much ink each column of the line holds
    """
    inked = np.flatnonzero(ink > FAINT_COLUMN)
    first, last = (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, len(ink))
    edges = [min(first, int(centres[0]))]
    levels = ink.tolist()
    for here, there in pairwise(centres.tolist()):
        edges.append(max(edges[-1] + 1, _emptiest(levels, here, there)))
    return [*edges, max(last, edges[-1] + 1)]


def _emptiest(ink: list[float], here: float, there: float) -> int:
    """The emptiest column between two; of equally empty ones that in the middle."""
    columns = range(int(here) + 1, max(int(there), int(here) + 2))
    middle, last = (here + there) / 2, len(ink) - 1
    return min(columns, key=lambda column: ink[min(column, last)] + abs(column - middle) / len(ink))
