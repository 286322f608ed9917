"""Places made to fit: where a number begins and ends shows better from near than on the whole page.

The second look of detectors of two stages (Ren et al., "Faster R-CNN", 2015), with edges from the share of each column
and row that is the number's instead of by regression.
"""

from collections.abc import Callable

import cv2
import numpy as np

from webapp.reading.places.place import PAPER_AROUND, Found, axes, tight_corners_of, without_paper
from webapp.reading.places.verify import CELL, COLS, ROWS, Verdict, scale_of

LOOKS = 2  # more, each from where the last one saw the number: of one of which half was missing the rest shows then
STILL = 0.06  # of the height: edges that move less are left, as they are as good
LEAST_SHARE = 0.5  # of a column or row from which on it is the number's
PREFERRED = 1.2  # times the trust in the place as it was found, as the locator has seen more of the page
NARROWEST = 0.7  # of its width: what is narrower is a part of it, such as one digit in wide cells
TAKEN = 0.5  # of another place: no number grows over so much of one that it did not lie over before
SAME = 0.6  # of the smaller of two places: what is covered so much by the other is the same number
AWAY = 0.1  # heights of paper between a number and what is beside it
NARROWEST_LEFT = 0.3  # heights, the paper at its end among them: what is narrower has hardly room for a 1

# What the verifier says of the place with these corners; None without one.
VerdictOn = Callable[[np.ndarray], Verdict | None]


def fitting(places: np.ndarray, i: int, verdict_on: VerdictOn) -> list[tuple[np.ndarray, float]]:
    """A place and, where its number is seen to begin or end elsewhere, places that may fit it better.

    places: (n, 4, 2) float32 corners of all that were found; i is the one in question, and no number grows over others
    returns: corners of each and the trust in it, the place as it is first and PREFERRED; nothing where there is no
        network
    """
    corners = places[i]
    found: list[tuple[np.ndarray, float]] = []
    while (verdict := verdict_on(corners)) is not None:
        found.append((corners, verdict.trust))
        seen = around(corners, verdict)
        if len(found) > LOOKS or np.abs(seen - corners).max() < STILL * np.linalg.norm(corners[3] - corners[0]):
            break
        corners = seen
    if not found:
        return []
    (first, trust), *moved = found
    others = np.delete(places, i, axis=0)
    return [(first, PREFERRED * trust), *((place, trust) for place, trust in moved if _may_be(place, first, others))]


def _may_be(place: np.ndarray, first: np.ndarray, others: np.ndarray) -> bool:
    """Whether a place may be taken instead of the first one."""
    widths = [np.linalg.norm(corners[1] - corners[0]) for corners in (place, first)]
    return widths[0] >= NARROWEST * widths[1] and not any(
        _covered(other, place) > TAKEN >= _covered(other, first) for other in _near(others, place)
    )


def around(corners: np.ndarray, verdict: Verdict) -> np.ndarray:
    """Corners (4, 2) of the number that a verdict on a place says is there, with paper around; the place's own where it
    says that there is none."""
    columns, rows = _span(verdict.columns, COLS), _span(verdict.rows, ROWS)
    if columns is None or rows is None:
        return corners
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    along, down = along / max(np.linalg.norm(along), 1e-6), down / max(np.linalg.norm(down), 1e-6)
    paper = PAPER_AROUND * (rows[1] - rows[0])
    (left, right), (top, bottom) = (
        ((low - paper - side / 2) / scale_of(corners), (high + paper - side / 2) / scale_of(corners))
        for (low, high), side in ((columns, COLS), (rows, ROWS))
    )
    ends = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return (corners.mean(axis=0) + np.array([x * along + y * down for x, y in ends])).astype(np.float32)


def shares(low: float, high: float, side: int) -> np.ndarray:
    """Which share of each cell of a patch's side lies between two of its pixels: (side / CELL,) float32"""
    cells = np.arange(0, side, CELL)
    return (np.clip(np.minimum(high, cells + CELL) - np.maximum(low, cells), 0, CELL) / CELL).astype(np.float32)


def _span(share: np.ndarray, side: int) -> tuple[float, float] | None:
    """First and last pixel of the longest run of cells that are the number's; None where there is none.

    Inverts shares: at its ends the run is the number's in part, or what is beside it is.
    """
    inside = np.concatenate([[False], share >= LEAST_SHARE, [False]])
    changes = np.flatnonzero(inside[1:] != inside[:-1]).reshape(-1, 2)
    if not len(changes):
        return None
    first, behind = max(changes.tolist(), key=lambda run: share[run[0] : run[1]].sum())
    before = share[first - 1] if first else 0.0
    after = share[behind] if behind < len(share) else 0.0
    low = (first + 1 - share[first] - before) * CELL
    high = (behind - 1 + share[behind - 1] + after) * CELL
    return (max(0.0, float(low)), min(float(side), float(high))) if low < high else None


def without_doubles(found: list[tuple[float, Found]]) -> list[Found]:
    """The numbers but, of those whose places have come to be one, the likeliest alone: non-maximum suppression.

    found: how likely each is, with the number and its place
    """
    places = tight_corners_of(one for _, one in found)
    kept: list[int] = []
    for i in sorted(range(len(found)), key=lambda i: -found[i][0]):
        if not is_double(places[i], places[kept]):
            kept.append(i)
    return [found[i][1] for i in sorted(kept)]


def is_double(place: np.ndarray, others: np.ndarray) -> bool:
    """Whether the number of a place is that of another one. place: (4, 2), others: (n, 4, 2), all without paper"""
    near = _near(others, place)
    return any(max(_covered(place, other), _covered(other, place)) > SAME for other in near)


def left_over(place: np.ndarray, others: np.ndarray) -> list[np.ndarray]:
    """What a place has beside the numbers that lie in it: corners (4, 2) of each part; [] where none lies in it.

    place: (4, 2) with paper; others: (n, 4, 2) without
    """
    along, _, width, height = axes(place)
    inside = [other for other in _near(others, place) if mostly_within(other, place)]
    if not inside:
        return []
    columns = (np.array(inside) - place[0]) @ along
    begins, ends = columns.min(axis=1), columns.max(axis=1)
    by_begin = np.argsort(begins)
    starts = [0.0, *(np.maximum.accumulate(ends[by_begin]) + AWAY * height).tolist()]
    stops = [*(begins[by_begin] - AWAY * height).tolist(), width]
    down = place[3] - place[0]
    sides = [
        (place[0] + left * along, place[0] + right * along)
        for left, right in zip(starts, stops, strict=True)
        if right - left > NARROWEST_LEFT * height
    ]
    parts = [np.array([start, stop, stop + down, start + down], np.float32) for start, stop in sides]
    return [part for part in parts if not is_double(without_paper(part), others)]


def beside(place: np.ndarray, others: np.ndarray) -> int:
    """Where a place belongs among others (n, 4, 2) in reading order: before or behind the nearest one."""
    along, *_ = axes(place)
    away = place.mean(axis=0) - others.mean(axis=1)
    nearest = int(np.linalg.norm(away, axis=1).argmin())
    return nearest + int(away[nearest] @ along > 0)


def mostly_within(place: np.ndarray, other: np.ndarray) -> bool:
    """Whether most of a place lies in another one. place, other: corners (4, 2) float32"""
    return _covered(place, other) > SAME


def _near(places: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Those (n, 4, 2) of the places that may lie over a place: the boxes around them do. A page may hold thousands."""
    low, high = places.min(axis=1), places.max(axis=1)
    return places[((low < place.max(axis=0)) & (high > place.min(axis=0))).all(axis=1)]


def _covered(one: np.ndarray, other: np.ndarray) -> float:
    """The share of a place that another one lies over. one, other: corners (4, 2) float32"""
    shared, _ = cv2.intersectConvexConvex(one, other)
    return shared / max(cv2.contourArea(one), 1e-6)
