"""Writing from the back of the sheet."""

import pytest

from tests.reading.pages import read
from tests.reading.test_from_near import DARK, seen_from_near, sheet, with_paper, write
from webapp.reading.doubts.shows_through import show_through

THROUGH = (165, 165, 163)  # of a pen's ink, through paper


def close_of(ink):
    image = sheet()
    return seen_from_near(image, with_paper(write(image, "472", 300, ink=ink)))


@pytest.mark.parametrize(
    ("inks", "expected"),
    [
        ([DARK, DARK, DARK, THROUGH], [False, False, False, True]),
        ([THROUGH, THROUGH, THROUGH], [False, False, False]),
        ([DARK, THROUGH], [False, False]),
        ([DARK, DARK, (110, 110, 115)], [False, False, False]),
        ([], []),
    ],
)
def test_what_is_much_paler_than_most(inks, expected):
    assert show_through([close_of(ink) for ink in inks]) == expected


def test_nothing_is_said_of_what_was_not_seen():
    assert show_through([close_of(DARK), close_of(DARK), None, close_of(DARK)]) == [False] * 4


def test_the_person_is_asked_about_the_back_of_the_sheet(reader, locator):
    image = sheet()
    for left, top, text in ((80, 60, "472"), (80, 180, "1984"), (80, 300, "35")):
        write(image, text, left, top)
    alone = image.copy()
    write(image, "5801", 560, 290, ink=THROUGH)
    texts = {number.text for number in read(alone, reader, locator).numbers if number.sure}
    assert {"472", "1984"} <= texts
    numbers = read(image, reader, locator).numbers
    # Whether a thick neat 472 is print is another matter: of its digits nobody is asked.
    assert {number.text for number in numbers if number.is_clear} == texts
    assert {number.text for number in numbers if number.sure} <= texts
