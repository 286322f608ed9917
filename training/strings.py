"""What people write in number fields: the strings that training lines spell."""

import numpy as np

ALPHABET = "0123456789.,-/"


def random_string(digits: int, rng: np.random.Generator) -> str:
    """A number of that many digits: an amount, a date, a code, or any."""
    kinds = [_plain, _amount, _round_amount, _grouped]
    weights = np.array([0.42, 0.2, 0.16, 0.22])
    if digits in (4, 6, 8):
        kinds, weights = [*kinds, _date], np.array([0.3, 0.17, 0.14, 0.17, 0.22])
    return kinds[rng.choice(len(kinds), p=weights / weights.sum())](digits, rng)


def _plain(digits: int, rng: np.random.Generator) -> str:
    # A fifth of the lines repeat a digit: CTC has to keep 00 and 11 apart.
    text = [str(d) for d in rng.integers(0, 10, digits)]
    if digits > 1 and rng.random() < 0.2:
        start = rng.integers(0, digits - 1)
        text[start + 1] = text[start]
    return "".join(text)


def _amount(digits: int, rng: np.random.Generator) -> str:
    """12.50 or 12,5"""
    text = _plain(digits, rng)
    decimals = int(rng.choice([1, 2, 2, 2, 3]))
    if digits <= decimals:
        return text
    return text[:-decimals] + str(rng.choice([".", ",", ".", "-"])) + text[-decimals:]


def _round_amount(digits: int, rng: np.random.Generator) -> str:
    """15000, with or without groups"""
    zeros = int(rng.integers(0, digits)) if digits > 1 else 0
    text = _plain(digits - zeros, rng) + "0" * zeros
    return _group(text, str(rng.choice([".", ",", "", ""])))


def _grouped(digits: int, rng: np.random.Generator) -> str:
    """15.318 or 1,250"""
    return _group(_plain(digits, rng), str(rng.choice([".", ".", ",", " "])))


def _group(text: str, separator: str) -> str:
    head = len(text) % 3 or 3
    return separator.join([text[:head], *(text[i : i + 3] for i in range(head, len(text), 3))])


def _date(digits: int, rng: np.random.Generator) -> str:
    """3/4/26, 31-12-26 or 31.12.2026"""
    text, separator = _plain(digits, rng), str(rng.choice(["/", "-", ".", "/"]))
    one = digits == 4
    day = text[: 1 if one else 2]
    month = text[len(day) : 2 * len(day)]
    return separator.join([day, month, text[2 * len(day) :]])
