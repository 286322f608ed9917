"""Many photos at once: which of them are still to be looked at, and the way from one to the next."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.drawing import blank, draw_page, draw_strokes_inplace, encode, strokes_of

pytestmark = pytest.mark.browser

WORDS = ".to-check-words"


@pytest.fixture
def photo(tmp_path):
    """Makes a file with a photo of these numbers, and gives its path; of "" one of blank paper.

    asked: writes a paler digit behind each, about which the person is asked
    """

    def make(name: str, *lines: str, asked: bool = False) -> str:
        image = draw_page(list(lines), paper=(236, 233, 224)) if lines else blank(600, 800, (236, 233, 224))
        if asked:
            right = image.shape[1]
            wide = blank(image.shape[0], right + 120, (236, 233, 224))
            wide[:, :right] = image
            for place in range(len(lines)):
                pale = strokes_of("5", 80, left=right - 60, top=80 + place * 1.9 * 80, seed=place)
                draw_strokes_inplace(wide, pale, 7, (150, 150, 170))
            image = wide
        path = tmp_path / name
        path.write_bytes(encode(image, ".jpg"))
        return str(path)

    return make


def read_all(visitor, *files: str) -> None:
    visitor.opens("/upload")
    visitor.finds("#file").send_keys("\n".join(files))
    done = "return document.querySelectorAll('.result:not([hidden])').length;"
    visitor.waits_until(lambda: visitor.script(done) == len(files), "not all photos are read")


def says(visitor, words: str) -> None:
    visitor.waits_until(lambda: visitor.finds(WORDS).get_property("textContent") == words, f"it does not say {words!r}")


def choose(visitor) -> None:
    """What the keyboard's focus is on."""
    visitor.script("document.activeElement.click();")


def focused_image(visitor) -> str:
    return visitor.script("return document.activeElement.closest('[data-name]')?.dataset.name;")


def announced(visitor) -> str:
    return visitor.finds("#announcement").get_property("textContent")


def test_of_several_photos_the_last_number_is_led_to_as_well(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017", asked=True))
    says(visitor, "2 numbers to check")
    visitor.taps(".number-unsure .choice")
    says(visitor, "1 number to check")
    assert visitor.finds("#to-check").is_displayed()
    visitor.taps("#to-check .button")
    assert focused_image(visitor) == "form_02.jpg"
    assert visitor.finds(".to-check-where").text == "form_02.jpg"
    assert announced(visitor).startswith("form_02.jpg: unsure")
    choose(visitor)
    says(visitor, "Nothing is left to check.")
    visitor.waits_until(lambda: announced(visitor).endswith("checked. Nothing is left to check."), "it is not said")
    assert not visitor.finds("#to-check .button").is_displayed()


def test_a_photo_without_a_number_is_led_to_once(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742"), photo("blank.jpg"), photo("form_02.jpg", "3017"))
    says(visitor, "1 image to look at")
    visitor.script("scrollTo(0, document.body.scrollHeight);")
    visitor.taps("#to-check .button")
    assert focused_image(visitor) == "blank.jpg"
    assert announced(visitor).startswith("blank.jpg: No number was found.")
    says(visitor, "Nothing is left to check.")


def test_numbers_come_before_images(visitor, photo):
    read_all(visitor, photo("blank.jpg"), photo("form_01.jpg", "1742", asked=True))
    says(visitor, "1 number to check, 1 image to look at")
    visitor.taps("#to-check .button")
    assert focused_image(visitor) == "form_01.jpg"
    choose(visitor)
    says(visitor, "1 image to look at")


def test_a_key_leads_to_the_next_number(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017", asked=True))
    assert visitor.sees("#to-check .button").accessible_name == "Next number to check"
    ActionChains(visitor.browser).key_down(Keys.ALT).send_keys("n").key_up(Keys.ALT).perform()
    assert focused_image(visitor) == "form_01.jpg"


def test_while_a_frame_is_drawn_the_picture_is_not_covered(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017", asked=True))
    visitor.sees("#to-check")
    visitor.taps(".result-frame")
    visitor.sees_no("#to-check")
    visitor.taps(".result-frame")
    visitor.sees("#to-check")


def test_where_all_is_sure_nothing_is_to_be_checked(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742"), photo("form_02.jpg", "3017"))
    visitor.rests()
    assert not visitor.finds("#to-check").is_displayed()


def test_each_photo_has_a_name_to_be_heard_by(visitor, photo):
    long = "Haushaltserhebung_2026_Gemeinde_Musterstadt_Bogen_002.jpg"
    read_all(visitor, photo("form_01.jpg", "1742"), photo(long, "3017"))
    assert [one.accessible_name for one in visitor.finds_all(".result")] == ["form_01.jpg", long]
    assert [one.text for one in visitor.finds_all("h2.upload-name")] == ["form_01.jpg", long]
    assert announced(visitor).startswith(f"{long}: 3017.")


def test_what_cannot_be_read_is_led_to_one_after_the_other_and_can_be_removed(visitor, photo, tmp_path):
    letters = [tmp_path / f"letter_{i}.jpg" for i in (1, 2)]
    for letter in letters:
        letter.write_text("Dear reader")
    visitor.forgives("status of 4")
    visitor.opens("/upload")
    visitor.finds("#file").send_keys("\n".join([photo("form_01.jpg", "1742"), *map(str, letters)]))
    visitor.waits_until(lambda: visitor.finds("#uploads-unread").text.startswith("2 of 3"), "it is not told")
    for name in ("letter_1.jpg", "letter_2.jpg", "letter_1.jpg"):
        visitor.taps("#uploads-unread-next")
        assert focused_image(visitor) == name
    choose(visitor)
    visitor.waits_until(lambda: visitor.finds("#uploads-unread").text.startswith("1 of 2"), "it is still there")
    assert focused_image(visitor) == "letter_2.jpg"
    visitor.taps(".upload-remove")
    visitor.sees_no("#uploads-unread")
    assert len(visitor.finds_all(".upload")) == 1


def test_the_history_finds_what_is_still_to_be_checked(visitor, photo):
    read_all(
        visitor,
        photo("form_01.jpg", "1742", asked=True),
        photo("form_02.jpg", "308"),
        photo("form_03.jpg", "3017", asked=True),
    )
    visitor.opens("/history")
    visitor.sees(".row")
    assert [tag.text for tag in visitor.finds_all(".row-status")] == ["? 1 to check", "sure", "? 1 to check"]
    visitor.finds_all(".filter")[1].click()
    visitor.waits_until(lambda: visitor.script("return location.search;") == "?only=unchecked", "it does not filter")
    visitor.sees(".row")
    assert [row.text for row in visitor.finds_all(".row-source")] == ["form_03.jpg", "form_01.jpg"]
    visitor.taps(".row-link")
    visitor.taps(".number-unsure .choice")
    visitor.sees(".number-checked")
    # From one to the next, and from the oldest to the newest; that one is checked by now.
    visitor.taps("#next-reading")
    visitor.waits_until(lambda: "form_01.jpg" in visitor.finds("#facts").text, "it does not go on")
    visitor.rests()
    assert not visitor.finds("#next-reading").is_displayed()
    visitor.taps(".number-unsure .choice")
    visitor.sees(".number-checked")
    visitor.opens("/history?only=unchecked")
    assert visitor.sees("#empty").text == "No number is left to check."


def test_from_a_reading_back_to_its_row(visitor, photo):
    read_all(visitor, *(photo(f"form_{i}.jpg", "17") for i in range(3)))
    visitor.opens("/history?only=")
    visitor.script("document.querySelectorAll('.row-link')[2].click();")
    visitor.sees("#delete")
    visitor.taps(".actions a:not(#next-reading)")
    visitor.sees(".row")
    focused = "return [...document.querySelectorAll('.row-link')].indexOf(document.activeElement);"
    visitor.waits_until(lambda: visitor.script(focused) == 2, "another row has the focus")


@pytest.mark.parametrize("path", ["/", "/upload", "/history", "/reader"])
def test_with_letters_twice_as_large_nothing_is_wider_than_a_phone(visitor, path):
    visitor.has_a_phone(360, 740)
    visitor.opens(path)
    visitor.script("document.documentElement.style.fontSize = '200%';")
    assert visitor.script("return document.documentElement.scrollWidth;") <= 360


def test_the_keyboard_stays_where_it_is_tried_again(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017"))
    visitor.loses_the_server()
    visitor.taps(".number-unsure .choice")
    visitor.sees(".problem-retry")
    visitor.gets_the_server_back()
    visitor.script("document.querySelector('.problem-retry').focus();")
    visitor.presses(Keys.ENTER)
    visitor.sees(".number-checked")
    assert visitor.script("return document.activeElement.matches('.choice[aria-pressed=\"true\"]');")


def test_what_is_taken_back_keeps_the_keyboard(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True))
    visitor.taps(".number-unsure .choice")
    visitor.sees(".number-checked")
    visitor.rests()
    text = visitor.script("return document.activeElement.textContent.trim();")
    choose(visitor)
    visitor.sees_no(".number-checked")
    assert visitor.script("return [document.activeElement.className, document.activeElement.textContent.trim()];") == [
        "button choice",
        text,
    ]


def test_escape_closes_an_opened_digit(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742"))
    visitor.taps(".digit")
    assert visitor.sees(".digit-detail").get_attribute("id") == visitor.finds(".digit").get_attribute("aria-controls")
    assert announced(visitor).startswith("sure, ")
    visitor.presses(Keys.ESCAPE)
    visitor.sees_no(".digit-detail")
    assert visitor.script("return document.activeElement.matches('.digit');")


def test_what_is_deleted_elsewhere_is_nothing_to_check(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017", asked=True))
    says(visitor, "2 numbers to check")
    visitor.browser.execute_async_script(DELETE_ALL)
    visitor.forgives("status of 404")
    visitor.script("document.dispatchEvent(new Event('visibilitychange'));")
    visitor.sees_no("#to-check")


DELETE_ALL = """
const [done] = arguments;
fetch("/api/v1/readings").then((answer) => answer.json()).then(({ readings }) =>
  Promise.all(readings.map(({ id }) => fetch(`/api/v1/readings/${id}`, { method: "DELETE" })))
).then(() => done());
"""
SLOW_PHOTOS = """
const send = window.fetch;
window.fetch = async (address, options) => {
  if (options?.method === "POST") await new Promise((resolve) => { window.deliver = resolve; });
  return send(address, options);
};
"""


def test_all_is_checked_once_the_last_photo_is_read(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017", asked=True))
    visitor.script(SLOW_PHOTOS)
    visitor.finds("#file").send_keys(photo("form_03.jpg", "472"))
    for _ in range(2):
        visitor.taps("#to-check .button")
        choose(visitor)
        visitor.rests()
    assert not visitor.finds("#to-check").is_displayed()
    visitor.script("deliver();")
    visitor.sees("#to-check")
    says(visitor, "Nothing is left to check.")
    visitor.waits_until(lambda: announced(visitor).endswith("confidence. Nothing is left to check."), "it is not said")


def test_what_is_typed_and_not_saved_is_still_to_be_checked(visitor, photo):
    read_all(visitor, photo("form_01.jpg", "1742", asked=True), photo("form_02.jpg", "3017"))
    visitor.script("document.querySelectorAll('.choices-more')[1].click();")
    visitor.presses("99")
    says(visitor, "2 numbers to check")
    visitor.taps(".number-unsure .choice")
    says(visitor, "1 number to check")
    visitor.taps("#to-check .button")
    assert visitor.script("return document.activeElement.value;") == "99"
    visitor.presses(Keys.ENTER)
    says(visitor, "Nothing is left to check.")
