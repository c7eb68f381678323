"""Data, splits, metrics and steps of training of the course, held against scikit-learn."""

import re

import course
import numpy as np
import pytest
from course import PATHS, code_cells, read
from sklearn import datasets, metrics
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import NearestCentroid
from sklearn.preprocessing import LabelBinarizer

from bench import yardsticks
from utils import data, layers, logistic_regression, losses, softmax_network

X, LABELS = data.load_digits()
T = data.one_hot(LABELS, 10)


def printed(name):
    """Return all lines that the code of a notebook has printed, or shows under a figure."""
    (path,) = [path for path in PATHS if path.stem == name]
    texts = [course.printed(cell) for cell in code_cells(read(path))]
    return [line.strip() for line in "".join(texts).splitlines()]


def same_stream(ours, theirs):
    """Tell whether two generators go on with the same numbers."""
    return np.array_equal(ours.randn(5), theirs.randn(5))


# Data and splits


def test_the_digits_are_those_of_scikit_learn():
    images, labels = datasets.load_digits(return_X_y=True)
    assert np.array_equal(X, images)
    assert np.array_equal(LABELS, labels)
    assert np.array_equal(T, LabelBinarizer().fit_transform(labels))


@pytest.mark.parametrize(("seed", "nb_of_samples"), [(1, 1797), (2, 1797), (3, 1000), (4, 23)])
def test_the_splits_are_those_of_train_test_split(seed, nb_of_samples):
    theirs = np.random.RandomState(seed)
    rows = np.arange(nb_of_samples)
    training, held_out = train_test_split(rows, test_size=0.4, random_state=theirs)
    validation, test = train_test_split(held_out, test_size=0.5, random_state=theirs)
    ours = np.random.RandomState(seed)
    split = data.split_digits(ours, nb_of_samples)
    assert list(map(list, split)) == list(map(list, (training, validation, test)))
    assert same_stream(ours, theirs)


def test_the_splits_are_those_of_the_tutorial():
    np.random.seed(1)  # noqa: NPY002 - as the tutorial does
    X_training, X_held_out, _, T_held_out = train_test_split(X, T, test_size=0.4)
    X_validation, X_test, _, T_test = train_test_split(X_held_out, T_held_out, test_size=0.5)
    ours = np.random.RandomState(1)
    training, validation, test = data.split_digits(ours, len(X))
    assert (training.size, validation.size, test.size) == (1078, 359, 360)
    for rows, theirs in ((training, X_training), (validation, X_validation), (test, X_test)):
        assert np.array_equal(X[rows], theirs)
    assert np.array_equal(T[test], T_test)
    assert same_stream(ours, np.random)


@pytest.mark.parametrize(
    ("seed", "nb_of_samples", "factor", "noise"),
    [(1, 100, 0.3, 0.1), (2, 37, 0.5, 0.2), (3, 1000, 0.0, 0.05)],
)
def test_the_circles_are_those_of_scikit_learn(seed, nb_of_samples, factor, noise):
    theirs, ours = np.random.RandomState(seed), np.random.RandomState(seed)
    samples, classes = datasets.make_circles(
        nb_of_samples, shuffle=False, factor=factor, noise=noise, random_state=theirs
    )
    X_circles, T_circles = data.make_circles(ours, nb_of_samples, factor, noise)
    assert np.array_equal(X_circles, samples)
    assert np.array_equal(np.argmax(T_circles, axis=1), classes)
    assert same_stream(ours, theirs)


# Losses and metrics


@pytest.fixture(scope="module")
def published():
    generator = np.random.RandomState(1)
    training, validation, test = data.split_digits(generator, len(X))
    start = layers.make_layers(generator, (64, 20, 20, 10))
    sets = X[training], T[training], X[validation], T[validation]
    return (training, validation, test), layers.train(start, *sets, 0.1)


def test_the_published_losses_are_log_losses(published):
    (training, validation, _), (trained, _, *of_iterations) = published
    for rows, (*_, last) in zip((training, validation), of_iterations, strict=True):
        probabilities = layers.forward_step(X[rows], trained)[-1]
        assert np.isclose(metrics.log_loss(LABELS[rows], probabilities), last, rtol=1e-12)
    assert [f"{of_set[-1]:.5f}" for of_set in of_iterations] == ["0.03415", "0.25836"]


def test_the_published_accuracy_and_confusions_as_scikit_learn_counts_them(published):
    (*_, test), (trained, *_) = published
    decided = layers.predict(X[test], trained)
    accuracy = metrics.accuracy_score(LABELS[test], decided)
    table = metrics.confusion_matrix(LABELS[test], decided)
    right = f"right on {np.trace(table)} of 360, {accuracy:.4f}; wrong {1 - accuracy:.4f}"
    assert right in printed("5.5-what-it-learned")
    assert f"{accuracy:.4f}" == "0.9556"
    assert table[8].tolist() == [0, 0, 2, 0, 0, 2, 0, 0, table[8, 8], 1]
    for digit, counts in enumerate(table):
        most_first = np.argsort(-counts, kind="stable")
        taken = [f"{counts[k]} as {k}" for k in most_first if counts[k] and k != digit]
        if taken:
            told = f"{digit}: {counts[digit]} of {counts.sum()} right, {', '.join(taken)};"
            assert told in printed("5.5-what-it-learned")


# Some pixels are paper in every image.
@pytest.mark.filterwarnings("ignore:self.within_class_std_dev_ has at least 1 zero")
def test_the_nearest_mean_is_the_nearest_centroid(published):
    (training, validation, test), _ = published
    model = NearestCentroid().fit(X[training], LABELS[training])
    right = [round(model.score(X[rows], LABELS[rows]) * rows.size) for rows in (validation, test)]
    line = f"nearest mean: validation {right[0]} of 359, test {right[1]} of 360"
    told = [re.sub(" +:", ":", printed_line) for printed_line in printed("5.5-what-it-learned")]
    assert line in told


@pytest.mark.parametrize("seed", range(3))
def test_losses_are_log_losses(seed):
    dice = np.random.RandomState(seed)
    Y = dice.dirichlet(np.ones(4), size=30)
    labels = np.append(np.arange(4), dice.randint(4, size=26))
    ours = np.mean(losses.cross_entropy_classes(Y, data.one_hot(labels, 4)))
    assert np.isclose(ours, metrics.log_loss(labels, Y), rtol=1e-12)
    y, t = Y[:, :1], (labels[:, np.newaxis] % 2).astype(float)
    assert np.isclose(np.mean(losses.cross_entropy(y, t)), metrics.log_loss(t, y), rtol=1e-12)
    summed = softmax_network.loss(Y, data.one_hot(labels, 4))
    assert np.isclose(summed, metrics.log_loss(labels, Y, normalize=False), rtol=1e-12)


# Training


def test_part_2_comes_to_the_minimum_that_scikit_learn_finds():
    x, t = data.make_two_classes(np.random.RandomState(1))
    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10, max_iter=1000)
    model.fit(x, t.ravel())
    path = logistic_regression.train(x, t, np.array([[-4.0, -2.0]]), 2.0, 3000)
    assert np.allclose(path[-1, :2], model.coef_, rtol=1e-5)


def test_an_iteration_of_part_5_is_that_of_mlp_classifier():
    ours, theirs = (make() for make in (yardsticks.course, yardsticks.scikit_learn))
    for _ in range(3):
        for one, other in zip(ours(), theirs(), strict=True):
            assert np.allclose(one, other, rtol=1e-10, atol=1e-12)
