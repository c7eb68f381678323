"""What all exercises have; those with several right answers, and those with a letter for one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.attempts import Diagnosis, as_floats, shape_words


@dataclass(frozen=True, eq=False)
class Exercise:
    """What all exercises have.

    Parameters
    ----------
    hints : tuple of str
        From the question that leads there to the step that is needed, never the solution.
    explanation : str
        What is worth saying when the answer is right.
    """

    hints: tuple = ()
    explanation: str = ""


@dataclass(frozen=True, eq=False)
class JudgedExercise(Exercise):
    """An exercise with several right answers.

    Parameters
    ----------
    judge : callable
        Takes the attempt; raises a Diagnosis unless it is right.
    nb_of_numbers : int or None
        How many numbers the judge takes, as floats; None if it takes the attempt as it is.
    """

    judge: Callable = None
    nb_of_numbers: int | None = 1

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        if self.nb_of_numbers is None:
            self.judge(attempt)
        else:
            self.judge(*numbers_in(attempt, self.nb_of_numbers))


@dataclass(frozen=True, eq=False)
class ChoiceExercise(Exercise):
    """A prediction: one of several answers, chosen before a cell shows which is right.

    Parameters
    ----------
    right : str
        The letter of the right answer; the explanation says why it is.
    wrong : dict of str to str
        The letter of each other answer, and what speaks against it.
    """

    right: str = ""
    wrong: dict | None = None

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the right answer is chosen."""
        letter = attempt.strip(" .()").lower() if isinstance(attempt, str) else attempt
        letters = sorted([self.right, *self.wrong])
        if letter not in letters:
            raise Diagnosis(f"choose a letter, in quotes: {', '.join(letters)}")
        if letter != self.right:
            raise Diagnosis(self.wrong[letter])


def confusions_in(table):
    """Return the expressions of a table of confusions, each with what to say."""
    found = []
    for line in table.splitlines():
        expression, _, text = line.strip().partition("# ")
        if expression:
            found.append((expression.strip(), text))
        elif text:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text}".strip())
    return found


def numbers_in(attempt, count):
    """Return the numbers that an attempt is made of, as floats, or raise a Diagnosis."""
    wanted = "a number is" if count == 1 else f"{count} numbers are"
    if callable(attempt):
        raise Diagnosis(f"{wanted} expected, not a function: call it, with its arguments")
    try:
        array = np.asarray(attempt)
    except ValueError:
        raise Diagnosis(f"{wanted} expected, not {attempt!r}") from None
    if array.dtype.kind == "U":
        raise Diagnosis(f"{wanted} expected, not the text {attempt!r}{_about_text(attempt)}")
    numbers = as_floats(array)
    if numbers is None:
        raise Diagnosis(f"{wanted} expected, not {attempt!r}")
    if count == 1 and numbers.size == 1:
        numbers = numbers.reshape(())
    if numbers.shape != (() if count == 1 else (count,)):
        raise Diagnosis(
            f"{wanted} expected, not {shape_words(numbers.shape)}{_about_shape(attempt, count)}"
        )
    if np.any(np.isnan(numbers)):
        raise Diagnosis("the answer is nan, which is not a number: did a search find nothing?")
    if np.any(np.isinf(numbers)):
        raise Diagnosis(
            "the answer is infinite, and the right one is not: is something divided by 0, or does "
            "a sum of ever smaller numbers have an end?"
        )
    return [float(number) for number in np.atleast_1d(numbers)]


def _about_text(attempt):
    try:
        float(str(attempt).replace(",", "."))
    except ValueError:
        return ": give it as a number, such as 0.25, or as a formula without quotes"
    comma = " and write the decimal point as a point" if "," in str(attempt) else ""
    return f": leave out the quotes{comma}"


def _about_shape(attempt, count):
    if np.size(attempt) == count:
        return ": leave out the brackets"
    parts = attempt if isinstance(attempt, tuple) else ()
    are_whole = all(isinstance(part, int) for part in parts[1::2])
    if len(parts) == 2 * count and are_whole:
        return ": is there a comma where a decimal point belongs?"
    return ""
