"""Whose readings they are: a cookie's, and nobody else's."""

import sqlite3
from contextlib import closing

import pytest

from tests.web.conftest import only_sqlite
from tests.web.helpers import assert_problem, count, send


@pytest.fixture
def stranger(app):
    """Another browser, with a reading of its own."""
    browser = app.test_client()
    send(browser)
    return browser


def test_another_browser_finds_nothing_of_it(client, stranger):
    url = send(client).headers["Location"]
    for address in (url, f"{url}/image", f"{url}/thumbnail"):
        assert_problem(stranger.get(address), 404, "not_found")
    assert stranger.get(url.removeprefix("/api/v1")).status_code == 404
    assert url.rsplit("/", 1)[1] not in [r["id"] for r in stranger.get("/api/v1/readings").json["readings"]]
    assert (count(client), count(stranger)) == (1, 1)


def test_another_browser_cannot_delete_it(client, stranger):
    url = send(client).headers["Location"]
    assert_problem(stranger.delete(url), 404, "not_found")
    assert client.get(url).status_code == 200


def test_another_browser_cannot_page_into_it(client, stranger):
    send(client)
    newest = send(client).json["id"]
    assert len(stranger.get(f"/api/v1/readings?before={newest}").json["readings"]) == 1


def test_what_keeps_nothing_sets_no_cookie(client):
    for path in ("/history", "/healthz", "/api/v1/readings", f"{client.application.static_url_path}/logo.svg"):
        assert "Set-Cookie" not in client.get(path, buffered=True).headers


@pytest.mark.parametrize("path", ["/", "/upload"])
def test_readings_sent_at_once_from_a_fresh_page_have_one_owner(app, path):
    """A page gives the cookie before the first reading, and only to a browser that has none."""
    browser = app.test_client()
    given = browser.get(path).headers["Set-Cookie"].split(";")[0]
    assert "Set-Cookie" not in browser.get(path).headers
    first, second = app.test_client(use_cookies=False), app.test_client(use_cookies=False)
    for client in (first, second):
        assert send(client, headers={"Cookie": given}).status_code == 201
    assert count(browser) == 2


def test_the_first_reading_sets_the_cookie(client):
    cookie = send(client).headers["Set-Cookie"]
    assert cookie.startswith("browser=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"):
        assert part in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize("headers", [{"X-Forwarded-Proto": "https"}, {"X-Forwarded-Proto": "https,http"}])
def test_the_cookie_is_secure_behind_a_host_that_ends_tls(client, headers):
    assert "Secure" in send(client, headers=headers).headers["Set-Cookie"]


def test_the_second_reading_keeps_the_cookie(client):
    first = send(client).headers["Set-Cookie"].split(";")[0]
    assert send(client).headers["Set-Cookie"].split(";")[0] == first
    assert count(client) == 2


@pytest.mark.parametrize("value", ["", "short", "x" * 4000, "*" * 43])
def test_a_cookie_that_was_not_given_here_is_replaced(client, value):
    client.set_cookie("browser", value)
    assert count(client) == 0
    assert f"browser={value};" not in send(client).headers["Set-Cookie"]
    assert count(client) == 1


@only_sqlite
def test_the_database_does_not_know_the_cookie(client, tmp_path):
    send(client)
    token = client.get_cookie("browser").value
    with closing(sqlite3.connect(tmp_path / "history.db")) as database:
        (owner,) = database.execute("SELECT owner FROM readings").fetchone()
    assert len(owner) == 64
    assert token not in owner
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert token.encode() not in stored


def test_ids_share_nothing_but_their_time(client):
    ids = [send(client).json["id"] for _ in range(4)]
    assert len({id[14:] for id in ids}) == 4
    assert ids == sorted(ids)
