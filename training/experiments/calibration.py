"""Temperature scaling: probabilities that are as high as the answers are right (Guo et al., "On calibration of modern
neural networks", 2017). A network trained with smoothed labels is otherwise less sure than it may be.
"""

import keras
import numpy as np

from training.data.datasets import Digits
from training.experiments import fitting

TEMPERATURES = np.geomspace(0.2, 2.0, 47)


def calibrate_inplace(model: keras.Model, held_back: Digits, input_name: str) -> float:
    """Choose the temperature that gives held-back digits the least log loss, divide the last layer's weights by it and
    return it. The likeliest digits stay what they are.

    model: ends with a dense layer and softmax
    input_name: one of mnist.INPUTS
    """
    log_odds = np.log(np.maximum(fitting.predict(model, held_back.images, input_name).astype(np.float64), 1e-30))
    temperature = float(min(TEMPERATURES, key=lambda t: _log_loss(log_odds / t, held_back.labels)))
    last = model.layers[-1]
    last.set_weights([weights / temperature for weights in last.get_weights()])
    return round(temperature, 4)


def _log_loss(log_odds: np.ndarray, labels: np.ndarray) -> float:
    highest = log_odds.max(axis=1, keepdims=True)
    sums = highest[:, 0] + np.log(np.exp(log_odds - highest).sum(axis=1))
    return float(np.mean(sums - log_odds[np.arange(len(labels)), labels]))
