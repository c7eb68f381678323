"""The suspects of the bug hunt, notebook 3.9: no reading on before you have found them all.

Each is the network of part 3 with one defect of a kind that stands in published tutorials.
"""

import numpy as np

from utils.rbf_network import logistic, rbf

# Name of each defect, and the trace it leaves.
DEFECTS = {
    "activation derivative lost": "delta_h over delta_o is 1 at every zh: nothing happens on the "
    "way through the hidden neuron (tool 4)",
    "derivative after the activation": "delta_h over delta_o has the same sign on both sides of "
    "the origin, although the RBF rises on one side and falls on the other (tool 4)",
    "sum for mean": "both gradients are too large by the same factor at every point, the number of "
    "samples (tool 1)",
    "new weight too early": "both gradients pass the check and the loss is right, but in one "
    "update the bias does not go where its gradient points (tools 1, 5 and 3)",
    "shapes broadcast": "what should be a column, (40, 1), has the shape (40, 40) (tool 2)",
    "loss hides nan": "the loss is 0 where half of the samples are wrong, once the outputs are "
    "exactly 0 or 1 (tool 5)",
}


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


class A(Network):
    """Forgets to divide by the number of samples."""

    def average(self, values):
        """Sum up."""
        return np.sum(values)


class B(Network):
    """Uses the new wh in the gradient of bo."""

    def update(self, x, wh, bo, t, learning_rate):
        """Change wh before the gradient of bo is computed."""
        wh = wh - learning_rate * self.gradients(x, wh, bo, t)[0]
        bo = bo - learning_rate * self.gradients(x, wh, bo, t)[1]
        return wh, bo


class C(Network):
    """Takes the derivative of the RBF at h, as one may for a ReLU, not at zh."""

    def hidden_step(self, zh, h, grad_output):
        """Use h for zh."""
        return -2 * h * rbf(h) * grad_output


class D(Network):
    """Turns what is not a number into 0."""

    def loss(self, x, wh, bo, t):
        """Compute logarithms of 0, and hide what comes of it."""
        _, _, y = self.forward(x, wh, bo)
        with np.errstate(divide="ignore", invalid="ignore"):
            xi = -(t * np.log(y) + (1 - t) * np.log(1 - y))
        return np.mean(np.nan_to_num(xi, posinf=0))


class E(Network):
    """Passes delta_o on as if the hidden neuron were linear."""

    def hidden_step(self, zh, h, grad_output):
        """Leave out the derivative of the RBF."""
        return grad_output


class F(Network):
    """Subtracts a flat array of targets from a column of outputs."""

    def output_step(self, y, t):
        """Let a (40, 1) meet a (40,)."""
        return y - t.ravel()


# The classes have no telling names, as Python shows them in many places.
BROKEN = {kind.__name__: kind() for kind in (A, B, C, D, E, F)}
