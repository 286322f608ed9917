"""How people part long numbers: in threes, in lakhs, in pairs, and decimals at the end.

The network looks at a few digits at a time, and a comma with a long tail looks like a 1. What it cannot see is that
nobody writes 52100,00,000, nor 030,000: groups tell which of two readings that look alike a person wrote. So do
calendars: no day is 92-07-1953.
"""

import re

from webapp.reading.strings.dates import is_date

# How likely a form that no rule knows is beside one that people use. Taken, not counted: rare forms exist (network
# addresses, paragraphs), and a number that only this keeps from being read is asked about.
ODD = 0.2
# The same of what has a date's form and is none, 92-07-1953. Were but half of such numbers dates and all others chance,
# any one of the latter would be a thousand times rarer.
NO_DATE = 0.02

_PARTS = re.compile(r"[-/]")
_LIKE_DATES = re.compile(r"\d+/\d+/\d+|\d{1,2}([-.])\d{1,2}\1\d{3,4}")
_FORMS = re.compile(
    r"\d+"
    r"|\d[.,]\d+|\d+[.,]\d{1,2}|[1-9]\d*[.,]\d{3}"  # decimals; long ones behind a single digit
    r"|[1-9]\d{0,2}([.,]\d{3})+([.,]\d{1,2})?"  # 1,250,000.50; a comma may look like a point
    r"|[1-9]\d?([.,]\d{2})*[.,]\d{3}([.,]\d{1,2})?"  # 12,34,567.50
    r"|\d{1,2}([.,]\d{2}){2,}"  # 06.12.34.56.78
    r"|\d{3}[.,]\d{3}[.,]\d{4}"  # 555.123.4567
)


def plausibility(text: str) -> float:
    """How likely people write a number in this form, beside one in a form that they use: 1, ODD or NO_DATE.

    text: digits and separators
    """
    if is_date(text):
        return 1.0
    if _LIKE_DATES.fullmatch(text):
        return NO_DATE
    return 1.0 if all(_FORMS.fullmatch(part) for part in _PARTS.split(text) if part) else ODD
