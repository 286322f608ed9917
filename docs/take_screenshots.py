"""The README's screenshots, from the real app in a real Chromium at phone size.

Run with "python -m docs.take_screenshots" whenever the pages or the reader change.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from tests import drawing
from tests.browser.chromium import start_chromium
from tests.browser.serving import serving
from tests.browser.visitor import Visitor

DOCS = Path(__file__).parent


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        photo = folder / "note.jpg"
        photo.write_bytes(drawing.encode(_photo_of_a_note(), ".jpg"))
        with serving(folder) as url:
            browser = start_chromium(folder / "profile")
            try:
                _take(Visitor(browser, url), photo)
            finally:
                browser.quit()


def _take(visitor: Visitor, photo: Path) -> None:
    visitor.opens("/")
    visitor.draws("1984")
    visitor.reads("1984")
    _save(visitor, "draw")
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(str(photo))
    visitor.waits_until(visitor.reading_text, "the photo is not read")
    visitor.sees_picture(".framed-image")
    visitor.script("document.querySelector('.framed').scrollIntoView({ block: 'center' });")
    _save(visitor, "photo")
    visitor.opens("/history")
    visitor.sees_picture(".row img")
    _save(visitor, "history")


def _save(visitor: Visitor, name: str) -> None:
    visitor.browser.save_screenshot(str(DOCS / f"{name}.png"))
    # Three device pixels to a CSS pixel are more than a README shows.
    picture = cv2.imread(str(DOCS / f"{name}.png"))
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(DOCS / f"{name}.png"), small, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def _photo_of_a_note() -> np.ndarray:
    """Three numbers in blue pen, the first in doubt, in uneven light: (rows, cols, 3) uint8 RGB."""
    note = drawing.draw_page(["17714", "1250.00", "31/01/2026"], 110, pen=0.06, ink=(38, 52, 120), seed=14)
    rows, cols = note.shape[:2]
    light = np.linspace(0.95, 0.7, cols)[None, :, None] * np.linspace(1.0, 0.88, rows)[:, None, None]
    grain = np.random.default_rng(0).normal(0, 2, note.shape)
    return np.clip(note * light * (1.0, 0.98, 0.93) + grain, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
