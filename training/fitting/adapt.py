"""Fine-tunes the reader on the numbers of a labelled folder without forgetting what it knew.

Ordinary training lines go along with the folder's (replay): on them the network is held to what it said before (Li and
Hoiem, "Learning without forgetting", 2016). Then of the straight way between the old and the new weights that point
is taken which reads the folder's writer best and everyone else hardly worse (Wortsman et al., "Robust fine-tuning of
zero-shot models", 2022).
"""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from training.ahead import make_ahead
from training.errors import BadData, NotBetter
from training.fitting import labelled
from training.fitting.export import code_version, copy_beside, to_tflite
from training.fitting.labelled import LabelledNumber
from training.fitting.loop import learning_rate
from training.lines import batches
from training.lines.line import make_line
from training.networks import engine
from training.networks.reader import line_reader, take_over
from training.writing import writers
from training.writing.strings import ALPHABET
from webapp.reading.card import parse_card
from webapp.reading.network import Reader
from webapp.reading.normalise import normalise_line
from webapp.reading.read_line import read_line
from webapp.reading.transcribe import SEPARATORS, best_path

ORDINARY_SEED = 20260103  # nothing else is chosen on these lines
WORSE_BY_AT_MOST = 0.001  # of everyone else's numbers, as the app reads them
WORTH_A_LOOK = 0.005  # the same at first sight, which the app's further looks mend in part
WAY = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # points at which the way is looked at
LINES_AT_ONCE = 64
LEARNING = ("hand", "scores")  # layers of networks/reader.py: neighbours of a digit, and the digit itself
FILES = ("reader.keras", "reader.tflite", "card.json")
KEPT = (
    "Temperature and thresholds are those of the reader that this one was adapted from. "
    "To choose them anew and measure every set: python -m training evaluate --model FOLDER"
)

Lines = list[tuple[np.ndarray, str]]  # pixels (LINE_HEIGHT, cols) float32, and the text without outer separators
Load = Callable[[], writers.Hands]


@dataclass(frozen=True)
class AdaptPlan:
    """Everything that decides what the fine-tuning gives."""

    steps: int = 480
    lines: int = 64
    """a batch"""
    own: int = 16
    """of them from the labelled folder"""
    seed: int = 1
    peak_rate: float = 3e-4
    weight_decay: float = 1e-3
    warm_up: int = 40
    """steps"""
    hold: float = 300.0
    """how much an ordinary line's columns count, which are to be read as before, beside what the folder's lines show"""
    precision: str = "float32"
    """Keras's dtype policy, as for training"""
    ordinary_lines: int = 4000
    """held back, to see whether everyone else is read as before"""


class Wrong(NamedTuple):
    """Shares of numbers that are not read exactly."""

    writer: float
    everyone_else: float


@dataclass(frozen=True)
class HeldBack:
    """What tells how well a reader reads: the same lines before and after."""

    own: Lines
    """of the folder's writer"""
    ordinary: Lines
    """of everyone else"""

    def by(self, share_wrong: Callable[[Lines], float]) -> Wrong:
        """What is wrong by a way of reading."""
        return Wrong(share_wrong(self.own), share_wrong(self.ordinary))


class Way:
    """The straight way from the old weights to the new ones."""

    def __init__(self, old: keras.Model, new: keras.Model):
        self._old, self._new, self._model = old.get_weights(), new.get_weights(), line_reader()

    def at(self, share: float) -> keras.Model:
        """The reader at this share of the way; until it is asked for another one."""
        self._model.set_weights([a + share * (b - a) for a, b in zip(self._old, self._new, strict=True)])
        return self._model


def adapt(
    folder: Path, base: Path, out: Path, load: Load, load_held_back: Load, plan: AdaptPlan, processes: int = 1
) -> dict:
    """Fine-tune the reader in `base` on a labelled folder, save it in `out`, print and return what is read wrong.

    load, load_held_back: give the writers of ordinary lines, to train on and held back; see writers.load_hands
    processes: that make lines while the network trains
    returns: {"writer": {"numbers", "before", "after"}, "everyone_else": the same}, shares of the held-back numbers
    raises: NoTensorFlow, BadLabels, BadData, and NotBetter where the reader would be no better; then nothing is written
    """
    started = time.monotonic()
    engine.need_tensorflow()
    card = _base_card(base, out)
    numbers = labelled.read_labelled(folder)
    trained_on, kept = labelled.split(numbers)
    held_back = HeldBack(own_lines(kept), ordinary_lines(load_held_back(), plan.ordinary_lines, ORDINARY_SEED))
    print(f"{len(trained_on)} numbers of {folder} to train on, {len(kept)} held back.", flush=True)
    before = held_back.by(partial(share_wrong, Reader.load(base, parse_card(card))))
    _print_wrong("before", before)
    if before.writer == 0:
        raise NotBetter(f"The reader in {base} reads all held-back numbers of {folder} right. Nothing was written.")

    old = _reader_in(base)
    way = Way(old, fine_tune(old, load, trained_on, plan, processes))
    share, network, after = _first_that_holds(way, walk(way, held_back), card, before, held_back)
    _print_wrong("after", after)
    wrong = {
        name: {"numbers": len(lines), "before": round(before[i], 4), "after": round(after[i], 4)}
        for i, (name, lines) in enumerate([("writer", held_back.own), ("everyone_else", held_back.ordinary)])
    }
    about = {
        "command": f"python -m training adapt FOLDER --steps {plan.steps} --seed {plan.seed}",
        "plan": asdict(plan),
        "folder": {"sha256": labelled.checksum(numbers), "trained_on": len(trained_on), "held_back": len(kept)},
        "share_of_the_way": share,
        "wrong": wrong,
        "thresholds": KEPT,
        "code": code_version(),
        "seconds": round(time.monotonic() - started),
    }
    copy_beside(base, out)
    _save(out, way.at(share), network, _adapted_card(card, base, about))
    return wrong


def own_lines(numbers: list[LabelledNumber]) -> Lines:
    """Labelled numbers as the app brings them to the network."""
    return [(normalise_line(number.grey).pixels, number.text.strip(SEPARATORS)) for number in numbers]


def ordinary_lines(hands: writers.Hands, number: int, seed: int) -> Lines:
    """Lines of 1 to 8 digits in these hands, always the same of a seed."""
    rng = np.random.default_rng(seed)
    made = (make_line(*hands, int(rng.integers(1, 9)), rng) for _ in range(number))
    return [(pixels, text.strip(SEPARATORS)) for pixels, text in made]


def share_wrong(reader: Reader, lines: Lines) -> float:
    """The share of lines that the app does not read exactly as their text."""
    wrong = sum(read_line(pixels, reader.scores, reader.card).text != text for pixels, text in lines)
    return wrong / len(lines)


def share_wrong_at_sight(model: keras.Model, lines: Lines) -> float:
    """The same by one look and the likeliest characters, many lines at once."""
    ordered = sorted(lines, key=lambda line: line[0].shape[1])
    wrong = 0
    for start in range(0, len(ordered), LINES_AT_ONCE):
        some = ordered[start : start + LINES_AT_ONCE]
        scores = np.asarray(model.predict_on_batch(batches.pack(some)[0]))
        texts = (best_path(row, ALPHABET).strip(SEPARATORS) for row in scores)
        wrong += sum(text != truth for text, (_, truth) in zip(texts, some, strict=True))
    return wrong / len(lines)


def fine_tune(
    old: keras.Model, load: Load, numbers: list[LabelledNumber], plan: AdaptPlan, processes: int
) -> keras.Model:
    """A copy of a reader, trained on batches that hold ordinary lines and some of the folder's."""
    keras.utils.set_random_seed(plan.seed)
    # In the same precision: what rounding alone makes different would else be something to learn.
    model, before = _copy(old, plan.precision), _copy(old, plan.precision)
    for layer in model.layers:
        # What shapes look like stays; what they mean beside each other is learned anew. Trained as a whole, the
        # network read everyone else half a point worse. The statistics of batches with so much of one hand in them
        # would become everyone's.
        if isinstance(layer, keras.layers.BatchNormalization) or not layer.name.startswith(LEARNING):
            layer.trainable = False
        if isinstance(layer, keras.layers.Dropout):
            layer.rate = 0.0  # its noise would have to be unlearned on every ordinary line
    tasks = _two_tasks(model, plan)
    losses = []
    stream = _mixed_batches(load, numbers, plan, processes)
    for step in range(plan.steps):
        tasks.optimizer.learning_rate = learning_rate(step, plan)
        lines, classes = next(stream)
        said_before = _softmax(np.asarray(before.predict_on_batch(lines)).astype(np.float32))
        weights = _weights_of_lines(said_before.shape[:2], plan)
        losses.append(float(tasks.train_on_batch(lines, [classes, said_before], sample_weight=weights)[0]))
        if (step + 1) % 20 == 0:
            print(f"step {step + 1}/{plan.steps}  loss {np.mean(losses[-20:]):.4f}", flush=True)
    stream.close()
    return model


def _copy(model: keras.Model, precision: str) -> keras.Model:
    keras.mixed_precision.set_global_policy(precision)
    copy = line_reader()
    keras.mixed_precision.set_global_policy("float32")
    copy.set_weights(model.get_weights())
    return copy


def _two_tasks(model: keras.Model, plan: AdaptPlan) -> keras.Model:
    """The network with its scores twice: for what the lines show, and for what it said of them before."""
    names = ("shown", "said_before")
    scores = [keras.layers.Activation("linear", dtype="float32", name=name)(model.output) for name in names]
    tasks = keras.Model(model.input, scores)
    tasks.compile(
        optimizer=keras.optimizers.AdamW(plan.peak_rate, weight_decay=plan.weight_decay, global_clipnorm=5.0),
        loss=[keras.losses.CTC(), keras.losses.CategoricalCrossentropy(from_logits=True)],
        loss_weights=[1.0, plan.hold],
        jit_compile=engine.compiled(),
    )
    return tasks


def _weights_of_lines(columns: tuple[int, int], plan: AdaptPlan) -> list[np.ndarray]:
    """How much each line counts for either task: the folder's, its last ones, for the first, others for the second.

    What ordinary lines show has been learned: their gradient, mostly of lines that hardly anyone can read, would only
    shake the weights.

    columns: lines, columns of scores; returns: (lines,) and (lines, columns) float32
    """
    shown, held = np.zeros(columns[0], np.float32), np.ones(columns, np.float32)
    shown[-plan.own :], held[-plan.own :] = 1, 0
    return [shown, held]


def _softmax(scores: np.ndarray) -> np.ndarray:
    exponentials = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def walk(way: Way, held_back: HeldBack) -> list[float]:
    """The points of the way that read the writer better than its start and everyone else bearably, best first."""
    start = held_back.by(partial(share_wrong_at_sight, way.at(0.0)))
    _print_wrong("at first sight, before", start)
    good = []
    for share in WAY:
        wrong = held_back.by(partial(share_wrong_at_sight, way.at(share)))
        _print_wrong(f"at first sight, {share:.0%} of the way", wrong)
        if wrong.writer < start.writer and wrong.everyone_else <= start.everyone_else + WORTH_A_LOOK:
            good.append((wrong, share))
    return [share for _, share in sorted(good)]


def _base_card(base: Path, out: Path) -> dict:
    if out.resolve() == base.resolve():
        raise BadData(f"{out} holds the reader that is to be adapted, and it stays. Give another folder with --out.")
    missing = [name for name in FILES if not (base / name).is_file()]
    if missing:
        raise BadData(f"{base} holds no reader: {missing[0]} is missing. Give the folder of one with --model.")
    return json.loads((base / "card.json").read_text())


def _reader_in(base: Path) -> keras.Model:
    """The reader of a folder in today's architecture, which an older one may lack blocks of."""
    model = line_reader()
    take_over(model, keras.models.load_model(base / "reader.keras", compile=False))
    return model


def _mixed_batches(load: Load, numbers: list[LabelledNumber], plan: AdaptPlan, processes: int) -> Iterator:
    tasks = ((plan.own, plan.lines, plan.seed, group) for group in count())
    groups = make_ahead(partial(labelled.load_with, load, numbers), labelled.make_mixed, tasks, processes)
    try:
        yield from chain.from_iterable(groups)
    finally:
        groups.close()


def _first_that_holds(
    way: Way, points: list[float], card: dict, before: Wrong, held_back: HeldBack
) -> tuple[float, bytes, Wrong]:
    """The first point whose network, as the app computes it, is better for the writer and bearable for all others.

    returns: its share of the way, the network for LiteRT, what it reads wrong
    raises: NotBetter
    """
    tried = []
    for share in points:
        network = to_tflite(way.at(share))
        wrong = held_back.by(partial(share_wrong, _reader_of(network, card)))
        if wrong.writer < before.writer and wrong.everyone_else <= before.everyone_else + WORSE_BY_AT_MOST:
            return share, network, wrong
        tried.append(f"the writer's {wrong.writer:.1%}, everyone else's {wrong.everyone_else:.2%}")
    raise NotBetter(
        f"Before, the reader read {before.writer:.1%} of the writer's held-back numbers wrong and "
        f"{before.everyone_else:.2%} of everyone else's; no adapted one was better for the writer and as good for the "
        f"others{f' ({tried[0]})' if tried else ''}. Nothing was written. Label more numbers, check the labels, or "
        "take more --steps."
    )


def _reader_of(network: bytes, card: dict) -> Reader:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "reader.tflite").write_bytes(network)
        return Reader.load(Path(folder), replace(parse_card(card), windows=None, lone_windows=None))


def _adapted_card(card: dict, base: Path, about: dict) -> dict:
    """The base's card without the figures, which were its own, and with what made this reader of it."""
    kept = {name: value for name, value in card.items() if name not in ("figures", "risk_coverage", "adapted_from")}
    source = {
        "name": card["name"],
        "version": card["version"],
        "sha256": hashlib.sha256((base / "reader.keras").read_bytes()).hexdigest(),
    }
    if "adapted_from" in card:
        source["adapted_from"] = card["adapted_from"]
    return kept | {"version": datetime.now(UTC).strftime("%Y.%m.%d"), "adapted_from": source | {"adaptation": about}}


def _save(out: Path, model: keras.Model, network: bytes, card: dict) -> None:
    out.mkdir(parents=True, exist_ok=True)
    model.save(out / "reader.keras")
    (out / "reader.tflite").write_bytes(network)
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def _print_wrong(when: str, wrong: Wrong) -> None:
    print(f"{when}: the writer's wrong {wrong.writer:.1%}, everyone else's {wrong.everyone_else:.2%}", flush=True)
