"""Tests of utils.gradient_check: the central differences that check every gradient."""

import numpy as np
import pytest

from utils.gradient_check import numerical_gradient, numerical_gradients


@pytest.mark.parametrize(
    ("function", "derivative"),
    [(np.sin, np.cos), (np.exp, np.exp), (lambda p: 3 * p**2 - p, lambda p: 6 * p - 1)],
    ids=["sin", "exp", "quadratic"],
)
def test_known_derivatives_are_found_for_numbers_and_element_by_element(function, derivative):
    points = np.random.default_rng(1).uniform(-2, 2, (30, 1))
    expected = derivative(points)
    found = numerical_gradient(function, points)
    assert found.shape == points.shape
    np.testing.assert_allclose(found, expected, rtol=2e-8, atol=1e-10)
    assert numerical_gradient(function, float(points[0, 0])) == pytest.approx(found[0, 0])


@pytest.mark.parametrize("eps", [1e-1, 1e-2, 1e-3])
def test_difference_is_central_with_an_error_of_eps_squared(eps):
    def cube(p):
        return p**3

    assert numerical_gradient(cube, 0.7, eps) - 3 * 0.7**2 == pytest.approx(eps**2, rel=1e-6)


def test_default_step_is_one_ten_thousandth():
    assert numerical_gradient(lambda p: p**3, 0.0) == pytest.approx(1e-8)


def test_function_is_called_only_at_the_parameter_plus_and_minus_eps():
    calls = []
    numerical_gradient(lambda p: calls.append(p) or p, 1.0, 0.25)
    assert sorted(calls) == [0.75, 1.25]


def test_parameter_is_not_modified_and_the_result_is_repeatable():
    points = np.array([0.1, -2.0])
    first, second = numerical_gradient(np.sin, points), numerical_gradient(np.sin, points)
    np.testing.assert_array_equal(first, second)
    assert points.tolist() == [0.1, -2.0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"function": 2.0}, "function must be a function, but float is not callable"),
        ({"parameter": np.nan}, "parameter must be finite, but 1 of its 1 values"),
        ({"parameter": np.array([1, np.inf])}, "parameter must be finite, but 1 of its 2 values"),
        ({"parameter": np.empty(0)}, "parameter must not be empty, but has shape (0,)"),
        ({"parameter": [1.0]}, "parameter must be a number or a NumPy array, but is of type list"),
        ({"parameter": None}, "parameter must be a number or a NumPy array, but is of type None"),
        ({"eps": 0}, "eps must be positive, but is 0"),
        ({"eps": -1e-4}, "eps must be positive, but is -0.0001"),
        ({"eps": np.nan}, "eps must be finite, but 1 of its 1 values are nan or infinite"),
        ({"eps": np.inf}, "eps must be finite, but 1 of its 1 values are nan or infinite"),
        ({"eps": np.ones(2)}, "eps must be a single number, but is an array of shape (2,)"),
    ],
)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(arguments, expected):
    with pytest.raises(ValueError) as error:
        numerical_gradient(**({"function": np.sin, "parameter": 1.0} | arguments))
    assert str(error.value).startswith(expected)


def test_each_number_of_an_array_is_moved_by_itself():
    array = np.random.default_rng(2).normal(size=(3, 2, 2))
    before = array.copy()
    found = numerical_gradients(lambda a: np.sum(np.sin(a)) + a[0, 1, 0] * a[2, 0, 1], array)
    expected = np.cos(array)
    expected[0, 1, 0] += array[2, 0, 1]
    expected[2, 0, 1] += array[0, 1, 0]
    np.testing.assert_allclose(found, expected, rtol=2e-8, atol=1e-10)
    np.testing.assert_array_equal(array, before)
    assert numerical_gradients(lambda a: a[0] ** 3, np.zeros(1))[0] == pytest.approx(1e-8)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"function": 2.0}, "function must be a function, but float is not callable"),
        ({"array": 1.0}, "array must be a NumPy array, but is of type float"),
        ({"array": np.array([1, np.nan])}, "array must be finite, but 1 of its 2 values"),
        ({"eps": 0}, "eps must be positive, but is 0"),
    ],
)
def test_bad_argument_of_the_many_is_named(arguments, expected):
    with pytest.raises(ValueError) as error:
        numerical_gradients(**{"function": np.sum, "array": np.ones(2), **arguments})
    assert str(error.value).startswith(expected)
