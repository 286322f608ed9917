"""How a browser gets to see what was sent: its content type, a thumbnail, a picture of what it cannot show itself."""

import logging
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from webapp.reading.files import heif_file, pdf_file
from webapp.reading.files.grey import to_grey
from webapp.reading.files.image_file import TRANSPOSES, exif_orientation, frames_of, open_frame

WEBP = "image/webp"
SHOWN_BY_BROWSERS = {"image/jpeg", "image/png", WEBP, "image/gif", "image/avif"}
PDF, HEIC = "application/pdf", "image/heic"
THUMBNAIL_TYPE = "image/jpeg"
THUMBNAIL_SIDE = 320  # pixels, the longer side
SHOWN_SIDE = 4000  # pixels, of what phones and scanners store in other ways: no screen shows more
# Averages of whole pixels make an image about this large first: then smoother shrinking costs nothing.
NEARLY_SMALL = 2 * THUMBNAIL_SIDE
STRIP_PIXELS = 1_000_000  # that are converted at a time: 50 megapixels in RGBA alone are 200 MB
SAVED_AS_PNG = ("1", "L", "LA", "P", "RGB", "RGBA")
MORE_THAN_8_BITS = ("I", "F")  # how Pillow's modes for them begin; Pillow would cut their values off at 255
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Preview:
    """What is kept beside the image."""

    content_type: str
    """Of the image as it was sent, by its bytes, whatever the sender said."""
    thumbnail: bytes
    """JPEG, upright, transparency on white, at most THUMBNAIL_SIDE pixels wide and high."""


def make_preview(data: bytes) -> Preview:
    """Look once more at an image or a document that has been read, and make a thumbnail of its first page."""
    if pdf_file.is_pdf(data):
        return Preview(PDF, _thumbnail(pdf_file.coloured_page(data, 0, NEARLY_SMALL**2)))
    if heif_file.is_heif(data):
        return Preview(HEIC, _thumbnail(_on_white(heif_file.coloured_picture(data, NEARLY_SMALL))))
    with open_frame(data, frames_of(data, 1)[0].place) as image:
        content_type = _content_type(image)
        try:
            return Preview(content_type, _thumbnail(_small(image)))
        except Exception:
            # It could be read, so what the reader saw can be shown: a reading must not be lost for its thumbnail.
            _log.exception("No thumbnail in colour of an image of type %s", content_type)
            return Preview(content_type, _thumbnail(_nearly_small(_as_read(image))))


def shows_upright(data: bytes, content_type: str) -> bool:
    """Whether every browser shows the bytes as they were sent as the reader saw them.

    Chromium turns JPEG, PNG and AVIF as EXIF says that the camera was held, and leaves WebP as it lies.
    """
    if content_type != WEBP:
        return content_type in SHOWN_BY_BROWSERS
    with open_frame(data) as image:
        return exif_orientation(image) == 1


def as_shown(data: bytes, page: int) -> tuple[bytes, str]:
    """A page, counted from 1, as every browser shows it, and its content type. It has been read, so it is there."""
    # A photo or a scan as PNG would take a phone minutes to load.
    if pdf_file.is_pdf(data):
        return _encode(pdf_file.coloured_page(data, page - 1), "JPEG", quality=85), "image/jpeg"
    if heif_file.is_heif(data):
        return _encode(_on_white(heif_file.coloured_picture(data, SHOWN_SIDE)), "JPEG", quality=85), "image/jpeg"
    return as_png(data, page), "image/png"


def as_png(data: bytes, page: int = 1) -> bytes:
    """The upright page as every browser shows it: pixel for pixel, or at most SHOWN_SIDE large in other colours."""
    with open_frame(data, frames_of(data, page)[page - 1].place) as image:
        try:
            return _encode(_for_png(image), "PNG", compress_level=1)
        except Exception:
            _log.exception("No PNG in colour of a stored image")
            return _encode(_as_read(image), "PNG", compress_level=1)


def _thumbnail(small: Image.Image) -> bytes:
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encode(small, "JPEG", quality=80)


def _content_type(image: Image.Image) -> str:
    # Phones write MPO: a JPEG with another one behind it. Browsers show the first.
    return "image/jpeg" if image.format == "MPO" else image.get_format_mimetype() or "application/octet-stream"


def _small(image: Image.Image) -> Image.Image:
    if image.mode.startswith(MORE_THAN_8_BITS):
        return _nearly_small(_as_read(image))
    # A JPEG can be decoded at a half, a quarter or an eighth of its size straight away.
    image.draft(None, (NEARLY_SMALL, NEARLY_SMALL))
    image.load()
    return _upright(_nearly_small(image), image)


def _nearly_small(image: Image.Image) -> Image.Image:
    """The image in RGB on white, shrunk to between one and two times NEARLY_SMALL where it is larger."""
    return _in_rgb(image, max(1, max(image.size) // NEARLY_SMALL))


def _in_rgb(image: Image.Image, factor: int) -> Image.Image:
    """The image on white, so many times smaller: strip by strip, as a copy of it all would not fit beside it."""
    small = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    rows = factor * max(1, STRIP_PIXELS // (factor * image.width))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(_on_white(strip).reduce(factor), (0, top // factor))
    return small


def _for_png(image: Image.Image) -> Image.Image:
    if image.mode.startswith(MORE_THAN_8_BITS):
        return _as_read(image)
    image.load()
    shown = image if image.mode in SAVED_AS_PNG else _in_rgb(image, -(-max(image.size) // SHOWN_SIDE))
    return _upright(shown, image)


def _upright(shown: Image.Image, image: Image.Image) -> Image.Image:
    """Turn what is shown of an image as the loaded image says that the camera was held."""
    orientation = exif_orientation(image)
    return shown.transpose(TRANSPOSES[orientation]) if orientation in TRANSPOSES else shown


def _as_read(image: Image.Image) -> Image.Image:
    """The upright image in grey, as the reader sees it."""
    image.load()
    return _upright(to_grey(image), image)


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _encode(image: Image.Image, format: str, **options) -> bytes:
    encoded = BytesIO()
    image.save(encoded, format, **options)
    return encoded.getvalue()
