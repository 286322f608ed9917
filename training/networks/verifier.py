"""The network that tells whether one whole handwritten number stands in a place, read right, and where it begins and
ends.

Keras only, so that any backend trains it. See webapp/reading/places/verify.py for what it sees.
"""

import keras
from keras import layers, ops

from training.networks.blocks import conv, residual
from webapp.reading.places.verify import CELL, COLS, ROWS

CHANNELS = (24, 48, 64)  # at 1/2, 1/4 and 1/8 of the patch's rows and columns
SIDE = 8  # pixels of a patch to one of the last maps
EDGES, REACH = 16, 5  # channels and columns of the last maps that tell where a number begins and ends
EXTENT_COUNTS = 4.0  # times as much as trust: its entropy is low, as nearly every cell is clear
SUMMARY = 24  # channels that say what stands where: print is told by its shapes, half a number by what is beside it


def verifier() -> keras.Model:
    """Patches to log-odds: (patches, ROWS, COLS, 2) -> trust (patches, 1), extent (patches, (COLS + ROWS) / CELL)"""
    patches = keras.Input((ROWS, COLS, 2), name="patches")
    half, quarter, eighth = CHANNELS
    x = residual(conv(conv(patches, half, strides=2), quarter, strides=2))
    eighths = residual(residual(conv(x, eighth, strides=2)))
    anywhere = layers.GlobalMaxPooling2D()(eighths)
    x = layers.Dropout(0.4)(layers.Flatten()(conv(eighths, SUMMARY, width=1)))
    x = layers.Concatenate()([layers.Dense(64, activation="relu")(x), anywhere])
    trust = layers.Dense(1, dtype="float32", name="trust")(layers.Dropout(0.2)(x))
    return keras.Model(patches, [trust, _extent(eighths)], name="verifier")


def _extent(maps):
    """Log-odds of each cell's columns, and of its rows, being the number's. maps: (patches, ROWS / 8, COLS / 8, n)"""
    rows, cols, parts = ROWS // SIDE, COLS // SIDE, SIDE // CELL
    # A column at a time, all of its rows at once.
    x = layers.Reshape((1, cols, rows * EDGES))(layers.Permute((2, 1, 3))(conv(maps, EDGES, width=1)))
    x = conv(conv(x, 64, width=(1, REACH)), 64, width=(1, REACH))
    x = layers.Conv2D(parts, (1, REACH), padding="same")(x)
    along = layers.Reshape((cols * parts,))(x)
    # Downwards only what stands in the number's own columns counts.
    own = ops.sigmoid(ops.mean(x, axis=-1, keepdims=True))
    y = ops.sum(conv(maps, 2 * EDGES, width=1) * own, axis=2) / (ops.sum(own, axis=2) + 1e-3)
    down = layers.Dense(rows * parts)(layers.Dense(64, activation="relu")(layers.Flatten()(y)))
    return layers.Concatenate(dtype="float32", name="extent")([along, down])


def trust_loss(truth, trust):
    """Cross-entropy. truth: (patches, 2), whether it is right and what it counts; trust: (patches, 1) log-odds"""
    right, counts = truth[:, :1], truth[:, 1:]
    entropy = ops.maximum(trust, 0) - trust * right + ops.log1p(ops.exp(-ops.abs(trust)))
    return ops.sum(counts * entropy) / ops.sum(counts)


def extent_loss(truth, extent):
    """Cross-entropy of the shares. truth: (patches, cells + 1), shares and whether they are known; extent: log-odds"""
    share, known = truth[:, :-1], truth[:, -1:]
    entropy = ops.maximum(extent, 0) - extent * share + ops.log1p(ops.exp(-ops.abs(extent)))
    return EXTENT_COUNTS * ops.sum(known * ops.mean(entropy, axis=1, keepdims=True)) / (ops.sum(known) + 1e-6)
