"""What stands beside a number without being a digit."""

import re

import numpy as np
import pytest

from training import marks
from training.hands import StrokeHands
from training.layout import Style


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
