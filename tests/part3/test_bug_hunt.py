"""The bug hunt: each broken network leaves its trace, and nothing names its bug too early."""

import re

import numpy as np
import pytest

from exercises import check, diagnose
from exercises.bug_hunt import BROKEN, DEFECTS, Network
from utils.activations import rbf
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient


def trace(network):
    """Return what the five tools of the bug hunt show of a network."""
    x, t = make_surrounded_classes()
    wh, bo = 0.7, -0.3
    numerical = (
        numerical_gradient(lambda value: network.loss(x, value, bo, t), wh),
        numerical_gradient(lambda value: network.loss(x, wh, value, t), bo),
    )
    zh = np.array([-1.0, 1.0])
    used = np.array((wh, bo)) - network.update(x, wh, bo, t, 1.0)
    y = network.forward(x, wh, bo)[-1]
    return (
        np.round(np.divide(network.gradients(x, wh, bo, t), numerical), 3).tolist(),
        network.output_step(y, t).shape,
        np.isclose(used, network.gradients(x, wh, bo, t)).tolist(),
        np.round(network.hidden_step(zh, rbf(zh), np.ones(2)), 3).tolist(),
        round(network.loss(x, 2.3, 40.0, t), 3),
    )


def test_each_broken_network_leaves_the_trace_that_is_told_of_it():
    fine = ([1, 1], (40, 1), [True, True], [0.736, -0.736], 18.022)
    assert trace(Network()) == fine
    assert trace(BROKEN["A"]) == ([40, 40], *fine[1:])
    assert trace(BROKEN["B"]) == (*fine[:2], [True, False], *fine[3:])
    assert trace(BROKEN["C"]) == ([-0.037, 1], *fine[1:3], [-0.643, -0.643], 18.022)
    assert trace(BROKEN["D"]) == (*fine[:4], 0)
    ratios, *others = trace(BROKEN["E"])
    assert ratios[0] != 1 and ratios[1] == 1
    assert others == [(40, 1), [True, True], [1, 1], 18.022]
    assert trace(BROKEN["F"])[1] == (40, 40)


def test_each_bug_is_found_by_its_name_only():
    right = {
        (letter, defect)
        for letter in BROKEN
        for defect in DEFECTS
        if diagnose(f"bug {letter}", defect) == "right"
    }
    assert sorted(letter for letter, _ in right) == list("ABCDEF")
    assert sorted(defect for _, defect in right) == sorted(DEFECTS)
    assert diagnose("bug D", " Loss hides NaN. ") == "right"


@pytest.mark.parametrize(
    ("name", "attempt", "words"),
    [
        ("bug A", "Sum for meen", "(is 'sum for mean' meant?)"),
        ("bug A", ["sum for mean"], "as text in quotes"),
        ("bug A", 3, "as text in quotes"),
        ("bug A", "shapes broadcast", "With it you would see this: what should be a column"),
        ("bug B", "loss hides nan", "not that"),
        ("bug C", "typing error", "that is none of: activation derivative lost"),
    ],
)
def test_wrong_name_gets_the_diagnosis_that_fits(name, attempt, words):
    assert words in diagnose(name, attempt)


def test_a_bug_is_explained_when_it_is_found_and_only_then(capsys):
    check("bug A", "sum for mean")
    assert capsys.readouterr().out.startswith("Exercise bug A: right.\nIt adds up the gradients")
    check("bug A", "loss hides nan")
    assert "adds up" not in capsys.readouterr().out


def test_nothing_that_python_shows_names_the_bug():
    """A learner may look at a network, or call it with wrong arguments."""
    telling = re.compile("sum|early|derivative|nan|lost|broadcast", re.IGNORECASE)
    for network in BROKEN.values():
        assert not telling.search(repr(network))
        assert not telling.search(str(type(network).__doc__))
        for name in [name for name in vars(Network) if name[0] != "_"]:
            assert getattr(network, name).__doc__ == getattr(Network, name).__doc__
        with pytest.raises(TypeError) as error:
            network.update()
        assert not telling.search(str(error.value))
