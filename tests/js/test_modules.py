"""The unit tests of the JavaScript modules, each run in a real browser and reported as a case of its own."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.browser.chromium import start_chromium

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUN = """
const [module, name, done] = arguments;
import(module).then((tests) => tests[name]()).then(() => done(null), (error) => done(error.stack ?? String(error)));
"""


class ModuleHandler(SimpleHTTPRequestHandler):
    """Serves the modules and their tests, and an empty page to run them on."""

    extensions_map = {".js": "text/javascript"}

    def do_GET(self):
        if self.path.startswith(("/static/js/", "/tests/js/")):
            super().do_GET()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Module tests</title>")

    def log_message(self, *_):
        """Say nothing."""


def find_tests() -> list[tuple[str, str]]:
    """Every function that a *.test.js file exports: (file name, function name)."""
    return [
        (file.name, name)
        for file in sorted(HERE.glob("*.test.js"))
        for name in re.findall(r"^export (?:async )?function (\w+)", file.read_text(), re.MULTILINE)
    ]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(ModuleHandler, directory=ROOT)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        driver = start_chromium(tmp_path_factory.mktemp("profile"))
        driver.get(f"http://127.0.0.1:{server.server_port}/")
        yield driver
        driver.quit()
        server.shutdown()


@pytest.mark.parametrize(("module", "name"), find_tests())
def test_module(browser, module, name):
    failure = browser.execute_async_script(RUN, f"/tests/js/{module}", name)
    assert failure is None, failure
