"""The look of all figures, and how the two classes are told apart in them."""

import seaborn as sns
from IPython import get_ipython
from matplotlib_inline.backend_inline import set_matplotlib_formats

BLUE, RED = "#0072b2", "#cc3311"
LIGHT_BLUE, LIGHT_RED = "#b9d9eb", "#f5cbbf"
# By target.
MARKERS = {1: {"marker": "o", "color": BLUE}, 0: {"marker": "*", "color": RED}}
NAMES = {1: "blue circles ($t = 1$)", 0: "red stars ($t = 0$)"}


def set_style():
    """Set the look of all figures; the one function of the course that changes settings.

    In a notebook it stores every figure as SVG, which tests can compare, and as PNG, which
    JupyterLab shows before a notebook is trusted, both without date and other changing marks.
    """
    sns.set_theme(
        style="darkgrid",
        palette="colorblind",
        rc={
            "font.sans-serif": ["DejaVu Sans"],
            "svg.hashsalt": "how a neural network learns",
            "figure.constrained_layout.use": True,
        },
    )
    shell = get_ipython()
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")
        set_matplotlib_formats(
            "svg", "png", bbox_inches="tight", metadata={"Date": None, "Creator": None}
        )
