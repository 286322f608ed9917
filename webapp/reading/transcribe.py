"""Scores per column to characters, each with its probability, its alternatives and its place.

The network's output is read by connectionist temporal classification (Graves et al. 2006): at each column it says
one character or "no character here" (the blank); a string's probability is the sum over all the ways, column by
column, that collapse to it. Everything here follows from that one definition, computed in plain probabilities:
they stay far above float64's floor for the few hundred columns that a number has.
"""

from dataclasses import dataclass

import numpy as np

BLANK = 0
# What people put behind a number: whether 12.- has them or not, the number read is 12, so their probabilities add.
ENDINGS = ("", ".", ",", "-", "/", ".-", ",-", "/-")
SEPARATORS = ".,-/"
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


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a line says."""

    characters: tuple[Character, ...]
    confidence: float
    """Probability that the line says just these digits and separators."""

    @property
    def text(self) -> str:
        return "".join(character.value for character in self.characters)


def transcribe(scores: np.ndarray, pixels: np.ndarray, alphabet: str, temperature: float = 1.0) -> Transcript:
    """The most likely number of a line; separators at its ends are dropped.

    scores: (ceil(cols / stride), classes) float32, log-odds of the blank and of each character of `alphabet`
    pixels: (rows, cols) float32, 0 paper .. 1 ink: the line that gave the scores; the last column of scores may
        stand for fewer columns than the others
    temperature: the card's; divides the log-odds, so that confidences say how often they are right
    returns: a Transcript without characters where the line holds no digit
    """
    probabilities = _softmax(scores / temperature)
    text = best_path(probabilities, alphabet).strip(SEPARATORS)
    if not text:
        return Transcript((), float(probabilities[:, BLANK].prod()))
    text, likelihoods, centres = _settle(probabilities, text, alphabet)
    stride = -(-pixels.shape[1] // len(scores))
    edges = _cut_between(centres * stride, pixels.sum(axis=0))
    characters = tuple(
        _character(value, row, alphabet, left, right)
        for value, row, left, right in zip(text, likelihoods, edges[:-1], edges[1:], strict=True)
    )
    endings = [ending for ending in ENDINGS if set(ending) <= set(alphabet)]
    confidence = sum(string_probability(probabilities, text + ending, alphabet) for ending in endings)
    return Transcript(characters, min(confidence, 1.0))


def best_path(probabilities: np.ndarray, alphabet: str) -> str:
    """The string of the likeliest class at each column: repeats collapsed, blanks dropped.

    probabilities: (cols, classes); log-odds do as well
    """
    path = probabilities.argmax(axis=1)
    kept = path[(path != BLANK) & np.append(True, path[1:] != path[:-1])]
    return "".join(alphabet[c - 1] for c in kept)


def string_probability(probabilities: np.ndarray, text: str, alphabet: str) -> float:
    """The probability of one string: the sum over all its paths. probabilities: (cols, classes)"""
    classes = np.array([alphabet.index(character) + 1 for character in text], int)
    return float(_forward(probabilities, classes)[-1, -2:].sum())


def _settle(probabilities: np.ndarray, text: str, alphabet: str) -> tuple[str, np.ndarray, np.ndarray]:
    """Exchange characters until none has a likelier alternative, each step for the exchange that gains most.

    The likeliest path and the likeliest string can differ: a character spread over several columns loses to one that
    peaks in each of them. Each exchange makes the string likelier; a line that needs many of them is no number.

    returns: the string, its characters' likelihoods (characters, classes), and their centres (characters,)
    """
    for exchanges_left in range(MOST_EXCHANGES, -1, -1):
        classes = np.array([alphabet.index(character) + 1 for character in text])
        forward, backward = _forward(probabilities, classes), _backward(probabilities, classes)
        likelihoods = _substitution_likelihoods(probabilities, classes, forward, backward)
        of_kind = np.array([[c.isdigit() == character.isdigit() for c in alphabet] for character in text])
        rivals = np.where(of_kind, likelihoods[:, 1:], 0.0)
        place, kind = np.unravel_index(rivals.argmax(), rivals.shape)
        # Not merely above: rounding would let two equal strings take turns.
        if exchanges_left == 0 or rivals[place, kind] <= likelihoods[place, classes[place]] * 1.000001:
            break
        text = text[:place] + alphabet[kind] + text[place + 1 :]
    return text, likelihoods, _centres(forward, backward)


def _softmax(scores: np.ndarray) -> np.ndarray:
    odds = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def _states(classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The string with blanks around each character, and where a path may skip the blank before a character."""
    states = np.full(2 * len(classes) + 1, BLANK)
    states[1::2] = classes
    may_skip = np.zeros(len(states))
    may_skip[3::2] = classes[1:] != classes[:-1]
    return states, may_skip


def _forward(probabilities: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """(cols, states): probability of all beginnings of paths that stand in a state at a column, that column included.

    State 2 i + 1 is character i, state 2 i the blank before it.
    """
    states, may_skip = _states(classes)
    emitted = probabilities[:, states]
    forward = np.zeros(emitted.shape)
    forward[0, :2] = emitted[0, :2]
    for column in range(1, len(emitted)):
        before = forward[column - 1]
        here = before.copy()
        here[1:] += before[:-1]
        here[2:] += before[:-2] * may_skip[2:]
        forward[column] = here * emitted[column]
    return forward


def _backward(probabilities: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """(cols, states): probability of all endings of paths after a column, from a state at that column."""
    states, may_skip = _states(classes)
    emitted = probabilities[:, states]
    backward = np.zeros(emitted.shape)
    backward[-1, -2:] = 1.0
    for column in range(len(emitted) - 2, -1, -1):
        after = backward[column + 1] * emitted[column + 1]
        here = after.copy()
        here[:-1] += after[1:]
        here[:-2] += after[2:] * may_skip[2:]
        backward[column] = here
    return backward


def _substitution_likelihoods(probabilities, classes, forward, backward) -> np.ndarray:
    """(characters, classes): the string's probability with one character replaced by each class.

    Paths enter the replaced character from the blank before it or from its left neighbour, and leave it to the
    blank behind it or to its right neighbour; a neighbour of the same class needs the blank between.
    """
    count, kinds = len(classes), probabilities.shape[1]
    differs_left, differs_right = np.ones((count, kinds)), np.ones((count, kinds))
    differs_left[np.arange(1, count), classes[:-1]] = 0
    differs_right[np.arange(count - 1), classes[1:]] = 0
    left_neighbour = np.pad(forward[:, 1:-2:2], ((0, 0), (1, 0)))  # (cols, characters)
    entering = np.zeros((len(probabilities), count, kinds))
    entering[1:] = forward[:-1, 0:-1:2, None] + left_neighbour[:-1, :, None] * differs_left
    entering[0, 0] = 1.0
    emitted = backward * probabilities[:, _states(classes)[0]]
    right_neighbour = np.pad(emitted[:, 3::2], ((0, 0), (0, 1)))
    leaving = np.zeros_like(entering)
    leaving[:-1] = emitted[1:, 2::2, None] + right_neighbour[1:, :, None] * differs_right
    leaving[-1, -1] = 1.0
    inside, likelihoods = np.zeros((count, kinds)), np.zeros((count, kinds))
    for column, emission in enumerate(probabilities):
        inside = (inside + entering[column]) * emission
        likelihoods += inside * leaving[column]
    return likelihoods


def _character(value: str, likelihoods: np.ndarray, alphabet: str, left: int, right: int) -> Character:
    kind = [c for c in alphabet if c.isdigit() == value.isdigit()]
    of_kind = np.array([likelihoods[alphabet.index(c) + 1] for c in kind])
    shares = of_kind / max(of_kind.sum(), np.finfo(float).tiny)
    ranked = sorted(zip(kind, shares.tolist(), strict=True), key=lambda pair: -pair[1])
    return Character(
        value=value,
        confidence=dict(ranked)[value],
        left=left,
        right=right,
        alternatives=tuple(pair for pair in ranked if pair[0] != value),
    )


def _centres(forward: np.ndarray, backward: np.ndarray) -> np.ndarray:
    """(characters,): the mean column, in columns of scores, at which paths say each character."""
    occupied = (forward * backward)[:, 1::2]
    columns = np.arange(len(occupied)) + 0.5
    return columns @ occupied / np.maximum(occupied.sum(axis=0), np.finfo(float).tiny)


def _cut_between(centres: np.ndarray, ink: np.ndarray) -> list[int]:
    """Where each character begins and the last one ends: at the emptiest column between two centres.

    centres: (characters,) in columns of the line; ink: (cols,) how much ink each column of the line holds
    """
    inked = np.flatnonzero(ink > FAINT_COLUMN)
    first, last = (int(inked[0]), int(inked[-1]) + 1) if len(inked) else (0, len(ink))
    edges = [min(first, int(centres[0]))]
    for here, there in zip(centres[:-1], centres[1:], strict=True):
        between = np.arange(int(here) + 1, max(int(there), int(here) + 2))
        # Of equally empty columns take the middle one.
        lopsided = np.abs(between - (here + there) / 2) / len(ink)
        edges.append(max(edges[-1] + 1, int(between[np.argmin(ink[np.minimum(between, len(ink) - 1)] + lopsided)])))
    return [*edges, max(last, edges[-1] + 1)]
