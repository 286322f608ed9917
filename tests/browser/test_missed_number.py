"""A person frames on the picture what was missed, or found in parts."""

import pytest
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.keys import Keys

from tests import files
from tests.drawing import draw_page, encode

pytestmark = pytest.mark.browser

HEIGHT = 80
# Where the picture stands on the screen, and how many of its pixels are one of the screen's.
PICTURE = """
const image = document.querySelectorAll(".framed-image")[arguments[0]];
image.scrollIntoView({ block: "center", behavior: "instant" });
const { left, top, width } = image.getBoundingClientRect();
return [left, top, image.nextElementSibling.viewBox.baseVal.width / width];
"""

SIZE = "const { width, height } = document.querySelector('.frames').viewBox.baseVal; return [width, height];"


@pytest.fixture
def sheet(tmp_path):
    """Two numbers, and room for a third."""
    file = tmp_path / "sheet.png"
    file.write_bytes(encode(draw_page(["472", "308"], HEIGHT, line_spacing=2.5, margin=2.0)))
    return str(file)


def line(number: int) -> tuple[int, int, int, int]:
    """A frame around a line of the sheet: left, top, right, bottom in its pixels."""
    top = round(HEIGHT * (2 + 2.5 * number))
    return 120, top - 30, 350, top + HEIGHT + 30


def reads_sheet(visitor, sheet: str) -> None:
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(sheet)
    visitor.reads("472\n308")


def on_screen(visitor, frame, page: int = 0):
    left, top, scale = visitor.script(PICTURE, page)
    return [(round(left + x / scale), round(top + y / scale)) for x, y in (frame[:2], frame[2:])]


def frames(visitor, frame, kind: str = "touch", page: int = 0) -> None:
    """Draw a frame with one stroke."""
    (x, y), end = on_screen(visitor, frame, page)
    pointer = PointerInput(kind, kind)
    pointer.create_pointer_move(duration=0, x=x, y=y)
    pointer.create_pointer_down(button=0)
    for share in (0.3, 0.7, 1):
        pointer.create_pointer_move(duration=8, x=round(x + share * (end[0] - x)), y=round(y + share * (end[1] - y)))
    pointer.create_pointer_up(button=0)
    ActionBuilder(visitor.browser, mouse=pointer, duration=8).perform()


def sees_it_added(visitor) -> None:
    visitor.reads("472\n308")  # the first 308 is left out
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 3, "nothing was added")
    assert len(visitor.finds_all(".number-left-out")) == 1
    visitor.sees_no(".result-framing")
    assert visitor.finds(".result-frame").text == "Add a missed number"
    assert visitor.finds("#announcement").get_property("textContent") == "Added 308."
    last = visitor.finds_all(".number")[-1]
    assert visitor.script("return arguments[0].contains(document.activeElement);", last)
    visitor.waits_until(lambda: visitor.finds_all(".number-crop")[2].size["width"] > 40, "it is not shown")


def test_a_frame_drawn_with_a_finger_is_read_and_kept(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.taps(".result-frame")
    assert visitor.sees(".result-frame-words").text.startswith("Draw a frame around the number")
    frames(visitor, line(1))
    sees_it_added(visitor)
    assert visitor.history_texts() == ["472 · 308"]
    visitor.taps(".row-link")
    visitor.reads("472\n308")
    assert len(visitor.finds_all(".number-left-out")) == 1


def test_two_taps_at_its_corners_are_a_frame_too(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.taps(".result-frame")
    first, second = on_screen(visitor, line(1))
    visitor.taps_at(*first)
    assert visitor.sees(".result-frame-words").text == "Now the opposite corner."
    assert len(visitor.finds_all(".frame-drawn")) == 1
    visitor.taps_at(*second)
    sees_it_added(visitor)


def presses(visitor, *keys) -> None:
    visitor.browser.switch_to.active_element.send_keys(*keys)


def moves_the_cross(visitor, to, start) -> None:
    """Arrow keys from one point of the picture to near another."""
    width, height = visitor.script(SIZE)
    step = max(width, height) / 100
    for distance, less, more in (
        (to[0] - start[0], Keys.ARROW_LEFT, Keys.ARROW_RIGHT),
        (to[1] - start[1], Keys.ARROW_UP, Keys.ARROW_DOWN),
    ):
        presses(visitor, *[more if distance > 0 else less] * round(abs(distance) / step))


def begins_with_keys(visitor, sheet) -> None:
    visitor.has_a_desktop()
    reads_sheet(visitor, sheet)
    visitor.script("document.querySelector('.result-frame').focus();")
    presses(visitor, Keys.ENTER)
    presses(visitor, Keys.TAB)


def test_the_keyboard_frames_it(visitor, sheet):
    begins_with_keys(visitor, sheet)
    assert visitor.sees(".result-frame-words").text.startswith("Arrow keys move the cross")
    width, height = visitor.script(SIZE)
    left, top, right, bottom = line(1)
    moves_the_cross(visitor, (left, top), start=(width / 2, height / 2))
    presses(visitor, Keys.ENTER)
    assert visitor.sees(".result-frame-words").text == "Now the opposite corner."
    moves_the_cross(visitor, (right, bottom), start=(left, top))
    presses(visitor, Keys.ENTER)
    sees_it_added(visitor)


def test_escape_ends_framing_and_goes_back_to_where_it_began(visitor, sheet):
    begins_with_keys(visitor, sheet)
    presses(visitor, Keys.ARROW_LEFT, Keys.ENTER, Keys.ARROW_LEFT)
    assert visitor.finds_all(".frame-drawn")
    presses(visitor, Keys.ESCAPE)
    visitor.sees_no(".result-framing")
    assert visitor.finds_all(".frame-drawn") == []
    assert visitor.script("return document.activeElement.className.includes('result-frame');")
    assert visitor.finds_all(".framed[tabindex]") == []


def test_a_mouse_draws_it_on_a_reading_from_the_history(visitor, sheet):
    visitor.has_a_desktop()
    reads_sheet(visitor, sheet)
    visitor.opens("/history")
    visitor.taps(".row-link")
    visitor.reads("472\n308")
    visitor.sees_picture(".framed-image")
    visitor.taps(".result-frame")
    frames(visitor, line(1), kind="mouse")
    sees_it_added(visitor)


def test_it_can_be_cancelled_and_then_a_tap_goes_to_a_number_again(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.taps(".result-frame")
    visitor.taps_at(*on_screen(visitor, line(1))[0])
    visitor.taps(".result-frame")
    visitor.sees_no(".result-frame-words")
    assert visitor.finds_all(".frame-drawn") == []
    (left, top), (right, bottom) = on_screen(visitor, line(1))
    visitor.taps_at((left + right) // 2, (top + bottom) // 2)
    visitor.sees(".number-tapped")
    assert len(visitor.finds_all(".number")) == 2


def test_a_frame_around_nothing_says_what_to_do_and_asks_on(visitor, sheet):
    visitor.forgives("422")
    reads_sheet(visitor, sheet)
    visitor.taps(".result-frame")
    frames(visitor, (20, 10, 200, 110))
    assert visitor.sees(".result-frame-problem .problem-sentence").text.startswith("No number could be read there.")
    assert len(visitor.finds_all(".number")) == 2
    frames(visitor, line(1))
    sees_it_added(visitor)
    assert visitor.finds_all(".problem-sentence") == []


def test_a_frame_that_was_not_sent_can_be_sent_again(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.taps(".result-frame")
    visitor.loses_the_server()
    frames(visitor, line(1))
    visitor.sees(".result-frame-problem .problem-sentence")
    visitor.gets_the_server_back()
    visitor.taps(".result-frame-problem .problem-retry")
    sees_it_added(visitor)


LATE_ANSWER = """
const send = window.fetch;
window.fetch = async (address, options) => {
  const answer = await send(address, options);
  if (address.endsWith("/numbers")) await new Promise((resolve) => { window.deliver = resolve; });
  return answer;
};
"""


def frames_and_waits(visitor, frame) -> None:
    """Till the server has answered, and the answer waits to be delivered."""
    frames(visitor, frame)
    visitor.waits_until(lambda: visitor.script("return window.deliver !== undefined;"), "the frame is not sent")


def test_what_is_corrected_and_typed_till_it_is_added_stays(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.script(LATE_ANSWER)
    visitor.taps(".result-frame")
    frames_and_waits(visitor, line(1))
    visitor.taps(".number:nth-child(1) .choices-more")
    visitor.presses("475", Keys.ENTER)
    visitor.reads("475\n308")
    visitor.taps(".number:nth-child(1) .choices-more")
    visitor.presses("47")
    visitor.script("deliver();")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 3, "nothing was added")
    visitor.reads("475\n308")
    assert visitor.script("return document.activeElement.value;") == "47"


ANOTHER_TAB = "document.dispatchEvent(new Event('visibilitychange'));"


def test_a_look_at_another_tab_ends_no_framing_and_loses_no_answer(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.opens("/history")
    visitor.taps(".row-link")
    visitor.reads("472\n308")
    visitor.script(LATE_ANSWER)
    visitor.taps(".result-frame")
    visitor.script(ANOTHER_TAB)
    visitor.rests()
    assert visitor.finds_all(".result-framing")
    frames_and_waits(visitor, line(1))
    visitor.script(ANOTHER_TAB)
    visitor.rests()
    visitor.script("deliver();")
    sees_it_added(visitor)


def test_a_frame_that_is_drawn_while_another_one_is_read_is_read_next(visitor, sheet):
    reads_sheet(visitor, sheet)
    visitor.script(LATE_ANSWER)
    visitor.taps(".result-frame")
    frames_and_waits(visitor, line(1))
    frames(visitor, line(0))
    visitor.script("const first = deliver; delete window.deliver; first();")
    visitor.waits_until(lambda: visitor.script("return window.deliver !== undefined;"), "the second is not sent")
    assert visitor.finds_all(".result-framing")
    visitor.script("deliver();")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 4, "not both were added")
    assert len(visitor.finds_all(".number-left-out")) == 2
    visitor.sees_no(".result-framing")


def test_the_picture_has_a_name_while_it_takes_keys(visitor, sheet):
    begins_with_keys(visitor, sheet)
    assert visitor.finds(".framed").get_attribute("aria-label").startswith("The picture")
    presses(visitor, Keys.ESCAPE)
    assert visitor.finds_all(".framed[aria-label]") == []


def test_a_frame_stands_on_the_page_of_the_document_on_which_it_was_drawn(visitor, tmp_path):
    file = tmp_path / "document.tiff"
    file.write_bytes(files.several(files.pages("472", "308", height=90), "TIFF"))
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(str(file))
    visitor.reads("472\n308")
    visitor.script("document.querySelectorAll('.framed')[1].scrollIntoView();")
    visitor.waits_until(
        lambda: visitor.script("return document.querySelectorAll('.framed-image')[1].naturalWidth > 0;"), "no page 2"
    )
    visitor.taps(".result-frame")
    size = "const { width, height } = document.querySelectorAll('.frames')[1].viewBox.baseVal; return [width, height];"
    width, height = visitor.script(size)
    frames(visitor, (5, 5, width - 5, height - 5), page=1)
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 3, "nothing was added")
    visitor.reads("472\n308")


def test_a_drawing_is_not_asked_for_frames(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    visitor.sees(".result-copy")
    assert not visitor.finds(".result-frame").is_displayed()
