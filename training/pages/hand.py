"""One person with one pen on one page: numbers, words and signs, ready to be laid on a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import cv2
import numpy as np

from training.data.font_cache import DIGIT_HEIGHT
from training.writing import marks
from training.writing.fonts import FontHands, FontWriter
from training.writing.hands import Glyph, SetWriter, SingleDigits, StrokeWriter, draw_glyph
from training.writing.layout import Style, lay
from training.writing.strokes import Hand
from webapp.reading.transcribe import SEPARATORS

SEEN = 70  # of 255: fainter ink at a stroke's edge does not count to a box
# Pens on photographed pages are thin: shares of a digit's height, felt pens now and then.
THIN, THICK, FELT = 0.026, 0.085, 0.15
SMOOTHED = 45  # an image is blurred by its longer side divided by this, in pixels
SPECK = 3.0  # squares of the pen: smaller pieces of a thinned digit are none
MOST_SHORTENED = 0.3  # of its longer side a digit may lose: half the width of thick strokes at either end
# How many loops a digit has. Thick pens of the sets fill them: along the middle of what is left an 8 reads as 9 or 1.
LOOPS = {"0": 1, "6": 1, "8": 2, "9": 1}
SMALLEST_LOOP = 1.5  # squares of the pen
LEAST_PEN = 1.1  # pixels of a small image: thinner strokes fade to nothing
PARTED = 0.2  # share of the numbers whose separators stand in wider gaps
WIDE_GAP, WIDEST_GAP = 0.7, 1.25  # between digits, in heights of a digit
WAVER = 0.03  # heights of a digit: how far each stands above or below the line
NEAT = 0.2  # of how uneven others are, at most: who writes neatly writes nearly as evenly as print
THICKLY = 0.45  # share of the neat hands with a felt pen: they look like bold print


@dataclass(frozen=True)
class Stretch:
    """Ink that belongs together: a number, a word, a sign."""

    ink: np.ndarray
    """(rows, cols) uint8, 255 ink, cut to its ink"""
    rise: int
    """how far its top lies above the baseline, in pixels"""
    number: str = ""
    """the number that it shows; empty where it is none"""
    reads: bool = True
    """whether it has a reading direction, as words have and a cross has not"""
    raised: float = 0.0
    """how far it stands above the baseline, in heights of a digit"""


class PageHand:
    """Writes a page. Small digits are drawn larger than they stand there, as pens are hardly wider than a pixel."""

    def __init__(
        self, hands: Sequence, weights: Sequence[float], height: float, rng: np.random.Generator, felt=0.08, scale=1.0
    ):
        """height: of a digit, in pixels; felt: share of the pages written with a felt pen; scale: see Studio"""
        self.height, self.size = height, float(np.clip(2.2 * height, 56, max(130, height)))
        slant = float(np.clip(rng.normal(0.07, 0.16), -0.3, 0.5))
        pen = np.exp(rng.uniform(np.log(THIN), np.log(THICK))) if rng.random() > felt else rng.uniform(THICK, FELT)
        self.pen = max(float(pen), LEAST_PEN * scale / height)
        self.style = Style(self.size, _gap(rng), slant, 0.0, rng.uniform(0.02, 0.1), _small_zeros(rng))
        kept = [i for i, source in enumerate(hands) if not isinstance(source, SingleDigits)]
        shares = np.array([weights[i] for i in kept])
        source = hands[kept[rng.choice(len(kept), p=shares / shares.sum())]]
        self.writer = self._with_this_pen(source.writer(rng, self.size, slant))
        self.waver = WAVER
        self.letters = self.writer
        if not isinstance(self.writer, FontWriter):
            fonts = [source for source in hands if isinstance(source, FontHands)]
            self.letters = self._with_this_pen(fonts[0].writer(rng, self.size, slant)) if fonts else None

    def write_neatly(self, rng: np.random.Generator) -> None:
        """From now on plain digits, all as high, at one line and with like gaps: a neat hand looks much like print."""
        share = rng.uniform(0, NEAT)
        even = replace(self.style, unevenness=share * self.style.unevenness, small_zeros=1.0)
        self.style, self.waver = even, share * WAVER
        if rng.random() < THICKLY:
            self.pen = max(self.pen, rng.uniform(THICK, FELT))
            self.letters = self.letters and self._with_this_pen(self.letters)
        self.writer = self._with_this_pen(StrokeWriter(self.size, self.style.slant, rng, Hand.random(rng, neat=True)))

    def _with_this_pen(self, writer):
        if isinstance(writer, StrokeWriter):
            writer.thickness = max(1, round(self.size * self.pen))
        elif isinstance(writer, SetWriter):
            writer.thickening = 0
        elif isinstance(writer, FontWriter):
            font = writer.font
            writer.thickening = (max(self.pen, font.thinnest) - font.thickness) / 2 * DIGIT_HEIGHT
        return writer

    def number(self, text: str, height: float, rng: np.random.Generator, gap: float | None = None) -> Stretch:
        """A number, its digits `height` pixels high and `gap` heights apart (else as this hand has it)."""
        # Nobody spaces out a long number as widely as three digits.
        gap = min(self.style.gap, WIDEST_GAP * 4 / max(4, len(text))) if gap is None else gap
        glyphs = [self._glyph(c, height, rng) for c in text]
        apart = rng.uniform(0.05, 0.4) if rng.random() < PARTED else 0.0
        starts, x = [], 0.0
        for i, ((ink, _), c) in enumerate(zip(glyphs, text, strict=True)):
            starts.append(round(x))
            # Separators stand closer than digits do, or, in some hands, in a gap of their own.
            beside = c in SEPARATORS or text[i + 1 : i + 2] in SEPARATORS
            own = gap * (0.6 if c in SEPARATORS else 1.0) + rng.normal(0, self.waver) + apart * beside
            x += max(ink.shape[1] + own * height, 2)
        waver = rng.normal(0, self.waver, len(glyphs)) * height
        return _joined(glyphs, starts, waver, text.replace(" ", ""))

    def cells(self, text: str, height: float, cell: float, rng: np.random.Generator) -> list[tuple[Stretch, int]]:
        """Digits to stand one to a cell `cell` pixels wide: each with its left column from the first cell's wall."""
        found = []
        for i, c in enumerate(text):
            ink, rise = self._glyph(c, height, rng)
            if ink.shape[1] > 0.85 * cell:
                share = 0.85 * cell / ink.shape[1]
                ink, rise = _shrunk((ink, rise), share)
            room = cell - ink.shape[1]
            found.append(
                (Stretch(ink, rise, c), round(i * cell + room * float(np.clip(rng.normal(0.5, 0.12), 0.1, 0.9))))
            )
        return found

    def word(self, text: str, height: float, rng: np.random.Generator) -> Stretch:
        """A word, its capitals about `height` pixels high; loops that spell nothing where no hand has letters."""
        if self.letters is None:
            ink, rise = _shrunk(marks.cursive(self.style, max(1, round(self.pen * self.size)), rng), height / self.size)
            return Stretch(ink, rise)
        known = self.letters.characters
        gap, glyphs, starts, x = rng.uniform(-0.02, 0.1) * height, [], [], 0.0
        for c in text:
            if c in known:
                glyphs.append(self._drawn(self.letters, c, 1.0, height, rng))
                starts.append(round(x))
                x += max(glyphs[-1][0].shape[1] + gap, 2)
            else:
                x += 0.35 * height
        return _joined(glyphs, starts, rng.normal(0, 0.02, len(glyphs)) * height, "")

    def mark(self, curves: list[np.ndarray], height: float, reads=False, raised: float = 0.0) -> Stretch:
        """A sign drawn with this pen: see draw_glyph."""
        drawn = draw_glyph(curves, self.size, 0.4 * self.style.slant, max(1, round(self.pen * self.size)))
        ink, rise = _shrunk(drawn, height / self.size)
        return Stretch(ink, rise, reads=reads, raised=raised)

    def glyph_mark(self, draw, height: float, rng: np.random.Generator) -> Stretch:
        """A sign of marks.py that takes (style, pen, rng); its pen is that of the other writing, whatever its size."""
        pen = max(1, round(self.pen * self.size * self.height / height))
        ink, rise = _shrunk(draw(self.style, pen, rng), height / self.size)
        return Stretch(ink, rise, reads=False)

    def _glyph(self, character: str, height: float, rng: np.random.Generator) -> Glyph:
        if character == " ":
            return np.zeros((1, max(1, round(0.2 * height))), np.uint8), 1
        if character.isdigit():
            scale = rng.normal(1.0, self.style.unevenness) * (self.style.small_zeros if character == "0" else 1.0)
            return self._drawn(self.writer, character, max(scale, 0.45), height, rng)
        pen = max(1, round(self.pen * self.size))
        ink, rise = marks.separator(character, self.writer, self.style, pen, rng)
        # Slashes of a set are as thick as its digits are.
        ink = thinned(ink, pen) if character == "/" else ink
        return _shrunk((ink, rise), height / self.size)

    def _drawn(self, writer, character: str, scale: float, height: float, rng: np.random.Generator) -> Glyph:
        font, share = getattr(writer, "font", None), height / self.size
        if not isinstance(writer, SetWriter) and (font is None or font.thinnest < 1.15 * self.pen):
            return _shrunk(writer.glyph(character, scale, rng), share)
        pen = self.pen * self.size
        if font is not None:
            ink, rise = writer.glyph(character, scale, rng)
            return _shrunk((thinned(ink, pen), rise), share)
        # A set's writer has other digits; whose are all too thick for this pen writes with those of others.
        for one, wider in product((writer, writer.without(character)), (1.0, 1.0, 1.0, 1.3, 1.6)):
            ink, rise = one.glyph(character, scale, rng)
            thin = thinned(ink, wider * pen)
            if whole(thin, ink, wider * pen) and _loops(thin, wider * pen) >= LOOPS.get(character, 0):
                break
        return _shrunk((thin, rise), share)


def thinned(ink: np.ndarray, pen: float) -> np.ndarray:
    """Strokes drawn again with a pen `pen` pixels wide, along their middle; thinner ones stay. ink: (rows, cols)"""
    padded = cv2.copyMakeBorder(ink, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)
    # The sets' images are 28 pixels high: their steps would become spurs of the strokes.
    padded = cv2.GaussianBlur(padded, (0, 0), max(0.6, max(ink.shape) / SMOOTHED))
    # Some sets hold soft scans whose strokes fade here and there: ink is what is dark beside its surroundings.
    around = cv2.dilate(padded, np.ones((9, 9), np.uint8))
    stroke = ((padded > 45) & (padded > 0.45 * around.astype(np.float32))).astype(np.uint8)
    depth = cv2.distanceTransform(stroke, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    if 2 * float(depth.max()) <= pen:
        return ink
    return _without_specks(_along_the_middle(depth, pen), pen)[4:-4, 4:-4]


def whole(thin: np.ndarray, ink: np.ndarray, pen: float) -> bool:
    """Whether strokes have not come apart or gone when they were drawn with a thinner pen."""
    before, after = ink_box(ink), ink_box(thin)
    shorter = max(before[i] - after[i] for i in (2, 3))
    return shorter < MOST_SHORTENED * max(ink.shape) and _parts(thin, pen) <= _parts(ink, pen)


def _parts(ink: np.ndarray, pen: float) -> int:
    """How many pieces of ink there are, specks left out."""
    _, _, found, _ = cv2.connectedComponentsWithStats((ink > SEEN).astype(np.uint8), ltype=cv2.CV_16U)
    return int((found[1:, cv2.CC_STAT_AREA] > SPECK * pen * pen).sum())


def _loops(ink: np.ndarray, pen: float) -> int:
    """How many patches of paper lie inside the ink, pinholes left out."""
    paper = np.pad(ink <= SEEN, 1, constant_values=True).astype(np.uint8)
    _, _, found, _ = cv2.connectedComponentsWithStats(paper, connectivity=4)
    # The first is the ink, the largest of the others the paper around it.
    return int((found[1:, cv2.CC_STAT_AREA] > SMALLEST_LOOP * pen * pen).sum()) - 1


def _without_specks(ink: np.ndarray, pen: float) -> np.ndarray:
    """Ink without pieces that are no larger than a dot."""
    _, labels, found, _ = cv2.connectedComponentsWithStats((ink > 0).astype(np.uint8), ltype=cv2.CV_16U)
    stays = found[:, cv2.CC_STAT_AREA] > SPECK * pen * pen
    return np.where(stays[labels], ink, 0).astype(np.uint8)


def _along_the_middle(depth: np.ndarray, pen: float) -> np.ndarray:
    """What a pen draws along the middle of strokes. depth: distance to the stroke's edge (rows, cols) float32"""
    # Beside a stroke's middle something deeper lies within reach. A wider reach would part strokes that narrow.
    reach = 2 * (int(np.ceil(pen / 2)) + 1) + 1
    middle = cv2.dilate(depth, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    return (255 * np.clip(depth - middle + pen / 2 + 0.5, 0, 1) * (depth > 0)).astype(np.uint8)


def _shrunk(glyph: Glyph, share: float) -> Glyph:
    ink, rise = glyph
    size = max(1, round(ink.shape[1] * share)), max(1, round(ink.shape[0] * share))
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
    return cv2.resize(ink, size, interpolation=way), round(rise * share)


def _joined(glyphs: list[Glyph], starts: list[int], waver: np.ndarray, number: str) -> Stretch:
    """Glyphs laid beside each other, cut to their ink."""
    if not glyphs:
        return Stretch(np.zeros((1, 1), np.uint8), 1, number)
    tops = [int(-rise + round(down)) for (_, rise), down in zip(glyphs, waver, strict=True)]
    top = min(tops)
    rows = max(t + ink.shape[0] for t, (ink, _) in zip(tops, glyphs, strict=True)) - top
    cols = max(x + ink.shape[1] for x, (ink, _) in zip(starts, glyphs, strict=True))
    layer = np.zeros((rows, cols), np.uint8)
    for (ink, _), x, y in zip(glyphs, starts, tops, strict=True):
        lay(layer, ink, x, y - top)
    return cut_to_ink(Stretch(layer, -top, number))


def cut_to_ink(stretch: Stretch) -> Stretch:
    """The same without empty rows and columns around it."""
    x, y, cols, rows = ink_box(stretch.ink)
    cut = stretch.ink[y : y + rows, x : x + cols]
    return Stretch(cut, stretch.rise - y, stretch.number, stretch.reads, stretch.raised)


def ink_box(ink: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, columns and rows of what is to be seen in a layer; the whole layer where nothing is."""
    x, y, cols, rows = cv2.boundingRect((ink > min(SEEN, int(ink.max()) // 2)).astype(np.uint8))
    return (x, y, cols, rows) if cols and rows else (0, 0, ink.shape[1], ink.shape[0])


def _gap(rng: np.random.Generator) -> float:
    """Between digits: touching now and then, mostly relaxed, some far apart."""
    kind = rng.random()
    if kind < 0.12:
        return rng.uniform(-0.08, 0.06)
    if kind < 0.8:
        return rng.uniform(0.06, 0.34)
    return rng.uniform(0.3, WIDE_GAP) if kind < 0.94 else rng.uniform(WIDE_GAP, WIDEST_GAP)


def _small_zeros(rng: np.random.Generator) -> float:
    return rng.uniform(0.55, 0.9) if rng.random() < 0.25 else 1.0
