"""The loss over two parameters, and places and paths of training on it.

across   values of the first parameter, along the horizontal axis, an ndarray of shape (k,)
up       values of the second one, along the vertical axis, shape (m,)
losses   the loss of each pair, shape (m, k): a row for each of up, a column for each of across
places   dict: the name of each place, and its two parameters, a pair of numbers
path     both parameters and the loss at the start and after each of k iterations, (k + 1, 3)
names    the names of the two parameters; those of part 3 if none are given
side     on which side of a place its name stands, "below" or "right"
levels   how many bands of height the contours have, about

A ValueError names an argument of another shape, or that is empty or not finite.
"""

from functools import partial

import numpy as np
from matplotlib import colormaps
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from utils.plotting.style import caption
from utils.validation import (
    checked,
    require_finite,
    require_integer,
    require_path,
    require_vector,
    unchecked,
)

NAMES = ("wh", "bo")
# What stands at the axis of a parameter; of one that is not here, its name does.
LABELS = {
    "wh": "weight $w_h$",
    "bo": "bias $b_o$",
    "w1": "weight $w_1$",
    "w2": "weight $w_2$",
    "b": "bias $b$",
}


# How far from its place a name stands, in points, and how it is aligned.
SIDES = {
    "below": {"xytext": (0, -20), "ha": "center"},
    "right": {"xytext": (8, 0), "va": "center"},
}


def _require_side(**values):
    for name, value in values.items():
        if value not in SIDES:
            raise ValueError(f"{name} must be one of {', '.join(SIDES)}, but is {value!r}")


def _require_names(**values):
    for name, value in values.items():
        if (
            not isinstance(value, (tuple, list))
            or len(value) != 2
            or not all(isinstance(parameter, str) for parameter in value)
        ):
            raise ValueError(f"{name} must be a pair of names, such as {NAMES}, but is {value!r}")


_door = checked(
    {
        "across": require_vector,
        "up": require_vector,
        "losses": require_finite,
        "places": unchecked,  # each is looked at, in the function
        "path": require_path,
        "names": _require_names,
        "side": _require_side,
        "levels": partial(require_integer, 1),
        "ax": unchecked,
    }
)


def _require_surface(across, up, losses):
    if losses.shape != (up.size, across.size):
        raise ValueError(
            f"losses must be of shape (len(up), len(across)) = "
            f"{(up.size, across.size)}, but its shape is {losses.shape}"
        )


@_door
def plot_loss_contours(across, up, losses, ax, names=NAMES, levels=15):
    """Draw the loss as filled contours with a colour bar."""
    _require_surface(across, up, losses)
    contours = ax.contourf(across, up, losses, levels=levels, cmap="magma")
    bar = ax.figure.colorbar(contours, ax=ax, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    ax.set(xlabel=_label(names[0]), ylabel=_label(names[1]))


@_door
def plot_loss_surface(across, up, losses, ax, names=NAMES):
    """Draw the loss as a surface on axes of three dimensions."""
    _require_surface(across, up, losses)
    # The loss bends most along the weight: facets are finer there. Together with 64 colours, and
    # without antialiasing, which shows a light seam between any two, that is smooth in few bytes.
    rows, columns = _spread(up.size, 26), _spread(across.size, 50)
    surface = ax.plot_surface(
        *np.meshgrid(across[columns], up[rows]),
        losses[np.ix_(rows, columns)],
        cmap=colormaps["magma"].resampled(64),
        rstride=1,
        cstride=1,
        linewidth=0,
        antialiased=False,
    )
    bar = ax.figure.colorbar(surface, ax=ax, shrink=0.6, pad=0.1, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    unclip(surface, bar.solids)
    ax.view_init(elev=55, azim=-30)
    ax.set_facecolor("white")
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
        axis.grid(False)  # a stray line of two dimensions at each tick; the grid in space stays
    ax.set_xlabel(_label(names[0]), labelpad=8)
    ax.set_ylabel(_label(names[1]), labelpad=8)
    ax.set_zlabel(r"loss $\xi$", labelpad=8)
    _lay_out_in_whole_pixels(ax)


def _label(name):
    return LABELS.get(name, name)


def _spread(count, most):
    """Return the indices of at most so many lines of a grid, evenly spread from end to end."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def unclip(*artists):
    """Draw artists of a 3-D figure unclipped; what lies inside the axes looks the same.

    SVG names a clip path after all digits of the place of its axes. In 3-D that place comes from
    a projection, whose last bits, and so the name, differ from one processor to the next. Like
    clipped artists, they do not count in the layout, where the extent of 3-D lines is wrong.
    """
    for artist in artists:
        artist.set_clip_on(False)
        artist.set_in_layout(False)


def _lay_out_in_whole_pixels(ax):
    """Round the extent of 3-D axes: where a label ends comes from that projection, too."""
    exact = ax.get_tightbbox

    def rounded(*args, **kwargs):
        (left, bottom), (right, top) = exact(*args, **kwargs).get_points()
        return Bbox([np.floor((left, bottom)), np.ceil((right, top))])

    ax.get_tightbbox = rounded


@_door
def describe_loss_surface(across, up, losses, names=NAMES):
    """Say in words what `plot_loss_contours` and `plot_loss_surface` draw."""
    _require_surface(across, up, losses)

    def point(index):
        row, column = index
        return f"{losses[index]:.3f} (at {_place(names, across[column], up[row])})"

    # Rounded, as mirror images differ in their last bits only: the first one is named.
    highest = point(np.unravel_index(np.argmax(np.round(losses, 9)), losses.shape))
    ridge = np.argmin(np.abs(across))
    zero = f"{names[0]} = 0"
    sides = {f"left of {zero}": across < 0, f"right of {zero}": across > 0}
    lows = {side: _lowest(losses, columns) for side, columns in sides.items() if columns.any()}
    if len(lows) < 2 or any(abs(column - ridge) <= 1 for _, column in lows.values()):
        lowest = point(_lowest(losses, np.ones(across.size, dtype=bool)))
        return caption(f"on this grid the loss is lowest, {lowest}, and highest, {highest}.")
    valleys = [f"{side} down to {point(low)}" for side, low in lows.items()]
    return caption(
        f"the loss goes {', '.join(valleys)}; "
        f"on the grid line nearest to {zero} it is at least {losses[:, ridge].min():.3f}; "
        f"on this grid it is highest, {highest}."
    )


def _lowest(losses, columns):
    """Return row and column of the lowest loss in some columns."""
    return np.unravel_index(np.argmin(np.where(columns, losses, np.inf)), losses.shape)


def _place(names, first, second):
    return f"{names[0]} = {first:.2f}, {names[1]} = {second:.2f}"


def _require_places(places):
    for name, place in places.items():
        values = np.asarray(place)
        if values.shape != (2,) or values.dtype.kind not in "if" or not np.all(np.isfinite(values)):
            raise ValueError(f"place {name!r} must be a pair of numbers, but is {place}")


@_door
def plot_places(places, ax, side="below"):
    """Mark places on contours, each by a ring with its name beside it."""
    _require_places(places)
    for name, place in places.items():
        ax.plot(*place, "o", color="white", fillstyle="none", markersize=8, markeredgewidth=2)
        ax.annotate(name, place, textcoords="offset points", color="white", **SIDES[side])


@_door
def describe_places(places, names=NAMES):
    """Say in words what `plot_places` draws."""
    _require_places(places)
    marked = [f"{name} ({_place(names, *place)})" for name, place in places.items()]
    return caption(f"marked are: {', '.join(marked)}.".replace("$", ""))


@_door
def plot_path(path, ax):
    """Draw a path on the contours or the surface that ax holds: white, with a star at its end."""
    # In 3-D the loss is the height; on contours the colour shows it already.
    columns = path.T if ax.name == "3d" else path.T[:2]
    line, star = {"markersize": 4, "linewidth": 1.5}, {"markersize": 16, "markeredgecolor": "black"}
    lines = ax.plot(*columns, "o-", color="white", zorder=4, **line)
    lines += ax.plot(*columns[:, -1:], "*", color="white", zorder=5, **star)
    if ax.name == "3d":
        ax.computed_zorder = False
        unclip(*lines)


@_door
def describe_path(path, names=NAMES):
    """Say in words what `plot_path` draws."""
    start, end = [f"{_place(names, *row[:2])} (loss {row[2]:.3f})" for row in path[[0, -1]]]
    return caption(
        f"the path leads in {len(path) - 1} iterations from {start} to the star at {end}."
    )
