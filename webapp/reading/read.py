"""The way of an image, from end to end: encoded image in, Reading out.

Here the pages are decoded and what is found on them put together; read_page.py reads one page, read_places.py what
stands at the places on it, read_line.py one line. The steps meet in these four and nowhere else.
"""

from dataclasses import replace
from time import perf_counter
from typing import Literal

from webapp.reading.coach import advise
from webapp.reading.decode import Page, open_document
from webapp.reading.errors import UnreadablePage
from webapp.reading.line.minus import signed
from webapp.reading.network import Locator, Reader
from webapp.reading.places.cut import crop_as_png
from webapp.reading.read_page import read_page
from webapp.reading.result import Box, Candidate, Digit, Number, PhotoWarning, Reading, Size
from webapp.reading.setup import Setup
from webapp.reading.strings.patterns import parse_pattern

Layout = Literal["page", "number"]
NUMBERS_LEFT_OUT = "numbers_left_out"
TOO_MANY = (
    "There are more numbers than can be read at once, and not all were read. Send the image in parts, or fewer pages."
)
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
    started = perf_counter()
    wanted = None if pattern is None else parse_pattern(pattern)
    setup = Setup(reader, locator if layout == "page" else None, drawn, wanted)
    first, last = (1, max_pages) if crop is None else (crop_page, crop_page)
    with setup.timed("decode"):
        # A crop may hold all there is of a small number: nothing is shrunk for it.
        document = open_document(data, max_pixels, last, first=first, may_shrink=crop is None)
    sizes: list[Size] = []
    numbers: list[Number] = []
    candidates: list[Candidate] = []
    warnings: list[PhotoWarning] = []
    for place, page in enumerate(setup.timed_each(document.pages, "decode"), start=first):
        sizes.append(page.size)
        found, possible = read_page(page.pixels, crop, setup)
        numbers += [_on_page(signed(number), place, page) for number in found]
        candidates += [Candidate(box.enlarged(page.shrunk, page.size), place) for box in possible]
        # Of a page that was cropped to nothing that can be read, what lies outside says nothing; a drawing is no photo.
        if (found or crop is None) and not drawn:
            with setup.timed("read"):
                warnings += advise(page.pixels, found, place, whole=layout == "page")
        if setup.effort.is_spent:
            warnings.append(PhotoWarning(NUMBERS_LEFT_OUT, TOO_MANY, place))
            break
    if crop is not None and not sizes:
        raise UnreadablePage
    timing = setup.timing | {"total": perf_counter() - started}
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
    first, last = (choose((page for page, _ in places), default=1) for choose in (min, max))
    # A page at a time, and none twice: together they do not fit a small host.
    pages = open_document(data, max_pixels, min(max_pages, last), first=first).pages if places else iter(())
    for page_number, page in enumerate(pages, start=first):
        for index, (on_page, box) in enumerate(places):
            if on_page == page_number:
                crops[index] = crop_as_png(page.pixels, box.shrunk(page.shrunk), CROP_MARGIN)
    if len(crops) < len(places):
        raise UnreadablePage
    return [crops[index] for index in range(len(places))]


def _on_page(number: Number, page_number: int, page: Page) -> Number:
    """The same number on a page of a document, in pixels of the page as it was before it was shrunk."""
    if page.shrunk == 1:
        return replace(number, page=page_number)
    digits = tuple(_enlarged(digit, page) for digit in number.digits)
    return replace(number, page=page_number, digits=digits, box=number.box.enlarged(page.shrunk, page.size))


def _enlarged(digit: Digit, page: Page) -> Digit:
    seen_at = digit.seen_at and (digit.seen_at[0] * page.shrunk, digit.seen_at[1] * page.shrunk)
    return replace(digit, box=digit.box.enlarged(page.shrunk, page.size), seen_at=seen_at)
