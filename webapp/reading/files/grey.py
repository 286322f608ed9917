"""Colours of every kind to grey, a strip at a time: 50 megapixels in colour are 200 MB, and copies come on top."""

from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

STRIP_PIXELS = 1_000_000


def to_grey(image: Image.Image) -> Image.Image:
    """The image in mode L, transparency on white paper; raises ValueError where its colours have no grey."""
    if image.mode == "L" and not image.has_transparency_data:
        return image
    levels = _levels_of(image)
    grey = Image.new("L", image.size)
    for top, strip in _strips(image):
        grey.paste(_to_grey(strip) if levels is None else Image.fromarray(levels(_numbers(strip))), (0, top))
    return grey


def pixels_of(grey: Image.Image) -> np.ndarray:
    """An image of mode L as (rows, cols) uint8."""
    pixels = np.empty((grey.height, grey.width), np.uint8)
    for top, strip in _strips(grey):
        pixels[top : top + strip.height] = strip
    return pixels


def _strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Pieces of the image from top to bottom, each with the row where it begins."""
    rows = max(1, STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        yield top, image.crop((0, top, image.width, min(top + rows, image.height)))


def _to_grey(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("L")
    if image.mode not in ("RGBA", "LA"):
        image = image.convert("RGBA")
    return Image.composite(image.convert("L"), Image.new("L", image.size, 255), image.getchannel("A"))


def _levels_of(image: Image.Image) -> Callable[[np.ndarray], np.ndarray] | None:
    """How the numbers of an image with more than 8 bits become grey levels, or None where it has 8 bits."""
    if image.mode.startswith("I;16"):
        # The eight highest bits in use: scanners store eight, ten or twelve bits in sixteen too. Pillow would clip.
        most = max(int(_numbers(strip).max()) for _, strip in _strips(image))
        unused = max(0, most.bit_length() - 8)
        return lambda numbers: (numbers >> unused).astype(np.uint8)
    if image.mode in ("I", "F"):
        low = min(float(_numbers(strip).min()) for _, strip in _strips(image))
        high = max(float(_numbers(strip).max()) for _, strip in _strips(image))
        scale = 255 / (high - low or 1)
        return lambda numbers: ((numbers - low) * scale).astype(np.uint8)
    return None


def _numbers(strip: Image.Image) -> np.ndarray:
    """(rows, cols) uint16 of 16 bits, else float64; what is not a finite number counts as 0."""
    if strip.mode.startswith("I;16"):
        return np.asarray(strip, np.uint16)
    numbers = np.asarray(strip, np.float64)
    return numbers if np.isfinite(numbers).all() else np.nan_to_num(numbers, posinf=0, neginf=0)
