"""What becomes of a reading's numbers when others are read in a frame that was drawn over them: with_added."""

import pytest

from webapp.payload import AlreadySaid, with_added
from webapp.reading.result import Box, Digit, Number

FRAME = (0, 0, 400, 60)


def number(text, left, right):
    """A sure one, as it was read between these columns."""
    box = Box(left, 10, right, 50)
    return Number(tuple(Digit(value, 0.999, True, box) for value in text), 0.999, True, box)


def stored(text, left, right, **more):
    box = {"left": left, "top": 10, "right": right, "bottom": 50}
    return {"text": text, "status": "sure", "page": 1, "box": box, **more}


def numbers_after(there, *read, frame=FRAME):
    """Text, correction and status of each."""
    payload = {"numbers": there, "candidates": []}
    after = with_added(payload, read, frame, 1)["numbers"]
    return [(each["text"], each.get("correction"), each["status"]) for each in after]


def test_a_number_that_was_corrected_stays_and_its_neighbour_is_read_anew():
    there = [stored("1984", 10, 110, correction="1985"), stored("4", 200, 300)]
    assert numbers_after(there, number("1984", 8, 112), number("42", 198, 300)) == [
        ("1984", "1985", "sure"), ("4", "", "sure"), ("42", None, "sure")
    ]  # fmt: skip


def test_a_number_in_the_frame_in_whose_place_nothing_was_read_stays():
    """The frame was drawn around what was missed, and holds what was found already."""
    assert numbers_after([stored("77", 10, 110)], number("42", 198, 300)) == [
        ("77", None, "sure"), ("42", None, "sure")
    ]  # fmt: skip


def test_a_number_in_the_frame_gives_way_to_one_that_meets_it():
    assert numbers_after([stored("77", 10, 110)], number("42", 80, 300)) == [("77", "", "sure"), ("42", None, "sure")]


def test_the_parts_of_what_was_corrected_are_not_added():
    there = [stored("1984", 10, 110, correction="1985")]
    with pytest.raises(AlreadySaid):
        numbers_after(there, number("19", 10, 55), number("84", 60, 110))


def test_a_frame_that_cuts_what_was_corrected_does_not_add_it():
    there = [stored("1984", 10, 110, correction="1985")]
    with pytest.raises(AlreadySaid):
        numbers_after(there, number("1984", 10, 110), frame=(40, 0, 400, 60))


@pytest.mark.parametrize("first", [stored("1", 10, 20), stored("1", 10, 20, correction="1")])
def test_parts_that_are_put_together_are_asked_about_where_one_was_corrected(first):
    # The 1 is so thin that the whole is hardly larger than the other part.
    there = [first, stored("984", 25, 110, correction="985")]
    assert numbers_after(there, number("1984", 10, 110)) == [
        ("1", "", "sure"), ("984", "", "sure"), ("1984", None, "unsure")
    ]  # fmt: skip


def test_a_part_that_was_corrected_gives_way_to_the_whole_which_is_asked_about_in_every_digit():
    there = [stored("19", 10, 55, correction="18")]
    payload = with_added({"numbers": there}, [number("1984", 10, 110)], FRAME, 1)
    assert [each.get("correction") for each in payload["numbers"]] == ["", None]
    assert payload["status"] == payload["numbers"][1]["status"] == "unsure"
    assert {digit["status"] for digit in payload["numbers"][1]["digits"]} == {"unsure"}


def test_a_part_of_what_was_corrected_that_is_framed_alone_is_added_and_asked_about():
    there = [stored("198442", 10, 160, correction="1984")]
    assert numbers_after(there, number("42", 120, 160), frame=(115, 0, 165, 60)) == [
        ("198442", "1984", "sure"), ("42", None, "unsure")
    ]  # fmt: skip


def test_a_number_beside_what_was_corrected_is_added_as_it_was_read():
    there = [stored("1984", 10, 110, correction="1985")]
    assert numbers_after(there, number("42", 108, 160)) == [("1984", "1985", "sure"), ("42", None, "sure")]


def test_what_was_corrected_on_another_page_or_left_out_is_not_in_the_way():
    there = [stored("1984", 10, 110, correction="1985", page=2), stored("1984", 10, 110, correction="")]
    assert numbers_after(there, number("1984", 10, 110))[2] == ("1984", None, "sure")


@pytest.mark.parametrize(("right", "status"), [(258, "unsure"), (245, "sure")])
def test_what_reaches_into_a_number_that_stays_is_asked_about_in_every_digit(right, status):
    """The frame was drawn around 02/03/2010, and what was read in it ends in the 0 of the 00833 beside it."""
    there = [stored("00833", 240, 340)]
    payload = with_added({"numbers": there}, [number("02/03/20100", 20, right)], (10, 0, 238, 60), 1)
    assert [each.get("correction") for each in payload["numbers"]] == [None, None]
    assert payload["numbers"][1]["status"] == status
    assert {digit["status"] for digit in payload["numbers"][1]["digits"]} == {status}


@pytest.mark.parametrize("right", [474, 438, 492])
def test_the_same_digits_read_once_more_are_what_was_corrected_however_far_their_box_goes(right):
    """A letter, a point or a dash behind a number makes the last digit's box longer."""
    there = [stored("198", 300, 410, correction="193")]
    with pytest.raises(AlreadySaid):
        numbers_after(there, number("198", 300, right), frame=(280, 0, 500, 60))


def test_a_part_that_was_listed_too_does_not_undo_a_correction():
    there = [stored("1984", 10, 110, correction="1985"), stored("98", 40, 80)]
    with pytest.raises(AlreadySaid):
        numbers_after(there, number("1984", 10, 110))


def test_a_number_of_which_the_frame_holds_too_little_is_not_listed_twice():
    assert numbers_after([stored("12", 200, 238)], number("12", 200, 238), frame=(0, 0, 226, 60)) == [
        ("12", "", "sure"), ("12", None, "sure")
    ]  # fmt: skip


def test_a_candidate_is_none_any_more_where_a_number_was_read_in_it():
    candidate = {"page": 1, "box": {"left": 10, "top": 5, "right": 130, "bottom": 60}}
    payload = {"numbers": [], "candidates": [candidate, {**candidate, "page": 2}]}
    after = with_added(payload, [number("1984", 25, 105)], (22, 8, 108, 52), 1)
    assert [one["page"] for one in after["candidates"]] == [2]


def test_many_numbers_are_put_in_place_before_others_have_waited_for_long(monkeypatch):
    """A dictionary compared with each of hundreds, for each of hundreds, held the history for seconds."""

    class Number(dict):
        compared = 0

        def __eq__(self, other):
            Number.compared += 1
            return super().__eq__(other)

        __hash__ = None

    there = [Number(stored("7", 10 * i, 10 * i + 8)) for i in range(50)]
    read = [number("7", 10 * i, 10 * i + 8) for i in range(50)]
    assert len(numbers_after(there, *read, frame=(0, 0, 600, 60))) == 100
    assert Number.compared == 0
