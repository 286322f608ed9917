"""Strokes over a number and around it: a line through all of it, a ring that is no 0."""

import cv2
import numpy as np

from webapp.reading.doubts.close_up import CloseUp, marks_of

LONG, NEARLY_ALL = 1.35, 0.92  # heights of a digit, or of a shorter box its width: how long a line is
SHORTEST = 0.8  # heights of a digit: a shorter one is a digit's
UPPER, LOWER = 0.28, 0.72  # of the box's height: rules and rails lie above or below
FEWEST = 3  # digits that it crosses, or all of them: the bar of a 4 runs through two that touch it
THICKER = 0.08  # heights of a digit: a hand's line is not quite straight
RING = 0.5  # of the box's height, at least
INNER, OFF = 0.3, 0.25  # of the ring: what is in it is as high, and as far from its middle
CORNER = 0.12  # of a ring's width and height: a cell's wall has ink there


def is_crossed_out(close: CloseUp) -> bool:
    """Whether a straight line runs through the middle of the number."""
    own = close.own()
    rows, cols = own.shape
    length = round(LONG * close.height)
    if length >= cols:
        length = int(NEARLY_ALL * cols)
    if len(close.text) < 2 or length < SHORTEST * close.height:
        return False
    thick = cv2.dilate(own, np.ones((max(3, round(THICKER * close.height)), 1), np.uint8))
    lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, marks = marks_of(lines[int(UPPER * rows) : int(LOWER * rows) + 1])
    middles = close.seen[[character.isdigit() for character in close.text], 0] - close.box[0]
    fewest = min(FEWEST, len(middles))
    return any(((middles > left) & (middles < right)).sum() >= fewest for left, _, right, _ in marks)


def is_ringed(close: CloseUp) -> bool:
    """Whether what seems to be a 0 has a digit in it."""
    own = close.own()
    labels, marks = marks_of(own)
    for i in np.flatnonzero(marks[:, 3] - marks[:, 1] >= RING * len(own)):
        (left, top), (right, bottom) = ring = marks[i].reshape(2, 2)
        size = ring[1] - ring[0]
        inside = (marks[:, :2] > ring[0]).all(axis=1) & (marks[:, 2:] < ring[1]).all(axis=1)
        off = np.abs(marks.reshape(-1, 2, 2).mean(axis=1) - ring.mean(axis=0)) < OFF * size
        inside &= off.all(axis=1) & (marks[:, 3] - marks[:, 1] >= INNER * size[1])
        if inside.any() and _is_round(labels[top:bottom, left:right] == i + 1):
            return True
    return False


def _is_round(mark: np.ndarray) -> bool:
    """Whether at most one of a mark's corners holds ink."""
    down, right = (max(1, int(CORNER * side)) for side in mark.shape)
    corners = (mark[:down, :right], mark[:down, -right:], mark[-down:, :right], mark[-down:, -right:])
    return sum(bool(corner.any()) for corner in corners) <= 1
