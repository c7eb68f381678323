"""The bug hunt of parts 4 and 5: each suspect leaves its trace, and what is mended is told."""

import re

import numpy as np
import pytest

from exercises import diagnose, hint
from exercises.bug_hunt5 import BROKEN, BY_LETTER, DEFECTS, NAMES, Network
from utils.activations import softmax
from utils.data import make_circles
from utils.gradient_check import numerical_gradient
from utils.layers import LinearLayer, LogisticLayer, SoftmaxOutputLayer, backward_step, forward_step

TELLING = re.compile(r"transpos\w+ (that )?fits|axis|broadcast|leak|in place|last layer|loop|slope")
X, T = make_circles(np.random.RandomState(seed=1))
ORDER = np.random.RandomState(seed=5).permutation(100)


def drawn():
    generator = np.random.RandomState(seed=2)
    pairs = ((2, 3), (3, 3), (3, 2))
    return [generator.randn(*s) for nb_in, out in pairs for s in ((nb_in, out), (1, out))]


P = drawn()


def wrong_gradients(network):
    """Return the names of the gradients that differ from the numerical ones."""

    def loss_at(value, k, place):
        moved = [p.copy() for p in P]
        moved[k][place] = value
        return network.loss(network.forward(X, moved)[-1], T)

    gradients = network.gradients(X, T, P)
    return [
        NAMES[k]
        for k, parameter in enumerate(P)
        if any(
            abs(
                np.broadcast_to(gradients[k], parameter.shape)[place]
                - numerical_gradient(lambda v, k=k, at=place: loss_at(v, k, at), parameter[place])
            )
            > 1e-6
            for place in np.ndindex(parameter.shape)
        )
    ]


def trace(network):
    """Return what the six tools show of a network."""
    gradients = network.gradients(X, T, P)
    H2, W3, E3 = network.forward(X, P)[1], P[4], (X - T) / 100
    before = H2.copy()
    network.error_hidden_2(H2, W3, E3)
    steps = [(p - q) / 2 for p, q in zip(P, network.train(X, T, P, 2.0, 1), strict=True)]
    Z = np.array([[1.0, 2.0], [800.0, -800.0]])
    return {
        "wrong": wrong_gradients(network),
        "shapes": [n for n, g, p in zip(NAMES, gradients, P, strict=True) if g.shape != p.shape],
        "rows": np.allclose(np.sum(network.softmax(Z), axis=1), 1),
        "nan": bool(np.any(np.isnan(network.softmax(Z)))),
        "kept": np.array_equal(before, H2),
        "moved": [np.allclose(s, g) for s, g in zip(steps, gradients, strict=True)],
        "both": len(np.intersect1d(*network.split(ORDER))),
    }


FINE = {
    "wrong": [],
    "shapes": [],
    "rows": True,
    "nan": False,
    "kept": True,
    "moved": [True] * 6,
    "both": 0,
}


def test_the_healthy_network_is_that_of_the_course():
    assert trace(Network()) == FINE
    layers = []
    for W, b in zip(P[::2], P[1::2], strict=True):
        layers += [LinearLayer(W, b), LogisticLayer()]
    layers[-1] = SoftmaxOutputLayer()
    activations = forward_step(X, layers)
    ours = [g for grads in backward_step(activations, T, layers) for g in grads]
    for mine, our in zip(Network().gradients(X, T, P), ours, strict=True):
        np.testing.assert_allclose(mine, our, rtol=1e-10, atol=1e-15)
    loss = Network().loss(Network().forward(X, P)[-1], T)
    assert loss == pytest.approx(layers[-1].get_loss(activations[-1], T))


def test_each_suspect_leaves_the_trace_that_is_told_of_it():
    traces = {letter: trace(network) for letter, network in BROKEN.items()}
    assert traces["A"] == {**FINE, "moved": [False] * 4 + [True] * 2}
    assert traces["B"] == {**FINE, "wrong": ["W1", "b1"]}
    assert traces["C"] == {**FINE, "both": 20}
    assert traces["D"] == {**FINE, "wrong": list(NAMES), "rows": False}
    # Errors of one sample add up to 0 over the classes: only the shape and the numbers tell of b3.
    biases = ["b1", "b2", "b3"]
    moved = traces["E"].pop("moved")
    assert traces["E"] | {"moved": FINE["moved"]} == {**FINE, "wrong": biases, "shapes": biases}
    assert all(moved)
    assert traces["F"] == {**FINE, "wrong": ["W3"], "kept": False}
    assert traces["G"] == {**FINE, "moved": [False] * 6}


class WithoutSlope(Network):
    """No suspect."""

    def error_hidden_2(self, H2, W3, E3):
        """Compute E2 without the slope."""
        return E3 @ W3.T


class WithoutMaximum(Network):
    """No suspect."""

    def softmax(self, Z):
        """Compute the softmax without its maximum."""
        with np.errstate(all="ignore"):
            return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)


def test_the_names_that_fit_no_suspect_would_leave_the_trace_that_is_told_of_them():
    assert trace(WithoutSlope()) == {**FINE, "wrong": ["W1", "b1", "W2", "b2"]}
    assert trace(WithoutMaximum()) == {**FINE, "rows": False, "nan": True}


def test_the_first_look():
    X_new, T_new = make_circles(np.random.RandomState(seed=9), 1000)

    def share(network):
        rows, _ = network.split(ORDER)
        Y = network.forward(X_new, network.train(X[rows], T[rows], P, 2.0, 200))[-1]
        return np.mean(np.argmax(Y, axis=1) == np.argmax(T_new, axis=1))

    shares = {letter: share(network) for letter, network in BROKEN.items()}
    assert [letter for letter, right in shares.items() if right > 0.99] == list("CEG")
    assert all(right < 0.8 for letter, right in shares.items() if letter not in "CEG")
    assert diagnose("first look 5", "b") == "right"
    for letter in "acd":
        assert diagnose("first look 5", letter) != "right"


@pytest.mark.parametrize("letter", BROKEN)
def test_hints_do_not_name_the_bug(letter, capsys):
    for _ in range(3):
        hint(f"bug 5{letter}")
    out = capsys.readouterr().out
    assert "Hint 2 of 2" in out
    assert not TELLING.search(out) and BY_LETTER[letter].defect not in out


def test_each_bug_is_found_by_its_name_only():
    for letter, suspect in BY_LETTER.items():
        right = [d for d in DEFECTS if diagnose(f"bug 5{letter}", d) == "right"]
        assert right == [suspect.defect]


# Mending


def moved(self, X, T, parameters, rate):
    return [p - rate * g for p, g in zip(parameters, self.gradients(X, T, parameters), strict=True)]


def by_a_loop(self, X, T, parameters, learning_rate):
    total = [0 * p for p in parameters]
    for i in range(len(X)):
        one = self.gradients(X[i : i + 1], T[i : i + 1], parameters)
        total = [s + g / len(X) for s, g in zip(total, one, strict=True)]
    return tuple(p - learning_rate * s for p, s in zip(parameters, total, strict=True))


def in_place(self, X, T, parameters, learning_rate):
    for p, g in zip(parameters, self.gradients(X, T, parameters), strict=True):
        p -= learning_rate * g
    return parameters


def update_by_the_last(self, X, T, parameters, learning_rate):
    return moved(self, X[[-1]], T[[-1]], parameters, learning_rate)


def update_in_loop_with_sum(self, X, T, parameters, learning_rate):
    for i in range(len(X)):
        parameters = moved(self, X[[i]], T[[i]], parameters, learning_rate)
    return parameters


def one_after_the_other(self, X, T, parameters, learning_rate, nb_of_iterations):
    steps = [parameters]
    while len(steps) <= nb_of_iterations:
        steps.append(tuple(moved(self, X, T, steps[-1], learning_rate)))
    return steps[-1]


def in_one_leap(self, X, T, parameters, learning_rate, nb_of_iterations):
    return moved(self, X, T, parameters, learning_rate * nb_of_iterations)


MENDED = {
    "A": [Network.train, one_after_the_other],
    "B": [lambda self, H1, W2, E2: (W2 @ E2.T).T * (H1 - H1**2)],
    "C": [
        lambda self, order: (order[len(order) // 5 :], order[: len(order) // 5]),
        lambda self, order: np.split(order, [len(order) * 4 // 5]),
    ],
    "D": [lambda self, Z: softmax(Z), lambda self, Z: 1 / np.exp(Z[:, None] - Z[..., None]).sum(2)],
    "E": [lambda self, E: E.sum(axis=0)[None], lambda self, E: np.ones((1, len(E))) @ E],
    "F": [lambda self, H2, W3, E3: np.einsum("nc,mc->nm", E3, W3) * H2 * (1 - H2)],
    "G": [moved, by_a_loop],
}


@pytest.mark.filterwarnings("ignore:overflow")
@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_mended_is_right_however_it_is_written(letter):
    for method in MENDED[letter]:
        assert diagnose(f"mend 5{letter}", method) == "right"
        name = BY_LETTER[letter].method.__name__
        assert trace(type("Mended", (type(BROKEN[letter]),), {name: method})()) == FINE


def in_minibatches(self, X, T, parameters, learning_rate, nb_of_iterations):
    for _ in range(nb_of_iterations):
        for i in range(0, len(X), 20):
            parameters = self.iteration(X[i : i + 20], T[i : i + 20], parameters, learning_rate)
    return parameters


def five_times_a_fifth(self, X, T, parameters, learning_rate):
    for _ in range(5):
        parameters = moved(self, X, T, parameters, learning_rate / 5)
    return parameters


@pytest.mark.parametrize(
    ("letter", "attempt", "words"),
    [
        ("A", BROKEN["A"].train, "stay as they were: W1, b1, W2, b2"),
        ("A", lambda self, X, T, p, r, n: p, "no parameter has changed"),
        ("A", lambda self, X, T, p, r, n: self.iteration(X, T, p, r), "2 iterations are wanted"),
        ("A", lambda self, X, T, p, r, n: Network().train(X, T, p, r, n + 1), "and that is 3"),
        ("A", lambda self, X, T, p, r, n: self.train(X, T, p, r, n), "calls itself without end"),
        ("A", in_minibatches, "not to where they should"),
        ("A", in_one_leap, "not to where they should"),
        ("A", lambda self, X, T, p, r, n: 3, "a list of the six"),
        ("B", BROKEN["B"].error_hidden_1, "the way forward over W2"),
        ("B", lambda self, H1, W2, E2: E2 @ W2.T, "slope of the logistic function is lost"),
        ("B", lambda self, H1, W2, E2: -H1 * (1 - H1) * (E2 @ W2.T), "the sign is flipped"),
        ("B", lambda self, H1, W2, E2: H1 * (1 - H1) * (E2 * W2), "broadcast"),
        ("C", BROKEN["C"].split, "20 of 100 rows are still in both parts"),
        ("C", lambda self, order: (order[:80], order[80:]), "wanted is one fifth"),
        ("C", lambda self, order: (order[:-3], order[-2:]), "1 of 100 are in neither"),
        ("C", lambda self, order: np.split(np.arange(len(order)), [80]), "not their places"),
        ("C", lambda self, order: order[:-2], "two things are wanted"),
        ("D", BROKEN["D"].softmax, "the columns still add up to 1"),
        ("D", WithoutMaximum.softmax, "for Z = 800"),
        ("D", lambda self, Z: np.exp(Z) / np.exp(Z).sum(axis=1), "keepdims=True"),
        ("E", BROKEN["E"].gradient_bias, "one number still"),
        ("E", lambda self, E: E.sum(axis=0), "but flat"),
        ("E", lambda self, E: E.sum(axis=1, keepdims=True), "axis=1 adds over the neurons"),
        ("E", lambda self, E: E.mean(axis=0, keepdims=True), "divided by the number of samples"),
        ("F", BROKEN["F"].error_hidden_2, "changes its arguments"),
        ("F", lambda self, H2, W3, E3: H2 * (E3 @ W3.T), "is H2 (1 - H2)"),
        ("F", lambda self, H2, W3, E3: H2 * (1 - H2) * (E3 @ W3), "inner sizes must agree"),
        ("G", lambda self, X, T, parameters, learning_rate: parameters, "no parameter has changed"),
        ("G", lambda self, X, T, p, r: self.gradients(X, T, p), "these are the gradients"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, -r), "the loss goes up"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, 1), "where is the learning rate?"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, r / len(X)), "once more"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, 2 * r), "not right yet: W1, b1"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, r)[::2], "a list of the six"),
        ("G", lambda self, X, T, p, r: 3, "a list of the six"),
        ("G", lambda self, X, T, p, r: [0] * 6, "has the shape ()"),
        ("G", lambda self, X, T, p, r: self.train(X, T, p, r, 1), "calls itself without end"),
        ("G", lambda self, X, T, p, r: moved(self, X[4::5], T[4::5], p, r), "only the last fifth"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, 5 * r), "too long by a factor, 5"),
        ("G", lambda self, X, T, p, r: moved(self, X, T, p, r / 5), "divided by 5 once more"),
        ("G", five_times_a_fifth, "five steps of a fifth"),
        ("G", in_place, "changes its arguments"),
        ("G", update_by_the_last, "only the last sample counts"),
        ("G", BROKEN["G"].iteration, "before the last fifth has been looked at"),
        ("G", update_in_loop_with_sum, "still change with every sample"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid value")
def test_what_is_not_mended_is_told_why(letter, attempt, words):
    attempt = named(attempt, letter)
    assert words in diagnose(f"mend 5{letter}", attempt)


def named(attempt, letter):
    """Return a method that is written with short names with those that it must have."""
    given = list(attempt.__code__.co_varnames[: attempt.__code__.co_argcount])
    if given[:5] != ["self", "X", "T", "p", "r"]:
        return attempt
    if given[5:]:
        return lambda self, X, T, parameters, learning_rate, nb_of_iterations: attempt(
            self, X, T, parameters, learning_rate, nb_of_iterations
        )
    return lambda self, X, T, parameters, learning_rate: attempt(
        self, X, T, parameters, learning_rate
    )
