"""Numbers that stand far apart in one row, with a label or nothing between them, and were found as one."""

import numpy as np

from webapp.reading.places.place import Found, Read, axes

FARTHER = 2.5  # times as far from each other as the row's digits mostly stand: there the next number begins
FAR = 1.5  # heights of the place, at least: thin digits stand close
BESIDE = 0.6  # heights of the place that a part reaches beyond the middle of its first and last digit
PITCH = 0.8  # the same of the digits' usual distance, where that is more: digits in wide cells


def part_rows(found: list[Found], read: Read, origin: tuple[int, int]) -> list[Found]:
    """The numbers, but several for digits that stand in groups far from each other.

    read: gives the number at a place with these corners and this score
    origin: x, y in the image of where the corners are counted from
    """
    return [part for one in found for part in _parts(one, read, np.array(origin, float))]


def _parts(one: Found, read: Read, origin: np.ndarray) -> list[Found]:
    """The groups, where each reads as it does in the row; else the number as it was."""
    corners, score, number = one
    along, _, width, height = axes(corners)
    middles = [digit.seen_at for digit in number.digits if digit.seen_at is not None]
    if len(middles) < len(number.digits) or not number.text.isdigit() or not width:
        return [one]
    columns = (np.array(middles) - origin - corners[0]) @ along
    begins = first_of_groups(columns, height)
    if len(begins) == 1:
        return [one]
    beside = max(BESIDE * height, PITCH * _usual_step(columns))
    parts: list[Found] = []
    for first, end in zip(begins, [*begins[1:], len(columns)], strict=True):
        left, right = max(columns[first] - beside, 0.0), min(columns[end - 1] + beside, width)
        start, stop, down = corners[0] + along * left, corners[0] + along * right, corners[3] - corners[0]
        place = np.stack([start, stop, stop + down, start + down]).astype(np.float32)
        part = read(place, score)
        if part is None or part.text != number.text[first:end]:
            return [one]
        parts.append(Found(place, score, part))
    return parts


def first_of_groups(columns: np.ndarray, height: float) -> list[int]:
    """Which digits of a row begin a number: the first, and those that stand far behind the one before.

    columns: (digits,) of their middles; height: of the place, in the same pixels
    """
    if len(columns) < 3:  # two have but one distance, which nothing says is wide
        return [0]
    far = np.diff(columns) > max(FARTHER * _usual_step(columns), FAR * height)
    return [0, *(np.flatnonzero(far) + 1).tolist()]


def _usual_step(columns: np.ndarray) -> float:
    """The median distance between neighbours, and of an even number of them the lower one."""
    steps = np.sort(np.diff(columns))
    return float(steps[(len(steps) - 1) // 2])
