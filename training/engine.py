"""The engine under Keras (KERAS_BACKEND: tensorflow, jax or torch): what each needs, and all devices that it sees."""

import keras

from training.errors import NoTensorFlow


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


def need_tensorflow() -> None:
    """raises: NoTensorFlow where another engine runs, as only TensorFlow writes the file that is served"""
    if keras.backend.backend() != "tensorflow":
        raise NoTensorFlow(
            f"Only TensorFlow writes the file that is served, and here {keras.backend.backend()} runs. Give the same "
            "command with KERAS_BACKEND=tensorflow where that is installed; what is trained is not trained again."
        )
