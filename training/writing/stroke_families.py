"""Digits as families of shapes: what lies between two variants of the table, and every 1 and 7 that a pen makes.

Only training writes with them. A list of variants, however long, is a few points of a space; people write everywhere
in it, and 1 and 7 most of all: nearly half of what was misread on real cheques had one of them.
"""

import numpy as np

SPACING = 0.25  # heights of a digit between the points of a mixed stroke: closer ones would tremble
COMPARED = 16  # points of two strokes whose distance is taken
# Mean distance of two strokes' points in heights of a digit: shapes further apart are written in another way.
MOST_APART = 0.16
SHORT_BARS = 0.22  # of the 7s of the family: crossed below a bar that is hardly there, they look like a plus or a t


def between(one: list[np.ndarray], other: list[np.ndarray], share: float) -> list[np.ndarray] | None:
    """The shape `share` of the way from one variant to another.

    one, other: strokes, (points, 2) float in heights of the digit, as smooth curves
    returns: strokes, (points, 2) float; None where the two are written in another way
    """
    if len(one) != len(other):
        return None
    pairs = list(zip(one, other, strict=True))
    if max(_apart(a, b) for a, b in pairs) > MOST_APART:
        return None
    return [_mixed(a, b, share) for a, b in pairs]


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.linalg.norm(_evenly(one, COMPARED) - _evenly(other, COMPARED), axis=1).mean())


def _mixed(one: np.ndarray, other: np.ndarray, share: float) -> np.ndarray:
    points = 2 + round(max(_way(one)[-1], _way(other)[-1]) / SPACING)
    return (1 - share) * _evenly(one, points) + share * _evenly(other, points)


def _evenly(curve: np.ndarray, points: int) -> np.ndarray:
    """Points at equal distances along a curve."""
    way = _way(curve)
    at = np.linspace(0.0, way[-1], points)
    return np.stack([np.interp(at, way, curve[:, axis]) for axis in (0, 1)], axis=1)


def _way(curve: np.ndarray) -> np.ndarray:
    """How far along the curve each of its points lies."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])


def any_one(rng: np.random.Generator) -> list[np.ndarray]:
    """A 1: a stem, most often with an upstroke that is short or as long as it; a corner, a bend or a loop between
    them; a foot, a hook or nothing below. Strokes as Hand keeps them, in heights of the digit."""
    foot = rng.normal(0, 0.08)
    stem = [(0.0, 0.0), (foot / 2 + rng.normal(0, 0.04), 0.5), (foot, 1.0)]
    if rng.random() < 0.8:
        drop = rng.uniform(0.12, 1.05)
        # No flatter, however wide the hand: with a bar on top it would be a 7.
        start = np.array([-0.04 - drop * rng.uniform(0.1, 0.7), drop])
        middle = start / 2 + rng.normal(0, 0.08, 2) * drop
        upstroke = [tuple(start), tuple(middle)]
        if rng.random() < 0.25:
            upstroke.insert(0, (start[0] + rng.uniform(-0.05, 0.12), start[1] + rng.uniform(-0.12, 0.1)))
        stem = [*upstroke, *_turn(rng), *stem[1:]]
    below = rng.random()
    if below < 0.15:
        half = rng.uniform(0.12, 0.45)
        bar = np.array([(foot - half, 1.0 + rng.normal(0, 0.03)), (foot + half, 1.0 + rng.normal(0, 0.03))])
        return [np.array(stem), bar]
    if below < 0.35:
        stem.append(_hook((foot, 1.0), rng))
    return [np.array(stem)]


def any_seven(rng: np.random.Generator) -> list[np.ndarray]:
    """A 7: a bar, straight or bent, with a serif or without; a stem that leans, bows or ends in a hook; crossed or
    not, and nearly always where the bar is so short that it would be a 1. Strokes as Hand keeps them, in heights of
    the digit."""
    short = rng.random() < SHORT_BARS
    width, left = rng.uniform(0.08, 0.3) if short else rng.uniform(0.3, 0.75), rng.normal(0.03, 0.05)
    stroke = [(0.0, left), (width / 2, left / 2 + rng.normal(0, 0.04))]
    if rng.random() < 0.4:
        serif = (rng.uniform(-0.04, 0.07), left + rng.uniform(0.08, 0.3))
        stroke = [serif, *([stroke[0]] * int(rng.integers(1, 3))), stroke[1]]
    foot = width * rng.uniform(0.1, 0.95)
    waist = (width + foot) / 2 + rng.normal(0, 0.06)
    stroke += [(width, 0.0)] * (2 if rng.random() < 0.65 else 1) + [(waist, 0.5), (foot, 1.0)]
    if rng.random() < 0.25:
        stroke.append(_hook((foot, 1.0), rng))
    if rng.random() < (0.1 if short else 0.55):
        return [np.array(stroke)]
    height, half, tilt = rng.uniform(0.35, 0.65), rng.uniform(0.1, 0.4), rng.normal(-0.03, 0.06)
    middle = waist + (0.5 - height) * (width - foot) + rng.normal(0, 0.06)
    cross = np.array([(middle - half, height - tilt), (middle + half, height + tilt)])
    return [np.array(stroke), cross]


FAMILIES = {"1": any_one, "7": any_seven}


def _turn(rng: np.random.Generator) -> list[tuple[float, float]]:
    """How an upstroke becomes a stem at the top, (0, 0): a corner, a bend, or a loop as of an l."""
    kind = rng.random()
    if kind < 0.74:
        return [(0.0, 0.0)] * (2 if kind < 0.56 else 1)  # a doubled point makes a corner
    reach = rng.uniform(0.03, 0.1) if kind < 0.86 else rng.uniform(0.08, 0.2)
    return [(reach, 0.06 + reach / 4), (0.0, 0.0), (-0.6 * reach, rng.uniform(0.1, 0.2) + reach / 2)]


def _hook(end: tuple[float, float], rng: np.random.Generator) -> tuple[float, float]:
    side = 1 if rng.random() < 0.7 else -1
    return end[0] + side * rng.uniform(0.05, 0.25), end[1] - rng.uniform(-0.02, 0.12)
