"""python -m training fonts | train | evaluate | train-locator | evaluate-locator | samples"""

import argparse
import sys
from dataclasses import fields
from functools import partial
from pathlib import Path

from training.errors import UserError

MODEL, LOCATOR = Path("models/reader"), Path("models/locator")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training", description="Trains and measures the reader.")
    commands = parser.add_subparsers(dest="command", required=True)
    _train_options(commands.add_parser("train", help="train the reader and export it; goes on where it was cut off"))
    evaluate = commands.add_parser("evaluate", help="measure the exported reader and write its card")
    evaluate.add_argument("--model", type=Path, default=MODEL, help="folder of the reader (default %(default)s)")
    _locator_options(commands.add_parser("train-locator", help="train the network that finds numbers on pages"))
    evaluate = commands.add_parser("evaluate-locator", help="measure locator and reader on pages; write its card")
    evaluate.add_argument("--model", type=Path, default=LOCATOR, help="folder of the locator (default %(default)s)")
    evaluate.add_argument("--reader", type=Path, default=MODEL, help="folder of the reader (default %(default)s)")
    samples = commands.add_parser("samples", help="save a sheet of training lines or pages as a picture")
    samples.add_argument("--seed", type=int, default=1)
    samples.add_argument("--pages", action="store_true", help="pages with their numbers framed, instead of lines")
    samples.add_argument("--out", type=Path, default=Path("runs/samples.png"))
    commands.add_parser("fonts", help="install the handwriting fonts with npm; training uses them where they are")
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
    parser.add_argument("--steps", type=int, default=24000, help="of 64 lines each (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the lines and the weights (default %(default)s)")
    parser.add_argument(
        "--peak-rate", type=float, default=2e-3, help="learning rate at its highest (default %(default)s)"
    )
    parser.add_argument(
        "--start-from", default="", help="a trained reader (.keras) to begin with, instead of from nothing"
    )
    parser.add_argument(
        "--precision", default="float32", help="mixed_bfloat16 is faster on processors that compute in it"
    )


def _locator_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", type=Path, default=Path("runs/locator"), help="checkpoints and log")
    parser.add_argument("--out", type=Path, default=LOCATOR, help="where the locator is saved (default %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="that make pages (default %(default)s)")
    parser.add_argument("--steps", type=int, default=6000, help="of 16 crops each (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the pages and the weights (default %(default)s)")
    parser.add_argument("--peak-rate", type=float, default=3e-3, help="learning rate at its highest")
    parser.add_argument("--start-from", default="", help="a trained locator (.keras) to begin with")
    parser.add_argument("--precision", default="float32", help="mixed_bfloat16 is faster on some processors")


# Each command imports what it needs: the processes that make lines import this module too, and need no TensorFlow.
def _train(arguments: argparse.Namespace) -> None:
    from training.batches import load_hands
    from training.datasets import data_folder
    from training.export import export
    from training.train import Plan, train

    chosen = {field.name: getattr(arguments, field.name) for field in fields(Plan) if hasattr(arguments, field.name)}
    plan = Plan(**chosen)
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    weights = train(hands, held_back, arguments.run, plan, arguments.processes)
    export(weights, arguments.run, arguments.out)
    print(f"Saved in {arguments.out}. Measure it: python -m training evaluate")


def _evaluate(arguments: argparse.Namespace) -> None:
    from training.datasets import data_folder
    from training.evaluate import evaluate

    evaluate(arguments.model, data_folder())


def _train_locator(arguments: argparse.Namespace) -> None:
    from training.batches import load_hands
    from training.datasets import data_folder
    from training.export import export_locator
    from training.train_locator import LocatorPlan, train_locator

    names = [field.name for field in fields(LocatorPlan) if hasattr(arguments, field.name)]
    plan = LocatorPlan(**{name: getattr(arguments, name) for name in names})
    hands, held_back = partial(load_hands, data_folder()), partial(load_hands, data_folder(), held_back=True)
    checkpoint = train_locator(hands, held_back, arguments.run, plan, arguments.processes)
    export_locator(checkpoint, arguments.run, arguments.out)
    print(f"Saved in {arguments.out}. Measure it: python -m training evaluate-locator")


def _evaluate_locator(arguments: argparse.Namespace) -> None:
    from training.datasets import data_folder
    from training.evaluate_locator import evaluate_locator

    evaluate_locator(arguments.model, arguments.reader, data_folder())


def _samples(arguments: argparse.Namespace) -> None:
    from training.datasets import data_folder
    from training.samples import save_pages, save_sheet

    save = save_pages if arguments.pages else save_sheet
    save(data_folder(), arguments.seed, arguments.out)


def _fonts(arguments: argparse.Namespace) -> None:
    from training.font_cache import fonts_folder, install_fonts

    print(f"{install_fonts(fonts_folder())} families in {fonts_folder()}")


_COMMANDS = {
    "train": _train,
    "evaluate": _evaluate,
    "train-locator": _train_locator,
    "evaluate-locator": _evaluate_locator,
    "samples": _samples,
    "fonts": _fonts,
}

if __name__ == "__main__":
    main()
