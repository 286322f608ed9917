"""Groups of digits that stand far apart in one row. They are drawn and really read."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.places.apart import first_of_groups, part_rows
from webapp.reading.places.cut import cut_out
from webapp.reading.places.place import Found
from webapp.reading.read_line import read_cut

DIGIT, PITCH, TOP = 42, 60, 60
ORIGIN = (30, 20)  # where the part of the image begins in which the places are told


@pytest.mark.parametrize(
    ("columns", "begins"),
    [
        ([20], [0]),
        ([20, 400], [0]),
        ([20, 60, 100, 140], [0]),
        ([20, 60, 200, 240, 380, 420, 460, 500], [0, 2, 4]),
        ([20, 60, 250], [0, 2]),
        ([20, 200, 380, 560], [0]),  # a score row: all stand as far apart
        ([20, 60, 150, 190], [0]),  # a space between groups
        ([20, 30, 60, 70], [0]),  # ones stand close: what is wide for them is narrow for a line
    ],
)
def test_a_number_begins_where_a_gap_is_wide_for_its_row(columns, begins):
    assert first_of_groups(np.array(columns, float), height=50) == begins


def row_of(groups, labels=True, angle=0.0):
    """Groups of digits with words between them: the image, and the corners of the whole row in it."""
    image = np.full((170, 1100, 3), 235, np.uint8)
    left = 90
    for i, group in enumerate(groups):
        if i and labels:
            cv2.putText(image, "MONTH:", (left - 180, TOP + 36), cv2.FONT_HERSHEY_DUPLEX, 0.8, (40, 40, 40), 2)
        for digit in group:
            draw_strokes_inplace(image, strokes_of(digit, DIGIT, left=left, top=TOP), 4)
            left += PITCH
        end, left = left, left + 210
    corners = np.array([[70, 45], [end, 45], [end, 118], [70, 118]], np.float32)
    turn = cv2.getRotationMatrix2D((400, 80), -angle, 1.0)
    turned = cv2.warpAffine(image, turn, image.shape[1::-1], borderValue=(235, 235, 235))[..., 1].copy()
    return turned, cv2.transform(corners[np.newaxis], turn)[0]


def parted(reader, groups, **drawn):
    """The texts of the parts, and their corners."""
    image, corners = row_of(groups, **drawn)

    def read(place, _):
        return read_cut(cut_out(image, place + np.float32(ORIGIN)), reader, None, trusted=True)

    place = corners - np.float32(ORIGIN)
    whole = read(place, 0.8)
    assert whole.text == "".join(groups), "the drawn row does not read as one"
    parts = part_rows([Found(place, 0.8, whole)], read, ORIGIN)
    assert all(score == 0.8 for _, score, _ in parts)
    return [number.text for *_, number in parts], [place for place, *_ in parts]


@pytest.mark.parametrize("angle", [0, 5])
def test_digits_with_labels_between_them_are_several_numbers(reader, angle):
    texts, places = parted(reader, ["17", "04", "2056"], angle=angle)
    assert texts == ["17", "04", "2056"]
    for left, right in zip(places, places[1:], strict=False):
        assert left[1, 0] < right[0, 0], "no place lies over the next one"


def test_digits_of_one_number_stay_together(reader):
    assert parted(reader, ["2056"])[0] == ["2056"]


def test_what_reads_otherwise_alone_stays_in_its_row(reader):
    image, corners = row_of(["17", "04"])
    whole = read_cut(cut_out(image, corners), reader, None, trusted=True)
    other = read_cut(cut_out(*row_of(["38"])), reader, None, trusted=True)
    assert part_rows([Found(corners, 0.8, whole)], lambda *_: other, (0, 0)) == [Found(corners, 0.8, whole)]
    assert part_rows([Found(corners, 0.8, whole)], lambda *_: None, (0, 0)) == [Found(corners, 0.8, whole)]
