"""Patterns as people write them: regular expressions of digits and separators, to nested tuples.

Literals, \\d, [0-9,], ( ), |, ?, *, +, {n}, {n,} and {n,m}; a dot is a dot, with a backslash or without.
"""

from webapp.reading.errors import BadPattern

DIGITS = "0123456789"
CHARACTERS = DIGITS + ".,-/"
MOST_REPEATS = 100
DEEPEST = 20  # brackets in brackets
QUANTIFIERS = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def parse_expression(expression: str) -> tuple:
    """What the expression is made of: ("one of", characters), ("all", part, ...), ("either", part, ...) or
    ("repeat", part, least, most), most being None where there is no limit. Each part stands for something.

    raises: BadPattern
    """
    return _Parser(expression).parsed()


class _Parser:
    def __init__(self, pattern: str):
        self._pattern, self._at, self._depth = pattern, 0, 0

    def parsed(self) -> tuple:
        node = self._alternatives()
        if self._at < len(self._pattern):
            raise self._wrong('there is a ")" without its "("')
        return node

    def _alternatives(self) -> tuple:
        options = [self._sequence()]
        while self._take("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else ("either", *options)

    def _sequence(self) -> tuple:
        items = []
        while self._peek() not in ("", "|", ")"):
            items.append(self._quantified())
        if not items:
            # Were it allowed, brackets around nothing could be repeated without end.
            raise self._wrong("a part is empty; write ? behind what may be left out")
        return items[0] if len(items) == 1 else ("all", *items)

    def _quantified(self) -> tuple:
        item = self._item()
        bounds = self._bounds()
        if bounds is None:
            return item
        if self._peek() in (*QUANTIFIERS, "{"):
            raise self._wrong("one repetition follows another; put the first in brackets")
        return ("repeat", item, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in QUANTIFIERS.items():
            if self._take(sign):
                return bounds
        if not self._take("{"):
            return None
        least = self._count()
        most = least if not self._take(",") else None if self._peek() == "}" else self._count()
        if not self._take("}"):
            raise self._wrong('a "{" has no "}"')
        if most is not None and not (1 <= most <= MOST_REPEATS and least <= most) or least > MOST_REPEATS:
            raise self._wrong(f"a repetition is from 1 to {MOST_REPEATS} times, the smaller number first")
        return least, most

    def _count(self) -> int:
        begin = self._at
        while self._peek() in tuple(DIGITS):
            self._at += 1
        if not 1 <= self._at - begin <= 3:
            raise self._wrong('between "{" and "}" stand one or two whole numbers, parted by a comma')
        return int(self._pattern[begin : self._at])

    def _item(self) -> tuple:
        if self._take("("):
            self._depth += 1
            if self._depth > DEEPEST:
                raise self._wrong(f"brackets stand more than {DEEPEST} deep")
            node = self._alternatives()
            if not self._take(")"):
                raise self._wrong('a "(" has no ")"')
            self._depth -= 1
            return node
        return ("one of", self._class() if self._take("[") else self._character())

    def _class(self) -> str:
        characters = ""
        while not self._take("]"):
            one = self._character()
            if len(one) == 1 and self._peek() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                one = self._range(one, self._character())
            characters += one
        if not characters:
            raise self._wrong('there is nothing between "[" and "]"')
        return "".join(sorted(set(characters)))

    def _range(self, first: str, last: str) -> str:
        if not (first.isdigit() and last.isdigit() and len(last) == 1 and first <= last):
            raise self._wrong("a range goes from a digit up to another one")
        return DIGITS[int(first) : int(last) + 1]

    def _character(self) -> str:
        """The characters that one sign stands for."""
        escaped = self._take("\\")
        if escaped and self._take("d"):
            return DIGITS
        sign = self._peek()
        if sign == "":
            raise self._wrong("it ends in the middle")
        if sign not in CHARACTERS or (escaped and sign in DIGITS):
            raise self._wrong("this is not a digit, a separator or a sign with a meaning")
        self._at += 1
        return sign

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self, sign: str) -> bool:
        if self._peek() != sign:
            return False
        self._at += 1
        return True

    def _wrong(self, what: str) -> BadPattern:
        return BadPattern(f"The pattern is not understood at character {self._at + 1}: {what}.")
