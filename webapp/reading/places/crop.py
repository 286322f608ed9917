"""What a person means by a crop: the numbers that lie in it, however sloppily it was drawn around them."""

import cv2
import numpy as np

from webapp.reading.errors import BadCrop
from webapp.reading.result import Box

CONTEXT = 1.0  # of the crop's lower side is looked at beyond each edge: a number cut in two looks like another number
INSIDE = 0.8  # of a number's place lies in the crop: what it cuts off belongs to a neighbour
MOSTLY = 0.5  # of a place lies in it: a neighbour's end was taken for a part of the number


def checked_crop(crop: tuple[int, int, int, int], image: Box) -> Box:
    """The part of a crop that lies in the image.

    crop: left, top, right, bottom; may reach beyond the image
    raises: BadCrop where it holds no pixel
    """
    left, top, right, bottom = crop
    if left >= right or top >= bottom:
        raise BadCrop
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, image.right), min(bottom, image.bottom)
    if left >= right or top >= bottom:
        raise BadCrop
    return Box(left, top, right, bottom)


def with_context(crop: Box, image: Box) -> Box:
    """The crop and what is around it, as far as the image goes."""
    around = round(CONTEXT * min(crop.width, crop.height))
    left, top = max(0, crop.left - around), max(0, crop.top - around)
    return Box(left, top, min(image.right, crop.right + around), min(image.bottom, crop.bottom + around))


def lies_in(crop: Box, corners: np.ndarray, image: Box) -> bool:
    """Whether a place in the image is one of the crop's.

    corners: (4, 2) float32 x, y of a rectangle; what of it lies beyond the image does not count
    """
    there = _shared(corners, image)
    return there > 0 and _shared(corners, crop) >= INSIDE * there


def part_in(crop: Box, corners: np.ndarray, image: Box) -> np.ndarray | None:
    """The part of a place that is the crop's: all of it; none of it (None); or, of one that runs from a neighbour into
    the crop, what lies between the crop's left and right.

    corners, image: as lies_in takes them
    returns: (4, 2) float32
    """
    if lies_in(crop, corners, image):
        return corners
    along = corners[1] - corners[0]
    if _shared(corners, crop) < MOSTLY * _shared(corners, image) or abs(along[0]) <= abs(along[1]):
        return None
    first, last = (crop.left, crop.right) if along[0] > 0 else (crop.right, crop.left)
    start = max(0.0, (first - corners[0, 0]) / along[0])
    end = min(1.0, (last - corners[0, 0]) / along[0])
    top, bottom = corners[0], corners[3]
    return np.array([top + start * along, top + end * along, bottom + end * along, bottom + start * along], np.float32)


def _shared(corners: np.ndarray, box: Box) -> float:
    """Pixels of a rectangle that lie in a box."""
    sides = np.array(
        [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]], np.float32
    )
    return cv2.intersectConvexConvex(corners.astype(np.float32), sides)[0]
