"""GET /api/v1/readings.xlsx: the table as spreadsheets take it, unpacked and read as they do."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

from tests.drawing import blank, draw_page, encode
from tests.web.helpers import send
from tests.web.test_csv import COLUMNS

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_of(client):
    """Each row's cells by their column's name: (text or number, style)."""
    with zipfile.ZipFile(BytesIO(client.get("/api/v1/readings.xlsx").data)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows = [[(value_of(cell), cell.get("s")) for cell in row] for row in sheet.iter(f"{SHEET}row")]
    assert [name for name, _ in rows[0]] == COLUMNS.split(",")
    return [dict(zip(COLUMNS.split(","), row, strict=True)) for row in rows[1:]]


def value_of(cell):
    if cell.get("t") == "inlineStr":
        return "".join(cell.itertext())
    assert cell.get("t") is None and cell.find(f"{SHEET}f") is None
    value = cell.findtext(f"{SHEET}v")
    return value and float(value)


def values(client):
    return [{name: value for name, (value, _) in row.items()} for row in sheet_of(client)]


def test_every_number_is_a_row_and_stays_the_text_that_it_is(client):
    reading = send(client, encode(draw_page(["0472", "308"], 90)), filename="=1+1.png").json
    url = f"/api/v1/readings/{reading['id']}/numbers/1"
    client.patch(url, json={"text": "4539148803436468"})
    first, second = values(client)
    assert (first["text"], first["number"], first["file"]) == ("0472", 1, "=1+1.png")
    assert (second["text"], second["correction"]) == ("308", "4539148803436468")
    assert second["left"] == reading["numbers"][1]["box"]["left"]
    assert second["confidence"] == reading["numbers"][1]["confidence"]


def test_it_holds_what_the_csv_holds(client):
    for lines in (["472", "308"], ["1984"]):
        send(client, encode(draw_page(lines, 90)))
    send(client, encode(blank(80, 200)))
    client.patch(f"/api/v1/readings/{send(client).json['id']}/numbers/0", json={"text": ""})
    rows = [row.split(",") for row in client.get("/api/v1/readings.csv").text.splitlines()[1:]]

    def as_csv(value):
        return f"{value:g}" if isinstance(value, float) else value or ""

    assert [[as_csv(value) for value in row.values()] for row in values(client)] == rows


def test_what_nobody_has_checked_though_the_reader_was_not_sure_is_marked(client):
    unsure = send(client, pattern="digits{3}").json
    assert unsure["status"] == "unsure"
    send(client)
    sure_style, unsure_style = (row["text"][1] for row in sheet_of(client))
    assert sure_style != unsure_style
    client.patch(f"/api/v1/readings/{unsure['id']}/numbers/0", json={"text": "7"})
    assert {row["text"][1] for row in sheet_of(client)} == {sure_style}


def test_a_new_browser_has_an_empty_sheet(client):
    response = client.get("/api/v1/readings.xlsx")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response.headers["Content-Disposition"] == 'attachment; filename="readings.xlsx"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert sheet_of(client) == []
