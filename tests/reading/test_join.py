"""Dates that were found in parts. They are drawn; the places are what a network may have seen of them."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.places.cut import cut_out
from webapp.reading.places.join import join_dates
from webapp.reading.places.place import Found
from webapp.reading.read_line import read_cut

HEIGHT, TOP = 48, 60


class Sheet:
    """Paper, and the corners of what is written on it."""

    def __init__(self, angle: float = 0.0):
        self._image = np.full((300, 900, 3), 235, np.uint8)
        self._turn = cv2.getRotationMatrix2D((450, 150), -angle, 1.0)
        self._angle = angle
        self.places: list[np.ndarray] = []
        self.read = 0

    def write(self, *parts: str, left: float = 40, gap: float = 12, top: float = TOP) -> None:
        """Write these parts one after another; each is a place of its own."""
        for part in parts:
            strokes = strokes_of(part, HEIGHT, left=left, top=top, seed=len(self.places))
            xs = [x for stroke in strokes for x, _ in stroke]
            draw_strokes_inplace(self._image, strokes, 4)
            around = 0.2 * HEIGHT
            sides = min(xs) - around, top - around, max(xs) + around, top + HEIGHT + around
            corners = np.array([[sides[i], sides[j]] for i, j in ((0, 1), (2, 1), (2, 3), (0, 3))], np.float32)
            self.places.append(cv2.transform(corners[np.newaxis], self._turn)[0])
            left = max(xs) + gap

    def texts(self, reader, trust: tuple[float, float] = (0.5, 0.5)) -> list[str]:
        """What is read, dates joined. trust: in each part, and in a whole"""
        grey = cv2.warpAffine(self._image, self._turn, (900, 300), borderValue=(235, 235, 235))[..., 1].copy()

        def read(corners, _):
            self.read += 1
            return read_cut(cut_out(grey, corners), reader, None, trusted=True)

        scores = 0.9 - 0.1 * np.arange(len(self.places))
        found = [
            Found(corners, score, read(corners, score)) for corners, score in zip(self.places, scores, strict=True)
        ]

        def likelihood(one):
            return trust[all(one is not part for part in found)] * one[2].confidence

        self.joined = join_dates(found, read, likelihood)
        return [number.text for *_, number in self.joined]


@pytest.mark.parametrize(
    ("parts", "date"),
    [(("10/20", "/2019"), "10/20/2019"), (("12-", "10-18"), "12-10-18"), (("5/", "9/", "79"), "5/9/79")],
)
@pytest.mark.parametrize("angle", [0, 7])
def test_the_parts_of_a_date_are_one_number(reader, parts, date, angle):
    sheet = Sheet(angle)
    sheet.write(*parts)
    assert sheet.texts(reader) == [date]
    ((corners, score, number),) = sheet.joined
    assert score == pytest.approx(0.9 - 0.1 * (len(parts) - 1)), "that of the least likely part"
    edges = np.concatenate(sheet.places)
    np.testing.assert_allclose(corners.min(axis=0), edges.min(axis=0), atol=4)
    np.testing.assert_allclose(corners.max(axis=0), edges.max(axis=0), atol=4)
    assert number.box.width > 0.8 * (edges[:, 0].max() - edges[:, 0].min() - 0.4 * HEIGHT)


def test_what_comes_before_and_after_stays_as_it_is(reader):
    sheet = Sheet()
    sheet.write("405")
    sheet.write("10/20", "/2019", left=220)
    sheet.write("77", left=640)
    assert sheet.texts(reader) == ["405", "10/20/2019", "77"]


def test_a_wrong_reading_of_a_part_is_put_right_by_the_whole(reader):
    """The slash that belongs to both parts is a one to the second, where it stands first."""
    sheet = Sheet()
    sheet.write("10/20", "/2019", gap=2)
    assert sheet.texts(reader) == ["10/20/2019"]


@pytest.mark.parametrize("parts", [("12", "10", "18"), ("1742", "2019"), ("99/", "99/", "2019"), ("3", "7", "7")])
def test_numbers_that_are_no_date_together_stay_apart(reader, parts):
    sheet = Sheet()
    sheet.write(*parts)
    assert len(sheet.texts(reader)) == len(parts)


@pytest.mark.parametrize(
    ("trust", "together"),
    [((0.9, 0.1), False), ((0.9, 0.18), False), ((0.9, 0.25), True), ((0.4, 0.1), True)],
    ids=["hardly a date", "just so", "likely enough a date", "hardly numbers"],
)
def test_numbers_that_are_hardly_a_date_stay_apart_and_are_asked_about(reader, trust, together):
    """A sum may look like one: 5-6-79."""
    sheet = Sheet()
    sheet.write("5-", "6-", "79")
    sheet.write("405", left=500)
    assert (sheet.texts(reader, trust)[:-1] == ["5-6-79"]) == together
    *parts, last = (number.sure for *_, number in sheet.joined)
    assert last, "what comes behind is none of its parts"
    if not together:
        assert parts == [False] * 3, "it may be a date all the same"
        assert not any(digit.sure for *_, number in sheet.joined[:-1] for digit in number.digits)


def test_a_date_beside_another_stays_itself(reader):
    sheet = Sheet()
    sheet.write("1/2/26", "3/4/26")
    assert sheet.texts(reader) == ["1/2/26", "3/4/26"]
    assert sheet.read == 2, "nothing was tried"


@pytest.mark.parametrize(("left", "top"), [(330, TOP), (176, TOP + 60)], ids=["far", "below"])
def test_what_stands_far_away_or_in_another_line_is_no_part(reader, left, top):
    sheet = Sheet()
    sheet.write("10/20")
    sheet.write("/2019", left=left, top=top)
    sheet.texts(reader)
    assert len(sheet.joined) == 2
    assert sheet.read == 2, "nothing was tried"
