"""Work made ahead in other processes, in order, and kept in files where it takes long."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from training.errors import BadPlan

_loaded: list[tuple] = []


def make_ahead(load: Callable[[], tuple], make: Callable, tasks: Iterable[tuple], processes: int) -> Iterator:
    """make(*load(), *task) for each task, in their order.

    load: called once in each process
    make: a function of a module, so that the other processes find it
    """
    tasks = iter(tasks)
    # Spawned, not forked: a fork of a process that runs TensorFlow's threads may hang.
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_load, initargs=(load,)) as pool:
        ahead = deque(pool.submit(_make, make, task) for task in islice(tasks, 2 * processes))
        while ahead:
            yield ahead.popleft().result()
            ahead.extend(pool.submit(_make, make, task) for task in islice(tasks, 1))


def must_fill_files(option: str, number: int, of: int) -> None:
    """Refuse a number of lines that fills no files of so many. raises: BadPlan, which names the option"""
    if number < of or number % of:
        raise BadPlan(f"{option} come in files of {of}. Give a multiple of {of}.")


def in_files(files: list[Path], make: Callable[[list[int]], Iterator]) -> None:
    """Keep in each of these files (.npz) what takes long to make; what is there already is not made again.

    make: of the places in the list of those that are missing, dataclasses of arrays in their order
    """
    missing = [i for i, file in enumerate(files) if not file.exists()]
    for done, (i, made) in enumerate(zip(missing, make(missing), strict=True), start=1):
        files[i].parent.mkdir(parents=True, exist_ok=True)
        part = files[i].with_name("part.npz")
        np.savez_compressed(part, **vars(made))
        part.replace(files[i])
        print(f"file {done}/{len(missing)}: {files[i]}", flush=True)


def _load(load: Callable[[], tuple]) -> None:
    cv2.setNumThreads(1)
    _loaded.append(load())


def _make(make: Callable, task: tuple):
    return make(*_loaded[0], *task)
