"""The network that tells whether one whole handwritten number stands in a place, and is read right.

Keras only, so that any backend trains it. See webapp/reading/verify.py for what it sees.
"""

import keras
from keras import layers, ops

from training.blocks import conv, residual
from webapp.reading.verify import COLS, ROWS

CHANNELS = (24, 48, 64)  # at 1/2, 1/4 and 1/8 of the patch's rows and columns
SUMMARY = 24  # channels that say what stands where: print is told by its shapes, half a number by what is beside it


def verifier() -> keras.Model:
    """Patches to log-odds: (patches, ROWS, COLS, 2) -> (patches, 1)"""
    patches = keras.Input((ROWS, COLS, 2), name="patches")
    half, quarter, eighth = CHANNELS
    x = residual(conv(conv(patches, half, strides=2), quarter, strides=2))
    x = residual(residual(conv(x, eighth, strides=2)))
    anywhere = layers.GlobalMaxPooling2D()(x)
    x = layers.Dropout(0.4)(layers.Flatten()(conv(x, SUMMARY, width=1)))
    x = layers.Concatenate()([layers.Dense(64, activation="relu")(x), anywhere])
    trust = layers.Dense(1, dtype="float32", name="trust")(layers.Dropout(0.2)(x))
    return keras.Model(patches, trust, name="verifier")


def trust_loss(truth, trust):
    """Cross-entropy. truth: (patches, 2), whether it is right and what it counts; trust: (patches, 1) log-odds"""
    right, counts = truth[:, :1], truth[:, 1:]
    entropy = ops.maximum(trust, 0) - trust * right + ops.log1p(ops.exp(-ops.abs(trust)))
    return ops.sum(counts * entropy) / ops.sum(counts)
