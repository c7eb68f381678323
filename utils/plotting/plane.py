"""Samples of two classes in the plane, and the class that is decided for at each place of it.

x         inputs, an ndarray of shape (n, 2): a row for each sample
t         their targets, 0 or 1, of shape (n, 1)
is_blue   whether each sample is decided blue: True or False, of shape (n, 1)
limits    the ends of the part that is shown: of x1, a pair of numbers, and of x2
across    places along x1, of shape (k,); up: places along x2, of shape (m,)
ground    what is decided at each of these places, of shape (m, k): 1 for blue, 0 for red. The
          probability of blue does as well, and gives a smoother edge, which lies at 1/2
w, b      a line in the plane, x1 w1 + x2 w2 + b = 0: w of shape (1, 2), not 0, and b a number
name      what is written at the arrow of a line, such as "w" or "h_1"

A ValueError names an argument that is not so, is empty or not finite.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from utils.plotting.style import LIGHT_BLUE, LIGHT_RED, MARKERS, NAMES, caption
from utils.validation import (
    checked,
    require_booleans,
    require_column,
    require_number,
    require_probabilities,
    require_rows,
    require_same_shape,
    require_targets,
    require_vector,
    unchecked,
)

PLANE_LIMITS = ((-3.0, 4.0), (-4.0, 4.0))
PLACES_NAMED = 6


def _require_limits(**values):
    for name, value in values.items():
        array = np.asarray(value)
        if (
            array.shape != (2, 2)
            or array.dtype.kind not in "if"
            or not np.all(np.isfinite(array))
            or np.any(array[:, 0] >= array[:, 1])
        ):
            raise ValueError(
                f"{name} must be two pairs of numbers, each from low to high, such as "
                f"{PLANE_LIMITS}, but is {value}"
            )


def _require_line(**values):
    require_rows(2, **values)
    for name, value in values.items():
        if np.shape(value) != (1, 2) or not np.any(value):
            raise ValueError(
                f"{name} must be an array of shape (1, 2) that is not 0, but is {value}"
            )


def _require_targets(**values):
    require_targets(**values)
    require_column(**values)


_door = checked(
    {
        "x": partial(require_rows, 2),
        "t": _require_targets,
        "is_blue": require_booleans,
        "across": require_vector,
        "up": require_vector,
        "ground": require_probabilities,
        "w": _require_line,
        "b": require_number,
        "name": unchecked,
        "limits": _require_limits,
        "ax": unchecked,
    },
    one_length=("x", "t"),
)


def _require_ground(across, up, ground):
    if np.shape(ground) != (up.size, across.size):
        raise ValueError(
            f"ground must be of shape (len(up), len(across)) = {(up.size, across.size)}, "
            f"but its shape is {np.shape(ground)}"
        )


@_door
def plot_plane(x, t, ax, limits=PLANE_LIMITS):
    """Draw the samples: blue circles and red stars, and one unit as long in both directions."""
    for target in (1, 0):
        of_class = x[t[:, 0] == target]
        ax.scatter(*of_class.T, s=50, alpha=0.6, label=NAMES[target], zorder=3, **MARKERS[target])
    ax.set(xlabel="input $x_1$", ylabel="input $x_2$", aspect="equal")
    ax.set(xlim=limits[0], ylim=limits[1])
    _add_legend(ax)


def _add_legend(ax):
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)


@_door
def describe_plane(x, t, limits=PLANE_LIMITS):
    """Say in words what `plot_plane` draws."""
    low, high = np.transpose(limits)
    is_shown = np.all((x >= low) & (x <= high), axis=1)
    found = []
    for target, name in ((1, "blue circle"), (0, "red star")):
        of_class = x[is_shown & (t[:, 0] == target)]
        if len(of_class):
            ranges = [f"x{i} = {v.min():.2f} to {v.max():.2f}" for i, v in enumerate(of_class.T, 1)]
            middle = ", ".join(f"{value:.2f}" for value in np.mean(of_class, axis=0) + 0)
            found.append(
                f"{_count(of_class, name)} from {', '.join(ranges)}, with their mean at ({middle})"
            )
    nb_outside = np.sum(~is_shown)
    outside = f"; {nb_outside} samples lie outside of the figure" if nb_outside else ""
    return caption(f"the samples in the plane: {'; '.join(found) or 'none'}{outside}.")


@_door
def plot_regions(x, t, is_blue, across, up, ground, ax, limits=PLANE_LIMITS):
    """Draw the samples on ground that is blue or red, as is decided there; ring the wrong ones."""
    require_same_shape(t=t, is_blue=is_blue.astype(int))
    _require_ground(across, up, ground)
    colors = (LIGHT_RED, LIGHT_BLUE)
    ax.contourf(across, up, ground, levels=(-1, 0.5, 2), colors=colors, zorder=0)
    plot_plane(x, t, ax, limits)
    wrong = x[(is_blue != (t == 1))[:, 0]]
    ring = {"facecolor": "none", "edgecolor": "black", "linewidth": 1.5}
    if len(wrong):
        ax.scatter(*wrong.T, s=170, label="decided wrongly", zorder=4, **ring)
        _add_legend(ax)


@_door
def describe_regions(x, t, is_blue, across, up, ground, limits=PLANE_LIMITS):
    """Say in words what `plot_regions` draws, and which samples are decided wrongly."""
    require_same_shape(t=t, is_blue=is_blue.astype(int))
    _require_ground(across, up, ground)
    is_shown = (up >= limits[1][0]) & (up <= limits[1][1])
    shown, rows = up[is_shown], np.asarray(ground)[is_shown]
    heights = np.unique([0, shown.size // 2, shown.size - 1]) if shown.size else []
    places = [f"at x2 = {shown[i] + 0:.2f} {_where_blue(across, rows[i])}" for i in heights]
    is_right = is_blue == (t == 1)
    wrong = [
        _which(x[(~is_right & (t == target))[:, 0]], name)
        for target, name in ((1, "blue circle"), (0, "red star"))
        if np.any(~is_right & (t == target))
    ]
    wrongly = f", wrong are {', and '.join(wrong)}" if wrong else ""
    return caption(
        f"the ground: {', '.join(places)}; {np.sum(is_right)} of {t.size} samples are decided "
        f"correctly{wrongly}."
    )


def _where_blue(across, row):
    """Say where along a line from left to right the ground is blue."""
    blue = row > 0.5
    if not np.any(blue) or np.all(blue):
        return f"{'blue' if np.any(blue) else 'red'} everywhere"
    changes = np.flatnonzero(np.diff(blue)) + 1
    runs = [(i, j) for i, j in pairwise([0, *changes, blue.size]) if blue[i]]
    texts = [f"from x1 = {across[i] + 0:.2f} to {across[j - 1] + 0:.2f}" for i, j in runs]
    return f"blue {' and '.join(texts)}"


def _which(points, name):
    """Say how many samples there are, and where the first of them lie."""
    places = ", ".join(f"({first:.2f}, {second:.2f})" for first, second in points[:PLACES_NAMED])
    more = f" and {len(points) - PLACES_NAMED} more" if len(points) > PLACES_NAMED else ""
    return f"{_count(points, name)} at {places}{more}"


def _count(points, name):
    return f"{len(points)} {name}{'s' if len(points) > 1 else ''}"


@_door
def plot_line(w, ax, b=0.0, name="w"):
    """Draw the line x1 w1 + x2 w2 + b = 0, and from its place nearest to the origin the arrow w."""
    foot = _foot(w, b)
    ax.axline(foot, foot + _along(w), color="black", linestyle="--", zorder=2)
    arrow = {"arrowstyle": "-|>", "color": "black", "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=foot + w[0], xytext=foot, arrowprops=arrow, zorder=5)
    ax.annotate(f"${name}$", foot + w[0], (6, 4), textcoords="offset points", fontsize=14, zorder=5)


@_door
def describe_line(w, b=0.0, name="w"):
    """Say in words what `plot_line` draws."""
    foot = _foot(w, b)
    ends = [f"({p[0]:.2f}, {p[1]:.2f})" for p in (foot, foot + _along(w) + 0, foot + w[0])]
    return caption(
        f"a dashed line through {ends[0]} and {ends[1]}; perpendicular to it an arrow, "
        f"{name}, from {ends[0]} to {ends[2]}."
    )


def _foot(w, b):
    """Return the place of the line that is nearest to the origin."""
    # Adding 0 turns -0.0 into 0.0.
    return -b * w[0] / np.sum(w**2) + 0


def _along(w):
    """Return a step of length 1 along the line, upwards."""
    step = np.array([-w[0, 1], w[0, 0]]) / np.hypot(*w[0])
    return step if (step[1], step[0]) > (0, 0) else -step
