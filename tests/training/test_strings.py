"""The strings that training lines spell."""

import re

import numpy as np
import pytest

from training.writing.strings import ALPHABET, cell_string, random_string
from webapp.reading.strings.dates import is_date
from webapp.reading.strings.groups import plausibility


def strings(digits, count=1500):
    rng = np.random.default_rng(digits)
    return [random_string(digits, rng) for _ in range(count)]


@pytest.mark.parametrize("digits", range(1, 13))
def test_strings_are_legal(digits):
    """As many digits as asked, and a separator only between two digits."""
    for text in strings(digits, 300):
        assert sum(c.isdigit() for c in text) == digits
        assert re.fullmatch(r"\d(([.,\-/ ]| / )?\d)*", text), text
        assert set(text) <= set(ALPHABET + " ")


@pytest.mark.parametrize(
    "digits, pattern",
    [
        (7, r"\d\d,\d\d,\d{3}"),
        (8, r"\d,\d\d,\d\d,\d{3}"),
        (6, r"\d\d\d000"),
        (5, r"\d\d\d00"),
        (5, r"\d{3}\.00"),
        (8, r"\d{3},\d{3}\.\d\d"),
        (10, r"\d{2,5}[/-]\d{5,8}"),
        (2, r"\d/\d"),
        (3, r"\d-\d\d"),
        (4, r"\d\d / \d\d"),
        (7, r"\d{3}/\d{4}"),
        (6, r"\d{6}"),
        (6, r"\d{3}[.,]\d{3}"),
        (6, r"\d{4}[.,\-]\d\d"),
        (6, r"\d\d/\d\d/\d\d"),
        (6, r"\d\d-\d\d-\d\d"),
    ],
)
def test_amounts_groups_dates_and_phone_numbers_occur(digits, pattern):
    assert any(re.fullmatch(pattern, text) for text in strings(digits))


@pytest.mark.parametrize("digits", [4, 5, 6, 7, 8])
def test_dates_are_days_that_there_are(digits):
    dates = [text for text in strings(digits) if re.fullmatch(r"\d+/\d+/\d+", text)]
    assert len(dates) > 30
    assert all(is_date(text) for text in dates)
    assert {len(date.split("/")[2]) for date in dates} == ({2, 4} if digits == 6 else {4 if digits > 6 else 2})


@pytest.mark.parametrize("digits", [3, 4, 6, 9])
def test_all_are_parted_as_people_part_numbers(digits):
    """What is counted begins with no zero, and no form occurs that the app takes for odd."""
    parted = [text for text in strings(digits) if set(text) & set(".,")]
    assert len(parted) > 100
    assert all(plausibility(text.replace(" ", "")) == 1.0 for text in parted)
    assert sum(text[0] == "0" and text[1] not in ".," and not is_date(text) for text in parted) == 0


def test_what_is_counted_begins_with_a_one_more_often_than_with_a_nine():
    """Benford's law gives 30 and 5 %; codes and dates begin with any digit."""
    counted = [text[0] for text in strings(7, 6000) if set(text) & set(".,") and not is_date(text)]
    ones, nines = (np.mean([first == digit for first in counted]) for digit in "19")
    assert 0.17 < ones < 0.3
    assert 0.04 < nines < 0.1
    plain = [text[0] for text in strings(7, 6000) if text.isdigit() and not text.endswith("00")]
    assert abs(np.mean([first == "1" for first in plain]) - np.mean([first == "9" for first in plain])) < 0.06


def test_runs_of_zeros_are_common():
    """Real amounts end in 00 or 000; only one string in a hundred would by chance."""
    ends = [text.endswith("00") for text in strings(5)]
    assert 0.1 < np.mean(ends) < 0.35


def test_dates_in_cells_have_a_day_a_month_and_no_separators():
    rng = np.random.default_rng(1)
    texts = [cell_string(8, rng) for _ in range(300)]
    assert all(re.fullmatch(r"\d{8}", text) for text in texts)
    dates = [t for t in texts if 1 <= int(t[:2]) <= 31 and 1 <= int(t[2:4]) <= 12 and t[4:6] in ("19", "20")]
    assert len(dates) > 150
