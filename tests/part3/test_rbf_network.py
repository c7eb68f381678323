"""Tests of utils.rbf_network: published results, gradients, decisions, checks of arguments."""

import ast
import copy
import inspect
import textwrap

import numpy as np
import pytest
from doors import arguments, public_functions, refused

from utils import rbf_network
from utils.activations import logistic, rbf
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient
from utils.losses import cross_entropy
from utils.rbf_network import (
    backprop_update,
    count_correct,
    decision_boundary,
    gradient_bias_out,
    gradient_hidden,
    gradient_output,
    gradient_weight_hidden,
    hidden_activations,
    loss,
    loss_for_param,
    loss_surface,
    nn,
    nn_predict,
    output_activations,
    train,
)

X, T = make_surrounded_classes()
START = {"wh": 2.3, "bo": 1.4}
SIGNATURES = """
    hidden_activations(x, wh)
    output_activations(h, bo)
    nn(x, wh, bo)
    nn_predict(x, wh, bo)
    loss(y, t)
    loss_for_param(x, wh, bo, t)
    gradient_output(y, t)
    gradient_bias_out(grad_output)
    gradient_hidden(zh, h, grad_output)
    gradient_weight_hidden(x, grad_hidden)
    backprop_update(x, t, wh, bo, learning_rate)
    train(x, t, wh, bo, learning_rate, nb_of_iterations)
    loss_surface(x, t, wh_values, bo_values)
    decision_boundary(wh, bo)
    count_correct(path, x, t)
"""


def random_points(n, seed, wh_range=(0.1, 3), bo_range=(-2.5, 1.5)):
    rng = np.random.default_rng(seed)
    wh = rng.uniform(*wh_range, n) * rng.choice([-1, 1], n)
    return list(zip(wh.tolist(), rng.uniform(*bo_range, n).tolist(), strict=True))


def gradients(x, t, wh, bo):
    zh = x * wh
    h = rbf(zh)
    grad_output = gradient_output(output_activations(h, bo), t)
    grad_hidden = gradient_hidden(zh, h, grad_output)
    return gradient_weight_hidden(x, grad_hidden), gradient_bias_out(grad_output)


# The independent method: a plain loss that also takes complex numbers, and the complex step.
def plain_cross_entropy(zo, t):
    return np.log(1 + np.exp(zo)) - t * zo


def plain_loss(x, t, wh, bo):
    return np.mean(plain_cross_entropy(np.exp(-((x * wh) ** 2)) + bo, t))


def complex_step(function, parameter):
    return np.imag(function(parameter + 1e-30j)) / 1e-30


@pytest.mark.parametrize("signature", SIGNATURES.split("\n")[1:-1], ids=str.strip)
def test_signature_is_what_other_software_builds_on(signature):
    name = signature.split("(")[0].strip()
    assert name + str(inspect.signature(getattr(rbf_network, name))) == signature.strip()


# Published results


def test_training_gives_the_published_result():
    wh, bo, final_loss = train(X, T, **START, learning_rate=2.0, nb_of_iterations=20)[-1]
    text = f"final loss is {final_loss:.2f} for weights wh={wh:.2f} and bo={bo:.2f}"
    assert text == "final loss is 0.52 for weights wh=1.12 and bo=-0.44"


@pytest.mark.parametrize(
    ("iterations", "correct", "boundary", "final_loss"),
    [(20, 40, "0.80399", "0.51941"), (50, 39, "0.83191", "0.51891")],
)
def test_more_iterations_lower_the_loss_but_not_the_errors(
    iterations, correct, boundary, final_loss
):
    path = train(X, T, **START, learning_rate=2.0, nb_of_iterations=iterations)
    wh, bo, _ = path[-1]
    assert np.sum(nn_predict(X, wh, bo) == T) == correct
    assert f"{decision_boundary(wh, bo):.5f}" == boundary
    assert f"{path[-1, 2]:.5f}" == final_loss
    assert (np.diff(path[:, 2]) < 0).all()


@pytest.mark.parametrize("sign", [1, -1])
def test_training_ends_in_the_minimum_on_its_side(sign):
    wh, bo, final_loss = train(X, T, sign * 2.3, 1.4, 5.0, 200)[-1]
    assert [f"{sign * wh:.5f}", f"{bo:.5f}", f"{final_loss:.5f}"] == [
        "1.04032",
        "-0.47283",
        "0.51891",
    ]
    assert np.abs(gradients(X, T, wh, bo)).max() < 1e-12
    around = loss_surface(X, T, wh + np.array([-1e-3, 0, 1e-3]), bo + np.array([-1e-3, 0, 1e-3]))
    assert around.argmin() == 4


@pytest.mark.parametrize(
    ("learning_rate", "final_loss"),
    [(0.1, "0.7022"), (0.5, "0.5538"), (1, "0.5355"), (2, "0.5194"), (5, "0.5189"), (10, "0.8745")],
)
def test_learning_rate_gives_the_loss_of_the_table(learning_rate, final_loss):
    path = train(X, T, **START, learning_rate=learning_rate, nb_of_iterations=20)
    assert f"{path[-1, 2]:.4f}" == final_loss


@pytest.mark.parametrize("learning_rate", [20, 50, 1000])
def test_large_learning_rate_throws_the_path_out_of_the_valley(learning_rate):
    path = train(X, T, **START, learning_rate=learning_rate, nb_of_iterations=20)
    assert path[-1, 2] > 2 * path[0, 2]


@pytest.mark.parametrize("bo", [-2, -0.5, 0, 1.4])
def test_start_at_wh_zero_never_leaves_it(bo):
    assert gradients(X, T, 0.0, bo)[0] == 0
    assert (train(X, T, 0.0, bo, 2.0, 5)[:, 0] == 0).all()


def test_output_stays_between_its_two_bounds():
    wh, bo, _ = train(X, T, **START, learning_rate=2.0, nb_of_iterations=20)[-1]
    low, high = logistic(bo), logistic(1 + bo)
    assert f"({low:.3f}, {high:.3f}]" == "(0.391, 0.636]"
    y = nn(np.linspace(-4, 4, 101), wh, bo)
    assert low < y.min() < low + 1e-5
    assert y.max() == nn(0.0, wh, bo) == high


# Forward step


def test_activations_are_those_of_the_formulas():
    wh, bo = -1.3, 0.4
    expected_h = [[np.exp(-((value * wh) ** 2))] for value in X[:, 0].tolist()]
    np.testing.assert_allclose(rbf(X * wh), expected_h, rtol=1e-14)
    np.testing.assert_allclose(hidden_activations(X, wh), expected_h, rtol=1e-14)
    expected_y = 1 / (1 + np.exp(-(np.array(expected_h) + bo)))
    np.testing.assert_allclose(output_activations(rbf(X * wh), bo), expected_y, rtol=1e-14)
    np.testing.assert_allclose(nn(X, wh, bo), expected_y, rtol=1e-14)
    assert rbf(0) == rbf(0.0) == 1


# Loss


@pytest.mark.parametrize(("wh", "bo"), random_points(10, seed=6))
def test_loss_for_param_is_the_loss_of_the_outputs(wh, bo):
    assert loss_for_param(X, wh, bo, T) == pytest.approx(plain_loss(X, T, wh, bo), rel=1e-13)


@pytest.mark.parametrize(("m", "k"), [(5, 7), (7, 5), (1, 3)])
def test_loss_surface_equals_separate_calls_one_row_per_bo(m, k):
    wh_values, bo_values = np.linspace(-3, 2, k), np.linspace(-2.5, 1.5, m)
    expected = [[loss_for_param(X, wh, bo, T) for wh in wh_values] for bo in bo_values]
    found = loss_surface(X, T, wh_values, bo_values)
    assert found.shape == (m, k)
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_loss_surface_is_even_in_wh():
    wh_values, bo_values = np.linspace(-3, 3, 9), np.linspace(-2.5, 1.5, 5)
    surface = loss_surface(X, T, wh_values, bo_values)
    np.testing.assert_array_equal(surface, surface[:, ::-1])


def test_loss_surface_has_no_python_loop():
    tree = ast.parse(textwrap.dedent(inspect.getsource(loss_surface)))
    loops = (ast.For, ast.While, ast.comprehension)
    assert not [node for node in ast.walk(tree) if isinstance(node, loops)]
    names = {getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(tree)}
    assert not names & {"vectorize", "frompyfunc", "fromiter", "apply_along_axis", "map"}


# Backward step


@pytest.mark.parametrize(("wh", "bo"), random_points(50, seed=1))
def test_gradients_agree_with_central_differences(wh, bo):
    grad_wh, grad_bo = gradients(X, T, wh, bo)
    numerical_wh = numerical_gradient(lambda value: loss_for_param(X, value, bo, T), wh, 1e-5)
    numerical_bo = numerical_gradient(lambda value: loss_for_param(X, wh, value, T), bo, 1e-5)
    assert grad_wh == pytest.approx(numerical_wh, rel=1e-6, abs=0)
    assert grad_bo == pytest.approx(numerical_bo, rel=1e-6, abs=0)


@pytest.mark.parametrize(("wh", "bo"), random_points(50, seed=2))
def test_gradients_agree_with_the_complex_step(wh, bo):
    rng = np.random.default_rng(3)
    x, t = rng.normal(0, 1.5, (12, 1)), rng.integers(0, 2, (12, 1))
    grad_wh, grad_bo = gradients(x, t, wh, bo)
    exact_wh = complex_step(lambda value: plain_loss(x, t, value, bo), wh)
    exact_bo = complex_step(lambda value: plain_loss(x, t, wh, value), bo)
    assert grad_wh == pytest.approx(exact_wh, rel=1e-10, abs=0)
    assert grad_bo == pytest.approx(exact_bo, rel=1e-10, abs=0)


@pytest.mark.parametrize("bo", [-2, -0.5, 0.3, 1.4])
def test_gradients_of_each_sample_agree_with_both_methods(bo):
    rng = np.random.default_rng(4)
    zh, t = rng.uniform(-2.5, 2.5, (100, 1)), rng.integers(0, 2, (100, 1))

    def of_zo(zo):
        return plain_cross_entropy(zo, t)

    def of_zh(value):
        return plain_cross_entropy(np.exp(-(value**2)) + bo, t)

    h = np.exp(-(zh**2))
    grad_output = gradient_output(logistic(h + bo), t)
    grad_hidden = gradient_hidden(zh, h, grad_output)
    for found, function, parameter in [(grad_output, of_zo, h + bo), (grad_hidden, of_zh, zh)]:
        exact = complex_step(function, parameter)
        np.testing.assert_allclose(found, exact, rtol=1e-10, atol=0)
        numerical = numerical_gradient(function, parameter, 1e-5)
        np.testing.assert_allclose(found, numerical, rtol=1e-6, atol=0)


# Training


@pytest.mark.parametrize(("wh", "bo"), random_points(20, seed=7))
def test_update_steps_down_both_gradients_of_the_old_parameters(wh, bo):
    exact_wh = complex_step(lambda value: plain_loss(X, T, value, bo), wh)
    exact_bo = complex_step(lambda value: plain_loss(X, T, wh, value), bo)
    updated = backprop_update(X, T, wh, bo, 1.7)
    assert updated == pytest.approx((wh - 1.7 * exact_wh, bo - 1.7 * exact_bo), rel=1e-12)


def test_update_returns_two_python_floats():
    assert [type(value) for value in backprop_update(X, T, np.float64(1), 1, 1)] == [float, float]


@pytest.mark.parametrize("nb_of_iterations", [0, 1, 6])
def test_train_keeps_the_start_and_every_update(nb_of_iterations):
    path = train(X, T, **START, learning_rate=3.0, nb_of_iterations=nb_of_iterations)
    assert path.shape == (nb_of_iterations + 1, 3)
    wh, bo = START.values()
    for row in path:
        assert row.tolist() == [wh, bo, loss_for_param(X, wh, bo, T)]
        wh, bo = backprop_update(X, T, wh, bo, 3.0)


def test_train_refuses_a_bad_learning_rate_even_if_it_does_no_iteration():
    with pytest.raises(ValueError, match=r"^learning_rate must be positive, but is 0$"):
        train(X, T, **START, learning_rate=0, nb_of_iterations=0)


# Decision


@pytest.mark.parametrize(("wh", "bo"), random_points(20, seed=8, bo_range=(-0.99, -0.01)))
def test_boundary_is_where_the_output_crosses_one_half(wh, bo):
    boundary = decision_boundary(wh, bo)
    inside, outside = 0.0, 100 / abs(wh)
    for _ in range(80):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if nn(middle, wh, bo) > 0.5 else (inside, middle)
    assert boundary == pytest.approx(inside, rel=1e-10)
    assert boundary == decision_boundary(-wh, bo)
    both_sides = boundary * np.array([-1 - 1e-9, -1 + 1e-9, 1 - 1e-9, 1 + 1e-9])
    assert nn_predict(both_sides, wh, bo).tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("wh", "bo"), [(1, -1), (1, 0), (1, 0.5), (1, -2), (0, -0.5), (-0.0, -0.5), (0, 1)]
)
def test_there_is_no_boundary_outside_its_conditions(wh, bo):
    assert np.isnan(decision_boundary(wh, bo))
    near_and_far = np.array([0.3, 1, 5])
    assert len(set(nn_predict(near_and_far, wh, bo).tolist())) == 1


def test_prediction_needs_more_than_one_half():
    assert nn(0.0, 1.0, -1.0) == 0.5
    assert nn_predict(0.0, 1.0, -1.0) == 0
    assert nn_predict(0.0, 1.0, -1 + 1e-12) == 1


@pytest.mark.parametrize("n", [1, 7, 40])
def test_loss_is_the_mean_of_the_cross_entropies(n):
    rng = np.random.default_rng(n)
    y, t = rng.uniform(0, 1, (n, 1)), rng.integers(0, 2, (n, 1))
    assert loss(y, t) == pytest.approx(sum(cross_entropy(y, t)[:, 0]) / n, rel=1e-14)


def test_correct_decisions_are_counted_for_each_row_of_a_path():
    path = train(X, T, **START, learning_rate=2.0, nb_of_iterations=50)
    expected = [int(sum(nn_predict(X, wh, bo)[:, 0] == T[:, 0])) for wh, bo, _ in path]
    assert count_correct(path, X, T).tolist() == expected
    assert expected[0] == 20 and expected[20] == 40 and expected[50] == 39


@pytest.mark.parametrize(("wh", "iteration"), [(1e200, 1), (1e-200, 2)])
def test_training_that_diverges_says_in_which_iteration(wh, iteration):
    x, t = np.array([[1e200], [1.0]]), np.array([[1.0], [0.0]])
    with pytest.raises(ValueError, match=rf"must stay finite, but in iteration {iteration} "):
        train(x, t, wh, 0.0, 2.0, 20)


# Every function: pure, and strict about its arguments. Which arguments it has, it says itself.

GOOD = {
    "x": X,
    "t": T,
    "y": np.linspace(0, 1, 40)[:, np.newaxis],
    "h": np.linspace(0.1, 1, 40)[:, np.newaxis],
    "zh": X * 1.2,
    "grad_output": X / 9,
    "grad_hidden": X / 7,
    "wh": 1.2,
    "bo": -0.4,
    "learning_rate": 2.0,
    "nb_of_iterations": 3,
    "wh_values": np.linspace(-1, 1, 4),
    "bo_values": np.linspace(-1, 1, 3),
    "path": np.array([[2.3, 1.4, 0.9], [1.2, -0.4, 0.5]]),
}
NOT_FINITE = np.where(T == 1, X, np.nan), "must be finite, but 20 of its 40 values are nan"
BAD = {
    **dict.fromkeys(("x", "h", "zh", "grad_output", "grad_hidden"), NOT_FINITE),
    "t": (T / 2, "must hold only 0 and 1, but holds 0.5"),
    "y": (1.5 * T, "must lie between 0 and 1, but ranges from 0 to 1.5"),
    "wh": (np.ones((40, 1)), "must be a single number, but is an array of shape (40, 1)"),
    "bo": (None, "must be a number or a NumPy array, but is of type NoneType"),
    "learning_rate": (0, "must be positive, but is 0"),
    "nb_of_iterations": (2.0, "must be an integer of at least 0, but is 2.0"),
    "wh_values": (np.ones((3, 1)), "must be an array of shape (k,), but its shape is (3, 1)"),
    "bo_values": (0.5, "must be an array of shape (k,), but its shape is ()"),
    "path": (np.ones((4, 2)), "must be an array of shape (k + 1, 3), but its shape is (4, 2)"),
}
FUNCTIONS = public_functions(rbf_network)


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
    columns = [name for name in arguments(function, GOOD) if np.shape(GOOD[name]) == (40, 1)]
    for flat in columns if len(columns) > 1 else ():
        message = refused(function, GOOD, **{flat: GOOD[flat][:, 0]})
        assert " must have the same shape, but have: " in message
        assert f"{flat} (40,)" in message


def test_loss_surface_refuses_samples_that_are_not_a_column():
    with pytest.raises(ValueError, match=r"^x must be an array of shape \(n, 1\), but .* \(40,\)"):
        loss_surface(X[:, 0], T[:, 0], np.ones(2), np.ones(2))
