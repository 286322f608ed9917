"""What the person is told of a photo, and what they say a number is."""

import numpy as np
import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.visitor import ASKS_TO_STAY, CORRECT_ELSEWHERE, SLOW_CORRECTIONS
from tests.drawing import draw_number, draw_page, encode
from tests.reading.photos import out_of_focus, page, photo

pytestmark = pytest.mark.browser

LINES = ["2719", "1177.75"]
# What an unsure number may be beside what was read.
SECOND = ".number-unsure .choice:nth-child(2):not(.choice-left-out)"


@pytest.fixture
def blurred(tmp_path):
    """A photo so far out of focus that the reader is not sure of all of it."""
    file = tmp_path / "blurred.jpg"
    file.write_bytes(photo(out_of_focus(page(3, lines=LINES), 8.2), 3))
    return str(file)


@pytest.fixture
def sums(tmp_path):
    """Digits so close to each other that they may be one number, three of them clear and asked about; and one number
    written over another, which is not clear. What is asked about is the verifier's to say: at another distance all four
    are one number."""
    file = tmp_path / "sums.png"
    *clear, one, other = (draw_number(text, 90, margin=1.05) for text in ("3", "5", "9", "6", "46", "91"))
    width = min(one.shape[1], other.shape[1])
    file.write_bytes(encode(np.hstack([*clear, np.minimum(one[:, :width], other[:, :width])])))
    return str(file)


def read_photo(visitor, file: str) -> None:
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(file)
    visitor.waits_until(visitor.reading_text, "the photo is not read")


def draw(visitor, text: str) -> None:
    visitor.opens("/")
    visitor.draws(text)
    visitor.reads(text)


def test_a_blurred_photo_says_how_to_take_a_better_one(visitor, blurred):
    read_photo(visitor, blurred)
    hint = visitor.sees(".hint")
    assert hint.text.startswith("The photo is blurred: hold the phone still")
    assert hint.rect["y"] < visitor.finds(".result .result-text").rect["y"]
    assert "The photo is blurred" in visitor.finds("#announcement").get_property("textContent")
    visitor.opens("/history")
    assert visitor.sees(".row-hints").text == "blurred"
    visitor.taps(".row-link")
    visitor.sees(".hint")


MARKS = "return [...document.querySelectorAll('.frame')].map((frame) => frame.getAttribute('class'));"


def test_a_drawing_has_no_hints(visitor):
    draw(visitor, "42")
    assert visitor.finds_all(".hint") == []
    # A dot is smaller than any number on a photo.
    visitor.opens("/")
    visitor.draws_stroke([(100, 100), (101, 101), (102, 101)])
    visitor.waits_until(lambda: visitor.finds_all(".result-status")[0].text, "it is not read")
    assert visitor.finds_all(".hint") == []


def test_one_tap_corrects_an_unsure_number(visitor, blurred):
    read_photo(visitor, blurred)
    visitor.sees(SECOND)
    read, likely = visitor.script(
        f"const second = document.querySelector('{SECOND}');"
        "return [second.previousElementSibling, second].map((choice) => choice.textContent.trim())"
    )
    place = visitor.reading_text().split("\n").index(read)
    assert likely not in visitor.reading_text().split("\n")
    visitor.taps(SECOND)
    visitor.sees('.choice[aria-pressed="true"]')
    assert visitor.reading_text().split("\n")[place] == likely
    assert f"corrected, was read as {read}" in [status.text for status in visitor.finds_all(".number-status")]
    assert visitor.finds("#announcement").get_property("textContent") == f"{likely}, corrected, was read as {read}."
    assert visitor.script("return document.activeElement.textContent.trim()") == likely
    assert likely in visitor.history_texts()[0]


def test_the_same_tap_again_takes_it_back(visitor, blurred):
    read_photo(visitor, blurred)
    asked = [status.text for status in visitor.finds_all(".number-status")]
    visitor.taps(".number-unsure .choice")
    visitor.sees(".number-checked")
    visitor.rests()
    visitor.taps('.number-checked .choice[aria-pressed="true"]')
    visitor.sees_no(".number-checked")
    assert [status.text for status in visitor.finds_all(".number-status")] == asked


def test_a_double_tap_is_one(visitor, blurred):
    read_photo(visitor, blurred)
    # On a slow machine the second tap would come too late.
    visitor.script("const now = performance.now(); performance.now = () => now;")
    visitor.taps(".number-unsure .choice")
    visitor.taps('.number-checked .choice[aria-pressed="true"]')
    visitor.rests()
    assert visitor.finds_all('.number-checked .choice[aria-pressed="true"]')


def test_tapping_what_was_read_marks_it_as_checked(visitor, blurred):
    read_photo(visitor, blurred)
    text = visitor.reading_text()
    visitor.sees(".number-unsure")
    for number in range(1, 1 + len(visitor.finds_all(".number-unsure"))):
        visitor.taps(".number-unsure .choice")
        visitor.waits_until(lambda n=number: len(visitor.finds_all(".number-checked")) == n, "it is not checked")
    # The reader may be sure of one of them.
    assert visitor.finds(".result-status").text.startswith(("Checked by you.", "No number is left to check: "))
    assert visitor.finds_all(".frame-unsure") == []
    assert visitor.reading_text() == text
    visitor.opens("/history")
    assert visitor.sees(".row-status").text.startswith("✓ ")


def test_one_tap_leaves_a_number_out_and_another_brings_it_back(visitor, blurred):
    read_photo(visitor, blurred)
    text = visitor.reading_text()
    marks = visitor.script(MARKS)
    visitor.taps(".number-unsure .choice-left-out")
    visitor.sees(".number-left-out")
    left, *_ = (item.text for item in visitor.finds_all(".number-left-out .number-status"))
    assert left == "left out"
    assert len(visitor.reading_text().split("\n")) == len(text.split("\n")) - 1
    assert len(visitor.script(MARKS)) == len(marks) - 1
    assert visitor.finds("#announcement").get_property("textContent").endswith(", left out.")
    assert len(visitor.history_texts()[0].split(" · ")) == len(marks) - 1
    visitor.taps(".row-link")
    visitor.taps('.number-left-out .choice[aria-pressed="true"]')
    visitor.sees_no(".number-left-out")
    assert visitor.reading_text() == text


def test_one_tap_keeps_all_that_is_clear_and_what_is_not_is_still_asked(visitor, sums):
    read_photo(visitor, sums)
    texts = visitor.reading_text().split("\n")
    clear = sum("is this a number" in status.text.lower() for status in visitor.finds_all(".number-status"))
    unsure = len(visitor.finds_all(".number-unsure"))
    assert 2 <= clear < unsure <= len(texts)
    assert visitor.sees(".result-keep").text == f"Keep the {clear} that are clear"
    visitor.taps(".result-keep")
    visitor.sees_no(".result-keep")
    visitor.waits_until(lambda: len(visitor.finds_all(".number-checked")) == clear, "not all are checked")
    assert visitor.reading_text().split("\n") == texts
    assert len(visitor.finds_all(".number-unsure")) == unsure - clear


def test_what_was_not_kept_for_want_of_a_connection_can_be_kept_again(visitor, sums):
    read_photo(visitor, sums)
    visitor.loses_the_server()
    visitor.taps(".result-keep")
    visitor.sees(".choices-problem .problem-sentence")
    assert len(visitor.finds_all(".choices-problem .problem-sentence")) == 1
    visitor.gets_the_server_back()
    visitor.taps(".result-keep")
    visitor.sees_no(".result-keep")
    assert visitor.finds_all(".problem-sentence") == []


IS_SENT = "return window.deliver !== undefined;"


def test_an_answer_that_comes_late_leaves_what_is_being_typed(visitor):
    """It emptied the field, and Enter then took the correction back."""
    draw(visitor, "42")
    visitor.script(SLOW_CORRECTIONS)
    visitor.taps(".choices-more")
    visitor.presses("43", Keys.ENTER)
    visitor.waits_until(lambda: visitor.script(IS_SENT), "the correction is not sent")
    visitor.presses(Keys.BACKSPACE, "4")
    visitor.script("deliver();")
    visitor.reads("43")
    field = visitor.sees(".typed-text")
    assert field.get_property("value") == "44"
    assert visitor.script("return document.activeElement.matches('.typed-text');")
    visitor.script("delete window.deliver;")
    visitor.presses("5", Keys.ENTER)
    visitor.waits_until(lambda: visitor.script(IS_SENT), "what was typed then is not sent")
    visitor.script("deliver();")
    visitor.reads("445")


def test_what_is_being_typed_is_not_kept_with_all_that_is_clear(visitor, sums):
    read_photo(visitor, sums)
    clear = [item for item in visitor.finds_all(".number") if "is this a number" in item.text.lower()]
    visitor.script("arguments[0].querySelector('.choices-more').click();", clear[0])
    visitor.presses("38")
    visitor.taps(".result-keep")
    visitor.waits_until(lambda: len(visitor.finds_all(".number-checked")) == len(clear) - 1, "not all are checked")
    assert visitor.sees(".typed-text").get_property("value") == "38"
    visitor.script("arguments[0].querySelector('.typed-text').focus();", clear[0])
    visitor.presses(Keys.ENTER)
    visitor.waits_until(lambda: "38" in visitor.reading_text().split("\n"), "what was typed is not saved")


def test_keeping_all_that_is_clear_keeps_what_was_said_in_another_tab(visitor, sums):
    read_photo(visitor, sums)
    items = visitor.finds_all(".number")
    clear = [i for i, item in enumerate(items) if "is this a number" in item.text.lower()]
    visitor.browser.execute_async_script(CORRECT_ELSEWHERE, clear[0], "521")
    visitor.forgives("status of 409")
    visitor.taps(".result-keep")
    visitor.waits_until(lambda: len(visitor.finds_all(".number-checked")) == len(clear), "not all are checked")
    assert "521" in visitor.reading_text().split("\n")


def test_keeping_what_is_clear_ends_when_the_drawing_is_cleared(visitor):
    visitor.opens("/")
    visitor.script(SLOW_CORRECTIONS)
    # As if two such numbers stood there, and both were clear: the answer is the server's, but for that.
    visitor.script(
        "const plain = window.fetch; window.fetch = async (at, of) => {"
        " const answer = await plain(at, of); if (of?.method !== 'POST') return answer;"
        " const reading = await answer.json(); reading.status = 'unsure';"
        " reading.numbers = [1, 2].map(() => ({ ...reading.numbers[0], status: 'unsure', confidence: 0.999 }));"
        " return Response.json(reading, { status: 201 }); };"
    )
    visitor.draws("7")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 2, "two numbers are not read")
    visitor.taps(".result-keep")
    visitor.waits_until(lambda: visitor.script(IS_SENT), "nothing is kept")
    visitor.script("scrollTo(0, 0);")
    visitor.taps("#clear")
    visitor.script("deliver();")
    visitor.draws("7")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 2, "two numbers are not read")
    assert visitor.sees(".result-keep").text == "Keep the 2 that are clear"
    assert visitor.finds(".result-keep").get_attribute("aria-disabled") != "true"


def test_whoever_leaves_a_correction_that_was_not_saved_is_asked_and_it_is_sent_once_more(visitor):
    draw(visitor, "42")
    visitor.opens("/history")
    visitor.taps(".row-link")
    visitor.reads("42")
    assert not visitor.script(ASKS_TO_STAY)
    visitor.loses_the_server()
    visitor.taps(".choices-more")
    visitor.presses("43", Keys.ENTER)
    visitor.sees(".choices-problem .problem-sentence")
    assert visitor.script(ASKS_TO_STAY)
    visitor.gets_the_server_back()
    assert visitor.history_texts() in (["42"], ["43"])
    visitor.waits_until(lambda: visitor.history_texts() == ["43"], "it was not sent as the person left")


def corrects_a_second_time_without_a_connection(visitor) -> None:
    draw(visitor, "42")
    visitor.opens("/history")
    visitor.taps(".row-link")
    visitor.reads("42")
    visitor.taps(".choices-more")
    visitor.presses("43", Keys.ENTER)
    visitor.reads("43")
    visitor.loses_the_server()
    visitor.taps(".choices-more")
    visitor.presses("44", Keys.ENTER)
    visitor.sees(".choices-problem .problem-sentence")
    visitor.gets_the_server_back()


COMES_TO_THE_TAB = "document.dispatchEvent(new Event('visibilitychange'));"


def test_what_stood_before_is_no_reason_to_forget_a_correction_that_could_not_be_sent(visitor):
    corrects_a_second_time_without_a_connection(visitor)
    visitor.script(COMES_TO_THE_TAB)
    visitor.rests()
    assert visitor.script(ASKS_TO_STAY)
    visitor.taps(".choices-problem .problem-retry")
    visitor.reads("44")
    assert visitor.history_texts() == ["44"]


def test_what_another_tab_said_since_takes_the_place_of_a_correction_that_could_not_be_sent(visitor):
    corrects_a_second_time_without_a_connection(visitor)
    visitor.browser.execute_async_script(CORRECT_ELSEWHERE, 0, "45")
    visitor.script(COMES_TO_THE_TAB)
    visitor.reads("45")
    visitor.sees_no(".choices-problem .problem-sentence")


def test_whoever_leaves_a_correction_that_was_not_saved_overwrites_none_from_another_tab(visitor):
    draw(visitor, "42")
    visitor.opens("/history")
    visitor.taps(".row-link")
    visitor.reads("42")
    visitor.loses_the_server()
    visitor.taps(".choices-more")
    visitor.presses("43", Keys.ENTER)
    visitor.sees(".choices-problem .problem-sentence")
    visitor.gets_the_server_back()
    visitor.browser.execute_async_script(CORRECT_ELSEWHERE, 0, "44")
    visitor.forgives("status of 409")
    visitor.opens("/reader")
    visitor.rests()
    assert visitor.history_texts() == ["44"]


def test_what_is_typed_and_not_saved_is_told_and_not_left_without_a_word(visitor):
    """It seemed to be checked, and the number that was read entered in its place."""
    draw(visitor, "42")
    visitor.taps(".choices-texts .choice, .choices-more")
    visitor.presses("43")
    assert visitor.sees(".result-status").text == "What you typed is not saved yet."
    assert visitor.script(ASKS_TO_STAY)
    visitor.presses(Keys.ENTER)
    visitor.reads("43")
    visitor.waits_until(lambda: visitor.finds(".result-status").text == "Checked by you.", "it is not saved")
    assert not visitor.script(ASKS_TO_STAY)
    # Folded away it is given up.
    visitor.taps(".choices-more")
    visitor.presses("4")
    assert visitor.script(ASKS_TO_STAY)
    visitor.taps(".choices-more")
    assert visitor.finds(".result-status").text == "Checked by you."
    assert not visitor.script(ASKS_TO_STAY)


def test_of_several_numbers_it_is_told_at_which_something_is_not_saved(visitor, sums):
    read_photo(visitor, sums)
    last = visitor.finds_all(".number")[-1]
    visitor.script("arguments[0].querySelector('.choices-more').click();", last)
    visitor.presses("1")
    words = f"What you typed at {len(visitor.finds_all('.number'))} is not saved yet."
    assert visitor.finds(".result-status").text == words
    # Another number that is checked meanwhile changes nothing about that.
    visitor.taps(".number-unsure .choice")
    visitor.sees(".number-checked")
    assert visitor.finds(".result-status").text == words


IN_SIGHT = "const { top, bottom } = arguments[0].getBoundingClientRect(); return 0 <= top && bottom < innerHeight;"


def test_of_many_numbers_one_tap_leads_to_the_next_that_is_to_be_checked(visitor, sums):
    read_photo(visitor, sums)
    unsure = visitor.finds_all(".number-unsure")
    assert visitor.sees("#to-check").text.startswith(f"{len(unsure)} numbers to check")
    for item in unsure[:2]:
        visitor.taps("#to-check .button")
        visitor.waits_until(lambda item=item: visitor.script(IN_SIGHT, item), "it is not in sight")
        assert visitor.script("return arguments[0].contains(document.activeElement);", item)
    visitor.script("document.activeElement.click();")
    words = f"{len(unsure) - 1} numbers to check"
    visitor.waits_until(lambda: visitor.finds(".to-check-words").text == words, "it is not told")
    visitor.taps("#to-check .button")
    assert visitor.script("return arguments[0].contains(document.activeElement);", unsure[2])
    # Behind the last one comes the first.
    for _ in unsure[3:]:
        visitor.taps("#to-check .button")
    visitor.taps("#to-check .button")
    assert visitor.script("return arguments[0].contains(document.activeElement);", unsure[0])
    visitor.opens("/history")
    visitor.taps(".row-link")
    assert visitor.sees("#to-check").text.startswith(words)


def test_where_nothing_is_to_be_checked_nothing_leads_there(visitor, tmp_path):
    file = tmp_path / "sure.jpg"
    file.write_bytes(encode(draw_number("4711", 90, margin=1.5), ".jpg"))
    read_photo(visitor, str(file))
    assert not visitor.finds("#to-check").is_displayed()


def test_spaces_around_a_number_are_nothing(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.presses(" 43 ", Keys.ENTER)
    visitor.reads("43")


def test_a_space_between_thousands_is_nothing(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.presses("12 500 ", Keys.ENTER)
    visitor.reads("12500")
    visitor.sees_no(".typed")


def test_what_a_space_makes_two_numbers_is_not_sent_as_one(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.presses("3 1/2", Keys.ENTER)
    field = visitor.finds(".typed-text")
    assert field.get_property("value") == "3 1/2"
    assert field.get_property("validationMessage").startswith("A number has no space in it.")
    assert field.get_attribute("aria-invalid") == "true"
    assert visitor.reading_text() == "42"
    visitor.presses(*[Keys.BACKSPACE] * 4, Keys.ENTER)
    visitor.reads("3")


def test_what_is_pasted_behind_many_spaces_is_not_cut_off(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.browser.execute_cdp_cmd("Input.insertText", {"text": 38 * " " + "1250"})
    visitor.presses(Keys.ENTER)
    visitor.reads("1250")


@pytest.fixture
def two_numbers(tmp_path):
    file = tmp_path / "two.jpg"
    file.write_bytes(encode(draw_page(["1742", "3017"], paper=(236, 233, 224)), ".jpg"))
    return str(file)


def test_what_is_merely_sure_is_not_said_to_be_checked(visitor, two_numbers):
    read_photo(visitor, two_numbers)
    visitor.taps(".choices-more")
    visitor.presses("1745", Keys.ENTER)
    visitor.reads("1745\n3017")
    words = "No number is left to check: 1 checked by you, 1 read surely."
    assert visitor.finds(".result-status").text == words
    visitor.opens("/history")
    assert visitor.sees(".row-status").text == "✓ 1 checked, 1 sure"


def test_a_digit_that_is_another_leaves_what_was_typed_behind_it(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.presses("42.50", Keys.ENTER)
    visitor.reads("42.50")
    visitor.taps(".digit")
    other = visitor.sees(".alternative .alternative-value").text
    visitor.taps(".alternative")
    visitor.reads(f"{other}2.50")


def test_whoever_copies_is_told_how_many_numbers_are_still_to_be_checked(visitor, sums):
    read_photo(visitor, sums)
    unsure = len(visitor.finds_all(".number-unsure"))
    assert unsure > 1
    visitor.taps(".result-copy")
    # Where copying is not allowed the text is selected.
    assert visitor.finds(".result-copy").text in [f"{done}, {unsure} to check" for done in ("Copied", "Selected")]
    said = visitor.finds("#announcement").get_property("textContent")
    assert said == f"{visitor.finds('.result-copy').text}."


def test_without_its_picture_nothing_is_kept_unseen_and_it_can_be_fetched_again(visitor, sums):
    read_photo(visitor, sums)
    visitor.sees(".result-keep")
    visitor.opens("/history")
    visitor.sees(".row")
    visitor.gets_no_pictures()
    visitor.taps(".row-link")
    problem = visitor.sees(".result-picture-problem .problem-sentence")
    assert problem.text == "The picture did not come. Check the connection and try again."
    assert visitor.finds_all(".number-unsure")
    visitor.sees_no(".result-keep")
    visitor.gets_the_server_back()
    visitor.taps(".result-picture-problem .problem-retry")
    visitor.sees_picture(".framed-image")
    visitor.sees(".result-keep")
    visitor.sees_no(".result-picture-problem .problem-sentence")
    ink = "const [crop] = document.querySelectorAll('.number-crop'); const { width, height } = crop;"
    ink += "return crop.getContext('2d').getImageData(0, 0, width, height).data.some((level) => level > 0);"
    assert visitor.script(ink)


def test_any_number_can_be_typed(visitor):
    draw(visitor, "42")
    assert not any(choice.is_displayed() for choice in visitor.finds_all(".choice"))
    visitor.taps(".choices-more")
    # A keyboard for numbers may have no slash, comma or dash.
    assert visitor.finds(".typed-text").get_property("inputMode") in ("", "text")
    visitor.presses("43", Keys.ENTER)
    visitor.reads("43")
    visitor.sees_no(".typed")
    assert visitor.history_texts() == ["43"]
    visitor.taps(".row-link")
    visitor.reads("43")
    assert visitor.sees('.choice[aria-pressed="true"]').text == "43"


def test_each_numbers_controls_have_names_of_their_own(visitor, sums):
    read_photo(visitor, sums)
    numbers = visitor.reading_text().split("\n")
    assert len(set(numbers)) > 2
    unsure = ["number-unsure" in item.get_attribute("class") for item in visitor.finds_all(".number")]
    more = ["Other… instead of" if is_asked else "Correct" for is_asked in unsure]
    for control, words in (
        (".choices-more", more),
        (".typed-text", ["The right number instead of"] * len(numbers)),
        (".typed .button", ["Save instead of"] * len(numbers)),
    ):
        names = [found.get_attribute("aria-label") for found in visitor.finds_all(control)]
        assert names == [f"{begins} {number}" for begins, number in zip(words, numbers, strict=True)]


def test_what_is_no_number_is_not_sent(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.presses("4a", Keys.ENTER)
    assert visitor.script("return document.querySelector('.typed-text').validity.patternMismatch")
    assert visitor.reading_text() == "42"


def test_a_correction_is_not_lost_with_the_connection(visitor):
    draw(visitor, "42")
    visitor.taps(".choices-more")
    visitor.loses_the_server()
    visitor.presses("43", Keys.ENTER)
    assert "did not answer" in visitor.sees(".choices-problem .problem-sentence").text
    visitor.gets_the_server_back()
    visitor.taps(".choices-problem .problem-retry")
    visitor.reads("43")


@pytest.mark.parametrize("width", [320, 390])
def test_choices_fit_a_phone_and_a_finger(visitor, blurred, width):
    visitor.has_a_phone(width, 740)
    read_photo(visitor, blurred)
    visitor.taps(".choices-more")
    assert visitor.script("return document.documentElement.scrollWidth") <= width
    for control in visitor.finds_all(".choice, .choices-more, .typed *, #pattern"):
        assert not control.is_displayed() or control.rect["height"] >= 44


def test_a_pattern_says_what_is_written_on_the_pad(visitor):
    visitor.opens("/")
    choose(visitor, "digits")
    visitor.draws("4.2")
    visitor.waits_until(visitor.reading_text, "it is not read")
    assert visitor.reading_text().isdigit()
    choose(visitor, "amount")
    visitor.reads("4.2")


def test_a_pattern_says_what_is_on_the_photo(visitor, tmp_path):
    file = tmp_path / "amount.jpg"
    file.write_bytes(photo(page(0, lines=["12.75"]), 0))
    visitor.opens("/upload")
    choose(visitor, "digits")
    visitor.finds("#file").send_keys(str(file))
    visitor.waits_until(visitor.reading_text, "the photo is not read")
    assert visitor.reading_text().isdigit()


def choose(visitor, pattern: str) -> None:
    visitor.finds(f'#pattern option[value="{pattern}"]').click()


def test_the_history_can_be_saved_as_a_table(visitor):
    visitor.opens("/history")
    visitor.sees("#empty")
    visitor.sees_no("#export")
    draw(visitor, "42")
    visitor.opens("/history")
    table = visitor.script(
        "return fetch(arguments[0]).then((answer) => answer.text());",
        visitor.sees('#export a[download="readings.csv"]').get_attribute("href"),
    )
    assert ",42,42,,sure," in table.splitlines()[1]
    begins = visitor.script(
        "return fetch(arguments[0]).then((answer) => answer.blob()).then((file) => file.slice(0, 2).text());",
        visitor.sees('#export a[download="readings.xlsx"]').get_attribute("href"),
    )
    assert begins == "PK"
