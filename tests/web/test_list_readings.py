"""GET /api/v1/readings."""

import pytest

from tests.web.helpers import assert_problem, send


def test_a_new_browser_has_none(client):
    response = client.get("/api/v1/readings")
    assert response.json == {"readings": [], "next": None}
    assert "Set-Cookie" not in response.headers


def test_newest_first_as_they_were_answered(client):
    created = [send(client).json for _ in range(3)]
    assert client.get("/api/v1/readings").json == {"readings": created[::-1], "next": None}


def test_pages_follow_each_other_without_gap_or_repetition(client):
    ids = [send(client).json["id"] for _ in range(5)]
    pages, url = [], "/api/v1/readings?limit=2"
    for _ in range(3):
        answer = client.get(url).json
        pages.append([reading["id"] for reading in answer["readings"]])
        url = answer["next"]
    assert url is None
    assert pages == [[ids[4], ids[3]], [ids[2], ids[1]], [ids[0]]]


def test_a_full_last_page_has_no_next(client):
    for _ in range(2):
        send(client)
    assert client.get("/api/v1/readings?limit=2").json["next"] is None


def test_the_next_page_is_found_after_its_neighbour_was_deleted(client):
    ids = [send(client).json["id"] for _ in range(3)]
    next_url = client.get("/api/v1/readings?limit=2").json["next"]
    client.delete(f"/api/v1/readings/{ids[1]}")
    assert [reading["id"] for reading in client.get(next_url).json["readings"]] == [ids[0]]


def test_a_new_reading_does_not_move_the_next_page(client):
    ids = [send(client).json["id"] for _ in range(2)]
    next_url = client.get("/api/v1/readings?limit=1").json["next"]
    send(client)
    assert [reading["id"] for reading in client.get(next_url).json["readings"]] == [ids[0]]


def test_twenty_at_a_time_unless_told_otherwise(client):
    for _ in range(21):
        send(client)
    assert len(client.get("/api/v1/readings").json["readings"]) == 20
    assert len(client.get("/api/v1/readings?limit=100").json["readings"]) == 21


@pytest.mark.parametrize("limit", ["0", "101", "-1", "2.5", "many", ""])
def test_a_limit_outside_1_to_100_is_refused(client, limit):
    assert_problem(client.get("/api/v1/readings", query_string={"limit": limit}), 400, "unknown_option", "1 to 100")


@pytest.mark.parametrize("query", ["before=yesterday", "page=2", "limit=1&limit=2"])
def test_an_unknown_query_is_refused(client, query):
    assert_problem(client.get(f"/api/v1/readings?{query}"), 400, "unknown_option")
