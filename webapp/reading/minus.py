"""The minus before a number. The network passes over strokes that fill a line, and a minus is one for it."""

from dataclasses import replace

import cv2
import numpy as np

from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.transcribe import Character, Transcript

MINUS = "-"
# That a dash before a number is its sign: it may be a bullet, or take the number from the one above.
SHARE = 0.5
INK = 0.5  # of full ink, from which a pixel belongs to a mark
# In heights of the line.
DUST = 0.1
SHORTEST, LONGEST, HIGHEST = 0.15, 0.8, 0.25
DIGIT = 0.3  # marks as high at least are of digits
NEAR = 0.6  # its right end and the first digit
HIGHER, LOWER = 0.3, 0.7  # where its middle may be
FLAT = 1.8  # times as long as high, at least


def with_minus(transcript: Transcript, pixels: np.ndarray) -> Transcript:
    """The number with the minus that stands before it, where one does; the person is asked about that.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink: the line that gave the transcript
    """
    if not transcript.characters or (place := minus_before(pixels, transcript.characters[0].centre)) is None:
        return transcript
    left, right = place
    first = replace(transcript.characters[0], left=max(transcript.characters[0].left, right))
    minus = Character(MINUS, SHARE, left, right, (), (left + right) / 2)
    likely = SHARE * transcript.confidence
    others = [(MINUS + text, SHARE * confidence) for text, confidence in transcript.others]
    return replace(
        transcript,
        characters=(minus, first, *transcript.characters[1:]),
        confidence=likely,
        others=((transcript.text, likely), *others),
    )


def minus_before(pixels: np.ndarray, first: float) -> tuple[int, int] | None:
    """Columns of a dash that stands alone before a number, as a minus does; None where there is none.

    pixels: (LINE_HEIGHT, cols) float32, 0 paper .. 1 ink
    first: column around which the number's first digit was read
    """
    _, _, marks, _ = cv2.connectedComponentsWithStats((pixels > INK).astype(np.uint8), connectivity=8)
    ends = marks[1:, cv2.CC_STAT_LEFT] + marks[1:, cv2.CC_STAT_WIDTH]
    before, behind = marks[1:][ends <= first], marks[1:][ends > first]
    before = before[before[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= DUST * LINE_HEIGHT]
    digits = behind[behind[:, cv2.CC_STAT_HEIGHT] > DIGIT * LINE_HEIGHT]
    if len(before) != 1 or len(digits) == 0:
        return None
    left, top, width, height, _ = (int(of) for of in before[0])
    gap = int(digits[:, cv2.CC_STAT_LEFT].min()) - (left + width)
    is_minus = (
        SHORTEST * LINE_HEIGHT <= width <= LONGEST * LINE_HEIGHT
        and FLAT * height <= width
        and height <= HIGHEST * LINE_HEIGHT
        and HIGHER * LINE_HEIGHT < top + height / 2 < LOWER * LINE_HEIGHT
        and gap < NEAR * LINE_HEIGHT
    )
    return (left, left + width) if is_minus else None
