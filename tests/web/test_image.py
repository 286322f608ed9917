"""GET /api/v1/readings/{id}/image."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests import files
from tests.drawing import draw_number, encode
from tests.web.helpers import SEVEN, assert_problem, send
from webapp import api, preview


def saved(format, image=None, **options):
    data = BytesIO()
    (image or Image.fromarray(draw_number("7"))).save(data, format, **options)
    return data.getvalue()


def image_of(client, data, **sent):
    return client.get(send(client, data, **sent).headers["Location"] + "/image")


@pytest.mark.parametrize(
    ("format", "content_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("AVIF", "image/avif"),
    ],
)
def test_what_browsers_show_comes_back_as_it_was_sent(client, format, content_type):
    data = saved(format)
    response = image_of(client, data)
    assert response.status_code == 200
    assert response.content_type == content_type
    assert response.data == data


@pytest.mark.parametrize("format", ["TIFF", "BMP"])
def test_what_browsers_do_not_show_comes_back_as_png_of_the_same_pixels(client, format):
    response = image_of(client, saved(format))
    assert response.content_type == "image/png"
    shown, drawn = Image.open(BytesIO(response.data)), Image.fromarray(draw_number("7"))
    assert shown.format == "PNG"
    assert shown.convert("RGB").tobytes() == drawn.tobytes()


@pytest.mark.parametrize("turned", [3, 6])
def test_a_webp_that_browsers_would_show_as_it_lies_is_turned(client, turned):
    page = Image.fromarray(draw_number("1234"))
    lying = page.transpose(Image.Transpose.ROTATE_90 if turned == 6 else Image.Transpose.ROTATE_180)
    exif = Image.Exif()
    exif[0x0112] = turned
    response = image_of(client, saved("WEBP", lying, exif=exif, lossless=True))
    assert response.content_type == "image/png"
    shown = Image.open(BytesIO(response.data))
    assert "exif" not in shown.info
    assert shown.convert("RGB").tobytes() == page.tobytes()


def test_the_png_is_upright(client):
    lying = Image.fromarray(draw_number("1234")).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned right by 90 degrees
    response = image_of(client, saved("TIFF", lying, exif=exif))
    assert Image.open(BytesIO(response.data)).size == (lying.height, lying.width)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr"])
def test_a_tiff_of_every_colour_is_shown(client, mode):
    drawn = Image.fromarray(draw_number("7")).convert(mode)
    lowest, highest = Image.open(BytesIO(image_of(client, saved("TIFF", drawn)).data)).convert("L").getextrema()
    assert lowest < 60 and highest > 250


def test_what_no_browser_knows_is_shown_as_large_as_a_screen(client, monkeypatch):
    """A copy of all of it in other colours would need as much memory again."""
    monkeypatch.setattr(preview, "SHOWN_SIDE", 100)
    drawn = Image.fromarray(draw_number("7", height=96)).convert("CMYK")
    shown = Image.open(BytesIO(image_of(client, saved("TIFF", drawn)).data))
    assert 50 < max(shown.size) <= 100 < max(drawn.size)
    np.testing.assert_allclose(shown.width / shown.height, drawn.width / drawn.height, rtol=0.03)


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I", "F"])
def test_a_scan_of_more_than_8_bits_is_not_washed_out(client, mode):
    grey = Image.fromarray(draw_number("7", ink=(0, 0, 0))).convert("L")
    deep = grey.convert("I").point(lambda level: level * 257).convert(mode)
    shown = Image.open(BytesIO(image_of(client, saved("TIFF", deep)).data))
    assert shown.convert("L").tobytes() == grey.tobytes()


def test_where_no_png_can_be_made_in_colour_it_is_what_the_reader_saw(client, monkeypatch, caplog):
    monkeypatch.setattr(preview, "_for_png", lambda image: 1 / 0)
    response = image_of(client, saved("TIFF"))
    expected = Image.fromarray(draw_number("7")).convert("L")
    assert Image.open(BytesIO(response.data)).tobytes() == expected.tobytes()
    assert "ZeroDivisionError" in caplog.text


def test_one_image_is_converted_at_a_time(client, monkeypatch):
    monkeypatch.setattr(preview, "as_png", lambda *_: b"locked" if api._reading.locked() else b"free")
    assert image_of(client, saved("TIFF")).data == b"locked"


def test_what_waits_to_be_converted_is_not_in_memory(client, monkeypatch):
    """A browser asks for six pages of a document at once, of 20 MB each time."""
    monkeypatch.setattr(api, "PATIENCE", 0.05)
    address = f"/api/v1/readings/{send(client, saved('TIFF')).json['id']}/image"
    monkeypatch.setattr(client.application.extensions["history"], "image", lambda *_: pytest.fail("loaded"))
    with api.one_image_at_a_time():
        assert_problem(client.get(address), 503, "busy", "Try again")


def test_a_phones_jpeg_with_a_second_picture_behind_it_is_a_jpeg(client):
    picture = Image.fromarray(draw_number("7"))
    data = saved("MPO", picture, save_all=True, append_images=[picture])
    response = image_of(client, data)
    assert response.content_type == "image/jpeg"
    assert response.data == data


def test_the_content_type_is_what_the_bytes_are_not_what_the_sender_says(client):
    assert image_of(client, SEVEN, filename="page.html").content_type == "image/png"


def test_the_browser_must_not_guess_and_keeps_it_to_itself(client):
    response = image_of(client, encode(draw_number("7"), ".jpg"))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=86400"
    assert response.headers["Vary"] == "Cookie"


def brightness_of(response):
    """Of a picture's quarters: upper left, upper right, lower left, lower right."""
    picture = Image.open(BytesIO(response.data)).convert("L").resize((2, 2), Image.Resampling.BOX)
    return list(picture.tobytes())


def sheets(count):
    """Pages that differ: the first is dark at its upper left, the second at its upper right, and so on."""
    pages = [Image.new("RGB", (60, 60), "white") for _ in range(count)]
    for place, page in enumerate(pages):
        page.paste("black", (place % 2 * 30, place // 2 * 30, place % 2 * 30 + 30, place // 2 * 30 + 30))
    return pages


@pytest.mark.parametrize(("format", "content_type"), [("TIFF", "image/png"), ("PDF", "image/jpeg")])
def test_each_page_of_a_document_is_shown_by_its_number(client, format, content_type):
    address = send(client, files.several(sheets(3), format)).headers["Location"] + "/image"
    for page in (1, 2, 3):
        response = client.get(f"{address}?page={page}")
        assert (response.status_code, response.content_type) == (200, content_type)
        levels = brightness_of(response)
        assert levels.index(min(levels)) == page - 1 and sorted(levels)[1] > 200
    assert client.get(address).data == client.get(f"{address}?page=1").data


@pytest.mark.parametrize("page", ["0", "4", "-1", "1.5", "two", "", "99999999999999999999"])
def test_a_page_that_is_not_there_is_said_so(client, page):
    address = send(client, files.several(sheets(3), "TIFF")).headers["Location"] + "/image"
    assert_problem(client.get(f"{address}?page={page}"), 400, "unknown_option", f'"{page}"', "from 1 to 3")


def test_a_page_that_was_not_read_is_not_shown(make_app):
    client = make_app(MAX_PAGES=2).test_client()
    address = send(client, files.several(sheets(3), "PDF")).headers["Location"] + "/image"
    assert client.get(f"{address}?page=2").status_code == 200
    assert_problem(client.get(f"{address}?page=3"), 400, "unknown_option", "from 1 to 2")


def test_an_option_that_does_not_exist_is_refused(client):
    address = send(client).headers["Location"] + "/image"
    assert_problem(client.get(f"{address}?side=2"), 400, "unknown_option", "side", "page")
    assert client.get(f"{address}?page=1").data == SEVEN


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_phones_heic_is_shown_upright_as_jpeg(client, mode):
    upright = sheets(1)[0].resize((60, 90)).convert(mode)
    exif = Image.Exif()
    exif[0x0112] = 6
    response = image_of(client, files.saved(upright.rotate(90, expand=True), "HEIF", exif=exif.tobytes()))
    assert response.content_type == "image/jpeg"
    assert Image.open(BytesIO(response.data)).size == (60, 90)
    assert brightness_of(response)[0] < 60 and min(brightness_of(response)[1:]) > 200


def test_a_very_large_heic_is_shown_smaller(client, monkeypatch):
    monkeypatch.setattr(preview, "SHOWN_SIDE", 50)
    response = image_of(client, files.saved(sheets(1)[0].resize((200, 80)), "HEIF"))
    assert Image.open(BytesIO(response.data)).size == (50, 20)


def test_of_what_moves_the_picture_that_was_read_is_shown(client):
    response = image_of(client, files.several(sheets(2), "PNG"))
    assert response.content_type == "image/png"
    assert brightness_of(response)[0] < 60 and brightness_of(response)[1] > 200
