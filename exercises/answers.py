"""Answers to the exercises: right, or what is wrong with an attempt; and hints."""

import pkgutil
import re
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path

import numpy as np

from exercises.attempts import NOT_ANSWERED, Diagnosis, is_unanswered

RIGHT = "right"
# How many hints have been given, and how many attempts have been wrong, in this kernel.
_hints_given, _wrong = Counter(), Counter()


def check(name, attempt):
    """Print whether an attempt at an exercise is right, or what is wrong with it.

    Parameters
    ----------
    name : str
        The exercise, such as "3.2c".
    attempt : object
        What the exercise asks for; `...`, or a function that returns it, if there is no answer
        yet.

    Raises
    ------
    ValueError
        If there is no exercise of this name.
    """
    exercise, text = find_exercise(name), diagnose(name, attempt)
    print(f"Exercise {name}: {text}{'' if text.endswith(('?', '?)', '.)')) else '.'}")
    if text == RIGHT and exercise.explanation:
        print(exercise.explanation)
    _wrong[name] += text not in (RIGHT, NOT_ANSWERED)
    if text != RIGHT and _wrong[name] == 3 and exercise.hints:
        print(f'There are hints: hint("{name}").')


def hint(name):
    """Print a hint for an exercise, at each call one more.

    Parameters
    ----------
    name : str
        The exercise, such as "3.2c".

    Raises
    ------
    ValueError
        If there is no exercise of this name.
    """
    hints = find_exercise(name).hints
    _hints_given[name] = min(_hints_given[name] + 1, len(hints))
    for number, text in enumerate(hints[: _hints_given[name]], start=1):
        print(f"Hint {number} of {len(hints)}: {text}")
    if not hints:
        print(f"There are no hints for {name}.")


def diagnose(name, attempt):
    """Return what `check` prints of its arguments: "right", "not answered yet", or a diagnosis."""
    exercise = find_exercise(name)
    try:
        if is_unanswered(attempt):
            return NOT_ANSWERED
        if attempt is None:
            raise Diagnosis("the answer is None: was it assigned?")
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exercise.diagnose(attempt)
    except Diagnosis as diagnosis:
        return str(diagnosis)
    return RIGHT


def find_exercise(name):
    """Return an exercise by its name, and import only the file that states it."""
    digit = re.search(r"\d", str(name))
    kind = "part" if str(name)[:1].isdigit() else "bug_hunt"
    room = f"{kind}{digit[0]}" if digit else None
    exercises = _stated_in(room) if room in _rooms() else {}
    if name not in exercises:
        raise ValueError(f"name must be one of {', '.join(all_exercises())}, but is {name!r}")
    return exercises[name]


def all_exercises():
    """Return the exercises of the whole course, by name."""
    return {name: exercise for room in _rooms() for name, exercise in _stated_in(room).items()}


def _rooms():
    """Return the names of the files that state exercises, such as part3, then bug_hunt3."""
    files = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    return [
        name for kind in ("part", "bug_hunt") for name in files if re.fullmatch(rf"{kind}\d", name)
    ]


def _stated_in(room):
    return import_module(f"exercises.{room}").EXERCISES
