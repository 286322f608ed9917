"""POST /api/v1/readings with documents of several pages, and with what else phones and scanners send."""

import pytest

from tests import files
from tests.bombs import pdf_of_forms
from tests.web.helpers import assert_problem, count, send


@pytest.mark.parametrize("format", ["TIFF", "PDF"])
def test_one_reading_with_a_page_for_each_number(client, format):
    pages = files.pages("472", "308")
    payload = send(client, files.several(pages, format)).json
    assert payload["text"] == "472\n308"
    assert [number["page"] for number in payload["numbers"]] == [1, 2]
    assert len(payload["pages"]) == 2 and payload["image"] == payload["pages"][0]
    assert payload["warnings"] == []


@pytest.mark.parametrize("name", ["HEIC", "AVIF", "JPEG CMYK", "PNG 16 bit", "TIFF fax", "MPO"])
def test_what_phones_and_scanners_send_is_read(client, name):
    assert send(client, files.FORMATS[name](files.pages("472"))).json["text"] == "472"


def test_a_file_is_judged_by_its_content_and_not_by_its_name(client):
    assert send(client, files.FORMATS["PDF"](files.pages("472")), filename="photo.jpg").json["text"] == "472"
    assert send(client, files.FORMATS["HEIC"](files.pages("472")), filename="scan.pdf").json["text"] == "472"
    assert_problem(send(client, b"Dear reader", filename="photo.heic"), 400, "not_an_image", "HEIC", "PDF")


def test_pages_behind_the_limit_are_left_out_in_words(make_app):
    client = make_app(MAX_PAGES=1).test_client()
    payload = send(client, files.several(files.pages("472", "308"), "PDF")).json
    (warning,) = payload["warnings"]
    assert (payload["text"], len(payload["pages"])) == ("472", 1)
    assert (warning["code"], warning["page"]) == ("pages_left_out", 1)
    assert warning["message"].startswith("Only the first page of this document ")


def test_a_page_that_cannot_be_drawn_is_an_error_and_nothing_is_kept(client):
    assert_problem(send(client, pdf_of_forms(10, 10)), 400, "unreadable_page", "Page 1", "Send a photo")
    assert count(client) == 0


def test_a_locked_document_is_an_error(client):
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({'o' * 32})/U({'u' * 32})>>/ID[(a)(a)]"
    data = files.drawn_pdf(b"").replace(b"/Root", locked.encode() + b"/Root")
    assert_problem(send(client, data), 400, "locked_document", "password")
