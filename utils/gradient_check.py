"""The numerical gradient, with which every gradient of the course is checked."""

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
