"""The part of an image in which a number stands, turned level; and the way back from its pixels to the image's."""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.result import Box

LEVEL = 2.0  # degrees: what leans less is cut out as it is, without a pixel computed anew
HIGHEST = 240  # rows of what is turned: normalise_line needs no more, and turning costs by the pixel


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of an image."""

    grey: np.ndarray
    """(rows, cols) uint8"""
    to_image: np.ndarray
    """(2, 3) float: from its pixels to those of the image."""
    bounds: Box
    """The whole image."""

    def moved(self, region: Box, bounds: Box) -> "Cut":
        """The same piece of a larger image, of which its own was a region."""
        return Cut(self.grey, self.to_image + [[0, 0, region.left], [0, 0, region.top]], bounds)

    def point_in_image(self, x: float, y: float) -> tuple[float, float]:
        """x, y of the image for a point of the piece."""
        placed = self.to_image[:, :2] @ (x, y) + self.to_image[:, 2]
        return float(placed[0]), float(placed[1])

    def box_in_image(self, box: Box) -> Box:
        """The upright box around what lies in a box of the piece, as far as the image goes."""
        corners = np.array([[x, y] for x in (box.left, box.right) for y in (box.top, box.bottom)], float)
        placed = corners @ self.to_image[:, :2].T + self.to_image[:, 2]
        # Rounded outwards, but not for what floats lost on the way.
        low, high = np.floor(placed.min(axis=0) + 1e-3), np.ceil(placed.max(axis=0) - 1e-3)
        left, top = np.clip(low, 0, (self.bounds.right - 1, self.bounds.bottom - 1)).astype(int)
        right, bottom = np.clip(high, (left + 1, top + 1), (self.bounds.right, self.bounds.bottom)).astype(int)
        return Box(int(left), int(top), int(right), int(bottom))


def cut_box(image: np.ndarray, box: Box) -> Cut:
    """An upright piece, no pixel changed. image: (rows, cols) uint8"""
    to_image = np.array([[1, 0, box.left], [0, 1, box.top]], float)
    return Cut(image[box.top : box.bottom, box.left : box.right], to_image, _bounds(image))


def cut_out(image: np.ndarray, corners: np.ndarray) -> Cut | None:
    """A piece with these corners, turned so that the first is its top left.

    image: (rows, cols) uint8
    corners: (4, 2) x, y, clockwise, of a rectangle; it may reach beyond the image
    returns: None where it lies outside
    """
    around = _box_around(corners, _bounds(image))
    if around is None:
        return None
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    if abs(np.degrees(np.arctan2(along[1], along[0]))) < LEVEL:
        return cut_box(image, around)
    width, height = np.linalg.norm(along), np.linalg.norm(down)
    scale = min(1.0, HIGHEST / max(height, 1.0))
    cols, rows = max(1, round(width * scale)), max(1, round(height * scale))
    piece = image[around.top : around.bottom, around.left : around.right]
    small = piece
    if scale < 1:
        size = (max(1, round(piece.shape[1] * scale)), max(1, round(piece.shape[0] * scale)))
        small = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
    back = np.stack([along / cols, down / rows, corners[0]], axis=1).astype(float)
    # cv2 counts from the middle of a pixel, boxes from its corner.
    shrunk = np.array([small.shape[1] / piece.shape[1], small.shape[0] / piece.shape[0]])
    in_small = back.copy()
    in_small[:, 2] = in_small[:, 2] - (around.left, around.top) + back[:, :2] @ (0.5, 0.5)
    in_small = in_small * shrunk[:, np.newaxis]
    in_small[:, 2] -= 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    grey = cv2.warpAffine(small, in_small, (cols, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return Cut(grey, back, _bounds(image))


def crop_as_png(image: np.ndarray, box: Box, margin: float) -> bytes:
    """A piece of an image as a file of its own, not a pixel changed.

    image: (rows, cols) uint8; margin: of the image around the box, in heights of the box, as far as the image goes
    """
    wider = round(margin * box.height)
    rows = slice(max(0, box.top - wider), box.bottom + wider)
    cols = slice(max(0, box.left - wider), box.right + wider)
    _, data = cv2.imencode(".png", image[rows, cols])
    return data.tobytes()


def _bounds(image: np.ndarray) -> Box:
    return Box(0, 0, image.shape[1], image.shape[0])


def _box_around(corners: np.ndarray, bounds: Box) -> Box | None:
    left, top = np.floor(corners.min(axis=0)).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, bounds.right), min(bottom, bounds.bottom)
    return Box(int(left), int(top), int(right), int(bottom)) if left < right and top < bottom else None
