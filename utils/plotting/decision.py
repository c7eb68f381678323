"""Samples on a line, and the class that is decided for at each place of it.

x, t      samples; with x_limits as in `samples`
boundary  the distance |x| at which the decision changes, from blue within to red outside; nan
          where it does not
is_blue   whether each sample is decided blue: True or False, an ndarray of the shape of x

A ValueError names an argument that is not so, is empty or not finite.
"""

import numbers
from itertools import pairwise

import numpy as np

from utils.plotting import samples
from utils.plotting.samples import X_LIMITS, plot_samples
from utils.plotting.style import LIGHT_BLUE, LIGHT_RED, caption
from utils.validation import checked, require_booleans, require_positive, require_same_shape


def _require_boundary(**values):
    for name, value in values.items():
        if not (isinstance(value, numbers.Real) and np.isnan(value)):
            require_positive(**{name: value})


_door = checked(
    {**samples.RULES, "boundary": _require_boundary, "is_blue": require_booleans},
    samples.ONE_SHAPE,
)


@_door
def plot_decision(x, t, boundary, is_blue, ax, x_limits=X_LIMITS):
    """Draw the samples on ground that is blue or red, as is decided there."""
    require_same_shape(x=x, is_blue=is_blue.astype(int))
    plot_samples(x, t, ax, x_limits)
    left, right = x_limits
    edges = [e for e in (-boundary, boundary) if left < e < right]  # none if the boundary is nan
    for start, end in pairwise([left, *edges, right]):
        middle = (start + end) / 2
        within = np.any(is_blue) if np.isnan(boundary) else np.abs(middle) < boundary
        ax.axvspan(start, end, color=LIGHT_BLUE if within else LIGHT_RED, zorder=0)
        ax.text(middle, -0.75, f"decides {'blue' if within else 'red'}", ha="center")
    for edge in edges:
        ax.axvline(edge, color="black", linestyle="--", zorder=1)


@_door
def describe_decision(x, t, boundary, is_blue):
    """Say in words what `plot_decision` draws, and which samples are decided wrongly."""
    require_same_shape(x=x, is_blue=is_blue.astype(int))
    is_right = is_blue == (t == 1)
    wrong = np.sort(x[~is_right])
    places = ", ".join(f"{value:.5f}" for value in wrong[:5])
    more = f" and {wrong.size - 5} more" if wrong.size > 5 else ""
    return caption(
        f"{_where_blue(boundary, is_blue)}; "
        f"{np.sum(is_right)} of {x.size} samples are decided correctly"
        f"{f', wrong are those at x = {places}{more}' if wrong.size else ''}."
    )


def _where_blue(boundary, is_blue):
    """Say where the decision is for blue."""
    if not np.isnan(boundary):
        return f"the network decides blue where |x| < {boundary:.5f}, red elsewhere"
    if not np.any(is_blue):
        return "the network decides red everywhere"
    nb_rounded = np.sum(~is_blue)
    rounded = f", but y is rounded to one half, which counts as red, for {nb_rounded} of them"
    return f"the network decides blue everywhere{rounded if nb_rounded else ''}"
