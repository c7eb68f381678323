"""The playground of part 5: a sheet to draw a digit on, and what a network makes of it.

Four panels: the 64 numbers that the network gets; the activations of its two hidden layers; its
ten probabilities.
"""

from pathlib import Path
from typing import NamedTuple

import anywidget
import numpy as np
import traitlets
from matplotlib.figure import Figure

from utils import plotting
from utils.drawing import BLOCK, CELLS, INK, SIDE, count_ink, draw_cells, example, fit, paint
from utils.layers import forward_step
from utils.playground import base

CONTROLS = {
    "fit": ("fit size and place to the data", True),
    "pen": ("pen", 5.0, 1.0, 8.0, 0.5),
    "right": ("move right", 0.0, -3.0, 3.0, 0.25),
    "down": ("move down", 0.0, -3.0, 3.0, 0.25),
    "sample": ("test digit", 0, 0, 360, 1),
}
SMALL_FIVE = [stroke * 0.5 + np.array([14.0, 13.0]) for stroke in example(5)]
SETTINGS = {
    "clear": {},
    "a drawn 3": {"strokes": example(3)},
    "a small 5": {"strokes": SMALL_FIVE},
    "small, not fitted": {"strokes": SMALL_FIVE, "fit": False},
    "a test digit": {"sample": 5},
    "moved a pixel": {"sample": 5, "right": 1.0, "fit": False},
}


class Pad(anywidget.AnyWidget):
    """A sheet of 32 by 32 cells to draw on, with mouse, finger or pen."""

    _esm = Path(__file__).with_name("pad.js")
    strokes = traitlets.List().tag(sync=True, echo_update=False)
    pen = traitlets.Float(5.0).tag(sync=True)
    # What is printed on the sheet: the numbers of its cells, line by line.
    cells = traitlets.List().tag(sync=True)


class Reading(NamedTuple):
    """What the network gets, what each of its layers answers, and the digit nearest to each."""

    pixels: np.ndarray
    layers: list
    nearest: list
    label: int | None


class Playground(base.Playground):
    """A sheet, controls for what is done to the drawing, and what the network makes of it.

    Parameters
    ----------
    network : list
        The layers of a network of 64 inputs, two hidden layers, and ten classes, trained.
    means : list of ndarrays of shape (10, k)
        The mean activations of each hidden layer for the digits from 0 to 9.
    samples : ndarray of shape (n, 64)
        Images that can be shown to it without drawing.
    labels : ndarray of shape (n,)
        The digits that they show.
    """

    def __init__(self, network, means, samples, labels):
        self.network, self.means = network, means
        self.labels, self.bitmaps = labels, draw_cells(samples)
        self.pad = Pad(layout={"flex": "0 0 auto"})
        text, start, lowest, _, step = CONTROLS["sample"]
        controls = {**CONTROLS, "sample": (text, start, lowest, len(samples), step)}
        super().__init__(controls, SETTINGS, Picture(), sheet=self.pad)
        self.pad.observe(self._on_change, names="strokes")

    def set(self, values):
        """Move controls, given by their names, and put strokes on the sheet, or else clear it."""
        values = {"strokes": [], **values}
        self._is_silent = True
        self.pad.strokes = [np.asarray(stroke).tolist() for stroke in values.pop("strokes")]
        super().set(values)

    def compute(self, fit, pen, right, down, sample):
        """Bring the drawing into the form of the data, and ask the network."""
        self.pad.pen = pen
        printed = self.bitmaps[sample - 1] if sample else np.zeros((CELLS, CELLS), dtype=bool)
        self.pad.cells = np.flatnonzero(printed).tolist()
        pixels = count_ink(_bring_to_form(self.pad.strokes, printed, fit, pen, right, down))
        _, *outputs = forward_step(pixels, self.network)
        layers = [*outputs[1:-2:2], outputs[-1]]
        nearest = [
            int(np.argmin(np.sum((mean - output) ** 2, axis=1)))
            for mean, output in zip(self.means, layers[:-1], strict=True)
        ]
        nearest.append(int(np.argmax(layers[-1])))
        label = int(self.labels[sample - 1]) if sample else None
        return Reading(pixels, layers, nearest, label)

    def sentences(self, reading):
        """Say what the network gets, and what each layer makes of it."""
        ink = int(np.sum(reading.pixels))
        sheet = f"{ink} of {CELLS**2} cells are inked" if ink else "The sheet is empty"
        if reading.label is not None:
            sheet += f"; the test digit is a {reading.label}"
        *hidden, output = reading.nearest
        thoughts = ", ".join(
            f"in hidden layer {number} it is nearest to the mean {digit}"
            for number, digit in enumerate(hidden, start=1)
        )
        first, second = np.argsort(-reading.layers[-1][0])[:2]
        sure, next_sure = reading.layers[-1][0, [first, second]]
        return (
            f"{sheet}.",
            f"Of this the network makes: {thoughts}.",
            f"It answers {output}, with probability {sure:.3f}; then {second}, {next_sure:.3f}.",
        )


def _bring_to_form(strokes, printed, is_fitted, pen, right, down):
    """Return the bitmap of what is drawn and printed, moved, or fitted to the data."""
    if is_fitted and np.any(printed):
        # What is printed fits as it is, and what is drawn on it belongs there.
        return printed | paint(strokes, pen)
    if is_fitted:
        return paint(fit(strokes, pen), pen)
    step = np.array([right, down]) * BLOCK
    return _move(printed, *step.astype(int)) | paint(
        [np.asarray(stroke) + step for stroke in strokes], pen
    )


def _move(bitmap, right, down):
    moved = np.zeros_like(bitmap)
    lines, columns = np.nonzero(bitmap)
    lines, columns = lines + down, columns + right
    is_on = (lines >= 0) & (lines < CELLS) & (columns >= 0) & (columns < CELLS)
    moved[lines[is_on], columns[is_on]] = True
    return moved


class Picture(base.Picture):
    """The four panels, with a title over each that says what it makes of the drawing."""

    def __init__(self):
        figure = Figure(figsize=(9.75, 6.5), dpi=80, layout="none")
        grid = figure.add_gridspec(
            3, 2, width_ratios=(1, 1.7), hspace=0.5, wspace=0.15,
            left=0.05, right=0.98, top=0.94, bottom=0.08,
        )  # fmt: skip
        sheet = figure.add_subplot(grid[:2, 0])
        self.image = sheet.imshow(np.zeros((SIDE, SIDE)), cmap="gray_r", vmin=0, vmax=INK)
        # A little larger than the image, which is drawn over the frame otherwise.
        sheet.set(xlim=(-0.6, SIDE - 0.4), ylim=(SIDE - 0.4, -0.6), xticks=[], yticks=[])
        sheet.grid(False)
        first, second = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
        last = figure.add_subplot(grid[2, :])
        for ax in (first, second, last):
            ax.set(ylim=(0, 1), yticks=[0, 0.5, 1], xticks=[])
            ax.grid(False)
        second.set(xlabel="neuron after neuron")
        last.set(xticks=range(10), xlabel="digit")
        self.bars = [ax.stairs([0], [0, 1], fill=True, color="0.5") for ax in (first, second, last)]
        self.answer = last.stairs([0], [0, 1], fill=True, color=plotting.BLUE)
        # Of the titles only the ends move: letters take longer to draw than all else.
        sheet.text(0, 1.03, "what the network gets", transform=sheet.transAxes)
        self.ends = [
            _open_title(first, "hidden layer 1: nearest to the mean"),
            _open_title(second, "hidden layer 2: nearest to the mean"),
            _open_title(last, "probabilities:"),
        ]
        super().__init__(figure, [self.image, *self.bars, self.answer, *self.ends])

    def show(self, reading):
        """Show what the network gets, and what its layers make of it."""
        self.image.set_data(reading.pixels.reshape(SIDE, SIDE))
        for bars, output in zip(self.bars, reading.layers, strict=True):
            self.set_limits(bars.axes, (-0.6, output.shape[1] - 0.4), (0.0, 1.0))
            bars.set_data(*_bars(output[0]))
        *hidden, answer = reading.nearest
        probabilities = reading.layers[-1][0]
        self.answer.set_data(*_bars(np.where(np.arange(10) == answer, probabilities, 0)))
        texts = (*map(str, hidden), f"{answer}, with {probabilities[answer]:.1%}")
        for end, text in zip(self.ends, texts, strict=True):
            end.set_text(text)


def _open_title(ax, text):
    """Write a title over axes; return another text, empty, that goes on where it ends."""
    title = ax.text(0, 1.03, text, transform=ax.transAxes)
    return ax.annotate(
        "", (1, 1.03), (4, 0), xycoords=(title, "axes fraction"), textcoords="offset points",
        annotation_clip=False,
    )  # fmt: skip


def _bars(heights):
    """Return values and edges of stairs that look like bars, with gaps between them."""
    values = np.column_stack((heights, np.zeros_like(heights))).ravel()[:-1]
    edges = np.arange(len(heights))[:, None] + np.array([-0.4, 0.4])
    return values, edges.ravel()
