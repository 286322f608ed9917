"""Documents of several pages, and images that the browser cannot show itself."""

import pytest

from tests import files

pytestmark = pytest.mark.browser

# Of each page: its title, how many numbers are framed on it, and whether its picture has come.
PAGES = """
return [...document.querySelectorAll(".framed")].map((page) => [
  page.previousElementSibling?.textContent ?? null,
  page.querySelectorAll(".frame").length,
  page.querySelector(".framed-image").naturalWidth > 0,
]);
"""


@pytest.fixture
def document(tmp_path):
    """Makes a file of sheets with these numbers, and gives its path."""

    def make(name: str, *numbers: str) -> str:
        # Its ending is wrong for most: what a file is stands in it.
        path = tmp_path / "document.pdf"
        path.write_bytes(files.FORMATS[name](files.pages(*numbers, height=90)))
        return str(path)

    return make


@pytest.mark.parametrize("name", ["PDF", "TIFF"])
def test_the_pages_stand_below_each_other_each_with_its_frames(visitor, document, name):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(document(name, "472", "308", "615"))
    visitor.reads("472\n308\n615")
    shown = [["Page 1 of 3", 1, True], ["Page 2 of 3", 1, True], ["Page 3 of 3", 1, True]]
    for page in visitor.finds_all(".framed"):
        visitor.script("arguments[0].scrollIntoView();", page)
    visitor.waits_until(lambda: visitor.script(PAGES) == shown, "not every page is there with its frame")
    assert [mark.get_property("textContent")[0] for mark in visitor.finds_all(".mark")] == ["1", "2", "3"]


def test_a_document_is_opened_again_from_the_history(visitor, document):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(document("PDF", "472", "308"))
    visitor.reads("472\n308")
    assert visitor.history_texts() == ["472 · 308"]
    visitor.taps(".row-link")
    visitor.reads("472\n308")
    assert len(visitor.finds_all(".framed")) == 2
    # A digit is pointed out on its page.
    visitor.script("document.querySelectorAll('.digit')[4].click();")
    visitor.waits_until(
        lambda: visitor.finds_all(".framed")[1].find_elements("css selector", ".frame-digit"), "no digit"
    )


def test_a_phones_heic_is_shown_framed(visitor, document):
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(document("HEIC", "472"))
    visitor.reads("472")
    visitor.sees_picture(".framed-image")
    assert visitor.finds_all(".page-title") == []
    assert len(visitor.finds_all(".frame")) == 1


def test_of_a_page_whose_picture_does_not_come_that_is_said(visitor, document):
    visitor.opens("/upload")
    visitor.gets_no_pictures("*page=2*")
    visitor.finds("#file").send_keys(document("PDF", "472", "308", "615"))
    visitor.reads("472\n308\n615")
    for page in visitor.finds_all(".framed"):
        visitor.script("arguments[0].scrollIntoView();", page)
    problem = visitor.sees(".result-picture-problem .problem-sentence")
    assert problem.text == "The picture of page 2 did not come. Check the connection and try again."
    visitor.gets_the_server_back()
    visitor.taps(".result-picture-problem .problem-retry")
    visitor.script("document.querySelectorAll('.framed')[1].scrollIntoView();")
    visitor.waits_until(lambda: visitor.script(PAGES)[1][2], "it is not fetched again")
    visitor.sees_no(".result-picture-problem .problem-sentence")


def test_a_picture_that_the_browser_cannot_show_itself_is_not_said_to_be_missing(visitor, document):
    visitor.opens("/upload")
    visitor.script(
        "window.said = false; new MutationObserver(() => { said ||= document.querySelector('.problem') !== null; })"
        ".observe(document.body, { childList: true, subtree: true });"
    )
    visitor.finds("#file").send_keys(document("HEIC", "472"))
    visitor.reads("472")
    visitor.sees_picture(".framed-image")
    assert visitor.script("return said;") is False
