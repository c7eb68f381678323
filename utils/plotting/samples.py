"""Samples on a line.

x         inputs, an ndarray of shape (n, 1)
t         their targets, 0 or 1, of the same shape
x_limits  the two ends of the part of the line that is shown

A ValueError names x or t if it is not so, is empty or not finite.
"""

import numpy as np

from utils.plotting.style import MARKERS, NAMES, caption
from utils.validation import checked, require_column, require_targets, unchecked

X_LIMITS = (-3.3, 3.3)
ONE_SHAPE = ("x", "t")
RULES = {
    "x": require_column,
    "t": require_targets,
    "ax": unchecked,
    "x_limits": unchecked,
    "symbol": unchecked,
}
_door = checked(RULES, ONE_SHAPE)


@_door
def plot_samples(x, t, ax, x_limits=X_LIMITS):
    """Draw the samples on a line: blue circles and red stars."""
    for target in (1, 0):
        of_class = x[t == target]
        ax.scatter(
            of_class,
            np.zeros(of_class.size),
            s=50,
            alpha=0.6,
            label=NAMES[target],
            **MARKERS[target],
        )
    ax.set(xlim=x_limits, xlabel="input $x$", yticks=[], ylim=(-1, 1))
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)


@_door
def describe_samples(x, t, x_limits=X_LIMITS, symbol="x"):
    """Say in words what `plot_samples` draws; the line measures the symbol."""
    is_shown = (x >= x_limits[0]) & (x <= x_limits[1])
    blue, red = x[is_shown & (t == 1)], x[is_shown & (t == 0)]
    groups = [("blue circles", blue), ("red stars", red[red < 0]), ("red stars", red[red >= 0])]
    found = [f"{v.size} {name} from {symbol} = {range_text(v)}" for name, v in groups if v.size]
    nb_outside = np.sum(~is_shown)
    outside = f"; {nb_outside} samples lie outside of the figure" if nb_outside else ""
    return caption(f"the samples on a line: {', '.join(found) or 'none'}{outside}.")


def range_text(values):
    """Say from where to where values reach."""
    return f"{np.min(values):.2f} to {np.max(values):.2f}"
