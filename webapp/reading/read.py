"""The one place where the steps meet: encoded image in, Reading out."""

from collections.abc import Callable
from time import perf_counter
from typing import Literal

import numpy as np

from webapp.reading.card import Card
from webapp.reading.decode import decode_image
from webapp.reading.errors import BadCrop
from webapp.reading.locate import find_number_boxes
from webapp.reading.network import Reader
from webapp.reading.normalise import Line, normalise_line
from webapp.reading.patterns import Pattern, parse_pattern
from webapp.reading.result import Alternative, Box, Digit, Number, OtherText, Reading, Size
from webapp.reading.transcribe import Character, Transcript, transcribe
from webapp.reading.views import leaning_views

Layout = Literal["page", "number"]
ALTERNATIVES = 3  # are shown for each digit and each number; of a digit, the others are rarely one in a thousand
CERTAIN = 0.9  # at first sight: looking again at a line costs three times as much, and of these changes few
FAINTEST_ALTERNATIVE = 0.001  # of a number: what is less likely is not worth a line on the screen


def read_image(
    data: bytes,
    reader: Reader,
    *,
    layout: Layout = "page",
    crop: tuple[int, int, int, int] | None = None,
    pattern: str | None = None,
    max_pixels: int = 50_000_000,
) -> Reading:
    """Read every number in an encoded image, drawn or photographed.

    layout: "page" finds the numbers first; "number" takes the image (or the crop) as one number
    crop: left, top, right, bottom in pixels of the upright image: only this part is read
    pattern: what every number looks like (see patterns.py); None reads any number
    raises: the errors of decode_image, BadCrop, and BadPattern
    """
    wanted = None if pattern is None else parse_pattern(pattern)
    started = perf_counter()
    image = decode_image(data, max_pixels)
    decoded = perf_counter()
    whole = Box(0, 0, image.shape[1], image.shape[0])
    region = whole if crop is None else _checked_crop(crop, whole)
    boxes = [region] if layout == "number" else _boxes_in(image, region)
    located = perf_counter()
    numbers = tuple(number for box in boxes if (number := _read_box(image, box, reader, wanted)) is not None)
    read = perf_counter()
    timing = {"decode": decoded - started, "locate": located - decoded, "read": read - located, "total": read - started}
    return Reading(
        pages=(Size(whole.width, whole.height),),
        numbers=numbers,
        reader_name=reader.name,
        reader_version=reader.version,
        timing_ms={step: 1000 * seconds for step, seconds in timing.items()},
    )


def _checked_crop(crop: tuple[int, int, int, int], whole: Box) -> Box:
    """The part of the crop that lies in the image."""
    left, top, right, bottom = crop
    if left >= right or top >= bottom:
        raise BadCrop
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, whole.right), min(bottom, whole.bottom)
    if left >= right or top >= bottom:
        raise BadCrop
    return Box(left, top, right, bottom)


def _boxes_in(image: np.ndarray, region: Box) -> list[Box]:
    boxes = find_number_boxes(_cut(image, region))
    return [box.moved(region.left, region.top) for box in boxes]


def _cut(image: np.ndarray, box: Box) -> np.ndarray:
    return image[box.top : box.bottom, box.left : box.right]


def _read_box(image: np.ndarray, box: Box, reader: Reader, pattern: Pattern | None) -> Number | None:
    """The number in a box of the image, or None where it holds no digit."""
    line = normalise_line(_cut(image, box))
    if line is None:
        return None
    transcript = read_line(line.pixels, reader.scores, reader.card, pattern)
    return _number(transcript, line, box, reader.card) if transcript.characters else None


def read_line(
    pixels: np.ndarray, scores_of: Callable[[np.ndarray], np.ndarray], card: Card, pattern: Pattern | None = None
) -> Transcript:
    """What a line says: at first sight where that is certain, else by all views of it together.

    pixels: (LINE_HEIGHT, cols) float32, as normalise_line gives it
    scores_of: Reader.scores, or what stands for it: (views, LINE_HEIGHT, cols) -> (views, columns, classes)
    """
    scores = scores_of(pixels[np.newaxis])
    first = transcribe(scores, pixels, card.alphabet, card.temperature, pattern)
    # Where the first look finds no digit the others would find one now and then: paper has many faces.
    if not first.characters or first.confidence >= CERTAIN:
        return first
    scores = np.concatenate([scores, scores_of(leaning_views(pixels))])
    return transcribe(scores, pixels, card.alphabet, card.temperature, pattern)


def is_sure(transcript: Transcript, card: Card) -> bool:
    """Whether nobody has to be asked: neither the whole number nor any of its digits is doubtful."""
    return (
        not transcript.doubtful
        and transcript.confidence >= card.sure_number
        and all(character.confidence >= card.sure_digit for character in transcript.characters)
    )


def _number(transcript: Transcript, line: Line, box: Box, card: Card) -> Number:
    trusted = not transcript.doubtful
    digits = tuple(_digit(character, line, box, card, trusted) for character in transcript.characters)
    return Number(
        digits=digits,
        confidence=transcript.confidence,
        sure=is_sure(transcript, card),
        box=Box(
            min(digit.box.left for digit in digits),
            digits[0].box.top,
            max(digit.box.right for digit in digits),
            digits[0].box.bottom,
        ),
        alternatives=tuple(
            OtherText(text, confidence)
            for text, confidence in transcript.others[:ALTERNATIVES]
            if confidence >= FAINTEST_ALTERNATIVE
        ),
        check=transcript.check,
    )


def _digit(character: Character, line: Line, box: Box, card: Card, trusted: bool) -> Digit:
    left = int(line.column_in_crop(character.left))
    right = max(left + 1, round(line.column_in_crop(character.right)))
    return Digit(
        value=character.value,
        confidence=character.confidence,
        sure=trusted and character.confidence >= card.sure_digit,
        box=Box(left, line.box.top, right, line.box.bottom).moved(box.left, box.top),
        alternatives=tuple(Alternative(value, share) for value, share in character.alternatives[:ALTERNATIVES]),
    )
