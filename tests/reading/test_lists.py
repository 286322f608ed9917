"""A list's own numbers, read with what stands on its lines."""

import pytest

from tests.reading.test_beside import number
from webapp.reading.doubts.lists import ask_of_lists


def listed(*texts, gap=25, after=1, step=90, aside=0, top=50):
    """Lines below each other; of each the digits behind the first `after` stand so many pixels further to the right."""
    return [_apart(number(text, 100 + aside * i, top=top + step * i), after, gap) for i, text in enumerate(texts)]


def _apart(one, after, gap):
    digits = tuple(
        digit if i < after else type(digit)(digit.value, digit.confidence, digit.sure, digit.box, (),
                                            (digit.seen_at[0] + gap, digit.seen_at[1]))
        for i, digit in enumerate(one.number.digits)
    )  # fmt: skip
    return one._replace(number=type(one.number)(digits, 0.999, True, one.number.box))


def asked(found):
    return [one.number.text for one in ask_of_lists(found) if not one.number.sure]


@pytest.mark.parametrize(
    ("found", "which"),
    [
        pytest.param(listed("142", "217", "360"), ["142", "217", "360"], id="three lines"),
        pytest.param(listed("142", "2", "360"), ["142", "360"], id="one of them apart"),
        pytest.param(
            [*listed("142", "217"), *listed("360", gap=0, top=230)], ["142", "217", "360"], id="two of three apart"
        ),
        pytest.param(listed("942", "1017", "1160"), [], id="whose own numbers stand no further from the rest"),
        pytest.param(listed("142", "217"), [], id="two lines"),
        pytest.param(listed("142", "317", "460"), [], id="that do not count"),
        pytest.param(listed("142", "217", "360", gap=0), [], id="evenly written"),
        pytest.param(listed("1.42", "2.17", "3.60"), [], id="decimals"),
        pytest.param(listed("142", "217", "360", step=500), [], id="far below each other"),
        pytest.param(listed("142", "217", "360", aside=80), [], id="not below each other"),
        pytest.param(listed("1", "2", "3"), [], id="a column of single digits"),
        pytest.param(listed("1142", "1217", "1360", after=2), ["1142", "1217", "1360"], id="from 11 on"),
        pytest.param(listed("12", "23", "34", gap=40), ["12", "23", "34"], id="one digit each"),
    ],
)
def test_who_is_asked_about(found, which):
    assert asked(found) == which
    assert asked(found[::-1]) == which[::-1]


def test_no_numbers():
    assert ask_of_lists([]) == []
