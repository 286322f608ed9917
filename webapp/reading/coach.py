"""What keeps a photo from being read well, and what to do about it: one sentence each.

Measured at the numbers that were found, in heights of their digits: blank paper is never sharp, and a blur that is
nothing to a large digit is the end of a small one. A false alarm is worse than silence, so the limits lie where
reading really goes wrong, and not where a photo could be nicer.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from webapp.reading.doubts.cut_off import is_cut_off
from webapp.reading.doubts.glare import has_glare
from webapp.reading.result import Box, Number, PhotoWarning

MESSAGES = {
    "dark": "The photo is too dark: turn on a light or go to a window, and keep your shadow off the paper.",
    "blurred": "The photo is blurred: hold the phone still, and tap on the number to focus.",
    "small": "The numbers are small on this photo: go closer, until they fill most of its width.",
    "glare": "A light is reflected on the paper: tilt the phone or the paper until the bright spot is off the numbers.",
    "cut_off": "A number is cut off at the edge of the image: move back until there is paper all around it.",
}

MOST_NUMBERS = 6  # of a page, spread over it, tell whether it is sharp: a photo is blurred all over
MOST_PLACES = 24  # are searched for reflected light
MARGIN = 0.1  # of the ink's height lies above and below it in a digit's box
SMALL_PRINT = 0.6  # of the middle number's height
PATCH_ROWS = 48  # a number is looked at this high: nothing finer reaches the network

DARKEST_PAPER = 50  # grey level of the lightest in a number's box; the network reads on down to about 45
SMALLEST_DIGIT = 14  # pixels: the reader misreads one number in ten at 10, and numbers are overlooked before that
# Over how much of the height of its box an edge of a number's strokes is spread out, and over how many pixels: sharp
# ones keep below 0.07 but in small images, where two or three pixels are more. Misread from about 0.1.
WIDEST_EDGE, WIDEST_EDGE_PIXELS = 0.092, 3.4
STRAIGHT = set("1/-.,")  # have no edges across some directions, however sharp they are

FAINTEST_INK = 25  # grey levels: what stands out less from blank paper is none
WIDEST_EDGE_OF_PAGE, WIDEST_EDGE_PIXELS_OF_PAGE = 0.01, 4.5  # without numbers; of its longer side, and pixels
SPOT_OF_PAGE = 0.05  # of the longer side: as if the digits that are not found were so high
PAGE_SIDE = 480  # pixels: a page as a whole is looked at about this large


def advise(
    grey: np.ndarray, numbers: Sequence[Number], page: int = 1, *, whole: bool = True
) -> tuple[PhotoWarning, ...]:
    """What the person could do better at the next photo of this page; () where nothing is wrong.

    grey: (rows, cols) uint8, upright
    numbers: those found on the page, their boxes in pixels of `grey`
    whole: whether the image is a page; one that was cut out to hold one number may touch its edges
    """
    if not numbers:
        codes = _codes_of_page(grey)
    else:
        codes = _codes_of_numbers(grey, _spread(numbers, MOST_NUMBERS))
        places = _places(numbers)
        if any(has_glare(grey, number.box, height) for number, height in _spread(places, MOST_PLACES)):
            codes.append("glare")
        if whole and any(is_cut_off(grey, number, height) for number, height in places):
            codes.append("cut_off")
    return tuple(PhotoWarning(code, MESSAGES[code], page) for code in codes)


def _spread(numbers: Sequence, most: int) -> Sequence:
    return numbers[:: -(-len(numbers) // most)]


def _places(numbers: Sequence[Number]) -> list[tuple[Number, float]]:
    """The numbers and the heights of their digits, without specks and small print."""
    heights = [digit_height(number) for number in numbers]
    least = SMALL_PRINT * float(np.median(heights))
    return [(number, height) for number, height in zip(numbers, heights, strict=True) if height >= least]


def _codes_of_numbers(grey: np.ndarray, numbers: Sequence[Number]) -> list[str]:
    """dark, small or blurred: of the middle number, as one that is none may be among them."""
    patches = [_patch(grey, number) for number in numbers]
    codes = []
    if np.median([np.percentile(patch, 97) for patch in patches]) < DARKEST_PAPER:
        codes.append("dark")
    if np.median([digit_height(number) for number in numbers]) < SMALLEST_DIGIT:
        codes.append("small")
    edges = [_edge_width(patch, number.text) for patch, number in zip(patches, numbers, strict=True)]
    shares = [edge / len(patch) for edge, patch in zip(edges, patches, strict=True)]
    if np.median(shares) > WIDEST_EDGE and np.median(edges) > WIDEST_EDGE_PIXELS:
        codes.append("blurred")
    return codes


def digit_height(number: Number) -> float:
    """Height of the ink of a number's digits, in pixels."""
    return number.line_height / (1 + 2 * MARGIN)


def _patch(grey: np.ndarray, number: Number) -> np.ndarray:
    """What is in a number's box, its line along the columns, at most PATCH_ROWS high: (rows, cols) uint8."""
    box = number.box
    cut = grey[box.top : box.bottom, box.left : box.right]
    if number.runs_down:
        cut = cut.T
    # Rows and columns left out cost less than averaging them, and make nothing sharper than it is at this size.
    step = max(1, len(cut) // (2 * PATCH_ROWS))
    cut = np.ascontiguousarray(cut[::step, ::step])
    if len(cut) <= PATCH_ROWS:
        return cut
    cols = max(1, round(cut.shape[1] * PATCH_ROWS / len(cut)))
    return cv2.resize(cut, (cols, PATCH_ROWS), interpolation=cv2.INTER_AREA)


def _edge_width(patch: np.ndarray, text: str) -> float:
    """Over how many pixels the edges of the strokes go from paper to ink.

    That is the ink's contrast through the steepest slopes. A camera that moved blurs in one direction only, so the
    slopes are looked for in four, and the worst counts.
    """
    smooth = cv2.GaussianBlur(patch, (3, 3), 0).astype(np.float32)
    steepest = [float(np.percentile(np.abs(slope), 99)) for slope in _slopes(smooth)]
    counted = max(steepest) if set(text) <= STRAIGHT else min(steepest)
    return _contrast(smooth) / max(counted, 0.1)


def _contrast(patch: np.ndarray) -> float:
    """Grey levels between paper and ink."""
    dark, paper, light = np.percentile(patch, (3, 60, 97))
    return max(paper - dark, light - paper)


def _slopes(patch: np.ndarray) -> list[np.ndarray]:
    """Grey levels per pixel: to the right, down, and along both diagonals."""
    if min(patch.shape) < 2:
        return [np.zeros((1, 1), np.float32)]
    diagonal = np.sqrt(2)
    return [
        patch[:, 1:] - patch[:, :-1],
        patch[1:] - patch[:-1],
        (patch[1:, 1:] - patch[:-1, :-1]) / diagonal,
        (patch[1:, :-1] - patch[:-1, 1:]) / diagonal,
    ]


def _codes_of_page(grey: np.ndarray) -> list[str]:
    """dark, glare or blurred: of a page on which nothing was found, perhaps for that reason."""
    step = max(1, max(grey.shape) // PAGE_SIDE)
    small = np.ascontiguousarray(grey[::step, ::step])
    if np.percentile(small, 97) < DARKEST_PAPER:
        return ["dark"]
    if has_glare(grey, Box(0, 0, grey.shape[1], grey.shape[0]), max(grey.shape) * SPOT_OF_PAGE):
        return ["glare"]
    ink = _ink(cv2.blur(small, (3, 3)))
    # Ink may be no more of a page than this, and the steepest of its edges are fewer still.
    contrast, steepest = np.percentile(ink, 99.5), np.percentile(_differences(ink), 99.9)
    is_soft = contrast > max(WIDEST_EDGE_OF_PAGE * max(small.shape), WIDEST_EDGE_PIXELS_OF_PAGE) * steepest
    return ["blurred"] if contrast >= FAINTEST_INK and is_soft else []


def _ink(grey: np.ndarray) -> np.ndarray:
    """Grey levels that the paper around is lighter by, without the slow change of its light: (rows, cols) uint8."""
    reach = (max(grey.shape) // 8) | 1
    return cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((reach, reach), np.uint8))


def _differences(levels: np.ndarray) -> np.ndarray:
    """Grey levels from each pixel to its neighbours on the right and below, the larger: (rows - 1, cols - 1) uint8."""
    if min(levels.shape) < 2:
        return np.zeros((1, 1), np.uint8)
    here = levels[:-1, :-1]
    return cv2.max(cv2.absdiff(here, levels[:-1, 1:]), cv2.absdiff(here, levels[1:, :-1]))
