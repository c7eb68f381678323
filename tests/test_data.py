"""Tests of utils.data: the published samples, the legacy stream, and the checks of arguments."""

import inspect

import numpy as np
import pytest

from utils.data import (
    load_digits,
    make_circles,
    make_noisy_line,
    make_surrounded_classes,
    make_two_classes,
    one_hot,
    split_digits,
)

BAD_ARGUMENTS = [
    ("n_samples_per_class", 0, "an integer of at least 2, but is 0"),
    ("n_samples_per_class", -2, "an integer of at least 2, but is -2"),
    ("n_samples_per_class", 3, "even, but is 3"),
    ("n_samples_per_class", 20.0, "an integer of at least 2, but is 20.0"),
    ("n_samples_per_class", True, "an integer of at least 2, but is True"),
    ("n_samples_per_class", np.nan, "an integer of at least 2, but is nan"),
    ("n_samples_per_class", None, "an integer of at least 2, but is None"),
    ("n_samples_per_class", "20", "an integer of at least 2, but is '20'"),
    ("n_samples_per_class", [20], "an integer of at least 2, but is [20]"),
    ("n_samples_per_class", np.array([20]), "an integer of at least 2, but is array([20])"),
    ("std_dev", 0, "positive, but is 0"),
    ("std_dev", -0.5, "positive, but is -0.5"),
    ("std_dev", np.nan, "finite, but 1 of its 1 values are nan or infinite, the first being nan"),
    ("std_dev", np.inf, "finite, but 1 of its 1 values are nan or infinite, the first being inf"),
    ("std_dev", None, "a number or a NumPy array, but is of type NoneType"),
    ("std_dev", "0.5", "a number or a NumPy array, but is of type str"),
    ("std_dev", True, "real numbers, but its dtype is bool"),
    ("std_dev", [0.5], "a single number, but is an array of shape (1,)"),
    ("std_dev", np.ones(2), "a single number, but is an array of shape (2,)"),
    ("seed", -1, "an integer of at least 0, but is -1"),
    ("seed", 2**32, f"below 2**32, but is {2**32}"),
    ("seed", 4.0, "an integer of at least 0, but is 4.0"),
    ("seed", True, "an integer of at least 0, but is True"),
    ("seed", None, "an integer of at least 0, but is None"),
    ("seed", [4], "an integer of at least 0, but is [4]"),
]


def test_signature_is_what_other_software_builds_on():
    signature = str(inspect.signature(make_surrounded_classes))
    assert signature == "(n_samples_per_class=20, std_dev=0.5, seed=4)"


def test_samples_are_the_published_ones():
    x, t = make_surrounded_classes()
    assert x.shape == t.shape == (40, 1)
    assert x.dtype == t.dtype == np.float64
    assert [f"{value:.8f}" for value in x[:3, 0]] == ["0.02528085", "0.24997567", "-0.49795447"]
    assert f"{x.sum():.5f}" == "0.95176"
    assert f"{np.abs(x[t == 1]).max():.5f}" == "0.79229"
    assert f"{np.abs(x[t == 0]).min():.5f}" == "0.82096"


def test_blue_comes_first_then_red_on_the_left_then_red_on_the_right():
    x, t = make_surrounded_classes()
    assert t[:, 0].tolist() == [1.0] * 20 + [0.0] * 20
    assert np.abs(x[:20]).max() < 0.8
    assert x[20:30].max() < -0.8
    assert x[30:].min() > 0.8


@pytest.mark.parametrize(
    ("n", "std_dev", "seed"),
    [(20, 0.5, 4), (2, 0.5, 4), (10, 0.1, 0), (50, 2, 2**32 - 1), (np.int64(4), np.float32(1), 7)],
)
def test_every_sample_is_a_draw_of_the_legacy_stream_in_order(n, std_dev, seed):
    x, t = make_surrounded_classes(n, std_dev, seed)
    centres = np.repeat([0, -2, 2], [n, n // 2, n // 2])
    expected = np.random.RandomState(seed).randn(2 * n) * std_dev + centres
    np.testing.assert_array_equal(x, expected[:, np.newaxis])
    np.testing.assert_array_equal(t, np.repeat([[1.0], [0.0]], n, axis=0))


def test_global_random_state_is_neither_used_nor_touched():
    saved = np.random.get_state()  # noqa: NPY002
    try:
        draws = []
        for global_seed in (0, 1):
            np.random.seed(global_seed)  # noqa: NPY002
            draws.append(make_surrounded_classes())
            next_global = np.random.rand()  # noqa: NPY002
            assert next_global == np.random.RandomState(global_seed).rand()
    finally:
        np.random.set_state(saved)  # noqa: NPY002
    np.testing.assert_array_equal(*draws)


def test_logistic_regression_cannot_separate_the_classes():
    x, t = make_surrounded_classes()
    inputs = np.hstack((x, np.ones_like(x)))
    weights = np.zeros((2, 1))
    for _ in range(20):  # Newton's method
        y = 1 / (1 + np.exp(-inputs @ weights))
        weights -= np.linalg.solve(inputs.T @ (inputs * y * (1 - y)), inputs.T @ (y - t))
    y = 1 / (1 + np.exp(-inputs @ weights))
    assert np.abs(inputs.T @ (y - t)).max() < 1e-12
    assert f"{-np.mean(t * np.log(y) + (1 - t) * np.log(1 - y)):.5f}" == "0.69288"
    assert np.sum((y > 0.5) == t) == 19


@pytest.mark.parametrize(("name", "value", "expected"), BAD_ARGUMENTS)
def test_bad_argument_is_named_with_what_it_was_and_what_was_expected(name, value, expected):
    with pytest.raises(ValueError) as error:
        make_surrounded_classes(**{name: value})
    message = str(error.value)
    assert message.startswith(f"{name} must ")
    assert expected in message


# Circles


def test_circles_are_the_published_ones():
    generator = np.random.RandomState(1)
    X, T = make_circles(generator)
    angles = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    circle = np.column_stack((np.cos(angles), np.sin(angles)))
    stream = np.random.RandomState(1)
    expected = np.vstack((circle, 0.3 * circle)) + stream.normal(scale=0.1, size=(100, 2))
    np.testing.assert_array_equal(X, expected)
    assert T.tolist() == [[1.0, 0.0]] * 50 + [[0.0, 1.0]] * 50
    assert [f"{value:.8f}" for value in X[0]] == ["1.16243454", "-0.06117564"]
    assert generator.randn() == stream.randn()


@pytest.mark.parametrize(("n", "outer"), [(2, 1), (7, 3), (np.int64(30), 15)])
def test_without_noise_each_class_lies_on_its_circle(n, outer):
    X, T = make_circles(np.random.RandomState(0), n, factor=0.6, noise=0)
    radii = np.where(T[:, 0] == 1, 1, 0.6)
    np.testing.assert_allclose(np.hypot(*X.T), radii, rtol=1e-15)
    assert T.sum(axis=0).tolist() == [outer, n - outer]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"generator": 1}, "generator must be a numpy.random.RandomState, but is of type int"),
        ({"nb_of_samples": 1}, "nb_of_samples must be an integer of at least 2, but is 1"),
        ({"factor": 1.5}, "factor must lie between 0 and 1, but is 1.5"),
        ({"noise": -0.1}, "noise must lie between 0 and inf, but is -0.1"),
    ],
)
def test_bad_argument_of_circles_is_named(bad, message):
    with pytest.raises(ValueError) as error:
        make_circles(**{"generator": np.random.RandomState(0), **bad})
    assert str(error.value) == message


# Two classes in the plane


def test_two_classes_are_the_published_ones():
    x, t = make_two_classes(np.random.RandomState(seed=1))
    assert x.shape == (40, 2) and t.shape == (40, 1)
    assert x.dtype == t.dtype == np.float64
    assert t[:, 0].tolist() == [0.0] * 20 + [1.0] * 20
    stream = np.random.RandomState(seed=1).randn(80).reshape(40, 2)
    np.testing.assert_array_equal(x, stream + np.repeat([[-1, 0], [1, 0]], 20, axis=0))
    assert [f"{value:.8f}" for value in x[0]] == ["0.62434536", "-0.61175641"]
    assert np.all(x >= (-3, -4)) and np.all(x <= (4, 4))


@pytest.mark.parametrize("nb", [1, 3, np.int64(50)])
def test_a_generator_goes_on_from_where_it_stands(nb):
    generator, stream = (np.random.RandomState(seed=7) for _ in range(2))
    for _ in range(2):
        x, t = make_two_classes(generator, nb)
        expected = stream.randn(2 * nb, 2) + np.repeat([[-1, 0], [1, 0]], nb, axis=0)
        np.testing.assert_array_equal(x, expected)
        np.testing.assert_array_equal(t, np.repeat([[0.0], [1.0]], nb, axis=0))


@pytest.mark.parametrize(
    ("generator", "nb", "message"),
    [
        (1, 20, "generator must be a numpy.random.RandomState, but is of type int"),
        (np.random.RandomState(1), 0, "nb_of_samples_per_class must be an integer of at least 1"),
        (np.random.RandomState(1), 2.0, "nb_of_samples_per_class must be an integer of at least 1"),
    ],
)
def test_bad_arguments_of_two_classes_are_named(generator, nb, message):
    with pytest.raises(ValueError, match=message):
        make_two_classes(generator, nb)


# The noisy line


def test_noisy_line_is_the_published_one_and_leaves_the_generator_at_the_start():
    generator = np.random.RandomState(13)
    x, t = make_noisy_line(generator)
    assert x.shape == t.shape == (20, 1)
    assert (f"{x.sum():.5f}", f"{t.sum():.5f}") == ("10.25289", "21.47042")
    assert f"{generator.rand():.4f}" == "0.1380"


def test_noisy_line_draws_all_inputs_first_and_then_the_noise():
    x, t = make_noisy_line(np.random.RandomState(1), nb_of_samples=7, std_dev=0.5)
    stream = np.random.RandomState(1)
    np.testing.assert_array_equal(x[:, 0], stream.uniform(0, 1, 7))
    np.testing.assert_array_equal(t[:, 0], 2 * x[:, 0] + stream.randn(7) * 0.5)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("generator", 13, "a numpy.random.RandomState, but is of type int"),
        ("generator", None, "a numpy.random.RandomState, but is of type NoneType"),
        ("nb_of_samples", 0, "an integer of at least 1, but is 0"),
        ("nb_of_samples", 20.0, "an integer of at least 1, but is 20.0"),
        ("std_dev", 0, "positive, but is 0"),
        ("std_dev", np.nan, "finite, but 1 of its 1 values are nan"),
    ],
)
def test_bad_argument_of_the_noisy_line_is_named(name, value, expected):
    with pytest.raises(ValueError) as error:
        make_noisy_line(**{"generator": np.random.RandomState(13), name: value})
    assert str(error.value).startswith(f"{name} must be {expected}")


# The digits


def test_digits_are_those_of_the_file_and_of_its_source():
    X, labels = load_digits()
    assert (X.shape, X.dtype, labels.shape, labels.dtype) == ((1797, 64), float, (1797,), int)
    assert labels[:10].tolist() == list(range(10))
    assert X[0, :8].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert (X.min(), X.max(), X.sum()) == (0, 16, 561718)
    assert np.array_equal(X, np.round(X))
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_digits_are_loaded_anew_each_time():
    load_digits()[0][:] = 0
    assert load_digits()[0].sum() == 561718


def test_one_hot_marks_the_class_of_each_label():
    T = one_hot(np.array([2, 0, 2]), 4)
    assert T.tolist() == [[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]]


def plain_split(n):
    """Share rows out as scikit-learn does: the test rows are the first of a permutation."""
    generator = np.random.RandomState(1)
    p = list(generator.permutation(n))
    held_out, training = p[: -(-2 * n // 5)], p[-(-2 * n // 5) :]
    q = list(generator.permutation(len(held_out)))
    half = -(-len(held_out) // 2)
    test, validation = [held_out[i] for i in q[:half]], [held_out[i] for i in q[half:]]
    return training, validation, test, generator.randn()


@pytest.mark.parametrize("n", [1797, 4, 5, 11])
def test_digits_are_split_bit_for_bit_as_published_and_the_generator_goes_on(n):
    *expected, draw = plain_split(n)
    generator = np.random.RandomState(1)
    sets = split_digits(generator, n)
    for found, rows in zip(sets, expected, strict=True):
        assert found.tolist() == rows
    assert generator.randn() == draw
    assert sorted(np.concatenate(sets)) == list(range(n))


def test_the_published_sets_have_their_sizes_and_first_rows():
    training, validation, test = split_digits(np.random.RandomState(1), 1797)
    assert (training.size, validation.size, test.size) == (1078, 359, 360)
    assert training[:3].tolist() == [484, 720, 1708]


@pytest.mark.parametrize(
    ("function", "arguments", "said"),
    [
        (one_hot, (np.array([0, 10]), 10), "labels must be below nb_of_classes, 10, but hold 10"),
        (one_hot, (np.array([0, -1]), 10), "labels must not be negative, but holds -1"),
        (one_hot, (np.array([0.0, 1.0]), 10), "labels must hold integers, but its dtype is float"),
        (one_hot, (np.array([[0], [1]]), 10), "labels must be an array of shape (k,), but its"),
        (one_hot, ([0, 1], 10), "labels must be a number or a NumPy array, but is of type list"),
        (one_hot, (np.array([0]), 0), "nb_of_classes must be an integer of at least 1, but is 0"),
        (split_digits, (1, 1797), "generator must be a"),
        (split_digits, (np.random.RandomState(1), 3), "nb_of_samples must be an integer of at"),
    ],
)
def test_bad_argument_of_what_prepares_digits_is_named(function, arguments, said):
    with pytest.raises(ValueError) as error:
        function(*arguments)
    assert str(error.value).startswith(said)
