"""The network that is asked of every digit that was read whether it stands there, as people write it, or something
else does: a digit that is struck out, a letter, a half.

Keras only, so that any backend trains it. See webapp/reading/line/windows.py for what it sees.
"""

import keras
from keras import layers

from webapp.reading.line.windows import COLS, NONE, ROWS


def inspector() -> keras.Model:
    """Windows to log-odds: (windows, ROWS, COLS, 1) -> (windows, NONE + 1); 14 × 16, 7 × 8 and 4 × 4 inside."""
    windows = keras.Input((ROWS, COLS, 1), name="windows")
    x = layers.Conv2D(24, 5, strides=2, padding="same", activation="relu")(windows)
    for channels, stride in ((32, 1), (64, 2), (64, 1), (96, 2), (96, 1)):
        x = layers.Conv2D(channels, 3, strides=stride, padding="same", use_bias=False)(x)
        x = layers.Activation("relu")(layers.BatchNormalization(momentum=0.97)(x))
    x = layers.Dense(96, activation="relu")(layers.Dropout(0.3)(layers.Flatten()(x)))
    # Trained in whatever precision: probabilities need float32.
    return keras.Model(windows, layers.Dense(NONE + 1, dtype="float32", name="log_odds")(x), name="inspector")


def inspector_loss() -> keras.losses.Loss:
    return keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.02)
