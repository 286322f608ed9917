"""Draws the pages of a PDF, in a process of its own, under limits of time and memory.

A PDF is a program: a few hundred bytes can ask for hours of drawing, and what draws it is written in C++. Here it can
neither hold up nor bring down the app.

stdin: the PDF. argv: a JSON object, see pdf_file.py. stdout: a line of JSON, {"pages": how many there are} or {"error":
"locked" or "damaged"}; then for each page that was asked for a line with its "rows", "cols" and "stride", and its
pixels in grey or RGB, rows * stride bytes. It imports nothing of the app.
"""

import contextlib
import json
import math
import sys

try:
    import resource
except ImportError:  # not on Windows
    resource = None

import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

POINTS_PER_INCH = 72
LONGEST_SIDE = 30_000  # pixels, of a page that is a strip
MEMORY = 280_000_000  # bytes of address space; a sheet with a photo of 50 megapixels takes half of them
SECONDS = 4  # of processor time; a scanned sheet takes a tenth of one


def main() -> None:
    wanted = json.loads(sys.argv[1])
    data = sys.stdin.buffer.read()
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_CPU", SECONDS)
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        _say(error="locked" if locked else "damaged")
        return
    _say(pages=len(pdf))
    # What was typed into a form's fields is drawn with the form alone.
    with contextlib.suppress(pdfium.PdfiumError):
        pdf.init_forms()
    for place in range(wanted["first"], min(wanted["end"], len(pdf))):
        bitmap = _draw(pdf, place, wanted)
        _say(rows=bitmap.height, cols=bitmap.width, stride=bitmap.stride)
        sys.stdout.buffer.write(bitmap.buffer)
        sys.stdout.buffer.flush()
        bitmap.close()


def _draw(pdf: pdfium.PdfDocument, place: int, wanted: dict) -> pdfium.PdfBitmap:
    page = pdf[place]
    width, height = page.get_size()
    scale = min(
        wanted["dots_per_inch"] / POINTS_PER_INCH,
        math.sqrt(wanted["most_pixels"] / (width * height)),
        LONGEST_SIDE / max(width, height),
    )
    bitmap = page.render(scale=scale, grayscale=not wanted["colour"], rev_byteorder=True, limit_image_cache=True)
    page.close()
    return bitmap


def _limit(name: str, most: int) -> None:
    # Systems differ in what they let a process set; without a limit it draws all the same.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        kind = getattr(resource, name)
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _say(**facts) -> None:
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
