"""What is a number, what may be one, what is none: by the trust in its place, how it was seen and how well it reads."""

from collections.abc import Callable

import numpy as np

from webapp.reading.doubts.beside import ask_of_cents, ask_of_thousands
from webapp.reading.doubts.clash import ask_of_clashing
from webapp.reading.doubts.from_near import ask_from_near
from webapp.reading.doubts.lists import ask_of_lists
from webapp.reading.doubts.whole import is_odd, is_wide_pair, may_go_on, reads_as_two
from webapp.reading.finding.tight import is_cut_out
from webapp.reading.places.place import (
    AGREED,
    AGREED_NEAR,
    CLEAR,
    FAINT,
    HINT,
    WRITTEN,
    Found,
    tight_corners_of,
    without_paper,
)
from webapp.reading.places.refine import is_double
from webapp.reading.places.verify import Verdict, trust_of
from webapp.reading.result import Box, Number

# Trust of the verifier below which what was found is not even a candidate, as nearly none of it is a number.
LEAST_TRUST = 0.001
# Score of a place, and the trust from which what stands there may be a number, and a candidate: what the locator alone
# would not see, and what it hardly sees, is one only where the verifier is nearly sure.
TRUST_FROM = (
    (CLEAR, LEAST_TRUST, LEAST_TRUST),
    (FAINT, 0.6, 0.02),
    (WRITTEN, LEAST_TRUST, LEAST_TRUST),
    (HINT, 0.95, 0.5),
)


class Judge:
    """What the verifier says of places in a part of an image, each looked at once."""

    def __init__(
        self,
        part: np.ndarray,
        look: Callable[[np.ndarray], Verdict | None],
        *,
        knows: bool,
        drawn: bool,
        least_likely: float,
        witness: Callable[[np.ndarray], float] = lambda corners: 1.0,
        written: float = 0.0,
        printed: float = 0.0,
    ):
        """look: gives the verdict on a place's corners; None where there is no verifier
        knows: whether there is one
        drawn: whether all ink is numbers
        least_likely: number that is one; 0 where a person saw a number: then there are no candidates
        witness: says how likely a place's ink was written by hand
        written, printed: what it says at least of what is sure, and of what is a number
        """
        self.part, self.knows = part, knows
        self._look, self._drawn, self._least_likely = look, drawn, least_likely
        self._verdicts: dict[bytes, Verdict | None] = {}
        self._witness, self._written, self._printed = witness, written, printed
        self._handwriting: dict[bytes, float] = {}

    def verdict(self, corners: np.ndarray) -> Verdict | None:
        """corners: (4, 2) float32, as a Place's, in pixels of the part"""
        place = corners.tobytes()
        if place not in self._verdicts:
            self._verdicts[place] = self._look(corners)
        return self._verdicts[place]

    def trust(self, corners: np.ndarray) -> float:
        return trust_of(self.verdict(corners))

    def likelihood(self, found: Found) -> float:
        return likelihood(found.number, self.trust(found.corners))

    def is_number(self, found: Found) -> bool:
        """Whether it is one, sure or not."""
        if found.score >= AGREED_NEAR:
            return True
        enough = self._drawn or self.trust(found.corners) >= trust_from(found.score)[0]
        is_likely = enough and self.likelihood(found) >= self._least_likely
        # Where a person saw a number there are no candidates.
        return is_likely and (self._least_likely == 0 or self.handwriting(found) >= self._printed)

    def handwriting(self, found: Found) -> float:
        """How likely it was written by hand, not printed; all that was drawn is. The verifier takes print that is as
        large as handwriting, and between it, for that."""
        if self._drawn:
            return 1.0
        place = found.corners.tobytes()
        if place not in self._handwriting:
            self._handwriting[place] = self._witness(found.corners)
        return self._handwriting[place]

    def may_be_sure(self, found: Found, sure_from: float) -> bool:
        """Whether its place leaves no doubt. sure_from: likelihood"""
        if found.score >= AGREED:
            return True
        return self.likelihood(found) >= sure_from and self.handwriting(found) >= self._written

    def is_all_numbers(self, score: float) -> bool:
        """Whether all ink is numbers where a place with this score was seen: there are no cells, in which the digits of
        one number stand far apart. Around what somebody cut out there may be some."""
        return score >= AGREED_NEAR and (self._drawn or not is_cut_out(*self.part.shape))

    def may_be_number(self, found: Found) -> bool:
        """Whether what is none is a candidate: else hardly ever one stands there."""
        return self._least_likely > 0 and self.trust(found.corners) >= trust_from(found.score)[1]


def likelihood(number: Number, trust: float) -> float:
    """How likely a whole number stands in a place and is read right (0..1): two small doubts are a larger one.

    trust: in the place, as the verifier gives it
    """
    return trust * number.confidence


def trust_from(score: float) -> tuple[float, float]:
    """The trust in a place with this score from which a number stands there, and from which one may."""
    return next((number, candidate) for least, number, candidate in TRUST_FROM if score >= least)


def numbers_of(
    found: list[Found], judge: Judge, image: np.ndarray, sure_from: float, is_whole: bool, expected: bool = False
) -> tuple[list[Number], list[Box]]:
    """The numbers, unsure what may be none; and the boxes of candidates. What is hardly ever a number is left out.

    image: (rows, cols) uint8, in whose pixels the numbers' boxes are; the judge's is all of it, or a part
    sure_from: likelihood from which nobody is asked
    is_whole: whether the judge's part is the image as it was taken, out of which nobody cut anything
    expected: whether a person said what numbers look like: the clear ones look so
    """
    numbers: list[Found] = []
    possible: list[Found] = []
    for one in found:
        if judge.is_number(one):
            numbers.append(_asked(one, judge, sure_from, is_whole, expected))
        elif judge.may_be_number(one):
            possible.append(one)
    places = tight_corners_of(numbers)
    boxes = [one.number.box for one in possible if not is_double(without_paper(one.corners), places)]
    if not expected:
        numbers = ask_of_lists(ask_of_cents(ask_of_thousands(numbers, image), image))
    return [one.number for one in ask_from_near(ask_of_clashing(numbers), image)], boxes


def _asked(found: Found, judge: Judge, sure_from: float, is_whole: bool, expected: bool) -> Found:
    """The same number, unsure where the person is asked; where it may be several or a part of one, in every digit: but
    where one is doubtful, that is what is asked about."""
    number = found.number
    is_wide = judge.is_all_numbers(found.score) and is_wide_pair(number)
    may_be_several = not expected and (is_wide or reads_as_two(number.text))
    may_be_more = may_be_several or is_whole and may_go_on(number, judge.part)
    if number.sure and not may_be_more and judge.may_be_sure(found, sure_from):
        return found
    unclear = number.is_clear and (may_be_more or not expected and is_odd(number.text))
    return found.unclear() if unclear else found.unsure()
