"""Numbers that may be several, or a part of one, by what they say and where they stand.

Where their place is in doubt as well, one tap on all that is clear must not keep them: each digit of 02/03/20100 is
clear, and the last one is the next number's.
"""

import re

from webapp.reading.dates import is_date
from webapp.reading.result import Number

LONGEST = 7  # digits in a row: more are rarely written without a separator, and often two numbers side by side
AT_EDGE = 0.1  # of the number's height, from the image's edge: what is so near may go on beyond it

_THREE_PARTS = re.compile(r"\d+([-/])\d+\1[\d.,]+")


def may_not_be_whole(number: Number, shape: tuple[int, int] | None, expected: bool = False) -> bool:
    """Whether more or less than one number may stand where it was read.

    shape: rows and columns of the image; None where somebody cut it out, as a number fills that
    expected: whether a person said that numbers look like this one
    """
    if not expected and _is_odd(number.text):
        return True
    if shape is None:
        return False
    box, (rows, cols) = number.box, shape
    nearest = min(box.left, box.top, cols - box.right, rows - box.bottom)
    return nearest <= AT_EDGE * min(box.width, box.height)


def _is_odd(text: str) -> bool:
    """Whether people rarely write one number so."""
    if max(map(len, re.findall(r"\d+", text)), default=0) > LONGEST:
        return True
    return _THREE_PARTS.fullmatch(text) is not None and not is_date(text)
