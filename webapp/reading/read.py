"""The one place where the steps meet: encoded image in, Reading out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter
from time import perf_counter
from typing import Literal, TypeVar

import numpy as np

from webapp.reading.apart import part_rows
from webapp.reading.between import is_unread_beside
from webapp.reading.card import Card
from webapp.reading.coach import advise
from webapp.reading.combs import find_fields, join_cells
from webapp.reading.crop import checked_crop, part_in, with_context
from webapp.reading.cut import Cut, crop_as_png, cut_box, cut_out
from webapp.reading.decode import Page, open_document
from webapp.reading.errors import UnreadablePage
from webapp.reading.join import Found, join_dates
from webapp.reading.judge import Judge, likelihood, numbers_of, trust_from
from webapp.reading.locate import Look, coarse_looks, find_drawn, find_numbers
from webapp.reading.minus import MINUS, SHARE, may_have_minus, minus_before, signed
from webapp.reading.network import Locator, Reader
from webapp.reading.normalise import Line, normalise_line
from webapp.reading.patterns import Pattern, parse_pattern
from webapp.reading.place import AGREED_NEAR, FAINT, Place, without_paper
from webapp.reading.powers import part_powers
from webapp.reading.recut import cut_anew
from webapp.reading.refine import beside, fitting, is_double, left_over, mostly_within, without_doubles
from webapp.reading.result import (
    Alternative,
    Box,
    Candidate,
    Digit,
    Number,
    OtherText,
    PhotoWarning,
    Reading,
    Size,
    digits_of,
)
from webapp.reading.tight import is_cut_out, is_more, may_be_one
from webapp.reading.transcribe import Character, Transcript, transcribe
from webapp.reading.verify import Verdict, patch
from webapp.reading.views import leaning_views

Layout = Literal["page", "number"]
Made = TypeVar("Made")
ALTERNATIVES = 3  # are shown for each digit and each number; of a digit, the others are rarely one in a thousand
CERTAIN = 0.9  # at first sight: looking again at a line costs three times as much, and of these changes few
LIKELY = 0.45  # where the first look found no digit: from then on the person is asked, not told that there is none
LEAST_LIKELY = 0.2  # score of its place times confidence: what is less likely a number than this is left out
LIKELY_FIELD = 0.2  # of the digits of a field as one number: where it is less, they may be several all the same
LEAST_BESIDE = 0.6  # likelihood of a number in what is left of a place in which another one was found
# Of a number that the line may say instead, with other digits: from there on the person is asked, however sure each
# digit is of itself. It is mostly a slash where a 1 was read, or a digit that a stroke hides.
RIVAL = 0.02
SETTLED = 0.98  # mean confidence of a page's numbers from which nobody asks whether it is upside down
DOUBTFUL = 0.5  # less likely numbers speak against the way round in which they are read
UPSIDE_DOWN = 0.3  # so much better a page has to read to be taken for one that is upside down, as photos seldom are
UPSIDE_DOWN_CUT_OUT = 0.8  # the same of a piece that somebody cut out: hardly anybody does so without turning it
FAINTEST_ALTERNATIVE = 0.001  # of a number: what is less likely is not worth a line on the screen
CROP_MARGIN = 0.15  # of a number's height: paper around its crop


@dataclass(frozen=True, slots=True)
class _Setup:
    """What pages are read with, and as what."""

    reader: Reader
    locator: Locator | None
    """None: each page is one number."""
    drawn: bool
    pattern: Pattern | None
    timing: dict[str, float]
    """Seconds by step; what a step takes is added."""


def read_image(
    data: bytes,
    reader: Reader,
    locator: Locator | None = None,
    *,
    layout: Layout = "page",
    drawn: bool = False,
    crop: tuple[int, int, int, int] | None = None,
    crop_page: int = 1,
    pattern: str | None = None,
    max_pixels: int = 50_000_000,
    max_pages: int = 20,
) -> Reading:
    """Read every number in an encoded image, drawn or photographed, or in the pages of a document.

    locator: finds the numbers; None takes the image as one number, as layout "number" does
    layout: "page" finds the numbers first; "number" takes the image (or the crop, or each page) as one number
    drawn: whether the image is a drawing: upright strokes on clean paper, numbers all of them
    crop: left, top, right, bottom in pixels of the upright image: only this part is read, and of a document's pages
        only `crop_page`, counted from 1
    pattern: what every number looks like (see patterns.py); None reads any number
    raises: the errors of open_document and its pages, BadCrop, BadPattern, and UnreadablePage where crop_page is not
        there
    """
    wanted = None if pattern is None else parse_pattern(pattern)
    timing = dict.fromkeys(("decode", "locate", "read"), 0.0)
    setup = _Setup(reader, locator if layout == "page" else None, drawn, wanted, timing)
    with _timed(timing, "decode"):
        # A crop may hold all there is of a small number: nothing is shrunk for it.
        document = open_document(data, max_pixels, max_pages if crop is None else crop_page, may_shrink=crop is None)
    sizes: list[Size] = []
    numbers: list[Number] = []
    candidates: list[Candidate] = []
    warnings: list[PhotoWarning] = []
    for page in _timed_each(document.pages, timing, "decode"):
        sizes.append(page.size)
        if crop is not None and len(sizes) < crop_page:
            continue
        found, possible = _read_page(page.pixels, crop, setup)
        numbers += [_on_page(signed(number), len(sizes), page) for number in found]
        candidates += [Candidate(box.enlarged(page.shrunk, page.size), len(sizes)) for box in possible]
        # Of a page that was cropped to nothing that can be read, what lies outside says nothing.
        if found or crop is None:
            with _timed(timing, "read"):
                warnings += advise(page.pixels, found, len(sizes), whole=layout == "page")
    if crop is not None and len(sizes) < crop_page:
        raise UnreadablePage
    timing["total"] = sum(timing.values())
    return Reading(
        pages=tuple(sizes),
        numbers=tuple(numbers),
        reader_name=reader.name,
        reader_version=reader.version,
        timing_ms={step: 1000 * seconds for step, seconds in timing.items()},
        warnings=(*(document.warnings if crop is None else ()), *warnings),
        candidates=tuple(candidates),
    )


def crops_as_png(data: bytes, places: list[tuple[int, Box]], *, max_pixels: int, max_pages: int) -> list[bytes]:
    """Each number of an image or document as a picture of its own, in grey, with a little of what is around it.

    places: page, from 1, and box of each, in pixels of the upright page, as read_image gave them
    returns: a PNG for each place, in their order
    raises: the errors of open_document and its pages, and UnreadablePage where a page is not there
    """
    crops: dict[int, bytes] = {}
    last = min(max_pages, max((page for page, _ in places), default=0))
    # A page at a time, and none twice: together they do not fit a small host.
    pages = open_document(data, max_pixels, last).pages if last else iter(())
    for number, page in enumerate(pages, start=1):
        for place, (on_page, box) in enumerate(places):
            if on_page == number:
                crops[place] = crop_as_png(page.pixels, box.shrunk(page.shrunk), CROP_MARGIN)
    if len(crops) < len(places):
        raise UnreadablePage
    return [crops[place] for place in range(len(places))]


def _read_page(
    image: np.ndarray, crop: tuple[int, int, int, int] | None, setup: _Setup
) -> tuple[list[Number], list[Box]]:
    """The numbers of one page and where others may stand, in pixels of `image`."""
    whole = Box(0, 0, image.shape[1], image.shape[0])
    region = whole if crop is None else checked_crop(crop, whole)
    found: list[Number] = []
    possible: list[Box] = []
    if setup.locator is not None:
        read_in = _read_drawing if setup.drawn else _find_and_read
        # In a crop a person saw a number.
        is_crop = crop is not None or setup.drawn or is_cut_out(*image.shape)
        least = 0.0 if is_crop else setup.locator.found
        places, judge = read_in(image, region, setup, setup.locator, least)
        expected = setup.pattern is not None
        found, possible = numbers_of(places, judge, setup.locator.sure, is_whole=not is_crop, expected=expected)
    # What a person has cropped holds a number, however it looks.
    if setup.locator is None or crop is not None and not found:
        number = _read_whole(image, region, setup, expected=True)
        return [] if number is None else [number], []
    if crop is None and not setup.drawn and may_be_one(found, *image.shape):
        number = _read_whole(image, region, setup, expected=False)
        if number is not None and is_more(number, found, *image.shape):
            return [number], []
    return found, possible


def _read_whole(image: np.ndarray, region: Box, setup: _Setup, expected: bool) -> Number | None:
    """A region as one number. expected: whether a person says that it is one"""
    with _timed(setup.timing, "read"):
        trusted = setup.locator is None
        return read_cut(cut_box(image, region), setup.reader, setup.pattern, trusted, expected, setup.drawn)


def find_and_read(grey: np.ndarray, reader: Reader, locator: Locator) -> list[Found]:
    """The numbers of an upright page as read_image finds and reads them, before any is left out as none: for training.

    returns: of each the corners of its place, the score of that, and the number, sure where it reads so
    """
    setup = _Setup(reader, locator, False, None, dict.fromkeys(("locate", "read"), 0.0))
    return _find_and_read(grey, Box(0, 0, grey.shape[1], grey.shape[0]), setup, locator, locator.found)[0]


def _judge_of(part: np.ndarray, setup: _Setup, locator: Locator, least_likely: float) -> Judge:
    """What the verifier says of places in a part of an image; the rest as Judge takes it."""

    def look(corners: np.ndarray) -> Verdict | None:
        with _timed(setup.timing, "locate"):
            return locator.verify(patch(part, corners))

    return Judge(part, look, knows=locator.verifies, drawn=setup.drawn, least_likely=least_likely)


def _find_and_read(
    image: np.ndarray, region: Box, setup: _Setup, locator: Locator, least_likely: float
) -> tuple[list[Found], Judge]:
    """The numbers in a region of the image, the way round in which they read best; and what is known of the part of
    the image in which their corners lie."""
    whole = Box(0, 0, image.shape[1], image.shape[0])
    better_by = UPSIDE_DOWN_CUT_OUT if is_cut_out(*image.shape) else UPSIDE_DOWN
    seen = with_context(region, whole)
    part, wanted = image[seen.top : seen.bottom, seen.left : seen.right], region.moved(-seen.left, -seen.top)
    judge = _judge_of(part, setup, locator, least_likely)
    ways: list[tuple[float, list[Found], list[Place]]] = []
    for look in _timed_each(coarse_looks(part, locator.maps), setup.timing, "locate"):
        with _timed(setup.timing, "locate"):
            if seen == region:
                places = find_numbers(part, locator.maps, look)
            else:
                within = Box(0, 0, seen.width, seen.height)
                around = find_numbers(part, locator.maps, look, sheet=False)
                parts = ((part_in(wanted, place.corners, within), place.score) for place in around)
                places = [Place(corners, score) for corners, score in parts if corners is not None]
        clear, hints = ([place for place in places if (place.score < FAINT) == is_hint] for is_hint in (False, True))
        found = _read_places(clear, image, seen, setup, judge)
        ways.append((_evidence(found) - better_by * (abs(look.angle) > 135), found, hints))
        if _is_settled([number for *_, number in ways[0][1]], look):
            break
    _, found, hints = max(ways, key=itemgetter(0))
    return _with_hints(found, hints, image, seen, setup, judge), judge


def _with_hints(
    found: list[Found], hints: list[Place], image: np.ndarray, region: Box, setup: _Setup, judge: Judge
) -> list[Found]:
    """The numbers, and between them those that the locator hardly sees but the verifier trusts, then candidates. They
    come last: no number that is seen clearly changes for them."""
    for kind, wanted in enumerate((judge.is_number, judge.may_be_number)):
        for hint in hints:
            # What is less than this may be is in nobody's way.
            others = [one for one in found if wanted(one) or judge.is_number(one)]
            there = np.array([corners for corners, *_ in others], np.float32).reshape(-1, 4, 2)
            tight = np.array([without_paper(corners) for corners in there], np.float32).reshape(-1, 4, 2)
            fits = fitting(np.concatenate([hint.corners[np.newaxis], there]), 0, judge) or [(hint.corners, 1.0)]
            corners, _ = max(fits, key=itemgetter(1))
            if judge.trust(corners) < trust_from(hint.score)[kind] or is_double(without_paper(corners), tight):
                continue  # reading takes longest
            number = _read_place(corners, hint.score, image, region, setup, judge)
            # Where the locator saw next to nothing, the two contradict each other: the person is asked.
            if number is not None and wanted(one := (corners, hint.score, replace(number, sure=False))):
                places = np.array([corners for corners, *_ in found], np.float32).reshape(-1, 4, 2)
                at = beside(corners, places) if found else 0
                found = [*found[:at], one, *found[at:]]
    return found


def _read_drawing(
    image: np.ndarray, region: Box, setup: _Setup, locator: Locator, least_likely: float
) -> tuple[list[Found], Judge]:
    """The numbers that somebody drew in a region of the image, and what is known of that region."""
    part = image[region.top : region.bottom, region.left : region.right]
    with _timed(setup.timing, "locate"):
        places = find_drawn(part, locator.maps)
    judge = _judge_of(part, setup, locator, least_likely)
    return _read_places(places, image, region, setup, judge), judge


def _read_places(places: list[Place], image: np.ndarray, region: Box, setup: _Setup, judge: Judge) -> list[Found]:
    """The numbers at places of a region, with their corners there and the scores of their places; sure where they read
    so. Their own boxes are in pixels of the whole image."""

    def read(corners: np.ndarray, score: float) -> Number | None:
        return _read_place(corners, score, image, region, setup, judge)

    def likeliest(tried: list[tuple[np.ndarray, float]], score: float) -> tuple[float, Found] | None:
        """The number at the likeliest of some places, by the trust in each, and how likely it is."""
        best: tuple[float, Found] | None = None
        for corners, trust in sorted(tried, key=itemgetter(1), reverse=True):
            # Reading takes longest, and no number is likelier than its place is trusted.
            if best is not None and best[0] >= trust:
                break
            one = read(corners, score)
            if one is not None and (best is None or likelihood(one, trust) > best[0]):
                best = likelihood(one, trust), (corners, score, one)
        return best

    def fits_of(i: int) -> list[tuple[np.ndarray, float]]:
        """A place and those that may fit its number better, with the trust in each."""
        agreed = setup.drawn or places[i].score >= AGREED_NEAR
        return ([] if agreed else fitting(all_corners, i, judge)) or [(places[i].corners, 1.0)]

    def read_all() -> list[tuple[float, Found]]:
        """The number at each place, and how likely it is; but none where a likelier one was read already."""
        fits = [fits_of(i) for i in range(len(places))]
        best_fits = [max(tried, key=itemgetter(1)) for tried in fits]
        numbers: dict[int, tuple[float, Found]] = {}
        # A page may hold thousands: of each its place without paper, and how likely it is.
        tight, likely = np.zeros((len(places), 4, 2), np.float32), np.full(len(places), -1.0)
        doubles: list[int] = []
        for i in sorted(range(len(places)), key=lambda i: -best_fits[i][1]):
            corners, trust = best_fits[i]
            if is_double(without_paper(corners), tight[likely >= trust]):
                doubles.append(i)
            elif (one := likeliest(fits[i], places[i].score)) is not None:
                numbers[i], likely[i], tight[i] = one, one[0], without_paper(one[1][0])
        return with_those_beside([numbers[i] for i in sorted(numbers)], doubles if judge.knows else [])

    def with_those_beside(found: list[tuple[float, Found]], doubles: list[int]) -> list[tuple[float, Found]]:
        """The numbers, and those in what is left of places in which one of them lies; in reading order.

        doubles: places in which, or in a part of which, another number was found
        """
        there = np.array([corners for _, (corners, *_) in found], np.float32).reshape(-1, 4, 2)
        tight = np.array([without_paper(corners) for corners in there], np.float32).reshape(-1, 4, 2)
        for i in doubles:
            for part in left_over(places[i].corners, tight):
                fits = fitting(np.concatenate([part[np.newaxis], there]), 0, judge)
                if max(trust for _, trust in fits) < LEAST_BESIDE:
                    continue  # reading takes longest
                one = likeliest(fits, places[i].score)
                if one is None or judge.likelihood(one[1]) < LEAST_BESIDE:
                    continue
                corners = one[1][0]
                if not mostly_within(corners, places[i].corners):
                    continue
                unsure.append(corners)
                at = beside(corners, there)
                found = [*found[:at], one, *found[at:]]
                there, tight = np.insert(there, at, corners, 0), np.insert(tight, at, without_paper(corners), 0)
        return found

    def read_about(corners: np.ndarray, others: np.ndarray, score: float) -> Found | None:
        """The number at a place, or at one that fits it better and grows over no other place."""
        found = likeliest(fitting(np.concatenate([corners[np.newaxis], others]), 0, judge), score)
        return found and found[1]

    all_corners = np.array([place.corners for place in places], np.float32).reshape(-1, 4, 2)
    unsure: list[np.ndarray] = []
    found = without_doubles(read_all())
    if not setup.drawn:
        origin = region.left, region.top
        with _timed(setup.timing, "locate"):
            fields = find_fields(judge.part, found)
        joined = join_cells(found, fields, read, judge.likelihood, is_cut_out(*image.shape), origin)
        as_found = {id(one) for one in found}
        apart = [one for one in joined if id(one) in as_found or judge.likelihood(one) < LIKELY_FIELD]
        found = cut_anew(joined, apart, judge.trust, read_about, judge.likelihood, origin) if judge.knows else joined
        found = part_powers(judge.part, found, read)
        found = without_doubles([(judge.likelihood(one), one) for one in found])
        found = part_rows(found, read, origin)
    return [_asked_about(one, unsure) for one in join_dates(found, read, judge.likelihood)]


def _read_place(
    corners: np.ndarray, score: float, image: np.ndarray, region: Box, setup: _Setup, judge: Judge
) -> Number | None:
    """The number at a place of a region with this score; None where it holds no digit, or hardly a number.

    What hardly matches the pattern is read freely, and unclear: somebody may have written 31/13/2026 where dates are
    asked for.
    """
    with _timed(setup.timing, "locate"):
        cut = cut_out(judge.part, corners)
    if cut is None:
        return None
    with _timed(setup.timing, "read"):
        cut = cut.moved(region, Box(0, 0, *image.shape[::-1]))
        number = read_cut(cut, setup.reader, setup.pattern, trusted=True, expected=setup.drawn, drawn=setup.drawn)
        if _is_likely(number, score):
            return number
        if setup.pattern is None:
            return None
        free = read_cut(cut, setup.reader, None, trusted=False, expected=setup.drawn)
    return replace(free.unclear(), check=setup.pattern.checked(free.text)) if _is_likely(free, score) else None


def _is_likely(number: Number | None, score: float) -> bool:
    return number is not None and score * number.confidence >= LEAST_LIKELY


def _asked_about(found: Found, places: list[np.ndarray]) -> Found:
    """The same; unsure where it lies in one of these places."""
    corners, score, number = found
    if not any(mostly_within(corners, place) for place in places):
        return found
    return corners, score, replace(number, sure=False)


def _evidence(found: list[Found]) -> float:
    """How much speaks for this way round: on a page upside down there are numbers too, but few that read well."""
    return sum(number.confidence * score - DOUBTFUL for _, score, number in found)


def _is_settled(numbers: list[Number], look: Look) -> bool:
    """Whether nobody has to ask if the page is the other way round."""
    if not numbers:
        return abs(look.angle) < 45  # photos are seldom upside down, and paper without numbers is frequent
    return sum(number.confidence for number in numbers) >= SETTLED * len(numbers)


def _on_page(number: Number, place: int, page: Page) -> Number:
    """The same number on a page of a document, in pixels of the page as it was before it was shrunk."""
    if page.shrunk == 1:
        return replace(number, page=place)
    digits = tuple(_enlarged(digit, page) for digit in number.digits)
    return replace(number, page=place, digits=digits, box=number.box.enlarged(page.shrunk, page.size))


def _enlarged(digit: Digit, page: Page) -> Digit:
    seen_at = digit.seen_at and (digit.seen_at[0] * page.shrunk, digit.seen_at[1] * page.shrunk)
    return replace(digit, box=digit.box.enlarged(page.shrunk, page.size), seen_at=seen_at)


@contextmanager
def _timed(timing: dict[str, float], step: str) -> Iterator[None]:
    """Add the seconds that pass inside to a step's."""
    started = perf_counter()
    yield
    timing[step] += perf_counter() - started


def _timed_each(made: Iterator[Made], timing: dict[str, float], step: str) -> Iterator[Made]:
    """What an iterator makes, the time that it takes added to a step's."""
    while True:
        with _timed(timing, step):
            one = next(made, None)
        if one is None:
            return
        yield one


def read_cut(
    cut: Cut, reader: Reader, pattern: Pattern | None, trusted: bool, expected: bool = False, drawn: bool = False
) -> Number | None:
    """The number in a piece of an image, or None where it holds no digit.

    trusted: whether a number surely stands there; else the person is asked, however well it reads
    expected: whether a person says that there is one
    drawn: whether all ink is somebody's number: the person is asked about what is not read
    """
    line = normalise_line(cut.grey)
    if line is None:
        return None
    transcript = read_line(line.pixels, reader.scores, reader.card, pattern, expected)
    if not transcript.characters:
        return None
    number = _number(transcript, line, cut, reader.card)
    if drawn and is_unread_beside(line.pixels, np.array([character.centre for character in transcript.characters])):
        number = number.unclear()
    if may_have_minus(number.text, pattern) and (place := minus_before(line.pixels, transcript.characters[0].centre)):
        minus = Character(MINUS, SHARE, *place, (), sum(place) / 2)
        number = replace(number, minus=_digit(minus, line, cut, reader.card, trusted=False))
    return number if trusted else replace(number, sure=False)


def read_line(
    pixels: np.ndarray,
    scores_of: Callable[[np.ndarray], np.ndarray],
    card: Card,
    pattern: Pattern | None = None,
    expected: bool = False,
) -> Transcript:
    """What a line says: at first sight where that is certain, else by all views of it together.

    pixels: (LINE_HEIGHT, cols) float32, as normalise_line gives it
    scores_of: Reader.scores, or what stands for it: (views, LINE_HEIGHT, cols) -> (views, columns, classes)
    expected: whether a person says that the line holds a number
    """
    scores = scores_of(pixels[np.newaxis])
    first = transcribe(scores, pixels, card.alphabet, card.temperature, pattern)
    # Where the first look finds no digit the others find one now and then: paper has many faces.
    if first.confidence >= CERTAIN or not (first.characters or expected):
        return first.calibrated(card.first_look) if first.characters else first
    scores = np.concatenate([scores, scores_of(leaning_views(pixels))])
    second = transcribe(scores, pixels, card.alphabet, card.temperature, pattern)
    if not first.characters and second.confidence < LIKELY:
        return first
    return replace(second.calibrated(card.all_views), doubtful=second.doubtful or not first.characters)


def may_be_sure(transcript: Transcript) -> bool:
    """Whether thresholds alone decide if a transcript is sure: no other reading stands beside it."""
    return not transcript.doubtful and not any(
        confidence >= RIVAL and digits_of(text) != digits_of(transcript.text) for text, confidence in transcript.others
    )


def is_sure(transcript: Transcript, card: Card) -> bool:
    """Whether nobody has to be asked: neither the whole number nor any of its digits is doubtful."""
    return (
        may_be_sure(transcript)
        and transcript.confidence >= card.sure_number
        and all(character.confidence >= card.sure_digit for character in transcript.characters)
    )


def _number(transcript: Transcript, line: Line, cut: Cut, card: Card) -> Number:
    trusted = not transcript.doubtful
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
        sure=trusted and character.confidence >= card.sure_digit,
        box=cut.box_in_image(Box(left, line.box.top, right, line.box.bottom)),
        alternatives=tuple(Alternative(value, share) for value, share in character.alternatives[:ALTERNATIVES]),
        seen_at=cut.point_in_image(line.column_in_crop(character.centre), (line.box.top + line.box.bottom) / 2),
    )
