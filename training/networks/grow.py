"""Networks that go on from what another one has learnt: wider than it, and near to it."""

from collections.abc import Sequence

import numpy as np


def widened(narrow: Sequence[np.ndarray], fresh: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Weights of a wider network of convolutions that gives exactly what the narrower one gives.

    The added channels see everything, and nothing that was there before listens to them yet: their gradients begin
    at once (after Chen et al., "Net2Net", 2016, which copies channels instead).

    narrow, fresh: get_weights() of the trained network and of a new one of the same layers, each as wide or wider
    """
    return [_widened(old, new) for old, new in zip(narrow, fresh, strict=True)]


def kept(narrow: Sequence[np.ndarray], trained: Sequence[np.ndarray], share: float) -> list[np.ndarray]:
    """The weights in between those that a training began with and those that it ended with.

    What is lost on one kind of pages or lines and what is won on another are not lost and won at the same point of the
    way (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).

    narrow, trained: get_weights() of the network that was begun with and of the trained one, as wide or wider
    share: of the first, 0..1
    """
    start = widened(narrow, trained)
    return [share * before + (1 - share) * after for before, after in zip(start, trained, strict=True)]


def mean(networks: Sequence[Sequence[np.ndarray]], shares: Sequence[float]) -> list[np.ndarray]:
    """The weighted mean of several trainings' weights that have a beginning in common: one network, often better than
    each (Wortsman et al., "Model soups", 2022).

    networks: get_weights() of each, of the same layers; shares: what each counts; they need not add up to one
    """
    whole = sum(shares)
    return [sum(s / whole * w for s, w in zip(shares, of_all, strict=True)) for of_all in zip(*networks, strict=True)]


def _widened(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    wide = new.copy()
    if old.ndim > 1:  # a kernel: its last axes are the channels it takes and those it gives
        taken, given = old.shape[-2:]
        wide[..., taken:, :given] = 0
    wide[tuple(slice(n) for n in old.shape)] = old
    return wide
