"""Many people at once: who sends slowly keeps nobody waiting, and nobody waits for ever."""

import ctypes
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser.serving import serving
from tests.web.helpers import assert_problem, send
from webapp import api
from webapp.settings import ROOT

SLOW_CLIENTS = 12
BEGINNING = (
    b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    b"Content-Length: 100000\r\n\r\n--x\r\n"
)


def test_who_sends_slowly_keeps_nobody_waiting(tmp_path):
    with serving(tmp_path, WEB_CONCURRENCY="1") as url, ExitStack() as slow:
        for _ in range(SLOW_CLIENTS):
            client = slow.enter_context(socket.create_connection(("127.0.0.1", urlsplit(url).port)))
            client.sendall(BEGINNING)
        time.sleep(0.5)  # till each has its thread
        # They will never end.
        assert urlopen(f"{url}/healthz", timeout=20).status == 200


HEAPS = """
import ctypes, re, runpy, sys, threading
if sys.argv[1] == "as gunicorn does":
    runpy.run_path("gunicorn.conf.py")
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
done = threading.Barrier(9)
def allocate():
    kept = [bytearray(50_000) for _ in range(20)]
    done.wait(); done.wait()
for _ in range(8): threading.Thread(target=allocate).start()
done.wait()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
done.wait()
print(open(sys.argv[2]).read().count("<heap nr="))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="another C library than GNU's")
@pytest.mark.parametrize(("how", "is_one"), [("as gunicorn does", True), ("as ever", False)])
def test_all_threads_share_one_heap(tmp_path, how, is_one):
    """Each kept the memory of the images that it had decoded."""
    command = [sys.executable, "-c", HEAPS, how, str(tmp_path / "heaps.xml")]
    bare = {"PATH": "/usr/bin:/bin"}  # a host may say how many heaps there are
    answer = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=60, check=True)
    assert (int(answer.stdout) == 1) is is_one, answer.stdout


def test_nobody_waits_for_ever_for_the_images_before(client, monkeypatch):
    monkeypatch.setattr(api, "PATIENCE", 0.05)
    with api.one_image_at_a_time():
        assert_problem(send(client), 503, "busy", "Try again")
    assert send(client).status_code == 201
