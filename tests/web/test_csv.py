"""GET /api/v1/readings.csv."""

import csv
from io import StringIO

import pytest

from tests.drawing import blank, draw_page, encode
from tests.web.helpers import send

COLUMNS = "id,created_at,page,number,value,text,correction,status,confidence,left,top,right,bottom,file,state"


def table(client):
    return list(csv.DictReader(StringIO(client.get("/api/v1/readings.csv").text)))


def test_a_new_browser_has_an_empty_table(client):
    response = client.get("/api/v1/readings.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="readings.csv"'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.text == f"{COLUMNS}\r\n"


def test_every_number_is_a_row(client):
    older = send(client).json
    reading = send(client, encode(draw_page(["472", "308"], 90))).json
    rows = table(client)
    assert [(row["id"], row["number"], row["text"]) for row in rows] == [
        (reading["id"], "1", "472"),
        (reading["id"], "2", "308"),
        (older["id"], "1", "7"),
    ]
    number = reading["numbers"][1]
    expected = {"created_at": reading["created_at"], "page": 1, "correction": "", **number["box"]}
    expected |= {"status": number["status"], "confidence": number["confidence"]}
    assert {name: rows[1][name] for name in expected} == {name: str(value) for name, value in expected.items()}


def test_every_row_says_which_file_it_is_from(client):
    send(client, filename="form 1.png")
    send(client, encode(blank(80, 200)), filename="form 2, empty.png")
    send(client, source="drawing")
    assert [row["file"] for row in table(client)] == ["", "form 2, empty.png", "form 1.png"]


@pytest.mark.parametrize("name", ["=1+1.png", "+1.png", "-1.png", "@SUM(A1).png", "＝1.png", "-1"])
def test_a_spreadsheet_does_not_compute_a_file_name(client, name):
    send(client, filename=name)
    (row,) = table(client)
    assert row["file"] == (name if name == "-1" else f"'{name}")


def test_nor_where_it_takes_a_semicolon_for_the_next_column(client):
    send(client, filename="a;=1+1;b.png")
    send(client, filename="a; =1+1.png")
    assert [row["file"] for row in table(client)] == ["a; '=1+1.png", "a;'=1+1;b.png"]


@pytest.mark.parametrize(
    ("text", "cell"), [("-2-3", "'-2-3"), ("-3/4", "'-3/4"), ("-1,250.00", "-1,250.00"), ("2-3", "2-3")]
)
def test_a_spreadsheet_does_not_compute_a_correction_and_minus_numbers_stay_numbers(client, text, cell):
    id = send(client).json["id"]
    client.patch(f"/api/v1/readings/{id}/numbers/0", json={"text": text})
    assert table(client)[0]["correction"] == cell


def test_a_correction_stands_beside_what_was_read(client):
    id = send(client).json["id"]
    client.patch(f"/api/v1/readings/{id}/numbers/0", json={"text": "1,5"})
    (row,) = table(client)
    assert (row["text"], row["correction"]) == ("7", "1,5")


def test_one_column_has_what_counts(client):
    """Who takes what was read takes numbers that a person has put right."""
    reading = send(client, encode(draw_page(["472", "308"], 90))).json
    client.patch(f"/api/v1/readings/{reading['id']}/numbers/1", json={"text": "309"})
    assert [row["value"] for row in table(client)] == ["472", "309"]


def test_what_was_left_out_is_not_in_the_table(client):
    reading = send(client, encode(draw_page(["472", "308"], 90))).json
    for index, rows in ((0, [("2", "308")]), (1, [("", "")])):
        client.patch(f"/api/v1/readings/{reading['id']}/numbers/{index}", json={"text": ""})
        assert [(row["number"], row["text"]) for row in table(client)] == rows
    assert table(client)[0]["status"] == "left_out"


def test_a_reading_without_numbers_is_not_left_out(client):
    id = send(client, encode(blank(80, 200))).json["id"]
    (row,) = table(client)
    assert (row["id"], row["status"], row["text"], row["number"]) == (id, "empty", "", "")
    assert None not in row and len(row) == len(COLUMNS.split(","))


def test_more_readings_than_are_fetched_at_once(client, app, monkeypatch):
    monkeypatch.setattr("webapp.export.READINGS_AT_ONCE", 2)
    ids = [send(client).json["id"] for _ in range(5)]
    assert [row["id"] for row in table(client)] == ids[::-1]


def test_another_browser_has_its_own_table(app, client):
    send(client)
    assert app.test_client().get("/api/v1/readings.csv").text == f"{COLUMNS}\r\n"


@pytest.mark.parametrize(("text", "state"), [("7", "checked"), ("1", "corrected"), (None, "unsure")])
def test_the_state_is_what_the_person_made_of_what_was_read(client, text, state):
    reading = send(client, pattern="date").json  # a 7 is no date
    client.patch(f"/api/v1/readings/{reading['id']}/numbers/0", json={"text": text})
    (row,) = table(client)
    assert (row["text"], row["status"], row["state"]) == ("7", "unsure", state)
