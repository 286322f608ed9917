"""Patterns as automata: which strings of digits and separators they allow, asked character by character.

An automaton has one place per character of its expression, repetitions written out (Glushkov 1961), and follows all
places at once: no expression takes more time than its places for each character, whatever it looks like.
"""

from dataclasses import dataclass

from webapp.reading.errors import BadPattern
from webapp.reading.strings.expression import CHARACTERS, DIGITS, parse_expression

MOST_PLACES = 300


class Automaton:
    """Follows a string through an expression. A state is a set of places, as bits of an integer; 0 is a dead end."""

    start = 1  # the place before the first character

    def __init__(self, expression: str):
        """raises: BadPattern"""
        self._following = [0]
        self._saying = dict.fromkeys(CHARACTERS, 0)
        whole = self._placed(parse_expression(expression))
        self._following[0] = whole.first
        self._final = whole.last | (self.start if whole.may_be_empty else 0)
        self._distances = self._distances_to_the_end()
        self._next, self._fewest = {}, {}

    def step(self, state: int, character: str) -> int:
        """The state after one more character."""
        if state not in self._next:
            following = 0
            for place in _places(state):
                following |= self._following[place]
            self._next[state] = following
        return self._next[state] & self._saying[character]

    def is_final(self, state: int) -> bool:
        """Whether the string that led here is allowed."""
        return bool(state & self._final)

    def fewest_more(self, state: int) -> int:
        """How many characters an allowed string has at least beyond those that led to this state (not a dead end)."""
        if state not in self._fewest:
            self._fewest[state] = min(self._distances[place] for place in _places(state))
        return self._fewest[state]

    def accepts(self, text: str) -> bool:
        """Whether the whole string is allowed."""
        state = self.start
        for character in text:
            state = self.step(state, character)
        return self.is_final(state)

    def says_a_digit(self) -> bool:
        """Whether there is a digit in any string that is allowed."""
        return any(self._saying[digit] for digit in DIGITS)

    def _placed(self, node: tuple) -> "_Part":
        """Give each character of a parsed expression its place, and link the places that may follow each other."""
        match node:
            case ("one of", characters):
                return self._place(characters)
            case ("either", *options):
                parts = [self._placed(option) for option in options]
                first, last = _union(part.first for part in parts), _union(part.last for part in parts)
                return _Part(first, last, any(part.may_be_empty for part in parts))
            case ("all", *items):
                return self._in_a_row([self._placed(item) for item in items])
            case ("repeat", item, least, most):
                copies = [self._placed(item) for _ in range(max(least, most or 1))]
                if most is None:
                    self._link(copies[-1].last, copies[-1].first)
                may_end = [part.optional() if index >= least else part for index, part in enumerate(copies)]
                return self._in_a_row(may_end)
        raise AssertionError(node)

    def _place(self, characters: str) -> "_Part":
        if len(self._following) > MOST_PLACES:
            raise BadPattern(f"With its repetitions written out, the pattern has over {MOST_PLACES} characters.")
        place = 1 << len(self._following)
        self._following.append(0)
        for character in characters:
            self._saying[character] |= place
        return _Part(place, place, False)

    def _in_a_row(self, parts: list["_Part"]) -> "_Part":
        whole = parts[0]
        for part in parts[1:]:
            self._link(whole.last, part.first)
            first = whole.first | (part.first if whole.may_be_empty else 0)
            last = part.last | (whole.last if part.may_be_empty else 0)
            whole = _Part(first, last, whole.may_be_empty and part.may_be_empty)
        return whole

    def _link(self, from_places: int, to_places: int) -> None:
        for place in _places(from_places):
            self._following[place] |= to_places

    def _distances_to_the_end(self) -> list[int]:
        """Of each place: how many characters are missing at least. The end can be reached from every place."""
        distances, reached, distance = [0] * len(self._following), 0, 0
        ring = self._final
        while ring:
            for place in _places(ring):
                distances[place] = distance
            reached, distance = reached | ring, distance + 1
            before = (1 << place for place, following in enumerate(self._following) if following & ring)
            ring = _union(before) & ~reached
        return distances


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an expression: the places where it begins and ends."""

    first: int
    last: int
    may_be_empty: bool

    def optional(self) -> "_Part":
        return _Part(self.first, self.last, True)


def _places(state: int):
    while state:
        lowest = state & -state
        yield lowest.bit_length() - 1
        state ^= lowest


def _union(states) -> int:
    whole = 0
    for state in states:
        whole |= state
    return whole
