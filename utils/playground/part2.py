"""The playground of part 2: a line in the plane, with its two weights and a bias.

Three panels: the samples in the plane and the side of the line on which each lies; the weights on
the contours of the loss; and each sample on the logistic curve, at its log-odds z.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from utils import plotting
from utils.activations import logistic
from utils.data import make_two_classes
from utils.losses import cross_entropy
from utils.playground import base

# The text, the value at the start (the end of the training in 2.3), the lowest, the highest, and
# the step.
CONTROLS = {
    "w1": ("weight w1", 1.83, -5.0, 5.0, 0.01),
    "w2": ("weight w2", 0.81, -5.0, 5.0, 0.01),
    "b": ("bias b", 0.0, -5.0, 5.0, 0.05),
    "seed": ("data: seed", 1, 0, 20, 1),
}
SETTINGS = {
    "trained": {},
    "start of training": {"w1": -4.0, "w2": -2.0},
    "the truth": {"w1": 2.0, "w2": 0.0},
    "with a bias": {"w1": 2.45, "w2": 0.93, "b": -0.55},
    "hardly sure": {"w1": 0.18, "w2": 0.08},
    "no weights": {"w1": 0.0, "w2": 0.0},
}
LIMITS = plotting.PLANE_LIMITS
WEIGHTS = np.linspace(-5.2, 5.2, 27)
ACROSS, UP = np.linspace(*LIMITS[0], 36), np.linspace(*LIMITS[1], 41)
Z_LIMIT = 12.0
CORNERS = np.array([(-3.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-3.0, 4.0)])


class State(NamedTuple):
    """A line and the samples: the arguments that the figures of `plotting` are handed."""

    x: np.ndarray
    t: np.ndarray
    w: np.ndarray
    b: float
    z: np.ndarray
    is_blue: np.ndarray
    loss: float
    losses: np.ndarray


@lru_cache(maxsize=1)
def _data(seed):
    return make_two_classes(np.random.RandomState(seed))


@lru_cache(maxsize=1)
def _losses(seed, b):
    """Compute the loss over both weights, once for as long as data and bias stay."""
    x, t = _data(seed)
    w1, w2 = np.meshgrid(WEIGHTS, WEIGHTS)
    y = logistic(w1[..., np.newaxis] * x[:, 0] + w2[..., np.newaxis] * x[:, 1] + b)
    return np.mean(cross_entropy(y, np.broadcast_to(t[:, 0], y.shape)), axis=2)


class Playground(base.Playground):
    """Sliders for the weights, the bias and the data, and the decisions that follow."""

    def __init__(self):
        super().__init__(CONTROLS, SETTINGS, Picture())

    def compute(self, w1, w2, b, seed):
        """Decide for each sample, and compute the loss."""
        x, t = _data(seed)
        w = np.array([[w1, w2]])
        z = x @ w.T + b
        loss = np.mean(cross_entropy(logistic(z), t))
        return State(x, t, w, b, z, z > 0, loss, _losses(seed, b))

    def sentences(self, state):
        """Describe the regions and the line, and say where the weights stand."""
        grid_1, grid_2 = np.meshgrid(ACROSS, UP)
        ground = 1.0 * (grid_1 * state.w[0, 0] + grid_2 * state.w[0, 1] + state.b > 0)
        has_line = np.any(state.w)
        return (
            plotting.describe_regions(state.x, state.t, state.is_blue, ACROSS, UP, ground),
            plotting.describe_line(state.w, state.b) if has_line else "Figure: there is no line.",
            f"Figure: on the contours stands w1 = {state.w[0, 0]:.2f}, w2 = {state.w[0, 1]:.2f}, "
            f"with the loss {state.loss:.4f}; the log-odds of the samples reach from "
            f"{state.z.min():.2f} to {state.z.max():.2f}.",
        )


def _blue_part(w, b):
    """Return the corners of the part of the picture where x w^T + b > 0."""
    values = CORNERS @ w[0] + b
    part = []
    for i in range(4):
        j = (i + 1) % 4
        if values[i] > 0:
            part.append(CORNERS[i])
        if (values[i] > 0) != (values[j] > 0):
            share = values[i] / (values[i] - values[j])
            part.append(CORNERS[i] + share * (CORNERS[j] - CORNERS[i]))
    return np.array(part) if part else np.zeros((1, 2))


class Picture(base.Picture):
    """The three panels, with a title over each."""

    def __init__(self):
        figure = Figure(figsize=(9.75, 6.5), dpi=80, layout="none")
        grid = figure.add_gridspec(
            2, 2, height_ratios=(3, 2), hspace=0.35, wspace=0.2,
            left=0.07, right=0.98, top=0.95, bottom=0.08,
        )  # fmt: skip
        self.plane = figure.add_subplot(grid[:, 0])
        self.surface = figure.add_subplot(grid[0, 1])
        self.curve = figure.add_subplot(grid[1, 1])
        self.plane.set(xlim=LIMITS[0], ylim=LIMITS[1], aspect="equal")
        self.plane.set(xlabel="input $x_1$", ylabel="input $x_2$")
        self.plane.set_facecolor(plotting.LIGHT_RED)
        self.surface.set(xlabel="weight $w_1$", ylabel="weight $w_2$")
        self.curve.set(xlim=(-Z_LIMIT, Z_LIMIT), ylim=(-0.15, 1.15), xlabel="log-odds $z$")
        z_values = np.linspace(-Z_LIMIT, Z_LIMIT, 121)
        self.curve.plot(z_values, logistic(z_values), color="black")
        # A picture of few colours: bands as contours have them, and moved as fast as a line.
        half = (WEIGHTS[1] - WEIGHTS[0]) / 2
        ends = WEIGHTS[0] - half, WEIGHTS[-1] + half
        self.bands = self.surface.imshow(
            np.zeros((WEIGHTS.size, WEIGHTS.size)), cmap=colormaps["magma"].resampled(20), vmin=0,
            vmax=8, extent=ends * 2, origin="lower", aspect="auto", interpolation="bilinear",
            interpolation_stage="data",
        )  # fmt: skip
        self.surface.grid(False)
        self.ground = self.plane.add_patch(Polygon(CORNERS, color=plotting.LIGHT_BLUE))
        (self.line,) = self.plane.plot([], [], "--", color="black")
        (self.arrow,) = self.plane.plot([], [], "-", color="black", lw=2)
        (self.tip,) = self.plane.plot([], [], "o", color="black", ms=6)
        self.rings = self.plane.scatter([], [], s=140, facecolor="none", edgecolor="black")
        self.samples, self.on_curve = (
            {
                target: ax.scatter([], [], s=45, alpha=0.7, **style)
                for target, style in plotting.MARKERS.items()
            }
            for ax in (self.plane, self.curve)
        )
        (self.place,) = self.surface.plot([], [], "*", color="white", mec="black", ms=15)
        self.titles = [ax.text(0, 1.02, "", transform=ax.transAxes) for ax in figure.get_axes()]
        moving = [
            self.bands, self.ground, self.line, self.arrow, self.tip,
            *self.samples.values(), self.rings,
            *self.on_curve.values(), self.place, *self.titles,
        ]  # fmt: skip
        super().__init__(figure, moving)

    def show(self, state):
        """Show a line and what is decided by it."""
        self.bands.set_data(state.losses)
        self._show_line(state.w, state.b)
        is_wrong = state.is_blue != (state.t == 1)
        self.rings.set_offsets(state.x[is_wrong[:, 0]])
        y = logistic(state.z)
        for target in (0, 1):
            of_class = state.t[:, 0] == target
            self.samples[target].set_offsets(state.x[of_class])
            z = np.clip(state.z[of_class], -Z_LIMIT, Z_LIMIT)
            self.on_curve[target].set_offsets(np.column_stack((z, y[of_class])))
        self.place.set_data(state.w[:, 0], state.w[:, 1])
        texts = (
            f"{np.sum(~is_wrong)} of {state.t.size} decided correctly",
            f"loss {state.loss:.4f}; dark is a low loss, for this bias",
            "the probability of blue for each sample",
        )
        for title, text in zip(self.titles, texts, strict=True):
            title.set_text(text)

    def _show_line(self, w, b):
        self.ground.set_xy(_blue_part(w, b))
        length = np.hypot(*w[0])
        foot = -b * w[0] / length**2 if length else np.zeros(2)
        along = 20 * np.array([-w[0, 1], w[0, 0]]) / length if length else np.zeros(2)
        ends = np.array([foot - along, foot + along])
        self.line.set_data(*ends.T)
        self.arrow.set_data(*np.array([foot, foot + w[0]]).T)
        self.tip.set_data(*(foot + w[0])[:, np.newaxis])
