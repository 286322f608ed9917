"""How long a trained system takes for one digit, as somebody who uses it would ask it: one at a time."""

from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from statistics import median
from time import perf_counter

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter

REPEATS = 200


def milliseconds(answer: Callable[[np.ndarray], object], images: np.ndarray) -> float:
    """The median over REPEATS digits. answer: takes one of them, (28, 28) uint8"""
    return round(1000 * median(_seconds(answer, images[i % len(images)]) for i in range(REPEATS)), 4)


def _seconds(answer: Callable[[np.ndarray], object], image: np.ndarray) -> float:
    started = perf_counter()
    answer(image)
    return perf_counter() - started


def one_at_a_time(model: keras.Model) -> tuple[Callable[[np.ndarray], np.ndarray], str]:
    """What answers for one input (1, 28, 28, 1) float32, and its name.

    LiteRT on one thread, as the app serves its reader, where the backend can be exported to it; else Keras itself.
    """
    if keras.backend.backend() != "tensorflow":
        return model.predict_on_batch, "Keras"
    from training.fitting.export import to_tflite

    with redirect_stdout(StringIO()):  # the converter lists every variable of the network
        network = to_tflite(model)
    interpreter = Interpreter(model_content=network, num_threads=1)
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()

    def answer(values: np.ndarray) -> np.ndarray:
        interpreter.set_tensor(taken["index"], values)
        interpreter.invoke()
        return interpreter.get_tensor(given["index"])

    interpreter.allocate_tensors()
    return answer, "LiteRT"
