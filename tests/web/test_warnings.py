"""What a reading says of the photo."""

from tests.drawing import draw_page, encode
from tests.reading.photos import out_of_focus, page, photo
from tests.web.helpers import send


def test_a_blurred_photo_says_so_in_the_answer_and_in_the_history(client):
    reading = send(client, photo(out_of_focus(page(1), 13), 0)).json
    (warning,) = reading["warnings"]
    assert (warning["code"], warning["page"]) == ("blurred", 1)
    assert "hold the phone still" in warning["message"]
    assert client.get(f"/api/v1/readings/{reading['id']}").json["warnings"] == [warning]


def test_a_good_photo_has_no_warnings(client):
    assert send(client, encode(draw_page(["472"], 90))).json["warnings"] == []


def test_what_lies_outside_a_crop_is_not_spoken_of(client):
    assert send(client, photo(out_of_focus(page(1), 13), 0), crop="0,0,20,20").json["warnings"] == []
