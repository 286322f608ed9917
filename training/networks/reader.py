"""The network: convolutions over a line, attention along it, and a CTC output. Keras only, so any backend trains it."""

import keras
import numpy as np
from keras import layers

from training.writing.strings import ALPHABET
from webapp.reading.normalise import LINE_HEIGHT

BLANK = 0  # CTC's "no character here"; character i of the alphabet is class i + 1
COLUMN_STRIDE = 4  # columns of the line to one column of scores: a thin 1 keeps two
ADDED_SHAPES, ADDED_HANDS = 2, 3  # blocks that the first reader lacked: of shapes, and along the line
ADDED_WRITERS, HEADS = 2, 4  # blocks that see the whole line, and in how many ways each compares its columns


def line_reader() -> keras.Model:
    """Lines to log-odds per column: (lines, LINE_HEIGHT, cols, 1) -> (lines, cols / COLUMN_STRIDE, classes).

    Nothing in it knows the line's width: convolutions, and attention without positions. Heights below are of the
    feature maps.
    """
    lines = keras.Input((LINE_HEIGHT, None, 1), name="lines")
    x = _conv(lines, 24, strides=(2, 2))  # 20 rows
    x = _conv(x, 32)
    x = _conv(x, 64, strides=(2, 2))  # 10 rows
    x = _residual(x, layers.Conv2D, 64)
    x = _conv(x, 96, strides=(2, 1))  # 5 rows
    x = _residual(x, layers.Conv2D, 96)
    for place in range(ADDED_SHAPES):
        x = _residual(x, layers.Conv2D, 96, name=f"shapes{place}")
    x = layers.Conv2D(160, (5, 1), use_bias=False)(x)  # 1 row: the column's shape as one vector
    x = layers.Activation("relu")(layers.BatchNormalization()(x))
    x = layers.Reshape((-1, 160))(x)
    for _ in range(2):  # neighbours: a 1 with a long upstroke is one digit, 11 are two
        x = _residual(x, layers.Conv1D, 160)
    for place in range(ADDED_HANDS):  # the hand: two digits to each side tell how this writer makes a 1 and a 7
        x = _residual(x, layers.Conv1D, 160, inner=256, width=5, name=f"hand{place}")
    for place in range(ADDED_WRITERS):  # the writer: what one digit leaves open, the same hand's others tell
        x = _attention(x, 160, name=f"writer{place}_looks")
        x = _residual(x, layers.Conv1D, 160, inner=320, width=1, name=f"writer{place}")
    x = layers.Dropout(0.1)(x)
    scores = layers.Dense(len(ALPHABET) + 1, name="scores")(x)
    return keras.Model(lines, scores, name="line_reader")


def take_over(model: keras.Model, trained: keras.Model) -> None:
    """Give a line_reader the weights of a trained one, which may lack blocks that it has.

    Such blocks are the identity, so that it reads as the trained one does (Chen, Goodfellow and Shlens, "Net2Net:
    accelerating learning via knowledge transfer", 2016); what comes before their last scale stays as it is.
    """
    there = {layer.name for layer in trained.layers}
    for layer in model.layers:
        if _is_added(layer) and layer.name not in there and layer.name.endswith("_norm2"):
            _, _, *statistics = layer.get_weights()
            layer.set_weights([np.zeros(layer.gamma.shape), np.zeros(layer.beta.shape), *statistics])
    into = [layer for layer in model.layers if layer.weights and (layer.name in there or not _is_added(layer))]
    for layer, source in zip(into, [layer for layer in trained.layers if layer.weights], strict=True):
        layer.set_weights(source.get_weights())


def _is_added(layer: keras.Layer) -> bool:
    return layer.name.startswith(("shapes", "hand", "writer"))


def _conv(x, channels: int, strides=(1, 1)):
    x = layers.Conv2D(channels, 3, strides=strides, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def _attention(x, channels: int, name: str):
    """Each column compared with all columns of the line, beside a shortcut: begins as the identity (Vaswani et al.,
    "Attention is all you need", 2017)."""
    seen = layers.LayerNormalization(name=f"{name}_norm1")(x)
    y = layers.MultiHeadAttention(HEADS, channels // HEADS, name=f"{name}_attention")(seen, seen)
    y = layers.BatchNormalization(gamma_initializer="zeros", name=f"{name}_norm2")(y)
    return layers.Add()([x, y])


def _residual(x, conv: type, channels: int, inner: int = 0, width: int = 3, name: str = ""):
    """Two convolutions beside a shortcut. A block with a name is an added one: it begins as the identity."""

    def named(part: str) -> str | None:
        return f"{name}_{part}" if name else None

    y = conv(inner or channels, width, padding="same", use_bias=False, name=named("conv1"))(x)
    y = layers.Activation("relu")(layers.BatchNormalization(name=named("norm1"))(y))
    y = conv(channels, width, padding="same", use_bias=False, name=named("conv2"))(y)
    # A last scale of 0 lets nothing but the shortcut through.
    y = layers.BatchNormalization(gamma_initializer="zeros" if name else "ones", name=named("norm2"))(y)
    return layers.Activation("relu")(layers.Add()([x, y]))
