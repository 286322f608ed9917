"""GET /healthz."""

import psycopg
import pytest

from tests.web.conftest import only_sqlite
from tests.web.helpers import assert_problem, send


def test_tells_that_all_is_well_and_who_reads(client, reader):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json["status"] == "ok"
    assert set(response.json) == {"status", "reader"}
    assert response.json["reader"] == {"name": reader.name, "version": reader.version}


@only_sqlite
def test_a_database_that_is_gone_is_not_well(app, client, tmp_path, caplog):
    app.extensions["history"].close()
    (tmp_path / "history.db").write_bytes(b"not a database any more" * 100)
    assert_problem(client.get("/healthz"), 503, "database_unavailable")
    assert "The database does not answer" in caplog.text
    assert_problem(send(client), 503, "database_unavailable")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_was_restarted_is_reached_again(client, database_url):
    first = send(client)
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert client.get("/healthz").status_code == 200
    assert client.get(first.location).json == first.json
