"""A second opinion on a digit that stands alone: another network sees the whole of a short line at once.

The reader slides along lines of any length: to it a 4 in two strokes may be 14, and an open 9 is a 4 as often as not.
Both say how likely each digit is, and what both together find likeliest stands.
"""

from collections.abc import Collection, Mapping

import numpy as np

from webapp.reading.line.windows import NONE

WIDEST = 80  # columns of a line, a digit of twice its height: what is wider holds more than one digit
LEAST = 0.02  # confidence of a text of one digit from which it is worth a second opinion
WEIGHT = 0.7  # exponent of the second opinion: see training/EXPERIMENTS.md
# Confidence of both together from which a digit is sure. They learnt from the same lines: where they are wrong they are
# so together more often than chance would have it.
SURE_TOGETHER = 0.998
MOST_CERTAIN = 1e-12  # is left for others, however the shares of ten digits are rounded
DIGITS = tuple("0123456789")


def may_stand_alone(texts: Mapping[str, float], columns: int) -> bool:
    """Whether a line of so many columns may hold one digit and nothing else. texts: as weighed takes them"""
    return columns <= WIDEST and any(share >= LEAST for text, share in texts.items() if text in DIGITS)


def texts_of_nothing(confidence: float) -> dict[str, float]:
    """What a line may say in which the reader finds no digit, with this confidence: each of them as likely."""
    return {"": confidence, **{digit: (1 - confidence) / len(DIGITS) for digit in DIGITS}}


def weighed(
    texts: Mapping[str, float], opinion: np.ndarray, allowed: Collection[str] = DIGITS
) -> list[tuple[str, float]]:
    """How likely the line says each text by both opinions (a product of experts: Hinton, 2002), likeliest first.

    texts: how likely it says each by the reader; what they lack to 1 are texts that nobody names
    opinion: (NONE + 1,) how likely it shows each digit alone by the other network, or something else
    allowed: digits that it may say
    """
    joint = {digit: texts.get(digit, 0.0) * float(opinion[int(digit)]) ** WEIGHT for digit in allowed}
    both = sum(joint.values())
    if not both:
        return []
    alone = sum(share for text, share in texts.items() if text in DIGITS)
    # Of what is not one digit each text keeps its part, and together they have this share.
    others = before = max(1 - alone, MOST_CERTAIN)
    # Where the reader reads one digit, that it is one is for it to say: it knows lines that the other has never seen.
    if max(texts, key=texts.__getitem__) not in DIGITS:
        nothing = before * float(opinion[NONE]) ** WEIGHT
        others = nothing / (nothing + both)
    ranked = {digit: (1 - others) * share / both for digit, share in joint.items()}
    ranked |= {text: others * share / before for text, share in texts.items() if text not in DIGITS}
    return sorted(ranked.items(), key=lambda pair: -pair[1])
