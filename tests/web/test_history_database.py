"""What the database holds: across restarts, and when several processes start at once."""

import os
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

import numpy as np
import psycopg
import pytest
from sqlalchemy import event, make_url
from sqlalchemy.exc import SQLAlchemyError

from tests.drawing import encode
from tests.web.conftest import only_sqlite
from tests.web.helpers import assert_problem, send
from webapp.database import SECONDS_TO_WAIT, reason_of
from webapp.history import History
from webapp.settings import ROOT

START = """
import sys, time
from sqlalchemy import make_url
from webapp.history import History
print("ready", flush=True)
sys.stdin.readline()
History(make_url(sys.argv[1])).check()
"""


def test_a_restart_keeps_the_history(make_app):
    first = make_app().test_client()
    created = send(first).json
    again = make_app().test_client()
    again.set_cookie("browser", first.get_cookie("browser").value)
    assert again.get("/api/v1/readings").json["readings"] == [created]
    assert again.get(f"/api/v1/readings/{created['id']}/thumbnail").status_code == 200


def test_several_workers_may_start_on_an_empty_database_at_once(database_url):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", START, database_url],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    for worker in workers:
        _, complaint = worker.communicate(timeout=30)
        assert (worker.returncode, complaint) == (0, "")


def test_a_worker_waits_while_another_one_switches_to_write_ahead_mode(tmp_path):
    """SQLite does not: one in a dozen starts of four workers on a new database failed."""
    file = tmp_path / "history.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE something (x)")
        # Reserved, not yet exclusive: the switch reads first, and SQLite lets no reader wait to become a writer.
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.execute, ["COMMIT"])
        release.start()
        History(make_url(f"sqlite:///{file}")).close()
        release.join()


@pytest.fixture
def database(tmp_path):
    """Another connection to the file that the app writes to."""
    with closing(sqlite3.connect(tmp_path / "history.db", isolation_level=None, check_same_thread=False)) as other:
        yield other


@only_sqlite
def test_a_row_keeps_what_later_versions_need(client, database):
    created = send(client, source="drawing", layout="number")
    row = database.execute("SELECT id, source, layout, content_type, created_at FROM readings").fetchone()
    assert row[:4] == (created.json["id"], "drawing", "number", "image/png")
    assert row[4][:10] == created.json["created_at"][:10]


@only_sqlite
def test_what_was_deleted_is_in_no_file(client, tmp_path):
    """Not in the database, where SQLite only unlinks pages, and not in the log of what was written to it."""
    kept, image = (encode(random_image(seed), ".png") for seed in (1, 2))
    send(client, kept)
    url = send(client, image).headers["Location"]

    def is_there(data):
        # What is in the middle of a page of the database, whatever the pages' edges are.
        middle = data[len(data) // 2 :][:64]
        return any(middle in file.read_bytes() for file in tmp_path.iterdir())

    assert is_there(kept) and is_there(image)
    assert client.delete(url).status_code == 204
    assert is_there(kept) and not is_there(image)


def random_image(seed):
    return np.random.default_rng(seed).integers(0, 256, (50, 50, 3), np.uint8)


@only_sqlite
def test_what_was_deleted_while_somebody_reads_is_in_no_file_after_the_next_change(client, tmp_path):
    """Nor does anybody wait for whoever reads."""
    kept, image = (encode(random_image(seed), ".png") for seed in (3, 4))
    other, url = (send(client, data).headers["Location"] for data in (kept, image))

    def is_there():
        return any(image[len(image) // 2 :][:64] in file.read_bytes() for file in tmp_path.iterdir())

    with closing(sqlite3.connect(tmp_path / "history.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM readings").fetchall()
        started = time.perf_counter()
        assert client.delete(url).status_code == 204
        assert time.perf_counter() - started < SECONDS_TO_WAIT / 2
        assert is_there(), "nobody was reading"
    send(client)
    assert not is_there()
    assert client.get(other).status_code == 200


@only_sqlite
def test_without_room_the_person_is_told_so(client, app):
    first = send(client)
    full = event.listens_for(app.extensions["history"]._engine, "checkout")
    # No less than there is: what is there can be read and deleted, but nothing added.
    full(lambda connection, *_: connection.execute("PRAGMA max_page_count = 1"))
    answers = [send(client, encode(random_image(1), ".png")) for _ in range(2)]
    assert_problem(answers[-1], 507, "no_room", "whoever runs it")
    assert client.get(first.location).json == first.json
    assert client.delete(first.location).status_code == 204


@only_sqlite
def test_readers_do_not_wait_for_a_writer_in_another_process_and_writers_do(client, database):
    send(client)
    database.execute("BEGIN EXCLUSIVE")
    assert len(client.get("/api/v1/readings").json["readings"]) == 1
    threading.Timer(0.5, database.execute, ["COMMIT"]).start()
    assert send(client).status_code == 201


@contextmanager
def files_up_to(size):
    """As on a disk that is full: no file grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@only_sqlite
def test_what_is_deleted_on_a_full_disk_is_gone_and_in_no_file_once_there_is_room(client, database, tmp_path):
    """It was told that it had failed, and its image stayed in the log for good."""
    large = [encode(np.random.default_rng(seed).integers(0, 256, (300, 400, 3), np.uint8), ".png") for seed in (5, 6)]
    first, second = (send(client, data).headers["Location"] for data in large)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    middle = large[1][len(large[1]) // 2 :][:64]
    with files_up_to(500_000):
        assert client.delete(second).status_code == 204
        assert any(middle in file.read_bytes() for file in tmp_path.iterdir()), "there was room"
    assert client.get(second).status_code == 404
    assert client.get(first).status_code == 200
    send(client)
    assert not any(middle in file.read_bytes() for file in tmp_path.iterdir())


@contextmanager
def as_somebody_else():
    """Without root's right to write everywhere."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(mine)


def test_a_file_that_may_only_be_read_is_found_out_at_the_start(tmp_path_factory):
    folder = tmp_path_factory.mktemp("volume")
    for parent in (folder, *list(folder.parents)[:2]):
        parent.chmod(0o755)
    file = folder / "history.db"
    History(make_url(f"sqlite:///{file}")).close()
    file.chmod(0o444)
    with as_somebody_else(), pytest.raises(SQLAlchemyError, match="readonly"):
        History(make_url(f"sqlite:///{file}"))


@only_sqlite
def test_a_file_that_may_only_be_read_later_is_not_well(client, app):
    assert client.get("/healthz").status_code == 200
    read_only = event.listens_for(app.extensions["history"]._engine, "checkout")
    read_only(lambda connection, *_: connection.execute("PRAGMA query_only = ON"))
    assert_problem(client.get("/healthz"), 503, "database_unavailable", "Tell whoever runs it")


@only_sqlite
def test_on_a_full_disk_what_is_deleted_makes_room_for_itself(client, tmp_path):
    """The log holds what was saved last: it may be emptied into the file."""
    large = [encode(np.random.default_rng(seed).integers(0, 256, (300, 400, 3), np.uint8), ".png") for seed in (7, 8)]
    *_, url = (send(client, data).headers["Location"] for data in large)
    log = tmp_path / "history.db-wal"
    with files_up_to(log.stat().st_size + 4096):
        assert client.delete(url).status_code == 204
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_right_that_is_missing_is_told_in_the_databases_words(database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS stranger")
        connection.execute("CREATE ROLE stranger LOGIN")
        try:
            url = make_url(database_url).set(username="stranger")
            with pytest.raises(SQLAlchemyError) as met:
                History(url)
            assert reason_of(met.value) == "permission denied for schema public"
        finally:
            connection.execute("DROP ROLE stranger")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_may_only_be_read_is_not_well(client, app, database_url):
    send(client)
    with psycopg.connect(database_url, autocommit=True) as connection:
        of_database = f"ALTER DATABASE {connection.info.dbname} "
        connection.execute(of_database + "SET default_transaction_read_only = on")
        try:
            app.extensions["history"].close()  # what comes next is connected anew
            assert_problem(client.get("/healthz"), 503, "database_unavailable", "Tell whoever runs it")
            assert_problem(send(client), 503, "database_unavailable", "Tell whoever runs it")
            assert len(client.get("/api/v1/readings").json["readings"]) == 1
            with pytest.raises(SQLAlchemyError):
                History(make_url(database_url))
        finally:
            connection.execute(of_database + "RESET default_transaction_read_only")
            app.extensions["history"].close()
