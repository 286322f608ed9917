"""Upright image to the places of its handwritten numbers: a network says where, connected components say how many.

The network (training/locator.py) sees the page small, which tells which way the writing runs and shows the large
numbers, and then, turned level by the rows of its ink (skew.py), large enough for the small ones.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from webapp.reading.cells import split_cells
from webapp.reading.ink_lines import find_ink, number_boxes
from webapp.reading.place import AGREED, AGREED_NEAR, CLEAR, FAINT, HINT, PAPER_AROUND, WRITTEN, Place, without_paper
from webapp.reading.result import Box
from webapp.reading.shrink import shrink
from webapp.reading.skew import skew
from webapp.reading.table_lines import split_at_lines
from webapp.reading.tight import is_cut_out

# Written on the locator's card. Raise it when any pixel of page_input, or what the maps mean, may come out different.
VERSION = 2

FINE_SIDE, COARSE_SIDE = 1280, 640  # pixels: the longer side of what the network sees
ENLARGED = 1.5  # at most, for the fine look: small pages are written on small
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
LARGE = 110  # pixels of the fine input: higher ones of a drawing are taken from the coarse look
LONG = 3.0  # times as long as high: such cores show how they lean
MOST_LEANING = 15.0  # degrees: on a page that is turned level
ALONG = 0.45  # share of the writing along the rows from which no other axis is looked at
# That much more of it forwards than backwards, or along one axis than along the other, tells which way it runs: which
# end is up was wrong once in 285 synthetic pages.
CLEARLY = 0.45
UPRIGHT_LIKELIER = 0.25  # that much more has to run down the columns: photos are rarely turned
STRAIGHT = 2.0  # degrees: pages that lean less are left as they are; the network reads those
LEANING = 12.0  # degrees: lines of ink on a clean sheet may lean by so much
MOST_LINES = 12  # of ink: more are no clean sheet
MOST = 0.7  # of a line of ink's width: a number that takes so much of it is all of it
OF_NUMBERS = 0.5  # of a sheet's lines of ink: where so many are seen to be numbers the others may be
MOST_UNSEEN = 60  # lines of ink in a drawing in which the network sees no number: more are scribbles
TALLER, WIDER = 1.4, 0.8  # times as high, and heights wider than a number seems: its own ink may be so much more
ALONE = 2.5  # heights: a number that is farther from others in its line is none of theirs
SEVERAL = 1.3  # heights wide: of digits that stand closer to each other than to the next ones
SAME = 0.5  # of the smaller place is covered by the other where two are the same number
SAME_LINE = 0.5  # of the lower one's rows are shared where two stand in one line

# A page (rows, cols) float32 as page_input gives it -> log-odds of cores (rows / 2, cols / 2), and (rows / 8, cols / 8,
# 3): log-odds of text, and the cosine and sine of its direction.
Maps = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def coarse_looks(grey: np.ndarray, maps: Maps) -> Iterator["Look"]:
    """The page at COARSE_SIDE as it may be upright: first the likeliest way round, then, where print and words do not
    tell, turned by half, and where they do not even tell along which axis they run, along the other: of a few digits
    that is often only known when they have been read.

    grey: (rows, cols) uint8, light or dark paper, turned and tilted as it may be
    maps: the locator's network
    """
    looks = {angle: Look.at(grey, COARSE_SIDE, angle, maps) for angle in (0.0, 180.0)}
    along = {angle: look.along() for angle, look in looks.items()}
    if max(along.values()) < ALONG:
        for angle in (90.0, -90.0):
            looks[angle] = Look.at(grey, COARSE_SIDE, angle, maps)
            along[angle] = looks[angle].along() - UPRIGHT_LIKELIER
    # Photos are seldom upside down.
    likely = sorted(along, key=lambda angle: along[angle] - CLEARLY * (angle == 180.0), reverse=True)
    other_axis = [angle for angle in likely if (angle - likely[0]) % 180][:1]
    for first in (likely[0], *(angle for angle in other_axis if along[likely[0]] - along[angle] <= CLEARLY)):
        for angle in (first, first + 180.0 if first <= 0 else first - 180.0):
            if along[first] - along[angle] > CLEARLY:
                break
            lean = skew(looks[angle].page)
            yield Look.at(grey, COARSE_SIDE, angle + lean, maps) if abs(lean) > STRAIGHT else looks[angle]


def find_numbers(grey: np.ndarray, maps: Maps, coarse: "Look | None" = None, sheet: bool = True) -> list[Place]:
    """The places of the handwritten numbers, in reading order: top to bottom, then left to right; then, in that order
    too, what may be some (WRITTEN, and then HINT).

    grey, maps: as coarse_looks takes them
    coarse: one that it gave; the first where there is none
    sheet: whether all of a sheet is seen: a line of ink of a part may be more numbers than were meant
    """
    coarse = coarse or next(coarse_looks(grey, maps))
    boxes = number_boxes(find_ink(grey)) if abs(coarse.angle) < LEANING else []
    if clean := _on_a_clean_sheet(boxes, grey, coarse):
        return clean
    fine = Look.at(grey, FINE_SIDE, coarse.angle, maps, ENLARGED)
    if sheet and (clean := _on_a_clean_sheet(boxes, grey, fine, AGREED_NEAR)):
        return clean
    # A number may be seen in both looks. Which place is right shows when it is read: see refine.without_doubles.
    seen = fine.numbers(FAINT)
    places = _parted(grey, _places(fine, coarse.numbers() + seen))
    unseen = _unseen(boxes, places) if sheet else []
    return places + unseen + _parted(grey, _places(fine, fine.hints(seen)))


def _unseen(boxes: list[Box], places: list[Place]) -> list[Place]:
    """The lines of ink of a clean sheet that are no number which is seen clearly, where it is a sheet of numbers."""
    if not 0 < len(boxes) <= MOST_LINES:
        return []
    clear = [place.corners for place in places if place.score >= CLEAR]
    seen = [[corners for corners in clear if _holds(box, corners.mean(axis=0))] for box in boxes]
    if sum(map(bool, seen)) < OF_NUMBERS * len(boxes):
        return []
    widths = [max((np.ptp(corners[:, 0]) for corners in inside), default=0.0) for inside in seen]
    return [Place(_corners(box), WRITTEN) for box, width in zip(boxes, widths, strict=True) if width < MOST * box.width]


def _parted(grey: np.ndarray, found: list[Place]) -> list[Place]:
    """The places, cut at lines of a table and at walls of cells."""
    places = [Place(part, place.score) for place in found for part in split_at_lines(grey, place.corners)]
    parts = split_cells(grey, [place.corners for place in places])
    return [Place(part, place.score) for place, group in zip(places, parts, strict=True) for part in group]


def find_drawn(grey: np.ndarray, maps: Maps) -> list[Place]:
    """The places of the numbers in a drawing, in reading order.

    A drawing is upright, and nothing but numbers is on it: ink in which the network sees none may be one all the same.

    grey: (rows, cols) uint8, strokes on clean paper
    maps: the locator's network
    """
    coarse = Look.at(grey, COARSE_SIDE, 0.0, maps)
    ink = find_ink(grey)
    boxes = number_boxes(ink)
    if clean := _on_a_clean_sheet(boxes, grey, coarse):
        return clean
    fine = Look.at(grey, FINE_SIDE, coarse.angle, maps, ENLARGED)
    looks = coarse.numbers(), fine.numbers()
    large = [number for number in looks[0] if number.height * fine.scale > LARGE]
    # What is seen between lines of ink reaches over several numbers.
    seen = large + _unlike(large, looks[1])
    found = _on_ink([number for number in seen if not _lies_between(number, boxes)], boxes, looks)
    # All ink is numbers: beside one that was found there may be one in which the network sees none.
    besides = np.array([number.tight() for number in found], np.float32).reshape(-1, 4)
    unseen = [_number_of(box, CLEAR) for box in number_boxes(ink, besides)[:MOST_UNSEEN]]
    return _places(fine, found + _unlike(found, unseen))


def _lies_between(number: "_Number", boxes: list[Box]) -> bool:
    """Whether a number's middle lies in none of several lines of ink that it shares something with."""
    left, top, right, bottom = number.box()
    shared = [b for b in boxes if b.left < right and left < b.right and b.top < bottom and top < b.bottom]
    return len(shared) > 1 and not any(_holds(box, number.centre) for box in shared)


def _on_ink(numbers: "list[_Number]", boxes: list[Box], looks: "tuple[list[_Number], ...]") -> "list[_Number]":
    """The same numbers; one that is all of a line of ink, far from others, is agreed on and exact to the stroke: where
    no look sees several in it."""
    agreed: dict[int, _Number] = {}
    for box in boxes:
        there, *by_look = ([one for one in found if _holds(box, one.centre)] for found in (numbers, *looks))
        is_one = len(there) == 1 and max(map(len, by_look)) <= 1
        if is_one and _is_all_of(box, *there) and _is_in(*there, box) and _stands_alone(box, boxes):
            agreed[id(there[0])] = _number_of(box, AGREED)
    return [agreed.get(id(number), number) for number in numbers]


def _places(look: "Look", numbers: list["_Number"]) -> list[Place]:
    return [Place(look.in_image(number), number.score) for number in _in_reading_order(numbers)]


def _on_a_clean_sheet(boxes: list[Box], grey: np.ndarray, look: "Look", agreed: float = AGREED) -> list[Place]:
    """Lines of ink, exact to the stroke, where each of them is one number and nothing else is a number; else [].

    agreed: score of what stands alone
    """
    if not 0 < len(boxes) <= MOST_LINES:
        return []
    numbers = look.numbers()
    centres = [look.in_image(number).mean(axis=0) for number in numbers]
    inside = [[n for n, centre in zip(numbers, centres, strict=True) if _holds(box, centre)] for box in boxes]
    if len(numbers) != len(boxes) or any(len(found) != 1 for found in inside):
        return []
    # What somebody cut out may have a frame or cells around the number, which are read as part of it.
    believed = is_cut_out(*grey.shape) or all(_is_all_of(box, *found) for box, found in zip(boxes, inside, strict=True))
    if not believed:
        return []
    # What stands close to another may be one number with it, in cells for example.
    return [
        Place(_corners(box), agreed if _stands_alone(box, boxes) else found[0].score)
        for box, found in zip(boxes, inside, strict=True)
    ]


def _is_all_of(box: Box, number: "_Number") -> bool:
    """Whether ink is no more than the number that is seen in it: rings, bullets and dirt belong to lines of ink too."""
    return box.height <= TALLER * number.height and box.width <= number.width + WIDER * number.height


def _is_in(number: "_Number", box: Box) -> bool:
    """Whether a number is hardly larger than ink: else it reaches over other lines of it."""
    return number.height <= TALLER * box.height and number.width <= box.width + WIDER * box.height


def _stands_alone(box: Box, boxes: list[Box]) -> bool:
    """Whether no other box of the same line is near; single digits may be one number though they stand far apart."""
    near = ALONE * box.height
    return not any(
        min(box.bottom, other.bottom) > max(box.top, other.top)
        and max(box.left - other.right, other.left - box.right) < near
        and min(box.width / box.height, other.width / other.height) < SEVERAL
        for other in boxes
        if other is not box
    )


def _holds(box: Box, centre: np.ndarray) -> bool:
    x, y = centre
    return box.left <= x < box.right and box.top <= y < box.bottom


def _corners(box: Box) -> np.ndarray:
    return np.array(
        [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]], np.float32
    )


def page_input(grey: np.ndarray) -> np.ndarray:
    """A page as the network takes it: each pixel against the light around it. (rows, cols) uint8 -> float32"""
    light = cv2.blur(grey, (LIGHT_REACH, LIGHT_REACH)).astype(np.float32)
    squares = cv2.sqrBoxFilter(grey, cv2.CV_32F, (LIGHT_REACH, LIGHT_REACH))
    spread = np.sqrt(np.maximum(squares - light * light, 0)) + FLATTEST
    return np.clip((grey - light) / spread, -STRONGEST, STRONGEST)


@dataclass(frozen=True, slots=True)
class _Number:
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

    def numbers(self, least: float = CLEAR) -> list[_Number]:
        """The numbers whose cores show. least: score of one"""
        return [number for number in self._numbers(CORE, FAINT, FEWEST_CELLS) if number.score >= least]

    def hints(self, seen: list[_Number]) -> list[_Number]:
        """What may be numbers beside those that are seen: their cores are too faint or too small for one."""
        hinted = _unlike(seen, self._numbers(HINTED, HINTED_MEAN, FEWEST_HINTED))
        strongest = sorted(hinted, key=lambda number: number.score, reverse=True)[:MOST_HINTS]
        return [replace(number, score=HINT) for number in strongest]

    def _numbers(self, core: float, mean: float, fewest: float) -> list[_Number]:
        """core: probability from which a cell belongs to one; mean, fewest: least mean and sum of its probabilities"""
        mask = (self.cores > core).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
        found = (self._number(labels, stats[i], i, mean, fewest) for i in range(1, count))
        return [number for number in found if number is not None]

    def _number(self, labels: np.ndarray, stats: np.ndarray, label: int, mean: float, fewest: float) -> _Number | None:
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
        return _Number(centre / self.scale, (width + paper) / self.scale, (height + paper) / self.scale, angle, score)

    def in_image(self, number: _Number) -> np.ndarray:
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


def _unlike(found: list[_Number], others: list[_Number]) -> list[_Number]:
    """Those of the others that are none of the numbers that were found, and no parts of one."""
    boxes = np.array([number.box() for number in found], np.float32).reshape(-1, 4)
    return [number for number in others if not _same(number, boxes).any()]


def _same(number: _Number, boxes: np.ndarray) -> np.ndarray:
    """Which of the boxes (n, 4) are a number's, or hold a part of it: (n,) bool"""
    box = np.array(number.box(), np.float32)
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    smaller = np.minimum((box[2:] - box[:2]).prod(), (boxes[:, 2:] - boxes[:, :2]).prod(axis=1))
    return (shared > 0) & (shared > SAME * smaller)


def _number_of(box: Box, score: float) -> _Number:
    """What stands in a box of a page that is level."""
    centre = np.array([(box.left + box.right) / 2, (box.top + box.bottom) / 2])
    return _Number(centre, box.width, box.height, 0.0, score)


def _in_reading_order(numbers: list[_Number]) -> list[_Number]:
    """Lines from the top, each from the left."""
    lines: list[list[_Number]] = []
    for number in sorted(numbers, key=lambda n: n.centre[1]):
        line = next((line for line in lines if _beside(line[-1], number)), None)
        if line is None:
            lines.append([number])
        else:
            line.append(number)
    return [number for line in lines for number in sorted(line, key=lambda n: n.centre[0])]


def _beside(a: _Number, b: _Number) -> bool:
    shared = min(a.centre[1] + a.height / 2, b.centre[1] + b.height / 2) - max(
        a.centre[1] - a.height / 2, b.centre[1] - b.height / 2
    )
    return shared > SAME_LINE * min(a.height, b.height)
