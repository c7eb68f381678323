"""Tests of utils.logistic_regression: published results, an independent optimum, gradients."""

import copy
import inspect

import numpy as np
import pytest
from doors import arguments, public_functions, refused

from utils import logistic_regression
from utils.data import make_two_classes
from utils.gradient_check import numerical_gradient
from utils.logistic_regression import delta_w, gradient, loss, nn, nn_predict, train

X, T = make_two_classes(np.random.RandomState(seed=1))
START = np.array([[-4.0, -2.0]])
PUBLISHED_LOSSES = """
    4.75653 2.65307 0.94523 0.41082 0.34821 0.32487 0.31308 0.30622 0.30189 0.29900 0.29700
"""
SIGNATURES = """
    nn(x, w)
    nn_predict(x, w)
    loss(y, t)
    gradient(w, x, t)
    delta_w(w_k, x, t, learning_rate)
    train(x, t, w, learning_rate, nb_of_iterations)
"""


# The independent methods: a plain loss that also takes complex numbers, and Newton's method.
def plain_loss(x, t, w):
    z = x @ w
    return np.mean(np.log(1 + np.exp(z)) - t[:, 0] * z)


def newton(inputs, t, nb_of_iterations=30):
    weights = np.zeros((inputs.shape[1], 1))
    for _ in range(nb_of_iterations):
        y = 1 / (1 + np.exp(-inputs @ weights))
        weights -= np.linalg.solve(inputs.T @ (inputs * y * (1 - y)), inputs.T @ (y - t))
    assert np.abs(inputs.T @ (1 / (1 + np.exp(-inputs @ weights)) - t)).max() < 1e-10
    return weights.T


def random_points(n, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(-5, 5, (n, 1, 2))


@pytest.mark.parametrize("signature", SIGNATURES.split("\n")[1:-1], ids=str.strip)
def test_signature_is_what_other_software_builds_on(signature):
    name = signature.split("(")[0].strip()
    assert name + str(inspect.signature(getattr(logistic_regression, name))) == signature.strip()


# Published results


def test_path_is_the_published_one():
    path = train(X, T, START, learning_rate=2.0, nb_of_iterations=10)
    assert [f"{value:.5f}" for value in path[:, 2]] == PUBLISHED_LOSSES.split()
    assert [f"{value:.5f}" for value in path[-1, :2]] == ["1.83132", "0.81002"]
    assert np.array_equal(path[0, :2], START[0])


def test_the_sum_at_a_rate_of_a_fortieth_leads_along_the_same_path():
    path = train(X, T, START, learning_rate=2.0, nb_of_iterations=10)
    w = START.copy()
    for row in path[1:]:
        w = w - 0.05 * np.sum(X * (1 / (1 + np.exp(-X @ w.T)) - T), axis=0)
        assert np.allclose(w[0], row[:2], rtol=1e-12)


def test_two_blue_circles_and_four_red_stars_are_wrong_however_long_the_training():
    for nb_of_iterations in (10, 1000):
        w = train(X, T, START, 2.0, nb_of_iterations)[-1:, :2]
        wrong = nn_predict(X, w) != T
        assert [int(np.sum(wrong[target == T])) for target in (1, 0)] == [2, 4]


def test_no_line_through_the_origin_is_right_on_more():
    """Every decision that there is: between the angles at which a sample lies on the line."""
    angles = np.sort((np.arctan2(X[:, 1], X[:, 0]) + np.pi / 2) % np.pi)
    between = (angles + np.append(angles[1:], angles[0] + np.pi)) / 2
    between = np.concatenate((between, between + np.pi))
    counts = [np.sum((X @ np.array([[np.cos(a)], [np.sin(a)]]) > 0) == T) for a in between]
    assert max(counts) == 34


# The optimum


def test_the_path_leads_to_the_optimum_that_newton_finds():
    best = newton(X, T)
    assert [f"{value:.5f}" for value in best[0]] == ["2.22815", "1.03970"]
    path = train(X, T, START, learning_rate=2.0, nb_of_iterations=200)
    distances = np.hypot(*(path[:, :2] - best).T)
    assert np.all(np.diff(distances[distances > 1e-10]) < 0)
    assert distances[-1] < 1e-8
    assert f"{loss(nn(X, best), T):.5f}" == f"{path[-1, 2]:.5f}" == "0.29113"


@pytest.mark.parametrize("seed", range(5))
def test_other_data_have_other_optima_and_training_finds_them(seed):
    x, t = make_two_classes(np.random.RandomState(seed), 50)
    w = train(x, t, START, learning_rate=5.0, nb_of_iterations=3000)[-1:, :2]
    assert np.allclose(w, newton(x, t), atol=1e-6)


def test_the_true_weights_are_those_of_many_samples():
    x, t = make_two_classes(np.random.RandomState(seed=0), 100_000)
    assert np.allclose(newton(x, t, 10), [[2, 0]], atol=0.03)


# Gradients and shapes


@pytest.mark.parametrize("w", random_points(20, seed=3))
def test_gradient_agrees_with_central_differences_and_complex_step(w):
    found = gradient(w, X, T)
    assert found.shape == (1, 2)
    for i in range(2):

        def along(value, i=i):
            return loss(nn(X, np.where(np.arange(2) == i, value, w)), T)

        assert found[0, i] == pytest.approx(numerical_gradient(along, w[0, i]), rel=1e-5, abs=1e-8)
        stepped = w[0] + 1e-30j * (np.arange(2) == i)
        by_complex_step = np.imag(plain_loss(X, T, stepped)) / 1e-30
        assert found[0, i] == pytest.approx(by_complex_step, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("w", random_points(5, seed=4))
def test_outputs_loss_and_step_are_what_they_say(w):
    z = [sum(a * b for a, b in zip(row, w[0], strict=True)) for row in X]
    y = nn(X, w)
    assert y.shape == nn_predict(X, w).shape == (40, 1)
    assert np.allclose(y[:, 0], [1 / (1 + np.exp(-value)) for value in z])
    assert np.array_equal(nn_predict(X, w)[:, 0], [float(value > 0) for value in z])
    assert loss(y, T) == pytest.approx(plain_loss(X, T, w[0]), rel=1e-12)
    assert np.array_equal(delta_w(w, X, T, 0.3), 0.3 * gradient(w, X, T))


def test_undecided_is_red_and_sure_stays_finite():
    zero, large = np.array([[0.0, 0.0]]), np.array([[1e3, -1e3]])
    assert nn(X, zero).tolist() == [[0.5]] * 40 and not nn_predict(X, zero).any()
    assert np.isfinite(loss(nn(X, large), T))


def test_loss_is_convex_along_lines():
    for p, q in zip(random_points(200, seed=5), random_points(200, seed=6), strict=True):
        middle = loss(nn(X, (p + q) / 2), T)
        assert middle <= (loss(nn(X, p), T) + loss(nn(X, q), T)) / 2


def test_training_that_diverges_says_in_which_iteration():
    x, t = np.array([[1e200, 0.0], [1.0, 0.0]]), np.array([[1.0], [0.0]])
    with pytest.raises(ValueError, match=r"must stay finite, but in iteration 1 "):
        train(x, t, np.array([[-1.0, 0.0]]), 1e200, 5)


# Every function: pure, and strict about its arguments.

GOOD = {
    "x": X,
    "t": T,
    "y": np.linspace(0, 1, 40)[:, np.newaxis],
    "w": START,
    "w_k": START,
    "learning_rate": 2.0,
    "nb_of_iterations": 3,
}
NO_ROW = "must be an array of shape (1, 2), but its shape is "
BAD = [
    ("x", X[:, 0], "must be an array of shape (n, 2), but its shape is (40,)"),
    ("x", X[:, :1], "must be an array of shape (n, 2), but its shape is (40, 1)"),
    ("x", X * np.nan, "must be finite, but 80 of its 80 values are nan"),
    ("x", X[:0], "must not be empty, but has shape (0, 2)"),
    ("t", T / 2, "must hold only 0 and 1, but holds 0.5"),
    ("t", T[:, 0], "must be an array of shape (n, 1), but its shape is (40,)"),
    ("y", 1.5 * T, "must lie between 0 and 1, but ranges from 0 to 1.5"),
    ("y", T[:, 0], "must be an array of shape (n, 1), but its shape is (40,)"),
    *[(name, START[0], f"{NO_ROW}(2,)") for name in ("w", "w_k")],
    *[(name, START.T, f"{NO_ROW}(2, 1)") for name in ("w", "w_k")],
    ("w", None, "must be a number or a NumPy array, but is of type NoneType"),
    ("learning_rate", 0, "must be positive, but is 0"),
    ("learning_rate", np.nan, "must be finite, but 1 of its 1 values are nan"),
    ("nb_of_iterations", 2.0, "must be an integer of at least 0, but is 2.0"),
]
FUNCTIONS = public_functions(logistic_regression)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_same_input_gives_same_output_and_stays_unchanged(function):
    given = arguments(function, GOOD)
    before = copy.deepcopy(given)
    first, second = function(**given), function(**given)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_equal(given, before)


@pytest.mark.parametrize(
    ("function", "bad"),
    [(f, bad) for f in FUNCTIONS for bad in BAD if bad[0] in arguments(f, GOOD)],
)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(function, bad):
    name, value, expected = bad
    assert refused(function, GOOD, **{name: value}).startswith(f"{name} {expected}")


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if "t" in arguments(f, GOOD)])
def test_other_numbers_of_rows_are_refused_rather_than_broadcast(function):
    message = refused(function, GOOD, t=T[:1])
    assert " and t must have the same number of rows, but have: " in message
