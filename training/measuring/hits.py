"""Which of the numbers that were read on a synthetic page were written there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from training.pages.page import Written
from webapp.reading.result import Box, Digit, Number


def hits_of(numbers: Iterable[Number], written: tuple[Written, ...]) -> list[list[bool]]:
    """Of each number read, whether it is one that was written, in its place; one answer a part where it is parted."""
    left = list(written)
    hits = []
    for number in numbers:
        parts = [number] if any(_is(number, one) for one in left) else _parts(number)
        hits.append([])
        for part in parts:
            # Of two alike, as a power and its base may be, the one that it lies over more.
            found = max((one for one in left if _is(part, one)), key=lambda one: _shared(part.box, one), default=None)
            hits[-1].append(found is not None)
            left = [one for one in left if one is not found]
    return hits


def _parts(number: Number) -> list[Number]:
    """A date, a fraction or a difference as the numbers in it, as truth tables part them; else the number alone."""
    groups = [list(group) for parts, group in groupby(number.digits, lambda digit: digit.value in "/-") if not parts]
    return [replace(number, digits=tuple(group), box=_around(group)) for group in groups]


def _around(digits: list[Digit]) -> Box:
    boxes = [digit.box for digit in digits]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _is(number: Number, written: Written) -> bool:
    return _shared(number.box, written) > 0 and number.digits_only == re.sub(r"\D", "", written.text)


def _shared(box: Box, written: Written) -> float:
    """The area that a box shares with the box around a written number."""
    left, top = written.corners.min(axis=0)
    right, bottom = written.corners.max(axis=0)
    across, down = min(box.right, right) - max(box.left, left), min(box.bottom, bottom) - max(box.top, top)
    return float(max(across, 0) * max(down, 0))
