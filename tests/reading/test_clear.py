from itertools import pairwise

import cv2
import numpy as np
import pytest

from tests import drawing
from webapp.reading.normalise import SIDE_PAPER, normalise_line
from webapp.reading.pixels.clear import clear_printing
from webapp.reading.pixels.frame import find_frame
from webapp.reading.pixels.rules import Rule
from webapp.reading.read_line import read_line

ROWS, COLS = 200, 640
FRAME = (50, 40, 560, 140)  # left, top, right, bottom of the printed frame
HEIGHT = 60  # of a digit
PAPER, PRINT = (235, 235, 235), (40, 40, 40)


def field(text="31250", *, left=110, top=58, spacing=0.3, frame=FRAME, cells=0, labels=False, dotted=False):
    """A number in a printed frame: (rows, cols) uint8. frame None: the number alone, in the same place."""
    sheet = drawing.blank(ROWS, COLS, PAPER)
    if frame is not None:
        west, north, east, south = frame
        cv2.rectangle(sheet, (west, north), (east, south), PRINT, 2)
        for wall in np.linspace(west, east, cells + 1)[1:-1]:
            cv2.line(sheet, (round(wall), north), (round(wall), south), PRINT, 2)
        if dotted:
            sheet[south - 2 : south + 3, west + 4 : east - 3] = PAPER
            for dot in range(west + 4, east - 3, 10):
                sheet[south - 1 : south + 2, dot : dot + 4] = PRINT
    if labels:
        cv2.putText(sheet, "DATE", (2, 80), cv2.FONT_HERSHEY_SIMPLEX, 0.6, PRINT, 2)
        cv2.putText(sheet, "D D M M Y Y Y Y", (90, 185), cv2.FONT_HERSHEY_SIMPLEX, 1.2, PRINT, 3)
        for bar in range(0, ROWS, 9):
            sheet[bar : bar + 5, 610:632] = 0
    drawing.draw_strokes_inplace(sheet, strokes(text, left, top, spacing), 6)
    return cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY)


def strokes(text, left, top, spacing):
    return drawing.strokes_of(text, HEIGHT, left=left, top=top, spacing=spacing)


def in_cells(text, cells=8, **options):
    """One digit in the middle of each cell."""
    frame = cv2.cvtColor(field("", cells=cells, **options), cv2.COLOR_GRAY2RGB)
    alone = drawing.blank(ROWS, COLS, PAPER)
    pitch = (FRAME[2] - FRAME[0]) / cells
    for place, digit in enumerate(text):
        written = strokes(digit, FRAME[0] + (place + 0.5) * pitch - 14, 58, 0)
        drawing.draw_strokes_inplace(frame, written, 6)
        drawing.draw_strokes_inplace(alone, written, 6)
    return cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), cv2.cvtColor(alone, cv2.COLOR_RGB2GRAY)


def assert_same_line(printed, alone):
    """The printed field gives the line of the number alone, from the same place."""
    line, expected = normalise_line(printed), normalise_line(alone)
    edges = np.array([[b.left, b.top, b.right, b.bottom] for b in (line.box, expected.box)])
    assert abs(edges[0] - edges[1]).max() <= 4
    cols = expected.pixels.shape[1]
    same_size = cv2.resize(line.pixels, (cols, expected.pixels.shape[0]))
    close = np.abs(cv2.GaussianBlur(same_size, (0, 0), 2) - cv2.GaussianBlur(expected.pixels, (0, 0), 2))
    assert close.max() < 0.35


def tilted(grey, degrees):
    turn = cv2.getRotationMatrix2D((COLS / 2, ROWS / 2), degrees, 1)
    return cv2.warpAffine(grey, turn, (COLS, ROWS), flags=cv2.INTER_LINEAR, borderValue=PAPER)


def test_a_frame_and_what_is_printed_around_it_go():
    assert_same_line(field(labels=True), field(frame=None))


def test_a_dotted_rail_is_a_rail():
    assert_same_line(field(labels=True, dotted=True), field(frame=None))


@pytest.mark.parametrize("degrees", [-2, 2])
def test_a_photo_may_be_tilted(degrees):
    assert_same_line(tilted(field(labels=True), degrees), tilted(field(frame=None), degrees))


def test_light_on_dark():
    assert_same_line(255 - field(labels=True), 255 - field(frame=None))


@pytest.mark.parametrize("scale", [0.5, 3])
def test_the_size_of_the_photo_does_not_matter(scale):
    size = (round(COLS * scale), round(ROWS * scale))
    printed, alone = (
        cv2.resize(g, size, interpolation=cv2.INTER_AREA) for g in (field(labels=True), field(frame=None))
    )
    line, expected = normalise_line(printed), normalise_line(alone)
    assert line.box.left == pytest.approx(expected.box.left, abs=4 * scale)
    assert line.box.bottom == pytest.approx(expected.box.bottom, abs=4 * scale)


def test_a_frame_at_the_edge_of_the_image():
    whole = field()[FRAME[1] - 1 : FRAME[3] + 2, FRAME[0] - 1 : FRAME[2] + 2]
    cleared = clear_printing(whole).grey
    assert cleared.shape[0] >= whole.shape[0] - 14
    assert_same_line(whole, field(frame=None)[FRAME[1] - 1 : FRAME[3] + 2, FRAME[0] - 1 : FRAME[2] + 2])


@pytest.mark.parametrize("text", ["15032016", "10111611", "11111111"])
def test_cell_walls_go_and_ones_stay(text):
    assert_same_line(*in_cells(text, labels=True))


@pytest.mark.parametrize("flipped", [False, True])
def test_a_digit_whose_outer_wall_is_too_pale_is_not_cut_off(reader, flipped):
    """One rail goes on, the other ends at the first wall that shows: 219492 was read as 19492, and surely."""
    printed, _ = in_cells("50318264")
    pitch = (FRAME[2] - FRAME[0]) / 8
    first = round(FRAME[0] + pitch)
    pale = np.s_[: FRAME[3] - 3, : FRAME[0] + 4], np.s_[: FRAME[1] + 4, : first - 3]
    if flipped:
        pale = np.s_[: FRAME[3] - 3, FRAME[2] - 3 :], np.s_[: FRAME[1] + 4, round(FRAME[2] - pitch) + 4 :]
    for part in pale:
        printed[part] = PAPER[0]
    line = normalise_line(printed)
    text = "".join(c.value for c in read_line(line.pixels, reader.scores, reader.card).characters)
    assert text == "50318264"


@pytest.mark.parametrize("flipped", [False, True], ids=["first", "last"])
def test_a_stem_beside_a_pale_wall_is_no_end_of_the_cells(reader, flipped):
    """413248565 was read as 13248565, and surely: a wall did not show, and the stem of the 4 ran from rail to rail."""
    printed, _ = in_cells("4" * 8)
    pitch = (FRAME[2] - FRAME[0]) / 8
    # The frame's own end and the wall beside it, each pale between the rails.
    near, stem = (FRAME[2], FRAME[2] - 0.68 * pitch) if flipped else (FRAME[0], FRAME[0] + 0.68 * pitch)
    for wall in (near, near + (-pitch if flipped else pitch)):
        printed[FRAME[1] + 4 : FRAME[3] - 3, round(wall) - 3 : round(wall) + 4] = PAPER[0]
    cv2.line(printed, (round(stem), FRAME[1]), (round(stem), FRAME[3]), 40, 3)
    line = normalise_line(printed)
    text = "".join(c.value for c in read_line(line.pixels, reader.scores, reader.card).characters)
    assert len(text) == 8


def test_the_last_of_boxes_side_by_side_is_not_cut_off():
    """0399765577 was read as 039976557, and surely: of ten boxes the first wall showed and the one before the last."""
    printed, _ = in_cells("50318270771", cells=11)
    walls = np.linspace(FRAME[0], FRAME[2], 12).round().astype(int)
    for wall in {*walls} - {walls[0], walls[-2]}:
        printed[FRAME[1] + 4 : FRAME[3] - 3, wall - 3 : wall + 4] = PAPER[0]
    boxes = tuple((int(left) + 3, int(right) - 2) for left, right in pairwise(walls))
    rails = [Rule(boxes[0][0], boxes[-1][1], row, 0, 2, boxes) for row in (FRAME[1], FRAME[3])]
    frame = find_frame(printed, rails, 100)
    assert frame.walls[-1].row(90) == pytest.approx(FRAME[2], abs=4)
    empty = printed.copy()
    empty[FRAME[1] + 4 : FRAME[3] - 3, walls[-2] + 3 :] = PAPER[0]
    assert find_frame(empty, rails, 100).walls[-1].row(90) == pytest.approx(walls[-2], abs=4)


@pytest.mark.parametrize("beside", [None, "first", "last"])
def test_cells_beside_a_dark_column_of_the_form(beside):
    """Three cells cut out of a scan in black and white: 138 was read as 111318, their walls among the digits."""
    printed, _ = in_cells("13", cells=8)
    pitch = (FRAME[2] - FRAME[0]) / 8
    for cell in range(1, 8):  # pale walls
        wall = round(FRAME[0] + cell * pitch)
        printed[FRAME[1] + 4 : FRAME[3] - 3, wall - 3 : wall + 4] = PAPER[0]
    left, right = max(0, FRAME[0] - 25), FRAME[2] + 40
    if beside == "last":
        printed, (left, right) = printed[:, ::-1].copy(), (COLS - right, COLS - left)
    outer = slice(left, FRAME[0]) if beside == "first" else slice(COLS - FRAME[0], right)
    if beside is not None:
        printed[FRAME[1] - 1 : FRAME[3] + 2, outer] = 20
    cleared = clear_printing(printed[:, left:right])
    rows, cols = cleared.grey.shape
    assert (rows, cols) == pytest.approx((FRAME[3] - FRAME[1], FRAME[2] - FRAME[0]), abs=12)
    # Of the column nothing is left beside the digits.
    side = cleared.grey[:, :6] if beside == "first" else cleared.grey[:, -6:]
    assert side.min() > 100


@pytest.mark.parametrize(("top", "bottom"), [(50, 132), (43, 125), (56, 136)])
def test_an_upright_one_is_no_wall(top, bottom):
    """As thin as a wall, as straight, and nearly as tall."""
    sheet = field("", cells=8)
    cv2.line(sheet, (400, top), (400, bottom), 40, 2)
    inside = clear_printing(sheet)
    one = inside.grey[top + 4 - inside.top : bottom - 4 - inside.top, 398 - inside.left : 403 - inside.left]
    assert one.min(axis=1).max() < 120


def test_a_stroke_across_a_wall_stays_whole():
    wall = round(FRAME[0] + (FRAME[2] - FRAME[0]) / 8)
    sheet = field("", cells=8)
    cv2.line(sheet, (wall - 30, 80), (wall + 30, 100), 30, 6, cv2.LINE_AA)
    inside = clear_printing(sheet)
    row, col = 90 - inside.top, wall - inside.left
    assert inside.grey[row - 1 : row + 2, col - 6 : col + 7].max() < 120
    assert inside.grey[20, col - 6 : col + 7].min() > 200


def test_what_crosses_the_frame_keeps_what_lies_inside():
    sheet = field()
    cv2.line(sheet, (470, 20), (440, 170), 30, 6, cv2.LINE_AA)
    inside = clear_printing(sheet)
    assert (inside.top, inside.left) == pytest.approx((FRAME[1], FRAME[0]), abs=6)
    assert inside.grey.shape == pytest.approx((100, 510), abs=12)
    column = inside.grey[:, 455 - 20 - inside.left : 455 + 20 - inside.left]
    assert column[2:-2].min(axis=1).max() < 120


def test_a_rule_below_goes_and_descenders_stay():
    sheet = field("1984", frame=None)
    ruled = np.minimum(sheet, np.where(np.abs(np.arange(ROWS) - 135)[:, None] <= 1, 60, 255)).astype(np.uint8)
    cv2.line(ruled, (420, 80), (400, 175), 30, 6, cv2.LINE_AA)
    cleared = clear_printing(ruled)
    assert cleared.grey.shape == ruled.shape
    assert cleared.grey[130:140, 10:60].min() > 200
    assert cleared.grey[130:140, 395:425].min(axis=1).max() < 120
    assert cleared.grey[150:170].min() < 60


def test_a_stroke_along_a_rule_stays():
    ruled = field("1984", frame=None)
    ruled[134:137] = 110
    ruled[133:138, 500:540] = 30  # the foot of a 2
    cleared = clear_printing(ruled).grey
    assert cleared[130:140, 10:60].min() > 200
    assert cleared[133:138, 502:538].max() < 60


@pytest.mark.parametrize("text", ["1984", "77777", "1-", "111", "50000"])
def test_writing_alone_is_left_as_it_is(text):
    alone = field(text, frame=None, spacing=0.05)
    assert clear_printing(alone).grey is alone


def test_a_long_fill_stroke_is_no_rule():
    sheet = field("400", frame=None, left=20)
    cv2.line(sheet, (230, 90), (600, 93), 30, 6, cv2.LINE_AA)
    assert clear_printing(sheet).grey is sheet


def test_an_empty_frame_holds_no_number():
    assert normalise_line(field("", cells=8, labels=True)) is None


def test_columns_lead_back_to_the_crop():
    line = normalise_line(field(labels=True))
    assert line.column_in_crop(SIDE_PAPER) == line.box.left >= 100
    assert line.column_in_crop(line.pixels.shape[1] - SIDE_PAPER) == line.box.right < FRAME[2]


def test_the_argument_is_left_as_it_was():
    for grey in (field(cells=8), 255 - field(cells=8)):
        before = grey.copy()
        clear_printing(grey)
        np.testing.assert_array_equal(grey, before)
