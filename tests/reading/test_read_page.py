import numpy as np
import pytest

from tests import drawing
from tests.reading.lines import scores_for
from tests.reading.pages import BlindLocator, TrustfulLocator, placed, read, two_numbers
from webapp.reading import read_page
from webapp.reading.errors import BadCrop
from webapp.reading.places.place import HINT, WRITTEN, Place
from webapp.reading.places.verify import COLS, ROWS
from webapp.reading.result import Size


def test_two_lines_are_two_numbers_in_reading_order(reader, locator):
    reading = read(drawing.draw_page(["472", "308"], 90), reader, locator)
    assert reading.text == "472\n308"


def test_a_crop_reads_only_its_part_and_answers_in_the_whole_image(reader, locator):
    image = drawing.draw_page(["472", "308"], 90)
    rows, cols = image.shape[:2]
    reading = read(image, reader, locator, crop=(0, rows // 2, cols, rows))
    assert reading.text == "308"
    assert reading.pages == (Size(cols, rows),)
    assert reading.numbers[0].box.top >= rows // 2


def test_a_crop_with_two_lines_gives_two_numbers(reader, locator):
    image = drawing.draw_page(["472", "308", "615"], 90)
    rows, cols = image.shape[:2]
    assert read(image, reader, locator, crop=(0, int(rows * 0.38), cols, rows)).text == "308\n615"


def test_a_crop_may_reach_over_the_edge(reader, locator):
    image = drawing.draw_number("472", 90)
    assert read(image, reader, locator, crop=(-50, -50, 5000, 5000)).text == "472"


@pytest.mark.parametrize("crop", [(10, 10, 10, 50), (10, 50, 60, 10), (5000, 5000, 6000, 6000), (-50, -50, 0, 0)])
def test_a_crop_without_pixels_is_refused(reader, locator, crop):
    with pytest.raises(BadCrop):
        read(drawing.draw_number("472", 90), reader, locator, crop=crop)


def test_every_number_of_a_page_is_read_by_the_pattern(reader, locator):
    image = drawing.draw_page(["472", "308"], 90)
    assert read(image, reader, locator, pattern="digits{3}").text == "472\n308"
    four = read(image, reader, locator, pattern="digits{4}").numbers
    # What four digits are least unlikely, or what is written: either is asked about.
    assert [(len(number.text) in (3, 4), number.sure) for number in four] == [(True, False)] * 2


def test_a_pattern_makes_no_number_out_of_noise(reader, locator):
    noise = np.random.default_rng(0).normal(190, 4, (300, 500, 3))
    assert read(np.clip(noise, 0, 255).astype(np.uint8), reader, locator, pattern="digits{3}").numbers == ()


def test_a_number_that_contradicts_its_pattern_is_unsure_however_likely_it_is(reader, locator):
    class PointReader:
        """Sees a point, or else a slash, between 1 and 2."""

        card, name, version, inspects = reader.card, reader.name, reader.version, False
        seconds = False

        def scores(self, views):
            upright = scores_for("_", "1", "_", {".": 21.0, "/": 20.0}, "_", "2", "_", strength=20.0)
            return upright.repeat(len(views), axis=0)

    image = drawing.draw_number("1.2")
    (likelier,) = read(image, PointReader(), locator, layout="number", pattern=r"\d\.\d").numbers
    (number,) = read(image, PointReader(), locator, layout="number", pattern=r"\d/\d").numbers
    assert (likelier.text, likelier.sure) == ("1.2", True)
    assert (number.text, number.sure) == ("1/2", False)
    assert number.confidence > reader.card.sure_number
    assert not any(digit.sure for digit in number.digits)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_drawn_digit_is_read_whatever_the_locator_sees_in_it(reader, digit):
    image = drawing.draw_number(digit, height=240, slant=0.3, margin=1.2)
    (number,) = read(image, reader, BlindLocator(), drawn=True).numbers
    assert number.text == digit
    assert not number.sure
    assert read(image, reader, BlindLocator()).numbers == ()


@pytest.mark.parametrize(("trust", "expected"), [(0.0009, []), (0.0011, [False]), (0.89, [False]), (0.91, [True])])
def test_on_a_page_the_verifier_says_what_is_sure_and_what_is_none(reader, locator, trust, expected):
    # A word beside it, of letters that upside down are no digits either: this is no clean sheet, on which ink and
    # network agree.
    image = drawing.blank(400, 900)
    for text, left in (("472", 500), ("xkxkx", 80)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    verifying = TrustfulLocator(locator, trust)
    found = [number for number in read(image, reader, verifying).numbers if number.text == "472"]
    assert [number.sure for number in found] == expected
    assert verifying.asked and all(patch.shape == (ROWS, COLS, 2) for patch in verifying.asked)


def test_a_place_and_its_reading_that_are_both_a_little_doubtful_are_not_sure_together(reader, locator):
    image = drawing.blank(400, 900)
    for text, left in (("472", 500), ("xkxkx", 80)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    verifying = TrustfulLocator(locator, 0.95)

    def the_number():
        return next(number for number in read(image, reader, verifying).numbers if number.text == "472")

    both = 0.95 * the_number().confidence
    for verifying.sure, expected in ((both - 1e-6, True), (both + 1e-6, False)):
        assert the_number().sure == expected


def test_what_is_too_unlikely_a_number_is_a_candidate(reader, locator):
    image = drawing.blank(400, 900)
    for text, left in (("472", 500), ("xkxkx", 80)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    verifying = TrustfulLocator(locator, 0.5)
    number = next(number for number in read(image, reader, verifying).numbers if number.text == "472")
    verifying.found = 0.6
    reading = read(image, reader, verifying)
    assert reading.numbers == () and number.box in [candidate.box for candidate in reading.candidates]
    # Where a person points at it, it is a number.
    crop = number.box.left - 20, number.box.top - 20, number.box.right + 20, number.box.bottom + 20
    assert [one.text for one in read(image, reader, verifying, crop=crop).numbers] == ["472"]
    assert "472" in [one.text for one in read(image, reader, verifying, drawn=True).numbers]
    # So it is where somebody cut the image out.
    assert "472" in [one.text for one in read(image[100:260], reader, verifying).numbers]


@pytest.mark.parametrize(("score", "trust", "there"), [(0.55, 0.5, 0), (0.55, 0.7, 1), (0.65, 0.5, 1)])
def test_what_the_locator_sees_faintly_is_a_number_where_the_verifier_trusts_it(
    reader, locator, monkeypatch, score, trust, there
):
    image = drawing.blank(400, 900)
    drawing.draw_strokes_inplace(image, drawing.strokes_of("472", 60, left=500, top=150), 4)
    place = Place(np.array([[480, 138], [680, 138], [680, 222], [480, 222]], np.float32), score)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: [place])
    assert len(read(image, reader, TrustfulLocator(locator, trust)).numbers) == there


@pytest.mark.parametrize(("trust", "there"), [(0.94, 0), (0.96, 1)])
def test_what_the_locator_hardly_sees_is_asked_about_where_the_verifier_trusts_it(
    reader, locator, monkeypatch, trust, there
):
    image = drawing.blank(400, 900)
    drawing.draw_strokes_inplace(image, drawing.strokes_of("472", 60, left=500, top=150), 4)
    place = Place(np.array([[480, 138], [680, 138], [680, 222], [480, 222]], np.float32), HINT)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: [place])
    verifying = TrustfulLocator(locator, trust)
    verifying.sure = 0.5
    assert [number.sure for number in read(image, reader, verifying).numbers] == [False] * there


@pytest.mark.parametrize(
    ("score", "trust", "numbers", "candidates"),
    [
        (0.55, 0.5, 0, 1),
        (0.55, 0.01, 0, 0),
        (HINT, 0.94, 0, 1),
        (HINT, 0.4, 0, 0),
        (WRITTEN, 0.9, 1, 0),
        (WRITTEN, 0.05, 0, 1),
        (WRITTEN, 0.0005, 0, 0),
    ],
)
def test_what_is_trusted_too_little_for_how_it_was_seen_is_a_candidate(
    reader, locator, monkeypatch, score, trust, numbers, candidates
):
    image = drawing.blank(400, 900)
    drawing.draw_strokes_inplace(image, drawing.strokes_of("472", 60, left=500, top=150), 4)
    place = Place(np.array([[480, 138], [680, 138], [680, 222], [480, 222]], np.float32), score)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: [place])
    verifying = TrustfulLocator(locator, trust)
    verifying.sure, verifying.found = 0.5, 0.1
    reading = read(image, reader, verifying)
    assert ([number.sure for number in reading.numbers], len(reading.candidates)) == ([False] * numbers, candidates)


def test_a_number_in_doubt_that_may_not_be_whole_is_clear_in_no_digit(reader, locator, monkeypatch):
    image = drawing.blank(400, 900)
    drawing.draw_strokes_inplace(image, drawing.strokes_of("8275149306", 40, left=200, top=150), 4)
    drawing.draw_strokes_inplace(image, drawing.strokes_of("4725", 40, left=200, top=300), 4)
    corners = [
        np.array([[190, top], [right, top], [right, top + 60], [190, top + 60]], np.float32)
        for top, right in ((140, 570), (290, 350))
    ]
    places = [Place(corner, 0.9) for corner in corners]
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: places)
    doubting = TrustfulLocator(locator, 0.5)
    doubting.sure = 0.9
    long, short = read(image, reader, doubting).numbers
    assert (long.text, short.text) == ("8275149306", "4725")
    assert not long.sure and not short.sure
    assert not any(digit.sure for digit in long.digits) and all(digit.sure for digit in short.digits)


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize(
    ("pattern", "text", "check"),
    [
        ("date", "1984", None),
        ("date", "31/13/2026", None),
        ("digits{3}", "1984", None),
        ("luhn", "4539148803436468", "luhn"),
        ("luhn{16}", "378282246310005", "luhn"),
    ],
)
def test_what_does_not_match_the_pattern_is_read_all_the_same_and_asked_about(
    reader, locator, drawn, pattern, text, check
):
    image = drawing.blank(400, 1500)
    for height, top in ((80, 60), (64, 240)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, height, left=60, top=top, seed=5), 6)
    numbers = read(image, reader, locator, pattern=pattern, drawn=drawn).numbers
    assert [number.text for number in numbers] == [text, text]
    for number in numbers:
        assert not number.sure and not any(digit.sure for digit in number.digits)
        assert (number.check and (number.check.name, number.check.passed)) == (check and (check, False))


def test_hints_say_nothing_of_the_way_round(reader, locator, monkeypatch):
    image, ((left, right), _) = two_numbers(80)
    hints = [placed(x, x + 60, 20, 80, score=HINT) for x in range(30, 800, 80)]
    seen = []
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda *_: [placed(left - 12, right + 12), *hints])
    of_way = read_page.right_way
    monkeypatch.setattr(read_page, "right_way", lambda ways, *how: seen.append(ways) or of_way(ways, *how))
    read(image, reader, TrustfulLocator(locator, 0.96))
    assert seen and all(len(way.found) == 1 for ways in seen for way in ways)


def test_in_a_drawing_nothing_is_left_out(reader, locator):
    # Single digits, so close that they may be one number.
    image = drawing.blank(400, 900)
    for text, left in (("4", 500), ("2", 645)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    found = read(image, reader, TrustfulLocator(locator, 0.0005), drawn=True).numbers
    assert [(number.text, number.sure) for number in found] == [("4", False), ("2", False)]


def test_in_a_drawing_what_stands_apart_is_sure_whatever_else_is_drawn(reader, locator):
    image = drawing.blank(400, 900)
    for text, left, top, height in (("472", 500, 150, 60), ("kgxkg", 80, 150, 60), ("86", 100, 280, 30)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, height, left=left, top=top), 4)
    sure = [
        number.text
        for number in read(image, reader, TrustfulLocator(locator, 0.0005), drawn=True).numbers
        if number.sure
    ]
    assert sure == ["472", "86"]


def test_small_numbers_beside_large_ones_are_found(reader, locator):
    image = drawing.blank(700, 1000)
    for text, left, top, height in (("4187", 50, 40, 150), ("553", 60, 300, 50), ("155", 70, 450, 90)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, height, left=left, top=top), height * 0.08)
    for drawn in (False, True):
        assert read(image, reader, locator, drawn=drawn).text.split() == ["4187", "553", "155"]


@pytest.mark.parametrize(("looks", "pattern"), [(3, None), (8, "iban:DE")])
def test_of_too_many_numbers_it_is_told_that_some_were_not_read(reader, locator, monkeypatch, looks, pattern):
    """One image of 560 numbers kept everybody waiting for three minutes."""
    page = drawing.draw_page(["472", "308", "615", "29"], 90)
    assert read(page, reader, locator).warnings == ()
    monkeypatch.setattr("webapp.reading.setup.MOST_LOOKS", looks)
    reading = read(page, reader, locator, pattern=pattern)
    assert 0 < len(reading.numbers) < 4
    (warning,) = reading.warnings
    assert (warning.code, warning.page) == ("numbers_left_out", 1)
    assert warning.message.endswith(".")
