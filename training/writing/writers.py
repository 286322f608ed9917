"""Who writes, and how often: the digit sets' writers, those made of pen strokes, those whose pens were followed on a
tablet, those with a font."""

from pathlib import Path

from training.data import datasets
from training.writing.fonts import FontHands, fonts_installed
from training.writing.hands import SetHands, SingleDigits, StrokeHands
from training.writing.trajectories import TrajectoryHands, trajectories_installed

# Who writes how many of the lines. A small set is a hand or two: more of them would teach its hand, not digits.
MNIST_SHARE, SMALL_SET_SHARE, STROKES_SHARE, FONTS_SHARE = 0.4, 0.03, 0.34, 0.2
TRAJECTORIES_SHARE = 0.3
# Digits alone on top of those: narrow, so that they cost little, and too few of MNIST's were seen without them.
SINGLE_SHARE = 0.45

# Writers, and how often each of them writes.
Hands = tuple[list, list[float]]


def load_hands(folder: Path, held_back: bool = False) -> Hands:
    """The writers to train on, or those held back, and how often each set writes."""
    trained_on, kept = datasets.mnist_train(folder)
    if held_back:
        hands, shares = [SetHands(kept), StrokeHands()], [MNIST_SHARE, STROKES_SHARE]
    else:
        small = [SetHands(digits) for digits in datasets.small_sets(folder)]
        hands = [SetHands(trained_on), SingleDigits(trained_on), StrokeHands(varied=True), *small]
        shares = [MNIST_SHARE, SINGLE_SHARE, STROKES_SHARE, *[SMALL_SET_SHARE] * len(small)]
        if trajectories_installed():
            hands.append(TrajectoryHands.load())
            shares.append(TRAJECTORIES_SHARE)
    if fonts_installed():
        hands.append(FontHands.load(held_back=held_back))
        shares.append(FONTS_SHARE)
    return hands, [share / sum(shares) for share in shares]
