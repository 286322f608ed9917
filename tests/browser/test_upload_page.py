"""Choosing, dropping and pasting photos."""

from base64 import b64encode
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from tests.browser.visitor import ASKS_TO_STAY, CORRECT_ELSEWHERE
from tests.drawing import blank, draw_page, encode

pytestmark = pytest.mark.browser

# A drop and a paste as a browser makes them; Selenium has no hand for either.
GIVE_FILE = """
const [kind, base64, name] = arguments;
const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
const transfer = new DataTransfer();
transfer.items.add(new File([bytes], name, { type: "image/png" }));
const event = kind === "drop"
  ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
  : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true });
document.body.dispatchEvent(event);
"""


@pytest.fixture
def photo(tmp_path):
    """Makes a file with a photo of these lines, and gives its path."""

    def make(*lines: str) -> str:
        image = draw_page(list(lines), paper=(236, 233, 224)) if lines else blank(600, 800)
        path = tmp_path / f"{'_'.join(lines) or 'blank'}.jpg"
        path.write_bytes(encode(image, ".jpg"))
        return str(path)

    return make


def test_a_photo_is_read_and_every_number_framed(visitor, photo):
    visitor.opens("/upload")
    assert visitor.reading_text() == ""
    visitor.finds("#file").send_keys(photo("1742", "3017"))
    visitor.reads("1742\n3017")
    assert len(visitor.finds_all(".frame")) == 2
    assert [mark.text[0] for mark in visitor.finds_all(".number-mark")] == ["1", "2"]
    assert visitor.history_texts() == ["1742 · 3017"]


def test_several_photos_get_a_result_each(visitor, photo):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys("\n".join([photo("42"), photo("17")]))
    visitor.reads("17")
    assert [text.text for text in visitor.finds_all(".upload .result-text")] == ["42", "17"]
    assert visitor.history_texts() == ["17", "42"]


# Of each number's crop: whether it is shown, and the share of it that is ink.
CROPS = """
return [...document.querySelectorAll(".number-crop")].map((canvas) => {
  const levels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const dark = levels.filter((level, index) => index % 4 === 0 && level < 128).length;
  return [canvas.checkVisibility(), (4 * dark) / levels.length];
});
"""


def test_each_number_stands_beside_its_crop(visitor, photo):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(photo("1742", "3017"))
    visitor.reads("1742\n3017")
    visitor.sees_picture(".framed-image")
    crops = visitor.script(CROPS)
    assert len(crops) == 2
    assert all(shown and 0.01 < ink < 0.5 for shown, ink in crops), crops


def test_a_tap_on_the_picture_goes_to_the_number(visitor, photo):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(photo("1742", "3017"))
    visitor.reads("1742\n3017")
    visitor.taps(".frame:last-of-type")
    tapped = visitor.sees(".number-tapped")
    assert tapped.text.startswith("2")
    visitor.waits_until(
        lambda: visitor.script(
            "const { top } = arguments[0].getBoundingClientRect(); return 0 <= top && top < innerHeight;", tapped
        ),
        "the number is not on the screen",
    )


@pytest.mark.parametrize(("name", "orientation"), [("turned.webp", 3), ("turned.webp", 6), ("called_otherwise.jpg", 6)])
def test_a_picture_that_the_browser_does_not_turn_is_the_servers(visitor, tmp_path, name, orientation):
    image = Image.fromarray(draw_page(["1742", "3017"], paper=(236, 233, 224)))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    held = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    image.transpose(held).save(tmp_path / name, "WEBP", exif=exif, lossless=True)
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(str(tmp_path / name))
    visitor.reads("1742\n3017")
    shown = visitor.sees(".framed-image")
    visitor.waits_until(lambda: shown.get_property("src").endswith("/image"), "the chosen file is shown")
    visitor.sees_picture(".framed-image")


ANSWERS_BY_HAND = """
const send = window.fetch;
window.answers = [];
window.fetch = (...request) => new Promise((resolve) => answers.push(() => resolve(send(...request))));
"""


def test_whoever_leaves_before_all_is_read_is_asked(visitor, photo):
    visitor.opens("/upload")
    assert not visitor.script(ASKS_TO_STAY)
    visitor.script(ANSWERS_BY_HAND)
    visitor.finds("#file").send_keys("\n".join([photo("42"), photo("17")]))
    assert visitor.sees("#uploads-left").text.startswith("2 images are still to be read.")
    assert visitor.script(ASKS_TO_STAY)
    visitor.script("answers.shift()();")
    visitor.waits_until(lambda: visitor.script("return answers.length;"), "the second is not sent")
    assert visitor.finds("#uploads-left").text == ""
    assert visitor.script(ASKS_TO_STAY)
    visitor.script("answers.shift()();")
    visitor.reads("17")
    visitor.waits_until(lambda: not visitor.script(ASKS_TO_STAY), "the person is still asked to stay")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_photo_can_be_dropped_and_pasted(visitor, photo, kind):
    visitor.opens("/upload")
    visitor.script(GIVE_FILE, kind, b64encode(Path(photo("42")).read_bytes()).decode(), "number.jpg")
    visitor.reads("42")


def test_what_is_pasted_into_a_field_is_no_photo(visitor, photo):
    """A cell of a spreadsheet comes as text and as a picture of itself."""
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(photo("42"))
    visitor.reads("42")
    visitor.taps(".choices-more")
    visitor.script(
        "const clipboardData = new DataTransfer();"
        "clipboardData.items.add(new File(['x'], 'cell.png', { type: 'image/png' }));"
        "const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true });"
        "document.querySelector('.typed-text').dispatchEvent(paste);"
    )
    assert len(visitor.finds_all(".upload")) == 1


def test_a_file_that_is_no_image_is_refused_in_words_and_a_good_one_read(visitor, photo, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader")
    visitor.forgives("status of 4")
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(str(letter))
    assert "not an image" in visitor.sees(".problem-sentence").text
    assert not visitor.finds(".problem-retry").is_displayed()
    visitor.finds("#file").send_keys(photo("42"))
    visitor.reads("42")


def test_among_many_photos_it_is_told_that_some_were_not_read(visitor, photo, tmp_path):
    letter = tmp_path / "letter.jpg"
    letter.write_text("Dear reader")
    visitor.forgives("status of 4")
    visitor.opens("/upload")
    visitor.finds("#file").send_keys("\n".join([photo("42"), str(letter), photo("17")]))
    visitor.reads("17")
    told = visitor.sees("#uploads-unread")
    assert told.text.startswith("1 of 3 images was not read.")
    assert visitor.finds("#announcement").get_property("textContent") == "1 of 3 images was not read."
    visitor.script("scrollTo(0, document.body.scrollHeight);")
    visitor.taps("#uploads-unread-next")
    problem = visitor.finds(".problem-sentence")
    visitor.waits_until(
        lambda: visitor.script("return 0 < arguments[0].getBoundingClientRect().top;", problem), "it is not in sight"
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(visitor, photo):
    visitor.opens("/upload")
    visitor.script("document.querySelector('#file').dataset.mostBytes = '1000';")
    visitor.finds("#file").send_keys(photo("42"))
    assert visitor.sees(".problem-sentence").text.startswith("The file is too large: at most 20 MB are accepted.")
    assert not visitor.finds(".problem-retry").is_displayed()
    assert visitor.history_texts() == []


def test_a_file_that_is_gone_when_its_turn_comes_is_not_blamed_on_the_connection(visitor, photo):
    visitor.opens("/upload")
    visitor.script(ANSWERS_BY_HAND)
    gone = Path(photo("17"))
    visitor.finds("#file").send_keys("\n".join([photo("42"), str(gone)]))
    visitor.waits_until(lambda: visitor.script("return answers.length;"), "the first is not sent")
    gone.unlink()
    visitor.script("answers.shift()();")
    assert visitor.sees(".problem-sentence").text == "This file can no longer be opened. Choose it again."
    assert visitor.finds("#uploads-left").text == ""


FIRST_ROW = "return document.querySelector('.row-text')?.textContent;"


def test_what_was_corrected_in_another_tab_is_shown(visitor, photo):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(photo("42"))
    visitor.reads("42")
    visitor.browser.execute_async_script(CORRECT_ELSEWHERE, 0, "43")
    visitor.script("document.dispatchEvent(new Event('visibilitychange'));")
    visitor.reads("43")
    visitor.opens("/history")
    visitor.waits_until(lambda: visitor.script(FIRST_ROW) == "43", "the history does not say it")
    visitor.browser.execute_async_script(CORRECT_ELSEWHERE, 0, "44")
    visitor.script("document.dispatchEvent(new Event('visibilitychange'));")
    visitor.waits_until(lambda: visitor.script(FIRST_ROW) == "44", "the history does not say it")


def test_a_photo_is_not_lost_with_the_connection(visitor, photo):
    visitor.opens("/upload")
    visitor.loses_the_server()
    visitor.finds("#file").send_keys(photo("42"))
    assert visitor.sees(".problem-sentence").text == "The server did not answer. Check the connection and try again."
    assert visitor.sees(".upload-preview").rect["height"] > 20
    visitor.gets_the_server_back()
    visitor.taps(".problem-retry")
    visitor.reads("42")


def test_without_a_connection_all_photos_wait_and_one_tap_goes_on(visitor, photo):
    visitor.opens("/upload")
    visitor.loses_the_server()
    visitor.finds("#file").send_keys("\n".join([photo("42"), photo("17"), photo("308")]))
    visitor.sees(".problem-retry")
    assert visitor.sees("#uploads-left").text.startswith("3 images wait till the server answers again.")
    assert len(visitor.finds_all(".problem-retry")) == 1
    visitor.gets_the_server_back()
    visitor.taps(".problem-retry")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 3, "not all photos were read")
    assert sorted(text.text for text in visitor.finds_all(".upload .result-text")) == ["17", "308", "42"]


def test_a_photo_whose_answer_was_lost_is_not_there_twice(visitor, photo):
    visitor.opens("/upload")
    visitor.script("window.sent = fetch; window.fetch = (...of) => sent(...of).then(() => Promise.reject(Error()));")
    visitor.finds("#file").send_keys(photo("42"))
    visitor.sees(".problem-retry")
    visitor.script("window.fetch = window.sent;")
    visitor.taps(".problem-retry")
    visitor.reads("42")
    assert visitor.history_texts() == ["42"]


def test_a_blank_photo_says_what_to_try(visitor, photo):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(photo())
    assert visitor.sees(".result-status").text.startswith("No number was found. Take the photo closer")
    assert visitor.reading_text() == ""
    assert not visitor.finds(".result-copy").is_displayed()


def test_a_blank_photo_says_that_the_pattern_may_be_why(visitor, photo):
    visitor.opens("/upload")
    visitor.finds('#pattern option[value="date"]').click()
    visitor.finds("#file").send_keys(photo())
    assert "something else is written than you chose" in visitor.sees(".result-status").text
    visitor.opens("/history")
    visitor.taps(".row-link")
    assert "something else is written than you chose" in visitor.sees(".result-status").text
