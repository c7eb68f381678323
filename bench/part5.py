"""What part 5 costs: its training, beside other ways to the same, and how the cost grows."""

from functools import partial

import numpy as np

from bench.timing import median_seconds, side_by_side
from utils.data import load_digits, one_hot, split_digits
from utils.layers import (
    backward_step,
    forward_step,
    make_layers,
    minibatches,
    train_iteration,
)

X, LABELS = load_digits()
T = one_hot(LABELS, 10)
GENERATOR = np.random.RandomState(1)
TRAINING, VALIDATION, TEST = split_digits(GENERATOR, len(X))
NETWORK = make_layers(GENERATOR, (64, 20, 20, 10))
BATCHES = minibatches(X[TRAINING], T[TRAINING], 25)
RATIOS = {
    "train_part5_scalar_loop_over_ours": "training part 5 with its parameters updated one scalar "
    "at a time through iterators, over whole arrays",
    "step_ours_over_matrix_products": "a step of part 5 on a minibatch, over its matrix products "
    "alone",
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
    return layers


ACTIVATIONS = forward_step(BATCHES[0][0], NETWORK)
PRODUCTS = [
    product
    for layer, X_in, Y in zip(NETWORK, ACTIVATIONS[:-1], ACTIVATIONS[1:], strict=True)
    for W in layer.get_params()[:1]
    for product in ((X_in, W), (X_in.T, Y), (Y, W.T))
]


def matrix_products():
    """Do the matrix products of a step, and nothing else."""
    return [one @ other for one, other in PRODUCTS]


def measure():
    """Return the median times in seconds, by name, and the ratios."""
    ours, _ = train_iteration(NETWORK, BATCHES, 0.1)
    for layer, other in zip(ours, scalar_loop(NETWORK, BATCHES, 0.1), strict=True):
        for one, two in zip(layer.get_params(), other.get_params(), strict=True):
            np.testing.assert_allclose(one, two, rtol=1e-12)
    (loop, whole), loop_over_whole = side_by_side(
        lambda: scalar_loop(NETWORK, BATCHES, 0.1),
        lambda: train_iteration(NETWORK, BATCHES, 0.1),
        repeats=5,
    )
    (_, products), step_over_products = side_by_side(
        lambda: train_iteration(NETWORK, BATCHES, 0.1), lambda: [matrix_products() for _ in BATCHES]
    )
    times = {
        "iteration_part5_scalar_loop": loop,
        "iteration_part5_ours": whole,
        "step_part5_ours": whole / len(BATCHES),
        "step_part5_matrix_products": products / len(BATCHES),
        **growth(),
    }
    ratios = {
        "train_part5_scalar_loop_over_ours": loop_over_whole,
        "step_ours_over_matrix_products": step_over_products,
    }
    return times, ratios


def growth():
    """Return what an iteration costs with samples or width times 10, or depth times 4."""
    many = BATCHES * 10
    wide = make_layers(np.random.RandomState(1), (64, 200, 200, 10))
    deep = make_layers(np.random.RandomState(1), (64, *[20] * 8, 10))
    cases = {
        "samples_times_10": (NETWORK, many),
        "width_times_10": (wide, BATCHES),
        "depth_times_4": (deep, BATCHES),
    }
    times = {}
    for name, (network, batches) in cases.items():
        run = partial(train_iteration, network, batches, 0.1)
        times[f"iteration_part5_{name}"] = median_seconds(run, repeats=5)
    return times
