"""POST /api/v1/readings with a pattern."""

import pytest

from tests.drawing import blank, draw_number, draw_page, encode
from tests.web.helpers import assert_problem, count, send

DATE = encode(draw_number("31/01/2026", 90))
# The routing number of a bank in New York.
ROUTING = encode(draw_number("021000021", 90))


@pytest.mark.parametrize("pattern", ["date", r"\d{2}/\d{2}/\d{4}", r"\d+/\d+/\d+"])
def test_a_number_is_read_as_the_pattern_says(client, pattern):
    response = send(client, DATE, layout="number", pattern=pattern)
    assert response.status_code == 201
    assert response.json["text"] == "31/01/2026"
    assert "check" not in response.json["numbers"][0]


def test_what_contradicts_the_pattern_is_read_by_it_and_never_sure(client):
    response = send(client, DATE, layout="number", pattern="digits{10}").json
    (number,) = response["numbers"]
    assert len(number["text"]) == len(number["digits_only"]) == 10
    assert (response["status"], number["status"]) == ("unsure", "unsure")
    assert {digit["status"] for digit in number["digits"]} == {"unsure"}


@pytest.mark.parametrize("fields", [{"pattern": "digits{2,3}"}, {}])
def test_a_reading_says_which_pattern_it_was_read_by(client, fields):
    reading = send(client, layout="number", **fields).json
    assert {name: reading[name] for name in reading if name == "pattern"} == fields
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


def test_a_number_that_is_framed_later_is_read_by_the_pattern_too(client):
    image = draw_page(["021000021", "021000021"], 80, line_spacing=2.5)
    rows, cols = image.shape[:2]
    reading = send(client, encode(image), crop=f"0,{rows // 2},{cols},{rows}", pattern="aba").json
    box = {"left": 0, "top": 0, "right": cols, "bottom": rows // 2}
    added = client.post(f"/api/v1/readings/{reading['id']}/numbers", json={"box": box}).json["numbers"][-1]
    assert (added["text"], added["check"]["name"]) == ("021000021", "aba")


def test_check_digits_say_what_they_did(client):
    (number,) = send(client, ROUTING, layout="number", pattern="aba").json["numbers"]
    assert number["text"] == "021000021"
    assert number["check"] == {"name": "aba", "passed": True, "chose": False}


def test_check_digits_that_nothing_passes_say_so(client):
    (number,) = send(client, encode(draw_number("7", 90)), layout="number", pattern="iban:DE").json["numbers"]
    assert number["check"] == {"name": "iban", "passed": False, "chose": False}
    assert (number["text"], number["status"], number["confidence"]) == ("7", "unsure", 0.0)


def test_other_texts_of_a_number_are_told_most_likely_first(client):
    (number,) = send(client, DATE, layout="number").json["numbers"]
    assert len(number["alternatives"]) <= 3
    for other in number["alternatives"]:
        assert set(other) == {"text", "confidence"}
        assert other["text"] != number["text"]
        assert number["confidence"] >= other["confidence"] >= 0.001


def test_blank_paper_holds_no_number_whatever_the_pattern(client):
    assert send(client, encode(blank(80, 200)), layout="number", pattern="digits{5}").json["numbers"] == []


def test_the_history_keeps_what_the_check_digits_said(client):
    sent = send(client, ROUTING, layout="number", pattern="aba").json
    assert client.get(f"/api/v1/readings/{sent['id']}").json == sent


@pytest.mark.parametrize(
    ("pattern", "words"),
    [("", "empty"), ("amont", '"amont"'), ("(1", "character 3"), ("1" * 201, "200"), ("iban:GB", "iban:DE")],
)
def test_a_pattern_that_is_not_understood_is_refused_with_what_to_do(client, pattern, words):
    assert_problem(send(client, pattern=pattern), 400, "bad_pattern", words, r"for example \d{2}/\d{2}/\d{4}")
    assert count(client) == 0


def test_a_second_pattern_is_refused_rather_than_forgotten(client):
    assert_problem(send(client, pattern=["date", "amount"]), 400, "unknown_option", "pattern", "once")
