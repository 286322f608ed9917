"""Whether writing is dark on light, as pen on paper, or light on dark, as chalk on a board."""

import cv2
import numpy as np

GRAIN = 0.7  # pixels, sigma: fine print and noise are finer than strokes
REACH = 0.35  # of the height: light and shadow change over more than that, strokes over less
SKEWNESS = 0.2  # the noise of blank paper has less
FAINTEST = 1.0  # grey levels, standard deviation: what stands out less is a shadow's steps


def dark_on_light(grey: np.ndarray) -> np.ndarray:
    """The writing dark on light: the very image where it is that already, else its negative.

    grey: (rows, cols) uint8, some 20 to 200 rows with a line of writing, or a sheet of some 500
    """
    return 255 - grey if is_light_on_dark(grey) else grey


def is_light_on_dark(grey: np.ndarray) -> bool:
    """Whether the writing is lighter than what it stands on, however light that is.

    Strokes cover less of an image than what is between them, and stand out further: to their side the grey levels are
    skewed, beside what is around each pixel, so that shadows do not count. How bright paper mostly is says less: a
    pale board is lighter than paper in the shade.

    grey: as in dark_on_light
    """
    reach = max(3, round(grey.shape[0] * REACH)) | 1
    around = cv2.blur(grey, (reach, reach))
    standing_out = cv2.subtract(cv2.GaussianBlur(grey, (0, 0), GRAIN), around, dtype=cv2.CV_16S)
    # Counted by level, as there are only so many: a tenth of the time.
    counts = np.bincount(standing_out.ravel() + 255, minlength=511)
    usual = _median(counts)
    beside = np.arange(511) - usual
    deviation = max(float(counts @ beside**2 / grey.size) ** 0.5, FAINTEST)
    return float(counts @ beside**3 / grey.size) > SKEWNESS * deviation**3


def _median(counts: np.ndarray) -> float:
    """Of values 0, 1, 2 ... that occur so many times."""
    cumulated = np.cumsum(counts)
    below, above = np.searchsorted(cumulated, [(cumulated[-1] + 1) // 2, cumulated[-1] // 2 + 1])
    return (int(below) + int(above)) / 2
