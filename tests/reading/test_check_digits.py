"""Numbers that are published as examples, and mistakes in them."""

import pytest

from webapp.reading.strings.check_digits import IBAN_DIGITS, aba, iban_mod97, isbn, luhn

# Test numbers of payment services and the usual example of Luhn's formula; ISBNs that stand as examples in many books;
# routing numbers of American banks; the IBAN registry's examples.
LUHN = ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "79927398713"]
ISBN = ["0306406152", "9780306406157", "9783161484100"]
ABA = ["021000021", "011000015", "026009593"]
IBAN = [("DE", "89370400440532013000"), ("AT", "611904300234573201"), ("BE", "68539007547034"), ("NO", "9386011117947"),
        ("ES", "9121000418450200051332"), ("PL", "61109010140000071219812874")]  # fmt: skip

VALID = [
    *((luhn, number) for number in LUHN),
    *((isbn, number) for number in ISBN),
    *((aba, number) for number in ABA),
    *((lambda digits, c=country: iban_mod97(c, digits), number) for country, number in IBAN),
]


@pytest.mark.parametrize(("check", "number"), VALID)
def test_published_numbers_pass(check, number):
    assert check(number)


@pytest.mark.parametrize(("check", "number"), VALID)
def test_no_number_with_one_wrong_digit_passes(check, number):
    for place, value in enumerate(number):
        wrong = (number[:place] + other + number[place + 1 :] for other in "0123456789" if other != value)
        assert not any(check(digits) for digits in wrong)


@pytest.mark.parametrize("digits", ["030640615", "97803064061570", "12345678901", ""])
def test_an_isbn_has_ten_or_thirteen_digits(digits):
    assert not isbn(digits)


def test_a_routing_number_has_nine_digits():
    assert not aba("0210000210")


def test_an_iban_is_one_of_its_country():
    assert not iban_mod97("FI", "89370400440532013000")


def test_check_digits_that_are_never_given_out_do_not_pass():
    remainders = {digits: iban_mod97("DE", f"{digits:02}370400440532013000") for digits in range(100)}
    assert [digits for digits, passed in remainders.items() if passed] == [89]
    first = next(n for n in range(1000) if int(f"{n:018}131498") % 97 == 1)
    assert iban_mod97("DE", f"98{first:018}") and not iban_mod97("DE", f"01{first:018}")


@pytest.mark.parametrize(("country", "digits"), IBAN)
def test_the_table_has_the_length_of_published_ibans(country, digits):
    assert IBAN_DIGITS[country] == len(digits)
