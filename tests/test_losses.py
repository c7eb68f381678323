"""Tests of utils.losses: values, limits, checks of arguments."""

import numpy as np
import pytest
from doors import refused

from utils.losses import cross_entropy, cross_entropy_classes

GOOD = {"y": np.array([[0.2], [0.9]]), "t": np.array([[0.0], [1.0]])}


@pytest.mark.parametrize("n", [1, 7, 40])
def test_cross_entropy_is_minus_the_logarithm_of_the_probability_of_the_target(n):
    rng = np.random.default_rng(n)
    y, t = rng.uniform(0.01, 0.99, (n, 1)), rng.integers(0, 2, (n, 1))
    each = [-np.log(p if target else 1 - p) for p, target in zip(y[:, 0], t[:, 0], strict=True)]
    np.testing.assert_allclose(cross_entropy(y, t)[:, 0], each, rtol=1e-14)


@pytest.mark.parametrize(
    ("y", "t", "expected"),
    [(0.0, 1, 36.0436533891), (1.0, 0, 36.0436533891), (0.0, 0, 2.22e-16), (1.0, 1, 2.22e-16)],
)
def test_loss_of_a_certain_output_is_finite(y, t, expected):
    assert cross_entropy(y, t) == pytest.approx(expected, rel=1e-3 if expected < 1 else 1e-11)
    pair = cross_entropy(np.array([[y], [y]]), np.array([[t], [t]]))
    assert pair.tolist() == [[cross_entropy(y, t)]] * 2


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ({"y": np.array([[-0.1], [0.5]])}, "y must lie between 0 and 1, but ranges from -0.1"),
        ({"y": np.array([[np.nan], [1.0]])}, "y must be finite, but 1 of its 2 values are nan"),
        ({"t": np.array([[1.0], [0.5]])}, "t must hold only 0 and 1, but holds 0.5"),
        ({"t": np.array([0.0, 1.0])}, "y and t must have the same shape, but have: y (2, 1), t"),
    ],
)
def test_bad_argument_is_refused(bad, expected):
    assert refused(cross_entropy, GOOD, **bad).startswith(expected)


# Many classes

OF_CLASSES = {
    "Y": np.array([[0.2, 0.3, 0.5], [0.7, 0.1, 0.2]]),
    "T": np.array([[0, 0, 1.0], [0, 1.0, 0]]),
}


def test_cross_entropy_of_classes_is_minus_the_logarithm_of_that_of_the_target():
    expected = [[-np.log(0.5)], [-np.log(0.1)]]
    np.testing.assert_allclose(cross_entropy_classes(**OF_CLASSES), expected, rtol=1e-15)


def test_cross_entropy_of_two_classes_is_that_of_one_output():
    rng = np.random.default_rng(8)
    y, t = rng.uniform(0, 1, (50, 1)), rng.integers(0, 2, (50, 1))
    both = cross_entropy_classes(np.hstack((1 - y, y)), np.hstack((1 - t, t)))
    np.testing.assert_allclose(both, cross_entropy(y, t), rtol=1e-14)


def test_to_be_sure_and_wrong_costs_the_same_with_many_classes():
    Y, T = np.eye(3), np.eye(3)[[0, 2, 1]]
    assert cross_entropy_classes(Y, T)[:, 0].tolist() == [0, *[cross_entropy(0.0, 1)] * 2]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ({"Y": np.full((2, 3), -0.1)}, "Y must lie between 0 and 1, but ranges from -0.1"),
        ({"Y": np.ones(2)}, "Y must be an array of shape (n, k), but its shape is (2,)"),
        ({"T": np.ones((2, 3))}, "T must hold a single 1 in each row, but row 0 holds 3"),
        (
            {"T": np.eye(2)},
            "T must be an array of shape (2, 3) to fit Y of shape (2, 3), but its shape is (2, 2)",
        ),
    ],
)
def test_bad_argument_of_classes_is_refused(bad, expected):
    assert refused(cross_entropy_classes, OF_CLASSES, **bad).startswith(expected)
