"""Tests of utils.softmax_network: published results, gradients, shapes, checks of arguments."""

import copy
import inspect

import numpy as np
import pytest
from doors import arguments, public_functions, refused

from utils import softmax_network
from utils.data import make_circles
from utils.losses import cross_entropy_classes
from utils.softmax_network import (
    backprop_gradients,
    error_hidden,
    error_output,
    hidden_activations,
    init_parameters,
    loss,
    nn,
    nn_predict,
    output_activations,
    train,
    update_momentum,
    update_params,
)

NAMES = ("Wh", "bh", "Wo", "bo")
# n, d, m, c: the course's own, and others, all sizes different.
SIZES = ((7, 2, 3, 2), (5, 4, 6, 3), (1, 1, 1, 2), (6, 3, 2, 5))
SIGNATURES = """
    init_parameters(generator, sizes, std_dev)
    hidden_activations(X, Wh, bh)
    output_activations(H, Wo, bo)
    nn(X, Wh, bh, Wo, bo)
    nn_predict(X, Wh, bh, Wo, bo)
    loss(Y, T)
    error_output(Y, T)
    gradient_weight_out(H, Eo)
    gradient_bias_out(Eo)
    error_hidden(H, Wo, Eo)
    gradient_weight_hidden(X, Eh)
    gradient_bias_hidden(Eh)
    backprop_gradients(X, T, Wh, bh, Wo, bo)
    update_momentum(M, gradients, learning_rate, momentum)
    update_params(parameters, M)
    train(X, T, Wh, bh, Wo, bo, learning_rate, momentum, nb_of_iterations)
"""


def published():
    """Return the samples, the parameters of the gradient check, and the start of the training."""
    generator = np.random.RandomState(1)
    X, T = make_circles(generator)
    somewhere = init_parameters(generator, (2, 3, 2), std_dev=1.0)
    return X, T, somewhere, init_parameters(generator, (2, 3, 2), std_dev=0.1)


X, T, SOMEWHERE, START = published()


def random_network(n, d, m, c, seed=0):
    rng = np.random.default_rng([seed, n, d, m, c])
    T = np.eye(c)[rng.integers(0, c, n)]
    shapes = ((d, m), (1, m), (m, c), (1, c))
    return rng.normal(size=(n, d)), T, [rng.normal(size=shape) for shape in shapes]


# The independent method: sums over single numbers, which also takes complex ones.
def plain_loss(X, T, Wh, bh, Wo, bo):
    total = 0
    for i in range(len(X)):
        h = []
        for k in range(Wh.shape[1]):
            zh = bh[0, k] + sum(X[i, j] * Wh[j, k] for j in range(Wh.shape[0]))
            h.append(1 / (1 + np.exp(-zh)))
        zo = [bo[0, c] + sum(h[k] * Wo[k, c] for k in range(len(h))) for c in range(Wo.shape[1])]
        total += np.log(sum(np.exp(z) for z in zo)) - zo[int(np.argmax(T[i]))]
    return total


def derivative(function, parameters, which, index, step):
    """Return the function of the parameters with a step added to a single number."""
    moved = [np.array(parameter, dtype=np.result_type(step, float)) for parameter in parameters]
    moved[which][index] += step
    return function(moved)


def each_number(parameters):
    return [(w, index) for w, p in enumerate(parameters) for index in np.ndindex(p.shape)]


@pytest.mark.parametrize("signature", SIGNATURES.split("\n")[1:-1], ids=str.strip)
def test_signature_is_what_other_software_builds_on(signature):
    name = signature.split("(")[0].strip()
    assert name + str(inspect.signature(getattr(softmax_network, name))) == signature.strip()


# Published results


def test_training_gives_the_published_result():
    losses, parameters = train(X, T, *START, learning_rate=0.02, momentum=0.9, nb_of_iterations=300)
    assert losses.shape == (301,)
    found = [f"{losses[k]:.5f}" for k in (0, 100, 200, 300)]
    assert found == ["69.47404", "69.20810", "1.48019", "0.38075"]
    assert np.array_equal(nn_predict(X, *parameters), T)
    assert loss(nn(X, *parameters), T) == losses[-1]


@pytest.mark.parametrize(("which", "index"), each_number(SOMEWHERE))
def test_published_gradient_check(which, index):
    def of(step):
        return derivative(lambda p: loss(nn(X, *p), T), SOMEWHERE, which, index, step)

    numerical = (of(1e-4) - of(-1e-4)) / 2e-4
    assert backprop_gradients(X, T, *SOMEWHERE)[which][index] == pytest.approx(numerical, rel=1e-6)


# Forward step


@pytest.mark.parametrize("sizes", SIZES)
def test_loss_is_that_of_the_sums_over_single_numbers(sizes):
    X, T, parameters = random_network(*sizes)
    Y = nn(X, *parameters)
    assert Y.shape == T.shape
    np.testing.assert_allclose(np.sum(Y, axis=1), 1, rtol=1e-14)
    assert loss(Y, T) == pytest.approx(plain_loss(X, T, *parameters), rel=1e-12)


@pytest.mark.parametrize("sizes", SIZES)
def test_each_row_goes_through_the_network_by_itself(sizes):
    X, _, parameters = random_network(*sizes)
    rows = [nn(X[[i]], *parameters)[0] for i in range(len(X))]
    np.testing.assert_allclose(nn(X, *parameters), rows, rtol=1e-14)
    decided = nn_predict(X, *parameters)
    assert np.array_equal(np.argmax(decided, axis=1), np.argmax(rows, axis=1))
    assert decided.sum() == len(X) and set(np.unique(decided)) <= {0.0, 1.0}


def test_a_tie_is_decided_for_one_class_only():
    assert nn_predict(X, *map(np.zeros_like, START)).tolist() == [[1.0, 0.0]] * 100


# Backward step


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("seed", range(3))
def test_gradients_agree_with_the_complex_step_and_central_differences(sizes, seed):
    X, T, parameters = random_network(*sizes, seed=seed)
    gradients = backprop_gradients(X, T, *parameters)
    assert [g.shape for g in gradients] == [p.shape for p in parameters]

    def plain(p):
        return plain_loss(X, T, *p)

    for which, index in each_number(parameters):
        found = gradients[which][index]
        exact = derivative(plain, parameters, which, index, 1e-30j).imag / 1e-30
        assert found == pytest.approx(exact, rel=1e-9, abs=1e-12)
        up, down = (derivative(plain, parameters, which, index, step) for step in (1e-5, -1e-5))
        assert found == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("sizes", SIZES)
def test_errors_are_the_derivatives_with_respect_to_the_inputs_of_the_layers(sizes):
    """An input of a layer is moved by moving its bias, for one sample alone."""
    X, T, parameters = random_network(*sizes)
    H = hidden_activations(X, *parameters[:2])
    Eo = error_output(output_activations(H, *parameters[2:]), T)
    for which, errors in ((3, Eo), (1, error_hidden(H, parameters[2], Eo))):
        for i, k in np.ndindex(errors.shape):

            def of_one(p, i=i):
                return plain_loss(X[[i]], T[[i]], *p)

            exact = derivative(of_one, parameters, which, (0, k), 1e-30j).imag / 1e-30
            assert errors[i, k] == pytest.approx(exact, rel=1e-10, abs=1e-14)


# Training


def test_start_is_drawn_in_the_published_order():
    generator, draws = np.random.RandomState(7), np.random.RandomState(7)
    Wh, bh, Wo, bo = init_parameters(generator, (4, 5, 3), std_dev=0.3)
    for parameter, shape in ((bh, (1, 5)), (Wh, (4, 5)), (bo, (1, 3)), (Wo, (5, 3))):
        np.testing.assert_array_equal(parameter, 0.3 * draws.randn(*shape))
    assert generator.rand() == draws.rand()


@pytest.mark.parametrize("momentum", [0, 0.5, 1])
def test_momentum_is_a_sum_of_all_gradients_that_fades(momentum):
    X, T, parameters = random_network(*SIZES[1])
    seen, expected = [], list(parameters)
    for _ in range(4):
        seen.append(backprop_gradients(X, T, *expected))
        for which in range(4):
            age = range(len(seen) - 1, -1, -1)
            step = sum(momentum**a * g[which] for a, g in zip(age, seen, strict=True))
            expected[which] = expected[which] - 0.1 * step
    _, found = train(X, T, *parameters, 0.1, momentum, 4)
    for a, b in zip(found, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-10)


def test_updates_take_tuples_of_any_arrays():
    M = update_momentum((np.ones(2), np.ones((1, 3))), (np.ones(2), np.zeros((1, 3))), 0.5, 0.25)
    assert [m.tolist() for m in M] == [[-0.25, -0.25], [[0.25, 0.25, 0.25]]]
    moved = update_params((np.zeros(2), np.ones((1, 3))), M)
    assert [p.tolist() for p in moved] == [[-0.25, -0.25], [[1.25, 1.25, 1.25]]]


@pytest.mark.parametrize("nb_of_iterations", [0, 1])
def test_train_keeps_the_loss_of_the_start(nb_of_iterations):
    losses, parameters = train(X, T, *START, 0.02, 0.9, nb_of_iterations)
    assert losses.shape == (nb_of_iterations + 1,)
    assert losses[0] == loss(nn(X, *START), T)
    assert np.array_equal(parameters[0], START[0]) == (nb_of_iterations == 0)


def test_training_that_diverges_says_in_which_iteration():
    with pytest.raises(ValueError, match=r"must stay finite, but in iteration 1 the loss is nan"):
        train(X, T, *START, learning_rate=1e308, momentum=0.9, nb_of_iterations=5)
    # A neuron with an infinite weight still has an activation, and the loss a value.
    one = (np.zeros((1, 1)), np.zeros((1, 1)), np.array([[1.0, -1.0]]), np.zeros((1, 2)))
    with pytest.raises(ValueError, match=r"must stay finite, but after iteration 1 Wh is not"):
        train(np.array([[1e200]]), np.array([[1.0, 0.0]]), *one, 1e150, 0.9, 1)


# Every function: pure, and strict about its arguments. Which arguments it has, it says itself.

GOOD = {
    "generator": np.random.RandomState(3),
    "sizes": (2, 3, 2),
    "std_dev": 0.1,
    "X": X,
    "T": T,
    "H": np.full((100, 3), 0.3),
    "Y": np.full((100, 2), 0.5),
    "Eo": T / 7,
    "Eh": np.full((100, 3), 0.1),
    **dict(zip(NAMES, SOMEWHERE, strict=True)),
    "parameters": SOMEWHERE,
    "gradients": START,
    "M": START,
    "learning_rate": 0.02,
    "momentum": 0.9,
    "nb_of_iterations": 2,
}
BAD = {
    **dict.fromkeys(
        ("X", "H", "Eo", "Eh", *NAMES),
        (np.array([[0.0, np.nan]]), "must be finite, but 1 of its 2 values are nan"),
    ),
    "T": (np.ones((100, 2)), "must hold a single 1 in each row, but row 0 holds 2"),
    "Y": (1.5 * T, "must lie between 0 and 1, but ranges from 0 to 1.5"),
    "generator": (1, "must be a numpy.random.RandomState, but is of type int"),
    "sizes": ((2, 3), "must be the numbers of inputs, hidden neurons and classes, but is (2, 3)"),
    "std_dev": (0, "must be positive, but is 0"),
    **dict.fromkeys(
        ("parameters", "gradients", "M"),
        (np.ones(4), "must be a tuple of arrays, but is of type ndarray"),
    ),
    "learning_rate": (0, "must be positive, but is 0"),
    "momentum": (1.1, "must lie between 0 and 1, but is 1.1"),
    "nb_of_iterations": (2.0, "must be an integer of at least 0, but is 2.0"),
}
FUNCTIONS = public_functions(softmax_network)
TAKES = [(function, name) for function in FUNCTIONS for name in arguments(function, GOOD)]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_same_input_gives_same_output_and_stays_unchanged(function):
    given = copy.deepcopy(arguments(function, GOOD))
    before = copy.deepcopy(given)
    first, second = function(**copy.deepcopy(given)), function(**copy.deepcopy(given))
    np.testing.assert_equal(first, second)
    given.pop("generator", None)
    before.pop("generator", None)
    np.testing.assert_equal(given, before)


@pytest.mark.parametrize(("function", "name"), TAKES)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(function, name):
    bad, expected = BAD[name]
    assert refused(function, GOOD, **{name: bad}).startswith(f"{name} {expected}")


@pytest.mark.parametrize(
    ("function", "name"), [(f, n) for f, n in TAKES if n in softmax_network.SHAPES]
)
def test_a_matrix_that_is_flat_or_of_another_size_is_refused(function, name):
    matrix = GOOD[name]
    assert refused(function, GOOD, **{name: matrix[0]}).startswith(f"{name} must be an array of")
    if len([n for f, n in TAKES if f is function and n in softmax_network.SHAPES]) > 1:
        # What is free in one direction, such as the number of samples, is not in the other.
        wider = np.hstack((matrix, np.zeros((len(matrix), 1))))
        longer = np.vstack((matrix, matrix[:1]))
        refusals = 0
        for other in (wider, longer):
            try:
                function(**{**arguments(function, GOOD), name: other})
            except ValueError as error:
                refusals += " must be an array of shape (" in str(error)
        assert refusals


@pytest.mark.parametrize(
    ("function", "name", "message"),
    [
        (nn, "Wh", "Wh must be an array of shape (2, m) to fit X of shape (100, 2), but"),
        (nn, "Wo", "Wo must be an array of shape (3, c) to fit Wh of shape (2, 3), but"),
        (
            output_activations,
            "Wo",
            "Wo must be an array of shape (3, c) to fit H of shape (100, 3)",
        ),
    ],
)
def test_a_transposed_weight_is_told_whom_it_does_not_fit(function, name, message):
    assert refused(function, GOOD, **{name: GOOD[name].T}).startswith(message)


def test_a_bias_that_would_be_broadcast_is_refused():
    message = refused(nn, GOOD, bh=np.ones((100, 3)))
    assert message.startswith("bh must be an array of shape (1, 3) to fit Wh of shape (2, 3), but")
    assert refused(nn, GOOD, bo=np.ones((1, 1))).startswith("bo must be an array of shape (1, 2)")


def test_tuples_of_other_shapes_are_refused():
    message = refused(update_momentum, GOOD, M=START[:2])
    assert message.startswith("M and gradients must hold arrays of the same shapes, but have: M (2")
    assert "parameters (2, 3), (1, 3)" in refused(update_params, GOOD, M=START[::-1])


def test_loss_is_the_sum_of_the_cross_entropies():
    Y = nn(X, *SOMEWHERE)
    assert loss(Y, T) == pytest.approx(float(sum(cross_entropy_classes(Y, T)[:, 0])), rel=1e-13)
