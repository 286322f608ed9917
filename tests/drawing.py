"""Handwriting that the tests draw themselves: strokes of a pen along control points, no pixels from any dataset.

A stroke is a list of (right, down) points. In the tables below one unit is the height of a digit; 0 is its left edge
and its top. The same strokes make images here and pen movements in the browser tests.
"""

import cv2
import numpy as np

Stroke = list[tuple[float, float]]

STROKES: dict[str, list[Stroke]] = {
    "0": [[(0.34, 0.02), (0.12, 0.14), (0.03, 0.48), (0.14, 0.88), (0.32, 0.98), (0.52, 0.86), (0.60, 0.48),
           (0.52, 0.13), (0.34, 0.02)]],
    "1": [[(0.02, 0.26), (0.13, 0.15), (0.22, 0.02), (0.22, 0.02), (0.21, 0.35), (0.20, 0.70), (0.19, 1.00)]],
    "2": [[(0.04, 0.24), (0.14, 0.06), (0.34, 0.01), (0.53, 0.12), (0.54, 0.33), (0.38, 0.60), (0.05, 0.96),
           (0.05, 0.96), (0.32, 0.94), (0.60, 0.97)]],
    "3": [[(0.06, 0.13), (0.24, 0.01), (0.48, 0.07), (0.52, 0.26), (0.40, 0.43), (0.22, 0.48), (0.22, 0.48),
           (0.45, 0.53), (0.57, 0.73), (0.44, 0.93), (0.22, 0.99), (0.03, 0.88)]],
    "4": [[(0.36, 0.00), (0.20, 0.32), (0.02, 0.62), (0.02, 0.62), (0.30, 0.62), (0.62, 0.60)],
          [(0.47, 0.32), (0.46, 0.65), (0.44, 1.00)]],
    "5": [[(0.14, 0.03), (0.11, 0.24), (0.09, 0.44), (0.09, 0.44), (0.28, 0.37), (0.49, 0.46), (0.56, 0.67),
           (0.46, 0.90), (0.26, 0.99), (0.04, 0.92)],
          [(0.14, 0.03), (0.34, 0.04), (0.56, 0.02)]],
    "6": [[(0.46, 0.02), (0.24, 0.20), (0.08, 0.48), (0.04, 0.76), (0.16, 0.96), (0.36, 0.98), (0.53, 0.84),
           (0.52, 0.63), (0.36, 0.52), (0.18, 0.58), (0.06, 0.74)]],
    "7": [[(0.03, 0.05), (0.30, 0.04), (0.58, 0.03), (0.58, 0.03), (0.42, 0.35), (0.29, 0.66), (0.20, 1.00)]],
    "8": [[(0.50, 0.13), (0.34, 0.01), (0.13, 0.08), (0.10, 0.27), (0.27, 0.44), (0.48, 0.60), (0.55, 0.80),
           (0.40, 0.97), (0.18, 0.96), (0.06, 0.80), (0.15, 0.60), (0.36, 0.44), (0.51, 0.27), (0.50, 0.13)]],
    "9": [[(0.53, 0.22), (0.40, 0.04), (0.20, 0.04), (0.06, 0.20), (0.09, 0.40), (0.27, 0.48), (0.46, 0.38),
           (0.53, 0.20), (0.53, 0.20), (0.52, 0.50), (0.47, 0.78), (0.40, 1.00)]],
    ".": [[(0.05, 0.96), (0.07, 0.98)]],
    ",": [[(0.08, 0.92), (0.08, 1.02), (0.02, 1.14)]],
    "-": [[(0.02, 0.55), (0.20, 0.54), (0.36, 0.55)]],
    "/": [[(0.38, -0.02), (0.20, 0.50), (0.02, 1.06)]],
    "%": [[(0.50, 0.02), (0.28, 0.50), (0.05, 1.00)],
          [(0.12, 0.08), (0.02, 0.20), (0.12, 0.34), (0.22, 0.20), (0.12, 0.08)],
          [(0.46, 0.64), (0.36, 0.78), (0.46, 0.94), (0.56, 0.80), (0.46, 0.64)]],
    "k": [[(0.05, 0.02), (0.05, 0.50), (0.05, 1.00)],
          [(0.36, 0.45), (0.20, 0.62), (0.07, 0.70), (0.07, 0.70), (0.22, 0.84), (0.38, 1.00)]],
    "g": [[(0.36, 0.50), (0.20, 0.42), (0.05, 0.60), (0.12, 0.85), (0.28, 0.80), (0.36, 0.50), (0.36, 0.50),
           (0.36, 0.90), (0.30, 1.25), (0.10, 1.25)]],
    "x": [[(0.04, 0.40), (0.20, 0.60), (0.36, 0.84)],
          [(0.36, 0.42), (0.20, 0.60), (0.02, 0.84)]],
}  # fmt: skip

POINTS_PER_SEGMENT = 8
TREMBLE = 0.02  # of a digit's height: how far the hand misses a control point, one standard deviation


def strokes_of(
    text: str, height: float, *, left: float = 0.0, top: float = 0.0, spacing: float = 0.22, slant: float = 0.0,
    seed: int | None = 0,
) -> list[Stroke]:  # fmt: skip
    """The pen's way for a number, in pixels, (right, down).

    height, left, top: of the digits. spacing: between them, as a share of the height (below about -0.1 they touch).
    slant: columns to the right per row upwards. seed: another one is another hand; None does not tremble.
    """
    hand = np.random.default_rng(seed)
    strokes, pen_left = [], 0.0
    for character in text:
        points_of_character = [point for stroke in STROKES[character] for point in stroke]
        for stroke in STROKES[character]:
            points = np.array(stroke) + [pen_left, 0.0]
            if seed is not None:
                points += _tremble(hand, stroke)
            points[:, 0] += slant * (1 - points[:, 1])
            strokes.append([(left + right * height, top + down * height) for right, down in _smooth(points)])
        pen_left += max(right for right, _ in points_of_character) + spacing
    return strokes


def draw_number(
    text: str, height: int = 96, *, pen: float = 0.09, ink=(28, 34, 74), paper=(255, 255, 255), margin: float = 0.4,
    spacing: float = 0.22, slant: float = 0.0, seed: int | None = 0,
) -> np.ndarray:  # fmt: skip
    """One number on a piece of paper that is just large enough.

    height: of the digits, in pixels. pen and margin: shares of the height. ink, paper: RGB.
    returns: (rows, cols, 3) uint8 RGB
    """
    border = round(margin * height)
    strokes = strokes_of(text, height, left=border, top=border, spacing=spacing, slant=slant, seed=seed)
    right = max((right for stroke in strokes for right, _ in stroke), default=border)
    image = blank(height + 2 * border, round(right) + border, paper)
    draw_strokes_inplace(image, strokes, pen * height, ink)
    return image


def draw_page(
    lines: list[str], height: int = 80, *, pen: float = 0.09, ink=(28, 34, 74), paper=(255, 255, 255),
    line_spacing: float = 1.9, margin: float = 1.0, seed: int | None = 0,
) -> np.ndarray:  # fmt: skip
    """Numbers below each other on one sheet, each at the left margin.

    line_spacing: from top to top, as a share of the digits' height.
    returns: (rows, cols, 3) uint8 RGB
    """
    border = round(margin * height)
    placed = []
    for place, line in enumerate(lines):
        top = border + place * line_spacing * height
        placed += strokes_of(line, height, left=border, top=top, seed=None if seed is None else seed + place)
    right = max((right for stroke in placed for right, _ in stroke), default=border)
    rows = round(2 * border + (max(len(lines), 1) - 1) * line_spacing * height + height)
    image = blank(rows, round(right) + border, paper)
    draw_strokes_inplace(image, placed, pen * height, ink)
    return image


def blank(rows: int, cols: int, paper=(255, 255, 255)) -> np.ndarray:
    """Paper with nothing on it: (rows, cols, 3) uint8 RGB."""
    return np.full((rows, cols, 3), paper, np.uint8)


def draw_strokes_inplace(image: np.ndarray, strokes: list[Stroke], width: float, ink=(28, 34, 74)) -> None:
    """Draw strokes with a round pen into (rows, cols, 3) uint8 RGB; width and points in pixels."""
    for stroke in strokes:
        # cv2 takes sixteenths of a pixel as whole numbers; without them small digits stagger.
        points = np.round(np.array(stroke) * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(image, [points], False, ink, max(1, round(width)), cv2.LINE_AA, shift=4)


def encode(image: np.ndarray, extension: str = ".png", *options: int) -> bytes:
    """The bytes of a file with this image. image: (rows, cols, 3) uint8 RGB. options: as cv2.imencode takes them."""
    encoded_well, data = cv2.imencode(extension, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)
    assert encoded_well
    return data.tobytes()


def _tremble(hand: np.random.Generator, stroke: Stroke) -> np.ndarray:
    # A control point that stands twice is a corner, and a stroke that returns to its start is closed: the hand
    # misses the same place by the same way.
    misses: dict[tuple[float, float], np.ndarray] = {}
    return np.array([misses.setdefault(point, hand.normal(0.0, TREMBLE, 2)) for point in stroke])


def _smooth(points: np.ndarray) -> np.ndarray:
    """A Catmull-Rom curve through control points; a point that stands twice is a corner."""
    corners = np.flatnonzero((points[1:] == points[:-1]).all(axis=1)) + 1
    pieces = [_curve(piece) for piece in np.split(points, corners)]
    return np.concatenate(pieces)


def _curve(points: np.ndarray) -> np.ndarray:
    if len(points) < 3:
        return points
    padded = np.concatenate([points[:1], points, points[-1:]])
    step = np.linspace(0.0, 1.0, POINTS_PER_SEGMENT, endpoint=False)[:, None]
    curve = [
        0.5 * (2 * b + (c - a) * step + (2 * a - 5 * b + 4 * c - d) * step**2 + (3 * b - a - 3 * c + d) * step**3)
        for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.concatenate([*curve, points[-1:]])
