"""The suspects of the bug hunt of parts 1 and 2: no reading on before all are found and mended.

Each is the linear regression of part 1, or the logistic regression of part 2, with one defect, in
one method.
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


class Model:
    """What both models have."""

    def train(self, x, t, w, learning_rate, nb_of_iterations):
        """Train; return the last w and its loss."""
        for _ in range(nb_of_iterations):
            w = w - learning_rate * self.gradient(w, x, t)
        return w, self.loss(self.nn(x, w), t)


class Line(Model):
    """The model of part 1 in one piece, without a defect."""

    def nn(self, x, w):
        """Compute the outputs y."""
        return x * w

    def error(self, y, t):
        """Compute y - t of each sample."""
        return y - t

    def loss(self, y, t):
        """Compute the loss."""
        return np.mean(self.error(y, t) ** 2)

    def gradient(self, w, x, t):
        """Compute the gradient of the loss for w."""
        return np.mean(2 * x * self.error(self.nn(x, w), t))


class Classifier(Model):
    """The model of part 2 in one piece, without a defect."""

    def logistic(self, z):
        """Compute the logistic function."""
        return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))

    def nn(self, x, w):
        """Compute the outputs y."""
        return self.logistic(x @ w.T)

    def loss(self, y, t):
        """Compute the loss."""
        eps = np.finfo(float).eps
        y = np.clip(y, eps, 1 - eps)
        return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))

    def gradient(self, w, x, t):
        """Compute the gradient of the loss for w."""
        y = self.nn(x, w)
        return np.mean((y - t) * x, axis=0, keepdims=True)


# What they show of themselves, their names and docstrings, says nothing of the defect. NumPy's
# warnings would show a line of theirs.


class A(Line):
    """A suspect."""

    def gradient(self, w, x, t):
        """Compute the gradient of the loss for w."""
        y = self.nn(x, w)
        return np.mean(2 * x * (t - y))


class B(Line):
    """A suspect."""

    def error(self, y, t):
        """Compute y - t of each sample."""
        return y - t[:, 0]


class C(Line):
    """A suspect."""

    def loss(self, y, t):
        """Compute the loss."""
        return np.sum((y - t) ** 2)


class D(Classifier):
    """A suspect."""

    def loss(self, y, t):
        """Compute the loss."""
        with np.errstate(all="ignore"):
            return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))


class E(Classifier):
    """A suspect."""

    def gradient(self, w, x, t):
        """Compute the gradient of the loss for w."""
        y = self.nn(x, w)
        by_y = -t / y + (1 - t) / y
        return np.mean(by_y * y * (1 - y) * x, axis=0, keepdims=True)


class F(Classifier):
    """A suspect."""

    def logistic(self, z):
        """Compute the logistic function."""
        with np.errstate(all="ignore"):
            return np.exp(z) / (1 + np.exp(z))


# Mending: what is right instead of the lines of a suspect, without their self.


def gradient_of_line(w, x, t):
    """Compute the gradient of the mean squared error for w."""
    y = x * w
    return np.mean(2 * x * (y - t))


def error(y, t):
    """Compute y - t of each sample."""
    return y - t


def loss_of_line(y, t):
    """Compute the mean squared error."""
    return np.mean((y - t) ** 2)


def loss_of_classifier(y, t):
    """Compute the mean cross-entropy, finite even where y is exactly 0 or 1."""
    y = np.clip(y, EPS, 1 - EPS)
    return np.mean(-(t * np.log(y) + (1 - t) * np.log(1 - y)))


def gradient_of_classifier(w, x, t):
    """Compute the gradient of the mean cross-entropy for w."""
    y = logistic(x @ w.T)
    return np.mean((y - t) * x, axis=0, keepdims=True)


def logistic(z):
    """Compute the logistic function, where exp never sees a positive number."""
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def logistic_by_tanh(z):
    """Compute the logistic function of a tanh, which is finite for all numbers."""
    return (1 + np.tanh(z / 2)) / 2


def logistic_by_an_exponential(z):
    """Compute the logistic function, whose infinities on the way come out as 0."""
    return 1 / (1 + np.exp(-z))


# Columns of different lengths, so that a sum is not a mean times the same number everywhere.
X5, X8 = np.linspace(-1.9, 2.3, 5)[:, np.newaxis], np.linspace(-1.4, 2.1, 8)[:, np.newaxis]
V5, V8 = np.hstack((X5, np.cos(3 * X5))), np.hstack((X8, np.sin(2 * X8)))
T5, T8 = np.array([[1.0, 0, 0, 1, 0]]).T, np.array([[0.0, 1, 1, 0, 1, 1, 0, 1]]).T
Y5, Y8 = logistic(X5), logistic(X8)
R5, R8 = 2 * X5 + np.sin(7 * X5), 2 * X8 + np.sin(5 * X8)
FAR = np.array([[0.3, -800.0, 0.0, 800.0]]).T
EPS = np.finfo(float).eps

# Every name that can be chosen, and the trace that it would leave; two fit no suspect.
DEFECTS = {
    "sign flipped": "the ratio is the same at every point, -1 (tool 1)",
    "shapes broadcast": "what should be a column, (20, 1), has the shape (20, 20) (tool 2)",
    "sum for mean": "the ratio is the same at every point, 1 over the number of samples (tool 1), "
    "and with the samples twice the loss doubles (tool 3)",
    "mean taken twice": "the ratio is the same at every point, 1 over the number of samples "
    "(tool 1), and with the samples twice the gradient is halved (tool 3)",
    "logarithm of 0": "at ordinary points all is well (tools 1 and 4), and for an extreme input "
    "the outputs are right, but the loss is infinite or nan (tool 5)",
    "exp overflows": "at ordinary points all is well (tools 1 and 4), but for an extreme input an "
    "output is nan, and then so is the loss (tool 5)",
    "1 - y forgotten": "the ratios differ from point to point (tool 1), but with the samples of "
    "one class alone they are 1 (tool 4)",
    "logistic derivative lost": "the ratios differ from point to point (tool 1), and so they do "
    "with the samples of either class alone (tool 4)",
}
SUSPECTS = (
    Suspect(
        A(),
        "sign flipped",
        "It takes t - y where y - t belongs, and so climbs where it should descend.",
        (
            "The size of the gradient is right everywhere, as tool 1 says. What is left?",
            "If the outputs are too large, which way must w go? Which way does this gradient "
            "send it?",
        ),
        Mending(
            right=(gradient_of_line,),
            cases=((0.7, X5, R5), (-1.2, X8, R8), (2.9, X8, R8)),
            steps={"y": "y", "y - t": "the error"},
            hints=(
                "What is the derivative of (y - t)^2 with respect to y?",
                "Where y is too large, it is positive: a larger y makes matters worse.",
            ),
        ),
    ),
    Suspect(
        B(),
        "shapes broadcast",
        "It takes flat targets from a column of outputs: every output minus every target. Loss "
        "and gradient share the mistake, so they agree.",
        (
            "Tools 1 and 3 find nothing. How many numbers does tool 2 count in y - t?",
            "20 outputs and 20 targets should make 20 differences. Which pairs make 400?",
        ),
        Mending(
            right=(error,),
            cases=((Y5, R5), (X8, R8)),
            confusions="(y - t) ** 2  # that is the square already, which the loss takes of it",
            hints=(
                "y and t are columns of one shape. What does the suspect do to t?",
                "Two columns of one shape are subtracted row by row.",
            ),
        ),
    ),
    Suspect(
        C(),
        "sum for mean",
        "Its loss adds up the squares of the 20 samples, and does not divide by 20. The gradient, "
        "which the check accused, is that of the mean, and right.",
        (
            "The ratio is the same everywhere: which number of the data is 1 over it?",
            "A ratio has two sides: the gradient, and the loss that it is checked with. With the "
            "samples twice a mean stays what it is: which of the two does not?",
        ),
        Mending(
            right=(loss_of_line,),
            cases=((Y5, R5), (X8, R8)),
            steps={"y - t": "the error"},
            confusions="np.mean(np.abs(y - t))  # the sizes of the errors stand for their squares",
            hints=(
                "Which function of NumPy divides by the number of values, however many they are?",
                "The squares can stay as they are.",
            ),
        ),
    ),
    Suspect(
        D(),
        "logarithm of 0",
        "It takes ln y and ln(1 - y) as they are: where y is exactly 0 or 1, ln 0 is infinite, and "
        "0 ln 0 is not a number. (The line with errstate only keeps NumPy's warnings quiet.)",
        (
            "F has the same symptom. Look at the outputs of both: which has them right?",
            "The outputs are right, the loss is not. What does the loss do with an output of 0?",
        ),
        MendingOfLoss(
            right=(loss_of_classifier,),
            cases=((Y5, T5), (Y8, T8)),
            costly=(((1 - T5, T5), 1), ((0 * T8, T8), np.mean(T8)), ((T8**0, T8), np.mean(1 - T8))),
            free=((T5, T5), (T8, T8)),
            lesson="2.2",
            steps={"y": "y"},
            confusions=CONFUSIONS_OF_LOSS,
            hints=(
                "What must not go into a logarithm?",
                "What does cross_entropy in 2.2 do with y before it takes a logarithm?",
            ),
        ),
    ),
    Suspect(
        E(),
        "1 - y forgotten",
        "In the derivative of -ln(1 - y), y stands where 1 - y belongs. Only samples with t = 0 "
        "have that term.",
        (
            "With one class alone the ratio is right. What have the samples of the other class, "
            "and only these, in their loss?",
            "Write the loss for t = 1, and for t = 0. One logarithm is left in each.",
        ),
        Mending(
            right=(gradient_of_classifier,),
            cases=(
                (np.array([[0.6, -0.4]]), V5, T5),
                (np.array([[-0.5, 1.1]]), V8, T8),
                (np.array([[1.3, 0.2]]), V8, T8),
            ),
            steps={"y": "y", "y - t": "by_y y (1 - y), which comes to y - t,"},
            confusions="""
                E().gradient(w, x, t)  # for t = 0 it is still divided by y: what is the
                    # derivative of ln(1 - y)?
                np.mean((-t / (1 - y) + (1 - t) / y) * y * (1 - y) * x, axis=0, keepdims=True)
                    # the divisors are exchanged: by which is t divided, and by which 1 - t?
                np.mean((-t / y - (1 - t) / (1 - y)) * y * (1 - y) * x, axis=0, keepdims=True)
                    # the derivative of ln(1 - y) has an inner derivative, -1
                np.mean((y - t) / (y * (1 - y)) * x, axis=0, keepdims=True)  # the derivative of
                    # the logistic function is lost
                np.mean((y - t) * y * (1 - y) * x, axis=0, keepdims=True)  # the derivative of the
                    # logistic function is in y - t already
                np.mean((y - t) * x, axis=0)  # the numbers are right, but flat: keepdims=True
                    # keeps the row, of the shape of w
                np.mean((y - t) * x)  # it is one number, a mean over both weights; axis=0 takes
                    # the mean over the samples alone
                np.mean((y - t) * x, keepdims=True)  # it is one number, a mean over both weights;
                    # axis=0 takes the mean over the samples alone
                np.mean((y - t) * x, axis=1, keepdims=True)  # axis=1 takes the mean over the
                    # weights; the samples are along axis 0
                (y - t) * x  # each sample is right, but the mean over them is missing
                ((y - t) * x).T @ np.ones_like(t) / len(t)  # the numbers are right, but stand in
                    # a column; w is a row
            """,
            hints=(
                "What is the derivative of ln(1 - y) with respect to y?",
                "It is -1 / (1 - y), and in the loss a minus stands before the logarithm. So "
                "what belongs below 1 - t?",
            ),
        ),
    ),
    Suspect(
        F(),
        "exp overflows",
        "It computes e^z for large z: that is infinite, and infinity over infinity is not a "
        "number. (The line with errstate only keeps NumPy's warnings quiet.)",
        (
            "D has the same symptom. Look at the outputs of both: which has them right?",
            "One output is nan, not a number, before the loss is computed, so the loss is "
            "innocent. Which method makes y of z, and what does it do with z = 1000?",
        ),
        Mending(
            right=(logistic, logistic_by_tanh, logistic_by_an_exponential),
            cases=((X5,), (X8,), (FAR,)),
            confusions="""
                np.exp(z) / (1 + np.exp(z))  # right for small z, but for z = 800 still infinity
                    # over infinity
                np.nan_to_num(np.exp(z) / (1 + np.exp(z)))  # for z = 800 nan is now hidden as 0,
                    # but the output should be 1
            """,
            hints=(
                "Divide numerator and denominator by e^z. What is left?",
                "It is the formula of 2.2. For which z is e^-z infinite now, and what is 1 "
                "divided by that?",
            ),
        ),
    ),
)
BY_LETTER = by_letter(SUSPECTS)
BROKEN = {letter: suspect.broken for letter, suspect in BY_LETTER.items()}
FIRST_LOOK = ChoiceExercise(
    right="c",
    wrong={
        "a": "a bug need not be in the gradient, nor in anything that the check sees",
        "b": "the check compares a gradient with the loss of the same model: if both are wrong "
        "together, it finds nothing",
        "d": "a gradient that is wrong may still point downhill, if not the steepest way",
    },
    explanation="Three of the six pass: a gradient check says little about all the rest.",
)
EXERCISES = {"first look 2": FIRST_LOOK, **exercises_of(2, SUSPECTS, DEFECTS)}
