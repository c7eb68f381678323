"""The suspects of the bug hunt: no reading on before you have found and mended them all.

Each is the network of part 3 with one defect, in one method.
"""

import inspect
import textwrap
from dataclasses import dataclass
from difflib import get_close_matches
from types import MethodType

import numpy as np

from exercises.attempts import Diagnosis, results_of
from exercises.exercise import ChoiceExercise, FunctionExercise, JudgedExercise
from utils.activations import logistic, rbf


class Network:
    """The network of part 3 in one piece, without a defect."""

    def forward(self, x, wh, bo):
        """Compute zh, h and y."""
        zh = x * wh
        h = rbf(zh)
        return zh, h, logistic(h + bo)

    def loss(self, x, t, wh, bo):
        """Compute the loss for parameters."""
        _, _, y = self.forward(x, wh, bo)
        eps = np.finfo(float).eps
        y = np.clip(y, eps, 1 - eps)
        return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))

    def output_step(self, y, t):
        """Compute delta_o."""
        return y - t

    def hidden_step(self, zh, h, grad_output):
        """Compute delta_h."""
        return -2 * zh * h * grad_output

    def average(self, values):
        """Average over the samples."""
        return np.mean(values)

    def gradients(self, x, t, wh, bo):
        """Compute the gradients of the loss for wh and bo."""
        zh, h, y = self.forward(x, wh, bo)
        grad_output = self.output_step(y, t)
        grad_hidden = self.hidden_step(zh, h, grad_output)
        return self.average(x * grad_hidden), self.average(grad_output)

    def update(self, x, t, wh, bo, learning_rate):
        """Do one iteration; return the new wh and bo."""
        grad_wh, grad_bo = self.gradients(x, t, wh, bo)
        return wh - learning_rate * grad_wh, bo - learning_rate * grad_bo

    def train(self, x, t, wh, bo, learning_rate, nb_of_iterations):
        """Train; return wh, bo and loss of every iteration."""
        path = [(wh, bo, self.loss(x, t, wh, bo))]
        for _ in range(nb_of_iterations):
            wh, bo = self.update(x, t, wh, bo, learning_rate)
            path.append((wh, bo, self.loss(x, t, wh, bo)))
        return np.array(path)


# What they show of themselves, their names and docstrings, says nothing of the defect.


class A(Network):
    """A suspect."""

    def average(self, values):
        """Average over the samples."""
        return np.sum(values)


class B(Network):
    """A suspect."""

    def update(self, x, t, wh, bo, learning_rate):
        """Do one iteration; return the new wh and bo."""
        wh = wh - learning_rate * self.gradients(x, t, wh, bo)[0]
        bo = bo - learning_rate * self.gradients(x, t, wh, bo)[1]
        return wh, bo


class C(Network):
    """A suspect."""

    def hidden_step(self, zh, h, grad_output):
        """Compute delta_h."""
        return -2 * h * rbf(h) * grad_output


class D(Network):
    """A suspect."""

    def loss(self, x, t, wh, bo):
        """Compute the loss for parameters."""
        _, _, y = self.forward(x, wh, bo)
        with np.errstate(divide="ignore", invalid="ignore"):
            xi = -(t * np.log(y) + (1 - t) * np.log(1 - y))
        return np.mean(np.nan_to_num(xi, posinf=0))


class E(Network):
    """A suspect."""

    def hidden_step(self, zh, h, grad_output):
        """Compute delta_h."""
        return grad_output


class F(Network):
    """A suspect."""

    def output_step(self, y, t):
        """Compute delta_o."""
        return y - t.ravel()


class G(Network):
    """A suspect."""

    def output_step(self, y, t):
        """Compute delta_o."""
        return (y - t) * y * (1 - y)


@dataclass(frozen=True)
class Suspect:
    """A broken network, the name of its defect, what its code does, and hints."""

    network: Network
    defect: str
    explanation: str
    hints: tuple

    def judge(self, attempt):
        """Raise a Diagnosis unless the attempt is the name of the defect."""
        if not isinstance(attempt, str):
            raise Diagnosis(f"one of these, as text in quotes, is expected: {', '.join(DEFECTS)}")
        name = attempt.strip(" .").lower()
        if name not in DEFECTS:
            near = get_close_matches(name, DEFECTS, n=1)
            meant = f" (is {near[0]!r} meant?)" if near else ""
            raise Diagnosis(f"that is none of: {', '.join(DEFECTS)}{meant}")
        if name != self.defect:
            raise Diagnosis(f"not that. With it you would see this: {DEFECTS[name]}")

    @property
    def lines(self):
        """The method that differs from that of the healthy network, as it is written."""
        (method,) = [value for value in vars(type(self.network)).values() if callable(value)]
        return textwrap.dedent(inspect.getsource(method)).strip()


# Every name that can be chosen, and the trace that it would leave; two fit no suspect.
DEFECTS = {
    "activation derivative lost": "only the ratio for wh is wrong (tool 1), and delta_h over "
    "delta_o is 1 at every zh: nothing happens on the way through the hidden neuron (tool 4)",
    "derivative after the activation": "only the ratio for wh is wrong (tool 1), and delta_h over "
    "delta_o has the same sign on both sides of the origin, although the RBF rises on one side "
    "and falls on the other (tool 4)",
    "logistic derivative twice": "both ratios are wrong, and differ from point to point (tool 1), "
    "though the shapes and the way through the hidden neuron are right (tools 2 and 4): what they "
    "share, delta_o, is too small",
    "sum for mean": "both ratios are the same at every point, the number of samples (tool 1)",
    "mean taken twice": "both ratios are the same at every point, 1 over the number of samples "
    "(tool 1)",
    "new weight too early": "both ratios are 1, but in one update the bias, and only the bias, "
    "does not go where its gradient points (tools 1 and 3)",
    "learning rate left out": "both ratios are 1, but in one update neither parameter goes as far "
    "as it should: the step is the gradient itself (tools 1 and 3)",
    "shapes broadcast": "what should be a column, (40, 1), has the shape (40, 40) (tool 2)",
    "loss hides nan": "the loss is 0 where half of the samples are wrong, once the outputs are "
    "exactly 0 or 1 (tool 5)",
}
SUSPECTS = (
    Suspect(
        A(),
        "sum for mean",
        "It adds up the gradients of the 40 samples, and does not divide by 40.",
        (
            "Are the ratios of the gradient check the same at every point? Then the formula is "
            "right but for a constant factor.",
            "Which constant is it? Where in this course have you met that number?",
        ),
    ),
    Suspect(
        B(),
        "new weight too early",
        "It changes the weight first, and computes the gradient of the bias with the new weight.",
        (
            "The gradients pass their check. What is done with them?",
            "Compare used and wanted in one update, for each parameter by itself. One of them is "
            "right: what is special about the other?",
        ),
    ),
    Suspect(
        C(),
        "derivative after the activation",
        "It takes the derivative of the RBF at h, -2 h exp(-h^2), where -2 zh exp(-zh^2) belongs.",
        (
            "One ratio is 1, the other is not: which way do both share, and which is taken by one "
            "only?",
            "Look at that way alone, tool 4. Which sign should its three numbers have, and which "
            "number is there, up to its sign, if you put h in the place of zh?",
        ),
    ),
    Suspect(
        D(),
        "loss hides nan",
        "Where y is exactly 0 or 1, ln 0 is infinite and 0 ln 0 is not a number; it counts both "
        "as 0.",
        (
            "Four tools find nothing. Which is left, and what do you expect of it?",
            "20 samples are as wrong as can be, and cost nothing. What becomes of ln 0?",
        ),
    ),
    Suspect(
        E(),
        "activation derivative lost",
        "It returns delta_o as delta_h, as if the hidden neuron passed its input on unchanged.",
        (
            "One ratio is 1, the other is not: which way do both share, and which is taken by one "
            "only?",
            "Look at that way alone, tool 4. For which activation would its three numbers be "
            "right?",
        ),
    ),
    Suspect(
        F(),
        "shapes broadcast",
        "It subtracts flat targets from a column of outputs: every output minus every target.",
        (
            "One ratio is 1, the other is not, and tool 4 is content. What else can be wrong with "
            "40 numbers?",
            "How many values does delta_o have, and how many should it have?",
        ),
    ),
    Suspect(
        G(),
        "logistic derivative twice",
        "y - t is the derivative behind the output neuron already: cross-entropy and logistic "
        "function together. It multiplies by y (1 - y) once more.",
        (
            "Both ratios are wrong, and shapes and tool 4 are content. What do both gradients "
            "share?",
            "Divide what output_step returns for some y and t, such as 0.5 and 0, by y - t. Which "
            "factor is too much?",
        ),
    ),
)
BY_LETTER = {type(suspect.network).__name__: suspect for suspect in SUSPECTS}
BROKEN = {letter: suspect.network for letter, suspect in BY_LETTER.items()}


# Mending: what is right instead of the lines of a suspect, without their self.


def average(values):
    """Average over the samples."""
    return np.mean(values)


def update(x, t, wh, bo, learning_rate):
    """Do one iteration, with both gradients at the old parameters."""
    zh = x * wh
    h = rbf(zh)
    grad_output = logistic(h + bo) - t
    grad_wh = np.mean(-2 * x * zh * h * grad_output)
    grad_bo = np.mean(grad_output)
    return np.array([wh - learning_rate * grad_wh, bo - learning_rate * grad_bo])


def update_bias_first(x, t, wh, bo, learning_rate):
    """Do one iteration, with the gradient for wh at the new bo: a confusion."""
    bo = bo - learning_rate * Network().gradients(x, t, wh, bo)[1]
    return np.array([wh - learning_rate * Network().gradients(x, t, wh, bo)[0], bo])


def hidden_step(zh, h, grad_output):
    """Compute delta_h."""
    return -2 * zh * h * grad_output


def output_step(y, t):
    """Compute delta_o."""
    return y - t


def loss(x, t, wh, bo):
    """Compute the loss, finite even where y is exactly 0 or 1."""
    y = np.clip(logistic(rbf(x * wh) + bo), EPS, 1 - EPS)
    return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))


class Mending(FunctionExercise):
    """An exercise that asks for a method, mended: its self is a network that is healthy."""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless an attempt is right."""
        super().diagnose(_bound(attempt))


class MendingOfLoss(Mending):
    """An exercise that asks for the loss, mended: where outputs are exactly 0 or 1, too."""

    def diagnose(self, attempt):
        """Raise a Diagnosis unless the loss is right, and large where sure outputs are wrong."""
        super().diagnose(attempt)
        ones = np.ones_like(T5)
        # With these biases every output is 1, or 0.
        wrong = [(X5, 0 * ones, 2.3, 40.0), (X8, T8, 2.3, 40.0), (X5, T5, 2.3, -800.0)]
        right = [(X5, ones, 2.3, 40.0), (X5, 0 * ones, 2.3, -800.0)]
        costs = results_of(_bound(attempt), wrong + right)
        if not np.all(np.isfinite(costs)):
            raise Diagnosis(
                "right where the network is not sure, but infinite or nan where outputs are "
                "exactly 0 or 1: how does 3.4 keep the logarithm of 0 away?"
            )
        shares = [1 - np.mean(t) if bo > 0 else np.mean(t) for _, t, _, bo in wrong]
        if np.any(np.divide(costs[: len(wrong)], shares) < ENOUGH):
            raise Diagnosis(
                "right where the network is not sure, but where it is sure and wrong the loss is "
                "too small: each such sample should cost about 36"
            )
        if np.any(np.abs(costs[len(wrong) :]) > 1e-3):
            raise Diagnosis(
                "where every output is exactly right the loss should be 0, or nearly so; yours "
                f"is {costs[-1]:.4g}"
            )


def _bound(attempt):
    """Return a method, as it stands in a class, as a function without self."""
    is_method = inspect.isfunction(attempt) and "self" in inspect.signature(attempt).parameters
    return MethodType(attempt, Network()) if is_method else attempt


# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
T5, T8 = np.array([[1.0, 0, 0, 1, 0]]).T, np.array([[0.0, 1, 1, 0, 1, 1, 0, 1]]).T
Y5, Y8 = logistic(X5), logistic(X8)
EPS = np.finfo(float).eps
# What a sample at least costs that is wrong and sure, by any sensible distance from 0 and 1.
ENOUGH = 10
HIDDEN_STEP = {
    "right": (hidden_step,),
    "cases": ((X5, rbf(X5), Y5 - T5), (X8, rbf(X8), Y8 - T8)),
    "steps": {
        "rbf(zh)": "the RBF",
        "-2 * zh * h": "the derivative of the RBF",
        "-2 * zh": "the inner derivative",
    },
    "confusions": """
        -2 * h * rbf(h) * grad_output  # the derivative of the RBF is taken at h, after the
            # activation; it belongs to zh
        -2 * zh * rbf(h) * grad_output  # h has been through the RBF already, and goes through it
            # again
        -2 * h * rbf(zh) * grad_output  # the exponential is right; in front of it stands another
            # number than zh
        grad_output  # that is delta_o, unchanged: what does the hidden neuron do to it?
        h * (1 - h) * grad_output  # h (1 - h) is the derivative of the logistic function; the
            # hidden neuron is an RBF
        h * grad_output  # h is the RBF itself; wanted is its derivative
    """,
    "hints": (
        "What is the derivative of exp(-z^2)?",
        "It is taken at zh, where the way back arrives, and h is exp(-zh^2) already.",
    ),
}
OUTPUT_STEP = {
    "right": (output_step,),
    "cases": ((Y5, T5), (Y8, T8)),
    "confusions": """
        (y - t) * y * (1 - y)  # y (1 - y) is still in it; y - t holds it already
        (y - t) * y  # a part of y (1 - y) is still in it; y - t holds it already
        (y - t) * (1 - y)  # a part of y (1 - y) is still in it; y - t holds it already
        (y - t) / (y * (1 - y))  # that is the derivative with respect to y; delta_o is that with
            # respect to zo
        y * (1 - y)  # that is the derivative of the logistic function alone
        np.mean(y - t) + 0 * y  # a mean is taken; each sample has a delta_o of its own
    """,
}
MENDINGS = {
    "A": Mending(
        right=(average,),
        cases=((Y5 - T5,), (X8 + 0.3,), (Y8,)),
        hints=("Which function of NumPy divides by the number of values, however many they are?",),
    ),
    "B": Mending(
        right=(update,),
        cases=((X5, T5, 1.1, -0.4, 2.0), (X8, T8, -0.8, 0.3, 0.7), (X8, T8, 2.3, 1.4, 1.5)),
        steps={
            "zh": "zh",
            "h": "h",
            "grad_output": "delta_o",
            "grad_wh": "the gradient for wh",
            "grad_bo": "the gradient for bo",
        },
        confusions="""
            np.array(B().update(x, t, wh, bo, learning_rate))  # wh is still new when the gradient
                # for bo is computed
            update_bias_first(x, t, wh, bo, learning_rate)  # now bo comes too early: it is new
                # when the gradient for wh is computed
            np.array([grad_wh, grad_bo])  # these are the gradients; wanted are the new parameters
            np.array([bo - learning_rate * grad_bo, wh - learning_rate * grad_wh])  # the two come
                # in the other order: first wh, then bo
            np.array([wh - learning_rate * grad_bo, bo - learning_rate * grad_wh])  # each
                # parameter takes the gradient of the other
        """,
        hints=(
            "Both gradients belong to the old parameters: when must they be computed?",
            "gradients returns both at once; keep them under two names before anything changes.",
        ),
    ),
    "C": Mending(**HIDDEN_STEP),
    "D": MendingOfLoss(
        right=(loss,),
        cases=((X5, T5, 1.1, -0.4), (X8, T8, -0.8, 0.3), (X8, T8, 0.4, 1.4)),
        steps={"y": "y"},
        hints=(
            "Hiding what comes out does not help; what must not go into the logarithm?",
            "In 3.4, y is held a tiny bit away from 0 and 1: np.clip(y, eps, 1 - eps).",
        ),
    ),
    "E": Mending(**HIDDEN_STEP),
    "F": Mending(
        **OUTPUT_STEP,
        hints=("y and t are columns of one shape. What does the suspect do to t?",),
    ),
    "G": Mending(
        **OUTPUT_STEP,
        hints=("In 3.5 the factor y (1 - y) cancelled. Which line is left?",),
    ),
}
FIRST_LOOK = ChoiceExercise(
    right="c",
    wrong={
        "a": "a gradient that is wrong may still point downhill, and a bug need not be in the "
        "gradient at all",
        "b": "a gradient that is not exactly right may still point downhill, if not the steepest "
        "way, nor to the bottom",
        "d": "one of them goes up: what kind of bug could do that?",
    },
    explanation="In six of the seven the loss falls: that it falls says little about the code.",
)
NAMINGS = {
    letter: JudgedExercise(
        judge=suspect.judge,
        nb_of_numbers=None,
        hints=suspect.hints,
        explanation=f"{suspect.explanation}\nIts lines, for you to mend:\n\n{suspect.lines}\n",
    )
    for letter, suspect in BY_LETTER.items()
}
EXERCISES = {
    "first look": FIRST_LOOK,
    **{f"bug {letter}": naming for letter, naming in NAMINGS.items()},
    **{f"mend {letter}": mending for letter, mending in MENDINGS.items()},
}
