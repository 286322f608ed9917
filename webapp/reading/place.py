"""Where a number stands: what finding it gives and what reading it takes."""

from dataclasses import dataclass

import numpy as np

# Score from which the locator alone says that a number stands there. From FAINT on one may: a place with less than
# CLEAR is a number's only where the verifier trusts it.
CLEAR, FAINT = 0.6, 0.5
AGREED = 1.0  # score where ink and network agree on a whole sheet: nobody has to be asked whether numbers stand there
PAPER_AROUND = 0.2  # of a number's height is added to each side of it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands."""

    corners: np.ndarray
    """(4, 2) float32 x, y in pixels of the upright image: where its first digit's top left is, then clockwise; with
    paper around. May reach beyond the image."""
    score: float
    """Probability (0..1) that a handwritten number stands there, as the network sees it."""
