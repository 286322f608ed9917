import numpy as np
import pytest

from webapp.reading.pixels.runs import runs_of


@pytest.mark.parametrize(
    ("line", "runs"),
    [("..##.#", [[2, 4], [5, 6]]), ("###", [[0, 3]]), ("...", []), ("", []), ("#.", [[0, 1]])],
)
def test_each_run_begins_and_ends(line, runs):
    assert runs_of(np.array([c == "#" for c in line], bool)).tolist() == runs
