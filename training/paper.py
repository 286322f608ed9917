"""What lies under and over the ink: rules, boxes, cheque guilloche, shadows, and what a camera does to them.

Every function takes a grey image (rows, cols) float32, 0 black .. 255 white, and gives a new one or draws into it.
"""

import cv2
import numpy as np


def blank_paper(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    """Paper with or without security printing, evenly lit or not. (rows, cols) float32"""
    paper = np.full((rows, cols), rng.uniform(110, 255), np.float32)
    if rng.random() < 0.5:
        _print_guilloche(paper, rng)
    if rng.random() < 0.2:
        _print_patch(paper, rng)
    if rng.random() < 0.4:
        paper *= _slope(rows, cols, rng.uniform(0.6, 1.0), rng)
    return paper


def _print_guilloche(paper: np.ndarray, rng: np.random.Generator) -> None:
    """Families of waves, as on cheques, or a raster of dots."""
    rows, cols = paper.shape
    shade = float(paper[0, 0] * rng.uniform(0.62, 0.95))
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
        curves = [np.stack([x, s + lean * x + wave + bend], axis=1) for s in starts]
        cv2.polylines(paper, [np.round(c * 16).astype(np.int32) for c in curves], False, shade, 1, cv2.LINE_AA, shift=4)


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


def print_cells(paper: np.ndarray, walls: list[int], top: int, baseline: int, rng: np.random.Generator) -> None:
    """A comb or a row of boxes, a wall at each column of `walls`."""
    height = baseline - top
    shade, width = float(paper.mean() * rng.uniform(0.35, 0.9)), int(rng.choice([1, 1, 2]))
    ceiling, floor = top - int(rng.uniform(0.05, 0.3) * height), baseline + int(rng.uniform(0.05, 0.3) * height)
    comb = rng.random() < 0.25
    for x in walls:
        start = floor - int(0.4 * height) if comb else ceiling
        cv2.line(paper, (x, start), (x, floor), shade, width, cv2.LINE_AA)
    cv2.line(paper, (walls[0], floor), (walls[-1], floor), shade, width, cv2.LINE_AA)
    if not comb:
        cv2.line(paper, (walls[0], ceiling), (walls[-1], ceiling), shade, width, cv2.LINE_AA)


def lay_ink(paper: np.ndarray, ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ink on paper: it takes away part of the light; pencil and dry pens leave gaps. ink: (rows, cols) uint8"""
    takes = rng.uniform(0.35, 0.95)
    cover = ink.astype(np.float32) * np.float32(takes / 255)
    if rng.random() < 0.3:
        grain = rng.random(ink.shape, np.float32)
        cover *= 1 - rng.uniform(0.2, 0.7) * grain
    if rng.random() < 0.15:
        cover *= _slope(*ink.shape, rng.uniform(0.4, 0.9), rng)
    return paper * (1 - cover)


def photograph(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Blur, low resolution, noise and JPEG. Returns (rows, cols) uint8."""
    rows, cols = image.shape
    if rng.random() < 0.25:
        share = rng.uniform(0.45, 0.9)
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, (cols, rows), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.2))
    if rng.random() < 0.6:
        image = image + rng.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(0.5, 9))
    grey = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.06:
        grey = 255 - grey
    if rng.random() < 0.5:
        _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))])
        grey = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return grey
