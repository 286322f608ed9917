"""Lines to scores per column, pages to maps, places to trust. The only module that knows the runtime (LiteRT)."""

from pathlib import Path
from threading import Lock

import numpy as np
from ai_edge_litert.interpreter import Interpreter

from webapp.reading.card import (
    RETRAIN,
    RETRAIN_INSPECTOR,
    RETRAIN_LOCATOR,
    RETRAIN_LONE_DIGIT,
    Card,
    read_card,
    read_locator_card,
)
from webapp.reading.errors import ReaderMismatch
from webapp.reading.finding.look import COARSE_SIDE
from webapp.reading.finding.look import VERSION as PAGE_VERSION
from webapp.reading.line.windows import NONE
from webapp.reading.line.windows import VERSION as WINDOW_VERSION
from webapp.reading.normalise import LINE_HEIGHT, VERSION
from webapp.reading.places.verify import CELL, COLS, Verdict, trust_of
from webapp.reading.places.verify import VERSION as PATCH_VERSION
from webapp.reading.strings.ctc import softmax

# Widths are rounded up to this, so that a page of lines seldom makes the interpreter plan its memory anew.
ROUND_COLUMNS = 32
ROUND_DIGITS = 4
SHAPES = 3  # of lines for which memory stays planned: planning it takes a fifth of a look's time
ROUND_PAGE = 32  # rows and columns: the locator halves a page five times


class _Network:
    """Interpreters of one network, which takes inputs of any shape. Threads may share it."""

    def __init__(self, *interpreters: Interpreter):
        """An interpreter keeps its memory planned for the last shape that it took: several serve as many shapes."""
        self._input = interpreters[0].get_input_details()[0]["index"]
        self._outputs = [detail["index"] for detail in interpreters[0].get_output_details()]
        self._planned: list[tuple[tuple[int, ...] | None, Interpreter]] = [(None, one) for one in interpreters]
        # An interpreter is one computation's memory: two threads in it would mix their lines.
        self._lock = Lock()

    def outputs(self, values: np.ndarray) -> list[np.ndarray]:
        """What the network gives for float32 values of any shape that it takes."""
        with self._lock:
            interpreter = self._planned_for(values.shape)
            interpreter.set_tensor(self._input, values)
            interpreter.invoke()
            return [interpreter.get_tensor(output) for output in self._outputs]

    def _planned_for(self, shape: tuple[int, ...]) -> Interpreter:
        """The interpreter that took this shape last, or the one that has not been used for longest."""
        at = next((i for i, (planned, _) in enumerate(self._planned) if planned == shape), 0)
        planned, interpreter = self._planned[at]
        if planned != shape:
            self._planned[at] = None, interpreter  # planning may fail
            interpreter.resize_tensor_input(self._input, shape)
            interpreter.allocate_tensors()
        del self._planned[at]
        self._planned.append((shape, interpreter))
        return interpreter


class Reader:
    """A trained network with its card. Threads may share it."""

    def __init__(
        self,
        card: Card,
        *interpreters: Interpreter,
        inspector: Interpreter | None = None,
        lone_digit: Interpreter | None = None,
    ):
        """interpreters: of the same network"""
        self.card = card
        self._network = _Network(*interpreters)
        self._inspector = inspector and _Network(inspector)
        self._lone_digit = lone_digit and _Network(lone_digit)

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
        folder = Path(folder)
        card = card or read_card(folder, VERSION, WINDOW_VERSION)
        inspector = None if card.windows is None else _interpreter(folder / "inspector.tflite", RETRAIN_INSPECTOR)
        lone = None if card.lone_windows is None else _interpreter(folder / "lone_digit.tflite", RETRAIN_LONE_DIGIT)
        interpreters = (_interpreter(folder / "reader.tflite", RETRAIN) for _ in range(SHAPES))
        return cls(card, *interpreters, inspector=inspector, lone_digit=lone)

    def scores(self, views: np.ndarray) -> np.ndarray:
        """Log-odds of the blank and of each character at each column.

        views: (views, LINE_HEIGHT, cols) float32, 0 paper .. 1 ink: a line as normalise_line gives it, and others as
            wide
        returns: (views, ceil(cols / stride), classes) float32, stride being the card's
        """
        count, _, cols = views.shape
        lines = np.zeros((count, LINE_HEIGHT, -(-cols // ROUND_COLUMNS) * ROUND_COLUMNS, 1), np.float32)
        lines[:, :, :cols, 0] = views
        (scores,) = self._network.outputs(lines)
        return scores[:, : -(-cols // self.card.column_stride)]

    @property
    def inspects(self) -> bool:
        """Whether there is an inspector."""
        return self._inspector is not None

    def inspect(self, windows: np.ndarray) -> np.ndarray:
        """How likely each digit stands in each window, as people write it.

        windows: (digits, ROWS, COLS, 1) float32, as windows_of gives them
        returns: (digits, NONE) float64; what is left to 1 is that none of them does, or none that is plain
        """
        count = len(windows)
        # Few shapes: the interpreter plans its memory anew for each.
        padded = np.zeros((-(-count // ROUND_DIGITS) * ROUND_DIGITS, *windows.shape[1:]), np.float32)
        padded[:count] = windows
        (log_odds,) = self._inspector.outputs(padded)
        return softmax(log_odds)[:count, :NONE]

    @property
    def seconds(self) -> bool:
        """Whether there is a second opinion on digits that stand alone."""
        return self._lone_digit is not None

    def second_opinion(self, windows: np.ndarray) -> np.ndarray:
        """How likely each digit stands alone in each window.

        windows: (lines, ROWS, COLS, 1) float32: of each line the middle, as windows_of gives it
        returns: (lines, NONE + 1) float64, NONE for something else than one digit
        """
        (log_odds,) = self._lone_digit.outputs(windows)
        return softmax(log_odds)


class Locator:
    """The trained network that finds numbers on a page, the one that verifies them, and the witness, which tells
    handwriting from print. Threads may share it."""

    def __init__(
        self,
        coarse: Interpreter,
        fine: Interpreter,
        sure: float,
        verifier: Interpreter | None = None,
        found: float = 0.0,
        *,
        witness: Interpreter | None = None,
        written: float = 0.0,
        printed: float = 0.0,
    ):
        """coarse, fine: of the same network, for small pages and for larger ones"""
        self.sure, self.found = sure, found
        """Trust in a place times confidence in its number (see judge.likelihood) from which nobody has to be asked, and
        from which it is a number, not a candidate."""
        # An interpreter plans its memory anew for each size, which takes half as long as the look itself, and the next
        # page of a pile has the sizes of the one before. Not one for each size: the large ones take much memory.
        self._coarse, self._fine = _Network(coarse), _Network(fine)
        self._verifier = verifier and _Network(verifier)
        self.written, self.printed = written, printed
        """Probability of handwriting below which the person is asked, and below which it is a candidate."""
        self._witness = witness and _Network(witness)

    @classmethod
    def load(cls, folder: Path, verifying: bool = True) -> "Locator":
        """Load the locator in `folder`.

        verifying: with its verifier and its witness, which a new one must not learn from
        raises: ReaderMismatch where there is none, or it does not fit this code
        """
        card = read_locator_card(Path(folder), PAGE_VERSION, PATCH_VERSION if verifying else None)
        folder = Path(folder)
        coarse, fine = (_interpreter(folder / "locator.tflite", RETRAIN_LOCATOR) for _ in range(2))
        is_verified = verifying and card.patch is not None
        verifier = _interpreter(folder / "verifier.tflite", RETRAIN_LOCATOR) if is_verified else None
        has_witness = is_verified and card.witness is not None
        witness = _interpreter(folder / "witness.tflite", RETRAIN_LOCATOR) if has_witness else None
        seen = {"witness": witness, "written": card.written, "printed": card.printed}
        return cls(coarse, fine, card.sure, verifier, card.found, **seen)

    def maps(self, page: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where cores of numbers and texts are: see look.py.

        page: (rows, cols) float32, as page_input gives it
        returns: cores (rows / 2, cols / 2) and text (rows / 8, cols / 8, 3) float32, rounded up
        """
        rows, cols = page.shape
        padded = np.zeros((1, *(-(-side // ROUND_PAGE) * ROUND_PAGE for side in page.shape), 1), np.float32)
        padded[0, :rows, :cols, 0] = page
        network = self._coarse if padded.size <= COARSE_SIDE**2 else self._fine
        # The converter puts outputs into an order of its own: text has three channels, cores have four.
        text, cores = sorted(network.outputs(padded), key=lambda output: output.shape[-1])
        return _apart(cores[0])[: -(-rows // 2), : -(-cols // 2)], text[0, : -(-rows // 8), : -(-cols // 8)]

    @property
    def verifies(self) -> bool:
        """Whether there is a verifier."""
        return self._verifier is not None

    def verify(self, patch: np.ndarray) -> Verdict | None:
        """What the verifier says of a place; None without one.

        patch: (rows, cols, 2) float32, as verify.patch gives it
        """
        if self._verifier is None:
            return None
        trust, extent = _trust_and_extent(self._verifier, patch)
        shares = _probability(extent[0])
        return Verdict(float(_probability(trust[0, 0])), shares[: COLS // CELL], shares[COLS // CELL :])

    def handwriting(self, patch: np.ndarray) -> float:
        """How likely what stands in a place was written by hand, as the witness says; 1 without one.

        patch: as verify takes it
        """
        if self._witness is None:
            return 1.0
        trust, _ = _trust_and_extent(self._witness, patch)
        return float(_probability(trust[0, 0]))

    def trust(self, patch: np.ndarray) -> float:
        """The verdict's trust alone; UNKNOWN without a verifier."""
        return trust_of(self.verify(patch))


def _trust_and_extent(network: _Network, patch: np.ndarray) -> list[np.ndarray]:
    """Log-odds, (1, 1) and (1, cells)."""
    # The converter puts outputs into an order of its own: trust is one value.
    return sorted(network.outputs(patch[np.newaxis]), key=lambda output: output.shape[-1])


def _probability(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-log_odds))


def _apart(cores: np.ndarray) -> np.ndarray:
    """Four channels, each cell's quarters, as cells of their own: (rows, cols, 4) -> (2 rows, 2 cols)"""
    rows, cols, _ = cores.shape
    return cores.reshape(rows, cols, 2, 2).transpose(0, 2, 1, 3).reshape(2 * rows, 2 * cols)


def _interpreter(weights: Path, retrain: str) -> Interpreter:
    if not weights.is_file():
        raise ReaderMismatch(f"{weights.parent} is not complete: {weights.name} is missing. {retrain}")
    try:
        return Interpreter(str(weights), num_threads=1)
    except ValueError as error:
        raise ReaderMismatch(f"{weights} cannot be read ({error}). {retrain}") from error
