"""The diagnosis: what is wrong with an attempt, tried on exercises made for it."""

import math
import subprocess
import sys

import numpy as np
import pytest

from exercises.diagnosis import (
    NOT_ANSWERED,
    Diagnosis,
    FunctionExercise,
    ValueExercise,
    is_unanswered,
)

X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
V5, V8 = np.cos(X5), np.cos(X8)
# A column from a column and a number; a mean; two numbers; a number; a decision.
COLUMN = FunctionExercise(
    lambda x, a: a * x**2,
    ((X5, 1.0), (X8, 2.0), (X8, -0.6)),
    mistakes=((lambda x, a: a * x**3, "a cube stands where a square belongs"),),
)
MEAN = FunctionExercise(lambda u, v: np.mean(u**2 * v), ((X5, V5), (X8, V8)))
PAIR = FunctionExercise(lambda a, b: np.array([a, a + b]), ((1.0, 0.5), (2.0, -0.3), (0.4, 0.0)))
NUMBER = FunctionExercise(lambda a, b: a / b, ((1.0, 2.0), (3.0, -0.5)))
SIDE = FunctionExercise(lambda x, a: 1.0 * (x > a), ((X5, 0.5), (X8, -0.2)), allowed=(0.0, 1.0))


async def leave(x, a):
    """Return the right result, but not at once."""
    return a * x**2


def hand_over(x, a):
    """Return the right result, but one by one."""
    yield a * x**2


def one_half(attempt):
    """Judge a number."""
    if float(attempt) != 0.5:
        raise Diagnosis("that is not one half")


HALF = ValueExercise(one_half)
TWO = ValueExercise(lambda attempt: None, nb_of_numbers=2)


def answer(exercise, attempt):
    """Return the diagnosis, or "right"."""
    try:
        with np.errstate(all="ignore"):
            exercise.diagnose(attempt)
    except Diagnosis as diagnosis:
        return str(diagnosis)
    return "right"


@pytest.mark.parametrize(
    ("exercise", "attempt"),
    [
        (COLUMN, lambda x, a: a * x**2),
        (COLUMN, lambda column, factor: (column * factor * column).tolist()),
        (COLUMN, lambda x, a: np.array([[a * v * v] for v in x.ravel()])),
        (MEAN, lambda u, v: np.sum(u * u * v) / len(u)),
        (PAIR, lambda a, b: (a, b + a)),
        (NUMBER, np.divide),
        (SIDE, lambda x, a: x > a),
        (HALF, np.float32(0.5)),
        (TWO, [1, 2]),
    ],
)
def test_right_answers_may_look_different(exercise, attempt):
    assert answer(exercise, attempt) == "right"


@pytest.mark.parametrize(
    ("exercise", "attempt", "words"),
    [
        # What came back is no result.
        (COLUMN, 0.5, "hand over the function itself, by its name, without calling it"),
        (COLUMN, lambda x, a: ..., NOT_ANSWERED),
        (PAIR, lambda a, b: [a, ...], NOT_ANSWERED),
        (COLUMN, lambda x, a: None, "your function returns None: is there a `return`"),
        (COLUMN, lambda x, a: "blue", "returns 'blue', not a number or an array of numbers"),
        (PAIR, lambda a, b: (a, np.ones(3)), "parts of different shapes"),
        (COLUMN, lambda x, a: np.multiply(x, a, out=x), "your function changes its arguments"),
        (COLUMN, lambda x, a: [], "the result is empty"),
        # Exceptions, and what they mean.
        (COLUMN, lambda x, a: a * (x if x > 0 else -x), "np.where(condition, one, other) works"),
        (COLUMN, lambda x, a: -a < x < a, "this is a whole column"),
        (SIDE, lambda x, a: (x > a) - (x < 5), "true and false cannot be subtracted"),
        (SIDE, lambda x, a: x > a & x < 5, "put each comparison in parentheses"),
        (COLUMN, lambda x, a: x ^ 2, "`^` is not the power in Python"),
        (COLUMN, lambda x, a: math.pow(x, 2), "functions of `math` and float() take one number"),
        (COLUMN, lambda x, a: x @ x, "`@` multiplies matrices"),
        (COLUMN, lambda x, a: a(x), "is a `*` missing in front of a parenthesis"),
        (COLUMN, lambda x, a: a * np.square, "does a function stand without its argument?"),
        (COLUMN, lambda x, a: a * np.ones((40, 1)) * x, "the check uses columns of other lengths"),
        (COLUMN, lambda x, a: a * no_name, "is it spelt as in the code"),  # noqa: F821
        (COLUMN, lambda x, a: a * ... * x, "a `...` is still in it"),
        (COLUMN, lambda x, a: np.sqare(x), "AttributeError"),
        (COLUMN, lambda x, a: sys.exit(), "it ends the program; a function ends with"),
        (COLUMN, lambda x, a: exit(), "raised SystemExit"),
        (COLUMN, leave, "write `def` alone, without `async`"),
        (COLUMN, hand_over, "a `yield` is in it; hand the result back with `return`"),
        (COLUMN, lambda x: x, "does it take the arguments that the exercise asks for, in that"),
        (COLUMN, lambda a, x: a * x**2, "the arguments must come in the order x, a"),
        # Shapes.
        (COLUMN, lambda x, a: (a * x**2).T, "it is transposed, a row where a column belongs"),
        (COLUMN, lambda x, a: (a * x**2).ravel(), "expected is a column of shape (5, 1): it is"),
        (COLUMN, lambda x, a: [a * x**2], "it has one pair of brackets too many"),
        (COLUMN, lambda x, a: a * x * x.ravel(), "a column and a row were broadcast"),
        (COLUMN, lambda x, a: a * np.diff(x, axis=0), "one column, alone, with a value for each"),
        (COLUMN, lambda x, a: np.mean(a * x**2), "you took the mean, but a value for each row"),
        (COLUMN, lambda x, a: np.sum(a * x**2), "you took the sum, but a value for each row"),
        (COLUMN, lambda x, a: a * x[0, 0], "such as h of one sample"),
        (MEAN, lambda u, v: u**2 * v, "each sample is right, but the mean over them is missing"),
        (MEAN, lambda u, v: u * v, "is a mean over the samples missing, or more than one"),
        (MEAN, lambda u, v: np.mean(u**2 * v, axis=0), "the value is right; np.mean, np.sum or"),
        (MEAN, lambda u, v: sum(u**2 * v), "is it a sum, not a mean, or does `return` stand"),
        (PAIR, lambda a, b: a, "the result is a single number, expected are 2 numbers"),
        (NUMBER, lambda a, b: (a, b), "an array of shape (2,), expected is a single number"),
        (NUMBER, lambda a, b: [a / b], "return it alone"),
        # What the numbers tell.
        (COLUMN, lambda x, a: x**2, "the result is the same whatever a is"),
        (COLUMN, lambda x, a: a * x / x, "the result is the same whatever x is"),
        (COLUMN, lambda x, a: a * np.log(x), "the result holds nan or infinity for x = (-1.9, "),
        (SIDE, lambda x, a: np.where(x > a, 1, -1), "values such as -1; wanted are 0 and 1 only"),
        (COLUMN, lambda x, a: np.round(a * x**2, 2), "nearly: right to two digits or so"),
        (COLUMN, lambda x, a: -a * x**2, "the size is right everywhere, but the sign is flipped"),
        (COLUMN, lambda x, a: a * x**2 / 3, "same factor everywhere: a factor of 3 is lost"),
        (COLUMN, lambda x, a: -4 * a * x**2, "a factor of 4 is too much and the sign is flipped"),
        (MEAN, lambda u, v: np.sum(u**2 * v), "it is a sum over the samples where a mean belongs"),
        (MEAN, lambda u, v: -np.sum(u**2 * v), "belongs, and the sign is flipped"),
        (MEAN, lambda u, v: np.sum(u**2 * v) / 40, "divided by 40, however many they are; here"),
        (MEAN, lambda u, v: np.mean(u**2 * v) / len(u), "number of samples once too often"),
        (COLUMN, lambda x, a: a**2 * x**2, "right for a = 1, but wrong for a = 2: does it stand"),
        (NUMBER, lambda a, b: a / 2 * np.sign(b) ** 2 + 0 * a / b, "does b take part"),
        (NUMBER, lambda a, b: a * b / 4, "right for a = 1, b = 2, but wrong for a = 3, b = -0.5"),
        (
            MEAN,
            lambda u, v: np.mean(u**2 * v) * (1 if len(u) == 5 else np.sign(u[0, 0] + 9) + u[0, 0]),
            "right for 5 samples, but wrong for 8 others",
        ),
        (COLUMN, lambda x, a: a * np.abs(x), "0 of 5 rows are right; for x = 2.3, a = 1 you get"),
        (COLUMN, lambda x, a: a * x * np.maximum(x, 0), "3 of 5 rows are right; for x = -1.9"),
        (PAIR, lambda a, b: (a, a + 2 * b + 0.1), "2, which is too high"),
        (PAIR, lambda a, b: (a, b), "you get 0.5 as value number 2, which is too low"),
        (COLUMN, lambda x, a: a * x**3, "a cube stands where a square belongs"),
        # Values.
        (HALF, 0.7, "that is not one half"),
        (HALF, "0.5", "a number is expected, not the text '0.5': leave out the quotes"),
        (HALF, (0, 5), "is there a comma where a decimal point belongs?"),
        (HALF, [0.5], "a number is expected, not an array of shape (1,): leave out the brackets"),
        (HALF, [[1], [2, 3]], "a number is expected, not [[1], [2, 3]]"),
        (HALF, 0.5j, "a number is expected, not 0.5j"),
        (HALF, np.nan, "the answer is nan or infinite"),
        (TWO, 1.0, "2 numbers are expected, not a single number"),
        (TWO, (1, 2, 3), "2 numbers are expected, not an array of shape (3,)"),
        (TWO, (1, 5, 2, 5), "is there a comma where a decimal point belongs?"),
    ],
)
def test_wrong_answer_gets_the_diagnosis_that_fits(exercise, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in answer(exercise, attempt)


def test_a_listed_mistake_speaks_before_all_others():
    exercise = FunctionExercise(
        COLUMN.expected, COLUMN.cases, mistakes=((lambda x, a: -a * x**2, "listed"),)
    )
    assert answer(exercise, lambda x, a: -a * x**2) == "listed"


def test_unanswered_is_what_still_holds_the_dots():
    assert is_unanswered(...) and is_unanswered((1, [...]))
    assert not is_unanswered(None) and not is_unanswered((1, 2)) and not is_unanswered("...")


def test_what_an_attempt_prints_appears_once(capsys):
    def attempt(x, a):
        print("seen")
        return a * x

    answer(COLUMN, attempt)
    assert capsys.readouterr().out == "seen\n"


def test_an_exception_is_reported_with_its_line():
    def attempt(x, a):
        def half():
            return (x / 2).missing

        return half()

    text = answer(COLUMN, attempt)
    assert "AttributeError" in text
    line = attempt.__code__.co_firstlineno + 2
    assert text.endswith(f"in line {line} of its cell: return (x / 2).missing")


def test_an_attempt_that_raises_for_other_arguments_is_judged_by_its_results():
    def attempt(x, a):
        if a not in (1.0, 2.0, -0.6):
            raise KeyError(a)
        return a * np.abs(x)

    assert "rows are right" in answer(COLUMN, attempt)


def test_arguments_that_matter_only_to_the_sign_are_not_called_unused():
    exercise = FunctionExercise(lambda x, a: np.sign(x) * a, ((X5, 1.0), (X8, 2.0)))
    assert "whatever x is" not in answer(exercise, lambda x, a: np.sign(x) * a * a + 1)
    assert "whatever x is" in answer(exercise, lambda x, a: a + 0 * x)


def test_exit_of_a_notebook_does_not_end_its_kernel():
    source = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.ask_exit = lambda: print("the kernel ends")
from exercises import diagnose
shell.run_cell("def attempt(z): exit()")
print(diagnose("3.2a", shell.user_ns["attempt"]))
shell.run_cell("exit()")
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    told, after = done.stdout.splitlines()
    assert "SystemExit" in told
    assert after == "the kernel ends"
