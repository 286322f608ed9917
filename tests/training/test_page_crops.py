import cv2
import numpy as np
import pytest

from tests.training.hands import few_hands
from training.pages.crops import (
    BETWEEN,
    GROUP,
    OTHERS,
    SIDE,
    _cores,
    _crop,
    _scaled,
    _text,
    in_quarters,
    make_crops,
    moved,
    stream_crops,
)
from training.pages.page import make_page
from webapp.reading.finding.look import CORE_ROWS, CORE_STRIDE, QUARTERS


def rectangle(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def test_a_core_is_the_middle_of_its_number():
    cores = _cores([rectangle(40, 100, 200, 160)], [])
    rows, cols = np.nonzero(cores[..., 0] > 0.5)
    assert (rows.max() + 1 - rows.min()) * CORE_STRIDE == pytest.approx(CORE_ROWS * 60, abs=CORE_STRIDE)
    assert (rows.mean() + 0.5) * CORE_STRIDE == pytest.approx(130, abs=2)
    assert 40 < cols.min() * CORE_STRIDE < 56 and 184 < (cols.max() + 1) * CORE_STRIDE < 200
    assert cores[..., 1].all()


def test_two_numbers_side_by_side_have_cores_apart():
    mask = (_cores([rectangle(20, 100, 120, 140), rectangle(124, 100, 230, 140)], [])[..., 0] > 0.5).astype(np.uint8)
    assert cv2.connectedComponents(mask)[0] == 3


def test_what_lies_between_two_numbers_counts_more():
    numbers = [rectangle(20, 100, 120, 140), rectangle(140, 100, 230, 140), rectangle(20, 300, 120, 340)]
    counts = _cores(numbers, [])[..., 1]
    assert counts[120 // CORE_STRIDE, 130 // CORE_STRIDE] == BETWEEN
    assert counts[120 // CORE_STRIDE, 70 // CORE_STRIDE] == counts[200 // CORE_STRIDE, 130 // CORE_STRIDE] == 1


def test_print_and_words_count_more_than_blank_paper():
    counts = _cores([rectangle(20, 100, 120, 140)], [rectangle(60, 90, 300, 150), rectangle(20, 200, 90, 230)])[..., 1]
    assert counts[120 // CORE_STRIDE, 200 // CORE_STRIDE] == counts[220 // CORE_STRIDE, 50 // CORE_STRIDE] == OTHERS
    assert counts[120 // CORE_STRIDE, 70 // CORE_STRIDE] == counts[300 // CORE_STRIDE, 200 // CORE_STRIDE] == 1


def test_quarters_are_the_cells_of_one_cell_at_half_the_resolution():
    cells = np.arange(2 * 4 * 6 * 2).reshape(2, 4, 6, 2)
    quarters = in_quarters(cells)
    assert quarters.shape == (2, 2, 3, 2 * QUARTERS)
    for value in (0, 1):
        assert quarters[1, 1, 2, value * QUARTERS :][:QUARTERS].tolist() == cells[1, 2:4, 4:6, value].ravel().tolist()


@pytest.mark.parametrize("height", [3, 300])
def test_numbers_too_small_or_too_large_do_not_count(height):
    cores = _cores([rectangle(20, 40, 200, 40 + height)], [])
    assert not cores[..., 0].any()
    assert not cores[42 // CORE_STRIDE, 80 // CORE_STRIDE, 1]


def test_a_thin_one_has_a_core():
    assert _cores([rectangle(100, 100, 103, 140)], [])[..., 0].max() > 0.5


def test_text_tells_which_way_it_runs():
    up = rectangle(40, 40, 200, 80)[[3, 0, 1, 2]]
    text = _text([rectangle(40, 200, 200, 240), up])
    assert text[27, 15] == pytest.approx([1, 1, 0])
    assert text[7, 15] == pytest.approx([1, 0, -1])
    assert not text[40].any()


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_corners_go_with_their_pixels(turns):
    page = np.zeros((120, 200), np.uint8)
    page[20:40, 150:180] = 255
    grey, matrix = _scaled(page, 0.5, turns)
    corners = moved(rectangle(150, 20, 180, 40), matrix)
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    rows, cols = np.nonzero(grey)
    assert [cols.min(), rows.min(), cols.max() + 1, rows.max() + 1] == pytest.approx([left, top, right, bottom], abs=1)


def test_a_batch_is_always_the_same():
    first, again = (make_crops(*few_hands(), 2, seed=1, group=3) for _ in range(2))
    assert len(first) == GROUP
    for (pages, truth), (same, same_truth) in zip(first, again, strict=True):
        assert pages.shape == (2, SIDE, SIDE, 1)
        assert (pages == same).all()
        assert all((part == other).all() for part, other in zip(truth, same_truth, strict=True))


def test_cores_lie_on_ink():
    """In the middle of a written number is more ink than on the page at large."""
    inside, everywhere = [], []
    for pages, (cores, _) in make_crops(*few_hands(), 2, seed=1, group=0):
        seen = cv2.resize(
            np.abs(pages[0, ..., 0].astype(np.float32)), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA
        )
        core = cores[0, ..., :QUARTERS].mean(axis=-1) > 0.5
        if core.any():
            inside.append(seen[core].mean())
            everywhere.append(seen.mean())
    assert inside and np.mean(inside) > 1.5 * np.mean(everywhere)


def test_a_stream_goes_on_where_it_was_cut_off():
    whole = stream_crops(few_hands, 2, seed=1, start=0, processes=1)
    cut = stream_crops(few_hands, 2, seed=1, start=3, processes=1)
    fourth = [next(whole) for _ in range(4)][3]
    assert (next(cut)[0] == fourth[0]).all()


def test_pages_for_the_locator_have_numbers_and_texts():
    page = make_page(*few_hands(), np.random.default_rng(4), "form", scale=1.0)
    assert page.numbers and page.others


def test_numbers_of_large_images_are_as_high_in_a_crop_as_those_of_small_ones():
    def heights(scale):
        page = make_page(*few_hands(), np.random.default_rng(2), "table", scale=scale)
        cores = [_crop(page, np.random.default_rng(seed))[1][..., 0] for seed in range(6)]
        marks = [cv2.connectedComponentsWithStats((core > 0.5).astype(np.uint8))[2][1:, 3] for core in cores]
        return np.median(np.concatenate(marks))

    assert heights(3.0) == pytest.approx(heights(1.0), rel=0.4)
