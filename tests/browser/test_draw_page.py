"""Drawing a number and having it read."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.visitor import ASKS_TO_STAY, SLOW_CORRECTIONS

pytestmark = pytest.mark.browser

NO_ANSWER = "The server did not answer. Check the connection and try again."
# How many of the canvas's own pixels are ink, and how far to the right it reaches, as a share of the width.
# Looked at in a copy: of a canvas that is read twice the browser complains.
INK = """
const pad = document.querySelector("#pad");
const copy = new OffscreenCanvas(pad.width, pad.height).getContext("2d", { willReadFrequently: true });
copy.drawImage(pad, 0, 0);
const { data } = copy.getImageData(0, 0, pad.width, pad.height);
const dark = [...data.keys()].filter((i) => i % 4 === 3 && data[i] > 128).map((i) => (i - 3) / 4);
return { dark: dark.length, right: dark.reduce((right, i) => Math.max(right, i % pad.width), 0) / pad.width };
"""
IS_FITTED = """
const pad = document.querySelector("#pad");
return pad.clientWidth === arguments[0] && pad.width === pad.clientWidth * devicePixelRatio;
"""
# The page's own observer was there first, so it is done when this one is called.
KEEP_INK_AT_RESIZE = f"""
const look = () => {{ {INK} }};
new ResizeObserver(() => {{ window.inkAtResize = look(); }}).observe(document.querySelector("#pad"));
"""


@pytest.mark.parametrize(("kind", "device"), [("touch", "phone"), ("pen", "desktop"), ("mouse", "desktop")])
def test_a_number_is_read_as_the_pen_lifts(visitor, kind, device):
    if device == "desktop":
        visitor.has_a_desktop()
    visitor.opens("/")
    assert visitor.reading_text() == ""
    visitor.script("document.addEventListener('pointerdown', (e) => { window.kind = e.pointerType; });")
    visitor.draws("42", kind=kind)
    visitor.reads("42")
    assert visitor.script("return window.kind") == kind


def test_each_digit_shows_its_confidence_and_its_alternatives(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    first, _ = visitor.finds_all(".digit")
    assert first.get_attribute("aria-label").startswith("4, ")
    first.click()
    assert "%" in visitor.sees(".digit-detail").text
    assert len(visitor.finds_all(".frame-digit")) == 1
    first.click()
    visitor.sees_no(".digit-detail")
    assert visitor.finds_all(".frame-digit") == []


def test_a_tap_on_what_a_digit_could_also_be_corrects_the_number(visitor):
    """Not every number that it would make is among the likely ones."""
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    visitor.finds_all(".digit")[1].click()
    other = visitor.sees(".alternative .alternative-value").text
    label = visitor.finds(".alternative").get_attribute("aria-label")
    assert label.startswith(f"{other}, ") and label.endswith(", instead of 2")
    assert visitor.finds(".alternative").rect["height"] >= 44
    visitor.taps(".alternative")
    visitor.reads(f"4{other}")
    visitor.finds_all(".digit")[0].click()
    first = visitor.sees(".alternative .alternative-value").text
    visitor.taps(".alternative")
    visitor.reads(f"{first}{other}")
    assert visitor.finds_all(".number-corrected")
    assert visitor.history_texts() == [f"{first}{other}"]


def test_the_number_is_framed_on_the_image(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    image, frame = visitor.sees(".framed-image").rect, visitor.sees(".frame").rect
    assert image["x"] < frame["x"] and frame["x"] + frame["width"] < image["x"] + image["width"]
    assert 0.4 * image["width"] < frame["width"]


def test_undo_takes_the_last_stroke(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.taps("#undo")
    visitor.reads("1")
    visitor.presses_control_and("z")
    visitor.reads("")
    # The canvas is painted with the next frame, after the text.
    visitor.waits_until(lambda: visitor.script(INK)["dark"] == 0, "The canvas still shows ink.")
    visitor.sees("#empty")


@pytest.mark.parametrize(("keys", "left"), [(["Z"], "1"), (["shift", "Z"], "17")])
def test_undo_by_the_keyboard_minds_caps_lock_and_shift(visitor, keys, left):
    visitor.opens("/")
    visitor.draws("1")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    # Selenium has no Caps Lock: this is what a browser sends with it, and what it sends for "redo".
    was_left_to_the_browser = visitor.script(
        "return dispatchEvent(new KeyboardEvent('keydown', { ctrlKey: true, cancelable: true, ...arguments[0] }));",
        {"key": keys[-1], "shiftKey": "shift" in keys},
    )
    assert was_left_to_the_browser == (left == "17")
    visitor.reads(left)


def test_a_screen_reader_hears_each_reading_from_a_region_that_was_there_before(visitor):
    visitor.opens("/")
    visitor.script(
        """
        window.heard = [];
        const region = document.querySelector("[role=status]");
        new MutationObserver(() => heard.push([region.checkVisibility(), region.textContent]))
          .observe(region, { childList: true });
        """
    )
    # One stroke each: on a slow machine the page reads what stands there between two strokes.
    for _ in range(2):
        visitor.draws("7")
        visitor.reads("7")
        visitor.taps("#clear")
    said = "7. Read with confidence."
    assert visitor.script("return heard;") == [[True, said], [True, ""]] * 2


def test_clear_makes_room_for_a_second_drawing(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    visitor.taps("#clear")
    visitor.reads("")
    assert visitor.finds("#clear").get_attribute("aria-disabled") == "true"
    visitor.draws("17")
    visitor.reads("17")
    assert visitor.history_texts() == ["17", "42"]


def test_one_drawing_is_one_row_in_the_history(visitor):
    visitor.opens("/")
    for place, digit in enumerate("174"):
        visitor.draws(digit, left=0.1 + 0.25 * place)
        visitor.reads("174"[: place + 1])
    visitor.waits_until(
        lambda: visitor.script("return fetch('/api/v1/readings').then((r) => r.json())")["readings"][1:] == [],
        "older readings of the same drawing are still there",
    )
    assert visitor.history_texts() == ["174"]


def says(visitor, text: str) -> None:
    visitor.taps(".choices-more")
    visitor.presses(text, Keys.ENTER)
    visitor.script("scrollTo(0, 0);")


def corrects(visitor, text: str) -> None:
    says(visitor, text)
    visitor.reads(text)


def is_saying(visitor, text: str) -> None:
    """Correct the number; the correction is on its way."""
    visitor.script(SLOW_CORRECTIONS)
    says(visitor, text)
    visitor.waits_until(lambda: visitor.script("return window.deliver !== undefined;"), "the correction is not sent")


def keeps(visitor, *texts: str) -> None:
    visitor.waits_until(lambda: kept(visitor) == [*texts], f"the history does not hold {texts}")


def kept(visitor) -> list[str]:
    """What the history holds, newest first: of each reading's first number what the person says, or what was read."""
    found = visitor.script("return fetch('/api/v1/readings').then((r) => r.json())")["readings"]
    return [reading["numbers"][0].get("correction", reading["numbers"][0]["text"]) for reading in found]


def test_undo_in_a_field_takes_back_what_was_typed_and_no_stroke(visitor):
    visitor.opens("/")
    visitor.draws("7")
    visitor.reads("7")
    ink = visitor.script(INK)["dark"]
    visitor.taps(".choices-more")
    visitor.presses("12")
    visitor.presses_control_and("z")
    assert visitor.sees(".typed-text").get_property("value") != "12"
    assert visitor.script(INK)["dark"] == ink
    visitor.reads("7")


def test_a_corrected_reading_stays_when_something_is_drawn_beside_it(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    corrects(visitor, "99")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    assert "stays in the history" in visitor.sees("#corrected-is-kept").text
    assert kept(visitor) == ["17", "99"]
    visitor.taps("#clear")
    visitor.sees_no("#corrected-is-kept")


def test_a_corrected_reading_is_not_read_again_for_a_pattern(visitor):
    visitor.opens("/")
    visitor.draws("7")
    visitor.reads("7")
    corrects(visitor, "99")
    visitor.finds('#pattern option[value="amount"]').click()
    visitor.rests()
    assert visitor.reading_text() == "99"
    assert kept(visitor) == ["99"]


def test_a_correction_on_its_way_stays_when_something_is_drawn_beside_it(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    is_saying(visitor, "99")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.sees("#corrected-is-kept")
    visitor.script("deliver();")
    keeps(visitor, "17", "99")
    visitor.sees("#corrected-is-kept")


def test_a_reading_whose_correction_is_on_its_way_is_not_read_again_for_a_pattern(visitor):
    visitor.opens("/")
    visitor.draws("7")
    visitor.reads("7")
    is_saying(visitor, "99")
    visitor.finds('#pattern option[value="amount"]').click()
    visitor.rests()
    visitor.script("deliver();")
    visitor.reads("99")
    assert kept(visitor) == ["99"]


def test_a_correction_that_is_taken_back_keeps_nothing(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    corrects(visitor, "99")
    visitor.taps('.choice[aria-pressed="true"]')
    visitor.reads("1")
    visitor.script("scrollTo(0, 0);")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    keeps(visitor, "17")
    visitor.sees_no("#corrected-is-kept")


def types(visitor, text: str) -> None:
    """And saves it not."""
    visitor.taps(".choices-more")
    visitor.presses(text)
    visitor.script("scrollTo(0, 0);")


def test_what_is_typed_and_not_saved_is_kept_as_something_is_drawn_beside_it(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    types(visitor, "99")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.sees("#corrected-is-kept")
    keeps(visitor, "17", "99")


@pytest.mark.parametrize("button", ["#clear", "#undo"])
def test_what_is_typed_and_not_saved_is_kept_as_the_drawing_goes(visitor, button):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    types(visitor, "99")
    visitor.taps(button)
    visitor.reads("")
    keeps(visitor, "99")


def test_what_is_typed_and_not_saved_is_not_read_again_for_a_pattern(visitor):
    visitor.opens("/")
    visitor.draws("7")
    visitor.reads("7")
    types(visitor, "99")
    visitor.finds('#pattern option[value="amount"]').click()
    visitor.reads("99")
    assert kept(visitor) == ["99"]


def test_what_is_typed_and_no_number_is_not_said_to_stay(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    types(visitor, "9 9")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.sees_no("#corrected-is-kept")
    keeps(visitor, "17")


def test_what_is_typed_while_another_correction_is_on_its_way_is_the_last_word(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    is_saying(visitor, "99")
    visitor.script("window.first = deliver; delete window.deliver;")
    visitor.presses("8")
    visitor.script("scrollTo(0, 0);")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    # It waits till the first has come: the server keeps what comes last.
    assert not visitor.script("return 'deliver' in window;")
    visitor.script("first();")
    visitor.waits_until(lambda: visitor.script("return 'deliver' in window;"), "what was typed is not sent")
    visitor.script("deliver();")
    keeps(visitor, "17", "998")
    visitor.sees("#corrected-is-kept")


def says_what_cannot_be_sent(visitor) -> None:
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.loses_the_server()
    says(visitor, "99")
    visitor.sees(".choices-problem .problem-sentence")
    visitor.gets_the_server_back()


def draws_on_after_a_lost_correction(visitor) -> None:
    says_what_cannot_be_sent(visitor)
    visitor.draws("7", left=0.4)
    visitor.reads("17")


def test_a_correction_that_could_not_be_sent_can_be_sent_after_drawing_on(visitor):
    draws_on_after_a_lost_correction(visitor)
    assert visitor.sees("#lost").text.startswith("99 instead of 1 was not saved. The server did not answer.")
    visitor.sees_no("#corrected-is-kept")
    visitor.taps("#lost .problem-retry")
    visitor.sees("#corrected-is-kept")
    visitor.sees_no("#lost .problem")
    assert kept(visitor) == ["17", "99"]


def test_a_correction_that_could_not_be_sent_is_sent_as_the_person_leaves(visitor):
    draws_on_after_a_lost_correction(visitor)
    visitor.opens("/reader")
    keeps(visitor, "17", "99")


def test_what_was_said_in_another_tab_stays_as_the_person_leaves_a_lost_correction(visitor):
    draws_on_after_a_lost_correction(visitor)
    visitor.script(
        "return fetch('/api/v1/readings').then((r) => r.json()).then(({ readings: [, { id }] }) => fetch("
        "`/api/v1/readings/${id}/numbers/0`, { method: 'PATCH', headers: { 'Content-Type': 'application/json' },"
        ' body: \'{"text": "98"}\' })).then((r) => r.status);'
    )
    visitor.forgives("status of 409")
    visitor.opens("/reader")
    visitor.rests()
    assert kept(visitor) == ["17", "98"]


def test_a_correction_that_is_lost_after_all_is_not_said_to_stay(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    is_saying(visitor, "99")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.sees("#corrected-is-kept")
    visitor.script("lose();")
    assert visitor.sees("#lost").text.startswith("99 instead of 1 was not saved.")
    visitor.sees_no("#corrected-is-kept")
    assert kept(visitor) == ["17", "1"]


# Answers to drawings come when the test lets them.
SLOW_READINGS = """
const send = window.fetch;
window.fetch = async (address, options) => {
  const answer = await send(address, options);
  if (options?.method === "POST") await new Promise((resolve) => Object.assign(window, { deliver: resolve }));
  return answer;
};
"""


def test_till_a_newer_reading_comes_the_one_on_show_cannot_be_corrected_or_copied(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.script(SLOW_READINGS)
    visitor.draws("7", left=0.4)
    visitor.waits_until(lambda: visitor.script("return window.deliver !== undefined;"), "the drawing is not sent")
    assert visitor.script("return document.querySelector('.result').inert;") is True
    visitor.script("deliver();")
    visitor.reads("17")
    assert visitor.script("return document.querySelector('.result').inert;") is False


def test_of_a_drawing_whose_answer_does_not_come_one_reading_stays_all_the_same(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.script(SLOW_READINGS)
    visitor.draws("7", left=0.4)
    visitor.waits_until(lambda: visitor.script("return window.deliver !== undefined;"), "the drawing is not sent")
    visitor.opens("/history")
    assert kept(visitor) == ["17"]


def test_what_is_drawn_last_is_read_though_the_person_leaves_at_once(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.script("window.setTimeout = () => 0;")  # nothing is sent for now
    visitor.draws("7", left=0.4)
    visitor.opens("/reader")
    keeps(visitor, "17")


def test_a_drawing_that_is_on_its_way_is_kept_though_the_page_is_loaded_anew(visitor):
    visitor.opens("/")
    # Requests hang till the page has gone, as on a slow line: but what is sent for good goes.
    visitor.script(
        "const send = window.fetch;"
        "window.fetch = (at, of) => of?.method === 'POST' && !of.keepalive ? new Promise(() => {}) : send(at, of);"
    )
    visitor.draws("7")
    visitor.rests()
    assert kept(visitor) == []
    visitor.opens("/")
    keeps(visitor, "7")


def test_a_drawing_that_was_not_read_when_the_next_one_began_can_be_sent_again(visitor):
    visitor.opens("/")
    visitor.script(
        "const send = window.fetch; window.fetch = (at, of) => of?.method !== 'POST' ? send(at, of)"
        " : new Promise((_, reject) => { window.lose = () => { window.fetch = send; reject(Error()); }; });"
    )
    visitor.draws("1")
    visitor.waits_until(lambda: visitor.script("return window.lose !== undefined;"), "the drawing is not sent")
    visitor.taps("#clear")
    visitor.script("lose();")
    assert visitor.sees("#lost").text.startswith("The last drawing was not read. The server did not answer.")
    visitor.draws("7")
    visitor.reads("7")
    visitor.taps("#lost .problem-retry")
    keeps(visitor, "1", "7")
    visitor.sees_no("#lost .problem")


COMES_TO_THE_TAB = "document.dispatchEvent(new Event('visibilitychange'));"


def test_a_correction_that_could_not_be_sent_outlives_a_look_at_another_tab(visitor):
    """Its reading was taken for one like others, and deleted with the next stroke."""
    says_what_cannot_be_sent(visitor)
    visitor.script(COMES_TO_THE_TAB)
    visitor.rests()
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    visitor.taps("#lost .problem-retry")
    keeps(visitor, "17", "99")


def test_what_was_taken_back_in_another_tab_is_not_said_to_stay(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    corrects(visitor, "99")
    visitor.script(
        "const headers = { 'Content-Type': 'application/json' }; const body = JSON.stringify({ text: null });"
        "return fetch('/api/v1/readings').then((r) => r.json()).then(({ readings: [{ id }] }) =>"
        " fetch(`/api/v1/readings/${id}/numbers/0`, { method: 'PATCH', headers, body }));"
    )
    visitor.script(COMES_TO_THE_TAB)
    visitor.reads("1")
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    keeps(visitor, "17")
    visitor.sees_no("#corrected-is-kept")


def test_a_reading_that_was_corrected_on_another_page_stays(visitor):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.script(
        "return fetch('/api/v1/readings').then((r) => r.json()).then(({ readings: [{ id }] }) => fetch("
        "`/api/v1/readings/${id}/numbers/0`, { method: 'PATCH', headers: { 'Content-Type': 'application/json' },"
        ' body: \'{"text": "99"}\' })).then((r) => r.status);'
    )
    visitor.draws("7", left=0.4)
    visitor.reads("17")
    assert kept(visitor) == ["17", "99"]
    visitor.taps("#undo")
    visitor.reads("1")
    keeps(visitor, "1", "99")


def test_of_a_drawing_that_is_undone_nothing_stays_in_the_history(visitor):
    visitor.opens("/")
    visitor.draws("7")
    visitor.reads("7")
    visitor.taps("#undo")
    visitor.reads("")
    visitor.waits_until(lambda: kept(visitor) == [], "its reading is still in the history")


def test_an_untouched_pad_sends_nothing(visitor):
    visitor.opens("/")
    assert visitor.finds("#undo").get_attribute("aria-disabled") == "true"
    visitor.taps("#clear")
    assert visitor.history_texts() == []


def test_a_lost_connection_is_said_and_the_drawing_can_be_sent_again(visitor):
    visitor.opens("/")
    visitor.loses_the_server()
    visitor.draws("42")
    # Each stroke may meet it, and shows it anew.
    said = "return document.querySelector('.problem-sentence')?.textContent;"
    visitor.waits_until(lambda: visitor.script(said) == NO_ANSWER, "nothing is said")
    assert visitor.script(INK)["dark"] > 0
    visitor.gets_the_server_back()
    visitor.taps(".problem-retry")
    visitor.reads("42")
    visitor.sees_no(".problem")


def test_a_drawing_that_was_not_read_is_once_the_connection_is_back_and_nobody_leaves_it_unasked(visitor):
    visitor.opens("/")
    visitor.loses_the_server()
    visitor.draws("7")
    visitor.sees("#problem .problem-sentence")
    assert visitor.script(ASKS_TO_STAY)
    visitor.gets_the_server_back()
    visitor.script("dispatchEvent(new Event('online'));")
    visitor.reads("7")
    assert not visitor.script(ASKS_TO_STAY)
    assert visitor.finds_all(".problem-sentence") == []


def test_an_answer_that_takes_long_is_waited_for_in_words(visitor):
    visitor.opens("/")
    visitor.script(
        "const send = window.fetch;"
        "window.fetch = async (...of) => { await new Promise((go) => { window.deliver = go; }); return send(...of); };"
    )
    visitor.draws("7")
    visitor.waits_until(lambda: visitor.finds("#waiting").text == "Reading…", "nothing is said")
    visitor.script("deliver();")
    visitor.reads("7")
    assert visitor.finds("#waiting").text == ""


TOUCH = """
const [type, pointerId, pointerType, x, y] = arguments;
const pad = document.querySelector("#pad");
const { left, top } = pad.getBoundingClientRect();
pad.setPointerCapture = () => {};
const at = { pointerId, pointerType, clientX: left + x, clientY: top + y, bubbles: true, button: 0, isPrimary: true };
pad.dispatchEvent(new PointerEvent(type, at));
"""


def test_a_pen_goes_before_the_palm_that_lies_there_first(visitor):
    visitor.opens("/")
    visitor.script(TOUCH, "pointerdown", 1, "touch", 300, 200)
    visitor.script(TOUCH, "pointerdown", 2, "pen", 60, 40)
    for y in (60, 90, 120):
        visitor.script(TOUCH, "pointermove", 2, "pen", 60, y)
    visitor.script(TOUCH, "pointerup", 2, "pen", 60, 140)
    visitor.script(TOUCH, "pointerup", 1, "touch", 300, 200)
    visitor.reads("1")
    visitor.taps("#undo")
    visitor.reads("")


def test_the_pad_stays_within_the_smallest_phone(visitor):
    visitor.has_a_phone(320, 640)
    visitor.opens("/")
    main, pad = visitor.finds("main").rect, visitor.finds(".paper").rect
    assert pad["x"] + pad["width"] <= main["x"] + main["width"]


def test_the_drawing_outlives_a_rotation_of_the_phone(visitor):
    visitor.has_a_phone(844, 390)
    visitor.opens("/")
    visitor.draws("17", left=0.7)
    visitor.reads("17")
    visitor.script(KEEP_INK_AT_RESIZE)
    visitor.has_a_phone(390, 844)
    visitor.waits_until(lambda: visitor.script(IS_FITTED, 390 - 2 * 16 - 2), "the pad kept its size")
    ink = visitor.script("return window.inkAtResize")
    assert ink["dark"] > 500
    assert 0.8 < ink["right"] < 0.98


def test_on_a_phone_that_lies_on_its_side_all_is_within_reach(visitor):
    visitor.has_a_phone(740, 360)
    visitor.opens("/")
    visitor.draws("1984")
    visitor.reads("1984")
    bottom = "return arguments[0].getBoundingClientRect().bottom;"
    assert visitor.script(bottom, visitor.finds("#clear")) <= 360
    text = visitor.finds(".result-text")
    size = float(text.value_of_css_property("font-size").removesuffix("px"))
    assert text.rect["height"] < 1.5 * size  # one line
