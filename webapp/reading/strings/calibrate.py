"""Confidences that say how often they are right (Platt, "Probabilistic outputs for support vector machines", 1999).

What a network holds for likely is right more or less often than it says: its first look too rarely, and the mean over
several views too often, as each view spreads what it is unsure of over other strings.
"""

from dataclasses import dataclass

import numpy as np

LARGEST = 1 - 1e-9  # confidence: a certainty has no log-odds

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through the log-odds, fitted on lines that were held back from training. Order stays."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, confidence: float) -> float:
        """How often what has this confidence is right."""
        return float(1 / (1 + np.exp(-(self.slope * log_odds(confidence) + self.intercept))))

    def with_others(self, confidence: float, others: Shares) -> tuple[float, Shares]:
        """The confidence in one text, and in others, which share what is left of it as before."""
        right = self(confidence)
        left = (1 - right) / (1 - confidence) if confidence < LARGEST else 0.0
        return right, tuple((text, share * left) for text, share in others)


def log_odds(confidence: float) -> float:
    """Of a probability, also of one that is rounded to 0 or 1."""
    share = min(max(confidence, 1 - LARGEST), LARGEST)
    return float(np.log(share / (1 - share)))
