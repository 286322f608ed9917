"""One page, or a part of it: its places found, the way round in which they read best, what stands there judged."""

from operator import itemgetter

import numpy as np

from webapp.reading.doubts.from_near import DOUBTS_OF_NUMBER, ask_from_near
from webapp.reading.finding.tight import holds, is_cut_out, is_more, may_be_one
from webapp.reading.judge import Judge, numbers_of, trust_from
from webapp.reading.locate import coarse_looks, find_drawn, find_numbers
from webapp.reading.network import Locator, Reader
from webapp.reading.places.crop import checked_crop, part_in, with_context
from webapp.reading.places.cut import cut_box
from webapp.reading.places.place import FAINT, Found, Place, corners_of, tight_corners_of, without_paper
from webapp.reading.places.refine import beside, fitting, is_double
from webapp.reading.places.verify import Verdict, patch
from webapp.reading.places.way_round import Way, right_way
from webapp.reading.read_line import read_cut
from webapp.reading.read_places import PlaceReader
from webapp.reading.result import Box, Number
from webapp.reading.setup import Setup

PATCHES = 64  # are kept for the witness, of 74 kB each: shrinking what is around a place takes longer than a look at it


def read_page(
    image: np.ndarray, crop: tuple[int, int, int, int] | None, setup: Setup
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
        found, possible = numbers_of(places, judge, image, setup.locator.sure, is_whole=not is_crop, expected=expected)
    # What a person has cropped holds a number, however it looks.
    if setup.locator is None or (crop is not None and not found):
        number = _read_whole(image, region, setup, expected=True)
        return [] if number is None else [number], []
    if crop is None and not setup.drawn and may_be_one(found, *image.shape):
        number = _read_whole(image, region, setup, expected=False)
        if number is not None and is_more(number, found, *image.shape):
            return [number.unclear()], [box for box in possible if not holds(number.box, box)]
    return found, possible


def _read_whole(image: np.ndarray, region: Box, setup: Setup, expected: bool) -> Number | None:
    """A region as one number. expected: whether a person says that it is one"""
    with setup.timed("read"):
        trusted = setup.locator is None
        number = read_cut(
            cut_box(image, region), setup.reader, setup.pattern, trusted=trusted, expected=expected, drawn=setup.drawn
        )
        if number is None or not number.is_clear:
            return number
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)  # it runs to the right
        (one,) = ask_from_near([Found(corners, 1.0, number)], image, DOUBTS_OF_NUMBER)
        return one.number


def find_and_read(grey: np.ndarray, reader: Reader, locator: Locator) -> list[Found]:
    """The numbers of an upright page as read_image finds and reads them, but those that it leaves out for the card's
    thresholds too: for training.

    returns: of each the corners of its place, the score of that, and the number, sure where it reads so
    """
    whole = Box(0, 0, grey.shape[1], grey.shape[0])
    return _find_and_read(grey, whole, Setup(reader, locator), locator, least_likely=0.0)[0]


def _find_and_read(
    image: np.ndarray, region: Box, setup: Setup, locator: Locator, least_likely: float
) -> tuple[list[Found], Judge]:
    """The numbers in a region of the image, the way round in which they read best; and what is known of the part of
    the image in which their corners lie."""
    whole = Box(0, 0, image.shape[1], image.shape[0])
    is_piece = is_cut_out(*image.shape)
    was_seen = is_piece or region != whole
    seen = with_context(region, whole)
    part, wanted = image[seen.top : seen.bottom, seen.left : seen.right], region.moved(-seen.left, -seen.top)
    judge = _judge_of(part, setup, locator, least_likely)
    place_reader = PlaceReader(image, seen, setup, judge)
    ways: list[Way] = []
    for look in setup.timed_each(coarse_looks(part, locator.maps), "locate"):
        with setup.timed("locate"):
            if seen == region:
                places = find_numbers(part, locator.maps, look)
            else:
                within = Box(0, 0, seen.width, seen.height)
                around = find_numbers(part, locator.maps, look, sheet=False)
                parts = ((part_in(wanted, place.corners, within), place.score) for place in around)
                places = [Place(corners, score) for corners, score in parts if corners is not None]
        clear, hints = ([place for place in places if (place.score < FAINT) == is_hint] for is_hint in (False, True))
        found = place_reader.numbers(clear)
        ways.append(Way(look.angle, found, hints))
        # That a later way reads well settles nothing: 119 is a clear 611 too.
        if ways[0].is_settled(was_seen):
            break
    way, is_clear = right_way(ways, is_piece, was_seen)
    found = _with_hints(way.found, way.hints, place_reader, judge)
    return found if is_clear else [one.unclear() for one in found], judge


def _with_hints(found: list[Found], hints: list[Place], place_reader: PlaceReader, judge: Judge) -> list[Found]:
    """The numbers, and between them those that the locator hardly sees but the verifier trusts, then candidates. They
    come last: no number that is seen clearly changes for them."""
    for kind, wanted in enumerate((judge.is_number, judge.may_be_number)):
        for hint in hints:
            # What is less than this may be is in nobody's way.
            others = [one for one in found if wanted(one) or judge.is_number(one)]
            there, tight = corners_of(others), tight_corners_of(others)
            fits = fitting(np.concatenate([hint.corners[np.newaxis], there]), 0, judge.verdict) or [(hint.corners, 1.0)]
            corners, _ = max(fits, key=itemgetter(1))
            if judge.trust(corners) < trust_from(hint.score)[kind] or is_double(without_paper(corners), tight):
                continue  # reading takes longest
            number = place_reader.number_at(corners, hint.score)
            # Where the locator saw next to nothing, the two contradict each other: the person is asked.
            if number is not None and wanted(one := Found(corners, hint.score, number).unsure()):
                at = beside(corners, corners_of(found)) if found else 0
                found = [*found[:at], one, *found[at:]]
    return found


def _read_drawing(
    image: np.ndarray, region: Box, setup: Setup, locator: Locator, least_likely: float
) -> tuple[list[Found], Judge]:
    """The numbers that somebody drew in a region of the image, and what is known of that region."""
    part = image[region.top : region.bottom, region.left : region.right]
    with setup.timed("locate"):
        places = find_drawn(part, locator.maps)
    judge = _judge_of(part, setup, locator, least_likely)
    return PlaceReader(image, region, setup, judge).numbers(places), judge


def _judge_of(part: np.ndarray, setup: Setup, locator: Locator, least_likely: float) -> Judge:
    """What verifier and witness say of places in a part of an image; the rest as Judge takes it."""

    patches: dict[bytes, np.ndarray] = {}

    def patch_at(corners: np.ndarray) -> np.ndarray:
        place = corners.tobytes()
        if place not in patches:
            if len(patches) == PATCHES:
                del patches[next(iter(patches))]  # the oldest
            patches[place] = patch(part, corners)
        return patches[place]

    def look(corners: np.ndarray) -> Verdict | None:
        with setup.timed("locate"):
            return locator.verify(patch_at(corners))

    def witness(corners: np.ndarray) -> float:
        with setup.timed("locate"):
            return locator.handwriting(patch_at(corners))

    return Judge(
        part,
        look,
        knows=locator.verifies,
        drawn=setup.drawn,
        least_likely=least_likely,
        witness=witness,
        written=locator.written,
        printed=locator.printed,
    )
