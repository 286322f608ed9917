"""A digit of a finished line written over another one of it: as dark as the line's own ink, both still to be seen.

Who makes a mistake often writes the right digit over the wrong one, and a reader reads one of the two, or a third one,
surely. Which of them counts the eye tells from the pen's pressure at best, so nobody may take it for granted.
"""

import cv2
import numpy as np

from training.lines.struck import INK, Place

HEIGHTS = 0.85, 1.12  # of the digit that lies over, in heights of the one below
ASIDE, BELOW = 0.09, 0.05  # heights that it is moved, one standard deviation
PRESSED = 0.45  # of these digits are written with more ink
# Of the ink of each digit such a share lies beside the other's: a 3 within an 8 leaves a plain 8.
SHOWS = 0.3
LEAVES_A_DIGIT = frozenset("01")  # a 0 with a stroke in it may be a slashed one


def write_over(
    pixels: np.ndarray, below: Place, over: Place, digits: tuple[str, str], rng: np.random.Generator
) -> np.ndarray | None:
    """The line with the digit at `over` written over the one at `below` once more; None where not both would show.

    pixels: (rows, cols) float32, 0 paper .. 1 ink; digits: what stands at `below` and at `over`
    """
    if digits[0] == digits[1] or set(digits) == LEAVES_A_DIGIT:
        return None
    written = _moved(pixels, below, over, rng)
    own = np.zeros_like(pixels)
    own[below.top : below.bottom, below.left : below.right] = pixels[below.top : below.bottom, below.left : below.right]
    if min(_beside(written, own), _beside(own, written)) < SHOWS:
        return None
    return np.maximum(pixels, written)


def _moved(pixels: np.ndarray, below: Place, over: Place, rng: np.random.Generator) -> np.ndarray:
    """(rows, cols): the ink at one place, as high as another one and moved there, on blank paper."""
    ink = pixels[over.top : over.bottom, over.left : over.right]
    high = below.bottom - below.top
    size = high / ink.shape[0] * rng.uniform(*HEIGHTS)
    top = below.bottom - ink.shape[0] * size + rng.normal(0, BELOW) * high
    left = (below.left + below.right - ink.shape[1] * size) / 2 + rng.normal(0, ASIDE) * high
    move = np.array([[size, 0, left], [0, size, top]])
    moved = cv2.warpAffine(np.ascontiguousarray(ink), move, pixels.shape[::-1], flags=cv2.INTER_LINEAR)
    return cv2.dilate(moved, np.ones((2, 2), np.uint8)) if rng.random() < PRESSED else moved


def _beside(one: np.ndarray, other: np.ndarray) -> float:
    """The share of one's ink that is not the other's, nor right beside it."""
    ink, near = one > INK, cv2.dilate((other > INK).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return float((ink & ~near).sum() / max(1, ink.sum()))
