"""One line of writing: a piece of an image in, the number that it says out, sure or not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from webapp.reading.card import Card
from webapp.reading.doubts.between import has_colon, is_unread_beside, with_points
from webapp.reading.line.leading_point import POINT, is_point_before, may_begin_with_point
from webapp.reading.line.leading_point import SHARE as POINT_SHARE
from webapp.reading.line.lone_digit import (
    DIGITS,
    SURE_TOGETHER,
    may_stand_alone,
    texts_of_nothing,
    weighed,
)
from webapp.reading.line.lone_stroke import ONE, lone_stroke
from webapp.reading.line.lone_stroke import SHARE as ONE_SHARE
from webapp.reading.line.minus import MINUS, SHARE, may_have_minus, minus_before, minus_touches
from webapp.reading.line.views import leaning_views
from webapp.reading.line.windows import windows_of
from webapp.reading.network import Reader
from webapp.reading.normalise import Line, normalise_line
from webapp.reading.places.cut import Cut
from webapp.reading.result import Alternative, Box, Digit, Number, OtherText, digits_of
from webapp.reading.strings.patterns import Pattern
from webapp.reading.transcribe import Character, Transcript, transcribe

ALTERNATIVES = 3  # are shown for each digit and each number; of a digit, the others are rarely one in a thousand
CERTAIN = 0.9  # at first sight: looking again at a line costs three times as much, and of these changes few
CERTAIN_DIGIT = 0.99  # the same of each digit: of the others one in twelve is sure by all views
LIKELY = 0.45  # where the first look found no digit: from then on the person is asked, not told that there is none
# Of another number that the line may say instead: from there on the person is asked, however sure each digit is of
# itself. It is mostly a slash where a 1 was read, a digit that a stroke hides, or a point that is hardly to be seen.
RIVAL = 0.02
# Confidence of a digit without others from which it may be sure, where no second opinion asks for more: nothing beside
# it says that digits stand there, and the head of an arrow is a 7 at 0.988.
SURE_ALONE = 0.99
FAINTEST_ALTERNATIVE = 0.001  # of a number: what is less likely is not worth a line on the screen


def read_cut(
    cut: Cut, reader: Reader, pattern: Pattern | None, *, trusted: bool, expected: bool = False, drawn: bool = False
) -> Number | None:
    """The number in a piece of an image, or None where it holds no digit.

    trusted: whether a number surely stands there; else the person is asked, however well it reads
    expected: whether a person says that there is one
    drawn: whether all ink is somebody's number: the person is asked about what is not read, and about a lone stroke
    """
    line = normalise_line(cut.grey)
    if line is None:
        return None
    transcript, rather = _transcript_of(line.pixels, reader, pattern, expected)
    if drawn and not transcript.characters:
        transcript = _lone_stroke_as_one(transcript, line.pixels, pattern)
    if not transcript.characters:
        return None
    number = _number(transcript, line, cut, reader.card)
    centres = _centres_of(transcript)
    if rather is not None:
        number = number.or_rather(rather, POINT_SHARE)
    if drawn and is_unread_beside(line.pixels, centres):
        number = number.unclear()
    number = _with_sign(number, float(centres[0]), line, cut, reader.card, pattern)
    return number if trusted else replace(number, sure=False)


def _transcript_of(
    pixels: np.ndarray, reader: Reader, pattern: Pattern | None, expected: bool
) -> tuple[Transcript, str | None]:
    """What all networks together say of a line; and what it may say as well, with a point that none of them saw.

    pixels, expected: as read_line takes them
    """
    transcript = read_line(pixels, reader.scores, reader.card, pattern, expected)
    transcript = seconded(transcript, pixels, reader, pattern, expected)
    if not is_sure(transcript, reader.card):  # the person is asked anyhow
        return transcript, None
    transcript = inspected(transcript, pixels, reader)
    if pattern is not None:  # it is as a person says
        return transcript, None
    centres = _centres_of(transcript)
    doubtful = transcript.doubtful or has_colon(pixels, transcript.text, centres)
    return replace(transcript, doubtful=doubtful), with_points(pixels, transcript.text, centres)


def _lone_stroke_as_one(transcript: Transcript, pixels: np.ndarray, pattern: Pattern | None) -> Transcript:
    """A drawing's stroke that the networks took for nothing, as a cell's wall is nothing, as a 1 in doubt."""
    columns = lone_stroke(pixels) if pattern is None or pattern.inside.accepts(ONE) else None
    if not columns:
        return transcript
    return Transcript((Character(ONE, ONE_SHARE, *columns, (), sum(columns) / 2),), ONE_SHARE, doubtful=True)


def _with_sign(number: Number, first: float, line: Line, cut: Cut, card: Card, pattern: Pattern | None) -> Number:
    """A number with the point or the minus that the network passes over before it, or asked about where there may be
    one. first: column of its first character's middle"""
    if may_begin_with_point(number.text, pattern) and is_point_before(line.pixels, first):
        number = number.or_rather(POINT + number.text, POINT_SHARE)
    if not may_have_minus(number.text, pattern):
        return number
    dash = minus_before(line.pixels, first)
    if dash is not None and dash.is_sign:
        minus = Character(MINUS, SHARE, *dash.columns, (), sum(dash.columns) / 2)
        return replace(number, minus=_digit(minus, line, cut, card, trusted=False))
    if dash is not None or minus_touches(line.pixels, first, number.text[0]):
        return number.or_rather(MINUS + number.text, SHARE)
    return number


def _centres_of(transcript: Transcript) -> np.ndarray:
    """(characters,): the column of each one's middle."""
    return np.array([character.centre for character in transcript.characters])


def read_line(
    pixels: np.ndarray,
    scores_of: Callable[[np.ndarray], np.ndarray],
    card: Card,
    pattern: Pattern | None = None,
    expected: bool = False,
) -> Transcript:
    """What a line says: at first sight where that is certain, else by all views of it together.

    Where only a digit or a rival is in doubt at first sight it stands, as sure as the surer look is and with the rivals
    of that one; but nobody can be sure where the other one says something else.

    pixels: (LINE_HEIGHT, cols) float32, as normalise_line gives it
    scores_of: Reader.scores, or what stands for it: (views, LINE_HEIGHT, cols) -> (views, columns, classes)
    expected: whether a person says that the line holds a number
    """
    scores = scores_of(pixels[np.newaxis])
    first = transcribe(scores, pixels, card.alphabet, card.temperature, pattern)
    # Where the first look finds no digit the others find one now and then: paper has many faces.
    if not (first.characters or expected):
        return first
    if is_certain(first):
        return first.calibrated(card.first_look) if first.characters else first
    scores = np.concatenate([scores, scores_of(leaning_views(pixels))])
    second = transcribe(scores, pixels, card.alphabet, card.temperature, pattern)
    if not first.characters and second.confidence < LIKELY:
        return first
    is_likely, agree = bool(first.characters) and first.confidence >= CERTAIN, first.text == second.text
    first, second = first.calibrated(card.first_look), second.calibrated(card.all_views)
    if not is_likely:
        return replace(second, doubtful=second.doubtful or not first.characters)
    surer = second if agree and second.confidence > first.confidence else first
    # A point that is hardly to be seen at first sight, 784.2, leaning views see no better.
    may_be_longer = any(len(text) != len(first.text) for text in _rivals(first))
    return replace(surer, doubtful=first.doubtful or second.doubtful or not agree or may_be_longer)


def is_certain(first: Transcript) -> bool:
    """Whether another look would hardly change anything."""
    digits_are = all(character.confidence >= CERTAIN_DIGIT for character in first.characters)
    return first.confidence >= CERTAIN and digits_are and not _rivals(first)


def seconded(
    transcript: Transcript,
    pixels: np.ndarray,
    reader: Reader,
    pattern: Pattern | None = None,
    expected: bool = False,
) -> Transcript:
    """The same with the second opinion on a digit that stands alone; where it is not asked, as it is.

    Where it would have said something else than the reader, nobody can be sure.
    pixels: of the line; expected: as read_line takes it
    """
    texts = {transcript.text: transcript.confidence, **dict(transcript.others)}
    only = transcript.characters[0] if len(transcript.characters) == 1 else None
    if only is not None and only.value in DIGITS:
        alone = sum(share for text, share in texts.items() if text in DIGITS)
        texts |= {digit: alone * share for digit, share in ((only.value, only.confidence), *only.alternatives)}
    elif expected and not transcript.characters:
        texts = texts_of_nothing(transcript.confidence)
    columns = pixels.shape[1]
    if not reader.seconds or not may_stand_alone(texts, columns):
        return transcript
    opinion = reader.second_opinion(windows_of(pixels, [(columns - 1) / 2]))[0]
    ranked = weighed(texts, opinion, [digit for digit in DIGITS if pattern is None or pattern.inside.accepts(digit)])
    if not ranked or ranked[0][0] not in DIGITS:
        return transcript
    (value, confidence), *others = ranked
    digits = [(text, share) for text, share in ranked if text in DIGITS and share > 0]
    alone = sum(share for _, share in digits)
    place = only or _all_of(transcript, columns)
    character = replace(
        place,
        value=value,
        confidence=confidence / alone,
        alternatives=tuple((text, share / alone) for text, share in digits[1:]),
    )
    agreed = value == transcript.text == str(opinion.argmax())
    told = replace(
        transcript,
        characters=(character,),
        confidence=confidence,
        others=tuple((text, share) for text, share in others if text),
    ).calibrated(reader.card.second_opinion)
    surely = agreed and told.characters[0].confidence >= SURE_TOGETHER
    return replace(told, doubtful=transcript.doubtful or not surely)


def _all_of(transcript: Transcript, columns: int) -> Character:
    """In the place of all that was read, or of the whole line where nothing was."""
    read = transcript.characters
    left, right = (read[0].left, read[-1].right) if read else (0, columns)
    return Character("", 0.0, left, right, (), (left + right) / 2)


def inspected(transcript: Transcript, pixels: np.ndarray, reader: Reader) -> Transcript:
    """The same with what the inspector says of its digits; without one as it is. pixels: of the line"""
    at = [i for i, character in enumerate(transcript.characters) if character.value.isdigit()]
    if not reader.inspects or not at:
        return transcript
    characters = list(transcript.characters)
    shares = reader.inspect(windows_of(pixels, [characters[i].centre for i in at]))
    for i, share in zip(at, shares, strict=True):
        characters[i] = replace(characters[i], plain=float(share[int(characters[i].value)]))
    return replace(transcript, characters=tuple(characters))


def may_be_sure(transcript: Transcript) -> bool:
    """Whether thresholds alone decide if a transcript is sure: no other reading stands beside it."""
    return _is_trusted(transcript) and not _rivals(transcript)


def _is_trusted(transcript: Transcript) -> bool:
    """Whether its digits may be sure, each by itself."""
    is_alone = len(transcript.characters) == 1
    return not transcript.doubtful and not (is_alone and transcript.characters[0].confidence < SURE_ALONE)


def _rivals(transcript: Transcript) -> list[str]:
    """Other numbers that the line may say."""
    others = (text for text, confidence in transcript.others if confidence >= RIVAL)
    return [text for text in others if _is_another(text, transcript.text)]


def _is_another(text: str, read: str) -> bool:
    """Whether a text has other digits than was read, or a point where none was: 4.4 beside 44.

    Where a point was read nobody is asked whether there is none, or another one: that would be every tenth such number.
    """
    return digits_of(text) != digits_of(read) or text != read == digits_of(read)


def is_sure(transcript: Transcript, card: Card) -> bool:
    """Whether nobody has to be asked: neither the whole number nor any of its digits is doubtful."""
    return (
        may_be_sure(transcript)
        and transcript.confidence >= (card.sure_alone if len(transcript.characters) == 1 else card.sure_number)
        and all(_is_sure(character, card) for character in transcript.characters)
    )


def _is_sure(character: Character, card: Card) -> bool:
    return character.confidence >= card.sure_digit and character.plain >= card.plain_digit


def _number(transcript: Transcript, line: Line, cut: Cut, card: Card) -> Number:
    trusted = _is_trusted(transcript)
    digits = tuple(_digit(character, line, cut, card, trusted) for character in transcript.characters)
    return Number(
        digits=digits,
        confidence=transcript.confidence,
        sure=is_sure(transcript, card),
        box=Box(
            min(digit.box.left for digit in digits),
            min(digit.box.top for digit in digits),
            max(digit.box.right for digit in digits),
            max(digit.box.bottom for digit in digits),
        ),
        alternatives=tuple(
            OtherText(text, confidence)
            for text, confidence in transcript.others[:ALTERNATIVES]
            if confidence >= FAINTEST_ALTERNATIVE
        ),
        check=transcript.check,
    )


def _digit(character: Character, line: Line, cut: Cut, card: Card, trusted: bool) -> Digit:
    left = int(line.column_in_crop(character.left))
    right = max(left + 1, round(line.column_in_crop(character.right)))
    return Digit(
        value=character.value,
        confidence=character.confidence,
        sure=trusted and _is_sure(character, card),
        box=cut.box_in_image(Box(left, line.box.top, right, line.box.bottom)),
        alternatives=tuple(Alternative(value, share) for value, share in character.alternatives[:ALTERNATIVES]),
        seen_at=cut.point_in_image(line.column_in_crop(character.centre), (line.box.top + line.box.bottom) / 2),
    )
