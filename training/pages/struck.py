"""Numbers of a page that their writer struck out."""

import cv2
import numpy as np

from training.pages.sheet import Sheet
from training.writing.strikes import strike_curves

# Of the pages have numbers that are struck out, and of their numbers so many are.
STRUCK_PAGES, STRUCK_NUMBERS = 0.15, 0.25
PENS = 0.03, 0.09  # in heights of a number


def strike_some(sheet: Sheet, rng: np.random.Generator) -> None:
    """Strike out some of the numbers of a sheet, on some sheets: they are numbers no more. The sheet is changed."""
    if rng.random() >= STRUCK_PAGES:
        return
    pen = rng.uniform(*PENS)
    struck = [bool(rng.random() < STRUCK_NUMBERS) for _ in sheet.numbers]
    for (text, corners), is_struck in zip(sheet.numbers, struck, strict=True):
        if is_struck:
            _strike_on_sheet(sheet.ink, corners, text, pen, rng)
            sheet.others.append(corners)
    sheet.numbers = [number for number, is_struck in zip(sheet.numbers, struck, strict=True) if not is_struck]


def _strike_on_sheet(ink: np.ndarray, corners: np.ndarray, text: str, pen: float, rng: np.random.Generator) -> None:
    """corners: (4, 2) x, y of the number, as it is written; pen: in heights of it"""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    height, width = float(np.linalg.norm(down)), float(np.linalg.norm(along))
    axes = np.stack([along / max(width, 1e-6), down / height]) * height
    for curve in strike_curves(text, width / height, 1.0, rng):
        points = np.round((corners[0] + curve @ axes) * 16).astype(np.int32)
        cv2.polylines(ink, [points], False, 255, max(1, round(pen * height)), cv2.LINE_AA, shift=4)
