"""A ring or a bullet before a number, which reads as a 0 of it: ○ 42 is no 042."""

import re
from itertools import pairwise

import numpy as np

from webapp.reading.doubts.close_up import CloseUp, extents_of
from webapp.reading.strings.dates import is_date

# Of the other digits' height: how high a 0 is at least, on their line and off it; how far its middle is off theirs at
# most, and its bottom to be on their line.
LOW, LOW_OFF_LINE, OFF, ON_LINE = 0.7, 0.8, 0.2, 0.1
WIDE, UNEVEN = 0.25, 1.6  # heights of a digit, and times the other gaps: how far it may stand away
WIDE_ALONE = 0.4  # the same where there is no other gap


def has_bullet(close: CloseUp) -> bool:
    """Whether a number's leading 0 is low, off its line, or stands away from it."""
    digits = [box for box, sign in zip(extents_of(close), close.text, strict=True) if sign.isdigit()]
    if not re.match("0[0-9]", close.text) or is_date(close.text) or any(box is None for box in digits):
        return False
    zero, *others = digits
    _, top, _, bottom = zero
    tops, bottoms = np.array(others)[:, [1, 3]].T
    height = float(np.median(bottoms - tops))
    low = LOW if abs(bottom - np.median(bottoms)) <= ON_LINE * height else LOW_OFF_LINE
    if bottom - top < low * height or abs(top + bottom - np.median(tops + bottoms)) / 2 > OFF * height:
        return True
    gap, *gaps = (float(there[0] - here[2]) for here, there in pairwise(digits))
    return gap > (max(WIDE * height, UNEVEN * float(np.median(gaps))) if gaps else WIDE_ALONE * height)
