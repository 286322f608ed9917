"""Cutting numbers at their contours: it works on clean digits, and breaks where digits touch."""

import cv2
import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from tests import drawing
from tests.training.hands import few_hands
from training.experiments import contours
from training.experiments.contours import Case, Outcome, cut_digits, edit_distance
from training.experiments.steps import to_grey


def draw(text, **style):
    return to_grey(drawing.draw_number(text, **{"height": 60, "pen": 0.09, "spacing": 0.4, **style}))


@pytest.fixture(scope="module")
def classify():
    """A real classifier, of pieces that were cut in the same way: (n, 28, 28) uint8 -> (n, 10)."""
    pieces, labels = [], []
    for digit in "0123456789":
        for seed in range(1, 6):
            ((_, piece),) = cut_digits(draw(digit, seed=seed))
            pieces.append(piece.ravel())
            labels.append(int(digit))
    neighbours = KNeighborsClassifier(1).fit(np.array(pieces, float), labels)
    return lambda images: neighbours.predict_proba(images.reshape(len(images), -1).astype(float))


def test_pieces_come_from_left_to_right_squeezed_and_padded():
    grey = draw("170")
    pieces = cut_digits(grey)
    lefts = [box.left for box, _ in pieces]
    assert len(pieces) == 3 and lefts == sorted(lefts)
    for box, piece in pieces:
        assert (piece.shape, piece.dtype) == ((28, 28), np.uint8)
        rows, cols = (np.flatnonzero(piece.any(axis=axis)) for axis in (1, 0))
        # A narrow 1 is squeezed as wide as a 0: that is this way's own mistake.
        assert (rows[0], rows[-1], cols[0], cols[-1]) == (5, 22, 5, 22)
        assert grey[box.top : box.bottom, box.left : box.right].min() < 100


def test_boxes_are_in_pixels_of_the_image_whatever_its_size():
    small, large = draw("7", seed=3), cv2.resize(draw("7", seed=3), None, fx=3, fy=3)
    ((of_small, _),), ((of_large, _),) = cut_digits(small), cut_digits(large)
    for side in ("left", "top", "right", "bottom"):
        assert getattr(of_large, side) == pytest.approx(3 * getattr(of_small, side), abs=4)


def test_specks_and_points_are_not_digits():
    grey = draw("1.7")
    grey[10:13, 10:13] = 0
    assert len(cut_digits(grey)) == 2


def test_it_reads_digits_that_stand_apart(classify):
    for text in ("1742", "60", "385"):
        assert contours.read_cut(draw(text, seed=9), classify)[0] == text


def test_it_cannot_read_digits_that_touch(classify):
    text, boxes = contours.read_cut(draw("3888", spacing=-0.12, seed=9), classify)
    assert len(boxes) < 4 and text != "3888"


def test_paper_without_ink_reads_as_nothing(classify):
    assert contours.read_cut(np.full((60, 200), 230, np.uint8), classify) == ("", [])


@pytest.mark.parametrize(
    ("text", "truth", "distance"),
    [
        ("", "", 0),
        ("123", "123", 0),
        ("", "12", 2),
        ("12", "", 2),
        ("1223", "123", 1),
        ("321", "123", 2),
        ("9", "123", 3),
    ],
)
def test_edit_distance(text, truth, distance):
    assert edit_distance(text, truth) == edit_distance(truth, text) == distance


def test_figures_of_an_outcome():
    cases = [Case(b"", "12"), Case(b"", "345"), Case(b"", "6")]
    figures = Outcome(["12", "35", "78"], seconds=0.3).figures(cases)
    assert figures == pytest.approx({"strings": 3, "exact": 1 / 3, "edit_distance": 1.0, "ms_a_string": 100})


def test_drawn_numbers_are_photos_with_their_digits_alone():
    made = list(contours.draw_numbers(*few_hands(), 12, np.random.default_rng(0)))
    assert len(made) == 12
    for grey, digits in made:
        assert grey.dtype == np.uint8 and grey.ndim == 2
        assert digits.isdigit() and 1 <= len(digits) <= 8
    again = list(contours.draw_numbers(*few_hands(), 12, np.random.default_rng(0)))
    assert all(np.array_equal(one, other) for (one, _), (other, _) in zip(made, again, strict=True))


def test_both_ways_read_the_same_images(classify, reader, capsys):
    texts = ["1742", "3888"]
    images = [draw("1742", seed=9), draw("3888", spacing=-0.12, seed=9)]
    sets = {"drawn": [Case(contours.encode(image), text) for image, text in zip(images, texts, strict=True)]}
    outcomes = contours.compare_ways(sets, classify, reader)
    cut, whole = outcomes["drawn"]
    assert cut.texts[0] == "1742" and cut.texts[1] != "3888"
    assert whole.texts == texts
    contours.print_table(sets, outcomes)
    _, of_cut, of_whole = (line.split() for line in capsys.readouterr().out.splitlines())
    assert of_cut[:4] == ["drawn", "contours", "2", "0.5000"]
    assert of_whole[:5] == ["drawn", "our", "reader", "2", "1.0000"]


def test_the_sheet_shows_only_what_the_cut_reads_wrong(classify, monkeypatch):
    cases = [Case(contours.encode(draw("1742", seed=9)), "1742"), Case(contours.encode(draw("88", spacing=-0.2)), "88")]
    shown = []
    original = contours.plots.cut_numbers
    monkeypatch.setattr(contours.plots, "cut_numbers", lambda numbers: shown.extend(numbers) or original(numbers))
    cut = contours.read_all_cut(cases, classify)
    png = contours.broken_sheet(cases, (cut, Outcome(["1742", "88"], 0.1)), classify)
    assert [(number.truth, number.whole) for number in shown] == [("88", "88")] and shown[0].cut != "88"
    assert cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR).shape[1] > 300


def test_the_sheet_for_the_repository_needs_no_set_and_no_hands_of_others(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    cases = contours.pen_stroke_cases(3)
    assert [case.truth.isdigit() and case.image().ndim for case in cases] == [2, 2, 2]
    assert cases == contours.pen_stroke_cases(3)


def test_every_set_but_the_pen_strokes_keeps_its_sheet_to_itself(classify, reader, monkeypatch, tmp_path):
    case = Case(contours.encode(draw("88", spacing=-0.2)), "88")
    for made in ("pen_stroke_cases", "rendered_cases", "cheque_cases"):
        monkeypatch.setattr(contours, made, lambda *folder: [case])
    monkeypatch.setattr(contours, "load_classify", lambda run: classify)
    monkeypatch.setattr(contours.Reader, "load", lambda model: reader)
    contours.measure_strings(tmp_path, tmp_path, tmp_path, tmp_path / "shown.png", tmp_path / "private")
    assert sorted(path.name for path in tmp_path.rglob("*.png")) == ["cheque_amounts.png", "rendered.png", "shown.png"]
    assert sorted(path.name for path in (tmp_path / "private").iterdir()) == ["cheque_amounts.png", "rendered.png"]
