"""The data sets of the course."""

import numpy as np

from utils.validation import checked, require_integer, require_positive


def _require_even(**values):
    require_integer(2, **values)
    for name, value in values.items():
        if value % 2:
            raise ValueError(f"{name} must be even, but is {value}")


def _require_seed(**values):
    require_integer(0, **values)
    for name, value in values.items():
        if value >= 2**32:
            raise ValueError(f"{name} must be below 2**32, but is {value}")


_door = checked(
    {"n_samples_per_class": _require_even, "std_dev": require_positive, "seed": _require_seed}
)


@_door
def make_surrounded_classes(n_samples_per_class=20, std_dev=0.5, seed=4):
    """Draw two classes on a line, the red one on both sides of the blue one.

    Parameters
    ----------
    n_samples_per_class : int
        The number of samples n in each class, positive and even: half of the red ones lie left
        of the blue ones and half of them right.
    std_dev : float
        Standard deviation of each of the three groups around its centre (0, -2 and +2), in units
        of x.
    seed : int
        Seed of NumPy's legacy generator, `numpy.random.RandomState`, whose stream never changes.

    Returns
    -------
    x : ndarray of shape (2 n, 1)
        The inputs, blue first.
    t : ndarray of shape (2 n, 1)
        The targets: 1 for blue, 0 for red.

    Raises
    ------
    ValueError
        If n_samples_per_class is not a positive even integer, std_dev is not positive and finite,
        or seed is not an integer from 0 to 2**32 - 1.

    Notes
    -----
    The data of P. Roelants, "How to implement a neural network (3/5) - backpropagation", 2015.
    """
    generator = np.random.RandomState(seed)
    n_half = n_samples_per_class // 2
    x_blue = generator.randn(n_samples_per_class, 1) * std_dev
    x_red_left = generator.randn(n_half, 1) * std_dev - 2
    x_red_right = generator.randn(n_half, 1) * std_dev + 2
    x = np.vstack((x_blue, x_red_left, x_red_right))
    t = np.vstack((np.ones((n_samples_per_class, 1)), np.zeros((n_samples_per_class, 1))))
    return x, t
