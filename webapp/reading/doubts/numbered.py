"""A line's own number before what stands on it: 1. 42 is no 1.42, and 1) 42 no 142."""

import re
from itertools import pairwise

import numpy as np

from webapp.reading.doubts.close_up import CloseUp
from webapp.reading.pixels.runs import lengths_of, longest_between
from webapp.reading.strings.dates import is_date

LONGEST = 2  # digits of such a number
WIDE = 0.22  # of a digit's height: so much paper behind it, at least
WIDE_ALONE = 0.45  # the same where no other gap tells how close this hand writes
UNEVEN = 1.6  # times as wide as the number's other gaps mostly are
# The same where no mark shows, as a point that touches its digit: then it is no 1 250 either.
WIDE_UNMARKED, UNEVEN_UNMARKED, THOUSANDS = 0.45, 2.5, 3


def is_numbered(close: CloseUp) -> bool:
    """Whether a point, a bracket or what was read as a 1 stands behind the first digits, and much paper behind that."""
    if is_date(close.text):
        return False  # 5. 3. 2026
    text, middles = close.text, (close.seen[:, 0] - close.box[0]).astype(int)
    is_paper = ~close.own().any(axis=0)
    between = longest_between(is_paper, middles).tolist()
    for first in range(1, min(LONGEST, len(text) - 1) + 1):
        parted = text[first] in ".,"
        behind = first + parted
        if not text[:first].isdigit() or not text[behind : behind + 1].isdigit():
            continue
        runs = lengths_of(is_paper[middles[first - 1] : middles[behind] + 1])
        in_threes = len(re.match(r"\d*", text[behind:])[0]) % THOUSANDS == 0
        has_mark = parted or len(runs) > 1 or first == LONGEST and text[1] == "1" and not in_threes
        others = [
            gap
            for i, (gap, (one, other)) in enumerate(zip(between, pairwise(text), strict=True))
            if not first - 1 <= i < behind and one.isdigit() and other.isdigit()
        ]
        usual = float(np.median(others)) if others else None
        if len(runs) and runs[-1] > _wide(close.height, usual, has_mark, in_threes):
            return True
    return False


def _wide(height: float, usual: float | None, has_mark: bool, in_threes: bool) -> float:
    """So much paper parts a line's number from what stands behind it."""
    if has_mark:
        return WIDE_ALONE * height if usual is None else max(WIDE * height, UNEVEN * usual)
    if usual is None or in_threes:
        return np.inf
    return max(WIDE_UNMARKED * height, UNEVEN_UNMARKED * usual)
