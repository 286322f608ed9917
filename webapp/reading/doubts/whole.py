"""Numbers that may be several, or a part of one, by what they say and where they stand.

One tap on all that is clear must not keep them: each digit of 02/03/20100 is clear, and the last one is the next
number's.
"""

import re

import numpy as np

from webapp.reading.doubts.cut_off import is_cut_off
from webapp.reading.result import Number
from webapp.reading.strings.dates import is_date
from webapp.reading.strings.groups import plausibility

LONGEST = 7  # digits in a row: more are rarely written without a separator, and often two numbers side by side
# Of the number's height, from the image's edge: what is so near may go on beyond it; and at its line's ends.
AT_EDGE, AT_END = 0.03, 0.12
NEAR_EDGE = 1.2  # heights: so far from it a digit that the edge cuts may have been passed over
# Heights of its box, a fifth more than those of its digits, from the middle of one digit of two to that of the other:
# most of that is paper. gaps.py asks the same of a line alone, from a wider gap on, as it knows nothing of cells.
FAR = 1.1

_THREE_PARTS = re.compile(r"\d+([-/])\d+\1[\d.,]+")


def may_go_on(number: Number, grey: np.ndarray) -> bool:
    """Whether a number ends at the image's edge, or beside a stroke that does: beyond it there may be more of it.

    grey: (rows, cols) uint8, the image in whose pixels the number's box is
    """
    box, (rows, cols), height = number.box, grey.shape, number.line_height
    sides = (box.left, cols - box.right), (box.top, rows - box.bottom)
    nearest, at_ends = min(map(min, sides)), min(sides[number.runs_down])
    if nearest <= AT_EDGE * height or at_ends <= AT_END * height:
        return True
    return nearest <= NEAR_EDGE * height and is_cut_off(grey, number, height)


def is_wide_pair(number: Number) -> bool:
    """Whether a number is two digits so far apart that on paper without cells they may be one each."""
    if len(number.digits) != 2 or any(digit.seen_at is None for digit in number.digits):
        return False
    (x, y), (other_x, other_y) = (digit.seen_at for digit in number.digits)
    apart = max(abs(other_x - x), abs(other_y - y))
    return apart > FAR * min(number.box.width, number.box.height)


def reads_as_two(text: str) -> bool:
    """Whether its points part a number as nobody parts one, as those of two amounts do that are read as one:
    101.67566.24, and 448.205.27, which would have the same mark before its thousands and before its decimals."""
    marks = re.findall(r"[.,]", text)
    if len(marks) < 2 or is_date(text):
        return False
    is_one_mark_for_both = len(set(marks)) == 1 and re.search(r"\d{3}[.,]\d{1,2}$", text) is not None
    return plausibility(text) < 1 or is_one_mark_for_both


def is_odd(text: str) -> bool:
    """Whether people rarely write one number so."""
    if max(map(len, re.findall(r"\d+", text)), default=0) > LONGEST:
        return True
    return _THREE_PARTS.fullmatch(text) is not None and not is_date(text)
