"""Numbers that the reader missed or tore, framed by the person: POST /api/v1/readings/<id>/numbers."""

from functools import partial

from flask import Blueprint, current_app, jsonify

from webapp import errors, owner
from webapp.api import image_limits, networks, one_image_at_a_time, refuse_other_websites, small_json
from webapp.payload import EDGES, AlreadySaid, pages_of, with_added
from webapp.reading.errors import BadCrop
from webapp.reading.read import NUMBERS_LEFT_OUT, read_image

FURTHEST = 10**9  # pixels: no image is wider

framing = Blueprint("framing", __name__, url_prefix="/api/v1")
framing.before_request(refuse_other_websites)


@framing.post("/readings/<reading_id>/numbers")
def add_numbers(reading_id: str):
    """Read the numbers in a frame that the person drew, and put them in the place of those that lie in it.

    They look as the pattern says that the reading was asked for with.
    """
    history = current_app.extensions["history"]
    found = history.find(owner.current_owner(), reading_id)
    if found is None:
        raise errors.reading_not_found()
    page, frame = _frame(pages_of(found))
    options = {"drawn": found["source"] == "drawing", "pattern": found.get("pattern")}
    try:
        with one_image_at_a_time():
            image = history.image(owner.current_owner(), reading_id)
            if image is None:  # deleted meanwhile
                raise errors.reading_not_found()
            reading = read_image(image[0], *networks(), crop=frame, crop_page=page, **options, **image_limits())
    except BadCrop:  # inside out, or beside the page
        raise errors.bad_frame(pages_of(found)) from None
    if not reading.numbers:
        raise errors.nothing_framed()
    left_out = [warning for warning in reading.warnings if warning.code == NUMBERS_LEFT_OUT]
    change = partial(with_added, numbers=reading.numbers, frame=frame, page=page, warnings=left_out)
    try:
        payload = history.change(owner.current_owner(), reading_id, change)
    except AlreadySaid:
        raise errors.already_corrected() from None
    if payload is None:
        raise errors.reading_not_found()
    return jsonify(payload), 201


def _frame(pages: int) -> tuple[int, tuple[int, int, int, int]]:
    """The page and the edges that are asked for. pages: how many there are"""
    body = small_json()
    if not isinstance(body, dict) or not {"box"} <= set(body) <= {"box", "page"}:
        raise errors.bad_frame(pages)
    box, page = body["box"], body.get("page", 1)
    if not isinstance(box, dict) or set(box) != set(EDGES) or not all(map(_is_whole, (*box.values(), page))):
        raise errors.bad_frame(pages)
    if not 1 <= page <= pages:
        raise errors.bad_frame(pages)
    return page, tuple(box[edge] for edge in EDGES)


def _is_whole(value) -> bool:
    # True is an int too.
    return type(value) is int and abs(value) <= FURTHEST
