"""The network of part 2: two inputs, one logistic output, no bias.

    x1 --(* w1)--\
                  +--> z --logistic--> y
    x2 --(* w2)--/

Of n samples:

    x       inputs, an ndarray of shape (n, 2), a row (x1, x2) for each sample
    t       targets, 0 or 1, shape (n, 1)
    z       x w^T, the log-odds of t = 1, shape (n, 1)
    y       outputs, in [0, 1], shape (n, 1): the probability that t = 1

    w, w_k  the weights w1 and w2, a row of shape (1, 2); w_k are those after k iterations

The loss is in nats, the mean over the samples. Each function raises a ValueError that names the
argument if it is of another shape, empty or not finite, or not what stands here. Each stands in
the notebook that teaches it (2.2 and 2.3).

The facts follow P. Roelants, "How to implement a neural network (2/5) - classification", 2015. Its
code sums the gradient over the samples where its text, and this module, take the mean: its
learning rate of 0.05 is one of 40 * 0.05 = 2 here.
"""

from functools import partial

import numpy as np

from utils.activations import logistic
from utils.losses import cross_entropy
from utils.validation import (
    checked,
    require_column,
    require_finite,
    require_finite_path,
    require_integer,
    require_positive,
    require_probabilities,
    require_rows,
    require_targets,
)


def _require_weights(**values):
    require_finite(**values)
    for name, value in values.items():
        if np.shape(value) != (1, 2):
            raise ValueError(
                f"{name} must be an array of shape (1, 2), but its shape is {np.shape(value)}"
            )


def _require_targets(**values):
    require_targets(**values)
    require_column(**values)


def _require_outputs(**values):
    require_probabilities(**values)
    require_column(**values)


RULES = {
    "x": partial(require_rows, 2),
    "t": _require_targets,
    "y": _require_outputs,
    "w": _require_weights,
    "w_k": _require_weights,
    "learning_rate": require_positive,
    "nb_of_iterations": partial(require_integer, 0),
}
ONE_LENGTH = ("x", "t", "y")
_door = checked(RULES, one_length=ONE_LENGTH)


@_door
def nn(x, w):
    """Compute the outputs y = logistic(x w^T) of the network, of shape (n, 1)."""
    return logistic(x @ w.T)


@_door
def nn_predict(x, w):
    """Decide for a class: 1.0 (blue) where y is above 1/2, otherwise 0.0 (red), shape (n, 1)."""
    return 1.0 * (nn(x, w) > 0.5)


@_door
def loss(y, t):
    """Compute the loss, a float: the mean cross-entropy, finite even where y is exactly 0 or 1."""
    return np.mean(cross_entropy(y, t))


@_door
def gradient(w, x, t):
    """Compute the gradient of the loss for w, of shape (1, 2): the mean of x (y - t)."""
    return np.mean(x * (nn(x, w) - t), axis=0, keepdims=True)


@_door
def delta_w(w_k, x, t, learning_rate):
    """Compute what one iteration subtracts from w_k: the learning rate times the gradient."""
    return learning_rate * gradient(w_k, x, t)


@checked(RULES, result=require_finite_path, one_length=ONE_LENGTH)
def train(x, t, w, learning_rate, nb_of_iterations):
    """Train the network by gradient descent from w, and keep the whole path.

    It returns an ndarray of shape (nb_of_iterations + 1, 3): w1, w2 and the loss, at the start
    and after each iteration. A ValueError tells in which iteration they cease to be finite.
    """
    path = [(*w[0], loss(nn(x, w), t))]
    for _ in range(nb_of_iterations):
        w = w - delta_w(w, x, t, learning_rate)
        path.append((*w[0], loss(nn(x, w), t)))
    return np.array(path)
