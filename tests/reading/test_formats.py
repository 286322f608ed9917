"""Every format that phones and scanners produce, and what is special about each."""

import io
import struct

import numpy as np
import pillow_heif
import psutil
import pytest
from PIL import Image

from tests import drawing, files
from tests.bombs import PACKED, many_directories, pdf_of_forms, png, png_chunk, progressive_of_many_scans, small_copies
from webapp.reading import decode
from webapp.reading.decode import Page, decode_image, open_document
from webapp.reading.errors import ImageTooLarge, LockedDocument, NotAnImage, TruncatedImage, UnreadablePage
from webapp.reading.read import read_image
from webapp.reading.result import Size

LIMIT = 50_000_000
OF_SEVERAL_PAGES = [name for name in files.FORMATS if name.startswith(("TIFF", "PDF")) and name != "PDF drawn"]
OF_ONE_PAGE = [name for name in files.FORMATS if name not in OF_SEVERAL_PAGES and name != "PDF drawn"]


def decoded(data, max_pixels=LIMIT, max_pages=20, **options):
    """All pages, and the warnings that came with them."""
    document = open_document(data, max_pixels, max_pages, **options)
    return list(document.pages), document.warnings


def shows(pixels, drawn):
    """Whether a page is the one that was drawn, at its own or another resolution."""
    expected = np.asarray(drawn.convert("L").resize(pixels.shape[::-1]), float)
    return np.abs(pixels - expected).mean() < 8


@pytest.fixture
def corner():
    """Its dark corner tells which way is up: 48 columns by 32 rows."""
    image = Image.new("RGB", (48, 32), "white")
    image.paste((20, 20, 20), (0, 0, 20, 14))
    return image


def is_upright(pixels):
    dark = pixels[4, 4] < 60
    return pixels.shape == (32, 48) and dark and min(pixels[4, -4], pixels[-4, 4], pixels[-4, -4]) > 200


@pytest.mark.parametrize("name", OF_ONE_PAGE)
def test_an_image_is_read_as_it_was_drawn_and_of_what_moves_the_first_picture(name):
    first, second = files.pages("19", "84")
    (page,), warnings = decoded(files.FORMATS[name]([first, second]))
    assert page.pixels.dtype == np.uint8 and page.pixels.shape == (first.height, first.width)
    assert page.size == Size(first.width, first.height)
    assert shows(page.pixels, first) and not shows(page.pixels, second)
    assert warnings == ()


@pytest.mark.parametrize("name", OF_SEVERAL_PAGES)
def test_a_document_is_read_page_by_page(name):
    drawn = files.pages("19", "84", "70")
    pages, warnings = decoded(files.FORMATS[name](drawn))
    assert [[shows(page.pixels, one) for one in drawn] for page in pages] == np.eye(3, dtype=bool).tolist()
    assert warnings == ()


@pytest.mark.parametrize("name", ["TIFF fax", "PDF"])
def test_every_number_says_on_which_page_it_stands(reader, name):
    reading = read_image(files.FORMATS[name](files.pages("472", "308", "615")), reader)
    assert [(number.text, number.page) for number in reading.numbers] == [("472", 1), ("308", 2), ("615", 3)]
    assert len(reading.pages) == 3
    for number in reading.numbers:
        assert number.box.right <= reading.pages[number.page - 1].width


def test_a_crop_is_a_place_on_the_first_page_and_the_others_are_not_read(reader):
    first, second = files.pages("472", "308")
    reading = read_image(files.several([first, second], "TIFF"), reader, crop=(0, 0, *first.size))
    assert (reading.text, reading.warnings, len(reading.pages)) == ("472", (), 1)


@pytest.mark.parametrize("name", ["TIFF", "PDF"])
def test_of_a_crop_on_a_later_page_no_other_is_decoded(reader, monkeypatch, name):
    """Of the last page of a long scan it would take as long as the whole document."""
    data = files.FORMATS[name](files.pages("472", "308", "615"))
    size = read_image(data, reader).pages[2]
    decoded_pages = []
    monkeypatch.setattr(decode, "Page", lambda *given: (decoded_pages.append(given), Page(*given))[1])
    reading = read_image(data, reader, crop=(0, 0, size.width, size.height), crop_page=3)
    assert [(number.text, number.page) for number in reading.numbers] == [("615", 3)]
    assert len(decoded_pages) == len(reading.pages) == 1


@pytest.mark.parametrize("name", ["TIFF", "PDF", "PNG"])
def test_a_crop_on_a_page_that_is_not_there(reader, name):
    data = files.FORMATS[name](files.pages("472", "308")[: 1 if name == "PNG" else 2])
    with pytest.raises(UnreadablePage):
        read_image(data, reader, crop=(0, 0, 20, 20), crop_page=3)


@pytest.mark.parametrize("name", ["TIFF", "PDF"])
def test_pages_behind_the_limit_are_left_out_and_it_is_said(name):
    data = files.FORMATS[name](files.pages("1", "2", "3"))
    pages, (warning,) = decoded(data, max_pages=2)
    assert len(pages) == 2
    assert (warning.code, warning.page) == ("pages_left_out", 2)
    assert warning.message == (
        "Only the first 2 pages of this document were read. Send the others as a file of their own."
    )
    assert decoded(data, max_pages=3)[1] == ()


def test_pages_with_which_a_document_grows_out_of_measure_are_left_out():
    sheet = Image.new("1", (100, 100), 1)
    pages, (warning,) = decoded(files.several([sheet] * 6, "TIFF", compression="group4"), max_pixels=10_000)
    assert len(pages) == 4
    assert warning.message.startswith("Only the first 4 pages ")


def test_a_small_copy_of_a_page_is_no_page():
    pages, warnings = decoded(small_copies(1) + b"")
    assert len(pages) == 1 and warnings == ()
    sheet, copy = Image.new("L", (60, 40)), Image.new("L", (6, 4))
    data = io.BytesIO()
    copy.save(data, "TIFF", save_all=True, append_images=[sheet, copy, sheet], tiffinfo={254: 0})
    places = [place for place in range(len(data.getvalue())) if is_entry(data.getvalue(), place)]
    assert len(places) == 4
    broken = bytearray(data.getvalue())
    for place in (places[0], places[2]):
        broken[place + 8] = 1
    assert [page.pixels.shape for page in decoded(bytes(broken))[0]] == [(40, 60), (40, 60)]


def is_entry(data, place):
    """Whether the directory entry of a TIFF that says what kind of page it is stands here."""
    return data[place : place + 8] == struct.pack("<HHI", 254, 4, 1)


def test_a_thousand_pages_are_not_even_looked_at():
    pages, (warning,) = decoded(many_directories(1000))
    assert len(pages) == 20 and warning.page == 20


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


def lying(image, orientation):
    return image if orientation == 1 else image.transpose(TURNS_BACK[orientation])


def turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("orientation", TURNS_BACK)
@pytest.mark.parametrize("file_format", ["HEIF", "AVIF"])
def test_the_turn_that_a_format_has_of_its_own_is_made_once(corner, orientation, file_format):
    data = files.saved(lying(corner, orientation), file_format, exif=turned(orientation))
    (page,), _ = decoded(data)
    assert is_upright(page.pixels)


@pytest.mark.parametrize("file_format", ["HEIF", "AVIF"])
def test_exif_in_a_format_that_turns_by_itself_does_not_count(corner, file_format):
    """As in browsers: phones write both, and turning by both would turn twice."""
    exif = Image.Exif()
    exif[0x0113] = 1  # no orientation: Pillow would take it out, and turn by the format's own means
    untouched = files.saved(corner, file_format, exif=exif.tobytes())
    data = untouched
    for form in ("<HHIH", ">HHIH"):
        data = data.replace(struct.pack(form, 0x0113, 3, 1, 1), struct.pack(form, 0x0112, 3, 1, 6))
    assert data != untouched
    (page,), _ = decoded(data)
    assert is_upright(page.pixels)


@pytest.mark.parametrize("name", ["HEIC transparent", "AVIF transparent", "WebP lossless", "PNG transparent"])
def test_ink_on_nothing_is_ink_on_white(name):
    pixels = decode_image(files.FORMATS[name](files.pages("19")), LIMIT)
    assert pixels[0, 0] > 250 and pixels.min() < 90


@pytest.mark.parametrize("name", ["HEIC", "HEIC transparent", "PDF", "AVIF", "TIFF fax"])
@pytest.mark.parametrize("width", [1001, 1002, 1003])
def test_rows_of_every_length_stand_below_each_other(name, width):
    drawn = files.pages("1984", height=90)[0].crop((0, 0, width, 300))
    assert shows(decode_image(files.FORMATS[name]([drawn]), LIMIT), drawn)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "HEIF", "AVIF", "PDF"])
def test_every_colour_is_as_dark_as_it_looks(file_format):
    for colour, grey in (((200, 30, 30), 81), ((30, 200, 30), 130), ((30, 30, 200), 49)):
        pixels = decode_image(files.saved(Image.new("RGB", (64, 64), colour), file_format), LIMIT)
        assert np.abs(pixels.astype(int) - grey).max() < 12


@pytest.mark.parametrize("mode", ["L", "LA", "RGB;16", "I;16"])
def test_a_heic_of_other_colours_and_depths(mode):
    drawn = files.pages("19")[0]
    pixels = np.asarray(drawn.convert(mode.replace("I;16", "L").replace(";16", "")))
    values = pixels.astype(np.uint16) * 257 if mode.endswith("16") else pixels
    data = io.BytesIO()
    pillow_heif.from_bytes(mode, drawn.size, values.tobytes()).save(data)
    assert shows(decode_image(data.getvalue(), LIMIT), drawn)


def test_a_cmyk_jpeg_without_its_makers_mark_is_read_as_it_is_with_it():
    data = files.FORMATS["JPEG CMYK"](files.pages("19"))
    mark = data.index(b"\xff\xee")
    bare = data[:mark] + data[mark + 2 + int.from_bytes(data[mark + 2 : mark + 4]) :]
    assert b"Adobe" in data and b"Adobe" not in bare
    assert shows(decode_image(bare, LIMIT), files.pages("19")[0])


def test_a_page_of_a_pdf_is_drawn_at_300_dots_an_inch():
    (page,), _ = decoded(files.drawn_pdf(b"", box="0 0 595 842"))
    assert page.size == Size(2480, 3509)
    assert (page.pixels == 255).all()


def test_the_page_of_a_photo_that_is_a_poster_has_no_more_pixels_than_a_sheet():
    (page,), _ = decoded(files.drawn_pdf(b"", box="0 0 4000 3000"))
    assert 8_900_000 < page.size.width * page.size.height < 9_010_000
    (page,), _ = decoded(files.drawn_pdf(b"", box="0 0 4000 3000"), max_pixels=1_000_000)
    assert page.size.width * page.size.height < 1_010_000


def test_what_was_typed_into_a_forms_field_is_drawn():
    look = files.stream(b"0 0 m 50 50 l 10 w S", "/Type/XObject/Subtype/Form/BBox[0 0 50 50]")
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[0 0 50 50]/F 4/AP<</N 4 0 R>>>>"
    form = b"<</Fields[5 0 R]>>"
    data = files.drawn_pdf(b"", look, field, form).replace(b"/Catalog", b"/Catalog/AcroForm 6 0 R")
    assert decode_image(data.replace(b"/Contents", b"/Annots[5 0 R]/Contents"), LIMIT).min() < 50


def test_a_page_of_a_pdf_that_lies_on_its_side_is_turned(corner):
    data = files.drawn_pdf(b"0 0 20 20 re f", box="0 0 100 60").replace(b"/Contents", b"/Rotate 90/Contents")
    pixels = decode_image(data, LIMIT)
    assert pixels.shape == (417, 251) and pixels[5, 5] == 0 and pixels[-5, -5] == 255


def test_a_pdf_with_a_password_says_so():
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({'o' * 32})/U({'u' * 32})>>/ID[(a)(a)]"
    data = files.drawn_pdf(b"").replace(b"/Root", locked.encode() + b"/Root")
    with pytest.raises(LockedDocument, match="protected with a password"):
        decoded(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7 and no more", files.drawn_pdf(b"")[:60]])
def test_a_pdf_that_is_damaged_says_so(data):
    with pytest.raises(TruncatedImage, match="This PDF is damaged"):
        decoded(data)


def test_a_pdf_may_begin_behind_what_a_printer_puts_first():
    assert len(decoded(b"\x1b%-12345X@PJL\r\n" + files.drawn_pdf(b""))[0]) == 1


def test_a_page_that_takes_too_long_to_draw_is_refused_by_its_number():
    with pytest.raises(UnreadablePage, match=r"^Page 1 of this PDF .* Send a photo of it"):
        decoded(pdf_of_forms(10, 10))


def test_where_only_some_pages_can_be_drawn_in_time_these_are_read():
    pages, (warning,) = decoded(pdf_of_forms(4, 12, pages=20))
    assert 1 <= len(pages) < 20
    assert (warning.code, warning.page) == ("pages_left_out", len(pages))


def test_no_process_is_left_behind_by_a_document_that_is_not_read_to_its_end():
    others = set(psutil.Process().children())
    document = open_document(files.FORMATS["PDF"](files.pages("1", "2")), LIMIT, 20)
    next(document.pages)
    (child,) = set(psutil.Process().children()) - others
    del document
    assert not child.is_running()


@pytest.mark.parametrize("name", ["HEIC", "AVIF", "PDF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_transfer_that_was_cut_off_is_said_so(name, share):
    whole = files.FORMATS[name](files.pages("1984"))
    with pytest.raises((TruncatedImage, UnreadablePage)):
        decoded(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("name", ["HEIC", "AVIF", "TIFF", "WebP"])
def test_too_many_pixels_are_refused_in_every_format(name):
    with pytest.raises(ImageTooLarge):
        decoded(files.FORMATS[name](files.pages("19")), max_pixels=5000)


def test_one_large_page_of_a_document_is_refused_before_any_is_decoded():
    small, large = Image.new("L", (10, 10)), Image.new("L", (100, 100))
    with pytest.raises(ImageTooLarge):
        open_document(files.several([small, large], "TIFF"), 5000, 20)


def test_formats_whose_decoders_need_more_memory_may_have_fewer_pixels():
    image = Image.new("RGB", (100, 100))
    assert len(decoded(files.saved(image, "WEBP"), max_pixels=30_000)[0]) == 1
    with pytest.raises(ImageTooLarge):
        decoded(files.saved(image, "WEBP"), max_pixels=29_000)
    assert len(decoded(files.saved(image, "PNG"), max_pixels=10_000)[0]) == 1


def test_a_jpeg_of_thousands_of_scans_is_refused():
    with pytest.raises(UnreadablePage):
        decoded(progressive_of_many_scans(100))


def test_a_png_of_too_many_chunks_is_refused():
    with pytest.raises(UnreadablePage):
        decoded(png(9, 9, 8, 0, png_chunk(b"teXt", b"") * 30_000))


@pytest.mark.parametrize("data", [bytes(PACKED), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"PK\3\4" + bytes(99)])
def test_what_is_no_image_is_refused(data):
    with pytest.raises(NotAnImage):
        decoded(data)


@pytest.fixture(scope="module")
def large_jpeg():
    """48 megapixels less a row and a column: 7999 x 5999, with a number in it."""
    image = drawing.blank(5999, 7999, (236, 233, 224))
    number = drawing.draw_number("1742", 400, paper=(236, 233, 224))
    image[3000 : 3000 + number.shape[0], 5000 : 5000 + number.shape[1]] = number
    return Image.fromarray(np.pad(image, ((0, 0), (0, 1), (0, 0)), mode="edge"))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_very_large_jpeg_is_decoded_at_half_its_size_and_answers_in_its_own_pixels(reader, large_jpeg, orientation):
    data = files.saved(lying(large_jpeg, orientation), "JPEG", exif=turned(orientation))
    (page,), _ = decoded(data)
    assert (page.shrunk, page.pixels.shape, page.size) == (2, (3000, 4000), Size(8000, 5999))
    (whole,), _ = decoded(data, may_shrink=False)
    assert (whole.shrunk, whole.pixels.shape) == (1, (5999, 8000))
    (number,) = read_image(data, reader).numbers
    assert number.text == "1742"
    assert 5000 < number.box.left < 5250 and 3000 < number.box.top < 3250 and number.box.height > 380
    assert 5000 < number.digits[0].box.left < 5250


def test_a_crop_of_a_very_large_jpeg_is_cut_from_its_full_size(reader, large_jpeg):
    (number,) = read_image(files.saved(large_jpeg, "JPEG"), reader, crop=(4900, 2900, 7500, 3900)).numbers
    assert number.text == "1742"
    assert 5000 < number.box.left < 5250


def test_a_photo_of_12_megapixels_keeps_them_all():
    (page,), _ = decoded(files.saved(Image.new("L", (4032, 3024)), "JPEG"))
    assert page.shrunk == 1
