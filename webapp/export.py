"""The history to take away: as a table, GET /api/v1/readings.csv and .xlsx, and what was corrected as crops with their
texts in a zip."""

import csv
import logging
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO

import xlsxwriter
from flask import Blueprint, Response, current_app

from webapp import owner
from webapp.api import image_limits, one_image_at_a_time
from webapp.history import History
from webapp.payload import LABEL_COLUMNS, TABLE_COLUMNS, corrected_places, label_rows, table_rows
from webapp.reading.errors import UnreadableInput
from webapp.reading.read import crops_as_png

READINGS_AT_ONCE = 20  # of documents some MB each
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_CHECKED = {"bg_color": "#FFE9A8"}  # behind what the reader was not sure of and nobody has looked at
WIDE = ("created_at", "value", "text", "correction", "file")  # columns
# Where a spreadsheet begins to compute; many take a semicolon for the next column's beginning.
_FORMULA = re.compile(r"((?:^|;)\s*)(?=[=+\-@\t\r\n＝＋－＠])")
_log = logging.getLogger(__name__)

export = Blueprint("export", __name__, url_prefix="/api/v1")


@export.get("/readings.csv")
def export_readings():
    """Every number of every reading of this browser, the newest reading first."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(TABLE_COLUMNS)
    for payload in _payloads(current_app.extensions["history"], owner.current_owner()):
        writer.writerows(map(_harmless, row) for row in table_rows(payload))
    return _download(table.getvalue(), "text/csv", "readings.csv")


@export.get("/readings.xlsx")
def export_workbook():
    """The same table for a spreadsheet. Numbers are the text that they are written as: where one opens the CSV it drops
    zeros at the front and the end of sixteen digits, and takes 3/4 for a date."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        _fill(workbook, _payloads(current_app.extensions["history"], owner.current_owner()))
    return _download(content.getvalue(), XLSX, "readings.xlsx")


@export.get("/corrections.zip")
def export_corrections():
    """Every number of this browser that was corrected or checked, cut from its image, and truth.tsv with the texts.

    It is the labelled folder that `python -m training adapt` takes.
    """
    files = _labelled_folder(current_app.extensions["history"], owner.current_owner(), image_limits())
    return _download(_zip_pieces(files), "application/zip", "corrections.zip")


def _fill(workbook: xlsxwriter.Workbook, payloads: Iterator[dict]) -> None:
    """One sheet: TABLE_COLUMNS, and below them the numbers of all readings."""
    sheet, bold = workbook.add_worksheet("Numbers"), workbook.add_format({"bold": True})
    text, unchecked = (workbook.add_format({"num_format": "@", **more}) for more in ({}, NOT_CHECKED))
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A:XFD"})
    for column, name in enumerate(TABLE_COLUMNS):
        sheet.set_column(column, column, 18 if name in WIDE else 10)
        sheet.write_string(0, column, name, bold)
    for row, cells in enumerate((cells for payload in payloads for cells in table_rows(payload)), start=1):
        said = dict(zip(TABLE_COLUMNS, cells, strict=True))
        style = unchecked if said["state"] == "unsure" else text
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell, style)
            else:
                sheet.write_number(row, column, cell)


def _harmless(cell):
    """The same, with an apostrophe where a spreadsheet would take it for a formula: a file may be called =1+1.

    -12.50 is none, and stays the number that it is; -2-3 would be one.
    """
    text = str(cell)
    is_number = re.fullmatch(r"-?[0-9.,]+", text)
    return _FORMULA.sub(r"\1'", text) if _FORMULA.search(text) and not is_number else cell


def _download(content: str | bytes | Iterator[bytes], mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _payloads(history: History, reading_owner: str | None) -> Iterator[dict]:
    before = None
    while True:
        found, before = history.page(reading_owner, READINGS_AT_ONCE, before)
        yield from (row.payload for row in found)
        if before is None:
            return


def _labelled_folder(history: History, reading_owner: str | None, limits: dict) -> Iterator[tuple[str, bytes]]:
    """Names and contents of its files: the crops, and last the table of those that are there."""
    table = StringIO()
    writer = csv.writer(table, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n")
    writer.writerow(LABEL_COLUMNS)
    for payload in _payloads(history, reading_owner):
        rows = label_rows(payload)
        crops = _crops(history, reading_owner, payload, limits) if rows else []
        for row, crop in zip(rows, crops, strict=False):  # no crops where the image has gone
            writer.writerow(row)
            yield row[0], crop
    yield "truth.tsv", table.getvalue().encode()


def _crops(history: History, reading_owner: str | None, payload: dict, limits: dict) -> list[bytes]:
    image = history.image(reading_owner, payload["id"])
    if image is None:  # deleted meanwhile
        return []
    try:
        with one_image_at_a_time(-1):  # the answer has begun
            return crops_as_png(image[0], corrected_places(payload), **limits)
    except UnreadableInput:
        # It could be read once, under other limits; the answer has begun, and the other readings are worth having.
        _log.exception("No crops of the reading %s", payload["id"])
        return []


class _Pieces:
    """What a zip is written into, which gives it away piece by piece."""

    def __init__(self):
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def _zip_pieces(files: Iterator[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of these files, never more than one of them in memory. PNG is packed already: they are only stored."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
            yield pieces.take()
    yield pieces.take()
