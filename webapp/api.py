"""JSON routes, version 1: take, call, save, answer."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from webapp import errors, owner, preview
from webapp.history import History, Overtaken, Sent, StoredReading, new_id
from webapp.payload import is_said, is_unchecked, page_payload, pages_of, reading_payload
from webapp.reading.errors import BadCrop
from webapp.reading.network import Locator, Reader
from webapp.reading.read import read_image

SOURCES = ("photo", "drawing")
LAYOUTS = ("page", "number")
UNCHECKED = "unchecked"
LONGEST_NAME = 120  # characters of a file's name
PIECE_BYTES = 64 * 1024
MOST_JSON_BYTES = 1000  # of a request's: a number's text or a frame
MOST_HEARD_OUT = 10  # times the limit; a larger request is cut off
READINGS_PER_PAGE, MOST_PER_PAGE = 20, 100

PATIENCE = 60  # seconds that an image waits for those before it: longer than any takes
_reading = Lock()

api = Blueprint("api", __name__, url_prefix="/api/v1")


@contextmanager
def one_image_at_a_time(patience: float | None = None) -> Iterator[None]:
    """Wait for whoever is decoding an image: a large photo takes 150 MB and more, and several at once would not fit a
    small host.

    patience: seconds, else PATIENCE; -1 waits as long as it takes
    """
    if not _reading.acquire(timeout=PATIENCE if patience is None else patience):
        raise errors.busy()
    try:
        yield
    finally:
        _reading.release()


@api.before_request
def refuse_other_websites():
    """Keep another website from storing or deleting in its visitor's name: it could even replace the cookie."""
    if request.method in ("POST", "PATCH", "DELETE") and not _comes_from_here():
        raise errors.cross_site()


@api.before_request
def hear_out_what_is_too_large():
    """Take what will be refused for its size to its end, a piece at a time, and forget it."""
    # A browser that is cut off while it sends shows "connection lost" and never the sentence.
    length = request.content_length or 0
    if length <= current_app.config["MAX_CONTENT_LENGTH"]:
        return
    left = min(length, MOST_HEARD_OUT * current_app.config["MAX_CONTENT_LENGTH"])
    while left > 0 and (piece := request.environ["wsgi.input"].read(min(left, PIECE_BYTES))):
        left -= len(piece)


@api.post("/readings")
def create_reading():
    """Read the numbers in an image and keep the reading for this browser."""
    _refuse_unknown(request.args, (), "query parameter")
    _refuse_unknown(request.form, ("image", "source", "layout", "crop", "pattern", "key", "version"), "form field")
    source, layout = _choice("source", SOURCES), _choice("layout", LAYOUTS)
    crop, sent, file = _crop(), _sent(), _image_file()
    drawn, pattern = source == "drawing", request.form.get("pattern")
    options = {"layout": layout, "drawn": drawn, "crop": crop, "pattern": pattern}
    token = owner.browser_token() or owner.new_token()
    reading_owner = owner.owner_of(token)
    try:
        with one_image_at_a_time():
            # Looked for here, not before: the first of two alike may be under way.
            payload = sent and _history().kept(reading_owner, sent)
            if payload is None:
                # Not before: what waits for its turn lies on the disk.
                data = _bytes_of(file)
                reading = read_image(data, *networks(), **options, **image_limits())
                picture = preview.make_preview(data)
                about = {"source": source, "file": None if drawn else _file_name(), "pattern": pattern}
                stored = _stored(reading, picture, data, reading_owner, layout, about)
                payload = _history().save(stored, sent, stays=is_said)
    except Overtaken:
        raise errors.overtaken() from None
    response = jsonify(payload)
    response.status_code = 201
    response.location = url_for(".get_reading", reading_id=payload["id"])
    owner.remember(response, token)
    return response


@api.get("/readings")
def list_readings():
    """The readings of this browser, newest first, a page at a time."""
    _refuse_unknown(request.args, ("limit", "before", "only"), "query parameter")
    limit, only = _limit(), _only()
    found, last = _history().page(owner.current_owner(), limit, _before(), wanted=is_unchecked if only else None)
    next_url = last and url_for(".list_readings", limit=limit, before=last, only=only)
    return jsonify(page_payload([row.payload for row in found], next_url))


@api.get("/readings/<reading_id>")
def get_reading(reading_id: str):
    """One reading of this browser."""
    return jsonify(_found(_history().find(owner.current_owner(), reading_id)))


@api.delete("/readings/<reading_id>")
def delete_reading(reading_id: str):
    """Forget a reading of this browser and its image; with unless=said not where a person has said something of it."""
    _refuse_unknown(request.args, ("unless",), "query parameter")
    if request.args.get("unless", "said") != "said":
        raise errors.unknown_option(f'"unless={request.args["unless"]}"', "said")
    stays = is_said if "unless" in request.args else lambda payload: False
    if stays(_found(_history().delete(owner.current_owner(), reading_id, stays))):
        raise errors.said_of()
    return "", 204


@api.get("/readings/<reading_id>/image")
def get_image(reading_id: str):
    """The image that was sent, or a page of the document, in a format that browsers show."""
    _refuse_unknown(request.args, ("page",), "query parameter")
    page = _page_of(_found(_history().find(owner.current_owner(), reading_id)))
    if _found(_history().content_type(owner.current_owner(), reading_id)) in preview.SHOWN_BY_BROWSERS:
        data, content_type = _found(_history().image(owner.current_owner(), reading_id))
        if preview.shows_upright(data, content_type):
            return _picture(data, content_type)
        del data
    with one_image_at_a_time():
        # Not before: many pages of a large document may be asked for at once.
        data, _ = _found(_history().image(owner.current_owner(), reading_id))
        return _picture(*preview.as_shown(data, page))


@api.get("/readings/<reading_id>/thumbnail")
def get_thumbnail(reading_id: str):
    """A small upright picture of the image that was sent."""
    return _picture(_found(_history().thumbnail(owner.current_owner(), reading_id)), preview.THUMBNAIL_TYPE)


def _comes_from_here() -> bool:
    """Whether the app's own page made the request, or a program, which sends neither of these headers."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    # Browsers tell the first over HTTPS and to localhost alone; it holds whatever a proxy does to the host's name.
    if site is not None:
        return site in ("same-origin", "none")
    return origin is None or _host(_netloc(origin)) in _own_hosts()


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # http://[::1 is no address; "" is nobody's host
        return ""


def _own_hosts() -> set[str]:
    # A proxy may put its own name for the app into Host. No other website can make a browser send the second header.
    names = [request.headers.get("Host", ""), *request.headers.get("X-Forwarded-Host", "").split(",")]
    return {_host(name) for name in names} - {""}


def _host(name: str) -> str:
    return re.sub(r":(80|443)$", "", name.strip().lower())


def _stored(reading, picture, data: bytes, reading_owner: str, layout: str, about: dict) -> StoredReading:
    """about: what reading_payload is told of the request"""
    created_at = datetime.now(UTC)
    id = new_id(created_at)
    payload = reading_payload(reading, id=id, created_at=created_at, **about)
    return StoredReading(
        id, reading_owner, created_at, about["source"], layout, payload, picture.content_type, picture.thumbnail, data
    )


def _refuse_unknown(given, known: tuple[str, ...], kind: str) -> None:
    for name in given:
        if name not in known:
            allowed = f"only {', '.join(known)}" if known else "the form fields instead"
            raise errors.unknown_option(f'The {kind} "{name}"' if name else f"A {kind} without a name", allowed)
        if len(given.getlist(name)) > 1:
            raise errors.unknown_option(f'A second "{name}"', f"each {kind} once")


def _choice(name: str, allowed: tuple[str, ...]) -> str:
    chosen = request.form.get(name, allowed[0])
    if chosen not in allowed:
        raise errors.unknown_option(f'The {name} "{chosen}"', " or ".join(allowed))
    return chosen


def _crop() -> tuple[int, ...] | None:
    text = request.form.get("crop")
    if text is None:
        return None
    # At most nine digits: no image is wider, and int() takes no time over it.
    if not re.fullmatch(r"-?[0-9]{1,9}(,-?[0-9]{1,9}){3}", text):
        raise BadCrop
    return tuple(int(edge) for edge in text.split(","))


def _sent() -> Sent | None:
    """How the browser speaks of the image."""
    key, version = request.form.get("key"), request.form.get("version", "0")
    if key is None:
        if "version" in request.form:
            raise errors.unknown_option("A version without a key", "both")
        return None
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,64}", key):
        raise errors.unknown_option("Such a key", "16 to 64 letters, digits, - or _, made by chance")
    if not re.fullmatch(r"[0-9]{1,9}", version):
        raise errors.unknown_option(f'The version "{version}"', "a whole number of at most nine digits")
    return Sent(key, int(version))


def _image_file() -> FileStorage:
    _refuse_unknown(request.files, ("image",), "file field")
    file = request.files.get("image")
    if file is None or not file.filename:
        raise errors.no_file()
    return file


def _bytes_of(file: FileStorage) -> bytes:
    data = file.read()
    if len(data) > current_app.config["MAX_UPLOAD_BYTES"]:
        raise errors.file_too_large(current_app.config["MAX_UPLOAD_BYTES"])
    return data


def _file_name() -> str | None:
    """What the image is called where it comes from: no folders, in one line. None where nothing is left of it."""
    name = re.split(r"[/\\]", request.files["image"].filename)[-1]
    # Besides line ends and the like these are signs that turn the direction of writing, and hide how a name ends.
    shown = (sign for sign in name if sign.isprintable() or unicodedata.category(sign) == "Zs")
    return "".join(shown).strip()[:LONGEST_NAME].strip() or None


def _limit() -> int:
    text = request.args.get("limit", str(READINGS_PER_PAGE))
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MOST_PER_PAGE:
        raise errors.unknown_option(f'The limit "{text}"', f"a whole number from 1 to {MOST_PER_PAGE}")
    return int(text)


def _page_of(payload: dict) -> int:
    """Which page is asked for. payload: of the reading"""
    text, count = request.args.get("page", "1"), pages_of(payload)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= count:
        raise errors.unknown_option(f'The page "{text}"', f"a whole number from 1 to {count}")
    return int(text)


def _before() -> str | None:
    id = request.args.get("before")
    if id is not None and not re.fullmatch(r"[0-9a-f]{38}", id):
        raise errors.unknown_option(f'"before={id}"', "the id of a reading")
    return id


def _only() -> str | None:
    only = request.args.get("only")
    if only not in (None, UNCHECKED):
        raise errors.unknown_option(f'"only={only}"', UNCHECKED)
    return only


def _found(answer):
    if answer is None:
        raise errors.reading_not_found()
    return answer


def _picture(data: bytes, content_type: str) -> Response:
    response = Response(data, mimetype=content_type)
    # It never changes, but it can be deleted: kept by this browser alone, and not for ever.
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def small_json() -> object:
    """What the request says in JSON; None where it is none, or longer than any that is asked for here."""
    request.max_content_length = MOST_JSON_BYTES
    try:
        return request.get_json()
    except (HTTPException, RecursionError):  # the latter of brackets in brackets
        return None


def networks() -> tuple[Reader, Locator]:
    """What the app reads with."""
    return current_app.extensions["reader"], current_app.extensions["locator"]


def image_limits() -> dict[str, int]:
    """How large an image and how long a document read_image may take, as it calls them."""
    return {"max_pixels": current_app.config["MAX_IMAGE_PIXELS"], "max_pages": current_app.config["MAX_PAGES"]}


def _history() -> History:
    return current_app.extensions["history"]
