"""What the reading says of the photo itself. Rates over several hands: one photo proves little either way."""

from itertools import pairwise

import numpy as np
import pytest

from tests import drawing
from tests.reading.photos import ink_box, out_of_focus, page, photo, shaken, spot_on_ink
from webapp.reading.coach import MESSAGES, advise
from webapp.reading.decode import decode_image
from webapp.reading.finding.ink_lines import find_ink, number_boxes
from webapp.reading.places.cut import cut_box
from webapp.reading.read import read_image
from webapp.reading.read_line import read_cut
from webapp.reading.result import Box, Digit, Number, Reading, Size

SEEDS = range(10)
MOST = 8  # of them
HEIGHT = 64  # of the digits in `page`


@pytest.fixture
def read(reader):
    """The reading of an encoded image, a page's numbers being its lines of ink: what the coach sees, whatever the
    locator finds on a bad photo."""

    def read_lines(data, layout="page"):
        if layout == "number":
            return read_image(data, reader, layout="number")
        grey = decode_image(data, max_pixels=10**7)
        cuts = [cut_box(grey, box) for box in number_boxes(find_ink(grey))]
        numbers = [number for cut in cuts if (number := read_cut(cut, reader, None, trusted=True))]
        return Reading((Size(*grey.shape[::-1]),), tuple(numbers), "", "", warnings=advise(grey, numbers))

    return read_lines


def codes(data, read, **options):
    return [warning.code for warning in read(data, **options).warnings]


def count(code, read, make, **options):
    """For how many hands the reading has this warning; make(seed) gives a photo."""
    return sum(code in codes(make(seed), read, **options) for seed in SEEDS)


def test_good_photos_are_left_alone(read):
    for seed in range(20):
        height = [24, 40, 64, 110][seed % 4]
        assert codes(photo(page(seed, height), seed), read) == [], seed


def test_a_canvas_is_left_alone(read):
    for text in ("1", "11", "7", "42", "1/1", "1984"):
        assert codes(drawing.encode(drawing.draw_number(text, margin=0.5)), read) == [], text


def test_light_ink_on_dark_paper_is_left_alone(read):
    board = drawing.draw_page(["472", "308"], 90, ink=(225, 225, 220), paper=(30, 42, 36))
    assert codes(drawing.encode(board, ".jpg"), read) == []


@pytest.mark.parametrize("slant", [-0.15, 0.0, 0.1])
def test_a_lone_upright_stroke_is_left_alone(read, slant):
    """It has edges to its sides only, which a hand that moves up and down would not blur."""
    for seed in SEEDS:
        image = drawing.blank(220, 200)
        stroke = [(100 + slant * down + np.sin(down / 30 + seed), down) for down in range(50, 171, 10)]
        drawing.draw_strokes_inplace(image, [stroke], 8)
        sheet = out_of_focus(image[:, :, 0].astype(np.float32) / 255, 9)
        reading = read(photo(sheet, seed), layout="number")
        assert (reading.text, reading.warnings) == ("1", ())


def test_blank_paper_with_a_faint_stain_is_left_alone(read):
    blank = np.ones((600, 800), np.float32)
    stained = blank - 0.06 * (np.abs(blank.cumsum(axis=1) - 400) < 40)
    for seed in SEEDS:
        assert codes(photo(blank, seed), read) == []
        assert codes(photo(out_of_focus(stained, 12), seed, noise=0.2), read) == []


@pytest.mark.parametrize("radius", [0.18, 0.24])
def test_a_photo_out_of_focus_is_blurred(read, radius):
    assert count("blurred", read, lambda seed: photo(out_of_focus(page(seed), radius * HEIGHT), seed)) >= MOST


@pytest.mark.parametrize("angle", [0, 0.8, 1.57, 2.4])
def test_a_shaken_photo_is_blurred_whatever_the_direction(read, angle):
    assert count("blurred", read, lambda seed: photo(shaken(page(seed), 0.4 * HEIGHT, angle), seed)) >= MOST


def test_a_blur_that_is_nothing_to_the_digits_is_not_told(read):
    assert count("blurred", read, lambda seed: photo(out_of_focus(page(seed), 0.05 * HEIGHT), seed)) == 0


@pytest.mark.parametrize(("light", "noise"), [(35, 8), (22, 6), (14, 4)])
def test_a_photo_in_the_dark_is_dark(read, light, noise):
    assert count("dark", read, lambda seed: photo(page(seed), seed, light=light, noise=noise)) >= MOST


def test_a_dim_photo_that_can_be_read_is_not_told(read):
    assert count("dark", read, lambda seed: photo(page(seed), seed, light=110, noise=4)) == 0


def test_digits_of_few_pixels_are_small(read):
    # As one number: so small ones are not always found on a page.
    def make(height):
        return lambda seed: photo(page(seed, height, lines=["472908"]), seed, noise=1)

    assert count("small", read, make(10), layout="number") >= MOST
    assert count("small", read, make(20), layout="number") == 0


def test_small_print_that_the_edge_cuts_is_no_number_cut_off():
    image = drawing.draw_page(["472", "908"], 80, margin=1.5)[:, :, 0]
    label = drawing.draw_number("472", 34, margin=0.2)[:, 14:, 0]
    image[20 : 20 + label.shape[0], : label.shape[1]] = label
    large = [number_in(Box(100, top, 300, top + 96)) for top in (112, 264)]
    small = number_in(Box(0, 23, label.shape[1], 64))
    assert [warning.code for warning in advise(image, [small])] == ["cut_off"]
    assert advise(image, [small, *large]) == ()


def number_in(box):
    edges = np.linspace(box.left, box.right, 4).astype(int).tolist()
    boxes = [Box(left, box.top, right, box.bottom) for left, right in pairwise(edges)]
    return Number(tuple(Digit(value, 1.0, True, own) for value, own in zip("472", boxes, strict=True)), 1.0, True, box)


@pytest.mark.parametrize("turned", range(4))
def test_a_page_that_lies_on_its_side_is_as_large_and_as_sharp(reader, locator, turned):
    """The advance of a 1 passed for its height: 10 pixels of 24."""
    image = drawing.draw_page(["2114", "1311", "4711", "11031"], 24)
    reading = read_image(drawing.encode(np.ascontiguousarray(np.rot90(image, turned))), reader, locator)
    assert len(reading.numbers) == 4 and reading.warnings == ()


@pytest.mark.parametrize("turned", range(4))
def test_a_cut_number_on_a_page_that_lies_on_its_side(turned):
    image = drawing.draw_page(["472908"], 80, margin=1.5)[:, 150:, 0]
    boxes = [Box(left, 112, left + 60, 208) for left in (60, 120, 180)]
    for _ in range(turned):  # anticlockwise
        boxes = [Box(box.top, image.shape[1] - box.right, box.bottom, image.shape[1] - box.left) for box in boxes]
        image = np.ascontiguousarray(np.rot90(image))
    around = [
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    ]
    number = Number(tuple(Digit("9", 1.0, True, box) for box in boxes), 1.0, True, Box(*around))
    assert [warning.code for warning in advise(image, [number])] == ["cut_off"]


@pytest.mark.parametrize("radius", [0.6, 1.2])
def test_a_light_on_a_number_is_glare(read, radius):
    def make(seed):
        sheet = page(seed)
        return photo(sheet, seed, light=170, spot=spot_on_ink(sheet, radius * HEIGHT, seed))

    assert count("glare", read, make) >= MOST


def test_a_lamp_at_the_side_of_white_paper_is_no_glare(read):
    def make(seed):
        sheet = page(seed)
        return photo(sheet, seed, light=215, spot=np.linspace(-20, 90, sheet.shape[1]) * sheet)

    assert count("glare", read, make) == 0


@pytest.mark.parametrize("edge", ["left", "top", "right", "bottom"])
def test_a_number_that_the_edge_cuts_is_cut_off(read, edge):
    def make(seed):
        sheet = page(seed, lines=["472908"])
        left, top, right, bottom = ink_box(sheet)
        some = round(0.25 * HEIGHT)
        cuts = {
            "left": sheet[:, left + some :],
            "top": sheet[top + some :],
            "right": sheet[:, : right - some],
            "bottom": sheet[: bottom - some],
        }
        return photo(np.ascontiguousarray(cuts[edge]), seed)

    assert count("cut_off", read, make) >= MOST
    assert count("cut_off", read, make, layout="number") == 0


def test_ink_close_to_the_edge_is_not_cut_off(read):
    def make(seed):
        sheet = page(seed, lines=["472908"])
        left, top, right, bottom = ink_box(sheet)
        return photo(np.ascontiguousarray(sheet[top - 4 : bottom + 4, left - 4 : right + 4]), seed)

    assert count("cut_off", read, make) == 0


def test_a_rule_that_runs_out_of_the_image_is_not_cut_off(read):
    image = drawing.draw_number("472908", 90, margin=0.6)
    image[-30:-26] = 60
    assert "cut_off" not in codes(drawing.encode(image), read)


def test_cells_whose_walls_run_out_of_the_image_are_not_cut_off(read):
    image = drawing.draw_number("3021", 90, margin=0.4, spacing=0.6)
    rows, cols = image.shape[:2]
    image[rows - 20 : rows - 17, 8 : cols - 8] = 70
    for wall in range(8, cols - 8, 104):
        image[: rows - 17, wall : wall + 3] = 70
    assert "cut_off" not in codes(drawing.encode(image), read)


def test_a_dash_that_runs_out_of_the_image_is_not_cut_off(read):
    image = drawing.draw_number("472", 90, margin=0.5)
    image[84:92, -20:] = 40
    assert "cut_off" not in codes(drawing.encode(image), read)


def test_each_warning_is_a_sentence_that_says_what_to_do():
    for message in MESSAGES.values():
        assert message.endswith(".") and ": " in message and len(message) < 110


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (2, 2), (3, 5000)])
def test_the_smallest_images_are_answered(shape):
    noise = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    assert advise(noise, ()) is not None
