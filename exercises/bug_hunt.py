"""What all bug hunts share: suspects to be named, and then to be mended.

A suspect is a class of its own, named by a letter: a healthy one with one defect, in one method.
What a hunt states, in a file such as bug_hunt3, is its suspects and the names of defects to choose
from; `exercises_of` makes of each an exercise that asks for the name, and one that asks for the
method, mended.
"""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial

import numpy as np

from exercises.attempts import Diagnosis, require_order, results_of
from exercises.exercise import Exercise, JudgedExercise
from exercises.function_exercise import FunctionExercise

# What a sample at least costs that is wrong and sure, by any sensible distance from 0 and 1.
ENOUGH = 10
CONFUSIONS_OF_LOSS = """
    np.mean(-((1 - t) * np.log(y) + t * np.log(1 - y)))  # t and 1 - t stand in each other's place:
        # which logarithm should be left for t = 1?
    np.mean((y - t) ** 2)  # that is the squared error; wanted is the cross-entropy
"""


@dataclass(frozen=True, eq=False)
class Mending(FunctionExercise):
    """An exercise that asks for a method, mended.

    Parameters
    ----------
    healthy : object
        The same as the suspect, without its defect.
    method : str
        The name of the method.
    """

    healthy: object = None
    method: str = ""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        super().diagnose(self.bound(attempt))

    def bound(self, attempt):
        """Return an attempt as the method that it is in a class."""
        return _as_method(attempt, self.healthy, self.method, self.names)


@dataclass(frozen=True, eq=False)
class MendingOfLoss(Mending):
    """An exercise that asks for a mean cross-entropy, mended: for outputs of exactly 0 or 1, too.

    Parameters
    ----------
    costly : tuple of (tuple, float)
        Arguments for which outputs are exactly 0 or 1, and the share of samples that are wrong.
    free : tuple of tuple
        Arguments for which all outputs are exactly right.
    lesson : str
        Where the course keeps the logarithm of 0 away.
    """

    costly: tuple = ()
    free: tuple = ()
    lesson: str = ""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the loss is right, and large where sure outputs are wrong."""
        super().diagnose(attempt)
        wrong, shares = zip(*self.costly, strict=True)
        costs = results_of(self.bound(attempt), [*wrong, *self.free])
        if not np.all(np.isfinite(costs)):
            raise Diagnosis(
                "right where the network is not sure, but infinite or nan where outputs are "
                f"exactly 0 or 1: how does {self.lesson} keep the logarithm of 0 away?"
            )
        if np.any(np.equal(costs[: len(wrong)], 0)):
            raise Diagnosis(
                "right where the network is not sure, but where it is sure and wrong the whole "
                "loss is 0: is nan or infinity replaced by a number, or left out, so that what "
                "should cost most costs nothing?"
            )
        if np.any(np.divide(costs[: len(wrong)], shares) < ENOUGH):
            raise Diagnosis(
                "right where the network is not sure, but where it is sure and wrong the loss is "
                f"too small: with the machine epsilon each such sample costs 36, but here "
                f"{np.min(np.divide(costs[: len(wrong)], shares)):.3g}; how far from 0 and 1 is y "
                "held?"
            )
        if np.any(np.abs(costs[len(wrong) :]) > 1e-3):
            raise Diagnosis(
                "where every output is exactly right the loss should be 0, or nearly so; yours "
                f"is {costs[-1]:.4g}"
            )


@dataclass(frozen=True, eq=False)
class JudgedMending(Exercise):
    """An exercise that asks for a method, mended, which returns several arrays.

    Parameters
    ----------
    right : callable
        What is right, without its self.
    cases : tuple of tuple
        Arguments to try.
    judge : callable
        Takes what the method returns in a case, and the arguments; raises a Diagnosis unless that
        is right.
    healthy, method : object, str
        As for a Mending.
    """

    right: Callable = None
    cases: tuple = ()
    judge: Callable = None
    healthy: object = None
    method: str = ""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        names = list(inspect.signature(self.right).parameters)
        bound = _as_method(attempt, self.healthy, self.method, names)
        require_order(bound, names)
        recorded = _Recorded(bound)
        results_of(recorded, self.cases)
        for result, case in zip(recorded.results, self.cases, strict=True):
            self.judge(result, case)


class _Recorded:
    """A function whose results are kept as they are; it returns 0 in their place."""

    def __init__(self, function):
        self.function, self.results = function, []
        self.__code__ = getattr(function, "__code__", None)

    def __call__(self, *arguments):
        result = self.function(*arguments)
        self.results.append(result)
        return result if result is None or result is ... else 0.0


def _as_method(attempt, healthy, method, names):
    """Return a function as the method that it is in the class of healthy: `self` has it, too."""
    if not inspect.isfunction(attempt):
        return attempt
    if attempt.__name__ != method and hasattr(healthy, attempt.__name__):
        raise Diagnosis(
            f"that is {attempt.__name__}; the method to mend, whose lines check shows, is {method}"
        )
    given = list(inspect.signature(attempt).parameters)
    if given == names or ("self" in given and given[0] != "self"):
        raise Diagnosis(
            "in its class it would fail: what a method takes first is the object that it belongs "
            f"to, so its first line must be def {method}({', '.join(['self', *names])}):"
        )
    cls = type(healthy)
    return getattr(type(cls.__name__, (cls,), {method: attempt})(), method)


@dataclass(frozen=True)
class Suspect:
    """What is broken, the name of its defect, what its code does, hints, and how it is mended."""

    broken: object
    defect: str
    explanation: str
    hints: tuple
    mending: Mending | JudgedMending

    @property
    def healthy(self):
        """The same without the defect."""
        return type(self.broken).__base__()

    @property
    def method(self):
        """The one method that differs from that of the healthy one."""
        (method,) = [value for value in vars(type(self.broken)).values() if callable(value)]
        return method

    @property
    def lines(self):
        """The method, as it is written."""
        return textwrap.dedent(inspect.getsource(self.method)).strip()


def by_letter(suspects):
    """Return suspects by the names of their classes."""
    return {type(suspect.broken).__name__: suspect for suspect in suspects}


def exercises_of(number, suspects, defects):
    """Return the exercises of a hunt, by name.

    Parameters
    ----------
    number : int
        That in the names of the exercises, and of the file that states them.
    suspects : tuple of Suspect
        In the order of their letters.
    defects : dict of str to str
        Every name that can be chosen, and the trace that it would leave.
    """
    exercises = {}
    for letter, suspect in by_letter(suspects).items():
        exercises[f"bug {number}{letter}"] = JudgedExercise(
            judge=partial(_judge, suspect.defect, defects),
            nb_of_numbers=None,
            hints=suspect.hints,
            explanation=f"{suspect.explanation}\nIts lines, for you to mend:\n\n{suspect.lines}\n",
        )
        exercises[f"mend {number}{letter}"] = replace(
            suspect.mending, healthy=suspect.healthy, method=suspect.method.__name__
        )
    return exercises


def _judge(defect, defects, attempt):
    """Raise a Diagnosis unless an attempt is the name of the defect."""
    if not isinstance(attempt, str):
        raise Diagnosis(f"one of these, as text in quotes, is expected: {', '.join(defects)}")
    name = attempt.strip(" .").lower()
    if name not in defects:
        near = get_close_matches(name, defects, n=1)
        meant = f" (is {near[0]!r} meant?)" if near else ""
        raise Diagnosis(f"that is none of: {', '.join(defects)}{meant}")
    if name != defect:
        raise Diagnosis(f"not that. With it you would see this: {defects[name]}")
