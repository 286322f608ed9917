"""The engine under Keras (KERAS_BACKEND: tensorflow, jax or torch): what each needs, and all devices that it sees."""

from functools import partial

import keras

from training.errors import NoTensorFlow

FUSED_CHANNELS = 16  # in bfloat16, TensorFlow is slow with channels that are no multiple of these: 47 ms against 6


def compiled() -> bool:
    """Whether a network is compiled as a whole before it trains.

    JAX needs its compiler, once for each shape of a batch; TensorFlow's takes minutes over convolutions that it does
    not make faster on a processor.
    """
    return keras.backend.backend() == "jax"


def use_all_devices(batch: int) -> None:
    """Share each batch out to all devices: Keras's own distribution, which only JAX offers for a loop like ours.

    batch: lines, crops or digits; where they cannot be shared out evenly, one device trains
    """
    if keras.backend.backend() != "jax":
        return
    devices = keras.distribution.list_devices()
    if len(devices) < 2:
        return
    if batch % len(devices):
        print(f"{batch} in a batch cannot be shared out to {len(devices)} devices: one of them trains.", flush=True)
        return
    keras.distribution.set_distribution(keras.distribution.DataParallel(devices=devices))
    print(f"Training on {len(devices)} devices.", flush=True)


def fuse_normalisation(model: keras.Model) -> None:
    """Let each batch normalisation of a network take one operation in training, where TensorFlow has one for it.

    Keras makes it of a dozen, each a pass over memory: half of a training step on a processor, which
    benchmarks/training_steps.py measures. What is computed and what is saved stay the same.
    """
    if keras.backend.backend() != "tensorflow":
        return
    for layer in model.layers:
        if type(layer) is keras.layers.BatchNormalization:
            layer.call = partial(_normalise, layer)


def _normalise(layer: keras.layers.BatchNormalization, inputs, training=None, mask=None):
    """What the layer's own call gives: (batch, rows, cols, channels) or (batch, cols, channels) -> the same shape."""
    if not (training and layer.trainable):
        return type(layer).call(layer, inputs, training=training, mask=mask)
    # Imported here: networks, losses and batches do with any engine.
    import tensorflow as tf

    maps = inputs if inputs.shape.rank == 4 else tf.expand_dims(inputs, 1)
    if maps.shape[-1] % FUSED_CHANNELS:
        maps = tf.cast(maps, tf.float32)
    scale, offset = (tf.cast(tf.convert_to_tensor(part), tf.float32) for part in (layer.gamma, layer.beta))
    given, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
        x=maps, scale=scale, offset=offset, mean=[], variance=[], epsilon=layer.epsilon, is_training=True
    )
    values = tf.cast(tf.size(maps) // maps.shape[-1], tf.float32)
    for moving, seen in ((layer.moving_mean, mean), (layer.moving_variance, variance * (values - 1) / values)):
        moving.assign(moving * layer.momentum + seen * (1 - layer.momentum))
    return tf.cast(given if inputs.shape.rank == 4 else tf.squeeze(given, 1), inputs.dtype)


def need_tensorflow() -> None:
    """raises: NoTensorFlow where another engine runs, as only TensorFlow writes the file that is served"""
    if keras.backend.backend() != "tensorflow":
        raise NoTensorFlow(
            f"Only TensorFlow writes the file that is served, and here {keras.backend.backend()} runs. Give the same "
            "command with KERAS_BACKEND=tensorflow where that is installed; what is trained is not trained again."
        )
