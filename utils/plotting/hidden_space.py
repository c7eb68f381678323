"""How a hidden neuron moves the samples, from the input to its activation.

x, t       samples, as in `samples`
h          their hidden activations, of the shape of x
curve      inputs, and the hidden activation at each: two ndarrays of one shape (k,)
threshold  the h above which blue is decided

A ValueError names an argument that is not so, is empty or not finite.
"""

import numpy as np

from utils.plotting import samples
from utils.plotting.samples import X_LIMITS, range_text
from utils.plotting.style import MARKERS, NAMES, caption
from utils.validation import checked, require_number, require_same_shape, require_vector, unchecked

CURVE = r"$h = \mathrm{RBF}(x\,w_h) = e^{-(x\,w_h)^2}$"
H_LIMITS = (-0.1, 1.1)


def _require_curve(curve):
    inputs, activations = curve
    require_vector(inputs=inputs, activations=activations)
    require_same_shape(inputs=inputs, activations=activations)


_door = checked(
    {**samples.RULES, "curve": _require_curve, "threshold": require_number, "axes": unchecked},
    (*samples.ONE_SHAPE, "h"),
)


@_door
def plot_hidden_space(x, t, h, curve, threshold, axes):
    """Draw how each sample goes from x up to the curve, and from there across to h.

    The axes, 2 x 2, show the curve and the samples on h, below them the samples on x and a corner
    for the legend; columns share x, rows share y. The panels are made to touch, so that each guide
    line runs from sample to sample. A threshold outside of (0, 1) is not drawn.
    """
    (middle, right), (bottom, corner) = axes
    touching = {"w_pad": 0, "h_pad": 0, "wspace": 0, "hspace": 0}
    bottom.figure.set_layout_engine("constrained", **touching)
    middle.plot(*curve, color="black", linewidth=2, label=CURVE)
    for target in (1, 0):
        xs, hs = x[t == target], h[t == target]
        style = {"s": 60, "alpha": 0.7, **MARKERS[target]}
        bottom.scatter(xs, np.zeros(xs.size), **style)
        middle.scatter(xs, hs, **style)
        right.scatter(np.zeros(hs.size), hs, label=NAMES[target], **style)
        dashes = {"color": MARKERS[target]["color"], "linestyle": "--", "linewidth": 0.6}
        bottom.vlines(xs, 0, 1, **dashes)
        middle.vlines(xs, H_LIMITS[0], hs, **dashes)
        middle.hlines(hs, xs, X_LIMITS[1], **dashes)
        right.hlines(hs, -1, 0, **dashes)
    for ax in (middle, right) if 0 < threshold < 1 else ():
        ax.axhline(threshold, color="black", linestyle=":", linewidth=2)
    middle.set(xlim=X_LIMITS, ylim=H_LIMITS)
    middle.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
    middle.legend(loc="upper left", fontsize=9)
    bottom.set(xlabel="input $x$", ylim=(-1, 1), yticks=[])
    right.set(xlim=(-1, 1), xticks=[], ylabel="hidden activation $h$")
    right.yaxis.set_label_position("right")
    right.tick_params(left=False, labelleft=False, labelright=True)
    for ax in (middle, right, bottom):
        ax.spines[:].set(visible=True, color="gray", linewidth=0.8)
    corner.set_axis_off()
    corner.legend(*right.get_legend_handles_labels(), loc="center", fontsize=8)


@_door
def describe_hidden_space(x, t, h, threshold):
    """Say in words what `plot_hidden_space` draws, but for the curve."""
    sides = [
        f"{name} from x = {range_text(x[t == target])} to h = {range_text(h[t == target])}"
        for target, name in ((1, "blue circles"), (0, "red stars"))
        if np.any(t == target)
    ]
    above = [int(np.sum(h[t == target] > threshold)) for target in (1, 0)]
    return caption(
        f"the hidden neuron takes the {', the '.join(sides)}; above the line h = "
        f"{threshold:.3f} lie {above[0]} blue circles and {above[1]} red stars."
    )
