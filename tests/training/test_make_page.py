import cv2
import numpy as np
import pytest

from tests.training.hands import few_hands
from training.data.datasets import Digits
from training.pages import camera, printed
from training.pages import page as making
from training.pages.hand import WAVER, PageHand, Stretch, thinned
from training.pages.page import KINDS, Written, in_reading_order, make_page
from training.pages.sheet import Sheet, comb
from training.pages.studio import NEATLY, Studio
from training.writing.hands import SetHands


@pytest.fixture(scope="module")
def hands():
    return few_hands()


def _made(hands, kind, seed):
    return make_page(*hands, np.random.default_rng([1, seed]), kind)


def _inside(corners, points, slack=0.0):
    """Whether each of points (n, 2) lies in the corners' quadrilateral, or at most `slack` pixels outside."""
    quad = np.asarray(corners, np.float32)
    return [cv2.pointPolygonTest(quad, (float(x), float(y)), True) >= -slack for x, y in points]


def _ink_points(layer, threshold=100):
    """Middles of the pixels with ink, x and y."""
    return np.argwhere(layer > threshold)[:, ::-1] + 0.5


def test_same_seed_gives_the_same_page(hands):
    one, two, other = (_made(hands, None, seed) for seed in (3, 3, 4))
    assert np.array_equal(one.grey, two.grey)
    assert [n.text for n in one.numbers] == [n.text for n in two.numbers]
    assert all(np.array_equal(a.corners, b.corners) for a, b in zip(one.numbers, two.numbers, strict=True))
    assert one.grey.shape != other.grey.shape or not np.array_equal(one.grey, other.grey)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_pages_with_numbers_whole_in_them(hands, kind):
    found = 0
    for seed in range(4):
        page = _made(hands, kind, seed)
        rows, cols = page.grey.shape
        least = 60 if kind == "field" else 390
        assert page.grey.dtype == np.uint8 and least * page.scale - 1 <= max(rows, cols) <= 1290 * page.scale
        for number in page.numbers:
            assert set(number.text) <= set("0123456789.,-/") and any(c.isdigit() for c in number.text)
            assert number.corners.shape == (4, 2) and number.corners.dtype == np.float32
            assert (number.corners >= 0).all() and (number.corners <= (cols, rows)).all()
        found += len(page.numbers)
    assert (found == 0) == (kind == "nothing")


def test_pages_are_small_images_and_photos(hands):
    scales = np.array([_made(hands, "nothing", seed).scale for seed in range(40)])
    assert (scales == 1).any() and (scales > 2).any() and scales.max() <= making.LARGEST


@pytest.mark.parametrize("kind", ["form", "table", "note", "cheque"])
def test_a_large_image_shows_as_much_in_more_pixels(hands, kind):
    def height(scale):
        made = [make_page(*hands, np.random.default_rng(seed), kind, scale=scale) for seed in range(6)]
        return np.median([np.linalg.norm(n.corners[3] - n.corners[0]) for page in made for n in page.numbers])

    assert height(2.0) / height(1.0) == pytest.approx(2.0, rel=0.35)


def test_printed_lines_are_as_many_times_as_wide():
    small, large = Sheet(40, 40), Sheet(80, 80, scale=2.0)
    for sheet in (small, large):
        sheet.line((0, sheet.rows // 2), (sheet.cols, sheet.rows // 2))
    assert [(sheet.printed.max(axis=1) > 0).sum() for sheet in (small, large)] == [1, 3]  # OpenCV's 2 is 3 wide


def test_a_number_that_nobody_can_see_is_none():
    corners = np.array([[20, 20], [60, 20], [60, 40], [20, 40]], np.float32)
    grey = np.zeros((60, 80), np.uint8)
    number = Written("7", corners)
    assert not making._can_be_read(number, grey, 7.5)
    cv2.line(grey, (25, 22), (55, 38), 200, 2)
    assert making._can_be_read(number, grey, 7.5)
    assert not making._can_be_read(number, grey, 30)


def test_a_drawing_has_no_ink_outside_its_numbers(hands):
    # Only expressions have other ink on a screen: operators.
    drawn = [page for seed in range(20) if len((page := _made(hands, "canvas", seed)).numbers) == 1]
    assert drawn
    for page in drawn:
        ink = _ink_points(255 - page.grey)
        assert len(ink) and all(_inside(page.numbers[0].corners, ink, slack=1.0))


def test_corners_are_tight_along_the_writing(hands):
    for seed, angle in enumerate((0.0, 0.3, -0.2)):
        rng = np.random.default_rng(seed)
        sheet, hand = Sheet(500, 700), PageHand(*hands, 40, rng)
        sheet.write([hand.number("1984", 40, rng)], 150, 250, 40, angle=angle)
        ((text, corners),) = sheet.numbers
        ink = _ink_points(sheet.ink, 40)  # a thin tip pales where it is turned
        assert text == "1984" and all(_inside(corners, ink, slack=2.0))
        for i in range(4):  # each side touches the ink
            along = (corners[(i + 1) % 4] - corners[i]) / np.linalg.norm(corners[(i + 1) % 4] - corners[i])
            off = (ink - corners[i]) @ np.array([-along[1], along[0]])
            assert abs(off.min()) < 2
        assert np.arctan2(*(corners[0] - corners[1])[::-1] * (-1, -1)) == pytest.approx(-angle, abs=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_the_camera_moves_corners_with_the_ink(seed):
    rng = np.random.default_rng(seed)
    sheet = Sheet(400, 600)
    block = Stretch(np.full((60, 120), 255, np.uint8), 60, "1")
    sheet.write([block], 40 + 35 * seed, 330 - 20 * seed, 60)
    grey, move = camera.take(sheet, rng)
    corners = move(sheet.numbers[0][1])
    alone = np.zeros(grey.shape, np.uint8)
    cv2.fillPoly(alone, [np.round(corners).astype(np.int32)], 1)
    inner, around = (
        cv2.erode(alone, np.ones((9, 9))),
        cv2.dilate(alone, np.ones((13, 13))) - cv2.dilate(alone, np.ones((7, 7))),
    )
    # The block is darker than the paper next to it on all sides, up to its corners.
    assert grey[inner == 1].mean() < grey[around == 1].mean() - 15
    for corner, middle in zip(corners, [corners.mean(axis=0)] * 4, strict=True):
        out, within = corner + 0.08 * (corner - middle), corner - 0.08 * (corner - middle)
        (x, y), (u, v) = np.floor(out).astype(int), np.floor(within).astype(int)
        assert int(grey[v, u]) < int(grey[y, x])


def test_digits_in_a_comb_are_one_number(hands):
    rng = np.random.default_rng(5)
    sheet, hand = Sheet(200, 600), PageHand(*hands, 30, rng)
    comb(sheet, hand, "10509", 50, 100, 30, 60, rng)
    ((text, corners),) = sheet.numbers
    assert text == "10509"
    assert 200 < corners[1, 0] - corners[0, 0] < 300
    assert all(_inside(corners, _ink_points(sheet.ink), slack=1.0))


def test_writing_that_would_run_out_of_the_sheet_is_moved_into_it(hands):
    rng = np.random.default_rng(6)
    sheet, hand = Sheet(200, 300), PageHand(*hands, 30, rng)
    sheet.write([hand.number("123456789", 30, rng)], 280, 300, 30, angle=0.1)
    corners = sheet.numbers[0][1]
    assert (corners >= 0).all() and (corners <= (300, 200)).all()


def test_thinned_strokes_keep_their_length_and_one_width():
    ink = np.zeros((60, 100), np.uint8)
    cv2.line(ink, (15, 30), (85, 30), 255, 11)
    thin = thinned(ink, 3.0)
    assert (thin.astype(float).sum(axis=0) / 255)[25:75] == pytest.approx(np.full(50, 3.0), abs=1.1)
    assert np.flatnonzero(thin.max(axis=0) > 100)[[0, -1]] == pytest.approx([12, 88], abs=4)


def test_a_thin_pen_draws_the_loops_that_a_thick_one_filled():
    # The first writer's 8 is two blots, the second's has its loops.
    thick, fine = (np.zeros((28, 28), np.uint8) for _ in range(2))
    for middle in (9, 18):
        cv2.circle(thick, (14, middle), 5, 255, -1)
        cv2.circle(fine, (14, middle), 5, 255, 2)
    eights = SetHands(Digits("two", np.stack([thick, fine]), np.array([8, 8]), np.array([0, 1])))
    for seed in range(6):
        rng = np.random.default_rng(seed)
        hand = PageHand([eights], [1.0], 60, rng, felt=0.0)
        ink = hand.number("8", 60, rng).ink
        inside = cv2.connectedComponents((np.pad(ink, 1) <= 70).astype(np.uint8), connectivity=4)[0] - 2
        assert inside >= 2


def test_reading_order_is_rows_then_columns():
    def at(text, x, y):
        corners = np.array([[x, y], [x + 30, y], [x + 30, y + 20], [x, y + 20]], np.float32)
        return Written(text, corners)

    order = in_reading_order([at("4", 100, 60), at("2", 100, 4), at("1", 10, 8), at("3", 10, 58)])
    assert [n.text for n in order] == ["1", "2", "3", "4"]


def test_held_back_print_is_never_trained_on():
    assert not set(printed.print_fonts(False)) & set(printed.print_fonts(True))
    assert printed.print_fonts(True)


def test_fonts_from_npm_print_training_pages_alone(tmp_path, monkeypatch):
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "lato-latin-400-normal.woff2").touch()
    monkeypatch.setenv("DIGITS_FONTS", str(tmp_path))
    printed.print_fonts.cache_clear()
    try:
        trained_on, held_back = ({str(font) for font in printed.print_fonts(held)} for held in (False, True))
    finally:
        printed.print_fonts.cache_clear()
    font = str(tmp_path / "print" / "lato-latin-400-normal.woff2")
    assert font in trained_on and font not in held_back


def test_some_training_pages_are_in_a_neat_hand_and_none_that_are_measured(hands):
    rng = np.random.default_rng(0)
    training, measured = (
        [Studio(*hands, held_back).hand(30.0, rng).waver < WAVER for _ in range(200)] for held_back in (False, True)
    )
    assert np.mean(training) == pytest.approx(NEATLY, abs=0.08) and not any(measured)


def test_print_without_fonts(monkeypatch, hands):
    monkeypatch.setattr(printed, "FOLDERS", ())
    monkeypatch.setenv("DIGITS_FONTS", "/nowhere")
    printed.print_fonts.cache_clear()
    try:
        assert all(isinstance(font, int) for font in printed.print_fonts())
        page = _made(hands, "form", 2)
        assert page.others
    finally:
        printed.print_fonts.cache_clear()


def test_shares_are_of_kinds_that_exist():
    assert set(making.KINDS) == set(making._MAKERS)
    assert sum(making.KINDS.values()) == pytest.approx(1)
