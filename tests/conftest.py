"""What all tests may ask for: the reader as it is shipped, and an app with an empty history."""

import pytest

from webapp.app import create_app
from webapp.reading.network import Locator, Reader
from webapp.settings import ROOT


@pytest.fixture(scope="session")
def reader():
    return Reader.load(ROOT / "models" / "reader")


@pytest.fixture(scope="session")
def locator():
    return Locator.load(ROOT / "models" / "locator")


@pytest.fixture
def database_url(tmp_path):
    return f"sqlite:///{tmp_path}/history.db"


@pytest.fixture
def make_app(reader, locator, database_url):
    """Start an app with other settings or other networks; all apps of a test share one database."""
    apps = []

    def make(reader=reader, locator=locator, **settings):
        apps.append(create_app(reader, locator, DATABASE_URL=database_url, **settings))
        return apps[-1]

    yield make
    for app in apps:
        app.extensions["history"].close()


@pytest.fixture
def app(make_app):
    return make_app()


@pytest.fixture
def client(app):
    """One browser."""
    return app.test_client()
