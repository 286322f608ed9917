"""A look at a page at one size, turned by one angle: what the network sees there, the numbers whose cores show."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from webapp.reading.pixels.shrink import shrink
from webapp.reading.places.place import CLEAR, FAINT, HINT, PAPER_AROUND, without_paper
from webapp.reading.result import Box

# Written on the locator's card. Raise it when any pixel of page_input, or what the maps mean, may come out different.
VERSION = 2

FINE_SIDE, COARSE_SIDE = 1280, 640  # pixels: the longer side of what the network sees
LIGHT_REACH = 65  # pixels: around each one the light is taken to be even
FLATTEST = 12.0  # grey levels: spread below which paper's own noise is not blown up to strokes
STRONGEST = 4.0  # of the spread around: what is darker or lighter says no more

CORE_STRIDE, TEXT_STRIDE = 2, 8  # pixels of the network's input to one of its maps
QUARTERS = 4  # cells of the map of cores that the network gives as one (Shi et al., sub-pixel convolution, 2016)
# A number's core is what of its box stays when its rows are cut to the middle half and its ends by a share of its
# height: so two numbers that nearly touch are two cores (Liao et al., "Real-time scene text detection with
# differentiable binarization", 2020).
CORE_ROWS, CORE_INSET = 0.5, 0.15  # of the number's height
# Probability from which a cell belongs to a core: chosen on synthetic pages.
CORE = 0.33
EDGE = 2  # cells around those of a core may be core in part
FEWEST_CELLS = 6.0  # summed probability of a core
# The same of what is not seen clearly: from near the verifier knows many a number of which the page shows no more. The
# mean and the summed probability of such a core, and how many are looked at: a textured ground may have hundreds.
HINTED, HINTED_MEAN, FEWEST_HINTED, MOST_HINTS = 0.05, 0.08, 2.0, 80
LONG = 3.0  # times as long as high: such cores show how they lean
MOST_LEANING = 15.0  # degrees: on a page that is turned level
SAME = 0.5  # of the smaller place is covered by the other where two are the same number

# A page (rows, cols) float32 as page_input gives it -> log-odds of cores (rows / 2, cols / 2), and (rows / 8, cols / 8,
# 3): log-odds of text, and the cosine and sine of its direction.
Maps = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def page_input(grey: np.ndarray) -> np.ndarray:
    """A page as the network takes it: each pixel against the light around it. (rows, cols) uint8 -> float32"""
    light = cv2.blur(grey, (LIGHT_REACH, LIGHT_REACH)).astype(np.float32)
    squares = cv2.sqrBoxFilter(grey, cv2.CV_32F, (LIGHT_REACH, LIGHT_REACH))
    spread = np.sqrt(np.maximum(squares - light * light, 0)) + FLATTEST
    return np.clip((grey - light) / spread, -STRONGEST, STRONGEST)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number on the straightened page, in pixels of the full image's scale."""

    centre: np.ndarray
    width: float
    height: float
    angle: float
    """Degrees, clockwise: how far its line still leans."""
    score: float

    def corners(self) -> np.ndarray:
        along = np.array([np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))])
        across = np.array([-along[1], along[0]])
        half, tall = along * self.width / 2, across * self.height / 2
        return np.array([self.centre - half - tall, self.centre + half - tall,
                         self.centre + half + tall, self.centre - half + tall], np.float32)  # fmt: skip

    def box(self) -> tuple[float, float, float, float]:
        corners = self.corners()
        return *corners.min(axis=0), *corners.max(axis=0)

    def tight(self) -> tuple[float, float, float, float]:
        """The box without the paper around the number."""
        corners = without_paper(self.corners())
        return *corners.min(axis=0), *corners.max(axis=0)


@dataclass(frozen=True, slots=True)
class Look:
    """What the network saw of a page at one size, turned by one angle."""

    angle: float
    """Degrees, clockwise, at which writing of the image is level here."""
    scale: float
    """Pixels of the input to one of the image."""
    to_input: np.ndarray
    """(2, 3): from pixels of the image to those of the input."""
    page: np.ndarray
    """(rows, cols) float32: the network's input, as page_input gives it."""
    cores: np.ndarray
    """(rows, cols) float32 probability."""
    text: np.ndarray
    """(rows, cols, 3) float32: probability of text, cosine and sine of its direction."""

    @classmethod
    def at(cls, grey: np.ndarray, side: int, angle: float, maps: Maps, most: float = 1.0) -> "Look":
        """Look at the image at most `side` pixels long, turned so that writing at `angle` degrees runs level.

        most: so many times it may be enlarged
        """
        scale = min(most, side / max(grey.shape))
        small, to_input = _turned(grey, scale, angle)
        page = page_input(small)
        cores, text = maps(page)
        text = np.concatenate([_probability(text[..., :1]), text[..., 1:]], axis=2)
        return cls(angle, scale, to_input[:2], page, _probability(cores), text)

    def along(self) -> float:
        """How much the page's writing runs along the rows: 1 all of it, 0 none, below 0 backwards."""
        weights = self.text[..., 0] * (self.text[..., 0] > 0.5)
        return float((self.text[..., 1] * weights).sum() / max(float(weights.sum()), 1.0))

    def numbers(self, least: float = CLEAR) -> list[Seen]:
        """The numbers whose cores show. least: score of one"""
        return [number for number in self._numbers(CORE, FAINT, FEWEST_CELLS) if number.score >= least]

    def hints(self, seen: list[Seen]) -> list[Seen]:
        """What may be numbers beside those that are seen: their cores are too faint or too small for one."""
        hinted = unlike(seen, self._numbers(HINTED, HINTED_MEAN, FEWEST_HINTED))
        strongest = sorted(hinted, key=lambda number: number.score, reverse=True)[:MOST_HINTS]
        return [replace(number, score=HINT) for number in strongest]

    def _numbers(self, core: float, mean: float, fewest: float) -> list[Seen]:
        """core: probability from which a cell belongs to one; mean, fewest: least mean and sum of its probabilities"""
        mask = (self.cores > core).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        found = (self._number(labels, stats[i], i, mean, fewest) for i in range(1, count))
        return [number for number in found if number is not None]

    def _number(self, labels: np.ndarray, stats: np.ndarray, label: int, mean: float, fewest: float) -> Seen | None:
        left, top, cols, rows, _ = stats
        # With the cells around, which are core in part.
        part = np.s_[max(0, top - EDGE) : top + rows + EDGE, max(0, left - EDGE) : left + cols + EDGE]
        inside, probability = labels[part] == label, self.cores[part]
        score = float(probability[inside].mean())
        if score < mean or probability[inside].sum() < fewest:
            return None
        reach = np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)
        around = cv2.dilate(inside.astype(np.uint8), reach) * (labels[part] * ~inside == 0)
        down, right = np.nonzero(around)
        weights = probability[down, right]
        points = np.stack([part[1].start + right + 0.5, part[0].start + down + 0.5], axis=1) * CORE_STRIDE
        angle = _lean(points, weights)
        along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        axes = np.stack([along, [-along[1], along[0]]])
        reached = points @ axes.T
        certain = reached[inside[down, right]]
        low, high = certain[:, 0].min() - CORE_STRIDE / 2, certain[:, 0].max() + CORE_STRIDE / 2
        # A bar's rows spread by a twelfth of its height's square, and each cell adds its own.
        middle = np.average(reached[:, 1], weights=weights)
        spread = np.average((reached[:, 1] - middle) ** 2, weights=weights)
        height = np.sqrt(max(12 * spread - CORE_STRIDE**2, CORE_STRIDE**2)) / CORE_ROWS
        width = high - low + 2 * CORE_INSET * height
        paper = 2 * PAPER_AROUND * height
        centre = axes.T @ ((low + high) / 2, middle)
        return Seen(centre / self.scale, (width + paper) / self.scale, (height + paper) / self.scale, angle, score)

    def in_image(self, number: Seen) -> np.ndarray:
        """A number's corners in pixels of the image: (4, 2) float32"""
        back = cv2.invertAffineTransform(self.to_input)
        return (number.corners() * self.scale) @ back[:, :2].T.astype(np.float32) + back[:, 2].astype(np.float32)


def _lean(points: np.ndarray, weights: np.ndarray) -> float:
    """Degrees at which a core leans: that of its longer axis; 0 where it is too short to tell. points: (n, 2)"""
    (xx, xy), (_, yy) = np.cov(points.T, aweights=weights)
    middle, half = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    if middle + half < LONG**2 * (middle - half):
        return 0.0
    angle = 0.5 * float(np.degrees(np.arctan2(2 * xy, xx - yy)))
    return angle if abs(angle) < MOST_LEANING else 0.0


def _probability(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds))


def _turned(grey: np.ndarray, scale: float, angle: float) -> tuple[np.ndarray, np.ndarray]:
    """The image at this scale, writing at `angle` degrees level; and (3, 3), from its pixels to those."""
    if scale != 1:
        rows, cols = (max(1, round(side * scale)) for side in grey.shape)
        grey = shrink(grey, rows, cols) if scale < 1 else cv2.resize(grey, (cols, rows), interpolation=cv2.INTER_CUBIC)
    turning = _turning(grey.shape, angle)
    if angle:
        size = _turned_size(grey.shape, angle)
        grey = cv2.warpAffine(grey, turning[:2], size, borderMode=cv2.BORDER_REPLICATE)
    return grey, turning @ np.diag([scale, scale, 1.0])


def _turned_size(shape: tuple[int, int], angle: float) -> tuple[int, int]:
    """Columns and rows of what holds all of an image of `shape` once it is turned."""
    rows, cols = shape
    c, s = abs(np.cos(np.radians(angle))), abs(np.sin(np.radians(angle)))
    # Rounding leaves a trace of the other side at quarter turns.
    return int(np.ceil(cols * c + rows * s - 1e-6)), int(np.ceil(cols * s + rows * c - 1e-6))


def _turning(shape: tuple[int, int], angle: float) -> np.ndarray:
    """(3, 3): brings what runs at `angle` degrees level, and the turned image's corner to 0, 0."""
    if not angle:
        return np.eye(3)
    rows, cols = shape
    turned = _turned_size(shape, angle)
    matrix = np.vstack([cv2.getRotationMatrix2D((cols / 2, rows / 2), angle, 1.0), [0, 0, 1]])
    matrix[:2, 2] += (turned[0] - cols) / 2, (turned[1] - rows) / 2
    return matrix


def unlike(found: list[Seen], others: list[Seen]) -> list[Seen]:
    """Those of the others that are none of the numbers that were found, and no parts of one."""
    boxes = np.array([number.box() for number in found], np.float32).reshape(-1, 4)
    return [number for number in others if not _same(number, boxes).any()]


def _same(number: Seen, boxes: np.ndarray) -> np.ndarray:
    """Which of the boxes (n, 4) are a number's, or hold a part of it: (n,) bool"""
    box = np.array(number.box(), np.float32)
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    smaller = np.minimum((box[2:] - box[:2]).prod(), (boxes[:, 2:] - boxes[:, :2]).prod(axis=1))
    return (shared > 0) & (shared > SAME * smaller)


def seen_in(box: Box, score: float) -> Seen:
    """What stands in a box of a page that is level."""
    centre = np.array([(box.left + box.right) / 2, (box.top + box.bottom) / 2])
    return Seen(centre, box.width, box.height, 0.0, score)
