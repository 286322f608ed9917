"""Places on synthetic pages that the app takes for numbers, whether it is right, and where the number there begins and
ends: what the verifier learns from.

They are found and read once, by the app's own code, and kept in files: that takes longer than learning from them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import count
from pathlib import Path

import cv2
import numpy as np

from training.ahead import in_files, make_ahead
from training.lines.from_pages import roughly_around
from training.measuring.evaluate_locator import Setup
from training.measuring.hits import hits_of
from training.pages.crops import SHOWN
from training.pages.page import Page, Written, make_page
from training.writing.writers import Hands
from webapp.reading.network import Locator, Reader
from webapp.reading.places.refine import shares
from webapp.reading.places.verify import CELL, COLS, INSIDE, ROWS, STRONGEST, patch, scale_of
from webapp.reading.read_page import find_and_read

PAGES = 50  # in one file
STEPS = 127 / STRONGEST  # of a patch's values to 1: kept in eight bits, as many thousands are held in memory
LEAST_CONFIDENT = 0.5  # numbers: what reads worse is never near to being sure
MOST_MOVED = 2, 3  # rows and columns
MOST_KNOWN = 6  # of a page and a kind: a table has sixty alike
NEAR = 3.0  # heights between two numbers that may be taken for one
RAISED, LOWER, CLOSE = 0.9, 0.75, 0.8  # of a base's height: how far a power is lifted, how high it is, how near at most
LESS = 0.4  # counts what is not read surely: it will not be said to be sure, whatever the verifier says
LEAST_SHARED = 0.3  # of a place or of a number: what shares less has nothing to do with it
UPSIDE_DOWN = 0.25  # share of the known numbers that are shown upside down too, where that is another number or none
OFTEN_FAR = 0.25  # share of the edges that are far off
FAR, FAR_ACROSS = (-1.2, 1.2), (-0.35, 0.5)  # heights outwards
INVERTED = 0.15  # share: light ink on dark paper is rare on pages
# Share that is nothing but ink and paper, as scanners leave it; how far on from paper to ink they part, and how
# steeply; how much darker ink is then.
SCANNED, PARTED, STEEP, DARKER = 0.25, (0.35, 0.65), (8.0, 25.0), (1.0, 1.6)
# The palest ink that is scanned so, in a patch's values; how much its paper may differ, as a share of that.
PALEST, UNEVEN = 0.8, 0.3


@dataclass(frozen=True)
class Places:
    """Places with what became of them."""

    patches: np.ndarray
    """(places, ROWS, COLS, 2) int8: as verify.patch gives them, times STEPS."""
    right: np.ndarray
    """(places,) bool: whether one number stands there, and is read right."""
    judged: np.ndarray
    """(places,) bool: whether that is known."""
    sure: np.ndarray
    """(places,) bool: whether it is read surely."""
    extents: np.ndarray
    """(places, (COLS + ROWS) / CELL) uint8: which share of each cell's columns and rows is the number's, times 255."""
    fitting: np.ndarray
    """(places,) bool: whether that is known: there is one number to which the place belongs."""


def load_setup(load_hands: Callable[[], Hands], reader: Path, locator: Path) -> Setup:
    """reader, locator: their folders"""
    return load_hands(), Reader.load(reader), Locator.load(locator, verifying=False)


def gather(
    load: Callable[[], Setup],
    folder: Path,
    pages: int,
    seed: int,
    held_back: bool,
    processes: int,
    kind: str | None = None,
) -> Places:
    """The places of that many pages; those that the folder holds already are taken from there.

    kind: of pages.KINDS; None mixes them
    """
    name = kind or ("held-back" if held_back else "places")
    files = [folder / f"{name}-{i:05}.npz" for i in range(pages // PAGES)]
    in_files(
        files, lambda some: make_ahead(load, places_of_pages, ((seed, i, held_back, kind) for i in some), processes)
    )
    return together([Places(**np.load(file)) for file in files])


def together(parts: list[Places]) -> Places:
    return Places(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Places)))


def places_of_pages(
    hands: Hands, reader: Reader, locator: Locator, seed: int, file: int, held_back: bool, kind: str | None
) -> Places:
    """What the app finds on the PAGES pages of one file. File i of a seed is always the same."""
    kinds, often = list(SHOWN), np.array(list(SHOWN.values()))
    found: list[tuple] = []
    for page_of_file in range(PAGES):
        rng = np.random.default_rng([seed, file, page_of_file])
        drawn = kinds[rng.choice(len(kinds), p=often / often.sum())]
        page = make_page(*hands, rng, kind or drawn, held_back)
        numbers = find_and_read(page.grey, reader, locator)
        hits = hits_of([number for *_, number in numbers], page.numbers)
        for (corners, _, number), parts in zip(numbers, hits, strict=True):
            read = number.confidence >= LEAST_CONFIDENT
            right = all(parts) if read else None
            found.append(_place(page.grey, corners, _only_one_at(corners, page), right, number.sure))
        if not held_back:
            known = [replace(one, corners=roughly_around(one.corners, rng)) for one in known_places(page, rng)]
            found += [_place(page.grey, one.corners, one.number, one.right, False) for one in known]
    return Places(*(np.array(part) for part in zip(*found, strict=True)))


@dataclass(frozen=True)
class Known:
    """A place of which the page itself tells what it is."""

    corners: np.ndarray
    """(4, 2)"""
    right: bool | None
    """Whether it is one whole number in handwriting; None where it is neither that nor clearly none."""
    number: Written | None
    """The one that it belongs to."""


def _place(grey: np.ndarray, corners: np.ndarray, number: Written | None, right: bool | None, sure: bool) -> tuple:
    """One row of Places."""
    cells = np.zeros((COLS + ROWS) // CELL, np.float32) if number is None else extent_of(number.corners, corners)
    eight_bits = np.round(255 * cells).astype(np.uint8)
    return _in_eight_bits(patch(grey, corners)), bool(right), right is not None, sure, eight_bits, number is not None


def extent_of(number: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Which share of each column and row of a place's patch is a number's: ((COLS + ROWS) / CELL,) float32

    number: corners (4, 2) tight around its ink; place: corners as verify.patch takes them
    """
    along, down = place[1] - place[0], place[3] - place[0]
    from_middle = (number - place.mean(axis=0)) * scale_of(place)
    x, y = (from_middle @ axis / max(np.linalg.norm(axis), 1e-6) for axis in (along, down))
    # The mean of both corners of an end: a number may lean otherwise than its place.
    columns = shares(x[[0, 3]].mean() + COLS / 2, x[[1, 2]].mean() + COLS / 2, COLS)
    rows = shares(y[[0, 1]].mean() + ROWS / 2, y[[2, 3]].mean() + ROWS / 2, ROWS)
    return np.concatenate([columns, rows])


def _only_one_at(corners: np.ndarray, page: Page) -> Written | None:
    """The number of which a place holds the middle of a part worth it, where it is the only one."""
    areas = [_shared(number.corners, corners) for number in page.numbers]
    there = [number for number, shared in zip(page.numbers, areas, strict=True) if shared > LEAST_SHARED]
    return there[0] if len(there) == 1 and any(c.isdigit() for c in there[0].text) else None


def _shared(number: np.ndarray, place: np.ndarray) -> float:
    """The part that a number and a place share, of the smaller one."""
    shared, _ = cv2.intersectConvexConvex(number, place.astype(np.float32))
    return shared / max(min(cv2.contourArea(number), cv2.contourArea(place.astype(np.float32))), 1e-6)


def known_places(page: Page, rng: np.random.Generator) -> Iterator[Known]:
    """Places of which the page itself tells what they are: numbers, parts of one, two together, numbers in print.

    Finding places takes most of the time, and few of those found are wrong.

    returns: corners tight around what is there
    """
    for number in (page.numbers[i] for i in rng.permutation(len(page.numbers))[:MOST_KNOWN]):
        if set("-.,/") >= set(number.text):
            continue
        yield Known(number.corners, True, number)
        yield Known(_misplaced(number.corners, rng), None, number)
        if rng.random() < UPSIDE_DOWN and not _reads_both_ways(number.text):
            yield Known(np.roll(number.corners, 2, axis=0), False, None)
        if len(number.text) > 1:
            yield Known(_part(number.corners, _cut(number.text, rng), rng.random() < 0.5), False, number)
    pairs = list(zip(page.numbers, page.numbers[1:], strict=False))
    for first, second in (pairs[i] for i in rng.permutation(len(pairs))[:MOST_KNOWN]):
        if (corners := _together(first.corners, second.corners)) is not None:
            yield Known(corners, False, None)
    for i in rng.permutation(len(page.printed_numbers))[:MOST_KNOWN]:
        yield Known(page.printed_numbers[i], False, None)


def _reads_both_ways(text: str) -> bool:
    """Whether it is a number upside down too."""
    return set(text) <= set("01689.-/")


def _misplaced(corners: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Where a number might be found instead: each edge a little off, and now and then far."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    width, height = float(np.linalg.norm(along)), float(np.linalg.norm(down))
    # Outwards, in heights; of a number's width hardly a half is cut off at an end: something is left of a 1.
    before, after = (
        max(rng.uniform(*FAR) if rng.random() < OFTEN_FAR else rng.normal(0, 0.15), -0.45 * width / height)
        for _ in range(2)
    )
    above, under = (rng.uniform(*FAR_ACROSS) if rng.random() < OFTEN_FAR else rng.normal(0, 0.1) for _ in range(2))
    right = along / max(width, 1e-6) * height
    return np.stack([
        corners[0] - before * right - above * down, corners[1] + after * right - above * down,
        corners[2] + after * right + under * down, corners[3] - before * right + under * down,
    ]).astype(np.float32)  # fmt: skip


def _cut(text: str, rng: np.random.Generator) -> float:
    """Where to cut a number in two, as a share of its width: at a dash or slash, where it has one; each part of a
    number that has one looks like a number of its own."""
    dashes = [i + 0.5 for i, c in enumerate(text[1:-1], start=1) if c in "-/"]
    return float(rng.choice(dashes or range(1, len(text)))) / len(text)


def _part(corners: np.ndarray, cut: float, first: bool) -> np.ndarray:
    """What stands before or behind a share of a number's width."""
    top, bottom = (a + (b - a) * cut for a, b in (corners[[0, 1]], corners[[3, 2]]))
    kept = (corners[0], top, bottom, corners[3]) if first else (top, corners[1], corners[2], bottom)
    return np.stack(kept)


def _together(first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
    """The place of two neighbours of one line, or of a base and its power, which leans as the first does; None where
    they are none."""
    along, down = first[1] - first[0], first[3] - first[0]
    height = np.linalg.norm(down)
    along, down = along / np.linalg.norm(along), down / height
    right, low = second @ along, second @ down
    gap = right.min() - (first @ along).max()
    aside = abs((second.mean(axis=0) - first.mean(axis=0)) @ down)
    is_power = low.max() - low.min() < LOWER * height and abs(gap) < CLOSE * height and aside < RAISED * height
    if not (0 < gap < NEAR * height and aside < 0.5 * height or is_power):
        return None
    both = np.concatenate([first, second])
    right, low = both @ along, both @ down
    spanned = [(right.min(), low.min()), (right.max(), low.min()), (right.max(), low.max()), (right.min(), low.max())]
    return np.array([x * along + y * down for x, y in spanned], np.float32)


def _in_eight_bits(values: np.ndarray) -> np.ndarray:
    return np.round(values * STEPS).astype(np.int8)


def as_patches(eight_bits: np.ndarray) -> np.ndarray:
    """What the network takes: (places, ROWS, COLS, 2) float32"""
    return eight_bits.astype(np.float32) / np.float32(STEPS)


def batches(places: Places, size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
    """Batches `start`, `start` + 1, ... of a seed: patches, each a little different every time, and the truth that
    trust_loss and extent_loss take. Never ends."""
    trust, extent = truth_of(places)
    for step in count(start):
        rng = np.random.default_rng([seed, step])
        chosen = rng.integers(len(trust), size=size)
        varied = [_varied(*one, rng) for one in zip(as_patches(places.patches[chosen]), extent[chosen], strict=True)]
        patches, extents = (np.stack(part) for part in zip(*varied, strict=True))
        yield patches, [trust[chosen], extents]


def truth_of(places: Places) -> tuple[np.ndarray, np.ndarray]:
    """What trust_loss and extent_loss take: (places, 2) and (places, cells + 1) float32"""
    counts = np.where(places.judged, np.where(places.sure, 1.0, LESS), 0.0)
    trust = np.stack([places.right, counts], axis=1).astype(np.float32)
    extent = np.concatenate([places.extents / np.float32(255), places.fitting[:, np.newaxis]], axis=1)
    return trust, extent.astype(np.float32)


def _varied(one: np.ndarray, extent: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The same place in other light, with other noise, a little aside; and its number's extent there."""
    rows, cols = (int(rng.integers(-most, most + 1)) for most in MOST_MOVED)
    move = np.array([[1, 0, cols], [0, 1, rows]], np.float32)
    moved = cv2.warpAffine(one, move, one.shape[1::-1], flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    ink = 1 if rng.random() < INVERTED else -1
    contrast = rng.uniform(0.7, 1.3) * -ink
    noise = rng.standard_normal(one.shape[:2], np.float32) * rng.uniform(0, 0.25)
    pixels = moved[..., 0] * contrast + rng.normal(0, 0.1)
    moved[..., 0] = (
        _scanned(pixels, moved[..., 1] > 0.5 * INSIDE, ink, rng) if rng.random() < SCANNED else pixels + noise
    )
    cells = np.split(extent[:-1], [COLS // CELL])
    along, down = (_aside(part, by) for part, by in zip(cells, (cols, rows), strict=True))
    return moved, np.concatenate([along, down, extent[-1:]])


def _scanned(pixels: np.ndarray, inside: np.ndarray, sign: int, rng: np.random.Generator) -> np.ndarray:
    """The same, nothing but ink and paper; as it is, where ink is pale or light uneven.

    inside: (rows, cols) bool, where the place is; sign: 1 where ink is light, -1 where it is dark
    """
    steep, parted, darker = (rng.uniform(*ends) for ends in (STEEP, PARTED, DARKER))
    place = sign * pixels[:, inside.any(axis=0)][inside.any(axis=1)]
    if place.shape[1] < 3:
        return pixels
    paper, ink = np.percentile(place, (50, 97))
    lit = [np.median(part) for part in np.array_split(place, 3, axis=1)]
    if ink - paper < PALEST or np.ptp(lit) > UNEVEN * (ink - paper):
        return pixels
    on = (sign * pixels - paper) / (ink - paper)
    return sign * ink * darker / (1 + np.exp(np.clip(steep * (parted - on), -50, 50)))


def _aside(share: np.ndarray, pixels: int) -> np.ndarray:
    """Shares of cells, so many pixels on: what lies between two ends moves with both."""
    pixels_of = np.repeat(share, CELL)
    moved = np.interp(np.arange(len(pixels_of)) - pixels, np.arange(len(pixels_of)), pixels_of)
    return moved.reshape(-1, CELL).mean(axis=1).astype(np.float32)
