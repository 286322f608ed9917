"""Images that hold no digit."""

import numpy as np
import pytest

from training.writing import not_numbers
from training.writing.not_numbers import HELD_BACK, TRAINED_ON, not_a_number, not_number_images


class NoDigits:
    """A hand that must not write a digit."""

    characters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ./-,0123456789")

    def writer(self, rng, height, slant):
        return self

    def glyph(self, character, scale, rng):
        assert not character.isdigit(), "a digit in an image that holds no number"
        return np.full((20, 10), 255, np.uint8), 20


def test_images_for_measuring_are_grey_and_come_again():
    images, again = list(not_number_images(60, 1)), list(not_number_images(60, 1))
    assert len(images) == 60
    for image, same in zip(images, again, strict=True):
        np.testing.assert_array_equal(image, same)
        assert image.ndim == 2
        assert image.dtype == np.uint8
        assert min(image.shape) >= 8


def test_another_seed_gives_other_images():
    first, second = next(not_number_images(1, 1)), next(not_number_images(1, 2))
    assert first.shape != second.shape or (first != second).any()


def test_no_image_is_made_with_a_digit():
    assert len(list(not_number_images(120, 3, [NoDigits()]))) == 120
    rng = np.random.default_rng(0)
    for _ in range(120):
        not_a_number(NoDigits(), rng)


def test_some_kinds_only_measure(monkeypatch):
    seen = []
    monkeypatch.setattr(
        not_numbers, "_image", lambda kind, *_, **held_back: seen.append((kind, held_back["held_back"]))
    )
    list(not_number_images(40, 1))
    assert {kind for kind, _ in seen} == {*TRAINED_ON, *HELD_BACK}
    assert all(held_back for _, held_back in seen)
    seen.clear()
    rng = np.random.default_rng(0)
    for _ in range(400):
        not_a_number(NoDigits(), rng)
    assert {kind for kind, _ in seen} == set(TRAINED_ON)
    assert not any(held_back for _, held_back in seen)


@pytest.mark.parametrize("kind", [k for k in (*TRAINED_ON, *HELD_BACK) if k.__name__ not in ("_blank", "_texture")])
def test_every_kind_leaves_something_to_see(kind):
    """Four in five of its images are more than noise: what a faint pen left on dark print may be lost."""
    rng = np.random.default_rng(0)
    spread = [not_numbers._image(kind, NoDigits(), rng, held_back=True).std() for _ in range(30)]
    assert np.mean(np.array(spread) > 6) > 0.8
