"""Printed fields around numbers."""

import numpy as np
import pytest

from training.writing import fields
from training.writing.layout import Piece, Style, extent


def number(count=4, cell=24):
    return [Piece(np.full((30, 12), 255, np.uint8), i * cell, -30) for i in range(count)]


def style(height=30.0):
    return Style(height, gap=0.1, slant=0.0, climb=0.0, unevenness=0.0, small_zeros=1.0)


def printed(field, seed=0):
    layer = np.zeros((200, 400), np.uint8)
    fields.print_field(layer, field, 150, 100, style(), np.random.default_rng(seed))
    return layer


@pytest.mark.parametrize("seed", range(30))
def test_a_frame_encloses_the_number_and_its_marks(seed):
    mark = Piece(np.full((30, 12), 255, np.uint8), -30, -30)
    field = fields.framed(number(), [mark], style(), np.random.default_rng(seed))
    assert field.frame.left <= mark.left
    assert field.frame.right >= extent(number()).right
    # Tight frames touch the digits, they do not cut through their middle.
    assert field.frame.top <= -27
    assert field.frame.bottom >= -2
    assert all(mark.right <= wall <= 0 for wall in field.walls)


@pytest.mark.parametrize("seed", range(30))
def test_every_digit_has_its_cell(seed):
    field = fields.celled(number(), style(), np.random.default_rng(seed))
    edges = [field.frame.left, *field.walls, field.frame.right]
    assert edges == sorted(edges)
    for piece in number():
        middle = (piece.left + piece.right) / 2
        assert sum(a <= middle < b for a, b in zip(edges[:-1], edges[1:], strict=True)) == 1
    between = [wall for wall in field.walls if 0 < wall < 84]
    assert len(between) == 3


def test_eight_cells_are_a_date_more_often_than_not():
    labelled = [fields.celled(number(8), style(), np.random.default_rng(s)).labels for s in range(60)]
    assert any(len(labels) == 8 for labels in labelled)


@pytest.mark.parametrize("seed", range(30))
def test_fields_leave_ink_and_the_same_seed_leaves_the_same(seed):
    field = fields.framed(number(), [], style(), np.random.default_rng(seed))
    layer = printed(field, seed)
    np.testing.assert_array_equal(layer, printed(field, seed))
    f = field.frame
    assert layer[:, 150 + f.left : 150 + f.right].any()
    # The inside of a frame without walls is free for the number.
    middle = layer[100 + f.top + 12 : 100 + f.bottom - 12, 150 + f.left + 12 : 150 + f.right - 12]
    assert not middle.any()


def test_worn_print_is_broken_in_places():
    solid = np.full((40, 300), 255, np.uint8)
    worn = solid.copy()
    fields._wear(worn, np.random.default_rng(0))
    assert 0.1 < (worn < 128).mean() < 0.6


def test_empty_cells_hold_crosses_only_inside():
    for seed in range(30):
        crosses, field = fields.empty_cells(style(), np.random.default_rng(seed))
        for piece in crosses:
            assert field.frame.left - 20 <= piece.left
            assert piece.right <= field.frame.right + 20


def test_the_cell_of_a_lone_thin_digit_may_be_labelled_too():
    """A 1 as thin as its pen gives a cell narrower than half its height."""
    one = [Piece(np.full((46, 2), 255, np.uint8), 0, -46)]
    cells = [fields.celled(one, style(46.0), np.random.default_rng(seed)) for seed in range(200)]
    assert any(cell.labels for cell in cells)
    assert all(cell.frame.left <= 0 < 2 <= cell.frame.right for cell in cells)


def test_some_fields_have_lines_as_a_scan_in_black_and_white_leaves_them(monkeypatch):
    """Each wall as dark and as whole as it happened to come out; all alike in the other fields."""
    field = fields.celled(number(), style(), np.random.default_rng(1))
    heights = slice(100 + field.frame.top + 4, 100 + field.frame.bottom - 3)

    def walls(seed):
        layer = printed(field, seed)
        strips = [layer[heights, 150 + wall - 2 : 150 + wall + 3].max(axis=1) for wall in field.walls]
        return {int(strip.max()) for strip in strips}, any((strip == 0).any() for strip in strips)

    monkeypatch.setattr(fields, "_wear", lambda layer, rng: None)
    monkeypatch.setattr(fields, "UNEVEN", 0.0)
    assert all(walls(seed) == ({255}, False) for seed in range(20))
    monkeypatch.setattr(fields, "UNEVEN", 1.0)
    shades, broken = zip(*(walls(seed) for seed in range(20)), strict=True)
    assert sum(len(some) > 1 for some in shades) > 15
    assert any(broken)
    assert not all(broken)
