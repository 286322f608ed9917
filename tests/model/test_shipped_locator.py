"""The shipped locator with the shipped reader, on pages that the tests draw."""

import json
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests import drawing
from webapp.reading.errors import ReaderMismatch
from webapp.reading.finding.look import VERSION
from webapp.reading.judge import LEAST_TRUST
from webapp.reading.locate import find_numbers
from webapp.reading.network import Locator
from webapp.reading.places.verify import VERSION as PATCH_VERSION
from webapp.reading.places.verify import patch
from webapp.reading.read import read_image
from webapp.settings import ROOT

FOLDER = ROOT / "models" / "locator"


@pytest.fixture(scope="module")
def card():
    return json.loads((FOLDER / "card.json").read_text())


def read(image, reader, locator, **options):
    return read_image(drawing.encode(image), reader, locator, **options)


def sheet(*placed, rows=600, cols=1000, paper=(235, 238, 240), pen=0.07):
    """Numbers on a sheet, each as (text, left, top, height): (rows, cols, 3) uint8."""
    image = drawing.blank(rows, cols, paper)
    for text, left, top, height in placed:
        strokes = drawing.strokes_of(text, height, left=left, top=top)
        drawing.draw_strokes_inplace(image, strokes, pen * height)
    return image


def print_text(image, text, left, baseline, size):
    """Set a line in Pillow's own typeface. image: (rows, cols, 3) uint8, changed"""
    printed = Image.fromarray(image)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(printed).text((left, baseline), text, fill=(40, 40, 40), font=font, anchor="ls")
    image[:] = np.asarray(printed)


def form():
    """Printed labels and rules, a printed number, and three handwritten ones."""
    image = sheet(("472", 420, 130, 44), ("1350.00", 420, 250, 44), ("31/12/2019", 420, 370, 44), rows=560, cols=900)
    for label, top in (("Order no.", 170), ("Amount", 290), ("Date", 410)):
        print_text(image, label, 90, top, 30)
        cv2.line(image, (400, top + 14), (840, top + 14), (120, 120, 120), 1)
    print_text(image, "Form 2075, page 1 of 3", 90, 60, 24)
    return image


def test_the_locator_fits_this_code(card):
    assert card["page_input"] == VERSION
    assert "python -m training train-locator" in card["training"]["command"]
    assert card["training"]["log"][-1]["step"] == card["training"]["plan"]["steps"]


def test_the_weights_are_small():
    assert (FOLDER / "locator.tflite").stat().st_size < 2_000_000
    assert (FOLDER / "verifier.tflite").stat().st_size < 600_000
    assert (FOLDER / "witness.tflite").stat().st_size < 600_000


@pytest.mark.parametrize("name", ["verifier", "witness"])
def test_verifier_and_witness_fit_this_code(card, name):
    verifier = card[name]
    assert verifier["patch"] == PATCH_VERSION
    assert "python -m training train-verifier" in verifier["command"]
    assert verifier["log"][-1]["step"] == verifier["plan"]["steps"]
    thresholds = card["thresholds"]
    assert LEAST_TRUST < thresholds["sure"] < 1 and 0 < thresholds["printed"] < thresholds["written"] < 1


@pytest.mark.parametrize("figure", ["synthetic_pages", "turned_90", "turned_180", "tilted_15_left", "no_number"])
def test_the_card_holds_its_figures(card, figure):
    assert card["figures"][figure]


WRITTEN = ["472", "135000", "31122019"]


def found_in(reading):
    """The digits of what was written on the form, in their order; what else was found has to be asked about."""
    others = [number for number in reading.numbers if number.digits_only not in WRITTEN]
    assert len(others) <= 1 and not any(number.sure for number in others)
    return [number.digits_only for number in reading.numbers if number.digits_only in WRITTEN]


def test_numbers_of_a_form_are_found_among_its_print(reader, locator):
    assert found_in(read(form(), reader, locator)) == WRITTEN


def test_printed_sums_as_large_as_their_answers_are_passed_over(reader, locator):
    """The verifier takes five of the ten numbers in such print for handwriting."""
    image, answers = drawing.blank(640, 900, (236, 238, 240)), ["16", "94", "1103", "57", "8"]
    for i, answer in enumerate(answers):
        top = 60 + 110 * i
        print_text(image, f"{3 * i + 12}", 80, top + 50, 52)
        print_text(image, f"+ {47 + i} =", 200, top + 50, 52)
        strokes = drawing.strokes_of(answer, 56, left=520, top=top, seed=i, slant=0.15)
        drawing.draw_strokes_inplace(image, strokes, 4)
    numbers = read(image, reader, locator).numbers
    assert [number.text for number in numbers if number.box.left > 450] == answers
    printed = [number for number in numbers if number.box.left < 450]
    assert len(printed) <= 1 and not any(number.sure for number in printed)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_form_that_lies_sideways_or_upside_down_is_read(reader, locator, turns):
    turned = np.ascontiguousarray(np.rot90(form(), turns))
    reading = read(turned, reader, locator)
    assert sorted(found_in(reading)) == sorted(WRITTEN)
    for number in reading.numbers:
        if number.digits_only in WRITTEN:
            assert (number.box.height > number.box.width) == (turns != 2)


@pytest.mark.parametrize("angle", [-12, 7])
def test_a_form_that_is_tilted_is_read(reader, locator, angle):
    rows, cols = 560, 900
    matrix = cv2.getRotationMatrix2D((cols / 2, rows / 2), angle, 0.8)
    tilted = cv2.warpAffine(form(), matrix, (cols, rows), borderValue=(90, 80, 70))
    assert {"135000", "31122019"} <= {number.digits_only for number in read(tilted, reader, locator).numbers}


@pytest.mark.parametrize("scale", [0.6, 1.0, 3.0])
def test_the_resolution_does_not_matter(reader, locator, scale):
    image = cv2.resize(form(), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reading = read(image, reader, locator)
    assert found_in(reading) == WRITTEN
    first = next(number for number in reading.numbers if number.digits_only == "472")
    assert first.box.left / scale == pytest.approx(415, abs=25)


def test_columns_and_lines_come_in_reading_order(reader, locator):
    page = sheet(("31", 60, 60, 60), ("72", 600, 70, 60), ("4", 60, 350, 60), ("55", 600, 340, 60))
    assert read(page, reader, locator).text.split() == ["31", "72", "4", "55"]


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6])
def test_small_writing_between_large_is_not_lost_without_a_word(reader, locator, seed):
    """A sixth of such numbers were neither listed nor dotted, though such a sheet holds nothing else."""
    rng = np.random.default_rng(seed)
    image = drawing.blank(420, 560, (240, 240, 240))
    texts = [f"{rng.integers(1, 28):02}/0{rng.integers(1, 10)}/2016", str(rng.integers(100, 99999)), "1986.18"]
    rows = [(text, 40 + 125 * i, 25 if i == 1 or seed % 2 else 50) for i, text in enumerate(rng.permutation(texts))]
    for text, top, height in rows:
        strokes = drawing.strokes_of(text, height, left=50, top=top, seed=int(rng.integers(1000)))
        drawing.draw_strokes_inplace(image, strokes, max(2.0, 0.085 * height))
    noisy = cv2.GaussianBlur(image, (0, 0), 0.7) + rng.normal(0, 5, image.shape)
    reading = read(np.clip(noisy, 0, 255).astype(np.uint8), reader, locator)
    shown = [one.box for one in (*reading.numbers, *reading.candidates)]
    for text, top, height in rows:
        listed = text in [number.text for number in reading.numbers]
        assert listed or any(box.top < top + height / 2 < box.bottom and not one_is_sure(reading, box) for box in shown)


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_a_number_that_the_edge_of_the_photo_cuts_is_not_sure(reader, locator, seed):
    """252252, cut in its last digit, was a sure 25225: ink and network agree on what is left of it."""
    rng = np.random.default_rng(seed)
    whole = sheet(*((str(rng.integers(10000, 999999)), 300, 60 + 180 * i, 60) for i in range(3)))
    cut = np.ascontiguousarray(whole[:, 318 + 2 * seed :])  # within the first digits
    reading = read(cut, reader, locator)
    assert reading.numbers and not any(number.sure for number in reading.numbers), reading.text


def one_is_sure(reading, box):
    return any(number.sure and number.box == box for number in reading.numbers)


def test_chalk_on_a_board(reader, locator):
    board = 255 - sheet(("42", 300, 200, 100), paper=(200, 215, 205))
    assert read(board, reader, locator).text == "42"


def test_a_number_in_cells_is_one(reader, locator):
    image = drawing.blank(300, 900, (240, 240, 240))
    for place, digit in enumerate("50931"):
        left = 250 + place * 60
        cv2.rectangle(image, (left, 120), (left + 60, 190), (110, 110, 110), 2)
        drawing.draw_strokes_inplace(image, drawing.strokes_of(digit, 44, left=left + 18, top=133, seed=place), 4)
    print_text(image, "Postcode", 60, 165, 28)
    assert read(image, reader, locator).text == "50931"


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (7, 7), (600, 900), (3000, 2), (3, 70_000)])
def test_blank_paper_holds_no_number(locator, level, shape):
    assert find_numbers(np.full(shape, level, np.uint8), locator.maps) == []


def test_noise_and_shadow_hold_no_number(locator):
    light = np.linspace(120, 230, 900) + np.random.default_rng(0).normal(0, 3, (600, 900))
    assert find_numbers(np.clip(light, 0, 255).astype(np.uint8), locator.maps) == []


def test_a_printed_page_holds_no_sure_number(reader, locator):
    image = drawing.blank(900, 700, (245, 245, 245))
    for line in range(14):
        text = f"{line + 1}. Paragraph {17 * line + 3} of the terms, {1990 + line}"
        print_text(image, text, 60, 80 + 55 * line, 24)
    assert not any(number.sure for number in read(image, reader, locator).numbers)


def test_a_sloppy_crop_around_one_number_reads_that_number(reader, locator):
    for crop in ((400, 225, 660, 325), (405, 240, 640, 305), (380, 200, 720, 345)):
        reading = read(form(), reader, locator, crop=crop)
        assert "135000" in [number.digits_only for number in reading.numbers]


def test_a_crop_of_two_lines_holds_two_numbers(reader, locator):
    reading = read(form(), reader, locator, crop=(390, 110, 860, 330))
    assert [number.digits_only for number in reading.numbers] == ["472", "135000"]


def around(*box):
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def test_a_whole_number_is_trusted_more_than_a_part_of_it(locator):
    grey = cv2.cvtColor(sheet(("13508", 320, 130, 44), rows=300, cols=900, pen=0.05), cv2.COLOR_RGB2GRAY)
    cols = 300 + np.flatnonzero((grey[100:200, 300:800] < 150).any(axis=0))
    left, right = cols.min() - 8, cols.max() + 8
    whole, first, last = (
        locator.trust(patch(grey, around(start, 120, end, 184)))
        for start, end in ((left, right), (left, left + 90), (right - 90, right))
    )
    assert whole > 10 * first and whole > 10 * last


def test_threads_may_share_it(locator):
    """Pages of other sizes at the same time: each gets its own maps."""
    pages = [np.random.default_rng(i).normal(0, 1, (64 + 32 * i, 96)).astype(np.float32) for i in range(6)]
    alone = [locator.maps(page) for page in pages]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(locator.maps, pages * 3))
    for got, expected in zip(together, alone * 3, strict=True):
        assert (got[0] == expected[0]).all() and (got[1] == expected[1]).all()


def test_a_folder_without_a_locator_says_what_to_do(tmp_path):
    with pytest.raises(ReaderMismatch, match="train-locator"):
        Locator.load(tmp_path)
