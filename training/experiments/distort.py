"""Digits as other hands would write them: turned, sheared, scaled, moved, and bent by smooth random fields.

Affine and elastic distortions as in Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural Networks"
(ICDAR 2003). All digits of a block lie in one tall image, so that one remapping moves them all.
"""

import cv2
import numpy as np

from training.writing.smooth import smooth

SIDE = 28
MARGIN = 4  # rows and columns of paper around a digit: nothing of its neighbours comes in
TILE = SIDE + 2 * MARGIN
BLOCK = 512  # digits that are distorted together: an image for cv2.remap has fewer than 32,768 rows
ROTATION = 12.0  # degrees, either way; likewise below
SCALE = 0.15
STRETCH = 0.1  # of the height against the width
SHEAR = 0.15  # columns a row
SHIFT = 2.0  # pixels
KNOTS = 7  # of the random field, down and across
BEND = 0.7  # pixels, one standard deviation of the field


def distort(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each digit distorted at random: (n, 28, 28) uint8 to the same."""
    blocks = [_distort_block(images[start : start + BLOCK], rng) for start in range(0, len(images), BLOCK)]
    return np.concatenate(blocks)


def _distort_block(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    count = len(images)
    padded = np.pad(images, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN))).reshape(count * TILE, TILE)
    columns, rows = _sources(count, rng)
    # Paper lies all around: a source outside of the tile is taken from its edge.
    columns = np.clip(columns + MARGIN, 0, TILE - 1)
    rows = np.clip(rows + MARGIN, 0, TILE - 1) + np.arange(count, dtype=np.float32)[:, None, None] * TILE
    moved = cv2.remap(padded, _tall(columns), _tall(rows), cv2.INTER_LINEAR)
    return moved.reshape(images.shape)


def _sources(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Where each pixel of the distorted digits comes from: columns and rows, (count, 28, 28) float32 each."""
    middle = (SIDE - 1) / 2
    down, across = np.mgrid[:SIDE, :SIDE].astype(np.float32) - middle
    a, b, c, d = (entry[:, None, None] for entry in _matrices(count, rng))
    shift_across, shift_down = _between(SHIFT, (2, count, 1, 1), rng)
    bent_across, bent_down = _fields(count, rng)
    columns = a * across + b * down + shift_across + bent_across + middle
    rows = c * across + d * down + shift_down + bent_down + middle
    return columns, rows


def _matrices(count: int, rng: np.random.Generator) -> np.ndarray:
    """The four entries of each digit's linear map, (4, count) float32: turned after it was scaled and sheared."""
    turn = np.deg2rad(_between(ROTATION, count, rng))
    scale, shear = 1 + _between(SCALE, count, rng), _between(SHEAR, count, rng)
    stretched = scale * (1 + _between(STRETCH, count, rng))
    sine, cosine = np.sin(turn), np.cos(turn)
    return np.stack([
        scale * cosine,
        scale * shear * cosine - stretched * sine,
        scale * sine,
        scale * shear * sine + stretched * cosine,
    ])  # fmt: skip


def _fields(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Smooth displacements in pixels, across and down: (count, 28, 28) float32 each."""
    knots = rng.standard_normal((2, count, KNOTS, KNOTS), dtype=np.float32)
    across, down = BEND * (SMOOTH @ knots @ SMOOTH.T)
    return across, down


SMOOTH = smooth(SIDE, KNOTS)


def _between(limit: float, shape, rng: np.random.Generator) -> np.ndarray:
    """Uniform in -limit..limit, float32."""
    return ((2 * rng.random(shape, dtype=np.float32) - 1) * limit).astype(np.float32)


def _tall(field: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(field.reshape(-1, SIDE), np.float32)
