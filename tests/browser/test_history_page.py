"""Looking at, opening and deleting what was read."""

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

# Twenty rows stand on one page of the history.
SEND_MANY = """
const done = arguments[0];
const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
const context = canvas.getContext("2d");
context.fillStyle = "white";
context.fillRect(0, 0, 40, 40);
canvas.toBlob(async (image) => {
  for (let i = 0; i < 23; i += 1) {
    const form = new FormData();
    form.set("image", image, "blank.png");
    await fetch("/api/v1/readings", { method: "POST", body: form });
  }
  done();
});
"""


def draw_and_open_history(visitor, *numbers: str) -> None:
    visitor.opens("/")
    for number in numbers:
        visitor.draws(number)
        visitor.reads(number)
        visitor.taps("#clear")
    visitor.opens("/history")
    visitor.sees(".row")


def test_an_empty_history_leads_to_the_first_reading(visitor):
    visitor.opens("/history")
    visitor.sees("#empty")
    visitor.taps("#empty a")
    visitor.sees("#pad")


def test_a_row_shows_and_opens_its_reading(visitor):
    draw_and_open_history(visitor, "42")
    row = visitor.finds(".row")
    assert "42" in row.text and "Drawing" in row.text
    assert visitor.finds(".row time").get_attribute("datetime").endswith("Z")
    visitor.sees_picture(".row-thumbnail")
    visitor.taps(".row-link")
    visitor.reads("42")
    visitor.sees_picture(".framed-image")


def test_a_reading_is_deleted_after_one_question(visitor):
    draw_and_open_history(visitor, "42", "17")
    visitor.taps(".row-delete")
    visitor.taps("[value=keep]")
    assert len(visitor.finds_all(".row")) == 2
    visitor.taps(".row-delete")
    visitor.taps("[value=delete]")
    visitor.waits_until(lambda: len(visitor.finds_all(".row")) == 1, "the row is still there")
    assert visitor.history_texts() == ["42"]


def test_the_page_of_a_reading_deletes_it_too(visitor):
    draw_and_open_history(visitor, "42")
    visitor.taps(".row-link")
    visitor.taps("#delete")
    visitor.taps("[value=delete]")
    visitor.sees("#empty")


def test_a_row_that_cannot_be_deleted_stays_with_a_sentence(visitor):
    draw_and_open_history(visitor, "42")
    visitor.loses_the_server()
    visitor.taps(".row-delete")
    visitor.taps("[value=delete]")
    assert "did not answer" in visitor.sees(".problem-sentence").text
    assert len(visitor.finds_all(".row")) == 1


IS_IN_SIGHT = """
const { top, bottom } = arguments[0].getBoundingClientRect();
const navigation = document.querySelector(".site-nav").getBoundingClientRect().top;
return 0 <= top && bottom <= navigation;
"""


def sees_in_sight(visitor, selector: str) -> None:
    element = visitor.sees(selector)
    visitor.waits_until(lambda: visitor.script(IS_IN_SIGHT, element), f"{selector} is not on the screen")


def test_a_problem_with_a_row_far_down_is_said_there(visitor):
    visitor.opens("/history")
    visitor.browser.execute_async_script(SEND_MANY)
    visitor.opens("/history")
    visitor.sees("#more")
    visitor.loses_the_server()
    visitor.taps(".row:nth-child(16) .row-delete")
    visitor.taps("[value=delete]")
    sees_in_sight(visitor, ".row:nth-child(16) .problem")


# After "Back" a browser shows the page as it was left, and says so with this event.
COMES_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));"
CORRECT = """
const [id, done] = arguments;
const headers = { "Content-Type": "application/json" };
const body = JSON.stringify({ text: "43" });
fetch(`/api/v1/readings/${id}/numbers/0`, { method: "PATCH", headers, body }).then(done);
"""
ROW_TEXTS = "return [...document.querySelectorAll('.row-text')].map((row) => row.textContent);"
DELETE = "const [id, done] = arguments; fetch(`/api/v1/readings/${id}`, { method: 'DELETE' }).then(done);"


def test_back_on_the_history_its_rows_are_as_they_are_now(visitor):
    draw_and_open_history(visitor, "17", "42")
    newest, oldest = (row.get_attribute("data-reading-id") for row in visitor.finds_all(".row"))
    visitor.browser.execute_async_script(CORRECT, newest)
    visitor.browser.execute_async_script(DELETE, oldest)
    visitor.script("document.querySelector('.row-link').focus();")
    visitor.script(COMES_BACK)
    visitor.waits_until(lambda: visitor.script(ROW_TEXTS) == ["43"], "the old rows are shown")
    assert visitor.script("return document.activeElement.matches('.row-link');")


def test_a_correction_that_comes_late_is_in_the_history_soon(visitor):
    """The list was only asked for before it had come."""
    draw_and_open_history(visitor, "42")
    visitor.taps(".row-link")
    visitor.reads("42")
    id = visitor.finds("#result").get_attribute("data-reading-id")
    visitor.script("window.fetch = () => new Promise(() => {});")  # it is on its way, and nobody hears of it
    visitor.taps(".choices-more")
    visitor.presses("43", Keys.ENTER)
    visitor.opens("/history")
    visitor.waits_until(lambda: visitor.script(ROW_TEXTS) == ["42"], "the row is not there")
    visitor.browser.execute_async_script(CORRECT, id)
    visitor.waits_until(lambda: visitor.script(ROW_TEXTS) == ["43"], "the row stays as it was")


def test_back_on_the_history_as_many_rows_are_shown_as_before(visitor):
    visitor.opens("/history")
    visitor.browser.execute_async_script(SEND_MANY)
    visitor.opens("/history")
    visitor.taps("#more")
    visitor.waits_until(lambda: len(visitor.finds_all(".row")) == 23, "not all rows are there")
    visitor.script("document.querySelector('.row-text').textContent = 'old';")
    visitor.script(COMES_BACK)
    visitor.waits_until(lambda: "old" not in visitor.script(ROW_TEXTS), "the old rows are shown")
    assert len(visitor.finds_all(".row")) == 23


def test_back_on_a_reading_it_is_as_it_is_now(visitor):
    draw_and_open_history(visitor, "42")
    visitor.taps(".row-link")
    visitor.reads("42")
    id = visitor.finds("#result").get_attribute("data-reading-id")
    visitor.browser.execute_async_script(CORRECT, id)
    visitor.script(COMES_BACK)
    visitor.reads("43")
    visitor.browser.execute_async_script(DELETE, id)
    visitor.forgives("status of 404")
    # As a browser does: it is in sight before it is shown.
    visitor.script("document.dispatchEvent(new Event('visibilitychange'));" + COMES_BACK)
    visitor.rests()
    assert "no such reading" in visitor.sees(".problem-sentence").text
    visitor.sees_no(".choices-more")
    visitor.sees_no("#delete")


def test_back_on_a_reading_what_was_being_typed_is_still_there(visitor):
    draw_and_open_history(visitor, "42")
    visitor.taps(".row-link")
    visitor.reads("42")
    visitor.taps(".choices-more")
    visitor.presses("4")
    visitor.script("document.querySelector('#facts').textContent = '';")
    visitor.script(COMES_BACK)
    visitor.waits_until(lambda: visitor.finds("#facts").text != "", "the reading was not fetched")
    assert visitor.script("return document.activeElement.value;") == "4"
    visitor.presses("3", Keys.ENTER)
    visitor.reads("43")


def test_escape_keeps_the_reading(visitor):
    draw_and_open_history(visitor, "42")
    visitor.taps(".row-delete")
    visitor.presses(Keys.ESCAPE)
    visitor.sees_no("#delete-dialog")
    assert len(visitor.finds_all(".row")) == 1


def test_more_is_shown_when_asked_for(visitor):
    visitor.opens("/history")
    visitor.browser.execute_async_script(SEND_MANY)
    visitor.opens("/history")
    visitor.sees("#more")
    visitor.loses_the_server()
    visitor.taps("#more")
    sees_in_sight(visitor, ".problem")
    assert visitor.script("return document.activeElement.id") == "more"
    visitor.gets_the_server_back()
    visitor.presses(Keys.ENTER)
    visitor.waits_until(lambda: len(visitor.finds_all(".row")) == 23, "not all rows are there")
    visitor.sees_no("#more")
    visitor.sees_no(".problem")
    assert visitor.script("return document.activeElement === document.querySelectorAll('.row-link')[20]")
    assert visitor.finds(".row-text").text == "No number found"


def test_a_reading_that_is_gone_is_said_in_words(visitor):
    visitor.forgives("status of 404")
    visitor.opens(f"/readings/{'0' * 38}")
    assert visitor.finds("h1").text
    assert visitor.finds(".lead").text.endswith(".")
