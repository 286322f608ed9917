"""Parts of one date that were found apart, put together where the whole reads as a date."""

from math import prod

import numpy as np

from webapp.reading.places.place import Found, Likelihood, Read, axes
from webapp.reading.strings.dates import is_date

# Between the parts of a date, in heights of the lower one; below 0 places overlap, as both have paper around.
NEAREST, FARTHEST = -1.2, 0.9
LEVEL = 0.35  # of the lower one's height: so far the middle of one may lie above that of the other
ALIKE = 1.7  # times as high, at most
FEWEST_DIGITS, MOST_DIGITS = 4, 10  # 1/1/26 to 31/12/2026 with slashes that were read as ones
LIKELIER_THAN_NOT = 0.5  # confidence of the whole
HARDLY_LIKELY = 0.2  # likelihood of the whole: below it numbers that read as a date together may be none


def join_dates(found: list[Found], read: Read, likelihood: Likelihood) -> list[Found]:
    """The numbers, but one date for two or three neighbours that are its parts.

    A sum's operands may read as a date too, 5-6-03: where that is hardly likely, and less so than that all of them are
    right, they stay apart and are asked about, each digit of them.

    found: in reading order
    read: gives the number at a place with these corners and this score
    likelihood: of a number to be right
    """
    joined: list[Found] = []
    asked = 0  # so many of the next numbers may be parts of a date
    while found:
        one, parts = _date_at(found, read)
        if parts > 1 and _are_likelier(found[:parts], one, likelihood):
            asked = max(asked, parts)
            one, parts = found[0], 1
        joined.append(one.unclear() if asked else one)
        found, asked = found[parts:], max(0, asked - parts)
    return joined


def _are_likelier(parts: list[Found], date: Found, likelihood: Likelihood) -> bool:
    """Whether these numbers are likely all right, and hardly the one date that they would make."""
    return likelihood(date) < min(HARDLY_LIKELY, prod(likelihood(part) for part in parts))


def _date_at(found: list[Found], read: Read) -> tuple[Found, int]:
    """The date that begins with the first of these numbers, and of how many it is made; else that number, 1."""
    for parts in (3, 2):
        if len(found) < parts or not _may_be_one(found[:parts]):
            continue
        corners, score = _around(found[:parts])
        number = read(corners, score)
        if number is not None and number.confidence >= LIKELIER_THAN_NOT and is_date(number.text):
            return Found(corners, score, number), parts
    return found[0], 1


def _may_be_one(parts: list[Found]) -> bool:
    digits = sum(len(part.number.digits_only) for part in parts)
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS or any(is_date(part.number.text) for part in parts):
        return False
    return all(_are_neighbours(a, b) for (a, *_), (b, *_) in zip(parts, parts[1:], strict=False))


def _are_neighbours(left: np.ndarray, right: np.ndarray) -> bool:
    """left, right: corners"""
    along, down, _, height = axes(left)
    other = axes(right)[3]
    lower = min(height, other)
    away = right.mean(axis=0) - left.mean(axis=0)
    gap = (right @ along).min() - (left @ along).max()
    return bool(
        away @ along > 0
        and abs(away @ down) < LEVEL * lower
        and max(height, other) < ALIKE * lower
        and NEAREST * lower < gap < FARTHEST * lower
    )


def _around(parts: list[Found]) -> tuple[np.ndarray, float]:
    """Corners of the place of all of them, which leans as the longest does, and its score."""
    along, down, _, _ = max((axes(part.corners) for part in parts), key=lambda place: place[2])
    corners = np.concatenate([part.corners for part in parts])
    right, low = corners @ along, corners @ down
    spanned = [(right.min(), low.min()), (right.max(), low.min()), (right.max(), low.max()), (right.min(), low.max())]
    return np.array([x * along + y * down for x, y in spanned], np.float32), min(part.score for part in parts)
