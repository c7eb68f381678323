"""The bug hunt: each broken network leaves its trace, is not named too early, can be mended."""

import inspect
import re

import numpy as np
import pytest

from exercises import diagnose, hint
from exercises.answers import all_exercises
from exercises.bug_hunt import ENOUGH
from exercises.bug_hunt3 import BROKEN, BY_LETTER, DEFECTS, Network
from utils import rbf_network
from utils.activations import logistic, rbf
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient

TELLING = re.compile(r"\bsum|early|derivative|nan\b|lost|broadcast|twice|logistic", re.IGNORECASE)
X, T = make_surrounded_classes()


def trace(network):
    """Return what the five tools of the bug hunt show of a network."""
    wh, bo = 0.7, -0.3
    numerical = (
        numerical_gradient(lambda value: network.loss(X, T, value, bo), wh),
        numerical_gradient(lambda value: network.loss(X, T, wh, value), bo),
    )
    zh = np.array([-1.0, 1.0])
    used = (np.array((wh, bo)) - network.update(X, T, wh, bo, 2.0)) / 2
    y = network.forward(X, wh, bo)[-1]
    return (
        np.round(np.divide(network.gradients(X, T, wh, bo), numerical), 3).tolist(),
        network.output_step(y, T).shape,
        np.round(used / network.gradients(X, T, wh, bo), 1).tolist(),
        np.round(network.hidden_step(zh, rbf(zh), np.ones(2)), 3).tolist(),
        round(network.loss(X, T, 2.3, 40.0), 3),
    )


FINE = ([1, 1], (40, 1), [1, 1], [0.736, -0.736], 18.022)


def test_the_healthy_network_is_that_of_the_course():
    network = Network()
    assert trace(network) == FINE
    path = rbf_network.train(X, T, 2.3, 1.4, 2.0, 20)
    assert np.allclose(network.train(X, T, 2.3, 1.4, 2.0, 20), path, rtol=1e-12)
    mine, ours = (list(inspect.signature(f).parameters) for f in (network.train, rbf_network.train))
    assert mine == ours


def test_each_broken_network_leaves_the_trace_that_is_told_of_it():
    assert trace(BROKEN["A"]) == ([40, 40], *FINE[1:])
    assert trace(BROKEN["B"]) == (*FINE[:2], [1, 0.7], *FINE[3:])
    assert trace(BROKEN["C"]) == ([-0.037, 1], *FINE[1:3], [-0.643, -0.643], 18.022)
    assert trace(BROKEN["D"]) == (*FINE[:4], 0)
    assert trace(BROKEN["E"]) == ([-0.098, 1], *FINE[1:3], [1, 1], 18.022)
    assert trace(BROKEN["F"]) == ([0.07, 1], (40, 40), *FINE[2:])
    assert trace(BROKEN["G"]) == ([0.251, 0.299], *FINE[1:])


class MeanTwice(Network):
    """No suspect."""

    def average(self, values):
        """Average over the samples, twice."""
        return np.mean(values) / len(values)


class WithoutRate(Network):
    """No suspect."""

    def update(self, x, t, wh, bo, learning_rate):
        """Do one iteration without a learning rate."""
        return np.array([wh, bo]) - self.gradients(x, t, wh, bo)


def test_the_names_that_fit_no_suspect_would_leave_the_trace_that_is_told_of_them():
    assert trace(MeanTwice()) == ([0.025, 0.025], *FINE[1:])
    assert trace(WithoutRate()) == (*FINE[:2], [0.5, 0.5], *FINE[3:])


def test_symptoms_are_shared():
    """No tool but the last points to a single name; that of the gradient check is shared most."""
    ratios = {letter: trace(network)[0] for letter, network in BROKEN.items()}
    assert [letter for letter, (wh, bo) in ratios.items() if wh != 1 and bo == 1] == list("CEF")
    assert [letter for letter, (wh, bo) in ratios.items() if wh != 1 and bo != 1] == list("AG")
    assert [letter for letter, pair in ratios.items() if pair == [1, 1]] == list("BD")


@pytest.mark.parametrize(
    ("letter", "loss", "correct"),
    [("B", 0.5193, 40), ("C", 0.5563, 35), ("E", 0.5297, 38), ("F", 0.5724, 35), ("G", 0.555, 38)],
)
def test_a_broken_network_learns(letter, loss, correct):
    wh, bo, xi = BROKEN[letter].train(X, T, 2.3, 1.4, 2.0, 20)[-1]
    assert round(xi, 4) == loss
    assert np.sum(rbf_network.nn_predict(X, wh, bo) == T) == correct


def test_the_first_look():
    losses = [network.train(X, T, 2.3, 1.4, 2.0, 20)[[0, -1], 2] for network in BROKEN.values()]
    assert sum(last < first for first, last in losses) == 6
    assert diagnose("first look 3", "b") == "right"
    for letter in "acd":
        assert diagnose("first look 3", letter) != "right"


def test_each_bug_is_found_by_its_name_only():
    right = [
        (letter, defect)
        for letter in BROKEN
        for defect in DEFECTS
        if diagnose(f"bug 3{letter}", defect) == "right"
    ]
    assert [letter for letter, _ in right] == list("ABCDEFG")
    assert {defect for _, defect in right} == {*DEFECTS} - {
        "mean taken twice",
        "learning rate left out",
    }
    assert diagnose("bug 3D", " Loss hides NaN. ") == "right"


@pytest.mark.parametrize(
    ("name", "attempt", "words"),
    [
        ("bug 3A", "Sum for meen", "(is 'sum for mean' meant?)"),
        ("bug 3A", ["sum for mean"], "as text in quotes"),
        ("bug 3A", 3, "as text in quotes"),
        ("bug 3A", "shapes broadcast", "With it you would see this: what should be a column"),
        ("bug 3A", "mean taken twice", "With it you would see this: both ratios are the same"),
        ("bug 3B", "loss hides nan", "not that"),
        ("bug 3C", "typing error", "that is none of: activation derivative lost"),
    ],
)
def test_wrong_name_gets_the_diagnosis_that_fits(name, attempt, words):
    assert words in diagnose(name, attempt)


@pytest.mark.parametrize("letter", BROKEN)
def test_hints_do_not_name_the_bug(letter, capsys):
    for _ in range(3):
        hint(f"bug 3{letter}")
    out = capsys.readouterr().out
    assert "Hint 2 of 2" in out
    assert not TELLING.search(out)


# Mending


def faulty(letter):
    """Return the method of a suspect that is its own."""
    return BY_LETTER[letter].method


def update_at_once(self, x, t, wh, bo, learning_rate):
    grad_wh, grad_bo = self.gradients(x, t, wh, bo)
    return wh - learning_rate * grad_wh, bo - learning_rate * grad_bo


def update_by_two_calls(self, x, t, wh, bo, learning_rate):
    bo_next = bo - learning_rate * self.gradients(x, t, wh, bo)[1]
    wh = wh - learning_rate * self.gradients(x, t, wh, bo)[0]
    return np.array([wh, bo_next])


def update_bias_early(self, x, t, wh, bo, learning_rate):
    bo = bo - learning_rate * self.gradients(x, t, wh, bo)[1]
    wh = wh - learning_rate * self.gradients(x, t, wh, bo)[0]
    return wh, bo


def update_swapped(self, x, t, wh, bo, learning_rate):
    return update_at_once(self, x, t, wh, bo, learning_rate)[::-1]


def update_uphill(self, x, t, wh, bo, learning_rate):
    return update_at_once(self, x, t, wh, bo, -learning_rate)


def update_gradients(self, x, t, wh, bo, learning_rate):
    return self.gradients(x, t, wh, bo)


def loss_with(treat):
    """Return a loss that treats outputs in some way before the logarithm."""

    def loss(self, x, t, wh, bo):
        y = treat(self.forward(x, wh, bo)[-1])
        return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))

    return loss


def loss_by_hand(self, x, t, wh, bo):
    zo = rbf(x * wh) + bo
    return np.mean(np.logaddexp(0, zo) - t * zo)


def loss_with_large_cost(self, x, t, wh, bo):
    _, _, y = self.forward(x, wh, bo)
    xi = -(t * np.log(y) + (1 - t) * np.log(1 - y))
    return np.mean(np.nan_to_num(xi, posinf=36))


def loss_with_large_nan(self, x, t, wh, bo):
    _, _, y = self.forward(x, wh, bo)
    xi = -(t * np.log(y) + (1 - t) * np.log(1 - y))
    return np.mean(np.nan_to_num(xi, nan=36, posinf=36))


MENDED = {
    "A": [lambda self, values: np.sum(values) / len(values), lambda self, values: values.mean()],
    "B": [update_at_once, update_by_two_calls],
    "C": [lambda self, zh, h, grad_output: grad_output * -2 * zh * np.exp(-(zh**2))],
    "D": [
        loss_with(lambda y: np.clip(y, 1e-12, 1 - 1e-12)),
        loss_with(lambda y: np.clip(y, 1e-7, 1 - 1e-7)),
        loss_by_hand,
        loss_with_large_cost,
    ],
    "E": [lambda self, zh, h, grad_output: -2 * zh * h * grad_output],
    "F": [lambda self, y, t: y - t.reshape(y.shape)],
    "G": [lambda self, y, t: y - t],
}


@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_mended_is_right_however_it_is_written(letter):
    for method in MENDED[letter]:
        assert diagnose(f"mend 3{letter}", method) == "right"


@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_right_makes_the_suspect_healthy(letter):
    """The check looks at one method alone: with it, the whole network leaves a healthy trace."""
    name = faulty(letter).__name__
    (right,) = BY_LETTER[letter].mending.right
    mended = type("Mended", (type(BROKEN[letter]),), {name: staticmethod(right)})()
    assert trace(mended) == FINE
    assert trace(BROKEN[letter]) != FINE


@pytest.mark.parametrize(
    ("letter", "attempt", "words"),
    [
        ("A", faulty("A"), "a sum over the samples where a mean belongs"),
        ("A", lambda self, values: np.sum(values) / 40, "is divided by 40, however many they are"),
        ("A", lambda self, values: np.mean(values) / len(values), "once too often"),
        ("A", lambda self, values: np.median(values), "the median stands where the mean belongs"),
        ("A", faulty("F"), "that is output_step; the method to mend"),
        ("A", lambda self, y, t: y - t, "takes y, t, but the check hands over 1 argument"),
        ("B", faulty("B"), "wh is still new when the gradient for bo is computed"),
        ("B", update_bias_early, "now bo comes too early"),
        ("B", update_swapped, "in the other order"),
        ("B", update_gradients, "these are the gradients"),
        ("B", update_uphill, "the sign"),
        ("C", faulty("C"), "taken at h, after the activation"),
        ("C", faulty("E"), "that is delta_o, unchanged"),
        ("C", lambda self, zh, h, grad_output: 2 * zh * h * grad_output, "the sign is flipped"),
        ("C", lambda self, zh, h, d: -2 * zh * rbf(h) * d, "goes through it again"),
        ("D", faulty("D"), "sure and wrong the whole loss is 0"),
        ("D", loss_with(lambda y: y), "infinite or nan"),
        ("D", loss_with(lambda y: np.minimum(y, 1 - 1e-12)), "infinite or nan"),
        ("D", loss_with(lambda y: np.clip(y, 1e-3, 1 - 1e-3)), "too small"),
        ("D", loss_with_large_nan, "where every output is exactly right the loss should be 0"),
        ("D", loss_with(lambda y: 1 - y), "t and 1 - t stand in each other's place"),
        ("D", lambda self, x, t, wh, bo: np.sum(logistic(x)), "the same whatever t is"),
        ("E", faulty("E"), "that is delta_o, unchanged"),
        ("E", faulty("C"), "taken at h, after the activation"),
        ("E", lambda self, zh, h, grad_output: h * (1 - h) * grad_output, "is an RBF"),
        ("F", faulty("F"), "broadcast against each other"),
        ("F", lambda self, y, t: y.ravel() - t.ravel(), "it is flat"),
        ("F", lambda self, y, t: t - y, "the sign is flipped"),
        ("G", faulty("G"), "is still in it"),
        ("G", lambda self, y, t: (y - t) * y, "a part of y (1 - y) is still in it"),
        ("G", lambda self, y, t: (y - t) / (y * (1 - y)), "with respect to y"),
        ("G", "y - t", "hand over the function itself"),
    ],
)
def test_what_is_not_mended_is_told_why(letter, attempt, words):
    text = diagnose(f"mend 3{letter}", attempt)
    assert words in text and text != "right"


def test_a_wrong_output_costs_enough_by_any_sensible_distance_from_0_and_1():
    assert -np.log(1e-3) < ENOUGH < -np.log(1e-7)


METHODS = {
    "A": lambda self, values: self.average(values),
    "B": lambda self, *arguments: self.train(*arguments, 1)[-1][:2],
    "D": lambda self, *arguments: self.loss(*arguments),
    "F": lambda self, y, t: self.output_step(y, t) * 1,
}


@pytest.mark.parametrize("letter", METHODS)
def test_a_method_that_calls_itself_mends_nothing(letter):
    assert "it calls itself without end" in diagnose(f"mend 3{letter}", METHODS[letter])


@pytest.mark.parametrize(
    ("letter", "method"),
    [("A", lambda values: np.mean(values)), ("F", lambda y, t: y - t), ("G", lambda y, self: y)],
)
def test_a_method_takes_self_first(letter, method):
    name, given = faulty(letter).__name__, ", ".join(inspect.signature(faulty(letter)).parameters)
    assert f"its first line must be def {name}({given}):" in diagnose(f"mend 3{letter}", method)


def test_the_longest_search_for_an_explanation_is_short():
    """Two slips would be too many to try, and explain any two numbers."""

    def update(self, x, t, wh, bo, learning_rate):
        return np.cos(update_at_once(self, x, t, wh, bo, learning_rate))

    assert "comes out right on the way: what becomes of it" in diagnose("mend 3B", update)
    assert "double_slips" not in vars(all_exercises()["mend 3B"])


@pytest.mark.parametrize(
    ("letter", "attempt", "words"),
    [
        ("A", lambda self, values: np.max(values), "the largest value stands for the mean"),
        ("A", lambda self, values: np.sum(values) // len(values), "rounded down"),
        ("D", loss_with(lambda y: 1 - y), "t and 1 - t stand in each other's place"),
        ("F", lambda self, y, t: (y - t.ravel()).ravel(), "broadcast against each other"),
        ("F", lambda self, y, t: (y - t.ravel())[:, [0]], "of the first row stands in every row"),
        ("F", lambda self, y, t: np.sign(y - t), "only the sign is left"),
        ("F", lambda self, y, t: np.abs(y - t), "the sign of a difference is dropped"),
        ("G", lambda self, y, t: 3 * (t - y) * y * (1 - y), "is still in it"),
        ("G", lambda self, y, t: -t * (1 - y), "every row with t = 1 is right"),
        ("G", lambda self, y, t: (y - t) * (1 - y * (1 - y)), "one minus y (1 - y) is there"),
        ("G", lambda self, y, t: (y - t) ** 2 / 2, "that is the squared error"),
    ],
)
def test_attempts_that_were_told_too_little(letter, attempt, words):
    assert words in diagnose(f"mend 3{letter}", attempt)
