"""Tests of utils.layers: the published run, gradients, purity, checks of arguments."""

import copy
import inspect

import numpy as np
import pytest
from doors import arguments, public_functions, refused

from utils import layers as model
from utils.data import load_digits, one_hot, split_digits
from utils.gradient_check import numerical_gradients
from utils.layers import (
    LinearLayer,
    LogisticLayer,
    SoftmaxOutputLayer,
    backward_step,
    forward_step,
    loss,
    make_layers,
    minibatches,
    predict,
    should_stop,
    train,
    train_iteration,
    update,
)

X, LABELS = load_digits()
T = one_hot(LABELS, 10)
SIGNATURES = """
    make_layers(generator, widths, std_dev=0.1)
    forward_step(input_samples, layers)
    loss(input_samples, targets, layers)
    predict(input_samples, layers)
    backward_step(activations, targets, layers)
    update(layers, param_grads, learning_rate)
    minibatches(input_samples, targets, batch_size)
    train_iteration(layers, batches, learning_rate)
    should_stop(validation_losses)
"""


@pytest.mark.parametrize("signature", SIGNATURES.split("\n")[1:-1], ids=str.strip)
def test_signature_is_what_other_software_builds_on(signature):
    name = signature.split("(")[0].strip()
    assert name + str(inspect.signature(getattr(model, name))) == signature.strip()


def numbers_of(network):
    """Return the parameters of a network, copied."""
    return [param.copy() for layer in network for param in layer.get_params()]


# The published run


@pytest.fixture(scope="module")
def published():
    generator = np.random.RandomState(1)
    training, validation, test = split_digits(generator, len(X))
    network = make_layers(generator, (64, 20, 20, 10))
    sets = X[training], T[training], X[validation], T[validation]
    return network, sets, test, train(network, *sets, 0.1)


def test_the_published_run(published):
    _, (X_training, T_training, *_), test, (trained, batch_losses, training, validation) = published
    assert len(minibatches(X_training, T_training, 25)) == 43
    assert len(training) == len(validation) == 98
    assert len(batch_losses) == 98 * 43
    assert f"{training[-1]:.5f}" == "0.03415"
    assert f"{validation[-1]:.5f}" == "0.25836"
    right = predict(X[test], trained) == LABELS[test]
    assert (right.sum(), right.size) == (344, 360)


def test_the_published_confusions_of_the_8(published):
    _, _, test, (trained, *_) = published
    of_eight = predict(X[test], trained)[LABELS[test] == 8]
    assert np.bincount(of_eight[of_eight != 8], minlength=10).tolist() == [
        *(0, 0, 2, 0, 0),
        *(2, 0, 0, 0, 1),
    ]


def test_training_is_the_same_one_scalar_at_a_time(published):
    """Two minibatches, as the published code does it: exact, or nearly, in every parameter."""
    network, (X_training, T_training, *_), _, _ = published
    batches = minibatches(X_training, T_training, 25)[:2]
    trained, losses = train_iteration(network, batches, 0.1)
    W, b = [layer.W.copy() for layer in network[::2]], [layer.b.copy() for layer in network[::2]]
    for number, (x, t) in enumerate(batches):
        outputs = [x]
        for k in range(3):
            z = np.einsum("nk,km->nm", outputs[-1], W[k]) + b[k]
            y = 1 / (1 + np.exp(-z)) if k < 2 else np.exp(z) / np.exp(z).sum(axis=1)[:, np.newaxis]
            outputs.append(y)
        assert losses[number] == pytest.approx(-np.log(outputs[-1][t == 1]).mean(), rel=1e-12)
        delta = (outputs[-1] - t) / len(x)
        for k in (2, 1, 0):
            back = np.einsum("nm,km->nk", delta, W[k])
            for place in np.ndindex(W[k].shape):
                W[k][place] -= 0.1 * sum(outputs[k][:, place[0]] * delta[:, place[1]])
            for m in range(b[k].size):
                b[k][0, m] -= 0.1 * sum(delta[:, m])
            delta = back * outputs[k] * (1 - outputs[k])
    for layer, weights, biases in zip(trained[::2], W, b, strict=True):
        np.testing.assert_allclose(layer.W, weights, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(layer.b, biases, rtol=1e-9, atol=1e-12)


# Gradients


def plain_loss(numbers, widths, samples, targets):
    """Compute the loss from one row of parameters, in another way, for complex numbers, too."""
    y, kinds = samples, len(widths) - 1
    for k in range(kinds):
        size = widths[k] * widths[k + 1]
        W, b = numbers[:size].reshape(widths[k], -1), numbers[size : size + widths[k + 1]]
        numbers = numbers[size + widths[k + 1] :]
        y = np.dot(y, W) + b
        if k < kinds - 1:
            y = 1 / (1 + np.exp(-y))
    return np.mean(np.log(np.sum(np.exp(y), axis=1)) - np.sum(y * targets, axis=1))


def random_stack(seed):
    rng = np.random.RandomState(seed)
    widths = tuple(int(width) for width in rng.randint(2, 7, size=rng.randint(2, 7)))
    network = make_layers(rng, widths, 1.0)
    network = [
        LinearLayer(p[0], rng.randn(*p[1].shape)) if (p := layer.get_params()) else layer
        for layer in network
    ]
    return (
        widths,
        network,
        rng.randn(6, widths[0]),
        one_hot(rng.randint(widths[-1], size=6), widths[-1]),
    )


@pytest.mark.parametrize("seed", range(12))
def test_gradients_of_random_stacks_agree_with_both_methods(seed):
    widths, network, samples, targets = random_stack(seed)
    numbers = np.concatenate([number.ravel() for number in numbers_of(network)])
    activations = forward_step(samples, network)
    grads = backward_step(activations, targets, network)
    found = np.concatenate([grad.ravel() for of_layer in grads for grad in of_layer])
    assert loss(samples, targets, network) == pytest.approx(
        plain_loss(numbers, widths, samples, targets), rel=1e-12
    )
    steps = 1e-30j * np.eye(numbers.size)
    exact = [plain_loss(numbers + step, widths, samples, targets).imag / 1e-30 for step in steps]
    np.testing.assert_allclose(found, exact, rtol=1e-9, atol=1e-13)
    numerical = numerical_gradients(lambda p: plain_loss(p, widths, samples, targets), numbers)
    np.testing.assert_allclose(found, numerical, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize(
    "layer",
    [LinearLayer(np.random.RandomState(0).randn(3, 4), np.ones((1, 4))), LogisticLayer()],
    ids=["linear", "logistic"],
)
def test_gradients_of_a_layer_alone(layer):
    rng = np.random.RandomState(1)
    x = rng.randn(5, 3)
    y = layer.get_output(x)
    grad = rng.randn(*y.shape)
    numerical = numerical_gradients(lambda x: np.sum(layer.get_output(x) * grad), x)
    np.testing.assert_allclose(layer.get_input_grad(y, grad), numerical, rtol=1e-6, atol=1e-9)
    for k, param in enumerate(layer.get_params()):

        def of(value, k=k):
            params = [*layer.get_params()[:k], value, *layer.get_params()[k + 1 :]]
            return np.sum(type(layer)(*params).get_output(x) * grad)

        found = layer.get_params_grad(x, grad)[k]
        np.testing.assert_allclose(found, numerical_gradients(of, param), rtol=1e-6, atol=1e-9)


def test_loss_and_gradients_do_not_depend_on_how_often_the_same_samples_are_there():
    _, network, samples, targets = random_stack(3)
    one = backward_step(forward_step(samples, network), targets, network)
    samples, targets = np.tile(samples, (3, 1)), np.tile(targets, (3, 1))
    three = backward_step(forward_step(samples, network), targets, network)
    for a, b in zip(one, three, strict=True):
        for grad, other in zip(a, b, strict=True):
            np.testing.assert_allclose(grad, other, rtol=1e-10, atol=1e-15)


# Making, stopping, cutting


def test_weights_are_drawn_layer_by_layer_and_biases_are_zero():
    network = make_layers(np.random.RandomState(5), (4, 3, 2), 0.5)
    draws = np.random.RandomState(5).randn(4 * 3 + 3 * 2) * 0.5
    np.testing.assert_array_equal(network[0].W.ravel(), draws[:12])
    np.testing.assert_array_equal(network[2].W.ravel(), draws[12:])
    assert [layer.b.tolist() for layer in network[::2]] == [[[0, 0, 0]], [[0, 0]]]
    kinds = [LinearLayer, LogisticLayer, LinearLayer, SoftmaxOutputLayer]
    assert [type(layer) for layer in network] == kinds


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([], False),
        ([1.0, 2.0], False),
        ([1.0, 2.0, 3.0], True),
        ([1.0, 1.0, 1.0], True),
        ([3.0, 2.0, 2.0], False),
        ([2.0, 3.0, 2.9], False),
        ([9.0, 1.0, 2.0, 3.0], True),
        ([np.nan, np.nan, np.nan], True),
        ([1.0, np.nan, np.nan], True),
    ],
)
def test_training_stops_after_two_iterations_without_a_fall(losses, expected):
    assert should_stop(losses) == expected


@pytest.mark.parametrize(("n", "size", "sizes"), [(10, 5, [5, 5]), (11, 4, [6, 5]), (3, 3, [3])])
def test_minibatches_hold_every_sample_once_in_order(n, size, sizes):
    samples, targets = np.arange(2.0 * n).reshape(n, 2), one_hot(np.arange(n) % 3, 3)
    batches = minibatches(samples, targets, size)
    assert [len(x) for x, _ in batches] == [len(t) for _, t in batches] == sizes
    np.testing.assert_array_equal(np.vstack([x for x, _ in batches]), samples)
    np.testing.assert_array_equal(np.vstack([t for _, t in batches]), targets)


# Every function: pure, and strict about its arguments.

NETWORK = make_layers(np.random.RandomState(2), (3, 4, 2))
SAMPLES, TARGETS = np.random.RandomState(3).randn(6, 3), np.eye(2)[[0, 1, 1, 0, 1, 0]]
GOOD = {
    "generator": np.random.RandomState(1),
    "widths": (3, 4, 2),
    "std_dev": 0.1,
    "layers": NETWORK,
    "input_samples": SAMPLES,
    "targets": TARGETS,
    "validation_samples": SAMPLES[:4],
    "validation_targets": TARGETS[:4],
    "activations": forward_step(SAMPLES, NETWORK),
    "param_grads": backward_step(forward_step(SAMPLES, NETWORK), TARGETS, NETWORK),
    "learning_rate": 0.1,
    "batch_size": 2,
    "batches": minibatches(SAMPLES, TARGETS, 2),
    "validation_losses": [1.0, 2.0],
    "iterations": range(3),
}
WIDE = [NETWORK[0], NETWORK[1], LinearLayer(np.ones((5, 2)), np.ones((1, 2))), NETWORK[3]]
BROKEN = [LinearLayer(np.ones((3, 4)), np.ones((1, 4))), *NETWORK[1:]]
BROKEN[0].W[0, 0] = np.nan
# A bad argument, and what is said of it, from its start on.
BAD = [
    ("generator", 1, "generator must be a n"),
    ("widths", (3,), "widths must hold two numbers or more, but is (3,)"),
    ("widths", (3, 0, 2), "widths[1] must be an integer of at least 1, but is 0"),
    ("std_dev", -1.0, "std_dev must not be negative, but is -1.0"),
    ("layers", [], "layers must be a list of layers, not empty, but is []"),
    ("layers", [LinearLayer], "layers[0] must be a layer, but is the class LinearLayer"),
    ("layers", [3], "layers[0] must be a layer, but 3 has no get_output"),
    ("layers", NETWORK[::-1], "layers[0], a SoftmaxOutputLayer, must be the last layer"),
    ("layers", WIDE, "layers[2], a LinearLayer, must take the 4 outputs of the layer before it"),
    ("layers", BROKEN, "layers[0], a LinearLayer, must have finite parameters"),
    ("input_samples", SAMPLES[:0], "input_samples must not be empty, but has shape (0, 3)"),
    ("input_samples", SAMPLES[0], "input_samples must be an array of shape (n, k)"),
    ("input_samples", SAMPLES * np.nan, "input_samples must be finite, but 18 of its 18 values"),
    ("targets", TARGETS / 2, "targets must hold only 0 and 1, but holds 0.5"),
    ("targets", np.ones((6, 2)), "targets must hold a single 1 in each row, but row 0 holds 2"),
    ("validation_samples", SAMPLES * np.inf, "validation_samples must be finite"),
    ("validation_targets", TARGETS[:, 0], "validation_targets must be an array of shape (n, k)"),
    ("activations", [], "activations must be a list of arrays, but is []"),
    ("param_grads", [], "param_grads must hold a list of gradients for each of 4 layers"),
    ("learning_rate", 0, "learning_rate must be positive, but is 0"),
    ("batch_size", 0, "batch_size must be an integer of at least 1, but is 0"),
    ("batches", [], "batches must be a list of pairs, not empty, but is []"),
    ("batches", [(SAMPLES[:0], TARGETS)], "batches[0][0] must not be empty"),
    ("validation_losses", 1.0, "validation_losses must be a list of numbers, but is 1.0"),
    ("iterations", 300, "iterations must be a range that is not empty, such as range(300), but"),
    ("iterations", range(0), "iterations must be a range that is not empty, such as range(300)"),
]
FUNCTIONS = public_functions(model)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_same_input_gives_same_output_and_stays_unchanged(function):
    given = arguments(function, GOOD)
    before = {name: copy.deepcopy(value) for name, value in given.items() if name != "layers"}
    params = numbers_of(NETWORK)
    first = function(**copy.deepcopy(given))
    second = function(**given)
    for one, other in zip(flat(first), flat(second), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(numbers_of(NETWORK), params, strict=True):
        np.testing.assert_array_equal(one, other)
    if "generator" not in given:
        for name, value in before.items():
            for one, other in zip(flat(given[name]), flat(value), strict=True):
                np.testing.assert_array_equal(one, other)


def flat(value):
    """Return all arrays and numbers in a value, those of layers, too."""
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in flat(part)]
    return flat(value.get_params()) if hasattr(value, "get_params") else [value]


@pytest.mark.parametrize(
    ("function", "name", "bad", "said"),
    [(f, *case) for f in FUNCTIONS for case in BAD if case[0] in inspect.signature(f).parameters],
)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(function, name, bad, said):
    assert refused(function, GOOD, **{name: bad}).startswith(said)


def test_layers_that_do_not_fit_the_samples_are_named():
    wide = np.ones((6, 5))
    for function in (forward_step, loss, predict, train):
        said = refused(function, GOOD, input_samples=wide)
        assert said.startswith("layers[0], a LinearLayer, must take the 5 columns of input_samples")
    for function in (loss, train):
        said = refused(function, GOOD, targets=np.eye(3)[[0, 1, 2, 0, 1, 2]])
        assert said.startswith("layers[2], a LinearLayer, must give the 3 columns of targets")
        said = refused(function, GOOD, targets=TARGETS[:4])
        assert said.startswith("input_samples and targets must have as many rows, but have: ")
        said = refused(function, GOOD, layers=NETWORK[:3])
        assert said.startswith("layers[2], a LinearLayer, must be an output layer")
    said = refused(train, GOOD, validation_samples=wide[:4])
    assert said.startswith("layers[0], a LinearLayer, must take the 5 columns of validation_sam")
    said = refused(train_iteration, GOOD, batches=[(SAMPLES, TARGETS), (wide, TARGETS)])
    assert said.startswith("layers[0], a LinearLayer, must take the 5 columns of batches[1][0]")


def test_activations_and_gradients_that_do_not_fit_the_layers_are_named():
    activations = forward_step(SAMPLES, NETWORK)
    said = refused(backward_step, GOOD, activations=activations[:-1])
    assert said.startswith("activations must hold the input and the output of each layer, 5 arrays")
    narrow = [*activations[:2], activations[2][:, :3], *activations[3:]]
    said = refused(backward_step, GOOD, activations=narrow)
    assert said.startswith("layers[1], a LogisticLayer, must have come by activations[2] of 4")
    grads = copy.deepcopy(GOOD["param_grads"])
    said = refused(update, GOOD, param_grads=[[grads[0][0].T, grads[0][1]], *grads[1:]])
    assert said.startswith("layers[0], a LinearLayer, must get gradients of the shapes [(3, 4), ")
    said = refused(update, GOOD, param_grads=[[grads[0][0] * np.nan, grads[0][1]], *grads[1:]])
    assert said.startswith("param_grads[0] must be finite")


def test_a_batch_larger_than_the_data_is_refused():
    for function in (minibatches, train):
        said = refused(function, GOOD, batch_size=7)
        assert said == "batch_size must not exceed the 6 samples, but is 7"


@pytest.mark.parametrize(
    ("method", "given", "said"),
    [
        ("get_output", (np.ones((2, 5)),), "X must have 3 columns, but has 5"),
        ("get_params_grad", (np.ones((2, 3)), np.ones((4, 4))), "X and output_grad must have as"),
        ("get_params_grad", (np.ones((2, 3)), np.ones((2, 3))), "output_grad must have 4 columns"),
        ("get_input_grad", (np.ones((2, 4)), np.ones((2, 3))), "Y and output_grad must have the"),
        ("get_input_grad", (np.ones((2, 3)), np.ones((2, 3))), "Y must have 4 columns"),
    ],
)
def test_a_linear_layer_refuses_what_does_not_fit_its_weights(method, given, said):
    with pytest.raises(ValueError) as error:
        getattr(NETWORK[0], method)(*given)
    assert str(error.value).startswith(said)


def test_a_linear_layer_is_not_made_with_a_flat_bias_or_one_of_another_width():
    for b, said in ((np.ones(4), "b must be an array"), (np.ones((1, 3)), "b must have the shape")):
        with pytest.raises(ValueError, match=f"^{said}"):
            LinearLayer(np.ones((3, 4)), b)


def test_training_that_diverges_stops_soon_and_says_in_which_iteration(published):
    network, sets, *_ = published
    with pytest.raises(ValueError) as error:
        train(network, *sets, 1e308, iterations=range(10**9))
    assert str(error.value).startswith("the training must stay finite, but in iteration 1 the loss")
    assert str(error.value).endswith(" is nan; try a smaller learning_rate")
    with pytest.raises(ValueError, match=r"stay finite, but in minibatch [23] the loss is nan"):
        train_iteration(network, minibatches(*sets[:2], 25), 1e308)
