"""What is wrong with an attempt at an exercise: shape, factor, sign, argument, or an exception.

A diagnosis never gives the solution away. What `checks.check` prints comes from here.
"""

import copy
import inspect
import linecache
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

NOT_ANSWERED = "not answered yet"
# What messages of Python and NumPy mean, for who meets them for the first time.
HINTS = {
    "ellipsis": "a `...` is still in it",
    "truth value": "`if`, `and`, `or` and a < b < c take one value, but this is a whole column; "
    "np.where(condition, one, other) works on every row, as do & and | between parentheses",
    "bitwise_(and|or)": "put each comparison in parentheses: (a < b) & (c < d)",
    "bitwise_xor": "`^` is not the power in Python; that is `**`",
    "0-dimensional|(length|size)-1": "functions of `math` and float() take one number, those of "
    "NumPy a whole column",
    "matmul": "`@` multiplies matrices; `*` multiplies row by row",
    "not callable": "is a `*` missing in front of a parenthesis?",
    "be broadcast": "does a variable of the notebook, with its 40 rows, stand where an argument "
    "belongs?",
    "is not defined": "is it spelt as in the notebook, and has the cell that defines it been run?",
}


class Diagnosis(Exception):
    """What is wrong with an attempt, in words for the learner."""


class Misfit(Diagnosis):
    """An exception or a wrong shape, as arguments in the wrong order bring about, too."""


@dataclass(frozen=True)
class FunctionExercise:
    """An exercise that asks for a function.

    Parameters
    ----------
    expected : callable
        Computes the right result, from arguments of the names that the exercise uses.
    cases : tuple of tuple
        Arguments to try. The first is the plainest: what is right there only is said to be so.
    mistakes : tuple of (callable, str)
        Typical wrong functions, and what to tell who wrote one.
    allowed : tuple of float, optional
        The only values that a result may hold.
    explanation : str, optional
        What to say when the attempt is right.
    """

    expected: Callable
    cases: tuple
    mistakes: tuple = ()
    allowed: tuple = ()
    explanation: str = ""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the attempt is right."""
        if not callable(attempt):
            raise Diagnosis("hand over the function itself, by its name, without calling it")
        expected = [np.asarray(self.expected(*arguments)) for arguments in self.cases]
        try:
            results = self._results(attempt, expected)
        except Misfit as misfit:
            raise Diagnosis(self._swapped_arguments(attempt, expected) or str(misfit)) from None
        if _same(results, expected):
            return
        for function, text in self.mistakes:
            if _same(results, [function(*arguments) for arguments in self.cases]):
                raise Diagnosis(text)
        raise Diagnosis(
            self._not_finite(results)
            or self._value_not_allowed(results)
            or _precision(results, expected)
            or self._swapped_arguments(attempt, expected)
            or _ratio(self.cases, results, expected)
            or self._unused_argument(attempt)
            or self._right_for_the_first_only(results, expected)
            or self._first_difference(results, expected)
        )

    def _results(self, attempt, expected):
        """Return what an attempt gives in all cases, if the shapes are right."""
        results = [_call(attempt, arguments) for arguments in self.cases]
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            _require_shape(arguments, got, wanted)
        return results

    def _not_finite(self, results):
        for arguments, got in zip(self.cases, results, strict=True):
            if not np.all(np.isfinite(got)):
                return (
                    f"the result holds nan or infinity for {self._words(arguments)}: look for "
                    "a division by 0, the logarithm of 0 or of a negative number, or its root"
                )
        return None

    def _value_not_allowed(self, results):
        others = np.setdiff1d(np.concatenate(results, axis=None), self.allowed)
        if not self.allowed or not others.size:
            return None
        allowed = " and ".join(f"{value:g}" for value in self.allowed)
        return f"it returns values such as {others[0]:.4g}; wanted are {allowed} only"

    @property
    def _names(self):
        return list(inspect.signature(self.expected).parameters)

    def _words(self, arguments, row=None):
        """Say which arguments, or one row of them."""

        def value(argument):
            if np.ndim(argument) == 0:
                return f"{argument:g}"
            if row is not None:
                return f"{argument[row, 0]:.4g}"
            return f"({', '.join(f'{v:.3g}' for v in np.ravel(argument))})"

        pairs = zip(self._names, arguments, strict=True)
        return ", ".join(f"{name} = {value(argument)}" for name, argument in pairs)

    def _swapped_arguments(self, attempt, expected):
        """Name two arguments of the attempt that stand in each other's place, if they do."""
        for i, j in combinations(range(len(self._names)), 2):
            order = list(range(len(self._names)))
            order[i], order[j] = j, i
            try:
                results = [_call(attempt, [case[k] for k in order]) for case in self.cases]
            except Diagnosis:
                continue
            if _same(results, expected):
                return f"{self._names[i]} and {self._names[j]} stand in each other's place"
        return None

    def _unused_argument(self, attempt):
        """Name an argument that does not change the result of the attempt, though it should."""
        case = self.cases[-1]
        for i, name in enumerate(self._names):
            other = 0.5 * case[i] + 0.1
            if np.ndim(case[i]) and np.all(np.isin(case[i], (0, 1))):
                other = case[i].copy()
                other[0] = 1 - other[0]
            changed = [*case[:i], other, *case[i + 1 :]]
            is_used = not _same([_call(attempt, changed)], [_call(attempt, case)])
            if not is_used and not _same([self.expected(*changed)], [self.expected(*case)]):
                return (
                    f"the result is the same whatever {name} is: does {name} take part, or does a "
                    "number or a variable of the notebook stand in its place?"
                )
        return None

    def _right_for_the_first_only(self, results, expected):
        """Say what differs between the first case, if that is right, and the first wrong one."""
        if not _same(results[:1], expected[:1]):
            return None
        wrong = next(k for k in range(len(results)) if not _same([results[k]], [expected[k]]))
        first, other = self.cases[0], self.cases[wrong]
        differ = [i for i in range(len(first)) if np.ndim(first[i]) == 0 and first[i] != other[i]]
        if not differ:
            sizes = np.size(first[0]), np.size(other[0])
            return (
                f"right for {sizes[0]} samples, but wrong for {sizes[1]} others: is a number of "
                "the first written into it?"
            )
        here, there = (
            ", ".join(f"{self._names[i]} = {case[i]:g}" for i in differ) for case in (first, other)
        )
        question = "does it" if len(differ) == 1 else "does each of them"
        return f"right for {here}, but wrong for {there}: {question} stand in the right place?"

    def _first_difference(self, results, expected):
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            right = np.isclose(got, wanted, rtol=1e-5, atol=1e-7)
            if np.all(right):
                continue
            index = tuple(np.argwhere(~right)[0])
            is_column = len(index) == 2
            count = f"{np.sum(right)} of {right.size} rows are right; " if is_column else ""
            place = f" as value number {index[0] + 1}" if len(index) == 1 else ""
            words = self._words(arguments, row=index[0] if is_column else None)
            size = "high" if got[index] > wanted[index] else "low"
            return (
                f"{count}for {words} you get {got[index]:.4g}{place}, which is too {size}: work "
                "that out by hand, step by step"
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
    explanation : str, optional
        What to say when the attempt is right.
    """

    judge: Callable
    nb_of_numbers: int | None = 1
    explanation: str = ""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the attempt is right."""
        if self.nb_of_numbers is not None:
            self._require_numbers(attempt)
        self.judge(attempt)

    def _require_numbers(self, attempt):
        wanted = "a number is" if self.nb_of_numbers == 1 else f"{self.nb_of_numbers} numbers are"
        try:
            numbers = np.asarray(attempt)
        except ValueError:
            raise Diagnosis(f"{wanted} expected, not {attempt!r}") from None
        if numbers.dtype.kind == "U":
            raise Diagnosis(f"{wanted} expected, not the text {attempt!r}: leave out the quotes")
        if numbers.dtype.kind not in "biuf":
            raise Diagnosis(f"{wanted} expected, not {attempt!r}")
        if numbers.shape != (() if self.nb_of_numbers == 1 else (self.nb_of_numbers,)):
            is_longer = isinstance(attempt, tuple) and len(attempt) == 2 * self.nb_of_numbers
            hint = ": is there a comma where a decimal point belongs?" if is_longer else ""
            hint = ": leave out the brackets" if numbers.size == self.nb_of_numbers else hint
            raise Diagnosis(f"{wanted} expected, not {_shape_words(numbers.shape)}{hint}")
        if not np.all(np.isfinite(numbers)):
            raise Diagnosis("the answer is nan or infinite")


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
        raise Misfit(_where(attempt, error)) from None
    if is_unanswered(result):
        raise Diagnosis(NOT_ANSWERED)
    if result is None:
        raise Diagnosis(
            "your function returns None: is there a `return` in its last line? (To print a result "
            "is not to return it.)"
        )
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
    """Say what an attempt raised, in which of its lines, and what that means."""
    text = f"your code raised {type(error).__name__}: {error}"
    code = getattr(attempt, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
        text += f", in line {own[-1].lineno} of its cell" + (f": {line}" if line else "")
    elif isinstance(error, TypeError):
        text += " (does it take the arguments that the exercise asks for, in that order?)"
    hints = [hint for pattern, hint in HINTS.items() if re.search(pattern, str(error))]
    return f"{text} ({hints[0]})" if hints else text


def _shape_words(shape):
    if shape == ():
        return "a single number"
    kind = "a column" if len(shape) == 2 and shape[1] == 1 else "an array"
    return f"{kind} of shape {shape}"


def _require_shape(arguments, got, wanted):
    """Raise a Misfit if the shape of a result is not the shape wanted."""
    if got.shape == wanted.shape:
        return
    hint = _one_number_wanted if wanted.shape == () else _column_wanted
    if wanted.ndim == 1:
        text, hint = f"expected are {wanted.size} numbers", None
    else:
        text = f"expected is {_shape_words(wanted.shape)}"
    has_samples = any(np.ndim(argument) for argument in arguments)
    why = hint(got, wanted) if hint and has_samples else ""
    raise Misfit(f"the result is {_shape_words(got.shape)}, {text}{why}")


def _one_number_wanted(got, wanted):
    if got.size == 1:
        return (
            ": there is one number in it, but still as an array (np.mean and np.sum make a number "
            "of a whole column; does `return` stand inside a loop?)"
        )
    if np.isclose(np.mean(got), wanted, rtol=1e-5):
        return ": each sample is right, but the mean over them is missing"
    return ": is a mean over the samples missing?"


def _column_wanted(got, wanted):
    if got.size == 1:
        for name, value in (("mean", np.mean(wanted)), ("sum", np.sum(wanted))):
            if np.isclose(got, value, rtol=1e-5):
                return f": you took the {name}, but a value for each row is wanted"
        return (
            ": something, perhaps a mean, a sum, .any(), .all() or `@`, makes one number of all "
            "rows, or `return` stands inside a loop"
        )
    if got.shape == wanted.shape[::-1]:
        return ": it is transposed, a row where a column belongs"
    if got.shape == wanted.shape[:1]:
        return ": it is flat; does a .ravel(), or a list, flatten it?"
    if got.size == wanted.size:
        return ": it has one pair of brackets too many"
    if got.shape == (wanted.shape[0],) * 2:
        return ": a column and a row were broadcast against each other; look for .T or .ravel()"
    return ": does a variable of the notebook stand where an argument belongs?"


def _same(results, expected, rtol=1e-5, atol=1e-7):
    return all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=rtol, atol=atol)
        for a, b in zip(results, expected, strict=True)
    )


def _precision(results, expected):
    """Say that all results are right to a few digits only, if they are."""
    scale = max(np.max(np.abs(wanted)) for wanted in expected)
    if not _same(results, expected, rtol=0, atol=6e-3 * scale):
        return None
    return (
        "nearly: right to two digits or so, but no further; is something rounded, computed from "
        "the samples of the notebook, or a slope taken with too large a step?"
    )


def _ratio(cases, results, expected):
    """Say by which factor all results are wrong, if it is one factor; otherwise return None."""
    sizes = [max(np.size(argument) for argument in arguments) for arguments in cases]
    per_sample = [wanted * n for wanted, n in zip(expected, sizes, strict=True)]
    divisor = _common_factor(per_sample, results)
    if len(set(sizes)) > 1 and divisor is not None:
        if np.isclose(divisor, 1, rtol=1e-4):
            return "it is a sum over the samples where a mean belongs"
        return (
            f"a sum over the samples is divided by {divisor:.4g}, however many they are; here "
            f"there are {' or '.join(map(str, dict.fromkeys(sizes)))}"
        )
    per_sample = [wanted / n for wanted, n in zip(expected, sizes, strict=True)]
    if len(set(sizes)) > 1 and _same(results, per_sample):
        return "it is divided by the number of samples once too often"
    factor = _common_factor(results, expected)
    if factor is None:
        return None
    if np.isclose(factor, -1, rtol=1e-4):
        return "the size is right everywhere, but the sign is flipped"
    sign = " and the sign is flipped" if factor < 0 else ""
    lost = "lost" if abs(factor) < 1 else "too much"
    size = max(abs(factor), 1 / abs(factor))
    return f"it is wrong by the same factor everywhere: a factor of {size:.4g} is {lost}{sign}"


def _common_factor(results, expected):
    """Return the one factor by which all results differ from what is expected, or None."""
    got = np.concatenate(results, axis=None)
    wanted = np.concatenate(expected, axis=None)
    if not np.any(got * wanted):
        return None
    factor = np.sum(got * wanted) / np.sum(wanted**2)
    is_common = abs(factor) > 1e-6 and np.allclose(got, factor * wanted, rtol=1e-4, atol=1e-7)
    return factor if is_common else None
