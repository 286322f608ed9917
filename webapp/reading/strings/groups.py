"""How people part long numbers: in threes, in lakhs, in pairs, and decimals at the end.

The network looks at a few digits at a time, and a comma with a long tail looks like a 1. What it cannot see is that
nobody writes 52100,00,000, nor 030,000: groups tell which of two readings that look alike a person wrote.
"""

import re

from webapp.reading.strings.dates import is_date

# How likely a form that no rule knows is beside one that people use. Taken, not counted: rare forms exist (network
# addresses, paragraphs), and a number that only this keeps from being read is asked about.
ODD = 0.2

_PARTS = re.compile(r"[-/]")
_FORMS = re.compile(
    r"\d+"
    r"|\d[.,]\d+|\d+[.,]\d{1,2}|[1-9]\d*[.,]\d{3}"  # decimals; long ones behind a single digit
    r"|[1-9]\d{0,2}([.,]\d{3})+([.,]\d{1,2})?"  # 1,250,000.50; a comma may look like a point
    r"|[1-9]\d?([.,]\d{2})*[.,]\d{3}([.,]\d{1,2})?"  # 12,34,567.50
    r"|\d{1,2}([.,]\d{2}){2,}"  # 06.12.34.56.78
    r"|\d{3}[.,]\d{3}[.,]\d{4}"  # 555.123.4567
)


def plausibility(text: str) -> float:
    """How likely people write a number in this form, beside one in a form that they use: 1 or ODD.

    text: digits and separators
    """
    usual = is_date(text) or all(_FORMS.fullmatch(part) for part in _PARTS.split(text) if part)
    return 1.0 if usual else ODD
