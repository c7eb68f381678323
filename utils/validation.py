"""Checks of arguments: each raises a ValueError that names what was wrong and what was expected."""

import numbers

import numpy as np


def require_finite(**values):
    """Require real numbers, or non-empty arrays of them, without nan and infinity.

    Parameters
    ----------
    **values : float or ndarray
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is neither a number nor an array of numbers, is empty, or holds nan or infinity.
    """
    for name, value in values.items():
        if not isinstance(value, (np.ndarray, np.number, numbers.Real)):
            raise ValueError(
                f"{name} must be a number or a NumPy array, but is of type {type(value).__name__}"
            )
        array = np.asarray(value)
        if array.dtype.kind not in "if":  # unsigned integers would wrap around below 0
            raise ValueError(f"{name} must hold real numbers, but its dtype is {array.dtype}")
        if array.size == 0:
            raise ValueError(f"{name} must not be empty, but has shape {array.shape}")
        wrong = array[~np.isfinite(array)]
        if wrong.size:
            raise ValueError(
                f"{name} must be finite, but {wrong.size} of its {array.size} values "
                f"are nan or infinite, the first being {wrong[0]}"
            )


def require_number(**values):
    """Require single finite real numbers, not arrays.

    Parameters
    ----------
    **values : float
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not one finite number.
    """
    for name, value in values.items():
        if np.ndim(value) != 0:
            raise ValueError(
                f"{name} must be a single number, but is an array of shape {np.shape(value)}"
            )
    require_finite(**values)


def require_positive(**values):
    """Require single finite numbers above 0.

    Parameters
    ----------
    **values : float
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not one positive and finite number.
    """
    require_number(**values)
    for name, value in values.items():
        if value <= 0:
            raise ValueError(f"{name} must be positive, but is {value}")


def require_integer(minimum, **values):
    """Require integers that are not below a minimum.

    Parameters
    ----------
    minimum : int
        The smallest value allowed.
    **values : int
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not an integer (20.0 and True are not), or is below the minimum.
    """
    for name, value in values.items():
        if not isinstance(value, numbers.Integral) or isinstance(value, bool) or value < minimum:
            raise ValueError(f"{name} must be an integer of at least {minimum}, but is {value!r}")


def require_vector(**values):
    """Require one-dimensional, non-empty, finite arrays.

    Parameters
    ----------
    **values : ndarray
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not an array of shape (k,) of finite numbers, k >= 1.
    """
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 1:
            raise ValueError(
                f"{name} must be an array of shape (k,), but its shape is {np.shape(value)}"
            )


def require_column(**values):
    """Require columns of samples: finite arrays of shape (n, 1).

    Parameters
    ----------
    **values : ndarray
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not an array of shape (n, 1) of finite numbers, n >= 1.
    """
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2 or np.shape(value)[1] != 1:
            raise ValueError(
                f"{name} must be an array of shape (n, 1), but its shape is {np.shape(value)}"
            )


def require_same_shape(**values):
    """Require finite values of one shape, so that nothing is broadcast unseen.

    Parameters
    ----------
    **values : float or ndarray
        The arguments to compare, each under its own name.

    Raises
    ------
    ValueError
        If a value is not a finite number or array, or two shapes differ.
    """
    require_finite(**values)
    shapes = {name: np.shape(value) for name, value in values.items()}
    if len(set(shapes.values())) > 1:
        found = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"{' and '.join(shapes)} must have the same shape, but have: {found}")


def require_probabilities(**values):
    """Require numbers between 0 and 1, the ends included.

    Parameters
    ----------
    **values : float or ndarray
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not a finite number or array, or leaves [0, 1].
    """
    require_finite(**values)
    for name, value in values.items():
        if np.min(value) < 0 or np.max(value) > 1:
            raise ValueError(
                f"{name} must lie between 0 and 1, "
                f"but ranges from {np.min(value):g} to {np.max(value):g}"
            )


def require_targets(**values):
    """Require targets: every one exactly 0 or 1.

    Parameters
    ----------
    **values : float or ndarray
        The arguments to check, each under its own name.

    Raises
    ------
    ValueError
        If a value is not a finite number or array, or holds anything but 0 and 1.
    """
    require_finite(**values)
    for name, value in values.items():
        array = np.asarray(value)
        wrong = array[(array != 0) & (array != 1)]
        if wrong.size:
            raise ValueError(f"{name} must hold only 0 and 1, but holds {wrong[0]:g}")
