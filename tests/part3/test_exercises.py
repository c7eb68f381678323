"""Attempts at the exercises of part 3: what each wrong one is told, and right ones that look odd.

A mistake that `exercises.part3` lists with its own text is tested by itself, below.
"""

import math

import numpy as np
import pytest

from exercises import diagnose
from exercises.diagnosis import FunctionExercise
from exercises.part3 import EXERCISES, behaviour
from utils.activations import logistic, rbf
from utils.rbf_network import nn


def hidden_bias(
    factor=lambda x, wh, bh, zh, h, y: -2 * zh * h,
    zh=lambda x, wh, bh: x * wh + bh,
    output=logistic,
    targets=lambda t: t,
):
    """Make an attempt at 3.8b in which one thing is wrong."""

    def attempt(x, wh, bh, bo, t):
        z = zh(x, wh, bh)
        h = rbf(z)
        y = output(h + bo)
        return np.mean(factor(x, wh, bh, z, h, y) * (y - targets(t)))

    return attempt


# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("3.1a", lambda x, c: np.where(np.abs(x) < 1, 1.0, 0.0), "does c take part"),
    ("3.1a", lambda x, c: np.abs(x) < 0.8, "does c take part"),
    ("3.1a", lambda x, c: np.where(np.abs(x) < c, 1, -1), "values such as -1; wanted are 0 and 1"),
    ("3.1a", lambda x, c: c - np.abs(x), "wanted are 0 and 1 only"),
    ("3.1a", lambda x, c: x > 0, "does c take part"),
    ("3.1a", lambda x, c: np.abs(x) < 2 * c, "rows are right; for x ="),
    ("3.1b", 0.5, "too small: 4 blue circles lie outside of it"),
    ("3.1b", 0.78, "too small: 1 blue circle lies outside of it"),
    ("3.1b", 1.0, "too large: 2 red stars lie inside of it"),
    ("3.1b", -0.8, "a distance from the origin is positive"),
    ("3.1b", "0.8", "not the text '0.8': leave out the quotes"),
    ("3.1b", (0, 8), "is there a comma where a decimal point belongs"),
    ("3.1b", None, "the answer is None"),
    ("3.1b", np.nan, "nan or infinite"),
    ("3.1b", [0.8, 0.9], "array of shape (2,)"),
    ("3.2a", lambda z: np.tanh(z) ** 2 - 1, "the sign is flipped"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2) / 2, "a factor of 2 is lost"),
    ("3.2a", lambda z: 4 * (1 - np.tanh(z) ** 2), "a factor of 4 is too much"),
    ("3.2a", lambda z: np.log(z), "nan or infinity"),
    ("3.2a", np.cos, "0 of 5 rows are right; for z = 2.3 you get -0.6663, which is too low"),
    ("3.2a", lambda z: z / z, "not cancel out"),
    ("3.2a", lambda z: np.round(1 - np.tanh(z) ** 2, 2), "nearly: right to two digits"),
    ("3.2a", lambda z: np.ones((201, 1)), "a variable of the notebook"),
    ("3.2b", lambda z, s: -2 * z * rbf(z), "does s take part"),
    ("3.2b", lambda z, s: -2 * z * s * rbf(z / s), "right for s = 1, but wrong for s = 2"),
    ("3.2b", lambda z, s: -2 * z / max(s, 1) ** 2 * rbf(z / max(s, 1)), "wrong for s = 0.7"),
    ("3.3a", -0.75, "that is z_h"),
    ("3.3a", 0.570, "that is h"),
    ("3.3a", 0.070, "that is z_o"),
    ("3.3a", 0.745, "the bias has the wrong sign"),
    ("3.3a", 0.483, "the probability of red"),
    ("3.3a", 1.0, "that is the decision"),
    ("3.3a", 0.0, "a decision, and the wrong one"),
    ("3.3a", 0.493, "the square is lost"),
    ("3.3a", 0.778, "a sign is lost in the exponent"),
    ("3.3a", 0.639, "the bias is missing"),
    ("3.3a", 0.123, "compare each with the cell of 'One sample by hand'"),
    ("3.3a", 0.55, "compare each with the cell"),
    ("3.3a", 0.52, "is it rounded to three decimals"),
    ("3.3a", 0.467, "that is the sample of the text"),
    ("3.3a", 51.7, "h and y lie between 0 and 1"),
    ("3.3a", 1.755, "a sign is lost in the exponent"),
    ("3.3a", 0.223, "the RBF is left out"),
    ("3.3a", 0.834, "the square is lost"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) + bo), "does wo take part"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * 0.3679 + bo), "such as h of one sample"),
    ("3.3b", lambda x, wh, wo, bo: nn(x, wh, bo) > 0.5, "does wo take part"),
    ("3.3b", lambda x, wh, wo, bo: logistic(abs(wo) * rbf(x * wh) + bo), "with its sign"),
    ("3.4a", lambda y, t: sum(y - t), "the value is another"),
    ("3.4a", lambda y, t: (y[-1, 0] - t[-1, 0]) ** 2, "work that out by hand"),
    ("3.4a", lambda y, t: np.round(np.mean((y - t) ** 2), 2), "is something rounded"),
    ("3.4a", lambda y, t: -np.sum((y - t) ** 2), "belongs, and the sign is flipped"),
    ("3.4a", lambda y, t: np.mean(np.sum((y[-1:] - t[-1:]) ** 2)), "by hand"),
    ("3.4a", lambda y, t: np.mean((np.ones((5, 1)) - t[:5]) ** 2), "does y take part"),
    ("3.4a", lambda y, t: (y - t) ** 2, "the mean over them is missing"),
    ("3.4a", lambda y, t: np.sum((y - t) ** 2), "a sum over the samples where a mean belongs"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2) / len(y), "divided by the number of samples once"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2, axis=0), "the value is right"),
    ("3.4a", lambda y, t: np.mean(np.sqrt(-1 - (y - t) ** 2)), "nan or infinity"),
    ("3.4b", 0.303, "the squared error of exercise 1"),
    ("3.4b", 32.53, "that is the sum"),
    ("3.4b", 0.313, "what a blue sample costs"),
    ("3.4b", 1.313, "what a red sample costs"),
    ("3.4b", 0.693, "would be so with y = 1/2"),
    ("3.4b", 0.81, "is it rounded to three decimals"),
    ("3.4b", [0.813], "leave out the brackets"),
    ("3.4b", 1, "that is h of every sample"),
    ("3.4b", 0, "sure and always right"),
    ("3.4b", 0.731, "that is the output y"),
    ("3.4b", -0.813, "A loss is not negative"),
    ("3.4b", 0.353, "base 10"),
    (
        "3.5a",
        lambda y, t: -(y - t) * y * (1 - y) / 2,
        "a factor of 4 is lost and the sign is flipped",
    ),
    ("3.5a", lambda y, t: (y - t) * y * (1 - y), "a factor of 2 is lost"),
    ("3.5a", lambda y, t: -2 * (y - t) * y * (1 - y), "the sign is flipped"),
    ("3.5b", lambda h, g: np.mean(h * np.abs(g)), "by hand"),
    ("3.5b", lambda h, g: h * g, "the mean over them is missing"),
    ("3.5b", lambda h, g: np.sum(h * g), "a sum over the samples where a mean belongs"),
    ("3.5b", lambda h, g: h.T @ g, "and the value is another"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * wo * np.mean(g), "rows are right"),
    ("3.5c", lambda zh, h, wo, g: -2 * np.abs(zh) * h * wo * g, "rows are right"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * abs(wo) * g, "with its sign"),
    ("3.5c", lambda zh, h, wo, g: 2 * zh * h * wo * g, "the sign is flipped"),
    ("3.5c", lambda zh, h, wo, g: -zh * rbf(zh) * wo * g, "a factor of 2 is lost"),
    ("3.6a", (0.3, np.array(["creeps", "creeps"])), "the prediction must be one of"),
    ("3.6a", (np.complex64(3), "converges"), "is a positive number"),
    ("3.6a", (None, "creeps"), "is a positive number"),
    ("3.6a", (10**400, "creeps"), "is a positive number"),
    ("3.6a", (3 + 0j, "creeps"), "is a positive number"),
    ("3.6a", (2.0, "creeps"), "stands in the table already"),
    ("3.6a", (0.3, "converges"), "does something else"),
    ("3.6a", (0.3, "explodes"), "must be one of creeps"),
    ("3.6a", (-1, "creeps"), "a learning rate is a positive number"),
    ("3.6a", 0.3, "a learning rate and a word are expected"),
    ("3.6b", (0.001, -1.0), "from there the weight moves"),
    ("3.6b", (1000.0, 1.4), "the bias still moves"),
    ("3.6b", (0.0, -1.0), "that is the pass on the ridge"),
    ("3.6b", (0.0, 1.4), "the bias still moves"),
    ("3.6b", (0.0, 1000.0), "weight and bias stand in each other's place"),
    ("3.6b", (1000.0, 0.001), "the bias still moves"),
    ("3.6b", (30.0, 0.0), "would it further out"),
    ("3.6b", (100.0, 0.0), "the weight moves, by 0.00092"),
    ("3.6b", (1.2, -0.45), "the weight moves"),
    ("3.6b", (1000.0, 1e17), "stay below a million"),
    ("3.6b", (1.0403249, -0.4728348), "because it has arrived"),
    ("3.6b", 0.0, "2 numbers are expected, not a single number"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo)) / abs(wh), "does wo take part"),
    ("3.7a", lambda wh, bo, wo: np.sqrt(-np.log(-bo / wo)) / abs(wh), "in the order wh, wo, bo"),
    (
        "3.7a",
        lambda wh, wo, bo: np.nan if bo < -1 else wh / wo * bo,
        "your function returns itself",
    ),
    (
        "3.7a",
        lambda wh, wo, bo: np.sqrt(np.log(-bo / wo)) / abs(wh),
        "square root of what is not positive",
    ),
    ("3.7b", -0.5, "too far out"),
    ("3.7b", -0.5264, "the boundary lies at 0.8011, too far out"),
    ("3.7b", 0.527, "no boundary at all"),
    ("3.7b", -0.8, "too far in"),
    ("3.7b", -0.1, "too far out"),
    ("3.8a", lambda wo, bo: (logistic(min(bo, 0)), logistic(wo + min(bo, 0))), "with its sign"),
    ("3.8a", lambda wo, bo: (logistic(wo), logistic(bo)), "as value number 1, which is too"),
    ("3.8a", lambda wo, bo: (logistic(bo), 0.995 * logistic(wo + bo)), "from the samples of"),
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x * wh + abs(bh)), "with its sign"),
    ("3.8b", hidden_bias(zh=lambda x, wh, bh: x * abs(wh) + bh), "with its sign"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2 * zh * h * len(x)), "where a mean belongs"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: 2 * zh * h), "the sign is flipped"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: -2.2 * zh * h), "a factor of 1.1 is too much"),
    ("3.8b", hidden_bias(lambda x, wh, bh, zh, h, y: np.mean(x) * zh * h), "by hand"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in diagnose(name, attempt)


def test_every_exercise_has_wrong_answers_in_the_table():
    assert set(EXERCISES) == {name for name, _, _ in WRONG}


@pytest.mark.parametrize(
    ("name", "exercise"),
    [(n, e) for n, e in EXERCISES.items() if isinstance(e, FunctionExercise)],
)
def test_each_listed_mistake_is_wrong_and_gets_its_own_text(name, exercise):
    assert diagnose(name, exercise.expected) == "right"
    for function, text in exercise.mistakes:
        assert diagnose(name, function) == text


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
        ("3.1a", lambda x, c: 1 * (np.abs(x) < c)),
        ("3.1a", lambda x, c: (x > -c) & (x < c)),
        ("3.1a", lambda x, c: np.array([[1.0 * (abs(v) < c)] for v in x.ravel()])),
        ("3.2a", lambda z: np.array([1 - np.tanh(v) ** 2 for v in z])),
        ("3.2a", lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2),
        ("3.2b", lambda z, s: rbf(z / s) * -2 * (z / s) / s),
        ("3.3a", 0.51744),
        ("3.4b", np.log(1 + np.e) - 0.5),
        ("3.5b", lambda h, g: np.sum(h * g) / len(h)),
        ("3.6a", [3.0, "converges"]),
        ("3.6b", [1000, 0]),
        ("3.6b", (-250.0, 0.0)),
        ("3.7a", lambda wh, wo, bo: math.sqrt(math.log(wo) - math.log(-bo)) / abs(wh)),
        ("3.8a", lambda wo, bo: [logistic(bo), logistic(bo + wo)]),
    ],
)
def test_right_answers_may_look_different(name, attempt):
    assert diagnose(name, attempt) == "right"
