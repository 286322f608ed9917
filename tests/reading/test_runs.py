import numpy as np
import pytest

from webapp.reading.pixels.runs import longest_between, runs_of


@pytest.mark.parametrize(
    ("line", "runs"),
    [("..##.#", [[2, 4], [5, 6]]), ("###", [[0, 3]]), ("...", []), ("", []), ("#.", [[0, 1]])],
)
def test_each_run_begins_and_ends(line, runs):
    assert runs_of(np.array([c == "#" for c in line], bool)).tolist() == runs


@pytest.mark.parametrize(
    ("line", "places", "longest"),
    [("..##.###..", [0, 4, 9], [2, 3]), ("######", [1, 3, 5], [3, 3]), ("......", [0, 5], [0]), ("##", [0, 0], [1])],
)
def test_the_longest_run_between_each_two_places(line, places, longest):
    assert longest_between(np.array([c == "#" for c in line], bool), np.array(places)).tolist() == longest
