"""Draw teaching/sheet.pdf: two A4 pages to print on both sides of one sheet, for part 3.

The first is to be filled in: the graph with empty boxes, the sample by hand, beside the table of
derivatives. The second is to be drawn on: the loss as a map; below it are the symbols of 3.1.
"""

import re

import matplotlib.pyplot as plt
import nbformat
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.patches import Circle, Rectangle
from run_notebooks import NOTEBOOKS

from utils.data import make_surrounded_classes
from utils.rbf_network import loss_surface

SHEET = NOTEBOOKS.parent / "teaching" / "sheet.pdf"
# Inches of A4; on a page, y grows downwards.
WIDTH, HEIGHT, MARGIN = 8.27, 11.69, 0.55
START = (2.3, 1.4)
LEVELS = (0.52, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 1.0, 1.2)
# Real letters instead of outlines, and no date: the same bytes at each run.
STYLE = {"pdf.fonttype": 42, "font.size": 9, "axes.linewidth": 0.8}
UNDATED = {"CreationDate": None, "Creator": None, "Producer": None}

STEPS = (
    (r"$z_h = x\,w_h$", r"$\partial z_h/\partial w_h = x$"),
    (r"$h = \phi(z_h) = e^{-z_h^2}$", r"$\partial h/\partial z_h = -2\,z_h\,h$"),
    (r"$z_o = h + b_o$", r"$\partial z_o/\partial h = 1$"),
    (r"$y = \sigma(z_o)$", r"$\partial y/\partial z_o = y\,(1 - y)$"),
    (r"$\xi_i = -\ln y$  if $t = 1$", r"$\partial \xi_i/\partial y = -1/y$"),
    (r"$\xi_i = -\ln(1 - y)$  if $t = 0$", r"$\partial \xi_i/\partial y = 1/(1 - y)$"),
)
DERIVATIVES = (
    (r"$a\,z + b$", r"$a$"),
    (r"$z^2$", r"$2\,z$"),
    (r"$e^z$", r"$e^z$"),
    (r"$\ln z$", r"$1/z$"),
    (r"$\sigma(z) = 1/(1 + e^{-z})$", r"$\sigma(z)\,(1 - \sigma(z))$"),
    (r"$\phi(z) = e^{-z^2}$", r"$-2\,z\,\phi(z)$"),
    (r"$\tanh z$", r"$1 - \tanh^2 z$"),
    (r"$\max(0, z)$", r"$0$ for $z < 0$,  $1$ for $z > 0$"),
)
RULES = (
    "Steps in a row: multiply their slopes.",
    "Paths side by side: add what comes back.",
    "A mean over samples: the mean of the gradients.",
    r"Logistic output with cross-entropy: $\delta_o = y - t$.",
    "A step: minus the learning rate times the gradient.",
)
# Of the graph: what is on each wire, and what stands between two wires.
WIRES = (r"$w_h$", r"$z_h$", r"$h$", r"$z_o$", r"$y$", r"$\xi_i$")
OPERATIONS = (r"$\times$", r"$\phi$", r"$+$", r"$\sigma$", r"$\xi$")
FROM_ABOVE = {0: "$x$", 2: "$b_o$", 4: "$t$"}


def symbols():
    """Return symbol, code and meaning of each row of the table in 3.1 that has a symbol."""
    cells = nbformat.read(NOTEBOOKS / "3.1-dataset.ipynb", as_version=4).cells
    (table,) = [cell.source for cell in cells if "## The symbols" in cell.source]
    rows = re.findall(r"^\| (\$.*?\$) \| `(.*?)` \| .*? \| (.*?) \|$", table, re.MULTILINE)
    return [(symbol, code, meaning.partition(";")[0]) for symbol, code, meaning in rows]


def draw():
    """Return the two pages as figures."""
    with plt.rc_context({**plt.rcParamsDefault, **STYLE}):
        return [_first(), _second()]


def save(pages, path):
    """Write the pages to a PDF, and close them."""
    with plt.rc_context({**plt.rcParamsDefault, **STYLE}), PdfPages(path, metadata=UNDATED) as pdf:
        for page in pages:
            pdf.savefig(page)
            plt.close(page)


def _page(title):
    fig = plt.figure(figsize=(WIDTH, HEIGHT))
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    ax.set_axis_off()
    ax.text(MARGIN, 0.62, title, fontsize=13, fontweight="bold")
    ax.text(WIDTH - MARGIN, 0.62, "Name: " + "_" * 28, ha="right")
    return fig, ax


def _heading(ax, y, title, *lines):
    ax.text(MARGIN, y, title, fontsize=11, fontweight="bold", va="top")
    for number, line in enumerate(lines):
        ax.text(MARGIN, y + 0.26 + 0.19 * number, line, va="top")


def _box(ax, x, y, width, height):
    ax.add_patch(Rectangle((x, y), width, height, fill=False, linewidth=0.9))


def _first():
    fig, ax = _page("How a neural network learns: one sample")
    _heading(
        ax,
        0.95,
        "1  The graph",
        r"A blue sample, $t = 1$, at $x = 0.5$, with $w_h = 2$ and $b_o = -0.5$. Upper boxes, from "
        "left to right: the values.",
        r"Lower boxes, from right to left: the gradients, how many times as fast as this wire "
        r"$\xi_i$ changes.",
    )
    _graph(ax, 3.0)
    _heading(
        ax,
        4.55,
        "2  The same by hand",
        "Of each step write the value that comes out, and the slope; then, from below, the "
        "gradient at what goes in,",
        "the wire on its left in the graph: its slope times the gradient in the row below. Of "
        "the last two rows only one",
        r"is yours; it has no row below, and takes 1, the gradient at $\xi_i$ itself.",
    )
    _by_hand(ax, 5.36)
    _heading(ax, 8.45, "3  Derivatives, and how they go together")
    _derivatives(ax, 8.8)
    return fig


def _graph(ax, y):
    """Draw the steps of the network on a line, with a box above and below each wire."""
    width, height, gap, away = 0.84, 0.42, 0.3, 0.98
    step = (WIDTH - 2 * MARGIN - width) / 5
    for k, symbol in enumerate(WIRES):
        x = MARGIN + k * step
        _box(ax, x, y - height - gap, width, height)
        _box(ax, x, y + 0.12, width, height)
        ax.text(x + width / 2, y - 0.07, symbol, fontsize=11, ha="center")
        ax.plot((x, x + width), (y, y), color="black", linewidth=0.9)
    for k, symbol in enumerate(OPERATIONS):
        x = MARGIN + k * step + (width + step) / 2
        radius = 0.17
        ends = {"arrowstyle": "-|>", "color": "black", "shrinkA": 0, "shrinkB": 0, "lw": 0.9}
        ax.annotate("", (x - radius, y), (x - (step - width) / 2, y), arrowprops=ends)
        ax.annotate("", (x + (step - width) / 2, y), (x + radius, y), arrowprops=ends)
        if k in FROM_ABOVE:
            ax.annotate("", (x, y - radius), (x, y - away), arrowprops=ends)
            _box(ax, x - width / 2, y - away - height, width, height)
            label = {"fontsize": 11, "ha": "right", "va": "center"}
            ax.text(x - width / 2 - 0.06, y - away - height / 2, FROM_ABOVE[k], **label)
        ax.add_patch(Circle((x, y), radius, facecolor="white", edgecolor="black", zorder=3))
        ax.text(x, y, symbol, fontsize=11, ha="center", va="center", zorder=4)
    x = MARGIN + 2 * step + (width + step) / 2
    ax.plot((x, x), (y + 0.2, y + 0.7), color="black", linewidth=0.7, linestyle=":")
    _box(ax, x - width / 2, y + 0.7, width, height)
    middle = y + 0.7 + height / 2
    ax.text(x - width / 2 - 0.06, middle, "gradient at $b_o$", ha="right", va="center")
    ax.text(WIDTH - MARGIN, middle, r"at $\xi_i$ itself it is 1", ha="right", va="center")


def _by_hand(ax, y):
    """Draw a row for each step, with boxes for the sample of the graph and for another one."""
    column, height, left = 0.6, 0.36, 4.05
    for sample, title in enumerate((r"this sample", r"one of your own")):
        x = left + sample * (3 * column + 0.07)
        ax.text(x + 1.5 * column, y + 0.02, title, ha="center", va="top", fontweight="bold")
        for k, name in enumerate(("value", "slope", "gradient")):
            ax.text(x + (k + 0.5) * column, y + 0.22, name, ha="center", va="top", fontsize=8)
            for row in range(len(STEPS)):
                _box(ax, x + k * column, y + 0.4 + row * height, column, height)
        for row in range(len(STEPS)):
            # Where a gradient is: at the wire that goes into the step; both last ones start at y.
            wire = WIRES[min(row, len(WIRES) - 2)]
            corner = x + 2 * column + 0.04, y + 0.4 + row * height + 0.04
            ax.text(*corner, f"at {wire}", va="top", fontsize=6.5, color="0.3")
    ax.text(MARGIN, y + 0.22, "step", va="top", fontsize=8)
    ax.text(MARGIN + 1.95, y + 0.22, "its slope", va="top", fontsize=8)
    for row, (step, slope) in enumerate(STEPS):
        middle = y + 0.4 + (row + 0.5) * height
        ax.text(MARGIN, middle, step, fontsize=10, va="center")
        ax.text(MARGIN + 1.95, middle, slope, fontsize=10, va="center")
    ax.text(
        MARGIN,
        y + 0.4 + len(STEPS) * height + 0.2,
        r"One step with the learning rate 2, for this sample alone:   new $w_h$ = "
        r"_____________     new $b_o$ = _____________",
        va="center",
    )


def _derivatives(ax, y):
    ax.text(MARGIN, y, "function of $z$", va="top", fontsize=8)
    ax.text(MARGIN + 1.9, y, "its derivative", va="top", fontsize=8)
    for row, (function, derivative) in enumerate(DERIVATIVES):
        middle = y + 0.34 + 0.28 * row
        ax.text(MARGIN, middle, function, fontsize=10, va="center")
        ax.text(MARGIN + 1.9, middle, derivative, fontsize=10, va="center")
        ax.plot((MARGIN, 4.25), (middle + 0.14, middle + 0.14), color="0.6", linewidth=0.5)
    for row, rule in enumerate(RULES):
        ax.text(4.55, y + 0.34 + 0.36 * row, rule, va="center", fontsize=9)


def _second():
    fig, ax = _page("How a neural network learns: the map")
    _heading(
        ax,
        0.95,
        "4  The loss as a map",
        "Along a line the loss is the same everywhere. From the start, draw an arrow the way it "
        "falls fastest, then the path",
        "of many short steps, then two steps that are too long. Where are the valleys, the ridge, "
        "the saddle point?",
    )
    _map(fig, 1.7)
    _heading(ax, 6.95, "5  The symbols of part 3")
    for row, (symbol, code, meaning) in enumerate(symbols()):
        middle = 7.36 + 0.21 * row
        ax.text(MARGIN, middle, symbol, va="center", fontsize=9)
        ax.text(MARGIN + 1.35, middle, code, va="center", fontsize=7.5, family="monospace")
        ax.text(MARGIN + 3.95, middle, meaning, va="center", fontsize=8)
    return fig


def _map(fig, y):
    x, t = make_surrounded_classes()
    wh, bo = np.linspace(-3, 3, 301), np.linspace(-2, 2, 201)
    # Both axes to one scale: else what falls fastest is not at a right angle to the lines.
    width = WIDTH - 2 * MARGIN - 0.3
    height = width * np.ptp(bo) / np.ptp(wh)
    place = ((MARGIN + 0.3) / WIDTH, 1 - (y + height) / HEIGHT)
    ax = fig.add_axes((*place, width / WIDTH, height / HEIGHT))
    # Rounded, as the last bits differ between processors.
    surface = np.round(loss_surface(x, t, wh, bo), 9)
    lines = ax.contour(wh, bo, surface, LEVELS, colors="black", linewidths=0.8)
    # Each level is named twice, above the left valley and below the right one.
    left, right, middle = surface[:, 45], surface[:, 255], 80
    above = [(wh[45], np.interp(level, left[middle:], bo[middle:])) for level in LEVELS[2:8]]
    below = [(wh[255], np.interp(-level, -right[:middle], bo[:middle])) for level in LEVELS[2:6]]
    ax.clabel(
        lines, fontsize=8, fmt="%.2f", inline_spacing=3, manual=[*above, *below, (-0.52, 1.82)]
    )
    for valley in (-1, 1):
        for level, bias in zip(LEVELS[:2], (-0.47, -0.99), strict=True):
            label = {"fontsize": 8, "ha": "center", "va": "center"}
            ax.text(valley * 1.3, bias, f"{level:.2f}", bbox={"color": "white", "pad": 1}, **label)
    ax.plot(*START, "o", color="black", markersize=6)
    ax.annotate("start", START, (8, -10), textcoords="offset points", fontsize=10)
    ax.set(xlabel="weight $w_h$", ylabel="bias $b_o$", xticks=range(-3, 4), yticks=range(-2, 3))
    ax.grid(color="0.85", linewidth=0.5)


if __name__ == "__main__":
    save(draw(), SHEET)
    print(f"Two pages to print: {SHEET}")
