"""Tests of utils.losses: values, limits, checks of arguments."""

import numpy as np
import pytest
from doors import refused

from utils.losses import cross_entropy

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
