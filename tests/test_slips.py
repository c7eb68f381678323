"""Slips: what can go wrong in a function that is right, and the words for it."""

import functools
import re

import numpy as np
import pytest

from exercises import comparison
from exercises.answers import all_exercises, diagnose
from exercises.attempts import Diagnosis
from exercises.exercise import ChoiceExercise, confusions_in
from exercises.function_exercise import FunctionExercise
from exercises.number_exercise import NumberExercise, nb_of_digits
from exercises.slips import Right, pairs
from utils.activations import rbf


def polynomial(x, a, b):
    z = a * x + b
    return z**2 / (1 + b) - 3


def made(function, *values):
    """Return what comes out of each single slip of a function, by its words."""
    right, results = Right(function), {}
    for slip in right.slips():
        result = right.with_changes(slip.changes)(*values)
        results.setdefault(slip.words, set()).add(np.ravel(result)[0])
    return results


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a is lost as a factor on the way to z", (5 + 7) ** 2 / 8 - 3),
        ("b is lost as a term on the way to z", 10**2 / 8 - 3),
        ("the sign before b is the other one on the way to z", (10 - 7) ** 2 / 8 - 3),
        ("a power is lost: that of z", 17 / 8 - 3),
        ("z is multiplied by 2, not raised", 34 / 8 - 3),
        ("the division by a part with b is lost", 17**2 - 3),
        ("a part with b multiplies where it must divide", 17**2 * 8 - 3),
        ("a parenthesis is missing, or closes too early", 17**2 / 1 + 7 - 3),
        ("3 is lost as a term", 17**2 / 8),
        ("a stands where x belongs on the way to z", (2 * 2 + 7) ** 2 / 8 - 3),
        ("x stands where z belongs", 5**2 / 8 - 3),
    ],
)
def test_a_slip_gives_what_its_words_say(words, expected):
    assert expected in made(polynomial, *(np.array([[v]]) for v in (5.0, 2.0, 7.0)))[words]


def test_the_function_is_right_again_after_a_slip():
    right = Right(polynomial)
    for slip in [*right.slips(), *pairs(right.slips(), most=200)]:
        right.with_changes(slip.changes)
        assert right.compiled()(5, 2, 7) == polynomial(5, 2, 7)


def test_a_variable_does_not_stand_where_it_is_not_known_yet():
    words = made(polynomial, *(np.array([[v]]) for v in (5.0, 2.0, 7.0)))
    assert "z stands where b belongs" in words
    assert not [text for text in words if text.startswith("z stands") and "way to z" in text]


def test_common_slips_come_first_and_pairs_are_bounded():
    slips = Right(polynomial).slips()
    assert [slip.rank for slip in slips] == sorted(slip.rank for slip in slips)
    doubles = pairs(slips, most=50)
    assert len(doubles) == 50
    assert max(pair.rank for pair in doubles) == 2


def hump(x, w):
    return np.mean(rbf(x * w))


def test_activations_are_written_out_where_that_is_asked():
    words = {slip.words for slip in Right(hump, inline=True).slips()}
    assert "a minus sign is lost in the exponent" in words
    assert "a minus sign is lost in the exponent" not in {s.words for s in Right(hump).slips()}


def test_steps_have_the_names_of_the_text():
    named = Right(polynomial, steps={"z": "the inside", "1 + b": "the width"})
    words = {slip.words for slip in named.slips()}
    assert "the division by the width is lost" in words
    assert "a is lost as a factor on the way to the inside" in words


# All slips of all exercises

EXERCISES = {
    name: exercise
    for name, exercise in all_exercises().items()
    if isinstance(exercise, (FunctionExercise, NumberExercise))
}
FALLBACKS = ("do you get that, too?", "step by step")


@pytest.fixture(autouse=True)
def confusions_worked_out_once(monkeypatch):
    """Work out once for all slips, not for each, what a confusion gives."""
    for kind, method in ((NumberExercise, "value"), (FunctionExercise, "values")):
        monkeypatch.setattr(kind, method, functools.cache(getattr(kind, method)))


@pytest.mark.parametrize(
    "name", [name for name, exercise in EXERCISES.items() if isinstance(exercise, FunctionExercise)]
)
def test_every_slip_of_a_function_is_wrong_and_explained(name):
    exercise = EXERCISES[name]
    for function in exercise.right:
        # What is right has no self, which a bug hunt asks for.
        with np.errstate(all="ignore"):
            FunctionExercise.diagnose(exercise, function)
    shapes = [wanted.shape for wanted in exercise.expected]
    sizes = np.cumsum([wanted.size for wanted in exercise.expected])[:-1]
    for outcome in exercise.single_slips:
        words, parts = outcome.words, np.split(outcome.values, sizes)
        results = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
        assert not comparison.same(results, exercise.expected), words
        with np.errstate(all="ignore"):
            text = exercise.explain(results)
        assert not text.endswith(FALLBACKS), (words, text)


@pytest.mark.parametrize(
    "name", [name for name, exercise in EXERCISES.items() if isinstance(exercise, NumberExercise)]
)
def test_every_slip_of_a_number_is_wrong_and_explained(name):
    for words, value in EXERCISES[name].outcomes:
        with pytest.raises(Diagnosis) as told:
            EXERCISES[name].diagnose(value)
        if nb_of_digits(value) >= 3:
            assert not str(told.value).endswith(FALLBACKS), (words, value)


@pytest.mark.parametrize(
    "name", [name for name, exercise in EXERCISES.items() if isinstance(exercise, NumberExercise)]
)
def test_names_of_our_own_are_never_told(name):
    exercise = EXERCISES[name]
    own = {*Right(exercise.right).names_in_scope()} - set(exercise.steps or {})
    said = re.sub(r"np\.\w+", "", " ".join(words for words, _ in exercise.outcomes))
    for words in (exercise.steps or {}).values():
        said = said.replace(words, "")
    # "a" is an article, too.
    assert not own & set(re.findall(r"\w+", said)) - {"a"}


CONFUSIONS = [
    (name, expression, text)
    for name, exercise in EXERCISES.items()
    for expression, text in confusions_in(exercise.confusions)
]


@pytest.mark.parametrize(("name", "expression", "text"), CONFUSIONS)
def test_each_confusion_is_wrong_and_gets_its_own_text(name, expression, text):
    exercise = EXERCISES[name]
    if isinstance(exercise, NumberExercise):
        assert diagnose(name, exercise.value(expression)) == text
    else:
        values = exercise.values(expression)
        assert not comparison.same(values, exercise.expected)
        told = [
            t
            for e, t in confusions_in(exercise.confusions)
            if comparison.same(exercise.values(e), values)
        ]
        assert told[0] == text


@pytest.mark.parametrize("name", all_exercises())
def test_what_is_said_is_plain_text(name):
    """The output of a cell shows no equations."""
    exercise = all_exercises()[name]
    said = [*exercise.hints, exercise.explanation]
    said += [text for _, text in confusions_in(getattr(exercise, "confusions", ""))]
    said += getattr(exercise, "wrong", {}).values()
    said += [slip.words for slip in getattr(exercise, "single_slips", ())]
    for text in said:
        assert "$" not in text and "\\" not in text, text


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, exercise in all_exercises().items()
        if (name[0].isdigit() or name.startswith(("bug", "mend")))
        and not isinstance(exercise, ChoiceExercise)
    ],
)
def test_an_exercise_has_two_or_three_hints(name):
    assert len(all_exercises()[name].hints) in (2, 3)
