"""The history as a table: GET /api/v1/readings.csv."""

import csv
from collections.abc import Iterator
from io import StringIO

from flask import Blueprint, Response, current_app

from webapp import owner
from webapp.history import History
from webapp.payload import TABLE_COLUMNS, table_rows

READINGS_AT_ONCE = 100

export = Blueprint("export", __name__, url_prefix="/api/v1")


@export.get("/readings.csv")
def export_readings():
    """Every number of every reading of this browser, the newest reading first."""
    table = StringIO()
    writer = csv.writer(table)
    writer.writerow(TABLE_COLUMNS)
    for payload in _payloads(current_app.extensions["history"], owner.current_owner()):
        writer.writerows(table_rows(payload))
    response = Response(table.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="readings.csv"'
    return response


def _payloads(history: History, reading_owner: str | None) -> Iterator[dict]:
    before = None
    while found := history.page(reading_owner, READINGS_AT_ONCE, before):
        yield from (row.payload for row in found)
        before = found[-1].id
