"""Tests of utils.autodiff: every gradient of the course, random expressions, order, doors."""

import ast
import re

import numpy as np
import pytest
from course import PATHS, code_cells, python_source, read
from doors import arguments, public_functions, refused

from utils import autodiff, rbf_network, softmax_network
from utils.activations import logistic, rbf
from utils.autodiff import (
    SLOPES,
    Variable,
    add,
    apply,
    backward,
    in_order,
    matmul,
    mean_of,
    multiply,
    softmax_cross_entropy,
    sum_of,
    summed_to,
)
from utils.data import load_digits, make_circles, make_surrounded_classes, one_hot
from utils.gradient_check import numerical_gradients
from utils.layers import LinearLayer, LogisticLayer, backward_step, forward_step, make_layers


def agree(variable, derived):
    """Tell whether the tape gives a gradient derived by hand, to ten decimals."""
    return variable.grad.shape == np.shape(derived) and np.all(
        np.abs(variable.grad - derived) < 1e-10
    )


# The gradients of the course


def loss_of_part_3(x, t, wh, bo):
    y = apply(logistic, apply(rbf, x * wh) + bo)
    return mean_of(-1 * (t * apply(np.log, y) + (1 - t) * apply(np.log, 1 - y)))


@pytest.mark.parametrize(("wh", "bo"), [(2.3, 1.4), (-1.1, 0.3), (0.0, -1.0), (0.7, -2.5)])
def test_part_3(wh, bo):
    x, t = make_surrounded_classes()
    variables = Variable(wh), Variable(bo)
    backward(loss_of_part_3(x, t, *variables))
    h = rbf(x * wh)
    grad_output = rbf_network.output_activations(h, bo) - t
    grad_hidden = rbf_network.gradient_hidden(x * wh, h, grad_output)
    assert agree(variables[0], rbf_network.gradient_weight_hidden(x, grad_hidden))
    assert agree(variables[1], rbf_network.gradient_bias_out(grad_output))


def test_the_tape_trains_part_3_as_published():
    x, t = make_surrounded_classes()
    wh, bo, path = 2.3, 1.4, []
    for _ in range(21):
        variables = Variable(wh), Variable(bo)
        loss = loss_of_part_3(x, t, *variables)
        path.append((wh, bo, loss.value))
        backward(loss)
        wh, bo = (variable.value - 2.0 * variable.grad for variable in variables)
    expected = rbf_network.train(x, t, 2.3, 1.4, learning_rate=2.0, nb_of_iterations=20)
    assert np.allclose(path, expected, rtol=0, atol=1e-10)
    assert np.round(path[-1], 4).tolist() == [1.1231, -0.4425, 0.5194]


@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 5, 2)])
def test_part_4(sizes):
    generator = np.random.RandomState(1)
    X, T = make_circles(generator)
    parameters = softmax_network.init_parameters(generator, sizes, 1.0)
    Wh, bh, Wo, bo = variables = [Variable(parameter) for parameter in parameters]
    H = apply(logistic, X @ Wh + bh)
    loss = sum_of(softmax_cross_entropy(H @ Wo + bo, T))
    backward(loss)
    derived = softmax_network.backprop_gradients(X, T, *parameters)
    assert all(map(agree, variables, derived))
    assert np.isclose(loss.value, softmax_network.loss(softmax_network.nn(X, *parameters), T))


@pytest.mark.parametrize("widths", [(64, 20, 20, 10), (64, 10), (64, 7, 3, 5, 10)])
def test_part_5(widths):
    X, labels = load_digits()
    X, T = X[:120], one_hot(labels[:120], 10)
    layers = make_layers(np.random.RandomState(1), widths, 0.4)
    variables = [[Variable(param) for param in layer.get_params()] for layer in layers]
    samples = Z = Variable(X)
    for layer, own in zip(layers, variables, strict=True):
        if isinstance(layer, LinearLayer):
            Z = Z @ own[0] + own[1]
        elif isinstance(layer, LogisticLayer):
            Z = apply(logistic, Z)
    backward(mean_of(softmax_cross_entropy(Z, T)))
    activations = forward_step(X, layers)
    for own, derived in zip(variables, backward_step(activations, T, layers), strict=True):
        assert all(map(agree, own, derived))
    at_input = T
    for i in reversed(range(len(layers))):
        at_input = layers[i].get_input_grad(activations[i + 1], at_input)
    assert agree(samples, at_input)


# Random expressions, on variables and, independently, on arrays of complex numbers

OF_ARRAYS = {
    np.exp: np.exp,
    np.log: np.log,
    logistic: lambda z: 1 / (1 + np.exp(-z)),
    rbf: lambda z: np.exp(-(z**2)),
}


# Of two values of any shape that fits, and of a square one; f applies a function.
STEPS = (
    lambda a, b, square, f: a + b,
    lambda a, b, square, f: a - 2 * b,
    lambda a, b, square, f: a * b,
    lambda a, b, square, f: square @ square,
    lambda a, b, square, f: a @ square,
    lambda a, b, square, f: f(logistic, a) - b,
    lambda a, b, square, f: f(rbf, b),
    lambda a, b, square, f: f(np.exp, f(rbf, a)) * b,
    lambda a, b, square, f: f(np.log, 1 + b * b),
)


def computed(plan, values, function, mean):
    """Compute a number from values by a plan: a step, and places of what it takes, each time."""
    found = list(values)
    for step, i, j in plan:
        squares = [v for v in found if getattr(v, "value", v).shape == (3, 3)]
        a, b = found[i % len(found)], found[j % len(found)]
        if step == 4:  # a number is no matrix
            a = squares[i % len(squares)]
        found.append(STEPS[step](a, b, squares[j % len(squares)], function))
    return sum((mean(value) for value in found[1:]), mean(found[0]))


@pytest.mark.parametrize("seed", range(12))
def test_random_expressions(seed):
    """Against the complex step, exact but for rounding, and central differences."""
    dice = np.random.RandomState(seed)
    values = [0.5 * np.array(dice.randn(*shape)) for shape in ((3, 3), (1, 3), (), (3, 3))]
    plan = [(dice.randint(len(STEPS)), *dice.randint(100, size=2)) for _ in range(7)]

    def on_arrays(*values):
        return computed(plan, values, lambda f, value: OF_ARRAYS[f](value), np.mean)

    variables = [Variable(value) for value in values]
    y = computed(plan, variables, apply, mean_of)
    assert np.isclose(y.value, on_arrays(*map(np.asarray, values)))
    backward(y)
    for i, variable in enumerate(variables):
        exact = np.zeros(variable.value.shape)
        for place in np.ndindex(exact.shape):
            moved = [np.asarray(value, dtype=complex).copy() for value in values]
            moved[i][place] += 1e-30j
            exact[place] = on_arrays(*moved).imag / 1e-30
        assert variable.grad.shape == exact.shape
        assert np.allclose(variable.grad, exact, rtol=1e-10, atol=1e-10)
        numerical = numerical_gradients(
            lambda value, i=i: on_arrays(*values[:i], value, *values[i + 1 :]), variable.value
        )
        assert np.allclose(variable.grad, numerical, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("function", SLOPES)
def test_slope_of_each_function(function):
    value = np.array([[0.3, 2.0, 1.1], [0.01, 5.0, 0.7]])
    a = Variable(value)
    backward(sum_of(apply(function, a)))
    exact = OF_ARRAYS[function](value + 1e-30j).imag / 1e-30
    assert np.allclose(a.grad, exact, rtol=1e-12, atol=1e-14)


def test_softmax_cross_entropy_where_a_probability_is_0():
    T = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    Z = Variable(np.array([[800.0, 0.0, -800.0], [800.0, 0.0, -800.0]]))
    losses = softmax_cross_entropy(Z, T)
    assert losses.value.tolist() == [[0.0], [800.0]]
    backward(sum_of(losses))
    assert Z.grad.tolist() == [[0.0, 0.0, 0.0], [1.0, -1.0, 0.0]]


# Paths and order


def test_a_variable_used_twice_gets_the_sum():
    z = Variable(5.0)
    backward(z * z)
    assert z.grad == 10
    backward(z + z)
    assert z.grad == 2


def test_a_variable_shared_by_two_paths_waits_for_both():
    """The short path comes first in one order of the parts, and last in the other."""
    for swap in (False, True):
        x = Variable(3.0)
        shared = x * x
        long = apply(np.log, apply(np.exp, shared) + 0)
        y = long * shared if swap else shared * long
        backward(y)  # x^4
        assert np.isclose(x.grad, 4 * 27)


def test_the_order_lists_each_once_and_behind_its_parts():
    x = Variable(3.0)
    y = x
    for _ in range(20):  # more than a million paths
        y = y * 0.5 + y * 0.25
    order = in_order(y)
    place = {variable: i for i, variable in enumerate(order)}
    assert len(order) == len(place) == 1 + 20 * 5
    assert all(place[part] < place[v] for v in order for part, _ in v.paths)
    backward(y)
    assert np.isclose(x.grad, 0.75**20)


def test_a_graph_deeper_than_any_recursion():
    x = Variable(1.0)
    y = x
    for _ in range(20_000):
        y = add.__wrapped__(y, x)  # past the door, for speed
    backward(y)
    assert x.grad == 20_001


def test_backward_begins_anew():
    """Gradients of an earlier run do not add up."""
    x = Variable(np.array([1.0, 2.0]))
    y = sum_of(x * x)
    backward(y)
    first = x.grad
    backward(y)
    assert x.grad.tolist() == [2.0, 4.0]
    assert first.tolist() == [2.0, 4.0]


def test_arrays_given_stay_as_they_are_and_gradients_are_apart():
    value = np.array([[1.0, 2.0]])
    a, b = Variable(value), Variable(value)
    backward(sum_of(a + b))
    a.grad += 1
    assert value.tolist() == [[1.0, 2.0]]
    assert b.grad.tolist() == [[1.0, 1.0]]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((2, 3), [[1, 2, 3], [4, 5, 6]]),
        ((1, 3), [[5, 7, 9]]),
        ((2, 1), [[6], [15]]),
        ((1, 1), [[21]]),
        ((), 21),
    ],
)
def test_what_was_repeated_is_summed(shape, expected):
    grad = np.arange(1.0, 7.0).reshape(2, 3)
    assert summed_to(shape, grad).tolist() == expected


def test_arrays_and_numbers_on_either_side():
    a = Variable(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array = np.array([[2.0, 0.5], [-1.0, 3.0]])
    for made, expected in (
        (array + a, array + a.value),
        (array - a, array - a.value),
        (a - array, a.value - array),
        (2 * a, 2 * a.value),
        (np.float64(2) * a, 2 * a.value),
        (array * a, array * a.value),
        (array @ a, array @ a.value),
        (a @ array, a.value @ array),
    ):
        assert isinstance(made, Variable)
        assert np.array_equal(made.value, expected)


# The door

COLUMN, ROW = Variable(np.ones((5, 1))), Variable(np.ones((1, 5)))
GOOD = {
    **{"a": COLUMN, "b": COLUMN, "A": COLUMN, "B": ROW, "Z": Variable(np.zeros((2, 3)))},
    **{"T": np.eye(3)[:2], "function": np.exp, "y": Variable(1.0), "shape": (1, 3)},
    "grad": np.ones((4, 3)),
}


@pytest.mark.parametrize("function", public_functions(autodiff), ids=lambda f: f.__name__)
def test_good_arguments_pass_and_a_text_is_refused(function):
    given = arguments(function, GOOD)
    function(**given)
    for name in given:
        assert refused(function, GOOD, **{name: "text"}).startswith(f"{name} must be ")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: backward(COLUMN), r"y must be a single number, .* the shape \(5, 1\)"),
        (lambda: backward(3.0), "y must be a Variable, but is of type float"),
        (lambda: Variable(np.nan), "value must be finite"),
        (lambda: Variable("3"), "value must be a number or a NumPy array, but is of type str"),
        (lambda: Variable([1.0]), "value must be a number or a NumPy array, but is of type list"),
        (lambda: Variable(np.array([])), "value must not be empty"),
        (lambda: COLUMN + np.ones(5), r"a of shape \(5, 1\) and b of shape \(5,\) do not"),
        (lambda: COLUMN * ROW, "do not fit"),
        (lambda: np.ones((2, 5)) - ROW + np.ones((3, 5)), "do not fit"),
        (lambda: add(COLUMN, np.ones((4, 1))), r"a of shape \(5, 1\) and b of shape \(4, 1\)"),
        (lambda: multiply(ROW, np.inf), "b must be finite"),
        (lambda: np.inf - ROW, "a must be finite"),
        (lambda: COLUMN @ COLUMN, "A must have as many columns as B has rows"),
        (lambda: np.ones((5, 3)) @ COLUMN, r"columns as B has rows, .* \(5, 3\) and \(5, 1\)"),
        (lambda: matmul(COLUMN, np.ones(3)), r"B must be a matrix, but its shape is \(3,\)"),
        (lambda: apply(np.tanh, COLUMN), r"\(exp, log, logistic, rbf\), but is tanh"),
        (lambda: apply([np.exp], COLUMN), "function must be one whose slope"),
        (lambda: apply(np.log, 0 * COLUMN), "the result must be finite, but 5 of its 5"),
        (lambda: apply(np.exp, 1000 * COLUMN), "the result must be finite"),
        (lambda: softmax_cross_entropy(COLUMN, np.ones((4, 1))), "Z and T must have the same"),
        (lambda: softmax_cross_entropy(COLUMN, np.full((5, 1), 2.0)), "T must hold only 0 and 1"),
        (lambda: summed_to((2, 3), np.ones((4, 3))), "cannot be summed to the shape"),
        (lambda: summed_to([2, 3], np.ones((2, 3))), "shape must be a shape, a tuple of sizes"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def assigned(source):
    """Return the assignments at the top level of a source, by what they assign to."""
    found = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return {ast.unparse(target): ast.unparse(n.value) for n in found for target in n.targets}


def test_slopes_and_operators_are_those_of_the_notebook():
    """The twins of functions and classes are compared elsewhere; these are neither."""
    (path,) = [path for path in PATHS if path.name.startswith("5.6-")]
    taught = {}
    for cell in code_cells(read(path)):
        taught |= assigned(python_source(cell))
    with open(autodiff.__file__, encoding="utf-8") as source:
        ours = assigned(source.read())
    for name in ("SLOPES", "NUMBERS"):
        assert taught[name] == ours[name]

    def operators(assignments):
        without_door = re.compile(r"_door\w*\((lambda .*?\))\)")
        return {
            name: without_door.sub(r"\1", value)
            for name, value in assignments.items()
            if "Variable.__" in name
        }

    assert len(operators(ours)) == 9
    assert operators(taught) == operators(ours)
