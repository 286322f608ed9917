"""PATCH /api/v1/readings/<id>/numbers/<index>."""

from threading import Thread

import pytest

from tests.drawing import draw_page, encode
from tests.web.helpers import assert_problem, send
from webapp.owner import owner_of
from webapp.payload import with_correction

TWO_LINES = encode(draw_page(["472", "308"], 90))


@pytest.fixture
def reading(client):
    return send(client, TWO_LINES).json


def correct(client, reading, index, text, **options):
    return client.patch(f"/api/v1/readings/{reading['id']}/numbers/{index}", json={"text": text}, **options)


def test_a_correction_is_kept_beside_what_was_read(client, reading):
    answer = correct(client, reading, 1, "309")
    assert answer.status_code == 200
    first, second = reading["numbers"]
    assert answer.json == {**reading, "numbers": [first, {**second, "correction": "309"}]}
    assert client.get(f"/api/v1/readings/{reading['id']}").json == answer.json
    assert client.get("/api/v1/readings").json["readings"] == [answer.json]


def test_the_same_text_marks_a_number_as_checked(client, reading):
    number = correct(client, reading, 0, "472").json["numbers"][0]
    assert (number["text"], number["correction"]) == ("472", "472")


def test_the_last_correction_counts_and_null_takes_it_back(client, reading):
    correct(client, reading, 0, "1")
    assert correct(client, reading, 0, "1,250.00").json["numbers"][0]["correction"] == "1,250.00"
    assert correct(client, reading, 0, None).json == reading


def test_the_image_stays(client, reading):
    correct(client, reading, 0, "31/01-2026")
    assert client.get(f"/api/v1/readings/{reading['id']}/image").data == TWO_LINES


def test_an_empty_text_leaves_the_number_out_until_it_is_taken_back(client, reading):
    left_out = correct(client, reading, 0, "")
    assert left_out.status_code == 200
    assert left_out.json["numbers"][0] == {**reading["numbers"][0], "correction": ""}
    assert correct(client, reading, 0, None).json == reading


@pytest.mark.parametrize("text", [" ", "12 3", "4a", "12\n", "１２", "-", "./", "1" * 41, 12, True, [], {}])
def test_what_is_no_number_is_refused(client, reading, text):
    assert_problem(correct(client, reading, 0, text), 400, "bad_correction", ". , - /", "40")
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


def test_forty_characters_are_taken(client, reading):
    assert correct(client, reading, 0, "1" * 40).status_code == 200


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"{", "application/json"),
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"text": "1", "status": "sure"}', "application/json"),
        (b'{"text": "1"}', "text/plain"),
        (b"[" * 990, "application/json"),
        (b'{"text": "1"' + b" " * 2000 + b"}", "application/json"),
    ],
)
def test_a_body_that_is_no_correction_is_refused(client, reading, data, content_type):
    answer = client.patch(f"/api/v1/readings/{reading['id']}/numbers/0", data=data, content_type=content_type)
    assert_problem(answer, 400, "bad_correction")


@pytest.mark.parametrize("index", ["2", "99999999999999999999"])
def test_a_number_that_is_not_there_is_not_found(client, reading, index):
    assert_problem(correct(client, reading, index, "1"), 404, "not_found", "no such number")


@pytest.mark.parametrize("index", ["-1", "first", "1" * 5000])
def test_an_index_that_is_none_is_not_found(client, reading, index):
    assert_problem(correct(client, reading, index, "1"), 404, "not_found")


def test_another_browser_cannot_correct_it(app, client, reading):
    stranger = app.test_client()
    send(stranger)
    assert_problem(correct(stranger, reading, 0, "1"), 404, "not_found")
    assert_problem(correct(app.test_client(), reading, 0, "1"), 404, "not_found")
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


def test_another_website_cannot_correct_it(client, reading):
    answer = correct(client, reading, 0, "1", headers={"Sec-Fetch-Site": "cross-site"})
    assert_problem(answer, 403, "cross_site")
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


def test_what_was_said_before_stays_where_that_is_asked_for(client, reading):
    """In another tab somebody may have corrected what is to be kept as it was read."""
    url = f"/api/v1/readings/{reading['id']}/numbers/0"
    kept = client.patch(url, json={"text": "7", "unless": "said"})
    assert (kept.status_code, kept.get_json()["numbers"][0]["correction"]) == (200, "7")
    assert_problem(client.patch(url, json={"text": "8", "unless": "said"}), 409, "said_of", "unless=said")
    assert client.get(f"/api/v1/readings/{reading['id']}").get_json()["numbers"][0]["correction"] == "7"
    assert_problem(client.patch(url, json={"text": "8", "unless": "sad"}), 400, "bad_correction", "unless")
    assert client.patch(url, json={"text": "8"}).get_json()["numbers"][0]["correction"] == "8"


def test_two_corrections_at_once_are_both_kept(app, client, reading):
    history, owner = app.extensions["history"], owner_of(client.get_cookie("browser").value)

    def correct_in_history(index, meanwhile=lambda: None):
        def change(payload):
            meanwhile()
            return with_correction(payload, index, "1")

        history.change(owner, reading["id"], change)

    other = Thread(target=correct_in_history, args=[1])

    def let_the_other_try():
        other.start()
        other.join(0.3)

    correct_in_history(0, let_the_other_try)
    other.join()
    numbers = client.get(f"/api/v1/readings/{reading['id']}").json["numbers"]
    assert [number.get("correction") for number in numbers] == ["1", "1"]
