import cv2
import numpy as np
import pytest

from training.fitting.places import (
    Places,
    _cut,
    _misplaced,
    _only_one_at,
    _part,
    _scanned,
    _together,
    batches,
    extent_of,
    known_places,
)
from training.pages.page import Page, Written
from webapp.reading.places.refine import around
from webapp.reading.places.verify import CELL, COLS, ROWS, Verdict

SHEET = np.full((300, 600), 255, np.uint8)


def rectangle(left, top, right, bottom):
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def leaning(corners, degrees):
    matrix = cv2.getRotationMatrix2D((300, 150), -degrees, 1.0)
    return (corners @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)


@pytest.mark.parametrize("degrees", [0, 12])
@pytest.mark.parametrize(("first", "left", "right"), [(True, 100, 170), (False, 170, 200)])
def test_a_part_is_the_beginning_or_the_end(degrees, first, left, right):
    whole = rectangle(100, 100, 200, 140)
    part = _part(leaning(whole, degrees), 0.7, first)
    np.testing.assert_allclose(part, leaning(rectangle(left, 100, right, 140), degrees), atol=1e-3)


@pytest.mark.parametrize("degrees", [0, 12])
@pytest.mark.parametrize(
    ("other", "spanned"),
    [
        pytest.param((230, 105, 260, 138), (100, 100, 260, 140), id="neighbour"),
        pytest.param((204, 88, 220, 108), (100, 88, 220, 140), id="power"),
    ],
)
def test_neighbours_of_one_line_and_a_base_with_its_power_have_one_place_together(other, spanned, degrees):
    together = _together(leaning(rectangle(100, 100, 200, 140), degrees), leaning(rectangle(*other), degrees))
    np.testing.assert_allclose(together, leaning(rectangle(*spanned), degrees), atol=1e-3)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((400, 100, 440, 140), id="far"),
        pytest.param((230, 160, 260, 200), id="in another line"),
        pytest.param((20, 100, 60, 140), id="before"),
        pytest.param((204, 60, 220, 80), id="too high for a power"),
        pytest.param((240, 88, 256, 108), id="too far for a power"),
        pytest.param((204, 60, 240, 100), id="too large for a power"),
    ],
)
def test_what_is_neither_a_neighbour_nor_a_power_has_no_place_together(other):
    assert _together(rectangle(100, 100, 200, 140), rectangle(*other)) is None


def test_the_page_tells_what_its_places_are():
    numbers = (
        Written("472", rectangle(100, 100, 200, 140)),
        Written("8", rectangle(230, 100, 250, 140)),
        Written("3/5", rectangle(100, 200, 200, 240)),
        Written("-", rectangle(500, 200, 520, 204)),
    )
    printed = (rectangle(400, 20, 460, 40),)
    known = list(known_places(Page(SHEET, numbers, printed, printed), np.random.default_rng(0)))
    right = sorted(tuple(one.corners[0]) for one in known if one.right)
    assert right == [(100, 100), (100, 200), (230, 100)]  # the dash is no number
    wrong = [one.corners for one in known if one.right is False and one.corners[0, 0] < one.corners[1, 0]]
    # The 3 or the 5 of 3/5, a part of 472, it and the 8 together, the print.
    assert sorted(float(corners[1, 0] - corners[0, 0]) for corners in wrong) in (
        [pytest.approx(v, abs=0.01) for v in (100 / 3, 50, 60, 150)],
        [pytest.approx(v, abs=0.01) for v in (50, 60, 200 / 3, 150)],
    )


@pytest.mark.parametrize(
    ("text", "cuts"), [("12", {1}), ("472", {1, 2}), ("3/5", {1.5}), ("04-13-79", {2.5, 5.5}), ("-79", {1, 2})]
)
def test_a_number_is_cut_where_its_parts_look_like_numbers(text, cuts):
    found = {round(_cut(text, np.random.default_rng(seed)) * len(text), 6) for seed in range(40)}
    assert found == cuts


def test_some_numbers_are_shown_upside_down_but_none_that_reads_so_too():
    numbers = tuple(
        Written(text, rectangle(100, 40 * i, 200, 40 * i + 30)) for i, text in enumerate(("472", "69", "1"))
    )
    shown = [one for seed in range(40) for one in known_places(Page(SHEET, numbers, ()), np.random.default_rng(seed))]
    turned = [one for one in shown if one.corners[0, 0] > one.corners[1, 0]]
    assert turned and all(one.right is False and one.number is None for one in turned)
    assert {tuple(one.corners[2]) for one in turned} == {(100, 0)}  # the top left of 472


def test_a_misplaced_number_still_holds_its_middle():
    rng, whole = np.random.default_rng(1), leaning(rectangle(100, 100, 200, 140), 12)
    away = [np.abs(_misplaced(whole, rng) - whole).max() for _ in range(200)]
    assert min(away) > 0 and np.mean(np.array(away) > 20) > 0.2  # half a height
    for _ in range(50):
        assert cv2.pointPolygonTest(_misplaced(whole, rng), tuple(map(float, whole.mean(axis=0))), False) > 0


def test_of_the_narrowest_number_something_is_left():
    rng, one = np.random.default_rng(1), rectangle(100, 100, 103, 140)
    for _ in range(200):
        moved = _misplaced(one, rng)
        assert np.linalg.norm(moved[1] - moved[0]) > 0.2


def drawn_patch(ink=-3.0, paper=0.0, light=0.0):
    """Three bars of ink, blurred, in the middle of a place that is `light` lighter at its right end."""
    pixels = np.full((ROWS, COLS), paper, np.float32)
    pixels[14:34, 70:118:20] = pixels[14:34, 71:119:20] = ink
    inside = np.zeros((ROWS, COLS), bool)
    inside[11:37, 56:136] = True
    return cv2.GaussianBlur(pixels, (0, 0), 1.2) + np.linspace(0, light, COLS, dtype=np.float32), inside


@pytest.mark.parametrize("sign", [1, -1])
def test_what_is_scanned_is_nothing_but_ink_and_paper(sign):
    pixels, inside = drawn_patch(ink=3.0 * sign)
    scanned = _scanned(pixels, inside, sign, np.random.default_rng(0))
    ink = np.abs(scanned).max()
    between = (np.abs(scanned) > 0.2 * ink) & (np.abs(scanned) < 0.8 * ink)
    assert between.mean() < 0.7 * np.mean((np.abs(pixels) > 0.2 * 1.9) & (np.abs(pixels) < 0.8 * 1.9))
    # The same bars, on paper that is nothing.
    inked = np.flatnonzero(np.abs(scanned[24]) > 0.9 * ink)
    assert {70, 71, 90, 91, 110, 111} <= set(inked) <= {at + by for at in (70, 90, 110) for by in range(-2, 4)}
    assert np.sign(scanned[24, 70]) == sign and np.abs(scanned[:8]).max() < 0.1


@pytest.mark.parametrize("drawn", [{"ink": -0.6}, {"light": 8.0}], ids=["pale", "unevenly lit"])
def test_what_a_scanner_would_lose_stays_as_it_is(drawn):
    pixels, inside = drawn_patch(**drawn)
    assert _scanned(pixels, inside, -1, np.random.default_rng(0)) is pixels


def test_a_place_belongs_to_the_one_number_of_which_it_holds_a_part():
    numbers = (Written("472", rectangle(100, 100, 200, 140)), Written("8", rectangle(230, 100, 250, 140)))
    page = Page(SHEET, numbers, ())
    assert _only_one_at(rectangle(150, 90, 215, 150), page) is numbers[0]
    assert _only_one_at(rectangle(150, 90, 255, 150), page) is None  # both
    assert _only_one_at(rectangle(300, 90, 355, 150), page) is None  # none


@pytest.mark.parametrize("degrees", [0, 12])
@pytest.mark.parametrize("place", [(90, 92, 210, 148), (150, 92, 210, 148), (60, 80, 240, 160), (20, 95, 580, 145)])
def test_from_its_extent_in_a_place_the_number_is_found_again(degrees, place):
    whole, place = leaning(rectangle(100, 100, 200, 140), degrees), leaning(rectangle(*place), degrees)
    cells = extent_of(whole, place)
    found = around(place, Verdict(1.0, cells[: COLS // CELL], cells[COLS // CELL :]))
    # With paper around it, a fifth of its height.
    np.testing.assert_allclose(found, leaning(rectangle(92, 92, 208, 148), degrees), atol=0.1)


def test_the_extent_moves_with_what_is_shown():
    number, place = rectangle(100, 100, 200, 140), rectangle(92, 92, 208, 148)
    patch = np.zeros((1, ROWS, COLS, 2), np.int8)
    extents = np.round(255 * extent_of(number, place)).astype(np.uint8)[np.newaxis]
    inside = extents[0, : COLS // CELL].repeat(CELL) > 127
    patch[0, :, inside, 0] = 100
    yes = np.ones(1, bool)
    known = Places(patch, yes, yes, yes, extents, yes)
    moved = set()
    stream = batches(known, 1, seed=1, start=0)
    for _ in range(30):
        (seen,), (_, (truth,)) = next(stream)
        # The middle row's dark or, inverted, light columns.
        bright = np.abs(seen[ROWS // 2, :, 0] - np.median(seen[ROWS // 2, : COLS // 8, 0])) > 1.5
        shown, shares = np.flatnonzero(bright), truth[: COLS // CELL]
        middles = np.arange(0, COLS, CELL) + CELL / 2
        # Cells are dark whole, or not: a pixel or two.
        assert shown.mean() + 0.5 == pytest.approx(np.average(middles, weights=shares), abs=1.5)
        assert len(shown) == pytest.approx(shares.sum() * CELL, abs=3)
        moved.add(int(shown[0]))
        assert truth[-1] == 1
    assert len(moved) > 3
