"""The fonts from npm: those of hands, font_packages.json, rendered once to a file; those of print, print_packages.json,
as they are.

Training reads only these, so Node and the packages are needed once. The folder is DIGITS_FONTS (default data/fonts
where the command is run).
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from training.errors import BadData

PACKAGES = Path(__file__).with_name("font_packages.json")
PRINT_PACKAGES = Path(__file__).with_name("print_packages.json")
CACHE, PRINT = "glyphs.npz", "print"
PRINT_CUTS = ((400, "normal"), (700, "normal"), (400, "italic"))  # of a family for print, where it has them
FREE_LICENCES = {"OFL-1.1", "Apache-2.0"}

DIGITS = "0123456789"
CHARACTERS = DIGITS + ".,-/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$€£#=+*()%&:;'"

# A glyph is kept as how far each pixel lies inside the ink's edge: such a raster is scaled, bent and made thicker or
# thinner by one remap and one look-up, and hairlines come out whole at every size.
DIGIT_HEIGHT = 48  # pixels of the raster
PAD = 8  # pixels around the ink, for thicker pens and for bends
LEVELS = 12  # a pixel of distance
EDGE = 128  # the level on the ink's edge
OVERSAMPLING = 3

# A digit without much ink, or hardly different from another one, is no digit: a box for what a font does not have.
LEAST_INK = 0.01  # of the box of a digit
LEAST_DIFFERENCE = 0.01

THINNING_STEP = 0.25  # pixels of the raster, from both sides of a stroke


def fonts_folder() -> Path:
    """DIGITS_FONTS, or data/fonts where the command is run."""
    return Path(os.environ.get("DIGITS_FONTS", "data/fonts"))


def install_fonts(folder: Path) -> int:
    """Install the packages with npm, render the handwriting fonts to the folder's cache, keep the files of the fonts
    for print beside it, and leave only that.

    returns: how many families the cache holds
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as packages:
        for path in _installed(PRINT_PACKAGES, Path(packages, PRINT)):
            keep_for_print(path, folder / PRINT)
        files = {path.name: _checked_file(path) for path in _installed(PACKAGES, Path(packages))}
        return build_cache({name: _open(file) for name, file in files.items()}, folder)


def _installed(packages: Path, prefix: Path) -> list[Path]:
    """The folders of the packages of a list, installed under `prefix`."""
    npm_install(json.loads(packages.read_text()), prefix)
    return sorted((prefix / "node_modules" / "@fontsource").iterdir())


def keep_for_print(package: Path, folder: Path) -> None:
    """Copy a family's files for print to the folder: upright, bold and italic where it has them."""
    files = {_checked_file(package)}
    files |= {package / "files" / f"{package.name}-latin-{weight}-{style}.woff2" for weight, style in PRINT_CUTS}
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.is_file():
            shutil.copy(file, folder / file.name)


def npm_install(versions: dict[str, str], prefix: Path) -> None:
    """Install packages in exact versions under `prefix`; nothing that they bring is run."""
    npm = shutil.which("npm")
    if npm is None:
        raise BadData("npm was not found. Install Node.js, which brings it, and run: python -m training fonts")
    command = [npm, "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--prefix", prefix]
    wanted = [f"{name}@{version}" for name, version in versions.items()]
    done = subprocess.run([*command, *wanted], capture_output=True, text=True)
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if "error" in line]
        raise BadData(
            "npm cannot install the fonts. Look at your network and try again: python -m training fonts\n"
            + "\n".join(reasons[:3])
        )


def build_cache(fonts: dict[str, ImageFont.FreeTypeFont], folder: Path) -> int:
    """Render each family's font into the folder's cache; a font without ten digits is left out.

    returns: how many families the cache holds
    """
    families, pens, table, rasters, end = [], [], [], [], 0
    for family, font in fonts.items():
        font = _at_digit_height(font)
        glyphs = {c: glyph for c in CHARACTERS if (glyph := render(font, c)) is not None}
        if not _has_ten_digits(glyphs):
            print(f"Left out {family}: it does not have ten different digits.")
            continue
        for character, (raster, baseline) in glyphs.items():
            table.append((len(families), ord(character), end, *raster.shape, baseline))
            rasters.append(raster.ravel())
            end += raster.size
        families.append(family)
        pens.append((_thickness(glyphs), _thinnest(glyphs)))
    if not families:
        raise BadData("No font has ten different digits. Look at training/data/font_packages.json.")
    part = folder / f"part-{CACHE}"
    np.savez_compressed(
        part,
        families=np.array(families),
        pens=np.array(pens, np.float32),
        table=np.array(table, np.int32),
        rasters=np.concatenate(rasters),
    )
    # Whole or not there: a training may start while this runs.
    part.replace(folder / CACHE)
    return len(families)


def render(font: ImageFont.FreeTypeFont, character: str) -> tuple[np.ndarray, int] | None:
    """One character as distances; None where the font has no ink for it or shows its box for missing characters.

    returns: (rows, cols) uint8, EDGE + LEVELS a pixel inside the ink's edge, and the baseline's row in it
    """
    left, top, right, bottom = font.getbbox(character, anchor="ls")
    if right <= left or bottom <= top or _same_ink(font, character, "\uffff"):
        return None
    step, pad = OVERSAMPLING, PAD * OVERSAMPLING
    # Room above makes the baseline fall between two pixels of the small raster, rows and columns whole ones.
    above = -(-max(-top, 0) // step) * step + pad
    rows = -(-(above + max(bottom, 0) + pad) // step) * step
    cols = -(-(right - left + 2 * pad) // step) * step
    image = Image.new("L", (cols, rows))
    ImageDraw.Draw(image).text((pad - left, above), character, 255, font, anchor="ls")
    ink = (np.asarray(image) > 127).astype(np.uint8)
    if not ink.any():
        return None
    inside = cv2.distanceTransform(ink, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - ink, cv2.DIST_L2, 5)
    # Distances are to the next pixel's centre: the edge lies half a pixel nearer on both sides.
    inside -= 0.5 * np.sign(inside)
    small = cv2.resize(inside, (cols // step, rows // step), interpolation=cv2.INTER_AREA) / step
    # A comma needs no rows up to a digit's height.
    left, top, cols, rows = cv2.boundingRect((small > -PAD).astype(np.uint8))
    near = small[top : top + rows, left : left + cols]
    return np.clip(np.round(EDGE + LEVELS * near), 0, 255).astype(np.uint8), above // step - top


def _at_digit_height(font: ImageFont.FreeTypeFont) -> ImageFont.FreeTypeFont:
    heights = [box[3] - box[1] for box in (font.getbbox(d, anchor="ls") for d in DIGITS)]
    size = font.size * DIGIT_HEIGHT * OVERSAMPLING / max(float(np.median(heights)), 1)
    return font.font_variant(size=size)


def _same_ink(font: ImageFont.FreeTypeFont, one: str, other: str) -> bool:
    return font.getmask(one).size == font.getmask(other).size and bytes(font.getmask(one)) == bytes(font.getmask(other))


def _has_ten_digits(glyphs: dict[str, tuple[np.ndarray, int]]) -> bool:
    if not all(d in glyphs for d in DIGITS):
        return False
    inks = [cv2.resize(glyphs[d][0], (24, 32)) > EDGE for d in DIGITS]
    if min(ink.mean() for ink in inks) < LEAST_INK:
        return False
    return all((inks[i] != inks[j]).mean() > LEAST_DIFFERENCE for i in range(10) for j in range(i))


def _thickness(glyphs: dict[str, tuple[np.ndarray, int]]) -> float:
    """Of the pen that wrote the digits, in heights of a digit: ink's area over its length.

    Half of an edge's length is about the stroke's; the edge is what lies within half a pixel of EDGE.
    """
    rasters = [glyphs[d][0].astype(np.float32) for d in DIGITS]
    area = sum((raster > EDGE).sum() for raster in rasters)
    edge = sum((np.abs(raster - EDGE) <= LEVELS / 2).sum() for raster in rasters)
    return float(area / max(edge / 2, 1) / DIGIT_HEIGHT)


def _thinnest(glyphs: dict[str, tuple[np.ndarray, int]]) -> float:
    """The thinnest pen that leaves all the digits whole, in heights of a digit: a broad nib's hairlines break first."""

    def parts(level: float) -> list[int]:
        return [cv2.connectedComponents((glyphs[d][0] > level).astype(np.uint8))[0] for d in DIGITS]

    whole, thinner = parts(EDGE), 0.0
    while parts(EDGE + (thinner + THINNING_STEP) * LEVELS) == whole:
        thinner += THINNING_STEP
    return _thickness(glyphs) - 2 * thinner / DIGIT_HEIGHT


def _checked_file(package: Path) -> Path:
    """The Latin file of a package's upright font, of weight 400 or the nearest to it."""
    licence = json.loads((package / "package.json").read_text()).get("license")
    if licence not in FREE_LICENCES:
        raise BadData(f"{package.name} has the licence {licence!r}, not one of {', '.join(sorted(FREE_LICENCES))}.")
    # "-latin-ext-400-" does not match.
    files = list((package / "files").glob(f"{package.name}-latin-[1-9]00-normal.woff2"))
    if not files:
        raise BadData(f"{package.name} has no upright Latin font. Take it out of training/data/font_packages.json.")
    return min(files, key=lambda file: abs(int(file.stem.split("-")[-2]) - 400))


def _open(file: Path) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(str(file), 100)
    except OSError as error:
        raise BadData(f"{file.name} cannot be opened ({error}). Run again: python -m training fonts") from error
