"""Dates whose slashes look like ones: the same stroke, and what it is depends on what people write.

Of all numbers with ten digits hardly one happens to look like a date; of all dates with ten characters each one does.
So by Bayes' rule a little evidence for the slashes is enough.
"""

import re
from calendar import monthrange
from itertools import combinations

_DIGITS = re.compile(r"\d{6,10}")
_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2}|\d{4})")
_DAYS = 36525  # that people write: those of a century


def is_date(text: str) -> bool:
    """Whether it is day, month and year, or month, day and year, with slashes, points or dashes between."""
    parts = _DATE.fullmatch(text)
    if parts is None:
        return False
    first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
    year += 2000 * (len(parts[4]) == 2)
    return 1900 <= year < 2100 and (_is_day(first, second, year) or _is_day(second, first, year))


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def dates_like(text: str) -> list[str]:
    """The dates that look like a text: some of its ones may be slashes, and the other way round; not itself."""
    ones = text.replace("/", "1")
    if not _DIGITS.fullmatch(ones):
        return []
    strokes = [place for place, character in enumerate(ones) if character == "1"]
    dates = (f"{ones[:i]}/{ones[i + 1 : j]}/{ones[j + 1 :]}" for i, j in combinations(strokes, 2))
    return [date for date in dates if is_date(date) and date != text]


def odds(date: str) -> float:
    """How much likelier people write this date than just these digits, its slashes ones.

    Taken as equally frequent: dates, and numbers with so many digits, each of which is as likely as any other.
    """
    return 10 ** len(date) / _DAYS
