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
    digits_of,
)


def reading_payload(
    reading: Reading,
    *,
    id: str,
    created_at: datetime,
    source: str,
    file: str | None = None,
    pattern: str | None = None,
) -> dict:
    """The whole answer for one image, as it is stored and sent.

    created_at: in UTC
    file: what the image's file was called
    pattern: what the numbers were said to look like, and those that are framed later do too
    """
    given = {"file": file, "pattern": pattern}
    return {
        "id": id,
        "created_at": created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "source": source,
        **{name: value for name, value in given.items() if value is not None},
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


class AlreadySaid(Exception):
    """A person has said already what a number is that was to be changed, or every one that was to be added."""


def with_correction(payload: dict, index: int, text: str | None, said_stays: bool = False) -> dict:
    """The same reading with what the person says its number `index` is.

    text: "" where the person wants none there, print for example; None takes back what was said before
    said_stays: whether what was said before stays
    raises: IndexError, AlreadySaid
    """
    numbers = list(payload["numbers"])
    if said_stays and "correction" in numbers[index]:
        raise AlreadySaid
    numbers[index] = {key: value for key, value in numbers[index].items() if key != "correction"}
    if text is not None:
        numbers[index]["correction"] = text
    return _of_numbers(payload, numbers)


def is_said(payload: dict) -> bool:
    """Whether a person has said something of a reading: corrected, checked, left out or added a number."""
    return any("correction" in number or "added" in number for number in payload["numbers"])


def is_unchecked(payload: dict) -> bool:
    """Whether the person is still asked about a number of a reading."""
    return any(_state(number) == "unsure" for number in payload["numbers"])


EDGES = ("left", "top", "right", "bottom")
FRAMED = 0.8  # of a number's box lies in the frame that the person drew: it is what was drawn around
REACHING = 0.2  # of the lower one's height, across and down: so much of another number may be one of its digits
MEETING = 0.2  # of one of two numbers' boxes lies in the other's: the same digits may be in both


def with_added(
    payload: dict,
    numbers: Iterable[Number],
    frame: tuple[int, int, int, int],
    page: int,
    warnings: Iterable[PhotoWarning] = (),
) -> dict:
    """The same reading with the numbers that were read in a frame the person drew; those in whose place they were read
    are left out, and candidates in it are none any more.

    The others keep their places: numbers are spoken of by them. What a person corrected or checked stays, and what is
    read in its place is not added; of what holds more than that, or meets it, the person is asked, and of what reaches
    into any number that stays.
    numbers: at least one
    frame: left, top, right, bottom in pixels of the upright page
    warnings: of what was not read there
    raises: AlreadySaid where none of them is to be added
    """
    drawn = dict(zip(EDGES, frame, strict=True))
    there = [number for number in payload["numbers"] if number.get("page", 1) == page and not _is_left_out(number)]
    fresh = [number for number in numbers if not _is_said(number, there, drawn)]
    if not fresh:
        raise AlreadySaid
    boxes = [_box(number.box) for number in fresh]
    # By identity: a page may have hundreds of numbers, and others wait for the history meanwhile.
    replaced = {id(number) for number in there if _gives_way(number, drawn, boxes)}
    staying = [number for number in there if id(number) not in replaced]
    said = [number for number in there if _is_labelled(number)]
    added = [_added(number, page, staying, said) for number in fresh]
    kept = [{**number, "correction": ""} if id(number) in replaced else number for number in payload["numbers"]]
    together = [*kept, *added]
    # Readings of the first versions have none.
    candidates = [
        candidate
        for candidate in payload.get("candidates", [])
        if candidate["page"] != page or not any(_lies_over(candidate["box"], box) for box in (drawn, *boxes))
    ]
    told = payload.get("warnings", [])
    more = [one for one in map(_warning, warnings) if one not in told]
    return {**_of_numbers(payload, together), "candidates": candidates, "warnings": [*told, *more]}


def _of_numbers(payload: dict, numbers: list[dict]) -> dict:
    """The same reading with these numbers, and with what the reader says of those that are not left out."""
    standing = [number for number in numbers if not _is_left_out(number)]
    status = "sure" if all(number["status"] == "sure" for number in standing) else "unsure"
    text = "\n".join(number["text"] for number in standing)
    return {**payload, "status": status if standing else "empty", "text": text, "numbers": numbers}


def _is_said(number: Number, there: list[dict], drawn: dict) -> bool:
    """Whether a person has said what a number is that was read. there: the page's numbers; drawn: the frame"""
    box = _box(number.box)
    said = [
        other
        for other in there
        if _is_labelled(other) and (_lies_in(other["box"], drawn) or _lies_in(other["box"], box))
    ]
    # The same digits, read once more: a mark behind them may have made the box longer.
    if any(digits_of(other["text"]) == number.digits_only and _lies_over(other["box"], box) for other in said):
        return True
    if sum(_lies_in(other["box"], box) for other in there) > 1:
        return False  # parts that are put together
    return any(_lies_in(box, other["box"]) for other in said)


def _added(number: Number, page: int, staying: list[dict], said: list[dict]) -> dict:
    """The number as one that was framed, unclear where it meets one that a person corrected, or reaches into one that
    stays: a digit may be in both.

    staying: the page's numbers that are not left out for those in the frame; said: those that a person corrected
    """
    box = _box(number.box)
    meets = any(_meets(box, other["box"]) for other in said)
    meets = meets or any(_reaches_into(box, other["box"]) for other in staying)
    return {**_number(number.unclear() if meets else number), "page": page, "added": True}


def _gives_way(number: dict, drawn: dict, added: list[dict]) -> bool:
    """Whether a number is left out for those that were read in the frame; a corrected one only for more of the same.
    One that lies in the frame and in whose place nothing was read now stays: nobody said that it is none.

    added: their boxes
    """
    own = number["box"]
    if _is_labelled(number):
        return _lies_in(own, drawn) and any(_lies_in(own, box) for box in added)
    if _lies_in(own, drawn):
        return any(_meets(own, box) for box in added)
    return any(_lies_in(own, box) and _lies_in(box, own) for box in added)


def _meets(box: dict, other: dict) -> bool:
    """Whether so much of either of two boxes lies in the other that the same digits may be in both."""
    return max(_share_in(box, other), _share_in(other, box)) >= MEETING


def _lies_over(box: dict, other: dict) -> bool:
    """Whether either of two boxes lies in the other."""
    return _lies_in(box, other) or _lies_in(other, box)


def _lies_in(box: dict, other: dict) -> bool:
    return _share_in(box, other) >= FRAMED


def _reaches_into(box: dict, other: dict) -> bool:
    """Whether two boxes share as much as a digit's part: leaning neighbours share a little."""
    across, down = _shared(box, other)
    lower = min(one["bottom"] - one["top"] for one in (box, other))
    return min(across, down) > REACHING * lower


def _share_in(box: dict, other: dict) -> float:
    """How much of a box lies in the other one, 0..1."""
    across, down = _shared(box, other)
    return across * down / ((box["right"] - box["left"]) * (box["bottom"] - box["top"]))


def _shared(box: dict, other: dict) -> tuple[int, int]:
    """Columns and rows that two boxes share."""
    across = min(box["right"], other["right"]) - max(box["left"], other["left"])
    down = min(box["bottom"], other["bottom"]) - max(box["top"], other["top"])
    return (across, down) if across > 0 and down > 0 else (0, 0)


def pages_of(payload: dict) -> int:
    """How many pages a reading has; readings of the first versions knew none."""
    return len(payload.get("pages", ["the image"]))


TABLE_COLUMNS = (
    *("id", "created_at", "page", "number", "value", "text", "correction", "status", "confidence"),
    *EDGES,
    "file",  # from here on what came later: whoever counts columns still finds the others
    "state",
)


def table_rows(payload: dict) -> list[list]:
    """A reading as rows of TABLE_COLUMNS, one a number that was not left out; without any, a row that says why."""
    about, file = [payload["id"], payload["created_at"]], payload.get("file", "")
    # Counted from 1, as at the frames on the picture.
    numbered = enumerate(payload["numbers"], start=1)
    kept = ((number, place) for place, number in numbered if not _is_left_out(number))
    rows = [[*about, *_table_cells(number, place), file, _state(number)] for number, place in kept]
    # What the person left out was found all the same: whoever looks for photos to take again wants the empty ones.
    nothing = "left_out" if payload["numbers"] else "empty"
    return rows or [[*about, *[""] * 5, nothing, *[""] * 5, file, nothing]]


def _table_cells(number: dict, place: int) -> list:
    # Readings of the first versions knew no pages.
    text, correction = number["text"], number.get("correction", "")
    about = [number.get("page", 1), place, correction or text, text, correction]
    box = [number["box"][edge] for edge in EDGES]
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


def _state(number: dict) -> str:
    """What is known of a number that is not left out: what the reader says of it, or what a person made of that."""
    if "correction" not in number:
        return number["status"]
    return "checked" if number["correction"] == number["text"] else "corrected"


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
