"""Rows of cells: one number, or one a cell. The rows are drawn; the places are what a network may have seen of them."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.tables.cells import LONGEST, split_cells

CELL, HEIGHT, DIGIT = 60, 66, 42
LEFT, TOP = 50, 40


def row(text: str, walls: bool = True) -> np.ndarray:
    """A row of cells, a character in each; a space leaves one empty: (rows, cols) uint8"""
    image = np.full((HEIGHT + 2 * TOP, CELL * len(text) + 2 * LEFT, 3), 235, np.uint8)
    right, bottom = LEFT + CELL * len(text), TOP + HEIGHT
    if walls:
        cv2.rectangle(image, (LEFT, TOP), (right, bottom), (90, 90, 90), 2)
        for x in range(LEFT, right, CELL):
            cv2.line(image, (x, TOP), (x, bottom), (90, 90, 90), 2)
    for i, character in enumerate(text):
        if character != " ":
            left = LEFT + CELL * i + 16
            draw_strokes_inplace(image, strokes_of(character, DIGIT, left=left, top=TOP + 12), 4)
    return image[..., 1].copy()


def place(first: int, past: int) -> np.ndarray:
    """The corners of what stands in cells first..past."""
    left, right = LEFT + CELL * first + 8, LEFT + CELL * past - 8
    top, bottom = TOP + 4, TOP + HEIGHT - 4
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def cells_of(parts: list[np.ndarray]) -> list[int]:
    return [int((part[:, 0].mean() - LEFT) // CELL) for part in parts]


def test_where_the_network_parted_a_row_with_gaps_the_rest_of_it_is_parted_too():
    places = [place(0, 3), place(3, 4), place(4, 5), place(7, 8), place(8, 9)]
    parts = split_cells(row("30022  56"[:9]), places)
    assert [cells_of(group) for group in parts] == [[0, 1, 2], [3], [4], [7], [8]]
    for part in parts[0]:
        width, height = part[1, 0] - part[0, 0], part[3, 1] - part[0, 1]
        assert 0.7 * CELL < width < CELL
        assert height == pytest.approx(HEIGHT - 8, abs=1)


def test_a_digit_alone_between_gaps_parts_the_row():
    assert [cells_of(group) for group in split_cells(row("412 7  35"), [place(0, 3), place(4, 5), place(7, 9)])] == [
        [0, 1, 2],
        [4],
        [7, 8],
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("17  04  2019", [(0, 2), (4, 6), (8, 12)]),  # a date whose dashes are printed between its cells
        ("29093100", [(0, 5), (5, 8)]),  # no gap
        ("  290931", [(2, 8)]),
        ("0905  ", [(0, 2), (2, 4)]),
        ("3.4.26", [(0, 6)]),  # points and dashes in cells of their own are no gaps
        ("31-1-26", [(0, 7)]),
        ("1.234,50", [(0, 8)]),
    ],
)
def test_a_field_that_is_filled_in_one_piece_or_as_a_date_stays(text, places):
    places = [place(*cells) for cells in places]
    assert [len(group) for group in split_cells(row(text), places)] == [1] * len(places)


def test_what_stands_beside_the_row_is_not_lost():
    image = np.pad(row("412 7  35"), ((0, 0), (130, 0)), constant_values=235)
    whole = place(-2, 3) + np.array([130, 0], np.float32)
    ((part,),) = split_cells(image, [whole])
    assert part is whole


def test_an_outer_wall_may_be_missing():
    image = row("412 7  35")
    image[:, : LEFT + 4] = 235
    (group,) = split_cells(image, [place(0, 3)])
    assert cells_of(group) == [0, 1, 2]


def test_without_walls_nothing_is_split_cells():
    places = [place(0, 3), place(3, 4), place(4, 5), place(7, 8)]
    assert [len(group) for group in split_cells(row("30022  5", walls=False), places)] == [1, 1, 1, 1]


@pytest.mark.parametrize("angle", [-12, 5])
@pytest.mark.parametrize("scale", [0.5, 1, 4])
@pytest.mark.parametrize("is_dark", [False, True])
def test_rows_that_lean_of_every_size_on_dark_and_on_light(angle, scale, is_dark):
    image = row("412 7  35")
    matrix = cv2.getRotationMatrix2D((image.shape[1] / 2, image.shape[0] / 2), -angle, scale)
    matrix[:, 2] += np.array([image.shape[1], image.shape[0] + 200]) * (scale - 1) / 2 + (0, 100 * scale)
    size = round(image.shape[1] * scale), round((image.shape[0] + 200) * scale)
    turned = cv2.warpAffine(image, matrix, size, borderValue=235)
    corners = place(0, 3) @ matrix[:, :2].T.astype(np.float32) + matrix[:, 2].astype(np.float32)
    (group,) = split_cells(255 - turned if is_dark else turned, [corners])
    assert len(group) == 3
    back = cv2.invertAffineTransform(matrix)
    assert cells_of([part @ back[:, :2].T + back[:, 2] for part in group]) == [0, 1, 2]


def test_places_beyond_the_image_and_endless_ones_stay_as_they_are():
    image = row("412 7  35")
    for corners in (place(-4, -1), place(12, 20) + 500, place(0, 3) * (LONGEST, 0.5)):
        ((part,),) = split_cells(image, [corners.astype(np.float32)])
        np.testing.assert_array_equal(part, corners.astype(np.float32))
