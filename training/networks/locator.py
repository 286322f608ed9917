"""The network that finds numbers on a page: fully convolutional, with maps of cores and of text's direction.

Keras only, so that any backend trains it. See webapp/reading/finding/look.py for what the maps mean.
"""

import keras
from keras import layers, ops

from training.networks.blocks import conv, residual
from webapp.reading.finding.look import QUARTERS

CHANNELS = (16, 32, 64, 96, 128)  # at 1/2, 1/4, 1/8, 1/16 and 1/32 of the page's rows and columns
DEEPEST_BLOCKS = 3  # at 1/32: they see a third of the page, as much as tells print from handwriting and up from down
CORE_WEIGHT = 1.5  # of a cell in a core beside one that is none: cores are a hundredth of a page


def locator(channels: tuple[int, int, int, int, int] = CHANNELS) -> keras.Model:
    """Pages to maps: (pages, rows, cols, 1), rows and cols multiples of 32 -> cores and text.

    cores: (pages, rows / 4, cols / 4, QUARTERS), log-odds that a number's core is there: in each cell's top left,
        top right, bottom left and bottom right
    text: (pages, rows / 8, cols / 8, 3), log-odds that any text is there, and the cosine and sine of its direction,
        the shorter the less certain
    """
    pages = keras.Input((None, None, 1), name="pages")
    half, quarter, eighth, sixteenth, deepest = channels
    x = conv(conv(pages, half, strides=2), quarter, strides=2)
    at4 = residual(x)
    at8 = residual(conv(at4, eighth, strides=2))
    at16 = residual(residual(conv(at8, sixteenth, strides=2)))
    x = conv(at16, deepest, strides=2)
    for _ in range(DEEPEST_BLOCKS):
        x = residual(x)
    x = _join(x, at16)
    at8 = _join(x, at8)
    at4 = _join(at8, at4)
    cores = layers.Conv2D(QUARTERS, 1, dtype="float32", name="cores")(at4)
    text = layers.Conv2D(3, 1, dtype="float32", name="text")(at8)
    return keras.Model(pages, [cores, text], name="locator")


def core_loss(truth, cores):
    """Cross-entropy and Dice. truth: (pages, rows, cols, 2 * QUARTERS), shares that are core, and what each counts."""
    target, counts = truth[..., :QUARTERS], truth[..., QUARTERS:]
    weights = counts * (1 + (CORE_WEIGHT - 1) * target)
    entropy = ops.sum(weights * _cross_entropy(target, cores)) / (ops.sum(weights) + 1)
    seen = ops.sigmoid(cores) * counts
    dice = 1 - (2 * ops.sum(seen * target) + 1) / (ops.sum(seen) + ops.sum(target * counts) + 1)
    return 10 * entropy + dice


def text_loss(truth, text):
    """Cross-entropy, and inside text the square of the direction's error. truth: (pages, rows, cols, 3) as text."""
    inside = truth[..., :1]
    entropy = ops.mean(_cross_entropy(inside, text[..., :1]))
    error = ops.sum(inside * ops.square(text[..., 1:] - truth[..., 1:])) / (ops.sum(inside) + 1)
    return entropy + 0.5 * error


def _cross_entropy(target, log_odds):
    return ops.maximum(log_odds, 0) - log_odds * target + ops.log1p(ops.exp(-ops.abs(log_odds)))


def _join(low, high):
    """What is known at half the resolution, beside what is seen at the full one."""
    channels = high.shape[-1]
    return conv(layers.Add()([layers.UpSampling2D(2)(conv(low, channels, width=1)), conv(high, channels, 1)]), channels)
