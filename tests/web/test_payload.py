"""Reading -> public JSON."""

from datetime import UTC, datetime

import numpy as np

from webapp.payload import reading_payload
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


def test_a_whole_reading_to_the_letter():
    one = Digit("1", 0.98765, True, Box(10, 20, 30, 70), (Alternative("7", 0.00812345),))
    point = Digit(".", 0.5, False, Box(30, 60, 35, 70))
    number = Number((one, point), 0.493825, False, Box(10, 20, 210, 70), (OtherText("7.", 0.25),))
    timing = {"decode": 3.14159, "locate": 9.0, "read": 4.25, "total": 17.06}
    warning, candidate = PhotoWarning("dark", "Too dark.", 2), Candidate(Box(3, 4, 23, 14), 2)
    reading = Reading((Size(1200, 800), Size(30, 40)), (number,), "lines", "1", timing, (warning,), (candidate,))
    moment = datetime(2026, 1, 31, 9, 30, 0, 999_999, tzinfo=UTC)
    assert reading_payload(reading, id="abc", created_at=moment, source="photo", file="a.jpg", pattern="amount") == {
        "id": "abc",
        "created_at": "2026-01-31T09:30:00Z",
        "source": "photo",
        "file": "a.jpg",
        "pattern": "amount",
        "status": "unsure",
        "image": {"width": 1200, "height": 800},
        "pages": [{"width": 1200, "height": 800}, {"width": 30, "height": 40}],
        "text": "1.",
        "numbers": [
            {
                "text": "1.",
                "digits_only": "1",
                "confidence": 0.4938,
                "status": "unsure",
                "page": 1,
                "box": {"left": 10, "top": 20, "right": 210, "bottom": 70},
                "digits": [
                    {
                        "value": "1",
                        "confidence": 0.9877,
                        "status": "sure",
                        "box": {"left": 10, "top": 20, "right": 30, "bottom": 70},
                        "alternatives": [{"value": "7", "confidence": 0.0081}],
                    },
                    {
                        "value": ".",
                        "confidence": 0.5,
                        "status": "unsure",
                        "box": {"left": 30, "top": 60, "right": 35, "bottom": 70},
                        "alternatives": [],
                    },
                ],
                "alternatives": [{"text": "7.", "confidence": 0.25}],
            }
        ],
        "candidates": [{"page": 2, "box": {"left": 3, "top": 4, "right": 23, "bottom": 14}}],
        "warnings": [{"code": "dark", "message": "Too dark.", "page": 2}],
        "reader": {"name": "lines", "version": "1"},
        "timing_ms": {"decode": 3.1, "locate": 9.0, "read": 4.2, "total": 17.1},
    }


def test_check_digits_are_told_where_there_are_some():
    digit = Digit("1", 0.5, True, Box(0, 0, 1, 1))
    number = Number((digit,), 0.5, True, Box(0, 0, 1, 1), check=Check("luhn", True, False))
    payload = reading_payload(
        Reading((Size(5, 5),), (number,), "r", "1"), id="a", created_at=datetime.now(UTC), source="photo"
    )
    assert payload["numbers"][0]["check"] == {"name": "luhn", "passed": True, "chose": False}


def test_an_empty_reading():
    payload = reading_payload(
        Reading((Size(5, 4),), (), "lines", "1"), id="a", created_at=datetime.now(UTC), source="drawing"
    )
    assert (payload["status"], payload["text"], payload["numbers"], payload["timing_ms"]) == ("empty", "", [], {})


def test_numbers_of_arrays_become_plain_ones():
    box = Box(np.int64(1), np.int64(2), np.int32(3), np.int16(4))
    number = Number((Digit("1", np.float32(0.5), True, box),), np.float32(0.5), True, box)
    payload = reading_payload(
        Reading((Size(5, 5),), (number,), "r", "1"), id="a", created_at=datetime.now(UTC), source="photo"
    )
    assert type(payload["numbers"][0]["confidence"]) is float
    assert type(payload["numbers"][0]["digits"][0]["box"]["left"]) is int
