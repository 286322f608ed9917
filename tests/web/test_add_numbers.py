"""POST /api/v1/readings/<id>/numbers."""

import numpy as np
import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.drawing import blank, draw_number, draw_page, draw_strokes_inplace, encode, strokes_of
from tests.files import several
from tests.web.helpers import assert_problem, send
from webapp.reading.network import Locator

HEIGHT = 80


def sheet(*lines: str) -> np.ndarray:
    return draw_page(list(lines), HEIGHT, line_spacing=2.5)


def frame_around(line: int, image: np.ndarray) -> dict:
    """Around a line of a sheet, drawn in haste."""
    top = round(HEIGHT * (1 + 2.5 * line))
    return {"left": 40, "top": top - 30, "right": image.shape[1] - 35, "bottom": top + HEIGHT + 25}


def add(client, reading, box, **more):
    return client.post(f"/api/v1/readings/{reading['id']}/numbers", json={"box": box, **more})


@pytest.fixture
def image():
    return sheet("472", "308")


@pytest.fixture
def missed(client, image):
    """The reading of a sheet of which the second line was not looked at."""
    return send(client, encode(image), crop=f"0,0,{image.shape[1]},{int(HEIGHT * 2.6)}").json


def test_a_framed_number_is_read_and_added(client, missed, image):
    assert missed["text"] == "472"
    answer = add(client, missed, frame_around(1, image))
    assert answer.status_code == 201
    first, second = answer.json["numbers"]
    assert first == missed["numbers"][0]
    assert (second["text"], second["added"], second["page"]) == ("308", True, 1)
    assert answer.json["text"] == "472\n308"
    top = HEIGHT * 3.5
    assert top - 20 <= second["box"]["top"] < second["box"]["bottom"] <= top + HEIGHT + 20
    assert client.get(f"/api/v1/readings/{missed['id']}").json == answer.json


def test_numbers_that_lie_in_the_frame_are_left_out_for_what_is_read_there(client, image):
    reading = send(client, encode(image)).json
    answer = add(client, reading, frame_around(1, image)).json
    assert [number.get("correction") for number in answer["numbers"]] == [None, "", None]
    assert [number["text"] for number in answer["numbers"]] == ["472", "308", "308"]
    rows = client.get("/api/v1/readings.csv").text.splitlines()[1:]
    assert [row.split(",")[4] for row in rows] == ["472", "308"]


def test_an_added_number_can_be_corrected_and_left_out(client, missed, image):
    reading = add(client, missed, frame_around(1, image)).json
    url = f"/api/v1/readings/{reading['id']}/numbers/1"
    assert client.patch(url, json={"text": "309"}).json["numbers"][1]["correction"] == "309"
    assert client.patch(url, json={"text": None}).json == reading


def correct(client, reading, index, text):
    return client.patch(f"/api/v1/readings/{reading['id']}/numbers/{index}", json={"text": text}).json


def test_what_was_corrected_or_checked_stays_when_a_frame_is_drawn_around_it(client):
    image = sheet("472", "308", "615")
    reading = send(client, encode(image)).json
    correct(client, reading, 0, "473")
    correct(client, reading, 1, "308")
    box = frame_around(0, image) | {"bottom": frame_around(2, image)["bottom"]}
    answer = add(client, reading, box)
    assert answer.status_code == 201
    assert [(number["text"], number.get("correction")) for number in answer.json["numbers"]] == [
        ("472", "473"), ("308", "308"), ("615", ""), ("615", None)
    ]  # fmt: skip


def test_a_frame_around_nothing_but_what_was_corrected_says_so_and_changes_nothing(client, image):
    reading = correct(client, send(client, encode(image)).json, 1, "309")
    answer = add(client, reading, frame_around(1, image))
    assert_problem(answer, 409, "already_corrected", "leave it out first")
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


def test_what_was_left_out_is_read_again_where_it_is_framed(client, image):
    reading = correct(client, send(client, encode(image)).json, 1, "")
    answer = add(client, reading, frame_around(1, image)).json
    assert [number.get("correction") for number in answer["numbers"]] == [None, "", None]


def test_a_frame_stands_on_its_page(client):
    pages = [sheet("472"), sheet("308", "615")]
    reading = send(client, several([Image.fromarray(page) for page in pages], "TIFF")).json
    answer = add(client, reading, frame_around(1, pages[1]), page=2).json
    assert [(number["text"], number["page"], number.get("correction")) for number in answer["numbers"]] == [
        ("472", 1, None), ("308", 2, None), ("615", 2, ""), ("615", 2, None)
    ]  # fmt: skip


def test_a_frame_in_a_drawing_is_read_as_a_drawing(client):
    image = np.vstack([draw_number("7", 120), blank(60, 1).repeat(draw_number("7", 120).shape[1], axis=1)])
    reading = send(client, encode(image), source="drawing").json
    rows, cols = image.shape[:2]
    assert add(client, reading, {"left": 0, "top": 0, "right": cols, "bottom": rows}).json["numbers"][-1]["text"] == "7"


def test_a_frame_around_nothing_says_so_and_changes_nothing(client, image):
    reading = send(client, encode(np.vstack([image, blank(300, 1).repeat(image.shape[1], axis=1)]))).json
    rows = image.shape[0]
    answer = add(client, reading, {"left": 10, "top": rows + 100, "right": 150, "bottom": rows + 250})
    assert_problem(answer, 422, "nothing_framed", "Draw the frame")
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


BOX = {"left": 0, "top": 0, "right": 50, "bottom": 50}


@pytest.mark.parametrize(
    "body",
    [
        None, [], {}, {"page": 1}, {"box": None}, {"box": [0, 0, 50, 50]}, {"box": {**BOX, "left": "0"}},
        {"box": {**BOX, "left": 0.5}}, {"box": {**BOX, "left": True}}, {"box": {**BOX, "right": 10**12}},
        {"box": {**BOX, "depth": 3}}, {"box": BOX, "text": "1"}, {"box": BOX, "page": 0}, {"box": BOX, "page": 2},
        {"box": BOX, "page": None},
    ],
)  # fmt: skip
def test_what_is_no_frame_is_refused(client, missed, body):
    answer = client.post(f"/api/v1/readings/{missed['id']}/numbers", json=body)
    assert_problem(answer, 400, "bad_frame", "whole pixels", "at most 1 here")
    assert client.get(f"/api/v1/readings/{missed['id']}").json == missed


@pytest.mark.parametrize("edges", [(5000, 5000, 5050, 5050), (50, 0, 10, 50), (0, 50, 50, 50), (-50, 0, -10, 50)])
def test_a_frame_beside_the_image_empty_or_inside_out_is_refused(client, missed, edges):
    answer = add(client, missed, dict(zip(BOX, edges, strict=True)))
    assert_problem(answer, 400, "bad_frame", "left less than right", "some of it on the page")


def test_a_long_body_and_another_form_are_refused(client, missed):
    url = f"/api/v1/readings/{missed['id']}/numbers"
    assert_problem(client.post(url, data="{" + " " * 2000, content_type="application/json"), 400, "bad_frame")
    assert_problem(client.post(url, data="[" * 990, content_type="application/json"), 400, "bad_frame")
    assert_problem(client.post(url, data={"box": "1,2,3,4"}), 400, "bad_frame")


def test_another_browser_finds_no_such_reading(app, missed):
    stranger = app.test_client()
    assert_problem(add(stranger, missed, BOX), 404, "not_found")


def test_another_website_adds_nothing(client, missed):
    answer = client.post(
        f"/api/v1/readings/{missed['id']}/numbers", json={"box": BOX}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert_problem(answer, 403, "cross_site")


def test_a_candidate_that_was_read_is_none_any_more(make_app):
    # With a threshold that nothing reaches all that is found is a candidate.
    wary = Locator.load(ROOT / "models" / "locator")
    wary.found = 1.1
    client = make_app(locator=wary).test_client()
    # A word beside them: this is no clean sheet, on which ink and network agree.
    picture = blank(400, 900)
    for text, left in (("472", 450), ("308", 700), ("kgxkg", 80)):
        draw_strokes_inplace(picture, strokes_of(text, 60, left=left, top=150), 4)
    reading = send(client, encode(picture)).json
    assert reading["numbers"] == [] and reading["status"] == "empty" and len(reading["candidates"]) >= 2
    first, *others = reading["candidates"]
    answer = add(client, reading, first["box"], page=first["page"]).json
    assert [number["added"] for number in answer["numbers"]] == [True]
    assert answer["candidates"] == others
    assert client.get(f"/api/v1/readings/{reading['id']}").json == answer
