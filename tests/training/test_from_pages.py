import numpy as np
import pytest

from tests.training.hands import few_hands
from training.lines import batches, from_pages
from training.pages.page import Page, Written, make_page
from webapp.reading.normalise import LINE_HEIGHT


@pytest.fixture(scope="module")
def hands():
    return few_hands()


@pytest.fixture(scope="module")
def lines(hands):
    rng = np.random.default_rng(6)
    return [line for _ in range(12) for line in from_pages.page_lines(*hands, rng)]


def test_lines_of_pages_are_numbers_as_the_network_takes_them(lines):
    assert len(lines) > 12
    for pixels, text in lines:
        assert pixels.shape[0] == LINE_HEIGHT
        assert pixels.dtype == np.float32
        assert any(character.isdigit() for character in text)
        assert 0.01 < pixels.mean() < 0.6


def test_the_same_generator_gives_the_same_lines(hands):
    again = [from_pages.page_lines(*hands, np.random.default_rng(9)) for _ in range(2)]
    assert [text for _, text in again[0]] == [text for _, text in again[1]]
    for (one, _), (other, _) in zip(*again, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_table_gives_a_few_of_its_numbers(hands, monkeypatch):
    pages = (make_page(*hands, np.random.default_rng(seed), "table") for seed in range(20))
    page = next(page for page in pages if len(page.numbers) > from_pages.MOST_OF_A_PAGE)
    monkeypatch.setattr(from_pages, "make_page", lambda *_: page)
    made = from_pages.page_lines(*hands, np.random.default_rng(1))
    assert 0 < len(made) <= from_pages.MOST_OF_A_PAGE
    assert {text for _, text in made} <= {number.text for number in page.numbers}


def bars(*lefts):
    """A sheet with a dark bar 6 wide and 40 high at each left edge."""
    grey = np.full((100, 300), 230, np.uint8)
    for left in lefts:
        grey[30:70, left : left + 6] = 20
    return grey


def written(text, left, right):
    return Written(text, np.array([[left, 30], [right, 30], [right, 70], [left, 70]], np.float32))


def only_line(grey, number, monkeypatch):
    monkeypatch.setattr(from_pages, "make_page", lambda *_: Page(grey, (number,), ()))
    return from_pages.page_lines([], [], np.random.default_rng(4))


def test_a_line_holds_its_number_and_no_more_than_a_little_around_it(monkeypatch):
    [(pixels, text)] = only_line(bars(60, 90, 260), written("11", 60, 96), monkeypatch)
    assert text == "11"
    inked = (pixels > 0.5).any(axis=0)
    assert np.count_nonzero(np.diff(inked.astype(int)) == 1) == 2, "two bars, not the third, which stands far off"


@pytest.mark.parametrize("text", ["-", "7x"])
def test_what_the_reader_cannot_spell_gives_no_line(text, monkeypatch):
    assert only_line(bars(60, 90), written(text, 60, 96), monkeypatch) == []


def test_a_number_that_normalising_loses_gives_no_line(monkeypatch):
    faint = bars(60, 90)
    faint[:, :80] = 230
    faint[30:70, 60:66] = 224
    assert only_line(faint, written("11", 60, 96), monkeypatch) == []
    assert only_line(np.full((100, 300), 230, np.uint8), written("11", 60, 96), monkeypatch) == []


def test_batches_hold_lines_of_pages_in_print_that_is_not_held_back(hands, monkeypatch):
    asked = []

    def remember(hands, weights, rng, held_back):
        asked.append(held_back)
        return from_pages.page_lines(hands, weights, rng, held_back)

    monkeypatch.setattr(batches, "page_lines", remember)
    batches.make_batches(*hands, 4, 5, 0)
    batches.make_batches(*hands, 4, 5, 0, held_back=True)
    assert len(asked) > 3
    assert asked[0] is False
    assert asked[-1] is True
