"""python -m training COMMAND; `python -m training --help` lists the commands."""

import argparse
import hashlib
import sys
from dataclasses import fields
from functools import partial
from pathlib import Path

from training.errors import BadPlan, UserError

MODEL, LOCATOR = Path("models/reader"), Path("models/locator")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description="Trains and measures the reader.")
    commands = parser.add_subparsers(dest="command", required=True)
    _train_options(commands.add_parser("train", help="train the reader and export it; goes on where it was cut off"))
    evaluate = commands.add_parser("evaluate", help="measure the exported reader and write its card")
    evaluate.add_argument("--model", type=Path, default=MODEL, help="folder of the reader (default %(default)s)")
    evaluate.add_argument("--keep-thresholds", action="store_true", help="measure with those of the card")
    evaluate.add_argument("--run", type=Path, help="folder of an experiment: make its figures again instead")
    _compare_options(commands.add_parser("compare", help="train the experiments of the book; one table of all"))
    _locator_options(commands.add_parser("train-locator", help="train the network that finds numbers on pages"))
    _verifier_options(
        commands.add_parser("train-verifier", help="train the network that tells whether a found number is one")
    )
    _inspector_options(
        commands.add_parser(
            "train-inspector", help="train the network that tells whether plain digits stand where read"
        )
    )
    _lone_digit_options(
        commands.add_parser("train-lone-digit", help="train the second opinion on a digit that stands alone")
    )
    evaluate = commands.add_parser("evaluate-locator", help="measure locator and reader on pages; write its card")
    evaluate.add_argument("--model", type=Path, default=LOCATOR, help="folder of the locator (default %(default)s)")
    evaluate.add_argument("--reader", type=Path, default=MODEL, help="folder of the reader (default %(default)s)")
    evaluate.add_argument("--processes", type=int, default=1, help="that read pages (default %(default)s)")
    evaluate.add_argument("--keep-thresholds", action="store_true", help="measure with those of the card")
    _mix_options(commands.add_parser("mix", help="make one reader of several: the weighted mean of their weights"))
    samples = commands.add_parser("samples", help="save a sheet of training lines or pages as a picture")
    samples.add_argument("--seed", type=int, default=1)
    samples.add_argument("--pages", action="store_true", help="pages with their numbers framed, instead of lines")
    samples.add_argument("--out", type=Path, default=Path("runs/samples.png"))
    commands.add_parser("fonts", help="install the handwriting fonts with npm, with pip digits written on a tablet")
    _adapt_options(commands.add_parser("adapt", help="fine-tune the reader on a labelled folder, without forgetting"))
    _data_options(commands.add_parser("data", help="list every data set: terms, checksums, splits"))
    _tune_options(commands.add_parser("tune", help="search what a small network learns best with; goes on after a cut"))
    _strings_options(commands.add_parser("strings", help="cut numbers at their contours, beside our reader"))
    report = commands.add_parser("report", help="write one HTML file about a run, a reader or a locator")
    report.add_argument("run", type=Path, help="its folder, such as runs/compare/dense-512-256 or models/reader")
    report.add_argument("--out", type=Path, help="the file (default RUN/report.html)")
    arguments = parser.parse_args()
    try:
        _COMMANDS[arguments.command](arguments)
    except UserError as error:
        sys.exit(str(error))


def _train_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--run", type=Path, default=Path("runs/reader"), help="checkpoints and log (default %(default)s)"
    )
    parser.add_argument("--out", type=Path, default=MODEL, help="where the reader is saved (default %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that make lines (default %(default)s)")
    _fitting_options(parser, "reader", 24000, "64 lines")


def _fitting_options(
    parser: argparse.ArgumentParser, network: str, steps: int, of: str, peak_rate: float = 2e-3
) -> None:
    """What every training has. of: examples in a step"""
    parser.add_argument("--steps", type=int, default=steps, help=f"of {of} each (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the examples and the weights (default %(default)s)")
    parser.add_argument(
        "--peak-rate", type=float, default=peak_rate, help="learning rate at its highest (default %(default)s)"
    )
    parser.add_argument(
        "--start-from", default="", help=f"a trained {network} (.keras) to begin with, instead of from nothing"
    )
    parser.add_argument("--keep", type=float, default=0.0, help="share of its weights in the exported ones")
    parser.add_argument(
        "--precision", default="float32", help="mixed_bfloat16 is faster on processors that compute in it"
    )


def _mix_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "readers", nargs="+", metavar="FOLDER=SHARE", help="trained readers and what each counts, such as runs/a=0.5"
    )
    parser.add_argument("--out", type=Path, default=MODEL, help="where the reader is saved (default %(default)s)")


def _compare_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="experiments (default: all)")
    parser.add_argument("--out", type=Path, default=Path("runs/compare"), help="their runs and the table")
    parser.add_argument("--precision", default="float32", help="mixed_bfloat16 is faster on some processors")


def _locator_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", type=Path, default=Path("runs/locator"), help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=LOCATOR, help="where the locator is saved (default %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that make pages (default %(default)s)")
    _fitting_options(parser, "locator", 6000, "16 crops", 3e-3)


def _verifier_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", type=Path, default=Path("runs/verifier"), help="places, checkpoints and log")
    parser.add_argument("--model", type=Path, default=LOCATOR, help="locator, beside which it is saved (%(default)s)")
    parser.add_argument("--reader", type=Path, default=MODEL, help="folder of the reader (default %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that find places (default %(default)s)")
    parser.add_argument("--pages", type=int, default=5000, help="synthetic ones to find places on (%(default)s)")
    parser.add_argument("--field-pages", type=int, default=1500, help="fields cut out of forms (default %(default)s)")
    parser.add_argument("--row-pages", type=int, default=1500, help="numbers beside numbers (default %(default)s)")
    parser.add_argument(
        "--worksheet-pages", type=int, default=1500, help="sums in print, puzzles (default %(default)s)"
    )
    parser.add_argument("--neat-pages", type=int, default=1500, help="in a neat hand, without print (%(default)s)")
    parser.add_argument(
        "--as-witness", action="store_true", help="save it as the one that is asked whether what was found is print"
    )
    _fitting_options(parser, "verifier", 8000, "64 places")


def _inspector_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", type=Path, default=Path("runs/inspector"), help="digits, checkpoints and log")
    parser.add_argument("--model", type=Path, default=MODEL, help="reader, beside which it is saved (%(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that read lines (default %(default)s)")
    parser.add_argument("--read-lines", type=int, default=104000, help="whose digits are learnt from (%(default)s)")
    _fitting_options(parser, "inspector", 26000, "128 digits")


def _lone_digit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", type=Path, default=Path("runs/lone-digit"), help="lines, checkpoints and log")
    parser.add_argument("--model", type=Path, default=MODEL, help="reader, beside which it is saved (%(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that make lines (default %(default)s)")
    parser.add_argument("--short-lines", type=int, default=90000, help="that are learnt from (%(default)s)")
    parser.add_argument("--of-sets", type=float, default=0.45, help="share of bare set digits (default %(default)s)")
    _fitting_options(parser, "network of this kind", 18000, "128 lines")


def _adapt_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="crops and truth.tsv, as the app's history page exports corrections")
    parser.add_argument("--model", type=Path, default=MODEL, help="reader to begin with (default %(default)s)")
    parser.add_argument("--out", type=Path, default=Path("models/adapted"), help="default %(default)s")
    parser.add_argument("--processes", type=int, default=1, help="that make lines (default %(default)s)")
    parser.add_argument("--steps", type=int, default=480, help="of 64 lines each (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the lines (default %(default)s)")
    parser.add_argument("--precision", default="float32", help="mixed_bfloat16 is faster on some processors")


def _data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--labelled", type=Path, action="append", default=[], help="a labelled folder; may be repeated")
    parser.add_argument("--download", action="store_true", help="fetch what is missing and has an official source")
    parser.add_argument("--check", action="store_true", help="fail where a checksum is wrong")


def _tune_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trials", type=int, default=40, help="finished ones, earlier calls counted (%(default)s)")
    parser.add_argument("--minutes", type=float, help="begin no trial after so many")
    parser.add_argument("--out", type=Path, default=Path("runs/tune"), help="default %(default)s")
    parser.add_argument("--digits", type=int, default=10_000, help="of MNIST to train on (default %(default)s)")
    parser.add_argument("--epochs", type=int, default=4, help="default %(default)s")
    parser.add_argument("--seed", type=int, default=1)


def _strings_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--run",
        type=Path,
        default=Path("runs/compare/cnn-32-64-64"),
        help="the digit network that reads the pieces (default %(default)s)",
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of our reader (default %(default)s)")
    parser.add_argument("--steps", action="store_true", help="instead, what each preprocessing step does to our reader")
    parser.add_argument(
        "--sheet", type=Path, default=Path("docs/contours_break.png"), help="drawn numbers that the cut reads wrong"
    )


# Each command imports what it needs: the processes that make lines import this module too, and need no TensorFlow.
def _train(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.export import export
    from training.fitting.train_reader import Plan, train
    from training.writing.writers import load_hands

    chosen = {field.name: getattr(arguments, field.name) for field in fields(Plan) if hasattr(arguments, field.name)}
    plan = Plan(**chosen)
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    weights = train(hands, held_back, arguments.run, plan, arguments.processes)
    export(weights, arguments.run, arguments.out)
    print(f"Saved in {arguments.out}. Measure it: python -m training evaluate")


def _mix(arguments: argparse.Namespace) -> None:
    from training.fitting.export import export_mix

    try:
        pairs = [reader.rsplit("=", 1) for reader in arguments.readers]
        readers = [(Path(folder), float(share)) for folder, share in pairs]
    except ValueError:
        raise BadPlan("A reader to mix is a folder and what it counts. Give FOLDER=SHARE for each.") from None
    export_mix(readers, arguments.out)
    print(f"Saved in {arguments.out}. Measure it: python -m training evaluate")


def _evaluate(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder, mnist_test

    if arguments.run:
        from training.experiments.saved import evaluate_run

        evaluate_run(arguments.run, mnist_test(data_folder()))
        return
    from training.measuring.evaluate import evaluate

    evaluate(arguments.model, data_folder(), arguments.keep_thresholds)


def _compare(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.experiments.compare import compare

    compare(arguments.only, arguments.out, data_folder(), arguments.precision)


def _train_locator(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.export import export_locator
    from training.fitting.train_locator import LocatorPlan, train_locator
    from training.writing.writers import load_hands

    names = [field.name for field in fields(LocatorPlan) if hasattr(arguments, field.name)]
    plan = LocatorPlan(**{name: getattr(arguments, name) for name in names})
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    checkpoint = train_locator(hands, held_back, arguments.run, plan, arguments.processes)
    export_locator(checkpoint, arguments.run, arguments.out)
    print(f"Saved in {arguments.out}. Train its verifier: python -m training train-verifier")


def _train_verifier(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.export import export_verifier
    from training.fitting.places import load_setup
    from training.fitting.train_verifier import VerifierPlan, train_verifier
    from training.writing.writers import load_hands

    names = [field.name for field in fields(VerifierPlan) if hasattr(arguments, field.name)]
    found_with = (arguments.model / "locator.tflite", arguments.reader / "reader.tflite")
    if missing := [str(file) for file in found_with if not file.is_file()]:
        raise BadPlan(f"{' and '.join(missing)} missing: train the reader and the locator first.")
    # Whether a number is sure is for the inspector to say too.
    found_with = [*found_with, *(file for file in [arguments.reader / "inspector.tflite"] if file.is_file())]
    plan = VerifierPlan(
        **{name: getattr(arguments, name) for name in names},
        found_with=" ".join(hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in found_with),
    )
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    training, validation = (partial(load_setup, load, arguments.reader, arguments.model) for load in (hands, held_back))
    checkpoint = train_verifier(training, validation, arguments.run, plan, arguments.processes)
    export_verifier(checkpoint, arguments.run, arguments.model, arguments.as_witness)
    print(f"Saved in {arguments.model}. Measure it: python -m training evaluate-locator")


def _train_inspector(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.digits import load_setup
    from training.fitting.export import export_inspector
    from training.fitting.train_inspector import InspectorPlan, train_inspector
    from training.writing.writers import load_hands

    names = [field.name for field in fields(InspectorPlan) if hasattr(arguments, field.name)]
    read_with = arguments.model / "reader.tflite"
    if not read_with.is_file():
        raise BadPlan(f"{read_with} missing: train the reader first.")
    plan = InspectorPlan(
        **{name: getattr(arguments, name) for name in names},
        read_with=hashlib.sha256(read_with.read_bytes()).hexdigest()[:12],
    )
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    training, validation = (partial(load_setup, load, arguments.model) for load in (hands, held_back))
    checkpoint = train_inspector(training, validation, arguments.run, plan, arguments.processes)
    export_inspector(checkpoint, arguments.run, arguments.model)
    print(f"Saved in {arguments.model}. Choose its threshold: python -m training evaluate")


def _train_lone_digit(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.export import export_lone_digit
    from training.fitting.train_lone_digit import LoneDigitPlan, train_lone_digit
    from training.writing.writers import load_hands

    names = [field.name for field in fields(LoneDigitPlan) if hasattr(arguments, field.name)]
    plan = LoneDigitPlan(**{name: getattr(arguments, name) for name in names})
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    checkpoint = train_lone_digit(hands, held_back, arguments.run, plan, arguments.processes)
    export_lone_digit(checkpoint, arguments.run, arguments.model)
    print(f"Saved in {arguments.model}. Choose what it counts: python -m training evaluate")


def _evaluate_locator(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.measuring.evaluate_locator import evaluate_locator

    evaluate_locator(arguments.model, arguments.reader, data_folder(), arguments.processes, arguments.keep_thresholds)


def _samples(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.lines.samples import save_pages, save_sheet

    save = save_pages if arguments.pages else save_sheet
    save(data_folder(), arguments.seed, arguments.out)


def _fonts(arguments: argparse.Namespace) -> None:
    from training.data.font_cache import fonts_folder, install_fonts
    from training.data.trajectories import install_trajectories

    print(f"{install_trajectories(fonts_folder())} digits written on a tablet in {fonts_folder()}")
    print(f"{install_fonts(fonts_folder())} families in {fonts_folder()}")


def _adapt(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.fitting.adapt import AdaptPlan, adapt
    from training.writing.writers import load_hands

    plan = AdaptPlan(steps=arguments.steps, seed=arguments.seed, precision=arguments.precision)
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    adapt(arguments.folder, arguments.model, arguments.out, hands, held_back, plan, arguments.processes)
    print(f"Saved in {arguments.out}. The app takes it with MODEL_DIR={arguments.out}.")
    print(f"Measure it on every set: python -m training evaluate --model {arguments.out}")


def _data(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.experiments.data import check, data_sets, describe, download

    if arguments.download:
        download(data_folder())
    found = []
    for data_set in data_sets(data_folder(), arguments.labelled):
        print(describe(data_set), flush=True)
        found.append(data_set)
    if arguments.check:
        check(found)


def _tune(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.experiments.mnist import load_mnist
    from training.experiments.tune import Search, report, tune

    search = Search(digits=arguments.digits, epochs=arguments.epochs, seed=arguments.seed)
    study = tune(load_mnist(data_folder()), arguments.out, search, arguments.trials, arguments.minutes)
    print(report(study))
    print(f"All trials: {arguments.out / 'trials.csv'}; what mattered: {arguments.out / 'what_mattered.svg'}")


def _strings(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder

    if arguments.steps:
        from training.experiments.measured_steps import measure_on_rendered

        measure_on_rendered(arguments.model, data_folder())
    else:
        from training.experiments.contours import measure_strings

        measure_strings(arguments.run, arguments.model, data_folder(), arguments.sheet, Path("runs/strings"))


def _report(arguments: argparse.Namespace) -> None:
    from training.data.datasets import data_folder
    from training.experiments.report import write_report

    print(f"Saved {write_report(arguments.run, data_folder(), arguments.out)}")


_COMMANDS = {
    "train": _train,
    "evaluate": _evaluate,
    "compare": _compare,
    "train-locator": _train_locator,
    "train-verifier": _train_verifier,
    "train-inspector": _train_inspector,
    "train-lone-digit": _train_lone_digit,
    "evaluate-locator": _evaluate_locator,
    "mix": _mix,
    "samples": _samples,
    "fonts": _fonts,
    "strings": _strings,
    "report": _report,
    "adapt": _adapt,
    "data": _data,
    "tune": _tune,
}

if __name__ == "__main__":
    main()
