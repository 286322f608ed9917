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
