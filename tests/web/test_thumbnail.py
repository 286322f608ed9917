"""GET /api/v1/readings/{id}/thumbnail."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests import files
from tests.drawing import blank, draw_number
from tests.web.helpers import SEVEN, send
from webapp import preview


def thumbnail_of(client, image, format="PNG", **options):
    data = BytesIO()
    image.save(data, format, **options)
    response = client.get(send(client, data.getvalue()).headers["Location"] + "/thumbnail")
    assert response.status_code == 200
    assert response.content_type == "image/jpeg"
    return Image.open(BytesIO(response.data))


def brightness(thumbnail, share_right, share_down):
    point = int(share_right * thumbnail.width), int(share_down * thumbnail.height)
    return thumbnail.convert("L").getpixel(point)


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_it_is_at_most_320_pixels_wide_and_high(client, format):
    wide = Image.fromarray(blank(600, 1600))
    assert thumbnail_of(client, wide, format).size == (320, 120)


def test_a_small_image_is_not_blown_up(client):
    assert thumbnail_of(client, Image.fromarray(blank(30, 50))).size == (50, 30)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_it_is_upright(client, format):
    # Dark on top when upright; stored lying on its side, as phones do.
    upright = Image.new("L", (400, 600), "white")
    upright.paste("black", (0, 0, 400, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    thumbnail = thumbnail_of(client, upright.transpose(Image.Transpose.ROTATE_90), format, exif=exif)
    assert thumbnail.width < thumbnail.height
    assert brightness(thumbnail, 0.5, 0.05) < 60
    assert brightness(thumbnail, 0.5, 0.95) > 200


# Two entries: orientation 6, and a resolution (which is a fraction) that is the text "abc".
WRONG_TYPE = b"MM\0*\0\0\0\x08" + bytes.fromhex("0002 0112000300000001 00060000 011a000200000004 61626300 00000000")
WRONG_MAGIC = b"no TIFF header at all"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("exif", "is_turned"), [(WRONG_TYPE, True), (WRONG_MAGIC, False)], ids=["wrong type", "wrong magic"]
)
def test_broken_exif_costs_no_reading(client, format, exif, is_turned):
    lying = Image.new("L", (400, 300), "white")
    thumbnail = thumbnail_of(client, lying, format, exif=b"Exif\0\0" + exif)
    assert (thumbnail.size == (240, 320)) == is_turned


def test_an_orientation_that_browsers_ignore_is_ignored(client):
    xmp = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""
    assert thumbnail_of(client, Image.new("L", (400, 300), "white"), "JPEG", xmp=xmp).size == (320, 240)


def test_where_no_thumbnail_can_be_made_in_colour_it_is_what_the_reader_saw(client, monkeypatch, caplog):
    monkeypatch.setattr(preview, "_on_white", lambda image: image.convert("RGB") if image.mode == "L" else 1 / 0)
    response = send(client, SEVEN)
    assert response.status_code == 201
    thumbnail = Image.open(BytesIO(client.get(response.headers["Location"] + "/thumbnail").data))
    assert thumbnail.convert("L").getextrema()[0] < 90
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_a_large_image_of_any_mode_is_shrunk_strip_by_strip_without_a_seam(client, monkeypatch, mode):
    monkeypatch.setattr(preview, "STRIP_PIXELS", 20_000)
    grey = Image.linear_gradient("L").resize((1400, 1999))
    image = grey.convert("I").point(lambda level: level * 257).convert(mode) if mode in ("I;16", "I", "F") else None
    thumbnail = thumbnail_of(client, image or grey.convert(mode), "TIFF").convert("L")
    assert thumbnail.size == (224, 320)
    column = [thumbnail.getpixel((112, row)) for row in range(0, 320, 8)]
    assert all(abs(level - 255 * row / 319) < 12 for level, row in zip(column, range(0, 320, 8), strict=True))


@pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (641, 639), (1, 1)])
def test_an_image_of_any_shape_has_a_thumbnail(client, size):
    thumbnail = thumbnail_of(client, Image.new("RGB", size, "white"))
    assert max(thumbnail.size) == min(max(size), 320)
    assert thumbnail.convert("L").getextrema()[0] > 250


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(client, mode):
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    clear.paste((20, 20, 60, 255), (0, 0, 50, 100))
    thumbnail = thumbnail_of(client, clear.convert(mode))
    assert brightness(thumbnail, 0.25, 0.5) < 60
    assert brightness(thumbnail, 0.75, 0.5) > 240


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "P"])
def test_ink_stays_dark_and_paper_light_in_every_mode(client, mode):
    image = Image.fromarray(draw_number("1111")).convert(mode)
    lowest, highest = thumbnail_of(client, image, "TIFF").convert("L").getextrema()
    assert lowest < 90 and highest > 240


@pytest.mark.parametrize("mode", ["1", "P"])
def test_thin_strokes_of_a_scan_are_shrunk_smoothly_not_dropped(client, mode):
    stripes = Image.new("L", (2, 1), "white")
    stripes.putpixel((0, 0), 0)
    scan = Image.new("L", (1280, 640))
    for left in range(0, scan.width, 2):
        scan.paste(stripes.resize((2, scan.height), Image.Resampling.NEAREST), (left, 0))
    lowest, highest = thumbnail_of(client, scan.convert(mode), "TIFF").convert("L").getextrema()
    assert 100 < lowest <= highest < 156


@pytest.mark.parametrize("name", ["PDF", "TIFF", "HEIC", "HEIC transparent", "AVIF", "WebP animated"])
def test_it_shows_the_first_page_of_whatever_is_read(client, name):
    first, second = files.pages("1111", "7777", height=200)
    response = send(client, files.FORMATS[name]([first, second]))
    thumbnail = Image.open(BytesIO(client.get(response.headers["Location"] + "/thumbnail").data)).convert("L")
    assert max(thumbnail.size) == 320
    shown, pages = np.asarray(thumbnail, float), [page.convert("L").resize(thumbnail.size) for page in (first, second)]
    differences = [np.abs(shown - np.asarray(page, float)).mean() for page in pages]
    assert differences[0] < 10 < differences[1]
