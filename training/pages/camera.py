"""A camera over a sheet: where it lies, how it bends, what it lies on; and where its points come to lie.

Points are x, y in pixels, pixel i covering i .. i + 1. A drawing on a screen (`look` canvas) is not photographed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from training.pages.exposure import exposed, lit, soil_inplace
from training.pages.sheet import Sheet
from training.writing import paper

TABLE = 0.3  # share of the photos that show what the sheet lies on
TILTED = 7.0, 20.0  # degrees: usual spread and most
TURNED, FAR_TURNED, FAR = 2.0, 20.0, 0.22  # degrees: usual spread, most; share of those that are far turned
CURLED = 0.25
SOILED = 0.35
PRESSED = 1.3  # thin strokes share their pixels with paper, yet pens leave them nearly as dark as wide ones
KEEP_OFF = 0.25  # of a number's height: paper between it and the image's edge

Move = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Pose:
    """How a sheet lies in the image: bent by a wave, then seen through a homography."""

    matrix: np.ndarray
    """(3, 3), from the bent sheet to the image"""
    down: tuple[float, float, float]
    """the bend of a row: by how many pixels, its wave a pixel, its phase"""

    def forward(self, points: np.ndarray) -> np.ndarray:
        """Points of the sheet (n, 2) in the image."""
        x, y = points[:, 0], points[:, 1]
        high, wave, phase = self.down
        return _through(self.matrix, np.stack([x, y + high * np.sin(wave * x + phase)], axis=1))

    def layer(self, layer: np.ndarray, rows: int, cols: int) -> np.ndarray:
        """A layer of the sheet as the image shows it."""
        # OpenCV's pixels have their middle where ours begin.
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        matrix = np.linalg.inv(half) @ self.matrix @ half
        if not self.down[0]:
            return cv2.warpPerspective(layer, matrix, (cols, rows), flags=cv2.INTER_LINEAR)
        xs, ys = np.meshgrid(np.arange(cols, dtype=np.float32), np.arange(rows, dtype=np.float32))
        m = np.linalg.inv(matrix).astype(np.float32)
        depth = m[2, 0] * xs + m[2, 1] * ys + m[2, 2]
        x = (m[0, 0] * xs + m[0, 1] * ys + m[0, 2]) / depth
        high, wave, phase = (np.float32(v) for v in self.down)
        y = (m[1, 0] * xs + m[1, 1] * ys + m[1, 2]) / depth - high * np.sin(wave * (x + np.float32(0.5)) + phase)
        return cv2.remap(layer, x, y, cv2.INTER_LINEAR)


def take(sheet: Sheet, rng: np.random.Generator) -> tuple[np.ndarray, Move]:
    """Photograph a sheet.

    returns: (rows, cols) uint8, and what moves points of the sheet (n, 2) into the image
    """
    if sheet.look == "canvas":
        return _screen(sheet, rng), lambda points: points
    on_table = sheet.look in ("paper", "secured") and rng.random() < TABLE
    pose = _pose(sheet, on_table, rng)
    rows, cols = sheet.rows, sheet.cols
    image = _ground(sheet, rng)
    dark = rng.uniform(0.55, 0.95) if rng.random() < 0.8 else rng.uniform(0.25, 0.6)
    image *= 1 - pose.layer(sheet.printed, rows, cols).astype(np.float32) * np.float32(dark / 255)
    image = _lay_ink(image, cv2.convertScaleAbs(pose.layer(sheet.ink, rows, cols), alpha=PRESSED), rng)
    if sheet.look == "dark":
        image = 255 - image
    if on_table:
        image = _on_table(image, _outline(sheet, pose), sheet.scale, rng)
    smallest = min((_height(pose.forward(corners)) for _, corners in sheet.numbers), default=24.0 * sheet.scale)
    if rng.random() < SOILED:
        soil_inplace(image, sheet.scale, rng)
    return exposed(lit(image, rng), smallest, sheet.scale, rng), pose.forward


def _screen(sheet: Sheet, rng: np.random.Generator) -> np.ndarray:
    """White, and strokes of one grey that is nearly black."""
    share = rng.uniform(0.8, 1.0) if rng.random() < 0.3 else 1.0
    image = 255 - share * np.maximum(sheet.ink, sheet.printed).astype(np.float32)
    return image.astype(np.uint8)


def _pose(sheet: Sheet, on_table: bool, rng: np.random.Generator) -> Pose:
    """Where the sheet lies; every number whole in the image."""
    rows, cols = sheet.rows, sheet.cols
    spread = 0.6 if sheet.look == "close" else 1.0
    tilt = np.radians(np.clip(rng.normal(0, TILTED[0] * spread, 2), -TILTED[1], TILTED[1]))
    turn = rng.uniform(-FAR_TURNED, FAR_TURNED) if rng.random() < FAR * spread else rng.normal(0, TURNED)
    if rng.random() < 0.2:  # scanned
        tilt, turn = tilt * 0, turn * 0.3
    high = rng.uniform(0.003, 0.02) * rows if rng.random() < CURLED and sheet.look == "paper" else 0.0
    down = (high, rng.uniform(1.5, 5.0) / cols, rng.uniform(0, 2 * np.pi))
    view = _seen_from(tilt, np.radians(turn), rows, cols)
    share = rng.uniform(0.62, 0.93) if on_table else rng.uniform(0.94, 1.06)
    drift = rng.normal(0, 0.04 if on_table else 0.012, 2) * (cols, rows)
    scaled = _affine(share, (1 - share) / 2 * np.array([cols, rows]) + drift)
    return _fitted(Pose(scaled @ view, down), sheet)


def _seen_from(tilt: np.ndarray, turn: float, rows: int, cols: int) -> np.ndarray:
    """A homography: the sheet turned about its middle, at a distance of a little more than its longer side."""
    (ca, cb), (sa, sb) = np.cos(tilt), np.sin(tilt)
    ct, st = np.cos(turn), np.sin(turn)
    about_x = np.array([[1, 0, 0], [0, ca, -sa], [0, sa, ca]])
    about_y = np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
    about_z = np.array([[ct, -st, 0], [st, ct, 0], [0, 0, 1]])
    turned = about_x @ about_y @ about_z
    far = 1.3 * max(rows, cols)
    seen = np.array([far * turned[0, :2], far * turned[1, :2], turned[2, :2]])
    seen = np.hstack([seen, [[0], [0], [far]]])
    middle = np.array([[1, 0, cols / 2], [0, 1, rows / 2], [0, 0, 1]])
    return middle @ seen @ np.linalg.inv(middle)


def _fitted(pose: Pose, sheet: Sheet) -> Pose:
    """Made smaller and moved until all numbers lie in the image, with a little paper around."""
    if not sheet.numbers:
        return pose
    moved = [pose.forward(corners) for _, corners in sheet.numbers]
    off = [max(2.0, KEEP_OFF * _height(corners)) for corners in moved]
    low = np.min([c.min(axis=0) - o for c, o in zip(moved, off, strict=True)], axis=0)
    high = np.max([c.max(axis=0) + o for c, o in zip(moved, off, strict=True)], axis=0)
    limit = np.array([sheet.cols, sheet.rows])
    share = min(1.0, *(limit / (high - low)))
    low, high = low * share, high * share
    move = np.where(low < 0, -low, np.minimum(limit - high, 0))
    return Pose(_affine(share, move) @ pose.matrix, pose.down)


def _affine(share: float, move) -> np.ndarray:
    return np.array([[share, 0, move[0]], [0, share, move[1]], [0, 0, 1]])


def _through(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    moved = np.hstack([points, np.ones((len(points), 1))]) @ matrix.T
    return moved[:, :2] / moved[:, 2:]


def _height(corners: np.ndarray) -> float:
    return float(np.linalg.norm(corners[3] - corners[0]))


def _outline(sheet: Sheet, pose: Pose) -> np.ndarray:
    """The sheet's edge in the image, (points, 2)."""
    across = np.linspace(0, sheet.cols, 20)
    edge = [[x, 0] for x in across] + [[x, sheet.rows] for x in across[::-1]]
    return pose.forward(np.array(edge, np.float64))


def _ground(sheet: Sheet, rng: np.random.Generator) -> np.ndarray:
    """Paper, or a board. (rows, cols) float32"""
    if sheet.look == "secured" or sheet.look == "paper" and rng.random() < 0.06:
        small = paper.blank_paper(round(sheet.rows / sheet.scale), round(sheet.cols / sheet.scale), rng)
        secured = cv2.resize(small, (sheet.cols, sheet.rows), interpolation=cv2.INTER_LINEAR)
        ground = secured[:: max(1, sheet.rows // 40), :: max(1, sheet.cols // 40)].mean()
        return _grey_of_paper(rng) / ground * (ground + (secured - ground) * np.float32(rng.uniform(0.2, 0.85)))
    base = _grey_of_paper(rng)
    if sheet.look == "dark":
        base = rng.uniform(165, 240)
    ground = np.full((sheet.rows, sheet.cols), base, np.float32)
    if rng.random() < (0.8 if sheet.look == "dark" else 0.25):
        ground *= smooth(sheet.rows, sheet.cols, rng.uniform(0.9, 0.98), sheet.scale * rng.uniform(1.5, 5), rng)
    return ground


def _grey_of_paper(rng: np.random.Generator) -> np.float32:
    return np.float32(rng.uniform(215, 254) if rng.random() < 0.6 else rng.uniform(140, 225))


def _lay_ink(image: np.ndarray, ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Pens, mostly dark; pencil, dry pens and carbon as paper.py has them. ink: (rows, cols) uint8"""
    if rng.random() < 0.3:
        return paper.lay_ink(image, ink, rng)
    takes = rng.uniform(0.65, 0.97) if rng.random() < 0.75 else rng.uniform(0.42, 0.7)
    return image * (1 - ink.astype(np.float32) * np.float32(takes / 255))


def smooth(rows: int, cols: int, low: float, step: float, rng: np.random.Generator) -> np.ndarray:
    """Values low .. 1 that change over about `step` pixels. (rows, cols) float32"""
    coarse = rng.random((max(2, int(rows / step) + 2), max(2, int(cols / step) + 2)), np.float32)
    way = cv2.INTER_LINEAR if step < 8 else cv2.INTER_CUBIC
    return np.float32(low) + np.float32(1 - low) * cv2.resize(coarse, (cols, rows), interpolation=way)


def texture(rows: int, cols: int, scale: float, rng: np.random.Generator) -> np.ndarray:
    """Wood, cloth, stone, a plain desk. (rows, cols) float32; scale: see Studio"""
    ground = np.full((rows, cols), rng.uniform(25, 225), np.float32)
    for _ in range(rng.integers(0, 4)):
        across = scale * float(np.exp(rng.uniform(np.log(2), np.log(80))))
        along = across * rng.uniform(0.7, 1.4) if rng.random() < 0.5 else scale * rng.uniform(2, 400)
        grain = rng.random((max(2, int(rows / across) + 2), max(2, int(cols / along) + 2)), np.float32)
        if rng.random() < 0.3:
            grain = np.ascontiguousarray(grain.T)
        ground += rng.uniform(5, 45) * (cv2.resize(grain, (cols, rows), interpolation=cv2.INTER_LINEAR) - 0.5)
    return ground


def _on_table(image: np.ndarray, outline: np.ndarray, scale: float, rng: np.random.Generator) -> np.ndarray:
    """The sheet on a table, its shadow beside it."""
    rows, cols = image.shape
    sheet = np.zeros((rows, cols), np.uint8)
    points = np.round(outline * 16).astype(np.int32)
    cv2.fillPoly(sheet, [points], 255, cv2.LINE_AA, shift=4)
    table = texture(rows, cols, scale, rng)
    if rng.random() < 0.7:
        shade = np.zeros((rows // 4 + 1, cols // 4 + 1), np.uint8)
        away = rng.normal(0, 0.012 * cols, 2)
        cv2.fillPoly(shade, [np.round((outline + away) * 4).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
        shade = cv2.GaussianBlur(shade, (0, 0), rng.uniform(0.5, 4))
        table *= 1 - np.float32(rng.uniform(0.1, 0.6) / 255) * cv2.resize(shade, (cols, rows)).astype(np.float32)
    cover = sheet.astype(np.float32) / 255
    return table + (image - table) * cover
