"""The setting KEEP_DAYS: what is older is forgotten, from the files too."""

from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread

import numpy as np
import pytest

from tests.drawing import encode
from tests.web.conftest import only_sqlite
from tests.web.helpers import count, send
from webapp import history
from webapp.history import History, new_id

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
    """And nobody is shown it until then."""
    client = make_app(KEEP_DAYS=30).test_client()
    first, second = (send(client).json["id"] for _ in range(2))
    old, young = age(client, first, 30.1), age(client, second, 29.9)
    assert count(client) == 1
    assert client.get(f"/api/v1/readings/{old}/image").status_code == 404
    assert client.patch(f"/api/v1/readings/{old}/numbers/0", json={"text": "9"}).status_code == 404
    assert client.get(f"/api/v1/readings/{young}/image").status_code == 200
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


def test_at_the_start_all_of_it_goes(make_app, monkeypatch):
    """Where nothing is saved any more, the rest would stay on the disk."""
    monkeypatch.setattr(history, "FORGOTTEN_AT_ONCE", 1)
    client = make_app().test_client()
    for _ in range(3):
        age(client, send(client).json["id"], 2)
    assert kept(make_app(KEEP_DAYS=1)) == []


def test_the_start_waits_for_it_no_longer_than_a_host_does(make_app, monkeypatch):
    monkeypatch.setattr(history, "FORGOTTEN_AT_ONCE", 1)
    monkeypatch.setattr(history, "LONGEST_START", -1.0)
    client = make_app().test_client()
    for _ in range(3):
        age(client, send(client).json["id"], 2)
    assert len(kept(make_app(KEEP_DAYS=1))) == 2


def test_an_image_that_was_forgotten_may_come_again(make_app):
    client = make_app(KEEP_DAYS=1).test_client()
    first = send(client, key=KEY).json["id"]
    age(client, first, 2)
    assert send(client, key=KEY).json["id"] != first
    assert len(kept(client.application)) == count(client) == 1


def test_a_large_history_goes_in_parts_for_which_nobody_waits(make_app, monkeypatch):
    monkeypatch.setattr("webapp.history.FORGOTTEN_AT_ONCE", 3)
    client = make_app(KEEP_DAYS=1).test_client()
    for reading_id in [send(client).json["id"] for _ in range(5)]:
        age(client, reading_id, 2)
    left = []
    for _ in range(3):
        send(client)
        left.append(len(kept(client.application)))
    assert left == [2 + 1, 0 + 2, 3]


def test_what_is_old_goes_while_its_owner_deletes_it(app):
    """Every reading that is saved forgets what is old, whosever it is."""
    history, someone = app.extensions["history"], app.test_client()
    readings = [age(someone, send(someone, key=f"{KEY}{i}").json["id"], 2) for i in range(12)]
    with history._engine.connect() as connection:
        owner = connection.exec_driver_sql("SELECT owner FROM readings LIMIT 1").scalar()
    forgetful, failed = History(history._engine.url), []
    forgetful._keep = timedelta(days=1)

    def run(some):
        try:
            for one in some:
                one()
        except Exception as error:
            failed.append(error)

    deleting = [partial(history.delete, owner, one) for one in readings]
    threads = [
        Thread(target=run, args=[some]) for some in ([forgetful.forget_old] * 6, [forgetful.forget_old] * 6, deleting)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    forgetful.close()
    assert failed == [] and kept(app) == []


def test_a_hundred_years_do_not_begin_before_time(make_app):
    client = make_app(KEEP_DAYS=36500).test_client()
    first = send(client).json["id"]
    assert [first, send(client).json["id"]] == kept(client.application)


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
