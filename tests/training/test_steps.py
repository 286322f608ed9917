"""Preprocessing steps: what each does to images whose right answer is known."""

import numpy as np
import pytest

from tests import drawing
from training.experiments import measured_steps, steps

# The tests do not write with these; the steps may not change what they are given.
GREY = steps.to_grey(drawing.draw_number("1742", 60, margin=0.8))
IMAGES = {"line": GREY, "colours": drawing.draw_number("1742", 60), "digit": 255 - GREY}


@pytest.mark.parametrize("step", steps.STEPS, ids=lambda step: step.name)
def test_a_step_gives_grey_pixels_and_keeps_what_it_was_given(step):
    image = IMAGES[step.on].copy()
    given = step.apply(image)
    assert given.dtype == np.uint8 and given.ndim == 2
    np.testing.assert_array_equal(image, IMAGES[step.on])
    if step.name != "size and position":
        assert given.shape == image.shape[:2]


@pytest.mark.parametrize("step", steps.STEPS, ids=lambda step: step.name)
def test_a_step_takes_paper_without_ink(step):
    paper = np.full((40, 60, 3) if step.on == "colours" else (40, 60), 0 if step.on == "digit" else 255, np.uint8)
    assert np.ptp(step.apply(paper)) == 0


def test_green_is_brighter_than_red_and_red_than_blue():
    assert steps.to_grey(np.uint8([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]])).tolist() == [[76, 150, 29]]


def test_the_median_takes_specks_and_leaves_edges():
    image = np.full((9, 9), 200, np.uint8)
    image[:, 5:] = 20
    speckled = image.copy()
    speckled[4, 2], speckled[4, 7] = 0, 255
    np.testing.assert_array_equal(steps.blur_median(speckled), image)


def test_the_gaussian_spreads_a_speck_and_keeps_its_sum():
    image = np.zeros((15, 15), np.uint8)
    image[7, 7] = 255
    blurred = steps.blur_gaussian(image, 1.0)
    assert 30 < blurred.max() < 60 and abs(int(blurred.sum()) - 255) < 20
    assert blurred[7, 7] > blurred[7, 8] == blurred[8, 7] > blurred[8, 8]


def test_closing_takes_thin_ink_and_opening_mends_thin_gaps():
    image = np.full((20, 20), 255, np.uint8)
    image[:, 3], image[5:15, 8:16] = 0, 0
    image[:, 11] = 255
    assert steps.close_specks(image)[:, 3].min() == 255 and steps.close_specks(image)[10, 9] == 0
    assert steps.open_gaps(image)[10, 11] == 0 and steps.open_gaps(image)[1, 11] == 255


def test_stretching_brings_faint_ink_to_black_and_grey_paper_to_white():
    stretched = steps.stretch_contrast((100 + GREY // 5).astype(np.uint8))
    assert stretched.min() == 0 and stretched.max() == 255


def test_otsus_threshold_is_the_one_that_parts_best():
    rng = np.random.default_rng(0)
    image = np.clip(rng.normal(np.where(rng.random((60, 60)) < 0.2, 70, 180), 12), 0, 255).astype(np.uint8)

    def between(threshold):
        ink, paper = image[image <= threshold], image[image > threshold]
        return len(ink) * len(paper) * (ink.mean() - paper.mean()) ** 2

    best = max(range(image.min(), image.max()), key=between)
    np.testing.assert_array_equal(steps.binarise_global(image) == 0, image <= best)


def test_only_the_adaptive_threshold_reads_through_a_shadow():
    """Ink in the light is as bright as paper in the shadow."""
    light = np.linspace(1.0, 0.25, GREY.shape[1])
    ink = GREY < 128
    shaded = (np.where(ink, 90, 240) * light).astype(np.uint8)
    agree = [np.mean((way(shaded) == 0) == ink) for way in (steps.binarise_adaptive, steps.binarise_global)]
    assert agree[0] > 0.97 > 0.9 > agree[1]


@pytest.mark.parametrize("angle", [-9.0, -4.0, 0.0, 5.0, 10.0])
def test_skew_is_found_and_corrected(angle):
    long = steps.to_grey(drawing.draw_number("1234567890", 40, margin=1.5))
    assert steps.skew_angle(steps.turn(long, angle)) == pytest.approx(angle, abs=1.0)
    assert abs(steps.skew_angle(steps.correct_skew(steps.turn(long, angle)))) <= 1.0


def test_a_leaning_bar_is_sheared_upright():
    bar = np.zeros((40, 40), np.uint8)
    for row in range(8, 32):
        left = 12 + (32 - row) // 2
        bar[row, left : left + 4] = 255
    upright = steps.correct_slant(bar)
    middles = [np.flatnonzero(upright[row] > 127).mean() for row in range(10, 30)]
    assert np.ptp(middles) <= 1.5
    assert upright.sum() == pytest.approx(bar.sum(), rel=0.05)


@pytest.mark.parametrize("shape", [(60, 20), (20, 60), (5, 5), (1, 40)])
def test_a_digit_is_twenty_pixels_long_and_centred(shape):
    ink = np.zeros((100, 90), np.uint8)
    ink[30 : 30 + shape[0], 7 : 7 + shape[1]] = 255
    digit = steps.normalise_size(ink)
    rows, cols = (np.flatnonzero(digit.any(axis=axis)) for axis in (1, 0))
    assert digit.shape == (28, 28) and max(len(rows), len(cols)) == 20
    assert len(rows) / len(cols) == pytest.approx(shape[0] / shape[1], rel=0.5, abs=0.05)
    assert abs(rows.mean() - 13.5) <= 0.5 and abs(cols.mean() - 13.5) <= 0.5


def test_it_is_the_centre_of_mass_that_is_centred():
    ink = np.zeros((20, 20), np.uint8)
    ink[:, :8], ink[0:3, 8:] = 255, 255
    digit = steps.normalise_size(ink).astype(float)
    middle = (digit.sum(axis=0) * np.arange(28)).sum() / digit.sum()
    assert abs(middle - 13.5) <= 0.6
    assert np.flatnonzero(digit.any(axis=0)).mean() > 14.5


def test_ink_on_grey_paper_becomes_white_on_black():
    digit = steps.light_on_dark((90 + GREY // 2).astype(np.uint8))
    assert np.median(digit) == 0
    assert np.mean((digit > 0) == (GREY < 128)) > 0.95


def test_steps_are_measured_against_the_app_as_it_is(reader, monkeypatch):
    """A step that blackens everything spoils what was right; one that does nothing changes nothing."""
    images = [steps.to_grey(drawing.draw_number(text, 60)) for text in ("17", "42", "385")]
    spoil = {"nothing": measured_steps.app_line, "black": lambda grey: measured_steps.app_line(grey * 0)}
    monkeypatch.setattr(measured_steps, "changes", lambda: spoil)
    unchanged, nothing, black = measured_steps.measure_steps(images, ["17", "42", "99"], reader)
    assert unchanged.exact == nothing.exact == pytest.approx(2 / 3)
    assert (nothing.mended, nothing.spoilt) == (0, 0)
    assert (black.exact, black.mended, black.spoilt) == (0, 0, 2)


def test_what_is_taken_away_still_gives_the_reader_a_line(reader):
    for way in measured_steps.changes().values():
        line = way(GREY)
        assert line.shape[0] == 40 and line.dtype == np.float32 and 0 <= line.min() < line.max() <= 1
    assert measured_steps._read(measured_steps.uncut_line(GREY), reader) != ""


def test_the_table_names_every_change(capsys):
    measured_steps.print_effects([measured_steps.Effect("blur", 0.91234, 3, 12)])
    assert capsys.readouterr().out.splitlines()[1].split() == ["blur", "0.9123", "3", "12"]
