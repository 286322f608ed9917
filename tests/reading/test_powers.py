"""Powers that were found as one number. They are drawn."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.places.cut import cut_out
from webapp.reading.places.place import Found
from webapp.reading.places.powers import base_and_exponent, part_powers
from webapp.reading.read_line import read_cut

HEIGHT, TOP, LEFT = 60, 90, 60


def written(text: str, last: float = 1.0, lifted: float = 0.0, lean: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A number, its last digit `last` times as high and raised so much, in heights of the others; and its corners.

    lean: degrees by which the line rises
    """
    image = np.full((300, 640, 3), 235, np.uint8)
    strokes = strokes_of(text[:-1], HEIGHT, left=LEFT, top=TOP)
    right = max(x for stroke in strokes for x, _ in stroke) + 0.15 * HEIGHT
    top = TOP + HEIGHT * (1 - last - lifted)
    strokes += strokes_of(text[-1], last * HEIGHT, left=right, top=top)
    turn = cv2.getRotationMatrix2D((LEFT, TOP + HEIGHT), lean, 1.0)
    strokes = [[tuple(turn[:, :2] @ point + turn[:, 2]) for point in stroke] for stroke in strokes]
    draw_strokes_inplace(image, strokes, 5)
    x, y, cols, rows = cv2.boundingRect(cv2.findNonZero((image[..., 1] < 200).astype(np.uint8)))
    sides = x - 12, y - 12, x + cols + 12, y + rows + 12
    corners = np.array([[sides[i], sides[j]] for i, j in ((0, 1), (2, 1), (2, 3), (0, 3))], np.float32)
    return image[..., 1].copy(), corners


def parted(reader, text: str, **how) -> list[tuple[str, np.ndarray]]:
    """What is read, with the corners of its place."""
    grey, corners = written(text, **how)

    def read(place, _):
        return read_cut(cut_out(grey, place), reader, None, trusted=True)

    found = part_powers(grey, [Found(corners, 0.9, read(corners, 0.9))], read)
    return [(number.text, place) for place, _, number in found]


@pytest.mark.parametrize(("base", "exponent"), [("7", "2"), ("25", "4"), ("608", "9")])
@pytest.mark.parametrize(("size", "lifted"), [(0.5, 0.8), (0.7, 0.6)])
def test_a_raised_digit_is_a_number_of_its_own(reader, base, exponent, size, lifted):
    (first, left), (second, right) = parted(reader, base + exponent, last=size, lifted=lifted)
    assert (first, second) == (base, exponent)
    assert left[:, 0].max() < right[:, 0].mean() and right[:, 1].mean() < left[:, 1].mean()


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("72", {}),
        ("1984", {}),
        ("70", {"last": 0.6}),  # small zeros stand on the line
        ("25", {"lifted": 0.25}),  # a line that is not straight
        ("2641", {"last": 0.5, "lifted": 0.42}),  # a short 1
        ("3606325", {"lean": 12.0}),
    ],
)
def test_digits_of_one_number_stay_together(reader, text, how):
    assert [read for read, _ in parted(reader, text, **how)] == [text]


def test_one_mark_is_no_power():
    mask = np.zeros((40, 40), np.uint8)
    mask[5:35, 10:30] = 1
    assert base_and_exponent(mask) is None
    assert base_and_exponent(np.zeros((40, 40), np.uint8)) is None
