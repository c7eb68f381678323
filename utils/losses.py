"""Loss functions of single samples: what an output costs.

y are outputs in [0, 1] and t targets, 0 or 1: numbers or arrays of one shape, which is returned.
A ValueError names an argument that is not so, is empty or not finite.
"""

import numpy as np

from utils.validation import checked, require_probabilities, require_targets

_door = checked({"y": require_probabilities, "t": require_targets}, one_shape=("y", "t"))


@_door
def cross_entropy(y, t):
    """Compute the cross-entropy of each sample, -(t log y + (1 - t) log(1 - y)), in nats.

    The negative log-likelihood of t under the probability y. As log 0 is minus infinity, y is
    held 2.2e-16 (the machine epsilon) away from 0 and 1: to be sure and wrong costs 36.04.
    """
    eps = np.finfo(float).eps
    y = np.clip(y, eps, 1 - eps)
    return -(t * np.log(y) + (1 - t) * np.log(1 - y))
