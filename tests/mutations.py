"""Files as they arrive broken: cut off, with bits flipped, with absurd sizes, with the head of another."""

import struct
from collections.abc import Callable

import numpy as np

from tests import files

HEADER = 400  # bytes: where most formats keep their sizes
ABSURD = (0, 1, 2**7, 2**15, 2**16 - 1, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
SHORT, LONG = (30, 45), (70, 90)  # heights of the digits: of small files, in which most bytes matter, and larger ones

Mutation = Callable[[bytes, np.random.Generator, bytes], bytes]


def cut_off(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    return data[: rng.integers(len(data))]


def bits_flipped(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    return _flipped(data, rng, len(data))


def bits_of_the_header_flipped(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    return _flipped(data, rng, min(len(data), HEADER))


def absurd_size(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    """A number of two or four bytes somewhere in the header becomes an absurd one."""
    form = rng.choice([">H", "<H", ">I", "<I"])
    number = struct.pack(form, int(rng.choice(ABSURD)) % 2 ** (8 * struct.calcsize(form)))
    place = int(rng.integers(min(len(data), HEADER)))
    return data[:place] + number + data[place + len(number) :]


def wrong_header(data: bytes, rng: np.random.Generator, other: bytes) -> bytes:
    length = int(rng.integers(2, 64))
    return other[:length] + data[length:]


def concatenated(data: bytes, rng: np.random.Generator, other: bytes) -> bytes:
    return data[: rng.integers(len(data))] + other[rng.integers(len(other)) :]


def one_behind_the_other(data: bytes, _: np.random.Generator, other: bytes) -> bytes:
    return data + other


def piece_missing(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    start, end = sorted(rng.integers(len(data), size=2))
    return data[:start] + data[end:]


def piece_repeated(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    start, end = sorted(rng.integers(len(data), size=2))
    return data[:end] + data[start:end] * int(rng.integers(1, 20)) + data[end:]


def piece_blank(data: bytes, rng: np.random.Generator, _: bytes) -> bytes:
    start, end = sorted(rng.integers(len(data), size=2))
    return data[:start] + bytes([rng.choice([0, 255])]) * int(end - start) + data[end:]


MUTATIONS: tuple[Mutation, ...] = (
    cut_off, bits_flipped, bits_of_the_header_flipped, absurd_size, wrong_header, concatenated, one_behind_the_other,
    piece_missing, piece_repeated, piece_blank,
)  # fmt: skip


class Mutator:
    """Broken files of every format; the same number gives the same file."""

    def __init__(self):
        self._whole: dict[tuple[str, int], bytes] = {}

    def file(self, name: str, number: int) -> bytes:
        rng = np.random.default_rng([number, *name.encode()])
        height = int(rng.choice(SHORT + LONG))
        other = self._file(str(rng.choice(list(files.FORMATS))), height)
        data = self._file(name, height)
        for mutation in rng.choice(np.array(MUTATIONS, object), 1 if number % 4 else 2):
            data = mutation(data, rng, other) or b"\0"
        return data

    def _file(self, name: str, height: int) -> bytes:
        key = name, height
        if key not in self._whole:
            self._whole[key] = files.FORMATS[name](files.pages("19", "84", height=height))
        return self._whole[key]


def _flipped(data: bytes, rng: np.random.Generator, length: int) -> bytes:
    broken = bytearray(data)
    for place in rng.integers(length, size=int(rng.choice([1, 2, 5, 30]))) if length else ():
        broken[place] ^= 1 << int(rng.integers(8))
    return bytes(broken)
