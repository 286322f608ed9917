"""POST /api/v1/readings."""

import re
import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.drawing import blank, draw_number, draw_page, encode
from tests.reading.pages import BlindLocator
from tests.web.helpers import SEVEN, BrokenReader, assert_problem, count, send, send_form

ID = r"[0-9a-f]{38}"


def test_reads_a_number_and_says_where_it_is_kept(client):
    response = send(client, layout="number", source="drawing")
    assert response.status_code == 201
    assert response.content_type == "application/json"
    assert response.json["text"] == "7"
    assert re.fullmatch(ID, response.json["id"])
    assert response.headers["Location"] == f"/api/v1/readings/{response.json['id']}"
    assert client.get(response.headers["Location"]).json == response.json


def test_in_a_drawing_all_ink_is_a_number_and_in_a_photo_only_what_looks_like_one(make_app):
    client = make_app(locator=BlindLocator()).test_client()
    image = encode(draw_number("7", 240, margin=1.0))
    drawing, photo = (send(client, image, source=source).json for source in ("drawing", "photo"))
    assert (drawing["text"], drawing["status"]) == ("7", "unsure")
    assert (photo["text"], photo["status"]) == ("", "empty")


def test_answers_exactly_the_public_keys(client):
    payload = send(client, layout="number").json
    assert set(payload) == {
        "id", "created_at", "source", "file", "status", "image", "pages", "text", "numbers", "candidates",
        "warnings", "reader", "timing_ms",
    }  # fmt: skip
    assert set(payload["image"]) == {"width", "height"}
    assert set(payload["reader"]) == {"name", "version"}
    assert set(payload["timing_ms"]) == {"decode", "locate", "read", "total"}
    (number,) = payload["numbers"]
    assert set(number) == {"text", "digits_only", "confidence", "status", "page", "box", "digits", "alternatives"}
    (digit,) = number["digits"]
    assert set(digit) == {"value", "confidence", "status", "box", "alternatives"}
    assert set(digit["box"]) == set(number["box"]) == {"left", "top", "right", "bottom"}
    for alternative in digit["alternatives"]:
        assert set(alternative) == {"value", "confidence"}


def test_says_when_in_utc(client):
    created_at = datetime.strptime(send(client).json["created_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(seconds=-1) < datetime.now(UTC) - created_at < timedelta(minutes=1)


def test_takes_a_photo_of_a_page_unless_told_otherwise(client):
    response = send(client, encode(draw_page(["12", "7"], height=60), ".jpg"))
    assert response.json["source"] == "photo"
    assert response.json["text"] == "12\n7"


def test_the_layout_says_whether_what_stands_apart_is_one_number(client):
    apart = encode(np.concatenate([draw_number("12"), blank(len(draw_number("12")), 600), draw_number("7")], axis=1))
    assert send(client, apart).json["text"] == "12\n7"
    assert send(client, apart, layout="number").json["text"] == "127"


def test_an_image_without_numbers_is_a_good_answer(client):
    response = send(client, encode(blank(80, 120)))
    assert response.status_code == 201
    assert (response.json["status"], response.json["text"], response.json["numbers"]) == ("empty", "", [])
    assert response.json["image"] == {"width": 120, "height": 80}
    assert count(client) == 1


def test_reads_only_inside_the_crop(client):
    four, seven = draw_number("4"), draw_number("7")
    image = np.concatenate([four, blank(len(four), 50), seven], axis=1)
    seven_left = image.shape[1] - seven.shape[1]
    crop = f"{seven_left},0,{image.shape[1]},{image.shape[0]}"
    response = send(client, encode(image), crop=crop, layout="number")
    assert response.json["text"] == "7"
    assert response.json["numbers"][0]["box"]["left"] >= seven_left


@pytest.mark.parametrize(
    ("fields", "named", "allowed"),
    [
        ({"layout": "table"}, "table", "page or number"),
        ({"source": "scanner"}, "scanner", "photo or drawing"),
        ({"langauge": "en"}, "langauge", "source, layout, crop, pattern"),
        ({"layout": ["page", "number"]}, "layout", "once"),
    ],
)
def test_an_unknown_option_is_refused_by_name(client, fields, named, allowed):
    assert_problem(send(client, **fields), 400, "unknown_option", named, allowed)
    assert count(client) == 0


@pytest.mark.parametrize("query", ["layout=nonsense", "layout=number", "x"])
def test_an_option_in_the_query_is_refused_rather_than_forgotten(client, query):
    data = {"image": (BytesIO(SEVEN), "a.png")}
    response = client.post(f"/api/v1/readings?{query}", data=data)
    assert_problem(response, 400, "unknown_option", f'query parameter "{query[:6].strip("=")}"', "form field")
    assert count(client) == 0


@pytest.mark.parametrize(
    "form",
    [
        {"crop": "1" * 600_000},
        {"image": "x" * 600_000},  # as curl sends it for -F "image=<photo.jpg"
        {"layout": ["number"] * 1100},
    ],
    ids=["a long text", "the image as text", "many parts"],
)
def test_a_form_beyond_all_measure_is_not_called_a_large_file(client, form):
    assert_problem(send_form(client, form), 400, "bad_form", 'as a file in the form field "image"')


def test_a_second_image_is_refused_rather_than_forgotten(client):
    files = [(BytesIO(SEVEN), "a.png"), (BytesIO(SEVEN), "b.png")]
    response = client.post("/api/v1/readings", data={"image": files})
    assert_problem(response, 400, "unknown_option", "image", "once")


def test_a_file_in_another_field_is_refused_by_name(client):
    response = client.post("/api/v1/readings", data={"picture": (BytesIO(SEVEN), "a.png")})
    assert_problem(response, 400, "unknown_option", "picture", "image")


@pytest.mark.parametrize(
    "request_parts",
    [
        {},
        {"json": {"image": "7"}},
        {"data": SEVEN, "content_type": "image/png"},
        {"data": {"image": "7"}},
        {"data": {"layout": "number"}},
        {"data": b"no boundary here", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"no boundary here", "content_type": "multipart/form-data"},
    ],
)
def test_no_file(client, request_parts):
    assert_problem(client.post("/api/v1/readings", **request_parts), 400, "no_file", '"image"')


def test_a_form_sent_without_choosing_a_file_is_no_file(client):
    assert_problem(send(client, b"", filename=""), 400, "no_file")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"Dear Sir or Madam", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_an_image"),
        (SEVEN[: len(SEVEN) // 2], "truncated_image"),
        (encode(draw_number("7"), ".jpg")[:1500], "truncated_image"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(client, data, code):
    assert_problem(send(client, data), 400, code)
    assert count(client) == 0


@pytest.mark.parametrize(
    "crop",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1.5,0,9,9", "50,0,10,80", "0,0,0,0", "5000,5000,6000,6000",
     "0,0,99999999999999999999,9", "٠,٠,٩,٩"],
)  # fmt: skip
def test_a_bad_crop_is_refused(client, crop):
    assert_problem(send(client, crop=crop), 400, "bad_crop", "left,top,right,bottom")
    assert count(client) == 0


def test_too_many_bytes_are_refused_with_the_limit(make_app):
    client = make_app(MAX_UPLOAD_BYTES=100_000).test_client()
    # One byte too many, and far more than the whole request may have.
    for size in (100_001, 400_000):
        assert_problem(send(client, SEVEN.ljust(size, b"\0")), 413, "file_too_large", "0.1 MB")
    assert count(client) == 0


def test_what_is_too_large_is_heard_out_so_that_the_browser_hears_the_answer(make_app):
    client = make_app(MAX_UPLOAD_BYTES=100_000).test_client()
    sent, far_too_much = BytesIO(bytes(400_000)), BytesIO(bytes(4_000_000))
    for body in (sent, far_too_much):
        form = "multipart/form-data; boundary=x"
        response = client.post(
            "/api/v1/readings", input_stream=body, content_length=len(body.getvalue()), content_type=form
        )
        assert_problem(response, 413, "file_too_large", "0.1 MB")
    assert sent.tell() == 400_000
    assert far_too_much.tell() < 2_000_000


# Werkzeug leaves the file open that it had begun to fill; it goes with the request.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_is_too_large_is_refused_where_its_length_was_not_told(make_app):
    client = make_app(MAX_UPLOAD_BYTES=100_000).test_client()
    boundary, form = encode_multipart({"image": FileStorage(BytesIO(bytes(400_000)), "a.png")})
    response = client.post(
        "/api/v1/readings",
        input_stream=BytesIO(form),
        headers={"Transfer-Encoding": "chunked", "Content-Type": f"multipart/form-data; boundary={boundary}"},
        environ_overrides={"wsgi.input_terminated": True},  # as gunicorn sets it
    )
    assert_problem(response, 413, "file_too_large", "0.1 MB")


def test_as_many_bytes_as_the_limit_are_taken(make_app):
    client = make_app(MAX_UPLOAD_BYTES=len(SEVEN)).test_client()
    assert send(client, SEVEN).status_code == 201


def test_too_many_pixels_are_refused(make_app):
    client = make_app(MAX_IMAGE_PIXELS=9_999).test_client()
    assert_problem(send(client, encode(blank(100, 100))), 413, "image_too_large")
    assert count(client) == 0
    assert send(client, encode(blank(99, 101))).status_code == 201


def test_a_failure_inside_is_an_error_without_internals_and_keeps_nothing(make_app, caplog):
    client = make_app(BrokenReader()).test_client()
    response = send(client, layout="number")
    assert_problem(response, 500, "internal_error")
    assert "burnt" not in response.text
    assert "the weights burnt down" in caplog.text
    assert "Set-Cookie" not in response.headers
    assert count(client) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://neighbour.localhost"},
        # Over plain HTTP to an address of the local network browsers send only this.
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "null"},
        {"Origin": "nonsense"},
        {"Origin": "http://[::1"},
        {"Origin": "http://evil.example", "X-Forwarded-Host": "localhost"},
    ],
)
def test_another_website_cannot_make_its_visitor_store(client, headers):
    response = send(client, headers=headers)
    assert_problem(response, 403, "cross_site")
    assert "Set-Cookie" not in response.headers
    assert count(client) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},  # not a browser
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "http://192.168.1.7:8000", "Host": "192.168.1.7:8000"},
        {"Origin": "https://numbers.example", "Host": "numbers.example:443"},
        # A proxy may pass its own name for the app, and say what it was called itself.
        {"Origin": "https://Numbers.example", "Host": "10.0.0.3:8000", "X-Forwarded-Host": "numbers.example, inner"},
        {"Origin": "https://numbers.example", "Host": "10.0.0.3:8000", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_the_apps_own_pages_and_programs_store(client, headers):
    assert send(client, headers=headers).status_code == 201


def test_two_at_once_get_each_their_own(app, client):
    send(client)  # so that both threads are the same browser
    cookie = {"Cookie": f"browser={client.get_cookie('browser').value}"}
    images = {text: encode(draw_number(text)) for text in ("2", "7")}
    texts = {"2": [], "7": []}

    def post(text):
        browser = app.test_client(use_cookies=False)
        for _ in range(5):
            texts[text].append(send(browser, images[text], layout="number", headers=cookie).json["text"])

    threads = [threading.Thread(target=post, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert texts == {"2": ["2"] * 5, "7": ["7"] * 5}
    assert count(client) == 11
