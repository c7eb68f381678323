"""What part 5 costs: its training, beside other ways to the same, and how the cost grows.

A step on a minibatch takes far longer than its nine matrix products, which are small. Where the
rest goes: the same arithmetic in one piece, without any function, takes two thirds of our step, and
some five times as long as the products. It is some 50 calls of NumPy on arrays of a few hundred
numbers, whose cost is mostly that of a call: the two logistic layers take an eighth of the step,
the softmax, the loss and the updates a tenth each, the sums over the samples for the biases a
fifteenth. The last third is Python's: layers, functions and their doors. With ten times as many
neurons the products grow and the calls do not: `wide_step_ours_over_matrix_products`.
"""

import itertools
import statistics
import time
from functools import partial

import numpy as np

from bench.timing import in_turns, median_seconds, redraws, side_by_side, threads
from bench.yardsticks import BATCHES, LABELS, START, YARDSTICKS, X, installed
from utils.drawing import example
from utils.layers import backward_step, forward_step, make_layers, train_iteration
from utils.playground.digits import Playground

WIDE = make_layers(np.random.RandomState(1), (64, 200, 200, 10))
EPS = np.finfo(float).eps
RATIOS = {
    "train_part5_ours_over_bare": "training part 5, over the same arithmetic without functions "
    "and checks",
    "train_part5_scalar_loop_over_ours": "training part 5 with its parameters updated one scalar "
    "at a time through iterators, over whole arrays",
    "step_ours_over_matrix_products": "a step of part 5 on a minibatch, over its matrix products "
    "alone",
    "wide_step_ours_over_matrix_products": "the same with ten times as many hidden neurons",
    "epoch_sklearn_over_ours": "an iteration of part 5 by scikit-learn's `MLPClassifier`, over "
    "ours",
    "step_pytorch_over_ours": "a step of part 5 by PyTorch, over ours",
}


def scalars(layers):
    """Yield every parameter of a network, writable, one scalar at a time."""
    for layer in layers:
        for param in layer.get_params():
            yield from np.nditer(param, op_flags=["readwrite"])


def scalar_loop(layers, batches, learning_rate):
    """Do an iteration over the batches, and update one scalar after the other, in place."""
    layers = [type(layer)(*[param.copy() for param in layer.get_params()]) for layer in layers]
    for input_samples, targets in batches:
        grads = backward_step(forward_step(input_samples, layers), targets, layers)
        flat = (grad for of_layer in grads for array in of_layer for grad in np.nditer(array))
        for scalar, grad in zip(scalars(layers), flat, strict=True):
            scalar -= learning_rate * grad
    return [param for layer in layers for param in layer.get_params()]


def bare_iteration():
    """Do the arithmetic of an iteration in one piece: no layers, no functions, no checks."""
    W1, b1, W2, b2, W3, b3 = (param for layer in START for param in layer.get_params())
    losses = []
    for X0, T in BATCHES:
        Z1 = X0 @ W1 + b1
        H1 = np.exp(np.minimum(Z1, 0)) / (1 + np.exp(-np.abs(Z1)))
        Z2 = H1 @ W2 + b2
        H2 = np.exp(np.minimum(Z2, 0)) / (1 + np.exp(-np.abs(Z2)))
        Z3 = H2 @ W3 + b3
        shares = np.exp(Z3 - np.max(Z3, axis=1, keepdims=True))
        Y = shares / np.sum(shares, axis=1, keepdims=True)
        losses.append(np.mean(-np.sum(T * np.log(np.maximum(Y, EPS)), axis=1)))
        D3 = (Y - T) / len(X0)
        D2 = H2 * (1 - H2) * (D3 @ W3.T)
        D1 = H1 * (1 - H1) * (D2 @ W2.T)
        W1 = W1 - 0.1 * (X0.T @ D1)
        W2 = W2 - 0.1 * (H1.T @ D2)
        W3 = W3 - 0.1 * (H2.T @ D3)
        b1 = b1 - 0.1 * np.sum(D1, axis=0, keepdims=True)
        b2 = b2 - 0.1 * np.sum(D2, axis=0, keepdims=True)
        b3 = b3 - 0.1 * np.sum(D3, axis=0, keepdims=True)
    return W1, b1, W2, b2, W3, b3


def products_of(network, batches):
    """List the factors of all matrix products of an iteration: three a linear layer and batch."""
    factors = []
    for input_samples, _ in batches:
        activations = forward_step(input_samples, network)
        for layer, X_in, Y in zip(network, activations[:-1], activations[1:], strict=True):
            for W in layer.get_params()[:1]:
                factors += [(X_in, W), (X_in.T, Y), (Y, W.T)]
    return factors


def multiply(factors):
    """Do matrix products, and nothing else."""
    for one, other in factors:
        one @ other


def measure():
    """Return the median times in seconds, by name, and the ratios; in one thread and in all."""
    times, ratios = {}, {}
    for end, number, clock in (
        ("", 1, time.process_time),
        ("_all_threads", None, time.perf_counter),
    ):
        with threads(number):
            some_times, some_ratios = measure_iterations(clock)
        times |= {name + end: value for name, value in some_times.items()}
        ratios |= {name + end: value for name, value in some_ratios.items()}
    return {**times, **growth(), **pad()}, ratios


def measure_iterations(clock):
    """Return the median times of iterations, by name, and the ratios."""
    iterations = {name: YARDSTICKS[name]() for name in installed()}
    iterations["bare"] = bare_iteration
    wanted = scalar_loop(START, BATCHES, 0.1)
    for iteration in iterations.values():
        for one, two in zip(iteration(), wanted, strict=True):
            np.testing.assert_allclose(one, two, rtol=1e-10, atol=1e-12)
    products = partial(multiply, products_of(START, BATCHES))
    turns = in_turns({**iterations, "matrix_products": products}, repeats=9, clock=clock)
    _, loop_over_ours = side_by_side(
        lambda: scalar_loop(START, BATCHES, 0.1), iterations["ours"], repeats=5, clock=clock
    )
    _, wide_over_products = side_by_side(
        partial(train_iteration.__wrapped__, WIDE, BATCHES, 0.1),
        partial(multiply, products_of(WIDE, BATCHES)),
        repeats=5,
        clock=clock,
    )
    pairs = {
        "train_part5_ours_over_bare": ("ours", "bare"),
        "step_ours_over_matrix_products": ("ours", "matrix_products"),
        "epoch_sklearn_over_ours": ("sklearn", "ours"),
        "step_pytorch_over_ours": ("torch", "ours"),
    }
    times = {f"iteration_part5_{name}": statistics.median(of) for name, of in turns.items()}
    return times, {
        "train_part5_scalar_loop_over_ours": loop_over_ours,
        "wide_step_ours_over_matrix_products": wide_over_products,
        **{
            key: statistics.median(turns[one] / turns[other])
            for key, (one, other) in pairs.items()
            if one in turns
        },
    }


def growth():
    """Return what an iteration costs with samples or width times 10, or depth times 4."""
    deep = make_layers(np.random.RandomState(1), (64, *[20] * 8, 10))
    cases = {
        "samples_times_10": (START, BATCHES * 10),
        "width_times_10": (WIDE, BATCHES),
        "depth_times_4": (deep, BATCHES),
    }
    times = {}
    for name, (network, batches) in cases.items():
        run = partial(train_iteration, network, batches, 0.1)
        times[f"iteration_part5_{name}"] = median_seconds(run, repeats=5)
    return times


def pad():
    """Return how long the playground takes to follow its controls, and a stroke on its sheet."""
    playground = Playground(START, [np.zeros((10, 20))] * 2, X, LABELS)
    times = redraws(5, playground)
    drawings = itertools.cycle([np.asarray(stroke).tolist()] for stroke in example(3) + example(5))

    def draw():
        playground.pad.strokes = next(drawings)

    return {**times, "playground_part5_stroke": median_seconds(draw)}
