"""A sheet of training lines to look at: what the network sees, with the text that it should read."""

from pathlib import Path

import cv2
import numpy as np

from training.batches import load_hands
from training.lines import make_line

ROWS, COLUMNS, CELL = 20, 5, (58, 300)  # cells of (rows, cols) pixels


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
