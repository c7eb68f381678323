"""One step with momentum, as arrows: what is kept of the last step, the pull downhill, their sum.

kept  the momentum after friction, an ndarray of shape (1, 2): a number for each of two parameters
pull  the learning rate times the gradient, with a minus, of the same shape

A ValueError names an argument of another shape, or that is not finite.
"""

import numpy as np

from utils.plotting.style import BLUE, RED, caption
from utils.validation import checked, require_rows, unchecked


def _require_arrow(**values):
    require_rows(2, **values)
    for name, value in values.items():
        if len(value) != 1:
            raise ValueError(f"{name} must be of shape (1, 2), but its shape is {value.shape}")


_door = checked({"kept": _require_arrow, "pull": _require_arrow, "ax": unchecked})


def _arrows(kept, pull):
    """Return for each arrow its start, its end, its label, its colour and its line style."""
    origin, total = np.zeros(2), kept[0] + pull[0]
    return (
        (origin, kept[0], r"$\lambda\,M(k)$: kept", BLUE, "-"),
        (kept[0], total, r"$-\mu\,J$: downhill", RED, "--"),
        (origin, total, "$M(k+1)$: the step", "black", "-"),
    )


@_door
def plot_momentum(kept, pull, ax):
    """Draw the three arrows, the second from the tip of the first."""
    for start, end, label, color, style in _arrows(kept, pull):
        arrow = {"arrowstyle": "-|>,head_width=0.35,head_length=0.7", "color": color}
        arrow |= {"linewidth": 2.5, "linestyle": style, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", xy=end, xytext=start, arrowprops=arrow)
        ax.plot([], [], color=color, linestyle=style, linewidth=2.5, label=label)
    ax.plot(0, 0, "o", color="black")
    points = np.array([(0, 0), kept[0], kept[0] + pull[0]])
    margin = 0.15 * max(np.ptp(points, axis=0).max(), 1e-9)
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    ax.set(xlabel=r"first parameter $\theta_1$", ylabel=r"second parameter $\theta_2$")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=3, handlelength=2.5)


@_door
def describe_momentum(kept, pull):
    """Say in words what `plot_momentum` draws."""
    ends = [f"({v[0] + 0:.3f}, {v[1] + 0:.3f})" for v in (kept[0], pull[0], kept[0] + pull[0])]
    return caption(
        f"three arrows: what is kept of the last step, {ends[0]}; from its tip the pull downhill, "
        f"{ends[1]}; from the start of the first to the tip of the second their sum, the step, "
        f"{ends[2]}."
    )
