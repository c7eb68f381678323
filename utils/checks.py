"""Answers to the exercises: right, or what is wrong with an attempt; never the solution."""

import numpy as np

from utils.diagnosis import NOT_ANSWERED, Diagnosis, is_unanswered
from utils.exercises import EXERCISES, EXPLANATIONS

RIGHT = "right"


def check(name, attempt):
    """Print whether an attempt at an exercise is right, or what is wrong with it.

    Parameters
    ----------
    name : str
        The exercise, such as "3.2a".
    attempt : object
        What the exercise asks for; `...` if there is no answer yet.

    Raises
    ------
    ValueError
        If there is no exercise of this name.
    """
    text = diagnose(name, attempt)
    print(f"Exercise {name}: {text}{'' if text.endswith(('?', '?)', '.)')) else '.'}")
    if text == RIGHT and name in EXPLANATIONS:
        print(EXPLANATIONS[name])


def diagnose(name, attempt):
    """Return "right", "not answered yet", or what is wrong with an attempt.

    Parameters
    ----------
    name : str
        The exercise, such as "3.2a".
    attempt : object
        What the exercise asks for; `...`, or a function that returns it, if there is none yet.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no exercise of this name.
    """
    if name not in EXERCISES:
        raise ValueError(f"name must be one of {', '.join(EXERCISES)}, but is {name!r}")
    try:
        if is_unanswered(attempt):
            return NOT_ANSWERED
        if attempt is None:
            raise Diagnosis("the answer is None: was it assigned?")
        with np.errstate(all="ignore"):
            EXERCISES[name].diagnose(attempt)
    except Diagnosis as diagnosis:
        return str(diagnosis)
    return RIGHT
