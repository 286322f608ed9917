"""Runs of a line of pixels."""

import numpy as np


def runs_of(line: np.ndarray) -> np.ndarray:
    """(n, 2) int: where each run of True begins, and the place behind its end. line: (cols,) bool"""
    return np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]))).reshape(-1, 2)


def lengths_of(line: np.ndarray) -> np.ndarray:
    """(n,) int: how long each run of True is. line: (cols,) bool"""
    starts, ends = runs_of(line).T
    return ends - starts


def longest_between(line: np.ndarray, places: np.ndarray) -> np.ndarray:
    """(n - 1,) int: the longest run of True between each of n places and the next one, both included.

    line: (cols,) bool; places: (n,) int, ascending
    """
    starts, ends = runs_of(line).T
    here, there = places[:-1, np.newaxis], places[1:, np.newaxis] + 1
    return (np.minimum(ends, there) - np.maximum(starts, here)).max(axis=1, initial=0)
