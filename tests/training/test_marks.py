"""What stands beside a number without being a digit."""

import re

import numpy as np
import pytest

from training.writing import marks
from training.writing.hands import StrokeHands
from training.writing.layout import Style


class LetterWriter:
    """Writes every character as a square, and remembers which."""

    characters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./-,0123456789")

    def __init__(self):
        self.written = ""

    def glyph(self, character, scale, rng):
        self.written += character
        return np.full((20, 10), 255, np.uint8), 20


@pytest.fixture
def symbols_file(tmp_path, monkeypatch):
    """A set of symbols whose images differ by their place in the file: the first is held back."""
    names = np.array([*marks.SYMBOLS, "division_slash"]).repeat(20)
    images = np.zeros((len(names), 28, 28), np.uint8)
    images[:, 8:20, 12:16] = 255
    images[::10, 5:23, 12:16] = 255
    np.savez(tmp_path / "symbols.npz", images=images, labels=names)
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    marks.symbol_images.cache_clear()
    yield
    marks.symbol_images.cache_clear()


@pytest.fixture
def no_symbols_file(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    marks.symbol_images.cache_clear()
    yield
    marks.symbol_images.cache_clear()


@pytest.mark.parametrize("draw", [marks.closing, marks.currency_sign, marks.any_symbol, marks.cursive, marks.signature])
def test_marks_have_ink_and_come_again_from_the_same_seed(no_symbols_file, draw):
    for seed in range(40):
        rng, again = np.random.default_rng(seed), np.random.default_rng(seed)
        ink, rise = draw(Style.random(rng), 3, rng)
        same, same_rise = draw(Style.random(again), 3, again)
        np.testing.assert_array_equal(ink, same)
        assert rise == same_rise
        assert ink.dtype == np.uint8
        assert ink.max() > 100


def test_symbols_of_the_file_are_split(symbols_file):
    trained_on, held_back = marks.symbol_images(), marks.symbol_images(held_back=True)
    assert set(trained_on) == {*marks.SYMBOLS, "division_slash"}
    assert len(trained_on["addition_plus"]) == 18
    assert len(held_back["addition_plus"]) == 2
    # Of these the held-back ones are the taller.
    assert held_back["addition_plus"][:, 5].any()
    assert not trained_on["addition_plus"][:, 5].any()


def test_a_writer_with_letters_writes_words():
    rng, writer = np.random.default_rng(0), LetterWriter()
    for _ in range(50):
        ink, _ = marks.word(writer, Style.random(rng), 3, rng)
        assert ink.any()
    assert len(writer.written) > 20
    assert not re.search(r"\d", writer.written)


def test_a_writer_with_separators_writes_most_of_them():
    rng, writer = np.random.default_rng(0), LetterWriter()
    for _ in range(200):
        marks.separator(",", writer, Style.random(rng), 3, rng)
    assert 110 < writer.written.count(",") < 170


def test_separators_of_other_writers_are_drawn():
    rng = np.random.default_rng(0)
    style = Style.random(rng)
    writer = StrokeHands().writer(rng, style.height, style.slant)
    assert all(marks.separator(c, writer, style, 3, rng)[0].any() for c in ".,-/")


def test_no_word_could_be_read_as_a_number():
    """No digits; a letter alone, or two of a made-up word, are unlike any digit."""
    rng = np.random.default_rng(0)
    for _ in range(2000):
        text = marks.some_letters(rng)
        assert not re.search(r"\d", text)
        if text not in marks.WORDS:
            assert sum(c in marks.CLEAR_LETTERS for c in text) >= min(2, len(text))
    assert not set(marks.CLEAR_LETTERS) & set("OoQDIlSsZzBGgbqyTA")


def test_letters_of_a_code_are_written_where_the_hand_has_them_else_printed():
    rng, writer = np.random.default_rng(0), LetterWriter()
    for _ in range(150):
        marks.letters(writer, Style.random(rng), rng)
    assert set(writer.written) == set(marks.CODE_LETTERS)
    assert not set(marks.CODE_LETTERS) & set("OoQDIlSsZzBGgbqyTUPhret")
    assert marks.letters(StrokeHands().writer(rng, 40, 0.0), Style.random(rng), rng)[0].max() > 100


def test_a_ring_goes_all_the_way_round():
    for seed in range(30):
        curve = marks.ring(1.5, 0.8, np.random.default_rng(seed))
        angles = np.unwrap(np.arctan2(curve[:, 1] / 0.8, curve[:, 0] / 1.5))
        assert np.ptp(angles) > 1.85 * np.pi
        assert np.abs(curve[:, 0]).max() > 1.2 and np.abs(curve[:, 1]).max() > 0.6


def test_a_writer_with_letters_writes_units_and_every_hand_draws_them():
    writers = LetterWriter(), StrokeHands().writer(np.random.default_rng(5), 60, 0.0)
    for writer in writers:
        for seed in range(60):
            rng = np.random.default_rng(seed)
            ink, rise = marks.unit(writer, Style.random(rng), 3, rng)
            assert ink.max() > 100 and rise > 0
    assert {"k", "g", "m", "c"} <= set(writers[0].written)


def test_no_unit_could_be_read_as_digits():
    """One letter that is like no digit at least: a g alone is a 9."""
    assert all(unit == "%" or set(unit) & set(marks.CLEAR_LETTERS) for unit in marks.UNITS)


def test_a_percent_sign_has_two_rings():
    """Closed, or nearly: what they surround is as large as a hole of a small 8."""
    for seed in range(20):
        stroke, upper, lower, *_ = marks._percent(np.random.default_rng(seed))
        assert upper[:, 1].mean() < lower[:, 1].mean() and upper[:, 0].mean() < lower[:, 0].mean()
        assert stroke[0, 0] > stroke[-1, 0]
        for ring in (upper, lower):
            assert np.linalg.norm(ring[0] - ring[-1]) < 0.6 * np.ptp(ring, axis=0).max()
