"""Runs of a line of pixels."""

import numpy as np


def runs_of(line: np.ndarray) -> np.ndarray:
    """(n, 2) int: where each run of True begins, and the place behind its end. line: (cols,) bool"""
    return np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]))).reshape(-1, 2)
