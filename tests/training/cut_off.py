"""A training whose power fails."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from training.fitting import loop


class CutOff(Exception):
    """The power fails."""


@contextmanager
def cut_off_once_saved(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is trained inside is cut off when its first checkpoint has been saved."""
    save = loop.save_checkpoint

    def save_and_fail(*arguments):
        save(*arguments)
        raise CutOff

    with monkeypatch.context() as patch, pytest.raises(CutOff):
        patch.setattr(loop, "save_checkpoint", save_and_fail)
        yield
