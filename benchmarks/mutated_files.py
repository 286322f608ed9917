"""What broken and hostile files do to the decoders: each has to end as a reading or as one of our errors.

Run with "python -m benchmarks.mutated_files --files 10000": broken files of every format, and bombs, are decoded and
shown in a child process, so that a crash or a hang there is seen and counted, and the next file is still looked at.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.bombs import BOMBS
from tests.files import FORMATS
from tests.mutations import Mutator
from webapp import preview
from webapp.reading.decode import open_document
from webapp.reading.errors import UnreadableInput

ROOT = Path(__file__).parent.parent
MAX_PIXELS, MAX_PAGES = 50_000_000, 20
LONGEST, MOST_MEGABYTES = 5.0, 500
PATIENCE = 120  # seconds of silence, on however busy a machine, after which the child is taken to hang for ever
CODES = {"read"} | {error.code for error in UnreadableInput.__subclasses__()}
BOMB, READY, DRAWER = "bomb", "ready", b"pdf_child.py"

Job = tuple[str, str | int]


class Result(NamedTuple):
    """Of decoding and showing one file."""

    outcome: str
    """As outcome_of gives it; CRASH or HANG where the process ended."""
    seconds: float
    """Of processor time."""
    megabytes: float
    """Of the whole process at its peak, and of that which draws PDF."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=10_000, help="broken files, of all formats together")
    arguments.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = arguments.parse_args()
    if arguments.child:
        run_child(Path(arguments.child[0]), int(arguments.child[1]))
        return
    jobs = jobs_of(arguments.files)
    with TemporaryDirectory() as folder:
        bad = print_table(jobs, run(jobs, Path(folder)))
    sys.exit(1 if bad else 0)


def jobs_of(count: int) -> list[Job]:
    """What to decode, in order: a format and the number of its broken file, or the name of a bomb."""
    names = list(FORMATS)
    return [(names[place % len(names)], place // len(names)) for place in range(count)] + [
        (BOMB, name) for name in BOMBS
    ]


def run(jobs: list[Job], folder: Path) -> list[Result]:
    """Make the files in the folder, decode each, and give the results in the jobs' order."""
    mutator = Mutator()
    for place, (kind, which) in enumerate(jobs):
        data = BOMBS[which]() if kind == BOMB else mutator.file(kind, which)
        (folder / str(place)).write_bytes(data)
    results: list[Result] = []
    while len(results) < len(jobs):
        results += _results_from(len(results), len(jobs), folder)
    return results


def run_child(folder: Path, first: int) -> None:
    """Decode one file of the folder after another, from this one on, and print a line for each."""
    warnings.simplefilter("ignore")
    drawers = _Drawers()
    print(READY, flush=True)
    for place in range(first, len(list(folder.iterdir()))):
        data = (folder / str(place)).read_bytes()
        # Of this process alone: what a file before it needed does not count.
        Path("/proc/self/clear_refs").write_text("5")
        drawers.peak = 0.0
        print(*outcome_of(data), _peak("self") + drawers.peak, flush=True)


def outcome_of(data: bytes) -> tuple[str, float]:
    """How a file ends, and the seconds of the longer request, that which reads it or that which shows it.

    It is "read", or refused by the code of an error, or an exception escapes, by its name.
    """
    watch = [_processor_seconds()]
    try:
        pages = sum(1 for _ in open_document(data, MAX_PIXELS, MAX_PAGES).pages)
        # What has been read is shown too, in colour: other ways through the same decoders.
        preview.make_preview(data)
        watch.append(_processor_seconds())
        preview.as_shown(data, pages)
        outcome = "read"
    except UnreadableInput as error:
        outcome = error.code
    except BaseException as error:
        outcome = f"ESCAPED:{type(error).__name__}:{str(error)[:60].replace(' ', '_')}"
    watch.append(_processor_seconds())
    return outcome, max(after - before for before, after in pairwise(watch))


def _results_from(first: int, count: int, folder: Path) -> list[Result]:
    """What the child says of the files from this one on; where it ended before the last, how is the last result."""
    command = [sys.executable, "-m", "benchmarks.mutated_files", "--child", str(folder), str(first)]
    results: list[Result] = []
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as child:
        watch = _Watch(child)
        if child.stdout.readline().strip() != READY:
            raise RuntimeError("the child does not start")
        for line in child.stdout:
            watch.seen()
            outcome, seconds, megabytes = line.split()
            results.append(Result(outcome, float(seconds), float(megabytes)))
        watch.stop()
    if first + len(results) < count:
        results.append(Result("HANG" if watch.bit else f"CRASH:{child.returncode}", PATIENCE, 0.0))
    return results


class _Drawers(threading.Thread):
    """Looks, again and again, how much memory the processes have that draw PDF."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak = 0.0
        self.start()

    def run(self) -> None:
        children = Path(f"/proc/self/task/{os.getpid()}/children")
        while True:
            for number in children.read_text().split():
                with contextlib.suppress(OSError, IndexError):
                    # Before it is itself, a new process still shows the memory of the one that made it.
                    if DRAWER in Path(f"/proc/{number}/cmdline").read_bytes():
                        self.peak = max(self.peak, _peak(number))
            time.sleep(0.01)


class _Watch:
    """Kills a child that has said nothing for too long."""

    def __init__(self, child: subprocess.Popen):
        self._child, self.bit, self._timer = child, False, None
        self.seen()

    def seen(self) -> None:
        self.stop()
        self._timer = threading.Timer(PATIENCE, self._bite)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _bite(self) -> None:
        self.bit = True
        self._child.kill()


def print_table(jobs: list[Job], results: list[Result]) -> int:
    """The table of all formats; gives how many files ended as none should."""
    groups = defaultdict(list)
    for (kind, which), result in zip(jobs, results, strict=True):
        groups[f"{kind}: {which}" if kind == BOMB else kind].append(result)
    print(f"{'format':46} files  read  slowest s  peak MB  refused by code")
    for name, group in [*groups.items(), ("all", results)]:
        print(_row(name, group))
    bad = sum(result.outcome not in CODES for result in results)
    slow, fat = sum(one.seconds > LONGEST for one in results), sum(one.megabytes > MOST_MEGABYTES for one in results)
    print(f"crashes, hangs, escaped exceptions: {bad}; over {LONGEST:g} s: {slow}; over {MOST_MEGABYTES} MB: {fat}")
    return bad + slow + fat


def _row(name: str, group: list[Result]) -> str:
    codes = Counter(result.outcome for result in group)
    read = codes.pop("read", 0)
    refused = ", ".join(f"{code} {count}" for code, count in codes.most_common())
    slowest, peak = max(one.seconds for one in group), max(one.megabytes for one in group)
    return f"{name:46} {len(group):5} {read:5}  {slowest:9.2f}  {peak:7.0f}  {refused}"


def _processor_seconds() -> float:
    """Of this process and of those that drew for it: another program that keeps the machine busy does not count."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _peak(process: str) -> float:
    """The most megabytes that a process has had."""
    return int(Path(f"/proc/{process}/status").read_text().split("VmHWM:")[1].split()[0]) / 1000


if __name__ == "__main__":
    main()
