"""Checks of arguments, and the door at which they are made.

Each `require_...` takes its values as keywords, under their own names, and raises a ValueError
that names what was wrong and what was expected. `checked` has them made where a caller comes in
from outside of the package, and not again where its functions call each other.
"""

import functools
import inspect
import numbers
import sys

import numpy as np

INSIDE = __name__.partition(".")[0] + "."


def checked(rules, one_shape=(), result=None, one_length=(), together=None):
    """Make a decorator that checks the arguments of a function by their names, at the door.

    Where the caller is another function of the package, nothing is checked: its own arguments
    were. A function that is handed over and called back, as by `numerical_gradient`, stands
    outside, and what it calls is checked again.

    Parameters
    ----------
    rules : dict of str to callable
        For each argument a `require_...`, such as {"wh": require_number}.
    one_shape : tuple of str
        The arguments that must be finite and, where several are given, of one shape.
    result : callable
        Takes what the function returns to a caller outside, and raises a ValueError if it is not
        what it should be. NumPy's warnings on the way there are left to it.
    one_length : tuple of str
        The arguments that must have as many rows as each other, where several are given.
    together : callable
        Takes all arguments as keywords, after each of them was found right, and raises a
        ValueError if they do not fit each other, as by `require_shapes`.

    Returns
    -------
    callable

    Raises
    ------
    TypeError
        If an argument of the function decorated has no rule.
    """

    def decorate(function):
        signature = inspect.signature(function)
        names = list(signature.parameters)
        without = [name for name in names if name not in rules and name not in one_shape]
        if without:
            raise TypeError(f"{function.__name__} has no rule for: {', '.join(without)}")
        alike = [name for name in names if name in one_shape]
        as_long = [name for name in names if name in one_length]

        @functools.wraps(function)
        def at_the_door(*args, **kwargs):
            if sys._getframe(1).f_globals.get("__name__", "").startswith(INSIDE):
                return function(*args, **kwargs)
            try:
                arguments = signature.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # Python's own message names the function
            arguments.apply_defaults()
            values = arguments.arguments
            if alike:
                require_same_shape(**{name: values[name] for name in alike})
            for name in names:
                if name in rules:
                    rules[name](**{name: values[name]})
            if as_long:
                require_same_length(**{name: values[name] for name in as_long})
            if together is not None:
                together(**values)
            if result is None:
                return function(*args, **kwargs)
            with np.errstate(all="ignore"):
                value = function(*args, **kwargs)
            result(value)
            return value

        return at_the_door

    return decorate


def unchecked(**values):
    """Require nothing, for arguments that are checked where they are used."""


def require_finite(**values):
    """Require real numbers, or non-empty arrays of them, without nan and infinity."""
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
    """Require single finite real numbers, not arrays."""
    for name, value in values.items():
        if np.ndim(value) != 0:
            raise ValueError(
                f"{name} must be a single number, but is an array of shape {np.shape(value)}"
            )
    require_finite(**values)


def require_positive(**values):
    """Require single finite numbers above 0."""
    require_number(**values)
    for name, value in values.items():
        if value <= 0:
            raise ValueError(f"{name} must be positive, but is {value}")


def require_between(lowest, highest, **values):
    """Require single finite numbers from a lowest to a highest one, both included."""
    require_number(**values)
    for name, value in values.items():
        if not lowest <= value <= highest:
            wanted = f"lie between {lowest} and {highest}"
            raise ValueError(f"{name} must {wanted}, but is {value}")


def require_integer(minimum, **values):
    """Require integers not below a minimum; 20.0 and True are none."""
    for name, value in values.items():
        if not isinstance(value, numbers.Integral) or isinstance(value, bool) or value < minimum:
            raise ValueError(f"{name} must be an integer of at least {minimum}, but is {value!r}")


def require_vector(**values):
    """Require one-dimensional arrays, shape (k,), finite and not empty."""
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 1:
            raise ValueError(
                f"{name} must be an array of shape (k,), but its shape is {np.shape(value)}"
            )


def require_column(**values):
    """Require columns of samples: arrays of shape (n, 1), finite and not empty."""
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2 or np.shape(value)[1] != 1:
            raise ValueError(
                f"{name} must be an array of shape (n, 1), but its shape is {np.shape(value)}"
            )


def require_rows(nb_of_columns, **values):
    """Require rows of so many numbers: arrays of shape (n, nb_of_columns), finite, not empty."""
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2 or np.shape(value)[1] != nb_of_columns:
            raise ValueError(
                f"{name} must be an array of shape (n, {nb_of_columns}), "
                f"but its shape is {np.shape(value)}"
            )


def require_same_length(**values):
    """Require arrays with as many rows as each other: one for each sample."""
    shapes = {name: np.shape(value) for name, value in values.items()}
    if len({shape[:1] for shape in shapes.values()}) > 1:
        found = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(
            f"{' and '.join(shapes)} must have the same number of rows, but have: {found}"
        )


def require_same_shape(**values):
    """Require finite values of one shape, so that nothing is broadcast unseen."""
    require_finite(**values)
    shapes = {name: np.shape(value) for name, value in values.items()}
    if len(set(shapes.values())) > 1:
        found = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"{' and '.join(shapes)} must have the same shape, but have: {found}")


def require_shapes(shapes, **values):
    """Require arrays whose shapes fit each other, so that nothing is broadcast unseen.

    shapes names for each argument its sizes, numbers or letters, such as ("n", "d") for a matrix;
    a letter has the size that the first argument gives it. Arguments not in shapes may be anything.
    """
    found = {}
    for name in [name for name in values if name in shapes]:
        shape, sizes = np.shape(values[name]), shapes[name]
        wanted = [found.get(size, (size,))[0] for size in sizes]
        pairs = zip(wanted, shape, strict=False)
        if len(shape) != len(sizes) or any(isinstance(w, int) and w != size for w, size in pairs):
            others = dict.fromkeys(found[size][1] for size in sizes if size in found)
            fitting = " and ".join(
                f"{other} of shape {np.shape(values[other])}" for other in others
            )
            raise ValueError(
                f"{name} must be an array of shape ({', '.join(map(str, wanted))})"
                f"{' to fit ' if fitting else ''}{fitting}, but its shape is {shape}"
            )
        for size, given in zip(sizes, shape, strict=True):
            found.setdefault(size, (given, name))


def require_matrix(**values):
    """Require matrices: arrays of two dimensions, finite and not empty."""
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2:
            raise ValueError(
                f"{name} must be an array of shape (n, k), but its shape is {np.shape(value)}"
            )


def require_one_hot(**values):
    """Require targets of many classes: in each row one 1, in the column of its class, else 0."""
    require_matrix(**values)
    require_targets(**values)
    for name, value in values.items():
        wrong = np.flatnonzero(np.sum(value, axis=1) != 1)
        if wrong.size:
            raise ValueError(
                f"{name} must hold a single 1 in each row, but row {wrong[0]} holds "
                f"{np.sum(value[wrong[0]]):g}"
            )


def require_labels(**values):
    """Require labels: arrays of shape (n,) that hold integers from 0 on, and are not empty."""
    require_vector(**values)
    for name, value in values.items():
        if np.asarray(value).dtype.kind != "i":
            raise ValueError(f"{name} must hold integers, but its dtype is {value.dtype}")
        if np.min(value) < 0:
            raise ValueError(f"{name} must not be negative, but holds {np.min(value)}")


def require_arrays(**values):
    """Require tuples, or lists, of arrays, each finite and not empty."""
    for name, value in values.items():
        if not isinstance(value, (tuple, list)):
            raise ValueError(
                f"{name} must be a tuple of arrays, but is of type {type(value).__name__}"
            )
        require_finite(**{f"{name}[{i}]": array for i, array in enumerate(value)})


def require_generator(**values):
    """Require generators of random numbers of the legacy kind, whose stream never changes."""
    for name, value in values.items():
        if not isinstance(value, np.random.RandomState):
            raise ValueError(
                f"{name} must be a numpy.random.RandomState, but is of type {type(value).__name__}"
            )


def require_probabilities(**values):
    """Require finite numbers, or arrays of them, from 0 to 1, the ends included."""
    require_finite(**values)
    for name, value in values.items():
        if np.min(value) < 0 or np.max(value) > 1:
            raise ValueError(
                f"{name} must lie between 0 and 1, "
                f"but ranges from {np.min(value):g} to {np.max(value):g}"
            )


def require_targets(**values):
    """Require targets: numbers, or arrays of them, each exactly 0 or 1."""
    require_finite(**values)
    for name, value in values.items():
        array = np.asarray(value)
        wrong = array[(array != 0) & (array != 1)]
        if wrong.size:
            raise ValueError(f"{name} must hold only 0 and 1, but holds {wrong[0]:g}")


def require_booleans(**values):
    """Require arrays of True and False."""
    for name, value in values.items():
        found = getattr(value, "dtype", type(value).__name__)
        if found != np.bool_:
            raise ValueError(f"{name} must be an array of True and False, but is of {found}")


def require_callable(**values):
    """Require functions, handed over without calling them."""
    for name, value in values.items():
        if not callable(value):
            raise ValueError(
                f"{name} must be a function, but {type(value).__name__} is not callable"
            )


def require_finite_path(path):
    """Require that training stayed finite: an array with a row for each iteration, from 0."""
    wrong = np.flatnonzero(~np.all(np.isfinite(path), axis=1))
    if wrong.size:
        values = ", ".join(f"{value:g}" for value in path[wrong[0]])
        raise ValueError(
            f"the training must stay finite, but in iteration {wrong[0]} the parameters and the "
            f"loss are {values}; try a smaller learning_rate"
        )


def require_path(**values):
    """Require paths of training: finite arrays of shape (k + 1, 3), two parameters and the loss."""
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2 or np.shape(value)[1] != 3:
            raise ValueError(
                f"{name} must be an array of shape (k + 1, 3), but its shape is {np.shape(value)}"
            )
