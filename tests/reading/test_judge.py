"""What is a number, a candidate or none."""

from dataclasses import replace

import numpy as np
import pytest

from webapp.reading.judge import Judge, numbers_of
from webapp.reading.places.place import AGREED, AGREED_NEAR, CLEAR, FAINT, HINT, WRITTEN, Found
from webapp.reading.places.verify import Verdict
from webapp.reading.result import Box, Digit, Number

NOTHING = np.zeros(0, np.float32)
SHEET = np.zeros((400, 900), np.uint8)


def found(text="472", score=CLEAR, confidence=0.999, doubtful="", left=100):
    digits = tuple(
        Digit(value, 0.999, value not in doubtful, Box(left + 30 * i, 100, left + 30 * (i + 1), 140))
        for i, value in enumerate(text)
    )
    box = Box(left, 100, left + 30 * len(text), 140)
    corners = np.array([[box.left, 100], [box.right, 100], [box.right, 140], [box.left, 140]], np.float32)
    return Found(corners, score, Number(digits, confidence, not doubtful, box))


def pair(score, apart):
    """Two digits whose middles are so many pixels apart."""
    corners, _, number = found("56", score)
    digits = tuple(replace(digit, seen_at=(110.0 + apart * i, 120.0)) for i, digit in enumerate(number.digits))
    return Found(corners, score, replace(number, digits=digits))


def judge(trust, least_likely=0.1, drawn=False, handwriting=1.0):
    looked = []

    def look(corners):
        looked.append(corners)
        return Verdict(trust, NOTHING, NOTHING)

    seen = {"witness": lambda corners: handwriting, "written": 0.3, "printed": 0.01}
    one = Judge(SHEET, look, knows=True, drawn=drawn, least_likely=least_likely, **seen)
    one.looked = looked
    return one


@pytest.mark.parametrize(
    ("score", "trust", "is_number", "may_be"),
    [
        (CLEAR, 0.2, True, True),
        (CLEAR, 0.05, False, True),
        (CLEAR, 0.0005, False, False),
        (FAINT, 0.61, True, True),
        (FAINT, 0.59, False, True),
        (FAINT, 0.01, False, False),
        (WRITTEN, 0.2, True, True),
        (WRITTEN, 0.0005, False, False),
        (HINT, 0.96, True, True),
        (HINT, 0.94, False, True),
        (HINT, 0.49, False, False),
        (AGREED, 0.0, True, False),
        (AGREED_NEAR, 0.0, True, False),
    ],
)
def test_the_less_is_seen_of_a_number_the_more_it_has_to_be_trusted(score, trust, is_number, may_be):
    assert judge(trust).is_number(found(score=score)) == is_number
    assert judge(trust).may_be_number(found(score=score)) == may_be


@pytest.mark.parametrize(
    ("handwriting", "is_number", "is_sure"), [(0.31, True, True), (0.29, True, False), (0.009, False, False)]
)
def test_what_the_witness_takes_for_print_is_asked_about_or_a_candidate(handwriting, is_number, is_sure):
    told = judge(0.99, handwriting=handwriting)
    assert told.is_number(found()) == is_number and told.may_be_number(found())
    numbers, candidates = numbers_of([found()], told, SHEET, 0.9, is_whole=True)
    assert [number.sure for number in numbers] == [is_sure] * is_number
    assert len(candidates) == (not is_number)
    if numbers:
        assert numbers[0].is_clear  # what it says is no question


def test_in_a_crop_a_drawing_and_where_ink_and_locator_agree_print_is_no_reason():
    told = judge(0.99, least_likely=0.0, handwriting=0.001)
    assert told.is_number(found()) and not told.may_be_sure(found(), 0.9)  # a person saw a number there
    assert judge(0.99, drawn=True, handwriting=0.001).may_be_sure(found(), 0.9)
    agreed = judge(0.99, handwriting=0.001)
    assert agreed.is_number(found(score=AGREED)) and agreed.may_be_sure(found(score=AGREED), 0.9)


def test_where_a_person_saw_a_number_nothing_is_a_candidate():
    crop = judge(0.002, least_likely=0.0)
    assert crop.is_number(found()) and not crop.may_be_number(found(score=FAINT))


def test_in_a_drawing_all_ink_is_numbers():
    assert judge(0.0, least_likely=0.0, drawn=True).is_number(found(score=FAINT))


def test_each_place_is_looked_at_once():
    one = judge(0.7)
    assert one.trust(found()[0]) == one.trust(found()[0]) == 0.7
    assert len(one.looked) == 1


@pytest.mark.parametrize(
    ("one", "sure", "digits"),
    [
        (found(), False, [True, True, True]),
        (found("8705130156"), False, [False] * 10),
        (found("8705130156", doubtful="8"), False, [False] + [True] * 9),
        (found("8705130156", score=AGREED), True, [True] * 10),
        (found("101.67566.24", score=AGREED), False, [False] * 12),
        (found(score=AGREED_NEAR), False, [True, True, True]),
        (found(score=AGREED, left=1), False, [False, False, False]),
    ],
    ids=[
        "a number",
        "may be two",
        "has a doubtful digit",
        "agreed on",
        "two amounts",
        "agreed on from near",
        "at the edge",
    ],
)
def test_what_is_asked_about_and_may_not_be_whole_is_unclear_unless_a_digit_is(one, sure, digits):
    (number,), candidates = numbers_of([one], judge(0.5), SHEET, 0.9, is_whole=True)
    assert (number.sure, [digit.sure for digit in number.digits], candidates) == (sure, digits, [])


def test_no_candidate_lies_over_a_number():
    number, over, beside = found(score=AGREED), found(left=104), found(left=500)
    numbers, candidates = numbers_of([number, over, beside], judge(0.05), SHEET, 0.9, is_whole=True)
    assert (len(numbers), candidates) == (1, [beside[2].box])


@pytest.mark.parametrize(
    ("score", "apart", "expected", "sure"),
    [
        (AGREED, 50, False, False),
        (AGREED_NEAR, 50, False, False),
        (AGREED, 40, False, True),
        (CLEAR, 50, False, True),
        (AGREED, 50, True, True),
    ],
    ids=["two numbers", "seen from near", "one", "cells", "what a person asked for"],
)
def test_two_digits_far_apart_on_a_clean_sheet_are_asked_about(score, apart, expected, sure):
    ((number,), _) = numbers_of([pair(score, apart)], judge(1.0), SHEET, 0.9, is_whole=False, expected=expected)
    assert number.sure == sure
    assert all(digit.sure == sure for digit in number.digits), "one tap on all that is clear would keep it"


@pytest.mark.parametrize(
    ("shape", "drawn", "sure"), [(SHEET.shape, False, False), ((150, 900), False, True), ((150, 900), True, False)]
)
def test_what_was_cut_out_may_be_two_cells_of_one_number(shape, drawn, sure):
    judge = Judge(np.zeros(shape, np.uint8), lambda _: None, knows=True, drawn=drawn, least_likely=0.0)
    ((number,), _) = numbers_of([pair(AGREED, 50)], judge, SHEET, 0.9, is_whole=False)
    assert number.sure == sure
