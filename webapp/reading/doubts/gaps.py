"""Numbers that may be two: so much paper between two digits that 17 25 is no number 1725, however well it reads; a dash
that may be the next one's minus; a fraction before which a whole may stand."""

import re
from itertools import pairwise

import numpy as np

from webapp.reading.pixels.runs import longest_between

INK = 0.3  # of full ink, from which a column of the line holds some
WIDE = 0.6  # heights of the line; cells stand as far apart, but all of them do
WIDE_OF_TWO = 0.8  # the same where there is but one gap: day and month have two cells
DENOMINATORS = ("2", "3", "4", "5", "6", "8", "10", "12", "16", "20", "100", "1000")  # of what stands behind a whole
MONTHS, LAST_DAY = ("8", "10", "12"), 31
UNEVEN = 2.5  # times as wide as the number's gaps mostly are


def may_be_two(pixels: np.ndarray, text: str, centres: np.ndarray) -> bool:
    """Whether one gap between two digits is wide, and wider than the others.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, as normalise_line gives it
    text: what it says; centres: (characters,) columns of the line around which each was read, from left to right
    """
    wide = WIDE * pixels.shape[0]
    if np.diff(centres).max(initial=0) < wide:
        return False
    inked = pixels.max(axis=0) > INK
    gaps = sorted(
        gap
        for gap, (one, other) in zip(longest_between(~inked, centres.astype(int)).tolist(), pairwise(text), strict=True)
        if one.isdigit() and other.isdigit()
    )
    if len(gaps) < 2:
        return bool(gaps) and gaps[0] >= WIDE_OF_TWO * pixels.shape[0]
    usual = gaps[(len(gaps) - 2) // 2]
    return gaps[-1] >= wide and gaps[-1] > UNEVEN * usual


def may_be_mixed(text: str) -> bool:
    """Whether a number reads as a fraction above one, as 31/2 does: it may be 3 1/2, and 179576/100 is 1795 76/100."""
    parts = re.fullmatch(r"([0-9]{2,})/([0-9]+)", text)
    if parts is None or parts[2] not in DENOMINATORS or int(parts[1]) < int(parts[2]):
        return False
    # The rarer a denominator is, the likelier it is a month.
    return parts[2] not in MONTHS or int(parts[1]) > LAST_DAY


def may_hold_a_minus(text: str) -> bool:
    """Whether a dash stands in a number that parts its digits otherwise, as in 50,4-6043."""
    return "-" in text and not set(text).isdisjoint(".,/")
