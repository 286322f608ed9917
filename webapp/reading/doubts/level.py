"""A number whose line leans, turned level with what is around it."""

from dataclasses import replace

import cv2
import numpy as np

from webapp.reading.result import Box, Number

SEEN = 1.5  # heights of a line around it that are turned with it
LEAST = 0.25  # of a box's sides is left of them: digits lean otherwise than their line, and boxes are whole pixels


def levelled(
    grey: np.ndarray, number: Number, others: np.ndarray, angle: float
) -> tuple[np.ndarray, Number, np.ndarray]:
    """The surroundings of a number, turned about its middle until its line is level, and all boxes there.

    grey: (rows, cols) uint8; others: (n, 4) boxes of other numbers, left, top, right, bottom
    angle: degrees by which the lines fall to the right, or along another axis of the image as much: less than 45
    """
    radians = np.radians(angle)
    cosine, sine = float(np.cos(radians)), float(np.sin(radians))
    turn = np.array([[cosine, sine], [-sine, cosine]])
    box, middle = number.box, np.array(number.box.middle)
    sides = _level_sides(np.array([[box.width, box.height]], float), cosine, abs(sine))
    reach = np.ceil(sides[0] / 2 + SEEN * sides.min()).astype(int) + 2
    # OpenCV counts from the middle of a pixel, boxes from its corner.
    shift = reach - 0.5 - turn @ (middle - 0.5)
    move = np.concatenate([turn, shift[:, np.newaxis]], axis=1)
    level = cv2.warpAffine(grey, move, (2 * reach).tolist(), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def moved(points: np.ndarray) -> np.ndarray:
        return (points - middle) @ turn.T + reach

    left, top, right, bottom = np.round(_around(moved(middle[np.newaxis]), sides))[0].astype(int).tolist()
    seen = moved(np.array([digit.middle for digit in number.digits], float)).tolist()
    digits = tuple(replace(digit, seen_at=(x, y)) for digit, (x, y) in zip(number.digits, seen, strict=True))
    level_others = _around(
        moved((others[:, :2] + others[:, 2:]) / 2), _level_sides(others[:, 2:] - others[:, :2], cosine, abs(sine))
    )
    return level, replace(number, digits=digits, box=Box(left, top, right, bottom)), level_others


def _level_sides(sides: np.ndarray, cosine: float, sine: float) -> np.ndarray:
    """(n, 2) width and height of what fills upright boxes of these sides, leaning."""
    level = (sides * cosine - sides[:, ::-1] * sine) / (cosine**2 - sine**2)
    return np.maximum(level, np.maximum(LEAST * sides, 2.0))


def _around(middles: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """(n, 4) boxes of these sides"""
    return np.concatenate([middles - sides / 2, middles + sides / 2], axis=1)
