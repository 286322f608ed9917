"""Bytes to upright grey pages. Everything is refused here that could not be decoded later.

Stands on what knows the files, `image_file`, `heif_file` and `pdf_file`: each gives its pages one at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from webapp.reading.errors import EmptyFile, ImageTooLarge
from webapp.reading.files import heif_file, image_file, pdf_file
from webapp.reading.result import PhotoWarning, Size

# The pages of a document may have so many times the pixels of one image together: 20 sheets of A4 at 300 dots an
# inch have 174 million. Scans of one colour are packed so well that 20 MB would else be minutes of work.
PIXELS_OF_A_DOCUMENT = 4


@dataclass(frozen=True, slots=True)
class Page:
    """An image, or one page of a document, as a person sees it."""

    pixels: np.ndarray
    """(rows, cols) uint8, 0 black .. 255 white, upright, transparency on white paper."""
    size: Size
    """Of the upright page, before it was shrunk."""
    shrunk: int = 1
    """How many of its pixels went into one of these, in each direction."""


class Document:
    """What a file holds: one page where it is an image."""

    pages: Iterator[Page]
    """Decoded one by one as they are asked for, once; raise NotAnImage, TruncatedImage, UnreadablePage."""

    def __init__(self, count: int, pages: Iterable[Page]):
        """count: how many pages the file has; `pages` may end before that"""
        self._warnings: list[PhotoWarning] = []
        # It does not know the document: what knew each other would live on, and with it a process that draws.
        self.pages = _counted(count, pages, self._warnings)

    @property
    def warnings(self) -> tuple[PhotoWarning, ...]:
        """Complete when all pages have been asked for."""
        return tuple(self._warnings)


def open_document(data: bytes, max_pixels: int, max_pages: int, *, first: int = 1, may_shrink: bool = True) -> Document:
    """Look what a file is, refuse what is too large, and make ready to decode its pages.

    data: the file's bytes; its name and its content type are not asked
    max_pixels: of one page; larger ones are refused before they are decoded
    max_pages: what is behind them is left out, with a warning
    first: page, counted from 1, before which none is decoded
    may_shrink: whether a very large JPEG may come at half its size, which costs its numbers nothing
    raises: EmptyFile, NotAnImage, ImageTooLarge, TruncatedImage, LockedDocument, UnreadablePage
    """
    if not data:
        raise EmptyFile
    if pdf_file.is_pdf(data):
        count, drawn = pdf_file.open_pages(data, range(first - 1, max_pages), max_pixels)
        return Document(count, map(_page, drawn))
    if heif_file.is_heif(data):
        picture = heif_file.open_picture(data)
        _refuse_too_large(picture.size, max_pixels)
        return Document(1, (_page(heif_file.grey_pixels(one)) for one in (picture,)[first - 1 :]))
    frames = image_file.frames_of(data, max_pages + 1)
    for frame in frames[:max_pages]:
        _refuse_too_large(frame.size, max_pixels // frame.weight)
    kept = _fitting(frames[:max_pages], PIXELS_OF_A_DOCUMENT * max_pixels)[first - 1 :]
    return Document(len(frames), (Page(*image_file.grey_pixels(data, frame, may_shrink)) for frame in kept))


def decode_image(data: bytes, max_pixels: int) -> np.ndarray:
    """The first page of a file, or its only one, at its full size: (rows, cols) uint8. Raises as open_document does."""
    return next(open_document(data, max_pixels, 1, may_shrink=False).pages).pixels


def _counted(count: int, pages: Iterable[Page], warnings: list[PhotoWarning]) -> Iterator[Page]:
    decoded = 0
    for page in pages:
        decoded += 1
        yield page
    if decoded < count:
        warnings.append(_left_out(decoded))


def _page(pixels: np.ndarray) -> Page:
    return Page(pixels, Size(pixels.shape[1], pixels.shape[0]))


def _refuse_too_large(size: tuple[int, int], max_pixels: int) -> None:
    pixels = size[0] * size[1]
    if pixels > max_pixels:
        raise ImageTooLarge(
            f"This image has {pixels / 1e6:.0f} megapixels; at most {max_pixels / 1e6:.0f} can be read. "
            "Crop it, or take the photo at a lower resolution."
        )


def _fitting(frames: list[image_file.Frame], max_pixels: int) -> list[image_file.Frame]:
    """As many frames, from the first on, as have so many pixels together."""
    totals = np.cumsum([frame.size[0] * frame.size[1] for frame in frames])
    return frames[: max(1, int(np.count_nonzero(totals <= max_pixels)))]


def _left_out(count: int) -> PhotoWarning:
    pages = "page" if count == 1 else f"{count} pages"
    message = f"Only the first {pages} of this document were read. Send the others as a file of their own."
    return PhotoWarning("pages_left_out", message, page=count)
