"""Tests of utils.validation: what each check accepts, refuses, and says."""

import inspect
from fractions import Fraction

import numpy as np
import pytest

from utils import validation
from utils.validation import (
    require_column,
    require_finite,
    require_integer,
    require_number,
    require_positive,
    require_probabilities,
    require_same_shape,
    require_targets,
    require_vector,
)

pytestmark = pytest.mark.filterwarnings("error")


def require_at_least_two(**values):
    require_integer(2, **values)


ACCEPTED = [
    (require_finite, [0, -1.5, np.float32(2), np.int64(3), np.array(1.0), np.ones((2, 3))]),
    (require_number, [0, -1.5, np.float32(2), np.int64(3), np.array(1.0)]),
    (require_positive, [1, 5e-324, np.float32(2), np.array(1.0)]),
    (require_at_least_two, [2, 3, np.int64(2), np.uint8(2)]),
    (require_vector, [np.ones(1), np.arange(3)]),
    (require_column, [np.ones((1, 1)), np.ones((3, 1))]),
    (require_probabilities, [0, 1, 0.5, np.array([0.0, 1.0])]),
    (require_targets, [0, 1, 1.0, np.array([[0.0], [1.0]]), np.array([-0.0])]),
]

NOT_FINITE = [
    (np.nan, "v must be finite, but 1 of its 1 values are nan or infinite, the first being nan"),
    (-np.inf, "v must be finite, but 1 of its 1 values are nan or infinite, the first being -inf"),
    (None, "v must be a number or a NumPy array, but is of type NoneType"),
    ("1", "v must be a number or a NumPy array, but is of type str"),
    (1j, "v must be a number or a NumPy array, but is of type complex"),
    (np.complex128(1), "v must hold real numbers, but its dtype is complex128"),
    (True, "v must hold real numbers, but its dtype is bool"),
    (Fraction(1, 2), "v must hold real numbers, but its dtype is object"),
]
NOT_FINITE_ARRAYS = [
    (
        np.array([1, np.inf, np.nan]),
        "v must be finite, but 2 of its 3 values are nan or infinite, the first being inf",
    ),
    (np.empty((0, 1)), "v must not be empty, but has shape (0, 1)"),
    (np.array(["1"]), "v must hold real numbers, but its dtype is <U1"),
    (np.array([True]), "v must hold real numbers, but its dtype is bool"),
    (np.array([1.0], dtype=object), "v must hold real numbers, but its dtype is object"),
    ([1.0, 2.0], "v must be a number or a NumPy array, but is of type list"),
]
NOT_NUMBERS = [
    *NOT_FINITE,
    (np.ones(1), "v must be a single number, but is an array of shape (1,)"),
    (np.ones((2, 3)), "v must be a single number, but is an array of shape (2, 3)"),
    ([1.0], "v must be a single number, but is an array of shape (1,)"),
]
REFUSED = [
    (require_finite, [*NOT_FINITE, *NOT_FINITE_ARRAYS]),
    (require_number, NOT_NUMBERS),
    (
        require_positive,
        [
            *NOT_NUMBERS,
            (0, "v must be positive, but is 0"),
            (-0.0, "v must be positive, but is -0.0"),
            (-1.5, "v must be positive, but is -1.5"),
        ],
    ),
    (
        require_at_least_two,
        [
            (value, f"v must be an integer of at least 2, but is {value!r}")
            for value in (1, -3, 2.0, np.float64(3), np.nan, True, None, "2", [2], np.array([2]))
        ],
    ),
    (
        require_vector,
        [
            *NOT_FINITE_ARRAYS,
            (1.0, "v must be an array of shape (k,), but its shape is ()"),
            (np.ones((2, 1)), "v must be an array of shape (k,), but its shape is (2, 1)"),
        ],
    ),
    (
        require_column,
        [
            *NOT_FINITE_ARRAYS,
            (1.0, "v must be an array of shape (n, 1), but its shape is ()"),
            (np.ones(4), "v must be an array of shape (n, 1), but its shape is (4,)"),
            (np.ones((4, 2)), "v must be an array of shape (n, 1), but its shape is (4, 2)"),
            (np.ones((4, 1, 1)), "v must be an array of shape (n, 1), but its shape is (4, 1, 1)"),
        ],
    ),
    (
        require_probabilities,
        [
            *NOT_FINITE,
            *NOT_FINITE_ARRAYS,
            (-1e-9, "v must lie between 0 and 1, but ranges from -1e-09 to -1e-09"),
            (np.array([0.5, 1.5]), "v must lie between 0 and 1, but ranges from 0.5 to 1.5"),
            (np.array([-2, 0.5]), "v must lie between 0 and 1, but ranges from -2 to 0.5"),
        ],
    ),
    (
        require_targets,
        [
            *NOT_FINITE,
            *NOT_FINITE_ARRAYS,
            (0.5, "v must hold only 0 and 1, but holds 0.5"),
            (np.array([[0], [2]]), "v must hold only 0 and 1, but holds 2"),
            (np.array([1.0, -1.0, 3.0]), "v must hold only 0 and 1, but holds -1"),
        ],
    ),
]


def cases_of(table):
    return [(check, case) for check, cases in table for case in cases]


def test_every_check_is_tested():
    tested = {check for check, _ in ACCEPTED} & {check for check, _ in REFUSED}
    tested = tested - {require_at_least_two} | {require_integer, require_same_shape}
    functions = inspect.getmembers(validation, inspect.isfunction)
    assert tested == {f for _, f in functions if f.__module__ == validation.__name__}


@pytest.mark.parametrize(("check", "value"), cases_of(ACCEPTED))
def test_good_value_is_accepted(check, value):
    assert check(v=value) is None


@pytest.mark.parametrize(("check", "case"), cases_of(REFUSED))
def test_bad_value_is_refused_with_what_it_was_and_what_was_expected(check, case):
    value, expected = case
    with pytest.raises(ValueError) as error:
        check(v=value)
    assert str(error.value) == expected


@pytest.mark.parametrize(("check", "case"), [(check, cases[-1]) for check, cases in REFUSED])
def test_every_value_is_checked_and_the_bad_one_named(check, case):
    good = next(cases[-1] for accepting, cases in ACCEPTED if accepting is check)
    with pytest.raises(ValueError, match=r"^second must "):
        check(first=good, second=case[0])


@pytest.mark.parametrize(
    "values", [(1.0, 2), (np.ones((2, 1)), np.zeros((2, 1))), (np.ones(3),), (np.ones(3),) * 3]
)
def test_same_shapes_are_accepted(values):
    assert require_same_shape(**dict(zip("abc", values, strict=False))) is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"y": np.ones((40, 1)), "t": np.ones(40)}, "y and t * y (40, 1), t (40,)"),
        ({"y": np.ones((1, 40)), "t": np.ones((40, 1))}, "y and t * y (1, 40), t (40, 1)"),
        ({"y": np.ones(1), "t": 1.0}, "y and t * y (1,), t ()"),
        (
            {"a": np.ones(2), "b": np.ones(2), "c": np.ones(3)},
            "a and b and c * a (2,), b (2,), c (3,)",
        ),
    ],
)
def test_different_shapes_are_refused_with_every_name_and_shape(values, found):
    with pytest.raises(ValueError) as error:
        require_same_shape(**values)
    assert str(error.value) == found.replace("*", "must have the same shape, but have:")
