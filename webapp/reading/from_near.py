"""What nobody would be asked about, looked at once more: marks beside a number and over it that say that it may be
another one."""

import numpy as np

from webapp.reading.close_up import close_up
from webapp.reading.crossed import is_crossed_out, is_ringed
from webapp.reading.join import Found
from webapp.reading.paler import is_paler_beside
from webapp.reading.raised import has_raised_end, is_raised_beside
from webapp.reading.result import Box, Number

DOUBTS = (is_paler_beside, has_raised_end, is_crossed_out, is_ringed)
# Whoever cuts a number out has seen whether it is crossed out; and in small pieces of cheques many a pattern looks so.
DOUBTS_OF_CUT_OUT = (is_paler_beside, has_raised_end, is_ringed)


def ask_from_near(found: list[Found], possible: list[Box], grey: np.ndarray, doubts=DOUBTS) -> list[Found]:
    """The same numbers, unsure in every digit where something speaks against them.

    possible: where other numbers may stand; grey: (rows, cols) uint8, in whose pixels all boxes are
    """
    boxes = [number.box for *_, number in found]
    asked = []
    for i, (corners, score, number) in enumerate(found):
        others = [*boxes[:i], *boxes[i + 1 :]]
        if number.sure and (
            is_raised_beside(number.box, others) or _is_doubtful(corners, number, [*others, *possible], grey, doubts)
        ):
            number = number.unclear()
        asked.append((corners, score, number))
    return asked


def _is_doubtful(corners: np.ndarray, number: Number, others: list[Box], grey: np.ndarray, doubts) -> bool:
    close = close_up(grey, corners, number, others)
    return close is not None and close.full > 0 and any(doubt(close) for doubt in doubts)
