import numpy as np
import pytest

from tests.training.hands import digit_set
from training.experiments import networks
from training.experiments.distort import BEND, SMOOTH, distort
from training.experiments.networks import NETWORKS, flip_half
from training.experiments.small_cnn import SMALL_CNN, small_cnn

pytestmark = pytest.mark.filterwarnings("default")


def test_it_stays_small():
    assert small_cnn().count_params() == 319_498 < 500_000


def test_five_seeds_of_one_recipe():
    assert [experiment.seed for experiment in SMALL_CNN] == [1, 2, 3, 4, 5]
    assert {experiment.row for experiment in SMALL_CNN} == {"small-cnn"}


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("dense-512-256", 535_818),
        ("cnn-32-64-64", 159_654),
        ("dense-128-128", 118_282),
        ("one-hidden-layer", 101_770),
        ("classic-cnn", 34_826),
        ("classic-cnn-flipped", 34_826),
        ("lenet-5", 61_706),
    ],
)
def test_networks_have_as_many_parameters_as_their_sources_say(name, parameters):
    (experiment,) = (experiment for experiment in NETWORKS if experiment.name == name)
    assert experiment.build().count_params() == parameters


def test_the_learning_rate_rises_then_falls_to_nothing():
    rate = SMALL_CNN[0].optimizer(2400)._learning_rate
    assert float(rate(200)) == pytest.approx(3e-3)
    assert float(rate(0)) < 0.2 * float(rate(200))
    assert float(rate(1300)) == pytest.approx(1.5e-3, rel=0.01)
    assert float(rate(2400)) == pytest.approx(0, abs=1e-8)


def test_distorted_digits_are_new_and_still_on_their_paper():
    images = digit_set(60).images  # more than a block
    distorted = distort(images, np.random.default_rng(1))
    assert distorted.shape == images.shape and distorted.dtype == np.uint8
    assert len(np.unique(distorted.reshape(len(images), -1), axis=0)) == len(images)
    ink = distorted.sum(axis=(1, 2)) / images.sum(axis=(1, 2), dtype=float)
    assert ink.min() > 0.5 and ink.max() < 1.6


def test_each_digit_is_distorted_from_itself_alone():
    """They lie in one tall image: nothing of a neighbour may come in."""
    images = np.zeros((5, 28, 28), np.uint8)
    images[2] = 255
    distorted = distort(images, np.random.default_rng(1))
    assert not distorted[[0, 1, 3, 4]].any()
    assert distorted[2].mean() > 150


def test_distortions_depend_on_the_random_numbers_alone():
    images = digit_set().images
    first, second, other = (distort(images, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, second) and not np.array_equal(first, other)


def test_distortions_stay_in_the_middle_on_average():
    image = np.zeros((2000, 28, 28), np.uint8)
    image[:, 12:16, 12:16] = 255
    mean = distort(image, np.random.default_rng(1)).mean(axis=0)
    rows, columns = np.mgrid[:28, :28]
    assert (mean * rows).sum() / mean.sum() == pytest.approx(13.5, abs=0.15)
    assert (mean * columns).sum() / mean.sum() == pytest.approx(13.5, abs=0.15)


def test_a_bend_is_as_far_as_it_says_and_smooth():
    knots = np.random.default_rng(1).standard_normal((4000, SMOOTH.shape[1]))
    field = BEND * knots @ SMOOTH.T
    np.testing.assert_allclose(field.std(axis=0), BEND, rtol=0.1)
    assert np.abs(np.diff(field, axis=1)).mean() < 0.3 * BEND


def test_half_of_the_digits_stand_in_a_mirror():
    images = digit_set(30).images
    flipped = flip_half(images, np.random.default_rng(1))
    same = np.array([np.array_equal(*pair) for pair in zip(images, flipped, strict=True)])
    mirrored = np.array([np.array_equal(one[:, ::-1], other) for one, other in zip(images, flipped, strict=True)])
    assert np.all(same | mirrored)
    assert 0.35 < mirrored.mean() < 0.65


def test_names_of_the_book_are_there_once():
    names = [experiment.name for experiment in networks.NETWORKS]
    assert len(set(names)) == len(names)
