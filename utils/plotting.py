"""The figures of the course, each beside the sentence that says the same in words.

`plot_...` draws on the axes it is given and returns nothing; `describe_...` takes the same data
and returns the text that stands under the figure, for whoever does not see it.
"""

from itertools import pairwise

import numpy as np
import seaborn as sns
from IPython import get_ipython
from matplotlib import colormaps
from matplotlib.ticker import MaxNLocator
from matplotlib_inline.backend_inline import set_matplotlib_formats

from utils.rbf_network import decision_boundary, hidden_activations, nn_predict, rbf
from utils.validation import (
    require_column,
    require_finite,
    require_number,
    require_same_shape,
    require_targets,
    require_vector,
)

BLUE, RED = "#0072b2", "#cc3311"
LIGHT_BLUE, LIGHT_RED = "#b9d9eb", "#f5cbbf"
X_LIMITS = (-3.3, 3.3)
LINE_STYLES = ("-", "--", "-.", ":")
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


def _require_samples(x, t):
    require_column(x=x)
    require_same_shape(x=x, t=t)
    require_targets(t=t)


def _range_text(values):
    return f"{np.min(values):.2f} to {np.max(values):.2f}"


def plot_samples(x, t, ax, x_limits=X_LIMITS):
    """Draw the samples on a line: blue circles and red stars.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    ax : matplotlib.axes.Axes
        Where to draw.
    x_limits : tuple of two floats
        The part of the line to show.

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, or t is not 0 or 1.
    """
    _require_samples(x, t)
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


def describe_samples(x, t, x_limits=X_LIMITS, symbol="x"):
    """Say in words what `plot_samples` draws.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    x_limits : tuple of two floats
        The part of the line that is shown.
    symbol : str
        What the line measures.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, or t is not 0 or 1.
    """
    _require_samples(x, t)
    is_shown = (x >= x_limits[0]) & (x <= x_limits[1])
    blue, red = x[is_shown & (t == 1)], x[is_shown & (t == 0)]
    groups = [("blue circles", blue), ("red stars", red[red < 0]), ("red stars", red[red >= 0])]
    found = [f"{v.size} {name} from {symbol} = {_range_text(v)}" for name, v in groups if v.size]
    nb_outside = np.sum(~is_shown)
    outside = f"; {nb_outside} samples lie outside of the figure" if nb_outside else ""
    return f"Figure: the samples on a line: {', '.join(found) or 'none'}{outside}."


def plot_curves(x, curves, ax, xlabel, ylabel, colors=None):
    """Draw curves over one axis, told apart by colour and by line style.

    Parameters
    ----------
    x : ndarray of shape (k,)
        Where the curves are known.
    curves : dict of str to ndarray of shape (k,)
        The label of each curve and its values.
    ax : matplotlib.axes.Axes
        Where to draw.
    xlabel, ylabel : str
        What the axes show.
    colors : sequence of str, optional
        A colour for each curve, where the colour has a meaning.

    Raises
    ------
    ValueError
        If x is not of shape (k,), a curve has another shape, anything is not finite, or there
        are not as many colors as curves.
    """
    require_vector(x=x)
    if colors is not None:
        if len(colors) != len(curves):
            raise ValueError(
                f"{len(curves)} curves need as many colors, but there are {len(colors)}"
            )
        ax.set_prop_cycle(color=colors)
    for (label, values), style in zip(curves.items(), LINE_STYLES * len(curves), strict=False):
        require_same_shape(**{"x": x, f"curve {label!r}": values})
        require_finite(**{f"curve {label!r}": values})
        ax.plot(x, values, linestyle=style, linewidth=2, label=label)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(curves) > 1:
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4)


def describe_curves(x, curves):
    """Say in words what `plot_curves` draws: where each curve starts, turns and ends.

    Parameters
    ----------
    x : ndarray of shape (k,)
        Where the curves are known.
    curves : dict of str to ndarray of shape (k,)
        The label of each curve and its values.

    Returns
    -------
    str
        "Figure: ", then a line for each curve.

    Raises
    ------
    ValueError
        If x is not of shape (k,), a curve has another shape, or anything is not finite.
    """
    require_vector(x=x)
    lines = []
    for label, values in curves.items():
        require_same_shape(**{"x": x, f"curve {label!r}": values})
        require_finite(**{f"curve {label!r}": values})
        if np.ptp(values) == 0:
            lines.append(f"{label}: {values[0]:.2f} everywhere")
            continue
        points = sorted({0, int(np.argmax(values)), int(np.argmin(values)), x.size - 1})
        # A place that is as high as the one before, as printed, is no place of its own.
        points = [points[0]] + [
            j for i, j in pairwise(points) if round(values[i], 2) != round(values[j], 2)
        ]
        places = [_place_on_curve(x, values, i) for i in points]
        ways = ["up to" if values[j] > values[i] else "down to" for i, j in pairwise(points)]
        legs = [f"{way} {place}" for way, place in zip(ways, places[1:], strict=True)]
        steps = np.sign(np.diff(np.round(values, 2)))
        nb_turns = np.sum(np.diff(steps[steps != 0]) != 0)
        more = f", in {nb_turns} turns" if nb_turns > len(legs) - 1 else ""
        lines.append(f"{label}: from {', '.join([places[0], *legs])}{more}")
    return "Figure: " + ";\n        ".join(lines) + "."


def _place_on_curve(x, values, i):
    """Say how high a curve is at a point, and how far it stays there, if it is level inside."""
    # Adding 0 turns a rounded -0.0 into 0.0.
    rounded = np.round(values, 2) + 0
    start = end = i
    if 0 < i < x.size - 1:
        while start > 0 and rounded[start - 1] == rounded[i]:
            start -= 1
        while end < x.size - 1 and rounded[end + 1] == rounded[i]:
            end += 1
    is_level = x[end] - x[start] > 0.05 * np.ptp(x)
    place = f"from {x[start]:.2f} to {x[end]:.2f}" if is_level else f"at {x[i]:.2f}"
    return f"{rounded[i]:.2f} {place}"


# Of each node: its place, its symbol, the symbol of its input, its name.
NODES = {
    "x": (0, 0, "$x$", "", "input"),
    "h": (1, 0, "$h$", "$z_h$", "hidden neuron\nRBF"),
    "y": (2, 0, "$y$", "$z_o$", "output\nlogistic"),
    "1": (1.35, 0.75, "$1$", "", ""),
}
EDGES = (("x", "h", "$w_h$"), ("h", "y", ""), ("1", "y", "$b_o$"))


def plot_network(ax):
    """Draw the network as a graph: x -> (w_h) -> h -> (+ b_o) -> y.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    """
    for start, end, label in EDGES:
        a, b = np.array(NODES[start][:2]), np.array(NODES[end][:2])
        ax.annotate(
            "",
            xy=b,
            xytext=a,
            arrowprops={"arrowstyle": "-|>", "color": "black", "shrinkA": 22, "shrinkB": 22},
        )
        ax.text(*((a + b) / 2 + (0.02, 0.06)), label, fontsize=14, ha="center", va="bottom")
    for x, y, symbol, input_symbol, caption in NODES.values():
        ax.scatter(x, y, s=1500, facecolor=LIGHT_BLUE, edgecolor="black", zorder=3)
        ax.text(x, y, symbol, fontsize=15, ha="center", va="center", zorder=4)
        ax.text(x - 0.24, y - 0.06, input_symbol, fontsize=12, ha="center", va="top")
        ax.text(x, y - 0.3, caption, ha="center", va="top")
    ax.set(xlim=(-0.4, 2.4), ylim=(-0.8, 1.05))
    ax.set_axis_off()


def describe_network():
    """Say in words what `plot_network` draws.

    Returns
    -------
    str
    """
    arrows = [f"{a} to {b}{f' ({w})' if w else ''}" for a, b, w in EDGES]
    inputs = [f"{z} is the input of {symbol}" for _, _, symbol, z, _ in NODES.values() if z]
    text = f"with arrows from {', from '.join(arrows)}; {', '.join(inputs)}"
    return f"Figure: the network as a graph, {text}.".replace("$", "")


def _require_surface(wh_values, bo_values, losses):
    require_vector(wh_values=wh_values, bo_values=bo_values)
    require_finite(losses=losses)
    if losses.shape != (bo_values.size, wh_values.size):
        raise ValueError(
            f"losses must be of shape (len(bo_values), len(wh_values)) = "
            f"{(bo_values.size, wh_values.size)}, but its shape is {losses.shape}"
        )


def plot_loss_contours(wh_values, bo_values, losses, ax):
    """Draw the loss over both parameters as filled contours with a colour bar.

    Parameters
    ----------
    wh_values : ndarray of shape (k,)
        Weights of the hidden neuron.
    bo_values : ndarray of shape (m,)
        Biases of the output neuron.
    losses : ndarray of shape (m, k)
        The loss of each pair, as `loss_surface` returns it.
    ax : matplotlib.axes.Axes
        Where to draw.

    Raises
    ------
    ValueError
        If a shape does not fit, or anything is not finite.
    """
    _require_surface(wh_values, bo_values, losses)
    contours = ax.contourf(wh_values, bo_values, losses, levels=15, cmap="magma")
    bar = ax.figure.colorbar(contours, ax=ax, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    ax.set(xlabel="weight $w_h$", ylabel="bias $b_o$")


def _unclip(*artists):
    """Draw artists of a 3-D figure unclipped; what lies inside the axes looks the same.

    SVG names a clip path after all digits of the place of its axes. In 3-D that place comes from
    a projection, whose last bits, and so the name, differ from one processor to the next. Like
    clipped artists, they do not count in the layout, where the extent of 3-D lines is wrong.
    """
    for artist in artists:
        artist.set_clip_on(False)
        artist.set_in_layout(False)


def plot_loss_surface(wh_values, bo_values, losses, ax):
    """Draw the loss over both parameters as a surface in three dimensions.

    Parameters
    ----------
    wh_values : ndarray of shape (k,)
        Weights of the hidden neuron.
    bo_values : ndarray of shape (m,)
        Biases of the output neuron.
    losses : ndarray of shape (m, k)
        The loss of each pair, as `loss_surface` returns it.
    ax : mpl_toolkits.mplot3d.Axes3D
        Where to draw.

    Raises
    ------
    ValueError
        If a shape does not fit, or anything is not finite.
    """
    _require_surface(wh_values, bo_values, losses)
    grid = np.meshgrid(wh_values, bo_values)
    # Every second line of a 50 x 50 grid and 32 colours: nearly the same in half the bytes.
    cmap = colormaps["magma"].resampled(32)
    surface = ax.plot_surface(*grid, losses, cmap=cmap, rcount=25, ccount=25, linewidth=0)
    bar = ax.figure.colorbar(surface, ax=ax, shrink=0.6, pad=0.1, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    _unclip(surface, bar.solids)
    ax.view_init(elev=55, azim=-30)
    ax.set_facecolor("white")
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_major_locator(MaxNLocator(4))
        axis.grid(False)  # a stray line of two dimensions at each tick; the grid in space stays
    ax.set_xlabel("weight $w_h$", labelpad=8)
    ax.set_ylabel("bias $b_o$", labelpad=8)
    ax.set_zlabel(r"loss $\xi$", labelpad=8)


def describe_loss_surface(wh_values, bo_values, losses):
    """Say in words what `plot_loss_contours` and `plot_loss_surface` draw.

    Parameters
    ----------
    wh_values : ndarray of shape (k,)
        Weights of the hidden neuron.
    bo_values : ndarray of shape (m,)
        Biases of the output neuron.
    losses : ndarray of shape (m, k)
        The loss of each pair, as `loss_surface` returns it.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a shape does not fit, or anything is not finite.
    """
    _require_surface(wh_values, bo_values, losses)

    def point(index):
        row, column = index
        return f"{losses[index]:.3f} (at wh = {wh_values[column]:.2f}, bo = {bo_values[row]:.2f})"

    def lowest(columns):
        row, column = np.unravel_index(np.argmin(np.where(columns, losses, np.inf)), losses.shape)
        return point((row, column))

    highest = point(np.unravel_index(np.argmax(losses), losses.shape))
    sides = {"left of wh = 0": wh_values < 0, "right of wh = 0": wh_values > 0}
    valleys = [
        f"{side} down to {lowest(columns)}" for side, columns in sides.items() if columns.any()
    ]
    ridge = np.argmin(np.abs(wh_values))
    return (
        f"Figure: the loss goes {', '.join(valleys)}; "
        f"on the grid line nearest to wh = 0 it is at least {losses[:, ridge].min():.3f}; "
        f"on this grid it is highest, {highest}."
    )


def plot_path(path, ax):
    """Draw the path of the parameters on a loss surface: white, with a star at its end.

    Parameters
    ----------
    path : ndarray of shape (k + 1, 3)
        wh, bo and the loss after each of k iterations, as `train` returns them.
    ax : matplotlib.axes.Axes or mpl_toolkits.mplot3d.Axes3D
        Axes that hold the contours, or the surface.

    Raises
    ------
    ValueError
        If path is not of shape (k + 1, 3), or not finite.
    """
    _require_path(path)
    # In 3-D the loss is the height; on contours the colour shows it already.
    columns = path.T if ax.name == "3d" else path.T[:2]
    line, star = {"markersize": 4, "linewidth": 1.5}, {"markersize": 16, "markeredgecolor": "black"}
    lines = ax.plot(*columns, "o-", color="white", zorder=4, **line)
    lines += ax.plot(*columns[:, -1:], "*", color="white", zorder=5, **star)
    if ax.name == "3d":
        ax.computed_zorder = False
        _unclip(*lines)


def _require_path(path):
    require_finite(path=path)
    if np.ndim(path) != 2 or np.shape(path)[1] != 3:
        raise ValueError(
            f"path must be an array of shape (k + 1, 3), but its shape is {np.shape(path)}"
        )


def describe_path(path):
    """Say in words what `plot_path` draws.

    Parameters
    ----------
    path : ndarray of shape (k + 1, 3)
        wh, bo and the loss after each of k iterations, as `train` returns them.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If path is not of shape (k + 1, 3), or not finite.
    """
    _require_path(path)
    (wh, bo, xi), (wh_end, bo_end, xi_end) = path[0], path[-1]
    return (
        f"Figure: the path leads in {len(path) - 1} iterations from wh = {wh:.2f}, bo = {bo:.2f} "
        f"(loss {xi:.3f}) to the star at wh = {wh_end:.2f}, bo = {bo_end:.2f} (loss {xi_end:.3f})."
    )


def plot_training(path, nb_correct, nb_of_samples, axes):
    """Draw the loss, and below it the number of correct decisions, over the iterations.

    Parameters
    ----------
    path : ndarray of shape (k + 1, 3)
        wh, bo and the loss after each of k iterations, as `train` returns them.
    nb_correct : ndarray of shape (k + 1,)
        The number of samples decided correctly after each iteration.
    nb_of_samples : int
        The number of samples.
    axes : sequence of two matplotlib.axes.Axes
        Where to draw the loss, and the decisions.

    Raises
    ------
    ValueError
        If path is not of shape (k + 1, 3), nb_correct not of shape (k + 1,), or not finite.
    """
    _require_path(path)
    require_same_shape(loss=path[:, 2], nb_correct=nb_correct)
    iterations = np.arange(len(path))
    for ax, values in zip(axes, (path[:, 2], nb_correct), strict=True):
        ax.plot(iterations, values, "o-", color="black", markersize=3)
    best = np.flatnonzero(nb_correct == nb_of_samples)
    axes[1].plot(best, nb_correct[best], "*", color="#009e73", markersize=12, label="all correct")
    axes[0].set(ylabel=r"loss $\xi$")
    axes[1].set(xlabel="iteration", ylabel=f"correct, of {nb_of_samples}")
    if best.size:
        axes[1].legend(loc="lower right")


def describe_training(path, nb_correct, nb_of_samples):
    """Say in words what `plot_training` draws.

    Parameters
    ----------
    path : ndarray of shape (k + 1, 3)
        wh, bo and the loss after each of k iterations, as `train` returns them.
    nb_correct : ndarray of shape (k + 1,)
        The number of samples decided correctly after each iteration.
    nb_of_samples : int
        The number of samples.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If path is not of shape (k + 1, 3), nb_correct not of shape (k + 1,), or not finite.
    """
    _require_path(path)
    require_same_shape(loss=path[:, 2], nb_correct=nb_correct)
    best = np.flatnonzero(nb_correct == nb_of_samples)
    runs = np.split(best, np.flatnonzero(np.diff(best) > 1) + 1)
    spans = [f"{run[0]} to {run[-1]}" if run.size > 1 else f"{run[0]}" for run in runs if run.size]
    word = "iteration" if best.size == 1 else "iterations"
    when = f"all are correct after {word} {', '.join(spans)}" if spans else "never are all correct"
    return (
        f"Figure: over {len(path) - 1} iterations the loss goes from {path[0, 2]:.4f} to "
        f"{path[-1, 2]:.4f}, its lowest being {path[:, 2].min():.4f}; the correct decisions go "
        f"from {nb_correct[0]:.0f} to {nb_correct[-1]:.0f} of {nb_of_samples}; {when}."
    )


def plot_decision(x, t, wh, bo, ax, x_limits=X_LIMITS):
    """Draw the samples over the class that the network decides for at each x.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    wh, bo : float
        The parameters of the network.
    ax : matplotlib.axes.Axes
        Where to draw.
    x_limits : tuple of two floats
        The part of the line to show.

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, t is not 0 or 1, or wh or
        bo is not a single finite number.
    """
    _require_samples(x, t)
    boundary = decision_boundary(wh, bo)
    plot_samples(x, t, ax, x_limits)
    left, right = x_limits
    edges = [e for e in (-boundary, boundary) if left < e < right]  # none if the boundary is nan
    limits = [left, *edges, right]
    for start, end in pairwise(limits):
        middle = (start + end) / 2
        is_blue = nn_predict(middle, wh, bo) == 1
        ax.axvspan(start, end, color=LIGHT_BLUE if is_blue else LIGHT_RED, zorder=0)
        ax.text(middle, -0.75, f"decides {'blue' if is_blue else 'red'}", ha="center")
    for edge in edges:
        ax.axvline(edge, color="black", linestyle="--", zorder=1)


def describe_decision(x, t, wh, bo):
    """Say in words what `plot_decision` draws.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    wh, bo : float
        The parameters of the network.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, t is not 0 or 1, or wh or
        bo is not a single finite number.
    """
    _require_samples(x, t)
    boundary = decision_boundary(wh, bo)
    decided = nn_predict(x, wh, bo)
    right = decided == t
    if np.isnan(boundary):
        in_the_middle = nn_predict(0.0, wh, bo)
        where = f"the network decides {'blue' if in_the_middle == 1 else 'red'} everywhere"
        nb_rounded = np.sum(decided != in_the_middle)
        if nb_rounded:
            where += (
                f", but y is rounded to one half, which counts as red, for {nb_rounded} of them"
            )
    else:
        where = f"the network decides blue where |x| < {boundary:.5f}, red elsewhere"
    first, nb_more = np.sort(x[~right])[:5], max(np.sum(~right) - 5, 0)
    wrong = ", ".join(f"{value:.5f}" for value in first)
    wrong += f" and {nb_more} more" if nb_more else ""
    return (
        f"Figure: {where}; {np.sum(right)} of {x.size} samples are decided correctly"
        f"{f', wrong are those at x = {wrong}' if wrong else ''}."
    )


def plot_hidden_space(x, t, wh, bo, axes):
    """Draw how the hidden neuron moves each sample from x, up to the RBF and across to h.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    wh, bo : float
        The parameters of the network; h is compared with -bo, if that lies in (0, 1).
    axes : ndarray of shape (2, 2) of matplotlib.axes.Axes
        The RBF, the samples on h; the samples on x, and a corner that is left empty. Columns
        share x, rows share y.

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, t is not 0 or 1, or wh or
        bo is not a single finite number.
    """
    _require_samples(x, t)
    require_number(wh=wh, bo=bo)
    (middle, right), (bottom, corner) = axes
    h = hidden_activations(x, wh)
    grid = np.linspace(*X_LIMITS, 201)
    middle.plot(grid, rbf(grid * wh), color="black", linewidth=2)
    for target in (1, 0):
        xs, hs = x[t == target], h[t == target]
        style = {"s": 60, "alpha": 0.7, **MARKERS[target]}
        bottom.scatter(xs, np.zeros(xs.size), **style)
        middle.scatter(xs, hs, **style)
        right.scatter(np.zeros(hs.size), hs, label=NAMES[target], **style)
        dashes = {"color": MARKERS[target]["color"], "linestyle": "--", "linewidth": 0.6}
        middle.vlines(xs, -0.1, hs, **dashes)
        middle.hlines(hs, xs, X_LIMITS[1], **dashes)
    for ax in (middle, right) if -1 < bo < 0 else ():
        ax.axhline(-bo, color="black", linestyle=":", linewidth=2)
    middle.set(xlim=X_LIMITS, ylim=(-0.1, 1.1), ylabel="hidden activation $h$")
    bottom.set(xlabel="input $x$", ylim=(-1, 1), yticks=[])
    right.set(xlim=(-1, 1), xticks=[])
    right.tick_params(labelleft=False)
    corner.set_axis_off()
    corner.legend(*right.get_legend_handles_labels(), loc="center", fontsize=8)


def describe_hidden_space(x, t, wh, bo):
    """Say in words what `plot_hidden_space` draws.

    Parameters
    ----------
    x, t : ndarray of shape (n, 1)
        Inputs and targets.
    wh, bo : float
        The parameters of the network; h is compared with -bo.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If x and t are not of one shape (n, 1), are empty or not finite, t is not 0 or 1, or wh or
        bo is not a single finite number.
    """
    _require_samples(x, t)
    require_number(wh=wh, bo=bo)
    h = hidden_activations(x, wh)
    sides = [
        f"{name} from x = {_range_text(x[t == target])} to h = {_range_text(h[t == target])}"
        for target, name in ((1, "blue circles"), (0, "red stars"))
        if np.any(t == target)
    ]
    above = [int(np.sum(h[t == target] > -bo)) for target in (1, 0)]
    return (
        f"Figure: the hidden neuron takes the {', the '.join(sides)}; above the line h = "
        f"{-bo:.3f} lie {above[0]} blue circles and {above[1]} red stars."
    )
