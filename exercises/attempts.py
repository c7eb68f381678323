"""An attempt is called: what it raises, what comes back, and in which shape."""

import contextlib
import copy
import inspect
import io
import linecache
import re
import reprlib
import sys
import traceback
from unittest import mock

import numpy as np

NOT_ANSWERED = "not answered yet"
OTHER_LENGTHS = (
    "the check uses columns of other lengths than the notebook: does {}, or a variable of the "
    "notebook, stand in the function, or is a row lost?"
)
BROADCAST = (
    "a column and a row were broadcast against each other: which of them is a row, or flat, and by "
    "what (.T, .ravel(), .reshape ...)?"
)
# What messages of Python and NumPy mean, for who meets them for the first time.
HINTS = {
    "ellipsis": "a `...` is still in it",
    "truth value": "`if`, `and`, `or` and a < b < c take one value, but this is a whole column; "
    "np.where(condition, one, other) works on every row, as do & and | between parentheses",
    "boolean subtract": "true and false cannot be subtracted; & and | combine conditions",
    "bitwise_(and|or)": "put each comparison in parentheses: (a < b) & (c < d)",
    r"bitwise_xor|operand type\(s\) for \^": "`^` is not the power in Python; that is `**`",
    "0-dimensional|(length|size)-1|only scalar arrays": "functions of `math`, float() and int() "
    "take one number, those of NumPy a whole column",
    "matmul|shapes .* not aligned": "`@` and np.dot multiply matrices, whose inner sizes must "
    "agree: write the shapes below the factors; `*` multiplies row by row",
    "SystemExit": "it ends the program; a function ends with `return`",
    "not callable": "is a `*` missing in front of a parenthesis, does a power stand before it, "
    "f**2(z) for f(z)**2, or are values handed over where a function is wanted?",
    "not subscriptable|invalid index to scalar": "square brackets pick from an array; here they "
    "stand behind something else",
    "unsupported operand.*(function|ufunc)": "does a function stand without its argument?",
    "unsupported operand.*NoneType": "something that returns nothing stands in a formula: a "
    "`print`, or a function without `return`?",
    r"shapes \((\d+),\d+\) \(\1,\)": "a sum or maximum along axis 1 came out flat; with "
    "keepdims=True it stays a column",
    "be broadcast|cannot reshape|boolean index": "write both shapes down: `+`, `-`, `*` and `/` "
    "go number by number, so each size must be equal or 1; a product of matrices is `@`",
    "out of bounds": "an index counts from 0, and the last is one less than the length",
    "cannot access local variable|referenced before assignment": "a variable is used before it "
    "gets its value: in which order do the lines come, and is it set in every branch?",
    "math domain error|expected a (positive|nonnegative) input": "a logarithm of what is not "
    "positive, or a root of what is negative",
    "number sections": "an array is cut into no parts: is a part larger than the whole, as with a "
    "size of your own where an argument belongs?",
    "interpreted as an integer": "range() counts whole numbers; is a pair of numbers meant?",
    "scalar index": "np.mean and np.sum take one array; does a comma stand where a `*` belongs?",
    "numerical gradient": "np.gradient takes differences between neighbouring rows; wanted is a "
    "formula for each row",
    "division by zero": "something is divided by 0",
    r"positional argument|unexpected keyword": "compare the number of arguments with that in the "
    "definition of the function that is called",
    "recursion": "it calls itself without end, by its own name or over a function that calls it",
}
MODULES = {
    "ln": "the natural logarithm is np.log",
    "sigmoid": "the course's name for the sigmoid is logistic",
    "logistic": "logistic is a function of the course, without np.",
    "rbf": "rbf is a function of the course, without np.",
    "relu": "np.maximum(z, 0) is the ReLU",
    "pow": "the power is **",
    "len": "len(x) is the number of rows",
    "avg": "the mean is np.mean",
}


class Diagnosis(Exception):
    """What is wrong with an attempt, in words for the learner."""


def is_unanswered(attempt):
    """Tell whether an attempt is still `...`, or a tuple or list that holds it."""
    if isinstance(attempt, (tuple, list)):
        return any(is_unanswered(part) for part in attempt)
    return attempt is ...


def require_order(attempt, names):
    """Raise a Diagnosis if an attempt takes the right arguments in another order, or too few."""
    if not callable(attempt):
        raise Diagnosis("hand over the function itself, by its name, without calling it")
    if inspect.iscoroutinefunction(attempt):
        raise Diagnosis("write `def` alone, without `async`")
    if inspect.isgeneratorfunction(attempt):
        raise Diagnosis("a `yield` is in it; hand the result back with `return`")
    try:
        signature = inspect.signature(attempt)
    except ValueError:  # some functions of NumPy tell no names
        return
    own = list(signature.parameters)
    if own != names and sorted(own) == sorted(names):
        raise Diagnosis(f"the arguments must come in the order {', '.join(names)}")
    try:
        signature.bind(*names)
    except TypeError:
        wanted = f"{len(names)} argument{'s' if len(names) > 1 else ''}"
        raise Diagnosis(
            f"your function takes {', '.join(own) or 'no arguments'}, but the check hands over "
            f"{wanted}: {', '.join(names)}"
        ) from None


def results_of(attempt, cases):
    """Call an attempt with each case; return its results as arrays of floats."""
    results = []
    for number, arguments in enumerate(cases):
        # What an attempt prints has been seen once.
        out = contextlib.redirect_stdout(io.StringIO()) if number else contextlib.nullcontext()
        with out:
            results.append(_call(attempt, arguments))
    if all(result is None for result in results):
        raise Diagnosis(
            "your function returns None: is there a `return` in its last line? (To print a result "
            "is not to return it.)"
        )
    if any(result is None for result in results):
        raise Diagnosis(
            "for some arguments your function returns None: does an `if` in it lack its `else`, or "
            "a `return` stand in one branch only?"
        )
    return [_as_array(result) for result in results]


def first_fault(function, cases):
    """Return what goes wrong first with floating-point numbers: "overflow", say; None if nothing.

    A function that keeps NumPy from telling, has no faults.
    """
    faults = []
    noting = np.errstate(all="call", under="ignore", call=lambda fault, _: faults.append(fault))
    with noting, contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        for arguments in cases:
            function(*copy.deepcopy(arguments))
    return faults[0] if faults else None


class _Noted(np.ndarray):
    """An array that notes what is computed of it, and of that again."""

    def __array_finalize__(self, source):
        self.notes = getattr(source, "notes", [])

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        if out:
            options["out"] = tuple(map(np.asarray, out))
        result = getattr(ufunc, method)(*map(np.asarray, inputs), **options)
        self.notes.append(np.array(result))
        noted = np.asarray(result).view(_Noted)
        noted.notes = self.notes
        return noted

    def __array_function__(self, function, types, arguments, options):
        result = super().__array_function__(function, types, arguments, options)
        if isinstance(result, (float, np.ndarray)):
            self.notes.append(np.array(result))
        return result


def values_on_the_way(function, arguments):
    """Return what a function computes on the way to its result, as far as NumPy does it."""
    notes = []

    def noted(argument):
        if not isinstance(argument, (float, np.ndarray)):
            return copy.deepcopy(argument)
        array = np.array(argument).view(_Noted)
        array.notes = notes
        return array

    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        function(*map(noted, arguments))
    return notes


def _call(attempt, arguments):
    """Call an attempt on copies of the arguments."""
    given = copy.deepcopy(arguments)
    try:
        with _staying_in_the_notebook():
            result = attempt(*given)
    except (Exception, SystemExit) as error:
        raise Diagnosis(what_was_raised(attempt, error, arguments)) from None
    if is_unanswered(result):
        raise Diagnosis(NOT_ANSWERED)
    if not _is_same(given, arguments):
        raise Diagnosis("your function changes its arguments; compute a new array instead")
    return result


def _is_same(one, other):
    """Tell whether values are the same, if they are lists or tuples each in its place."""
    if isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return np.array_equal(one, other)


@contextlib.contextmanager
def _staying_in_the_notebook():
    """Let `exit()`, with which IPython would end the kernel, raise as in plain Python."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        yield
        return

    def ask_exit():
        raise SystemExit

    # The shell of a browser tab has none of its own.
    with mock.patch.object(shell, "ask_exit", ask_exit, create=True):
        yield


def _as_array(result):
    if isinstance(result, tuple) and all(getattr(r, "dtype", None) == np.intp for r in result):
        raise Diagnosis(
            "your function returns numbers of rows: does np.where stand with its condition alone? "
            "It needs what to take where that is true, and what where it is not"
        )
    try:
        array = np.asarray(result)
    except ValueError:
        raise Diagnosis(
            "your function returns parts of different shapes: does it return several results where "
            "one is wanted, or does a variable of the notebook stand in one of them?"
        ) from None
    numbers = as_floats(array)
    if numbers is None:
        raise Diagnosis(
            f"your function returns {reprlib.repr(result)}, not a number or an array of numbers"
        )
    return numbers


def as_floats(values):
    """Return real numbers of any kind as an array of floats, or None if they are none."""
    array = np.asarray(values)
    if (
        array.dtype.kind == "O" and None not in array.ravel().tolist()
    ):  # Fraction, Decimal, large integers
        try:
            return array.astype(float)
        except (TypeError, ValueError, OverflowError):
            return None
    return array.astype(float) if array.dtype.kind in "biuf" else None


def what_was_raised(attempt, error, arguments=(), who="your code"):
    """Say what an attempt raised, in which of its lines, and what that means."""
    said = str(error).rstrip(" .")
    text = f"{who} raised {type(error).__name__}{f': {said}' if said else ''}"
    code = getattr(attempt, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if code and frame.filename == code.co_filename]
    if own:
        line = linecache.getline(own[-1].filename, own[-1].lineno).strip()
        text += f", in line {own[-1].lineno} of its cell" + (f": {line}" if line else "")
    strange = _strange_sizes(re.findall(r"\d+", str(error)), arguments)
    is_length = re.search("broadcast|bounds|reshape|boolean index|too big", str(error))
    length = OTHER_LENGTHS.format(strange[0]) if is_length and strange else None
    hint = length or _meaning(attempt, error)
    return f"{text} ({hint})" if hint else text


def _strange_sizes(sizes, arguments):
    """Return which sizes no argument has, if the arguments hold columns of samples."""
    shapes = [getattr(argument, "shape", ()) for argument in arguments]
    if not any(len(shape) == 2 and shape[1] == 1 and shape[0] > 1 for shape in shapes):
        return []
    known = {0, 1, *(size for shape in shapes for size in shape)}
    return [int(size) for size in sizes if int(size) not in known]


def _meaning(attempt, error):
    name = getattr(error, "name", None)
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        return (
            f"{name} is neither an argument here nor known in the notebook: is it spelt as in the "
            "code, such as wo, has the cell that defines it been run, and does the result depend "
            "on it at all?"
        )
    if isinstance(error, AttributeError):
        if name in MODULES:
            return MODULES[name]
        if hasattr(np, str(name)):
            return f"in NumPy it is np.{name}(...), with the array as its argument"
    said = f"{type(error).__name__}: {error}"
    hints = [hint for pattern, hint in HINTS.items() if re.search(pattern, said)]
    return hints[0] if hints else None


# Shapes


def require_shapes(cases, results, expected, names=(), reduction=None):
    """Raise a Diagnosis if the shape of a result is not the shape wanted.

    Parameters
    ----------
    reduction : str or None
        What makes a single number of the samples in what is right: a mean or a sum.
    """
    for arguments, got, wanted in zip(cases, results, expected, strict=True):
        _require_shape(arguments, got, wanted, names, reduction)


def shape_words(shape):
    """Say what a shape is."""
    if shape == ():
        return "a single number"
    kind = "a column" if len(shape) == 2 and shape[1] == 1 else "an array"
    return f"{kind} of shape {shape}"


def _require_shape(arguments, got, wanted, names, reduction):
    if got.shape == wanted.shape:
        return
    if got.size == 0:
        raise Diagnosis("the result is empty")
    if wanted.ndim == 1:
        raise Diagnosis(
            f"the result is {shape_words(got.shape)}, expected are {wanted.size} numbers"
        )
    if max(np.size(argument) for argument in arguments) == 1:
        why = "return it alone"
    elif not wanted.ndim:
        why = _number_hint(got, wanted, arguments, names, reduction)
    elif wanted.shape[1] > 1:
        why = _matrix_hint(got, wanted)
    else:
        why = _column_hint(got, wanted, arguments)
    raise Diagnosis(
        f"the result is {shape_words(got.shape)}, expected is {shape_words(wanted.shape)}: {why}"
    )


def _is_broadcast(got, arguments):
    """Tell whether a result is as large as a column against the same column as a row."""
    rows = [len(a) for a in arguments if np.ndim(a) == 2 and np.shape(a)[1] == 1]
    return any(got.shape == (n, n) for n in rows if n > 1)


def _number_hint(got, wanted, arguments, names, reduction):
    if got.size == 1 and np.isclose(got, wanted, rtol=1e-5):
        return "the value is right; np.mean, np.sum or .item() make a number of it"
    if got.size == 1:
        return (
            "and the value is another; is it a sum, not a mean, or does `return` stand in a loop?"
        )
    if got.ndim == 1 and np.any(np.isclose(got, wanted, rtol=1e-5)):
        return "one of several results is right; return it alone"
    if np.ptp(got) > 0 and np.isclose(np.mean(got), wanted, rtol=1e-5):
        return "each sample is right, but the mean over them is missing"
    if got.size > 1 and np.ptp(got) > 0 and np.isclose(np.sum(got), wanted, rtol=1e-5):
        if got.ndim == 2 and min(got.shape) > 1:
            return "each part is right, but the sum over all of them is missing"
        return f"each part is right, but the sum over {_along(got, arguments)} is missing"
    if np.isclose(abs(np.mean(got)), abs(wanted), rtol=1e-5):
        return "the mean over the samples is missing, and the sign is flipped"
    if _is_broadcast(got, arguments):
        return BROADCAST
    if reduction and len(got) == max(len(a) for a in arguments if np.ndim(a)):
        return f"is a {reduction} over the samples missing, or more than one result returned?"
    if got.ndim == 2 and min(got.shape) > 1:
        return "which of these numbers belong to it?"
    wide = [n for n, a in zip(names, arguments, strict=False) if np.shape(a)[1:] == (got.size,)]
    if wide and got.size > 1:
        columns = f"there are as many as {' and '.join(wide)} {_have(wide)} columns"
        return f"{columns}: does a factor, or a part of it, stand there too much?"
    return "is more than one result returned? Return the one that is asked for alone"


def _along(got, arguments):
    """Say over what a sum of several numbers goes, if they are those of all rows or columns."""
    shapes = [np.shape(a) for a in arguments if np.ndim(a) == 2 and np.shape(a)[1] > 1]
    if shapes and got.size == max(rows for rows, _ in shapes):
        return "the rows"
    return "the columns" if got.size in [columns for _, columns in shapes] else "them"


def _have(names):
    return "has" if len(names) == 1 else "have"


def _column_hint(got, wanted, arguments):
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
    if got.ndim == 3 and 1 in got.shape:
        return "it has one axis too many: does np.newaxis, None or np.expand_dims add it?"
    if got.size == wanted.size**2 and (got.ndim != 2 or _is_broadcast(got, arguments)):
        return BROADCAST
    if got.ndim == 2 and got.shape[0] == wanted.shape[0] > got.shape[1]:
        return f"{got.shape[1]} columns stand side by side; one, with a value a row, is wanted"
    if got.shape[1:] == wanted.shape and got.shape[0] < 5:
        return "several results are returned where one is wanted"
    strange = _strange_sizes(got.shape[:1], arguments)
    length = f"; {OTHER_LENGTHS.format(strange[0])}" if strange else ""
    return f"one column, alone, with a value for each row, is wanted{length}"


def _matrix_hint(got, wanted):
    if got.shape == wanted.shape[::-1]:
        return "it is transposed; does a .T stand too much, or is one missing?"
    if got.size == wanted.size:
        return "all numbers are there; do the brackets, a .ravel() or a [0] spoil the shape?"
    if got.size == 1:
        for name, value in (("mean", np.mean(wanted)), ("sum", np.sum(wanted))):
            if np.isclose(got, value, rtol=1e-5):
                return f"a {name} goes over rows and columns; is the axis missing?"
        return "does a sum or a mean over everything, or one place of an array, stand in it?"
    sides = [(1, wanted.shape[1]), (wanted.shape[0], 1), *((n,) for n in wanted.shape)]
    if min(wanted.shape) > 1 and got.shape in sides:
        return "is there a sum over rows or columns where each is wanted by itself?"
    return (
        "write the shapes below the factors: in a product the inner two must agree, and the outer "
        "two remain; the check uses other sizes than the notebook"
    )
