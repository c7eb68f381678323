"""What is wrong with an attempt at an exercise: shape, factor, sign, argument, or an exception.

A diagnosis never gives the solution away. What `checks.check` prints comes from here.
"""

import copy
import inspect
import linecache
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

NOT_ANSWERED = "not answered yet"


class Diagnosis(Exception):
    """What is wrong with an attempt, in words for the learner."""


@dataclass(frozen=True)
class FunctionExercise:
    """An exercise that asks for a function.

    Parameters
    ----------
    expected : callable
        Computes the right result, from arguments of the names that the exercise uses.
    cases : tuple of tuple
        Arguments to try; the first is the example that the notebook shows.
    mistakes : tuple of (callable, str)
        Typical wrong functions, and what to tell who wrote one.
    """

    expected: Callable
    cases: tuple
    mistakes: tuple = ()

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the attempt is right."""
        if not callable(attempt):
            raise Diagnosis("hand over the function itself, by its name, without calling it")
        results = [_call(attempt, arguments) for arguments in self.cases]
        expected = [np.asarray(self.expected(*arguments)) for arguments in self.cases]
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            _require_shape(got, wanted)
            if not np.all(np.isfinite(got)):
                raise Diagnosis(
                    f"the result holds nan or infinity for {self._words(arguments)}: "
                    "look for 0 / 0, the logarithm of 0 or of a negative number"
                )
        if _same(results, expected):
            return
        for function, text in self.mistakes:
            if _same(results, [function(*arguments) for arguments in self.cases]):
                raise Diagnosis(text)
        if _same(results[:1], expected[:1]):
            raise Diagnosis(
                "right for the example of the notebook, but not for other arguments: does every "
                "argument take part, and is no number of the example written into it?"
            )
        raise Diagnosis(
            _ratio(self.cases, results, expected) or self._first_difference(results, expected)
        )

    def _words(self, arguments):
        names = inspect.signature(self.expected).parameters
        return ", ".join(
            f"{name} = {value}" if np.ndim(value) == 0 else f"{name} of shape {np.shape(value)}"
            for name, value in zip(names, arguments, strict=True)
        )

    def _first_difference(self, results, expected):
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            right = np.isclose(got, wanted, rtol=1e-5, atol=1e-7)
            if not np.all(right):
                index = tuple(np.argwhere(~right)[0])
                where = f" in row {index[0]}" if index else ""
                size = "large" if got[index] > wanted[index] else "small"
                return (
                    f"{np.sum(right)} of {right.size} values are right for "
                    f"{self._words(arguments)}; the first wrong one{where}, "
                    f"{got[index]:.4f}, is too {size}: work out that one by hand"
                )
        raise AssertionError("_first_difference is only asked about results that differ")


@dataclass(frozen=True)
class ValueExercise:
    """An exercise that asks for one or more numbers, or for a word.

    Parameters
    ----------
    judge : callable
        Takes the attempt; raises a Diagnosis unless it is right.
    nb_of_numbers : int or None
        How many numbers the attempt must hold; None if it is not made of numbers.
    """

    judge: Callable
    nb_of_numbers: int | None = 1

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the attempt is right."""
        if self.nb_of_numbers is not None:
            try:
                numbers = np.asarray(attempt, dtype=float)
            except (TypeError, ValueError):
                raise Diagnosis(f"a number is expected, not {attempt!r}") from None
            shape = () if self.nb_of_numbers == 1 else (self.nb_of_numbers,)
            if numbers.shape != shape:
                raise Diagnosis(
                    f"{self.nb_of_numbers} number(s) are expected, not an array of shape "
                    f"{numbers.shape}"
                )
            if not np.all(np.isfinite(numbers)):
                raise Diagnosis("the answer is nan or infinite")
        self.judge(attempt)


def is_unanswered(attempt):
    """Tell whether an attempt is still `...`, or a tuple that holds it."""
    if isinstance(attempt, tuple):
        return any(is_unanswered(part) for part in attempt)
    return attempt is ...


def _call(attempt, arguments):
    """Call an attempt on copies of the arguments; return its result as an array."""
    given = copy.deepcopy(arguments)
    try:
        with np.errstate(all="ignore"):
            result = attempt(*given)
    except Exception as error:
        raise Diagnosis(_where(attempt, error)) from None
    if is_unanswered(result):
        raise Diagnosis(NOT_ANSWERED)
    if result is None:
        raise Diagnosis("your function returns None: is there a `return` in its last line?")
    if not all(np.array_equal(a, b) for a, b in zip(given, arguments, strict=True)):
        raise Diagnosis("your function changes its arguments; compute a new array instead")
    try:
        array = np.asarray(result)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise Diagnosis(f"your function returns {result!r}, not a number or an array of numbers")
    return array.astype(float)


def _where(attempt, error):
    """Say what an attempt raised, and in which of its lines."""
    text = f"your code raised {type(error).__name__}: {error}"
    code = getattr(attempt, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
        text += f", in line {own[-1].lineno} of its cell" + (f": {line}" if line else "")
    elif isinstance(error, TypeError):
        text += " (does it take the arguments that the stub takes?)"
    return text


def _require_shape(got, wanted):
    """Raise a Diagnosis if the shape of a result is not the shape wanted."""
    if got.shape == wanted.shape:
        return
    text = f"the result has shape {got.shape}, expected is {wanted.shape or 'a single number'}"
    if wanted.shape == ():
        if got.size > 1 and np.isclose(np.mean(got), wanted, rtol=1e-5):
            raise Diagnosis(f"{text}: each sample is right, but the mean over them is missing")
        if got.size == 1:
            raise Diagnosis(f"{text}: there is one number in it, but still as an array")
        raise Diagnosis(f"{text}: is a mean over the samples missing?")
    if got.shape == () and np.isclose(got, np.mean(wanted), rtol=1e-5):
        raise Diagnosis(f"{text}: you took the mean, but a value for each sample is wanted")
    if wanted.ndim == 2 and got.shape == wanted.shape[::-1]:
        raise Diagnosis(f"{text}: it is transposed, a row where a column belongs")
    if wanted.ndim == 2 and got.shape == (wanted.shape[0],) * 2:
        raise Diagnosis(
            f"{text}: a column and a row were broadcast against each other; look for .T or .ravel()"
        )
    raise Diagnosis(text)


def _same(results, expected):
    return all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, atol=1e-7)
        for a, b in zip(results, expected, strict=True)
    )


def _ratio(cases, results, expected):
    """Say by which factor all results are wrong, if it is one factor; otherwise return None."""
    sizes = [max(np.size(argument) for argument in arguments) for arguments in cases]
    for factors, text in (
        (sizes, "it is a sum over the samples where a mean belongs"),
        ([1 / n for n in sizes], "it is divided by the number of samples once too often"),
    ):
        if _same(
            results, [wanted * factor for wanted, factor in zip(expected, factors, strict=True)]
        ):
            return text
    got, wanted = np.hstack([r.ravel() for r in results]), np.hstack([e.ravel() for e in expected])
    factor = np.sum(got * wanted) / np.sum(wanted**2)
    if abs(factor) < 1e-6 or not np.allclose(got, factor * wanted, rtol=1e-4, atol=1e-7):
        return None
    if np.isclose(factor, -1, rtol=1e-4):
        return "the size is right everywhere, but the sign is flipped"
    sign = " and the sign is flipped" if factor < 0 else ""
    lost = "lost" if abs(factor) < 1 else "too much"
    size = max(abs(factor), 1 / abs(factor))
    return f"it is wrong by the same factor everywhere: a factor of {size:.4g} is {lost}{sign}"
