"""Numbers that were found in pieces, or together. They are drawn and really read; who trusts which place is made up."""

import cv2
import numpy as np
import pytest

from tests.drawing import draw_strokes_inplace, strokes_of
from webapp.reading.places.cut import cut_out
from webapp.reading.places.place import AGREED, PAPER_AROUND, Found
from webapp.reading.places.recut import cut_anew
from webapp.reading.read_line import read_cut

DIGIT, PITCH, TOP = 42, 40, 60
NONE = np.zeros((0, 4, 2), np.float32)
ORIGIN = (90, 20)  # where the part of the image begins in which the places are told


class Line:
    """A line of digits; a space is a gap of half a digit. Some of its runs are numbers, which alone are trusted."""

    def __init__(self, reader, text: str, trusted: dict[str, float], angle: float = 0.0):
        self.text, self.reader, self.trusted = text, reader, trusted
        image = np.full((170, 120 + PITCH * len(text), 3), 235, np.uint8)
        self.spans = []
        left = 60.0
        for character in text:
            if character != " ":
                strokes = strokes_of(character, DIGIT, left=left, top=TOP)
                draw_strokes_inplace(image, strokes, 4)
                xs = [x for stroke in strokes for x, _ in stroke]
                self.spans.append((min(xs) - 2, max(xs) + 2))
            left += PITCH if character != " " else PITCH / 2
        self.turn = cv2.getRotationMatrix2D((100, 80), -angle, 1.0)
        self.image = cv2.warpAffine(image, self.turn, image.shape[1::-1], borderValue=(235, 235, 235))[..., 1].copy()
        self.digits = text.replace(" ", "")

    def place(self, first: int, end: int) -> np.ndarray:
        """Corners of the digits first..end with paper around, in the part of the image."""
        left, right, top, bottom = self.spans[first][0], self.spans[end - 1][1], TOP, TOP + DIGIT
        paper = PAPER_AROUND * DIGIT
        ends = [(left, top), (right, top), (right, bottom), (left, bottom)]
        corners = np.array(ends) + paper * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
        turned = cv2.transform(corners[np.newaxis].astype(np.float32), self.turn)[0]
        return turned - np.float32(ORIGIN)

    def trust(self, corners: np.ndarray) -> float:
        """Of the run of digits of which the middles lie in the place."""
        back = cv2.transform(corners[np.newaxis] + np.float32(ORIGIN), cv2.invertAffineTransform(self.turn))[0]
        low, high = back[:, 0].min(), back[:, 0].max()
        inside = [i for i, (left, right) in enumerate(self.spans) if low < (left + right) / 2 < high]
        return self.trusted.get("".join(self.digits[i] for i in inside), 0.01)

    def read(self, corners: np.ndarray, others: np.ndarray, score: float):
        number = read_cut(cut_out(self.image, corners + np.float32(ORIGIN)), self.reader, None, trusted=True)
        return number and Found(corners, score, number)

    def likelihood(self, found) -> float:
        return self.trust(found[0]) * found[2].confidence

    def texts(self, *runs: tuple[int, int], may_change=None) -> list[str]:
        """What is read after these runs of digits were found."""
        found = [self.read(self.place(*run), NONE, 0.8) for run in runs]
        assert [number.text for *_, number in found] == [self.digits[a:b] for a, b in runs], "the drawing reads so"
        free = found if may_change is None else [found[i] for i in may_change]
        cut = cut_anew(found, free, self.trust, self.read, self.likelihood, ORIGIN)
        return [number.text for *_, number in cut]


@pytest.mark.parametrize("angle", [0, 6])
def test_the_parts_of_a_number_come_together(reader, angle):
    line = Line(reader, "8934", {"8934": 0.97, "4": 0.9}, angle)
    assert line.texts((0, 2), (2, 3), (3, 4)) == ["8934"]
    assert line.texts((0, 3), (3, 4)) == ["8934"]


@pytest.mark.parametrize("angle", [0, -6])
def test_numbers_that_were_found_as_one_come_apart(reader, angle):
    line = Line(reader, "54 90", {"54": 0.95, "90": 0.95}, angle)
    assert line.texts((0, 4)) == ["54", "90"]


def test_a_number_of_a_table_is_cut_from_its_neighbour(reader):
    """The wrong digit went to it: a cut is moved, not taken away."""
    line = Line(reader, "61 82", {"61": 0.95, "82": 0.95})
    assert line.texts((0, 3), (3, 4)) == ["61", "82"]


def test_a_sign_between_two_numbers_may_have_been_read_as_a_digit(reader):
    line = Line(reader, "6 1 82", {"6": 0.97, "82": 0.95})
    found = [line.read(line.place(0, 4), NONE, 0.8)]
    numbers = [number for *_, number in cut_anew(found, found, line.trust, line.read, line.likelihood, ORIGIN)]
    assert [number.text for number in numbers] == ["6", "82"]
    assert not any(number.sure or number.is_clear for number in numbers), "a digit may be missing: the person is asked"


@pytest.mark.parametrize("text", ["482", "6 1 1 82", "6 / 82"])
def test_one_digit_at_most_is_left_out_and_none_at_an_end_and_no_separator(reader, text):
    line = Line(reader, text, {"6": 0.97, "82": 0.95, "48": 0.95})
    assert line.texts((0, len(line.digits))) == [line.digits]


def test_what_is_likely_stays(reader):
    line = Line(reader, "54 90", {"5490": 0.6, "54": 0.99, "90": 0.99})
    assert line.texts((0, 4)) == ["5490"]


@pytest.mark.parametrize(("trust", "texts"), [(0.45, ["5490"]), (0.6, ["54", "90"])])
def test_nothing_is_cut_so_that_a_part_is_hardly_trusted(reader, trust, texts):
    line = Line(reader, "54 90", {"54": 0.95, "90": trust})
    assert line.texts((0, 4)) == texts


@pytest.mark.parametrize(("trust", "texts"), [(0.6, ["89", "34"]), (0.8, ["8934"])])
def test_numbers_come_together_only_where_the_whole_is_trusted_more(reader, trust, texts):
    line = Line(reader, "8934", {"8934": trust, "89": 0.2, "34": 0.2})
    assert line.texts((0, 2), (2, 4)) == texts


@pytest.mark.parametrize(("trust", "texts"), [(0.65, ["6182"]), (0.8, ["6", "82"])])
def test_a_digit_is_left_out_only_where_the_parts_are_trusted_more(reader, trust, texts):
    line = Line(reader, "6 1 82", {"6": 0.97, "82": trust})
    assert line.texts((0, 4)) == texts


def test_two_good_numbers_are_worth_more_than_one_of_both(reader):
    line = Line(reader, "54 90", {"5490": 0.8, "54": 0.45, "90": 0.95})
    assert line.texts((0, 2), (2, 4)) == ["54", "90"]


def test_one_number_is_worth_more_than_two_wrong_ones(reader):
    line = Line(reader, "5490", {"5490": 0.75, "54": 0.4, "90": 0.4})
    assert line.texts((0, 2), (2, 4)) == ["5490"]


def test_a_number_far_away_is_no_neighbour(reader):
    line = Line(reader, "54     90", {"5490": 0.99})
    assert line.texts((0, 2), (2, 4)) == ["54", "90"]


def test_what_is_settled_otherwise_stays(reader):
    line = Line(reader, "8934", {"8934": 0.97})
    assert line.texts((0, 2), (2, 4), may_change=[1]) == ["89", "34"]


def reading(line, read, *runs):
    """What comes of these runs where places are read by `read`."""
    found = [line.read(line.place(*run), NONE, 0.8) for run in runs]
    return found, cut_anew(found, found, line.trust, read, line.likelihood, ORIGIN)


def test_where_nothing_is_read_in_what_was_trusted_nothing_changes(reader):
    """As it was found it may be right."""
    line = Line(reader, "5490", {"54": 0.95, "90": 0.95})
    found, cut = reading(line, lambda *_: None, (0, 4))
    assert cut == found


def test_parts_that_come_to_be_the_same_place_change_nothing(reader):
    line = Line(reader, "5490", {"54": 0.95, "90": 0.95})
    found, cut = reading(line, lambda *_: line.read(line.place(0, 2), NONE, 0.8), (0, 4))
    assert cut == found


def test_parts_are_told_where_the_others_are(reader):
    line = Line(reader, "54 90 7", {"54": 0.95, "90": 0.95, "7": 0.9})
    told = []

    def read(corners, others, score):
        told.append(others)
        return line.read(corners, others, score)

    _, cut = reading(line, read, (0, 4), (4, 5))
    assert [number.text for *_, number in cut] == ["54", "90", "7"]
    # Before each stands the 7, which is likely enough to stay, unless it was a neighbour; and the other part.
    assert all(len(others) == 2 for others in told) and len(told) == 2


def test_a_part_that_reads_as_fewer_digits_than_it_holds_is_asked_about(reader):
    line = Line(reader, "8934", {"8934": 0.97, "893": 0.97})

    def read(corners, others, score):
        return line.read(line.place(0, 3), others, score)

    _, (one,) = reading(line, read, (0, 2), (2, 4))
    assert (one[2].text, one[2].sure) == ("893", False)


def test_a_number_that_is_settled_stands_between_two_that_are_not(reader):
    line = Line(reader, "594", {"54": 0.99, "594": 0.99})
    assert line.texts((0, 1), (1, 2), (2, 3), may_change=[0, 2]) == ["5", "9", "4"]


def test_what_ink_and_network_agree_on_is_not_cut(reader):
    line = Line(reader, "54 90", {"54": 0.95, "90": 0.95})
    corners, _, number = line.read(line.place(0, 4), NONE, 0.8)
    found = [Found(corners, AGREED, number)]
    assert cut_anew(found, found, line.trust, line.read, line.likelihood, ORIGIN) == found


@pytest.mark.parametrize("angle", [90, -90])
def test_lines_that_run_down_the_image_are_cut_too(reader, angle):
    line = Line(reader, "54 90", {"54": 0.95, "90": 0.95})
    upright = line.image
    turned = cv2.rotate(upright, cv2.ROTATE_90_CLOCKWISE if angle == 90 else cv2.ROTATE_90_COUNTERCLOCKWISE)
    rows, cols = upright.shape
    to_turned = np.array([[0, -1, rows - 1], [1, 0, 0]] if angle == 90 else [[0, 1, 0], [-1, 0, cols - 1]], float)
    line.image, line.turn = turned, to_turned @ np.vstack([line.turn, [0, 0, 1]])
    assert line.texts((0, 4)) == ["54", "90"]
