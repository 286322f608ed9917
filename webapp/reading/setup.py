"""What the pages of one image are read with, how much reading they are worth, and how long each step of it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar

from webapp.reading.network import Locator, Reader
from webapp.reading.strings.patterns import Pattern

Made = TypeVar("Made")


# Looks at a line for one image: others wait meanwhile. A number takes two, so these are some fifteen hundred numbers,
# or half a minute; one that is not what it is said to be takes as long as several.
MOST_LOOKS = 3000
MISMATCH = 6


@dataclass(slots=True)
class Effort:
    """What reading an image may still take. Counted, not timed: the same image is always read the same way."""

    left: int
    """looks at a line"""
    is_spent: bool = False
    """Whether something was not read for it."""

    def allows(self, looks: int = 1) -> bool:
        """Whether so many looks may still be taken; then they are counted."""
        if self.left < looks:
            self.is_spent = True
            return False
        self.left -= looks
        return True


@dataclass(frozen=True, slots=True)
class Setup:
    """What pages are read with, and as what."""

    reader: Reader
    locator: Locator | None
    """None: each page is one number."""
    drawn: bool = False
    pattern: Pattern | None = None
    effort: Effort = field(default_factory=lambda: Effort(MOST_LOOKS))
    timing: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("decode", "locate", "read"), 0.0))
    """Seconds by step; what a step takes is added. What is in none of them is judging what was read."""

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Add the seconds that pass inside to a step's."""
        started = perf_counter()
        yield
        self.timing[step] += perf_counter() - started

    def timed_each(self, made: Iterator[Made], step: str) -> Iterator[Made]:
        """What an iterator makes, the time that it takes added to a step's."""
        while True:
            with self.timed(step):
                one = next(made, None)
            if one is None:
                return
            yield one
