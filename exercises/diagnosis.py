"""What is wrong with an attempt at an exercise: shape, factor, sign, argument, or an exception.

A diagnosis never gives the solution away. What `check` prints comes from here.
"""

import contextlib
import copy
import inspect
import io
import linecache
import re
import reprlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

NOT_ANSWERED = "not answered yet"
OTHER_LENGTHS = (
    "the check uses columns of other lengths than 40: does 40, or a variable of the notebook, "
    "stand in the function, or is a row lost?"
)
# What messages of Python and NumPy mean, for who meets them for the first time.
HINTS = {
    "ellipsis": "a `...` is still in it",
    "truth value": "`if`, `and`, `or` and a < b < c take one value, but this is a whole column; "
    "np.where(condition, one, other) works on every row, as do & and | between parentheses",
    "boolean subtract": "true and false cannot be subtracted; & and | combine conditions",
    "bitwise_(and|or)": "put each comparison in parentheses: (a < b) & (c < d)",
    "bitwise_xor": "`^` is not the power in Python; that is `**`",
    "0-dimensional|(length|size)-1": "functions of `math` and float() take one number, those of "
    "NumPy a whole column",
    "matmul": "`@` multiplies matrices; `*` multiplies row by row",
    "SystemExit": "it ends the program; a function ends with `return`",
    "not callable": "is a `*` missing in front of a parenthesis, or are values handed over where a "
    "function is wanted?",
    "unsupported operand.*(function|ufunc)": "does a function stand without its argument?",
    "be broadcast|out of bounds|cannot reshape|boolean index": OTHER_LENGTHS,
    "is not defined": "is it spelt as in the code, such as wo for $w_o$, and has the cell that "
    "defines it been run?",
}


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
        Arguments to try. The first is the plainest: what is right there only is said to be so.
    mistakes : tuple of (callable, str)
        Typical wrong functions, and what to tell who wrote one.
    allowed : tuple of float, optional
        The only values that a result may hold.
    explanation : str
        What is worth saying when the answer is right.
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
        self._require_order(attempt)
        expected = [np.asarray(self.expected(*arguments)) for arguments in self.cases]
        results = [_call(attempt, self.cases[0])]
        # What an attempt prints has been seen once.
        with contextlib.redirect_stdout(io.StringIO()):
            results += [_call(attempt, arguments) for arguments in self.cases[1:]]
        if _same(results, expected):
            return
        for function, text in self.mistakes:
            if _same(results, [function(*arguments) for arguments in self.cases]):
                raise Diagnosis(text)
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            _require_shape(arguments, got, wanted)
        raise Diagnosis(
            self._unused_argument(attempt, results)
            or self._not_finite(results)
            or self._value_not_allowed(results)
            or _precision(results, expected)
            or _ratio(self.cases, results, expected)
            or self._right_for_the_first_only(results, expected)
            or self._first_difference(results, expected)
        )

    def _require_order(self, attempt):
        """Raise a Diagnosis if the attempt takes the right arguments in another order."""
        try:
            names = list(inspect.signature(attempt).parameters)
        except ValueError:  # some functions of NumPy tell no names
            return
        if names != self._names and sorted(names) == sorted(self._names):
            raise Diagnosis(f"the arguments must come in the order {', '.join(self._names)}")

    def _not_finite(self, results):
        for arguments, got in zip(self.cases, results, strict=True):
            if not np.all(np.isfinite(got)):
                return (
                    f"the result holds nan or infinity for {self._words(arguments)}: look for "
                    "a division by 0, a logarithm or a square root of what is not positive, or a "
                    "nan that your function returns itself"
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

    def _unused_argument(self, attempt, results):
        """Name an argument that does not change any result of the attempt, though it should."""
        if not np.any(np.isfinite(np.concatenate(results, axis=None))):
            return None

        def is_same(function, case, i):
            # A column changes its signs, too; a number keeps its own.
            other = 0.1 - 0.7 * case[i] if np.ndim(case[i]) else 0.1 + 0.5 * case[i]
            changed = [*case[:i], other, *case[i + 1 :]]
            try:
                return np.array_equal(
                    _call(function, changed), _call(function, case), equal_nan=True
                )
            except Diagnosis:
                return False

        def matters(function, i):
            return not all(is_same(function, case, i) for case in self.cases)

        with contextlib.redirect_stdout(io.StringIO()):
            for i, name in enumerate(self._names):
                if matters(self.expected, i) and not matters(attempt, i):
                    return (
                        f"the result is the same whatever {name} is: does {name} take part and "
                        "not cancel out, and no number or variable of the notebook stand in its "
                        "place?"
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
                f"right for {sizes[0]} samples, but wrong for {sizes[1]} others: is there anything "
                "in it, such as a number or a sign, that is right for the first only?"
            )
        here, there = (
            ", ".join(f"{self._names[i]} = {case[i]:g}" for i in differ) for case in (first, other)
        )
        each = "it" if len(differ) == 1 else "each of them"
        return (
            f"right for {here}, but wrong for {there}: does {each} stand in the right place, with "
            "its sign?"
        )

    def _first_difference(self, results, expected):
        for arguments, got, wanted in zip(self.cases, results, expected, strict=True):
            right = np.isclose(got, wanted, rtol=1e-5, atol=1e-7)
            if np.all(right):
                continue
            index = np.unravel_index(np.argmax(np.abs(got - wanted)), got.shape)
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
    explanation : str
        What is worth saying when the answer is right.
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
    """Tell whether an attempt is still `...`, or a tuple or list that holds it."""
    if isinstance(attempt, (tuple, list)):
        return any(is_unanswered(part) for part in attempt)
    return attempt is ...


def _call(attempt, arguments):
    """Call an attempt on copies of the arguments; return its result as an array."""
    given = copy.deepcopy(arguments)
    if inspect.iscoroutinefunction(attempt):
        raise Diagnosis("write `def` alone, without `async`")
    if inspect.isgeneratorfunction(attempt):
        raise Diagnosis("a `yield` is in it; hand the result back with `return`")
    try:
        with _staying_in_the_notebook():
            result = attempt(*given)
    except (Exception, SystemExit) as error:
        raise Diagnosis(_where(attempt, error)) from None
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
        raise Diagnosis(
            "your function returns parts of different shapes: does a variable of the notebook "
            "stand in one of them?"
        ) from None
    if array.dtype.kind not in "biuf":
        raise Diagnosis(
            f"your function returns {reprlib.repr(result)}, not a number or an array of numbers"
        )
    return array.astype(float)


@contextlib.contextmanager
def _staying_in_the_notebook():
    """Let `exit()`, with which IPython would end the kernel, raise as in plain Python."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        yield
        return

    def ask_exit():
        raise SystemExit

    own = shell.ask_exit
    shell.ask_exit = ask_exit
    try:
        yield
    finally:
        shell.ask_exit = own


def _where(attempt, error):
    """Say what an attempt raised, in which of its lines, and what that means."""
    text = f"your code raised {type(error).__name__}{f': {error}' if str(error) else ''}"
    code = getattr(attempt, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
        text += f", in line {own[-1].lineno} of its cell" + (f": {line}" if line else "")
    elif isinstance(error, TypeError):
        text += " (does it take the arguments that the exercise asks for, in that order?)"
    said = f"{type(error).__name__}: {error}"
    hints = [hint for pattern, hint in HINTS.items() if re.search(pattern, said)]
    return f"{text} ({hints[0]})" if hints else text


def _shape_words(shape):
    if shape == ():
        return "a single number"
    kind = "a column" if len(shape) == 2 and shape[1] == 1 else "an array"
    return f"{kind} of shape {shape}"


def _require_shape(arguments, got, wanted):
    """Raise a Diagnosis if the shape of a result is not the shape wanted."""
    if got.shape == wanted.shape:
        return
    if got.size == 0:
        raise Diagnosis("the result is empty")
    if wanted.ndim == 1:
        raise Diagnosis(
            f"the result is {_shape_words(got.shape)}, expected are {wanted.size} numbers"
        )
    nb_of_samples = max(np.size(argument) for argument in arguments)
    hint = _column_hint if wanted.ndim else _number_hint
    why = hint(got, wanted) if nb_of_samples > 1 else "return it alone"
    raise Diagnosis(
        f"the result is {_shape_words(got.shape)}, expected is {_shape_words(wanted.shape)}: {why}"
    )


def _number_hint(got, wanted):
    if got.size == 1 and np.isclose(got, wanted, rtol=1e-5):
        return "the value is right; np.mean, np.sum or .item() make a number of it"
    if got.size == 1:
        return (
            "and the value is another; is it a sum, not a mean, or does `return` stand in a loop?"
        )
    if np.ptp(got) > 0 and np.isclose(np.mean(got), wanted, rtol=1e-5):
        return "each sample is right, but the mean over them is missing"
    return "is a mean over the samples missing, or more than one result returned?"


def _column_hint(got, wanted):
    if got.size == 1:
        for name, value in (("mean", np.mean(wanted)), ("sum", np.sum(wanted))):
            if np.isclose(got, value, rtol=1e-5):
                return f"you took the {name}, but a value for each row is wanted"
        return (
            "does a variable of the notebook, such as h of one sample, stand in it, does a mean, a "
            "sum, .any(), .all() or `@` make one number of all rows, or does `return` stand inside "
            "a loop?"
        )
    if got.shape == wanted.shape[::-1]:
        return "it is transposed, a row where a column belongs"
    if got.shape == wanted.shape[:1]:
        return "it is flat; does a .ravel(), or a list, flatten it?"
    if got.size == wanted.size:
        return "it has one pair of brackets too many"
    if got.shape == (wanted.shape[0],) * 2:
        return "a column and a row were broadcast against each other; look for .T or .ravel()"
    return f"one column, alone, with a value for each row, is wanted; {OTHER_LENGTHS}"


def _same(results, expected, rtol=1e-5, atol=1e-7):
    return all(
        np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True)
        for a, b in zip(results, expected, strict=True)
    )


def _precision(results, expected):
    """Say that all results are right to a few digits only, if they are."""
    scale = max(np.max(np.abs(wanted)) for wanted in expected)
    if not _same(results, expected, rtol=0, atol=1.5e-2 * scale):
        return None
    return (
        "nearly: right to two digits or so, but no further; is something rounded, computed from "
        "the samples of the notebook, or a slope taken with too large or too small a step?"
    )


def _ratio(cases, results, expected):
    """Say by which factor all results are wrong, if it is one factor; otherwise return None."""
    sizes = [max(np.size(argument) for argument in arguments) for arguments in cases]
    sums = [wanted * n for wanted, n in zip(expected, sizes, strict=True)]
    divisor = _common_factor(sums, results) if expected[0].ndim == 0 and len(set(sizes)) > 1 else 0
    if np.isclose(abs(divisor), 1, rtol=1e-4):
        sign = ", and the sign is flipped" if divisor < 0 else ""
        return f"it is a sum over the samples where a mean belongs{sign}"
    if divisor > 1:
        return (
            f"a sum over the samples is divided by {divisor:.4g}, however many they are; here "
            f"there are {' or '.join(map(str, dict.fromkeys(sizes)))}"
        )
    if len(set(sizes)) > 1 and _same(
        results, [wanted / n for wanted, n in zip(expected, sizes, strict=True)]
    ):
        return "it is divided by the number of samples once too often"
    factor = _common_factor(results, expected)
    if factor == 0:
        return None
    if np.isclose(factor, -1, rtol=1e-4):
        return "the size is right everywhere, but the sign is flipped"
    sign = " and the sign is flipped" if factor < 0 else ""
    lost = "lost" if abs(factor) < 1 else "too much"
    size = max(abs(factor), 1 / abs(factor))
    return f"it is wrong by the same factor everywhere: a factor of {size:.4g} is {lost}{sign}"


def _common_factor(results, expected):
    """Return the one factor by which all results differ from what is expected, or 0."""
    got = np.concatenate(results, axis=None)
    wanted = np.concatenate(expected, axis=None)
    if not np.any(got * wanted):
        return 0
    factor = np.sum(got * wanted) / np.sum(wanted**2)
    return factor if np.allclose(got, factor * wanted, rtol=1e-4, atol=1e-7) else 0
