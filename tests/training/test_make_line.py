"""Whole training lines: text, shape, fields and marks together."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.hands import digit_set, few_hands
from training.lines import line as making
from training.lines.line import make_line
from training.writing.hands import SingleDigits, StrokeHands
from training.writing.layout import Extent, Piece, Style, extent
from training.writing.strings import ALPHABET
from webapp.reading.normalise import LINE_HEIGHT, SIDE_PAPER, Line
from webapp.reading.result import Box


@pytest.fixture(scope="module")
def hands():
    return few_hands()


def test_the_same_generator_gives_the_same_line(hands):
    for seed in range(40):
        digits = seed % 9
        pixels, text = make_line(*hands, digits, np.random.default_rng(seed))
        same, same_text = make_line(*hands, digits, np.random.default_rng(seed))
        assert text == same_text
        np.testing.assert_array_equal(pixels, same)


@pytest.mark.parametrize("field_share, cell_share", [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])
def test_text_and_shape(hands, monkeypatch, field_share, cell_share):
    """In fields, in cells and on plain paper: as many digits as asked, separators only between them, ink and paper."""
    monkeypatch.setattr(making, "FIELD_SHARE", field_share)
    monkeypatch.setattr(making, "CELL_SHARE", cell_share)
    rng = np.random.default_rng(1)
    for digits in [*range(1, 12)] * 4:
        pixels, text = make_line(*hands, digits, rng)
        assert sum(c.isdigit() for c in text) == digits
        assert set(text) <= set(ALPHABET)
        assert text[0].isdigit()
        assert text[-1].isdigit()
        assert pixels.shape[0] == LINE_HEIGHT
        assert pixels.dtype == np.float32
        assert pixels.min() == 0.0
        assert 0.6 < pixels.max() <= 1.0


def test_lines_without_digits_have_no_text(hands):
    rng = np.random.default_rng(2)
    for _ in range(60):
        pixels, text = make_line(*hands, 0, rng)
        assert text == ""
        assert (pixels.shape[0], pixels.dtype) == (LINE_HEIGHT, np.float32)
        assert 0.0 <= pixels.min() <= pixels.max() <= 1.0


def test_most_lines_are_plain_numbers(hands, monkeypatch):
    """Fields, cells and marks together stay below nine in twenty, or the reader's main task would be diluted."""
    seen = []
    compose = making._compose

    def remember(number, others, field, *rest):
        seen.append(bool(others) or field is not None)
        return compose(number, others, field, *rest)

    monkeypatch.setattr(making, "_compose", remember)
    rng = np.random.default_rng(3)
    for _ in range(1500):  # of 500 the share is known to two hundredths only
        make_line(*hands, 5, rng)
    assert 0.25 < np.mean(seen) < 0.45


def test_a_line_that_lost_its_number_is_not_taken():
    pixels, number = np.zeros((LINE_HEIGHT, 60), np.float32), Extent(50, 10, 110, 40)
    assert making.shows(Line(pixels, Box(45, 5, 120, 45)), number, height=30)
    assert not making.shows(Line(pixels, Box(80, 5, 120, 45)), number, height=30), "cut at the left"
    assert not making.shows(Line(pixels, Box(45, 30, 120, 45)), number, height=30), "cut above"
    assert not making.shows(Line(pixels, Box(0, 0, 400, 200)), number, height=30), "too small to be read"


def test_raised_cents_are_small_high_and_underlined():
    number = [Piece(np.full((30, 16), 255, np.uint8), x, -30) for x in (0, 20, 40, 60, 80)]
    style = Style(30.0, 0.1, 0.0, 0.0, 0.0, 1.0)
    for seed in range(20):
        raised, stroke = making._raise_cents(number, style, 3, np.random.default_rng(seed))
        tens, units = raised[-2:]
        assert len(raised) in (4, 5)
        assert tens.right <= units.left
        assert units.bottom < -3
        assert tens.ink.shape[0] < 30
        assert stroke.top >= units.bottom
        assert stroke.left <= tens.left
        assert stroke.right >= units.right
        assert number[-1].top == -30, "the pieces given stay as they are"


def test_brackets_stand_on_either_side_or_both_and_two_at_a_time_now_and_then(hands, monkeypatch):
    """As in a sum, where a number has what opens before it or what closes behind it."""
    drawn = []
    bracket = making.marks.bracket
    monkeypatch.setattr(making.marks, "bracket", lambda opening, rng: drawn.append(opening) or bracket(opening, rng))
    number, style = [Piece(np.full((30, 15), 255, np.uint8), 0, -30)], Style(30, 0.1, 0.0, 0.0, 0.1, 1.0)
    rng, seen = np.random.default_rng(5), set()
    writer = hands[0][1].writer(rng, style.height, style.slant)
    for _ in range(400):
        drawn.clear()
        found = making._unread_marks(writer, number, style, 3, False, rng)
        if drawn:
            sides = [mark.left > 15 for mark in found]
            assert [not side for side in dict.fromkeys(sides)] == drawn, "what opens stands before the number"
            seen.add((len(drawn), len(found) > len(drawn)))
    assert seen == {(1, False), (1, True), (2, False), (2, True)}


@pytest.mark.parametrize("writes_over", [True, False])
def test_a_writer_may_be_asked_to_write_over_nothing(hands, monkeypatch, writes_over):
    monkeypatch.setattr(making, "WRITTEN_OVER_SHARE", 1.0)
    monkeypatch.setattr(making, "MISTAKE_SHARE", 0.0)
    spoilt = []
    written_over = making._written_over
    monkeypatch.setattr(making, "_written_over", lambda *args: spoilt.append(1) or written_over(*args))
    make_line([hands[0][1]], [1.0], 4, np.random.default_rng(3), writes_over=writes_over)
    assert bool(spoilt) == writes_over


def test_what_is_written_over_lies_below_its_digit(hands):
    rng, style, writer = np.random.default_rng(3), Style(40, 0.1, 0.1, 0, 0.02, 1.0), StrokeHands().writer
    for _ in range(30):
        number = [Piece(np.full((40, 20), 255, np.uint8), left, -40) for left in (0, 30, 60)]
        after, below = making._written_over(number, "1.7", writer(rng, 40, 0.1), style, 3, rng)
        (at,) = [i for i in (0, 2) if abs((below.left + below.right) / 2 - number[i].left - 10) < 14]
        assert abs(below.bottom) < 12
        changed = [i for i in range(3) if after[i] is not number[i]]
        assert changed in ([], [at]), "only that digit is pressed harder"


def test_a_ring_lies_around_the_number(hands):
    rng, style = np.random.default_rng(3), Style(40, 0.1, 0.1, 0, 0.02, 1.0)
    number = [Piece(np.full((40, 20), 255, np.uint8), left, -40) for left in (0, 30, 60)]
    for _ in range(30):
        ring, around = making._ring(number, style, 3, rng), extent(number)
        assert ring.left < around.left and ring.right > around.right
        assert ring.top < around.top and ring.bottom > around.bottom
        # A digit's round corners leave room for it.
        middle = ring.ink[-40 - ring.top + 10 : -40 - ring.top + 30, 10 - ring.left : 70 - ring.left]
        assert middle.shape == (20, 60) and not middle.any()


def test_marks_stand_clear_of_the_number(hands):
    """A word or a symbol that touched a digit would change it."""
    rng = np.random.default_rng(4)
    style = Style.random(rng)
    writer = hands[0][1].writer(rng, style.height, style.slant)
    number = [Piece(np.full((30, 16), 255, np.uint8), x, -30) for x in (0, 20, 40)]
    around = extent(number)
    for _ in range(200):
        for mark in making._unread_marks(writer, number, style, 3, False, rng):
            if mark.left < around.left and mark.right > around.right:
                continue  # a ring
            assert mark.right <= around.left or mark.left >= around.right


def test_writers_of_single_digits_write_one_whatever_is_asked_for():
    alone = [SingleDigits(digit_set())]
    for seed in range(12):
        _, text = make_line(alone, [1.0], seed % 6, np.random.default_rng(seed))
        assert len(text) == 1 and text.isdigit()


def test_a_single_digit_may_be_one_stroke_on_a_screen(hands, monkeypatch):
    """Thin for its height: what a finger draws over the whole pad."""
    monkeypatch.setattr(making, "LONE_STROKE_SHARE", 1.0)
    for seed in range(12):
        pixels, text = make_line(*hands, 1, np.random.default_rng(seed))
        inked = (pixels > 0.5).any(axis=1)
        assert text == "1" and inked.mean() > 0.7 and (pixels > 0.5).sum(axis=1).max() <= 5


def test_a_line_whose_point_nobody_sees_is_not_taken():
    pixels = np.zeros((LINE_HEIGHT, 60 + 2 * SIDE_PAPER), np.float32)
    line = Line(pixels, Box(0, 0, 60, LINE_HEIGHT))  # a pixel of the crop is one of the line
    point = np.array([[30, 35], [31, 35], [30, 36], [31, 36]])

    def shown(*separators):
        written = making.WrittenLine(
            "1.5", np.zeros((50, 60), np.uint8), Extent(0, 0, 60, 40), 40.0, list(separators), []
        )
        return making.shows_small_strokes(line, written)

    assert shown(), "no separator, none missed"
    assert not shown(point), "no ink came through"
    pixels[35:37, SIDE_PAPER + 30 : SIDE_PAPER + 32] = 1.0
    assert shown(point)
    assert not shown(point, np.zeros((0, 2), int)), "one of two lies in another stroke"
    assert not shown(point + (0, 8)), "below the crop"


def test_a_point_in_a_stroke_has_no_ink_of_its_own():
    digit, point = Piece(np.full((30, 16), 255, np.uint8), 0, -30), np.full((4, 4), 255, np.uint8)
    beside, half, inside = (Piece(point, left, -4) for left in (20, 14, 8))
    own = making._own_ink(beside, [digit, beside])
    assert own.min(axis=0).tolist() == [20, -4] and own.max(axis=0).tolist() == [23, -1]
    assert len(making._own_ink(half, [digit, half])) == 0, "a quarter is left where strokes touch"
    assert len(making._own_ink(inside, [digit, inside])) == 0


def test_separators_are_where_they_are_said_to_be(hands):
    """Their places move with the paper: nearly all show there, and few would half a height of a digit higher."""
    rng, there, above = np.random.default_rng(5), [], []
    while len(there) < 60:
        written = making.write_on_paper(hands[0][1], 5, rng)
        line = making.normalise_line(written.image)
        points = [place for place in written.separators if len(place) and np.ptp(place[:, 1]) < 0.2 * written.height]
        if points and line is not None and making.shows(line, written.number, written.height):
            there.append(making.shows_small_strokes(line, replace(written, separators=points, strikes=[])))
            higher = [place - (0, round(0.5 * written.height)) for place in points]
            above.append(making.shows_small_strokes(line, replace(written, separators=higher, strikes=[])))
    assert np.mean(there) > 0.85
    assert np.mean(above) < 0.3
