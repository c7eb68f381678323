"""Attempts at the exercises of part 1: what wrong ones are told, and right ones that look odd."""

import math

import numpy as np
import pytest

from exercises import diagnose
from exercises.exercise import ChoiceExercise
from exercises.part1 import EXERCISES
from utils.gradient_check import numerical_gradient
from utils.linear_regression import loss, train

# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("1.1a", "c", "without a square it would be a tie"),
    ("1.1b", "c", "need the noise of 20 samples cancel exactly"),
    ("1.1c", "c", "what does the network answer at x = 0"),
    ("1.1d", lambda y, t: np.mean((y - t) ** 2), "the size of the error is squared"),
    ("1.1d", lambda y, t: np.mean(abs(y) - abs(t)), "taken of each part, not of the whole"),
    ("1.1d", lambda y, t: abs(np.mean(y - t)), "the mean is taken before the size of the error"),
    ("1.1d", lambda y, t: np.sum(np.abs(y - t)), "a sum over the samples where a mean belongs"),
    ("1.1d", lambda y, t: np.abs(y - t), "the mean over them is missing"),
    ("1.1d", lambda y, t: np.sum(abs(y - t)) / 20, "a sum over the samples is divided by 20"),
    ("1.1e", 0.14, "that is the sum of the squares"),
    ("1.1e", 0.2, "the mean size of the errors"),
    ("1.1e", 0.104, "that is the text's example"),
    ("1.1e", 0.05, "rounded to 2 decimals, not to 3"),
    ("1.1e", 0.04, "what the first sample costs; 3 steps are left"),
    ("1.2a", "b", "does it rise or fall here"),
    ("1.2b", "c", "the rate is only one factor"),
    ("1.2c", "a", "what does the network answer at x = 0"),
    ("1.2d", lambda x, w, b, t: np.mean(2 * x * (x * w + b - t)), "the gradient for the weight"),
    ("1.2d", lambda x, w, b, t: np.mean(x * w + b - t), "a factor of 2 is lost"),
    ("1.2d", lambda x, w, b, t: np.mean(2 * (t - x * w - b)), "the sign is flipped"),
    ("1.2d", lambda x, w, b, t: np.mean(2 * (x * w - t)), "b is lost as a term"),
    ("1.2d", lambda x, w, t, b: np.mean(2 * (x * w + b - t)), "in the order x, w, b, t"),
    ("1.2e", lambda w, x, t: np.mean(2 * x * (x * w**2 - t)), "here y = x w^2"),
    ("1.2e", lambda w, x, t: np.mean(2 * (x * w**2 - t) * x * w), "a factor of 2 is lost"),
    ("1.2e", lambda w, x, t: np.mean(2 * x * (x * w - t)), "of the lesson's network"),
    ("1.2e", lambda w, x, t: np.sum(4 * x * w * (x * w**2 - t)), "where a mean belongs"),
    ("1.2f", 1.89, "the sign before a part with the gradient of the loss is the other one"),
    ("1.2f", 0.11, "that is how far the weight moves"),
    ("1.2f", -0.22, "that is the gradient of the loss; one step is left"),
    ("1.2f", 2.33, "the division by 3 is lost"),
    ("1.2f", 2.22, "0.5 is lost as a factor"),
    ("1.2f", 1.99, "the gradient of the loss is -0.22: do you get these, too?"),
    ("1.3a", "a", "where does that land"),
    ("1.3b", "b", "does the factor of a step contain t"),
    ("1.3c", "b", "how many steps are taken"),
    ("1.3d", 1.75, "that is the mean of x squared; one step is left"),
    ("1.3d", 0.286, "arrives in one step"),
    ("1.3d", 0.735, "the mean is taken first here; square first"),
    ("1.3d", 0.19, "that is one over the sum"),
    ("1.3e", 1.8, "does not lead to the same factor"),
    ("1.3e", 1.413, "arrives in one step"),
    ("1.3e", "1.927", "leave out the quotes"),
    ("1.3d", 0.756, "the root of the answer"),
    ("1.3f", lambda x: len(x) / np.mean(x**2), "multiplied by the number of samples where it must"),
    ("1.3f", lambda x: 1 / x**2, "is a sum over the samples missing"),
    ("1.3f", lambda x: 1 / np.mean(x**2), "the critical rate of a mean"),
    ("1.3f", lambda x: 1 / (2 * np.sum(x**2)), "arrives in one step"),
    ("1.3f", lambda x: 2.82696 / 20, "the result is 0.1413 in every row"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in diagnose(name, attempt)


RIGHT = [
    ("1.1d", lambda y, t: np.sum(abs(t - y)) / len(y)),
    ("1.1d", lambda y, t: np.mean(np.sqrt((y - t) ** 2))),
    ("1.1e", 0.14 / 3),
    ("1.2d", lambda x, w, b, t: 2 * (w * np.mean(x) + b - np.mean(t))),
    ("1.2d", lambda x, w, b, t: numerical_gradient(lambda v: loss(x * w + v, t), b)),
    ("1.2e", lambda w, x, t: 4 * w * np.mean(x * (x * w**2 - t))),
    ("1.2e", lambda w, x, t: -np.mean(2 * (t - x * w**2) * 2 * x * w)),
    ("1.2f", 2.11),
    ("1.3d", 4 / 7),
    ("1.3e", 1.92696),
    ("1.3f", lambda x: 1 / (len(x) * np.mean(x**2))),
    ("1.3f", lambda x: 1 / (x.T @ x).item()),
    ("1.3f", lambda x: 1 / math.fsum(v**2 for v in x[:, 0])),
]


@pytest.mark.parametrize(("name", "attempt"), RIGHT)
def test_right_answers_may_look_different(name, attempt):
    assert diagnose(name, attempt) == "right"


def test_every_exercise_has_wrong_and_every_written_one_right_attempts():
    written = {n for n, e in EXERCISES.items() if not isinstance(e, ChoiceExercise)}
    assert {name for name, *_ in WRONG} == set(EXERCISES)
    assert {name for name, _ in RIGHT} == written


def test_gradients_that_are_right_are_the_derivatives_of_their_losses():
    for x, w, b, t in EXERCISES["1.2d"].cases:
        exact = np.imag(np.mean((x * w + b + 1e-30j - t) ** 2)) / 1e-30
        assert EXERCISES["1.2d"].right[0](x, w, b, t) == pytest.approx(exact, rel=1e-12)
    for w, x, t in EXERCISES["1.2e"].cases:
        exact = np.imag(np.mean((x * (w + 1e-30j) ** 2 - t) ** 2)) / 1e-30
        assert EXERCISES["1.2e"].right[0](w, x, t) == pytest.approx(exact, rel=1e-12)


def test_rates_that_are_right_do_what_they_are_said_to_do():
    x, t = EXERCISES["1.1d"].cases[1][0], np.ones((8, 1))
    # A sum over n samples is n times the mean: the rate of a sum times n is that of the mean.
    critical = len(x) * EXERCISES["1.3f"].right[0](x)
    for share, is_below in ((0.99, True), (1.01, False)):
        w = train(x, t, 3.0, share * critical, 800)[:, 0]
        distances = np.abs(w - np.sum(x * t) / np.sum(x**2))
        assert (distances[-1] < distances[0]) == is_below
