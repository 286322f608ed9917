"""GET /api/v1/readings."""

import pytest

from tests.drawing import blank, encode
from tests.web.helpers import assert_problem, send

BLANK = encode(blank(60, 80))


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


@pytest.mark.parametrize("query", ["before=yesterday", "page=2", "limit=1&limit=2", "only=sure", "only="])
def test_an_unknown_query_is_refused(client, query):
    assert_problem(client.get(f"/api/v1/readings?{query}"), 400, "unknown_option")


def say(client, reading, text):
    return client.patch(f"/api/v1/readings/{reading['id']}/numbers/0", json={"text": text}).json


def unchecked(client, url="/api/v1/readings?only=unchecked"):
    """Ids of the readings of all pages."""
    ids = []
    while url:
        answer = client.get(url).json
        ids += [reading["id"] for reading in answer["readings"]]
        url = answer["next"]
    return ids


@pytest.fixture
def unsure(client):
    """Readings of which a number is to be checked, the newest first, with others between them."""
    found = []
    for _ in range(3):
        # A word that is no date at all is asked about.
        found.insert(0, send(client, pattern="date").json)
        send(client, BLANK)
    assert {reading["status"] for reading in found} == {"unsure"}
    return found


def test_those_are_found_that_are_still_to_be_checked(client, unsure):
    assert unchecked(client) == [reading["id"] for reading in unsure]
    say(client, unsure[0], "7")
    say(client, unsure[1], "")
    assert unchecked(client) == [unsure[2]["id"]]
    say(client, unsure[0], None)
    assert unchecked(client) == [unsure[0]["id"], unsure[2]["id"]]


def test_nobody_waits_till_thousands_are_looked_through(client, unsure, monkeypatch):
    monkeypatch.setattr("webapp.history.LOOKED_THROUGH_AT_ONCE", 1)
    monkeypatch.setattr("webapp.history.MOST_LOOKED_THROUGH", 1)
    first = client.get("/api/v1/readings?only=unchecked").json
    assert first["readings"] == [] and first["next"]  # the newest is a blank one
    assert unchecked(client) == [one["id"] for one in unsure]


@pytest.mark.parametrize("limit", [1, 2])
def test_pages_of_them_follow_each_other(client, unsure, limit, monkeypatch):
    monkeypatch.setattr("webapp.history.LOOKED_THROUGH_AT_ONCE", 2)
    first = client.get(f"/api/v1/readings?only=unchecked&limit={limit}").json
    assert len(first["readings"]) == limit and "only=unchecked" in first["next"]
    assert unchecked(client, f"/api/v1/readings?only=unchecked&limit={limit}") == [one["id"] for one in unsure]


def test_of_another_browser_none_is_found(app, unsure):
    assert unchecked(app.test_client()) == []
