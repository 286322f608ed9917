"""What the inspector sees of each digit, and what becomes of what it says."""

from dataclasses import replace

import numpy as np
import pytest

from tests.reading.lines import ALPHABET, scores_for
from webapp.reading.line.windows import COLS, NONE, ROWS, SHOWN, windows_of
from webapp.reading.normalise import LINE_HEIGHT
from webapp.reading.read_line import inspected, is_sure, read_line
from webapp.reading.transcribe import Character, Transcript

PIXELS = np.zeros((LINE_HEIGHT, 60), np.float32)
TRANSCRIPT = Transcript(
    tuple(Character(value, 1.0, 10 * i, 10 * i + 10, (), 10 * i + 5) for i, value in enumerate("1.75")), 1.0
)


class Inspector:
    """Stands for the reader's; says of each window in turn how likely each digit stands there."""

    inspects = True

    def __init__(self, *shares):
        self.shares, self.windows = np.array(shares, np.float32), None

    def inspect(self, windows):
        self.windows = windows
        return self.shares


def says(digit, share):
    shares = np.zeros(NONE)
    shares[digit] = share
    return shares


@pytest.fixture
def card(reader):
    return replace(reader.card, alphabet=ALPHABET, sure_number=0.9, sure_digit=0.9, plain_digit=0.3)


def test_a_window_shows_a_digit_in_its_middle():
    line = np.zeros((LINE_HEIGHT, 200), np.float32)
    line[:, 98:102] = 1.0
    (window,) = windows_of(line, [100.0])
    assert window.shape == (ROWS, COLS, 1)
    middle = window.sum(axis=(0, 2)) @ np.arange(COLS) / window.sum()
    assert middle == pytest.approx((COLS - 1) / 2, abs=0.5)


def test_beyond_the_line_lies_paper():
    ink = np.ones((LINE_HEIGHT, 30), np.float32)
    first, last = windows_of(ink, [0.0, 30.0])
    assert first[:, : COLS // 2 - 1].max() == 0 and first[:, COLS // 2 + 1 :].min() > 0
    assert last[:, COLS // 2 + 1 :].max() == 0 and last[:, : COLS // 2 - 1].min() > 0
    assert len(windows_of(ink, np.arange(0, 30, 0.7))) == 43
    assert SHOWN > 30


def test_every_digit_is_asked_about_and_no_separator(card):
    inspector = Inspector(says(1, 0.9), says(7, 0.2), says(6, 0.8))
    told = inspected(TRANSCRIPT, PIXELS, inspector)
    assert len(inspector.windows) == 3
    assert [round(character.plain, 3) for character in told.characters] == [0.9, 1.0, 0.2, 0.0]
    assert told.text == "1.75"


def test_without_an_inspector_or_a_digit_nothing_is_said(card):
    inspector = Inspector()
    inspector.inspects = False
    assert inspected(TRANSCRIPT, PIXELS, inspector) is TRANSCRIPT
    nothing = Transcript((), 0.5)
    assert inspected(nothing, PIXELS, Inspector()) is nothing


@pytest.mark.parametrize(("share", "sure"), [(0.31, True), (0.29, False)])
def test_a_digit_that_is_hardly_plain_makes_the_number_unsure(card, share, sure):
    told = inspected(TRANSCRIPT, PIXELS, Inspector(says(1, 0.9), says(7, share), says(5, 0.8)))
    assert is_sure(TRANSCRIPT, card)
    assert is_sure(told, card) is sure


def test_what_the_reader_gives_goes_with_what_is_read(reader):
    scores = scores_for("_", "1", "_", "5", "_", strength=20.0)
    transcript = read_line(PIXELS, lambda views: scores, replace(reader.card, alphabet=ALPHABET))
    told = inspected(transcript, PIXELS, reader)
    assert told.text == transcript.text == "15"
    # Blank paper is no digit.
    assert all(character.plain < 0.5 for character in told.characters)
