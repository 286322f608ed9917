"""Crop to network input: the one preprocessing, imported by training and by serving."""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.pixels.clear import clear_printing
from webapp.reading.pixels.polarity import is_light_on_dark
from webapp.reading.result import Box

# Written on the card of every trained reader. Raise it when any pixel of a line that showed its whole number may come
# out different: a number that was cut off before, or too faint for a line, needs no new reader.
VERSION = 3

LINE_HEIGHT = 40  # rows of the network's input
LONGEST_LINE = 2000  # columns; about 80 digits. A longer crop is squeezed: no number is that long
SIDE_PAPER = 8  # columns of paper left and right, so that the network sees where a digit at the edge ends
MARGIN = 0.10  # of the ink's height: paper above and below, for what the mask missed of faint stroke ends

# Columns: twice the longest line at twice its height. A crop of a pixel's height could else be a million times as wide.
WIDEST_WORKED_ON = 4 * LONGEST_LINE
WORKING_HEIGHT = 80  # rows: twice the network's, so that thin strokes survive the mask
# Share of the paper's brightness that ink takes away: hard pencil on a pale photo takes little more.
FAINTEST_INK = 0.035
SPECK = 0.06  # of the tallest mark: marks smaller than this in both directions are dust
DOT = 0.35  # of the tallest mark: smaller ones (points, commas, dashes) do not decide the line's height
RULE_WIDTH, RULE_HEIGHT = 0.7, 0.12  # of the crop: a mark so wide and so low is a printed rule


@dataclass(frozen=True, slots=True)
class Line:
    """A crop as the network takes it, and where its columns lie in the crop."""

    pixels: np.ndarray
    """(LINE_HEIGHT, cols) float32, 0 paper .. 1 ink, aspect ratio kept."""
    box: Box
    """The part of the crop that the line shows, in pixels of the crop, without the paper at its sides."""

    def column_in_crop(self, column: float) -> float:
        """Where a column of `pixels` lies in the crop, in pixels of the crop."""
        shown = self.pixels.shape[1] - 2 * SIDE_PAPER
        share = min(max((column - SIDE_PAPER) / shown, 0.0), 1.0)
        return self.box.left + share * self.box.width


def normalise_line(grey: np.ndarray) -> Line | None:
    """Bring a crop that holds one number to the form that the network was trained on.

    1. Turn light writing on a dark ground round.
    2. Cut to the inside of a printed frame; erase cell walls and rules.
    3. Shrink to WORKING_HEIGHT rows (small crops stay as they are).
    4. Ink on paper becomes 0 paper .. 1 ink, whatever the light.
    5. Cut to the ink: dust does not count, a margin stays.
    6. Resize to LINE_HEIGHT rows, aspect ratio kept; stretch the strokes to full ink; add paper at both sides.

    grey: (rows, cols) uint8, as photographed: any size, light or dark paper
    returns: a Line, or None where the crop holds no ink
    """
    small = _shrink(grey)
    field = clear_printing(255 - grey if is_light_on_dark(small) else grey)
    line = _line_of_writing(field.grey, small if field.grey is grey else _shrink(field.grey))
    return line and Line(line.pixels, line.box.moved(field.left, field.top))


def _line_of_writing(grey: np.ndarray, small: np.ndarray) -> Line | None:
    """Steps 4 to 6 of normalise_line, for a crop without printed lines. small: the crop after step 3"""
    ink = ink_on_paper(small)
    found = _ink_extent(ink_mask(ink))
    if found is None:
        return None
    box = _box_in_crop(found, ink.shape, grey.shape)
    if found.height < LINE_HEIGHT <= box.height:
        # Small writing on a large crop: shrinking cost detail that a closer look has.
        part = grey[box.top : box.bottom, box.left : box.right]
        closer = _line_of_writing(part, _shrink(part))
        return closer and Line(closer.pixels, closer.box.moved(box.left, box.top))
    line = _resize_to_line(ink[found.top : found.bottom, found.left : found.right])
    return Line(cv2.copyMakeBorder(line, 0, 0, SIDE_PAPER, SIDE_PAPER, cv2.BORDER_CONSTANT, value=0.0), box)


def ink_on_paper(grey: np.ndarray) -> np.ndarray:
    """How much of the paper's light the ink takes away at each pixel.

    The paper's brightness is estimated by a morphological closing wide enough to fill every stroke.

    grey: (rows, cols) uint8, dark on light
    returns: (rows, cols) float32, 0 paper .. 1 black on white
    """
    return _ink_against(_paper_brightness(grey), grey)


def ink_mask(ink: np.ndarray) -> np.ndarray:
    """The pixels that belong to strokes: above Otsu's threshold, which guilloche and texture stay below.

    ink: (rows, cols) float32, as ink_on_paper gives it
    returns: (rows, cols) uint8, 1 stroke, 0 not; all 0 where nothing is darker than FAINTEST_INK
    """
    levels = (ink * 255).astype(np.uint8)
    threshold, strokes = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    counts = cv2.calcHist([levels], [0], None, [256], [0, 256]).ravel()
    of_strokes = np.where(np.arange(256) > threshold, counts, 0)
    # Against the paper's own level: the noise of a dark photo lies far below the brightest paper around it.
    if not of_strokes.any() or _median_level(of_strokes) - _median_level(counts) < 255 * FAINTEST_INK:
        return np.zeros(ink.shape, np.uint8)
    return strokes


def _median_level(counts: np.ndarray) -> int:
    """counts: (256,) how often each level occurs"""
    return int(np.searchsorted(np.cumsum(counts, dtype=np.float64), 0.5 * counts.sum(dtype=np.float64)))


def _box_in_crop(box: Box, small: tuple[int, int], crop: tuple[int, int]) -> Box:
    """A box of the shrunken crop in pixels of the crop, rounded outwards. small, crop: (rows, cols) of each."""
    down, across = crop[0] / small[0], crop[1] / small[1]
    return Box(
        int(box.left * across),
        int(box.top * down),
        min(int(np.ceil(box.right * across)), crop[1]),
        min(int(np.ceil(box.bottom * down)), crop[0]),
    )


def _shrink(grey: np.ndarray) -> np.ndarray:
    rows, cols = grey.shape
    small_rows = min(rows, WORKING_HEIGHT)
    small_cols = min(max(1, round(cols * small_rows / rows)), WIDEST_WORKED_ON)
    if (small_rows, small_cols) == (rows, cols):
        return grey
    return cv2.resize(grey, (small_cols, small_rows), interpolation=cv2.INTER_AREA)


def _paper_brightness(grey: np.ndarray) -> np.ndarray:
    # Wider than any stroke at this height, narrower than the shadows of a hand or a fold.
    reach = max(3, grey.shape[0] // 3) | 1
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return cv2.blur(closed, (reach, reach))


def _ink_against(paper: np.ndarray, grey: np.ndarray) -> np.ndarray:
    brightness = paper.astype(np.float32)
    return np.clip((brightness - grey) / np.maximum(brightness, 1), 0.0, 1.0)


def _ink_extent(mask: np.ndarray) -> Box | None:
    """The part of the mask that holds the number, with its margin."""
    rows, cols = mask.shape
    # Labels of 16 bits take half the time. No mark touches another: there is at most one in two rows and columns.
    labels = cv2.CV_16U if ((rows + 1) // 2) * ((cols + 1) // 2) < 65535 else cv2.CV_32S
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=labels)
    marks = stats[1:]
    width, height = marks[:, cv2.CC_STAT_WIDTH], marks[:, cv2.CC_STAT_HEIGHT]
    dust = np.maximum(width, height) < SPECK * height.max(initial=0)
    rule = (width > RULE_WIDTH * cols) & (height < RULE_HEIGHT * rows)
    marks = marks[~dust & ~rule]
    if len(marks) == 0:
        return None
    tall = marks[marks[:, cv2.CC_STAT_HEIGHT] >= DOT * marks[:, cv2.CC_STAT_HEIGHT].max()]
    top = tall[:, cv2.CC_STAT_TOP].min()
    bottom = (tall[:, cv2.CC_STAT_TOP] + tall[:, cv2.CC_STAT_HEIGHT]).max()
    left = marks[:, cv2.CC_STAT_LEFT].min()
    right = (marks[:, cv2.CC_STAT_LEFT] + marks[:, cv2.CC_STAT_WIDTH]).max()
    margin = max(1, round(MARGIN * (bottom - top)))
    return Box(
        max(0, int(left) - margin),
        max(0, int(top) - margin),
        min(cols, int(right) + margin),
        min(rows, int(bottom) + margin),
    )


def _resize_to_line(ink: np.ndarray) -> np.ndarray:
    rows, cols = ink.shape
    columns = min(max(1, round(cols * LINE_HEIGHT / rows)), LONGEST_LINE)
    interpolation = cv2.INTER_AREA if rows > LINE_HEIGHT else cv2.INTER_LINEAR
    line = cv2.resize(ink, (columns, LINE_HEIGHT), interpolation=interpolation)
    # Strokes fill more than a fiftieth of any number and less than half: these percentiles lie in paper and in ink.
    ranks = [line.size // 2, line.size * 98 // 100]
    paper, full_ink = np.partition(line, ranks, axis=None)[ranks]
    return np.clip((line - paper) / max(full_ink - paper, FAINTEST_INK), 0.0, 1.0).astype(np.float32)
