"""The benchmark of readers: what decides its figures, without the other readers."""

import numpy as np
import pytest

from benchmarks import readers
from training.errors import BadData


def contestant(name, order, text):
    def read(_):
        order.append(name)
        return text

    return readers.Contestant(name, read, None)


def test_each_reads_every_image_and_takes_its_turn_to_begin():
    order = []
    both = [contestant("a", order, "1-2"), contestant("b", order, "13")]
    first, second = readers.compare(both, [("image", "12"), ("image", "13")])
    assert (first.right, second.right) == ([True, False], [False, True])
    assert order[2:] == ["a", "b", "b", "a"]
    assert len(first.times) == len(second.times) == 2


@pytest.mark.parametrize(("wanted", "chosen"), [(None, "abcdef"), (3, "ace"), (1, "a"), (9, "abcdef")])
def test_chosen_images_are_evenly_spaced(wanted, chosen):
    assert "".join(readers.spaced(list("abcdef"), wanted)) == chosen


def test_repeated_columns_are_one_character_unless_a_blank_parts_them():
    assert readers.spelled(np.array([0, 2, 2, 0, 2, 11, 11, 1, 0])) == "11.0"
    assert readers.spelled(np.array([2, 0])) == "1"


def test_paddle_gets_a_line_of_its_height_filled_up_at_the_right():
    line = readers.paddle_input(np.full((24, 50), 255, np.uint8))
    assert line.shape == (1, 3, 48, 320)
    assert (line[..., :100] == 1).all()
    assert (line[..., 100:] == 0).all()


def test_a_reader_that_is_not_there_is_named_with_the_command_that_installs_it(monkeypatch, capsys):
    monkeypatch.setattr(readers, "find_spec", lambda _: None)
    assert readers.others() == []
    assert f"Tesseract is not installed: {readers.PIP}" in capsys.readouterr().out


def test_without_digit_sets_the_tests_pen_draws(monkeypatch, tmp_path):
    def nothing(*_, **__):
        raise BadData("There is no MNIST.")

    monkeypatch.setattr(readers, "load_hands", nothing)
    ((name, images),) = readers.image_sets(tmp_path)
    assert name == "8 digits, the tests' pen"
    assert len(images) == readers.LINES
    assert all(image.ndim == 2 and len(truth) == 8 for image, truth in images)
