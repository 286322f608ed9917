"""Sheets and drawings that hold nothing but numbers: there each line of ink is one, exact to the stroke."""

import numpy as np

from webapp.reading.finding.look import Look, Seen, seen_in
from webapp.reading.finding.tight import is_cut_out
from webapp.reading.places.place import AGREED, CLEAR, WRITTEN, Place
from webapp.reading.result import Box

MOST_LINES = 12  # of ink: more are no clean sheet
MOST = 0.7  # of a line of ink's width: a number that takes so much of it is all of it
OF_NUMBERS = 0.5  # of a sheet's lines of ink: where so many are seen to be numbers the others may be
TALLER, WIDER = 1.4, 0.8  # times as high, and heights wider than a number seems: its own ink may be so much more
ALONE = 2.5  # heights: a number that is farther from others in its line is none of theirs
SEVERAL = 1.3  # heights wide: of digits that stand closer to each other than to the next ones


def on_a_clean_sheet(boxes: list[Box], grey: np.ndarray, look: Look, agreed: float = AGREED) -> list[Place]:
    """Lines of ink, exact to the stroke, where each of them is one number and nothing else is a number; else [].

    agreed: score of what stands alone
    """
    if not 0 < len(boxes) <= MOST_LINES:
        return []
    numbers = look.numbers()
    centres = [look.in_image(number).mean(axis=0) for number in numbers]
    inside = [[n for n, centre in zip(numbers, centres, strict=True) if _holds(box, centre)] for box in boxes]
    if len(numbers) != len(boxes) or any(len(found) != 1 for found in inside):
        return []
    # What somebody cut out may have a frame or cells around the number, which are read as part of it.
    believed = is_cut_out(*grey.shape) or all(_is_all_of(box, *found) for box, found in zip(boxes, inside, strict=True))
    if not believed:
        return []
    # What stands close to another may be one number with it, in cells for example.
    return [
        Place(_corners(box), agreed if _stands_alone(box, boxes) else found[0].score)
        for box, found in zip(boxes, inside, strict=True)
    ]


def unseen_lines(boxes: list[Box], places: list[Place]) -> list[Place]:
    """The lines of ink of a clean sheet that are no number which is seen clearly, where it is a sheet of numbers."""
    if not 0 < len(boxes) <= MOST_LINES:
        return []
    clear = [place.corners for place in places if place.score >= CLEAR]
    seen = [[corners for corners in clear if _holds(box, corners.mean(axis=0))] for box in boxes]
    if sum(map(bool, seen)) < OF_NUMBERS * len(boxes):
        return []
    widths = [max((np.ptp(corners[:, 0]) for corners in inside), default=0.0) for inside in seen]
    return [Place(_corners(box), WRITTEN) for box, width in zip(boxes, widths, strict=True) if width < MOST * box.width]


def lies_between(number: Seen, boxes: list[Box]) -> bool:
    """Whether a number's middle lies in none of several lines of ink that it shares something with."""
    left, top, right, bottom = number.box()
    shared = [b for b in boxes if b.left < right and left < b.right and b.top < bottom and top < b.bottom]
    return len(shared) > 1 and not any(_holds(box, number.centre) for box in shared)


def on_ink(numbers: list[Seen], boxes: list[Box], looks: tuple[list[Seen], ...]) -> list[Seen]:
    """The same numbers; one that is all of a line of ink, far from others, is agreed on and exact to the stroke: where
    no look sees several in it."""
    agreed: dict[int, Seen] = {}
    for box in boxes:
        there, *by_look = ([one for one in found if _holds(box, one.centre)] for found in (numbers, *looks))
        is_one = len(there) == 1 and max(map(len, by_look)) <= 1
        if is_one and _is_all_of(box, *there) and _is_in(*there, box) and _stands_alone(box, boxes):
            agreed[id(there[0])] = seen_in(box, AGREED)
    return [agreed.get(id(number), number) for number in numbers]


def _is_all_of(box: Box, number: Seen) -> bool:
    """Whether ink is no more than the number that is seen in it: rings, bullets and dirt belong to lines of ink too."""
    return box.height <= TALLER * number.height and box.width <= number.width + WIDER * number.height


def _is_in(number: Seen, box: Box) -> bool:
    """Whether a number is hardly larger than ink: else it reaches over other lines of it."""
    return number.height <= TALLER * box.height and number.width <= box.width + WIDER * box.height


def _stands_alone(box: Box, boxes: list[Box]) -> bool:
    """Whether no other box of the same line is near; single digits may be one number though they stand far apart."""
    near = ALONE * box.height
    return not any(
        min(box.bottom, other.bottom) > max(box.top, other.top)
        and max(box.left - other.right, other.left - box.right) < near
        and min(box.width / box.height, other.width / other.height) < SEVERAL
        for other in boxes
        if other is not box
    )


def _holds(box: Box, centre: np.ndarray) -> bool:
    x, y = centre
    return box.left <= x < box.right and box.top <= y < box.bottom


def _corners(box: Box) -> np.ndarray:
    return np.array(
        [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]], np.float32
    )
