"""Reading -> public JSON, version 1. The only place that spells its keys."""

from collections.abc import Iterable
from datetime import datetime

from webapp.reading.result import (
    Alternative,
    Box,
    Candidate,
    Check,
    Digit,
    Number,
    OtherText,
    PhotoWarning,
    Reading,
    Size,
)


def reading_payload(reading: Reading, *, id: str, created_at: datetime, source: str) -> dict:
    """The whole answer for one image, as it is stored and sent. created_at: in UTC."""
    return {
        "id": id,
        "created_at": created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "source": source,
        "status": reading.status,
        "image": _size(reading.pages[0]),
        "pages": [_size(page) for page in reading.pages],
        "text": reading.text,
        "numbers": [_number(number) for number in reading.numbers],
        "candidates": [_candidate(candidate) for candidate in reading.candidates],
        "warnings": [_warning(warning) for warning in reading.warnings],
        "reader": reader_payload(reading.reader_name, reading.reader_version),
        "timing_ms": {step: round(float(spent), 1) for step, spent in reading.timing_ms.items()},
    }


def with_correction(payload: dict, index: int, text: str | None) -> dict:
    """The same reading with what the person says its number `index` is.

    text: "" where the person wants none there, print for example; None takes back what was said before
    raises: IndexError
    """
    numbers = list(payload["numbers"])
    numbers[index] = {key: value for key, value in numbers[index].items() if key != "correction"}
    if text is not None:
        numbers[index]["correction"] = text
    return {**payload, "numbers": numbers}


FRAMED = 0.8  # of a number's box lies in the frame that the person drew: it is what was drawn around


def with_added(payload: dict, numbers: Iterable[Number], frame: tuple[int, int, int, int], page: int) -> dict:
    """The same reading with the numbers that were read in a frame the person drew; those that lie in it are left out,
    and candidates in it are none any more.

    The others keep their places: numbers are spoken of by them.
    frame: left, top, right, bottom in pixels of the upright page
    """
    kept = [
        {**number, "correction": ""} if number.get("page", 1) == page and _is_framed(number["box"], frame) else number
        for number in payload["numbers"]
    ]
    added = [{**_number(number), "page": page, "added": True} for number in numbers]
    together = [*kept, *added]
    # Readings of the first versions have none.
    candidates = [
        candidate
        for candidate in payload.get("candidates", [])
        if candidate["page"] != page or not _is_framed(candidate["box"], frame)
    ]
    status = "sure" if all(number["status"] == "sure" for number in together) else "unsure"
    text = "\n".join(number["text"] for number in together)
    return {**payload, "status": status, "text": text, "numbers": together, "candidates": candidates}


def _is_framed(box: dict, frame: tuple[int, int, int, int]) -> bool:
    across = min(box["right"], frame[2]) - max(box["left"], frame[0])
    down = min(box["bottom"], frame[3]) - max(box["top"], frame[1])
    area = (box["right"] - box["left"]) * (box["bottom"] - box["top"])
    return across > 0 and down > 0 and across * down >= FRAMED * area


def pages_of(payload: dict) -> int:
    """How many pages a reading has; readings of the first versions knew none."""
    return len(payload.get("pages", ["the image"]))


TABLE_COLUMNS = (
    *("id", "created_at", "page", "number", "text", "correction", "status", "confidence"),
    *("left", "top", "right", "bottom"),
)


def table_rows(payload: dict) -> list[list]:
    """A reading as rows of TABLE_COLUMNS, one a number that was not left out; without any, a row that says so."""
    about = [payload["id"], payload["created_at"]]
    # Counted from 1, as at the frames on the picture.
    numbered = enumerate(payload["numbers"], start=1)
    rows = [[*about, *_table_cells(number, place)] for place, number in numbered if not _is_left_out(number)]
    return rows or [[*about, *[""] * 4, "empty", *[""] * 5]]


def _table_cells(number: dict, place: int) -> list:
    # Readings of the first versions knew no pages.
    about = [number.get("page", 1), place, number["text"], number.get("correction", "")]
    box = [number["box"][edge] for edge in ("left", "top", "right", "bottom")]
    return [*about, number["status"], number["confidence"], *box]


LABEL_COLUMNS = ("file", "text", "read")


def label_rows(payload: dict) -> list[list[str]]:
    """The numbers that a person corrected or checked, not those left out, as rows of LABEL_COLUMNS.

    returns: the crop's file, what is written, what was read
    """
    return [
        [f"{payload['id']}_{place:03}.png", number["correction"], number["text"]]
        for place, number in enumerate(payload["numbers"], start=1)
        if _is_labelled(number)
    ]


def corrected_places(payload: dict) -> list[tuple[int, Box]]:
    """Page and box of each number of label_rows."""
    corrected = (number for number in payload["numbers"] if _is_labelled(number))
    return [(number.get("page", 1), Box(**number["box"])) for number in corrected]


def _is_left_out(number: dict) -> bool:
    return number.get("correction") == ""


def _is_labelled(number: dict) -> bool:
    """Whether a person said what it is."""
    return "correction" in number and not _is_left_out(number)


def page_payload(readings: list[dict], next_url: str | None) -> dict:
    """A page of the history, newest first, and where the next one is."""
    return {"readings": readings, "next": next_url}


def health_payload(reader_name: str, reader_version: str) -> dict:
    """What a host's health check is told when all is well."""
    return {"status": "ok", "reader": reader_payload(reader_name, reader_version)}


def reader_payload(name: str, version: str) -> dict:
    """Which reader it was."""
    return {"name": name, "version": version}


def _number(number: Number) -> dict:
    payload = {
        "text": number.text,
        "digits_only": number.digits_only,
        "confidence": _confidence(number.confidence),
        "status": number.status,
        "page": number.page,
        "box": _box(number.box),
        "digits": [_digit(digit) for digit in number.digits],
        "alternatives": [_other_text(other) for other in number.alternatives],
    }
    return payload if number.check is None else {**payload, "check": _check(number.check)}


def _size(size: Size) -> dict:
    return {"width": size.width, "height": size.height}


def _candidate(candidate: Candidate) -> dict:
    return {"page": candidate.page, "box": _box(candidate.box)}


def _warning(warning: PhotoWarning) -> dict:
    return {"code": warning.code, "message": warning.message, "page": warning.page}


def _digit(digit: Digit) -> dict:
    return {
        "value": digit.value,
        "confidence": _confidence(digit.confidence),
        "status": "sure" if digit.sure else "unsure",
        "box": _box(digit.box),
        "alternatives": [_alternative(alternative) for alternative in digit.alternatives],
    }


def _alternative(alternative: Alternative) -> dict:
    return {"value": alternative.value, "confidence": _confidence(alternative.confidence)}


def _other_text(other: OtherText) -> dict:
    return {"text": other.text, "confidence": _confidence(other.confidence)}


def _check(check: Check) -> dict:
    return {"name": check.name, "passed": check.passed, "chose": check.chose}


def _box(box: Box) -> dict:
    # int(): arithmetic on arrays leaves numbers behind that JSON does not know.
    return {"left": int(box.left), "top": int(box.top), "right": int(box.right), "bottom": int(box.bottom)}


def _confidence(probability: float) -> float:
    return round(float(probability), 4)
