"""What lies under and over the ink: rules, boxes, cheque guilloche, shadows, and what a camera does to them.

Every function takes a grey image (rows, cols) float32, 0 black .. 255 white, and gives a new one or draws into it.
"""

from functools import lru_cache

import cv2
import numpy as np


def blank_paper(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    """Paper with or without security printing, evenly lit or not. (rows, cols) float32"""
    paper = np.full((rows, cols), rng.uniform(110, 255), np.float32)
    if rng.random() < 0.15:
        _print_grain(paper, rng)
    if rng.random() < 0.55:
        _print_guilloche(paper, rng)
    if rng.random() < 0.2:
        _print_patch(paper, rng)
    if rng.random() < 0.06:
        _print_words(paper, rng)
    if rng.random() < 0.02:
        _print_stamp(paper, rng)
    if rng.random() < 0.4:
        paper *= _slope(rows, cols, rng.uniform(0.6, 1.0), rng)
    if rng.random() < 0.06:
        paper *= _smooth_noise(rows, cols, rng.uniform(0.5, 0.85), 1.0, 40, rng)
    return paper


def _smooth_noise(rows: int, cols: int, low: float, high: float, step: float, rng: np.random.Generator) -> np.ndarray:
    """Values that change over about `step` pixels. (rows, cols) float32, low .. high"""
    coarse = (max(2, round(rows / step) + 1), max(2, round(cols / step) + 1))
    values = rng.random(coarse, np.float32) * np.float32(high - low) + np.float32(low)
    return cv2.resize(values, (cols, rows), interpolation=cv2.INTER_LINEAR)


def _print_grain(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Recycled paper, a coarse raster, a photocopy: blotches of one to a few pixels. The paper is changed."""
    rows, cols = paper.shape
    paper *= _smooth_noise(rows, cols, rng.uniform(0.75, 0.95), 1.0, rng.uniform(1.0, 3), rng)


def _print_words(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Small print in rows, a bank's name again and again, lighter or darker than the paper. The paper is changed."""
    rows, cols = paper.shape
    tile = _words_tile(str(rng.choice(["CANARA BANK · ", "BANK ", "SPECIMEN ", "VOID  ", "Banco · ", "CHEQUE "])))
    scale = rng.uniform(4, 10) / tile.shape[0]
    tile = cv2.resize(tile, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    up, across = -(-rows // tile.shape[0]) + 1, -(-cols // tile.shape[1]) + 1
    tiled = np.tile(tile, (up, across))
    top, left = int(rng.integers(0, tile.shape[0])), int(rng.integers(0, tile.shape[1]))
    share = rng.uniform(0.12, 0.45) * (1 if rng.random() < 0.7 else -0.4)
    paper *= 1 - np.float32(share / 255) * tiled[top : top + rows, left : left + cols]


@lru_cache(16)
def _words_tile(text: str) -> np.ndarray:
    (cols, rows), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.8, 2)
    tile = np.zeros((rows + below + 6, cols), np.uint8)
    cv2.putText(tile, text, (0, rows + 3), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2, cv2.LINE_AA)
    return tile


def _print_stamp(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Part of a round or square stamp. The paper is changed."""
    rows, cols = paper.shape
    stamp = np.zeros((rows, cols), np.uint8)
    centre = (int(rng.uniform(0, cols)), int(rng.uniform(-0.3, 1.3) * rows))
    reach, width = int(rng.uniform(0.6, 1.6) * rows), int(rng.integers(1, 4))
    if rng.random() < 0.6:
        cv2.circle(stamp, centre, reach, 255, width, cv2.LINE_AA)
        cv2.circle(stamp, centre, int(0.75 * reach), 255, 1, cv2.LINE_AA)
    else:
        cv2.rectangle(stamp, centre, (centre[0] + 2 * reach, centre[1] + reach), 255, width, cv2.LINE_AA)
    word = "PAID" if rng.random() < 0.5 else "BANK"
    cv2.putText(stamp, word, centre, 2, reach / 50 + 0.2, 255, width, cv2.LINE_AA)
    paper *= 1 - np.float32(rng.uniform(0.15, 0.45) / 255) * stamp


def _print_guilloche(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Families of waves, as on cheques, or a raster of dots."""
    rows, cols = paper.shape
    # Most security printing is pale; some is as dark as pencil.
    shade = float(paper[0, 0] * (rng.uniform(0.62, 0.95) if rng.random() < 0.75 else rng.uniform(0.45, 0.65)))
    if rng.random() < 0.12:
        step = int(rng.integers(3, 7))
        paper[::step, ::step] = shade
        paper[step // 2 :: step, step // 2 :: step] = shade
        return
    x = np.arange(-8, cols + 16, 8, dtype=np.float32)
    for _ in range(rng.integers(1, 4)):
        step, lean = rng.uniform(3, 14), rng.normal(0, 0.5) * (rng.random() < 0.6)
        wave = rng.uniform(0, 5) * np.sin(x / rng.uniform(8, 60) + rng.uniform(0, 6))
        bend = rng.normal(0, 0.002) * (x - cols / 2) ** 2 * (rng.random() < 0.4)
        reach = abs(lean) * cols + 20
        starts = np.arange(-reach, rows + reach, step)
        curves = np.empty((len(starts), len(x), 2), np.int32)
        curves[..., 0] = x * 16
        curves[..., 1] = np.round((starts[:, None] + (lean * x + wave + bend)) * 16)
        cv2.polylines(paper, list(curves), False, shade, 1, cv2.LINE_AA, shift=4)


def _print_patch(paper: np.ndarray, rng: np.random.Generator) -> None:
    """A corner or a strip printed lighter or darker."""
    rows, cols = paper.shape
    corners = np.array([[0, 0], [cols, 0], [cols, rng.uniform(0, rows)], [0, rng.uniform(0, rows)]])
    if rng.random() < 0.5:
        corners[:, 1] = rows - corners[:, 1]
    patch = np.zeros((rows, cols), np.uint8)
    cv2.fillPoly(patch, [corners.astype(np.int32)], 1)
    paper[patch == 1] *= rng.uniform(0.75, 1.0 if paper.max() > 200 else 1.25)


def _slope(rows: int, cols: int, darkest: float, rng: np.random.Generator) -> np.ndarray:
    """Light that falls off towards one side. (rows, cols) float32, darkest .. 1"""
    across, down = np.linspace(0, 1, cols, dtype=np.float32), np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    share = rng.random()
    ramp = share * (across if rng.random() < 0.5 else 1 - across) + (1 - share) * down
    return darkest + (1 - darkest) * ramp


def print_rules(paper: np.ndarray, left: int, right: int, top: int, baseline: int, rng: np.random.Generator) -> None:
    """Rules above and below the writing, or a box around it. Positions in pixels of the image."""
    rows, cols = paper.shape
    height = baseline - top
    shade, width = float(paper.mean() * rng.uniform(0.25, 0.9)), int(rng.choice([1, 1, 1, 2]))
    kind = rng.random()
    if kind < 0.4:
        y = baseline + int(rng.uniform(-0.06, 0.22) * height)
        cv2.line(paper, (0, y), (cols, y + int(rng.normal(0, 1.2))), shade, width, cv2.LINE_AA)
    if 0.3 < kind < 0.5:
        y = top - int(rng.uniform(0.0, 0.3) * height)
        cv2.line(paper, (0, y), (cols, y + int(rng.normal(0, 1.2))), shade, width, cv2.LINE_AA)
    if kind > 0.85:
        out = [int(rng.uniform(0.05, 0.35) * height) for _ in range(4)]
        corner, opposite = (left - out[0], top - out[1]), (right + out[2], baseline + out[3])
        cv2.rectangle(paper, corner, opposite, shade, width, cv2.LINE_AA)


def lay_print(paper: np.ndarray, layer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Print on paper, pale to black. layer: (rows, cols) uint8, 255 printed"""
    return paper * (1 - layer.astype(np.float32) * np.float32(rng.uniform(0.15, 0.95) / 255))


def lay_ink(paper: np.ndarray, ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ink on paper: it takes away part of the light. ink: (rows, cols) uint8

    Pencil and dry pens leave gaps, carbon copies are soft and blotched, pens press harder here than there.
    """
    # Ink no darker than the print under it would be unreadable, and its text a guess.
    clutter = float(paper.std() / paper.mean())
    takes = max(0.35 + 0.6 * rng.random() ** 0.7, min(5 * clutter, 0.85))
    cover = ink.astype(np.float32) * np.float32(takes / 255)
    kind = rng.random()
    if kind < 0.3:
        grain = rng.random(ink.shape, np.float32)
        cover *= 1 - rng.uniform(0.2, 0.7) * grain
    elif kind < 0.34:
        cover = cv2.GaussianBlur(cover, (0, 0), rng.uniform(0.8, 1.5))
        cover *= _smooth_noise(*ink.shape, 0.45, 1.0, rng.uniform(1.5, 3), rng)
    if rng.random() < 0.35:
        cover *= _smooth_noise(*ink.shape, rng.uniform(0.4, 0.8), 1.0, rng.uniform(5, 20), rng)
    if rng.random() < 0.15:
        cover *= _slope(*ink.shape, rng.uniform(0.4, 0.9), rng)
    return paper * (1 - cover)


def photograph(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Perspective, blur, low resolution, sharpening, noise and JPEG. Returns (rows, cols) uint8."""
    rows, cols = image.shape
    if rng.random() < 0.05:
        image = _tilt(image, rng)
    if rng.random() < 0.25:
        share = rng.uniform(0.45, 0.9)
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, (cols, rows), interpolation=cv2.INTER_LINEAR)
    kind = rng.random()
    if kind < 0.45:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.2))
    elif kind < 0.5:
        image = _shake(image, rng)
    if rng.random() < 0.15:
        # Scanners and telephones sharpen: strokes get a light rim.
        image = cv2.addWeighted(image, 2.0, cv2.GaussianBlur(image, (0, 0), 1.2), -1.0, 0)
    if rng.random() < 0.6:
        image = image + rng.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(0.5, 9))
    grey = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.06:
        grey = 255 - grey
    if rng.random() < 0.5:
        _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        grey = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return grey


def _tilt(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Seen a little from the side: corners move by up to a tenth of the height."""
    rows, cols = image.shape
    corners = np.array([[0, 0], [cols, 0], [cols, rows], [0, rows]], np.float32)
    moved = corners + rng.uniform(-0.1, 0.1, corners.shape).astype(np.float32) * rows
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(image, matrix, (cols, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _shake(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The camera moved: a blur along one direction, a few pixels long."""
    size = int(rng.choice([3, 5]))
    kernel = np.zeros((size, size), np.float32)
    angle, middle = rng.uniform(0, np.pi), size // 2
    reach = middle * np.array([np.cos(angle), np.sin(angle)])
    start, end = np.round(middle - reach).astype(int), np.round(middle + reach).astype(int)
    cv2.line(kernel, start.tolist(), end.tolist(), 1.0, 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
