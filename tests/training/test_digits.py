"""The digits that the inspector learns from: what was read, what stands there, and strikes over some of them."""

import numpy as np
import pytest

from tests import drawing
from tests.training.hands import few_hands
from training.fitting import digits
from training.fitting.digits import BESIDE, OTHER, OVER, PLAIN, STRUCK, Examples, labels_of
from training.lines.struck import KINDS, Place, place_of, strike_digit
from training.lines.written_over import SHOWS, write_over
from webapp.reading.line.windows import COLS, NONE, ROWS, SHOWN, windows_of
from webapp.reading.normalise import LINE_HEIGHT, normalise_line
from webapp.reading.read_line import read_line


@pytest.mark.parametrize(
    ("read", "truth", "labels"),
    [
        ("1984", "1984", [1, 9, 8, 4]),
        ("1984", "1934", [1, 9, 3, 4]),
        ("1984", "184", [1, NONE, 8, 4]),
        ("184", "1984", [1, 8, 4]),
        ("3335", "335", [None, None, None, 5]),
        ("7", "", [NONE]),
        ("", "7", []),
    ],
)
def test_what_stands_where_a_digit_was_read(read, truth, labels):
    assert labels_of(read, truth) == labels


def line_of(text, seed=0):
    return normalise_line(drawing.draw_number(text, seed=seed)[..., 0]).pixels


@pytest.mark.parametrize("centre", [0.0, 17.4, 50.5, 90.0])
def test_what_is_kept_of_a_digit_shows_what_the_app_shows_of_it(centre):
    pixels = line_of("1984")
    kept = digits.shown_around(pixels, centre)
    assert kept.shape == (LINE_HEIGHT, SHOWN + 2 * digits.AROUND)
    np.testing.assert_allclose(digits.as_windows(kept[np.newaxis]), windows_of(pixels, [centre]), atol=0.005)


@pytest.mark.parametrize("seed", range(4))
def test_a_strike_lies_over_its_digit_and_little_beside_it(seed):
    pixels = line_of("852", seed)
    blank = np.flatnonzero(pixels.max(axis=0) < 0.1)
    first, last = blank[blank < 60].max(initial=0), blank[blank > 60].min(initial=pixels.shape[1])
    place = place_of(pixels, int(first), int(last))
    assert place is not None
    struck = strike_digit(pixels, place, "5", np.random.default_rng(seed))
    assert struck.shape == pixels.shape and struck.dtype == np.float32
    added = (struck - pixels).sum(axis=0)
    assert added.sum() > 10
    wide = place.right - place.left
    assert added[place.left - wide // 2 : place.right + wide // 2].sum() > 0.95 * added.sum()


def test_no_strike_makes_another_sign_of_a_digit():
    """A crossed 7 is a 7, and a slashed 0 a 0."""
    pixels = line_of("7")
    place = place_of(pixels, 0, pixels.shape[1])
    some = {digit: [strike_digit(pixels, place, digit, np.random.default_rng(i)) for i in range(60)] for digit in "075"}
    left_out = {digit: sum(struck is None for struck in made) for digit, made in some.items()}
    assert 0.6 * 60 < left_out["0"] < 60
    assert 0 < left_out["7"] < 0.25 * 60
    assert left_out["5"] == 0
    assert len(KINDS) == 6


def places_of(pixels):
    """Where each digit of a line stands whose digits do not touch."""
    ink = np.flatnonzero(np.diff(np.r_[False, pixels.max(axis=0) > 0.1, False].astype(int)))
    return [place_of(pixels, int(left), int(right)) for left, right in ink.reshape(-1, 2)]


@pytest.mark.parametrize("seed", range(4))
def test_a_digit_written_over_another_one_leaves_both_to_be_seen(seed):
    pixels = line_of("248", seed)
    _, place, over = places_of(pixels)
    made = [write_over(pixels, place, over, ("4", "8"), np.random.default_rng(i)) for i in range(30)]
    some = [spoilt for spoilt in made if spoilt is not None]
    assert len(some) > 3
    for spoilt in some:
        assert spoilt.shape == pixels.shape and spoilt.dtype == np.float32
        added = spoilt - pixels
        assert added.min() == 0 and added.sum() > 10
        assert added[:, place.left - 8 : place.right + 8].sum() > 0.98 * added.sum()


def test_what_another_digit_hides_is_not_written_over():
    """A 3 within an 8 leaves a plain 8; a 0 with a stroke in it may be a slashed 0, and a 5 over a 5 is a 5."""
    pixels = np.zeros((LINE_HEIGHT, 100), np.float32)
    pixels[5:35, 10:34] = 1.0
    pixels[5:35, 60:66] = 1.0
    wide, narrow = Place(10, 5, 34, 35), Place(60, 5, 66, 35)
    rng = np.random.default_rng(0)
    assert all(write_over(pixels, wide, narrow, ("8", "3"), rng) is None for _ in range(20))
    assert all(write_over(pixels, narrow, wide, ("3", "8"), rng) is None for _ in range(20))
    assert 0.1 < SHOWS < 0.6
    line = line_of("501")
    five, nought, one = places_of(line)
    assert write_over(line, five, five, ("5", "5"), rng) is None
    assert write_over(line, nought, one, ("0", "1"), rng) is None
    assert write_over(line, one, nought, ("1", "0"), rng) is None


def test_paper_is_no_digit():
    assert place_of(np.zeros((LINE_HEIGHT, 60), np.float32), 10, 40) is None
    assert place_of(line_of("8"), 5, 5) is None


@pytest.fixture
def few_lines(monkeypatch):
    monkeypatch.setattr(digits, "LINES", 40)


@pytest.mark.usefixtures("few_lines")
def test_a_file_holds_what_the_reader_reads_and_is_always_the_same(reader):
    one, again = (digits.examples_of_lines(few_hands(), reader, 5, 0, held_back=False) for _ in range(2))
    other = digits.examples_of_lines(few_hands(), reader, 5, 1, held_back=False)
    np.testing.assert_array_equal(one.shown, again.shown)
    assert len(other.labels) != len(one.labels) or not np.array_equal(other.shown, one.shown)
    of = {kind: one.kinds == kind for kind in (PLAIN, BESIDE, OTHER, STRUCK, OVER)}
    assert of[PLAIN].sum() > 20 and of[STRUCK].sum() > 5 and of[OVER].sum() > 2
    assert (one.labels == one.read)[of[PLAIN] | of[BESIDE]].all()
    assert (one.labels != one.read)[of[OTHER]].all()
    assert (one.labels[of[STRUCK] | of[OVER]] == NONE).all()


def some_examples(count=60):
    """Ink at the left where a digit stands, at the right where none does."""
    rng = np.random.default_rng(0)
    kinds = np.arange(count, dtype=np.uint8) % 5
    shown = rng.integers(0, 60, (count, LINE_HEIGHT, SHOWN + 2 * digits.AROUND)).astype(np.uint8)
    is_there = np.isin(kinds, (PLAIN, BESIDE))
    middle = shown.shape[2] // 2
    shown[is_there, 10:30, middle - 15 : middle - 5] = 255
    shown[~is_there, 10:30, middle + 5 : middle + 15] = 255
    labels = np.where(is_there, 4, NONE).astype(np.uint8)
    return Examples(shown, np.full(count, 4, np.uint8), labels, kinds)


def test_batches_go_on_where_they_were_cut_off_and_hold_every_kind():
    whole, cut = (digits.batches(some_examples(), 64, 1, start) for start in (0, 2))
    for _ in range(2):
        next(whole)
    (windows, classes), (others, same) = next(whole), next(cut)
    np.testing.assert_array_equal(windows, others)
    np.testing.assert_array_equal(classes, same)
    assert windows.shape == (64, ROWS, COLS, 1) and windows.dtype == np.float32
    assert 0 <= windows.min() < windows.max() <= 1
    assert classes.shape == (64, NONE + 1) and (classes.sum(axis=1) == 1).all()
    assert 0.25 < classes[:, NONE].mean() < 0.65
    left, right = windows[:, :, : COLS // 2].sum(axis=(1, 2, 3)), windows[:, :, COLS // 2 :].sum(axis=(1, 2, 3))
    assert ((left > right) == (classes[:, 4] == 1)).all()


def test_an_example_is_never_twice_the_same():
    one = some_examples(4)
    windows, _ = next(digits.batches(one, 40, 1, 0))
    assert len(np.unique(windows.reshape(40, -1), axis=0)) == 40


def test_the_reader_reads_through_strikes_that_training_draws(reader):
    """Why there is an inspector: most struck digits are read as if nothing lay over them."""
    through = tried = 0
    for seed in range(20):
        pixels = line_of("5", seed)
        struck = strike_digit(pixels, place_of(pixels, 0, pixels.shape[1]), "5", np.random.default_rng(seed))
        tried += 1
        through += read_line(struck, reader.scores, reader.card).text == "5"
    assert through > tried / 4
