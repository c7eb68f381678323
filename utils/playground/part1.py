"""The playground of part 1: a ball on the parabola, which a learning rate moves.

Three panels: the loss over the weight, with the path, the ball at its end and the tangent there;
the samples with the line of that weight; the loss over the iterations.
"""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from utils import plotting
from utils.data import make_noisy_line
from utils.linear_regression import gradient, loss, nn, train
from utils.playground import base

# The text, the value at the start (the run of 1.2), the lowest, the highest, and the step.
CONTROLS = {
    "w": ("start: weight", 0.138, -1.0, 5.0, 0.002),
    "rate": ("learning rate", 0.9, 0.01, 4.0, 0.01),
    "iterations": ("iterations", 4, 0, 20, 1),
    "std_dev": ("data: noise", 0.2, 0.05, 1.0, 0.05),
    "seed": ("data: seed", 13, 0, 20, 1),
}
SETTINGS = {
    "the four steps": {},
    "too small": {"rate": 0.1, "iterations": 10},
    "in one step": {"rate": 1.41, "iterations": 1},
    "back and forth": {"rate": 2.5, "iterations": 10},
    "nearly critical": {"rate": 2.82, "iterations": 20},
    "too large": {"rate": 3.0, "iterations": 10},
}
# A little more than the slider reaches, so that a start at its ends is seen whole.
W_VALUES = np.linspace(-1.3, 5.3, 100)
HIGHEST_LOSS = 4.0
ENDS = np.array([0.0, 1.0])


class Run(NamedTuple):
    """A training and its data: the arguments that the figures of `plotting` are handed."""

    x: np.ndarray
    t: np.ndarray
    losses: np.ndarray
    path: np.ndarray
    slope: float
    factor: float
    critical: float
    best: float


class Playground(base.Playground):
    """Sliders for the start, the steps and the data of a training, and the run that follows."""

    def __init__(self):
        super().__init__(CONTROLS, SETTINGS, Picture())

    def compute(self, w, rate, iterations, std_dev, seed):
        """Train from a start, at a learning rate, on data."""
        x, t = make_noisy_line(np.random.RandomState(seed), std_dev=std_dev)
        path = train(x, t, w, rate, iterations)
        losses = np.array([loss(nn(x, value), t) for value in W_VALUES])
        a = np.mean(x**2)
        return Run(
            x,
            t,
            losses,
            path,
            slope=gradient(path[-1, 0], x, t),
            factor=1 - 2 * rate * a,
            critical=1 / a,
            best=np.mean(x * t) / a,
        )

    def sentences(self, run):
        """Describe path, step and line."""
        return (
            plotting.describe_descent(W_VALUES, run.losses, run.path),
            f"Each step multiplies the distance from the best weight, {run.best:.4f}, by "
            f"{run.factor:.4f}; the critical rate of these data is {run.critical:.4f}. The slope "
            f"at the ball is {run.slope:.4f}.",
            plotting.describe_fit(run.x, run.t, ENDS, _lines(run)),
        )


def _lines(run):
    return {"true line": 2 * ENDS, "line of the ball": nn(ENDS, run.path[-1, 0])}


class Picture(base.Picture):
    """The three panels, with a title over each that says where the ball is."""

    def __init__(self):
        figure = Figure(figsize=(9.75, 6.0), dpi=80, layout="none")
        grid = figure.add_gridspec(
            2, 2, width_ratios=(3, 2), hspace=0.4, wspace=0.2,
            left=0.07, right=0.98, top=0.93, bottom=0.09,
        )  # fmt: skip
        self.parabola = figure.add_subplot(grid[:, 0])
        self.line = figure.add_subplot(grid[0, 1])
        self.loss = figure.add_subplot(grid[1, 1])
        self.parabola.set(xlabel="weight $w$", ylabel=r"loss $\xi$")
        self.parabola.set(xlim=(W_VALUES[0], W_VALUES[-1]), ylim=(-0.4, HIGHEST_LOSS))
        self.line.set(xlabel="input $x$", ylabel="target $t$", xlim=(0, 1), ylim=(-1, 4))
        self.loss.set(xlabel="iteration", ylabel=r"loss $\xi$", ylim=(-0.1, HIGHEST_LOSS))
        # All limits stay, so that nothing but the artists below is drawn again.
        self.loss.set(xlim=(-0.5, 20.5), xticks=range(0, 21, 5))
        self.line.plot(ENDS, 2 * ENDS, "--", color="black")
        red = plotting.RED
        (self.curve,) = self.parabola.plot([], [], color=plotting.BLUE, lw=2)
        (self.best,) = self.parabola.plot([], [], ":", color="black", lw=1)
        (self.steps,) = self.parabola.plot([], [], "o-", color=red, ms=4, lw=1)
        (self.tangent,) = self.parabola.plot([], [], "--", color="black", lw=2)
        (self.ball,) = self.parabola.plot([], [], "o", color=red, mec="black", ms=14)
        (self.samples,) = self.line.plot([], [], "o", color=plotting.BLUE, ms=5)
        (self.fitted,) = self.line.plot([], [], color=red, lw=2)
        (self.losses,) = self.loss.plot([], [], "o-", color=red, ms=4)
        self.titles = [ax.text(0, 1.03, "", transform=ax.transAxes) for ax in figure.get_axes()]
        moving = [
            self.curve, self.best, self.steps, self.tangent, self.ball,
            self.samples, self.fitted, self.losses, *self.titles,
        ]  # fmt: skip
        super().__init__(figure, moving)

    def show(self, run):
        """Show a run."""
        w, xi = run.path[-1]
        beside = np.array([-0.8, 0.8])
        self.curve.set_data(W_VALUES, run.losses)
        self.best.set_data([run.best, run.best], [-0.4, HIGHEST_LOSS])
        self.steps.set_data(run.path[:, 0], run.path[:, 1])
        self.tangent.set_data(w + beside, xi + run.slope * beside)
        self.ball.set_data([w], [xi])
        self.samples.set_data(run.x, run.t)
        self.fitted.set_data(ENDS, nn(ENDS, w))
        self.losses.set_data(np.arange(len(run.path)), run.path[:, 1])
        is_inside = W_VALUES[0] <= w <= W_VALUES[-1] and xi <= HIGHEST_LOSS
        texts = (
            f"slope {run.slope:.3f}; critical rate {run.critical:.3f}; distance times "
            f"{run.factor:.3f} a step"
            if is_inside
            else "the ball has left the picture",
            f"w = {w:.4f}; dashed the true line",
            f"loss {xi:.4f}",
        )
        for title, text in zip(self.titles, texts, strict=True):
            title.set_text(text)
