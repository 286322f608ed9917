"""What people write in number fields: the strings that training lines spell."""

from calendar import monthrange

import numpy as np

ALPHABET = "0123456789.,-/"
# How often what is counted or paid begins with a 1, a 2, ... (Benford, "The law of anomalous numbers", 1938), and the
# share of such strings that keep to it: a reader that leans on it too much would not see what is written.
LEADING, LAWFUL = np.log10(1 + 1 / np.arange(1, 10)), 0.6
PARTED, LONGEST_PARTED = 0.07, 8  # share of the strings of 2 to so many digits that have two parts, as 3/4 or 2-1


def random_string(digits: int, rng: np.random.Generator, parted: float = PARTED) -> str:
    """A number of that many digits: an amount, a date, a code, two parts of something, or any.

    parted: share of those in two parts; pages have sums and fractions beside their numbers, and give 0
    """
    if parted and 2 <= digits <= LONGEST_PARTED and rng.random() < parted:
        return _parted(digits, rng)
    kinds, weights = [_plain, _amount, _round_amount, _grouped], [0.4, 0.17, 0.23, 0.2]
    if 4 <= digits <= 8:
        kinds, weights = [*kinds, _date], [0.3, 0.14, 0.2, 0.14, 0.22]
    if digits > 8:
        kinds, weights = [*kinds, _phone], [0.3, 0.15, 0.2, 0.15, 0.2]
    return kinds[rng.choice(len(kinds), p=weights)](digits, rng)


def cell_string(digits: int, rng: np.random.Generator) -> str:
    """What is written one digit to a cell: a date ddmmyyyy or ddmmyy, a count, a postal code; no separators."""
    if digits in (6, 8) and rng.random() < 0.6:
        century = str(rng.choice(["20", "20", "19"])) if digits == 8 else ""
        year = rng.integers(0, 30) if century == "20" else rng.integers(0, 100)
        return f"{rng.integers(1, 32):02}{rng.integers(1, 13):02}{century}{year:02}"
    return _plain(digits, rng)


def _plain(digits: int, rng: np.random.Generator) -> str:
    # A fifth of the lines repeat a digit: CTC has to keep 00 and 11 apart.
    text = [str(d) for d in rng.integers(0, 10, digits)]
    if digits > 1 and rng.random() < 0.2:
        start = rng.integers(0, digits - 1)
        text[start + 1] = text[start]
    return "".join(text)


def _amount(digits: int, rng: np.random.Generator) -> str:
    """12.50, 1.250,00 or 12,5"""
    text = _plain(digits, rng)
    decimals = int(rng.choice([1, 2, 2, 2, 2, 3]))
    if digits <= decimals:
        return text
    point = str(rng.choice([".", ",", ".", "-"]))
    cents = "0" * decimals if rng.random() < 0.25 else text[-decimals:]
    whole = _counted(text[:-decimals], rng)
    if point != "-" and rng.random() < 0.3:
        whole = _group(whole, "," if point == "." else ".")
    return whole + point + cents


def _round_amount(digits: int, rng: np.random.Generator) -> str:
    """15000, 1,25,000: real amounts end in two or three zeros more often than in any other way."""
    zeros = int(rng.choice([rng.integers(0, digits), min(2, digits - 1), min(3, digits - 1)]))
    text = _lawful(_plain(digits - zeros, rng), rng) + "0" * zeros
    return _any_group(text, str(rng.choice([".", ",", ",", "", ""])), rng)


def _grouped(digits: int, rng: np.random.Generator) -> str:
    """15.318, 1,250 or 12,34,567"""
    return _any_group(_plain(digits, rng), str(rng.choice([".", ".", ",", " "])), rng)


def _any_group(text: str, separator: str, rng: np.random.Generator) -> str:
    text = _counted(text, rng) if separator else text
    # India writes its groups with commas.
    return _group_in_lakhs(text) if separator == "," and rng.random() < 0.4 else _group(text, separator)


def _counted(text: str, rng: np.random.Generator) -> str:
    """Codes begin with zeros, what is counted does not; one digit alone may be a 0."""
    return _lawful(str(rng.integers(1, 10)) + text[1:], rng) if len(text) > 1 and text[0] == "0" else _lawful(text, rng)


def _lawful(text: str, rng: np.random.Generator) -> str:
    """Most often with a first digit as frequent as in what people count; one digit alone is any."""
    keeps = len(text) > 1 and rng.random() < LAWFUL
    return str(1 + rng.choice(9, p=LEADING)) + text[1:] if keeps else text


def _group(text: str, separator: str) -> str:
    head = len(text) % 3 or 3
    return separator.join([text[:head], *(text[i : i + 3] for i in range(head, len(text), 3))])


def _group_in_lakhs(text: str) -> str:
    """12,34,567: the last three digits together, before them pairs."""
    front, last = text[:-3], text[-3:]
    if not front:
        return last
    head = len(front) % 2 or 2
    return ",".join([front[:head], *(front[i : i + 2] for i in range(head, len(front), 2)), last])


def _date(digits: int, rng: np.random.Generator) -> str:
    """3/4/26, 31-12-26, 12/31/26 or 5.11.2026: days that there are, as only they tell a slash from a 1."""
    year = 4 if digits > 6 or digits == 6 and rng.random() < 0.3 else 2
    left = digits - year
    long_day = left == 4 or left == 3 and rng.random() < 0.5
    full_year = int(rng.choice([1900, 2000, 2000]) + rng.integers(0, 100))
    month = rng.integers(1, 13 if left - 1 - long_day == 2 else 10)
    day = rng.integers(1, monthrange(full_year, month)[1] + 1 if long_day else 10)
    parts = [f"{day:0{1 + long_day}}", f"{month:0{left - 1 - long_day}}"]
    parts = parts if rng.random() < 0.7 else parts[::-1]
    return str(rng.choice(["/", "/", "-", "."])).join([*parts, str(full_year)[-year:]])


def _parted(digits: int, rng: np.random.Generator) -> str:
    """1/2, 3/10, 12/4 or 145/2026, and 2-1 or 10-12: what only a stroke parts that looks like a 1."""
    text = _plain(digits, rng)
    # Mostly in the middle, as the parts are of one kind.
    at = int(np.clip(round(rng.normal(digits / 2, 0.8)), 1, digits - 1))
    return text[:at] + str(rng.choice(["/", "/", " / ", "-"])) + text[at:]


def _phone(digits: int, rng: np.random.Generator) -> str:
    """0171 2345678, 030/123456 or 98765-43210"""
    text = _plain(digits, rng)
    area = int(rng.integers(2, 6))
    return text[:area] + str(rng.choice([" ", "/", "-"])) + text[area:]
