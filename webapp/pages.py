"""HTML routes. The pages are thin: the browser asks the API for what they show."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    send_from_directory,
)

from webapp import errors, owner
from webapp.api import UNCHECKED
from webapp.payload import health_payload

pages = Blueprint("pages", __name__)


@pages.get("/")
def draw():
    """Draw a number."""
    return _page_that_posts("draw.html")


@pages.get("/upload")
def upload():
    """Choose, take, drop or paste a photo."""
    too_large = errors.file_too_large(current_app.config["MAX_UPLOAD_BYTES"]).detail
    return _page_that_posts("upload.html", too_large=too_large)


def _page_that_posts(template: str, **words: str) -> Response:
    # Before the first reading: two that a new browser sends at once would else come from two owners.
    response = make_response(render_template(template, **words))
    if owner.browser_token() is None:
        owner.remember(response, owner.new_token())
    return response


@pages.get("/history")
def history():
    """See what this browser has had read, newest first: all of it, or what is still to be checked."""
    only = UNCHECKED if request.args.get("only") == UNCHECKED else ""
    return render_template("history.html", keep_days=current_app.config["KEEP_DAYS"], only=only)


@pages.get("/readings/<reading_id>")
def reading(reading_id: str):
    """See one reading of this browser again."""
    if current_app.extensions["history"].find(owner.current_owner(), reading_id) is None:
        raise errors.reading_not_found()
    return render_template("reading.html", reading_id=reading_id)


@pages.get("/reader")
def reader():
    """Say what the reader is, how well it reads, and what sure means."""
    return render_template("reader.html", about=current_app.extensions["about"])


@pages.get("/reader/<name>.svg")
def reader_picture(name: str):
    """A picture of the reader's figures; training left it beside the card."""
    about = current_app.extensions["about"]
    if about is None or name not in about.pictures:
        abort(404)
    return send_from_directory(current_app.config["MODEL_DIR"], f"{name}.svg", mimetype="image/svg+xml")


@pages.get("/healthz")
def health():
    """Tell a host whether the app can do its work; an error where nothing can be kept in the database."""
    current_app.extensions["history"].check()
    reader = current_app.extensions["reader"]
    return jsonify(health_payload(reader.name, reader.version))
