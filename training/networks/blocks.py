"""What the networks that look at pages and places are made of. Keras only."""

from keras import layers


def conv(x, channels: int, width: int | tuple[int, int] = 3, strides: int = 1):
    """A convolution, normalised, with what is below 0 cut off."""
    x = layers.Conv2D(channels, width, strides=strides, padding="same", use_bias=False)(x)
    return layers.Activation("relu")(layers.BatchNormalization()(x))


def residual(x):
    """Two convolutions beside a shortcut."""
    channels = x.shape[-1]
    y = layers.Conv2D(channels, 3, padding="same", use_bias=False)(conv(x, channels))
    return layers.Activation("relu")(layers.Add()([x, layers.BatchNormalization()(y)]))
