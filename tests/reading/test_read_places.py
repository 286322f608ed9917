from dataclasses import replace

import numpy as np
import pytest

from tests import drawing
from tests.reading.pages import TrustfulLocator, placed, read, two_numbers
from webapp.reading.places.place import HINT, WRITTEN, Place
from webapp.reading.places.refine import shares
from webapp.reading.places.verify import CELL, COLS, ROWS, Verdict, scale_of
from webapp.reading.read_places import PlaceReader


class ByPlace(TrustfulLocator):
    """Trusts each place as it is told."""

    def __init__(self, locator, trusts, others=0.1):
        """trusts: by the bytes of a place's corners"""
        super().__init__(locator, others)
        self._trusts, self._others = trusts, others

    def verify(self, corners):
        self._trust = self._trusts.get(corners.tobytes(), self._others)
        return super().verify(corners)


def test_what_is_left_out_as_none_keeps_no_line_of_ink_from_being_a_number(reader, locator, monkeypatch):
    """Two parts of a number, hardly trusted, and the whole line of ink: the parts would have been its doubles."""
    image, ((left, right), _) = two_numbers(80)
    middle = (left + right) / 2
    parts = [placed(left - 12, middle), placed(middle, right + 12)]
    whole = placed(left - 12, right + 12, score=WRITTEN)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda *_: [*parts, whole])
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    reading = read(image, reader, ByPlace(locator, {whole.corners.tobytes(): 0.9}, others=0.0005))
    assert [(number.text, number.sure) for number in reading.numbers] == [("284", False)]
    assert not reading.candidates


def test_a_number_that_was_passed_over_for_what_does_not_stay_itself_is_read_after_all(reader, locator, monkeypatch):
    """Two numbers and a place over both that is trusted more than either, and read in doubt: likelier than the second,
    which is not looked at for it, but less likely than the first."""
    image, ((left, right), (start, end)) = two_numbers(80)
    one, other, both = placed(left - 12, right + 12), placed(start - 12, end + 12), placed(left - 12, end + 12)
    trusts = {place.corners.tobytes(): trust for place, trust in ((one, 0.95), (other, 0.5), (both, 0.96))}
    read_at = PlaceReader.number_at

    def in_doubt_of_long_ones(self, corners, score):
        number = read_at(self, corners, score)
        return replace(number, confidence=0.7) if number is not None and len(number.text) > 3 else number

    monkeypatch.setattr(PlaceReader, "number_at", in_doubt_of_long_ones)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda *_: [one, both, other])
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    found = read(image, reader, ByPlace(locator, trusts)).numbers
    assert [(number.text, number.sure) for number in found] == [("284", True), ("639", False)]


@pytest.mark.parametrize("hinted", [False, True])
def test_what_is_hardly_seen_changes_nothing_that_is_seen(reader, locator, monkeypatch, hinted):
    """A place over a number, trusted more than the number's own, and one over its second half."""
    image, ((left, right), (start, end)) = two_numbers(80)
    seen = [placed(left - 12, right + 12), placed(start - 12, end + 12)]
    hints = [placed(left - 16, right + 20, score=HINT), placed((start + end) / 2, end + 12, score=HINT)]
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: seen + hints * hinted)
    trusts = {
        place.corners.tobytes(): trust for place, trust in zip(seen + hints, (0.92, 0.92, 0.97, 0.3), strict=True)
    }
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    found = read(image, reader, ByPlace(locator, trusts)).numbers
    assert [(number.text, number.sure) for number in found] == [("284", True), ("639", True)]


def test_a_number_of_which_a_part_was_found_is_read_whole(reader, locator, monkeypatch):
    image = drawing.blank(400, 900)
    for text, left in (("472", 500), ("xkxkx", 80)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    cols = np.flatnonzero((image[:, 480:, 0] < 128).any(axis=0)) + 480
    left, right = int(cols[0]), int(cols[-1]) + 1
    whole = np.array([[left, 150], [right, 150], [right, 210], [left, 210]], np.float32)
    half = whole + np.array([[0, -12], [-70, -12], [-70, 12], [0, 12]], np.float32)
    monkeypatch.setattr(
        "webapp.reading.read_page.find_numbers", lambda grey, maps, look, sheet=True: [Place(half, 0.8)]
    )
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    class NearSighted(TrustfulLocator):
        """Sees from near where the number is."""

        def verify(self, corners):
            low, high = ((whole[end] - corners.mean(axis=0)) * scale_of(corners) for end in (0, 2))
            columns = shares(low[0] + COLS / 2, high[0] + COLS / 2, COLS)
            trust = 0.9 if corners[1, 0] > right else 0.3
            return Verdict(trust, columns, shares(low[1] + ROWS / 2, high[1] + ROWS / 2, ROWS))

    (part,) = read(image, reader, TrustfulLocator(locator, 0.95)).numbers
    (number,) = read(image, reader, NearSighted(locator, 0.95)).numbers
    assert part.text != "472" and number.text == "472"
    assert (number.box.left, number.box.right) == pytest.approx((left, right), abs=4)


@pytest.mark.parametrize("crop", [None, (420, 60, 900, 330)])
def test_a_number_that_was_found_in_pieces_is_put_together_where_the_whole_is_trusted(
    reader, locator, monkeypatch, crop
):
    image = drawing.blank(400, 900)
    for text, left in (("4725", 500), ("kgxkg", 80)):
        drawing.draw_strokes_inplace(image, drawing.strokes_of(text, 60, left=left, top=150), 4)
    inked = np.flatnonzero((image[:, 480:, 0] < 128).any(axis=0)) + 480
    left, right = int(inked[0]), int(inked[-1]) + 1
    middle = int(np.argmin((image[:, :, 0] < 128).sum(axis=0)[left + 40 : left + 110])) + left + 40
    halves = [
        np.array([[a - 12, 138], [b + 12, 138], [b + 12, 222], [a - 12, 222]], np.float32)
        for a, b in ((left, middle), (middle, right))
    ]

    def find_numbers(part, maps, look, sheet=True):
        # A crop is looked at with what is around it: here with all rows, to the right edge.
        assert len(part) == len(image)
        at = np.float32((image.shape[1] - part.shape[1], 0))
        return [Place(half - at, 0.8) for half in halves]

    monkeypatch.setattr("webapp.reading.read_page.find_numbers", find_numbers)
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    class Trusting(TrustfulLocator):
        """The whole, or nothing."""

        def verify(self, corners):
            whole = abs(corners[1, 0] - corners[0, 0] - (right - left)) < 50
            trust = self._trust if whole else 0.1
            return Verdict(trust, np.zeros(COLS // CELL, np.float32), np.zeros(ROWS // CELL, np.float32))

    pieces = [number.text for number in read(image, reader, Trusting(locator, 0.1), crop=crop).numbers]
    (number,) = read(image, reader, Trusting(locator, 0.97), crop=crop).numbers
    assert "".join(pieces) == "4725" and len(pieces) == 2
    assert number.text == "4725"
    assert (number.box.left, number.box.right) == pytest.approx((left, right), abs=5)


@pytest.mark.parametrize(("trust", "texts"), [(0.1, ["284", "639"]), (0.3, ["284639"])])
def test_digits_of_a_field_are_cut_anew_where_they_are_hardly_one_number(reader, locator, monkeypatch, trust, texts):
    image, ((left, _), (_, right)) = two_numbers(30)
    field = placed(left - 12, right + 12)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: [field])
    # As where rails and walls have told that all of it stands in the cells of one field.
    monkeypatch.setattr("webapp.reading.read_places.join_cells", lambda found, *_: [found[0]._replace()])
    monkeypatch.setattr("webapp.reading.read_page.patch", lambda grey, corners: corners)

    class ByLength(TrustfulLocator):
        """Trusts halves, and the whole as it is told."""

        def verify(self, corners):
            share = (corners[1, 0] - corners[0, 0]) / (right - left)
            trust = self._trust if share > 0.7 else 0.9 if share > 0.4 else 0.1
            return Verdict(trust, np.zeros(COLS // CELL, np.float32), np.zeros(ROWS // CELL, np.float32))

    found = read(image, reader, ByLength(locator, trust)).numbers
    assert [number.text for number in found] == texts


@pytest.mark.parametrize("gap", [48, 66])
def test_two_numbers_of_a_drawing_are_both_found_where_the_network_sees_one(reader, locator, gap):
    image, _ = two_numbers(gap)
    found = read(image, reader, locator, drawn=True).numbers
    assert "".join(number.digits_only for number in found) == "284639"


def test_of_a_place_in_which_another_number_was_found_the_rest_is_read(reader, locator, monkeypatch):
    image, ((left, _), (start, right)) = two_numbers(80)
    both, second = placed(left - 12, right + 12), placed(start - 12, right + 12)
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: [both, second])
    doubted = TrustfulLocator(locator, 0.3).verify(None), TrustfulLocator(locator, 0.95).verify(None)

    def verdict(judge, corners):
        return doubted[int(corners[1, 0] - corners[0, 0] < both.corners[1, 0] - both.corners[0, 0] - 20)]

    monkeypatch.setattr("webapp.reading.judge.Judge.verdict", verdict)
    found = read(image, reader, TrustfulLocator(locator, 0.95)).numbers
    assert [(number.text, number.sure) for number in found] == [("284", False), ("639", True)]
    assert not found[0].is_clear  # both may be one: no tap on all that is clear keeps it


@pytest.mark.parametrize(("slant", "sure"), [(0.0, True), (0.8, False)])
def test_numbers_that_reach_into_each_other_are_asked_about(reader, locator, monkeypatch, slant, sure):
    image = drawing.blank(400, 900)
    strokes = drawing.strokes_of("284", 60, left=300, top=200, spacing=0.1, slant=slant)
    drawing.draw_strokes_inplace(image, strokes, 5)
    of_last = len(drawing.STROKES["4"])
    (left, end), (start, right) = (
        (min(cols), max(cols))
        for part in (strokes[:-of_last], strokes[-of_last:])
        for cols in [[col for stroke in part for col, _ in stroke]]
    )
    places = [placed(left - 12, end), placed(start, right + 12)]
    monkeypatch.setattr("webapp.reading.read_page.find_numbers", lambda grey, maps, look: places)
    found = read(image, reader, TrustfulLocator(locator, 0.99)).numbers
    assert [(number.text, number.sure) for number in found] == [("28", sure), ("4", sure)]
