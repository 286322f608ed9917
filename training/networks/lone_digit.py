"""The network that sees a whole short line and says which digit stands there alone, if one does.

The reader slides along lines of any length and sees a few columns at a time; whoever draws one digit is asked for no
more than that, and a second opinion on the whole of it costs a third of a millisecond. Keras only, so that any backend
trains it. See webapp/reading/line/lone_digit.py for what it sees.
"""

import keras
from keras import layers

from webapp.reading.line.windows import COLS, NONE, ROWS

CHANNELS = ((32, 32), (64, 64, 64), (96, 96, 96))  # at 28 × 32, 14 × 16 and 7 × 8


def lone_digit() -> keras.Model:
    """Windows to log-odds: (windows, ROWS, COLS, 1) -> (windows, NONE + 1), NONE for what is not one digit alone."""
    windows = keras.Input((ROWS, COLS, 1), name="windows")
    x = windows
    for scale, channels in enumerate(CHANNELS):
        for block, width in enumerate(channels):
            stride = 2 if scale and not block else 1
            x = layers.Conv2D(width, 3, strides=stride, padding="same", use_bias=False)(x)
            x = layers.Activation("relu")(layers.BatchNormalization(momentum=0.97)(x))
    x = layers.MaxPooling2D(2, padding="same")(x)
    x = layers.Dense(128, activation="relu")(layers.Dropout(0.3)(layers.Flatten()(x)))
    x = layers.Dropout(0.3)(x)
    # Trained in whatever precision: probabilities need float32.
    return keras.Model(windows, layers.Dense(NONE + 1, dtype="float32", name="log_odds")(x), name="lone_digit")


def lone_digit_loss() -> keras.losses.Loss:
    return keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.02)
