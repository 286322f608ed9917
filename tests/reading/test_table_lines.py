"""Numbers that stand close to each other in the columns of a drawn table, found as one."""

import cv2
import numpy as np
import pytest

from tests import drawing
from webapp.reading.tables.table_lines import split_at_lines

HEIGHT, ROW = 40, 76
LEFT, MIDDLE, TOP = 120, 240, 2 * ROW
INK, PAPER = (40, 40, 60), (225, 222, 215)


class Table:
    """A row of numbers with a row above and one below it; and one place over all of the row."""

    def __init__(self, *texts: str, width: int = 120):
        self.image = drawing.blank(5 * ROW, 900, PAPER)
        self.width = width
        for row in range(3):
            for column, text in enumerate(texts):
                self._write(text, LEFT + column * width + 8, (row + 1) * ROW + 18)
        self.ends = LEFT, LEFT + len(texts) * width

    def _write(self, text: str, left: float, top: float) -> None:
        strokes = drawing.strokes_of(text, HEIGHT, left=left, top=top, spacing=0.12, seed=int(left + top))
        drawing.draw_strokes_inplace(self.image, strokes, 3, INK)

    def rule(self, *, level: int = 150, top: int = ROW // 2, bottom: int = 4 * ROW + 20, lean: float = 0.0) -> "Table":
        """Lines between the columns and at their ends."""
        for x in range(self.ends[0], self.ends[1] + 1, self.width):
            start, end = (x - lean * (TOP + 38 - top), top), (x + lean * (bottom - TOP - 38), bottom)
            cv2.line(self.image, *[(round(a), b) for a, b in (start, end)], (level,) * 3, 1, cv2.LINE_AA)
        return self

    def parts(self, angle: float = 0.0) -> list[tuple[float, float]]:
        """Where the parts of the place begin and end, in columns of the level table; at angle degrees, clockwise."""
        turn = cv2.getRotationMatrix2D((450, 190), -angle, 1.0)
        grey = cv2.warpAffine(self.image, turn, self.image.shape[1::-1], borderValue=PAPER)[..., 1].copy()
        (left, right), top, bottom = self.ends, TOP + 10, TOP + 66
        place = np.array([[[left + 2, top], [right - 2, top], [right - 2, bottom], [left + 2, bottom]]], np.float32)
        parts = split_at_lines(grey, cv2.transform(place, turn)[0])
        back = cv2.invertAffineTransform(turn)
        level = [cv2.transform(part[np.newaxis], back)[0] for part in parts]
        return [(float(part[:, 0].min()), float(part[:, 0].max())) for part in level]


def is_cut_at_columns(parts, table: Table) -> bool:
    edges = range(table.ends[0], table.ends[1], table.width)
    return len(parts) == len(edges) and all(
        left < start < left + 14 and left + table.width - 14 < end < left + table.width
        for (start, end), left in zip(parts, edges, strict=True)
    )


@pytest.mark.parametrize("level", [60, 150, 195])
@pytest.mark.parametrize("angle", [0, 6])
def test_a_place_over_two_columns_is_cut_at_the_line_between_them(level, angle):
    table = Table("308", "615").rule(level=level)
    assert is_cut_at_columns(table.parts(angle), table)


def test_three_columns_are_three_places():
    table = Table("308", "615", "47").rule()
    assert is_cut_at_columns(table.parts(), table)


@pytest.mark.parametrize("lean", [-0.12, 0.12])
def test_a_camera_may_see_the_lines_from_aside(lean):
    table = Table("30", "61").rule(lean=lean)
    assert len(table.parts()) == 2


def test_where_nothing_is_ruled_nothing_is_cut():
    assert len(Table("308", "615").parts()) == 1
    assert len(Table("111", "111").parts()) == 1


def test_lines_that_end_with_their_row_are_cells_of_one_number():
    assert len(Table("3", "6", "5", width=60).rule(top=2 * ROW + 4, bottom=3 * ROW - 4).parts()) == 1
    assert len(Table("308", "615").rule(top=2 * ROW + 4, bottom=3 * ROW - 4).parts()) == 1


def test_close_lines_are_the_walls_of_single_digits_even_where_fields_stand_below_each_other():
    assert len(Table("3", "6", "5", "8", width=60).rule().parts()) == 1


def test_a_short_place_holds_one_digit():
    table = Table("7", width=50).rule()
    assert len(table.parts()) == 1


def test_dots_of_the_paper_are_no_lines():
    table = Table("308", "615")
    table.image[::4, ::4] -= 40
    assert len(table.parts()) == 1


def test_a_single_line_is_a_crease_or_a_margin():
    table = Table("308", "615")
    cv2.line(table.image, (MIDDLE, 0), (MIDDLE, 380), (150,) * 3, 1, cv2.LINE_AA)
    assert len(table.parts()) == 1
