"""Attempts at the exercises of part 2: what a wrong one is told, and right ones that look odd."""

import numpy as np
import pytest

from exercises import diagnose
from exercises.exercise import ChoiceExercise
from exercises.part2 import EXERCISES
from utils.activations import logistic
from utils.logistic_regression import gradient, nn

# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("2.1c", lambda x, w: x @ w.T, "that is z as it is"),
    ("2.1c", lambda x, w: np.abs(x @ w.T) / np.linalg.norm(w), "the sign is dropped"),
    ("2.1c", lambda x, w: x @ w.T / np.sum(w**2), "the root is left out"),
    ("2.1c", lambda x, w: x @ w.T / np.linalg.norm(x), "x stands where w belongs"),
    ("2.1c", lambda x, w: (x @ w.T)[:, 0] / np.linalg.norm(w), "column"),
    ("2.1c", lambda x, w: x * w / np.linalg.norm(w), "shape"),
    ("2.1c", lambda x, w: np.linalg.norm(x - w, axis=1, keepdims=True), "the tip of the arrow"),
    ("2.1c", lambda w, x: x @ w.T / np.linalg.norm(w), "in the order x, w"),
    ("2.1d", -0.75, "the sign is flipped"),
    ("2.1d", 1.333, "upside down"),
    ("2.1d", 5.333, "exchanged"),
    ("2.1d", [0.75, 1.0], "a number is expected"),
    ("2.1d", -4 / 3, "the inverse of the answer, and the sign is flipped"),
    # Two digits fit too many slips.
    ("2.1d", -12, "too low: work it out once more"),
    ("2.1d", -16 / 3, "at a right angle to w"),
    ("2.1d", 2.9, "too high: work it out once more"),
    ("2.2d", lambda y: y / (1 - y), "that is the odds as it is"),
    ("2.2d", lambda y: np.log10(y / (1 - y)), "np.log10 stands where the logarithm belongs"),
    ("2.2d", lambda y: np.log((1 - y) / y), "upside down"),
    ("2.2d", lambda y: logistic(y), "the way back"),
    ("2.2d", lambda y: np.log(y) / np.log(1 - y), "the logarithm is taken of each part"),
    ("2.2d", lambda y: -np.log(y / (1 - y)), "upside down"),
    ("2.2e", 3, "the odds are multiplied by 4"),
    ("2.2e", 0.8, "3 times 4, not 4"),
    ("2.2e", 12, "odds"),
    ("2.2e", 0.077, "the probability of red"),
    ("2.2e", 2.485, "that is the new z"),
    ("2.2f", lambda y, t, c: y - t, "c is lost as a factor"),
    ("2.2f", lambda y, t, c: c * (y - t), "the red samples is multiplied by c"),
    ("2.2f", lambda y, t, c: y - c * t, "red samples are right"),
    ("2.2f", lambda y, t, c: c * t * (1 - y) - (1 - t) * y, "the sign is flipped"),
    ("2.2f", lambda y, t, c: np.mean((1 - t) * y - c * t * (1 - y)), "shape"),
    (
        "2.2f",
        lambda y, t, c: (1 - t) / (1 - y) - c * t / y,
        "the slope y (1 - y) is lost as a factor",
    ),
    ("2.3d", lambda w, x, t, c: gradient(w, x, t), "the gradient of the price is lost as a term"),
    (
        "2.3d",
        lambda w, x, t, c: len(x) * gradient(w, x, t) + 2 * c * w,
        "a sum stands where a mean belongs",
    ),
    ("2.3d", lambda w, x, t, c: gradient(w, x, t) + c * w, "2 is lost as a factor"),
    ("2.3d", lambda w, x, t, c: gradient(w, x, t) - 2 * c * w, "the sign"),
    ("2.3d", lambda w, x, t, c: gradient(w, x, t) + c * np.sum(w**2), "not its derivative"),
    ("2.3d", lambda w, x, t, c: x.T @ (nn(x, w) - t) / len(x) + 2 * c * w.T, "shape"),
    ("2.3d", lambda x, w, t, c: gradient(w, x, t) + 2 * c * w, "in the order w, x, t, c"),
    ("2.3e", 0.75, "that is the output y"),
    ("2.3e", 3, "that is the odds of blue"),
    ("2.3e", -1.099, "the sign is flipped"),
    ("2.3e", 0.477, "np.log10 stands where the logarithm belongs"),
    ("2.3e", 0, "one half for all"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words, monkeypatch):
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    text = diagnose(name, attempt)
    assert words in text and text != "right"


def short_by_differences(w, x, t, c):
    def priced(w1, w2):
        z = x @ np.array([[w1], [w2]])
        return np.mean(np.logaddexp(0, z) - t * z) + c * (w1**2 + w2**2)

    (w1, w2), tiny = w[0], 1e-6
    for_w1 = priced(w1 + tiny, w2) - priced(w1 - tiny, w2)
    for_w2 = priced(w1, w2 + tiny) - priced(w1, w2 - tiny)
    return np.array([[for_w1, for_w2]]) / (2 * tiny)


RIGHT = [
    ("2.1c", lambda x, w: np.array([[row @ w[0] / np.hypot(*w[0])] for row in x])),
    ("2.1c", lambda x, w: x @ (w / np.linalg.norm(w)).T),
    ("2.1c", lambda x, w: np.sum(x * w, axis=1, keepdims=True) / (w @ w.T) ** 0.5),
    ("2.1d", 0.75),
    ("2.1d", np.float64(3) / 4),
    ("2.2d", lambda y: np.log(y) - np.log1p(-y)),
    ("2.2d", lambda y: -np.log((1 - y) / y)),
    ("2.2d", lambda y: 2 * np.arctanh(2 * y - 1)),
    ("2.2e", 0.923),
    ("2.2e", 12 / 13),
    ("2.2f", lambda y, t, c: np.where(t == 1, c * (y - 1), y)),
    ("2.2f", lambda y, t, c: (y - t) * np.where(t == 1, c, 1)),
    ("2.2f", lambda y, t, c: y - t * y - c * t + c * t * y),
    ("2.3d", lambda w, x, t, c: gradient(w, x, t) + 2 * c * w),
    ("2.3d", lambda w, x, t, c: ((nn(x, w) - t).T @ x) / len(x) + c * 2 * w),
    ("2.3d", short_by_differences),
    ("2.1d", np.array([[0.75]])),
    ("2.1d", [0.75]),
    ("2.3e", 1.099),
    ("2.3e", np.log(0.75) - np.log(0.25)),
]


@pytest.mark.parametrize(("name", "attempt"), RIGHT)
def test_right_answer_is_right_however_it_is_written(name, attempt):
    assert diagnose(name, attempt) == "right"


def test_every_exercise_has_wrong_and_right_attempts():
    written = {n for n, e in EXERCISES.items() if not isinstance(e, ChoiceExercise)}
    assert written == {row[0] for row in WRONG} == {row[0] for row in RIGHT}


@pytest.mark.parametrize("name", [n for n, e in EXERCISES.items() if isinstance(e, ChoiceExercise)])
def test_each_wrong_letter_has_words_of_its_own(name):
    exercise = EXERCISES[name]
    assert diagnose(name, exercise.right) == "right"
    assert all(text in diagnose(name, letter) for letter, text in exercise.wrong.items())
