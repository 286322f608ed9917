"""How gunicorn serves the app, for hosts and for "make run" alike. It reads PORT and WEB_CONCURRENCY itself."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

wsgi_app = "webapp.app:create_app()"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# One image is read at a time, but whoever sends one over a slow connection keeps a thread as long as that takes: with
# four threads four such phones kept all others waiting.
threads = 32
accesslog = "-"
# Its default is a socket in the home folder, which nothing here needs and not every host can write.
control_socket_disable = True

M_ARENA_MAX = -8  # of malloc.h


def share_one_heap():
    """The C library gives each thread a heap of its own, and whichever thread decodes an image keeps that memory:
    two processes that eight people send photos to took 470 to 600 MB instead of 330. Inherited by the workers; other C
    libraries have no such heaps."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


share_one_heap()

CHECK = "import sys; from webapp.app import start_problem; sys.exit(start_problem())"


def on_starting(server):
    """Stop with one sentence rather than with a traceback from each worker."""
    if server.cfg.workers < 1:
        sys.exit(f"WEB_CONCURRENCY is '{server.cfg.workers}', but a whole number above 0 is needed.")
    # In a process of its own: this one only watches the workers, and needs no network and no OpenCV for that.
    if subprocess.run([sys.executable, "-c", CHECK], cwd=Path(__file__).parent).returncode != 0:
        sys.exit(1)
