"""The data sets of the course."""

import gzip
import math
import os
import zlib
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np

from utils.validation import (
    checked,
    require_between,
    require_generator,
    require_integer,
    require_labels,
    require_positive,
)


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
    {
        "n_samples_per_class": _require_even,
        "nb_of_samples": partial(require_integer, 1),
        "nb_of_samples_per_class": partial(require_integer, 1),
        "std_dev": require_positive,
        "seed": _require_seed,
        "generator": require_generator,
    }
)


@_door
def make_noisy_line(generator, nb_of_samples=20, std_dev=0.2):
    """Draw samples of the line t = 2 x, with noise on the targets.

    Parameters
    ----------
    generator : numpy.random.RandomState
        NumPy's legacy generator, whose stream never changes. It is left where the data end, so that
        a start can be drawn from it next.
    nb_of_samples : int
        The number of samples n.
    std_dev : float
        Standard deviation of the noise, in units of t.

    Returns
    -------
    x : ndarray of shape (n, 1)
        The inputs, uniform in [0, 1).
    t : ndarray of shape (n, 1)
        The targets.

    Raises
    ------
    ValueError
        If generator is another one, nb_of_samples is not a positive integer, or std_dev is not
        positive and finite.

    Notes
    -----
    With RandomState(13) the data of P. Roelants, "How to implement a neural network (1/5) -
    gradient descent", 2015.
    """
    x = generator.uniform(0, 1, (nb_of_samples, 1))
    noise = generator.randn(nb_of_samples, 1) * std_dev
    return x, 2 * x + noise


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


@_door
def make_two_classes(generator, nb_of_samples_per_class=20):
    """Draw two classes in the plane, the red one around (-1, 0), the blue one around (1, 0).

    Parameters
    ----------
    generator : numpy.random.RandomState
        Where the samples are drawn from; it goes on from where it stands.
    nb_of_samples_per_class : int
        The number of samples n in each class, positive.

    Returns
    -------
    x : ndarray of shape (2 n, 2)
        The inputs x1 and x2, red first, normally distributed with a standard deviation of 1.
    t : ndarray of shape (2 n, 1)
        The targets: 1 for blue, 0 for red.

    Raises
    ------
    ValueError
        If generator is not one, or nb_of_samples_per_class not a positive integer.

    Notes
    -----
    With `numpy.random.RandomState(seed=1)` the data of P. Roelants, "How to implement a neural
    network (2/5) - classification", 2015.
    """
    x_red = generator.randn(nb_of_samples_per_class, 2) + np.array([-1, 0])
    x_blue = generator.randn(nb_of_samples_per_class, 2) + np.array([1, 0])
    x = np.vstack((x_red, x_blue))
    t = np.vstack((np.zeros((nb_of_samples_per_class, 1)), np.ones((nb_of_samples_per_class, 1))))
    return x, t


@checked(
    {
        "generator": require_generator,
        "nb_of_samples": partial(require_integer, 2),
        "factor": partial(require_between, 0, 1),
        "noise": partial(require_between, 0, np.inf),
    }
)
def make_circles(generator, nb_of_samples=100, factor=0.3, noise=0.1):
    """Draw two classes in the plane, the red one on a circle around the blue one.

    Parameters
    ----------
    generator : numpy.random.RandomState
        Where chance comes from; it goes on from here.
    nb_of_samples : int
        The number of samples n, at least 2: half of them red, rounded down.
    factor : float
        The radius of the inner circle, from 0 to 1; that of the outer one is 1.
    noise : float
        Standard deviation, 0 or above, of what is added to each coordinate.

    Returns
    -------
    X : ndarray of shape (n, 2)
        The inputs, the outer circle first.
    T : ndarray of shape (n, 2)
        The targets, one-hot: [1, 0] for red, outside, and [0, 1] for blue, inside.

    Raises
    ------
    ValueError
        If an argument is not what stands here.

    Notes
    -----
    The data of P. Roelants, "How to implement a neural network (4/5) - vectorization of
    operations", 2015, who drew them by `make_circles` of scikit-learn.
    """
    nb_outer = nb_of_samples // 2
    nb_inner = nb_of_samples - nb_outer
    outer = np.linspace(0, 2 * np.pi, nb_outer, endpoint=False)
    inner = np.linspace(0, 2 * np.pi, nb_inner, endpoint=False)
    x1 = np.hstack((np.cos(outer), factor * np.cos(inner)))
    x2 = np.hstack((np.sin(outer), factor * np.sin(inner)))
    X = np.stack((x1, x2), axis=1) + generator.normal(scale=noise, size=(nb_of_samples, 2))
    T = np.repeat([[1.0, 0.0], [0.0, 1.0]], [nb_outer, nb_inner], axis=0)
    return X, T


@checked({})
def load_digits():
    """Load the handwritten digits of part 5: 1,797 images of 8 by 8 pixels.

    Returns
    -------
    X : ndarray of shape (1797, 64)
        The images, a row each, its pixels line by line: 0.0 is paper, 16.0 is ink.
    labels : ndarray of shape (1797,)
        The digits that they show, integers from 0 to 9.

    Notes
    -----
    Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
    Learning Repository, 1998, https://doi.org/10.24432/C50P49, licence CC BY 4.0; its test set, as
    distributed with scikit-learn. `tools/make_digits.py` made the file.
    """
    with np.load(files("utils") / "digits.npz") as file:
        return file["images"].reshape(-1, 64).astype(float), file["labels"].astype(int)


def _require_classes(labels, nb_of_classes):
    if np.max(labels) >= nb_of_classes:
        raise ValueError(
            f"labels must be below nb_of_classes, {nb_of_classes}, but hold {np.max(labels)}"
        )


@checked(
    {"labels": require_labels, "nb_of_classes": partial(require_integer, 1)},
    together=_require_classes,
)
def one_hot(labels, nb_of_classes):
    """Turn labels into one-hot targets: a row a sample, 1 in the column of its class, otherwise 0.

    Parameters
    ----------
    labels : ndarray of shape (n,)
        Integers from 0 to nb_of_classes - 1.
    nb_of_classes : int
        The number m of classes.

    Returns
    -------
    T : ndarray of shape (n, m)

    Raises
    ------
    ValueError
        If labels are no such integers, or nb_of_classes is not a positive integer.
    """
    return np.eye(nb_of_classes)[labels]


@checked({"generator": require_generator, "nb_of_samples": partial(require_integer, 4)})
def split_digits(generator, nb_of_samples):
    """Share samples out at random: three fifths for training, a fifth each to validate and to test.

    Parameters
    ----------
    generator : numpy.random.RandomState
        It is drawn from, and can go on to draw the weights.
    nb_of_samples : int
        The number of samples, at least 4.

    Returns
    -------
    training, validation, test : ndarray of shape (k,)
        The rows of each set, integers from 0 to nb_of_samples - 1, each in one set only: of 1,797
        they are 1078, 359 and 360.

    Raises
    ------
    ValueError
        If generator is none, or nb_of_samples not an integer of at least 4.

    Notes
    -----
    The rows are those of scikit-learn's `train_test_split` with test_size=0.4, then with
    test_size=0.5 for what is held out.
    """
    rows = generator.permutation(nb_of_samples)
    nb_held_out = int(np.ceil(0.4 * nb_of_samples))
    held_out, training = rows[:nb_held_out], rows[nb_held_out:]
    held_out = held_out[generator.permutation(nb_held_out)]
    nb_of_test = int(np.ceil(nb_held_out / 2))
    return training, held_out[nb_of_test:], held_out[:nb_of_test]


def _require_idx_file(**values):
    for name, path in values.items():
        if not isinstance(path, (str, os.PathLike)):
            raise ValueError(f"{name} must be the name of a file, but is {path!r}")
        if not Path(path).is_file():
            raise ValueError(f"{name} must be a file, but there is none of the name {path}")
        data = Path(path).read_bytes()
        if data[:2] == b"\x1f\x8b":
            try:
                data = gzip.decompress(data)
            except (OSError, EOFError, zlib.error) as error:
                raise ValueError(
                    f"{name} must be a whole gzip file, but {path} is not: {error}"
                ) from None
        _require_idx(name, path, data)


def _require_idx(name, path, data):
    if len(data) < 4 or data[:2] != b"\x00\x00" or not data[3]:
        raise ValueError(
            f"{name} must be an IDX file, which begins with two bytes of 0, a type and a number of "
            f"axes, but {path} begins with {[*data[:4]]}"
        )
    if data[2] != 0x08:
        raise ValueError(
            f"{name} must be an IDX file of unsigned bytes, type 0x08, but {path} has the type "
            f"0x{data[2]:02x}"
        )
    start = 4 + 4 * data[3]
    if len(data) < start:
        raise ValueError(
            f"{name} must be a whole IDX file, but {path} ends before the lengths of its "
            f"{data[3]} axes: it is truncated"
        )
    shape = [int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4)]
    wanted, found = math.prod(shape), len(data) - start
    if found != wanted:
        what = "it is truncated" if found < wanted else "something stands behind its end"
        raise ValueError(
            f"{name} must hold {' x '.join(map(str, shape))} = {wanted} numbers, but {path} holds "
            f"{found}: {what}"
        )


@checked({"path": _require_idx_file})
def load_idx(path):
    """Load an array from an IDX file, the format of MNIST, compressed by gzip or not.

    Parameters
    ----------
    path : str or pathlib.Path
        The file. Whether it is compressed is seen from its first bytes, not from its name.

    Returns
    -------
    ndarray of integers from 0 to 255
        Of the shape that the file states: (60000, 28, 28) for the training images of MNIST,
        (60000,) for their labels.

    Raises
    ------
    ValueError
        If there is no such file, or it is no IDX file of unsigned bytes, truncated, or too long.

    Notes
    -----
    Two bytes of 0, the type (0x08 is an unsigned byte), the number of axes, the length of each in
    four bytes, the largest first, and then the numbers. Y. LeCun, C. Cortes, C. Burges, "The MNIST
    database of handwritten digits", 1998.
    """
    data = Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":  # the mark of gzip
        data = gzip.decompress(data)
    nb_of_axes = data[3]
    shape = np.frombuffer(data, ">u4", count=nb_of_axes, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * nb_of_axes).reshape(shape).astype(int)
