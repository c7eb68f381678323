"""The suspects of the bug hunt, notebook 3.9: no reading on before you have found them all.

Each is the network of part 3 with one defect of a kind that stands in published tutorials.
"""

from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from exercises.attempts import Diagnosis
from exercises.exercise import JudgedExercise
from utils.activations import logistic, rbf


class Network:
    """The network of part 3 in one piece, without a defect."""

    def forward(self, x, wh, bo):
        """Compute zh, h and y."""
        zh = x * wh
        h = rbf(zh)
        return zh, h, logistic(h + bo)

    def loss(self, x, wh, bo, t):
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

    def gradients(self, x, wh, bo, t):
        """Compute the gradients of the loss for wh and bo."""
        zh, h, y = self.forward(x, wh, bo)
        grad_output = self.output_step(y, t)
        grad_hidden = self.hidden_step(zh, h, grad_output)
        return self.average(x * grad_hidden), self.average(grad_output)

    def update(self, x, wh, bo, t, learning_rate):
        """Do one iteration; return the new wh and bo."""
        grad_wh, grad_bo = self.gradients(x, wh, bo, t)
        return wh - learning_rate * grad_wh, bo - learning_rate * grad_bo

    def train(self, x, wh, bo, t, learning_rate, nb_of_iterations):
        """Train; return wh, bo and loss of every iteration."""
        path = [(wh, bo, self.loss(x, wh, bo, t))]
        for _ in range(nb_of_iterations):
            wh, bo = self.update(x, wh, bo, t, learning_rate)
            path.append((wh, bo, self.loss(x, wh, bo, t)))
        return np.array(path)


# What they show of themselves, their names and docstrings, says nothing of the defect.


class A(Network):
    """A suspect."""

    def average(self, values):
        """Average over the samples."""
        return np.sum(values)


class B(Network):
    """A suspect."""

    def update(self, x, wh, bo, t, learning_rate):
        """Do one iteration; return the new wh and bo."""
        wh = wh - learning_rate * self.gradients(x, wh, bo, t)[0]
        bo = bo - learning_rate * self.gradients(x, wh, bo, t)[1]
        return wh, bo


class C(Network):
    """A suspect."""

    def hidden_step(self, zh, h, grad_output):
        """Compute delta_h."""
        return -2 * h * rbf(h) * grad_output


class D(Network):
    """A suspect."""

    def loss(self, x, wh, bo, t):
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


@dataclass(frozen=True)
class Suspect:
    """A broken network, the name of its defect, the trace that leaves, and what its code does."""

    network: Network
    defect: str
    trace: str
    explanation: str

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


# In the order in which the notebook lists the defects, which is not that of their letters.
SUSPECTS = (
    Suspect(
        E(),
        "activation derivative lost",
        "delta_h over delta_o is 1 at every zh: nothing happens on the way through the hidden "
        "neuron (tool 4)",
        "It returns delta_o as delta_h, as if the hidden neuron passed its input on unchanged.",
    ),
    Suspect(
        C(),
        "derivative after the activation",
        "delta_h over delta_o has the same sign on both sides of the origin, although the RBF "
        "rises on one side and falls on the other (tool 4)",
        "It takes the derivative of the RBF at h, -2 h exp(-h^2), where -2 zh exp(-zh^2) belongs.",
    ),
    Suspect(
        A(),
        "sum for mean",
        "both gradients are too large by the same factor at every point, the number of samples "
        "(tool 1)",
        "It adds up the gradients of the 40 samples, and does not divide by 40.",
    ),
    Suspect(
        B(),
        "new weight too early",
        "both gradients pass the check and the loss is right, but in one update the bias does not "
        "go where its gradient points (tools 1, 5 and 3)",
        "It changes the weight first, and computes the gradient of the bias with the new weight.",
    ),
    Suspect(
        F(),
        "shapes broadcast",
        "what should be a column, (40, 1), has the shape (40, 40) (tool 2)",
        "It subtracts flat targets from a column of outputs: every output minus every target.",
    ),
    Suspect(
        D(),
        "loss hides nan",
        "the loss is 0 where half of the samples are wrong, once the outputs are exactly 0 or 1 "
        "(tool 5)",
        "Where y is exactly 0 or 1, ln 0 is infinite and 0 ln 0 is nan; it counts both as 0.",
    ),
)
BY_LETTER = {
    type(suspect.network).__name__: suspect
    for suspect in sorted(SUSPECTS, key=lambda suspect: type(suspect.network).__name__)
}
BROKEN = {letter: suspect.network for letter, suspect in BY_LETTER.items()}
DEFECTS = {suspect.defect: suspect.trace for suspect in SUSPECTS}
EXERCISES = {
    f"bug {letter}": JudgedExercise(
        judge=suspect.judge, nb_of_numbers=None, explanation=suspect.explanation
    )
    for letter, suspect in BY_LETTER.items()
}
