"""Activation functions: what a neuron makes of its input.

z is the input of a neuron, a number or an array; each function returns the shape of z. All but
softmax work element by element; softmax takes a matrix, a row for each sample. A ValueError says
so if z is empty or not finite.
"""

import numpy as np

from utils.validation import checked, require_matrix

_door = checked({"Zo": require_matrix}, one_shape=("zh", "zo"))


@_door
def rbf(zh):
    """Compute the radial basis function exp(-zh^2), in (0, 1], with 1 at zh = 0."""
    return np.exp(-(zh**2))


@_door
def logistic(zo):
    """Compute the logistic function 1 / (1 + exp(-zo)), in [0, 1]: zo are the log-odds of t = 1.

    For zo < 0 the fraction is expanded by exp(zo), so that exp never sees a positive number and
    cannot overflow.
    """
    return np.exp(np.minimum(zo, 0)) / (1 + np.exp(-np.abs(zo)))


@_door
def softmax(Zo):
    """Compute exp(Zo) over its sum in each row: a probability for each class.

    A number that is taken from a whole row cancels, so the largest one of each row is taken away:
    exp never sees a positive number and cannot overflow.
    """
    shares = np.exp(Zo - np.max(Zo, axis=1, keepdims=True))
    return shares / np.sum(shares, axis=1, keepdims=True)
