import cv2
import numpy as np
import pytest

from tests.reading.pages import PerfectMaps, draw_bars
from webapp.reading import locate, look
from webapp.reading.clean_sheet import MOST_LINES, on_ink
from webapp.reading.locate import ENLARGED, LARGE, coarse_looks, find_drawn, find_numbers
from webapp.reading.look import COARSE_SIDE, FINE_SIDE, page_input, seen_in
from webapp.reading.place import AGREED, AGREED_NEAR, CLEAR, FAINT, HINT, PAPER_AROUND, WRITTEN
from webapp.reading.refine import without_doubles
from webapp.reading.result import Box
from webapp.reading.skew import skew


@pytest.fixture(autouse=True)
def bars_as_they_are(monkeypatch):
    """What the light does to strokes is no matter here."""
    monkeypatch.setattr(look, "page_input", lambda grey: grey)
    monkeypatch.setattr(locate, "skew", lambda bars: skew((255.0 - bars) / 64))


def find(page, maps):
    """Each number once, though both looks see it: which place is the better one shows when it is read."""
    found = [(place.score, (place.corners, place.score, place)) for place in find_numbers(page, maps)]
    return [place for *_, place in without_doubles(found)]


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


def size(place):
    return np.linalg.norm(place.corners[1] - place.corners[0]), np.linalg.norm(place.corners[3] - place.corners[0])


@pytest.mark.parametrize("angle", [0, 4, -12, 90, 180, 270, 100])
@pytest.mark.parametrize("scale", [0.5, 1, 3])
def test_a_number_is_found_where_it_stands_however_the_page_is_turned(angle, scale):
    sheet = draw_bars(*[[scale * edge for edge in (300, 200, 200, 40)]], rows=int(500 * scale), cols=int(800 * scale))
    page, matrix = turned(sheet, angle)
    (place,) = find(page, PerfectMaps())
    expected = matrix @ (400 * scale, 220 * scale, 1)
    assert place.corners.mean(axis=0) == pytest.approx(expected, abs=5 * scale)
    assert (direction(place) - angle + 180) % 360 - 180 == pytest.approx(0, abs=3.5)
    width, height = size(place)
    assert width == pytest.approx((200 + 2 * PAPER_AROUND * 40) * scale, abs=30 * max(1, scale))
    assert height == pytest.approx((1 + 2 * PAPER_AROUND) * 40 * scale, rel=0.35)


class Faint(PerfectMaps):
    """Sees no more of a number than so much probability."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def __call__(self, page):
        cores, text = super().__call__(page)
        return np.minimum(cores, np.log(self.probability / (1 - self.probability))), text


@pytest.mark.parametrize("probability", [0.68, 0.54])
def test_a_number_that_shows_faintly_may_be_one(probability):
    places = find(draw_bars((100, 100, 200, 40), (100, 300, 200, 40)), Faint(probability))
    assert len(places) == 2
    for place in places:
        assert FAINT <= place.score <= probability and (place.score >= CLEAR) == (probability >= CLEAR)


@pytest.mark.parametrize(("probability", "found"), [(0.45, 2), (0.1, 2), (0.04, 0)])
def test_of_a_number_that_hardly_shows_there_is_a_hint(probability, found):
    places = find_numbers(draw_bars((100, 100, 200, 40), (100, 300, 200, 40)), Faint(probability))
    assert [place.score for place in places] == [HINT] * found
    if found:
        assert [tuple(place.corners.mean(axis=0)) for place in places] == [
            pytest.approx((200, y), abs=8) for y in (120, 320)
        ]


def test_of_many_hints_the_strongest_are_looked_at(monkeypatch):
    monkeypatch.setattr(look, "MOST_HINTS", 2)

    class Rising(PerfectMaps):
        """Shows more the lower it stands."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            most = np.linspace(-2.2, -0.5, len(cores), dtype=np.float32)[:, np.newaxis]
            return np.minimum(cores, most), text

    places = find_numbers(draw_bars(*((100, 60 + 130 * i, 200, 40) for i in range(4))), Rising())
    assert [place.corners.mean(axis=0)[1] for place in places] == [pytest.approx(y, abs=8) for y in (340, 470)]


def test_what_is_seen_is_no_hint_as_well_and_comes_first():
    class FaintAbove(PerfectMaps):
        """The upper half of the page hardly shows."""

        def __call__(self, page):
            cores, text = super().__call__(page)
            cores[: len(cores) // 2] = np.minimum(cores[: len(cores) // 2], -2.0)
            return cores, text

    sheet = draw_bars((100, 100, 200, 40), (100, 400, 200, 40))
    *seen, last = [place.score for place in find_numbers(sheet, FaintAbove())]
    assert min(seen) > CLEAR and last == HINT


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


def test_reading_order_is_by_lines_from_the_top_and_in_each_from_the_left():
    bars = [(60, 60, 120, 40), (500, 75, 120, 40), (60, 250, 120, 40), (500, 240, 120, 40)]
    centres = [place.corners.mean(axis=0) for place in find(draw_bars(*bars), PerfectMaps())]
    assert [(x < 300, y < 150) for x, y in centres] == [(True, True), (False, True), (True, False), (False, False)]


def test_two_numbers_that_nearly_touch_are_two():
    assert len(find(draw_bars((100, 100, 150, 40), (256, 100, 150, 40)), PerfectMaps())) == 2


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

    widths = sorted(size(place)[0] for place in find_numbers(sheet, Halves()))
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
    small = [(place.score, (place.corners, place.score, place)) for place in places if size(place)[1] < 72]
    assert len(without_doubles(small)) == len(numbers)
    assert sum(size(place)[1] >= 72 for place in places) == 1


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
        place.score == WRITTEN or size(place)[0] < 0.6 * size(whole)[0] for place in find_numbers(sheet, Inner())
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


def test_a_line_of_ink_with_two_numbers_in_it_is_two():
    """As in 504 + 91, which stands close together."""
    assert len(find(draw_bars((100, 100, 150, 60), (290, 100, 100, 60)), PerfectMaps())) == 2


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
    assert len(find(sheet, Half())) == 1


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


@pytest.mark.parametrize(("lefts", "certain"), [((100,), True), ((100, 200), False)])
def test_in_a_drawing_what_one_look_sees_as_two_is_not_agreed_on(lefts, certain):
    def seen(left, width):
        return seen_in(Box(left, 100, left + width, 150), 0.9)

    whole, parts = seen(100, 200), [seen(left, 200 // len(lefts)) for left in lefts]
    (number,) = on_ink([whole], [Box(95, 95, 305, 155)], ([whole], parts))
    assert (number.score == AGREED) == certain


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


def test_the_network_sees_strokes_against_the_light_around_them():
    light = np.linspace(90, 250, 800)[np.newaxis].repeat(400, axis=0)
    light[200:210, ::100] *= 0.5
    page = page_input(light.astype(np.uint8))
    assert page.dtype == np.float32
    assert abs(page[100]).max() < 1.0
    assert page[205, 100] < -2.0
    assert page[205, 700] < -2.0


@pytest.mark.parametrize(("right", "written"), [(290, 0), (500, 1)])
def test_a_line_of_ink_of_which_a_number_takes_little_may_be_another_one(monkeypatch, right, written):
    sheet = draw_bars((100, 100, 200, 40), (100, 250, 200, 40), (100, 400, 200, 40))
    # The mark beside the first line is no number: this is no clean sheet.
    lines = [Box(100, 100, 300, 140), Box(100, 250, right, 290), Box(100, 400, 300, 440), Box(700, 100, 780, 140)]
    monkeypatch.setattr(locate, "number_boxes", lambda ink: lines)
    places = [place for place in find_numbers(sheet, PerfectMaps()) if place.score == WRITTEN]
    assert [tuple(place.corners[0]) for place in places] == [(100, 250)] * written + [(700, 100)]
