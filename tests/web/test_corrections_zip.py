"""GET /api/v1/corrections.zip."""

import csv
import io
import zipfile

import cv2
import numpy as np
import pytest

from tests import files
from tests.drawing import draw_page, encode
from tests.web.helpers import send

TWO_LINES = draw_page(["472", "308"], 90)


def archive_of(client):
    response = client.get("/api/v1/corrections.zip")
    assert response.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    assert archive.testzip() is None
    return archive


def table(archive):
    return list(csv.DictReader(io.StringIO(archive.read("truth.tsv").decode()), delimiter="\t"))


def picture(archive, name):
    return cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_UNCHANGED)


def correct(client, reading, index, text):
    url = f"/api/v1/readings/{reading['id']}/numbers/{index}"
    assert client.patch(url, json={"text": text}).status_code == 200


def test_a_new_browser_has_a_table_without_rows(client):
    response = client.get("/api/v1/corrections.zip")
    assert response.content_type == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="corrections.zip"'
    assert response.headers["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(response.data))
    assert {name: archive.read(name) for name in archive.namelist()} == {"truth.tsv": b"file\ttext\tread\n"}


def test_corrected_and_checked_numbers_are_in_it_and_no_others(client):
    reading, checked = send(client, encode(TWO_LINES)).json, send(client).json
    correct(client, reading, 0, "")  # left out
    correct(client, reading, 1, "3.09")
    correct(client, checked, 0, "7")
    archive = archive_of(client)
    assert [(row["file"], row["text"], row["read"]) for row in table(archive)] == [
        (f"{checked['id']}_001.png", "7", "7"),
        (f"{reading['id']}_002.png", "3.09", "308"),
    ]
    assert sorted(archive.namelist()) == sorted([*(row["file"] for row in table(archive)), "truth.tsv"])


def test_a_crop_shows_its_number_with_a_margin_pixel_for_pixel(client):
    reading = send(client, encode(TWO_LINES)).json
    correct(client, reading, 1, "308")
    crop = picture(archive_of(client), f"{reading['id']}_002.png")
    box = reading["numbers"][1]["box"]
    margin = round(0.15 * (box["bottom"] - box["top"]))
    rows, cols = (slice(box[low] - margin, box[high] + margin) for low, high in (("top", "bottom"), ("left", "right")))
    expected = cv2.cvtColor(TWO_LINES, cv2.COLOR_RGB2GRAY)[rows, cols]
    assert crop.shape == expected.shape
    np.testing.assert_allclose(crop, expected, atol=1)


def test_the_app_reads_a_crop_as_it_read_the_number(client):
    reading = send(client, encode(TWO_LINES)).json
    for index in range(2):
        correct(client, reading, index, "1")
    archive = archive_of(client)
    texts = [send(client, archive.read(row["file"]), layout="number").json["text"] for row in table(archive)]
    assert texts == ["472", "308"]


@pytest.mark.parametrize("format", ["TIFF", "PDF"])
def test_a_number_of_a_later_page_is_cut_from_that_page(client, format):
    reading = send(client, files.several(files.pages("472", "308"), format)).json
    for index in (0, 1):
        correct(client, reading, index, "1")
    archive = archive_of(client)
    texts = [send(client, archive.read(row["file"]), layout="number").json["text"] for row in table(archive)]
    assert texts == ["472", "308"]


def test_a_correction_that_was_taken_back_is_left_out(client):
    reading = send(client).json
    correct(client, reading, 0, "1")
    correct(client, reading, 0, None)
    assert table(archive_of(client)) == []


def test_more_readings_than_are_fetched_at_once(client, monkeypatch):
    monkeypatch.setattr("webapp.export.READINGS_AT_ONCE", 2)
    readings = [send(client).json for _ in range(5)]
    for reading in readings:
        correct(client, reading, 0, "7")
    assert [row["file"][:38] for row in table(archive_of(client))] == [reading["id"] for reading in readings][::-1]


def test_another_browser_has_its_own(app, client):
    correct(client, send(client).json, 0, "1")
    assert archive_of(app.test_client()).namelist() == ["truth.tsv"]


def test_an_image_that_cannot_be_decoded_any_more_costs_only_its_own_numbers(make_app, client):
    large, small = send(client, encode(TWO_LINES)).json, send(client).json
    correct(client, large, 0, "1")
    correct(client, small, 0, "2")
    stricter = make_app(MAX_IMAGE_PIXELS=60_000).test_client()
    stricter.set_cookie("browser", client.get_cookie("browser").value)
    assert [row["text"] for row in table(archive_of(stricter))] == ["2"]


def test_the_zip_is_sent_in_pieces(client):
    """A small host does not hold a history's pictures all at once."""
    for _ in range(3):
        correct(client, send(client).json, 0, "7")
    response = client.get("/api/v1/corrections.zip", buffered=False)
    assert "Content-Length" not in response.headers
    assert len([piece for piece in response.response if piece]) >= 4


def test_the_history_page_leads_to_it(client):
    assert 'href="/api/v1/corrections.zip"' in client.get("/history").text
