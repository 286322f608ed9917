"""Upright image to the places of its handwritten numbers: a network says where, connected components say how many.

The network (training/networks/locator.py) sees the page small, which tells which way the writing runs and shows the
large numbers, and then, turned level by the rows of its ink (skew.py), large enough for the small ones.
"""

from collections.abc import Iterator

import numpy as np

from webapp.reading.finding.clean_sheet import lies_between, on_a_clean_sheet, on_ink, unseen_lines
from webapp.reading.finding.ink_lines import find_ink, number_boxes
from webapp.reading.finding.look import COARSE_SIDE, FINE_SIDE, Look, Maps, Seen, seen_in, unlike
from webapp.reading.finding.skew import skew
from webapp.reading.places.place import AGREED_NEAR, CLEAR, FAINT, Place
from webapp.reading.tables.cells import split_cells
from webapp.reading.tables.table_lines import split_at_lines

ENLARGED = 1.5  # at most, for the fine look: small pages are written on small
LARGE = 110  # pixels of the fine input: higher ones of a drawing are taken from the coarse look
ALONG = 0.45  # share of the writing along the rows from which no other axis is looked at
# That much more of it forwards than backwards, or along one axis than along the other, tells which way it runs: which
# end is up was wrong once in 285 synthetic pages.
CLEARLY = 0.45
UPRIGHT_LIKELIER = 0.25  # that much more has to run down the columns: photos are rarely turned
STRAIGHT = 2.0  # degrees: pages that lean less are left as they are; the network reads those
LEANING = 12.0  # degrees: lines of ink on a clean sheet may lean by so much
MOST_UNSEEN = 60  # lines of ink in a drawing in which the network sees no number: more are scribbles
SAME_LINE = 0.5  # of the lower one's rows are shared where two stand in one line


def coarse_looks(grey: np.ndarray, maps: Maps) -> Iterator[Look]:
    """The page at COARSE_SIDE as it may be upright: first the likeliest way round, then, where print and words do not
    tell, turned by half, and where they do not even tell along which axis they run, along the other: of a few digits
    that is often only known when they have been read.

    grey: (rows, cols) uint8, light or dark paper, turned and tilted as it may be
    maps: the locator's network
    """
    looks = {angle: Look.at(grey, COARSE_SIDE, angle, maps) for angle in (0.0, 180.0)}
    along = {angle: look.along() for angle, look in looks.items()}
    if max(along.values()) < ALONG:
        for angle in (90.0, -90.0):
            looks[angle] = Look.at(grey, COARSE_SIDE, angle, maps)
            along[angle] = looks[angle].along() - UPRIGHT_LIKELIER
    # Photos are seldom upside down.
    likely = sorted(along, key=lambda angle: along[angle] - CLEARLY * (angle == 180.0), reverse=True)
    other_axis = [angle for angle in likely if (angle - likely[0]) % 180][:1]
    for first in (likely[0], *(angle for angle in other_axis if along[likely[0]] - along[angle] <= CLEARLY)):
        for angle in (first, first + 180.0 if first <= 0 else first - 180.0):
            if along[first] - along[angle] > CLEARLY:
                break
            lean = skew(looks[angle].page)
            yield Look.at(grey, COARSE_SIDE, angle + lean, maps) if abs(lean) > STRAIGHT else looks[angle]


def find_numbers(grey: np.ndarray, maps: Maps, coarse: Look | None = None, sheet: bool = True) -> list[Place]:
    """The places of the handwritten numbers, in reading order: top to bottom, then left to right; then, in that order
    too, what may be some (WRITTEN, and then HINT).

    grey, maps: as coarse_looks takes them
    coarse: one that it gave; the first where there is none
    sheet: whether all of a sheet is seen: a line of ink of a part may be more numbers than were meant
    """
    coarse = coarse or next(coarse_looks(grey, maps))
    boxes = number_boxes(find_ink(grey)) if abs(coarse.angle) < LEANING else []
    if clean := on_a_clean_sheet(boxes, grey, coarse):
        return clean
    fine = Look.at(grey, FINE_SIDE, coarse.angle, maps, ENLARGED)
    if sheet and (clean := on_a_clean_sheet(boxes, grey, fine, AGREED_NEAR)):
        return clean
    # A number may be seen in both looks. Which place is right shows when it is read: see refine.without_doubles.
    seen = fine.numbers(FAINT)
    places = _parted(grey, _places(fine, coarse.numbers() + seen))
    unseen = unseen_lines(boxes, places) if sheet else []
    return places + unseen + _parted(grey, _places(fine, fine.hints(seen)))


def _parted(grey: np.ndarray, found: list[Place]) -> list[Place]:
    """The places, cut at lines of a table and at walls of cells."""
    places = [Place(part, place.score) for place in found for part in split_at_lines(grey, place.corners)]
    parts = split_cells(grey, [place.corners for place in places])
    return [Place(part, place.score) for place, group in zip(places, parts, strict=True) for part in group]


def find_drawn(grey: np.ndarray, maps: Maps) -> list[Place]:
    """The places of the numbers in a drawing, in reading order.

    A drawing is upright, and nothing but numbers is on it: ink in which the network sees none may be one all the same.

    grey: (rows, cols) uint8, strokes on clean paper
    maps: the locator's network
    """
    coarse = Look.at(grey, COARSE_SIDE, 0.0, maps)
    ink = find_ink(grey)
    boxes = number_boxes(ink)
    if clean := on_a_clean_sheet(boxes, grey, coarse):
        return clean
    fine = Look.at(grey, FINE_SIDE, coarse.angle, maps, ENLARGED)
    looks = coarse.numbers(), fine.numbers()
    large = [number for number in looks[0] if number.height * fine.scale > LARGE]
    # What is seen between lines of ink reaches over several numbers.
    seen = large + unlike(large, looks[1])
    found = on_ink([number for number in seen if not lies_between(number, boxes)], boxes, looks)
    # All ink is numbers: beside one that was found there may be one in which the network sees none.
    besides = np.array([number.tight() for number in found], np.float32).reshape(-1, 4)
    unseen = [seen_in(box, CLEAR) for box in number_boxes(ink, besides)[:MOST_UNSEEN]]
    return _places(fine, found + unlike(found, unseen))


def _places(look: Look, numbers: list[Seen]) -> list[Place]:
    return [Place(look.in_image(number), number.score) for number in _in_reading_order(numbers)]


def _in_reading_order(numbers: list[Seen]) -> list[Seen]:
    """Lines from the top, each from the left."""
    lines: list[list[Seen]] = []
    for number in sorted(numbers, key=lambda n: n.centre[1]):
        line = next((line for line in lines if _beside(line[-1], number)), None)
        if line is None:
            lines.append([number])
        else:
            line.append(number)
    return [number for line in lines for number in sorted(line, key=lambda n: n.centre[0])]


def _beside(a: Seen, b: Seen) -> bool:
    shared = min(a.centre[1] + a.height / 2, b.centre[1] + b.height / 2) - max(
        a.centre[1] - a.height / 2, b.centre[1] - b.height / 2
    )
    return shared > SAME_LINE * min(a.height, b.height)
