"""Bytes to the upright grey image. Everything is refused here that could not be decoded later."""

import io

import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from webapp.reading.errors import EmptyFile, ImageTooLarge, NotAnImage, TruncatedImage

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
    )
)

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
# How files of these formats begin: what begins so and cannot be opened was cut off.
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*")

# Pillow would warn from 89 and refuse from 178 million pixels on: the limit is the caller's.
Image.MAX_IMAGE_PIXELS = None


def decode_image(data: bytes, max_pixels: int) -> np.ndarray:
    """Decode an encoded image as a person sees it: EXIF orientation applied, transparency on white paper.

    data: the file's bytes; its name and its content type are not asked
    max_pixels: larger images are refused before they are decoded
    returns: (rows, cols) uint8, 0 black .. 255 white
    raises: EmptyFile, NotAnImage, ImageTooLarge, TruncatedImage
    """
    if not data:
        raise EmptyFile
    image = _open(data)
    if image.width * image.height > max_pixels:
        raise ImageTooLarge(_too_large(image.width, image.height, max_pixels))
    # Decoders of broken files raise whatever they stumble over: TypeError, struct.error, IndexError have been seen.
    try:
        # A JPEG holds its brightness apart: asking for it alone saves two thirds of the memory.
        image.draft("L", image.size)
        image.load()
    except Exception as error:
        raise TruncatedImage from error
    orientation = exif_orientation(image)
    try:
        # Grey first: turning a copy in colour would take four times the memory.
        grey = _to_grey(image)
    except Exception as error:  # a colour space that Pillow cannot turn into grey, such as CIELAB
        raise NotAnImage from error
    return np.asarray(grey.transpose(TRANSPOSES[orientation]) if orientation in TRANSPOSES else grey)


def exif_orientation(image: Image.Image) -> int:
    """How the camera was held: EXIF's orientation, 1 (upright) to 8; 1 where there is none or it cannot be read.

    image: loaded; Pillow turns TIFF itself while loading
    """
    # An orientation in XMP does not count, as it does not in browsers: the frames would lie beside the numbers.
    if image.format == "TIFF" or "exif" not in image.info:
        return 1
    try:
        orientation = image.getexif().get(ORIENTATION, 1)
    except Exception:  # EXIF is written by anybody, and broken in every way
        return 1
    return orientation if orientation in TRANSPOSES else 1


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:
        begins_well = data.startswith(BEGINNINGS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        raise (TruncatedImage if begins_well else NotAnImage) from error


def _too_large(width: int, height: int, max_pixels: int) -> str:
    return (
        f"This image has {width * height / 1e6:.0f} megapixels; at most {max_pixels / 1e6:.0f} can be read. "
        "Crop it, or take the photo at a lower resolution."
    )


def _to_grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return Image.fromarray(_eight_of_sixteen_bits(np.asarray(image, np.uint16)))
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretch(np.asarray(image, np.float64)))
    if not image.has_transparency_data:
        return image.convert("L")
    if image.mode not in ("RGBA", "LA"):
        image = image.convert("RGBA")
    return Image.composite(image.convert("L"), Image.new("L", image.size, 255), image.getchannel("A"))


def _eight_of_sixteen_bits(values: np.ndarray) -> np.ndarray:
    """The eight highest bits in use: scanners store eight, ten or twelve bits in sixteen too. (rows, cols) uint8"""
    # Pillow would clip instead of scaling.
    return (values >> max(0, int(values.max()).bit_length() - 8)).astype(np.uint8)


def _stretch(values: np.ndarray) -> np.ndarray:
    """Numbers of any range to 0..255, (rows, cols) uint8; what is not a finite number counts as 0."""
    finite = np.nan_to_num(values, posinf=0, neginf=0)
    low, high = finite.min(), finite.max()
    return ((finite - low) / (high - low or 1) * 255).astype(np.uint8)
