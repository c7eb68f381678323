"""Exercises that ask for a function: in which order an attempt is looked at, the surest first."""

import ast
import inspect
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from exercises import comparison
from exercises.attempts import (
    Diagnosis,
    first_fault,
    require_order,
    require_shapes,
    results_of,
    values_on_the_way,
)
from exercises.exercise import Exercise, confusions_in
from exercises.ingredients import (
    definition_of,
    distance,
    ingredients_of,
    minuses_of,
)
from exercises.slips import VAGUE, Right, Slip, ending_in, names_in, pairs

NO_FAULT = (
    "look for infinity over infinity, a division by 0, a logarithm or a square root of what is not "
    "positive, or a nan that your function returns itself"
)
# What comes first on the way to an infinity.
FAULTS = {
    "overflow": "a number becomes too large on the way, such as e to a power of some hundreds, and "
    "overflows: what can be taken away from the exponent first, or which other form keeps it small?"
}
# How many slips with the same results are compared with the text of an attempt.
MOST = 60
SIGN = "the sign is flipped"
JUST = "your results are just those that come out when"


@dataclass(frozen=True, eq=False)
class FunctionExercise(Exercise):
    """An exercise that asks for a function.

    Parameters
    ----------
    right : tuple of callable
        What is right, in plain Python; more than one where learners write it differently.
    cases : tuple of tuple
        Arguments to try. The first is the plainest: what is right there only is said to be so.
    steps : dict of str to str
        What the text calls variables and expressions of what is right.
    confusions : str
        What is no slip but a confusion: a line for each, an expression of arguments and variables,
        two blanks, and behind a # what to say; a line that begins with # goes on saying it.
    allowed : tuple of float
        The only values that a result may hold, if there are such.
    """

    right: tuple = ()
    cases: tuple = ()
    steps: dict | None = None
    confusions: str = ""
    allowed: tuple = ()

    @property
    def names(self):
        """The names of the arguments, in order."""
        return list(inspect.signature(self.right[0]).parameters)

    @cached_property
    def expected(self):
        """What is right in each case."""
        return [np.asarray(self.right[0](*case), dtype=float) for case in self.cases]

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        require_order(attempt, self.names)
        results = results_of(attempt, self.cases)
        if comparison.same(results, self.expected):
            return
        for expression, text in confusions_in(self.confusions):
            if comparison.same(results, self.values(expression)) and self._fails_alike(
                results, attempt, expression
            ):
                raise Diagnosis(text)
        require_shapes(self.cases, results, self.expected, self.names, self._reduction)
        raise Diagnosis(self.explain(results, attempt))

    def explain(self, results, attempt=None):
        """Say what is wrong with results; what only further calls of the attempt tell, with it."""
        return self._recognised(results, attempt) or self._located(results, attempt)

    def _recognised(self, results, attempt):
        cases, expected = self.cases, self.expected
        return (
            self._where_finite(results, attempt)
            or self._value_not_allowed(results)
            or comparison.always(results)
            or comparison.rounding(results, expected)
            or self._lost_row(results, attempt)
            or comparison.wrong_mean(cases, results, expected, self._reduction != "sum")
            or comparison.wrong_mean_of_columns(results, expected)
            or comparison.constant_factor(results, expected, is_plain=True)
            or self._step_on_the_way(results)
            or self._slip(results, self.single_slips, attempt)
            or self._confusion_and_factor(results, attempt)
            or comparison.another_form(results, expected)
            or comparison.function_of_it(results, expected)
            or comparison.one_class(cases, self.names, results, expected)
            or comparison.difference(results, expected, {})
            or comparison.constant_factor(results, expected, is_plain=False)
            or self._slip_and_factor(results, self.single_slips, attempt)
            or self._slip_of_a_sum(results, attempt)
            or comparison.quotient(results, expected, self.known, self._not_in(attempt))
            or comparison.difference(results, expected, self.known)
            or self._swapped(results)
            or self._parts(results, attempt)
            or self._not_finite(results, attempt)
            or (attempt and self._unused_argument(attempt))
            or self._two_slips(results, attempt)
            or comparison.nearly(results, expected)
            or self._right_for_the_first_only(results)
        )

    def _where_finite(self, results, attempt):
        """Say what is wrong in the cases that have finite results, if others have not."""
        finite = [i for i, result in enumerate(results) if np.all(np.isfinite(result))]
        if not 0 < len(finite) < len(results):
            return None
        some, there = _with_cases(self, tuple(finite)), [results[i] for i in finite]
        is_right = comparison.same(there, some.expected)
        return None if is_right else some._recognised(there, attempt)

    def _lost_row(self, results, attempt):
        """Say that the first row is lost, or the last, unless it is wrong elsewhere, too."""
        text = comparison.lost_row(results, self.expected)
        if not text or attempt is None:
            return text
        cases = [
            tuple(a[::-1] if np.shape(a)[:1] == wanted.shape[:1] else a for a in case)
            for case, wanted in zip(self.cases, self.expected, strict=True)
        ]
        try:
            others = [np.asarray(attempt(*case), dtype=float) for case in cases]
        except Exception:
            return text
        expected = [np.asarray(self.right[0](*case), dtype=float) for case in cases]
        return text if comparison.lost_row(others, expected) == text else None

    def _located(self, results, attempt):
        """Say where it is wrong, and which slip gives the same, though it is not in the text."""
        alone = (attempt and self._depends_on(attempt)) or ""
        text = attempt and (self._small_difference(attempt) or self._of_one_sample(attempt))
        text = text or self._first_difference(results, attempt)
        if alone:
            # What it depends on is nearer to the slip than a step that is not met.
            text = text.split("; on the way there ")[0]
        other = self._slip(results, self.single_slips, attempt, is_sure=False)
        asked = f" (The same comes out when {other}; is something like it in yours?)"
        return f"{alone}{text}{asked if other else ''}"

    def _fails_alike(self, results, attempt, expression):
        """Tell whether infinities come of the same: all of them are equal, whatever the reason."""
        if np.all(np.isfinite(comparison.flat(results))):
            return True
        fault, other = (
            first_fault(function, self.cases)
            for function in (attempt, ending_in(self.right[0], expression)[1])
        )
        return fault is None or fault == other

    def _confusion_and_factor(self, results, attempt):
        """Say which confusion gives these results but for a constant factor, or their sign."""
        if comparison.flat(results).size < 3:
            return None
        own = ingredients_of(attempt, self.names)
        right = self._rights[0].ingredients()
        for expression, text in confusions_in(self.confusions):
            values = self.values(expression)
            if [v.shape for v in values] == [r.shape for r in results]:
                factor = comparison.common_factor(results, values)
                if factor and not comparison.common_factor(values, self.expected):
                    words = comparison.factor_words(factor)
                    with_it = ending_in(self.right[0], expression)[0].ingredients()
                    # A minus is one thing more in the text, a factor two: itself and its sign.
                    slack = 1 if words == SIGN else 2
                    if own is None:
                        return f"{text}; and {words}"
                    if distance(with_it, own) < distance(right, own) + slack:
                        is_whole = words == SIGN and self._has_its_minuses(attempt)
                        return text if is_whole else f"{text}; and {words}"
        return None

    def _has_its_minuses(self, attempt, form=None):
        """Tell whether the minuses of an attempt stand as they should: none is wrong by itself."""
        own = definition_of(attempt)
        if own is None:
            return False
        count, names = minuses_of(own)
        right_count, right_names = minuses_of((form or self._rights[0]).definition)
        return count == right_count and names <= right_names

    def _not_in(self, attempt):
        """Return the arguments that do not stand in the text of an attempt."""
        own = ingredients_of(attempt, self.names)
        return set() if own is None else {name for name in self.names if name not in own}

    @cached_property
    def _reduction(self):
        """What makes a single number of the samples in what is right: "mean", "sum" or None."""
        calls = Right(self.right[0]).functions()
        return next((name for name in ("mean", "sum") if name in calls), None)

    # What is known of each case

    @cached_property
    def known(self):
        """The arguments and the steps, by the words of the text: their values in each case."""
        named = {name: (self.steps or {}).get(name, name) for name in self._variables}
        for expression, words in (self.steps or {}).items():
            used = {n.id for n in ast.walk(ast.parse(expression)) if isinstance(n, ast.Name)}
            # Steps of another form of what is right have other variables.
            if used <= {*self._variables, "np"}:
                named[expression] = words
        return {words: self.values(expression) for expression, words in named.items()}

    @cached_property
    def _variables(self):
        return Right(self.right[0]).names_in_scope()

    def values(self, expression, cases=None):
        """Return the value of an expression of arguments and variables, in each case."""
        _, function = ending_in(self.right[0], expression)
        with np.errstate(all="ignore"):
            return [np.asarray(function(*case), dtype=float) for case in cases or self.cases]

    # Slips

    @cached_property
    def _rights(self):
        """What is right, then its other forms and those with the activations written out."""
        first, *others = [Right(function, self.steps) for function in self.right]
        written_out = [Right(function, self.steps, inline=True) for function in self.right]
        # Where nothing is written out, the slips would be the same once more.
        others += [other for other in written_out if other.is_written_out]
        for other in others:
            other.needs = other.functions() - first.functions()
            other.untold = {*other.names_in_scope()} - {*first.names_in_scope(), *other.steps}
        return [first, *others]

    @cached_property
    def _slips(self):
        return [right.slips() for right in self._rights]

    @cached_property
    def single_slips(self):
        """What comes out when one thing goes wrong: (words, results), the common ones first."""
        found = [
            (slip, right)
            for right, slips in zip(self._rights, self._slips, strict=True)
            for slip in slips
        ]
        return self._outcomes(sorted(found, key=lambda pair: pair[0].rank))

    @cached_property
    def double_slips(self):
        """What comes out when two things go wrong."""
        forms = zip(self._rights[: len(self.right)], self._slips, strict=False)
        found = [(pair, right) for right, slips in forms for pair in pairs(slips)]
        return self._outcomes(sorted(found, key=lambda pair: pair[0].rank))

    def _outcomes(self, slips):
        found = []
        with np.errstate(all="ignore"):
            for slip, right in slips:
                try:
                    function = right.with_changes(slip.changes)
                    results = [np.asarray(function(*case)) for case in self.cases]
                except Exception:
                    continue
                if any(np.iscomplexobj(result) for result in results):
                    continue
                results = [result.astype(float) for result in results]
                if [r.shape for r in results] != [w.shape for w in self.expected]:
                    continue
                found.append(Outcome(slip, right, comparison.flat(results)))
        is_right = comparison.rows_like([o.values for o in found], comparison.flat(self.expected))
        return [outcome for outcome, is_it in zip(found, is_right, strict=True) if not is_it]

    def _told_of(self, results, outcomes, attempt):
        """Return the outcomes that may be told of an attempt with these results."""
        outcomes = _in_the_words_of(attempt, outcomes)
        if is_two_valued(results) and not is_two_valued(self.expected):
            # A decision comes of something else than of an operation that is another one.
            outcomes = [outcome for outcome in outcomes if not VAGUE.match(outcome.words)]
        return outcomes

    def _likeliest(self, outcomes, attempt, is_sure=True, slack=0):
        """Return the one of several outcomes that is nearest to the text of an attempt.

        Only what the text bears out is sure. Where it cannot be read, the first of single slips
        is; two slips are if both are common ones, and no others give the same. The slack is for
        what an attempt has besides, such as a factor.
        """
        own = ingredients_of(attempt, self.names)
        if own is None:
            is_told = outcomes and (
                outcomes[0].slip.parts == 1 or [o.slip.rank for o in outcomes[:2]] in ([2], [2, 3])
            )
            return outcomes[0] if is_told and is_sure else None
        # Where hundreds of slips give the same, such as 0 everywhere, none of them tells much.
        away = {outcome: outcome.distances(own) for outcome in outcomes[:MOST]}
        nearest = min(away, key=lambda outcome: away[outcome][0], default=None)
        if nearest is None:
            return None
        with_slip, without, with_a_part = away[nearest]
        # Each of two slips has to bring it nearer.
        is_borne_out = with_slip <= min(without + slack, with_a_part)
        is_borne_out &= with_slip < without + slack or nearest.slip.parts == 1
        return nearest if is_borne_out == is_sure else None

    def _slip(self, results, outcomes, attempt, is_sure=True):
        """Say which slip gives just these results."""
        got = comparison.flat(results)
        outcomes = self._told_of(results, outcomes, attempt)
        wanted = comparison.flat(self.expected)
        # Where only infinities are wrong, many things give them: only the text can tell.
        is_vague = np.allclose(got, np.where(np.isfinite(got), wanted, got), equal_nan=True)
        if not outcomes or (is_vague and ingredients_of(attempt, self.names) is None):
            return None
        is_same = comparison.rows_like([outcome.values for outcome in outcomes], got)
        alike = [outcomes[row] for row in np.flatnonzero(is_same)]
        found = self._likeliest(alike, attempt, is_sure, slack=-1 if is_vague else 0)
        if found and not np.any(np.isfinite(got)):
            # Then the text has to be the same, too.
            own = ingredients_of(attempt, self.names)
            found = found if own and not found.distances(own)[0] else None
        if not found or not is_sure:
            return found and found.words
        # Of what is rarer, only the text could be sure.
        is_asked = found.slip.rank > 1 and ingredients_of(attempt, self.names) is None
        return f"{JUST} {found.words}{'; can that be?' if is_asked else ''}"

    def _slip_and_factor(self, results, outcomes, attempt):
        """Say which slip gives these results but for a constant factor, or their sign."""
        got = comparison.flat(results)
        outcomes = self._told_of(results, outcomes, attempt)
        if not outcomes or not np.all(np.isfinite(got)) or got.size < 3:
            return None
        table = np.array([outcome.values for outcome in outcomes])
        with np.errstate(all="ignore"):
            cosine = table @ got / np.sqrt(np.sum(table**2, axis=1) * np.sum(got**2))
        alike = {}
        for row in np.flatnonzero(np.abs(np.abs(cosine) - 1) < 1e-7):
            values = outcomes[row].values
            factor = comparison.common_factor([got], [values])
            words = comparison.factor_words(factor) if factor else ""
            # Two slips and a factor besides are more than can be told apart.
            if outcomes[row].slip.parts == 2 and words != SIGN:
                continue
            # What is doubled and then halved is something else that is halved.
            if "doubled" in outcomes[row].words and words != SIGN:
                continue
            # A rare slip and a sign besides are told of what is rather a factor too much.
            if outcomes[row].slip.rank > 2 and words == SIGN:
                continue
            if words and not comparison.common_factor([values], self.expected):
                alike[outcomes[row]] = words
        # A minus is one thing more in the text, a factor two: itself and its sign.
        is_sign = {SIGN} >= {*alike.values()}
        found = self._likeliest([*alike], attempt, slack=1 if is_sign else 2)
        if not found:
            return None
        is_whole = alike[found] == SIGN and self._has_its_minuses(attempt, found.right)
        return f"{JUST} {found.words}{'' if is_whole else f'; and {alike[found]}'}"

    def _two_slips(self, results, attempt):
        """Say which two slips give these results, or give them but for a factor."""
        # Where there are few values, two slips explain anything; several numbers have their parts.
        if self.allowed or is_two_valued(results) or self.expected[0].ndim == 1:
            return None
        return self._slip(results, self.double_slips, attempt) or self._slip_and_factor(
            results, self.double_slips, attempt
        )

    def _slip_of_a_sum(self, results, attempt):
        """Say which slip gives these results where, besides, a sum stands for a mean."""
        if self.expected[0].ndim:
            return None
        sizes = [comparison.nb_of_samples(case) for case in self.cases]
        if len(set(sizes)) == 1 or self._reduction != "mean":
            return None
        means = [result / n for result, n in zip(results, sizes, strict=True)]
        text = self._slip(means, self.single_slips, attempt)
        return text and f"{text}, and a sum stands where a mean belongs"

    def _parts(self, results, attempt):
        """Explain each of several numbers by itself, where others are right."""
        if self.expected[0].ndim != 1:
            return None
        texts = []
        for i in range(self.expected[0].size):
            got = np.array([result[i] for result in results])
            wanted = np.array([value[i] for value in self.expected])
            if np.allclose(got, wanted, rtol=1e-5, atol=1e-7):
                continue
            if np.all(got == got[0]):
                texts.append(f"value number {i + 1} is always {got[0] + 0:.4g}")
                continue
            alike = [
                outcome
                for outcome in _in_the_words_of(attempt, self.single_slips)
                if np.allclose(
                    outcome.values.reshape(len(results), -1)[:, i], got, rtol=1e-5, atol=1e-7
                )
            ]
            found = self._likeliest(alike, attempt)
            if not found:
                return None
            texts.append(f"value number {i + 1} is just what comes out when {found.words}")
        return "; ".join(texts)

    # Other explanations

    def _value_not_allowed(self, results):
        others = np.setdiff1d(comparison.flat(results), self.allowed)
        if not self.allowed or not others.size:
            return None
        allowed = " and ".join(f"{value:g}" for value in self.allowed)
        return f"it returns values such as {others[0]:.4g}; wanted are {allowed} only"

    def _step_on_the_way(self, results):
        for words, values in self.known.items():
            if comparison.same(results, values):
                return f"that is {words} as it is; what becomes of it?"
        return None

    def _swapped(self, results):
        """Say that the attempt would be right if two arguments changed places."""
        if not np.all(np.isfinite(comparison.flat(results))):
            return None
        for i in range(len(self.names)):
            for j in range(i):
                order = list(range(len(self.names)))
                order[i], order[j] = j, i
                cases = [tuple(case[k] for k in order) for case in self.cases]
                try:
                    with np.errstate(all="ignore"):
                        there = [np.asarray(self.right[0](*case), dtype=float) for case in cases]
                except Exception:
                    continue
                if comparison.same(results, there):
                    return f"{self.names[j]} and {self.names[i]} stand in each other's place"
        return None

    def _not_finite(self, results, attempt):
        for arguments, got in zip(self.cases, results, strict=True):
            is_finite = np.isfinite(got)
            if not np.all(is_finite):
                values, wanted = comparison.flat(results), comparison.flat(self.expected)
                others = np.where(np.isfinite(values), wanted, values)
                only = np.any(np.isfinite(values)) and np.allclose(values, others, equal_nan=True)
                row = np.argwhere(~is_finite)[0][0] if np.any(is_finite) and got.ndim else None
                fault = attempt and first_fault(attempt, self.cases)
                return (
                    f"{'what is finite is right, but ' if only else ''}the result holds nan or "
                    f"infinity for {self._words(arguments, row)}: {FAULTS.get(fault, NO_FAULT)}"
                )
        return None

    def _unused_argument(self, attempt):
        """Name an argument that does not change any result of the attempt, though it should."""
        for i, name in enumerate(self.names):
            if self._matters(self.right[0], i) and not self._matters(attempt, i):
                return (
                    f"the result is the same whatever {name} is: does {name} take part and not "
                    "cancel out, and no number or variable of the notebook stand in its place?"
                )
        return None

    def _depends_on(self, attempt):
        """Name the arguments on which alone it depends by how much an attempt is wrong."""

        def error(*case):
            return attempt(*case) - np.asarray(self.right[0](*case), dtype=float)

        def ratio(*case):
            right = np.asarray(self.right[0](*case), dtype=float)
            return np.where(right == 0, 1.0, attempt(*case) / right)

        matter = [i for i in range(len(self.names)) if self._matters(self.right[0], i)]
        for function, words in ((error, "by how much"), (ratio, "by which factor")):
            names = [self.names[i] for i in matter if self._matters(function, i)]
            if 0 < len(names) <= 2 and len(names) < len(matter):
                return (
                    f"{words} the result is wrong depends on {' and '.join(names)} alone, so look "
                    "there first; "
                )
        return None

    def _matters(self, function, i):
        """Tell whether a result of a function is another one where its argument i is another."""

        def is_same(case):
            # A column changes its signs, too; a number keeps its own.
            bent = 0.1 - 0.7 * case[i] + 0.2 * np.sin(5 * case[i])
            other = bent if np.ndim(case[i]) else 0.1 + 0.5 * case[i]
            changed = (*case[:i], other, *case[i + 1 :])
            try:
                one, two = results_of(function, [changed, case])
            except Diagnosis:
                return False
            return np.allclose(one, two, rtol=1e-9, atol=1e-12, equal_nan=True)

        return not all(map(is_same, self.cases))

    def _right_for_the_first_only(self, results):
        """Say what differs between the first case, if that is right, and the first wrong one."""
        if not comparison.same(results[:1], self.expected[:1]):
            return None
        wrong = next(
            k for k in range(len(results)) if not comparison.same([results[k]], [self.expected[k]])
        )
        first, other = self.cases[0], self.cases[wrong]
        differ = [i for i in range(len(first)) if np.ndim(first[i]) == 0 and first[i] != other[i]]
        if not differ:
            sizes = len(first[0]), len(other[0])
            return (
                f"right for {sizes[0]} samples, but wrong for {sizes[1]} others: is there anything "
                "in it, such as a number or a sign, that is right for the first only?"
            )
        here, there = (
            ", ".join(f"{self.names[i]} = {case[i]:g}" for i in differ) for case in (first, other)
        )
        each = "it" if len(differ) == 1 else "each of them"
        return (
            f"right for {here}, but wrong for {there}: does {each} stand in the right place, with "
            "its sign?"
        )

    def _of_one_sample(self, attempt):
        """Say whether an attempt is right for a single sample, where one number is made of all."""
        case = self.cases[0]
        nb = comparison.nb_of_samples(case)
        if self.expected[0].ndim or nb == 1:
            return None
        one = tuple(v[:1] if np.ndim(v) == 2 and len(v) == nb else v for v in case)
        try:
            (got,), wanted = results_of(attempt, [one]), np.asarray(self.right[0](*one))
        except Exception:
            return None
        if got.shape != wanted.shape or not np.all(np.isfinite([got, wanted])):
            return None
        if np.isclose(got, wanted, rtol=1e-5, atol=1e-7):
            return (
                "for a single sample it is right, for more of them it is not: look at how one "
                "number is made of all the samples"
            )
        size = "high" if got > wanted else "low"
        return (
            f"already for a single sample, {self._words(one)}, you get {got + 0:.4g}, which is too "
            f"{size}; {self._first_step_of(one, attempt)}"
        )

    def _small_difference(self, attempt):
        """Name a difference for small matrices, which can be worked out by hand."""
        case = self.cases[0]
        if not any(np.ndim(value) == 2 and min(value.shape) > 1 for value in case):
            return None
        small = tuple(np.round(v[:2, :2], 1) + 0 if np.ndim(v) == 2 else v for v in case)
        try:
            (got,), wanted = results_of(attempt, [small]), np.asarray(self.right[0](*small))
        except Exception:
            return None
        is_same = np.shape(got) == np.shape(wanted) and np.all(np.isfinite([got, wanted]))
        if not is_same or np.allclose(got, wanted, rtol=1e-3):
            return None
        index = np.unravel_index(np.argmax(np.abs(got - wanted)), got.shape)
        given = ", ".join(
            f"{name} = {v.tolist() if np.ndim(v) else f'{v:g}'}"
            for name, v in zip(self.names, small, strict=True)
        )
        place = f" in row {index[0] + 1}, column {index[1] + 1}" if len(index) == 2 else ""
        size = "high" if got[index] > wanted[index] else "low"
        return (
            f"take {given}: there you get {got[index] + 0:.4g}{place}, which is "
            f"too {size}; {self._first_step_of(small, attempt)}"
        )

    def _first_difference(self, results, attempt):
        """Name the worst row, on which side it is wrong, and a first value to compare by hand."""
        for k, (got, wanted) in enumerate(zip(results, self.expected, strict=True)):
            right = np.isclose(got, wanted, rtol=1e-5, atol=1e-7)
            if np.all(right):
                continue
            index = np.unravel_index(np.argmax(np.abs(got - wanted)), got.shape)
            is_column = len(index) == 2
            what = "rows" if right.shape[1:] == (1,) else "numbers"
            count = f"{np.sum(right)} of {right.size} {what} are right; " if is_column else ""
            place = f" as value number {index[0] + 1}" if len(index) == 1 else ""
            if what == "numbers" and is_column:
                place = f" in row {index[0] + 1}, column {index[1] + 1}"
            words = self._words(self.cases[k], row=index[0] if is_column else None)
            size = "high" if got[index] > wanted[index] else "low"
            return (
                f"{count}for {words} you get {got[index]:.4g}{place}, which is too {size}; "
                f"{self._first_step(k, index if is_column else None, attempt)}"
            )
        raise AssertionError("_first_difference is only asked about results that differ")

    def _first_step_of(self, case, attempt):
        steps = {}
        for expression, words in (self.steps or {}).items():
            try:
                (value,) = self.values(expression, [case])
            except Exception:
                continue
            if value.size <= 4:
                steps[words] = value, np.round(value, 4).tolist()
        return _first_not_met(steps, attempt, case)

    def _first_step(self, k, index, attempt):
        steps = {}
        for words, values in list(self.known.items())[len(self.names) :]:
            value = values[k]
            if np.ndim(value) == 0:
                steps[words] = value, f"{value:.4g}"
            elif index is not None and np.shape(value) == np.shape(self.expected[k]):
                steps[words] = value, f"{value[index]:.4g}"
        return _first_not_met(steps, attempt, self.cases[k])

    def _words(self, arguments, row=None):
        """Say which arguments, or one row of them."""

        def value(argument):
            if np.ndim(argument) == 0:
                return f"{argument:g}"
            if row is not None and np.shape(argument)[1] == 1 and row < len(argument):
                return f"{argument[row, 0]:.4g}"
            if row is not None and len(argument) == nb_of_rows > 1:
                return f"{numbers(argument[row])} in row {row + 1}"
            if np.ndim(argument) == 2 and min(np.shape(argument)) > 1:
                return f"a matrix of shape {np.shape(argument)}"
            return numbers(argument)

        def numbers(argument):
            return f"({', '.join(f'{v:.3g}' for v in np.ravel(argument))})"

        nb_of_rows = comparison.nb_of_samples(arguments)
        pairs_of = zip(self.names, arguments, strict=True)
        return ", ".join(f"{name} = {value(argument)}" for name, argument in pairs_of)


@cache
def _with_cases(exercise, which):
    """Return an exercise with some of its cases."""
    return replace(exercise, cases=tuple(exercise.cases[i] for i in which))


@dataclass(frozen=True, eq=False)
class Outcome:
    """A slip, what it is made in, and what comes out in all cases, flat."""

    slip: Slip
    right: Right
    values: np.ndarray

    @property
    def words(self):
        """What goes wrong."""
        return self.slip.words

    @property
    def needs(self):
        """What an attempt has to call, and how often."""
        return Counter(self.right.needs) | Counter({name: 2 for name in self.slip.twice})

    def distances(self, own):
        """Return how far what is right is from a text: with the slip, without, with half of it."""
        with_slip, without, *with_a_part = (
            distance(self.right.ingredients(changes), own)
            for changes in (self.slip.changes, (), *self.slip.halves)
        )
        return with_slip, without, min(with_a_part, default=np.inf)


def is_two_valued(results):
    """Tell whether several results are all one of two numbers, as decisions are."""
    values = comparison.flat(results)
    return len(np.unique(values)) < 3 < values.size


def _first_not_met(steps, attempt, case):
    """Ask for the first of some steps, each with its value, that an attempt does not have."""
    own = values_on_the_way(attempt, case)
    is_met = {
        words: any(np.shape(v) == np.shape(value) and np.allclose(v, value) for v in own)
        for words, (value, _) in steps.items()
    }
    for words, (_, shown) in steps.items():
        if not is_met[words]:
            return f"on the way there {words} is {shown}: do you get that, too?"
    if steps:
        return f"{list(steps)[-1]} comes out right on the way: what becomes of it, and of the rest?"
    return "work that out by hand, step by step"


def _in_the_words_of(attempt, outcomes):
    """Return the outcomes of those forms whose functions an attempt calls itself."""
    code = getattr(attempt, "__code__", None)
    if code is None:
        return outcomes
    names = names_in(code)
    # Functions of the notebook may call a function once more.
    helpers = [name for name in names if name != "np" and not hasattr(np, name)]
    for name in names:
        names[name] += any(helper != name for helper in helpers)
    return [outcome for outcome in outcomes if outcome.needs <= names]
