"""A place on a page as the network sees it that tells whether one whole handwritten number stands there, and where it
begins and ends.

The locator looks at a page, this network at one place, larger and with what is around it: half of a number, two of them
and print read as surely as a number does, and only their surroundings tell.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from webapp.reading.pixels.shrink import shrink

# Written on the locator's card. Raise it when any value of a patch, or what the network says of one, may mean another.
VERSION = 2

ROWS, COLS = 48, 192
CELL = 4  # pixels of a patch: of so many columns, or rows, the network says which share is the number's
PLACE_ROWS, MOST_COLS = 26, 144  # of them: a place with the paper that the locator leaves around it
FLATTEST = 10.0  # grey levels: spread below which paper's own noise is not blown up to strokes
STRONGEST = 4.0  # of the spread: what is darker or lighter says no more
UNKNOWN = 0.5  # trust: neither left out nor sure
OUTSIDE, INSIDE = -1.0, 1.0  # of the image, of the place; else 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the network says of a patch."""

    trust: float
    """Probability that one whole handwritten number stands in the place, read right."""
    columns: np.ndarray
    """(COLS / CELL,) float32: which share of each the number takes, wherever the place begins and ends."""
    rows: np.ndarray
    """(ROWS / CELL,) float32: the same downwards."""


def trust_of(verdict: Verdict | None) -> float:
    """UNKNOWN without a verdict."""
    return UNKNOWN if verdict is None else verdict.trust


def patch(grey: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """A place in the middle, level, with what is around it.

    grey: (rows, cols) uint8
    corners: (4, 2) x, y, clockwise from the number's top left, as a Place's; may reach beyond the image
    returns: (ROWS, COLS, 2) float32: the pixels against all of them, 0 outside the image; and where the place is
    """
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = max(float(np.linalg.norm(along)), 1.0), max(float(np.linalg.norm(down)), 1.0)
    scale = scale_of(corners)
    to_patch = _to_patch(corners, along / width, scale)
    pixels = _shown(grey, to_patch)
    inside = _on_image(grey.shape, to_patch)
    seen = pixels[inside]
    if not seen.size:
        return np.zeros((ROWS, COLS, 2), np.float32)
    light, spread = float(np.median(seen)), float(seen.std()) + FLATTEST
    found = np.empty((ROWS, COLS, 2), np.float32)
    found[..., 0] = np.clip((pixels - light) / spread, -STRONGEST, STRONGEST) * inside
    where = found[..., 1]
    where[:] = np.where(inside, np.float32(0.0), np.float32(OUTSIDE))
    half_width, half_height = width * scale / 2, height * scale / 2
    rows = slice(round(ROWS / 2 - half_height), round(ROWS / 2 + half_height))
    cols = slice(round(COLS / 2 - half_width), round(COLS / 2 + half_width))
    where[rows, cols] = INSIDE
    return found


def scale_of(corners: np.ndarray) -> float:
    """Pixels of a place's patch to one of the image. corners: as patch takes them"""
    width, height = (max(float(np.linalg.norm(corners[end] - corners[0])), 1.0) for end in (1, 3))
    return min(PLACE_ROWS / height, MOST_COLS / width)


def _to_patch(corners: np.ndarray, along: np.ndarray, scale: float) -> np.ndarray:
    """(2, 3): from pixels of the image to those of the patch, both counted from the middle of the first one."""
    turned = scale * np.array([[along[0], along[1]], [-along[1], along[0]]], float)
    middle = corners.mean(axis=0)
    return np.hstack(
        [turned, (np.array([COLS, ROWS]) / 2 - turned @ middle - 0.5 + turned @ [0.5, 0.5])[:, np.newaxis]]
    )


def _on_image(shape: tuple[int, int], to_patch: np.ndarray) -> np.ndarray:
    """Which of the patch's pixels are of the image: (ROWS, COLS) bool"""
    back = cv2.invertAffineTransform(to_patch)
    rows, cols = np.ogrid[:ROWS, :COLS]
    x, y = (row[0] * cols + row[1] * rows + row[2] for row in back)
    return (x > -0.5) & (x < shape[1] - 0.5) & (y > -0.5) & (y < shape[0] - 0.5)


def _shown(grey: np.ndarray, to_patch: np.ndarray) -> np.ndarray:
    """The patch's pixels, (ROWS, COLS) float32; thin strokes stay when the image is made smaller."""
    scale = float(np.linalg.norm(to_patch[:, 0]))
    back = cv2.invertAffineTransform(to_patch)
    ends = np.array([[0, 0], [COLS, 0], [COLS, ROWS], [0, ROWS]]) @ back[:, :2].T + back[:, 2]
    low = np.clip(np.floor(ends.min(axis=0)).astype(int) - 2, 0, None)
    high = np.ceil(ends.max(axis=0)).astype(int) + 2
    part = grey[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return np.zeros((ROWS, COLS), np.float32)
    small = part
    if scale < 1:
        small = shrink(part, *(max(1, round(side * scale)) for side in part.shape))
    shrunk = np.array([small.shape[1] / part.shape[1], small.shape[0] / part.shape[0]])
    # From pixels of `small` to those of the patch: back to the image first.
    in_image = np.array(
        [[1 / shrunk[0], 0, low[0] + 0.5 / shrunk[0] - 0.5], [0, 1 / shrunk[1], low[1] + 0.5 / shrunk[1] - 0.5]]
    )
    matrix = to_patch[:, :2] @ in_image
    matrix[:, 2] += to_patch[:, 2]
    return cv2.warpAffine(small, matrix, (COLS, ROWS), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.float32
    )
