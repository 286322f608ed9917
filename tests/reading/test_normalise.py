import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests import drawing
from webapp.reading.normalise import LINE_HEIGHT, LONGEST_LINE, SIDE_PAPER, ink_on_paper, normalise_line
from webapp.reading.places.cut import cut_box
from webapp.reading.read_line import read_cut
from webapp.reading.result import Box


def grey_number(text="1984", **options):
    return cv2.cvtColor(drawing.draw_number(text, **options), cv2.COLOR_RGB2GRAY)


def test_ink_is_one_paper_is_zero_and_the_height_is_the_networks():
    pixels = normalise_line(grey_number()).pixels
    assert pixels.shape[0] == LINE_HEIGHT == 40
    assert pixels.dtype == np.float32
    assert pixels.min() == 0.0
    assert pixels.max() == 1.0
    assert np.median(pixels) == 0.0


@pytest.mark.parametrize("level", [0, 1, 127, 254, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (2, 2), (40, 200), (500, 30)])
def test_one_colour_holds_no_number(level, shape):
    assert normalise_line(np.full(shape, level, np.uint8)) is None


def test_paper_with_camera_noise_holds_no_number():
    noise = np.random.default_rng(0).normal(200, 2.5, (60, 240))
    assert normalise_line(np.clip(noise, 0, 255).astype(np.uint8)) is None


def test_a_shadow_over_blank_paper_is_no_ink():
    shadow = np.tile(np.linspace(140, 240, 300), (80, 1)).astype(np.uint8)
    assert normalise_line(shadow) is None


def test_chalk_gives_the_same_line_as_ink():
    ink = grey_number()
    np.testing.assert_allclose(normalise_line(255 - ink).pixels, normalise_line(ink).pixels, atol=0.25)


@pytest.mark.parametrize("height", [24, 60, 200, 900])
def test_the_size_of_the_photo_does_not_matter(height):
    small, large = normalise_line(grey_number(height=height)), normalise_line(grey_number(height=96))
    assert small.pixels.shape[1] == pytest.approx(large.pixels.shape[1], abs=8)


@pytest.mark.parametrize("margin", [0.05, 0.5, 3.0])
def test_the_paper_around_a_number_does_not_matter(margin):
    line = normalise_line(grey_number(margin=margin)).pixels
    inked_rows = np.flatnonzero(line.max(axis=1) > 0.5)
    assert inked_rows[0] <= 6
    assert inked_rows[-1] >= 33


def test_small_writing_on_a_large_crop_keeps_its_strokes():
    sheet = np.full((1200, 2000), 255, np.uint8)
    number = grey_number("47", height=60)
    sheet[500 : 500 + number.shape[0], 900 : 900 + number.shape[1]] = number
    alone, on_sheet = normalise_line(number), normalise_line(sheet)
    assert on_sheet.pixels.shape[1] == pytest.approx(alone.pixels.shape[1], abs=3)
    # No greyer than from the small crop: it was not read from a shrunken picture.
    assert (on_sheet.pixels > 0.9).mean() == pytest.approx((alone.pixels > 0.9).mean(), rel=0.25)


def test_a_rule_under_the_number_does_not_set_its_size():
    plain = grey_number("50", height=60)
    ruled = plain.copy()
    ruled[-5:-3] = 60
    assert normalise_line(ruled).box.bottom < ruled.shape[0] - 5
    assert normalise_line(ruled).pixels.shape[1] == pytest.approx(normalise_line(plain).pixels.shape[1], abs=4)


def test_dust_does_not_set_the_size():
    plain = grey_number("50", height=60, margin=1.0)
    dusty = plain.copy()
    dusty[4:6, 8:10] = 0
    assert normalise_line(dusty).box == normalise_line(plain).box


def test_a_point_at_the_baseline_stays():
    assert normalise_line(grey_number("5.")).box.width > normalise_line(grey_number("5")).box.width


def test_pencil_on_grey_paper_is_stretched_to_full_ink():
    pencil = grey_number(ink=(170, 170, 170), paper=(205, 205, 205))
    pixels = normalise_line(pencil).pixels
    assert np.percentile(pixels, 98) > 0.9


def test_faint_pencil_on_a_pale_photo_is_read(reader):
    # It takes away a twentieth of the light: a person sees it.
    pencil = grey_number("3900", ink=(196, 196, 196), paper=(206, 206, 206))
    grey = np.round(pencil + np.random.default_rng(1).normal(0, 1.0, pencil.shape)).astype(np.uint8)
    number = read_cut(cut_box(grey, Box(0, 0, *grey.shape[::-1])), reader, None, trusted=True)
    assert number is not None and number.text == "3900"


def test_columns_lead_back_to_the_crop():
    line = normalise_line(grey_number())
    last = line.pixels.shape[1] - SIDE_PAPER
    assert line.column_in_crop(SIDE_PAPER) == line.box.left
    assert line.column_in_crop(last) == line.box.right
    assert line.column_in_crop((SIDE_PAPER + last) / 2) == pytest.approx((line.box.left + line.box.right) / 2)
    # The paper at the sides is not in the crop: its columns lead to the edges.
    assert line.column_in_crop(0) == line.box.left
    assert line.column_in_crop(last + 5) == line.box.right


def test_an_endless_line_is_squeezed():
    stripes = np.full((20, 9000), 255, np.uint8)
    stripes[3:17, 40::60] = 0
    assert normalise_line(stripes).pixels.shape[1] == LONGEST_LINE + 2 * SIDE_PAPER


def test_a_crop_of_a_pixels_height_and_endless_width_is_answered():
    """Ten million columns are shrunk before anything is computed on them."""
    stripes = np.full((1, 10_000_000), 255, np.uint8)
    stripes[0, ::1000] = 0
    line = normalise_line(stripes)
    assert line is None or line.pixels.shape[1] <= LONGEST_LINE + 2 * SIDE_PAPER


@pytest.mark.parametrize("shape", [(79, 3318), (33, 7943)])
def test_a_page_of_dots_is_answered(shape):
    """So many marks that they cannot be counted in sixteen bits."""
    dots = np.full(shape, 255, np.uint8)
    dots[::2, ::2] = 60
    normalise_line(dots)


def test_the_argument_is_left_as_it_was():
    grey = grey_number()
    before = grey.copy()
    normalise_line(grey)
    np.testing.assert_array_equal(grey, before)


def test_ink_on_paper_is_the_share_of_light_taken():
    grey = np.full((60, 60), 200, np.uint8)
    grey[20:40, 28:32] = 50
    ink = ink_on_paper(grey)
    assert ink[30, 30] == pytest.approx(0.75, abs=0.01)
    assert ink[5, 5] == 0.0


@given(arrays(np.uint8, st.tuples(st.integers(1, 70), st.integers(1, 90))))
def test_any_pixels_give_a_line_or_none(grey):
    line = normalise_line(grey)
    if line is not None:
        assert line.pixels.shape[0] == LINE_HEIGHT
        assert np.isfinite(line.pixels).all()
        assert 0.0 <= line.pixels.min() <= line.pixels.max() <= 1.0
        assert line.box.right <= grey.shape[1]
        assert line.box.bottom <= grey.shape[0]
