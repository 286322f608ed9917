"""Exception -> status and words, as problem+json (RFC 9457) or as a page. The only place that knows both."""

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from webapp.database import is_full, is_read_only, is_unavailable, reason_of
from webapp.reading.errors import ImageTooLarge, UnreadableInput


class Problem(Exception):
    """Something is wrong with the request; the sentence tells the person what to do next."""

    def __init__(self, status: int, code: str, detail: str):
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def unknown_option(name: str, allowed: str) -> Problem:
    """An option, or a value of one, that this version does not know."""
    return Problem(400, "unknown_option", f"{name} is not known here. Use {allowed}.")


def no_file() -> Problem:
    """There is no image in the request."""
    return Problem(400, "no_file", 'No image came with the request. Send one as a file in the form field "image".')


def file_too_large(limit: int) -> Problem:
    """The image has more bytes than the setting allows."""
    sentence = (
        f"The file is too large: at most {_bytes_in_words(limit)} are accepted. Crop the image, or save it smaller."
    )
    return Problem(413, "file_too_large", sentence)


def bad_form() -> Problem:
    """The form is out of all measure, though no file in it is."""
    sentence = 'The form has too many fields or too long a text. Send the image as a file in the form field "image".'
    return Problem(400, "bad_form", sentence)


def reading_not_found() -> Problem:
    """There is no such reading, or it is not this browser's: nobody is told which."""
    return Problem(404, "not_found", "There is no such reading in this browser's history. It may have been deleted.")


def number_not_found() -> Problem:
    """The reading has no number in this place."""
    return Problem(404, "not_found", "The reading has no such number. Its numbers are counted from 0.")


def bad_correction(longest: int) -> Problem:
    """What is sent as a correction is none."""
    sentence = (
        f'A correction is JSON such as {{"text": "1250.00"}}: digits and . , - / only, at most {longest} characters; '
        'an empty text leaves the number out, null takes the correction back; with "unless": "said" an earlier '
        "correction stays. Send it as application/json."
    )
    return Problem(400, "bad_correction", sentence)


def bad_frame(pages: int) -> Problem:
    """What is sent as a frame around a missed number is none."""
    sentence = (
        'A frame is JSON such as {"box": {"left": 10, "top": 20, "right": 210, "bottom": 70}, "page": 1}: '
        "whole pixels of the upright page, left less than right, top less than bottom, and some of it on the page; "
        f"page is 1 where it is left out, and at most {pages} here."
    )
    return Problem(400, "bad_frame", sentence)


def nothing_framed() -> Problem:
    """The person framed a number that cannot be read at all."""
    sentence = "No number could be read there. Draw the frame around all of its digits, and close to them."
    return Problem(422, "nothing_framed", sentence)


def already_corrected() -> Problem:
    """All that stands in the frame the person has corrected or checked before."""
    sentence = (
        "You have corrected or checked what stands there. Correct it again where it is listed, or leave it out first."
    )
    return Problem(409, "already_corrected", sentence)


def overtaken() -> Problem:
    """A newer version of the same image has been read: this one would be a second reading of it."""
    return Problem(409, "overtaken", "A newer version of this image has been read. Ask for that one's reading.")


def said_of() -> Problem:
    """It is to be deleted or corrected only where nobody has said anything of it."""
    sentence = "A person has corrected, checked or added it already, so it stays as it is. Leave unless=said out."
    return Problem(409, "said_of", sentence)


def cross_site() -> Problem:
    """Another website sent the visitor's browser here to change something."""
    return Problem(403, "cross_site", "Another website made this request. Open the app itself and try again there.")


def busy() -> Problem:
    """Others' images are being read, and there are too many of them."""
    return Problem(503, "busy", "Other images are being read here, and that takes long. Try again in a moment.")


def register_errors(app: Flask) -> None:
    """Answer every exception in words."""
    app.register_error_handler(Problem, lambda error: _answer(error.status, error.code, error.detail))
    app.register_error_handler(UnreadableInput, _unreadable_input)
    app.register_error_handler(SQLAlchemyError, _database_unavailable)
    app.register_error_handler(HTTPException, _http_error)


_PAGE_TITLES = {
    403: "This was not asked for here",
    404: "Not found",
    405: "Not possible here",
    413: "That file is too large",
    500: "Something went wrong",
    503: "Back in a moment",
}

_HTTP_WORDS = {
    404: ("not_found", "There is nothing at this address. Check it, or start again from the front page."),
    405: ("method_not_allowed", "This address exists, but cannot be used in this way. The Allow header says how."),
    500: ("internal_error", "The mistake is on this side, and it has been written down. Try again in a moment."),
}


def _unreadable_input(error: UnreadableInput) -> Response:
    return _answer(413 if isinstance(error, ImageTooLarge) else 400, error.code, str(error))


def _database_unavailable(error: SQLAlchemyError) -> Response:
    if is_full(error):
        current_app.logger.error("There is no room for the history: %s", reason_of(error))
        return _answer(
            507, "no_room", "The server has no room for more readings. Save what you have, and tell whoever runs it."
        )
    # A line: while it is away there is one for each request.
    mistake = None if is_unavailable(error) else error
    current_app.logger.error("The database does not answer: %s", reason_of(error), exc_info=mistake)
    if is_read_only(error):
        return _answer(503, "database_unavailable", "The server cannot keep readings now. Tell whoever runs it.")
    return _answer(503, "database_unavailable", "The history cannot be reached just now. Try again in a moment.")


def _http_error(error: HTTPException) -> Response:
    if error.code == 413:
        problem = file_too_large(current_app.config["MAX_UPLOAD_BYTES"]) if _is_too_long() else bad_form()
        return _answer(problem.status, problem.code, problem.detail)
    status = error.code or 500
    code, detail = _HTTP_WORDS.get(
        status, ("http_error", f"{HTTPStatus(status).phrase}. Check the request and try again.")
    )
    response = _answer(status, code, detail)
    if getattr(error, "valid_methods", None):
        response.allow.update(error.valid_methods)
    return response


def _is_too_long() -> bool:
    """Whether the whole request is: Flask calls it "too large" as well where a form has too many fields."""
    if request.content_length is not None:
        return request.content_length > current_app.config["MAX_CONTENT_LENGTH"]
    # Sent in pieces, without its length: then it was read up to the limit.
    return getattr(request.stream, "is_exhausted", False)


def _answer(status: int, code: str, detail: str) -> Response:
    if _wants_page():
        page = render_template(
            "error.html", title=_PAGE_TITLES.get(status, "Something is wrong"), detail=detail, status=status
        )
        return Response(page, status, mimetype="text/html")
    problem = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response(json.dumps(problem), status, mimetype="application/problem+json")


def _wants_page() -> bool:
    return not request.path.startswith("/api/") and request.accept_mimetypes.accept_html


def _bytes_in_words(count: int) -> str:
    return f"{count / 1_000_000:g} MB" if count >= 100_000 else f"{count} bytes"
