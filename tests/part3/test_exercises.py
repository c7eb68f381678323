"""Attempts at the exercises of part 3: what each wrong one is told, and right ones that look odd.

Most of those in attempts.json were written from the texts of the exercises alone, without knowledge
of what `exercises.part3` holds.
"""

import json
import linecache
import math
from pathlib import Path

import numpy as np
import pytest

from exercises import diagnose
from exercises.exercise import ChoiceExercise
from exercises.part3 import EXERCISES, behaviour
from utils.activations import logistic, rbf
from utils.data import make_surrounded_classes
from utils.gradient_check import numerical_gradient
from utils.losses import cross_entropy
from utils.rbf_network import hidden_activations, loss, nn


def hidden_bias(
    factor=lambda x, wh, bh, zh, h, y: -2 * zh * h,
    zh=lambda x, wh, bh: x * wh + bh,
    output=logistic,
    targets=lambda t: t,
):
    """Make an attempt at 3.8d in which one thing is wrong."""

    def attempt(x, wh, bh, bo, t):
        z = zh(x, wh, bh)
        h = rbf(z)
        y = output(h + bo)
        return np.mean(factor(x, wh, bh, z, h, y) * (y - targets(t)))

    return attempt


ATTEMPTS = json.loads((Path(__file__).parent / "attempts.json").read_text(encoding="utf-8"))


def answer(code):
    """Run an attempt as a cell of a notebook; return its answer."""
    x, t = make_surrounded_classes()
    space = {
        **{"np": np, "math": math, "x": x, "t": t, "rbf": rbf, "logistic": logistic, "nn": nn},
        **{"cross_entropy": cross_entropy, "loss": loss, "hidden_activations": hidden_activations},
        "make_surrounded_classes": make_surrounded_classes,
        "numerical_gradient": numerical_gradient,
    }
    source = "\n".join(code)
    # As IPython does, so that the text of an attempt can be read.
    linecache.cache[source] = (len(source), None, source.splitlines(keepends=True), source)
    exec(compile(source, source, "exec"), space)
    return space["answer"]


@pytest.mark.parametrize("attempt", ATTEMPTS["wrong"], ids=lambda a: f"{a['exercise']} {a['slip']}")
def test_wrong_attempt_of_a_learner_is_told_what_fits(attempt):
    assert diagnose(attempt["exercise"], answer(attempt["code"])) == attempt["told"]


@pytest.mark.parametrize("attempt", ATTEMPTS["right"], ids=lambda a: a["exercise"])
def test_right_attempt_of_a_learner_is_right_however_it_is_written(attempt):
    assert diagnose(attempt["exercise"], answer(attempt["code"])) == "right"


def derivative_with_a_plus(z):
    above = np.exp(z) - np.exp(-z)
    below = np.exp(z) + np.exp(-z)
    return (below * below + above * above) / below**2


# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("3.2c", derivative_with_a_plus, "the sign before a part with the numerator"),
    (
        "3.9e",
        lambda x, grad_1, grad_2: np.mean((x * grad_1) * (-x * grad_2)),
        "are multiplied, not added inside the mean",
    ),
    ("3.1b", lambda x, c: np.where(np.abs(x) < 1, 1.0, 0.0), "does c take part"),
    ("3.1b", lambda x, c: np.abs(x) < 0.8, "does c take part"),
    ("3.1b", lambda x, c: np.where(np.abs(x) < c, 1, -1), "values such as -1; wanted are 0 and 1"),
    ("3.1b", lambda x, c: c - np.abs(x), "wanted are 0 and 1 only"),
    ("3.1b", lambda x, c: x > 0, "does c take part"),
    ("3.1b", lambda x, c: (x > -c) & (x <= c), "right for c = 1, but wrong for c = 2.3"),
    ("3.2c", lambda z: np.tanh(z) ** 2 - 1, "the sign is flipped"),
    ("3.2c", lambda z: (1 - np.tanh(z) ** 2) / 2, "a factor of 2 is lost"),
    ("3.2c", lambda z: 4 * (1 - np.tanh(z) ** 2), "a factor of 4 is too much"),
    ("3.2c", lambda z: np.log(z), "nan or infinity"),
    ("3.2c", np.cos, "0 of 5 rows are right; for z = 2.3 you get -0.6663, which is too low"),
    ("3.2c", lambda z: np.ones((201, 1)), "a variable of the notebook"),
    ("3.2d", lambda z, s: -2 * z / max(s, 1) ** 2 * rbf(z / max(s, 1)), "wrong for s = 0.7"),
    ("3.3b", 0.570, "that is h"),
    ("3.3b", 0.483, "that is one minus the answer"),
    ("3.3b", 1.0, "that is the decision"),
    ("3.3b", 0.0, "a decision, and the wrong one"),
    ("3.3b", 0.493, "the square is lost"),
    ("3.3c", lambda x, wh, wo, bo: logistic(wo * 0.3679 + bo), "such as h of one sample"),
    ("3.3c", lambda x, wh, wo, bo: nn(x, wh, bo) > 0.5, "does wo take part"),
    ("3.4c", lambda y, t: sum(y - t), "the value is another"),
    ("3.4c", lambda y, t: -np.sum((y - t) ** 2), "belongs, and the sign is flipped"),
    ("3.4c", lambda y, t: np.mean((np.ones((5, 1)) - t[:5]) ** 2), "does y take part"),
    ("3.4c", lambda y, t: (y - t) ** 2, "the mean over them is missing"),
    ("3.4c", lambda y, t: np.sum((y - t) ** 2), "a sum over the samples where a mean belongs"),
    ("3.4c", lambda y, t: np.mean((y - t) ** 2) / len(y), "divided by the number of samples once"),
    ("3.4c", lambda y, t: np.mean((y - t) ** 2, axis=0), "the value is right"),
    ("3.4c", lambda y, t: np.mean(np.sqrt(-1 - (y - t) ** 2)), "nan or infinity"),
    ("3.4d", 0.303, "the squared error of exercise 1"),
    ("3.4d", 32.53, "that is the sum"),
    ("3.4d", 0.313, "what a blue sample costs"),
    ("3.4d", 1.313, "what a red sample costs"),
    ("3.4d", 0.693, "would be so with y = 1/2"),
    ("3.4d", 1, "that is h of every sample"),
    ("3.4d", 0, "sure and always right"),
    ("3.4d", 0.731, "that is the output y"),
    ("3.4d", 0.353, "base 10"),
    ("3.5b", lambda y, t: (y - t) * y * (1 - y), "a factor of 2 is lost"),
    ("3.5b", lambda y, t: -2 * (y - t) * y * (1 - y), "the sign is flipped"),
    ("3.5c", lambda h, g: h * g, "the mean over them is missing"),
    ("3.5c", lambda h, g: np.sum(h * g), "a sum over the samples where a mean belongs"),
    ("3.5c", lambda h, g: h.T @ g, "and the value is another"),
    ("3.5d", lambda zh, h, wo, g: 2 * zh * h * wo * g, "the sign is flipped"),
    ("3.5d", lambda zh, h, wo, g: -zh * rbf(zh) * wo * g, "a factor of 2 is lost"),
    ("3.6g", (0.3, np.array(["creeps", "creeps"])), "the prediction must be one of"),
    ("3.6g", (np.complex64(3), "converges"), "is a positive number"),
    ("3.6g", (None, "creeps"), "is a positive number"),
    ("3.6g", (10**400, "creeps"), "is a positive number"),
    ("3.6g", (3 + 0j, "creeps"), "is a positive number"),
    ("3.6g", (2.0, "creeps"), "stands in the table already"),
    ("3.6g", (0.3, "converges"), "does something else"),
    ("3.6g", (0.3, "explodes"), "must be one of creeps"),
    ("3.6g", (-1, "creeps"), "a learning rate is a positive number"),
    ("3.6g", 0.3, "a learning rate and a word are expected"),
    ("3.6h", (1000.0, 1.4), "the bias still moves"),
    ("3.6h", (0.0, -1.0), "that is the pass on the ridge"),
    ("3.6h", (0.0, 1000.0), "weight and bias stand in each other's place"),
    ("3.6h", (1000.0, 0.001), "the bias still moves"),
    ("3.6h", (100.0, 0.0), "the weight moves, by 0.00092"),
    ("3.6h", 0.0, "2 numbers are expected, not a single number"),
    ("3.7c", lambda wh, bo, wo: np.sqrt(-np.log(-bo / wo)) / abs(wh), "in the order wh, wo, bo"),
    (
        "3.7c",
        lambda wh, wo, bo: np.nan if bo < -1 else wh / wo * bo,
        "your function returns itself",
    ),
    ("3.8c", lambda wo, bo: (logistic(min(bo, 0)), logistic(wo + min(bo, 0))), "with its sign"),
    ("3.8c", lambda wo, bo: (logistic(bo), 0.995 * logistic(wo + bo)), "from the samples of"),
    ("3.8d", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * zh * h * len(x)), "where a mean belongs"),
    ("3.8d", hidden_bias(lambda x, wh, bh, zh, h, y: 2 * zh * h), "the sign is flipped"),
    ("3.8d", hidden_bias(lambda x, wh, bh, zh, h, y: -2.2 * zh * h), "a factor of 1.1 is too much"),
    ("3.8d", hidden_bias(lambda x, wh, bh, zh, h, y: np.mean(x) * zh * h), "depends on x alone"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in diagnose(name, attempt)


def test_every_exercise_has_wrong_and_right_attempts():
    written = {n for n, e in EXERCISES.items() if not isinstance(e, ChoiceExercise)}
    for kind in ("wrong", "right"):
        assert written == {attempt["exercise"] for attempt in ATTEMPTS[kind]}


@pytest.mark.parametrize(
    ("rate", "word"),
    [
        *((1.85, "creeps"), (1.9, "converges"), (7.3, "converges"), (7.4, "creeps")),
        *((7.5, "oscillates"), (10.1, "oscillates"), (10.2, "thrown out"), (20, "thrown out")),
    ],
)
def test_behaviour_of_the_learning_rates_is_what_the_solution_says(rate, word):
    assert behaviour(rate) == word


@pytest.mark.parametrize(
    ("name", "attempt"),
    [
        ("3.1b", lambda x, c: 1 * (np.abs(x) < c)),
        ("3.1b", lambda x, c: (x > -c) & (x < c)),
        ("3.1b", lambda x, c: np.array([[1.0 * (abs(v) < c)] for v in x.ravel()])),
        ("3.2c", lambda z: np.array([1 - np.tanh(v) ** 2 for v in z])),
        ("3.2c", lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2),
        ("3.2d", lambda z, s: rbf(z / s) * -2 * (z / s) / s),
        ("3.3b", 0.51744),
        ("3.4d", np.log(1 + np.e) - 0.5),
        ("3.5c", lambda h, g: np.sum(h * g) / len(h)),
        ("3.6g", [3.0, "converges"]),
        ("3.6h", [1000, 0]),
        ("3.6h", (-250.0, 0.0)),
        ("3.7c", lambda wh, wo, bo: math.sqrt(math.log(wo) - math.log(-bo)) / abs(wh)),
        ("3.8c", lambda wo, bo: [logistic(bo), logistic(bo + wo)]),
    ],
)
def test_right_answers_may_look_different(name, attempt):
    assert diagnose(name, attempt) == "right"
