"""The page about the reader: everything on it is from the cards and the pictures beside them."""

import json
import re

import pytest

from webapp.settings import ROOT

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def card():
    return json.loads((ROOT / "models" / "reader" / "card.json").read_text())


@pytest.fixture
def page_with(make_app, reader, tmp_path):
    """The page's words with this card, in an app that serves the shipped weights."""

    def page(card):
        if card is not None:
            (tmp_path / "card.json").write_text(json.dumps(card))
        response = make_app(reader, MODEL_DIR=str(tmp_path)).test_client().get("/reader")
        assert response.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())

    return page


def test_every_page_leads_to_it(client):
    for path in ("/", "/upload", "/history", "/nowhere"):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert re.search(r'<footer.*href="/reader".*</footer>', page, re.S), path


def test_figures_and_thresholds_are_the_cards(page_with, card):
    card["thresholds"] = {"number": 0.876, "digit": 0.765}
    card["figures"]["mnist_test"] = {
        "images": 4320, "exact": 0.8764, "sure": 0.5, "wrong_among_sure": 0.0123, "wrong_and_sure": 27,
        "calibration_error": 0.1,
    }  # fmt: skip
    page = page_with(card)
    assert "4,320 images 87.6 % 50 % 1.2 % 27 of 2,160" in page
    assert "marked sure from 87.6 % on" in page and "at least 76.5 %" in page


def test_a_set_without_words_of_its_own_comes_under_its_name(page_with, card):
    card["figures"]["parking_tickets"] = {**card["figures"]["mnist_test"], "images": 77}
    assert "Parking tickets 77 images" in page_with(card)


def test_images_without_numbers_are_told_apart(page_with, card):
    numbers, nothing = page_with(card).split("Where there is nothing to read")
    assert "blank paper" not in numbers and "blank paper" in nothing


def test_a_card_that_was_not_completed_still_gives_a_page(page_with, card):
    for key in ("figures", "risk_coverage", "training", "parameters"):
        del card[key]
    page = page_with(card)
    assert "What it cannot do" in page and "How well it reads" not in page


def test_a_figure_of_an_older_kind_is_left_out(page_with, card):
    card["figures"] = {"mnist_test": {"images": 10_000, "exact": 0.99}}
    assert "How well it reads" not in page_with(card)


def test_a_reader_without_a_card_has_a_page_too(page_with):
    assert "came without a card" in page_with(None)


def test_how_well_pages_are_read_is_from_the_locators_card(client):
    photos = json.loads((ROOT / "models" / "locator" / "card.json").read_text())["figures"]["photos"]
    page = " ".join(client.get("/reader").text.split())
    assert f"{photos['numbers']} numbers on real photos" in page
    assert f"{100 * photos['recall']:.0f} % without a mistake" in page


def test_pictures_are_shown_where_they_are(make_app, reader, card, tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(card))
    assert "/reader/" not in make_app(reader, MODEL_DIR=str(tmp_path)).test_client().get("/reader").text
    (tmp_path / "reliability.svg").write_text(PICTURE)
    client = make_app(reader, MODEL_DIR=str(tmp_path)).test_client()
    assert re.findall(r'src="(/reader/[^"]+)"', client.get("/reader").text) == ["/reader/reliability.svg"]
    picture = client.get("/reader/reliability.svg", buffered=True)
    assert (picture.text, picture.mimetype) == (PICTURE, "image/svg+xml")


@pytest.mark.parametrize("name", ["risk_coverage", "other", "..%2fother", "card.json"])
def test_nothing_but_the_pictures_is_given_away(make_app, reader, card, tmp_path, name):
    (tmp_path / "card.json").write_text(json.dumps(card))
    (tmp_path / "other.svg").write_text(PICTURE)
    client = make_app(reader, MODEL_DIR=str(tmp_path)).test_client()
    assert client.get(f"/reader/{name}.svg").status_code == 404


def test_the_cards_are_read_once(make_app, reader, card, tmp_path):
    (tmp_path / "card.json").write_text(json.dumps(card))
    client = make_app(reader, MODEL_DIR=str(tmp_path)).test_client()
    before = client.get("/reader").text
    (tmp_path / "card.json").unlink()
    assert client.get("/reader").text == before


def test_the_shipped_pictures_are_small():
    for picture in (ROOT / "models" / "reader").glob("*.svg"):
        assert picture.stat().st_size < 40_000, picture.name
