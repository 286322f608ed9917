"""Writers for small trainings: no files, so that every process can make them again."""

import numpy as np

from tests import drawing
from training.data.datasets import Digits
from training.writing.hands import SetHands, StrokeHands


def digit_set(copies=3):
    """Digits as a set gives them, drawn by the tests: (n, 28, 28) uint8, white ink on black."""
    images, labels = [], []
    for label in range(10):
        for seed in range(copies):
            image = np.zeros((28, 28, 3), np.uint8)
            strokes = drawing.strokes_of(str(label), 20, left=8, top=4, seed=seed)
            drawing.draw_strokes_inplace(image, strokes, 2, (255, 255, 255))
            images.append(image[:, :, 0])
            labels.append(label)
    writers = np.tile(np.arange(copies), 10)
    return Digits("drawn", np.array(images), np.array(labels, np.uint8), writers)


def few_hands():
    return [SetHands(digit_set()), StrokeHands()], [0.5, 0.5]
