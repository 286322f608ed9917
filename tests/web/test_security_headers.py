"""Headers that every answer carries."""

import pytest

from tests.web.helpers import send

POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def assert_guarded(response):
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", "/api/v1/readings", "/api/v1/no"])
def test_every_answer_has_them(client, path):
    assert_guarded(client.get(path, buffered=True))


def test_static_files_have_them(client):
    assert_guarded(client.get(f"{client.application.static_url_path}/logo.svg", buffered=True))


@pytest.mark.parametrize("path", ["/", "/upload", "/history", "/nothing", "/healthz", "/api/v1/readings", "/api/v1/no"])
def test_no_cache_on_the_way_keeps_what_belongs_to_one_browser(client, path):
    """The first two set the cookie: kept by a proxy, it would give all its visitors one history."""
    response = client.get(path)
    assert response.headers["Cache-Control"] in ("private, no-store", "private, no-cache")
    assert response.headers["Vary"] == "Cookie"


@pytest.mark.parametrize("path", ["/", "/upload", "/history"])
def test_going_back_to_a_page_finds_the_drawing_again(client, path):
    """Browsers forget a page that may not be stored at all."""
    assert "no-store" not in client.get(path).headers["Cache-Control"]


def test_static_files_are_for_everybody(client):
    response = client.get(f"{client.application.static_url_path}/logo.svg", buffered=True)
    assert response.headers["Cache-Control"].startswith("public, max-age=")
    assert "Vary" not in response.headers


def test_an_image_from_outside_has_them(client):
    assert_guarded(client.get(send(client).headers["Location"] + "/image"))


def test_a_failure_has_them(app, client, caplog):
    app.extensions["reader"] = None
    response = client.get("/healthz")
    assert response.status_code == 500
    assert_guarded(response)
