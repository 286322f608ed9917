"""Fields of narrow cells. They are drawn and really read; the places are what a network may have seen of them."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.places.cut import cut_out
from webapp.reading.places.place import Found
from webapp.reading.read_line import read_cut
from webapp.reading.result import Box, Digit, Number
from webapp.reading.tables.combs import Field, find_fields, join_cells

CELL, HEIGHT, DIGIT = 60, 66, 42
LEFT, TOP = 90, 90


class Comb:
    """A character a cell; X is a cross, + a plus, a space leaves one empty. Each place lies over cells first..past."""

    def __init__(self, text: str, *places: tuple[int, int], walls: bool = True, rails: bool = True, cell: int = CELL):
        self.image = np.full((HEIGHT + 2 * TOP, cell * len(text) + 2 * LEFT, 3), 235, np.uint8)
        self.texts_read, right, bottom = 0, LEFT + cell * len(text), TOP + HEIGHT
        for x in range(LEFT, right + 1, cell) if walls else ():
            cv2.line(self.image, (x, TOP), (x, bottom), (90, 90, 90), 2)
        for y in (TOP, bottom) if rails else ():
            cv2.line(self.image, (LEFT, y), (right, y), (90, 90, 90), 2)
        for i, character in enumerate(text):
            left = LEFT + cell * i + 16
            if character == "X":
                for start, end in (((0, 0), (1, 1)), ((1, 0), (0, 1))):
                    ends = [(left + round(30 * x), TOP + 14 + round(38 * y)) for x, y in (start, end)]
                    cv2.line(self.image, *ends, (30, 30, 60), 4, cv2.LINE_AA)
            elif character == "+":
                middle = left + 14, TOP + 33
                for right, down in ((13, 0), (0, 13)):
                    ends = [(middle[0] + sign * right, middle[1] + sign * down) for sign in (-1, 1)]
                    cv2.line(self.image, *ends, (30, 30, 60), 4, cv2.LINE_AA)
            elif character != " ":
                draw_strokes_inplace(self.image, strokes_of(character, DIGIT, left=left, top=TOP + 12), 4)
        self.places = [self._place(LEFT + cell * a + 8, LEFT + cell * b - 8) for a, b in places]

    @staticmethod
    def _place(left: int, right: int) -> np.ndarray:
        top, bottom = TOP + 4, TOP + HEIGHT - 4
        return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)

    def texts(self, reader, angle: float = 0.0, likelihood=lambda one: 0.5, is_cut_out=False) -> list[str]:
        """What is read, the digits of a field together."""
        middle = (self.image.shape[1] / 2, self.image.shape[0] / 2)
        turn = cv2.getRotationMatrix2D(middle, -angle, 1.0)
        size = self.image.shape[1::-1]
        grey = cv2.warpAffine(self.image, turn, size, borderValue=(235, 235, 235))[..., 1].copy()
        places = [cv2.transform(place[np.newaxis], turn)[0] for place in self.places]

        def read(corners, _):
            self.texts_read += 1
            return read_cut(cut_out(grey, corners), reader, None, trusted=True)

        found = [Found(place, 0.9 - 0.1 * i, read(place, 0)) for i, place in enumerate(places)]
        found = [one for one in found if one[2] is not None]
        self.texts_read = 0
        self.joined = join_cells(found, find_fields(grey, found), read, likelihood, is_cut_out)
        return [number.text for *_, number in self.joined]


@pytest.mark.parametrize("places", [[(0, 1), (2, 3)], [(0, 1)], [(1, 3)], [(0, 2), (2, 3)]])
@pytest.mark.parametrize("angle", [0, 3])
def test_a_field_of_which_the_network_saw_parts_is_one_number(reader, places, angle):
    comb = Comb("472", *places)
    assert comb.texts(reader, angle) == ["472"]
    assert comb.joined[0].score == pytest.approx(0.9 - 0.1 * (len(places) - 1))  # as sure as its least sure part


def test_cells_before_a_number_may_be_empty_or_crossed_out(reader):
    assert Comb(" 66", (1, 2), (2, 3)).texts(reader) == ["66"]
    assert Comb("X82", (1, 2), (2, 3)).texts(reader) == ["82"]


def test_operands_of_a_sum_on_squared_paper_stay_apart(reader):
    """Squares look like cells, but in the cells of a number there is no sign."""
    assert Comb("9+4+3", (0, 1), (2, 3), (4, 5)).texts(reader) == ["9", "4", "3"]


def test_a_number_that_was_found_whole_is_not_read_again(reader):
    comb = Comb("4725", (0, 4))
    assert comb.texts(reader) == ["4725"]
    assert comb.texts_read == 0


def test_a_row_that_the_network_parted_is_a_score_row(reader):
    assert Comb("4725", (0, 1), (1, 2), (2, 3), (3, 4)).texts(reader) == ["4", "7", "2", "5"]


def test_two_digits_in_a_row_that_is_mostly_empty_stay_apart(reader):
    assert Comb("    73", (4, 5), (5, 6)).texts(reader) == ["7", "3"]


@pytest.mark.parametrize(
    ("part", "whole", "together"),
    [(0.99, 0.1, False), (0.99, 0.999, True), (0.6, 0.1, True), (0.95, 0.5, False)],
)
def test_cells_that_are_likelier_each_a_number_of_its_own_stay_so(reader, part, whole, together):
    """As those of a table. Where nothing is clear, a field is one number."""

    def likelihood(one):
        return whole if one[2].text == "472" else part

    comb = Comb("472", (0, 2), (2, 3))
    assert comb.texts(reader, likelihood=likelihood) == (["472"] if together else ["47", "2"])
    assert comb.texts_read == 1, "the field is read once, not for each of its cells"
    # Nobody cuts out a part of a table.
    assert comb.texts(reader, likelihood=likelihood, is_cut_out=True) == ["472"]
    # A digit that was not found would be lost.
    assert Comb("472", (0, 1), (2, 3)).texts(reader, likelihood=likelihood) == ["472"]


@pytest.mark.parametrize("missing", ["walls", "rails"])
def test_without_printed_cells_nothing_is_joined(reader, missing):
    assert Comb("472", (0, 1), (2, 3), **{missing: False}).texts(reader) == ["4", "2"]


def test_wide_cells_hold_numbers_of_their_own(reader):
    assert Comb("472", (0, 1), (2, 3), cell=150).texts(reader) == ["4", "2"]


@pytest.mark.parametrize(
    ("text", "cells", "fits"),
    [("472", 3, True), ("47", 3, True), ("4", 3, False), ("4725", 3, False), ("4.72", 4, False), ("4/7/2", 5, False)],
)
def test_a_field_holds_digits_one_a_cell(text, cells, fits):
    boxes = [Box(10 * i, 0, 10 * i + 10, 20) for i in range(len(text))]
    digits = tuple(Digit(value, 0.9, True, box) for value, box in zip(text, boxes, strict=True))
    number = Number(digits, 0.9, True, Box(0, 0, 10 * len(text), 20))
    corners = np.array([[0, 0], [90, 0], [90, 20], [0, 20]], np.float32)
    part = Found(corners / 2, 0.8, Number(digits[:1], 0.9, True, boxes[0]))
    ((_, _, joined),) = join_cells([part], [Field(corners, cells)], lambda *_: number, lambda one: 0.5)
    assert (joined is number) == fits
