"""Exercises that ask for a number, worked out by hand: what an attempt may have come of."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from exercises.attempts import Diagnosis
from exercises.exercise import Exercise, confusions_in, numbers_in
from exercises.slips import VAGUE, Right, ending_in


@dataclass(frozen=True, eq=False)
class NumberExercise(Exercise):
    """An exercise that asks for a number, worked out by hand.

    Parameters
    ----------
    right : callable
        Takes nothing, and works the number out in plain Python: a line for each step.
    decimals : int
        To how many decimals the number is wanted.
    steps : dict of str to str
        What the text calls the variables of it, in their order.
    confusions : str
        As for a function, with expressions of the variables.
    is_share : bool
        Whether it is a probability, or a share, so that one minus it is that of the rest.
    """

    right: Callable = None
    decimals: int = 3
    steps: dict | None = None
    confusions: str = ""
    is_share: bool = False

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        (number,) = numbers_in(attempt, 1)
        if round(number, self.decimals) == round(self.right(), self.decimals):
            return
        # A whole number, or one with a single decimal, is near to too much.
        is_exact = number == round(number, 1) or self.decimals == 0
        is_rounded = abs(number - round(number, self.decimals)) < 1e-9
        unit = 10.0**-self.decimals
        margin = 1e-6 if is_exact else (0.5 * unit if is_rounded else 0.2 * unit) + 1e-9
        raise Diagnosis(
            # A confusion may have the value of a step: its words are meant for just this.
            self._confusion(number, margin)
            or self._step(number, margin)
            or self._form(number, margin)
            or self._slip(number, margin)
            or self._nearly(number)
            or self._first_step(number)
        )

    def value(self, expression):
        """Return the value of an expression of the variables."""
        return float(ending_in(self.right, expression)[1]())

    @cached_property
    def _known(self):
        given = Right(self.right).given
        steps = (self.steps or {}).items()
        # A number that is given, by its own name, is no step.
        is_step = [(name, words) for name, words in steps if name not in given or words != name]
        return [(words, self.value(name)) for name, words in is_step]

    @cached_property
    def _given(self):
        right = Right(self.right, self.steps)
        return [(right.word(name), self.value(name)) for name in right.given]

    def _confusion(self, number, margin):
        for expression, text in confusions_in(self.confusions):
            value = self.value(expression)
            # What is no whole number may be rounded to one, as the answer would be.
            is_rounded = self.decimals == 0 and number == round(value)
            if abs(number - value) <= margin or is_rounded:
                return text
        return None

    def _step(self, number, margin):
        values = [value for _, value in self._known]
        for i, (words, value) in enumerate(self._known):
            # Of two steps of one value nobody knows which is meant.
            if abs(number - value) <= margin and np.sum(np.isclose(values, value)) == 1:
                left = len(self._known) - i
                steps = "one step is left" if left == 1 else f"{left} steps are left"
                # A given number of few digits may come of something else, with fewer steps to go.
                is_by_chance = nb_of_digits(number) < 3 and left > 1 and words in dict(self._given)
                others = self._common_slips(number) if is_by_chance else []
                if others:
                    return (
                        f"{number:g} is {words}, but comes out, too, when {others[0]}; which of "
                        "the two is it?"
                    )
                # Steps of the descent are no steps of the calculation.
                return f"that is {words}; {'go on from there' if 'step' in words else steps}"
        return None

    def _form(self, number, margin):
        right = self.right()
        for value, words in (
            (-right, "the size is right, but the sign is flipped"),
            (100 * right, "that is the answer in percent; leave it as it is"),
            (1 - right if self.is_share else np.nan, "that is one minus the answer"),
            (10 * right, self._place_of_point("ten times", "right", 10)),
            (right / 10, self._place_of_point("a tenth of", "left", 0.1)),
            (1 / right, "that is the inverse of the answer"),
            (2 * right, "that is twice the answer"),
            (right / 2, "that is half the answer"),
            (-1 / right, "that is the inverse of the answer, and the sign is flipped"),
            (np.sqrt(abs(right)), "that is the root of the answer"),
            (right**2, "that is the square of the answer"),
        ):
            if abs(number - value) <= max(margin, 6e-4 * abs(value / right)):
                return words
        if abs(number - round(right, 1)) < 1e-9:
            return f"to one decimal that is so; work it out to {self.decimals}"
        for digits in range(2, self.decimals):
            if abs(number - round(right, digits)) < 1e-9:
                return f"right, but rounded to {digits} decimals, not to {self.decimals}"
        for digits in range(1, self.decimals + 1):
            cut = int(right * 10**digits) / 10**digits
            if abs(number - cut) < 1e-9:
                places = "1 decimal" if digits == 1 else f"{digits} decimals"
                if digits == self.decimals and nb_of_digits(number) > 1:
                    return f"nearly: it is cut off after {places}, not rounded"
                others = [
                    slip.words
                    for slip, value in self._outcomes
                    if slip.rank < 3 and abs(number - value) <= 0.5 * 10.0**-self.decimals
                ]
                or_when = f", or when {others[0]}" if others else ""
                return (
                    f"{number:g} is what is left if the result is cut off after {places}{or_when}; "
                    "can that be?"
                )
        return None

    def _place_of_point(self, size, side, factor):
        """Ask what made a number ten times the answer, or a tenth of it."""
        known = [
            words
            for words, value in [*self._known, *self._given]
            if np.any(np.isclose(abs(value), (factor, 1 / factor)))
        ]
        other = f"{known[0]} a factor or a divisor" if known else f"a factor of {factor:g} there"
        return (
            f"that is {size} the answer: is the decimal point one place too far to the {side}, or "
            f"is {other} once too often?"
        )

    def _common_slips(self, number):
        """Return the words of the common slips that give just this number, unless as a step."""

        def is_step(node):
            return isinstance(node, ast.Name) and abs(self.value(node.id) - number) < 1e-6

        return [
            slip.words
            for slip, value in self._outcomes
            if slip.rank == 1
            and abs(number - value) < 1e-6
            and not any(is_step(new) for _, new in slip.changes)
        ]

    def _slip(self, number, margin):
        """Ask about the slip that gives this number, or about the likeliest."""
        if nb_of_digits(number) < 2:
            return None
        if nb_of_digits(number) == 2:
            margin = 1e-6
        # A rare slip is told as a possibility only.
        is_near = margin < 4e-3 * abs(number) and nb_of_digits(number) > 2
        is_sharp = margin < 2e-3 * abs(number) and nb_of_digits(number) > 2
        # Of rare slips there are so many that some of them is near to any rough number.
        found = [
            (slip, value)
            for slip, value in self._outcomes
            if abs(number - value) <= (margin if is_near or slip.rank == 1 else 1e-6)
            and (nb_of_digits(number) > 2 or slip.rank == 1)
        ]
        fits = _likeliest(found)
        if not fits and is_sharp:
            # Two things at once give nearly any number, unless one of them is the sign.
            fits = [
                f"{slip.words}, and the sign is flipped"
                for slip, value in self._outcomes
                if abs(number + value) <= margin and slip.rank == 1
            ]
            fits = fits if len(set(fits)) == 1 else []
        if fits:
            words = ", or when ".join(fits[:3])
            if nb_of_digits(number) > 2 and (not found or found[0][0].rank == 1):
                shown = self._shown()
                other = f" If not, compare: {shown}" if shown else ""
                return f"{number:g} is what comes out when {words}; can that be?{other}"
            # It may be so by chance: what is true in any case comes first.
            return f"{self._first_step(number)} ({number:g} comes out, for one, when {words}.)"
        for words, value in [*self._known, *self._given]:
            for other, form in (
                (-value, "minus "),
                (1 - value, "one minus "),
                (1 / value if value else np.nan, "1 over "),
                (2 * value, "twice "),
                (np.sqrt(abs(value)), "the root of "),
                (value**2, "the square of "),
            ):
                if abs(number - other) <= margin and nb_of_digits(number) > 2:
                    return f"{self._first_step(number)} ({number:g} is {form}{words}.)"
        return None

    @property
    def outcomes(self):
        """What comes out when one thing goes wrong: (words, number), the common ones first."""
        return [(slip.words, value) for slip, value in self._outcomes]

    @cached_property
    def _outcomes(self):
        right = Right(self.right, self.steps)
        found = [(slip, right) for slip in (*right.slips(), *right.exchanges(), *right.repeated())]
        written_out = Right(self.right, self.steps, inline=True)
        if written_out.is_written_out:
            found += [(slip, written_out) for slip in written_out.slips()]
        values = [
            (slip, self._outcome(form, slip))
            for slip, form in sorted(found, key=lambda pair: pair[0].rank)
            # What says nothing of where it is would explain too much.
            if not VAGUE.match(slip.words)
        ]
        apart = 10**-self.decimals
        return [(slip, v) for slip, v in values if abs(v - self.right()) > apart]

    def _outcome(self, right, slip):
        try:
            with np.errstate(all="ignore"):
                value = right.with_changes(slip.changes)()
        except Exception:
            return np.nan
        is_number = np.ndim(value) == 0 and not np.iscomplexobj(value)
        return float(value) if is_number else np.nan

    def _nearly(self, number):
        right = self.right()
        if abs(number - right) >= 2.5 * 10.0**-self.decimals:
            return None
        if right == round(right) and number == round(number):
            # Nothing is rounded on the way from whole numbers to a whole number.
            return (
                f"nearly, but too {'high' if number > right else 'low'}: is one of the numbers on "
                "the way miscounted, or a sum or product worked out wrongly?"
            )
        return (
            f"nearly: is it rounded to {self.decimals} decimals, in the last step only, and is the "
            "number of digits enough on the way?"
        )

    def _first_step(self, number):
        what = f"too {'high' if number > self.right() else 'low'}"
        for words, value in self._given:
            if number == value:
                told = "" if words == f"{value:g}" else f", {words}"
                what = f"{number:g} is a number that is given{told}"
        if not self._known:
            return f"{what}: work it out once more, step by step"
        those = "that" if len(self._known) == 1 else "these"
        return f"{what}; on the way {self._shown()}: do you get {those}, too?"

    def _shown(self):
        """Return the last steps: the first a learner may have right already."""
        return " and ".join(f"{words} is {value:.4g}" for words, value in self._known[-2:])


def _likeliest(found):
    """Return the words of the slips of a number that are least rare, a lost sign first.

    Of slips that give the same number, to all digits, one of each kind is told.
    """
    least = [(slip, value) for slip, value in found if slip.rank == found[0][0].rank]
    least.sort(key=lambda pair: ("minus sign" not in pair[0].words, "places" in pair[0].words))
    told = []
    for slip, value in least:
        kind = next((k for k in ("places", "minus", "sign", "lost") if k in slip.words), "")
        kind = kind.replace("minus", "sign")
        kinds = {other for other, number, _ in told if abs(number - value) < 1e-9}
        if not kinds or (slip.rank == 1 and kind and kind not in kinds):
            told.append((kind, value, slip.words))
    return [words for _, _, words in told]


def nb_of_digits(number):
    """Return how many significant digits a number has: one of few fits any slip by chance."""
    digits = f"{abs(number):.10g}"
    return len((digits if "." in digits else digits.rstrip("0")).replace(".", "").lstrip("0"))
