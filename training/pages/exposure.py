"""What light and a camera do to a page: shadows, dust, blur, low resolution, noise, JPEG.

Images are (rows, cols) float32, 0 black .. 255 white.
"""

import cv2
import numpy as np

BLACK_AND_WHITE = 0.06  # share of the pages that a scanner or a fax left no greys


def soil_inplace(image: np.ndarray, scale: float, rng: np.random.Generator) -> None:
    """Specks of dust, the dark line of a scanner's edge, a crease. scale: see Studio"""
    rows, cols = image.shape
    for _ in range(rng.integers(0, 14)):
        centre = int(rng.integers(cols)), int(rng.integers(rows))
        cv2.circle(image, centre, round(scale * rng.choice([0, 1, 1, 2])), float(rng.uniform(20, 150)), -1, cv2.LINE_AA)
    if rng.random() < 0.3:
        x = int(rng.choice([0, 1, cols - 2, rng.integers(cols)]))
        image[:, x : x + round(scale * rng.integers(1, 3))] *= np.float32(rng.uniform(0.1, 0.8))
    if rng.random() < 0.3:
        at, lean = rng.uniform(0, 1, 2) * (cols, rows), rng.normal(0, 0.1, 2)
        ends = [(0, at[1]), (cols, at[1] + lean[0] * cols)] if rng.random() < 0.5 else [(at[0], 0), (at[0] + 9, rows)]
        crease = np.zeros((rows, cols), np.uint8)
        cv2.line(crease, *[tuple(int(v) for v in end) for end in ends], 255, round(2 * scale), cv2.LINE_AA)
        image *= 1 - crease.astype(np.float32) * np.float32(rng.uniform(-0.1, 0.25) / 255)


def lit(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Uneven light, a shadow with a soft edge, corners darker than the middle."""
    rows, cols = image.shape
    kind = rng.random(3)
    if kind[0] < 0.7:
        darkest = rng.uniform(0.8, 0.99) if rng.random() < 0.75 else rng.uniform(0.5, 0.8)
        image = image * _uneven(rows, cols, darkest, rng)
    if kind[1] < 0.18:
        image = image * _shadow(rows, cols, rng)
    if kind[2] < 0.2:
        y, x = np.linspace(-1, 1, rows, dtype=np.float32)[:, None], np.linspace(-1, 1, cols, dtype=np.float32)
        image = image * (1 - np.float32(rng.uniform(0.05, 0.25)) * (x * x + y * y))
    return image


def _uneven(rows: int, cols: int, darkest: float, rng: np.random.Generator) -> np.ndarray:
    """Light that falls off to one side and is patchy. (rows, cols) float32, up to 1"""
    across, down = np.meshgrid(np.linspace(-1, 1, 6, dtype=np.float32), np.linspace(-1, 1, 6, dtype=np.float32))
    turn = rng.uniform(0, 2 * np.pi)
    light = 0.5 + 0.35 * (np.cos(turn) * across + np.sin(turn) * down) + rng.normal(0, 0.08, (6, 6))
    light = cv2.resize(np.clip(light, 0, 1).astype(np.float32), (40, 40), interpolation=cv2.INTER_CUBIC)
    light = cv2.GaussianBlur(light, (0, 0), 3)
    return np.float32(darkest) + np.float32(1 - darkest) * cv2.resize(
        light, (cols, rows), interpolation=cv2.INTER_LINEAR
    )


def _shadow(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    """The shadow of a hand or a head. (rows, cols) float32, up to 1"""
    small = np.zeros((max(4, rows // 8), max(4, cols // 8)), np.float32)
    size = np.array(small.shape[::-1])
    centre, angles = rng.uniform(-0.1, 1.1, 2) * size, np.sort(rng.uniform(0, 2 * np.pi, 7))
    corners = centre + (rng.uniform(0.2, 0.9, 7) * size.max())[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
    cv2.fillPoly(small, [corners.astype(np.int32)], 1.0)
    small = cv2.GaussianBlur(small, (0, 0), rng.uniform(0.6, 8))
    return 1 - np.float32(rng.uniform(0.08, 0.45)) * cv2.resize(small, (cols, rows), interpolation=cv2.INTER_LINEAR)


def exposed(image: np.ndarray, smallest: float, scale: float, rng: np.random.Generator) -> np.ndarray:
    """Blur, low resolution, sharpening, noise, JPEG; as much as digits `smallest` pixels high bear. uint8

    scale: see Studio
    """
    rows, cols = image.shape
    if rng.random() < 0.2 and smallest > 16:
        share = rng.uniform(max(0.5, 13 / smallest), 0.95)
        small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, (cols, rows), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        most = float(np.clip(0.045 * smallest, 0.4, 2.0 * scale))
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, most))
    if rng.random() < 0.2:
        image = cv2.addWeighted(image, 1.8, cv2.GaussianBlur(image, (0, 0), 1.3), -0.8, 0)
    if rng.random() < 0.6:
        # One table of noise, laid at another place each time, is as good and a tenth of the work.
        image = image + _noise(rows, cols, rng) * np.float32(rng.uniform(0.5, 7))
    grey = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < BLACK_AND_WHITE and smallest > 12:
        grey = _black_and_white(grey, scale, rng)
    if rng.random() < 0.6:
        _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))])
        grey = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return grey


def _black_and_white(grey: np.ndarray, scale: float, rng: np.random.Generator) -> np.ndarray:
    """One bit a pixel, as scanners and faxes save forms."""
    if rng.random() < 0.5:
        return cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
    reach = 2 * round(scale * rng.integers(7, 30)) + 1
    return cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, reach, float(rng.uniform(8, 20))
    )


def _noise(rows: int, cols: int, rng: np.random.Generator) -> np.ndarray:
    tile = rng.standard_normal((256, 256), np.float32)
    return np.tile(tile, (rows // 256 + 1, cols // 256 + 1))[:rows, :cols]
