"""Which number a line holds: the likeliest strings, weighed exactly, and what a pattern makes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from webapp.reading.result import Check, digits_of
from webapp.reading.strings.beam import guess_allowed, likeliest_allowed, likeliest_strings
from webapp.reading.strings.ctc import string_probabilities
from webapp.reading.strings.dates import dates_like, is_date, odds
from webapp.reading.strings.groups import plausibility
from webapp.reading.strings.patterns import ENDINGS, Pattern

SEPARATORS = ".,-/"
# How many strings are looked at. With a pattern more, for what it allows may be far from the likeliest; with check
# digits more still, for one in ten or fewer passes them.
CANDIDATES, ALLOWED, CHECKED = 8, 24, 50
HALF = 0.5
# Of the likeliest string's probability: what matches a pattern only without one of its digits, and is less likely,
# is hardly what somebody wrote, as 984 for 1984 where three digits are asked for.
LEFT_OUT = 0.01
MAY_BE = 0.005  # of a number's likelihood: from there on a date that looks like it makes the person be asked


@dataclass(frozen=True, slots=True)
class Choice:
    """The number of a line, as one string."""

    text: str
    """Empty where the line holds no digit."""
    confidence: float
    others: tuple[tuple[str, float], ...] = ()
    """Other strings with their confidences, likeliest first."""
    check: Check | None = None
    doubtful: bool = False
    """Whether there is a reason not to trust it, however likely it is."""
    given: bool = False
    """Whether each of its characters is what it is for another reason than how it looks."""
    in_usual_groups: bool = False
    """Whether it was chosen, against its looks, for how people part numbers."""


def choose(probabilities: np.ndarray, alphabet: str, pattern: Pattern | None) -> Choice:
    """The likeliest number of a line. probabilities: (views, cols, classes)"""
    strings = _of_all(probabilities, lambda view: likeliest_strings(view, alphabet, CANDIDATES))
    weigh = _Scales(probabilities, alphabet)
    free = weigh(strings, _stripped)
    text = max(free, key=lambda text: free[text].rank)
    others = _ranked({other: weight.confidence for other, weight in free.items() if other not in ("", text)})
    unrestricted = Choice(text, free[text].confidence, others)
    if text == "":
        return unrestricted
    if pattern is None:
        return (_as_date(unrestricted, weigh) if "/" in alphabet else None) or _in_usual_groups(unrestricted)
    count = ALLOWED if pattern.check is None else CHECKED
    allowed = _of_all(probabilities, lambda view: likeliest_allowed(view, alphabet, count, pattern.with_endings))
    # Once: each view would guess something else, none of it any likelier.
    allowed = allowed or guess_allowed(probabilities[0], alphabet, pattern.with_endings)
    weights = weigh(allowed, pattern.text_of)
    # Where a pattern allows a separator alone, that is no number all the same.
    spelled = {string: weight.confidence for string, weight in weights.items() if string == "" or digits_of(string)}
    if not spelled:
        return Choice(text, 0.0, check=pattern.check and Check(pattern.check.name, False, False), doubtful=True)
    matching = _by_value(spelled, pattern.value_of)
    refused = sum(weigh.exact[string] for string in strings if pattern.text_of(string) is None)
    choice = _restricted(matching, refused, pattern)
    if len(digits_of(choice.text)) < len(digits_of(text)) and sum(matching.values()) < LEFT_OUT * free[text].confidence:
        # Its share of what matches would say that it is likely.
        return replace(choice, confidence=matching[choice.text], doubtful=True)
    return choice


def number_probability(probabilities: np.ndarray, text: str, alphabet: str) -> float:
    """The probability of a number, with and without what people put behind one.

    probabilities: (views, cols, classes)
    """
    return _Scales(probabilities, alphabet)([text], _stripped)[text].confidence


def _in_usual_groups(choice: Choice) -> Choice:
    """The number that it is rather, by how it looks and by how people part numbers."""
    looks = {choice.text: choice.confidence, **dict(choice.others)}
    weights = {text: seen * plausibility(text) for text, seen in looks.items()}
    total = sum(weights.values()) + max(1.0 - sum(looks.values()), 0.0)
    text = max(weights, key=weights.get)
    others = _ranked({other: weight / total for other, weight in weights.items() if other != text})
    # Where they contradict each other, the person is asked.
    contradicted = text != choice.text
    return Choice(text, weights[text] / total, others, doubtful=contradicted, in_usual_groups=contradicted)


def _as_date(choice: Choice, weigh: "_Scales") -> Choice | None:
    """The date that a number is rather, or may be, by how it looks and by what people write; None where it is none."""
    dates = [] if is_date(choice.text) else dates_like(choice.text)
    seen = {date: weight.confidence for date, weight in weigh(dates, _stripped).items()}
    date = max(dates, key=lambda date: seen[date] * odds(date), default=None)
    if date is None or (likelihood := seen[date] * odds(date)) < MAY_BE * choice.confidence:
        return None
    total = likelihood + max(1.0 - seen[date], choice.confidence)
    weights = {choice.text: choice.confidence, **dict(choice.others), date: likelihood}
    text = date if likelihood > choice.confidence else choice.text
    others = {other: weight / total for other, weight in weights.items() if other != text}
    # What the image alone says and what people write are not the same: the person is asked.
    return Choice(text, weights[text] / total, _ranked(others), doubtful=True, given=True)


def _by_value(spelled: dict[str, float], value_of: Callable[[str], str]) -> dict[str, float]:
    """Of each number its likeliest text, with the probability of all that say the same."""
    numbers: dict[str, list[str]] = {}
    for text in spelled:
        numbers.setdefault(value_of(text), []).append(text)
    return {
        max(texts, key=spelled.__getitem__): min(sum(spelled[text] for text in texts), 1.0)
        for texts in numbers.values()
    }


def _restricted(matching: dict[str, float], refused: float, pattern: Pattern) -> Choice:
    """Choose among the strings that match the pattern.

    matching: their probabilities; refused: the probability of the likeliest strings that do not match
    """
    likeliest = max(matching, key=matching.get)
    passing = {text: probability for text, probability in matching.items() if pattern.passes(text)}
    text = max(passing, key=passing.get) if passing else likeliest
    check = pattern.check and Check(pattern.check.name, bool(passing), bool(passing) and text != likeliest)
    if passing:
        refused += sum(matching.values()) - sum(passing.values())
    # A person who says what the number is like rules out what is not: the probability of strings known to be ruled
    # out goes to all others, those that were never looked at too, so a confidence is rather too low than too high.
    # But where they had most of it, image and person contradict each other, and nobody can be sure.
    left = max(1.0 - refused, sum((passing or matching).values()))
    shares = {text: probability / left for text, probability in (passing or matching).items()} if left > 0 else {}
    others = _ranked({other: share for other, share in shares.items() if other != text})
    return Choice(text, shares.get(text, 0.0), others, check, refused > HALF or not passing)


@dataclass(frozen=True, slots=True)
class _Weight:
    confidence: float
    """Probability of the string with and without what people put behind a number."""
    rank: float
    """The same with all else that was found and stands for it."""


class _Scales:
    """Exact probabilities of strings, each computed once."""

    def __init__(self, probabilities: np.ndarray, alphabet: str):
        self._probabilities, self._alphabet = probabilities, alphabet
        self._endings = [ending for ending in ENDINGS if set(ending) <= set(alphabet)]
        self.exact = {}

    def __call__(self, strings: Sequence[str], text_of: Callable[[str], str | None]) -> dict[str, _Weight]:
        """The numbers that these strings stand for, with their weights."""
        found = {}
        for string in strings:
            if (text := text_of(string)) is not None:
                found.setdefault(text, []).append(string)
        spelled = {text: [text + e for e in self._endings if text_of(text + e) == text] for text in found}
        self._compute({*strings, *(string for group in spelled.values() for string in group)})
        return {
            text: _Weight(
                min(sum(self.exact[string] for string in spelled[text]), 1.0),
                sum(self.exact[string] for string in {*spelled[text], *found[text]}),
            )
            for text in found
        }

    def _compute(self, strings: set[str]) -> None:
        missing = [string for string in strings if string not in self.exact]
        if not missing:  # a pass over the columns costs as much for none
            return
        computed = string_probabilities(self._probabilities, missing, self._alphabet).tolist()
        self.exact.update(zip(missing, computed, strict=True))


def _of_all(views: np.ndarray, search: Callable[[np.ndarray], list[str]]) -> list[str]:
    """What a search finds in any of the views, each string once."""
    return list(dict.fromkeys(string for view in views for string in search(view)))


def _stripped(string: str) -> str:
    return string.strip(SEPARATORS)


def _ranked(probabilities: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(probabilities.items(), key=lambda pair: -pair[1]))
