"""How heavy one serving process is: start to the first answer, memory after 100 readings, time a reading.

Run with "python -m benchmarks.serving": the real app under gunicorn with one worker, spoken to over HTTP.
"""

import os
import statistics
import time
import urllib.request
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests import drawing
from tests.browser.serving import serving

STARTS, READINGS = 5, 100


def main() -> None:
    os.environ["WEB_CONCURRENCY"] = "1"
    page = drawing.encode(drawing.draw_page(["1742", "30.50", "905"]), ".jpg")
    starts = []
    for _ in range(STARTS):
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            with serving(Path(folder)) as url:
                read(url, page)
                starts.append(time.perf_counter() - began)
    with TemporaryDirectory() as folder, serving(Path(folder)) as url:
        waits = [read(url, page) for _ in range(READINGS)]
        # This process -> gunicorn's master -> the worker, which holds the reader.
        worker = max(psutil.Process().children(recursive=True), key=lambda child: child.memory_info().rss)
        resident = worker.memory_info().rss / 1e6
    print(f"start of the process to the first answered reading, median of {STARTS}: {statistics.median(starts):.2f} s")
    print(f"resident memory of the worker after {READINGS} readings: {resident:.0f} MB")
    print(f"a photo of three numbers over HTTP: median {1000 * statistics.median(waits):.0f} ms")


def read(url: str, image: bytes) -> float:
    """Seconds that one POST took."""
    boundary, body = encode_multipart({"image": FileStorage(BytesIO(image), "page.jpg")})
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(f"{url}/api/v1/readings", body, headers)
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        answer.read()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
