"""python -m training data."""

import hashlib
import io

import numpy as np
import pytest

from tests.training.test_labelled import save
from training import __main__ as command_line
from training.data import datasets
from training.errors import BadData
from training.experiments.data import NOT_THERE, RIGHT, UNKNOWN, WRONG, check, data_sets, describe, download


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with a small MNIST: 40 digits in 20 hands."""
    images = np.arange(40 * 28 * 28, dtype=np.uint32).reshape(40, 28, 28).astype(np.uint8)
    labels = np.arange(40, dtype=np.uint8) % 10
    arrays = {"x_train": images, "y_train": labels, "x_test": images[:10], "y_test": labels[:10]}
    np.savez(tmp_path / "mnist.npz", **arrays)
    np.savez(tmp_path / "mnist_writers.npz", train_writer=np.arange(40) // 2)
    md5 = {name: datasets._idx_md5(array) for name, array in arrays.items()}
    monkeypatch.setattr(datasets, "MNIST_TRAIN_IMAGES_MD5", md5.pop("x_train"))
    monkeypatch.setattr(datasets, "MNIST_OTHERS_MD5", md5)
    monkeypatch.setenv("DIGITS_FONTS", str(tmp_path / "no_fonts"))
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    return tmp_path


def by_name(folder, labelled=()):
    return {data_set.name: data_set for data_set in data_sets(folder, labelled)}


def pin(monkeypatch, name, path):
    """Let a source be the file that lies there."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = getattr(datasets, name)
    pinned = datasets.Source(source.file, source.url, sha256, what=source.what, terms=source.terms)
    monkeypatch.setattr(datasets, name, pinned)


def test_an_empty_folder_lists_every_set_with_its_terms(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITS_FONTS", str(tmp_path / "no_fonts"))
    found = by_name(tmp_path)
    assert set(found) == {*(source.file for source in datasets.sources()), "fonts", "trajectories.dat"}
    for data_set in found.values():
        assert data_set.checksum == NOT_THERE and data_set.terms and data_set.what
        assert data_set.terms in describe(data_set)
    assert not list(tmp_path.iterdir())


def test_mnist_is_counted_by_its_splits(folder, monkeypatch):
    pin(monkeypatch, "MNIST_WRITERS", folder / "mnist_writers.npz")
    mnist = by_name(folder)["mnist.npz"]
    assert mnist.checksum == RIGHT  # repacked: by its content
    assert mnist.holds == (
        "36 digits of 18 writers to train on; 4 digits of 2 writers held back; 10 digits that only measure"
    )
    assert mnist.size == (folder / "mnist.npz").stat().st_size


def test_without_its_writers_mnist_is_not_split(folder):
    (folder / "mnist_writers.npz").unlink()
    assert "cannot be split yet" in by_name(folder)["mnist.npz"].holds


@pytest.mark.parametrize("array", ["x_train", "y_train", "x_test", "y_test"])
def test_another_array_in_mnist_is_noticed(folder, array):
    with np.load(folder / "mnist.npz") as archive:
        arrays = dict(archive)
    arrays[array] = arrays[array].copy()
    arrays[array].flat[0] += 1
    np.savez(folder / "mnist.npz", **arrays)
    assert by_name(folder)["mnist.npz"].checksum == WRONG


def test_a_file_that_is_no_archive_is_wrong_and_the_check_fails_with_its_name(folder, monkeypatch):
    pin(monkeypatch, "MNIST_WRITERS", folder / "mnist_writers.npz")
    check(list(data_sets(folder)))
    (folder / "exam_digits.npz").write_bytes(b"torn")
    sets = list(data_sets(folder))
    with pytest.raises(BadData, match=r"exam_digits\.npz.*--download"):
        check(sets)


def test_small_sets_and_symbols_are_counted_where_they_are(folder, monkeypatch):
    images = np.zeros((25, 28, 28), np.uint8)
    np.savez(folder / "canvas_digits.npz", images=images, labels=np.arange(25, dtype=np.uint8) % 10)
    np.savez(folder / "symbols.npz", images=images, labels=np.array(["plus"] * 25))
    pin(monkeypatch, "CANVAS_DIGITS", folder / "canvas_digits.npz")
    pin(monkeypatch, "HANDWRITTEN_SYMBOLS", folder / "symbols.npz")
    found = by_name(folder)
    assert found["canvas_digits.npz"].holds.startswith("25 digits to train on")
    assert found["symbols.npz"].holds == "22 symbols to train on; 3 held back"


def test_measuring_sets_are_counted_and_their_tables_checked(folder):
    cells = folder / "measure" / "cells"
    cells.mkdir(parents=True)
    (cells / "1.png").write_bytes(b"...")
    (cells / "truth.tsv").write_text("file\tdigits\n1.png\t7\n")
    data_set = by_name(folder)["measure/cells"]
    assert (data_set.checksum, data_set.holds) == (UNKNOWN, "1 images that only measure")
    (cells / "truth.tsv").write_text("file\tdigits\n1.png\t7\n2.png\t8\n")
    assert by_name(folder)["measure/cells"].checksum == WRONG


def test_a_labelled_folder_is_a_data_set(folder, tmp_path):
    labelled = save(tmp_path / "corrections", [str(10 + i) for i in range(60)])
    data_set = by_name(folder, [labelled])[str(labelled)]
    assert "numbers to train on" in data_set.holds and "120 digits together" in data_set.holds


def test_the_terms_are_shown_before_a_download(tmp_path, monkeypatch, capsys):
    content = {"mnist.npz": b"digits", "qmnist-train-labels-idx2-int.gz": b"writers"}
    seen = []

    def urlopen(url, timeout):
        seen.append((url, capsys.readouterr().out))
        return io.BytesIO(content[url.rsplit("/", 1)[-1]])

    monkeypatch.setattr(datasets.urllib.request, "urlopen", urlopen)
    for name, file in zip(("MNIST", "QMNIST_TRAIN_LABELS"), content, strict=True):
        (tmp_path / "there").write_bytes(content[file])
        pin(monkeypatch, name, tmp_path / "there")
    download(tmp_path)
    assert [url for url, _ in seen] == [datasets.MNIST.url, datasets.QMNIST_TRAIN_LABELS.url]
    assert "Attribution-Share Alike" in seen[0][1] and "BSD" in seen[1][1]
    assert (tmp_path / "mnist.npz").read_bytes() == b"digits"
    download(tmp_path)
    assert len(seen) == 2


def test_the_command_lists_and_checks(folder, monkeypatch, capsys):
    pin(monkeypatch, "MNIST_WRITERS", folder / "mnist_writers.npz")
    monkeypatch.setattr("sys.argv", ["training", "data", "--check"])
    command_line.main()
    assert "checksum right" in capsys.readouterr().out
    (folder / "mnist_writers.npz").write_bytes(b"torn")
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    # A sentence as the exit's code is printed, and the process ends with 1.
    assert "mnist_writers.npz" in stopped.value.code
