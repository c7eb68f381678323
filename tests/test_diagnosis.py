"""The diagnosis: what is wrong with an attempt, tried on exercises made for it."""

import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from exercises.answers import diagnose
from exercises.attempts import NOT_ANSWERED, Diagnosis, is_unanswered, values_on_the_way
from exercises.comparison import factor_of_samples, quotient
from exercises.exercise import ChoiceExercise, JudgedExercise, confusions_in
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise, nb_of_digits
from utils.activations import logistic

X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
V5, V8 = np.cos(X5), np.cos(X8)


def column(x, a):
    return a * x**2


def mean(u, v):
    return np.mean(u**2 * v)


def pair(a, b):
    return np.array([a, a + b])


def number(a, b):
    return a / b


def side(x, a):
    return np.where(x > a, 1.0, 0.0)


def ten():
    two = 1.0 + 2.0
    three = 4.0 - 1.0
    one = two + three
    return one + three + 1


def one_half():
    whole = 1.0
    parts = 2.0
    return whole / parts


COLUMN = FunctionExercise(
    right=(column,),
    cases=((X5, 1.0), (X8, 2.0), (X8, -0.6)),
    steps={"x**2": "the square of x"},
    confusions="a * x**3  # a cube stands where a square belongs",
)
MEAN = FunctionExercise(right=(mean,), cases=((X5, V5), (X8, V8)))
PAIR = FunctionExercise(right=(pair,), cases=((1.0, 0.5), (2.0, -0.3), (0.4, 0.2)))
NUMBER = FunctionExercise(right=(number,), cases=((1.0, 2.0), (3.0, -0.5)))
SIDE = FunctionExercise(right=(side,), cases=((X5, 0.5), (X8, -0.2)), allowed=(0.0, 1.0))
HALF = NumberExercise(right=one_half, steps={"whole": "the whole", "parts": "the parts"})
ALIKE = NumberExercise(
    right=ten, steps={"two": "the first", "three": "the second", "one": "the third"}
)
WHICH = ChoiceExercise(right="b", wrong={"a": "too few", "c": "too many"})
TWO = JudgedExercise(judge=lambda one, other: None, nb_of_numbers=2)


async def leave(x, a):
    """Return the right result, but not at once."""
    return a * x**2


def hand_over(x, a):
    """Return the right result, but one by one."""
    yield a * x**2


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
        *((HALF, half) for half in (0.5, np.float32(0.5), Fraction(1, 2), Decimal("0.5"))),
        *((HALF, half) for half in (np.array(0.5), np.array(Fraction(1, 2)), 0.49999)),
        (COLUMN, lambda x, a: (a * x**2).astype(object)),
        (TWO, [1, 2]),
        *((WHICH, choice) for choice in ("b", "B", " (b) ", "b.")),
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
        (
            COLUMN,
            lambda x, a: math.pow(x, 2),
            "functions of `math`, float() and int() take one number",
        ),
        (COLUMN, lambda x, a: x @ x, "`@` and np.dot multiply matrices"),
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
        (COLUMN, lambda x: x, "your function takes x, but the check hands over 2 arguments: x, a"),
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
        (COLUMN, lambda x, a: x**2, "that is the square of x as it is; what becomes of it?"),
        (
            COLUMN,
            lambda x, a: a * x / x,
            "the square of x is missing as a factor, or divides once too",
        ),
        (
            COLUMN,
            lambda x, a: a * np.log(x),
            "the result holds nan or infinity for x = -1.9, a = 1",
        ),
        (SIDE, lambda x, a: np.where(x > a, 1, -1), "values such as -1; wanted are 0 and 1 only"),
        (
            COLUMN,
            lambda x, a: np.round(a * x**2, 2),
            "the result is right, but rounded to 2 decimals: return it as it is",
        ),
        (COLUMN, lambda x, a: -a * x**2, "the size is right everywhere, but the sign is flipped"),
        (COLUMN, lambda x, a: a * x**2 / 3, "same factor everywhere: a factor of 3 is lost"),
        (COLUMN, lambda x, a: -4 * a * x**2, "a factor of 4 is too much, and the sign is flipped"),
        (MEAN, lambda u, v: np.sum(u**2 * v), "it is a sum over the samples where a mean belongs"),
        (MEAN, lambda u, v: -np.sum(u**2 * v), "belongs, and the sign is flipped"),
        (MEAN, lambda u, v: np.sum(u**2 * v) / 40, "divided by 40, however many they are; here"),
        (MEAN, lambda u, v: np.mean(u**2 * v) / len(u), "number of samples once too often"),
        (
            COLUMN,
            lambda x, a: a**2 * x**2,
            "just those that come out when a is there once too often",
        ),
        (
            NUMBER,
            lambda a, b: a / 2 * np.sign(b) ** 2 + 0 * a / b,
            "b is there as a factor once too often; and a factor of 2 is lost",
        ),
        (
            NUMBER,
            lambda a, b: a * b / 4,
            "the square of b is there as a factor once too often",
        ),
        (
            MEAN,
            lambda u, v: np.mean(u**2 * v) * (1 if len(u) == 5 else np.sign(u[0, 0] + 9) + u[0, 0]),
            "right for 5 samples, but wrong for 8 others",
        ),
        (COLUMN, lambda x, a: a * np.abs(x), "the square of x is missing as a factor, or divides"),
        (COLUMN, lambda x, a: a * x * np.maximum(x, 0), "3 of 5 rows are right; for x = -1.9"),
        (PAIR, lambda a, b: (a, a + 2 * b + 0.1), "2, which is too high"),
        (PAIR, lambda a, b: (a, b), "just those that come out when a is lost as a term"),
        (COLUMN, lambda x, a: a * x**3, "a cube stands where a square belongs"),
        # Values.
        (HALF, 0.7, "on the way the whole is 1 and the parts is 2: do you get these, too?"),
        (HALF, 2, "that is the parts; one step is left"),
        (HALF, 50, "that is the answer in percent; leave it as it is"),
        (HALF, -0.5, "the size is right, but the sign is flipped"),
        (HALF, (0.2, 0.7), "a number is expected, not an array of shape (2,)"),
        (HALF, "ln 2", "give it as a number, such as 0.25, or as a formula without quotes"),
        (HALF, "0,5", "leave out the quotes and write the decimal point as a point"),
        (HALF, one_half, "a number is expected, not a function: call it"),
        (HALF, "0.5", "a number is expected, not the text '0.5': leave out the quotes"),
        (HALF, (0, 5), "is there a comma where a decimal point belongs?"),
        (ALIKE, 3, "too low; on the way the second is 3 and the third is 6"),
        (ALIKE, 6, "that is the third; one step is left"),
        (HALF, [[1], [2, 3]], "a number is expected, not [[1], [2, 3]]"),
        (HALF, 0.5j, "a number is expected, not 0.5j"),
        (HALF, np.nan, "the answer is nan, which is not a number"),
        (WHICH, "a", "too few"),
        (WHICH, "C)", "too many"),
        (WHICH, "d", "choose a letter, in quotes: a, b, c"),
        (WHICH, 2, "choose a letter, in quotes: a, b, c"),
        (TWO, 1.0, "2 numbers are expected, not a single number"),
        (TWO, (1, 2, 3), "2 numbers are expected, not an array of shape (3,)"),
        (TWO, (1, 5, 2, 5), "is there a comma where a decimal point belongs?"),
    ],
)
def test_wrong_answer_gets_the_diagnosis_that_fits(exercise, attempt, words, monkeypatch):
    # Without the line of an exception, as the rows above hold the words themselves.
    monkeypatch.setattr("linecache.getline", lambda *_: "")
    assert words in answer(exercise, attempt)


def test_a_listed_confusion_speaks_before_all_others():
    exercise = FunctionExercise(
        right=(column,), cases=COLUMN.cases, confusions="-a * x**2  # listed"
    )
    assert answer(exercise, lambda x, a: -a * x**2) == "listed"


def test_confusions_are_read_from_lines_with_what_to_say_behind():
    table = """
        np.mean(x)  # that is the mean
        x + 1
            # that is
            # one more
        x % 2  # odd, or
            # even
    """
    assert confusions_in(table) == [
        ("np.mean(x)", "that is the mean"),
        ("x + 1", "that is one more"),
        ("x % 2", "odd, or even"),
    ]


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
        return a * np.abs(np.sin(9 * x))

    assert "rows are right" in answer(COLUMN, attempt)


def sign(x, a):
    return np.sign(x) * a


def test_arguments_that_matter_only_to_the_sign_are_not_called_unused():
    exercise = FunctionExercise(right=(sign,), cases=((X5, 1.0), (X8, 2.0)))
    assert "whatever x is" not in answer(exercise, lambda x, a: np.sign(x) * a**3 + 1 + a)
    assert "whatever x is" in answer(
        exercise, lambda x, a: np.full_like(x, np.exp(a)) - len(x) ** 0.5
    )


def test_none_for_some_arguments_is_told_from_none_for_all():
    text = answer(NUMBER, lambda a, b: a / b if b > 0 else None)
    assert text.startswith("for some arguments your function returns None")


def test_a_number_that_is_only_nearly_right_is_not_called_rounded():
    assert answer(COLUMN, lambda x, a: a * x**2 * 1.001).startswith("it is wrong by the same")
    assert "rounded" not in answer(COLUMN, lambda x, a: a * x**2 + 0.001 * np.sin(9 * x))
    assert answer(COLUMN, lambda x, a: a * x**2 + 0.001 * np.sin(9 * x)).startswith("nearly: ")


def sevenfold():
    weeks = 12
    return 7 * weeks


def whole_thirds():
    whole = 100
    return 2 * (whole // 3)


def loss_of_a_share():
    share = 0.1
    return -np.log(share)


def chain():
    x = 2.0
    slope = 0.25
    arriving = 0.3
    inside = slope * 4.0 * arriving
    return x * inside


def probability(x):
    return logistic(x)


def output():
    z = 1.0 * -2.5
    return logistic(z)


def paths():
    one = 1.5
    other = -0.25
    return one + other


WEEKS = NumberExercise(right=sevenfold, decimals=0, steps={"weeks": "the weeks"})
THIRDS = NumberExercise(
    right=whole_thirds,
    decimals=0,
    steps={"whole": "the whole"},
    confusions="whole / 3  # that is a third of it",
)
SHARE = NumberExercise(right=loss_of_a_share, steps={"share": "the share"})
CHAIN = NumberExercise(
    right=chain, steps={"x": "the input", "arriving": "what arrives", "inside": "what is inside"}
)
OUTPUT = NumberExercise(right=output, steps={"z": "z"})
PATHS = NumberExercise(right=paths, steps={"one": "the one path", "other": "the other"})


@pytest.mark.parametrize(
    ("exercise", "attempt", "words"),
    [
        (WEEKS, 83, "nearly, but too low: is one of the numbers on the way miscounted"),
        (SHARE, 2.301, "nearly: is it rounded to 3 decimals"),
        (SHARE, 0.23026, "one place too far to the left, or is the share a factor or a divisor"),
        (WEEKS, 840, "one place too far to the right, or is a factor of 10 there once too often?"),
        (CHAIN, 2.0, "2 is the input, but comes out, too, when what arrives is lost as a factor"),
        (
            OUTPUT,
            0.07,
            "0.07 is what is left if the result is cut off after 2 decimals, or when the slope of "
            "the logistic function stands in its place; can that be?",
        ),
        (OUTPUT, 0.075, "nearly: it is cut off after 3 decimals, not rounded"),
        (SHARE, 10, "too high; on the way the share is 0.1: do you get that, too?"),
        (SHARE, 0.1, "that is the share; one step is left"),
        (WEEKS, 0.25, "too low; on the way the weeks is 12"),
        (THIRDS, 33, "that is a third of it"),
        (THIRDS, 33.5, "too low; on the way the whole is 100"),
        (PATHS, -0.375, "for one, when the one path and the other are multiplied, not added.)"),
        (CHAIN, 0.25, "0.25 is a number that is given; on the way what arrives is 0.3 and"),
        (PATHS, np.inf, "is something divided by 0, or does a sum of ever smaller numbers"),
    ],
)
def test_a_number_that_may_come_of_several_things_is_a_question(exercise, attempt, words):
    assert words in answer(exercise, attempt)


def product(H, W, E):
    return np.sum((H @ W) * E)


def shares(Z):
    exp = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return exp / np.sum(exp, axis=1, keepdims=True)


def weighted(x, w, c):
    return np.mean(x**2, axis=0, keepdims=True) + c * w


def scaled(x, w):
    return x @ w.T / np.sqrt(np.sum(w**2))


def part(y, t):
    return (1 - t) * y


def error(y, t):
    return (1 - y) * (y - t)


def root(x, a):
    return a * np.sqrt(x**2 + 1)


def soft(z):
    return np.logaddexp(0, z)


RANDOM = np.random.RandomState(2)
H54, W43, E53 = RANDOM.randn(5, 4), RANDOM.randn(4, 3), RANDOM.randn(5, 3)
H83, W32, E82 = RANDOM.randn(8, 3), RANDOM.randn(3, 2), RANDOM.randn(8, 2)
PRODUCT = FunctionExercise(
    right=(product,), cases=((H54, W43, E53), (H83, W32, E82)), steps={"H @ W": "what is inside"}
)
SHARES = FunctionExercise(right=(shares,), cases=((H54,), (H83,), (1000 * E53,)))
WEIGHTED = FunctionExercise(right=(weighted,), cases=((H54, H54[:1], 0.3), (H83, H83[:1], 0.1)))
SCALED = FunctionExercise(
    right=(scaled,),
    cases=((H54, H54[:1]), (H83, H83[:1])),
    steps={"x @ w.T": "z", "np.sqrt(np.sum(w**2))": "the length"},
)
PART = FunctionExercise(right=(part,), cases=((X5, V5), (X8, V8)))
ROOT = FunctionExercise(right=(root,), cases=((X5, 0.5), (X8, -0.2)))
SOFT = FunctionExercise(
    right=(soft,),
    cases=((X5,), (800 + X8,)),
    confusions="-np.log(1 - 1 / (1 + np.exp(-z)))  # a probability is rounded to 0",
)
Y5, T5 = (X5 + 2) / 5, 1.0 * (np.sin(9 * X5) > 0)
Y8, T8 = (X8 + 2) / 5, 1.0 * (np.sin(9 * X8) > 0)
ERROR = FunctionExercise(right=(error,), cases=((Y5, T5), (Y8, T8)))
PROBABILITY = FunctionExercise(right=(probability,), cases=((X5,), (X8,)))


@pytest.mark.parametrize(
    ("exercise", "attempt", "words"),
    [
        (PRODUCT, lambda H, W, E: np.sum((H @ W) * E, axis=0), "sum over the columns is missing"),
        (PRODUCT, lambda H, W, E: np.sum((H @ W) * E, axis=1), "the sum over the rows is missing"),
        (PRODUCT, lambda H, W, E: (H @ W) * E, "but the sum over all of them is missing"),
        (PRODUCT, lambda H, W, E: np.sum(((H @ W) * E)[:, 0]), "only the first column is taken"),
        (
            WEIGHTED,
            lambda x, w, c: np.mean(x**2) + c * w,
            "the mean goes over all rows and columns at once: axis=0 is lost",
        ),
        (
            WEIGHTED,
            lambda x, w, c: np.mean(np.mean(x**2, axis=0, keepdims=True) + c * w),
            "a mean goes over rows and columns; is the axis missing?",
        ),
        (
            SHARES,
            lambda Z: (
                np.exp(Z - np.max(Z, axis=1, keepdims=True))
                / np.sum(np.exp(Z - np.max(Z, axis=1, keepdims=True)))
            ),
            "np.sum goes over all rows and columns at once: axis=1 is lost",
        ),
    ],
)
def test_it_is_told_which_sum_is_missing_or_goes_too_far(exercise, attempt, words):
    assert words in answer(exercise, attempt)


def test_an_overflow_is_told_from_a_logarithm_of_0_though_both_are_infinite():
    assert "and overflows" in answer(SOFT, lambda z: np.log(1 + np.exp(z)))
    assert "a probability is rounded to 0" in answer(
        SOFT, lambda z: -np.log(1 - 1 / (1 + np.exp(-z)))
    )
    assert "look for infinity over infinity, a division by 0" in answer(
        SOFT, lambda z: np.logaddexp(0, z) + 0 / (z < 500)
    )

    def shares(Z):
        return np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)

    assert "np.max is lost as a term in the exponent" in answer(SHARES, shares)
    too_large = answer(SHARES, np.vectorize(shares, signature="(n,m)->(n,m)"))
    assert "what is finite is right, but" in too_large
    assert "and overflows" in too_large


def test_the_words_for_a_slip_fit_the_functions_that_an_attempt_calls():
    words = "the root is applied twice"
    assert words in answer(ROOT, lambda x, a: a * np.sqrt(np.sqrt(x**2 + 1)))
    assert words not in answer(ROOT, lambda x, a: a * np.sqrt((x**2 + 1) ** 0.5))

    def helper(x):
        return np.sqrt(x**2 + 1)

    assert words in answer(ROOT, lambda x, a: a * np.sqrt(helper(x)))
    assert "only 1 is multiplied" not in answer(PART, lambda y, t: y - t)


def test_a_step_that_an_attempt_has_right_is_not_asked_for():
    text = answer(SCALED, lambda x, w: np.sqrt(np.abs(x.dot(w.T))) * w[0, 1])
    assert "on the way there the length is" in text
    text = answer(SCALED, lambda x, w: x[:, :1] / np.linalg.norm(w))
    assert "on the way there z is" in text
    text = answer(PRODUCT, lambda H, W, E: np.sum((H @ W) * np.sin(9 * E)))
    assert "what is inside comes out right on the way: what becomes of it" in text


def test_what_is_noted_on_the_way_changes_no_argument():
    given = X5.copy()

    def attempt(x):
        x += 1
        return np.mean(x[:, 0]) / len(x)

    notes = values_on_the_way(attempt, (given,))
    assert np.array_equal(given, X5)
    assert any(np.allclose(note, X5 + 1) for note in notes if np.shape(note) == X5.shape)
    assert any(np.shape(note) == () and np.isclose(note, np.mean(X5 + 1)) for note in notes)


def test_a_factor_of_the_number_of_samples_is_told_as_such():
    def told(factor):
        return factor_of_samples(factor * X5, X5, nb=5)

    assert told(1) is None
    assert told(0.2) == "it is divided by the number of samples once too often"
    assert told(5) == "it is not divided by the number of samples, or is multiplied by it"
    assert "a factor of 3 is too much" in told(3)
    assert "a factor of 1.7 is too much" in told(1.7)
    assert factor_of_samples(X5 + 1, X5, nb=5) is None


def test_a_rounding_to_whole_numbers_may_be_a_decision():
    text = answer(PROBABILITY, lambda x: 1.0 * (x > 0))
    assert "does a rounding, int() or a comparison stand in it?" in text


def test_two_slips_do_not_explain_results_that_are_all_one_of_two_numbers():
    assert "just those" in answer(ERROR, lambda y, t: (1 + y) * (y + t))
    assert "just those" not in answer(ERROR, lambda y, t: 1.0 * (error(y, t) > 0))


def test_a_root_of_the_result_and_one_minus_it_are_told():
    assert "that is one minus what is wanted" in answer(ERROR, lambda y, t: 1 - error(y, t))
    text = answer(ERROR, lambda y, t: np.sqrt(np.abs(error(y, t))))
    assert "that is the root of the size of what is wanted" in text


def test_an_exception_of_a_library_ends_with_no_full_stop_of_its_own():
    def attempt(x, a):
        return np.array_split(x, 0)

    assert "must be larger than 0, in line" in answer(COLUMN, attempt)
    assert "is a part larger than the whole" in answer(COLUMN, attempt)


def test_exit_of_a_notebook_does_not_end_its_kernel():
    source = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.ask_exit = lambda: print("the kernel ends")
from exercises import diagnose
shell.run_cell("def attempt(z): exit()")
print(diagnose("3.2c", shell.user_ns["attempt"]))
shell.run_cell("exit()")
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    told, after = done.stdout.splitlines()
    assert "SystemExit" in told
    assert after == "the kernel ends"


def test_a_shell_that_has_no_exit_as_in_a_browser_tab_gets_its_answers_too():
    source = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
assert not hasattr(shell, "ask_exit")
from exercises import diagnose
print(diagnose("3.2c", lambda z: ...))
assert not hasattr(shell, "ask_exit")
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.stdout == "not answered yet\n", done.stderr


# What the text of an attempt tells


def bowed(x, a, b):
    return a * x + b * x**2


def spread(u, v):
    return np.mean(np.tanh(u - v))


BOWED = FunctionExercise(
    right=(bowed,), cases=((X5, 1.5, 0.7), (X8, -2.0, 1.2)), steps={"x**2": "the square of x"}
)
SPREAD = FunctionExercise(right=(spread,), cases=((X5, V5), (X8, V8)))


def test_of_slips_with_the_same_results_the_one_in_the_text_is_told():
    def second_dropped(u, v):
        return np.mean(np.tanh(u - -v))

    def second_added(u, v):
        return np.mean(np.tanh(u + v))

    assert "the sign of v is flipped" in answer(SPREAD, second_dropped)
    assert "the sign before v is the other one" in answer(SPREAD, second_added)


def test_a_slip_that_the_text_contradicts_is_a_question_at_the_end():
    def no_power_is_lost(x, a, b):
        return a * x + b * np.sqrt(x * x * np.cos(0 * a)) * np.sign(x)

    text = answer(BOWED, no_power_is_lost)
    assert "just those" not in text
    assert "a power is lost: that of x; is something like it in yours?" in text


def test_two_slips_are_told_if_the_text_bears_them_out():
    def two(x, a, b):
        return a - b * x**2

    text = answer(BOWED, two)
    assert "the sign before a part with b and x is the other one, and x is lost" in text

    def others(x, a, b):
        return np.sum([a * np.ones_like(x), -b * x**2], axis=0)

    # The same results, but a text in which neither can be seen.
    assert "and x is lost" not in answer(BOWED, others)


def test_the_arguments_on_which_alone_the_error_depends_are_named():
    def attempt(x, a, b):
        return a * x + b * x**2 + np.cos(b) + 0.1 * b

    assert "by how much the result is wrong depends on b alone" in answer(BOWED, attempt)

    def ratio(x, a, b):
        return (a * x + b * x**2) * np.cos(a + 2)

    assert "by which factor the result is wrong depends on a alone" in answer(BOWED, ratio)


def test_a_single_sample_tells_whether_the_samples_are_put_together_wrongly():
    def together(u, v):
        each = np.tanh(u - v)
        return np.sum(each) / len(each) ** 1.3

    assert "for a single sample it is right" in answer(SPREAD, together)

    def each(u, v):
        return np.mean(np.tanh(u - v) ** 2 * np.cos(u))

    assert "already for a single sample, u = (-1.9), v = (" in answer(SPREAD, each)


def test_a_function_of_numpy_is_noted_on_the_way_too():
    assert any(
        np.isclose(note, np.linalg.norm(X5))
        for note in values_on_the_way(lambda x: 2 * np.linalg.norm(x), (X5,))
        if np.ndim(note) == 0
    )


def test_columns_as_if_there_were_a_mean_over_them_are_told():
    text = answer(SHARES, lambda Z: shares(Z) * Z.shape[1])
    assert "multiplied by the number of columns" in text


def test_a_number_of_few_digits_is_told_on_which_side_it_is_wrong_first():
    assert nb_of_digits(1500) == nb_of_digits(0.15) == nb_of_digits(1.5) == 2
    assert answer(PATHS, 1.3).startswith("too high; on the way")


def root(a, b):
    return np.sqrt(np.log(a / b))


def test_where_all_is_nan_only_the_same_text_tells_the_slip():
    exercise = FunctionExercise(right=(root,), cases=((3.0, 1.5), (2.0, 0.4), (5.0, 2.0)))

    def minus(a, b):
        return np.sqrt(-np.log(a / b))

    def apart(a, b):
        return np.sqrt(np.log(b - a) + a)

    assert "a sign is flipped under the root" in answer(exercise, minus)
    assert "just those" not in answer(exercise, apart)


def bent(x, a):
    return np.tanh(a * x) * np.exp(-(x**2))


def bent_by_exponentials(x, a):
    q = np.exp(2 * a * x)
    top = q - 1
    return top / (q + 1) * np.exp(-(x**2))


def test_a_variable_of_another_form_that_no_learner_knows_is_not_named():
    exercise = FunctionExercise(right=(bent, bent_by_exponentials), cases=((X5, 0.5), (X8, 0.8)))

    def attempt(x, a):
        e = np.exp(2 * a * x)
        return (e + 1) / (e + 1) * np.exp(-(x**2)) - 2 / (1 - e) * np.exp(-(x**2))

    words = [outcome.words for outcome in exercise.single_slips]
    assert not any(name in text.split() for name in ("q", "top") for text in words)
    assert answer(exercise, attempt) != "right"


def test_an_argument_that_is_not_in_the_text_may_be_missing_but_its_square_is_not():
    exercise = FunctionExercise(right=(bowed,), cases=((X5 + 3, 1.5, 0.7), (X8 + 3, 2.0, 1.2)))

    def without(x, a, b):
        return bowed(x, a, b) / (x * x)

    def absent(x, a, b):
        return (1.5 + 0.7 / x) * (a != 2.0) + (2 + 1.2 / x) * (a == 2.0)

    assert "the square of x is missing as a factor" in answer(exercise, without)
    known = exercise.known
    results, expected = exercise.values("a / x + b"), exercise.expected
    assert "the square of x" in quotient(results, expected, known)
    assert quotient(results, expected, known, {"x"}) is None
    assert exercise._not_in(absent) == {"b"}


def test_a_confusion_with_another_sign_is_told_with_it_unless_the_text_has_the_right_minuses():
    exercise = FunctionExercise(
        right=(gap,),
        cases=((X5, V5), (X8, V8), (X5 + 1, V5)),
        confusions="np.mean(np.sin(u) * v)  # a sine",
    )
    assert answer(exercise, lambda u, v: np.mean(np.sin(u) * -v)) == "a sine"
    text = answer(exercise, lambda u, v: -np.mean(np.sin(-u) * -v))
    assert text == "a sine; and the sign is flipped"


def gap(u, v):
    return np.mean(u - v)


def test_where_many_rows_are_right_the_others_are_not_nearly_right():
    def clipped(x, a, b):
        return bowed(np.clip(x, -1.39, 2.0), a, b)

    wide = FunctionExercise(right=(bowed,), cases=((X8, 0.01, 1.0),))
    assert "nearly" not in answer(wide, clipped)
    assert "nearly" in answer(wide, lambda x, a, b: bowed(x, a, b) + 0.001 * np.cos(9 * x))


def test_an_axis_too_many_is_not_called_a_row():
    text = answer(COLUMN, lambda x, a: (a * x**2)[:, np.newaxis] + 0 * x)
    assert "one axis too many" in text


def test_one_minus_the_answer_is_told_only_of_a_share():
    assert answer(SHARE, round(1 - loss_of_a_share(), 3)) != "that is one minus the answer"
    share = NumberExercise(right=output, is_share=True)
    assert answer(share, round(1 - output(), 3)) == "that is one minus the answer"
    assert answer(OUTPUT, round(1 - output(), 3)) != "that is one minus the answer"


def test_what_the_check_does_gives_no_warning_of_its_own(recwarn):
    diagnose("3.2c", lambda z: np.mean(z[:0]) + z)
    diagnose("1.2d", lambda w, x, t: 2 * (w * x - t))
    assert not recwarn.list


def test_a_row_that_is_wrong_by_its_values_is_not_called_lost():
    wide = FunctionExercise(right=(bowed,), cases=((X8, 0.5, 1.0), (X5, 0.3, 1.0)))

    def without_the_last(x, a, b):
        result = bowed(x, a, b)
        result[-1] = 0
        return result

    assert "all rows are right but the last one" in answer(wide, without_the_last)
    assert "last one" not in answer(wide, lambda x, a, b: bowed(np.minimum(x, 2), a, b))


def test_a_table_of_all_products_is_told_where_squares_belong():
    def squares(x, a):
        return a * np.sum(x**2)

    exercise = FunctionExercise(right=(squares,), cases=((X5, 2.0), (X8, 0.5)))
    text = answer(exercise, lambda x, a: a * np.sum(x.T * x))
    assert "x became a row once, so that each is multiplied by each" in text


def test_a_slip_with_another_sign_is_told_without_it_if_the_text_has_the_right_minuses():
    def gap_of_products(u, v):
        return np.mean(np.sin(u) * u - v * u)

    exercise = FunctionExercise(right=(gap_of_products,), cases=((X5, V5), (X8, V8), (X5 + 1, V5)))
    text = answer(exercise, lambda u, v: np.mean((np.sin(u) * u) * (-v * u)))
    assert "two things are multiplied, not added" in text and "sign" not in text


def test_a_slip_with_another_sign_is_told_with_it_if_a_difference_is_turned_round():
    def weighted_gap(u, v):
        return np.mean(np.sin(u) * (u - v))

    exercise = FunctionExercise(right=(weighted_gap,), cases=((X5, V5), (X8, V8), (X5 + 1, V5)))
    assert answer(exercise, lambda u, v: np.mean(v - u)).endswith("the sign is flipped")


def test_what_is_wrong_where_results_are_finite_is_told_before_what_is_not_finite():
    def share(z):
        return 1 / (1 + np.exp(-z))

    def other_share(z):
        e = np.exp(-z)
        return e / (1 + e)

    exercise = FunctionExercise(right=(share,), cases=((X5,), (X8,), (800 * X5,)))
    assert "a sign is flipped" in answer(exercise, other_share)
    no_number = answer(exercise, lambda z: share(z) + 0 * np.exp(abs(z)))
    assert "what is finite is right" in no_number


def test_a_loop_that_leaves_a_sample_out_of_a_sum_is_asked_for():
    def energy(x, a):
        return a * np.sum(x**2)

    def in_a_loop(x, a):
        total = 0.0
        for i in range(len(x) - 1):
            total = total + x[i, 0] ** 2
        return a * total

    exercise = FunctionExercise(right=(energy,), cases=((X5, 2.0), (X8, 0.5)))
    assert "the last row is not added; can that be?" in answer(exercise, in_a_loop)
