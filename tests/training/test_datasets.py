import hashlib
import io

import numpy as np
import pytest

from training.data import datasets
from training.data.datasets import checksums, data_folder, mnist_test, mnist_train, small_sets
from training.errors import BadData


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with a small MNIST: 40 digits in 20 hands."""
    images = np.arange(40 * 28 * 28, dtype=np.uint32).reshape(40, 28, 28).astype(np.uint8)
    labels = np.arange(40, dtype=np.uint8) % 10
    np.savez(tmp_path / "mnist.npz", x_train=images, y_train=labels, x_test=images[:10], y_test=labels[:10])
    np.savez(tmp_path / "mnist_writers.npz", train_writer=np.arange(40) // 2)
    header = np.array([0x803, 40, 28, 28], ">i4").tobytes()
    monkeypatch.setattr(datasets, "MNIST_TRAIN_IMAGES_MD5", hashlib.md5(header + images.tobytes()).hexdigest())
    return tmp_path


def test_held_back_writers_are_not_trained_on(folder):
    trained_on, held_back = mnist_train(folder)
    assert set(held_back.writers) == {0, 10}
    assert not set(trained_on.writers) & set(held_back.writers)
    assert len(trained_on.labels) + len(held_back.labels) == 40


def test_the_folder_may_keep_its_files_under_train(folder):
    (folder / "train").mkdir()
    for file in ("mnist.npz", "mnist_writers.npz"):
        (folder / file).rename(folder / "train" / file)
    assert len(mnist_test(folder).labels) == 10


def test_other_images_than_mnists_are_refused(folder, monkeypatch):
    monkeypatch.setattr(datasets, "MNIST_TRAIN_IMAGES_MD5", "0" * 32)
    with pytest.raises(BadData, match="does not hold MNIST"):
        mnist_train(folder)


def test_small_sets_are_used_where_they_are(folder):
    assert small_sets(folder) == []
    np.savez(folder / "exam_digits.npz", images=np.zeros((5, 28, 28), np.uint8), labels=np.arange(5, dtype=np.uint8))
    (found,) = small_sets(folder)
    assert (found.name, len(found.labels)) == ("exam_digits", 5)


def test_checksums_are_of_the_files_that_are_there(folder):
    files = {name: (folder / name).read_bytes() for name in ("mnist.npz", "mnist_writers.npz")}
    assert checksums(folder) == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    (folder / "mnist_writers.npz").rename(folder / "qmnist-train-labels-idx2-int.gz")
    np.savez(folder / "exam_digits.npz", images=np.zeros((1, 28, 28), np.uint8), labels=np.zeros(1, np.uint8))
    assert set(checksums(folder)) == {"mnist.npz", "qmnist-train-labels-idx2-int.gz", "exam_digits.npz"}


def test_the_folder_is_data_unless_told_otherwise(monkeypatch):
    monkeypatch.delenv("DIGITS_DATA", raising=False)
    assert str(data_folder()) == "data"
    monkeypatch.setenv("DIGITS_DATA", "/elsewhere")
    assert str(data_folder()) == "/elsewhere"


def answer_with(monkeypatch, content):
    asked = []

    def urlopen(url, timeout):
        asked.append(url)
        return io.BytesIO(content)

    monkeypatch.setattr(datasets.urllib.request, "urlopen", urlopen)
    return asked


def test_a_missing_file_is_downloaded_once_and_checked(folder, monkeypatch):
    content = (folder / "mnist.npz").read_bytes()
    (folder / "mnist.npz").unlink()
    source = datasets.Source("mnist.npz", "https://example.org/mnist.npz", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(datasets, "MNIST", source)
    asked = answer_with(monkeypatch, content)
    assert len(mnist_test(folder).labels) == 10
    assert len(mnist_test(folder).labels) == 10
    assert asked == ["https://example.org/mnist.npz"]


def test_a_download_with_another_checksum_is_not_kept(folder, monkeypatch):
    (folder / "mnist.npz").unlink()
    answer_with(monkeypatch, b"not the file")
    with pytest.raises(BadData, match="another sha256"):
        mnist_test(folder)
    assert not (folder / "mnist.npz").exists()


def test_no_network_says_where_to_put_the_file(folder, monkeypatch):
    (folder / "mnist.npz").unlink()

    def refuse(url, timeout):
        raise OSError("no route to host")

    monkeypatch.setattr(datasets.urllib.request, "urlopen", refuse)
    with pytest.raises(BadData, match=r"no route to host.*Put mnist.npz into"):
        mnist_test(folder)


def test_writers_come_from_qmnists_labels_where_they_were_not_prepared(folder, monkeypatch):
    import gzip

    (folder / "mnist_writers.npz").unlink()
    rows = np.zeros((40, 8), ">i4")
    rows[:, 2] = np.arange(40) // 4
    packed = gzip.compress(np.array([0xC02, 40, 8], ">i4").tobytes() + rows.tobytes())
    source = datasets.Source("labels.gz", "https://example.org/labels.gz", md5=hashlib.md5(packed).hexdigest())
    monkeypatch.setattr(datasets, "QMNIST_TRAIN_LABELS", source)
    answer_with(monkeypatch, packed)
    trained_on, held_back = mnist_train(folder)
    assert len(held_back.labels) == 4
    assert len(trained_on.labels) == 36
