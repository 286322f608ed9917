"""What the command line says of itself."""

import argparse
from dataclasses import fields
from importlib import import_module

import pytest

from training import __main__ as command_line

# Of each training what makes its options, and where its plan is.
TRAININGS = {
    "reader": (command_line._train_options, "training.fitting.train_reader", "Plan"),
    "locator": (command_line._locator_options, "training.fitting.train_locator", "LocatorPlan"),
    "verifier": (command_line._verifier_options, "training.fitting.train_verifier", "VerifierPlan"),
    "inspector": (command_line._inspector_options, "training.fitting.train_inspector", "InspectorPlan"),
    "lone digit": (command_line._lone_digit_options, "training.fitting.train_lone_digit", "LoneDigitPlan"),
}


@pytest.mark.parametrize("name", TRAININGS)
def test_what_it_trains_with_where_nothing_is_said_is_what_the_plan_says(name):
    """The options stand apart, as the plans need Keras, and the processes that make lines do without."""
    options, module, plan = TRAININGS[name]
    parser = argparse.ArgumentParser()
    options(parser)
    said = vars(parser.parse_args([]))
    planned = {
        field.name: field.default for field in fields(getattr(import_module(module), plan)) if field.name in said
    }
    assert len(planned) > 3
    assert {field: said[field] for field in planned} == planned
