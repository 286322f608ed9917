"""What a person says of the numbers in an image beforehand: amount, date, digits{5}, iban:DE, or an expression.

A pattern allows some strings and no others; some patterns have check digits besides, which not all of those pass.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from webapp.reading.errors import BadPattern
from webapp.reading.result import Check
from webapp.reading.strings import check_digits
from webapp.reading.strings.automaton import Automaton

# What people put behind a number: whether 12.- has them or not, the number read is 12.
ENDINGS = ("", ".", ",", "-", "/", ".-", ",-", "/-")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class CheckDigits:
    """Check digits that a number of this kind has."""

    name: str
    passes: Callable[[str], bool]
    """Takes the digits alone."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a number may look like."""

    inside: Automaton
    with_endings: Automaton
    """The same, where what people put behind a number may follow."""
    check: CheckDigits | None
    value_of: Callable[[str], str] = str
    """What a text says: what says the same is one number, however its thousands are parted."""

    def text_of(self, string: str) -> str | None:
        """The number that a line with this string holds: all of it or all but an ending; None where neither fits."""
        for ending in ENDINGS:
            if string.endswith(ending) and self.inside.accepts(text := string[: len(string) - len(ending)]):
                return text
        return None

    def checked(self, text: str) -> Check | None:
        """What its check digits say of a number that was read without them; None where there are none."""
        passed = self.inside.accepts(text) and self.passes(text)
        return self.check and Check(self.check.name, passed, chose=False)

    def passes(self, text: str) -> bool:
        """Whether its check digits are right; true where there are none."""
        return self.check is None or self.check.passes(re.sub(r"[^0-9]", "", text))


def parse_pattern(text: str) -> Pattern:
    """A name or an expression. raises: BadPattern"""
    if not text:
        raise BadPattern("The pattern is empty; leave the option out to read any number.")
    if len(text) > LONGEST:
        raise BadPattern(f"The pattern is longer than {LONGEST} characters.")
    expression, check = _named(text) if text[0].isalpha() else (text, None)
    behind = "|".join(ending for ending in ENDINGS if ending)
    inside = Automaton(expression)
    if not inside.says_a_digit():
        raise BadPattern("The pattern allows no digit, but a number has one at least.")
    return Pattern(inside, Automaton(f"({expression})({behind})?"), check, VALUES.get(text, str))


def _named(text: str) -> tuple[str, CheckDigits | None]:
    name, rest = re.fullmatch(r"(?s)([A-Za-z0-9]*)(.*)", text).groups()
    if name == "iban":
        return _iban(rest)
    expression, check = NAMES.get(name, (None, None))
    # A name for digits can say how many.
    if expression is not None and name in COUNTED and re.fullmatch(r"\{[0-9,]*\}", rest):
        return rf"\d{rest}", check
    if expression is None or rest:
        raise BadPattern(f'There is no pattern named "{text[:20]}".')
    return expression, check


def _iban(rest: str) -> tuple[str, CheckDigits]:
    country = rest[1:].upper()
    if not rest.startswith(":") or country not in check_digits.IBAN_DIGITS:
        known = " ".join(check_digits.IBAN_DIGITS)
        raise BadPattern(f"An IBAN is read without its letters, so the pattern names them, as iban:DE; known: {known}.")
    check = CheckDigits("iban", partial(check_digits.iban_mod97, country))
    return rf"\d{{{check_digits.IBAN_DIGITS[country]}}}", check


def _grouped(mark: str, point: str) -> str:
    """Digits in groups of three, or in India's of two with a last one of three, and how decimals stand behind them."""
    return rf"(\d{{1,3}}(\{mark}\d{{3}})+|\d{{1,2}}(\{mark}\d{{2}})*\{mark}\d{{3}})(\{point}\d{{1,2}})?"


def _date() -> str:
    day, month, year = r"(0?[1-9]|[12]\d|3[01])", r"(0?[1-9]|1[0-2])", r"\d{2}(\d{2})?"
    in_cells = r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{4}"
    return "|".join([in_cells, *(rf"{day}\{mark}{month}\{mark}{year}" for mark in "/-.")])


NAMES = {
    "digits": (r"\d+", None),
    "integer": (r"\d+|\d{1,3}(([.]\d{3})+|([,]\d{3})+)|\d{1,2}(([.]\d{2})*[.]|([,]\d{2})*[,])\d{3}", None),
    "amount": (rf"\d+([.,]\d{{1,2}})?|{_grouped(',', '.')}|{_grouped('.', ',')}", None),
    "date": (_date(), None),
    "luhn": (r"\d{8,19}", CheckDigits("luhn", check_digits.luhn)),
    "isbn": (r"\d(-?\d){9}|97[89](-?\d){10}", CheckDigits("isbn", check_digits.isbn)),
    "aba": (r"\d{9}", CheckDigits("aba", check_digits.aba)),
}
COUNTED = ("digits", "luhn")


def _integer_of(text: str) -> str:
    return re.sub("[.,]", "", text)


def _amount_of(text: str) -> str:
    """An amount with a point before its decimals and nothing between its thousands. No amount has three decimals."""
    whole, decimals = re.fullmatch(r"(.*?)(?:[.,](\d{1,2}))?", text).groups()
    return _integer_of(whole) + (f".{decimals}" if decimals else "")


VALUES = {"integer": _integer_of, "amount": _amount_of}
