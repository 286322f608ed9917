import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests import drawing
from webapp.reading.decode import decode_image, open_document
from webapp.reading.errors import EmptyFile, ImageTooLarge, NotAnImage, TruncatedImage, UnreadableInput

LIMIT = 50_000_000


def saved(image, file_format, **options):
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


@pytest.fixture
def photo():
    """An image whose corner tells which way is up: dark at the top left, 30 columns by 20 rows."""
    pixels = np.full((20, 30, 3), 240, np.uint8)
    pixels[:8, :12] = 20
    return Image.fromarray(pixels)


def is_upright(grey):
    return grey.shape == (20, 30) and grey[2, 2] < 60 and grey[-2, -2] > 200 and grey[2, -2] > 200


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_reads_what_phones_and_scanners_send(photo, file_format):
    grey = decode_image(saved(photo, file_format), LIMIT)
    assert grey.dtype == np.uint8
    assert is_upright(grey)


TURNS_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS_BACK)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_orientation_is_applied(photo, orientation, file_format):
    stored = photo if orientation == 1 else photo.transpose(TURNS_BACK[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert is_upright(decode_image(saved(stored, file_format, exif=exif), LIMIT))


def test_ink_on_nothing_is_ink_on_white():
    canvas = np.zeros((20, 30, 4), np.uint8)
    canvas[:8, :12] = (0, 0, 60, 255)
    grey = decode_image(saved(Image.fromarray(canvas), "PNG"), LIMIT)
    assert is_upright(grey)
    assert grey[-1, -1] == 255


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_pixel_gives_the_same_picture(photo, mode):
    assert is_upright(decode_image(saved(photo.convert(mode), "PNG"), LIMIT))


def test_cmyk_jpeg(photo):
    assert is_upright(decode_image(saved(photo.convert("CMYK"), "JPEG"), LIMIT))


def test_sixteen_bits_are_scaled_not_clipped():
    deep = np.full((20, 30), 240 * 256, np.uint16)
    deep[:8, :12] = 20 * 256
    grey = decode_image(saved(Image.fromarray(deep), "PNG"), LIMIT)
    assert is_upright(grey)


def test_floating_point_tiff(photo):
    numbers = Image.fromarray(np.asarray(photo.convert("L"), np.float32) * 7 - 3)
    assert is_upright(decode_image(saved(numbers, "TIFF"), LIMIT))


def test_a_file_is_judged_by_its_content():
    with pytest.raises(NotAnImage):
        decode_image(b"<svg xmlns='http://www.w3.org/2000/svg'/>", LIMIT)


def test_colours_that_cannot_become_grey_are_refused():
    with pytest.raises(NotAnImage):
        decode_image(saved(Image.new("LAB", (30, 20)), "TIFF"), LIMIT)


def test_nothing_is_an_empty_file():
    with pytest.raises(EmptyFile):
        decode_image(b"", LIMIT)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_transfer_that_was_cut_off_is_said_so(file_format, share):
    whole = saved(Image.fromarray(drawing.draw_number("1984")), file_format)
    with pytest.raises(TruncatedImage):
        decode_image(whole[: int(len(whole) * share)], LIMIT)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_broken_bytes_give_an_image_or_an_error_of_ours(file_format):
    whole = saved(Image.fromarray(drawing.draw_number("19", 40)), file_format)
    rng = np.random.default_rng(0)
    for _ in range(150):
        broken = bytearray(whole)
        for place in rng.integers(0, min(len(whole), 400), 4):
            broken[place] = rng.integers(256)
        with contextlib.suppress(UnreadableInput):
            assert decode_image(bytes(broken), 1_000_000).ndim == 2


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("exif", [b"Exif\0\0garbage!", b"Exif\0\0II*\0\xff\xff\xff\xff", b"x"])
def test_broken_exif_is_no_reason_to_refuse(photo, file_format, exif):
    assert is_upright(decode_image(saved(photo, file_format, exif=exif), LIMIT))


def test_an_orientation_in_xmp_does_not_count(photo):
    """Browsers do not heed it, and frames must lie on the numbers that the person sees."""
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    )
    assert is_upright(decode_image(saved(photo, "JPEG", xmp=xmp), LIMIT))


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_fewer_bits_in_sixteen_are_not_black(photo, bits):
    deep = np.asarray(photo.convert("L"), np.uint16) << (bits - 8)
    assert is_upright(decode_image(saved(Image.fromarray(deep), "TIFF"), LIMIT))


def test_what_is_no_number_in_a_floating_point_image_is_read_as_dark(photo):
    values = np.asarray(photo.convert("L"), np.float32).copy()
    values[2, 2], values[3, 3] = np.nan, np.inf
    assert is_upright(decode_image(saved(Image.fromarray(values), "TIFF"), LIMIT))


def test_too_many_pixels_are_refused_by_the_header_alone():
    """A PNG that claims 60,000 x 60,000 pixels and holds none of them."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = zlib.compress(b"")
    bomb += struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    with pytest.raises(ImageTooLarge):
        decode_image(bomb, LIMIT)


def test_the_pixel_limit_is_the_callers_and_its_sentence_says_it(photo):
    assert decode_image(saved(photo, "PNG"), 600).shape == (20, 30)
    big = Image.new("L", (2000, 1500))
    with pytest.raises(ImageTooLarge, match="3 megapixels; at most 2 "):
        decode_image(saved(big, "PNG"), 2_000_000)


@pytest.mark.parametrize("size", [(8000, 1), (8001, 2), (1, 9000)])
def test_a_strip_of_a_pixels_height_is_an_image(size):
    """Half of it would be none."""
    data = io.BytesIO()
    Image.new("L", size, 255).save(data, "JPEG")
    (page,) = open_document(data.getvalue(), 50_000_000, 1).pages
    assert (page.size.width, page.size.height) == size


def test_one_pixel_is_an_image():
    assert decode_image(saved(Image.new("L", (1, 1), 7), "PNG"), LIMIT).tolist() == [[7]]
