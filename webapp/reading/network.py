"""Lines to scores per column. The only module that knows the runtime (LiteRT)."""

from pathlib import Path
from threading import Lock

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from webapp.reading.card import RETRAIN, Card, read_card
from webapp.reading.errors import ReaderMismatch
from webapp.reading.normalise import LINE_HEIGHT, VERSION

# Widths are rounded up to this, so that a page of lines seldom makes the interpreter plan its memory anew.
ROUND_COLUMNS = 32


class Reader:
    """A trained network with its card. Threads may share it."""

    def __init__(self, card: Card, interpreter: Interpreter):
        self.card = card
        self._interpreter = interpreter
        self._input = interpreter.get_input_details()[0]["index"]
        self._output = interpreter.get_output_details()[0]["index"]
        self._shape = None
        # An interpreter is one computation's memory: two threads in it would mix their lines.
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self.card.name

    @property
    def version(self) -> str:
        return self.card.version

    @classmethod
    def load(cls, folder: Path, card: Card | None = None) -> "Reader":
        """Load the reader in `folder`.

        card: taken instead of the folder's, to measure with other thresholds
        raises: ReaderMismatch where there is no reader, or it does not fit this code
        """
        card = card or read_card(Path(folder), VERSION)
        weights = Path(folder) / "reader.tflite"
        if not weights.is_file():
            raise ReaderMismatch(f"There is no reader in {folder}: {weights.name} is missing. {RETRAIN}")
        return cls(card, Interpreter(str(weights), num_threads=1))

    def scores(self, views: np.ndarray) -> np.ndarray:
        """Log-odds of the blank and of each character at each column.

        views: (views, LINE_HEIGHT, cols) float32, 0 paper .. 1 ink: a line as normalise_line gives it, and others as
            wide
        returns: (views, ceil(cols / stride), classes) float32, stride being the card's
        """
        count, _, cols = views.shape
        lines = np.zeros((count, LINE_HEIGHT, -(-cols // ROUND_COLUMNS) * ROUND_COLUMNS, 1), np.float32)
        lines[:, :, :cols, 0] = views
        with self._lock:
            if lines.shape != self._shape:
                self._interpreter.resize_tensor_input(self._input, lines.shape)
                self._interpreter.allocate_tensors()
                self._shape = lines.shape
            self._interpreter.set_tensor(self._input, lines)
            self._interpreter.invoke()
            scores = self._interpreter.get_tensor(self._output)
        return scores[:, : -(-cols // self.card.column_stride)]
