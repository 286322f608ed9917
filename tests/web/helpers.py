"""How the web tests send an image and look at an error."""

from io import BytesIO

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.drawing import draw_number, encode

SEVEN = encode(draw_number("7"))
PHRASES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Request Entity Too Large",
    422: "Unprocessable Entity",
    500: "Internal Server Error",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}


def send(client, data=SEVEN, *, filename="image.png", headers=None, **fields):
    """Post an image as a browser does. fields: the other fields of the form."""
    return send_form(client, {"image": FileStorage(BytesIO(data), filename), **fields}, headers=headers)


def send_form(client, fields, *, headers=None):
    """Post any form."""
    # Left to itself, the test client puts a large form into a temporary file and never closes it.
    boundary, form = encode_multipart(fields)
    content_type = f"multipart/form-data; boundary={boundary}"
    return client.post("/api/v1/readings", data=form, content_type=content_type, headers=headers)


def count(client):
    """How many readings this browser has, 100 at most."""
    return len(client.get("/api/v1/readings?limit=100").json["readings"])


def assert_problem(response, status, code, *words):
    """An error has exactly this shape, whoever makes it, and a sentence that says these words."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    detail = response.json["detail"]
    assert response.json == {
        "type": "about:blank",
        "title": PHRASES[status],
        "status": status,
        "detail": detail,
        "code": code,
    }
    assert detail.endswith(".") and "Error" not in detail and "Traceback" not in detail
    for word in words:
        assert word in detail


class BrokenReader:
    """Fails at whatever it is asked."""

    name, version = "broken", "0"

    def __getattr__(self, name):
        raise RuntimeError("the weights burnt down")
