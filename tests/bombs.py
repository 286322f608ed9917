"""Small files that ask for much: a decoder that believes them runs out of memory or of time."""

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
from PIL import Image

from tests import drawing
from tests.files import drawn_pdf, pages, saved, several, stream

LARGE = (7000, 7000)  # just below the default limit of 50 megapixels
PACKED = 5_000_000  # bytes of nothing, which packed are a thousandth


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, depth: int, colours: int, *chunks: bytes, rows: bytes = b"", in_passes: bool = False
) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, in_passes))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """So many bytes 0, packed."""
    packer = zlib.compressobj(9)
    piece = bytes(10_000_000)
    packed = [packer.compress(piece) for _ in range(count // len(piece))]
    return b"".join([*packed, packer.compress(bytes(count % len(piece))), packer.flush()])


def progressive_of_many_scans(scans: int) -> bytes:
    data = saved(Image.new("L", LARGE, 255), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def with_size_in_frame(data: bytes, size: tuple[int, int]) -> bytes:
    """A JPEG that claims another size."""
    frame = re.search(rb"\xff[\xc0\xc2]..\x08", data, re.DOTALL).end()
    return data[:frame] + struct.pack(">HH", *size[::-1]) + data[frame + 4 :]


def many_directories(count: int) -> bytes:
    """A TIFF of pages of one pixel."""
    file = io.BytesIO(b"")
    file.write(b"II*\0" + struct.pack("<I", 8))
    entries = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (278, 1), (279, 1)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 3, 1, v) for tag, v in entries)
    for place in range(count):
        following = 8 + (place + 1) * (len(directory) + 4) if place < count - 1 else 0
        file.write(directory + struct.pack("<I", following))
    return file.getvalue()


def small_copies(count: int) -> bytes:
    """A TIFF whose every page calls itself a small copy of another."""
    return many_directories(count).replace(struct.pack("<HHII", 278, 3, 1, 1), struct.pack("<HHII", 254, 3, 1, 1))


def directories_in_a_ring() -> bytes:
    data = bytearray(many_directories(3))
    data[-4:] = struct.pack("<I", 8)
    return bytes(data)


def bitmap_of_runs() -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, *LARGE, 1, 8, 1, 0, 0, 0, 256, 0)
    palette = bytes(1024)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 14 + 40 + 1024) + header + palette + b"\0\1"


def with_large_size_box(data: bytes, side: int) -> bytes:
    """A HEIC or an AVIF that claims another size in all places that say one."""
    return re.sub(rb"(ispe\0{4}).{8}", lambda found: found[1] + struct.pack(">II", side, side), data, flags=re.DOTALL)


def pdf_of_forms(depth: int, times: int, pages: int = 1) -> bytes:
    """Each form draws the next one so many times; the last draws a line."""
    forms = []
    for level in range(depth):
        number = 4 + level
        last = level == depth - 1
        content = b"0 0 m 100 100 l S" if last else b"/F Do " * times
        resources = "" if last else f"/Resources<</XObject<</F {number + 1} 0 R>>>>"
        forms.append(stream(content, f"/Type/XObject/Subtype/Form/BBox[0 0 100 100]{resources}"))
    return drawn_pdf(b"/F Do " * times, *forms, pages=pages, resources="/XObject<</F 4 0 R>>")


def pdf_of_packed_content(times: int) -> bytes:
    packed = zlib.compress(b"0 0 m 99 99 l S\n" * times, 9)
    body = stream(packed, "/Filter/FlateDecode")
    return drawn_pdf(b"", body).replace(b"/Contents 3 0 R", b"/Contents 4 0 R")


def pdf_of_image(width: int, height: int, kind: str, data: bytes) -> bytes:
    body = stream(data, f"/Type/XObject/Subtype/Image/Width {width}/Height {height}{kind}")
    return drawn_pdf(b"100 0 0 100 0 0 cm /I Do", body, resources="/XObject<</I 4 0 R>>")


def pdf_of_pattern() -> bytes:
    tile = stream(
        b"0 0 m 1 1 l S",
        "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>",
    )
    return drawn_pdf(b"/Pattern cs /P scn 0 0 100 100 re f", tile, resources="/Pattern<</P 4 0 R>>")


def pdf_packed_twice() -> bytes:
    body = stream(zlib.compress(zeros(400_000_000), 9), "/Filter[/FlateDecode/FlateDecode]")
    return drawn_pdf(b"", body).replace(b"/Contents 3 0 R", b"/Contents 4 0 R")


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("image.png", data)
    return file.getvalue()


def _noise() -> bytes:
    return np.random.default_rng(0).integers(0, 256, PACKED, np.uint8).tobytes()


RGB_IMAGE = "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
BOMBS: dict[str, Callable[[], bytes]] = {
    "PNG, 60,000 pixels square": lambda: png(60_000, 60_000, 8, 0),
    "PNG, all of 2 to the 31": lambda: png(2**31 - 1, 2**31 - 1, 16, 6),
    "PNG, large, 1 bit": lambda: saved(Image.new("1", LARGE), "PNG"),
    "PNG, large, 16 bits of four colours": lambda: png(*LARGE, 16, 6, rows=zeros(LARGE[1] * (1 + 8 * LARGE[0]))),
    "PNG, large, in passes": lambda: png(*LARGE, 8, 6, rows=zeros(4 * LARGE[0] * LARGE[1] + 20_000), in_passes=True),
    "PNG, packed words": lambda: png(9, 9, 8, 0, png_chunk(b"zTXt", b"a\0\0" + zeros(400_000_000))),
    "PNG, packed profile": lambda: png(9, 9, 8, 0, png_chunk(b"iCCP", b"a\0\0" + zeros(400_000_000))),
    "PNG, a million chunks": lambda: png(9, 9, 8, 0, png_chunk(b"teXt", b"") * 1_000_000),
    "APNG, 2,000 frames": lambda: several([Image.new("L", (9, 9), place % 256) for place in range(2000)], "PNG"),
    "JPEG, 65,000 pixels square": lambda: with_size_in_frame(saved(Image.new("L", (9, 9)), "JPEG"), (65_000, 65_000)),
    "JPEG, large": lambda: saved(Image.new("RGB", LARGE, "white"), "JPEG"),
    "JPEG, large, CMYK": lambda: saved(Image.new("CMYK", LARGE), "JPEG"),
    "JPEG, large, progressive": lambda: saved(Image.new("RGB", LARGE, "white"), "JPEG", progressive=True),
    "JPEG, large, 12 scans": lambda: progressive_of_many_scans(6),
    "JPEG, 5,000 scans": lambda: progressive_of_many_scans(5000),
    "GIF, 65,535 pixels square": lambda: b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(200),
    "GIF, large": lambda: saved(Image.new("P", LARGE), "GIF"),
    "GIF, a million empty extensions": lambda: saved(Image.new("P", (9, 9)), "GIF")[:13] + b"!\xfe\x01a\0" * 1_000_000,
    "GIF, a frame larger than its screen": lambda: (
        b"GIF89a\1\0\1\0\0\0\0," + struct.pack("<HHHH", 0, 0, 65_535, 65_535) + b"\0\2\2L\1\0;"
    ),
    "BMP, large, in runs": bitmap_of_runs,
    "BMP, 2 to the 30 pixels wide": lambda: (
        b"BM" + bytes(8) + struct.pack("<IIiiHH", 54, 40, 2**30, 9, 1, 24) + bytes(99)
    ),
    "TIFF, 100,000 pages": lambda: many_directories(100_000),
    "TIFF, 100,000 small copies": lambda: small_copies(100_000),
    "TIFF, pages in a ring": directories_in_a_ring,
    "TIFF, 30 large pages": lambda: several([Image.new("1", LARGE, 1)] * 30, "TIFF", compression="group4"),
    "TIFF, large, floating point": lambda: saved(Image.new("F", LARGE), "TIFF", compression="tiff_adobe_deflate"),
    "TIFF, large, 16 bit": lambda: saved(Image.new("I;16", LARGE), "TIFF", compression="tiff_adobe_deflate"),
    "TIFF, large, four colours": lambda: saved(Image.new("RGBA", LARGE), "TIFF", compression="tiff_adobe_deflate"),
    "TIFF, large, CMYK": lambda: saved(Image.new("CMYK", LARGE), "TIFF", compression="tiff_lzw"),
    "TIFF, a tag of 2 to the 31 values": lambda: many_directories(1).replace(
        struct.pack("<HHII", 273, 3, 1, 8), struct.pack("<HHII", 273, 4, 2**31, 8)
    ),
    "WebP, as large as it may be": lambda: saved(Image.new("RGB", (16_000, 16_000)), "WEBP", lossless=True, method=0),
    "WebP, a third as large": lambda: saved(Image.new("RGBA", (4080, 4080)), "WEBP", lossless=True, method=0),
    "HEIC, large": lambda: saved(Image.new("RGB", LARGE, "white"), "HEIF", quality=10, tile_size=512),
    "HEIC, claims to be large": lambda: with_large_size_box(saved(pages("1")[0], "HEIF"), 7000),
    "HEIC, claims 2 to the 31": lambda: with_large_size_box(saved(pages("1")[0], "HEIF"), 2**31),
    "AVIF, half as large": lambda: saved(Image.new("RGB", (5000, 4990), "white"), "AVIF", speed=10),
    "AVIF, claims to be large": lambda: with_large_size_box(saved(pages("1")[0], "AVIF", speed=10), 7000),
    "PDF, forms in forms": lambda: pdf_of_forms(10, 10),
    "PDF, 20 pages of some forms": lambda: pdf_of_forms(4, 10, pages=20),
    "PDF, a form that draws itself": lambda: (
        pdf_of_forms(1, 1)
        .replace(b"0 0 m 100 100 l S", b"/F Do")
        .replace(b"/BBox", b"/Resources<</XObject<</F 4 0 R>>>>/BBox")
    ),
    "PDF, ten million lines packed": lambda: pdf_of_packed_content(10_000_000),
    "PDF, packed twice": pdf_packed_twice,
    "PDF, an image of 900 megapixels": lambda: pdf_of_image(30_000, 30_000, RGB_IMAGE, zeros(100_000_000)),
    "PDF, an image of 100 megapixels": lambda: pdf_of_image(10_000, 10_000, RGB_IMAGE, zeros(300_000_000)),
    "PDF, a fine pattern": pdf_of_pattern,
    "PDF, a page of a million points": lambda: drawn_pdf(b"", box="0 0 1000000 1000000"),
    "PDF, a page a hair wide": lambda: drawn_pdf(b"", box="0 0 .0001 14400"),
    "PDF, no page size": lambda: drawn_pdf(b"", box="0 0 0 0"),
    "PDF, 100,000 pages": lambda: drawn_pdf(b"", pages=100_000),
    "PDF, pages that are not there": lambda: drawn_pdf(b"").replace(b"/Count 1", b"/Count 1000000000"),
    "PDF, brackets in brackets": lambda: drawn_pdf(b"[" * 1_000_000),
    "PDF, its pages in a ring": lambda: drawn_pdf(b"").replace(b"Kids[", b"Kids[2 0 R "),
    "zip of an image": lambda: zipped(saved(pages("1")[0], "PNG")),
    "zip of nothing": lambda: zipped(bytes(100_000_000)),
    "gzip of an image": lambda: gzip.compress(saved(pages("1")[0], "BMP")),
    "noise": _noise,
    "zeros": lambda: bytes(PACKED),
    "a page of a website": lambda: b"<!doctype html><title>1984</title>",
    "an SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "an image of one row": lambda: drawing.encode(drawing.blank(1, 49_000_000 // 1000)),
}
