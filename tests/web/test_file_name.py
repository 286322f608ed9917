"""POST /api/v1/readings: the name of the image's file is kept, so that a reading can be matched to its form."""

import pytest

from tests.web.helpers import send

NARROW_SPACE = "\u202f"  # macOS puts it into the names of its screenshots
RIGHT_TO_LEFT = "\u202e"  # makes "gnp.exe" of "exe.png"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("form 17.jpg", "form 17.jpg"),
        ("Formular Nº 3 – Zürich 表.jpg", "Formular Nº 3 – Zürich 表.jpg"),
        (f"9.41.00{NARROW_SPACE}PM.png", f"9.41.00{NARROW_SPACE}PM.png"),
        ("/home/someone/forms/a.jpg", "a.jpg"),
        (r"C:\\Users\\someone\\a.jpg", "a.jpg"),  # in the form's header two stand for one
        ("../../etc/passwd", "passwd"),
        ("a\tb\x00c\x7f.jpg", "abc.jpg"),
        (f"a{RIGHT_TO_LEFT}gnp.exe", "agnp.exe"),
        ("  a.jpg ", "a.jpg"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_reading_says_what_its_file_was_called(client, sent, kept):
    reading = send(client, filename=sent).json
    assert reading["file"] == kept
    assert client.get(f"/api/v1/readings/{reading['id']}").json == reading


@pytest.mark.parametrize("name", ["forms/", " ", "\x01"])
def test_a_name_of_which_nothing_is_left_is_none(client, name):
    assert "file" not in send(client, filename=name).json


def test_a_drawing_has_no_file(client):
    assert "file" not in send(client, source="drawing").json
