"""The loss over two parameters, and places and paths of training on it.

wh_values  weights of the hidden neuron, an ndarray of shape (k,)
bo_values  biases of the output neuron, shape (m,)
losses     the loss of each pair, shape (m, k): a row for each bias, a column for each weight
places     dict: the name of each place, and its wh and bo, a pair of numbers
path       wh, bo and the loss at the start and after each of k iterations, shape (k + 1, 3)

A ValueError names an argument of another shape, or that is empty or not finite.
"""

import numpy as np
from matplotlib import colormaps
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

from utils.plotting.style import caption
from utils.validation import checked, require_finite, require_path, require_vector, unchecked

_door = checked(
    {
        "wh_values": require_vector,
        "bo_values": require_vector,
        "losses": require_finite,
        "places": unchecked,  # each is looked at, in the function
        "path": require_path,
        "ax": unchecked,
    }
)


def _require_surface(wh_values, bo_values, losses):
    if losses.shape != (bo_values.size, wh_values.size):
        raise ValueError(
            f"losses must be of shape (len(bo_values), len(wh_values)) = "
            f"{(bo_values.size, wh_values.size)}, but its shape is {losses.shape}"
        )


@_door
def plot_loss_contours(wh_values, bo_values, losses, ax):
    """Draw the loss as filled contours with a colour bar."""
    _require_surface(wh_values, bo_values, losses)
    contours = ax.contourf(wh_values, bo_values, losses, levels=15, cmap="magma")
    bar = ax.figure.colorbar(contours, ax=ax, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    ax.set(xlabel="weight $w_h$", ylabel="bias $b_o$")


@_door
def plot_loss_surface(wh_values, bo_values, losses, ax):
    """Draw the loss as a surface on axes of three dimensions."""
    _require_surface(wh_values, bo_values, losses)
    # The loss bends most along the weight: facets are finer there. Together with 64 colours, and
    # without antialiasing, which shows a light seam between any two, that is smooth in few bytes.
    rows, columns = _spread(bo_values.size, 26), _spread(wh_values.size, 50)
    surface = ax.plot_surface(
        *np.meshgrid(wh_values[columns], bo_values[rows]),
        losses[np.ix_(rows, columns)],
        cmap=colormaps["magma"].resampled(64),
        rstride=1,
        cstride=1,
        linewidth=0,
        antialiased=False,
    )
    bar = ax.figure.colorbar(surface, ax=ax, shrink=0.6, pad=0.1, label=r"loss $\xi$")
    bar.solids.set_rasterized(False)
    _unclip(surface, bar.solids)
    ax.view_init(elev=55, azim=-30)
    ax.set_facecolor("white")
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
        axis.grid(False)  # a stray line of two dimensions at each tick; the grid in space stays
    ax.set_xlabel("weight $w_h$", labelpad=8)
    ax.set_ylabel("bias $b_o$", labelpad=8)
    ax.set_zlabel(r"loss $\xi$", labelpad=8)
    _lay_out_in_whole_pixels(ax)


def _spread(count, most):
    """Return the indices of at most so many lines of a grid, evenly spread from end to end."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))


def _unclip(*artists):
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
def describe_loss_surface(wh_values, bo_values, losses):
    """Say in words what `plot_loss_contours` and `plot_loss_surface` draw."""
    _require_surface(wh_values, bo_values, losses)

    def point(index):
        row, column = index
        return f"{losses[index]:.3f} (at wh = {wh_values[column]:.2f}, bo = {bo_values[row]:.2f})"

    def lowest(columns):
        row, column = np.unravel_index(np.argmin(np.where(columns, losses, np.inf)), losses.shape)
        return point((row, column))

    # Rounded, as mirror images differ in their last bits only: the first one is named.
    highest = point(np.unravel_index(np.argmax(np.round(losses, 9)), losses.shape))
    sides = {"left of wh = 0": wh_values < 0, "right of wh = 0": wh_values > 0}
    valleys = [
        f"{side} down to {lowest(columns)}" for side, columns in sides.items() if columns.any()
    ]
    ridge = np.argmin(np.abs(wh_values))
    return caption(
        f"the loss goes {', '.join(valleys)}; "
        f"on the grid line nearest to wh = 0 it is at least {losses[:, ridge].min():.3f}; "
        f"on this grid it is highest, {highest}."
    )


def _require_places(places):
    for name, place in places.items():
        values = np.asarray(place)
        if values.shape != (2,) or values.dtype.kind not in "if" or not np.all(np.isfinite(values)):
            raise ValueError(f"place {name!r} must be a pair of numbers, wh and bo, but is {place}")


@_door
def plot_places(places, ax):
    """Mark places on contours, each by a ring with its name below."""
    _require_places(places)
    for name, (wh, bo) in places.items():
        ax.plot(wh, bo, "o", color="white", fillstyle="none", markersize=8, markeredgewidth=2)
        ax.annotate(
            name, (wh, bo), (0, -20), textcoords="offset points", color="white", ha="center"
        )


@_door
def describe_places(places):
    """Say in words what `plot_places` draws."""
    _require_places(places)
    marked = [f"{name} (wh = {wh:.2f}, bo = {bo:.2f})" for name, (wh, bo) in places.items()]
    return caption(f"marked are: {', '.join(marked)}.")


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
        _unclip(*lines)


@_door
def describe_path(path):
    """Say in words what `plot_path` draws."""
    (wh, bo, xi), (wh_end, bo_end, xi_end) = path[0], path[-1]
    return caption(
        f"the path leads in {len(path) - 1} iterations from wh = {wh:.2f}, bo = {bo:.2f} "
        f"(loss {xi:.3f}) to the star at wh = {wh_end:.2f}, bo = {bo_end:.2f} (loss {xi_end:.3f})."
    )
