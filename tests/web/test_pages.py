"""The HTML pages."""

import re

import pytest

from tests.web.helpers import assert_problem, send
from webapp.reading.strings.patterns import parse_pattern
from webapp.settings import ROOT

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "fixed_name"), [("/", 'id="pad"'), ("/", 'id="clear"'), ("/upload", 'id="file"'), ("/history", "History")]
)
def test_a_page_has_what_its_visitors_need(client, path, fixed_name):
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert fixed_name in response.text


@pytest.mark.parametrize("path", ["/", "/upload"])
def test_every_pattern_that_a_page_offers_is_known(client, path):
    select = client.get(path, headers=HTML).text.split("<select")[1].split("</select>")[0]
    offered = re.findall(r'value="([^"]*)"', select)
    assert offered[0] == "" and {"amount", "date", "digits"} <= set(offered)
    for pattern in offered[1:]:
        parse_pattern(pattern)


def test_a_reading_has_its_page(client):
    id = send(client).json["id"]
    response = client.get(f"/readings/{id}", headers=HTML)
    assert response.status_code == 200
    assert id in response.text


def test_a_reading_that_is_not_there_is_a_page_that_says_so(client):
    response = client.get("/readings/none", headers=HTML)
    assert response.status_code == 404
    assert response.content_type == "text/html; charset=utf-8"
    assert "There is no such reading" in response.text


@pytest.mark.parametrize("path", ["/", "/upload", "/history", "/reader", "/readings/{id}", "/nowhere"])
def test_nothing_on_a_page_needs_an_exception_from_the_policy(client, path):
    page = client.get(path.format(id=send(client).json["id"]), headers=HTML).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


@pytest.mark.parametrize("path", ["/", "/upload", "/history", "/reader", "/readings/{id}", "/nowhere"])
def test_every_file_a_page_names_is_there(client, path):
    page = client.get(path.format(id=send(client).json["id"]), headers=HTML).text
    files = set(re.findall(r"\"(/static/[^\"]+)\"", page))
    assert files
    for file in files:
        assert client.get(file, buffered=True).status_code == 200, file


def test_static_files_are_kept_for_a_minute_and_then_asked_for_again(client):
    response = client.get("/static/logo.svg", buffered=True)
    assert response.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/static/logo.svg", headers={"If-None-Match": response.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


def test_a_static_file_outside_the_folder_is_not_found(client):
    assert (ROOT / "webapp" / "app.py").exists()
    assert_problem(client.get("/static/../webapp/app.py"), 404, "not_found")
