import numpy as np
import pytest

from tests.reading.pages import PerfectMaps, draw_bars, size_of
from webapp.reading import locate
from webapp.reading.finding.clean_sheet import on_ink
from webapp.reading.finding.look import COARSE_SIDE, seen_in
from webapp.reading.locate import find_numbers
from webapp.reading.places.place import AGREED, AGREED_NEAR, WRITTEN
from webapp.reading.result import Box

pytestmark = pytest.mark.usefixtures("bars_as_they_are")


def test_lines_of_ink_are_agreed_on_where_only_the_larger_look_sees_each_of_them(monkeypatch):
    class Coarse(PerfectMaps):
        """Sees the lower number where the page is large enough."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            if max(page.shape) <= COARSE_SIDE:
                cores[len(cores) // 2 :] = np.minimum(cores[len(cores) // 2 :], -9.0)
            return cores, text

    sheet = draw_bars((100, 100, 200, 40), (100, 400, 200, 40))
    # A bar's pale part is no ink.
    lines = [Box(100, top, 300, top + 40) for top in (100, 400)]
    monkeypatch.setattr(locate, "number_boxes", lambda ink: lines)
    places = find_numbers(sheet, Coarse())
    assert [(place.score, tuple(place.corners[0])) for place in places] == [
        (AGREED_NEAR, (100, 100)), (AGREED_NEAR, (100, 400))
    ]  # fmt: skip


class Unseen(PerfectMaps):
    """Sees nothing in the upper part of the page."""

    def __init__(self, part):
        super().__init__()
        self.part = part

    def __call__(self, page):
        cores, text = super().__call__(page)
        cores[: round(self.part * len(cores))] = np.minimum(cores[: round(self.part * len(cores))], -9.0)
        return cores, text


@pytest.mark.parametrize(("unseen", "part"), [(1, 0.4), (2, 0.6)])
def test_ink_without_a_number_may_be_one_on_a_sheet_of_numbers(monkeypatch, unseen, part):
    """Three lines: where one of them is not seen it is a place all the same, where two are not it is no such sheet."""
    sheet = draw_bars((100, 100, 200, 40), (100, 250, 200, 40), (100, 400, 200, 40))
    # A bar's pale part is no ink.
    lines = [Box(100, top, 300, top + 40) for top in (100, 250, 400)]
    monkeypatch.setattr(locate, "number_boxes", lambda ink: lines)
    written = [place for place in find_numbers(sheet, Unseen(part)) if place.score == WRITTEN]
    assert len(written) == (1 if unseen == 1 else 0)
    for place in written:
        assert tuple(place.corners.mean(axis=0)) == pytest.approx((200, 120), abs=8)


def one_bar():
    """All of it is ink."""
    sheet = np.full((600, 900), 255, np.uint8)
    sheet[200:320, 200:600] = 0
    return sheet


def test_on_a_clean_sheet_places_are_exact_to_the_stroke():
    """However roughly the network knows where its numbers are."""

    class Rough(PerfectMaps):
        def __call__(self, page):
            cores, text = super().__call__(page)
            return np.roll(cores, 2, axis=0), text

    (place,) = find_numbers(one_bar(), Rough())
    (left, top), (right, bottom) = place.corners[0], place.corners[2]
    assert place.score == AGREED
    assert 165 < left < 200 < 600 < right < 635 and 165 < top < 200 < 320 < bottom < 355


def test_lines_of_ink_that_are_more_than_their_number_are_not_taken_for_it():
    """A ring around a number, a bullet before it and dirt in its line were read with it."""

    class Inner(PerfectMaps):
        """Sees a number within the ink."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            rows, cols = np.nonzero(cores > 0)
            inner = np.full_like(cores, -6)
            middle = slice((rows.min() + rows.max()) // 2 - 8, (rows.min() + rows.max()) // 2 + 8)
            inner[middle, cols.min() + len(set(cols)) // 3 : cols.max() - len(set(cols)) // 3] = 6
            return inner, text

    sheet = one_bar()
    (whole,) = find_numbers(sheet, PerfectMaps())
    assert whole.score == AGREED
    assert all(
        place.score == WRITTEN or size_of(place)[0] < 0.6 * size_of(whole)[0] for place in find_numbers(sheet, Inner())
    )
    # Of a piece that somebody cut out the frame is read with the number.
    (cut_out,) = find_numbers(sheet[170:350], Inner())
    assert cut_out.score == AGREED


@pytest.mark.parametrize(("gap", "width", "certain"), [(110, 70, False), (250, 70, True), (90, 150, True)])
def test_on_a_clean_sheet_what_stands_close_to_another_may_be_one_with_it(gap, width, certain):
    """Digits may be written far apart, or in cells that are parted by walls; two pairs of digits are two numbers."""
    sheet = np.full((600, 900), 255, np.uint8)
    for start in (100, 100 + width + gap):
        sheet[100:160, start : start + width] = 0
    places = find_numbers(sheet, PerfectMaps())
    assert [place.score == 1.0 for place in places] == [certain, certain]


@pytest.mark.parametrize(("lefts", "certain"), [((100,), True), ((100, 200), False)])
def test_in_a_drawing_what_one_look_sees_as_two_is_not_agreed_on(lefts, certain):
    def seen(left, width):
        return seen_in(Box(left, 100, left + width, 150), 0.9)

    whole, parts = seen(100, 200), [seen(left, 200 // len(lefts)) for left in lefts]
    (number,) = on_ink([whole], [Box(95, 95, 305, 155)], ([whole], parts))
    assert (number.score == AGREED) == certain


@pytest.mark.parametrize(("right", "written"), [(290, 0), (500, 1)])
def test_a_line_of_ink_of_which_a_number_takes_little_may_be_another_one(monkeypatch, right, written):
    sheet = draw_bars((100, 100, 200, 40), (100, 250, 200, 40), (100, 400, 200, 40))
    # The mark beside the first line is no number: this is no clean sheet.
    lines = [Box(100, 100, 300, 140), Box(100, 250, right, 290), Box(100, 400, 300, 440), Box(700, 100, 780, 140)]
    monkeypatch.setattr(locate, "number_boxes", lambda ink: lines)
    places = [place for place in find_numbers(sheet, PerfectMaps()) if place.score == WRITTEN]
    assert [tuple(place.corners[0]) for place in places] == [(100, 250)] * written + [(700, 100)]
