"""Tests of utils.data: the published samples, the legacy stream, and the checks of arguments."""

import inspect

import numpy as np
import pytest

from utils.data import make_surrounded_classes

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
