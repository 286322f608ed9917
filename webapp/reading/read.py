"""The way of an image, from end to end: encoded image in, Reading out.

Here each page is decoded and what is on it judged; read_page.py finds its places, read_places.py reads at each of them,
read_line.py reads one line. The steps meet in these four and nowhere else.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from webapp.reading.coach import advise
from webapp.reading.crop import checked_crop
from webapp.reading.cut import crop_as_png, cut_box
from webapp.reading.decode import Page, open_document
from webapp.reading.errors import UnreadablePage
from webapp.reading.judge import numbers_of
from webapp.reading.minus import signed
from webapp.reading.network import Locator, Reader
from webapp.reading.patterns import parse_pattern
from webapp.reading.read_line import read_cut
from webapp.reading.read_page import find_in_region, read_drawing
from webapp.reading.result import Box, Candidate, Digit, Number, PhotoWarning, Reading, Size
from webapp.reading.setup import Setup
from webapp.reading.tight import is_cut_out, is_more, may_be_one

Layout = Literal["page", "number"]
CROP_MARGIN = 0.15  # of a number's height: paper around its crop


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
    setup = Setup(reader, locator if layout == "page" else None, drawn, wanted)
    with setup.timed("decode"):
        # A crop may hold all there is of a small number: nothing is shrunk for it.
        document = open_document(data, max_pixels, max_pages if crop is None else crop_page, may_shrink=crop is None)
    sizes: list[Size] = []
    numbers: list[Number] = []
    candidates: list[Candidate] = []
    warnings: list[PhotoWarning] = []
    for page in setup.timed_each(document.pages, "decode"):
        sizes.append(page.size)
        if crop is not None and len(sizes) < crop_page:
            continue
        found, possible = _read_page(page.pixels, crop, setup)
        numbers += [_on_page(signed(number), len(sizes), page) for number in found]
        candidates += [Candidate(box.enlarged(page.shrunk, page.size), len(sizes)) for box in possible]
        # Of a page that was cropped to nothing that can be read, what lies outside says nothing.
        if found or crop is None:
            with setup.timed("read"):
                warnings += advise(page.pixels, found, len(sizes), whole=layout == "page")
    if crop is not None and len(sizes) < crop_page:
        raise UnreadablePage
    timing = setup.timing | {"total": sum(setup.timing.values())}
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
    image: np.ndarray, crop: tuple[int, int, int, int] | None, setup: Setup
) -> tuple[list[Number], list[Box]]:
    """The numbers of one page and where others may stand, in pixels of `image`."""
    whole = Box(0, 0, image.shape[1], image.shape[0])
    region = whole if crop is None else checked_crop(crop, whole)
    found: list[Number] = []
    possible: list[Box] = []
    if setup.locator is not None:
        read_in = read_drawing if setup.drawn else find_in_region
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


def _read_whole(image: np.ndarray, region: Box, setup: Setup, expected: bool) -> Number | None:
    """A region as one number. expected: whether a person says that it is one"""
    with setup.timed("read"):
        trusted = setup.locator is None
        return read_cut(cut_box(image, region), setup.reader, setup.pattern, trusted, expected, setup.drawn)


def _on_page(number: Number, place: int, page: Page) -> Number:
    """The same number on a page of a document, in pixels of the page as it was before it was shrunk."""
    if page.shrunk == 1:
        return replace(number, page=place)
    digits = tuple(_enlarged(digit, page) for digit in number.digits)
    return replace(number, page=place, digits=digits, box=number.box.enlarged(page.shrunk, page.size))


def _enlarged(digit: Digit, page: Page) -> Digit:
    seen_at = digit.seen_at and (digit.seen_at[0] * page.shrunk, digit.seen_at[1] * page.shrunk)
    return replace(digit, box=digit.box.enlarged(page.shrunk, page.size), seen_at=seen_at)
