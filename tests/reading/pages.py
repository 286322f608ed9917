"""Stand-ins for the locator's network, sheets for them, and what the tests of reading pages ask again and again."""

import cv2
import numpy as np

from tests import drawing
from webapp.reading.finding.look import CORE_INSET, CORE_ROWS, CORE_STRIDE, TEXT_STRIDE
from webapp.reading.locate import find_numbers
from webapp.reading.places.place import Found, Place
from webapp.reading.places.refine import without_doubles
from webapp.reading.places.verify import CELL, COLS, ROWS, Verdict
from webapp.reading.read import read_image

SHARPNESS = 6.0  # log-odds of what is certain


class PerfectMaps:
    """Maps as a perfect network would draw them, of numbers whose corners are known.

    Finds its numbers by their ink: each is a bar of a grey level of its own, dark at its first third.

    The page is seen turned and scaled, so that only the bars themselves tell where they are.
    """

    def __init__(self):
        self.seen = []

    def __call__(self, page: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """page: (rows, cols) uint8, a sheet that draw_bars drew"""
        self.seen.append(page.shape)
        rows, cols = (-(-side // 32) * 32 for side in page.shape)
        cores, inside = np.zeros((rows, cols), np.uint8), np.zeros((rows // TEXT_STRIDE, cols // TEXT_STRIDE), np.uint8)
        text = np.zeros((*inside.shape, 3), np.float32)
        mask = (page < 170).astype(np.uint8)
        for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
            centre, along, across, width, height = _bar(contour, page)
            core = _rectangle(centre, along, across, width - 2 * CORE_INSET * height, CORE_ROWS * height)
            _fill(cores, core)
            inside[:] = 0
            _fill(inside, _rectangle(centre, along, across, width, height) / TEXT_STRIDE)
            text[inside > 0] = 1.0, *along
        share = cv2.resize(cores, (cols // CORE_STRIDE, rows // CORE_STRIDE), interpolation=cv2.INTER_AREA) / 255
        text[..., 0] = SHARPNESS * (2 * text[..., 0] - 1)
        log_odds = np.log(np.clip(share, 1e-3, 1 - 1e-3) / np.clip(1 - share, 1e-3, 1))
        return (
            log_odds[: -(-page.shape[0] // CORE_STRIDE), : -(-page.shape[1] // CORE_STRIDE)].astype(np.float32),
            text[: -(-page.shape[0] // TEXT_STRIDE), : -(-page.shape[1] // TEXT_STRIDE)],
        )


class BlindLocator:
    """Sees no number anywhere."""

    sure, found, verifies, written, printed = 1.0, 0.0, False, 0.0, 0.0

    @staticmethod
    def maps(page: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        rows, cols = (-(-side // TEXT_STRIDE) * TEXT_STRIDE for side in page.shape)
        cores = np.full((rows // CORE_STRIDE, cols // CORE_STRIDE), -SHARPNESS, np.float32)
        return cores, np.zeros((rows // TEXT_STRIDE, cols // TEXT_STRIDE, 3), np.float32)

    @staticmethod
    def verify(patch: np.ndarray) -> None:
        return None

    @staticmethod
    def handwriting(patch: np.ndarray) -> float:
        return 1.0


class TrustfulLocator:
    """Finds what another locator finds, and trusts as it is told."""

    verifies = True

    def __init__(self, locator, trust):
        self.maps, self.sure, self.found, self.asked = locator.maps, 0.9, 0.0, []
        self._trust, self.written, self.printed = trust, 0.0, 0.0

    def verify(self, patch):
        self.asked.append(patch)
        # It does not say where a number begins and ends: places stay where they are.
        return Verdict(self._trust, np.zeros(COLS // CELL, np.float32), np.zeros(ROWS // CELL, np.float32))

    def handwriting(self, patch):
        return 1.0


def draw_bars(*bars: tuple[float, float, float, float], rows: int = 600, cols: int = 900) -> np.ndarray:
    """A white sheet with bars in the place of numbers, each as (left, top, width, height): (rows, cols) uint8

    The heavier end is the first: it says which way the number reads.
    """
    sheet = np.full((rows, cols), 255, np.uint8)
    for left, top, width, height in bars:
        _fill(
            sheet, np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]]), 90
        )
        third = np.array([[left, top], [left + width / 3, top], [left + width / 3, top + height], [left, top + height]])
        _fill(sheet, third, 0)
    return sheet


def read(image, reader, locator, **options):
    """Read a drawn image as the app reads a photo."""
    return read_image(drawing.encode(image), reader, locator, **options)


def found_once(page, maps):
    """Places, each number once, though both looks see it: which one is better shows when it is read."""
    found = [(place.score, Found(place.corners, place.score, place)) for place in find_numbers(page, maps)]
    return [place for *_, place in without_doubles(found)]


def size_of(place):
    """Width and height of a place."""
    return np.linalg.norm(place.corners[1] - place.corners[0]), np.linalg.norm(place.corners[3] - place.corners[0])


def placed(left, right, top=188, bottom=272, score=0.9):
    """A level place."""
    return Place(np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32), score)


def two_numbers(gap, height=60):
    """A drawing of 284 and 639 in one line, so many pixels apart, and where each begins and ends."""
    image, ends, left = drawing.blank(400, 900), [], 200
    for seed, text in enumerate(("284", "639")):
        strokes = drawing.strokes_of(text, height, left=left, top=200, seed=seed)
        drawing.draw_strokes_inplace(image, strokes, 5)
        cols = [right for stroke in strokes for right, _ in stroke]
        ends.append((min(cols), max(cols)))
        left = max(cols) + gap
    return image, ends


def _bar(contour: np.ndarray, page: np.ndarray):
    (x, y), size, angle = cv2.minAreaRect(contour)
    if size[0] < size[1]:
        size, angle = size[::-1], angle + 90
    along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    centre = np.array([x, y]) + 0.5
    levels = [page[tuple(np.round(centre + along * side * size[0] / 3).astype(int)[::-1])] for side in (-1, 1)]
    if levels[0] > levels[1]:
        along = -along
    return centre, along, np.array([-along[1], along[0]]), size[0] + 1, size[1] + 1


def _rectangle(centre, along, across, width, height) -> np.ndarray:
    half, tall = along * width / 2, across * height / 2
    return np.array([centre - half - tall, centre + half - tall, centre + half + tall, centre - half + tall])


def _fill(mask: np.ndarray, corners: np.ndarray, level: int = 255) -> None:
    cv2.fillConvexPoly(mask, np.round((corners - 0.5) * 16).astype(np.int32), level, cv2.LINE_8, 4)
