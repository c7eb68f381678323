"""The look of all figures, and how the two classes are told apart in them."""

import html
import textwrap

import matplotlib as mpl
import matplotlib.style
from IPython import get_ipython
from IPython.display import display
from matplotlib_inline.backend_inline import set_matplotlib_formats

BLUE, RED = "#0072b2", "#cc3311"
LIGHT_BLUE, LIGHT_RED = "#b9d9eb", "#f5cbbf"
# By target.
MARKERS = {1: {"marker": "o", "color": BLUE}, 0: {"marker": "*", "color": RED}}
NAMES = {1: "blue circles ($t = 1$)", 0: "red stars ($t = 0$)"}

# Seaborn's dark grid, as Matplotlib keeps it, with the sizes and the colour-blind palette that
# Seaborn has today. Seaborn itself brings pandas; a learner would wait for it in each first cell.
LOOK = [
    "seaborn-v0_8-darkgrid",
    {
        "axes.prop_cycle": mpl.cycler(color=["#0173b2", "#de8f05", "#029e73", "#d55e00"]),
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 12,
        "axes.labelsize": 12,
        "axes.titlesize": 12,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "legend.fontsize": 11,
        "legend.frameon": True,
        "axes.linewidth": 1.25,
        "grid.linewidth": 1,
        "xtick.major.size": 6,
        "ytick.major.size": 6,
        "xtick.major.width": 1.25,
        "ytick.major.width": 1.25,
        "xtick.bottom": False,
        "ytick.left": False,
        "patch.edgecolor": "white",
        "patch.force_edgecolor": True,
        "figure.constrained_layout.use": True,
        "svg.hashsalt": "how a neural network learns",
    },
]


def set_style():
    """Set the look of all figures; the one function of the course that changes settings.

    It starts from Matplotlib's own defaults, whatever a user's matplotlibrc says. In a notebook it
    stores every figure as SVG, which tests can compare, and as PNG, which JupyterLab shows before
    a notebook is trusted, both without date and other changing marks.
    """
    mpl.rcdefaults()
    mpl.style.use(LOOK)
    shell = get_ipython()
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")
        # Where a profile shows every expression of a cell, lists of artists would stand about.
        shell.ast_node_interactivity = "last_expr"
        set_matplotlib_formats(
            "svg", "png", bbox_inches="tight", metadata={"Date": None, "Creator": None}
        )


def caption(*lines):
    """Return the text under a figure, broken at blanks: JupyterLab breaks long lines in numbers."""
    indent = " " * len("Figure: ")
    wrapped = [
        textwrap.fill(
            line, 88, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        )
        for line in lines
    ]
    return "Figure: " + "\n".join(wrapped).strip()


def in_words(*texts):
    """Show the texts under a figure, folded: for whoever does not see it, and in no one's way.

    Each is what a `describe_...` returns, or a text of one's own. Where no HTML is shown, they
    stand there as they are.
    """
    paragraphs = [html.escape(" ".join(text.removeprefix("Figure: ").split())) for text in texts]
    folded = f"<details><summary>The figure in words</summary>{'<br>'.join(paragraphs)}</details>"
    display({"text/plain": "\n".join(texts), "text/html": folded}, raw=True)
