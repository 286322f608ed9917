"""What is struck out: the strokes lie over the digits, show in the line, and what they cross is no part of the text."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.hands import few_hands
from training.lines import line as making
from training.lines.line import make_line
from training.pages import struck as striking
from training.pages.page import make_page
from training.writing import strikes
from training.writing.hands import StrokeHands
from training.writing.layout import Piece, Style, extent
from webapp.reading.normalise import normalise_line

HEIGHT, PEN = 40, 3


def three_digits():
    return [Piece(np.full((HEIGHT, 26), 255, np.uint8), left, -HEIGHT) for left in (10, 44, 84)]


def strike(kind, monkeypatch, seed=0, text="358", digits=None, within=False):
    for shares in ("SHARES", "SHARES_WITHIN"):
        monkeypatch.setattr(strikes, shares, [float(kind == other) for other in strikes.KINDS])
    digits = digits or three_digits()
    return strikes.strike_out(digits, text, HEIGHT, PEN, np.random.default_rng(seed), within).stroke


@pytest.mark.parametrize("kind", strikes.KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_a_strike_goes_through_all_that_it_strikes_out(kind, seed, monkeypatch):
    stroke, around = strike(kind, monkeypatch, seed), extent(three_digits())
    assert stroke.left < around.left + 10 and stroke.right > around.right - 10
    assert around.top + 0.3 * HEIGHT < (stroke.top + stroke.bottom) / 2 < around.bottom - 0.3 * HEIGHT
    for third in np.array_split(stroke.ink, 3, axis=1):
        assert (third > 128).any()


@pytest.mark.parametrize("kind", strikes.KINDS)
def test_within_a_number_it_hardly_reaches_the_neighbours(kind, monkeypatch):
    around = extent(three_digits())
    ends = [strike(kind, monkeypatch, seed, within=True) for seed in range(20)]
    most = (0.5 if kind in ("cross", "loops") else 0.3) * HEIGHT  # crosses lean, loops swing back behind their end
    assert min(stroke.left for stroke in ends) > around.left - most
    assert max(stroke.right for stroke in ends) < around.right + most


@pytest.mark.parametrize(("kind", "digit"), [("line", "7"), ("line", "4"), ("slant", "0"), ("slant", "7")])
def test_a_digit_that_one_stroke_makes_another_sign_of_is_struck_with_more(kind, digit):
    """A crossed 7 is a 7."""
    rng, shares = np.random.default_rng(1), [float(kind == other) for other in strikes.KINDS]
    kinds = [strikes._kind(text, rng, shares) for text in (digit, "5", "17")]
    assert kinds == ["zigzag", kind, kind]


def test_a_4_may_be_crossed_out_with_a_slash():
    assert strikes._kind("4", np.random.default_rng(1), [float(kind == "slant") for kind in strikes.KINDS]) == "slant"


def test_a_mistake_is_no_part_of_the_number():
    rng, style = np.random.default_rng(3), Style(HEIGHT, 0.1, 0.1, 0, 0.02, 1.0)
    at_the_end = 0
    for _ in range(40):
        number, mistake = making._with_mistake(StrokeHands().writer(rng, HEIGHT, 0.1), style, PEN, "4,75", rng)
        at_the_end += extent(mistake.digits).left > number[-1].left
        assert len(number) == 4 and len(mistake.digits) in (1, 2)
        assert not any(piece is other for piece in number for other in mistake.pieces)
        middle = (extent(mistake.digits).left + extent(mistake.digits).right) / 2
        assert mistake.stroke.left < middle < mistake.stroke.right
    assert 2 < at_the_end < 20


def test_marks_and_what_is_struck_out_beside_lie_over_nothing_that_is_written():
    rng, style = np.random.default_rng(3), Style(HEIGHT, 0.1, 0.1, 0, 0.02, 1.0)
    for _ in range(20):
        struck = making._struck_beside(StrokeHands().writer(rng, HEIGHT, 0.1), three_digits(), style, PEN, rng)
        own, row = extent(struck.pieces), extent(three_digits())
        assert own.right < row.left or own.left > row.right


@pytest.mark.parametrize("share", ["MISTAKE_SHARE", "STRUCK_BESIDE"])
def test_what_is_struck_out_is_not_read(share, monkeypatch):
    for name in ("FIELD_SHARE", "CELL_SHARE", "MISTAKE_SHARE", "STRUCK_BESIDE"):
        monkeypatch.setattr(making, name, float(name == share))
    monkeypatch.setattr(making, "MARK_SHARE", 1.0)
    for seed in range(20):
        written = making.write_on_paper(StrokeHands(), 4, np.random.default_rng(seed))
        assert sum(c.isdigit() for c in written.text) == 4, "the digits asked for, and none that is struck out"
        assert len(written.strikes) == 1


def test_a_line_without_a_number_may_show_one_that_is_struck_out(monkeypatch):
    monkeypatch.setattr(making, "STRUCK_SHARE", 1.0)
    monkeypatch.setattr(making, "not_a_number", None)
    for seed in range(10):
        pixels, text = make_line([StrokeHands()], [1.0], 0, np.random.default_rng(seed))
        assert text == "" and (pixels > 0.5).any()


@pytest.mark.parametrize(("share", "taken"), [(0.0, False), (0.4, False), (1.0, True)])
def test_a_strike_that_the_preprocessing_erases_is_no_example(share, taken):
    """The line would show a whole number and say that there is none."""
    rng, style = np.random.default_rng(4), Style(32, 0.1, 0.1, 0, 0.02, 1.0)
    struck = strikes.struck_number(StrokeHands().writer(rng, 32, 0.1), style, PEN, rng)
    around = extent(struck.pieces)
    image = np.full((around.bottom - around.top + 20, around.right - around.left + 20), 230, np.uint8)
    for piece in struck.digits:
        top, left = piece.top - around.top + 10, piece.left - around.left + 10
        part = image[top : top + piece.ink.shape[0], left : left + piece.ink.shape[1]]
        np.minimum(part, 255 - piece.ink, out=part)
    own = making._own_ink(struck.stroke, struck.pieces) + (10 - around.left, 10 - around.top)
    written = making.WrittenLine("", image, around, 32.0, [], [own])
    columns, rows = own[: round(share * len(own))].T
    image[rows, columns] = 20
    line = normalise_line(image)
    assert making.shows_small_strokes(line, written) == taken
    assert making.shows_small_strokes(line, replace(written, strikes=[]))


def test_what_is_struck_out_on_a_page_is_a_number_no_more(monkeypatch):
    hands = few_hands()
    monkeypatch.setattr(striking, "STRUCK_NUMBERS", 0.5)
    pages = []
    for share in (1.0, 0.0):
        monkeypatch.setattr(striking, "STRUCK_PAGES", share)
        pages.append(make_page(*hands, np.random.default_rng(12), "note", scale=1.0))
    with_some, as_it_was = pages
    assert 0 < len(with_some.numbers) < len(as_it_was.numbers)
    assert len(with_some.others) > len(as_it_was.others), "it still shows which way the writing runs"


@pytest.mark.parametrize("angle", [0.0, 0.3])
def test_a_strike_on_a_sheet_follows_the_number(angle, monkeypatch):
    monkeypatch.setattr(strikes, "SHARES", [float(kind == "line") for kind in strikes.KINDS])
    ink = np.zeros((300, 400), np.uint8)
    along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    start = np.array([100.0, 80.0])
    corners = np.array([start, start + 150 * along, start + 150 * along + 40 * down, start + 40 * down])
    striking._strike_on_sheet(ink, corners, "358", 0.08, np.random.default_rng(2))
    rows, columns = np.nonzero(ink)
    across = (np.stack([columns, rows], axis=1) - start) @ np.stack([along, down], axis=1)
    assert across[:, 0].min() < 10 and across[:, 0].max() > 140
    assert 0.2 * 40 < across[:, 1].mean() < 0.8 * 40


def test_pages_that_measure_have_none(monkeypatch):
    monkeypatch.setattr(striking, "STRUCK_PAGES", 1.0)
    monkeypatch.setattr(striking, "STRUCK_NUMBERS", 1.0)
    assert make_page(*few_hands(), np.random.default_rng(8), "note", held_back=True).numbers
