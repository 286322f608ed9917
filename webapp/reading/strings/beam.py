"""The likeliest strings of a line, found by prefix beam search (Hannun et al. 2014, arXiv:1408.2873).

From column to column the search keeps the likeliest beginnings of strings, each with the probability of the paths
that end in its last character and of those that end in a blank. What it leaves out makes its probabilities too small,
so they only choose the candidates: ctc.py then computes theirs exactly.
"""

import heapq
from typing import Protocol

import numpy as np

from webapp.reading.strings.ctc import BLANK

FAR_BEHIND = 1e-4  # of the likeliest beginning: what is less likely is not followed, it hardly ever comes back
# The same where strings are forbidden: those that lead may come to a dead end later.
FAR_BEHIND_ALLOWED = 1e-8
GUESSES = 8  # beginnings to follow where the line says nothing that is allowed


class Automaton(Protocol):
    """Which strings are allowed; 0 is the state from which none is."""

    start: int

    def step(self, state: int, character: str) -> int: ...

    def is_final(self, state: int) -> bool: ...

    def fewest_more(self, state: int) -> int: ...


def likeliest_strings(probabilities: np.ndarray, alphabet: str, count: int, faint: float = 1e-4) -> list[str]:
    """At most `count` strings, likeliest first.

    probabilities: (cols, classes)
    faint: classes less likely than this in a column are not tried there
    """
    beams = {"": (1.0, 0.0)}
    classes = _classes(alphabet)
    for emission, tried in _columns(probabilities, alphabet, faint):
        if not tried:
            beams = {text: (blank + last, 0.0) for text, (blank, last) in beams.items()}
            continue
        beams = _best(_extended(beams, emission, classes, tried, FAR_BEHIND), count, FAR_BEHIND)
    return _by_probability(beams)


def likeliest_allowed(
    probabilities: np.ndarray, alphabet: str, count: int, automaton: Automaton, faint: float = 1e-6
) -> list[str]:
    """At most `count` strings that the automaton accepts, likeliest first; none where none is found.

    probabilities: (cols, classes)
    faint: classes less likely than this in a column are not tried there
    """
    columns, classes = _columns(probabilities, alphabet, faint), _classes(alphabet)
    states, beams = {"": automaton.start}, {"": (1.0, 0.0)}
    floor = FAR_BEHIND_ALLOWED if faint > 0 else 0.0
    for left, (emission, tried) in zip(range(len(columns) - 1, -1, -1), columns, strict=True):
        grown = _extended(beams, emission, classes, tried, floor)
        known, states = states, {}
        for text in grown:
            state = known[text] if text in known else automaton.step(known[text[:-1]], text[-1])
            # Each character that is still missing needs a column.
            if state and automaton.fewest_more(state) <= left:
                states[text] = state
        beams = _best({text: grown[text] for text in states}, count, floor)
        states = {text: states[text] for text in beams}
    return _by_probability({text: beam for text, beam in beams.items() if automaton.is_final(states[text])})


def guess_allowed(probabilities: np.ndarray, alphabet: str, automaton: Automaton) -> list[str]:
    """The same where the line says nothing that is allowed: all classes are tried in all columns, which takes as long.
    None where none fits into the columns."""
    return likeliest_allowed(probabilities, alphabet, GUESSES, automaton, 0.0)


def _classes(alphabet: str) -> dict[str, int]:
    """The class of each character, and the blank's of none."""
    return {character: kind for kind, character in enumerate(["", *alphabet], start=BLANK)}


def _columns(probabilities: np.ndarray, alphabet: str, faint: float) -> list[tuple[list[float], list]]:
    """Of each column: the probability of each class, and the characters that are worth trying, with theirs."""
    rows = probabilities.tolist()
    tried = [[] for _ in rows]
    for column, kind in np.argwhere(probabilities[:, BLANK + 1 :] > faint).tolist():
        tried[column].append((alphabet[kind], rows[column][kind + 1]))
    return list(zip(rows, tried, strict=True))


def _extended(beams: dict, emission: list[float], classes: dict[str, int], tried: list, floor: float) -> dict:
    """All beams one column later: unchanged, and with each character that is worth trying."""
    grown = {}
    blank = emission[BLANK]
    for text, (in_blank, in_last) in beams.items():
        both, last = in_blank + in_last, text[-1:]
        stay = grown.get(text, (0.0, 0.0))
        # Without a last character the class is the blank's, but then nothing ends in it.
        grown[text] = (stay[0] + both * blank, stay[1] + in_last * emission[classes[last]])
        for character, probability in tried:
            # The same character again is a new one only after a blank.
            gain = (in_blank if character == last else both) * probability
            if gain > floor:
                longer = text + character
                reached = grown.get(longer, (0.0, 0.0))
                grown[longer] = (reached[0], reached[1] + gain)
    return grown


def _best(beams: dict, count: int, floor: float) -> dict:
    """The likeliest beams, as shares of the likeliest: a few hundred columns would come near to float64's end."""
    top = max((blank + last for blank, last in beams.values()), default=0.0)
    if top <= 0:
        return {}
    kept = {text: (blank / top, last / top) for text, (blank, last) in beams.items() if (blank + last) / top >= floor}
    if len(kept) <= count:
        return kept
    return dict(heapq.nlargest(count, kept.items(), key=lambda beam: sum(beam[1])))


def _by_probability(beams: dict) -> list[str]:
    return sorted(beams, key=lambda text: -sum(beams[text]))
