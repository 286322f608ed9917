"""PDF, as scanners and offices send it: drawn in a process of its own (pdf_child.py), page by page."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from webapp.reading.errors import LockedDocument, TruncatedImage, UnreadablePage
from webapp.reading.files.image_file import begins_as_image

CHILD = Path(__file__).with_name("pdf_child.py")
# As offices scan. But no more pixels than a sheet of A4 then has: the page of a photo may be as large as a poster.
DOTS_PER_INCH, MOST_PIXELS = 300, 9_000_000
LATEST_BEGINNING = 1024  # bytes that may stand before the PDF; old printers put theirs there


def is_pdf(data: bytes) -> bool:
    """Whether the file says that it is a PDF."""
    return b"%PDF-" in data[:LATEST_BEGINNING] and not begins_as_image(data)


def open_pages(data: bytes, places: range, max_pixels: int) -> tuple[int, Iterator[np.ndarray]]:
    """How many pages a PDF has, and those at these places, counted from 0, (rows, cols) uint8, each drawn when it is
    asked for.

    They end early where drawing them takes too long.
    raises: TruncatedImage, LockedDocument; the pages raise UnreadablePage
    """
    drawn = _draw(data, places, min(MOST_PIXELS, max_pixels), colour=False)
    return next(drawn), drawn


def coloured_page(data: bytes, place: int, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """One page in RGB, counted from 0. Raises as open_pages and its pages."""
    with contextlib.closing(_draw(data, range(place, place + 1), most_pixels, colour=True)) as drawn:
        (page,) = islice(drawn, 1, None)
    return Image.fromarray(page)


def _draw(data: bytes, places: range, most_pixels: int, colour: bool) -> Iterator:
    """First how many pages there are, then the pixels of these, (rows, cols) or (rows, cols, 3) uint8."""
    wanted = {
        "first": places.start,
        "end": places.stop,
        "most_pixels": most_pixels,
        "dots_per_inch": DOTS_PER_INCH,
        "colour": colour,
    }
    # -P: not the folder of the script but the installed packages are where it looks for modules.
    command = [sys.executable, "-P", str(CHILD), json.dumps(wanted)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            # Where it ended before it had read all, its answer says why.
            with contextlib.suppress(BrokenPipeError), child.stdin:
                child.stdin.write(data)
            count = _count(child)
            yield count
            for place in places[: max(0, count - places.start)]:
                page = _page(child, colour)
                if page is None and place > places.start and child.wait() == -signal.SIGXCPU:
                    return
                if page is None:
                    raise UnreadablePage(_cannot_be_drawn(place))
                yield page
        finally:
            child.kill()


def _count(child: subprocess.Popen) -> int:
    answer = _line(child)
    if answer.get("error") == "locked":
        raise LockedDocument
    if not answer.get("pages"):
        raise TruncatedImage("This PDF is damaged, or its transfer was cut off. Send it again, or a photo of it.")
    return answer["pages"]


def _page(child: subprocess.Popen, colour: bool) -> np.ndarray | None:
    answer = _line(child)
    rows, cols, stride = (answer.get(name, 0) for name in ("rows", "cols", "stride"))
    data = child.stdout.read(rows * stride)
    if not data or len(data) < rows * stride:
        return None
    channels = 3 if colour else 1
    pixels = np.frombuffer(data, np.uint8).reshape(rows, stride)[:, : cols * channels]
    return pixels.reshape(rows, cols, 3) if colour else np.ascontiguousarray(pixels)


def _cannot_be_drawn(place: int) -> str:
    return (
        f"Page {place + 1} of this PDF is damaged, or takes more time or memory to draw than it may. "
        "Send a photo of it, or the PDF without it."
    )


def _line(child: subprocess.Popen) -> dict:
    """What it says next; nothing where it has ended."""
    line = child.stdout.readline()
    return json.loads(line) if line.endswith(b"\n") else {}
