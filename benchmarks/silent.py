"""What would enter silently: sure numbers that are not what stands there, where people write what reads as another one.
In the tests' own hand, drawn and photographed, as the app reads it and without its last look from near (from_near.py).

Run with "python -m benchmarks.silent": a table, a way of writing a row.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.outcomes import NAMES, became_of, row
from benchmarks.scenes import COLS, ROWS, Scene, photographed
from tests import drawing
from webapp.reading.network import Locator, Reader

PAGES = 10  # of each kind, drawn and photographed
DARK, PENCIL = (28, 34, 74), (175, 175, 175)


class Writing(Scene):
    """A page on which digits are written one by one."""

    def text(
        self, text: str, left: float, top: float, height: float = 0.0, ink=DARK, says: str | None = "", spacing=0.2
    ) -> float:
        """says: what a right reading is; "" the text, None nothing. Returns where it ends."""
        height = height or self.height
        strokes = drawing.strokes_of(
            text, height, left=left, top=top, seed=int(self.rng.integers(1e6)), slant=0.1, spacing=spacing
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


def minus_close(page: Writing, top: float) -> None:
    """A minus that touches its number, or nearly does."""
    page.text(f"-{page.digits()}", 80, top, spacing=page.rng.uniform(0.0, 0.08))


def minus_low_or_high(page: Writing, top: float) -> None:
    text, size, u = page.digits(), page.height, page.rng.uniform
    middle = top + (u(0.68, 0.85) if page.rng.random() < 0.5 else u(0.2, 0.35)) * size
    page.stroke((80, middle), (80 + 0.35 * size, middle))
    page.text(text, 80 + (0.35 + u(0.08, 0.2)) * size, top, says=f"-{text}")


def points_close(page: Writing, top: float) -> None:
    page.text(f"{page.digits(1, 3)}.{page.rng.integers(10)}", 80, top, spacing=page.rng.uniform(0.0, 0.1))


def points_in_the_middle(page: Writing, top: float) -> None:
    whole, part, size = page.digits(1, 2), page.digits(1, 2), page.height
    end = page.text(whole, 80, top, says=f"{whole}.{part}") + 0.18 * size
    page.stroke((end, top + 0.52 * size), (end + 2, top + 0.53 * size))
    page.text(part, end + 0.18 * size, top, says=None)


def tenths(page: Writing, top: float) -> None:
    """A sheet of 0,6 0,8 0,9 reads well on its head too."""
    page.text(f"0,{page.rng.choice(list('689'))}", 80, top)


def bullets(page: Writing, top: float) -> None:
    size, radius = page.height, page.rng.uniform(0.25, 0.35) * page.height
    page.ring(80 + radius, top + page.rng.choice([0.5 * size, size - radius]), radius, radius)
    page.text(page.digits(), 80 + 2 * radius + page.rng.uniform(0.25, 0.4) * size, top)


def small_cents(page: Writing, top: float) -> None:
    """On the number's line, not raised."""
    whole, cents, size = page.digits(1, 3), f"{page.rng.integers(10, 100)}", page.height
    end = page.text(whole, 80, top, says=f"{whole}.{cents}")
    page.text(cents, end + 0.15 * size, top + 0.42 * size, 0.58 * size, says=None)


def squeezed_in(page: Writing, top: float) -> None:
    """A digit that was forgotten, above the gap in which it belongs."""
    text, size, left = page.digits(2, 4), page.height, 80.0
    at = int(page.rng.integers(1, len(text)))
    for i, digit in enumerate(text):
        if i == at:
            more = page.digits(1, 1)
            page.text(more, left - 0.1 * size, top - page.rng.uniform(0.55, 0.7) * size, 0.45 * size, says=None)
        left = page.text(digit, left, top, says=None) + 0.25 * size
    page.texts.append(text[:at] + more + text[at:])


def columns(page: Writing, top: float) -> None:
    """Whole and cents, or two numbers, in a table's columns: a printed line is between them."""
    first, second, size, u = page.digits(1, 3), page.digits(1, 2), page.height, page.rng.uniform
    wall = page.text(first, 80, top) + u(0.15, 0.3) * size
    pale = (200, 205, 195) if page.rng.random() < 0.5 else (120, 120, 125)
    drawing.draw_strokes_inplace(page.image, [[(wall, top - 0.3 * size), (wall, top + 1.3 * size)]], 2.5, pale)
    page.text(second, wall + u(0.15, 0.3) * size, top)


def voided(page: Writing, top: float) -> None:
    """Slashes in the cells before a number, and none behind it."""
    size, text = page.height, page.digits(1, 2)
    cells = 2 + len(text)
    for i in range(cells + 1):
        x = 80 + i * 0.95 * size
        drawing.draw_strokes_inplace(page.image, [[(x, top - 0.2 * size), (x, top + 1.2 * size)]], 2.5, (90, 90, 95))
    for y in (top - 0.2 * size, top + 1.2 * size):
        drawing.draw_strokes_inplace(page.image, [[(80, y), (80 + cells * 0.95 * size, y)]], 2.5, (90, 90, 95))
    for i in range(2):
        x = 80 + (i + 0.25) * 0.95 * size
        page.stroke((x, top + size), (x + 0.45 * size, top))
    for i, digit in enumerate(text):
        page.text(digit, 80 + (2.25 + i) * 0.95 * size, top, says=None if i else text)


def written_over(page: Writing, top: float) -> None:
    """A digit written over another one, half of the time with more ink."""
    text, left, size = page.digits(2, 4), 80.0, page.height
    at = int(page.rng.integers(len(text)))
    for i, digit in enumerate(text):
        if i == at:
            other = str((int(digit) + page.rng.integers(1, 10)) % 10)
            page.text(other, left + page.rng.uniform(-0.05, 0.1) * size, top, says=None)
            if page.rng.random() < 0.5:
                page.text(digit, left + 0.025 * size, top, says=None)
        left = page.text(digit, left, top, says=None) + 0.25 * size
    page.texts.append(text)


def times(page: Writing, top: float) -> None:
    """9:30, and 3:1"""
    size, gap = page.height, page.rng.uniform(0.1, 0.25) * page.height
    hours, minutes = (f"{page.rng.integers(1, 24)}", f"{page.rng.integers(0, 60):02}")
    end = page.text(hours, 80, top, says=f"{hours}:{minutes}") + gap
    for down in (0.3, 0.85):
        page.stroke((end, top + down * size), (end + 2, top + (down + 0.01) * size))
    page.text(minutes, end + gap, top, says=None)


def two_amounts(page: Writing, top: float) -> None:
    """Close beside each other."""
    one, other = (f"{page.digits(1, 3)}.{page.rng.integers(0, 100):02}" for _ in range(2))
    page.text(other, page.text(one, 80, top) + page.rng.uniform(0.35, 0.9) * page.height, top)


def thousands_apart(page: Writing, top: float) -> None:
    thousands, rest = page.digits(1, 3), page.digits(3, 3)
    end = page.text(thousands, 80, top, says=thousands + rest)  # one that is read so may be sure
    page.text(rest, end + page.rng.uniform(0.4, 0.75) * page.height, top, says=None)


def counted_lines(page: Writing, top: float) -> None:
    """A list whose own numbers have neither point nor bracket: 1 42, 2 17, 3 60."""
    first = len(page.texts) // 2 + 1
    end = page.text(str(first), 80, top)
    page.text(page.digits(1, 3), end + page.rng.uniform(0.35, 0.9) * page.height, top)


def in_brackets(page: Writing, top: float) -> None:
    """An accountant's minus."""
    text, size, bow = page.digits(), page.height, np.linspace(-1, 1, 9)
    end = page.text(text, 80 + 0.35 * size, top, says=f"-{text}")
    for at, side in ((80.0, 1), (end + 0.35 * size, -1)):
        page.stroke(*zip(at + side * 0.14 * size * bow**2, top + (0.5 + 0.62 * bow) * size, strict=True))


def results(page: Writing, top: float) -> None:
    """59 = -49"""
    size, text = page.height, page.digits()
    left = page.text(page.digits(1, 2), 80, top) + 0.35 * size
    for down in (0.4, 0.6):
        page.stroke((left, top + down * size), (left + 0.4 * size, top + down * size))
    left += 0.75 * size
    page.stroke((left, top + 0.5 * size), (left + 0.35 * size, top + 0.5 * size))
    page.text(text, left + 0.5 * size, top, says=f"-{text}")


KINDS: tuple[Callable[[Writing, float], None], ...] = (
    *(plain, amounts, two_inks, pen_runs_dry, raised_cents, powers, degrees),
    *(ringed, struck_out, minus_far, mixed_fractions, numbered),
    *(one_crossed_out, leading_points, minus_close, minus_low_or_high, points_close, points_in_the_middle, tenths),
    *(bullets, small_cents, squeezed_in, columns, voided, written_over),
    *(times, two_amounts, thousands_apart, counted_lines, in_brackets, results),
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
        counts += became_of(data, page.texts, reader, locator, drawn)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locator", type=Path, default=Path("models/locator"))
    arguments = parser.parse_args()
    reader, locator = Reader.load(Path("models/reader")), Locator.load(arguments.locator)
    print(row("", NAMES))
    total: Counter = Counter()
    for kind in KINDS:
        for drawn in (True, False):
            counts = measure(kind, drawn, reader, locator)
            total += counts
            name = kind.__name__.replace("_", " ") + (", drawn" if drawn else "")
            print(row(name, [counts[of] for of in NAMES]), flush=True)
    print(row("all", [total[of] for of in NAMES]))


if __name__ == "__main__":
    main()
