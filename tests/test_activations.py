"""Tests of utils.activations: accuracy, range, checks of arguments."""

import decimal

import numpy as np
import pytest
from doors import public_functions, refused

from utils import activations
from utils.activations import logistic, rbf


def test_rbf_is_one_at_the_origin_and_falls_as_the_formula_says():
    z = np.linspace(-3, 3, 41)[:, np.newaxis]
    expected = [[np.exp(-(value**2))] for value in z[:, 0].tolist()]
    np.testing.assert_allclose(rbf(z), expected, rtol=1e-14)
    assert rbf(0) == rbf(0.0) == 1


def test_logistic_is_accurate_everywhere():
    rng = np.random.default_rng(5)
    zo = np.concatenate((np.linspace(-700, 700, 141), rng.normal(0, 3, 100), [1e-300, -1e-17]))
    with decimal.localcontext(prec=400):
        expected = [float(1 / (1 + (-decimal.Decimal(value)).exp())) for value in zo.tolist()]
    np.testing.assert_allclose(logistic(zo), expected, rtol=1e-15)


@pytest.mark.parametrize("size", [1000, 1e4, 1e300])
def test_logistic_saturates_without_a_warning(size):
    assert logistic(size) == 1
    assert logistic(-size) == 0
    assert logistic(np.array([[-size], [0], [size]])).tolist() == [[0], [0.5], [1]]


@pytest.mark.parametrize("dtype", [np.int64, np.float32, np.float64])
def test_activations_take_any_signed_number(dtype):
    z = np.array([[-3], [0], [2]])
    np.testing.assert_allclose(rbf(z.astype(dtype)), np.exp(-(z.astype(float) ** 2)), rtol=1e-6)
    np.testing.assert_allclose(logistic(z.astype(dtype)), 1 / (1 + np.exp(-z)), rtol=1e-6)


@pytest.mark.parametrize("function", public_functions(activations))
@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (np.array([0.0, np.inf]), "must be finite, but 1 of its 2 values are nan or infinite"),
        (np.empty(0), "must not be empty, but has shape (0,)"),
        ("1", "must be a number or a NumPy array, but is of type str"),
    ],
)
def test_bad_input_is_refused(function, bad, expected):
    (name,) = function.__wrapped__.__code__.co_varnames
    assert refused(function, {name: 0.0}, **{name: bad}).startswith(f"{name} {expected}")
