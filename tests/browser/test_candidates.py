"""Places that may hold a number are dotted on the picture, and read with one tap."""

import json

import pytest

from tests.browser.serving import ROOT, serving
from tests.browser.visitor import Visitor
from tests.drawing import blank, draw_strokes_inplace, encode, strokes_of

pytestmark = pytest.mark.browser

LOCATOR = ROOT / "models" / "locator"
MIDDLE = """
const { left, top, width, height } = arguments[0].getBoundingClientRect();
return [left + width / 2, top + height / 2];
"""


@pytest.fixture(scope="module")
def wary_url(tmp_path_factory):
    """An app whose locator takes nothing for a number as long as nobody points at it."""
    wary = tmp_path_factory.mktemp("locator")
    for network in ("locator.tflite", "verifier.tflite", "witness.tflite"):
        (wary / network).symlink_to(LOCATOR / network)
    card = json.loads((LOCATOR / "card.json").read_text())
    card["thresholds"]["found"] = 1.1
    (wary / "card.json").write_text(json.dumps(card))
    with serving(tmp_path_factory.mktemp("app"), LOCATOR_DIR=str(wary)) as url:
        yield url


@pytest.fixture
def visitor(browser, wary_url):
    visitor = Visitor(browser, wary_url)
    yield visitor
    assert visitor.console_complaints() == []


@pytest.fixture
def sheet(tmp_path):
    """Two numbers beside a word."""
    image = blank(400, 900)
    for text, left in (("472", 450), ("308", 700), ("kgxkg", 80)):
        draw_strokes_inplace(image, strokes_of(text, 60, left=left, top=150), 4)
    file = tmp_path / "sheet.png"
    file.write_bytes(encode(image))
    return str(file)


def uploads(visitor, sheet: str) -> int:
    """How many places are dotted."""
    visitor.opens("/upload")
    visitor.finds("#file").send_keys(sheet)
    visitor.sees(".result-candidates")
    assert visitor.finds_all(".number") == []
    return len(visitor.finds_all(".frame-candidate"))


def texts(visitor) -> list[str]:
    return visitor.finds("[data-reading-text]").text.split("\n")


def test_a_tap_on_a_dotted_frame_reads_it(visitor, sheet):
    dotted = uploads(visitor, sheet)
    assert dotted >= 2
    assert visitor.finds(".result-candidates").text == f"Read the {dotted} dotted frames too"
    assert f"The {dotted} dotted frames may hold numbers." in visitor.finds(".result-status").text
    frame = visitor.finds_all(".frame-candidate")[-1]
    visitor.script("arguments[0].closest('.framed').scrollIntoView({ block: 'center', behavior: 'instant' });", frame)
    visitor.taps_at(*visitor.script(MIDDLE, frame))
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 1, "nothing was read")
    assert texts(visitor)[0] in ("472", "308")
    assert len(visitor.finds_all(".frame-candidate")) == dotted - 1
    visitor.opens("/history")
    assert "dotted frame" in visitor.sees(".row-hints").text
    visitor.taps(".row-link")
    visitor.sees(".number")
    assert len(visitor.finds_all(".frame-candidate")) == dotted - 1


def test_one_press_reads_them_all(visitor, sheet):
    dotted = uploads(visitor, sheet)
    visitor.taps(".result-candidates")
    visitor.sees_no(".result-candidates")
    assert len(visitor.finds_all(".number")) == dotted and visitor.finds_all(".frame-candidate") == []
    assert {"472", "308"} <= set(texts(visitor))
    last = visitor.finds_all(".number")[-1]
    assert visitor.script("return arguments[0].contains(document.activeElement);", last)


def test_one_that_was_not_sent_can_be_sent_again(visitor, sheet):
    dotted = uploads(visitor, sheet)
    visitor.loses_the_server()
    visitor.taps(".result-candidates")
    visitor.sees(".result-frame-problem .problem-sentence")
    visitor.gets_the_server_back()
    assert len(visitor.finds_all(".frame-candidate")) == dotted
    visitor.taps(".result-frame-problem .problem-retry")
    visitor.waits_until(lambda: len(visitor.finds_all(".number")) == 1, "nothing was read")
