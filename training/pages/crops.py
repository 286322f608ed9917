"""Crops of synthetic pages with what the locator is to see in them. Batch i of a seed is always the same."""

from collections.abc import Callable, Iterator
from itertools import chain, count, islice

import cv2
import numpy as np

from training.ahead import make_ahead
from training.pages.page import KINDS, Page, make_page
from training.writing.writers import Hands
from webapp.reading.finding.look import CORE_INSET, CORE_ROWS, CORE_STRIDE, QUARTERS, TEXT_STRIDE, page_input

SIDE = 384  # pixels of a crop
CROPS = 4  # of one page: more pages teach more than more of one
GROUP = 8  # batches
COARSE_SHARE = 0.4  # of the crops are as the coarse look sees the page
COARSE = 0.5  # its scale
SIZES = 0.6, 1.6  # the scale, at which large images are as small ones, is varied by
# The kinds that are read worst are shown more often than they are measured.
SHOWN = KINDS | {
    "form": 0.24,
    "field": 0.1,
    "table": 0.12,
    "board": 0.07,
    "expression": 0.13,
    "rows": 0.08,
    "worksheet": 0.08,
}
TURNED_COARSE, TURNED_FINE = (
    0.45,
    0.08,
)  # share that is turned by quarters: the fine look comes after the page is turned
AT_NUMBER = 0.65  # of the crops show a number, where there is one
LOWEST, HIGHEST = 6, 170  # pixels: other numbers neither count nor count against it
# A 1 is narrower than what is cut off it: shares of its height, and pixels. Cores of half that share were two cells
# wide, and a 1 that stood alone was missed.
NARROWEST_CORE, SMALLEST_CORE = 0.4, 3.0
# What lies between two cores counts more, as one missed cell row there joins two numbers (Ronneberger et al.,
# "U-Net", 2015): all that is within so much of the height, along the line and across it, of two of them.
BETWEEN = 4.0
NEAR_ALONG, NEAR_ACROSS = 0.7, 0.35
OTHERS = 3.0  # cells of print and words count so much: of what is found too much nearly all is print


def stream_crops(load: Callable[[], Hands], crops: int, seed: int, start: int, processes: int) -> Iterator:
    """Batches `start`, `start` + 1, ... of a seed, made ahead. Never ends."""
    group, skipped = divmod(start, GROUP)
    groups = make_ahead(load, make_crops, ((crops, seed, later) for later in count(group)), processes)
    yield from islice(chain.from_iterable(groups), skipped, None)


def make_crops(
    hands: list, weights: list[float], crops: int, seed: int, group: int, held_back: bool = False
) -> list[tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]]:
    """The GROUP batches that are made together, as crops of one page are not to meet in one batch.

    returns: pages (crops, SIDE, SIDE, 1) float16, and the truth that core_loss and text_loss take
    """
    rng = np.random.default_rng([seed, group])
    kinds, shares = list(SHOWN), np.array(list(SHOWN.values()))
    made = []
    while len(made) < GROUP * crops:
        kind = kinds[rng.choice(len(kinds), p=shares / shares.sum())]
        page = make_page(hands, weights, rng, kind, held_back=held_back)
        made += [_crop(page, rng) for _ in range(CROPS)]
    order = rng.permutation(GROUP * crops).reshape(GROUP, crops)
    return [_batch([made[i] for i in part]) for part in order]


def _batch(made: list) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    pages, cores, text = (np.stack(part) for part in zip(*made, strict=True))
    return pages[..., np.newaxis], (in_quarters(cores), text)


def _crop(page: Page, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    is_coarse = rng.random() < COARSE_SHARE
    scale = (COARSE if is_coarse else 1.0) * rng.uniform(*SIZES) / page.scale
    turns = int(rng.integers(1, 4)) if rng.random() < (TURNED_COARSE if is_coarse else TURNED_FINE) else 0
    grey, to_scaled = _scaled(page.grey, scale, turns)
    seen = page_input(_in_other_light(grey, rng))
    numbers = [moved(number.corners, to_scaled) for number in page.numbers]
    others = [moved(corners, to_scaled) for corners in page.others]
    left, top = _corner(seen.shape, numbers, rng)
    crop = np.zeros((SIDE, SIDE), np.float16)
    part = seen[top : top + SIDE, left : left + SIDE]
    crop[: part.shape[0], : part.shape[1]] = part
    shift = np.array([left, top], np.float32)
    numbers, others = [corners - shift for corners in numbers], [corners - shift for corners in others]
    return crop, _cores(numbers, others), _text(numbers + others)


def _scaled(grey: np.ndarray, scale: float, turns: int) -> tuple[np.ndarray, np.ndarray]:
    """The page at another size, turned anticlockwise by quarters; and (2, 3) from its old pixels to the new ones."""
    cols, rows = round(grey.shape[1] * scale), round(grey.shape[0] * scale)
    grey = cv2.resize(grey, (cols, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    quarter = [
        [[scale, 0, 0], [0, scale, 0]],
        [[0, scale, 0], [-scale, 0, cols]],
        [[-scale, 0, cols], [0, -scale, rows]],
        [[0, -scale, rows], [scale, 0, 0]],
    ][turns]
    return np.ascontiguousarray(np.rot90(grey, turns)), np.array(quarter, np.float32)


def moved(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Points (n, 2) brought on by a (2, 3) matrix."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def _in_other_light(grey: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same page in another camera: four crops of a page are not to be four times the same."""
    if rng.random() < 0.5:
        return grey
    low, high = rng.uniform(0, 60), rng.uniform(170, 255)
    curve = low + (high - low) * np.linspace(0, 1, 256) ** rng.uniform(0.7, 1.4)
    grey = cv2.LUT(grey, curve.astype(np.uint8))
    return cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.4, 1.0)) if rng.random() < 0.3 else grey


def _corner(shape: tuple[int, int], numbers: list[np.ndarray], rng: np.random.Generator) -> tuple[int, int]:
    """Left and top of a crop: around a number, or anywhere."""
    rows, cols = shape
    if numbers and rng.random() < AT_NUMBER:
        x, y = numbers[rng.integers(len(numbers))].mean(axis=0) - rng.uniform(0.1, 0.9, 2) * SIDE
    else:
        x, y = rng.uniform(0, 1, 2) * (cols - SIDE, rows - SIDE)
    return int(np.clip(x, 0, max(0, cols - SIDE))), int(np.clip(y, 0, max(0, rows - SIDE)))


def in_quarters(cells: np.ndarray) -> np.ndarray:
    """What core_loss takes: (pages, rows, cols, values) -> (pages, rows / 2, cols / 2, values * QUARTERS)"""
    pages, rows, cols, values = cells.shape
    parts = cells.reshape(pages, rows // 2, 2, cols // 2, 2, values).transpose(0, 1, 3, 5, 2, 4)
    return parts.reshape(pages, rows // 2, cols // 2, values * QUARTERS)


def _cores(numbers: list[np.ndarray], others: list[np.ndarray]) -> np.ndarray:
    """(rows, cols, 2) float32: share of each cell that is core, and how much it counts."""
    cores, ignored, near, printed = (np.zeros((SIDE, SIDE), np.uint8) for _ in range(4))
    for corners in others:
        _fill(printed, corners, 255)
    for corners in numbers:
        height = np.linalg.norm(corners[3] - corners[0])
        if LOWEST <= height <= HIGHEST:
            core = _core(corners)
            _fill(cores, core, 255)
            around = np.zeros_like(near)
            _fill(around, _wider(core, NEAR_ALONG * height, NEAR_ACROSS * height), 1)
            near += around
        else:
            _fill(ignored, corners, 255)
    cells = (SIDE // CORE_STRIDE, SIDE // CORE_STRIDE)
    core, ignored, printed = (
        cv2.resize(mask, cells, interpolation=cv2.INTER_AREA) for mask in (cores, ignored, printed)
    )
    between = cv2.resize((near > 1).astype(np.uint8), cells, interpolation=cv2.INTER_AREA)
    counts = np.where(between > 0, BETWEEN, np.where(printed > 0, OTHERS, 1.0))
    counts = np.where(ignored > 0, 0.0, np.where(core > 0, 1.0, counts))
    return np.stack([core.astype(np.float32) / 255, counts.astype(np.float32)], axis=2)


def _core(corners: np.ndarray) -> np.ndarray:
    """The core of a number with these corners: (4, 2)"""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = np.linalg.norm(along), np.linalg.norm(down)
    core_width = max(width - 2 * CORE_INSET * height, NARROWEST_CORE * height, SMALLEST_CORE)
    core_height = max(CORE_ROWS * height, SMALLEST_CORE)
    centre = corners.mean(axis=0)
    half, tall = along / width * core_width / 2, down / height * core_height / 2
    return np.stack([centre - half - tall, centre + half - tall, centre + half + tall, centre - half + tall])


def _wider(corners: np.ndarray, along: float, across: float) -> np.ndarray:
    """A rectangle with so many pixels more at each end and at each side."""
    right, down = corners[1] - corners[0], corners[3] - corners[0]
    right, down = right / np.linalg.norm(right) * along, down / np.linalg.norm(down) * across
    return corners + np.stack([-right - down, right - down, right + down, -right + down])


def _text(lines: list[np.ndarray]) -> np.ndarray:
    """(rows, cols, 3) float32: where text is, and which way it runs."""
    cells = SIDE // TEXT_STRIDE
    text = np.zeros((cells, cells, 3), np.float32)
    for corners in lines:
        along = corners[1] - corners[0]
        along = along / max(np.linalg.norm(along), 1e-6)
        mask = np.zeros((cells, cells), np.uint8)
        _fill(mask, corners / TEXT_STRIDE, 255)
        text[mask > 0] = 1.0, along[0], along[1]
    return text


def _fill(mask: np.ndarray, corners: np.ndarray, value: int) -> None:
    """Set the cells inside a quadrangle. mask: changed"""
    # Corners between pixels: a pixel's centre lies half a pixel inside it.
    cv2.fillConvexPoly(mask, np.round((corners - 0.5) * 16).astype(np.int32), value, cv2.LINE_8, 4)
