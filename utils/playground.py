"""The playground: sliders for everything that the training of part 3 depends on, drawn live."""

import io
from itertools import pairwise

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imsave

from utils import plotting
from utils.data import make_surrounded_classes
from utils.rbf_network import decision_boundary, loss_surface, nn_predict, train

# A little more than the sliders reach, so that a start at their ends is seen whole.
WH_VALUES = np.linspace(-3.2, 3.2, 50)
BO_VALUES = np.linspace(-2.7, 1.7, 50)
SETTINGS = {
    "the tutorial's run": {},
    "fifty iterations": {"iterations": 50},
    "on the ridge": {"wh": 0.0, "iterations": 50},
    "too fast": {"rate": 10.0},
    "thrown out": {"rate": 20.0},
    "the other valley": {"wh": -2.3},
}
# No parameters bring the loss below 0.474, as 3.8 shows.
LOWEST_LOSS = 0.4
TUTORIAL = {"wh": 2.3, "bo": 1.4, "rate": 2.0, "iterations": 20, "std_dev": 0.5, "seed": 4}
FALLBACK = "The live playground: in JupyterLab, run this cell to get the sliders."


def count_correct(path, x, t):
    """Count the samples decided correctly at each point of a path, all at once.

    Parameters
    ----------
    path : ndarray of shape (k + 1, 3)
        wh, bo and the loss after each iteration.
    x, t : ndarray of shape (n, 1)
        Inputs and targets.

    Returns
    -------
    ndarray of shape (k + 1,)

    Raises
    ------
    ValueError
        If anything is not finite, or x and t differ in shape.
    """
    return np.array([np.sum(nn_predict(x, wh, bo) == t) for wh, bo, _ in path])


class Playground(widgets.VBox):
    """Sliders and buttons, and beside them a picture that follows.

    The picture has four panels: the path of the parameters on the contours of the loss; the
    decision along the line, with the exact boundary; loss and correct decisions over the
    iterations. Its artists are made once and moved afterwards; under it stands what it shows.
    """

    def __init__(self):
        self.controls = _make_controls()
        # Beside the controls where there is room, otherwise below them; never over them.
        layout = {"flex": "1 1 32em", "min_width": "0", "max_width": "780px", "height": "auto"}
        self.image = widgets.Image(format="png", layout=layout)
        self.text = widgets.HTML()
        self._picture = _Picture()
        self._data = None
        self._silent = False
        for control in self.controls.values():
            control.observe(self._on_change, names="value")
        row = {"flex_flow": "row wrap", "align_items": "flex-start"}
        buttons = widgets.HBox([self._make_button(name) for name in SETTINGS], layout=row)
        sliders = widgets.VBox([*self.controls.values(), widgets.HTML("Try:"), buttons])
        sliders.layout.flex, sliders.layout.width = "0 0 auto", "23em"
        super().__init__([widgets.HBox([sliders, self.image], layout=row), self.text])
        self.redraw()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": FALLBACK}

    def _make_button(self, name):
        button = widgets.Button(description=name, layout={"width": "10.5em"})
        button.on_click(lambda _: self.set({**TUTORIAL, **SETTINGS[name]}))
        return button

    def _on_change(self, _):
        if not self._silent:
            self.redraw()

    def set(self, values):
        """Move several controls, and redraw once.

        Parameters
        ----------
        values : dict
            The new values, by the names of `controls`.
        """
        self._silent = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._silent = False
        self.redraw()

    def redraw(self):
        """Train with the values of the controls; update picture and text."""
        value = {name: control.value for name, control in self.controls.items()}
        data = (value["std_dev"], value["seed"])
        if data != self._data:
            self._data = data
            self.x, self.t = make_surrounded_classes(std_dev=data[0], seed=data[1])
            losses = loss_surface(self.x, self.t, WH_VALUES, BO_VALUES)
            self._picture.show_data(self.x, self.t, losses)
        self.path = train(
            self.x, self.t, value["wh"], value["bo"], value["rate"], value["iterations"]
        )
        nb_correct = count_correct(self.path, self.x, self.t)
        wh, bo, _ = self.path[-1]
        self._picture.show_path(self.path, nb_correct, decision_boundary(wh, bo))
        self.image.value = self._picture.png()
        sentences = (
            plotting.describe_path(self.path),
            plotting.describe_training(self.path, nb_correct, self.t.size),
            plotting.describe_decision(self.x, self.t, wh, bo),
        )
        self.text.value = "<br>".join(sentence.replace("<", "&lt;") for sentence in sentences)


def _make_controls():
    decimal, whole = widgets.FloatSlider, widgets.IntSlider
    kinds = {
        "wh": (decimal, "start: weight", {"min": -3, "max": 3, "step": 0.05}),
        "bo": (decimal, "start: bias", {"min": -2.5, "max": 1.5, "step": 0.05}),
        "rate": (decimal, "learning rate", {"min": 0.1, "max": 20, "step": 0.1}),
        "iterations": (whole, "iterations", {"min": 0, "max": 100}),
        "std_dev": (decimal, "data: spread", {"min": 0.1, "max": 1, "step": 0.05}),
        "seed": (whole, "data: seed", {"min": 0, "max": 20}),
    }
    look = {"style": {"description_width": "6.5em"}, "layout": {"width": "22em"}}
    return {
        name: slider(description=text, value=TUTORIAL[name], **limits, **look)
        for name, (slider, text, limits) in kinds.items()
    }


class _Picture:
    """A figure whose artists are made once and then only moved.

    What stays is drawn once and kept as a background; the artists in `moving` are drawn onto a
    copy of it. Only new data or new limits of an axis need a new background.
    """

    def __init__(self):
        self.figure = Figure(figsize=(9.75, 6.5), dpi=80, layout="none")
        self.canvas = FigureCanvasAgg(self.figure)
        self.background = None
        grid = self.figure.add_gridspec(
            3, 2, height_ratios=(3, 3, 1.5), width_ratios=(3, 2), hspace=0.62, wspace=0.22,
            left=0.08, right=0.98, top=0.96, bottom=0.08,
        )  # fmt: skip
        self.surface = self.figure.add_subplot(grid[:2, 0])
        self.loss = self.figure.add_subplot(grid[0, 1])
        self.correct = self.figure.add_subplot(grid[1, 1])
        self.decision = self.figure.add_subplot(grid[2, :])
        self.surface.set(xlabel="weight $w_h$", ylabel="bias $b_o$")
        self.loss.set(ylabel=r"loss $\xi$")
        self.correct.set(xlabel="iteration", ylabel="correct", ylim=(-1, 41))
        self.decision.set(xlim=(-5.5, 5.5), ylim=(-1, 1), yticks=[], xlabel="input $x$")
        self.contours = None
        self.bands = [self.decision.axvspan(0, 1) for _ in range(3)]
        self.edges = [self.decision.axvline(0, color="black", linestyle="--") for _ in range(2)]
        self.samples = {
            target: self.decision.scatter([], [], s=45, alpha=0.7, **style)
            for target, style in plotting.MARKERS.items()
        }
        (self.line,) = self.surface.plot([], [], "o-", color="white", ms=4)
        (self.star,) = self.surface.plot([], [], "*", color="white", mec="black", ms=15)
        (self.losses,) = self.loss.plot([], [], "o-", color="black", ms=3)
        (self.counts,) = self.correct.plot([], [], "o-", color="black", ms=3)
        self.titles = [
            ax.text(0, 1.03, "", transform=ax.transAxes) for ax in self.figure.get_axes()
        ]
        self.moving = [
            *self.bands, *self.edges, *self.samples.values(),
            self.line, self.star, self.losses, self.counts, *self.titles,
        ]  # fmt: skip
        for artist in self.moving:
            artist.set_animated(True)

    def show_data(self, x, t, losses):
        """Draw new samples and their loss surface."""
        if self.contours is not None:
            self.contours.remove()
        levels = np.linspace(0.3, 1.6, 27)
        self.contours = self.surface.contourf(
            WH_VALUES, BO_VALUES, losses, levels=levels, cmap="magma", extend="both"
        )
        for target, artist in self.samples.items():
            of_class = x[t == target]
            artist.set_offsets(np.column_stack((of_class, np.zeros(of_class.size))))
        self.background = None

    def show_path(self, path, nb_correct, boundary):
        """Draw a new path, and what the network at its end decides."""
        iterations = np.arange(len(path))
        self.line.set_data(path[:, 0], path[:, 1])
        self.star.set_data(path[-1:, 0], path[-1:, 1])
        self.losses.set_data(iterations, path[:, 2])
        self.counts.set_data(iterations, nb_correct)
        # Few different limits, so that the background can nearly always stay.
        self._set_limits(
            min(n for n in (10, 20, 50, 100) if n >= len(path) - 1), np.ceil(path[:, 2].max() + 0.1)
        )
        self._show_decision(path[-1, 0], path[-1, 1], boundary)
        low, high = (WH_VALUES[0], BO_VALUES[0]), (WH_VALUES[-1], BO_VALUES[-1])
        is_outside = np.any((path[:, :2] < low) | (path[:, :2] > high))
        where = "there is none" if np.isnan(boundary) else f"|x| = {boundary:.3f}"
        texts = (
            "the path leaves the picture" if is_outside else "the path; dark is a low loss",
            f"loss {path[-1, 2]:.4f}",
            f"{nb_correct[-1]} of 40 correct",
            f"samples, and as background the decision; boundary: {where}",
        )
        for title, text in zip(self.titles, texts, strict=True):
            title.set_text(text)

    def _set_limits(self, nb_of_iterations, highest_loss):
        if (nb_of_iterations, highest_loss) != (self.loss.get_xlim()[1], self.loss.get_ylim()[1]):
            self.loss.set(xlim=(0, nb_of_iterations), ylim=(LOWEST_LOSS, highest_loss))
            self.correct.set(xlim=(0, nb_of_iterations))
            self.background = None

    def _show_decision(self, wh, bo, boundary):
        left, right = self.decision.get_xlim()
        has_edges = boundary < right  # not if the boundary is nan
        inner = boundary if has_edges else 0
        limits = (left, -inner, inner, right)
        for band, (start, end) in zip(self.bands, pairwise(limits), strict=True):
            is_blue = nn_predict((start + end) / 2 if has_edges else 0.0, wh, bo) == 1
            band.set(x=start, width=end - start)
            band.set_color(plotting.LIGHT_BLUE if is_blue else plotting.LIGHT_RED)
        for edge, place in zip(self.edges, (-inner, inner), strict=True):
            edge.set(xdata=[place, place], visible=has_edges)

    def png(self):
        """Return the picture as the bytes of a PNG."""
        if self.background is None:
            self.canvas.draw()
            self.background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.canvas.restore_region(self.background)
        for artist in self.moving:
            self.figure.draw_artist(artist)
        buffer = io.BytesIO()
        imsave(buffer, self.canvas.buffer_rgba(), format="png", pil_kwargs={"compress_level": 1})
        return buffer.getvalue()
