"""Lines cut anew: where what was found is hardly one whole number, it and its neighbours are cut between other digits,
so that each part is trusted.

Any run of the digits that were read there may be a number; the best way through them is found by dynamic programming
(Burges et al., "Shortest path segmentation", 1992).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from webapp.reading.places.place import (
    AGREED,
    PAPER_AROUND,
    Found,
    Likelihood,
    axes,
    corners_of,
    tight_corners_of,
    without_paper,
)
from webapp.reading.places.refine import without_doubles

DOUBTFUL = 0.5  # likelihood of a number: what is less likely is cut anew
# Likelihood of each part: only then is it cut so. Where numbers come together or a digit is left out, more may be lost.
TRUSTED, TRUSTED_FEWER = 0.5, 0.7
COST = 0.35  # what is found is worth its likelihood less that: one number in place of two wrong ones is worth more
SIGN = 0.3  # leaving out a digit costs that: a sign between two numbers may have been read as one, mostly as a 1
MOST_CHARACTERS = 12  # of it and its neighbours
# Of the higher one's height: how far a neighbour is at most, how much places may lie over each other, how far the
# middle of one may lie above that of the other.
FARTHEST, OVER, LEVEL = 1.0, 0.3, 0.4
ALIKE = 2.0  # times as high, at most

Trust = Callable[[np.ndarray], float]
ReadAbout = Callable[[np.ndarray, np.ndarray, float], Found | None]
Run = tuple[int, int]  # first character, and the one behind the last


def cut_anew(
    found: list[Found],
    may_change: list[Found],
    trust: Trust,
    read: ReadAbout,
    likelihood: Likelihood,
    origin: tuple[int, int] = (0, 0),
) -> list[Found]:
    """The numbers, but others for those that were hardly likely and, cut elsewhere, are.

    found: in reading order
    may_change: those of them that are not settled otherwise
    trust: that one whole number stands in a place with these corners
    read: gives the number at a place with these corners, or at one that fits it better and grows over none of those
        others (n, 4, 2), with this score
    likelihood: of a number to be right
    origin: x, y in the image of where the corners are counted from
    """
    places = {id(one): i for i, one in enumerate(found)}
    left = {places[id(one)] for one in may_change if one.score < AGREED}
    likely = {i: likelihood(found[i]) for i in left}
    tight = tight_corners_of(found)
    numbers = [[one] for one in found]
    for i in sorted(left, key=likely.__getitem__):
        if likely[i] >= DOUBTFUL:
            break
        if i not in left:
            continue
        beside = [j for j in _with_neighbours(i, tight) if j in left]
        line = _Line.of([found[j] for j in beside], [likely[j] for j in beside], np.array(origin, float))
        if line is None:
            continue
        others = corners_of(one for j, there in enumerate(numbers) if j not in beside for one in there)
        if parts := _parts(line, others, trust, read, likelihood):
            left -= set(beside)
            for j in beside:
                numbers[j] = parts if j == min(beside) else []
    return [one for there in numbers for one in there]


def _with_neighbours(i: int, tight: np.ndarray) -> list[int]:
    """A number, and those directly before and behind it in its line, from left to right.

    tight: corners (n, 4, 2) of all, without the paper around
    """
    along, down, _, height = axes(tight[i])
    heights = np.linalg.norm(tight[:, 3] - tight[:, 0], axis=1)
    higher, lower = np.maximum(heights, height), np.minimum(heights, height)
    away = tight.mean(axis=1) - tight[i].mean(axis=0)
    columns = tight @ along
    behind = columns.min(axis=1) - columns[i].max()
    before = columns[i].min() - columns.max(axis=1)
    gaps = np.where(away @ along > 0, behind, before)
    level = (higher <= ALIKE * lower) & (np.abs(away @ down) <= LEVEL * higher)
    near = level & (-OVER * higher <= gaps) & (gaps < FARTHEST * higher)
    near[i] = False
    sides = (near & (away @ along <= 0), near & (away @ along > 0))
    first, last = ([int(np.where(side, gaps, np.inf).argmin())] if side.any() else [] for side in sides)
    return [*first, i, *last]


@dataclass(frozen=True, slots=True)
class _Line:
    """The characters of neighbouring numbers, and where each stands."""

    along: np.ndarray
    down: np.ndarray
    text: str
    spans: np.ndarray
    """(characters, 4): where each begins and ends along the line, and downwards."""
    wholes: dict[Run, tuple[Found, float]]
    """Each number as it was found, and how likely that is."""

    @classmethod
    def of(cls, numbers: list[Found], likely: list[float], origin: np.ndarray) -> "_Line | None":
        """None where it is not known where each character stands, or where there is nothing to cut."""
        along, down, *_ = max((axes(one.corners) for one in numbers), key=lambda place: place[2])
        text, spans, wholes = "", [], {}
        for one, likelihood in zip(numbers, likely, strict=True):
            corners, _, number = one
            tight = without_paper(corners)
            top, bottom = (tight @ down).min(), (tight @ down).max()
            middles = np.array([digit.seen_at or (np.nan, np.nan) for digit in number.digits]) - origin
            columns = middles @ along
            if not (np.diff(columns) > 0).all() or np.isnan(columns).any():
                return None
            # Boxes are upright, lines may lean or run down the page.
            sides = np.array([(digit.box.width, digit.box.height) for digit in number.digits])
            half = sides @ np.abs(along) / 2
            between = (columns[1:] + columns[:-1]) / 2
            start = min((tight @ along).min(), columns[0] - half[0])
            end = max((tight @ along).max(), columns[-1] + half[-1])
            lefts = [start, *np.maximum(between, (columns - half)[1:])]
            rights = [*np.minimum(between, (columns + half)[:-1]), end]
            spans += [(left, right, top, bottom) for left, right in zip(lefts, rights, strict=True)]
            wholes[len(text), len(text) + len(number.digits)] = one, likelihood
            text += number.text
        if not 2 <= len(text) <= MOST_CHARACTERS:
            return None
        return cls(along, down, text, np.array(spans), wholes)

    def place(self, run: Run) -> np.ndarray:
        """Corners (4, 2) of a run of characters, with paper around as far as the neighbours leave it."""
        first, end = run
        left, right = self.spans[first, 0], self.spans[end - 1, 1]
        top, bottom = self.spans[first:end, 2].min(), self.spans[first:end, 3].max()
        paper = PAPER_AROUND * (bottom - top)
        before = paper if first == 0 else min(paper, (left - self.spans[first - 1, 1]) / 2)
        behind = paper if end == len(self.spans) else min(paper, (self.spans[end, 0] - right) / 2)
        left, right, top, bottom = left - before, right + behind, top - paper, bottom + paper
        ends = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return np.array([x * self.along + y * self.down for x, y in ends], np.float32)


def _parts(line: _Line, others: np.ndarray, trust: Trust, read: ReadAbout, likelihood: Likelihood) -> list[Found]:
    """The numbers of a line where they are likelier than those that were found; else [].

    others: (n, 4, 2) places of all other numbers
    """
    found = sum(likely - COST for _, likely in line.wholes.values())
    cuts, worth = _best_cuts(line, trust)
    if worth <= found or all(cut in line.wholes for cut in cuts):
        return []
    leaves_out = not _holds_all(cuts, len(line.text))
    least = TRUSTED if len(cuts) >= len(line.wholes) and not leaves_out else TRUSTED_FEWER
    score = min(whole.score for whole, _ in line.wholes.values())
    places = np.array([line.place(cut) for cut in cuts])
    parts: list[Found] = []
    worth = -SIGN if leaves_out else 0.0
    for i, cut in enumerate(cuts):
        if cut in line.wholes:
            part, _ = line.wholes[cut]
        else:
            part = read(places[i], np.concatenate([others, np.delete(places, i, axis=0)]), score)
        if part is None or cut not in line.wholes and likelihood(part) < least:
            return []
        worth += likelihood(part) - COST
        # What was left out may have been a digit after all: the person is asked.
        if leaves_out or len(part.number.digits_only) < sum(c.isdigit() for c in line.text[slice(*cut)]):
            part = part.unclear()._replace(score=score)
        parts.append(part)
    # Two parts may have come to be one.
    is_likelier = worth > found and len(without_doubles([(worth, part) for part in parts])) == len(parts)
    return parts if is_likelier else []


def _best_cuts(line: _Line, trust: Trust) -> tuple[list[Run], float]:
    """The runs of characters that are worth most together, and what they are worth. They may leave out one digit
    between two of them."""
    n = len(line.text)
    best: list[tuple[float, list[Run]] | None] = [(0.0, []), *[None] * n]
    for end in range(1, n + 1):
        ways = [
            (before[0] + likely - COST, [*before[1], (first, end)])
            for first in range(end)
            if (before := best[first]) is not None and (likely := _likely(line, (first, end), trust)) is not None
        ]
        before = best[end - 1]
        if before is not None and 1 < end < n and _may_be_a_sign(line, end - 1) and _holds_all(before[1], end - 1):
            ways.append((before[0] - SIGN, before[1]))
        best[end] = max(ways, default=None)
    worth, cuts = best[n] or (float("-inf"), [])
    return cuts, worth


def _may_be_a_sign(line: _Line, character: int) -> bool:
    """Whether it was read as a digit, and not as a number of its own."""
    return line.text[character].isdigit() and (character, character + 1) not in line.wholes


def _holds_all(cuts: list[Run], end: int) -> bool:
    """Whether the runs leave out none of the characters before `end`."""
    return sum(end - first for first, end in cuts) == end


def _likely(line: _Line, run: Run, trust: Trust) -> float | None:
    """How likely a run of characters is one number; None where it is hardly one."""
    if run in line.wholes:
        return line.wholes[run][1]
    first, end = run
    if not (line.text[first].isdigit() and line.text[end - 1].isdigit()):
        return None
    likely = trust(line.place(run))
    return likely if likely >= TRUSTED else None
