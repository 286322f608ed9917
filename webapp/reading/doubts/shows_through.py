"""Writing from the back of the sheet that shows through: it is mirrored, and some of it reads as numbers that nobody
wrote here."""

from collections.abc import Sequence

import numpy as np

from webapp.reading.doubts.close_up import CloseUp

FEWEST = 3  # numbers tell how dark this sheet's own ink is
USUAL = 75  # percentile of what the numbers' strokes take away
PALE = 0.5  # of that


def show_through(closes: Sequence[CloseUp | None]) -> list[bool]:
    """Which of a page's numbers are so much paler than most that they may be the back's; what is not seen is not."""
    inks = [close.full if close is not None else 0.0 for close in closes]
    seen = [ink for ink in inks if ink > 0]
    usual = float(np.percentile(seen, USUAL)) if len(seen) >= FEWEST else 0.0
    return [0 < ink < PALE * usual for ink in inks]
