"""What holds on every page: it fits a small phone, fingers and the keyboard reach everything, all has a name."""

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

PAGES = ["/", "/upload", "/history", "/reader", "/nowhere"]
FOCUSED = "const e = document.activeElement; return e.id || e.textContent.trim();"
SMALL_TARGETS = """
return [...document.querySelectorAll("a, button, label.button")]
  .filter((e) => e.checkVisibility() && !e.matches(".skip-link, p > a:not(.button)"))
  .filter((e) => e.offsetHeight < 44 || e.offsetWidth < 44)
  .map((e) => e.outerHTML);
"""
LACKS_A_NAME = """
return [...document.querySelectorAll("button, a, input, img, canvas, dialog")]
  .filter((e) => e.checkVisibility())
  .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length || e.hasAttribute("alt")))
  .map((e) => e.outerHTML);
"""


@pytest.fixture
def visitor(visitor):
    visitor.forgives("status of 404")
    return visitor


def tab_stops(visitor, count: int) -> list[str]:
    stops = []
    for _ in range(count):
        visitor.presses(Keys.TAB)
        stops.append(visitor.script(FOCUSED))
    return stops


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_wider_than_the_screen(visitor, width):
    visitor.has_a_phone(width, 740)
    visitor.opens("/")
    visitor.draws("17429")
    visitor.reads("17429")
    visitor.taps(".digit")
    assert visitor.script("return document.documentElement.scrollWidth") <= width
    for path in PAGES:
        visitor.opens(path)
        assert visitor.script("return document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", PAGES)
def test_a_finger_hits_every_control_and_each_has_a_name(visitor, path):
    visitor.opens(path)
    assert visitor.script(SMALL_TARGETS) == []
    assert visitor.script(LACKS_A_NAME) == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_language_a_title_and_one_heading(visitor, path):
    visitor.opens(path)
    assert visitor.finds("html").get_attribute("lang") == "en"
    assert visitor.browser.title.endswith("· Handwritten Numbers")
    assert len(visitor.finds_all("h1")) == 1
    viewport = visitor.finds("meta[name=viewport]").get_attribute("content")
    assert "user-scalable" not in viewport and "maximum-scale" not in viewport


def test_the_keyboard_reaches_the_result_of_a_drawing(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    stops = tab_stops(visitor, 12)
    wanted = ["undo", "clear", "Copy", "4", "2"]
    assert [stop for stop in stops if stop in wanted] == wanted


@pytest.mark.parametrize("button", ["#undo", "#clear", ".result-copy"])
def test_the_keyboard_stays_on_a_button_that_has_done_its_work(visitor, button):
    visitor.opens("/")
    visitor.draws("1")
    visitor.reads("1")
    visitor.script("document.querySelector(arguments[0]).focus();", button)
    visitor.presses(Keys.ENTER)
    visitor.sees(f'{button}[aria-disabled="true"]')
    assert visitor.script("return document.activeElement.matches(arguments[0]);", button)


def test_the_keyboard_skips_to_the_content_and_chooses_a_file(visitor):
    visitor.opens("/upload")
    assert tab_stops(visitor, 1) == ["Skip to the content"]
    visitor.presses(Keys.ENTER)
    assert tab_stops(visitor, 1) == ["file"]


def test_the_keyboard_deletes_from_the_history(visitor):
    visitor.opens("/")
    visitor.draws("42")
    visitor.reads("42")
    visitor.opens("/history")
    visitor.sees(".row-delete")
    visitor.script("document.querySelector('.row-delete').focus();")
    visitor.presses(Keys.ENTER)
    assert visitor.script(FOCUSED) == "Keep"
    visitor.presses(Keys.TAB, Keys.ENTER)
    visitor.sees("#empty")


def test_the_pad_is_light_paper_in_the_dark(visitor):
    visitor.opens("/")
    light = colours(visitor)
    visitor.prefers("dark")
    dark = colours(visitor)
    assert dark["body"] != light["body"]
    assert dark[".paper"] == light[".paper"]


def colours(visitor) -> dict[str, str]:
    return {part: visitor.finds(part).value_of_css_property("background-color") for part in ("body", ".paper")}
