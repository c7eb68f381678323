"""The playground of part 3: everything that the training of the RBF network depends on.

Four panels: the path of the parameters on the contours of the loss; loss and correct decisions
over the iterations; the decision along the line, with the exact boundary.
"""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from utils import plotting
from utils.data import make_surrounded_classes
from utils.playground import base
from utils.rbf_network import count_correct, decision_boundary, loss_surface, nn_predict, train

# The text, the value at the start (the run of 3.6), the lowest, the highest, and the step.
CONTROLS = {
    "wh": ("start: weight", 2.3, -3.0, 3.0, 0.05),
    "bo": ("start: bias", 1.4, -2.5, 1.5, 0.05),
    "rate": ("learning rate", 2.0, 0.1, 20.0, 0.1),
    "iterations": ("iterations", 20, 0, 100, 1),
    "std_dev": ("data: spread", 0.5, 0.1, 1.0, 0.05),
    "seed": ("data: seed", 4, 0, 20, 1),
}
SETTINGS = {
    "the run of 3.6": {},
    "fifty iterations": {"iterations": 50},
    "on the ridge": {"wh": 0.0, "iterations": 50},
    "too fast": {"rate": 10.0},
    "thrown out": {"rate": 20.0},
    "the other valley": {"wh": -2.3},
}
# A little more than the sliders reach, so that a start at their ends is seen whole.
WH_VALUES = np.linspace(-3.2, 3.2, 50)
BO_VALUES = np.linspace(-2.7, 1.7, 50)
# No parameters bring the loss below 0.474, as 3.8 shows.
LOSS_AXIS_BOTTOM = 0.4
DECISION_LIMITS = (-5.5, 5.5)


class Run(NamedTuple):
    """A training and its data: the arguments that the figures of `plotting` are handed."""

    x: np.ndarray
    t: np.ndarray
    losses: np.ndarray
    path: np.ndarray
    nb_correct: np.ndarray
    boundary: float
    is_blue: np.ndarray


@lru_cache(maxsize=1)
def _data_and_losses(std_dev, seed):
    """Make the data and their loss surface, once for as long as the data stay."""
    x, t = make_surrounded_classes(std_dev=std_dev, seed=seed)
    return x, t, loss_surface(x, t, WH_VALUES, BO_VALUES)


class Playground(base.Playground):
    """Sliders for the start, the steps and the data of a training, and the run that follows."""

    def __init__(self):
        super().__init__(CONTROLS, SETTINGS, Picture())

    def compute(self, wh, bo, rate, iterations, std_dev, seed):
        """Train from a start, at a learning rate, on data."""
        x, t, losses = _data_and_losses(std_dev, seed)
        path = train(x, t, wh, bo, rate, iterations)
        wh, bo, _ = path[-1]
        return Run(
            x,
            t,
            losses,
            path,
            nb_correct=count_correct(path, x, t),
            boundary=decision_boundary(wh, bo),
            is_blue=nn_predict(x, wh, bo) == 1,
        )

    def sentences(self, run):
        """Describe path, training and decision."""
        return (
            plotting.describe_path(run.path),
            plotting.describe_training(run.path, run.nb_correct, run.t.size),
            plotting.describe_decision(run.x, run.t, run.boundary, run.is_blue),
        )


class Picture(base.Picture):
    """The four panels, with a title over each that says how the run ends."""

    def __init__(self):
        figure = Figure(figsize=(9.75, 6.5), dpi=80, layout="none")
        grid = figure.add_gridspec(
            3, 2, height_ratios=(3, 3, 1.5), width_ratios=(3, 2), hspace=0.62, wspace=0.22,
            left=0.08, right=0.98, top=0.96, bottom=0.08,
        )  # fmt: skip
        self.surface = figure.add_subplot(grid[:2, 0])
        self.loss = figure.add_subplot(grid[0, 1])
        self.correct = figure.add_subplot(grid[1, 1])
        self.decision = figure.add_subplot(grid[2, :])
        self.surface.set(xlabel="weight $w_h$", ylabel="bias $b_o$")
        self.loss.set(ylabel=r"loss $\xi$")
        self.correct.set(xlabel="iteration", ylabel="correct")
        self.decision.set(xlim=DECISION_LIMITS, ylim=(-1, 1), yticks=[], xlabel="input $x$")
        self.contours = self.drawn_losses = None
        whole_height = self.decision.get_xaxis_transform()
        self.bands = [
            self.decision.add_patch(Rectangle((0, 0), 1, 1, transform=whole_height))
            for _ in range(3)
        ]
        self.edges = [self.decision.axvline(0, color="black", linestyle="--") for _ in range(2)]
        self.samples = {
            target: self.decision.scatter([], [], s=45, alpha=0.7, **style)
            for target, style in plotting.MARKERS.items()
        }
        (self.line,) = self.surface.plot([], [], "o-", color="white", ms=4)
        (self.star,) = self.surface.plot([], [], "*", color="white", mec="black", ms=15)
        (self.losses,) = self.loss.plot([], [], "o-", color="black", ms=3)
        (self.counts,) = self.correct.plot([], [], "o-", color="black", ms=3)
        self.titles = [ax.text(0, 1.03, "", transform=ax.transAxes) for ax in figure.get_axes()]
        moving = [
            *self.bands, *self.edges, *self.samples.values(),
            self.line, self.star, self.losses, self.counts, *self.titles,
        ]  # fmt: skip
        super().__init__(figure, moving)

    def show(self, run):
        """Show a run."""
        if run.losses is not self.drawn_losses:
            self._show_surface(run.losses)
        self._show_training(run.path, run.nb_correct, run.t.size)
        self._show_decision(run)
        low, high = (WH_VALUES[0], BO_VALUES[0]), (WH_VALUES[-1], BO_VALUES[-1])
        is_outside = np.any((run.path[:, :2] < low) | (run.path[:, :2] > high))
        where = "there is none" if np.isnan(run.boundary) else f"|x| = {run.boundary:.3f}"
        texts = (
            "the path leaves the picture" if is_outside else "the path; dark is a low loss",
            f"loss {run.path[-1, 2]:.4f}",
            f"{run.nb_correct[-1]} of {run.t.size} correct",
            f"samples, and as background the decision; boundary: {where}",
        )
        for title, text in zip(self.titles, texts, strict=True):
            title.set_text(text)

    def _show_surface(self, losses):
        if self.contours is not None:
            self.contours.remove()
        levels = np.linspace(0.3, 1.6, 27)
        self.contours = self.surface.contourf(
            WH_VALUES, BO_VALUES, losses, levels=levels, cmap="magma", extend="both"
        )
        self.drawn_losses = losses
        self.background = None

    def _show_training(self, path, nb_correct, nb_of_samples):
        iterations = np.arange(len(path))
        self.line.set_data(path[:, 0], path[:, 1])
        self.star.set_data(path[-1:, 0], path[-1:, 1])
        self.losses.set_data(iterations, path[:, 2])
        self.counts.set_data(iterations, nb_correct)
        # Few different limits, so that the background can nearly always stay.
        xlim = (0, min(n for n in (10, 20, 50, 100) if n >= len(path) - 1))
        self.set_limits(self.loss, xlim, (LOSS_AXIS_BOTTOM, np.ceil(path[:, 2].max() + 0.1)))
        self.set_limits(self.correct, xlim, (-1, nb_of_samples + 1))

    def _show_decision(self, run):
        for target, artist in self.samples.items():
            of_class = run.x[run.t == target]
            artist.set_offsets(np.column_stack((of_class, np.zeros(of_class.size))))
        left, right = DECISION_LIMITS
        has_edges = run.boundary < right  # not if the boundary is nan
        inner = run.boundary if has_edges else 0
        is_blue = np.any(run.is_blue) if np.isnan(run.boundary) else True
        within = plotting.LIGHT_BLUE if is_blue else plotting.LIGHT_RED
        outside = plotting.LIGHT_RED if has_edges else within
        parts = pairwise((left, -inner, inner, right))
        colours = (outside, within, outside)
        for band, (start, end), colour in zip(self.bands, parts, colours, strict=True):
            band.set(x=start, width=end - start, color=colour)
        for edge, place in zip(self.edges, (-inner, inner), strict=True):
            edge.set(xdata=[place, place], visible=has_edges)
