"""Many people at once: who sends slowly keeps nobody waiting, and nobody waits for ever."""

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack

import pytest

from tests.web.helpers import assert_problem, send
from webapp import api
from webapp.settings import ROOT

SLOW_CLIENTS = 12
BEGINNING = (
    b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Content-Length: 100000\r\n\r\n--x\r\n"
)


@pytest.fixture
def port(tmp_path):
    """Of a server with one process, as gunicorn.conf.py has it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": "/usr/bin:/bin", "WEB_CONCURRENCY": "1", "DATABASE_URL": f"sqlite:///{tmp_path}/history.db"}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--access-logfile", "/dev/null"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.kill()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_who_sends_slowly_keeps_nobody_waiting(port):
    health = f"http://127.0.0.1:{port}/healthz"
    assert urllib.request.urlopen(health, timeout=20).status == 200
    with ExitStack() as slow:
        for _ in range(SLOW_CLIENTS):
            client = slow.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(BEGINNING)
        time.sleep(0.5)  # till each has its thread
        # They will never end.
        assert urllib.request.urlopen(health, timeout=20).status == 200


def test_nobody_waits_for_ever_for_the_images_before(client, monkeypatch):
    monkeypatch.setattr(api, "PATIENCE", 0.05)
    with api.one_image_at_a_time():
        assert_problem(send(client), 503, "busy", "Try again")
    assert send(client).status_code == 201
