"""Files of every format that is read, made of images that the tests draw."""

import io
from collections.abc import Callable

import numpy as np
import pillow_heif
from PIL import Image

from tests import drawing

pillow_heif.register_heif_opener()


def saved(image: Image.Image, file_format: str, **options) -> bytes:
    """The bytes of a file with this image."""
    file = io.BytesIO()
    image.save(file, file_format, **options)
    return file.getvalue()


def pages(*texts: str, height: int = 60) -> list[Image.Image]:
    """A sheet for each number, all of one size."""
    sheets = [drawing.draw_page([text], height) for text in texts]
    width = max(sheet.shape[1] for sheet in sheets)
    margins = [((0, 0), (0, width - sheet.shape[1]), (0, 0)) for sheet in sheets]
    return [
        Image.fromarray(np.pad(sheet, margin, constant_values=255))
        for sheet, margin in zip(sheets, margins, strict=True)
    ]


def several(images: list[Image.Image], file_format: str, **options) -> bytes:
    """A file with a page, or a frame, for each image."""
    return saved(images[0], file_format, save_all=True, append_images=images[1:], **options)


def _deep(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257)


def _clear(image: Image.Image) -> Image.Image:
    clear = Image.new("RGBA", image.size, (0, 0, 0, 0))
    clear.paste(image, mask=image.convert("L").point(lambda level: 255 - level))
    return clear


# Each makes a file of some images: of the first one where the format has one image.
FORMATS: dict[str, Callable[[list[Image.Image]], bytes]] = {
    "JPEG": lambda images: saved(images[0], "JPEG"),
    "JPEG progressive": lambda images: saved(images[0], "JPEG", progressive=True),
    "JPEG CMYK": lambda images: saved(images[0].convert("CMYK"), "JPEG"),
    "MPO": lambda images: several(images, "MPO"),
    "PNG": lambda images: saved(images[0], "PNG"),
    "PNG transparent": lambda images: saved(_clear(images[0]), "PNG"),
    "PNG palette": lambda images: saved(images[0].convert("P"), "PNG"),
    "PNG 16 bit": lambda images: saved(_deep(images[0]), "PNG"),
    "PNG 1 bit": lambda images: saved(images[0].convert("1"), "PNG"),
    "APNG": lambda images: several(images, "PNG"),
    "WebP": lambda images: saved(images[0], "WEBP"),
    "WebP lossless": lambda images: saved(_clear(images[0]), "WEBP", lossless=True),
    "WebP animated": lambda images: several(images, "WEBP"),
    "GIF": lambda images: saved(images[0], "GIF"),
    "GIF animated": lambda images: several(images, "GIF"),
    "BMP": lambda images: saved(images[0], "BMP"),
    "TIFF": lambda images: several(images, "TIFF"),
    "TIFF deflate": lambda images: several(images, "TIFF", compression="tiff_adobe_deflate"),
    "TIFF LZW": lambda images: several(images, "TIFF", compression="tiff_lzw"),
    "TIFF JPEG": lambda images: several(images, "TIFF", compression="jpeg"),
    "TIFF fax": lambda images: several([image.convert("1") for image in images], "TIFF", compression="group4"),
    "TIFF 16 bit": lambda images: several([_deep(image) for image in images], "TIFF"),
    "TIFF CMYK": lambda images: several([image.convert("CMYK") for image in images], "TIFF"),
    "HEIC": lambda images: saved(images[0], "HEIF", quality=80),
    "HEIC in tiles": lambda images: saved(images[0], "HEIF", quality=80, tile_size=64),
    "HEIC transparent": lambda images: saved(_clear(images[0]), "HEIF", quality=80),
    "AVIF": lambda images: saved(images[0], "AVIF", speed=10),
    "AVIF transparent": lambda images: saved(_clear(images[0]), "AVIF", speed=10),
    "PDF": lambda images: several(images, "PDF"),
    "PDF fax": lambda images: several([image.convert("1") for image in images], "PDF"),
    "PDF drawn": lambda images: drawn_pdf(b"0.2 w 10 10 m 20 80 l 40 40 l S 1 0 0 rg 50 50 20 20 re f"),
}


def drawn_pdf(content: bytes, *objects: bytes, pages: int = 1, box: str = "0 0 100 100", resources: str = "") -> bytes:
    """A PDF whose pages all draw this content. objects: more of them, from number 4 on; offsets are right."""
    kids = " ".join(f"{5 + len(objects) + place} 0 R" for place in range(pages))
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 3 0 R/Resources<<{resources}>>>>".encode()
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        stream(content),
        *objects,
        b"null",
        *[page] * pages,
    ]
    file, offsets = io.BytesIO(), []
    file.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, start=1):
        offsets.append(file.tell())
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = file.tell()
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file.write(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(bodies) + 1, table))
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start))
    return file.getvalue()


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream of a PDF."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries.encode(), len(content), content)
