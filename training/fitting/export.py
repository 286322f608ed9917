"""From trained weights to the reader's folder: .keras to train on, .tflite to serve, card.json to tell of itself."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import keras
import numpy as np

from training.data.datasets import checksums, data_folder
from training.errors import BadPlan
from training.networks import engine
from training.networks.grow import kept, mean
from training.networks.inspector import inspector
from training.networks.locator import locator
from training.networks.lone_digit import lone_digit
from training.networks.reader import COLUMN_STRIDE, line_reader, take_over
from training.networks.verifier import verifier
from training.writing import writers
from training.writing.fonts import fonts_installed
from training.writing.strings import ALPHABET
from training.writing.trajectories import trajectories_installed
from webapp.reading import normalise
from webapp.reading.finding import look
from webapp.reading.line import windows
from webapp.reading.places import verify

NAME, LOCATOR_NAME = "line-reader", "number-locator"
COMMANDS = {"witness": "train-verifier --as-witness"}
BESIDE_A_READER = "inspector.keras", "inspector.tflite", "lone_digit.keras", "lone_digit.tflite"


def export(weights: Path, run: Path, out: Path) -> None:
    """Save the reader that a training run gave into the folder `out`; evaluate() completes its card."""
    # Trained in whatever precision: what is served computes in float32.
    keras.mixed_precision.set_global_policy("float32")
    model = line_reader()
    model.load_weights(weights)
    plan = json.loads((run / "plan.json").read_text())
    if plan["keep"]:
        begun = line_reader()
        begun.set_weights(model.get_weights())
        take_over(begun, keras.models.load_model(plan["start_from"], compile=False))
        model.set_weights(kept(begun.get_weights(), model.get_weights(), plan["keep"]))
    _save(model, _card(model, run), out)


def export_mix(readers: Sequence[tuple[Path, float]], out: Path) -> None:
    """Save the weighted mean of several readers into the folder `out`; evaluate() completes its card.

    readers: folder of each and what it counts; its card tells how it was trained. The last one's log is kept, and
        what lies beside it
    raises: BadPlan
    """
    for folder, share in readers:
        if not (folder / "reader.keras").is_file() or not share > 0:
            raise BadPlan(f"{folder} has no reader.keras, or a share that is not above 0. Give FOLDER=SHARE.")
    keras.mixed_precision.set_global_policy("float32")
    trained = [keras.models.load_model(folder / "reader.keras", compile=False) for folder, _ in readers]
    largest = max(trained, key=lambda network: network.count_params())
    model, networks = line_reader(), []
    for network in trained:
        # A block that one lacks counts as another one's, switched off: its weights are not mixed with others.
        take_over(model, largest)
        take_over(model, network)
        networks.append(model.get_weights())
    model.set_weights(mean(networks, [share for _, share in readers]))
    cards = [json.loads((folder / "card.json").read_text()) for folder, _ in readers]
    mixed = [part for (_, share), card in zip(readers, cards, strict=True) for part in _parts(card, share)]
    copy_beside(readers[-1][0], out)  # which the card speaks of
    _save(model, {**cards[-1], "training": {**cards[-1]["training"], "mean_of": mixed}}, out)


def _parts(card: dict, share: float) -> list[dict]:
    """The trainings that a reader comes from, and what each counts where the reader counts `share`."""
    training = card["training"]
    parts = training.get("mean_of", [{"share": 1.0, "command": training["command"]}])
    whole = sum(part["share"] for part in parts)
    return [{**part, "share": round(share * part["share"] / whole, 4)} for part in parts]


def _save(model: keras.Model, card: dict, out: Path) -> None:
    network = to_tflite(model)
    out.mkdir(parents=True, exist_ok=True)
    model.save(out / "reader.keras")
    (out / "reader.tflite").write_bytes(network)
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def export_locator(checkpoint: Path, run: Path, out: Path) -> None:
    """Save the locator that a training run gave into the folder `out`; evaluate_locator() completes its card."""
    keras.mixed_precision.set_global_policy("float32")
    model = locator()
    plan = json.loads((run / "plan.json").read_text())
    model.set_weights(_learnt(checkpoint, plan))
    card = {
        "name": LOCATOR_NAME,
        "version": _today(),
        "page_input": look.VERSION,
        "thresholds": {"sure": 1.0},  # without a verifier everything is asked about
        "parameters": model.count_params(),
        "training": {
            "command": _command("train-locator", plan),
            "plan": plan,
            "crops": plan["steps"] * plan["crops"],
            "fonts": fonts_installed(),
            **_made_with(run),
        },
        "data": checksums(data_folder()),
    }
    network = to_tflite(model)
    out.mkdir(parents=True, exist_ok=True)
    model.save(out / "locator.keras")
    (out / "locator.tflite").write_bytes(network)
    (out / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def export_verifier(checkpoint: Path, run: Path, locator: Path, as_witness: bool = False) -> None:
    """Save the verifier that a training run gave beside its locator, or as the witness there; evaluate_locator()
    chooses its thresholds."""
    name = "witness" if as_witness else "verifier"
    _export_beside(locator, name, verifier, {"patch": verify.VERSION}, checkpoint, run)


def export_inspector(checkpoint: Path, run: Path, reader: Path) -> None:
    """Save the inspector that a training run gave beside its reader; evaluate() chooses its threshold."""
    _export_beside(reader, "inspector", inspector, {"windows": windows.VERSION}, checkpoint, run)
    card = json.loads((reader / "card.json").read_text())
    card.setdefault("thresholds", {})["plain"] = 1.0  # until it is chosen everything is asked about
    (reader / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def export_lone_digit(checkpoint: Path, run: Path, reader: Path) -> None:
    """Save the second opinion on lone digits beside its reader; evaluate() chooses what it counts."""
    _export_beside(reader, "lone_digit", lone_digit, {"windows": windows.VERSION}, checkpoint, run)


def _export_beside(
    folder: Path, name: str, build: Callable[[], keras.Model], versions: dict, checkpoint: Path, run: Path
) -> None:
    """Save a network beside the one whose answers it doubts, on whose card it is told of. versions: of what it sees"""
    keras.mixed_precision.set_global_policy("float32")
    model = build()
    plan = json.loads((run / "plan.json").read_text())
    model.set_weights(_learnt(checkpoint, plan))
    card = json.loads((folder / "card.json").read_text())
    card["version"] = _today()  # it reads otherwise from now on
    card[name] = {
        **versions,
        "parameters": model.count_params(),
        "command": _command(COMMANDS.get(name, f"train-{name.replace('_', '-')}"), plan),
        "plan": plan,
        **_made_with(run),
    }
    network = to_tflite(model)
    model.save(folder / f"{name}.keras")
    (folder / f"{name}.tflite").write_bytes(network)
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n")


def copy_beside(reader: Path, out: Path) -> None:
    """Let the reader in the folder `out` keep the networks that lie beside another one, as far as it has them."""
    out.mkdir(parents=True, exist_ok=True)
    for name in BESIDE_A_READER:
        if (reader / name).is_file() and reader.resolve() != out.resolve():
            shutil.copyfile(reader / name, out / name)


def _learnt(checkpoint: Path, plan: dict) -> list[np.ndarray]:
    """The weights that a training ended with, or those between them and the ones that it is planned to keep in part."""
    weights = keras.models.load_model(checkpoint, compile=False).get_weights()
    if not plan["keep"]:
        return weights
    return kept(keras.models.load_model(plan["start_from"], compile=False).get_weights(), weights, plan["keep"])


def to_tflite(model: keras.Model) -> bytes:
    """The network for LiteRT: any number of columns, weights in eight bits (dynamic-range quantisation).

    raises: NoTensorFlow
    """
    engine.need_tensorflow()
    # Only this function needs TensorFlow itself: networks, losses and lines do with any Keras backend.
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return converter.convert()


def _card(model: keras.Model, run: Path) -> dict:
    """What the reader says of itself, but for its figures and thresholds."""
    plan = json.loads((run / "plan.json").read_text())
    return {
        "name": NAME,
        "version": _today(),
        "preprocessing": normalise.VERSION,
        "alphabet": ALPHABET,
        "line_height": normalise.LINE_HEIGHT,
        "column_stride": COLUMN_STRIDE,
        "parameters": model.count_params(),
        "training": {
            "command": _command("train", plan),
            "plan": plan,
            "lines": plan["steps"] * plan["lines"],
            "shares_of_lines": {
                "mnist": writers.MNIST_SHARE,
                "each_small_set": writers.SMALL_SET_SHARE,
                "pen_strokes": writers.STROKES_SHARE,
                "tablet": writers.TRAJECTORIES_SHARE if trajectories_installed() else 0,
                "fonts": writers.FONTS_SHARE if fonts_installed() else 0,
            },
            **_made_with(run),
        },
        "data": checksums(data_folder()),
    }


def _made_with(run: Path) -> dict:
    return {
        "code": code_version(),
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "log": [json.loads(row) for row in (run / "log.jsonl").read_text().splitlines()],
    }


def _command(name: str, plan: dict) -> str:
    """The command that makes a training of this plan."""
    pages = ("pages", "field_pages", "row_pages", "worksheet_pages", "neat_pages")
    counts = (*pages, "read_lines", "short_lines", "of_sets")
    options = (*counts, "steps", "seed", "precision", "peak_rate", "start_from", "keep")
    # Of pages none too: what a plan leaves out the command takes from its defaults, which change.
    given = [option for option in options if plan.get(option) or option in plan and option in ("seed", *pages)]
    chosen = [f"--{option.replace('_', '-')} {plan[option]}" for option in given]
    return " ".join([f"python -m training {name}", *chosen])


def _today() -> str:
    return datetime.now(UTC).strftime("%Y.%m.%d")


def code_version() -> str:
    """The commit that the code stood at, with "-dirty" where it was changed since; a word where there is none."""
    command = ["git", "describe", "--always", "--dirty"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"
