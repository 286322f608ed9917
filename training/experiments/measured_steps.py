"""What each preprocessing step does to our reader: the same numbers read without it and with it.

Steps that the app does not serve with are laid before it; those that it does serve with are taken away.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from training.experiments import steps
from training.experiments.contours import rendered_cases
from webapp.reading.network import Reader
from webapp.reading.normalise import LINE_HEIGHT, SIDE_PAPER, ink_on_paper, normalise_line
from webapp.reading.read_line import read_line

# (rows, cols) uint8, dark on light -> the line that the reader sees, or None where there is nothing to see
ToLine = Callable[[np.ndarray], np.ndarray | None]


class Effect(NamedTuple):
    """What a change of the preprocessing does on a set of numbers."""

    name: str
    exact: float
    """Share read exactly right with the change."""
    mended: int
    """Numbers that are right with the change only."""
    spoilt: int
    """Numbers that are right without it only."""


def measure_steps(images: Sequence[np.ndarray], truths: Sequence[str], reader: Reader) -> list[Effect]:
    """The app as it is first, then each change.

    images: (rows, cols) uint8, as photographed; truths: their digits
    """

    def right_with(to_line: ToLine) -> np.ndarray:
        texts = [_read(to_line(image), reader) for image in images]
        return np.array([text == truth for text, truth in zip(texts, truths, strict=True)])

    unchanged = right_with(app_line)
    effects = [Effect("the app as it is", float(unchanged.mean()), 0, 0)]
    for name, to_line in changes().items():
        right = right_with(to_line)
        mended, spoilt = int((right & ~unchanged).sum()), int((unchanged & ~right).sum())
        effects.append(Effect(name, float(right.mean()), mended, spoilt))
    return effects


def measure_on_rendered(model: Path, folder: Path) -> None:
    """Measure every step on the numbers of contours.rendered_cases, and print the table."""
    cases = rendered_cases(folder)
    images = [case.image() for case in cases]
    print_effects(measure_steps(images, [case.truth for case in cases], Reader.load(model)))


def print_effects(effects: Sequence[Effect]) -> None:
    """One row a change."""
    print(f"{'preprocessing':36} {'exact':>8} {'mended':>7} {'spoilt':>7}")
    for effect in effects:
        print(f"{effect.name:36} {effect.exact:8.4f} {effect.mended:7} {effect.spoilt:7}")


def changes() -> dict[str, ToLine]:
    """Each change by its name."""
    before = {f"{step.name}, before the app": _then_app(step.apply) for step in steps.STEPS if step.on == "line"}
    upright = _then_app(lambda grey: 255 - steps.correct_slant(steps.light_on_dark(grey)))
    return {
        **before,
        "slant correction, before the app": upright,
        "without: cut to the ink": uncut_line,
        "without: ink against local paper": globally_stretched_line,
    }


def app_line(grey: np.ndarray) -> np.ndarray | None:
    """What the app makes of an image."""
    line = normalise_line(grey)
    return None if line is None else line.pixels


def _then_app(step: Callable[[np.ndarray], np.ndarray]) -> ToLine:
    return lambda grey: app_line(step(grey))


def uncut_line(grey: np.ndarray) -> np.ndarray:
    """The whole image LINE_HEIGHT rows high: size and position as the photo has them."""
    return _with_full_ink(ink_on_paper(_resized(grey)))


def globally_stretched_line(grey: np.ndarray) -> np.ndarray | None:
    """Cut as the app cuts it, but ink is what is dark in the whole image, not darker than the paper around it."""
    line = normalise_line(grey)
    if line is None:
        return None
    box = line.box
    return _with_full_ink(1 - _resized(grey[box.top : box.bottom, box.left : box.right]) / 255)


def _resized(grey: np.ndarray) -> np.ndarray:
    rows, cols = grey.shape
    size = (max(1, round(cols * LINE_HEIGHT / rows)), LINE_HEIGHT)
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if rows > LINE_HEIGHT else cv2.INTER_LINEAR)


def _with_full_ink(ink: np.ndarray) -> np.ndarray:
    """Median to 0 and the darkest fiftieth to 1, with paper at both sides, as the app ends too."""
    paper, full = np.quantile(ink, [0.5, 0.98])
    line = np.clip((ink - paper) / max(full - paper, 0.035), 0, 1).astype(np.float32)
    return np.pad(line, ((0, 0), (SIDE_PAPER, SIDE_PAPER)))


def _read(pixels: np.ndarray | None, reader: Reader) -> str:
    if pixels is None:
        return ""
    return re.sub(r"\D", "", read_line(pixels, reader.scores, reader.card).text)
