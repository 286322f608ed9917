"""What Pillow decodes: which formats, which frames of a file are its pages, and which way up they are."""

import io
from typing import NamedTuple

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from webapp.reading.errors import NotAnImage, TruncatedImage, UnreadablePage
from webapp.reading.files.grey import pixels_of, to_grey
from webapp.reading.result import Size

# The formats that are tested here. Pillow knows more, some of them with decoders that few people use, and it
# loads a format's plugin late: naming the plugins makes the first image as fast as the second.
FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        GifImagePlugin.GifImageFile,
        BmpImagePlugin.BmpImageFile,
        TiffImagePlugin.TiffImageFile,
        AvifImagePlugin.AvifImageFile,
    )
)
# Their decoders keep several copies of the whole image, 16 and 10 bytes a pixel: fewer pixels are accepted.
WEIGHTS = {"WEBP": 3, "AVIF": 2}
JPEGS = ("JPEG", "MPO")  # the second is a phone's JPEG with another one behind it
# How files of these formats begin: what begins so and cannot be opened was cut off.
PNG = b"\x89PNG\r\n\x1a\n"
BEGINNINGS = (b"\xff\xd8\xff", PNG, b"GIF8", b"II*\0", b"MM\0*")

ORIENTATION = 0x0112  # the EXIF tag
# How to turn an image that was stored with this orientation; 1 is upright.
TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# A JPEG whose longer side is twice this comes at half its size: it keeps the pixels of a photo of 12 megapixels.
LONG_SIDE = 4000
# A progressive JPEG is gone over once for each of its scans. Ten or so are usual; thousands would take minutes.
START_OF_SCAN, MOST_PIXELS_OF_ALL_SCANS = b"\xff\xda", 600_000_000
# Of a PNG, which usually has one for each 8 KB: Pillow takes ten seconds over a million.
MOST_CHUNKS = 20_000

SUBFILE_TYPE, SMALL_COPY_OR_MASK = 254, 1 | 4  # a tag of TIFF, and its bits for what is no page of its own
FRAMES_LOOKED_AT = 50  # for each page that is wanted, which may have many copies, each smaller than the other

# The app decodes one image at a time, and what the threads hold of memory they keep.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# In bytes. Pillow keeps an image in pieces of 16 million, which the process holds on to when the image is gone (up to
# 270 MB of a 50-megapixel scan); larger ones go back to the system at once.
Image.core.set_block_size(64 * 1024 * 1024)
# Pillow would warn from 89 and refuse from 178 million pixels on: the limit is the caller's.
Image.MAX_IMAGE_PIXELS = None


class Frame(NamedTuple):
    """Where a page of a file is, and how large."""

    place: int
    """For Image.seek."""
    size: tuple[int, int]
    """Width and height, as stored."""
    weight: int
    """How many times the usual memory it takes to decode a pixel of it."""


def begins_as_image(data: bytes) -> bool:
    """Whether the file begins as one that Pillow decodes."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data.startswith(BEGINNINGS) or is_webp or data[4:12] in (b"ftypavif", b"ftypavis")


def open_frame(data: bytes, place: int = 0) -> Image.Image:
    """The image at this place of a file, not decoded yet. Raises NotAnImage, TruncatedImage, UnreadablePage."""
    if data.startswith(PNG) and _has_too_many_chunks(data):
        raise UnreadablePage
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:
        raise (TruncatedImage if begins_as_image(data) else NotAnImage) from error
    try:
        image.seek(place)
    except Exception as error:
        raise TruncatedImage from error
    return image


def frames_of(data: bytes, most: int) -> list[Frame]:
    """Where the first pages of a file are: all of a TIFF's, and one of everything that moves.

    most: after so many nobody looks further
    raises: NotAnImage, TruncatedImage, UnreadablePage
    """
    with open_frame(data) as image:
        frames = [Frame(0, image.size, WEIGHTS.get(image.format, 1))]
        if image.format != "TIFF":
            return frames
        try:
            return _pages_of_tiff(image, most) or frames
        except Exception as error:
            raise TruncatedImage from error


def grey_pixels(data: bytes, frame: Frame, may_shrink: bool) -> tuple[np.ndarray, Size, int]:
    """Decode a frame: its upright pixels, (rows, cols) uint8; its upright size in the file; how far it was shrunk.

    raises: NotAnImage, TruncatedImage, UnreadablePage
    """
    with open_frame(data, frame.place) as image:
        if image.format in JPEGS and _pixels_of_all_scans(image, data) > MOST_PIXELS_OF_ALL_SCANS:
            raise UnreadablePage
        shrunk = _shrinks(image) if may_shrink else 1
        # Decoders of broken files raise whatever they stumble over: TypeError, struct.error, IndexError have been seen.
        try:
            # A JPEG holds its brightness apart: asking for it alone saves two thirds of the memory.
            image.draft("L", (image.width // shrunk, image.height // shrunk))
            image.load()
        except Exception as error:
            raise TruncatedImage from error
        orientation = exif_orientation(image)
        try:
            # Grey first: turning a copy in colour would take four times the memory.
            grey = to_grey(image)
        except Exception as error:  # a colour space that Pillow cannot turn into grey, such as CIELAB
            raise NotAnImage from error
    pixels = pixels_of(grey.transpose(TRANSPOSES[orientation]) if orientation in TRANSPOSES else grey)
    if shrunk == 1:
        return pixels, Size(pixels.shape[1], pixels.shape[0]), 1
    width, height = frame.size if orientation < 5 else reversed(frame.size)
    return pixels, Size(width, height), shrunk


def exif_orientation(image: Image.Image) -> int:
    """How the camera was held: EXIF's orientation, 1 (upright) to 8; 1 where there is none or it cannot be read.

    image: loaded; Pillow turns TIFF itself while loading, and tells the turn that AVIF has of its own as EXIF's
    """
    # An orientation in XMP does not count, as it does not in browsers: the frames would lie beside the numbers.
    if image.format == "TIFF" or "exif" not in image.info:
        return 1
    try:
        orientation = image.getexif().get(ORIENTATION, 1)
    except Exception:  # EXIF is written by anybody, and broken in every way
        return 1
    return orientation if orientation in TRANSPOSES else 1


def _pages_of_tiff(image: Image.Image, most: int) -> list[Frame]:
    frames: list[Frame] = []
    for place in range(FRAMES_LOOKED_AT * most):
        try:
            image.seek(place)
        except EOFError:
            break
        kind = image.tag_v2.get(SUBFILE_TYPE, 0)
        if not (isinstance(kind, int) and kind & SMALL_COPY_OR_MASK):
            frames.append(Frame(place, image.size, 1))
        if len(frames) == most:
            break
    return frames


def _shrinks(image: Image.Image) -> int:
    """By how much the decoder may shrink the image so that nothing is lost that the reader would look at."""
    return 2 if image.format in JPEGS and max(image.size) >= 2 * LONG_SIDE and min(image.size) >= 2 else 1


def _pixels_of_all_scans(image: Image.Image, data: bytes) -> int:
    # A baseline JPEG has one scan or one for each colour; what else is counted is in the small picture inside it.
    return image.width * image.height * data.count(START_OF_SCAN) if image.info.get("progressive") else 0


def _has_too_many_chunks(data: bytes) -> bool:
    place = len(PNG)
    for _ in range(MOST_CHUNKS):
        place += 12 + int.from_bytes(data[place : place + 4])
        if place >= len(data):
            return False
    return True
