"""Digits written without lifting the pen: what joins one to the next."""

from collections.abc import Sequence

import cv2
import numpy as np

from training.writing.layout import Piece

# Bands of a digit's height: where the pen leaves each one when it goes on to the next, and where it may meet that. The
# pen ends a 3 at its left, and a stroke from the top of a 1 would make a 7 of it.
TOP, MIDDLE, BASE = (0.0, 0.3), (0.3, 0.7), (0.75, 1.0)
LEAVES = {"0": TOP, "1": BASE, "2": BASE, "4": MIDDLE, "5": TOP, "6": MIDDLE, "7": MIDDLE, "8": TOP, "9": BASE}
MEETS = {"1": (MIDDLE, BASE), "2": (TOP, MIDDLE, BASE), "9": (MIDDLE, BASE)}
MEETS_ELSE = (TOP, TOP, MIDDLE)
JOINED_PAIRS, JOINED_ZEROS = 0.5, 0.85  # of a joining hand's neighbours, and of its 00
FURTHEST = 0.7  # heights of a digit: over a wider gap the pen is lifted
THINNEST = 0.6  # of the digits' strokes: a hand hurries there
MOST_SAG = 0.12  # spread of how far the stroke sags or bows, in shares of its length
SEEN, POINTS = 128, 8


def ligatures(pieces: Sequence[Piece], text: str, height: float, rng: np.random.Generator) -> list[Piece]:
    """The strokes that join the digits of one joining hand.

    pieces: the characters of `text`, in their order; height: of a digit, in pixels
    """
    joins = []
    for i, (digit, following) in enumerate(zip(text, text[1:], strict=False)):
        joined = rng.random() < (JOINED_ZEROS if digit == following == "0" else JOINED_PAIRS)
        if not joined or digit not in LEAVES or not following.isdigit():
            continue
        meets = MEETS.get(digit, MEETS_ELSE)
        start = _edge(pieces[i], LEAVES[digit], last=True)
        end = _edge(pieces[i + 1], meets[rng.integers(len(meets))], last=False)
        if np.linalg.norm(end - start) <= FURTHEST * height:
            pen = _width(pieces[i].ink) * rng.uniform(THINNEST, 1.0)
            joins.append(_stroke(start, end, max(1, round(pen)), rng))
    return joins


def _edge(piece: Piece, band: tuple[float, float], last: bool) -> np.ndarray:
    """The ink of a band that lies furthest right (last) or left, as column and row."""
    upper, lower = (round(share * piece.ink.shape[0]) for share in band)
    rows, columns = np.nonzero(piece.ink[upper : max(lower, upper + 1)] >= SEEN)
    if not len(rows):  # an open shape has nothing there: its middle will do
        return np.array([piece.left + piece.ink.shape[1] / 2, piece.top + piece.ink.shape[0] / 2])
    at = np.argmax(columns) if last else np.argmin(columns)
    return np.array([piece.left + columns[at], piece.top + upper + rows[at]], float)


def _width(ink: np.ndarray) -> float:
    """Of the strokes, in pixels: across one of 4 the distances to the paper are 1, 2, 2, 1."""
    stroke = (ink >= SEEN).astype(np.uint8)
    inside = cv2.distanceTransform(cv2.copyMakeBorder(stroke, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3)
    return float(4 * inside[inside > 0].mean()) - 2 if stroke.any() else 1.0


def _stroke(start: np.ndarray, end: np.ndarray, pen: int, rng: np.random.Generator) -> Piece:
    """A bent stroke from one point to another, as ink."""
    way = end - start
    bent = (start + end) / 2 + np.array([-way[1], way[0]]) * rng.normal(0, MOST_SAG)
    t = np.linspace(0, 1, POINTS)[:, np.newaxis]
    curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bent + t**2 * end
    low = np.floor(curve.min(axis=0)).astype(int) - pen - 1
    cols, rows = np.ceil(curve.max(axis=0)).astype(int) + pen + 2 - low
    ink = np.zeros((rows, cols), np.uint8)
    cv2.polylines(ink, [np.round((curve - low) * 16).astype(np.int32)], False, 255, pen, cv2.LINE_AA, shift=4)
    return Piece(ink, int(low[0]), int(low[1]))
