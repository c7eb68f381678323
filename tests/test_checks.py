"""The exercises: stubs are unanswered, solutions are right, each mistake gets its diagnosis."""

import re

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from run_notebooks import find_notebooks

from utils.checks import check, diagnose
from utils.diagnosis import FunctionExercise
from utils.exercises import EXERCISES
from utils.rbf_network import logistic, rbf

# Exercise, wrong attempt, and words that its diagnosis must hold.
WRONG = [
    ("3.1a", lambda x, c: np.where(x < c, 1.0, 0.0), "right-hand side only"),
    ("3.1a", lambda x, c: np.where(np.abs(x) > c, 1.0, 0.0), "blue and red are swapped"),
    ("3.1a", lambda x, c: np.where(np.abs(x) < 1, 1.0, 0.0), "does c take part"),
    ("3.1a", lambda x, c: np.where(x**2 < c, 1.0, 0.0), "the square of the distance"),
    ("3.1a", lambda x, c: np.abs(x) < c.T.size, "does c take part"),
    ("3.1a", lambda x, c: (np.abs(x) < c).ravel(), "has shape (5,), expected is (5, 1)"),
    ("3.1a", lambda x, c: "blue", "returns 'blue', not a number"),
    ("3.1a", lambda x, c: x.fill(0), "returns None"),
    ("3.1b", 0.5, "too small: "),
    ("3.1b", 1.0, "too large: "),
    ("3.1b", -0.8, "a distance from the origin is positive"),
    ("3.1b", "0.8 or so", "a number is expected"),
    ("3.1b", None, "the answer is None"),
    ("3.1b", np.nan, "nan or infinite"),
    ("3.1b", [0.8, 0.9], "array of shape (2,)"),
    ("3.2a", lambda z: np.tanh(z) ** 2 - 1, "the sign is flipped"),
    ("3.2a", lambda z: 1 - z**2, "it is the square of z"),
    ("3.2a", lambda z: 1 - np.tanh(z), "a square is lost"),
    ("3.2a", lambda z: 1 - np.tanh(np.tanh(z)) ** 2, "wrong argument: tanh is applied twice"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2) / 2, "a factor of 2 is lost"),
    ("3.2a", lambda z: 4 * (1 - np.tanh(z) ** 2), "a factor of 4 is too much"),
    ("3.2a", lambda z: np.mean(1 - np.tanh(z) ** 2), "you took the mean"),
    ("3.2a", lambda z: (1 - np.tanh(z) ** 2).T, "it is transposed"),
    ("3.2a", lambda z: z - np.ravel(z), "a column and a row were broadcast"),
    ("3.2a", lambda z: np.log(z), "nan or infinity"),
    ("3.2a", lambda z: np.tan_h(z), "AttributeError"),
    ("3.2a", lambda: 1, "does it take the arguments that the stub takes"),
    ("3.2a", np.cos, "work out that one by hand"),
    ("3.2a", 0.5, "hand over the function itself"),
    ("3.2b", lambda z, s: -2 * z * rbf(z), "the width s does not take part"),
    ("3.2b", lambda z, s: -2 * z * rbf(z / s), "the inner derivative lost it"),
    ("3.2b", lambda z, s: -2 * z / s * rbf(z / s), "has lost one of two factors"),
    ("3.2b", lambda z, s: -2 * z / s**2 * rbf(z), "wrong argument"),
    ("3.2b", lambda z, s: -2 * z * s * rbf(z / s), "right for the example of the notebook"),
    ("3.3a", -0.5, "that is z_h"),
    ("3.3a", 0.7788, "that is h"),
    ("3.3a", 0.2788, "that is z_o"),
    ("3.3a", logistic(np.exp(0.25) - 0.5), "a sign is lost in the exponent"),
    ("3.3a", logistic(rbf(0.5)), "the bias is missing"),
    ("3.3a", 0.123, "check step by step"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wo * (rbf(x * wh) + bo)), "multiplies the bias"),
    ("3.3b", lambda x, wh, wo, bo: logistic(rbf(x * wh) + bo), "does not take part"),
    ("3.3b", lambda x, wh, wo, bo: logistic(wh * rbf(x * wo) + bo), "weights are swapped"),
    ("3.3b", lambda x, wh, wo, bo: wo * rbf(x * wh) + bo, "logistic function is missing"),
    ("3.4a", lambda y, t: (y - t) ** 2, "the mean over them is missing"),
    ("3.4a", lambda y, t: np.sum((y - t) ** 2), "a sum over the samples where a mean belongs"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2) / len(y), "divided by the number of samples once"),
    ("3.4a", lambda y, t: np.mean(np.abs(y - t)), "a square is missing"),
    ("3.4a", lambda y, t: np.mean((y - t.T) ** 2), "a column became a row"),
    ("3.4a", lambda y, t: np.mean((y - t) ** 2, axis=0), "still as an array"),
    ("3.4b", 0.5, "that is the output y"),
    ("3.4b", -0.693, "a loss is not negative"),
    ("3.4b", 0.301, "base 10"),
    ("3.5a", lambda y, t: 2 * (y - t), "the step from z_o to y is lost"),
    ("3.5a", lambda y, t: (y - t) * y * (1 - y), "a factor of 2 is lost"),
    ("3.5a", lambda y, t: -2 * (y - t) * y * (1 - y), "the sign is flipped"),
    ("3.5a", lambda y, t: y - t, "the gradient of the cross-entropy"),
    ("3.5a", lambda y, t: 2 * (y - t) * logistic(y) * (1 - logistic(y)), "wrong argument"),
    ("3.5a", lambda y, t: np.subtract(y, t, out=y), "changes its arguments"),
    ("3.5b", lambda h, g: h * g, "the mean over them is missing"),
    ("3.5b", lambda h, g: np.sum(h * g), "a sum over the samples where a mean belongs"),
    ("3.5b", lambda h, g: np.mean(h) * np.mean(g), "not the product of the means"),
    ("3.5b", lambda h, g: np.mean(g), "that is the gradient of the bias"),
    ("3.5b", lambda h, g: h.T @ g, "still as an array"),
    ("3.5c", lambda zh, h, wo, g: -2 * zh * h * g, "does not take part yet"),
    ("3.5c", lambda zh, h, wo, g: wo * g, "the step through the RBF is lost"),
    ("3.5c", lambda zh, h, wo, g: -2 * h * rbf(h) * wo * g, "wrong argument: at h"),
    ("3.5c", lambda zh, h, wo, g: 2 * zh * h * wo * g, "the sign is flipped"),
    ("3.6a", (0.001, -1.0), "from there the weight moves"),
    ("3.6a", (0.0, 1.4), "the bias still moves"),
    ("3.6a", (1.0403249, -0.4728348), "because it has arrived"),
    ("3.6a", 0.0, "2 number(s) are expected"),
    ("3.6b", (2.0, "creeps"), "stands in the table already"),
    ("3.6b", (0.3, "converges"), "does something else"),
    ("3.6b", (0.3, "explodes"), "must be one of creeps"),
    ("3.6b", (-1, "creeps"), "a learning rate is a positive number"),
    ("3.6b", 0.3, "a learning rate and a word are expected"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(-np.log(-bo / wo)) / wh, "cannot be negative"),
    ("3.7a", lambda wh, wo, bo: -np.log(-bo / wo) / abs(wh), "the root is missing"),
    ("3.7a", lambda wh, wo, bo: np.sqrt(np.log(-bo / wo)) / abs(wh), "nan or infinity"),
    ("3.7b", 0.527, "no boundary at all"),
    ("3.7b", -0.8, "too far in"),
    ("3.7b", -0.1, "too far out"),
    ("3.8a", lambda wo, bo: (logistic(wo + bo), logistic(bo)), "the two ends are swapped"),
    ("3.8a", lambda wo, bo: (logistic(bo), logistic(1 + bo)), "does not take part"),
    ("3.8a", lambda wo, bo: (bo, wo + bo), "the ends of z_o"),
    ("3.8a", lambda wo, bo: (0.5, logistic(wo)), "the bias does not take part"),
    ("bug A", "shapes broadcast", "With it you would see this: a result that should be a column"),
    ("bug B", "loss hides nan", "not that"),
    ("bug C", "typing error", "choose one of: activation derivative lost"),
]


def hidden_bias(factor, shift=1.0):
    """Make an attempt at 3.8b in which a factor, or the bias in the forward step, is wrong."""

    def attempt(x, wh, bh, bo, t):
        zh = x * wh + shift * bh
        values = factor(x) * -2 * zh * rbf(zh) * (logistic(rbf(zh) + bo) - t)
        return np.mean(values)

    return attempt


WRONG += [
    ("3.8b", hidden_bias(lambda x: 1, shift=0), "right for b_h = 0 only"),
    ("3.8b", hidden_bias(lambda x: x), "that is the gradient of the weight"),
    ("3.8b", hidden_bias(lambda x: len(x)), "a sum over the samples where a mean belongs"),
    ("3.8b", hidden_bias(lambda x: -1), "the sign is flipped"),
]


@pytest.mark.parametrize(("name", "attempt", "words"), WRONG)
def test_wrong_answer_gets_the_diagnosis_that_fits(name, attempt, words):
    assert words in diagnose(name, attempt)


def test_every_exercise_has_wrong_answers_in_the_table():
    assert {name for name in EXERCISES if name[:3] != "bug"} <= {name for name, _, _ in WRONG}


@pytest.mark.parametrize(
    ("name", "exercise"),
    [(n, e) for n, e in EXERCISES.items() if isinstance(e, FunctionExercise)],
)
def test_each_listed_mistake_is_wrong_and_gets_its_own_text(name, exercise):
    assert diagnose(name, exercise.expected) == "right"
    for function, text in exercise.mistakes:
        assert diagnose(name, function) == text


def test_an_exception_is_reported_with_its_line():
    def attempt(z):
        half = z / 2
        return half.missing

    text = diagnose("3.2a", attempt)
    assert "AttributeError" in text
    line = attempt.__code__.co_firstlineno + 2
    assert text.endswith(f"in line {line} of its cell: return half.missing")


def test_unknown_exercise_is_refused():
    with pytest.raises(ValueError, match=r"name must be one of 3\.1a, .*, but is 'x'"):
        check("x", 1)


EXERCISE_NOTEBOOKS = [path for path in find_notebooks() if path.stem[:2] == "3."]


@pytest.mark.parametrize("path", EXERCISE_NOTEBOOKS, ids=lambda path: path.name)
def test_stubs_are_unanswered_and_folded_solutions_are_right(path, capsys):
    """Each cell runs in order; where an exercise stands, its stub and then its solution."""
    space = {}
    nb_of_exercises = 0
    cells = nbformat.read(path, as_version=4).cells
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type != "code" or "%watermark" in cell.source:
            continue
        capsys.readouterr()
        exec(cell.source, space)
        printed = capsys.readouterr().out
        if "exercise" in cell.metadata.get("tags", []):
            nb_of_exercises += 1
            nb_of_checks = cell.source.count("check(")
            assert printed.count(": not answered yet.\n") == nb_of_checks
            assert following.source.startswith("<details>\n<summary>Solution of ")
            solution = re.search(r"```python\n(.*?)```", following.source, re.DOTALL)[1]
            exec(solution, space)
            assert capsys.readouterr().out.count(": right.\n") == nb_of_checks
    plt.close("all")
    assert nb_of_exercises >= 1


def test_every_exercise_stands_in_a_notebook():
    source = "".join(path.read_text(encoding="utf-8") for path in EXERCISE_NOTEBOOKS)
    for name in EXERCISES:
        assert f'check(\\"{name}\\",' in source
