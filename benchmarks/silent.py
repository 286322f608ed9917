"""What would enter silently: sure numbers that are not what stands there, where people write what reads as another one.
In the tests' own hand, drawn and photographed, as the app reads it and without its last look from near (from_near.py).

Run with "python -m benchmarks.silent": a table, a way of writing a row.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.scenes import COLS, ROWS, Scene, photographed
from tests import drawing
from webapp.reading.network import Locator, Reader
from webapp.reading.read import read_image

PAGES = 10  # of each kind, drawn and photographed
DARK, PENCIL = (28, 34, 74), (175, 175, 175)
NAMES = ("numbers", "right", "asked of those", "wrong, asked about", "silent", "silent without")


class Writing(Scene):
    """A page on which digits are written one by one."""

    def text(self, text: str, left: float, top: float, height: float = 0.0, ink=DARK, says: str | None = "") -> float:
        """says: what a right reading is; "" the text, None nothing. Returns where it ends."""
        height = height or self.height
        strokes = drawing.strokes_of(
            text, height, left=left, top=top, seed=int(self.rng.integers(1e6)), slant=0.1, spacing=0.2
        )
        drawing.draw_strokes_inplace(self.image, strokes, max(2.5, 0.075 * height), ink)
        if says is not None:
            self.texts.append(says or text)
        return max(col for stroke in strokes for col, _ in stroke)

    def stroke(self, *points: tuple[float, float]) -> None:
        drawing.draw_strokes_inplace(self.image, [list(points)], max(2.5, 0.07 * self.height), DARK)

    def ring(self, x: float, y: float, across: float, down: float) -> None:
        turn = np.linspace(0, 2 * np.pi, 40)
        self.stroke(*zip(x + across * np.cos(turn), y + down * np.sin(turn), strict=True))

    def digits(self, fewest: int = 1, most: int = 4) -> str:
        count = int(self.rng.integers(fewest, most + 1))
        return str(self.rng.integers(10 ** (count - 1), 10**count))


def plain(page: Writing, top: float) -> None:
    page.text(page.digits(), 80, top)


def amounts(page: Writing, top: float) -> None:
    page.text(f"{page.digits()}.{page.rng.integers(0, 100):02}", 80, top)


def two_inks(page: Writing, top: float) -> None:
    first, second = page.digits(1, 2), page.digits(1, 3)
    inks = (DARK, PENCIL) if page.rng.random() < 0.5 else (PENCIL, DARK)
    end = page.text(first, 80, top, ink=inks[0], says=first + second)
    page.text(second, end + 0.2 * page.height, top, ink=inks[1], says=None)


def pen_runs_dry(page: Writing, top: float) -> None:
    text = page.digits(3)
    end = 80.0
    for i, digit in enumerate(text):
        ink = tuple(int(245 - (245 - level) * (1 - 0.85 * i / len(text))) for level in DARK)
        end = page.text(digit, end, top, ink=ink, says=None if i else text) + 0.2 * page.height


def raised_cents(page: Writing, top: float) -> None:
    whole, cents = page.digits(), f"{page.rng.integers(0, 100):02}"
    end = page.text(whole, 80, top, says=f"{whole}.{cents}")
    page.text(cents, end + 0.15 * page.height, top, 0.55 * page.height, says=None)


def powers(page: Writing, top: float) -> None:
    base = page.digits(2, 3)
    end = page.text(base, 80, top)
    page.text("2", end + 0.15 * page.height, top - 0.05 * page.height, 0.5 * page.height)


def degrees(page: Writing, top: float) -> None:
    end = page.text(page.digits(2, 3), 80, top)
    page.ring(end + 0.3 * page.height, top + 0.14 * page.height, 0.1 * page.height, 0.11 * page.height)


def ringed(page: Writing, top: float) -> None:
    end = page.text(page.digits(1, 2), 120, top)
    page.ring((120 + end) / 2, top + 0.5 * page.height, (end - 120) / 2 + 0.4 * page.height, 0.85 * page.height)


def struck_out(page: Writing, top: float) -> None:
    end = page.text(page.digits(2), 80, top, says=None)
    middle = top + page.height * page.rng.uniform(0.4, 0.6)
    page.stroke((80 - 0.2 * page.height, middle), (end + 0.2 * page.height, middle + 0.05 * page.height))


def one_crossed_out(page: Writing, top: float) -> None:
    """A digit crossed out with a slash, half of the time with the right one behind it."""
    text, left, size, u = page.digits(4, 5), 80.0, page.height, page.rng.uniform
    wrong, is_put_right = int(page.rng.integers(len(text))), page.rng.random() < 0.5
    right = str((int(text[wrong]) + 3) % 10) if is_put_right else ""
    for i, digit in enumerate(text):
        end = page.text(digit, left, top, says=None)
        if i == wrong:
            page.stroke(
                (left - u(-0.05, 0.15) * size, top + u(0.85, 1.1) * size),
                (end + u(-0.05, 0.15) * size, top + u(-0.1, 0.15) * size),
            )
        left = end + 0.2 * size
        if i == wrong and is_put_right:
            left = page.text(right, left, top, says=None) + 0.2 * size
    page.texts.append(text[:wrong] + right + text[wrong + 1 :])


def leading_points(page: Writing, top: float) -> None:
    page.text(f".{page.rng.integers(1, 100):02}", 80, top)


def minus_far(page: Writing, top: float) -> None:
    text, middle, size = page.digits(), top + 0.5 * page.height, page.height
    page.stroke((80, middle), (80 + 0.35 * size, middle))
    page.text(text, 80 + (0.35 + page.rng.uniform(0.4, 0.9)) * size, top, says=f"-{text}")


def mixed_fractions(page: Writing, top: float) -> None:
    whole, part = page.digits(1, 2), str(page.rng.choice(["1/2", "3/4", "2/3", "76/100"]))
    end = page.text(whole, 80, top, says=f"{whole} and {part}")
    page.text(part, end + 0.5 * page.height, top, says=None)


def numbered(page: Writing, top: float) -> None:
    """1. 42 or 1) 42"""
    first, rest, size = page.digits(1, 1), page.digits(2, 3), page.height
    end = page.text(first, 80, top)
    if page.rng.random() < 0.5:
        end += 0.1 * size
        page.stroke((end, top + 0.97 * size), (end + 2, top + 0.98 * size))
    else:
        bow = np.linspace(-1, 1, 9)
        end += 0.25 * size
        page.stroke(*zip(end - 0.1 * size * bow**2, top + (0.5 + 0.6 * bow) * size, strict=True))
    page.text(rest, end + page.rng.uniform(0.4, 0.9) * size, top)


KINDS: tuple[Callable[[Writing, float], None], ...] = (
    *(plain, amounts, two_inks, pen_runs_dry, raised_cents, powers, degrees),
    *(ringed, struck_out, minus_far, mixed_fractions, numbered),
    *(one_crossed_out, leading_points),
)


def page_of(kind: Callable[[Writing, float], None], seed: int) -> Writing:
    page = Writing(np.random.default_rng([seed, *kind.__name__.encode()]))
    for top in page.down(2.6):
        if top + 1.5 * page.height < ROWS:
            kind(page, top)
    assert page.image.shape[:2] == (ROWS, COLS)
    return page


def measure(kind: Callable[[Writing, float], None], drawn: bool, reader: Reader, locator: Locator) -> Counter:
    counts: Counter = Counter()
    for seed in range(PAGES):
        page = page_of(kind, seed)
        data = drawing.encode(page.image) if drawn else photographed(page.image, page.rng)
        left = Counter(page.texts)
        for number in read_image(data, reader, locator, drawn=drawn).numbers:
            is_right = left[number.text] > 0
            left[number.text] -= is_right
            counts["right"] += is_right
            counts["asked of those"] += is_right and not number.sure
            counts["wrong, asked about"] += not is_right and not number.sure
            counts["silent"] += not is_right and number.sure
        counts["numbers"] += len(page.texts)
        with patch("webapp.reading.judge.ask_from_near", lambda found, grey: found):
            left = Counter(page.texts)
            for number in read_image(data, reader, locator, drawn=drawn).numbers:
                is_right = left[number.text] > 0
                left[number.text] -= is_right
                counts["silent without"] += not is_right and number.sure
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locator", type=Path, default=Path("models/locator"))
    arguments = parser.parse_args()
    reader, locator = Reader.load(Path("models/reader")), Locator.load(arguments.locator)
    print(f"{'':24}" + "".join(f"{name:>19}" for name in NAMES))
    total: Counter = Counter()
    for kind in KINDS:
        for drawn in (True, False):
            counts = measure(kind, drawn, reader, locator)
            total += counts
            name = kind.__name__.replace("_", " ") + (", drawn" if drawn else "")
            print(f"{name:24}" + "".join(f"{counts[of]:19}" for of in NAMES), flush=True)
    print(f"{'all':24}" + "".join(f"{total[of]:19}" for of in NAMES))


if __name__ == "__main__":
    main()
