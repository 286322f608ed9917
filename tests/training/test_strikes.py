"""What is struck out: the strokes lie over the digits, show in the line, and what they cross is no part of the text."""

import numpy as np
import pytest

from tests.training.hands import few_hands
from training import lines, strikes
from training.hands import StrokeHands
from training.layout import Extent, Style, extent
from training.lines import make_line
from training.pages import make_page
from webapp.reading.normalise import normalise_line

AROUND = Extent(10, -40, 110, 0)  # three digits, 40 pixels high


def through(kind, monkeypatch, seed=0, text="358"):
    monkeypatch.setattr(strikes, "SHARES", [float(kind == other) for other in strikes.KINDS])
    return strikes.strike(AROUND, text, 40, 3, np.random.default_rng(seed))


@pytest.mark.parametrize("kind", strikes.KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_a_strike_goes_through_all_that_it_strikes_out(kind, seed, monkeypatch):
    piece = through(kind, monkeypatch, seed)
    assert piece.left < AROUND.left + 10 and piece.right > AROUND.right - 10
    reach = (AROUND.bottom - AROUND.top) * 0.3
    middle = (piece.top + piece.bottom) / 2
    assert AROUND.top + reach < middle < AROUND.bottom - reach
    # Each third of the width holds some of it.
    for third in np.array_split(piece.ink, 3, axis=1):
        assert (third > 128).any()


@pytest.mark.parametrize("digit", sorted(strikes.LIKE_CROSSED))
def test_a_digit_that_one_stroke_makes_another_sign_of_is_struck_with_more(digit, monkeypatch):
    """A crossed 7 is a 7."""
    piece = through("line", monkeypatch, text=digit)
    assert piece.ink.shape[0] > 10, "no single stroke"
    assert through("line", monkeypatch, text="5").ink.shape[0] < 20


def test_what_is_struck_out_is_not_read(monkeypatch):
    """A digit within the number, a whole number beside it, a number alone."""
    monkeypatch.setattr(lines, "MISTAKE_SHARE", 1.0)
    monkeypatch.setattr(lines, "FIELD_SHARE", 0.0)
    monkeypatch.setattr(lines, "CELL_SHARE", 0.0)
    drawn = []
    kept = strikes.strike
    monkeypatch.setattr(lines, "strike", lambda around, text, *rest: drawn.append(text) or kept(around, text, *rest))
    for seed in range(20):
        rng = np.random.default_rng(seed)
        written = lines.write_on_paper(StrokeHands(), 4, rng)
        assert sum(c.isdigit() for c in written.text) == 4, "the digits asked for, and none that is struck out"
        assert len(written.marks) >= 1
    assert len(drawn) == 20 and set("".join(drawn)) <= set("0123456789")


def test_a_line_without_a_number_may_show_one_that_is_struck_out(monkeypatch):
    monkeypatch.setattr(lines, "STRUCK_SHARE", 1.0)
    for seed in range(10):
        pixels, text = make_line([StrokeHands()], [1.0], 0, np.random.default_rng(seed))
        assert text == "" and (pixels > 0.5).any()


def test_a_strike_that_the_preprocessing_erases_is_no_example():
    """The line would show a whole number and say that there is none."""
    rng, style = np.random.default_rng(4), Style(32, 0.1, 0.1, 0, 0.02, 1.0)
    digits, stroke = strikes.struck_number(StrokeHands().writer(rng, 32, 0.1), style, 3, rng)
    around = extent([*digits, stroke])
    image = np.full((around.bottom - around.top + 20, around.right - around.left + 20), 230, np.uint8)
    for piece in digits:  # the strike is left out
        top, left = piece.top - around.top + 10, piece.left - around.left + 10
        part = image[top : top + piece.ink.shape[0], left : left + piece.ink.shape[1]]
        np.minimum(part, 255 - piece.ink, out=part)
    own = lines._own_ink(stroke, [*digits, stroke]) + (10 - around.left, 10 - around.top)
    number = Extent(10, 10, image.shape[1] - 10, image.shape[0] - 10)
    written = lines.WrittenLine("", image, number, 32.0, [own])
    line = normalise_line(image)
    assert not lines.shows_marks(line, written)
    columns, rows = own.T
    image[rows, columns] = 20
    assert lines.shows_marks(normalise_line(image), written)


def test_what_is_struck_out_on_a_page_is_a_number_no_more(monkeypatch):
    monkeypatch.setattr(strikes, "STRUCK_PAGES", 1.0)
    monkeypatch.setattr(strikes, "STRUCK_NUMBERS", 0.5)
    hands = few_hands()
    page = make_page(*hands, np.random.default_rng(8), "note", scale=1.0)
    monkeypatch.setattr(strikes, "STRUCK_PAGES", 0.0)
    as_it_was = make_page(*hands, np.random.default_rng(8), "note", scale=1.0)
    assert 0 < len(page.numbers) < len(as_it_was.numbers)
    assert len(page.others) > len(as_it_was.others), "it still shows which way the writing runs"


@pytest.mark.parametrize("angle", [0.0, 0.3])
def test_a_strike_on_a_sheet_follows_the_number(angle, monkeypatch):
    monkeypatch.setattr(strikes, "SHARES", [float(kind == "line") for kind in strikes.KINDS])
    ink = np.zeros((300, 400), np.uint8)
    along, down = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    start = np.array([100.0, 80.0])
    corners = np.array([start, start + 150 * along, start + 150 * along + 40 * down, start + 40 * down])
    strikes._strike_on_sheet(ink, corners, "358", 0.08, np.random.default_rng(2))
    rows, columns = np.nonzero(ink)
    across = (np.stack([columns, rows], axis=1) - start) @ np.stack([along, down], axis=1)
    assert across[:, 0].min() < 10 and across[:, 0].max() > 140
    assert 0.2 * 40 < across[:, 1].mean() < 0.8 * 40


def test_pages_that_measure_have_none(monkeypatch):
    monkeypatch.setattr(strikes, "STRUCK_PAGES", 1.0)
    monkeypatch.setattr(strikes, "STRUCK_NUMBERS", 1.0)
    assert make_page(*few_hands(), np.random.default_rng(8), "note", held_back=True).numbers
