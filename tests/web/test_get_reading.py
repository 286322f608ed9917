"""GET /api/v1/readings/{id}."""

import pytest

from tests.web.helpers import assert_problem, send


def test_answers_what_was_answered_at_first(client):
    created = send(client).json
    response = client.get(f"/api/v1/readings/{created['id']}")
    assert response.status_code == 200
    assert response.json == created


def test_no_cache_on_the_way_keeps_it(client):
    response = client.get(f"/api/v1/readings/{send(client).json['id']}")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("id", ["0" * 38, "1", "none", "%27%20OR%201=1", "%00", "x" * 5000])
def test_an_unknown_id_is_not_found(client, id):
    send(client)
    assert_problem(client.get(f"/api/v1/readings/{id}"), 404, "not_found", "history")
