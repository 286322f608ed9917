"""Sheets to look at: training lines with the text that they show, or pages with their numbers framed."""

from pathlib import Path

import cv2
import numpy as np

from training.lines.line import make_line
from training.pages.page import KINDS, Page, make_page
from training.writing.writers import load_hands

ROWS, COLUMNS, CELL = 20, 5, (58, 300)  # cells of (rows, cols) pixels
PAGES, PAGE_CELL = 4, 480  # pages of each kind, and the side of their cells in pixels
NUMBER, OTHER = (0, 0, 255), (255, 160, 0)  # BGR


def save_sheet(folder: Path, seed: int, out: Path) -> None:
    """Save ROWS x COLUMNS lines of a seed as a PNG."""
    hands, weights = load_hands(folder)
    rng = np.random.default_rng(seed)
    cells = [_cell(*make_line(hands, weights, int(rng.integers(0, 9)), rng)) for _ in range(ROWS * COLUMNS)]
    out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(out), np.vstack([np.hstack(cells[i : i + COLUMNS]) for i in range(0, len(cells), COLUMNS)]))
    print(f"Saved {out}")


def _cell(pixels: np.ndarray, text: str) -> np.ndarray:
    cell = np.full(CELL, 128, np.uint8)
    shown = (255 * (1 - pixels[:, : CELL[1]])).astype(np.uint8)
    cell[: shown.shape[0], : shown.shape[1]] = shown
    cv2.putText(cell, text or "(none)", (2, CELL[0] - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
    return cell


def save_pages(folder: Path, seed: int, out: Path) -> None:
    """Save PAGES of each kind as a PNG: numbers framed in red, other text in blue."""
    hands, weights = load_hands(folder)
    rows = []
    for kind in KINDS:
        made = [_framed(make_page(hands, weights, np.random.default_rng([seed, i]), kind)) for i in range(PAGES)]
        rows.append(np.hstack(made))
    out.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(out), np.vstack(rows))
    print(f"Saved {out}")


def _framed(page: Page) -> np.ndarray:
    share = PAGE_CELL / max(page.grey.shape)
    small = cv2.resize(page.grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)[:PAGE_CELL, :PAGE_CELL]
    shown = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    frames = [(corners, OTHER) for corners in page.others] + [(n.corners, NUMBER) for n in page.numbers]
    for corners, colour in frames:
        cv2.polylines(shown, [np.round(corners * share * 16).astype(np.int32)], True, colour, 1, cv2.LINE_AA, shift=4)
    cell = np.full((PAGE_CELL, PAGE_CELL, 3), 128, np.uint8)
    cell[: shown.shape[0], : shown.shape[1]] = shown
    return cell
