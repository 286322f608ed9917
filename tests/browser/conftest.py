"""One real app and one browser for all; each test is a visitor with an empty history."""

import pytest

from tests.browser.chromium import start_chromium
from tests.browser.serving import serving
from tests.browser.visitor import Visitor


@pytest.fixture(scope="session")
def app_url(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    driver = start_chromium(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


@pytest.fixture
def visitor(browser, app_url):
    visitor = Visitor(browser, app_url)
    yield visitor
    assert visitor.console_complaints() == []
