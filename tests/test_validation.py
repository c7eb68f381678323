"""Tests of utils.validation: what each check accepts, refuses, and says."""

import inspect
from fractions import Fraction

import numpy as np
import pytest

from utils import validation
from utils.activations import rbf
from utils.gradient_check import numerical_gradient
from utils.validation import (
    checked,
    require_arrays,
    require_between,
    require_booleans,
    require_callable,
    require_column,
    require_finite,
    require_finite_path,
    require_generator,
    require_integer,
    require_labels,
    require_matrix,
    require_number,
    require_one_hot,
    require_path,
    require_positive,
    require_probabilities,
    require_rows,
    require_same_length,
    require_same_shape,
    require_shapes,
    require_targets,
    require_vector,
)


def require_at_least_two(**values):
    require_integer(2, **values)


def require_share(**values):
    require_between(0, 1, **values)


def require_pairs(**values):
    require_rows(2, **values)


ACCEPTED = [
    (require_share, [0, 1, 0.5, np.float32(1)]),
    (require_matrix, [np.ones((1, 1)), np.ones((3, 2))]),
    (require_one_hot, [np.eye(3), np.ones((2, 1)), np.array([[0, 1], [0, 1]])]),
    (require_arrays, [(np.ones(1),), [1.0, np.ones((2, 2))]]),
    (require_finite, [0, -1.5, np.float32(2), np.int64(3), np.array(1.0), np.ones((2, 3))]),
    (require_number, [0, -1.5, np.float32(2), np.int64(3), np.array(1.0)]),
    (require_positive, [1, 5e-324, np.float32(2), np.array(1.0)]),
    (require_at_least_two, [2, 3, np.int64(2), np.uint8(2)]),
    (require_vector, [np.ones(1), np.arange(3)]),
    (require_column, [np.ones((1, 1)), np.ones((3, 1))]),
    (require_probabilities, [0, 1, 0.5, np.array([0.0, 1.0])]),
    (require_targets, [0, 1, 1.0, np.array([[0.0], [1.0]]), np.array([-0.0])]),
    (require_path, [np.ones((1, 3)), np.zeros((4, 3))]),
    (require_callable, [np.exp, rbf, int]),
    (require_pairs, [np.ones((1, 2)), np.zeros((3, 2))]),
    (require_booleans, [np.array([True]), np.zeros((3, 1), dtype=bool)]),
    (require_generator, [np.random.RandomState(seed=1)]),
    (require_labels, [np.array([0]), np.arange(3)]),
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
    (
        require_path,
        [
            *NOT_FINITE_ARRAYS,
            (np.ones(3), "v must be an array of shape (k + 1, 3), but its shape is (3,)"),
            (np.ones((4, 2)), "v must be an array of shape (k + 1, 3), but its shape is (4, 2)"),
        ],
    ),
    (
        require_labels,
        [
            (np.ones((2, 1), int), "v must be an array of shape (k,), but its shape is (2, 1)"),
            (np.ones(2), "v must hold integers, but its dtype is float64"),
            (np.array([0, -1]), "v must not be negative, but holds -1"),
        ],
    ),
    (require_callable, [(1.0, "v must be a function, but float is not callable")]),
    (require_share, [*NOT_NUMBERS, (1.1, "v must lie between 0 and 1, but is 1.1")]),
    (
        require_matrix,
        [
            *NOT_FINITE_ARRAYS,
            (np.ones(3), "v must be an array of shape (n, k), but its shape is (3,)"),
            (np.ones((1, 2, 3)), "v must be an array of shape (n, k), but its shape is (1, 2, 3)"),
        ],
    ),
    (
        require_one_hot,
        [
            (np.ones(3), "v must be an array of shape (n, k), but its shape is (3,)"),
            (np.full((2, 2), 0.5), "v must hold only 0 and 1, but holds 0.5"),
            (
                np.array([[0, 1], [0, 0]]),
                "v must hold a single 1 in each row, but row 1 holds 0",
            ),
        ],
    ),
    (
        require_arrays,
        [
            (np.ones(3), "v must be a tuple of arrays, but is of type ndarray"),
            (
                (np.ones(3), np.array([np.nan])),
                "v[1] must be finite, but 1 of its 1 values are nan or infinite, the first being "
                "nan",
            ),
            ((np.empty(0),), "v[0] must not be empty, but has shape (0,)"),
            (3, "v must be a tuple of arrays, but is of type int"),
        ],
    ),
    (
        require_pairs,
        [
            *NOT_FINITE_ARRAYS,
            (np.ones(2), "v must be an array of shape (n, 2), but its shape is (2,)"),
            (np.ones((2, 4)), "v must be an array of shape (n, 2), but its shape is (2, 4)"),
        ],
    ),
    (
        require_booleans,
        [
            ([True], "v must be an array of True and False, but is of list"),
            (np.ones(2), "v must be an array of True and False, but is of float64"),
        ],
    ),
    (
        require_generator,
        [
            (
                np.random.default_rng(1),
                "v must be a numpy.random.RandomState, but is of type Generator",
            ),
            (1, "v must be a numpy.random.RandomState, but is of type int"),
        ],
    ),
]


def cases_of(table):
    return [(check, case) for check, cases in table for case in cases]


def test_every_check_is_tested():
    tested = {check for check, _ in ACCEPTED} & {check for check, _ in REFUSED}
    tested -= {require_at_least_two, require_pairs, require_share}
    tested |= {require_integer, require_between, require_rows}
    tested |= {require_same_length, require_same_shape, require_shapes}
    functions = dict(inspect.getmembers(validation, inspect.isfunction))
    for name in ("checked", "unchecked", "require_finite_path"):
        del functions[name]
    assert tested == {f for f in functions.values() if f.__module__ == validation.__name__}


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


SHAPES = {"X": ("n", "d"), "W": ("d", "m"), "b": (1, "m"), "T": ("n", 2)}


@pytest.mark.parametrize(
    "shapes",
    [
        {"X": (5, 2), "W": (2, 3), "b": (1, 3), "T": (5, 2)},
        {"W": (4, 1), "b": (1, 1)},
        {"b": (1, 7), "T": (3, 2), "k": ()},
    ],
)
def test_shapes_that_fit_each_other_are_accepted(shapes):
    values = {name: np.ones(shape) for name, shape in shapes.items()}
    assert require_shapes(SHAPES, **values) is None


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ({"X": (5,)}, "X must be an array of shape (n, d), but its shape is (5,)"),
        ({"b": (3, 1)}, "b must be an array of shape (1, m), but its shape is (3, 1)"),
        (
            {"X": (5, 2), "W": (3, 2)},
            "W must be an array of shape (2, m) to fit X of shape (5, 2), but its shape is (3, 2)",
        ),
        (
            {"X": (5, 2), "W": (2, 3), "b": (1, 4)},
            "b must be an array of shape (1, 3) to fit W of shape (2, 3), but its shape is (1, 4)",
        ),
        (
            {"W": (5, 2), "X": (4, 3), "T": (3, 2)},
            "X must be an array of shape (n, 5) to fit W of shape (5, 2), but its shape is (4, 3)",
        ),
    ],
)
def test_shapes_that_do_not_fit_are_refused_with_whom_they_should_fit(shapes, message):
    with pytest.raises(ValueError) as error:
        require_shapes(SHAPES, **{name: np.ones(shape) for name, shape in shapes.items()})
    assert str(error.value) == message


def test_different_lengths_are_refused_with_every_name_and_shape():
    assert require_same_length(x=np.ones((3, 2)), t=np.ones((3, 1))) is None
    with pytest.raises(ValueError) as error:
        require_same_length(x=np.ones((3, 2)), t=np.ones((2, 1)))
    assert str(error.value) == (
        "x and t must have the same number of rows, but have: x (3, 2), t (2, 1)"
    )


def test_path_that_ceases_to_be_finite_is_refused_with_the_iteration():
    path = np.array([[1.0, 2, 3], [1, 2, 3], [1e7, np.inf, np.nan], [np.nan] * 3])
    assert require_finite_path(path[:2]) is None
    with pytest.raises(ValueError) as error:
        require_finite_path(path)
    assert str(error.value) == (
        "the training must stay finite, but in iteration 2 the parameters and the loss are "
        "1e+07, inf, nan; try a smaller learning_rate"
    )


# The door


def in_module(name, source, **given):
    """Run a source as the module of a name; return what it defines."""
    space = {"__name__": name, **given}
    exec(source, space)
    return space


DOOR = checked({"n": require_number}, one_shape=("x", "t"))


def test_arguments_are_checked_by_their_names_however_they_are_given():
    @DOOR
    def scale(x, n=2):
        """Scale."""
        return x * n

    assert scale(np.ones(2)).tolist() == scale(x=np.ones(2), n=2).tolist() == [2, 2]
    for call in (
        lambda: scale(np.ones(2), np.ones(2)),
        lambda: scale(n=np.ones(2), x=np.ones(2)),
    ):
        with pytest.raises(ValueError, match=r"^n must be a single number"):
            call()
    with pytest.raises(ValueError, match=r"^x must be finite"):
        scale(np.nan)


def test_defaults_are_checked_too():
    scale = DOOR(lambda n=np.inf: n)
    with pytest.raises(ValueError, match=r"^n must be finite"):
        scale()


def test_arguments_of_one_shape_are_compared():
    add = DOOR(lambda x, n, t: x + t)
    with pytest.raises(ValueError, match=r"^x and t must have the same shape"):
        add(np.ones((3, 1)), 1, np.ones(3))


def test_arguments_of_one_length_are_compared_where_several_are_given():
    door = checked({"x": require_pairs, "t": require_column}, one_length=("x", "t", "y"))
    multiply = door(lambda x, t: x * t)
    assert multiply(np.ones((3, 2)), np.ones((3, 1))).shape == (3, 2)
    with pytest.raises(ValueError, match=r"^x and t must have the same number of rows"):
        multiply(np.ones((3, 2)), np.ones((1, 1)))
    with pytest.raises(ValueError, match=r"^x must be an array of shape \(n, 2\)"):
        multiply(np.ones(3), np.ones((1, 1)))


def test_wrong_number_of_arguments_gets_the_message_of_python():
    def scale(x, n):
        return x

    with pytest.raises(TypeError, match=r"scale\(\) missing 1 required positional argument: 'n'"):
        DOOR(scale)(1.0)


def test_an_argument_without_a_rule_is_noticed_when_the_function_is_defined():
    with pytest.raises(TypeError, match="scale has no rule for: m, k"):

        @DOOR
        def scale(x, m, n, k):
            return x


def test_function_looks_the_same_from_outside():
    def scale(x, n=2):
        """Scale."""

    behind = DOOR(scale)
    assert inspect.signature(behind) == inspect.signature(scale)
    assert (behind.__name__, behind.__doc__) == ("scale", "Scale.")
    assert inspect.getsource(behind) == inspect.getsource(scale)


def test_callers_inside_are_not_checked_again_and_all_others_are():
    half = DOOR(lambda n: n / 2)
    source = "def quarter(n): return half(half(n))"
    inside = in_module("utils.some_model", source, half=half)["quarter"]
    outside = in_module("utilsnot", source, half=half)["quarter"]
    assert inside(np.ones(2)).tolist() == [0.25, 0.25]
    with pytest.raises(ValueError, match=r"^n must be a single number"):
        outside(np.ones(2))


def test_a_function_that_is_called_back_stands_outside():
    with pytest.raises(ValueError, match=r"^zh must be finite"):
        numerical_gradient(lambda p: rbf(p * np.inf), 1.0)


def test_result_is_checked_for_callers_outside_and_warnings_are_left_to_it():
    door = checked({"n": require_number}, result=require_finite_path)
    overflow = door(lambda n: np.array([[n, n, n], [n * np.float64(1e308) * 10, n, n]]))
    assert overflow(0.0).tolist() == [[0, 0, 0], [0, 0, 0]]
    with pytest.raises(ValueError, match="in iteration 1 the parameters and the loss are inf"):
        overflow(1.0)


def test_arguments_are_held_against_each_other_after_each_is_right():
    def require_order(a, b):
        if a > b:
            raise ValueError("a must not be above b")

    rules = {"a": require_number, "b": require_number}
    between = checked(rules, together=require_order)(lambda a, b=2: b - a)
    assert between(1) == between(a=0, b=1) == 1
    for wrong, message in (((3,), "a must not be above b"), ((np.nan,), "a must be finite")):
        with pytest.raises(ValueError, match=message):
            between(*wrong)
