"""The form fields `key` and `version`: an image that is sent twice, or has grown since."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from tests.drawing import draw_number, encode
from tests.web.conftest import only_sqlite
from tests.web.helpers import assert_problem, count, send
from tests.web.test_history_database import random_image
from webapp.history import History, Overtaken, Sent, StoredReading, new_id

KEY = "0123456789abcdef"
EIGHT = encode(draw_number("8"))


def correct(client, reading, text):
    return client.patch(f"/api/v1/readings/{reading['id']}/numbers/0", json={"text": text})


def test_the_same_image_again_is_the_same_reading(client, app, monkeypatch):
    """As where the connection was lost before the answer came, and the person tries again."""
    first = send(client, key=KEY)
    monkeypatch.setattr("webapp.api.read_image", None)  # it is read once
    again = send(client, key=KEY)
    assert (again.status_code, again.json, again.location) == (201, first.json, first.location)
    assert count(client) == 1


def test_images_without_a_key_or_with_others_are_others(client, app):
    ids = {send(client, **fields).json["id"] for fields in ({}, {}, {"key": KEY}, {"key": KEY[::-1]})}
    assert len(ids) == count(client) == 4
    assert send(app.test_client(), key=KEY).json["id"] not in ids


def test_a_newer_version_takes_the_place_of_the_older_one(client):
    first = send(client, key=KEY, version=3).json
    other = send(client, key=KEY[::-1], version=4).json
    second = send(client, EIGHT, key=KEY, version=4).json
    assert [reading["id"] for reading in client.get("/api/v1/readings").json["readings"]] == [
        second["id"],
        other["id"],
    ]
    assert second["text"] == "8" and first["text"] == "7"


@pytest.mark.parametrize(("text", "kept"), [("9", True), ("7", True), ("", True), (None, False)])
def test_what_a_person_has_said_something_of_stays_beside_it(client, text, kept):
    first = send(client, key=KEY, version=1).json
    correct(client, first, "9")
    correct(client, first, text)
    second = send(client, EIGHT, key=KEY, version=2).json
    there = [reading["id"] for reading in client.get("/api/v1/readings").json["readings"]]
    assert there == [second["id"]] + [first["id"]] * kept


def test_an_older_version_that_comes_late_is_not_kept(client):
    second = send(client, EIGHT, key=KEY, version=2).json
    assert_problem(send(client, key=KEY, version=1), 409, "overtaken", "newer version")
    assert client.get("/api/v1/readings").json["readings"] == [second]


def test_what_was_deleted_may_come_again(client):
    first = send(client, key=KEY)
    client.delete(first.location)
    assert send(client, key=KEY).json["id"] != first.json["id"]
    assert count(client) == 1


@only_sqlite
def test_the_older_version_is_in_no_file(client, tmp_path):
    images = [encode(random_image(seed), ".png") for seed in (1, 2)]
    for version, image in enumerate(images):
        send(client, image, key=KEY, version=version)
    middles = [image[len(image) // 2 :][:64] for image in images]
    there = [any(middle in file.read_bytes() for file in tmp_path.iterdir()) for middle in middles]
    assert there == [False, True]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"key": "short"}, "16 to 64"),
        ({"key": "a" * 65}, "16 to 64"),
        ({"key": "a b c d e f g h i"}, "16 to 64"),
        ({"key": KEY, "version": "-1"}, "whole number"),
        ({"key": KEY, "version": "1" * 10}, "whole number"),
        ({"version": "1"}, "without a key"),
    ],
)
def test_other_keys_and_versions_are_refused(client, fields, words):
    assert_problem(send(client, **fields), 400, "unknown_option", words)
    assert count(client) == 0


def stored():
    now = datetime.now(UTC)
    payload = {"id": new_id(now), "numbers": []}
    return StoredReading(payload["id"], "me", now, "photo", "page", payload, "image/png", b"", b"")


def test_of_two_that_are_read_at_the_same_time_one_is_kept(app):
    """By two workers: neither finds the other's reading before it has read the image itself."""
    history = app.extensions["history"]
    one, other, late = stored(), stored(), stored()
    assert history.save(one, Sent(KEY, 2)) == one.payload
    assert history.save(other, Sent(KEY, 2)) == one.payload
    with pytest.raises(Overtaken):
        history.save(late, Sent(KEY, 1))
    assert [row.id for row in history.page("me", 10)[0]] == [one.id]


def test_of_many_that_are_saved_at_once_one_is_kept(app):
    """By as many workers, all at the same moment."""
    histories = [app.extensions["history"], *(History(app.extensions["history"]._engine.url) for _ in range(5))]
    start, ids = Barrier(len(histories)), []

    def save(history):
        one = stored()
        start.wait()
        ids.append(history.save(one, Sent(KEY))["id"])

    threads = [Thread(target=save, args=[history]) for history in histories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for history in histories[1:]:
        history.close()
    assert len(ids) == 6 and len(set(ids)) == 1
    assert [row.id for row in histories[0].page("me", 10)[0]] == ids[:1]


def test_a_history_of_earlier_versions_learns_of_keys(app, make_app):
    with app.extensions["history"]._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sent")
    assert send(make_app().test_client(), key=KEY).status_code == 201


def test_a_reading_is_deleted_unless_a_person_has_said_something_of_it(client):
    said, other = send(client).json, send(client).json
    correct(client, said, "9")
    url = "/api/v1/readings/{}?unless=said"
    assert client.delete(url.format(other["id"])).status_code == 204
    assert_problem(client.delete(url.format(said["id"])), 409, "said_of", "unless=said")
    assert_problem(client.delete(url.format(other["id"])), 404, "not_found")
    assert [reading["id"] for reading in client.get("/api/v1/readings").json["readings"]] == [said["id"]]
    correct(client, said, None)
    assert client.delete(url.format(said["id"])).status_code == 204


@pytest.mark.parametrize("query", ["unless=sure", "when=said"])
def test_other_conditions_are_refused(client, query):
    url = send(client).location
    assert_problem(client.delete(f"{url}?{query}"), 400, "unknown_option")
    assert count(client) == 1
