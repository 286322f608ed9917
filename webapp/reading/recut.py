"""Lines cut anew: where what was found is hardly one whole number, it and its neighbours are cut between other digits,
so that each part is trusted.

Any run of the digits that were read there may be a number; the best way through them is found by dynamic programming
(Burges et al., "Shortest path segmentation", 1992).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from webapp.reading.join import Found
from webapp.reading.place import PAPER_AROUND, axes, without_paper

DOUBTFUL = 0.5  # likelihood of a number: what is less likely is cut anew
TRUSTED = 0.7  # likelihood of each part: only then is it cut so
COST = 0.45  # what is found is worth its likelihood less that: one number in place of two wrong ones is worth more
SIGN = 0.3  # leaving out a digit costs that: a sign between two numbers may have been read as one, mostly as a 1
MOST_CHARACTERS = 12  # of it and its neighbours
# Of the higher one's height: how far a neighbour is at most, how much places may lie over each other, how far the
# middle of one may lie above that of the other.
FARTHEST, OVER, LEVEL = 1.0, 0.3, 0.4
ALIKE = 2.0  # times as high, at most

Trust = Callable[[np.ndarray], float]
Read = Callable[[np.ndarray, float], Found | None]
Likelihood = Callable[[Found], float]


def cut_anew(
    found: list[Found],
    may_change: list[Found],
    trust: Trust,
    read: Read,
    likelihood: Likelihood,
    origin: tuple[int, int] = (0, 0),
) -> list[Found]:
    """The numbers, but others for those that were hardly likely and, cut elsewhere, are.

    found: in reading order
    may_change: those of them that are not settled otherwise
    trust: that one whole number stands in a place with these corners
    read: gives the number at a place with these corners and this score, or at one that fits it better
    likelihood: of a number to be right
    origin: x, y in the image of where the corners are counted from
    """
    places = {id(one): i for i, one in enumerate(found)}
    left = {places[id(one)] for one in may_change}
    likely = {i: likelihood(found[i]) for i in left}
    numbers = [[one] for one in found]
    for i in sorted(left, key=likely.__getitem__):
        if likely[i] >= DOUBTFUL:
            break
        if i not in left:
            continue
        beside = _with_neighbours(i, found, left)
        line = _Line.of([found[j] for j in beside], [likely[j] for j in beside], np.array(origin, float))
        if line is not None and (parts := _parts(line, trust, read, likelihood)):
            left -= set(beside)
            for j in beside:
                numbers[j] = parts if j == min(beside) else []
    return [one for there in numbers for one in there]


def _with_neighbours(i: int, found: list[Found], left: set[int]) -> list[int]:
    """A number, and those directly before and behind it in its line, from left to right; of those that are left."""
    tight = without_paper(found[i][0])
    along, down, _, height = axes(tight)
    start, end = (tight @ along).min(), (tight @ along).max()
    before: tuple[float, int] | None = None
    behind: tuple[float, int] | None = None
    for j in left - {i}:
        other = without_paper(found[j][0])
        tall = axes(other)[3]
        higher = max(height, tall)
        away = other.mean(axis=0) - tight.mean(axis=0)
        if higher > ALIKE * min(height, tall) or abs(away @ down) > LEVEL * higher:
            continue
        first, last = (other @ along).min(), (other @ along).max()
        gap = first - end if away @ along > 0 else start - last
        if not -OVER * higher <= gap < FARTHEST * higher:
            continue
        if away @ along > 0:
            behind = min(behind or (gap, j), (gap, j))
        else:
            before = min(before or (gap, j), (gap, j))
    return [*([before[1]] if before else []), i, *([behind[1]] if behind else [])]


@dataclass(frozen=True, slots=True)
class _Line:
    """The characters of neighbouring numbers, and where each stands."""

    along: np.ndarray
    down: np.ndarray
    text: str
    spans: np.ndarray
    """(characters, 4): where each begins and ends along the line, and downwards."""
    wholes: dict[tuple[int, int], tuple[Found, float]]
    """First character, and the one behind the last, of each number as it was found; and how likely that is."""

    @classmethod
    def of(cls, numbers: list[Found], likely: list[float], origin: np.ndarray) -> "_Line | None":
        """None where it is not known where each character stands, or where there is nothing to cut."""
        along, down, *_ = max((axes(corners) for corners, *_ in numbers), key=lambda place: place[2])
        text, spans, wholes = "", [], {}
        for one, likelihood in zip(numbers, likely, strict=True):
            corners, _, number = one
            tight = without_paper(corners)
            start, end = (tight @ along).min(), (tight @ along).max()
            top, bottom = (tight @ down).min(), (tight @ down).max()
            middles = np.array([digit.seen_at or (np.nan, np.nan) for digit in number.digits]) - origin
            columns = middles @ along
            if not (np.diff(columns) > 0).all() or np.isnan(columns).any():
                return None
            half = np.array([digit.box.width for digit in number.digits]) / 2
            between = (columns[1:] + columns[:-1]) / 2
            lefts = [start, *np.maximum(between, (columns - half)[1:])]
            rights = [*np.minimum(between, (columns + half)[:-1]), end]
            spans += [(left, right, top, bottom) for left, right in zip(lefts, rights, strict=True)]
            wholes[len(text), len(text) + len(number.digits)] = one, likelihood
            text += "".join(digit.value for digit in number.digits)
        if not 2 <= len(text) <= MOST_CHARACTERS:
            return None
        return cls(along, down, text, np.array(spans), wholes)

    def place(self, first: int, end: int) -> np.ndarray:
        """Corners (4, 2) of the characters first..end, with paper around as far as the neighbours leave it."""
        left, right = self.spans[first, 0], self.spans[end - 1, 1]
        top, bottom = self.spans[first:end, 2].min(), self.spans[first:end, 3].max()
        paper = PAPER_AROUND * (bottom - top)
        before = paper if first == 0 else min(paper, (left - self.spans[first - 1, 1]) / 2)
        behind = paper if end == len(self.spans) else min(paper, (self.spans[end, 0] - right) / 2)
        left, right, top, bottom = left - before, right + behind, top - paper, bottom + paper
        ends = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return np.array([x * self.along + y * self.down for x, y in ends], np.float32)


def _parts(line: _Line, trust: Trust, read: Read, likelihood: Likelihood) -> list[Found]:
    """The numbers of a line where they are likelier than those that were found; else []."""
    found = sum(likely - COST for _, likely in line.wholes.values())
    cuts, worth = _best_cuts(line, trust)
    if worth <= found or all(cut in line.wholes for cut in cuts):
        return []
    leaves_out = not _holds_all(cuts, len(line.text))
    score = min(score for (_, score, _), _ in line.wholes.values())
    parts: list[Found] = []
    worth = -SIGN if leaves_out else 0.0
    for cut in cuts:
        part = line.wholes[cut][0] if cut in line.wholes else read(line.place(*cut), score)
        if part is None:
            return []
        likely = likelihood(part)
        if cut not in line.wholes and likely < TRUSTED:
            return []
        # What was left out may have been a digit after all: the person is asked.
        parts.append((part[0], part[1], replace(part[2], sure=False)) if leaves_out else part)
        worth += likely - COST
    return parts if worth > found else []


def _best_cuts(line: _Line, trust: Trust) -> tuple[list[tuple[int, int]], float]:
    """The runs of characters that are worth most together, and what they are worth. They may leave out one digit."""
    n = len(line.text)
    best: list[tuple[float, list[tuple[int, int]]] | None] = [(0.0, []), *[None] * n]
    for end in range(1, n + 1):
        ways = [
            (before[0] + likely - COST, [*before[1], (first, end)])
            for first in range(end)
            if (before := best[first]) is not None and (likely := _likely(line, first, end, trust)) is not None
        ]
        before, is_digit = best[end - 1], line.text[end - 1].isdigit()
        if before is not None and is_digit and (end - 1, end) not in line.wholes and _holds_all(before[1], end - 1):
            ways.append((before[0] - SIGN, before[1]))
        best[end] = max(ways, default=None)
    worth, cuts = best[n] or (float("-inf"), [])
    return cuts, worth


def _holds_all(cuts: list[tuple[int, int]], end: int) -> bool:
    """Whether the runs leave out none of the characters before `end`."""
    return sum(end - first for first, end in cuts) == end


def _likely(line: _Line, first: int, end: int, trust: Trust) -> float | None:
    """How likely the characters first..end are one number; None where they are hardly one."""
    if (first, end) in line.wholes:
        return line.wholes[first, end][1]
    if not (line.text[first].isdigit() and line.text[end - 1].isdigit()):
        return None
    likely = trust(line.place(first, end))
    return likely if likely >= TRUSTED else None
