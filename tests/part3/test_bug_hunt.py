"""The bug hunt: each broken network leaves its trace, is not named too early, can be mended."""

import inspect
import re

import nbformat
import numpy as np
import pytest
from run_notebooks import NOTEBOOKS

from exercises import check, diagnose, hint
from exercises.answers import all_exercises
from exercises.bug_hunt import BROKEN, BY_LETTER, DEFECTS, ENOUGH, MENDINGS, Network
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
    assert diagnose("first look", "c") == "right"
    for letter in "abd":
        assert diagnose("first look", letter) != "right"


def test_each_bug_is_found_by_its_name_only():
    right = [
        (letter, defect)
        for letter in BROKEN
        for defect in DEFECTS
        if diagnose(f"bug {letter}", defect) == "right"
    ]
    assert [letter for letter, _ in right] == list("ABCDEFG")
    assert {defect for _, defect in right} == {*DEFECTS} - {
        "mean taken twice",
        "learning rate left out",
    }
    assert diagnose("bug D", " Loss hides NaN. ") == "right"


@pytest.mark.parametrize(
    ("name", "attempt", "words"),
    [
        ("bug A", "Sum for meen", "(is 'sum for mean' meant?)"),
        ("bug A", ["sum for mean"], "as text in quotes"),
        ("bug A", 3, "as text in quotes"),
        ("bug A", "shapes broadcast", "With it you would see this: what should be a column"),
        ("bug A", "mean taken twice", "With it you would see this: both ratios are the same"),
        ("bug B", "loss hides nan", "not that"),
        ("bug C", "typing error", "that is none of: activation derivative lost"),
    ],
)
def test_wrong_name_gets_the_diagnosis_that_fits(name, attempt, words):
    assert words in diagnose(name, attempt)


def faulty(letter):
    """Return the method of a suspect that is its own."""
    (method,) = [value for value in vars(type(BROKEN[letter])).values() if callable(value)]
    return method


@pytest.mark.parametrize("letter", BROKEN)
def test_a_bug_is_explained_and_shown_when_it_is_found_and_only_then(letter, capsys):
    check(f"bug {letter}", BY_LETTER[letter].defect)
    out = capsys.readouterr().out
    assert out.startswith(f"Exercise bug {letter}: right.\n{BY_LETTER[letter].explanation}\n")
    lines = out.partition("mend:\n\n")[2]
    assert lines.startswith("def ")
    space = {"np": np, "rbf": rbf}
    exec(lines, space)
    # What is shown is what is wrong: in the healthy network it leaves the trace of the suspect.
    name = faulty(letter).__name__
    assert trace(type("Shown", (Network,), {name: space[name]})()) == trace(BROKEN[letter])
    for defect in DEFECTS:
        if defect != BY_LETTER[letter].defect:
            check(f"bug {letter}", defect)
            out = capsys.readouterr().out
            assert "def " not in out and BY_LETTER[letter].explanation not in out


def test_nothing_that_python_shows_names_the_bug():
    """A learner may look at a network, or call it with wrong arguments."""
    for network in BROKEN.values():
        assert not TELLING.search(repr(network))
        assert not TELLING.search(str(type(network).__doc__))
        for name in [name for name in vars(Network) if name[0] != "_"]:
            assert getattr(network, name).__doc__ == getattr(Network, name).__doc__
            assert inspect.signature(getattr(network, name)) == inspect.signature(
                getattr(Network(), name)
            )
        with pytest.raises(TypeError) as error:
            network.update()
        assert not TELLING.search(str(error.value))


@pytest.mark.parametrize("letter", BROKEN)
def test_hints_do_not_name_the_bug(letter, capsys):
    for _ in range(3):
        hint(f"bug {letter}")
    out = capsys.readouterr().out
    assert "Hint 2 of 2" in out
    assert not TELLING.search(out)


def test_what_the_notebook_shows_before_the_hunt_names_no_bug():
    """Letters and names stand together in folded solutions only."""
    notebook = nbformat.read(NOTEBOOKS / "bug-hunt-3.ipynb", as_version=4)
    for cell in notebook.cells:
        if not cell.source.startswith("<details>"):
            shown = cell.source + str(cell.get("outputs", ""))
            for letter, suspect in BY_LETTER.items():
                assert not re.search(rf"\bbug {letter}\b.*{suspect.defect}", shown)


# Mending


def update_without_self(x, t, wh, bo, learning_rate):
    grad_wh, grad_bo = Network().gradients(x, t, wh, bo)
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
    return self.update(x, t, wh, bo, learning_rate)[::-1]


def update_uphill(self, x, t, wh, bo, learning_rate):
    return self.update(x, t, wh, bo, -learning_rate)


def update_gradients(self, x, t, wh, bo, learning_rate):
    return self.gradients(x, t, wh, bo)


def loss_with(treat):
    """Return a loss that treats outputs in some way before the logarithm."""

    def loss(self, x, t, wh, bo):
        y = treat(self.forward(x, wh, bo)[-1])
        return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))

    return loss


def loss_by_hand(x, t, wh, bo):
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
    "A": [lambda values: np.sum(values) / len(values), lambda self, values: values.mean()],
    "B": [update_without_self, update_by_two_calls],
    "C": [lambda self, zh, h, grad_output: grad_output * -2 * zh * np.exp(-(zh**2))],
    "D": [
        loss_with(lambda y: np.clip(y, 1e-12, 1 - 1e-12)),
        loss_with(lambda y: np.clip(y, 1e-7, 1 - 1e-7)),
        loss_by_hand,
        loss_with_large_cost,
    ],
    "E": [lambda zh, h, grad_output: -2 * zh * h * grad_output],
    "F": [lambda self, y, t: y - t.reshape(y.shape)],
    "G": [lambda y, t: y - t],
}


@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_mended_is_right_however_it_is_written(letter):
    for method in [getattr(Network, faulty(letter).__name__), *MENDED[letter]]:
        assert diagnose(f"mend {letter}", method) == "right"


@pytest.mark.parametrize("letter", BROKEN)
def test_what_is_right_makes_the_suspect_healthy(letter):
    """The check looks at one method alone: with it, the whole network leaves a healthy trace."""
    name = faulty(letter).__name__
    (right,) = MENDINGS[letter].right
    mended = type("Mended", (type(BROKEN[letter]),), {name: staticmethod(right)})()
    assert trace(mended) == FINE
    assert trace(BROKEN[letter]) != FINE


@pytest.mark.parametrize(
    ("letter", "attempt", "words"),
    [
        ("A", faulty("A"), "a sum over the samples where a mean belongs"),
        ("A", lambda values: np.sum(values) / 40, "is divided by 40, however many they are"),
        ("A", lambda values: np.mean(values) / len(values), "once too often"),
        ("A", lambda values: np.median(values), "the median stands where the mean belongs"),
        ("A", faulty("F"), "your function takes y, t, but the check hands over 1 argument"),
        ("B", faulty("B"), "wh is still new when the gradient for bo is computed"),
        ("B", update_bias_early, "now bo comes too early"),
        ("B", update_swapped, "in the other order"),
        ("B", update_gradients, "these are the gradients"),
        ("B", update_uphill, "the sign"),
        ("C", faulty("C"), "taken at h, after the activation"),
        ("C", faulty("E"), "that is delta_o, unchanged"),
        ("C", lambda zh, h, grad_output: 2 * zh * h * grad_output, "the sign is flipped"),
        ("C", lambda zh, h, grad_output: -2 * zh * rbf(h) * grad_output, "goes through it again"),
        ("D", faulty("D"), "sure and wrong the loss is too small"),
        ("D", loss_with(lambda y: y), "infinite or nan"),
        ("D", loss_with(lambda y: np.minimum(y, 1 - 1e-12)), "infinite or nan"),
        ("D", loss_with(lambda y: np.clip(y, 1e-3, 1 - 1e-3)), "too small"),
        ("D", loss_with_large_nan, "where every output is exactly right the loss should be 0"),
        ("D", loss_with(lambda y: 1 - y), "your results are just those"),
        ("D", lambda x, t, wh, bo: np.sum(logistic(x)), "the same whatever t is"),
        ("E", faulty("E"), "that is delta_o, unchanged"),
        ("E", faulty("C"), "taken at h, after the activation"),
        ("E", lambda zh, h, grad_output: h * (1 - h) * grad_output, "is an RBF"),
        ("F", faulty("F"), "broadcast against each other"),
        ("F", lambda y, t: y.ravel() - t.ravel(), "it is flat"),
        ("F", lambda y, t: t - y, "the sign is flipped"),
        ("G", faulty("G"), "is still in it"),
        ("G", lambda y, t: (y - t) * y, "a part of y (1 - y) is still in it"),
        ("G", lambda y, t: (y - t) / (y * (1 - y)), "with respect to y"),
        ("G", "y - t", "hand over the function itself"),
    ],
)
def test_what_is_not_mended_is_told_why(letter, attempt, words):
    text = diagnose(f"mend {letter}", attempt)
    assert words in text and text != "right"


def test_a_wrong_output_costs_enough_by_any_sensible_distance_from_0_and_1():
    assert -np.log(1e-3) < ENOUGH < -np.log(1e-7)


def test_every_suspect_can_be_named_and_mended_with_hints():
    names = {f"{kind} {letter}" for kind in ("bug", "mend") for letter in BROKEN}
    assert {*all_exercises()} >= names
    assert all(all_exercises()[name].hints for name in names)
