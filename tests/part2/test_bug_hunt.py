"""The bug hunt of parts 1 and 2: each suspect leaves its trace, and what is mended is told."""

import re

import numpy as np
import pytest

from exercises import diagnose, hint
from exercises.bug_hunt2 import BROKEN, BY_LETTER, Classifier, Line
from utils.data import make_noisy_line, make_two_classes
from utils.gradient_check import numerical_gradient

TELLING = re.compile(
    r"\bsign|flip|broadcast|\bsums?\b|twice too|logarithm of 0|ln 0|overflow|e\^|forg|lost",
    re.IGNORECASE,
)
X, T = make_noisy_line(np.random.RandomState(seed=13))
V, C = make_two_classes(np.random.RandomState(seed=1))
W = np.array([[0.5, 1.0]])


def ratios(model, x, t, w):
    """Return the gradient over its numerical value, for each weight."""
    numerical = [
        numerical_gradient(lambda s, row=row: model.loss(model.nn(x, w + s * row), t), 0.0)
        for row in np.eye(np.size(w))
    ]
    return np.round(np.ravel(model.gradient(w, x, t)) / numerical, 2).tolist()


def trace_of_line(model):
    """Return what the tools for lines show: ratio, shape of the error, samples twice."""
    x, t = np.vstack((X, X)), np.vstack((T, T))
    loss = model.loss(model.nn(x, 1.0), t) / model.loss(model.nn(X, 1.0), T)
    return (
        *ratios(model, X, T, 1.0),
        model.error(model.nn(X, 1.0), T).shape[1],
        round(loss, 3),
        round(model.gradient(1.0, x, t) / model.gradient(1.0, X, T), 3),
    )


def trace_of_classifier(model):
    """Return what the tools for classifiers show: ratios, of all, red, blue; an extreme input."""
    y = model.nn(np.array([[1000.0, 0], [-1000, 0]]), np.array([[1.0, 0]]))
    losses = [model.loss(y, np.array([t]).T) for t in ((1.0, 0.0), (0.0, 1.0))]
    samples = [(V, C), (V[:20], C[:20]), (V[20:], C[20:])]
    return (
        *[ratios(model, x, t, W) for x, t in samples],
        [str(value) for value in np.round([*y[:, 0], *losses], 3)],
    )


def trace(model):
    return trace_of_line(model) if isinstance(model, Line) else trace_of_classifier(model)


FINE = ([1, 1],) * 3
FAR = ["1.0", "0.0", "0.0", "36.044"]


def test_a_healthy_model_leaves_a_healthy_trace():
    assert trace(Line()) == (1, 1, 1, 1)
    assert trace(Classifier()) == (*FINE, FAR)


def test_each_suspect_leaves_the_trace_that_is_told_of_it():
    assert trace(BROKEN["A"]) == (-1, 1, 1, 1)
    assert trace(BROKEN["B"]) == (1, 20, 1, 1)
    assert trace(BROKEN["C"]) == (0.05, 1, 2, 1)
    assert trace(BROKEN["D"]) == (*FINE, ["1.0", "0.0", "nan", "inf"])
    assert trace(BROKEN["E"]) == ([1.62, -3.42], [2.61, 22.23], [1, 1], FAR)
    assert trace(BROKEN["F"]) == (*FINE, ["nan", "0.0", "nan", "nan"])


class MeanTwice(Line):
    """No suspect."""

    def gradient(self, w, x, t):
        """Compute a gradient that is divided once too often."""
        return super().gradient(w, x, t) / len(x)


class WithoutLogistic(Classifier):
    """No suspect."""

    def gradient(self, w, x, t):
        """Compute a gradient without the derivative of the logistic function."""
        y = self.nn(x, w)
        return np.mean((y - t) / (y * (1 - y)) * x, axis=0, keepdims=True)


def test_the_names_that_fit_no_suspect_would_leave_the_trace_that_is_told_of_them():
    assert trace(MeanTwice()) == (0.05, 1, 1, 0.5)
    everything, red, blue, far = trace(WithoutLogistic())
    assert np.min(np.abs(np.subtract([everything, red, blue], 1))) > 0.5
    assert far == FAR


def test_the_first_look():
    passing = [letter for letter, model in BROKEN.items() if {1} == {*np.ravel(trace(model)[0])}]
    assert passing == list("BDF")
    assert diagnose("first look 2", "c") == "right"
    for letter in "abd":
        assert diagnose("first look 2", letter) != "right"


@pytest.mark.parametrize("letter", BROKEN)
def test_hints_do_not_name_the_bug(letter, capsys):
    for _ in range(3):
        hint(f"bug 2{letter}")
    out = capsys.readouterr().out
    assert "Hint 2 of 2" in out
    assert not TELLING.search(out)


# Mending


def gradient_by_the_chain(self, w, x, t):
    y = self.nn(x, w)
    by_y = -t / y + (1 - t) / (1 - y)
    return np.mean(by_y * y * (1 - y) * x, axis=0, keepdims=True)


def gradient_by_matrices(self, w, x, t):
    return (self.nn(x, w) - t).T @ x / len(x)


def loss_with(treat):
    """Return a loss that treats outputs in some way before the logarithm."""

    def loss(self, y, t):
        y = treat(y)
        return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))

    return loss


def loss_hidden(self, y, t):
    return np.mean(np.nan_to_num(-(t * np.log(y) + (1 - t) * np.log(1 - y)), posinf=0))


MENDED = {
    "A": [
        lambda self, w, x, t: np.mean(2 * x * self.error(self.nn(x, w), t)),
        lambda self, w, x, t: 2 * np.mean(x * (x * w - t)),
    ],
    "B": [lambda self, y, t: y - t, lambda self, y, t: y - t.reshape(y.shape)],
    "C": [
        lambda self, y, t: np.sum((y - t) ** 2) / len(y),
        lambda self, y, t: np.mean(self.error(y, t) ** 2),
    ],
    "D": [loss_with(lambda y: np.clip(y, 1e-12, 1 - 1e-12))],
    "E": [gradient_by_the_chain, gradient_by_matrices],
    "F": [
        lambda self, z: 1 / (1 + np.exp(-z)),
        lambda self, z: np.where(z < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z))),
        lambda self, z: (1 + np.tanh(z / 2)) / 2,
    ],
}


@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_mended_is_right_however_it_is_written(letter):
    for method in MENDED[letter]:
        assert diagnose(f"mend 2{letter}", method) == "right"
        # The check looks at one method alone; with it, the whole model is healthy.
        suspect = BY_LETTER[letter]
        mended = type("Mended", (type(suspect.broken),), {suspect.method.__name__: method})()
        with np.errstate(all="ignore"):
            assert trace(mended)[:3] == trace(suspect.healthy)[:3]
            assert "nan" not in str(trace(mended)[3])


def gradient_with_divisors_exchanged(self, w, x, t):
    y = self.nn(x, w)
    by_y = -t / (1 - y) + (1 - t) / y
    return np.mean(by_y * y * (1 - y) * x, axis=0, keepdims=True)


def logistic_but_for_0(self, z):
    return np.where(z > 0, 1 / (1 + np.exp(-np.abs(z))), 0) + np.where(
        z < 0, 1 - 1 / (1 + np.exp(-np.abs(z))), 0
    )


@pytest.mark.parametrize(
    ("letter", "attempt", "words"),
    [
        ("A", BROKEN["A"].gradient, "the sign is flipped"),
        ("A", lambda self, w, x, t: np.mean(x * (x * w - t)), "factor of 2 is lost"),
        ("A", lambda self, w, x, t: np.sum(2 * x * (x * w - t)), "a sum over the samples"),
        ("A", lambda self, x, t, w: 0, "the arguments must come in the order w, x, t"),
        ("B", BROKEN["B"].error, "broadcast against each other"),
        ("B", lambda self, y, t: y[:, 0] - t[:, 0], "it is flat"),
        ("C", BROKEN["C"].loss, "a sum over the samples where a mean belongs"),
        (
            "C",
            lambda self, y, t: np.sum((y - t) ** 2) / 20,
            "is divided by 20, however many they are",
        ),
        ("C", lambda self, y, t: np.mean(y - t) ** 2, "mean"),
        ("D", BROKEN["D"].loss, "how does 2.2 keep the logarithm of 0 away?"),
        ("D", loss_hidden, "sure and wrong the whole loss is 0"),
        ("D", loss_with(lambda y: np.clip(y, 1e-3, 1 - 1e-3)), "too small"),
        ("E", gradient_with_divisors_exchanged, "the divisors are exchanged"),
        ("E", BROKEN["E"].gradient, "what is the derivative of ln(1 - y)?"),
        ("E", lambda self, w, x, t: np.mean((self.nn(x, w) - t) * x), "one number, a mean"),
        ("E", lambda self, w, x, t: np.mean((self.nn(x, w) - t) * x, axis=0), "but flat"),
        ("E", lambda self, w, x, t: (self.nn(x, w) - t).T @ x, "a sum over the samples"),
        ("E", lambda self, w, x, t: np.mean((t - self.nn(x, w)) * x, 0, keepdims=True), "sign"),
        ("F", logistic_but_for_0, "right for 5 samples, but wrong for 4 others"),
        ("F", lambda self, z: np.clip(1 / (1 + np.exp(-z)), 1e-4, 1), "right for 5 samples"),
        ("F", lambda self, z: (1 + np.tanh(z)) / 2, "the division by 2 is lost inside tanh"),
        ("F", BROKEN["F"].logistic, "for z = 800 still infinity over infinity"),
        ("F", lambda self, z: np.nan_to_num(np.exp(z) / (1 + np.exp(z))), "z = 800"),
        ("F", lambda self, z: 1 / (1 + np.exp(z)), "sign"),
    ],
)
def test_what_is_not_mended_is_told_why(letter, attempt, words):
    text = diagnose(f"mend 2{letter}", attempt)
    assert words in text and text != "right"
