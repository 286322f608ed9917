"""HEIC and HEIF, as Apple's and many other phones take photos. Its decoder is loaded with the first of them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PIL import Image

from webapp.reading.errors import TruncatedImage

if TYPE_CHECKING:
    import pillow_heif

# Major brands of HEVC in HEIF; a file of a general brand names one of them among those that it is compatible with.
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")
GENERAL_BRANDS = (b"mif1", b"mif2", b"msf1")
LONGEST_BOX = 256  # bytes of the first box that are looked at


def is_heif(data: bytes) -> bool:
    """Whether the file says that it is an HEIF with HEVC inside; Pillow decodes those with AV1."""
    if data[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(data[:4]), LONGEST_BOX)
    compatible = {data[place : place + 4] for place in range(16, length, 4)}
    return data[8:12] in BRANDS or (data[8:12] in GENERAL_BRANDS and not compatible.isdisjoint(BRANDS))


def open_picture(data: bytes) -> pillow_heif.HeifImage:
    """The main picture of a file, not decoded yet, of the size that it will have upright. Raises TruncatedImage."""
    # Seven megabytes and 40 ms that only they need who take their photos so.
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False
    try:
        file = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True, remove_stride=False)
        return file[file.primary_index]
    except Exception as error:
        raise TruncatedImage from error


def grey_pixels(picture: pillow_heif.HeifImage) -> np.ndarray:
    """Decode a picture: (rows, cols) uint8, upright, transparency on white paper. Raises TruncatedImage."""
    pixels = _decode(picture)
    channels = pixels.shape[2]
    if channels == 3:
        return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGBA2GRAY) if channels == 4 else np.ascontiguousarray(pixels[:, :, 0])
    if channels == 1:
        return grey
    alpha = np.ascontiguousarray(pixels[:, :, -1])
    ink = grey if picture.premultiplied_alpha else cv2.multiply(grey, alpha, scale=1 / 255)
    return cv2.add(ink, cv2.bitwise_not(alpha))


def coloured_picture(data: bytes, longest: int) -> Image.Image:
    """The upright picture, shrunk where its longer side has more pixels than `longest`. Raises TruncatedImage."""
    pixels = _decode(open_picture(data))
    scale = min(1.0, longest / max(pixels.shape[:2]))
    size = max(1, round(scale * pixels.shape[1])), max(1, round(scale * pixels.shape[0]))
    # cv2 drops the last axis of a picture in grey, as Pillow wants it.
    return Image.fromarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _decode(picture: pillow_heif.HeifImage) -> np.ndarray:
    """(rows, cols, channels) uint8. libheif has turned and mirrored it already: EXIF's orientation must not count."""
    try:
        data = picture.data
        (width, height), (colours, _, bits) = picture.size, picture.mode.partition(";")
        # More than 8 bits come as 16, and in grey alone: pillow-heif makes 8 of all others.
        kind = np.dtype(np.uint16 if bits else np.uint8)
        shape = height, width, len(colours)
        # Each row is filled up to a length that need not be a number of pixels.
        pixels = np.ndarray(shape, kind, data, strides=(picture.stride, len(colours) * kind.itemsize, kind.itemsize))
    except Exception as error:
        raise TruncatedImage from error
    return (pixels >> 8).astype(np.uint8) if bits else pixels
