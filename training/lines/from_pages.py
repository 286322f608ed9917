"""Lines cut out of synthetic pages, as the app cuts them where the locator has found a number."""

from collections.abc import Sequence

import cv2
import numpy as np

from training.lines.line import shows
from training.pages.page import Page, Written, make_page
from training.writing.layout import Extent
from training.writing.strings import ALPHABET
from webapp.reading.normalise import normalise_line
from webapp.reading.places.cut import cut_out
from webapp.reading.places.place import PAPER_AROUND

MOST_OF_A_PAGE = 6  # numbers: a table's sixty are all one writer's on one paper
KINDS = ("cheque", "form", "field", "note", "expression", "table", "envelope", "board", "canvas")
SHARES = (0.19, 0.24, 0.12, 0.15, 0.1, 0.08, 0.04, 0.05, 0.03)


def page_lines(
    hands: Sequence, weights: Sequence[float], rng: np.random.Generator, held_back: bool = False
) -> list[tuple[np.ndarray, str]]:
    """Some of the numbers of one page, in no order.

    hands, weights: who writes, and how often each: see writers.load_hands
    held_back: printed with the fonts that are held back from training
    returns: as make_line, for each number; none where no number of the page can be read
    """
    page = make_page(hands, weights, rng, KINDS[rng.choice(len(KINDS), p=SHARES)], held_back)
    cut = (_line(page, page.numbers[place], rng) for place in rng.permutation(len(page.numbers))[:MOST_OF_A_PAGE])
    return [line for line in cut if line is not None]


def _line(page: Page, number: Written, rng: np.random.Generator) -> tuple[np.ndarray, str] | None:
    if not any(c.isdigit() for c in number.text) or not set(number.text) <= set(ALPHABET):
        return None
    cut = cut_out(page.grey, roughly_around(number.corners, rng))
    line = cut and normalise_line(cut.grey)
    if not line:
        return None
    corners = cv2.transform(number.corners[np.newaxis], cv2.invertAffineTransform(cut.to_image))[0]
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    height = float(np.linalg.norm(corners[3] - corners[0]))
    if not shows(line, Extent(int(left), int(top), int(right), int(bottom)), height):
        return None
    return line.pixels, number.text


def roughly_around(corners: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A number's corners with the paper around it that the app leaves, each side as rough as the locator's."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    height = np.linalg.norm(down)
    right, below = along / np.linalg.norm(along) * height, down
    before, after, above, under = PAPER_AROUND + rng.normal(0, (0.12, 0.12, 0.08, 0.08))
    before, after, above, under = (max(share, 0.02) for share in (before, after, above, under))
    return np.stack(
        [
            corners[0] - before * right - above * below,
            corners[1] + after * right - above * below,
            corners[2] + after * right + under * below,
            corners[3] - before * right + under * below,
        ]
    ).astype(np.float32)
