"""The networks that reports and tutorials train on MNIST, each as its source describes it."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from keras import Sequential, layers

from training.experiments.experiment import Experiment
from training.experiments.mnist import CLASSES

Augment = Callable[[np.ndarray, np.random.Generator], np.ndarray]
HELD_BACK = "One writer in ten is held back: trained on 54,000 digits instead of 60,000. "


@dataclass(frozen=True, kw_only=True)
class Network(Experiment):
    """An experiment in Keras."""

    build: Callable[[], keras.Model]
    """(n, 28, 28, 1) inputs to (n, 10) probabilities."""
    optimizer: Callable[[int], keras.optimizers.Optimizer]
    """For a training of so many steps."""
    epochs: int
    batch: int
    input: str = "pixels / 255"
    """A name of mnist.INPUTS."""
    used_with: str = ""
    """Another name of mnist.INPUTS: what it costs to use the network on inputs that it was not trained on."""
    augment: Augment | None = None
    """Changes the images of an epoch: (n, 28, 28) uint8 to the same."""
    label_smoothing: float = 0.0
    calibrated: bool = False
    """Whether its probabilities are set right on held-back digits: see calibration.py."""
    save_h5: bool = False
    """Whether to save it in the older format too."""

    @property
    def kind(self) -> str:
        return "keras"


def flip_half(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every second image or so as in a mirror: right for cats and dogs, but no digit survives it."""
    flipped = rng.random(len(images)) < 0.5
    return np.where(flipped[:, None, None], images[:, :, ::-1], images)


def adam(steps: int) -> keras.optimizers.Optimizer:
    """Adam at Keras's own learning rate."""
    return keras.optimizers.Adam(1e-3)


def momentum(steps: int) -> keras.optimizers.Optimizer:
    """Stochastic gradient descent at a rate of 0.01 with momentum 0.9."""
    return keras.optimizers.SGD(0.01, momentum=0.9)


def _dense(units: tuple[int, ...], dropout: float = 0.0) -> keras.Model:
    """Dense layers one after the other, each with dropout behind it where it is asked for."""
    model = Sequential([keras.Input((28, 28, 1)), layers.Flatten()])
    for width in units:
        model.add(layers.Dense(width, activation="relu"))
        if dropout:
            model.add(layers.Dropout(dropout))
    model.add(_probabilities())
    return model


def _cnn_32_64_64() -> keras.Model:
    """159,654 parameters: batch normalisation stands behind the 100 dense units, where it has 400 of them."""
    return Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(100, activation="relu"),
            layers.BatchNormalization(),
            _probabilities(),
        ]
    )


def _classic() -> keras.Model:
    """Convolution, pooling and dropout as in Keras's own example."""
    return Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            _probabilities(),
        ]
    )


def _lenet_5() -> keras.Model:
    """LeCun et al. 1998, with every map of the second convolution joined to all maps of the first."""
    return Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.ZeroPadding2D(2),
            layers.Conv2D(6, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(120, 5, activation="tanh"),
            layers.Flatten(),
            layers.Dense(84, activation="tanh"),
            _probabilities(),
        ]
    )


def _probabilities() -> layers.Layer:
    # In whatever precision the layers before compute: probabilities of a hundredth of a per cent need float32.
    return layers.Dense(CLASSES, activation="softmax", dtype="float32")


NETWORKS = (
    Network(
        name="dense-512-256",
        title="Dense 512-256, dropout 0.2",
        build=lambda: _dense((512, 256), dropout=0.2),
        optimizer=adam,
        epochs=10,
        batch=128,
        reported=0.9831,
        reported_where="project report, MNIST's test set",
        why_different=HELD_BACK,
    ),
    Network(
        name="cnn-32-64-64",
        title="CNN 32-64-64, dense 100, batch normalisation",
        build=_cnn_32_64_64,
        optimizer=momentum,
        epochs=10,
        batch=64,
        reported=0.9914,
        reported_where="project report, half of MNIST's test set",
        why_different=HELD_BACK + "Measured on the whole test set: its two halves are not equally hard.",
    ),
    Network(
        name="dense-128-128",
        title="Dense 128-128, normalised per axis",
        build=lambda: _dense((128, 128)),
        optimizer=adam,
        epochs=3,
        batch=32,
        input="normalised per axis",
        used_with="pixels / 255",
        reported=0.96,
        reported_where="tutorials, about 95 to 97 %",
        why_different=HELD_BACK,
    ),
    Network(
        name="one-hidden-layer",
        title="Dense 128",
        build=lambda: _dense((128,)),
        optimizer=adam,
        epochs=5,
        batch=32,
        save_h5=True,
        reported=0.97,
        reported_where="tutorials, about 97 %",
        why_different=HELD_BACK,
    ),
    Network(
        name="classic-cnn",
        title="Convolution, pooling, dropout: Keras's example",
        build=_classic,
        optimizer=adam,
        epochs=15,
        batch=128,
        reported=0.99,
        reported_where="keras.io, Simple MNIST convnet, about 99 %",
        why_different=HELD_BACK,
    ),
    Network(
        name="classic-cnn-flipped",
        title="The same, trained with horizontal flips",
        build=_classic,
        optimizer=adam,
        epochs=15,
        batch=128,
        augment=flip_half,
        why_different="A digit in a mirror is none: half of the training images are of digits that nobody writes.",
    ),
    Network(
        name="lenet-5",
        title="LeNet-5",
        build=_lenet_5,
        optimizer=adam,
        epochs=20,
        batch=128,
        reported=0.9905,
        reported_where="LeCun et al. 1998, without distortions",
        why_different=HELD_BACK + "Adam and softmax instead of a second-order method and radial basis functions.",
    ),
)
