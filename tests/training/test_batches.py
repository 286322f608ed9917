from itertools import islice

import numpy as np
import pytest

from tests.training.hands import digit_set, few_hands
from training.lines import batches
from training.lines.batches import GROUP, LENGTHS, make_batches, pack, stream_batches
from training.writing import writers
from training.writing.hands import SetHands, SingleDigits, StrokeHands
from training.writing.writers import load_hands
from webapp.reading.normalise import LINE_HEIGHT

# The processes that make lines import what other packages warn of.
pytestmark = pytest.mark.filterwarnings("default")

LINES = 16  # a batch of the group that is looked at
GROUPS = 5  # more than a stream has in the making at once


@pytest.fixture(scope="module")
def hands():
    return few_hands()


@pytest.fixture(scope="module")
def group(hands):
    """One group: the lines of each batch, and what they are packed to."""
    made = []

    def remember(lines):
        made.append((lines, pack(lines)))
        return made[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "pack", remember)
        make_batches(*hands, LINES, 5, 3)
    return made


def assert_same(some, others):
    for (lines, classes), (same_lines, same_classes) in zip(some, others, strict=True):
        np.testing.assert_array_equal(lines, same_lines)
        np.testing.assert_array_equal(classes, same_classes)


def test_the_same_seed_and_group_give_the_same_batches(hands):
    assert_same(make_batches(*hands, 2, 5, 3), make_batches(*hands, 2, 5, 3))


def test_another_group_or_seed_gives_other_lines(hands):
    sums = {
        sum(float(lines.sum()) for lines, _ in make_batches(*hands, 2, seed, group))
        for seed, group in [(5, 3), (5, 4), (6, 3)]
    }
    assert len(sums) == 3


def test_a_group_has_as_many_batches_and_each_as_many_lines_as_asked(group):
    assert len(group) == GROUP
    assert all(len(lines) == len(arrays) == LINES for lines, packed in group for arrays in packed)


def test_lines_of_a_batch_are_of_like_width(group):
    """Unsorted, more than half of a batch is padding."""
    padding = [
        1 - sum(pixels.shape[1] for pixels, _ in lines) / (LINES * packed[0].shape[2]) for lines, packed in group
    ]
    assert np.mean(padding) < 0.2


def test_batches_do_not_come_from_narrow_to_wide(group):
    """Each step would teach other lengths than the one before, and the last of each group the longest."""
    widths = [packed[0].shape[2] for _, packed in group]
    assert abs(np.corrcoef(np.arange(GROUP), widths)[0, 1]) < 0.5


def test_every_length_has_its_share(hands):
    # Of the 384 lines of one group a length may well have five in a hundred less than its share.
    packed = [classes for group in range(3, 7) for _, classes in make_batches(*hands, LINES, 5, group)]
    digits = [int(((line > 0) & (line <= 10)).sum()) for classes in packed for line in classes]
    # Pages have some longer ones.
    shares = np.bincount(digits, minlength=len(LENGTHS))[: len(LENGTHS)] / len(digits)
    assert shares.sum() > 0.98
    # One line in a hundred may well be missing among these few.
    assert (shares[LENGTHS >= 0.02] > 0).all()
    assert np.abs(shares - LENGTHS).max() < 0.05
    assert LENGTHS.sum() == pytest.approx(1)


def test_every_line_fits_its_text(group):
    """CTC needs a column of scores for each character and one more between equal neighbours."""
    for lines, _ in group:
        for pixels, text in lines:
            repeats = sum(here == there for here, there in zip(text, text[1:], strict=False))
            assert len(text) + repeats <= pixels.shape[1] // 4


def test_lines_that_are_too_wide_are_left_out(hands, monkeypatch):
    monkeypatch.setattr(batches, "WIDEST", 96)
    assert max(lines.shape[2] for lines, _ in make_batches(*hands, 2, 5, 3)) == 96


def test_lines_are_packed_with_paper_and_blanks():
    short, long = (np.ones((LINE_HEIGHT, 20), np.float32), "7"), (np.ones((LINE_HEIGHT, 50), np.float32), "12.5")
    lines, classes = pack([short, long])
    assert lines.shape == (2, LINE_HEIGHT, 64, 1)
    assert lines[0, :, 20:].max() == 0.0
    assert classes.tolist() == [[8] + 7 * [0], [2, 3, 11, 6] + 4 * [0]]


@pytest.fixture(scope="module")
def from_the_start(hands):
    """Some groups of batches, one after the other."""
    return [batch for group in range(GROUPS) for batch in make_batches(*hands, 1, 7, group)]


@pytest.mark.parametrize(("start", "processes"), [(0, 2), (5, 1), (GROUP - 1, 1), (GROUP, 1), (GROUP + 3, 1)])
def test_a_stream_goes_on_from_any_batch(from_the_start, start, processes):
    """The batches are those of a stream from the first one, into the next groups."""
    stream = stream_batches(few_hands, 1, 7, start, processes)
    assert_same(islice(stream, GROUPS * GROUP - start), from_the_start[start:])
    stream.close()


@pytest.fixture
def data(monkeypatch):
    """Digit sets without their files; whether there are fonts is for the test to say."""
    monkeypatch.setattr(writers.datasets, "mnist_train", lambda folder: (digit_set(), digit_set(copies=1)))
    monkeypatch.setattr(writers.datasets, "small_sets", lambda folder: [digit_set(), digit_set()])
    monkeypatch.setattr(writers.FontHands, "load", lambda held_back: ("fonts", held_back))
    return monkeypatch


@pytest.mark.parametrize(("held_back", "small"), [(False, 2), (True, 0)])
def test_fonts_write_where_they_are_installed(data, tmp_path, held_back, small):
    data.setattr(writers, "fonts_installed", lambda: False)
    without, shares = load_hands(tmp_path, held_back)
    alone = [] if held_back else [SingleDigits]
    assert [type(hands) for hands in without] == [SetHands, *alone, StrokeHands, *[SetHands] * small]
    assert len(shares) == len(without)
    assert sum(shares) == pytest.approx(1)

    data.setattr(writers, "fonts_installed", lambda: True)
    hands, shares = load_hands(tmp_path, held_back)
    assert len(hands) == len(shares) == len(without) + 1
    assert hands[-1] == ("fonts", held_back)
    assert sum(shares) == pytest.approx(1)
    assert shares[-1] / shares[0] == pytest.approx(writers.FONTS_SHARE / writers.MNIST_SHARE)


def test_only_training_exaggerates_its_strokes(data, tmp_path):
    data.setattr(writers, "fonts_installed", lambda: False)
    for held_back in (False, True):
        (strokes,) = (hands for hands in load_hands(tmp_path, held_back)[0] if isinstance(hands, StrokeHands))
        assert strokes.varied is not held_back


def test_held_back_hands_are_not_those_trained_on(data, tmp_path):
    data.setattr(writers, "fonts_installed", lambda: False)
    trained_on, held_back = (load_hands(tmp_path, held_back)[0][0] for held_back in (False, True))
    assert (len(trained_on.images), len(held_back.images)) == (30, 10)


def test_a_line_that_trains_is_seen_twice_and_one_that_chooses_once(hands):
    """The second time it leans otherwise and is wider or narrower; no line that measures is anything but as made."""

    def texts(held_back):
        packed = make_batches(*hands, LINES, 5, 3, held_back)
        return [tuple(row) for _, classes in packed for row in classes[:, :8] if (row > 0).sum() >= 5]

    twice, once = texts(held_back=False), texts(held_back=True)
    assert len(set(twice)) < 0.7 * len(twice)
    assert len(set(once)) > 0.9 * len(once)


def test_a_leaning_line_keeps_its_ink():
    line = np.zeros((LINE_HEIGHT, 60), np.float32)
    line[5:35, 28:32] = 1.0
    seen = [batches._leaning(line, np.random.default_rng(seed)) for seed in range(20)]
    assert len({again.shape[1] for again in seen}) > 5
    for again in seen:
        assert again[:, :2].max() == again[:, -2:].max() == 0.0, "nothing is pushed out"
        assert again.sum() == pytest.approx(line.sum() * again.shape[1] / line.shape[1], rel=0.05)
    tops, bottoms = (np.array([again[row].argmax() for again in seen], float) for row in (6, 33))
    assert np.ptp(tops - bottoms) > 4, "some lean to the left, some to the right"
