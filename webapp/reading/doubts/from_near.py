"""What nobody would be asked about, or about its place alone, looked at once more: marks beside a number and over it
that say that it may be another one."""

from collections.abc import Callable, Sequence

import numpy as np

from webapp.reading.doubts.beside import has_colon_beside, is_in_brackets
from webapp.reading.doubts.bullets import has_bullet
from webapp.reading.doubts.close_up import CloseUp, close_up
from webapp.reading.doubts.covered import is_covered
from webapp.reading.doubts.crossed import is_crossed_out, is_ringed
from webapp.reading.doubts.inserted import has_digit_above, is_above_another
from webapp.reading.doubts.numbered import is_numbered
from webapp.reading.doubts.paler import is_paler_beside
from webapp.reading.doubts.raised import has_small_end, is_raised_beside
from webapp.reading.doubts.shows_through import show_through
from webapp.reading.doubts.sign_before import has_minus_before, has_point_before
from webapp.reading.doubts.slashes import has_slashes_at_end
from webapp.reading.doubts.walls import has_wall_between
from webapp.reading.line.leading_point import POINT
from webapp.reading.line.leading_point import SHARE as POINT_SHARE
from webapp.reading.line.minus import MINUS
from webapp.reading.line.minus import SHARE as MINUS_SHARE
from webapp.reading.places.place import Found

Doubt = Callable[[CloseUp], bool]

DOUBTS: Sequence[Doubt] = (
    *(is_raised_beside, is_paler_beside, has_small_end, is_crossed_out, is_ringed, is_numbered),
    *(has_point_before, has_minus_before, has_wall_between, has_bullet, has_digit_above, is_above_another),
    *(has_slashes_at_end, is_covered, has_colon_beside, is_in_brackets),
)
# Whoever sends one number alone has seen whether it is crossed out; in small pieces of cheques many a pattern looks so.
DOUBTS_OF_NUMBER: Sequence[Doubt] = (
    *(is_paler_beside, has_small_end, is_ringed, has_bullet, has_digit_above, has_slashes_at_end),
)


def ask_from_near(found: list[Found], grey: np.ndarray, doubts: Sequence[Doubt] = DOUBTS) -> list[Found]:
    """The same numbers, unsure in every digit where something speaks against them; a sign that was cut off is offered.

    grey: (rows, cols) uint8, in whose pixels all boxes are
    """
    boxes = [one.number.box for one in found]
    edges = np.array([[box.left, box.top, box.right, box.bottom] for box in boxes], float).reshape(-1, 4)
    closes = [
        close_up(grey, one.corners, one.number, np.delete(edges, i, axis=0)) if one.number.is_clear else None
        for i, one in enumerate(found)
    ]
    asked: list[Found] = []
    # What may be no number does not tell how dark this sheet's ink is.
    of_sure = [close if one.number.sure else None for one, close in zip(found, closes, strict=True)]
    for one, close, shows_through in zip(found, closes, show_through(of_sure), strict=True):
        # Of a minus that was found the person is asked, and of nothing else.
        own = [doubt for doubt in doubts if doubt is not has_minus_before or one.number.minus is None]
        is_seen = close is not None and close.full > 0
        reason = next((doubt for doubt in own if is_seen and doubt(close)), None)
        if reason is not None:
            asked.append(_asked(one, reason))
        else:
            asked.append(one.unclear() if shows_through else one)
    return asked


def _asked(one: Found, reason: Doubt) -> Found:
    if reason in (has_minus_before, is_in_brackets):
        return one.or_rather(MINUS, MINUS_SHARE)
    if reason is has_point_before:
        return one.or_rather(POINT, POINT_SHARE)
    return one.unclear()
