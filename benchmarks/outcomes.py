"""What became of the numbers of a page, and what would enter silently; with the app's look from near and without."""

from collections import Counter
from collections.abc import Sequence
from unittest.mock import patch

from webapp.reading.network import Locator, Reader
from webapp.reading.read import read_image
from webapp.reading.result import Number

NAMES = ("numbers", "right", "asked of those", "wrong, asked about", "silent", "silent without")


def became_of(data: bytes, texts: Sequence[str], reader: Reader, locator: Locator, drawn: bool = False) -> Counter:
    """Of each of NAMES how many. data: an encoded page; texts: what a right reading of it is"""
    counts = _compared(read_image(data, reader, locator, drawn=drawn).numbers, texts)
    with patch("webapp.reading.judge.ask_from_near", lambda found, grey: found):
        without = _compared(read_image(data, reader, locator, drawn=drawn).numbers, texts)
    return counts + Counter({"numbers": len(texts), "silent without": without["silent"]})


def _compared(numbers: Sequence[Number], texts: Sequence[str]) -> Counter:
    counts: Counter = Counter()
    left = Counter(texts)
    for number in numbers:
        is_right = left[number.text] > 0
        left[number.text] -= is_right
        counts["right"] += is_right
        counts["asked of those"] += is_right and not number.sure
        counts["wrong, asked about"] += not is_right and not number.sure
        counts["silent"] += not is_right and number.sure
    return counts


def row(name: str, cells: Sequence[object]) -> str:
    """One row of the table."""
    return f"{name:24}" + "".join(f"{cell:>19}" for cell in cells)
