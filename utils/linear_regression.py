"""The model of part 1: linear regression as the smallest network, with one weight.

    x --(* w)--> y

Of n samples, all ndarrays of shape (n, 1), or floats for a single one:

    x            inputs                          t            targets, any numbers
    y            outputs

    w, w_k       float: the weight; w_k is the one after k iterations

What `nn` returns has the shape of x. The loss is in squared units of t. Each function raises a
ValueError that names the argument if samples differ in shape, are empty or not finite, or an
argument is not what stands here. Each stands in the notebook that teaches it (1.1 and 1.2).

The facts follow P. Roelants, "How to implement a neural network (1/5) - gradient descent", 2015.
"""

from functools import partial

import numpy as np

from utils.validation import (
    checked,
    require_finite_path,
    require_integer,
    require_number,
    require_positive,
)

ONE_SHAPE = ("x", "t", "y")
RULES = {
    "w": require_number,
    "w_k": require_number,
    "learning_rate": require_positive,
    "nb_of_iterations": partial(require_integer, 0),
}
_door = checked(RULES, ONE_SHAPE)


@_door
def nn(x, w):
    """Compute the outputs y = x w."""
    return x * w


@_door
def loss(y, t):
    """Compute the loss, a float: the mean squared error."""
    return np.mean((y - t) ** 2)


@_door
def gradient(w, x, t):
    """Compute the gradient of the loss for w, a float: the mean of 2 x (y - t)."""
    y = nn(x, w)
    return np.mean(2 * x * (y - t))


@_door
def delta_w(w_k, x, t, learning_rate):
    """Compute the step to be subtracted from w_k, a float: the learning rate times the gradient."""
    return learning_rate * gradient(w_k, x, t)


@checked(RULES, ONE_SHAPE, result=require_finite_path)
def train(x, t, w, learning_rate, nb_of_iterations):
    """Train the network by gradient descent from w, and keep the whole path.

    It returns an ndarray of shape (nb_of_iterations + 1, 2): w and the loss, at the start and after
    each iteration. A ValueError tells in which iteration they cease to be finite.
    """
    path = [(w, loss(nn(x, w), t))]
    for _ in range(nb_of_iterations):
        w = w - delta_w(w, x, t, learning_rate)
        path.append((w, loss(nn(x, w), t)))
    return np.array(path)
