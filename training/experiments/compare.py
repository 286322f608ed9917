"""Trains the experiments of the book and puts them into one table.

Every experiment has a folder of its own. One that is finished is not trained again, one that was cut off goes on.
"""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import fmean, stdev

from training.errors import UserError
from training.experiments import classical, fitting, our_reader, saved, scores
from training.experiments.calibration import calibrate_inplace
from training.experiments.classical import CLASSICAL, Classical
from training.experiments.experiment import Experiment
from training.experiments.mnist import Mnist, checksums, load_mnist
from training.experiments.networks import NETWORKS, Network
from training.experiments.our_reader import LINE_READER, OurReader
from training.experiments.small_cnn import SMALL_CNN
from training.experiments.timing import milliseconds
from training.fitting.export import code_version

BOOK: tuple[Experiment, ...] = (*NETWORKS, *CLASSICAL, *SMALL_CNN, LINE_READER)
QUALITY = ("accuracy", "precision", "recall", "f1", "log_loss")
COST = ("train_seconds", "ms_a_digit", "file_bytes")


class UnknownExperiment(UserError):
    """No experiment has this name; the message lists those that there are."""


def compare(names: list[str], out: Path, folder: Path, precision: str = "float32") -> list[dict]:
    """Run the named experiments (all where none is named) and write the table of all that are finished.

    out: folder of the runs; table.md and table.json come there too
    folder: of the data
    precision: of the networks while they train; the reader and scikit-learn know none
    returns: the rows of the table
    raises: UnknownExperiment, AnotherPlan, BadData
    """
    unfinished = [experiment for experiment in chosen(names) if not saved.is_finished(out / experiment.name)]
    if unfinished:
        mnist, data = load_mnist(folder), checksums(folder)
        for experiment in unfinished:
            run_experiment(experiment, mnist, out / experiment.name, precision, data)
    finished = [saved.read_card(out / e.name) for e in BOOK if saved.is_finished(out / e.name)]
    rows = table_rows(finished)
    (out / "table.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    (out / "table.md").write_text(as_markdown(rows))
    print(as_markdown(rows))
    return rows


def chosen(names: list[str], book: Iterable[Experiment] = BOOK) -> list[Experiment]:
    """The experiments of these names in the book's order; all where there are no names. raises: UnknownExperiment"""
    book = list(book)
    for name in names:
        if not any(experiment.is_called(name) for experiment in book):
            known = ", ".join(dict.fromkeys(experiment.row or experiment.name for experiment in book))
            raise UnknownExperiment(f"There is no experiment {name}. There are: {known}.")
    return [e for e in book if not names or any(e.is_called(name) for name in names)]


def run_experiment(experiment: Experiment, mnist: Mnist, run: Path, precision: str, data: dict[str, str]) -> dict:
    """Train one experiment, save it, measure what was saved, and return its card.

    data: checksums of the files that the digits come from
    """
    print(f"{experiment.name}: {experiment.title}", flush=True)
    run.mkdir(parents=True, exist_ok=True)
    card = _card(experiment, precision, data) | _MAKERS[type(experiment)](experiment, mnist, run, precision)
    card |= _measured(card, mnist, run)
    probabilities = saved.load_predict(run, experiment.kind, card["input"])(mnist.test.images)
    card["figures"] = scores.figures(mnist.test.labels, probabilities)
    saved.write(run, card, probabilities)
    fitting.forget(run)
    print(f"{experiment.name}: accuracy {card['figures']['accuracy']:.4f} on the test digits", flush=True)
    return card


def _card(experiment: Experiment, precision: str, data: dict[str, str]) -> dict:
    """What is known of a run before it is trained."""
    is_network = isinstance(experiment, Network)
    precision_option = f" --precision {precision}" if is_network and precision != "float32" else ""
    return {
        "name": experiment.name,
        "row": experiment.row,
        "title": experiment.title,
        "kind": experiment.kind,
        "seed": experiment.seed,
        "input": experiment.input if is_network else "",
        "command": f"python -m training compare --only {experiment.name}{precision_option}",
        "code": code_version(),
        "environment": saved.environment(),
        "data": data,
        "reported": experiment.reported,
        "reported_where": experiment.reported_where,
        "why_different": experiment.why_different.strip(),
    }


def _make_network(experiment: Network, mnist: Mnist, run: Path, precision: str) -> dict:
    model, history = fitting.train(experiment, mnist, run, precision)
    temperature = calibrate_inplace(model, mnist.validation, experiment.input) if experiment.calibrated else None
    model.save(run / saved.MODELS["keras"])
    if experiment.save_h5:
        model.save(run / "model.h5")
    made = {
        "parameters": model.count_params(),
        "train_seconds": round(sum(row["seconds"] for row in history), 1),
        "history": history,
    }
    if temperature:
        made["temperature"] = temperature
    if experiment.used_with:
        answers = fitting.predict(model, mnist.test.images, experiment.used_with)
        made["used_otherwise"] = {
            "input": experiment.used_with,
            "figures": scores.figures(mnist.test.labels, answers),
        }
    return made


def _make_classical(experiment: Classical, mnist: Mnist, run: Path, precision: str) -> dict:
    started = time.monotonic()
    classifier = classical.fit(experiment, mnist)
    seconds = round(time.monotonic() - started, 1)
    classical.save(classifier, run / saved.MODELS["scikit-learn"])
    return {"parameters": None, "train_seconds": seconds, "history": []}


def _keep_reader(experiment: OurReader, mnist: Mnist, run: Path, precision: str) -> dict:
    our_reader.keep(experiment, run)
    card = json.loads((run / "card.json").read_text())
    return {
        "parameters": card["parameters"],
        "train_seconds": card["training"].get("seconds"),
        "history": [],
        "data": card["data"],
    }


# How each kind of experiment is trained and saved: what it returns goes onto the card.
_MAKERS: dict[type, Callable[..., dict]] = {
    Network: _make_network,
    Classical: _make_classical,
    OurReader: _keep_reader,
}


def _measured(card: dict, mnist: Mnist, run: Path) -> dict:
    """Time and size."""
    answer, name = saved.load_for_one(run, card["kind"], card["input"])
    return {
        "ms_a_digit": milliseconds(answer, mnist.test.images),
        "timed_with": name,
        "file_bytes": (run / saved.MODELS[card["kind"]]).stat().st_size,
    }


def table_rows(cards: list[dict]) -> list[dict]:
    """One row an experiment; those that differ in their seed alone share one, with mean and standard deviation."""
    rows = []
    for name in dict.fromkeys(card["row"] or card["name"] for card in cards):
        group = [card for card in cards if name in (card["row"], card["name"])]
        rows.append(_row(name, group))
        rows += [_row_used_otherwise(card) for card in group if "used_otherwise" in card]
    return rows


def _row(name: str, cards: list[dict]) -> dict:
    first = cards[0]
    row = {key: first[key] for key in ("title", "reported", "reported_where", "why_different", "parameters")}
    row |= {"name": name, "seeds": len(cards), "timed_with": first["timed_with"]}
    row |= {key: fmean(card["figures"][key] for card in cards) for key in QUALITY}
    row |= {key: _mean_where_known([card[key] for card in cards]) for key in COST}
    if len(cards) > 1:
        row["spread"] = {key: stdev(card["figures"][key] for card in cards) for key in QUALITY}
    return row


def _row_used_otherwise(card: dict) -> dict:
    """The same network used on inputs that it was not trained on."""
    other = card["used_otherwise"]
    row = _row(card["name"], [card | {"figures": other["figures"], "reported": None, "reported_where": ""}])
    return row | {
        "name": f"{card['name']}-used-otherwise",
        "title": f"The same network, used on {other['input']}",
        "why_different": "Inputs are normalised otherwise in use than in training.",
    }


def _mean_where_known(values: list[float | None]) -> float | None:
    return None if None in values else fmean(values)


COLUMNS = (
    "", "reported", "accuracy", "precision", "recall", "F1", "log loss", "parameters", "training s", "ms a digit",
    "file kB",
)  # fmt: skip


def as_markdown(rows: list[dict]) -> str:
    """The table for people: shares in per cent, of several seeds mean ± standard deviation."""
    lines = [COLUMNS, ["---"] + ["--:"] * (len(COLUMNS) - 1), *(_cells(row) for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _cells(row: dict) -> list[str]:
    seeds = f", {row['seeds']} seeds" if row["seeds"] > 1 else ""
    spread = row.get("spread", {})
    return [
        row["title"] + seeds,
        _number(row["reported"], "{:.2f}", 100),
        *(_with_spread(row[key], spread.get(key), "{:.2f}", 100) for key in QUALITY[:-1]),
        _with_spread(row["log_loss"], spread.get("log_loss"), "{:.4f}", 1),
        _number(row["parameters"], "{:,.0f}"),
        _number(row["train_seconds"], "{:,.0f}"),
        f"{row['ms_a_digit']:.3g} ({row['timed_with']})",
        _number(row["file_bytes"], "{:,.0f}", 1 / 1000),
    ]


def _with_spread(mean: float, spread: float | None, form: str, times: float) -> str:
    return form.format(times * mean) + ("" if spread is None else " ± " + form.format(times * spread))


def _number(value: float | None, form: str, times: float = 1) -> str:
    return "–" if value is None else form.format(times * value)
