import cv2
import numpy as np
import pytest

from tests.reading.pages import PerfectMaps, draw_bars, found_once, size_of
from webapp.reading.finding.clean_sheet import MOST_LINES
from webapp.reading.finding.look import COARSE_SIDE, FINE_SIDE
from webapp.reading.locate import ENLARGED, LARGE, coarse_looks, find_drawn, find_numbers
from webapp.reading.places.place import AGREED, PAPER_AROUND, Found
from webapp.reading.places.refine import without_doubles

pytestmark = pytest.mark.usefixtures("bars_as_they_are")


def turned(sheet, angle):
    """The sheet turned clockwise by `angle` degrees, and (2, 3) from its old pixels to the new ones."""
    rows, cols = sheet.shape
    c, s = abs(np.cos(np.radians(angle))), abs(np.sin(np.radians(angle)))
    size = round(cols * c + rows * s), round(cols * s + rows * c)
    matrix = cv2.getRotationMatrix2D((cols / 2, rows / 2), -angle, 1.0)
    matrix[:, 2] += (size[0] - cols) / 2, (size[1] - rows) / 2
    return cv2.warpAffine(sheet, matrix, size, borderValue=255), matrix


def direction(place):
    x, y = place.corners[1] - place.corners[0]
    return np.degrees(np.arctan2(y, x))


@pytest.mark.parametrize("angle", [0, 4, -12, 90, 180, 270, 100])
@pytest.mark.parametrize("scale", [0.5, 1, 3])
def test_a_number_is_found_where_it_stands_however_the_page_is_turned(angle, scale):
    sheet = draw_bars(*[[scale * edge for edge in (300, 200, 200, 40)]], rows=int(500 * scale), cols=int(800 * scale))
    page, matrix = turned(sheet, angle)
    (place,) = found_once(page, PerfectMaps())
    expected = matrix @ (400 * scale, 220 * scale, 1)
    assert place.corners.mean(axis=0) == pytest.approx(expected, abs=5 * scale)
    assert (direction(place) - angle + 180) % 360 - 180 == pytest.approx(0, abs=3.5)
    width, height = size_of(place)
    assert width == pytest.approx((200 + 2 * PAPER_AROUND * 40) * scale, abs=30 * max(1, scale))
    assert height == pytest.approx((1 + 2 * PAPER_AROUND) * 40 * scale, rel=0.35)


def test_reading_order_is_by_lines_from_the_top_and_in_each_from_the_left():
    bars = [(60, 60, 120, 40), (500, 75, 120, 40), (60, 250, 120, 40), (500, 240, 120, 40)]
    centres = [place.corners.mean(axis=0) for place in found_once(draw_bars(*bars), PerfectMaps())]
    assert [(x < 300, y < 150) for x, y in centres] == [(True, True), (False, True), (True, False), (False, False)]


def test_two_numbers_that_nearly_touch_are_two():
    assert len(found_once(draw_bars((100, 100, 150, 40), (256, 100, 150, 40)), PerfectMaps())) == 2


def test_a_number_that_is_high_at_the_fine_look_is_seen_by_the_coarse_one():
    high = 2 * LARGE
    sheet = draw_bars((100, 100, 700, high), (100, 500, 160, 20), rows=900, cols=1200)  # no clean one

    class Halves(PerfectMaps):
        """Cannot see a large number as one."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            if max(page.shape) > COARSE_SIDE:
                cores[:, 200:208] = -9.0
            return cores, text

    widths = sorted(size_of(place)[0] for place in find_numbers(sheet, Halves()))
    assert widths[-1] > 650, "the coarse look sees all of it"
    assert [width < 650 for width in widths[:-1]] == [True] * 4, "the fine one two halves, and both the small one"


def test_small_numbers_that_the_coarse_look_takes_for_one_large_number_stay_several():
    numbers = [(100 + 160 * column, 150 + 70 * row, 110, 36) for row in range(5) for column in range(3)]

    class OneForAll(PerfectMaps):
        """Sees the lower half of the table as one number, as long as the page is small."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            if max(page.shape) <= COARSE_SIDE:
                cores[105:165, 50:180] = 9.0
            return cores, text

    places = find_numbers(draw_bars(*numbers), OneForAll())
    small = [(place.score, Found(place.corners, place.score, place)) for place in places if size_of(place)[1] < 72]
    assert len(without_doubles(small)) == len(numbers)
    assert sum(size_of(place)[1] >= 72 for place in places) == 1


def test_a_number_of_a_large_photo_is_where_the_one_look_sees_it_or_the_other():
    bars = [(200, 150 + 130 * i, 900, 60) for i in range(MOST_LINES + 1)]

    class RoughAtFirst(PerfectMaps):
        def __call__(self, page):
            cores, text = super().__call__(page)
            return (np.roll(cores, 6, axis=1) if max(page.shape) <= COARSE_SIDE else cores), text

    places = find_numbers(draw_bars(*bars, rows=2000, cols=2 * FINE_SIDE), RoughAtFirst())
    middles = sorted(place.corners[:, 0].mean() for place in places)
    assert middles == pytest.approx([650] * len(bars) + [650 + 6 * 2 * 4] * len(bars), abs=6)


def test_every_page_is_looked_at_both_ways_round_and_one_with_much_on_it_closely_too():
    maps = PerfectMaps()
    small = [(60, 20 + 20 * i, 100, 12) for i in range(MOST_LINES + 2)]
    find_numbers(draw_bars((100, 100, 900, 90), rows=900, cols=2 * FINE_SIDE), maps)
    assert [max(shape) for shape in maps.seen] == 2 * [COARSE_SIDE]
    large = [(100, 100 + 130 * i, 900, 60) for i in range(MOST_LINES + 2)]
    find_numbers(draw_bars(*large, rows=2000, cols=2 * FINE_SIDE), maps)
    assert [max(shape) for shape in maps.seen[2:]] == [COARSE_SIDE, COARSE_SIDE, FINE_SIDE]
    find_numbers(draw_bars(*small, rows=300, cols=COARSE_SIDE), maps)
    assert [max(shape) for shape in maps.seen[5:]] == [COARSE_SIDE, COARSE_SIDE, ENLARGED * COARSE_SIDE]


@pytest.mark.parametrize("angle", [0, 180])
def test_where_the_writing_tells_which_end_is_up_no_other_way_round_is_tried(angle):
    page, _ = turned(draw_bars((100, 100, 200, 60)), angle)
    (look,) = coarse_looks(page, PerfectMaps())
    assert look.angle == angle


def test_where_the_writing_does_not_tell_which_end_is_up_the_page_as_it_is_comes_first():
    class Digits(PerfectMaps):
        """A few digits read forwards either way."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            text[..., 1] = abs(text[..., 1])
            return cores, text

    assert [look.angle for look in coarse_looks(draw_bars((100, 100, 200, 60)), Digits())] == [0, 180]


def test_where_the_axis_is_in_doubt_the_other_one_comes_last():
    class Doubt(PerfectMaps):
        """Digits in columns: they may run down the page, or a little less likely along its rows, either way round."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            text[..., 1] = 0.4 if page.shape[0] > page.shape[1] else 0.05
            return cores, text

    looks = coarse_looks(draw_bars((100, 100, 200, 60)), Doubt())
    assert [look.angle for look in looks] == [90, -90, 0, 180]


def test_where_the_axis_is_clear_the_other_one_is_not_looked_at():
    page, _ = turned(draw_bars((100, 100, 200, 60)), 90)
    assert [look.angle for look in coarse_looks(page, PerfectMaps())] == [90]


def test_a_line_of_ink_with_two_numbers_in_it_is_two():
    """As in 504 + 91, which stands close together."""
    assert len(found_once(draw_bars((100, 100, 150, 60), (290, 100, 100, 60)), PerfectMaps())) == 2


class Half(PerfectMaps):
    """Sees nothing in the left half."""

    def __call__(self, page):
        cores, text = super().__call__(page)
        cores[:, : cores.shape[1] // 2] = -6
        return cores, text


def test_in_a_drawing_ink_that_the_network_does_not_see_is_a_number_that_is_asked_about():
    sheet = draw_bars((100, 300, 60, 60), (600, 300, 200, 60), (150, 100, 200, 60))
    unseen, missed, seen = find_drawn(sheet, Half())
    assert [round(place.corners[:, 0].min()) // 100 for place in (unseen, missed, seen)] == [1, 0, 5]
    assert unseen.score < 1 and missed.score < 1
    assert len(found_once(sheet, Half())) == 1


class AsOne(PerfectMaps):
    """Sees three bars as one."""

    def __call__(self, page):
        cores, text = super().__call__(page)
        seen = np.argwhere(cores > 0)
        (top, left), (bottom, right) = seen.min(axis=0), seen.max(axis=0)
        cores[top : bottom + 1, left : right + 1] = 6
        return cores, text


@pytest.mark.parametrize(("middle", "count"), [(380, 3), (450, 1)])
def test_in_a_drawing_no_ink_is_lost_where_the_network_sees_several_lines_of_it_as_one(middle, count):
    """Whether the middle of what it sees is paper or the ink of one of them."""
    places = find_drawn(draw_bars((100, 300, 150, 60), (middle, 300, 150, 60), (740, 300, 150, 60)), AsOne())
    assert len(places) == count and all(place.score < AGREED for place in places)
    assert places[0].corners[:, 0].min() < 100 and places[-1].corners[:, 0].max() > 750


def test_a_drawing_is_looked_at_upright_alone():
    class Sideways(PerfectMaps):
        def __call__(self, page):
            cores, text = super().__call__(page)
            text[..., 1:] = text[..., :0:-1]
            return cores, text

    number = draw_bars((100, 300, 260, 60))
    (place,) = find_drawn(number, Sideways())
    assert direction(place) == 0
    assert direction(find_numbers(number, Sideways())[0]) != 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (7, 7), (3, 70_000), (3000, 2), (600, 900)])
def test_blank_paper_holds_no_number(shape):
    for find in (find_numbers, find_drawn):
        assert find(np.full(shape, 200, np.uint8), PerfectMaps()) == []
