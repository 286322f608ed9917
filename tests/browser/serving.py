"""The real app in a process of its own, as a host runs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
# The environment that serves may be another one than that of the tests: it has no test tools and no TensorFlow.
PYTHON = os.environ.get("SERVING_PYTHON", sys.executable)
LONGEST_START = 60  # seconds


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Serve the app with an empty history in `folder`, and give its address. settings: see webapp/settings.py"""
    port = _free_port()
    command = [PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'history.db'}"} | settings
    log = folder / "server.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url, server, log)
            yield url
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(url: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{url}/healthz"):
                return
        except URLError:
            time.sleep(0.05)
    raise RuntimeError(f"The app did not start:\n{log.read_text()}")
