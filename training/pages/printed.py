"""What a press puts on a page: text in the fonts that are installed, magnetic ink digits, bars, boxes.

Fonts are those found under FOLDERS, some of which are held back for measuring, and those that `python -m training
fonts` brought; OpenCV's stroke fonts stand in where there is none.
"""

from functools import cache, lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.data.font_cache import PRINT, fonts_folder
from training.writing.hands import Glyph

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
NO_TEXT = ("symbol", "dingbat", "d050000", "emoji", "math", "z003", "icon")  # in the names of fonts to leave out
HELD_BACK = 5  # one family in five is kept for measuring
STROKE_FONTS = (0, 1, 2, 3, 4)  # OpenCV's
CAPITALS = 0.71  # height of a capital in shares of a font's size

Font = Path | int


@cache
def print_fonts(held_back: bool = False) -> tuple[Font, ...]:
    """Fonts to print training pages with, or those held back."""
    found = sorted(p for folder in FOLDERS if folder.is_dir() for p in folder.rglob("*") if _is_text(p))
    found = [*found] or [*STROKE_FONTS]
    families = sorted({_family(font) for font in found})
    kept = {family for i, family in enumerate(families) if i % HELD_BACK == HELD_BACK - 1}
    chosen = tuple(font for font in found if (_family(font) in kept) == held_back)
    more = () if held_back else tuple(sorted((fonts_folder() / PRINT).glob("*.woff2")))
    return chosen + more or tuple(found)


def _is_text(path: Path) -> bool:
    name = path.name.lower()
    return path.suffix.lower() in (".ttf", ".otf") and not any(word in name for word in NO_TEXT)


def _family(font: Font) -> str:
    return str(font) if isinstance(font, int) else font.stem.split("-")[0]


def printed(text: str, size: float, font: Font) -> Glyph:
    """Text in print, its capitals `size` pixels high; cut to its columns."""
    if isinstance(font, int):
        return _stroke_text(text, size, font)
    try:
        return _set_text(text, size, font)
    except OSError:  # a file that is no font after all
        return _stroke_text(text, size, STROKE_FONTS[0])


def _set_text(text: str, size: float, font: Path) -> Glyph:
    face = _face(font, max(5, round(size / CAPITALS)))
    left, top, right, bottom = (int(v) for v in face.getbbox(text, anchor="ls"))
    image = Image.new("L", (max(1, right - left + 1), max(1, bottom - top + 1)))
    ImageDraw.Draw(image).text((-left, -top), text, 255, face, anchor="ls")
    return np.array(image), -top


@lru_cache(1000)
def _face(font: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font), size)


@lru_cache(500)
def _stroke_text(text: str, size: float, font: int) -> Glyph:
    scale, thick = max(size, 5) / 21, max(1, round(size / 12))
    (cols, rows), below = cv2.getTextSize(text, font, scale, thick)
    ink = np.zeros((rows + below + 4, cols + 4), np.uint8)
    cv2.putText(ink, text, (2, rows + 2), font, scale, 255, thick, cv2.LINE_AA)
    return ink, rows + 2


# Digits as magnetic ink has them: seven columns, nine rows, one side fat. Drawn for this file.
_MAGNETIC = {
    "0": "xxxxxx x....x x....x x....x x....x x....x x....x x....x xxxxxx",
    "1": "..xx.. ..xx.. ...x.. ...x.. ...x.. ...x.. .xxxxx .xxxxx .xxxxx",
    "2": ".xxxx. ....x. ....x. ....x. .xxxx. .x.... .x.... .x.... .xxxx.",
    "3": ".xxxx. ....x. ....x. ....x. .xxxxx ....xx ....xx ....xx .xxxxx",
    "4": "xx.... xx.... xx.... xx..x. xx..x. xxxxxx ....x. ....x. ....x.",
    "5": ".xxxxx .x.... .x.... .x.... .xxxxx .....x .....x .....x .xxxxx",
    "6": "xx.... x..... x..... x..... xxxxxx x....x x....x x....x xxxxxx",
    "7": "xxxxxx x....x .....x ....x. ...x.. ...x.. ...x.. ...x.. ...x..",
    "8": ".xxxx. .x..x. .x..x. .x..x. xxxxxx xx..xx xx..xx xx..xx xxxxxx",
    "9": "xxxxxx x....x x....x x....x xxxxxx ....xx ....xx ....xx ....xx",
    ":": "...... .xx... .xx... .xx..x .....x .....x .xx..x .xx... .xx...",
    "|": ".....x .....x .xx..x .xx..x ...x.x ...x.x .xx... .xx... ......",
    "o": "...... xxxxxx x....x x....x x....x x....x x....x xxxxxx ......",
    " ": "...... ...... ...... ...... ...... ...... ...... ...... ......",
}


def magnetic(text: str, size: float) -> Glyph:
    """A line of magnetic ink: digits, `:` and `|` for its signs, `o` for a square. `size`: height in pixels."""
    cells = [np.array([[c == "x" for c in row] for row in _MAGNETIC[c].split()]) for c in text]
    drawn = np.hstack([np.pad(cell, ((0, 0), (1, 1))) for cell in cells]).astype(np.uint8) * 255
    scale = size / 9
    cols, rows = max(1, round(drawn.shape[1] * scale)), max(1, round(9 * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return cv2.resize(drawn, (cols, rows), interpolation=way), rows


def guilloche(rows: int, cols: int, width: int, rng: np.random.Generator) -> np.ndarray:
    """A rosette or a band of waves that cross each other. (rows, cols) uint8, 255 printed; width: of its lines"""
    layer = np.zeros((rows, cols), np.uint8)
    t = np.linspace(0, 2 * np.pi, 160)
    waves, turns = int(rng.integers(5, 14)), int(rng.integers(4, 12))
    for i in range(turns):
        phase, deep = 2 * np.pi * i / turns, rng.uniform(0.15, 0.4)
        if rows * 3 > cols:
            reach = 1 - deep * (0.5 + 0.5 * np.cos(waves * t + phase))
            x, y = np.cos(t) * reach, np.sin(t) * reach
        else:
            x, y = t / np.pi - 1, np.sin(waves * t + phase) * 0.9
        points = np.stack([(x + 1) / 2 * (cols - 1), (y + 1) / 2 * (rows - 1)], axis=1)
        cv2.polylines(layer, [np.round(points * 16).astype(np.int32)], False, 255, width, cv2.LINE_AA, shift=4)
    return layer
