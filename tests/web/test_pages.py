"""The HTML pages."""

import re

import pytest

from tests.web.helpers import assert_problem, send
from webapp.reading.strings.patterns import parse_pattern
from webapp.settings import ROOT
from webapp.static_files import modules_of, version_of

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


def test_static_files_are_kept_for_good_and_their_address_changes_with_them(client, tmp_path):
    page = client.get("/").text
    logo = re.search(r"\"(/static/[^\"]+/logo.svg)\"", page)[1]
    response = client.get(logo, buffered=True)
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    (tmp_path / "js").mkdir()
    versions = set()
    for name, content in (("a.js", "1"), ("a.js", "2"), ("js/a.js", "2")):
        (tmp_path / name).write_text(content)
        versions.add(version_of(tmp_path))
        assert version_of(tmp_path) in versions
    assert len(versions) == 3


@pytest.mark.parametrize(("path", "script"), [("/", "draw"), ("/upload", "upload"), ("/history", "history")])
def test_a_page_names_all_modules_that_its_script_needs(client, path, script):
    """Else they come level by level, each after a journey to the server and back."""
    page = client.get(path).text
    named = {
        name: re.search(rf"\"modulepreload\" href=\"[^\"]+/js/{name}\"", page) for name in (f"{script}.js", "api.js")
    }
    assert all(named.values()), named
    needed = {name for name in modules_of(ROOT / "static" / "js" / f"{script}.js")}
    assert set(re.findall(r"\"modulepreload\" href=\"[^\"]+/js/([^\"]+)\"", page)) == needed
    for name in needed:
        imported = re.findall(
            r"^(?:import|export).*\"\./(.+)\";$|^} from \"\./(.+)\";$",
            (ROOT / "static" / "js" / name).read_text(),
            re.M,
        )
        assert {one or other for one, other in imported} <= needed, name


def test_a_static_file_outside_the_folder_is_not_found(client):
    assert (ROOT / "webapp" / "app.py").exists()
    static = client.application.static_url_path
    assert_problem(client.get(f"{static}/../../webapp/app.py"), 404, "not_found")
    assert_problem(client.get(f"{static}/../webapp/app.py"), 404, "not_found")
