"""Places on synthetic pages that the app takes for numbers, and whether it is right: what the verifier learns from.

They are found and read once, by the app's own code, and kept in files: that takes longer than learning from them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path

import cv2
import numpy as np

from training.ahead import make_ahead
from training.batches import Hands
from training.hits import hits_of
from training.page_crops import SHOWN
from training.page_lines import roughly_around
from training.pages import Page, make_page
from webapp.reading.network import Locator, Reader
from webapp.reading.read import find_and_read
from webapp.reading.verify import STRONGEST, patch

PAGES = 50  # in one file
STEPS = 127 / STRONGEST  # of a patch's values to 1: kept in eight bits, as many thousands are held in memory
LEAST_CONFIDENT = 0.5  # numbers: what reads worse is never near to being sure
MOST_MOVED = 2, 3  # rows and columns
MOST_KNOWN = 6  # of a page and a kind: a table has sixty alike
NEAR = 3.0  # heights between two numbers that may be taken for one
LESS = 0.4  # counts what is not read surely: it will not be said to be sure, whatever the verifier says
INVERTED = 0.15  # share: light ink on dark paper is rare on pages


@dataclass(frozen=True)
class Places:
    """Places with what became of them."""

    patches: np.ndarray
    """(places, ROWS, COLS, 2) int8: as verify.patch gives them, times STEPS."""
    right: np.ndarray
    """(places,) bool: whether one number stands there, and is read right."""
    sure: np.ndarray
    """(places,) bool: whether it is read surely."""


# All that finding numbers on pages takes: loaded once in each process.
Setup = tuple[Hands, Reader, Locator]


def load_setup(load_hands: Callable[[], Hands], reader: Path, locator: Path) -> Setup:
    """reader, locator: their folders"""
    return load_hands(), Reader.load(reader), Locator.load(locator)


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
    folder.mkdir(parents=True, exist_ok=True)
    name = kind or ("held-back" if held_back else "places")
    files = [folder / f"{name}-{i:05}.npz" for i in range(pages // PAGES)]
    missing = [i for i, file in enumerate(files) if not file.exists()]
    made = make_ahead(load, places_of_pages, ((seed, i, held_back, kind) for i in missing), processes)
    for done, (i, places) in enumerate(zip(missing, made, strict=True), start=1):
        part = folder / "part.npz"
        np.savez_compressed(part, **vars(places))
        part.replace(files[i])
        print(f"places of {PAGES * done}/{PAGES * len(missing)} pages", flush=True)
    return together([Places(**np.load(file)) for file in files])


def together(parts: list[Places]) -> Places:
    return Places(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Places)))


def places_of_pages(
    hands: Hands, reader: Reader, locator: Locator, seed: int, file: int, held_back: bool, kind: str | None
) -> Places:
    """What the app finds on the PAGES pages of one file. File i of a seed is always the same."""
    kinds, shares = list(SHOWN), np.array(list(SHOWN.values()))
    found: list[tuple[np.ndarray, bool, bool]] = []
    for page_of_file in range(PAGES):
        rng = np.random.default_rng([seed, file, page_of_file])
        drawn = kinds[rng.choice(len(kinds), p=shares / shares.sum())]
        page = make_page(*hands, rng, kind or drawn, held_back)
        numbers = find_and_read(page.grey, reader, locator)
        hits = hits_of([number for *_, number in numbers], page.numbers)
        for (corners, _, number), parts in zip(numbers, hits, strict=True):
            if number.confidence >= LEAST_CONFIDENT:
                found.append((_in_eight_bits(patch(page.grey, corners)), all(parts), number.sure))
        if not held_back:
            known = [(roughly_around(corners, rng), right) for corners, right in known_places(page, rng)]
            found += [(_in_eight_bits(patch(page.grey, corners)), right, False) for corners, right in known]
    return Places(*(np.array(part) for part in zip(*found, strict=True)))


def known_places(page: Page, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, bool]]:
    """Places of which the page itself tells what they are: numbers, parts of one, two together, numbers in print.

    Finding places takes most of the time, and few of those found are wrong.

    returns: corners (4, 2), tight around their ink, and whether it is one whole number in handwriting
    """
    for number in (page.numbers[i] for i in rng.permutation(len(page.numbers))[:MOST_KNOWN]):
        if not set("-.,/") >= set(number.text):
            yield number.corners, True
        if len(number.text) > 1 and not set("-/") & set(number.text):
            yield _part(number.corners, rng.integers(1, len(number.text)) / len(number.text), rng.random() < 0.5), False
    pairs = list(zip(page.numbers, page.numbers[1:], strict=False))
    for first, second in (pairs[i] for i in rng.permutation(len(pairs))[:MOST_KNOWN]):
        if (corners := _together(first.corners, second.corners)) is not None:
            yield corners, False
    for i in rng.permutation(len(page.printed_numbers))[:MOST_KNOWN]:
        yield page.printed_numbers[i], False


def _part(corners: np.ndarray, share: float, first: bool) -> np.ndarray:
    """What is left of a number when so much of its width is cut off. first: keep its beginning, not its end"""
    top, bottom = (a + (b - a) * (1 - share if first else share) for a, b in (corners[[0, 1]], corners[[3, 2]]))
    kept = (corners[0], top, bottom, corners[3]) if first else (top, corners[1], corners[2], bottom)
    return np.stack(kept)


def _together(first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
    """The place of two neighbours of one line, which leans as the first does; None where they are none."""
    along, down = first[1] - first[0], first[3] - first[0]
    height = np.linalg.norm(down)
    along, down = along / np.linalg.norm(along), down / height
    right, low = second @ along, second @ down
    gap = right.min() - (first @ along).max()
    aside = abs((second.mean(axis=0) - first.mean(axis=0)) @ down)
    if not (0 < gap < NEAR * height and aside < 0.5 * height):
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


def batches(places: Places, size: int, seed: int, start: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Batches `start`, `start` + 1, ... of a seed: patches, each a little different every time, and the truth that
    trust_loss takes. Never ends."""
    counts = np.where(places.sure, 1.0, LESS)
    truth = np.stack([places.right, counts], axis=1).astype(np.float32)
    for step in count(start):
        rng = np.random.default_rng([seed, step])
        chosen = rng.integers(len(truth), size=size)
        yield np.stack([_varied(one, rng) for one in as_patches(places.patches[chosen])]), truth[chosen]


def _varied(one: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same place in other light, with other noise, a little aside."""
    rows, cols = (int(rng.integers(-most, most + 1)) for most in MOST_MOVED)
    move = np.array([[1, 0, cols], [0, 1, rows]], np.float32)
    moved = cv2.warpAffine(one, move, one.shape[1::-1], flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    contrast = rng.uniform(0.7, 1.3) * (-1 if rng.random() < INVERTED else 1)
    noise = rng.standard_normal(one.shape[:2], np.float32) * rng.uniform(0, 0.25)
    moved[..., 0] = moved[..., 0] * contrast + rng.normal(0, 0.1) + noise
    return moved
