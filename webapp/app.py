"""The Flask application: wires everything, decides nothing."""

import os

from flask import Flask, Response, request
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from webapp.about import read_about
from webapp.api import api
from webapp.corrections import corrections
from webapp.database import reason_of
from webapp.errors import register_errors
from webapp.export import export
from webapp.framing import framing
from webapp.history import History
from webapp.pages import pages
from webapp.reading.errors import ReaderMismatch
from webapp.reading.network import Locator, Reader
from webapp.settings import ROOT, SettingError, existing_folder, read_settings
from webapp.static_files import LONGEST_KEPT, modules_of, version_of

# The multipart form around the image: its boundaries, headers and few options.
FORM_BYTES = 64 * 1024
# No script or style but the app's own files; data: and blob: for images that the page has just made.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def create_app(reader: Reader | None = None, locator: Locator | None = None, **settings) -> Flask:
    """Make the app; settings given here go before those of the environment."""
    values = read_settings(settings, os.environ)
    static = ROOT / "static"
    static_path = f"/static/{version_of(static)}"
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=static, static_url_path=static_path)
    app.config.update(values)
    app.config["MAX_CONTENT_LENGTH"] = values["MAX_UPLOAD_BYTES"] + FORM_BYTES
    # Else a redirect names the host by which the proxy calls the app.
    app.url_map.merge_slashes = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = LONGEST_KEPT
    app.jinja_env.globals["modules_of"] = lambda script: modules_of(static / "js" / script)
    app.extensions["reader"] = reader or Reader.load(existing_folder("MODEL_DIR", values["MODEL_DIR"]))
    app.extensions["locator"] = locator or Locator.load(existing_folder("LOCATOR_DIR", values["LOCATOR_DIR"]))
    app.extensions["about"] = read_about(values["MODEL_DIR"], values["LOCATOR_DIR"])
    app.extensions["history"] = History(values["DATABASE_URL"], values["KEEP_DAYS"])
    app.register_blueprint(api)
    app.register_blueprint(corrections)
    app.register_blueprint(framing)
    app.register_blueprint(export)
    app.register_blueprint(pages)
    register_errors(app)
    app.after_request(_keep_private)
    app.after_request(_add_security_headers)
    return app


def start_problem() -> str | None:
    """Say why the app cannot start with the environment's settings, or None where it can."""
    try:
        values = read_settings({}, os.environ)
        Reader.load(existing_folder("MODEL_DIR", values["MODEL_DIR"]))
        Locator.load(existing_folder("LOCATOR_DIR", values["LOCATOR_DIR"]))
        _try_database(values["DATABASE_URL"])
    except (SettingError, ReaderMismatch) as error:
        return str(error)


def _try_database(url: URL) -> None:
    """raises: SettingError where it cannot be used"""
    try:
        History(url).close()
    except SQLAlchemyError as error:
        shown = url.set(query={}).render_as_string()  # a query of the URL may hold a password
        sentence = f"this database cannot be used now ({reason_of(error)})"
        raise SettingError("DATABASE_URL", shown, sentence) from error


def _keep_private(response: Response) -> Response:
    """Let no cache on the way keep what belongs to one browser: readings, and the cookie that a page sets."""
    if request.endpoint == "static":
        response.cache_control.immutable = True  # else browsers ask again when the person reloads the page
    else:
        # A page that may not be stored at all loses its drawing when the person goes away and back.
        keeping = "no-cache" if response.mimetype == "text/html" else "no-store"
        response.headers.setdefault("Cache-Control", f"private, {keeping}")
        response.vary.add("Cookie")
    return response


def _add_security_headers(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    return response
