"""What the person says a number is: PATCH /api/v1/readings/<id>/numbers/<index>. What the reader said stays."""

import re
from functools import partial

from flask import Blueprint, current_app, jsonify

from webapp import errors, owner
from webapp.api import refuse_other_websites, small_json
from webapp.payload import AlreadySaid, with_correction

LONGEST = 40  # characters

corrections = Blueprint("corrections", __name__, url_prefix="/api/v1")
corrections.before_request(refuse_other_websites)


@corrections.patch("/readings/<reading_id>/numbers/<int:index>")
def correct_number(reading_id: str, index: int):
    """Keep the text that the person gives for a number of a reading; "" leaves it out, null takes either back."""
    change = partial(with_correction, index=index, **_correction())
    try:
        payload = current_app.extensions["history"].change(owner.current_owner(), reading_id, change)
    except AlreadySaid:
        raise errors.said_of() from None
    except IndexError:
        raise errors.number_not_found() from None
    if payload is None:
        raise errors.reading_not_found()
    return jsonify(payload)


def _correction() -> dict:
    """What with_correction takes: the text, and whether one that was said before stays."""
    body = small_json()
    if not isinstance(body, dict) or not {"text"} <= set(body) <= {"text", "unless"}:
        raise errors.bad_correction(LONGEST)
    if body.get("unless", "said") != "said":
        raise errors.bad_correction(LONGEST)
    text = body["text"]
    # With a digit in it: a lone dash is no number.
    is_number = isinstance(text, str) and re.fullmatch(rf"(?=.*[0-9])[0-9.,/-]{{1,{LONGEST}}}", text)
    if text not in (None, "") and not is_number:
        raise errors.bad_correction(LONGEST)
    return {"text": text, "said_stays": "unless" in body}
