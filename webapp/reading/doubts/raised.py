"""Digits that are small and stand high: cents behind an amount, a power, a degree's ring. Read with the number they
would make it another one, and alone one that nobody wrote."""

import numpy as np

from webapp.reading.doubts.close_up import CloseUp, marks_of

SMALL = 0.65  # of the height of the others
RAISED, HIGH = 0.25, 0.3  # of that height, above the others' bottom: there a raised digit ends, and one alone
LONGEST = 2  # digits: cents, a power; who writes three zeros small writes thousands
SPECK = 0.12  # of the number's height: what is lower is no digit's
NEAR = 0.7  # of the left one's height between two numbers
INTO = 0.3  # of that height: so far a raised one may stand above the last digit


def has_raised_end(close: CloseUp) -> bool:
    """Whether the last digits of a number are small and stand higher than the others."""
    text, extents = close.text, _extents(close)
    longest = 0
    for count in range(1, min(LONGEST + 1, len(text) - 1) + 1):
        end, start = extents[-count:], [one for one, c in zip(extents[:-count], text, strict=False) if c.isdigit()]
        if not text[-count:].isdigit():
            break
        if not start or any(one is None for one in (*end, *start)):
            continue
        height = np.median([bottom - top for top, bottom in start])
        line = np.median([bottom for _, bottom in start])
        if all(bottom - top < SMALL * height and bottom < line - RAISED * height for top, bottom in end):
            longest = count
    # Behind a point cents may stand as high as they like.
    return 0 < longest <= LONGEST and text[-longest - 1].isdigit()


def _extents(close: CloseUp) -> list[tuple[int, int] | None]:
    """Of each character the rows from where its ink begins to where it ends; None where none is found."""
    own = close.own()
    _, marks = marks_of(own)
    marks = marks[marks[:, 3] - marks[:, 1] > SPECK * len(own)]
    extents: list[tuple[int, int] | None] = []
    # Not all that is in its box, which goes on to the line's end: there may be a dash.
    for x in close.seen[:, 0] - close.box[0]:
        here = marks[(marks[:, 0] <= x) & (x <= marks[:, 2])]
        extents.append((int(here[:, 1].min()), int(here[:, 3].max())) if len(here) else None)
    return extents


def is_raised_beside(close: CloseUp) -> bool:
    """Whether the number is small and stands high behind another one."""
    left, top, _, bottom = close.box
    _, above, end, below = close.others.T
    height = below - above
    is_small = bottom - top < SMALL * height
    is_behind = (left - end > -INTO * height) & (left - end < NEAR * height)
    return bool((is_small & is_behind & (bottom > above) & (bottom < below - HIGH * height)).any())
