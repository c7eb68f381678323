"""Automatic differentiation: variables that remember what they were made of.

    x, w --multiply--> p        p, b --add--> z        z, z --multiply--> y

A `Variable` holds a value, and its paths: a pair for each variable that it was made of, of that
variable and a function that brings a gradient back to it. `backward(y)`, of a single number y,
goes through all that y was made of, in reverse, and leaves in each variable's grad the derivative
of y with respect to it, in the shape of its value: the sum of what comes back on all paths.

    value, grad    ndarrays of one shape, () for a number; grad is None before `backward`
    paths          list of pairs (variable, bring_back): bring_back(grad) is what the variable gets
    number         int, larger than those of all variables made before
    a, b           variables, or numbers and arrays, which become variables that nothing made
    A, B, Z        variables with a matrix as their value
    T              ndarray, targets: one-hot, a row for each sample, in the shape of Z
    function       exp and log of NumPy, logistic and rbf: what `SLOPES` holds

Where shapes differ, the smaller one is repeated, as by NumPy, but only if it is a single number or
has a 1 in place of a size. Each function raises a ValueError that names the argument that is not
what it should be, or a result that is not finite; none changes its arguments, but for the grad of
`backward`. Each stands in the notebook that teaches it (5.6).
"""

from itertools import count

import numpy as np

from utils.activations import logistic, rbf
from utils.validation import checked, require_finite, require_one_hot, unchecked


def _require_variable(**values):
    for name, value in values.items():
        if not isinstance(value, Variable):
            raise ValueError(f"{name} must be a Variable, but is of type {type(value).__name__}")


def _require_operand(**values):
    """Require variables, or what becomes one: finite numbers or arrays."""
    for name, value in values.items():
        if not isinstance(value, Variable):
            require_finite(**{name: value})


def _require_shape(**values):
    for name, value in values.items():
        sizes = value if isinstance(value, tuple) else [None]
        if not all(isinstance(size, int) and size > 0 for size in sizes):
            raise ValueError(f"{name} must be a shape, a tuple of sizes, but is {value!r}")


def _require_known(**values):
    for name, value in values.items():
        if not callable(value) or value not in SLOPES:
            known = ", ".join(function.__name__ for function in SLOPES)
            raise ValueError(
                f"{name} must be one whose slope is in SLOPES ({known}), but is "
                f"{getattr(value, '__name__', repr(value))}"
            )


def _is_repeated(shape, other):
    """Tell whether arrays of a shape, repeated, give another shape, or have it already."""
    pairs = zip(shape, other, strict=False)
    return shape == () or (len(shape) == len(other) and all(m in (1, n) for m, n in pairs))


def _require_fitting(**operands):
    """Require one shape, or one that is repeated to the other: never both, as column and row."""
    (one, other) = (np.shape(getattr(o, "value", o)) for o in operands.values())
    if not _is_repeated(one, other) and not _is_repeated(other, one):
        names = list(operands)
        raise ValueError(
            f"{names[0]} of shape {one} and {names[1]} of shape {other} do not fit: they must have "
            "one shape, or one of them be a single number or have 1 where it is to be repeated"
        )


def _require_matrices(A, B):
    one, other = (np.shape(getattr(o, "value", o)) for o in (A, B))
    for name, shape in (("A", one), ("B", other)):
        if len(shape) != 2:
            raise ValueError(f"{name} must be a matrix, but its shape is {shape}")
    if one[1] != other[0]:
        raise ValueError(
            f"A must have as many columns as B has rows, but the shapes are {one} and {other}"
        )


def _require_repeated(shape, grad):
    if not _is_repeated(shape, np.shape(grad)):
        raise ValueError(f"grad of shape {np.shape(grad)} cannot be summed to the shape {shape}")


def _require_single_number(y):
    if y.value.shape != ():
        raise ValueError(
            f"y must be a single number, as a loss is, but has the shape {y.value.shape}; its sum "
            "or mean is one: sum_of, mean_of"
        )


def _require_targets_for_each(Z, T):
    if Z.value.shape != T.shape:
        raise ValueError(
            f"Z and T must have the same shape, but have: Z {Z.value.shape}, T {T.shape}"
        )


def _require_finite_result(variable):
    require_finite(**{"the result": variable.value})


RULES = {
    "self": unchecked,
    **dict.fromkeys(("a", "b", "A", "B"), _require_operand),
    **dict.fromkeys(("y", "Z"), _require_variable),
    "value": require_finite,
    "paths": unchecked,
    "shape": _require_shape,
    "grad": require_finite,
    "function": _require_known,
    "T": require_one_hot,
}
_door = checked(RULES, result=_require_finite_result)
_door_of_two = checked(RULES, together=_require_fitting, result=_require_finite_result)
_door_of_matrices = checked(RULES, together=_require_matrices, result=_require_finite_result)

NUMBERS = count()  # 0, 1, 2 ..., the next one at each next(NUMBERS)


class Variable:
    """A value that remembers what it was made of, and how a gradient goes back there."""

    @checked(RULES)
    def __init__(self, value, paths=()):
        """Make a variable; without paths nothing made it."""
        self.value, self.paths, self.grad = np.asarray(value, dtype=float), paths, None
        self.number = next(NUMBERS)


@_door
def as_variable(a):
    """Make a variable of a number or an array; leave a variable as it is."""
    return a if isinstance(a, Variable) else Variable(a)


@_door_of_two
def add(a, b):
    """Add, number by number; a gradient goes back to both as it is."""
    a, b = as_variable(a), as_variable(b)
    return Variable(a.value + b.value, [(a, lambda grad: grad), (b, lambda grad: grad)])


@_door_of_two
def multiply(a, b):
    """Multiply, number by number; a gradient goes back to each, times the other."""
    a, b = as_variable(a), as_variable(b)
    paths = [(a, lambda grad: grad * b.value), (b, lambda grad: grad * a.value)]
    return Variable(a.value * b.value, paths)


@_door_of_two
def subtract(a, b):
    """Subtract, number by number: add the other, times -1."""
    return add(a, multiply(-1, b))


@_door_of_matrices
def matmul(A, B):
    """Compute the matrix product A B."""
    A, B = as_variable(A), as_variable(B)
    paths = [(A, lambda grad: grad @ B.value.T), (B, lambda grad: A.value.T @ grad)]
    return Variable(A.value @ B.value, paths)


# What the operators do; those with an r are called if only what stands at the right is a variable.
Variable.__add__ = Variable.__radd__ = add
Variable.__mul__ = Variable.__rmul__ = multiply
Variable.__sub__ = subtract
Variable.__rsub__ = _door_of_two(lambda b, a: subtract(a, b))
Variable.__matmul__ = matmul
Variable.__rmatmul__ = _door_of_matrices(lambda B, A: matmul(A, B))
Variable.__array_ufunc__ = None  # an array at the left leaves its operators to the variable


SLOPES = {
    np.exp: lambda x, y: y,
    np.log: lambda x, y: 1 / x,
    logistic: lambda x, y: y * (1 - y),
    rbf: lambda x, y: -2 * x * y,
}


@_door
def apply(function, a):
    """Apply a function, number by number, of which `SLOPES` knows the slope y' at x."""
    a = as_variable(a)
    y = function(a.value)
    return Variable(y, [(a, lambda grad: grad * SLOPES[function](a.value, y))])


@_door
def sum_of(a):
    """Sum up all numbers; a gradient goes back to each of them."""
    a = as_variable(a)
    return Variable(np.sum(a.value), [(a, lambda grad: np.full(a.value.shape, grad))])


@_door
def mean_of(a):
    """Compute the mean of all numbers."""
    return multiply(1 / as_variable(a).value.size, sum_of(a))


@checked(RULES, together=_require_targets_for_each, result=_require_finite_result)
def softmax_cross_entropy(Z, T):
    """Compute the cross-entropy of each row, a column, where Z goes into the softmax.

    The logarithm is taken of the softmax as a formula, so that it never meets log 0; the gradient
    is softmax(Z) - T.
    """
    shifted = Z.value - np.max(Z.value, axis=1, keepdims=True)
    log_Y = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    losses = -np.sum(T * log_Y, axis=1, keepdims=True)
    return Variable(losses, [(Z, lambda grad: grad * (np.exp(log_Y) - T))])


@checked(RULES, together=_require_repeated)
def summed_to(shape, grad):
    """Sum a gradient over the axes along which an array of this shape was repeated."""
    grad = np.sum(grad, axis=tuple(range(np.ndim(grad) - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return np.sum(grad, axis=repeated, keepdims=True)


@checked(RULES)
def in_order(y):
    """List all variables that y was made of, each behind those that it was made of; y is last."""
    found, waiting = {}, [y]
    while waiting:
        variable = waiting.pop()
        if variable.number not in found:
            found[variable.number] = variable
            waiting += [part for part, _ in variable.paths]
    return [found[number] for number in sorted(found)]


@checked(RULES, together=_require_single_number)
def backward(y):
    """Compute the gradient of y, a number, at each variable that it was made of: its grad."""
    order = in_order(y)
    for variable in order:
        variable.grad = np.zeros(variable.value.shape)
    y.grad = np.ones(y.value.shape)
    for variable in reversed(order):
        for part, bring_back in variable.paths:
            part.grad += summed_to(part.value.shape, bring_back(variable.grad))
