"""The shipped reader on what it must pass over, place and doubt: fields, marks, images that hold no number."""

import cv2
import numpy as np
import pytest

from tests import drawing
from training.writing.not_numbers import not_number_images
from webapp.reading.read import read_image

HEIGHT, TOP, LEFT = 60, 58, 130
PRINT = (40, 40, 40)
RUPEE = [
    [(0.02, 0.05), (0.3, 0.05), (0.6, 0.05)],
    [(0.02, 0.3), (0.3, 0.3), (0.6, 0.3)],
    [(0.02, 0.05), (0.3, 0.06), (0.42, 0.2), (0.35, 0.42), (0.05, 0.52), (0.05, 0.52), (0.25, 0.75), (0.45, 1.0)],
]


def framed_amount(text, seed, sign=True, ending=True):
    """An amount in a printed frame, with a currency sign before it and "/-" behind it. (rows, cols, 3) uint8 RGB"""
    sheet = drawing.blank(200, 640, (235, 235, 235))
    cv2.rectangle(sheet, (50, 35), (600, 145), PRINT, 2)
    if sign:
        printed = [[(65 + 45 * right, 65 + 45 * down) for right, down in stroke] for stroke in RUPEE]
        drawing.draw_strokes_inplace(sheet, printed, 5, PRINT)
    strokes = drawing.strokes_of(text, HEIGHT, left=LEFT, top=TOP, seed=seed)
    if ending:
        right = max(x for stroke in strokes for x, _ in stroke)
        strokes += [
            [(right + 45, TOP - 8), (right + 18, TOP + HEIGHT + 8)],
            [(right + 42, TOP + 30), (right + 85, TOP + 28)],
        ]
    drawing.draw_strokes_inplace(sheet, strokes, 5)
    cv2.putText(sheet, "PAY", (4, 180), cv2.FONT_HERSHEY_SIMPLEX, 0.9, PRINT, 2)
    return sheet


def date_cells(text, seed):
    """Eight cells with a digit each, and a letter below each. (rows, cols, 3) uint8 RGB"""
    sheet = drawing.blank(190, 640, (235, 235, 235))
    for place, (digit, letter) in enumerate(zip(text, "DDMMYYYY", strict=True)):
        west = 50 + 68 * place
        cv2.rectangle(sheet, (west, 40), (west + 68, 140), PRINT, 2)
        cv2.putText(sheet, letter, (west + 22, 180), cv2.FONT_HERSHEY_SIMPLEX, 1.1, PRINT, 2)
        strokes = drawing.strokes_of(digit, HEIGHT, left=west + 18, top=TOP, seed=seed + place)
        drawing.draw_strokes_inplace(sheet, strokes, 5)
    return sheet


def read(image, reader, **options):
    return read_image(drawing.encode(image), reader, layout="number", **options)


def share_right(reader, drawn):
    return np.mean([read(image, reader).text == text for image, text in drawn])


def some_numbers(seed, digits, count):
    rng = np.random.default_rng(seed)
    return ["".join(map(str, rng.integers(0, 10, digits))) for _ in range(count)]


@pytest.mark.parametrize(("sign", "ending"), [(True, True), (True, False), (False, True), (False, False)])
def test_amounts_in_frames(reader, sign, ending):
    numbers = some_numbers(1, 5, 12)
    drawn = [(framed_amount(number, seed, sign, ending), number) for seed, number in enumerate(numbers)]
    assert share_right(reader, drawn) >= 0.7


def test_dates_in_cells(reader):
    drawn = [(date_cells(number, seed), number) for seed, number in enumerate(some_numbers(2, 8, 12))]
    assert share_right(reader, drawn) >= 0.7


def test_each_digit_is_placed_within_its_width(reader):
    places = []
    for seed, number in enumerate(some_numbers(3, 6, 20)):
        strokes = drawing.strokes_of(number, HEIGHT, left=40, top=40, seed=seed)
        sheet = drawing.blank(140, round(max(x for stroke in strokes for x, _ in stroke)) + 40)
        drawing.draw_strokes_inplace(sheet, strokes, 5)
        (answer,) = read(sheet, reader).numbers
        if answer.text == number:
            lengths = np.cumsum([0, *(len(drawing.STROKES[digit]) for digit in number)])
            written = [np.vstack(strokes[a:b])[:, 0] for a, b in zip(lengths[:-1], lengths[1:], strict=True)]
            places += [(x.min(), x.max(), d.box.left, d.box.right) for x, d in zip(written, answer.digits, strict=True)]
    assert len(places) >= 60
    width = 0.6 * HEIGHT
    assert all(abs(west - left) < width and abs(east - right) < width for west, east, left, right in places)


def test_hardly_anything_that_is_no_number_gives_a_sure_digit(reader):
    images = list(not_number_images(180, seed=7))
    readings = [read_image(drawing.encode(image), reader, layout="number") for image in images]
    assert sum(reading.status == "sure" for reading in readings) <= 2
    assert np.mean([reading.text == "" for reading in readings]) >= 0.7


def test_a_pattern_helps_a_doubtful_date(reader):
    drawn = [(drawing.draw_number(text, seed=seed, spacing=0.1), text) for seed, text in enumerate(DATES)]
    free = [read(image, reader).text == text for image, text in drawn]
    bound = [read(image, reader, pattern=r"\d{2}/\d{2}/\d{4}").text == text for image, text in drawn]
    assert sum(bound) >= max(sum(free), 0.8 * len(DATES))


DATES = [f"{2 * n + 1:02}/{n + 1:02}/20{n + 11}" for n in range(12)]


def test_luhn_chooses_among_the_likeliest(reader):
    right = chosen = 0
    for seed in range(6):
        reading = read(drawing.draw_number("79927398713", seed=seed), reader, pattern="luhn")
        right += reading.text == "79927398713"
        chosen += reading.numbers[0].check.passed
    assert right >= 5
    assert chosen == 6
