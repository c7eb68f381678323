"""Tests of utils.linear_regression: the published numbers, and independent ways to them."""

import copy
import inspect

import numpy as np
import pytest
from doors import arguments, public_functions, refused

from utils import linear_regression
from utils.data import make_noisy_line
from utils.gradient_check import numerical_gradient
from utils.linear_regression import delta_w, gradient, loss, nn, train

GENERATOR = np.random.RandomState(13)
X, T = make_noisy_line(GENERATOR)
START, SECOND_START = GENERATOR.rand(), GENERATOR.rand()
SIGNATURES = """
    nn(x, w)
    loss(y, t)
    gradient(w, x, t)
    delta_w(w_k, x, t, learning_rate)
    train(x, t, w, learning_rate, nb_of_iterations)
"""


def other_data(seed, n=20):
    """Return data of another line, of another size."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 2, (n, 1))
    return x, rng.uniform(-3, 3) * x + rng.normal(0, 1, (n, 1))


def least_squares(x, t):
    """Return the best weight by an independent method."""
    (solution,) = np.linalg.lstsq(x, t[:, 0], rcond=None)[0]
    return float(solution)


@pytest.mark.parametrize("signature", SIGNATURES.split("\n")[1:-1], ids=str.strip)
def test_signature_is_what_other_software_builds_on(signature):
    name = signature.split("(")[0].strip()
    assert name + str(inspect.signature(getattr(linear_regression, name))) == signature.strip()


# Published results


def test_four_iterations_are_the_published_ones():
    path = train(X, T, START, learning_rate=0.9, nb_of_iterations=4)
    assert [f"{w:.4f} {xi:.4f}" for w, xi in path] == [
        "0.1380 1.3710",
        "1.3722 0.2174",
        "1.8205 0.0651",
        "1.9834 0.0451",
        "2.0426 0.0424",
    ]


def test_second_run_comes_within_a_ten_thousandth_of_least_squares():
    w, xi = train(X, T, SECOND_START, learning_rate=0.9, nb_of_iterations=10)[-1]
    assert (f"{w:.5f}", f"{xi:.5f}") == ("2.07623", "0.04200")
    assert f"{least_squares(X, T):.5f}" == "2.07631"


# Forward step, loss and gradient


@pytest.mark.parametrize("seed", range(5))
def test_output_and_loss_are_those_of_a_loop_over_the_samples(seed):
    x, t = other_data(seed, n=seed + 1)
    pairs = list(zip(x[:, 0].tolist(), t[:, 0].tolist(), strict=True))
    assert nn(x, 1.7)[:, 0].tolist() == [1.7 * value for value, _ in pairs]
    expected = sum((1.7 * value - target) ** 2 for value, target in pairs) / len(pairs)
    assert loss(nn(x, 1.7), t) == pytest.approx(expected, rel=1e-14)
    assert loss(t, t) == 0


@pytest.mark.parametrize("seed", range(20))
def test_gradient_agrees_with_central_differences_and_the_complex_step(seed):
    x, t = other_data(seed, n=seed + 1)
    w = np.random.default_rng(seed).uniform(-5, 5)
    found = gradient(w, x, t)
    # The loss is a parabola, on which central differences are exact but for rounding.
    assert found == pytest.approx(numerical_gradient(lambda v: loss(nn(x, v), t), w), rel=1e-7)
    exact = np.imag(np.mean((x * (w + 1e-30j) - t) ** 2)) / 1e-30
    assert found == pytest.approx(exact, rel=1e-12)
    assert delta_w(w, x, t, 0.3) == pytest.approx(0.3 * exact, rel=1e-12)


# Training


@pytest.mark.parametrize("nb_of_iterations", [0, 1, 6])
def test_train_keeps_the_start_and_every_update(nb_of_iterations):
    path = train(X, T, 0.5, learning_rate=0.7, nb_of_iterations=nb_of_iterations)
    assert path.shape == (nb_of_iterations + 1, 2)
    w = 0.5
    for row in path:
        assert row.tolist() == [w, loss(nn(X, w), T)]
        w = w - delta_w(w, X, T, 0.7)


@pytest.mark.parametrize("seed", range(10))
def test_training_finds_what_least_squares_finds(seed):
    x, t = other_data(seed)
    # At half the critical rate a single step arrives; at less it takes some.
    w, _ = train(x, t, 3.0, 0.3 / np.mean(x**2), 60)[-1]
    assert w == pytest.approx(least_squares(x, t), rel=1e-10)
    w, _ = train(x, t, 3.0, 0.5 / np.mean(x**2), 1)[-1]
    assert w == pytest.approx(least_squares(x, t), rel=1e-10)


@pytest.mark.parametrize("seed", range(10))
def test_training_converges_just_below_the_critical_rate_and_diverges_just_above(seed):
    x, t = make_noisy_line(np.random.RandomState(seed))
    best, critical = least_squares(x, t), 1 / np.mean(x**2)
    for rate, factor in ((0.999 * critical, 0.998), (1.001 * critical, 1.002)):
        path = train(x, t, best + 1, rate, 3000)
        distances = np.abs(path[:, 0] - best)
        np.testing.assert_allclose(distances[1:1000], factor ** np.arange(1, 1000), rtol=1e-9)
        assert (distances[-1] < 0.01) == (factor < 1)
        assert (distances[-1] > 100) == (factor > 1)


def test_training_that_diverges_says_in_which_iteration():
    with pytest.raises(ValueError, match=r"must stay finite, but in iteration 2 .*learning_rate"):
        train(X, T, 1.0, 1e100, 20)


def test_train_refuses_a_bad_learning_rate_even_if_it_does_no_iteration():
    with pytest.raises(ValueError, match=r"^learning_rate must be positive, but is 0$"):
        train(X, T, 1.0, learning_rate=0, nb_of_iterations=0)


# Every function: pure, and strict about its arguments. Which arguments it has, it says itself.

GOOD = {
    **{"x": X, "t": T, "y": 1.5 * X, "w": 1.2, "w_k": 1.2},
    "learning_rate": 0.9,
    "nb_of_iterations": 3,
}
NOT_FINITE = np.where(X > np.median(X), np.nan, X), "must be finite, but 10 of its 20 values are"
BAD = {
    **dict.fromkeys(("x", "t", "y"), NOT_FINITE),
    "w": (np.ones((20, 1)), "must be a single number, but is an array of shape (20, 1)"),
    "w_k": (None, "must be a number or a NumPy array, but is of type NoneType"),
    "learning_rate": (np.nan, "must be finite, but 1 of its 1 values are nan"),
    "nb_of_iterations": (2.0, "must be an integer of at least 0, but is 2.0"),
}
FUNCTIONS = public_functions(linear_regression)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_same_input_gives_same_output_and_stays_unchanged(function):
    given = arguments(function, GOOD)
    before = copy.deepcopy(given)
    first, second = function(**given), function(**given)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_equal(given, before)


@pytest.mark.parametrize(
    ("function", "name"), [(f, name) for f in FUNCTIONS for name in arguments(f, GOOD)]
)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(function, name):
    bad, expected = BAD[name]
    assert refused(function, GOOD, **{name: bad}).startswith(f"{name} {expected}")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_different_shapes_are_refused_rather_than_broadcast(function):
    columns = [name for name in arguments(function, GOOD) if np.shape(GOOD[name]) == (20, 1)]
    for flat in columns if len(columns) > 1 else ():
        message = refused(function, GOOD, **{flat: GOOD[flat][:, 0]})
        assert " must have the same shape, but have: " in message
        assert f"{flat} (20,)" in message
