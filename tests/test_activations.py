"""Tests of utils.activations: accuracy, range, checks of arguments."""

import decimal
import inspect

import numpy as np
import pytest
from doors import public_functions, refused

from utils import activations
from utils.activations import logistic, rbf, softmax


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


def test_softmax_is_accurate_in_every_row():
    Z = np.random.default_rng(6).normal(0, 30, (20, 4))
    with decimal.localcontext(prec=100):
        exps = [[decimal.Decimal(z).exp() for z in row] for row in Z.tolist()]
        expected = [[float(e / sum(row)) for e in row] for row in exps]
    np.testing.assert_allclose(softmax(Z), expected, rtol=1e-14)
    np.testing.assert_allclose(np.sum(softmax(Z), axis=1), 1, rtol=1e-15)


@pytest.mark.parametrize("size", [1000, 1e300])
def test_softmax_saturates_without_a_warning(size):
    Z = np.array([[size, 0, -size], [size, size, -size], [-size, -size, -size]])
    np.testing.assert_allclose(softmax(Z), [[1, 0, 0], [0.5, 0.5, 0], [1 / 3] * 3], rtol=1e-15)


def test_softmax_of_two_classes_is_the_logistic_function_of_the_difference():
    Z = np.random.default_rng(7).normal(0, 5, (50, 2))
    np.testing.assert_allclose(softmax(Z)[:, 0], logistic(Z[:, 0] - Z[:, 1]), rtol=1e-14)


def test_softmax_takes_a_matrix_only():
    with pytest.raises(ValueError, match=r"^Zo must be an array of shape \(n, k\), but .* \(3,\)"):
        softmax(np.ones(3))


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
    (name,) = inspect.signature(function).parameters
    assert refused(function, {name: 0.0}, **{name: bad}).startswith(f"{name} {expected}")
