"""Loss functions of single samples: what an output costs.

y are outputs in [0, 1] and t targets, 0 or 1: numbers or arrays of one shape, which is returned.
A ValueError names an argument that is not so, is empty or not finite.

Of many classes, Y and T are matrices with a row for each sample and a column for each class.
"""

from functools import partial

import numpy as np

from utils.validation import (
    checked,
    require_matrix,
    require_one_hot,
    require_probabilities,
    require_shapes,
    require_targets,
)


def _require_probability_rows(**values):
    require_matrix(**values)
    require_probabilities(**values)


_door = checked({"y": require_probabilities, "t": require_targets}, one_shape=("y", "t"))
_door_of_classes = checked(
    {"Y": _require_probability_rows, "T": require_one_hot},
    together=partial(require_shapes, {"Y": ("n", "c"), "T": ("n", "c")}),
)


@_door
def cross_entropy(y, t):
    """Compute the cross-entropy of each sample, -(t log y + (1 - t) log(1 - y)), in nats.

    The negative log-likelihood of t under the probability y. As log 0 is minus infinity, y is
    held 2.2e-16 (the machine epsilon) away from 0 and 1: to be sure and wrong costs 36.04.
    """
    eps = np.finfo(float).eps
    y = np.clip(y, eps, 1 - eps)
    return -(t * np.log(y) + (1 - t) * np.log(1 - y))


@_door_of_classes
def cross_entropy_classes(Y, T):
    """Compute the cross-entropy of each sample, -sum_c T log Y, in nats: a column.

    The negative log-likelihood of the class that T marks. Y is held the machine epsilon away from
    0, as in cross_entropy.
    """
    eps = np.finfo(float).eps
    return -np.sum(T * np.log(np.maximum(Y, eps)), axis=1, keepdims=True)
