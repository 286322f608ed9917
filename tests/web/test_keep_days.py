"""The setting KEEP_DAYS: what is older is forgotten, from the files too."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tests.drawing import encode
from tests.web.conftest import only_sqlite
from tests.web.helpers import count, send
from webapp.history import new_id

KEY = "a-key-of-a-picture"


def age(client, reading_id, days):
    """Let a reading be so many days old; gives its new id."""
    past = new_id(datetime.now(UTC) - timedelta(days=days))
    with client.application.extensions["history"]._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE readings SET id = '{past}' WHERE id = '{reading_id}'")
        connection.exec_driver_sql(f"UPDATE sent SET reading_id = '{past}' WHERE reading_id = '{reading_id}'")
    return past


def kept(app):
    """The ids of what the database holds, oldest first."""
    with app.extensions["history"]._engine.connect() as connection:
        return connection.exec_driver_sql("SELECT id FROM readings ORDER BY id").scalars().all()


def test_what_is_older_goes_with_the_next_reading(make_app):
    client = make_app(KEEP_DAYS=30).test_client()
    first, second = (send(client).json["id"] for _ in range(2))
    old, young = age(client, first, 30.1), age(client, second, 29.9)
    third = send(client).json["id"]
    assert kept(client.application) == [young, third]
    assert client.get(f"/api/v1/readings/{old}/image").status_code == 404


def test_it_goes_for_all_browsers_and_when_the_app_starts(make_app):
    app = make_app()
    for client in (app.test_client(), app.test_client()):
        age(client, send(client, key=KEY).json["id"], 2)
    again = make_app(KEEP_DAYS=1)
    assert kept(again) == []
    with again.extensions["history"]._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sent").scalar() == 0


def test_an_image_that_was_forgotten_may_come_again(make_app):
    client = make_app(KEEP_DAYS=1).test_client()
    first = send(client, key=KEY).json["id"]
    age(client, first, 2)
    send(client)
    assert send(client, key=KEY).json["id"] != first
    assert count(client) == 2


@only_sqlite
def test_what_was_forgotten_is_in_no_file(make_app, tmp_path):
    client = make_app(KEEP_DAYS=1).test_client()
    image = encode(np.random.default_rng(1).integers(0, 256, (50, 50, 3), np.uint8), ".png")
    age(client, send(client, image).json["id"], 2)
    middle = image[len(image) // 2 :][:64]
    assert any(middle in file.read_bytes() for file in tmp_path.iterdir())
    send(client)
    assert not any(middle in file.read_bytes() for file in tmp_path.iterdir())


def test_without_the_setting_everything_stays(client):
    old = age(client, send(client).json["id"], 20_000)
    assert [old, send(client).json["id"]] == kept(client.application)


@pytest.mark.parametrize(("days", "words"), [(0, None), (1, "older than a day is"), (30, "older than 30 days is")])
def test_the_history_page_says_so(make_app, days, words):
    page = make_app(KEEP_DAYS=days).test_client().get("/history").text
    assert ("is forgotten here" in page) == bool(words)
    assert words is None or words in page
