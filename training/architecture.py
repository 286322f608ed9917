"""The network: a fully convolutional line reader with a CTC output. Keras only, so that any backend trains it."""

import keras
from keras import layers

from training.strings import ALPHABET
from webapp.reading.normalise import LINE_HEIGHT

BLANK = 0  # CTC's "no character here"; character i of the alphabet is class i + 1
COLUMN_STRIDE = 4  # columns of the line to one column of scores: a thin 1 keeps two


def line_reader() -> keras.Model:
    """Lines to log-odds per column: (lines, LINE_HEIGHT, cols, 1) -> (lines, cols / COLUMN_STRIDE, classes).

    Nothing in it knows the line's width: convolutions and pooling only. Heights below are of the feature maps.
    """
    lines = keras.Input((LINE_HEIGHT, None, 1), name="lines")
    x = _conv(lines, 24, strides=(2, 2))  # 20 rows
    x = _conv(x, 32)
    x = _conv(x, 64, strides=(2, 2))  # 10 rows
    x = _residual(x, 64)
    x = _conv(x, 96, strides=(2, 1))  # 5 rows
    x = _residual(x, 96)
    x = layers.Conv2D(160, (5, 1), use_bias=False)(x)  # 1 row: the column's shape as one vector
    x = layers.Activation("relu")(layers.BatchNormalization()(x))
    x = layers.Reshape((-1, 160))(x)
    for _ in range(2):  # neighbours: a 1 with a long upstroke is one digit, 11 are two
        x = _residual_along_line(x, 160)
    x = layers.Dropout(0.1)(x)
    scores = layers.Dense(len(ALPHABET) + 1, name="scores")(x)
    return keras.Model(lines, scores, name="line_reader")


def _conv(x, channels: int, strides=(1, 1)):
    x = layers.Conv2D(channels, 3, strides=strides, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def _residual(x, channels: int):
    y = _conv(x, channels)
    y = layers.BatchNormalization()(layers.Conv2D(channels, 3, padding="same", use_bias=False)(y))
    return layers.Activation("relu")(layers.Add()([x, y]))


def _residual_along_line(x, channels: int):
    y = layers.Conv1D(channels, 3, padding="same", use_bias=False)(x)
    y = layers.Activation("relu")(layers.BatchNormalization()(y))
    y = layers.BatchNormalization()(layers.Conv1D(channels, 3, padding="same", use_bias=False)(y))
    return layers.Activation("relu")(layers.Add()([x, y]))
