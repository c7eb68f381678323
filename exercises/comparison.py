"""Results of an attempt beside what is right: a factor, a difference, a rounding, a mean.

Each function returns what it sees, in words, or None. What it says is so in every row of every
case; what it cannot be sure of, it asks.
"""

import numpy as np

MANY = 1e-5


def same(results, expected, rtol=MANY, atol=1e-7):
    """Tell whether results have the shapes and, up to rounding, the values expected."""
    have_shapes = all(np.shape(a) == np.shape(b) for a, b in zip(results, expected, strict=True))
    return have_shapes and np.allclose(
        flat(results), flat(expected), rtol=rtol, atol=atol, equal_nan=True
    )


def rows_like(table, row):
    """Tell of each row of a table whether it is a row, up to rounding."""
    with np.errstate(all="ignore"):
        is_close = np.isclose(
            np.reshape(table, (-1, len(row))), row, rtol=MANY, atol=1e-7, equal_nan=True
        )
    return is_close.all(axis=1)


def common_factor(got, wanted):
    """Return the one factor by which all numbers differ, or 0."""
    got, wanted = flat(got), flat(wanted)
    if not np.all(np.isfinite(got)) or not np.any(got * wanted):
        return 0
    factor = np.sum(got * wanted) / np.sum(wanted**2)
    return factor if np.allclose(got, factor * wanted, rtol=1e-4, atol=1e-7) else 0


def flat(arrays):
    """Return all numbers of some arrays in one."""
    return np.concatenate(arrays, axis=None)


def factor_words(factor):
    """Say what a constant factor does to a result; the empty text if it is 1."""
    if np.isclose(factor, 1, rtol=1e-4):
        return ""
    if np.isclose(factor, -1, rtol=1e-4):
        return "the sign is flipped"
    size = max(abs(factor), 1 / abs(factor))
    lost = "lost" if abs(factor) < 1 else "too much"
    sign = ", and the sign is flipped" if factor < 0 else ""
    return f"a factor of {size:.4g} is {lost}{sign}"


def constant_factor(results, expected, is_plain):
    """Say by which constant factor all results are wrong.

    is_plain asks for a sign, or a whole number or its inverse: other factors come of something.
    """
    factor = common_factor(results, expected)
    size = max(abs(factor), 1 / abs(factor)) if factor else 0
    if factor == 0 or (abs(size - round(size)) < 1e-4 * size) != is_plain:
        return None
    if np.isclose(factor, -1, rtol=1e-4):
        return "the size is right everywhere, but the sign is flipped"
    return f"it is wrong by the same factor everywhere: {factor_words(factor)}"


def wrong_mean(cases, results, expected, is_mean=True):
    """Say that a sum, or a sum over a fixed number, stands where a mean belongs.

    is_mean tells whether a mean is taken in what is right; of a sum, the other way is wrong.
    """
    sizes = [nb_of_samples(arguments) for arguments in cases]
    if len(set(sizes)) == 1:
        return None
    # A row, such as a gradient for several weights, is a mean over the samples as a number is.
    if expected[0].ndim and len(expected[0]) > 1:
        shares = [wanted / n for wanted, n in zip(expected, sizes, strict=True)]
        factor = common_factor(results, shares)
        if not factor:
            return None
        more = factor_words(factor)
        return (
            "it is divided by the number of samples, though no mean is asked for: a column has a "
            f"value of its own for each row{f'; and {more}' if more else ''}"
        )
    sums = [wanted * n for wanted, n in zip(expected, sizes, strict=True)]
    divisor = common_factor(sums, results)
    if divisor and not is_mean:
        return (
            "it is as many times too large as there are samples, but for a constant factor: is it "
            "a mean, where a sum belongs, by which it is divided, or is it multiplied by them?"
        )
    if np.any(np.isclose(abs(divisor), (1, 2, 0.5), rtol=1e-4)):
        more = factor_words(1 / divisor)
        return f"it is a sum over the samples where a mean belongs{f', and {more}' if more else ''}"
    if divisor > 1:
        return (
            f"a sum over the samples is divided by {divisor:.4g}, however many they are; here "
            f"there are {' or '.join(map(str, dict.fromkeys(sizes)))}"
        )
    once_more = [wanted / n for wanted, n in zip(expected, sizes, strict=True)]
    factor = common_factor(results, once_more)
    if np.isclose(abs(factor), 1, rtol=1e-4):
        sign = ", and the sign is flipped" if factor < 0 else ""
        return f"it is divided by the number of samples once too often{sign}"
    for power, words in (
        (2, "it is multiplied by the number of samples where it must be divided by it"),
        (-2, "it is divided by the number of samples twice too often"),
        (0.5, "the root of the number of samples is a factor too much"),
        (-0.5, "it is divided by the root of the number of samples once too often"),
    ):
        others = [wanted * float(n) ** power for wanted, n in zip(expected, sizes, strict=True)]
        if same(results, others):
            return words
    return None


def factor_of_samples(result, wanted, nb):
    """Say by which constant factor a result is wrong, such as the number of samples, or None."""
    factor = common_factor([result], [wanted])
    if not factor or np.isclose(factor, 1, rtol=1e-4):
        return None
    if np.isclose(factor * nb, 1, rtol=1e-4):
        return "it is divided by the number of samples once too often"
    if np.isclose(factor, nb, rtol=1e-4):
        return "it is not divided by the number of samples, or is multiplied by it"
    return constant_factor([result], [wanted], is_plain=True) or constant_factor(
        [result], [wanted], is_plain=False
    )


def wrong_mean_of_columns(results, expected):
    """Say that all is divided, or multiplied, by the number of columns."""
    if len({wanted.shape[1:] for wanted in expected}) == 1 or expected[0].ndim != 2:
        return None
    for power, words in ((-1, "divided"), (1, "multiplied")):
        others = [wanted * float(wanted.shape[1]) ** power for wanted in expected]
        if same(results, others):
            return f"all is {words} by the number of columns, as if it were a mean over them"
    return None


def nb_of_samples(arguments):
    """Return how many rows the first array of several has: one for each sample."""
    rows = [len(argument) for argument in arguments if np.ndim(argument)]
    return next((number for number in rows if number > 1), 1)


def rounding(results, expected):
    """Say that the results are the right ones, rounded."""
    got, wanted = flat(results), flat(expected)
    if not np.all(np.abs(got - wanted) < 1):
        return None
    for digits in range(7):
        if np.all(np.abs(got - np.round(wanted, digits)) < 1e-9):
            if digits == 0:
                return (
                    "each value is the right one, rounded to a whole number: does a rounding, "
                    "int() or a comparison stand in it?"
                )
            places = f"{digits} decimal{'' if digits == 1 else 's'}"
            return f"the result is right, but rounded to {places}: return it as it is"
        if digits == 0 and np.all(got == np.floor(wanted)):
            return "the result is right, but rounded down: does // stand where / belongs?"
        cut = np.trunc(wanted * 10**digits) / 10**digits
        if np.all(np.abs(got - cut) < 1e-9):
            return f"the result is right, but cut off after {digits} decimals: return it as it is"
    return None


def nearly(results, expected):
    """Ask what makes results differ by less than two hundredths everywhere."""
    got, wanted = flat(results), flat(expected)
    # Of two numbers, both may be near by chance.
    if got.size < 3 or not np.allclose(got, wanted, rtol=2e-2, atol=2e-3 * np.max(np.abs(wanted))):
        return None
    # Where many rows are right, the others have something else.
    if expected[0].ndim == 2 and np.mean(np.isclose(got, wanted, rtol=1e-9)) > 0.3:
        return None
    return (
        "nearly: right to two digits or so, but no further; is a number typed with few digits, or "
        "computed from the samples of the notebook, or a slope taken with too large a step?"
    )


def always(results):
    """Say that the result is the same number in every row of every case."""
    values = flat(results)
    if values.size < 2 or np.any(values != values[0]):
        return None
    return (
        f"the result is {values[0] + 0:.4g} in every row, whatever the arguments are: which part "
        "of it should make a difference, and why does it make none?"
    )


def lost_row(results, expected):
    """Say that nothing is wrong but the last row, or the first, of a column."""
    if expected[0].ndim != 2 or any(len(wanted) == 1 for wanted in expected):
        return None
    if not np.all(np.isfinite(flat(results))):
        return None
    wrong = [
        np.flatnonzero(~np.isclose(got, wanted, rtol=MANY, atol=1e-7).all(axis=1))
        for got, wanted in zip(results, expected, strict=True)
    ]
    for row, name in ((-1, "last"), (0, "first")):
        places = [np.array([len(wanted) - 1 if row else 0]) for wanted in expected]
        if all(
            w.size == 0 or np.array_equal(w, place) for w, place in zip(wrong, places, strict=True)
        ):
            return f"all rows are right but the {name} one: does a loop leave it out?"
    return None


def another_form(results, expected):
    """Say that the results are the right ones squared, or without their sign or their size."""
    got, wanted = flat(results), flat(expected)
    if got.size < 3 or np.all(wanted >= 0):
        return None
    with np.errstate(all="ignore"):
        for values, words in (
            (np.abs(wanted), "the sign is dropped: the size is right everywhere"),
            (np.sign(wanted), "only the sign is left, and not the size"),
            (wanted**2, "that is the square of what is wanted"),
        ):
            factor = common_factor([got], [values])
            if factor:
                more = factor_words(factor)
                return f"{words}{f'; and {more}' if more else ''}"
    return None


def function_of_it(results, expected):
    """Say that the results are a common function of the right ones."""
    wanted = flat(expected)
    with np.errstate(all="ignore"):
        for values, words in (
            (1 / (1 + np.exp(-wanted)), "the logistic function of"),
            (np.tanh(wanted), "tanh of"),
            (np.exp(wanted), "the exponential of"),
            (np.log(wanted), "the logarithm of"),
            (1 - wanted, "one minus"),
            (np.sqrt(np.abs(wanted)), "the root of the size of"),
        ):
            if wanted.size > 1 and np.allclose(flat(results), values, rtol=MANY, atol=1e-7):
                return f"that is {words} what is wanted: return it without"
    return None


def one_class(cases, names, results, expected):
    """Say that a column has two values, and only the rows with one of them are right."""
    if expected[0].shape[1:] != (1,):
        return None
    for number, name in enumerate(names):
        columns = [np.asarray(case[number]) for case in cases]
        if any(np.shape(c) != np.shape(w) for c, w in zip(columns, expected, strict=True)):
            continue
        values = flat(columns)
        right = np.isclose(flat(results), flat(expected), rtol=MANY, atol=1e-7)
        kinds = np.unique(values)
        if kinds.size != 2:
            continue
        for value, other in (kinds, kinds[::-1]):
            if np.array_equal(right, values == value):
                return (
                    f"every row with {name} = {value:g} is right, and every row with "
                    f"{name} = {other:g} is wrong: what becomes of those?"
                )
    return None


# What stands in a formula of one value, v: words, in which {} is its name.
FORMS = {
    "{}": lambda v: v,
    "the square of {}": lambda v: v**2,
    "one minus {}": lambda v: 1 - v,
    "the root of {}": np.sqrt,
    "{0} (1 - {0})": lambda v: v * (1 - v),
    "one minus the square of {}": lambda v: 1 - v**2,
    "one minus {0} (1 - {0})": lambda v: 1 - v * (1 - v),
}


def quotient(results, expected, known, absent=()):
    """Say that a known value is a factor once too often, or is missing.

    Parameters
    ----------
    results, expected : list of ndarray
        What an attempt gives in each case, and what is right.
    known : dict of str to list
        Arguments and steps, by their names: their values in each case.
    absent : set of str
        Those that do not stand in the attempt: they can be missing, and as they are only.
    """
    got, wanted = flat(results), flat(expected)
    if np.any(wanted == 0) or np.any(got == 0):
        return None
    found = []
    for name, values in _fitting(known, expected):
        for form, function in FORMS.items():
            value = function(values)
            if name in absent and form != "{}":
                continue
            for factor, words in (
                (value, "is there as a factor once too often"),
                (1 / value, "is missing as a factor, or divides once too often"),
            ):
                constant = common_factor([got], [wanted * factor])
                if constant:
                    more = factor_words(constant)
                    asked = "" if form == "{}" else "; can that be?"
                    more = f"; and {more}" if more else asked
                    found.append(f"{form.format(name)} {words}{more}")
    # A factor besides is one thing more.
    return min(found, key=lambda text: "; and" in text, default=None)


def difference(results, expected, known):
    """Say that a known value is added, or is missing as a term."""
    got, wanted = flat(results), flat(expected)
    for name, values in [*_fitting(known, expected), ("a number", np.ones_like(wanted))]:
        for form, function in FORMS.items():
            if name == "a number" and form != "{}":
                continue
            factor = common_factor([got - wanted], [function(values)])
            if factor:
                size = "" if np.isclose(abs(factor), 1, rtol=1e-4) else f"{abs(factor):.4g} times "
                size = f"{abs(factor):.4g}, " if name == "a number" else size
                way = "too much" if factor > 0 else "too little"
                if name == "a number":
                    return f"{size}the same number, is added {way} everywhere"
                return f"{size}{form.format(name)} is added {way} everywhere"
    return None


def _fitting(known, expected):
    """Yield names and flat values of what is known, stretched over the rows of each case."""
    for name, values in known.items():
        shaped = []
        for value, wanted in zip(values, expected, strict=True):
            if np.shape(value) not in ((), wanted.shape):
                break
            shaped.append(np.broadcast_to(value, wanted.shape))
        else:
            with np.errstate(all="ignore"):
                yield name, flat(shaped)
