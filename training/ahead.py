"""Work made ahead in other processes, in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

import cv2

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


def _load(load: Callable[[], tuple]) -> None:
    cv2.setNumThreads(1)
    _loaded.append(load())


def _make(make: Callable, task: tuple):
    return make(*_loaded[0], *task)
