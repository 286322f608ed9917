"""What can be wrong with an image. Each error carries the sentence that tells the person what to do next."""


class UnreadableInput(Exception):
    """Base of all that a person can put right by sending something else."""

    code = "unreadable_input"
    message = "This image cannot be read. Try another one."

    def __init__(self, message: str | None = None):
        super().__init__(message or self.message)


class EmptyFile(UnreadableInput):
    code = "empty_file"
    message = "The file is empty. Take the photo again, or choose another file."


class NotAnImage(UnreadableInput):
    code = "not_an_image"
    message = (
        "This file is not an image that can be read here. Send a JPEG, PNG, HEIC, WebP, AVIF, GIF, BMP, TIFF or PDF."
    )


class TruncatedImage(UnreadableInput):
    code = "truncated_image"
    message = "The image ends too early, as if its transfer was cut off. Send it again, or another copy of it."


class ImageTooLarge(UnreadableInput):
    code = "image_too_large"
    message = "This image has too many pixels. Crop it, or take the photo at a lower resolution."


class LockedDocument(UnreadableInput):
    code = "locked_document"
    message = "This PDF is protected with a password. Save it without one, or print it into a new PDF, and send that."


class UnreadablePage(UnreadableInput):
    code = "unreadable_page"
    message = (
        "This image is damaged, or takes more time or memory to decode than it may. "
        "Open it on your device and save it anew, or send a photo of it."
    )


class BadCrop(UnreadableInput):
    code = "bad_crop"
    message = (
        "The crop must be four whole numbers, left,top,right,bottom, in pixels of the upright image, "
        "with left below right and top below bottom, and must overlap the image."
    )


class BadPattern(UnreadableInput):
    code = "bad_pattern"
    advice = (
        r"A pattern is a name (amount, date, digits, digits{5}, integer, aba, iban:DE, isbn, luhn) or is made of "
        r"0-9 . , - / \d [0-9] ( ) | ? * + {2} {2,4}, for example \d{2}/\d{2}/\d{4}."
    )

    def __init__(self, what: str):
        """what: a sentence that says what is wrong with it"""
        super().__init__(f"{what} {self.advice}")


class ReaderMismatch(Exception):
    """The trained reader does not fit this code; the start is refused."""
