"""Errors that no single endpoint owns. Their shape stands in helpers.assert_problem."""

import pytest

from tests.web.helpers import BrokenReader, assert_problem, send
from webapp.errors import file_too_large

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("headers", [{}, HTML])
def test_below_api_an_unknown_address_is_a_problem_even_for_a_browser(client, headers):
    assert_problem(client.get("/api/v1/nothing", headers=headers), 404, "not_found", "nothing at this address")


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}])
def test_elsewhere_it_is_a_problem_for_who_does_not_ask_for_a_page(client, headers):
    assert_problem(client.get("/nothing", headers=headers), 404, "not_found")


def test_elsewhere_it_is_a_page_for_a_browser(client):
    response = client.get("/nothing", headers=HTML)
    assert response.status_code == 404
    assert response.content_type == "text/html; charset=utf-8"
    assert "nothing at this address" in response.text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/api/v1/readings", {"GET", "HEAD", "OPTIONS", "POST"}), ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"})],
)
def test_a_method_that_is_not_there_is_refused_with_those_that_are(client, method, path, allowed):
    response = client.open(path, method=method)
    assert_problem(response, 405, "method_not_allowed")
    assert set(response.allow) == allowed


def test_a_failure_is_a_page_without_internals_for_a_browser(make_app, caplog):
    app = make_app()
    app.extensions["reader"] = object()  # has no name: the health check fails in an unforeseen way
    response = app.test_client().get("/healthz", headers=HTML)
    assert response.status_code == 500
    assert response.content_type == "text/html; charset=utf-8"
    assert "AttributeError" not in response.text
    assert "AttributeError" in caplog.text


def test_the_next_request_after_a_failure_is_answered(make_app, reader, caplog):
    app = make_app(BrokenReader())
    client = app.test_client()
    assert send(client, layout="number").status_code == 500
    app.extensions["reader"] = reader
    assert send(client, layout="number").status_code == 201


@pytest.mark.parametrize(("limit", "words"), [(1000, "1000 bytes"), (500_000, "0.5 MB"), (20_000_000, "20 MB")])
def test_how_large_a_file_may_be_is_said_in_words_that_fit(limit, words):
    assert f"at most {words} are accepted" in file_too_large(limit).detail


def test_slashes_too_many_are_another_address(client):
    """A redirect would name the host by which a proxy calls the app."""
    assert_problem(client.get("/api//v1/readings"), 404, "not_found")
