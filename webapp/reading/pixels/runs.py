"""Runs of a line of pixels."""

import numpy as np


def runs_of(line: np.ndarray) -> np.ndarray:
    """(n, 2) int: where each run of True begins, and the place behind its end. line: (cols,) bool"""
    return np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]))).reshape(-1, 2)


def lengths_of(line: np.ndarray) -> np.ndarray:
    """(n,) int: how long each run of True is. line: (cols,) bool"""
    starts, ends = runs_of(line).T
    return ends - starts
