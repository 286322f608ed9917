"""Digits that are small, and mostly stand high: cents behind an amount, an index, a power, a degree's ring. Read with
the number they would make it another one, and alone one that nobody wrote."""

import numpy as np

from webapp.reading.doubts.close_up import CloseUp, extents_of

SMALL = 0.65  # of the height of the others
# The same where they stand no higher, of one digit and of two: many a hand ends in a small 0.
SMALL_ON_LINE = (0.55, 0.66)
RAISED, HIGH = 0.25, 0.3  # of that height, above the others' bottom: there a raised digit ends, and one alone
LONGEST = 2  # digits: cents, a power; who writes three zeros small writes thousands
NEAR = 0.7  # of the left one's height between two numbers
INTO = 0.3  # of that height: so far a raised one may stand above the last digit


def has_small_end(close: CloseUp) -> bool:
    """Whether the last digits of a number are smaller than the others: cents without a point, an index."""
    text, extents = close.text, [None if box is None else box[[1, 3]] for box in extents_of(close)]
    longest = 0
    for count in range(1, min(LONGEST + 1, len(text) - 1) + 1):
        end, start = extents[-count:], [one for one, c in zip(extents[:-count], text, strict=False) if c.isdigit()]
        if not text[-count:].isdigit():
            break
        if not start or any(one is None for one in (*end, *start)):
            continue
        height = np.median([bottom - top for top, bottom in start])
        line = np.median([bottom for _, bottom in start])
        on_line = SMALL_ON_LINE[min(count, len(SMALL_ON_LINE)) - 1]
        if all(bottom - top < (SMALL if bottom < line - RAISED * height else on_line) * height for top, bottom in end):
            longest = count
    # Behind a point cents may stand as high as they like.
    return 0 < longest <= LONGEST and text[-longest - 1].isdigit()


def is_raised_beside(close: CloseUp) -> bool:
    """Whether the number is small and stands high behind another one."""
    left, top, _, bottom = close.box
    _, above, end, below = close.others.T
    height = below - above
    is_small = bottom - top < SMALL * height
    is_behind = (left - end > -INTO * height) & (left - end < NEAR * height)
    return bool((is_small & is_behind & (bottom > above) & (bottom < below - HIGH * height)).any())
