import cv2
import numpy as np
import pytest

from tests import drawing
from webapp.reading.line.views import SLANTS, leaning_views
from webapp.reading.normalise import LINE_HEIGHT, SIDE_PAPER, normalise_line


def columns_of(rows):
    """(rows,): where the ink of each row stands, on the mean."""
    return rows @ np.arange(rows.shape[1]) / rows.sum(axis=1)


def written_line(text):
    return normalise_line(cv2.cvtColor(drawing.draw_number(text), cv2.COLOR_RGB2GRAY)).pixels


def full_line():
    """Ink wherever a line may have some."""
    pixels = np.zeros((LINE_HEIGHT, 60), np.float32)
    pixels[:, SIDE_PAPER:-SIDE_PAPER] = 1
    return pixels


@pytest.fixture
def upright():
    """One upright stroke."""
    pixels = np.zeros((LINE_HEIGHT, 60), np.float32)
    pixels[:, 29:32] = 1
    return pixels


def test_each_slant_gives_a_line_of_the_same_size(upright):
    views = leaning_views(upright)
    assert views.shape == (len(SLANTS), *upright.shape)
    assert views.dtype == np.float32


def test_columns_stay_where_they_are_at_mid_height(upright):
    for view in leaning_views(upright):
        middle = columns_of(view[LINE_HEIGHT // 2 - 1 : LINE_HEIGHT // 2 + 1])
        assert middle.mean() == pytest.approx(30, abs=0.05)


def test_ink_leans_by_the_slant_to_either_side(upright):
    for view, slant in zip(leaning_views(upright), SLANTS, strict=True):
        rows = np.arange(LINE_HEIGHT)
        assert np.polyfit(rows, columns_of(view), 1)[0] == pytest.approx(-slant, abs=0.01)
    assert min(SLANTS) < 0 < max(SLANTS)


@pytest.mark.parametrize("text", ["7412", "1/7", None])
def test_no_ink_is_lost_where_a_line_has_its_paper_at_the_sides(text):
    pixels = written_line(text) if text else full_line()
    for view in leaning_views(pixels):
        np.testing.assert_allclose(view.sum(axis=1), pixels.sum(axis=1), atol=0.01)
        assert 0 <= view.min() <= view.max() <= 1 + 1e-6


def test_the_argument_is_left_as_it_was(upright):
    before = upright.copy()
    leaning_views(upright)
    np.testing.assert_array_equal(upright, before)
