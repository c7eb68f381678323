"""The numerical gradient, with which every gradient of the course is checked."""

import numpy as np

from utils.validation import checked, require_callable, require_finite, require_positive


@checked({"function": require_callable, "parameter": require_finite, "eps": require_positive})
def numerical_gradient(function, parameter, eps=1e-4):
    """Estimate the derivative of a function by central differences.

    Parameters
    ----------
    function : callable
        Takes the parameter, returns a number; or, element by element, an array of its shape.
    parameter : float or ndarray
        Where to take the derivative.
    eps : float
        The step to either side, in units of the parameter. The error falls with eps squared,
        until rounding takes over.

    Returns
    -------
    float or ndarray
        (function(parameter + eps) - function(parameter - eps)) / (2 eps), in the shape of what
        the function returns.

    Raises
    ------
    ValueError
        If function cannot be called, parameter is not finite, or eps is not positive and finite.
    """
    return (function(parameter + eps) - function(parameter - eps)) / (2 * eps)


def _require_array(**values):
    require_finite(**values)
    for name, value in values.items():
        if not isinstance(value, np.ndarray):
            raise ValueError(f"{name} must be a NumPy array, but is of type {type(value).__name__}")


@checked({"function": require_callable, "array": _require_array, "eps": require_positive})
def numerical_gradients(function, array, eps=1e-4):
    """Estimate the derivatives of a function of an array, for each of its numbers by itself.

    Parameters
    ----------
    function : callable
        Takes an array, returns a number.
    array : ndarray
        Where to take the derivatives; it stays as it is.
    eps : float
        The step to either side, as for `numerical_gradient`.

    Returns
    -------
    ndarray
        Central differences, in the shape of the array. The function is called twice for each
        number.

    Raises
    ------
    ValueError
        If function cannot be called, array is none or not finite, or eps is not positive and
        finite.
    """
    gradients = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        step = np.zeros(array.shape)
        step[place] = eps
        gradients[place] = (function(array + step) - function(array - step)) / (2 * eps)
    return gradients
