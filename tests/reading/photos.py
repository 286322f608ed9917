"""Photos of drawn pages, good ones and such as people take in a hurry."""

import cv2
import numpy as np

from tests import drawing

LINES = ["472908", "31/01/2026", "1250.75"]


def page(seed: int, height: int = 64, lines=LINES) -> np.ndarray:
    """Ink on white paper with room around it: (rows, cols) float32, 0 black .. 1 white; `height` of the digits."""
    hand = np.random.default_rng(seed)
    drawn = drawing.draw_page(lines, height, pen=hand.uniform(0.06, 0.12), margin=2.0, seed=seed)
    return cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255


def photo(page: np.ndarray, seed: int, *, light: float = 190, noise: float = 2.0, spot=None) -> bytes:
    """A JPEG of a page in uneven light. light: grey level of its paper. spot: (rows, cols) of light on top."""
    chance = np.random.default_rng(seed)
    rows, cols = page.shape
    slope = np.linspace(1, chance.uniform(0.7, 1), cols) * np.linspace(chance.uniform(0.8, 1), 1, rows)[:, None]
    seen = page * slope * light + (0 if spot is None else spot) + chance.normal(0, noise, page.shape)
    grey = np.clip(seen, 0, 255).astype(np.uint8)
    return drawing.encode(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), ".jpg", cv2.IMWRITE_JPEG_QUALITY, 88)


def out_of_focus(page: np.ndarray, radius: float) -> np.ndarray:
    """Every point becomes a disc of this radius in pixels."""
    reach = int(np.ceil(radius))
    down, right = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(down, right), 0, 1).astype(np.float32)
    return cv2.filter2D(page, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE)


def shaken(page: np.ndarray, length: float, angle: float) -> np.ndarray:
    """Every point becomes a line of this length in pixels; angle in radians."""
    reach = int(np.ceil(length / 2)) + 1
    way = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    end = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    start, stop = (tuple(int(v) for v in np.round(16 * (reach + sign * end))) for sign in (-1, 1))
    cv2.line(way, start, stop, 1.0, 1, cv2.LINE_AA, shift=4)
    return cv2.filter2D(page, -1, way / way.sum(), borderType=cv2.BORDER_REPLICATE)


def spot_on_ink(page: np.ndarray, radius: float, seed: int, strength: float = 350) -> np.ndarray:
    """Light that a lamp throws on some stroke: (rows, cols) float32, to be added."""
    ink = np.argwhere(page < 0.5)
    row, col = ink[np.random.default_rng(seed).integers(len(ink))]
    down, right = np.mgrid[: page.shape[0], : page.shape[1]]
    return strength * np.exp(-((down - row) ** 2 + (right - col) ** 2) / (2 * radius**2))


def ink_box(page: np.ndarray) -> tuple[int, int, int, int]:
    """left, top, right, bottom of all ink."""
    rows, cols = np.nonzero(page < 0.5)
    return cols.min(), rows.min(), cols.max() + 1, rows.max() + 1
