"""The network that tells whether one whole handwritten number stands in a place, and is read right.

Keras only, so that any backend trains it. See webapp/reading/verify.py for what it sees.
"""

import keras
from keras import layers, ops

from webapp.reading.verify import COLS, ROWS

CHANNELS = (24, 48, 64)  # at 1/2, 1/4 and 1/8 of the patch's rows and columns
SUMMARY = 24  # channels that say what stands where: print is told by its shapes, half a number by what is beside it


def verifier() -> keras.Model:
    """Patches to log-odds: (patches, ROWS, COLS, 2) -> (patches, 1)"""
    patches = keras.Input((ROWS, COLS, 2), name="patches")
    half, quarter, eighth = CHANNELS
    x = _residual(_conv(_conv(patches, half, strides=2), quarter, strides=2))
    x = _residual(_residual(_conv(x, eighth, strides=2)))
    anywhere = layers.GlobalMaxPooling2D()(x)
    x = layers.Dropout(0.4)(layers.Flatten()(_conv(x, SUMMARY, width=1)))
    x = layers.Concatenate()([layers.Dense(64, activation="relu")(x), anywhere])
    trust = layers.Dense(1, dtype="float32", name="trust")(layers.Dropout(0.2)(x))
    return keras.Model(patches, trust, name="verifier")


def trust_loss(truth, trust):
    """Cross-entropy. truth: (patches, 2), whether it is right and what it counts; trust: (patches, 1) log-odds"""
    right, counts = truth[:, :1], truth[:, 1:]
    entropy = ops.maximum(trust, 0) - trust * right + ops.log1p(ops.exp(-ops.abs(trust)))
    return ops.sum(counts * entropy) / ops.sum(counts)


def _conv(x, channels: int, width: int = 3, strides: int = 1):
    x = layers.Conv2D(channels, width, strides=strides, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def _residual(x):
    channels = x.shape[-1]
    y = layers.Conv2D(channels, 3, padding="same", use_bias=False)(_conv(x, channels))
    return layers.Activation("relu")(layers.Add()([x, layers.BatchNormalization()(y)]))
