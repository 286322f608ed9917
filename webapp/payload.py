"""Reading -> public JSON, version 1. The only place that spells its keys."""

from datetime import datetime

from webapp.reading.result import Alternative, Box, Check, Digit, Number, OtherText, PhotoWarning, Reading, Size


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
        "warnings": [_warning(warning) for warning in reading.warnings],
        "reader": reader_payload(reading.reader_name, reading.reader_version),
        "timing_ms": {step: round(float(spent), 1) for step, spent in reading.timing_ms.items()},
    }


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
