"""The preprocessing steps that the literature names, each a pure function, and what each does to our reader.

Images are (rows, cols) uint8, 0 black .. 255 white, dark ink on light paper, where nothing else is said. The app's own
preprocessing is webapp/reading/normalise.py; STEPS says which of these it serves with, and measured_steps.py
(`python -m training strings --steps`) measures every one of them on the same lines in held-back hands.
"""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np

DIGIT_SIZE, DIGIT_BOX = 28, 20  # pixels: MNIST's image, and the box in it that holds the digit
MOST_SKEW, SKEW_STEP = 15.0, 0.5  # degrees


def to_grey(colours: np.ndarray) -> np.ndarray:
    """Brightness of colours as an eye weighs them (ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B).

    colours: (rows, cols, 3) uint8 RGB
    returns: (rows, cols) uint8
    """
    return cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)


def blur_median(grey: np.ndarray, size: int = 3) -> np.ndarray:
    """Each pixel becomes the median of `size` x `size`: single specks go, edges stay (Tukey 1977). size: odd"""
    return cv2.medianBlur(grey, size)


def blur_gaussian(grey: np.ndarray, sigma: float = 1.0) -> np.ndarray:
    """Each pixel becomes a mean of those around it, weighed by a Gaussian: noise and edges soften alike.

    sigma: standard deviation in pixels
    """
    return cv2.GaussianBlur(grey, (0, 0), sigma)


def close_specks(grey: np.ndarray, size: int = 3) -> np.ndarray:
    """A grey closing (Serra 1982): dark marks narrower than `size` pixels are filled with the paper around them.

    On dark ink this is the step that removes specks, and hairlines with them.
    """
    return cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((size, size), np.uint8))


def open_gaps(grey: np.ndarray, size: int = 3) -> np.ndarray:
    """A grey opening (Serra 1982): light marks narrower than `size` pixels take the ink around them.

    On dark ink this is the step that mends broken strokes, and closes narrow loops with them.
    """
    return cv2.morphologyEx(grey, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))


def stretch_contrast(grey: np.ndarray, low: float = 0.01, high: float = 0.99) -> np.ndarray:
    """A line through two percentiles of the image, so that ink comes to black and paper to white.

    low, high: shares of the pixels that may be cut off at each end
    returns: uint8; the image itself where both percentiles are one level
    """
    darkest, lightest = np.quantile(grey, [low, high])
    if lightest <= darkest:
        return grey.copy()
    return np.clip(255 * (grey - darkest) / (lightest - darkest), 0, 255).round().astype(np.uint8)


def binarise_global(grey: np.ndarray) -> np.ndarray:
    """Ink 0, paper 255, by the one threshold that separates the two best over the whole image (Otsu 1979)."""
    return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]


def binarise_adaptive(grey: np.ndarray, reach: int = 31, below: float = 10) -> np.ndarray:
    """Ink 0, paper 255: ink is what lies `below` levels under the Gaussian mean around it (Bradley and Roth 2007).

    reach: side of the neighbourhood in pixels, odd
    """
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, reach, below)


def skew_angle(grey: np.ndarray) -> float:
    """Degrees by which the writing rises to the right, from projection profiles (Postl 1986).

    Turned back by the right angle, rows are either full of ink or empty: their counts vary most.
    """
    ink = 255 - binarise_global(grey)
    angles = np.arange(-MOST_SKEW, MOST_SKEW + SKEW_STEP / 2, SKEW_STEP)
    varied = [float(np.square(np.diff(turn(ink, -angle, 0).sum(axis=1, dtype=float))).sum()) for angle in angles]
    return float(angles[int(np.argmax(varied))])


def correct_skew(grey: np.ndarray) -> np.ndarray:
    """Turn a line of writing so that it runs along the rows; the corners that come in repeat the edge."""
    angle = skew_angle(grey)
    return grey.copy() if angle == 0 else turn(grey, -angle)


def turn(image: np.ndarray, degrees: float, border: int | None = None) -> np.ndarray:
    """Turned counter-clockwise about its middle. border: what comes in at the corners; None repeats the edge"""
    rows, cols = image.shape
    matrix = cv2.getRotationMatrix2D(((cols - 1) / 2, (rows - 1) / 2), degrees, 1.0)
    mode = cv2.BORDER_REPLICATE if border is None else cv2.BORDER_CONSTANT
    return cv2.warpAffine(image, matrix, (cols, rows), flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=border or 0)


def correct_slant(digit: np.ndarray) -> np.ndarray:
    """Shear a digit upright: its second moments then say that right does not go with down (Hu 1962).

    digit: (rows, cols) uint8, white ink on black, as MNIST gives it
    returns: the same size, sheared about the centre of mass; the image itself where there is no ink
    """
    moments = cv2.moments(digit)
    if moments["mu02"] < 1e-2:
        return digit.copy()
    shear = moments["mu11"] / moments["mu02"]
    down = moments["m01"] / moments["m00"]
    matrix = np.float32([[1, shear, -shear * down], [0, 1, 0]])
    return cv2.warpAffine(digit, matrix, digit.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def normalise_size(ink: np.ndarray) -> np.ndarray:
    """A digit as MNIST gives it (LeCun and others 1998): 20 pixels on its longer side, its centre of mass in the
    middle of 28 x 28.

    ink: (rows, cols) uint8, white ink on black, any size
    returns: (28, 28) uint8; all 0 where there is no ink
    """
    found = cv2.boundingRect(ink)
    if not found[2]:
        return np.zeros((DIGIT_SIZE, DIGIT_SIZE), np.uint8)
    left, top, width, height = found
    share = DIGIT_BOX / max(width, height)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    digit = cv2.resize(ink[top : top + height, left : left + width], size, interpolation=cv2.INTER_AREA)
    return _centre(digit)


def _centre(digit: np.ndarray) -> np.ndarray:
    """The digit in 28 x 28 with its centre of mass as near to the middle as keeps all of it inside."""
    moments, (rows, cols) = cv2.moments(digit), digit.shape
    right, down = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    left = int(np.clip(round((DIGIT_SIZE - 1) / 2 - right), 0, DIGIT_SIZE - cols))
    top = int(np.clip(round((DIGIT_SIZE - 1) / 2 - down), 0, DIGIT_SIZE - rows))
    image = np.zeros((DIGIT_SIZE, DIGIT_SIZE), np.uint8)
    image[top : top + rows, left : left + cols] = digit
    return image


def light_on_dark(grey: np.ndarray) -> np.ndarray:
    """White ink on black as digit sets have it: 255 - grey less the paper's own level, 0 wherever there is no ink."""
    turned = 255 - grey.astype(np.int16)
    ink = np.clip(turned - np.quantile(turned, 0.75), 0, 255).astype(np.uint8)
    return cv2.threshold(ink, 0, 255, cv2.THRESH_TOZERO | cv2.THRESH_OTSU)[1]


class Step(NamedTuple):
    """A step, and whether the app serves with it."""

    name: str
    apply: Callable[[np.ndarray], np.ndarray]
    on: str
    """What it takes: "colours", "line" (dark on light) or "digit" (light on dark)."""
    served: str
    """How the app does it, or why it does not."""


STEPS = (
    Step("grey", to_grey, "colours", "yes: decoding gives grey, and colours never reach the reader"),
    Step("median blur", blur_median, "line", "no: see the measurement"),
    Step("Gaussian blur", blur_gaussian, "line", "no: see the measurement"),
    Step("closing", close_specks, "line", "only to estimate the paper's brightness, never on the ink"),
    Step("opening", open_gaps, "line", "no: see the measurement"),
    Step("contrast stretching", stretch_contrast, "line", "yes, of the ink in the finished line: paper 0, ink 1"),
    Step("global binarisation", binarise_global, "line", "only to find where the ink lies; the reader sees its shades"),
    Step("adaptive binarisation", binarise_adaptive, "line", "no: ink is measured against the paper around it instead"),
    Step("skew correction", correct_skew, "line", "on pages, where the locator gives each number's direction"),
    Step(
        "slant correction",
        correct_slant,
        "digit",
        "no: moments fit single digits; a doubtful line is read leaning both ways",
    ),
    Step("size and position", normalise_size, "digit", "yes, of the line: cut to its ink, 40 rows high"),
)
