"""The numbers at the places of a page: where each one fits best, and what it says there."""

from dataclasses import replace
from operator import itemgetter

import numpy as np

from webapp.reading.finding.tight import is_cut_out
from webapp.reading.judge import Judge, likelihood
from webapp.reading.places.apart import part_rows
from webapp.reading.places.cut import cut_out
from webapp.reading.places.join import join_dates
from webapp.reading.places.place import AGREED_NEAR, Found, Place, corners_of, tight_corners_of, without_paper
from webapp.reading.places.powers import part_powers
from webapp.reading.places.recut import cut_anew
from webapp.reading.places.refine import beside, fitting, is_double, left_over, mostly_within, without_doubles
from webapp.reading.read_line import read_cut
from webapp.reading.result import Box, Number
from webapp.reading.setup import MISMATCH, Setup
from webapp.reading.tables.combs import find_fields, join_cells

LEAST_LIKELY = 0.2  # score of its place times confidence: what is less likely a number than this is left out
LIKELY_FIELD = 0.2  # of the digits of a field as one number: where it is less, they may be several all the same
LEAST_BESIDE = 0.6  # likelihood of a number in what is left of a place in which another one was found
LEAST_LEFT = 0.3  # the same at a place of its own

# A number, and how likely it is one and read right.
Likely = tuple[float, Found]


class PlaceReader:
    """Reads what stands at places in a region of an image.

    Corners of places are in pixels of the region, boxes of numbers in pixels of the whole image.
    """

    def __init__(self, image: np.ndarray, region: Box, setup: Setup, judge: Judge):
        """judge: of the places in the region"""
        self._image, self._region, self._setup, self._judge = image, region, setup, judge

    def number_at(self, corners: np.ndarray, score: float) -> Number | None:
        """The number at a place with this score; None where it holds no digit, or hardly a number, or where the image
        has taken too much already.

        What hardly matches the pattern is read freely, and unclear: somebody may have written 31/13/2026 where dates
        are asked for.
        """
        reader, pattern, drawn = self._setup.reader, self._setup.pattern, self._setup.drawn
        with self._setup.timed("locate"):
            cut = cut_out(self._judge.part, corners)
        if cut is None or not self._setup.effort.allows():
            return None
        with self._setup.timed("read"):
            cut = cut.moved(self._region, Box(0, 0, *self._image.shape[::-1]))
            number = read_cut(cut, reader, pattern, trusted=True, expected=drawn, drawn=drawn)
            if _is_likely(number, score):
                return number
            if pattern is None or not self._setup.effort.allows(MISMATCH):
                return None
            free = read_cut(cut, reader, None, trusted=False, expected=drawn, drawn=drawn)
        return replace(free.unclear(), check=pattern.checked(free.text)) if _is_likely(free, score) else None

    def numbers(self, places: list[Place]) -> list[Found]:
        """The numbers at places of the region, sure where they read so."""
        each, in_doubt = self._each(places)
        found = without_doubles(each)
        if not self._setup.drawn:
            found, again = self._with_those_left(found, places)
            in_doubt += again
            found = self._put_together(found)
        return [_asked_about(one, in_doubt) for one in join_dates(found, self.number_at, self._judge.likelihood)]

    def _put_together(self, found: list[Found]) -> list[Found]:
        """What was found in parts as one number, what was found as one as several."""
        judge, read, origin = self._judge, self.number_at, (self._region.left, self._region.top)
        with self._setup.timed("locate"):
            fields = find_fields(judge.part, found)
        joined = join_cells(found, fields, read, judge.likelihood, is_cut_out(*self._image.shape), origin)
        as_found = {id(one) for one in found}
        apart = [one for one in joined if id(one) in as_found or judge.likelihood(one) < LIKELY_FIELD]
        found = cut_anew(joined, apart, judge.trust, self._about, judge.likelihood, origin) if judge.knows else joined
        found = part_powers(judge.part, found, read)
        found = without_doubles([(judge.likelihood(one), one) for one in found])
        return part_rows(found, read, origin)

    def _each(self, places: list[Place]) -> tuple[list[Likely], list[np.ndarray]]:
        """The number at each place, but none where a likelier one was read already, in reading order; and the corners
        of those about which the person is asked."""
        corners_of_all = np.array([place.corners for place in places], np.float32).reshape(-1, 4, 2)
        fits = [self._fits(place, corners_of_all, i) for i, place in enumerate(places)]
        best_fits = [max(tried, key=itemgetter(1)) for tried in fits]
        numbers: dict[int, Likely] = {}
        # A page may hold thousands: of each its place without paper, and how likely it is.
        tight, likely = np.zeros((len(places), 4, 2), np.float32), np.full(len(places), -1.0)
        doubles: list[Place] = []
        for i in sorted(range(len(places)), key=lambda i: -best_fits[i][1]):
            corners, trust = best_fits[i]
            if is_double(without_paper(corners), tight[likely >= trust]):
                doubles.append(places[i])
            elif (one := self._likeliest(fits[i], places[i].score)) is not None:
                numbers[i], likely[i], tight[i] = one, one[0], without_paper(one[1].corners)
        found = [numbers[i] for i in sorted(numbers)]
        return self._with_those_beside(found, doubles) if self._judge.knows else (found, [])

    def _fits(self, place: Place, corners_of_all: np.ndarray, i: int) -> list[tuple[np.ndarray, float]]:
        """A place, the i-th of all, and those that may fit its number better, with the trust in each."""
        agreed = self._setup.drawn or place.score >= AGREED_NEAR
        return ([] if agreed else fitting(corners_of_all, i, self._judge.verdict)) or [(place.corners, 1.0)]

    def _likeliest(self, tried: list[tuple[np.ndarray, float]], score: float) -> Likely | None:
        """The number at the likeliest of some places, by the trust in each."""
        best: Likely | None = None
        for corners, trust in sorted(tried, key=itemgetter(1), reverse=True):
            # Reading takes longest, and no number is likelier than its place is trusted.
            if best is not None and best[0] >= trust:
                break
            number = self.number_at(corners, score)
            if number is not None and (best is None or likelihood(number, trust) > best[0]):
                best = likelihood(number, trust), Found(corners, score, number)
        return best

    def _with_those_beside(self, found: list[Likely], doubles: list[Place]) -> tuple[list[Likely], list[np.ndarray]]:
        """The numbers, and those in what is left of places in which one of them lies, in reading order; and the corners
        of the latter.

        doubles: places in which, or in a part of which, another number was found
        """
        added: list[np.ndarray] = []
        there, tight = corners_of(one for _, one in found), tight_corners_of(one for _, one in found)
        for place in doubles:
            for part in left_over(place.corners, tight):
                fits = fitting(np.concatenate([part[np.newaxis], there]), 0, self._judge.verdict)
                if max(trust for _, trust in fits) < LEAST_BESIDE:
                    continue  # reading takes longest
                one = self._likeliest(fits, place.score)
                if one is None or self._judge.likelihood(one[1]) < LEAST_BESIDE:
                    continue
                corners = one[1].corners
                if not mostly_within(corners, place.corners):
                    continue
                added.append(corners)
                at = beside(corners, there)
                found = [*found[:at], one, *found[at:]]
                there, tight = np.insert(there, at, corners, 0), np.insert(tight, at, without_paper(corners), 0)
        return found, added

    def _with_those_left(self, found: list[Found], places: list[Place]) -> tuple[list[Found], list[np.ndarray]]:
        """The numbers, and those at places that were passed over for one that reached over several and did not stay
        itself, in reading order; and the corners of the latter."""
        added: list[np.ndarray] = []
        there, tight = corners_of(found), tight_corners_of(found)
        corners_of_all = np.array([place.corners for place in places], np.float32).reshape(-1, 4, 2)
        for i, place in enumerate(places):
            if is_double(without_paper(place.corners), tight):
                continue
            fits = [fit for fit in self._fits(place, corners_of_all, i) if not is_double(without_paper(fit[0]), tight)]
            if max((trust for _, trust in fits), default=0.0) < LEAST_LEFT:
                continue  # reading takes longest
            one = self._likeliest(fits, place.score)
            if one is None or self._judge.likelihood(one[1]) < LEAST_LEFT:
                continue
            corners = one[1].corners
            added.append(corners)
            at = beside(corners, there) if found else 0
            found = [*found[:at], one[1], *found[at:]]
            there, tight = np.insert(there, at, corners, 0), np.insert(tight, at, without_paper(corners), 0)
        return found, added

    def _about(self, corners: np.ndarray, others: np.ndarray, score: float) -> Found | None:
        """The number at a place, or at one that fits it better and grows over no other place."""
        fits = fitting(np.concatenate([corners[np.newaxis], others]), 0, self._judge.verdict)
        found = self._likeliest(fits, score)
        return found and found[1]


def _is_likely(number: Number | None, score: float) -> bool:
    return number is not None and score * number.confidence >= LEAST_LIKELY


def _asked_about(found: Found, places: list[np.ndarray]) -> Found:
    """The same; unclear where it lies in one of these places, all of which may be one number."""
    return found.unclear() if any(mostly_within(found.corners, place) for place in places) else found
