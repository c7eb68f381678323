"""The suspects of the bug hunt of part 3: no reading on before you have found and mended them all.

Each is the network of part 3 with one defect, in one method.
"""

import numpy as np

from exercises.bug_hunt import (
    CONFUSIONS_OF_LOSS,
    Mending,
    MendingOfLoss,
    Suspect,
    by_letter,
    exercises_of,
)
from exercises.exercise import ChoiceExercise
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


# Mending: what is right instead of the lines of a suspect, without their self.


def average(values):
    """Average over the samples."""
    return np.mean(values)


def by_bo(x, t, wh, bo):
    """Compute the derivative of each sample's cost for bo."""
    return 1 / (1 + np.exp(-np.exp(-((x * wh) ** 2)) - bo)) - t


def by_wh(x, t, wh, bo):
    """Compute the derivative of each sample's cost for wh."""
    return -2 * x * x * wh * np.exp(-((x * wh) ** 2)) * by_bo(x, t, wh, bo)


def update(x, t, wh, bo, learning_rate):
    """Do one iteration, with both gradients at the old parameters."""
    grad_wh = np.mean(by_wh(x, t, wh, bo))
    grad_bo = np.mean(by_bo(x, t, wh, bo))
    return np.array([wh - learning_rate * grad_wh, bo - learning_rate * grad_bo])


def update_bias_first(x, t, wh, bo, learning_rate):
    """Do one iteration, with the gradient for wh at the new bo: a confusion."""
    bo = bo - learning_rate * np.mean(by_bo(x, t, wh, bo))
    return np.array([wh - learning_rate * np.mean(by_wh(x, t, wh, bo)), bo])


def update_twice(x, t, wh, bo, learning_rate):
    """Do two iterations."""
    return update(x, t, *update(x, t, wh, bo, learning_rate), learning_rate)


def at_swapped(x, t, wh, bo, learning_rate):
    """Do one iteration, with the gradients at a point whose parameters are exchanged."""
    return np.array([wh, bo]) - learning_rate * np.array(Network().gradients(x, t, bo, wh))


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


# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
T5, T8 = np.array([[1.0, 0, 0, 1, 0]]).T, np.array([[0.0, 1, 1, 0, 1, 1, 0, 1]]).T
Y5, Y8 = logistic(X5), logistic(X8)
EPS = np.finfo(float).eps
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
        (y - t) * (1 - y**2)  # 1 - y^2 belongs to tanh, and y - t holds the derivative already
        -(t * np.log(y) + (1 - t) * np.log(1 - y))  # that is the cross-entropy itself; delta_o is
            # its derivative with respect to zo
        (y - t) ** 2  # that is the squared error, of another loss; delta_o is the derivative of
            # the cross-entropy
        y * (1 - y)  # that is the derivative of the logistic function alone
        np.mean(y - t) + 0 * y  # a mean is taken; each sample has a delta_o of its own
    """,
}
MENDINGS = {
    "A": Mending(
        right=(average,),
        # Neither the first value nor the last is the largest; no mean is near to 0.
        cases=((Y5 - T5 - 1.2,), (np.cos(3 * X8) + 2.3,), (5 * np.sin(4 * X5) - 1.6,)),
        hints=(
            "The loss is a mean over the samples. What comes out here with twice as many of them?",
            "Which function of NumPy divides by the number of values, however many they are?",
        ),
    ),
    "B": Mending(
        right=(update,),
        cases=((X5, T5, 1.1, -0.4, 2.0), (X8, T8, -0.8, 0.3, 0.7)),
        steps={"grad_wh": "the gradient for wh", "grad_bo": "the gradient for bo"},
        confusions="""
            np.array(B().update(x, t, wh, bo, learning_rate))  # wh is still new when the gradient
                # for bo is computed
            update_bias_first(x, t, wh, bo, learning_rate)  # now bo comes too early: it is new
                # when the gradient for wh is computed
            at_swapped(x, t, wh, bo, learning_rate)  # wh and bo stand in each other's place where
                # the gradients are computed
            update_twice(x, t, wh, bo, learning_rate)  # that is two iterations, not one
            np.array([wh + learning_rate * grad_wh, bo + learning_rate * grad_bo])  # the sign: both
                # parameters go uphill
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
        # With these biases every output is 1, or 0.
        costly=(
            ((X5, 0 * T5, 2.3, 40.0), 1),
            ((X8, T8, 2.3, 40.0), np.mean(1 - T8)),
            ((X5, T5, 2.3, -800.0), np.mean(T5)),
        ),
        free=((X5, 0 * T5 + 1, 2.3, 40.0), (X5, 0 * T5, 2.3, -800.0)),
        lesson="3.4",
        steps={"y": "y"},
        confusions=CONFUSIONS_OF_LOSS,
        hints=(
            "Hiding what comes out does not help; what must not go into the logarithm?",
            "What does cross_entropy in 3.4 do with y before it takes a logarithm?",
        ),
    ),
    "E": Mending(**HIDDEN_STEP),
    "F": Mending(
        **OUTPUT_STEP,
        hints=(
            "What does NumPy do with a column and a flat array: which numbers does it "
            "subtract from which?",
            "y and t are columns of one shape. What does the suspect do to t?",
        ),
    ),
    "G": Mending(
        **OUTPUT_STEP,
        hints=(
            "y - t is the derivative for zo already. What has been done to it here, that "
            "was done before?",
            "In 3.5 the factor y (1 - y) cancelled. Which line is left?",
        ),
    ),
}


# Every name that can be chosen, and the trace that it would leave; two fit no suspect.
DEFECTS = {
    "activation derivative lost": "only the ratio for wh is wrong (tool 1), and delta_h over "
    "delta_o is 1 at every zh (tool 4)",
    "derivative after the activation": "only the ratio for wh is wrong (tool 1), and delta_h over "
    "delta_o has the same sign on both sides of the origin, although the RBF rises on one side "
    "and falls on the other (tool 4)",
    "logistic derivative twice": "both ratios are wrong, and differ from point to point (tool 1): "
    "what they share, delta_o, is too small, though of the right shape (tool 2)",
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
            "Which number of the data is it? And are the gradients too large by it, or too small?",
        ),
        MENDINGS["A"],
    ),
    Suspect(
        B(),
        "new weight too early",
        "It changes the weight first, and computes the gradient of the bias with the new weight.",
        (
            "The gradients pass their check. What is done with them?",
            "In tool 3, compare what is used with the gradients there, for each parameter. "
            "For one they agree: what has changed before the other is computed?",
        ),
        MENDINGS["B"],
    ),
    Suspect(
        C(),
        "derivative after the activation",
        "It takes the derivative of the RBF at h, -2 h exp(-h^2), where -2 zh exp(-zh^2) belongs.",
        (
            "The ratio for bo is 1, and delta_o has the right shape (tool 2). Which step "
            "follows, for wh only?",
            "Tool 4 shows that step. Its first number should be positive. Which of zh and h has "
            "the same value at zh = -1 and zh = 1?",
        ),
        MENDINGS["C"],
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
        MENDINGS["D"],
    ),
    Suspect(
        E(),
        "activation derivative lost",
        "It returns delta_o as delta_h, as if the hidden neuron passed its input on unchanged.",
        (
            "The ratio for bo is 1, and delta_o has the right shape (tool 2). Which step "
            "follows, for wh only?",
            "Tool 4 shows that step: what comes out is what was put in. What should have come "
            "between?",
        ),
        MENDINGS["E"],
    ),
    Suspect(
        F(),
        "shapes broadcast",
        "It subtracts flat targets from a column of outputs: every output minus every target.",
        (
            "The ratio for bo is 1, and the step that only wh takes is healthy, as tool 4 says. "
            "What else can be wrong with 40 numbers?",
            "How many values does delta_o have, and how many should it have?",
        ),
        MENDINGS["F"],
    ),
    Suspect(
        G(),
        "logistic derivative twice",
        "y - t is the derivative behind the output neuron already: cross-entropy and logistic "
        "function together. It multiplies by y (1 - y) once more.",
        (
            "Both ratios are wrong, so look at what both gradients share.",
            "output_step(0.9, 1.0) should be y - t, so -0.1. It is 0.09 of that: which product of "
            "0.9 and 0.1 is too much?",
        ),
        MENDINGS["G"],
    ),
)
BY_LETTER = by_letter(SUSPECTS)
BROKEN = {letter: suspect.broken for letter, suspect in BY_LETTER.items()}
FIRST_LOOK = ChoiceExercise(
    right="b",
    wrong={
        "a": "one of them goes up: what kind of bug could do that?",
        "c": "a gradient that is not exactly right may still point downhill, if not the steepest "
        "way, nor to the bottom",
        "d": "a gradient that is wrong may still point downhill, and a bug need not be in the "
        "gradient at all",
    },
    explanation="In six of the seven the loss falls: that it falls says little about the code.",
)
EXERCISES = {"first look 3": FIRST_LOOK, **exercises_of(3, SUSPECTS, DEFECTS)}
