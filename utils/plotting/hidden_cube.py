"""The samples in the space of three hidden neurons, and a plane that separates them.

H  hidden activations, an ndarray of shape (n, 3): a row for each sample, a direction for each
   neuron
t  the targets, 0 or 1, of shape (n, 1)
w  what each activation counts for blue, of shape (3, 1), not 0, and b a number: the plane is where
   H w + b = 0, and blue is on the side where it is positive
azimuth  from where the cube is seen, in degrees around the direction of h3

A ValueError names an argument that is not so, is empty or not finite.
"""

from functools import partial
from itertools import product

import numpy as np
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from utils.plotting.loss_surface import unclip
from utils.plotting.samples import range_text
from utils.plotting.style import MARKERS, NAMES, caption
from utils.validation import (
    checked,
    require_column,
    require_number,
    require_rows,
    require_targets,
    unchecked,
)

ELEVATION, AZIMUTH = 30, -20


def _require_targets(**values):
    require_targets(**values)
    require_column(**values)


def _require_direction(**values):
    require_column(**values)
    for name, value in values.items():
        if value.shape != (3, 1) or not np.any(value):
            raise ValueError(
                f"{name} must be an array of shape (3, 1) that is not 0, but is {value}"
            )


_door = checked(
    {
        "H": partial(require_rows, 3),
        "t": _require_targets,
        "w": _require_direction,
        "b": require_number,
        "azimuth": require_number,
        "ax": unchecked,
    },
    one_length=("H", "t"),
)


@_door
def plot_hidden_cube(H, t, ax, azimuth=AZIMUTH):
    """Draw the samples at their hidden activations, and name the corners where many of them are."""
    for target in (1, 0):
        of_class = H[t[:, 0] == target]
        style = {"s": 50, "alpha": 0.7, "depthshade": False, **MARKERS[target]}
        unclip(ax.scatter(*of_class.T, label=NAMES[target], **style))
    ax.view_init(elev=ELEVATION, azim=azimuth)
    ax.set_facecolor("white")
    low, high = min(0.0, H.min()), max(1.0, H.max())
    for i, axis in enumerate((ax.xaxis, ax.yaxis, ax.zaxis), 1):
        axis.set_major_locator(MaxNLocator(5, prune="both"))
        axis.grid(False)  # a stray line of two dimensions at each tick; the grid in space stays
        axis.set_rotate_label(False)  # else a label may stand upside down
        axis.set_label_text(f"$h_{i}$")
        axis.labelpad = 8
    ax.set(xlim=(low, high), ylim=(low, high), zlim=(low, high))
    ax.set_box_aspect((1, 1, 1), zoom=0.85)
    corners, counts = np.unique(np.round(np.clip(H, 0, 1)) + 0, axis=0, return_counts=True)
    for corner in corners[10 * counts >= len(H)]:
        # The empty line keeps the name off the samples, which lie above a lower corner.
        name = f"({', '.join(f'{number:.0f}' for number in corner)})"
        if corner[2]:
            name, place = f"{name}\n", {"linespacing": 1.7, "ha": "center", "va": "bottom"}
        else:
            name, place = f"\n{name}", {"linespacing": 0.9, "ha": "right", "va": "top"}
        unclip(ax.text(*corner, name, fontsize=9, **place))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 0.98), ncols=2)


@_door
def describe_hidden_cube(H, t):
    """Say in words what `plot_hidden_cube` draws."""
    found = []
    for target, name in ((1, "blue circles"), (0, "red stars")):
        of_class = H[t[:, 0] == target]
        if len(of_class):
            ranges = [f"h{i} = {range_text(column)}" for i, column in enumerate(of_class.T, 1)]
            middle = ", ".join(f"{value:.2f}" for value in np.mean(of_class, axis=0) + 0)
            found.append(
                f"{len(of_class)} {name} at {', '.join(ranges)}, with their mean at ({middle})"
            )
    return caption(f"the samples in the hidden space: {'; '.join(found)}.")


@_door
def plot_separating_plane(w, b, ax):
    """Draw the part of the plane that lies within the limits of axes of three dimensions."""
    corners = _corners(w, b, _limits(ax))
    if len(corners) > 2:
        plane = Poly3DCollection([corners], facecolor="gray", edgecolor="black", alpha=0.3)
        ax.add_collection3d(plane)
        unclip(plane)


@_door
def describe_separating_plane(w, b):
    """Say in words what `plot_separating_plane` draws, in the cube from 0 to 1."""
    corners = _corners(w, b, np.array([[0.0, 1.0]] * 3))
    if len(corners) < 3:
        return caption("the plane does not cut the cube from 0 to 1.")
    places = ", ".join(f"({', '.join(f'{v:.2f}' for v in c + 0)})" for c in corners.round(9))
    return caption(f"a plane, which leaves the cube from 0 to 1 at {places}.")


def _limits(ax):
    return np.array([ax.get_xlim(), ax.get_ylim(), ax.get_zlim()])


def _corners(w, b, limits):
    """Return where the plane meets the edges of a box, in order around it, of shape (k, 3)."""
    found = []
    for along in range(3):
        others = [i for i in range(3) if i != along]
        for ends in product(*limits[others]):
            if w[along, 0]:
                place = np.empty(3)
                place[others] = ends
                place[along] = -(b + w[others, 0] @ np.array(ends)) / w[along, 0]
                if limits[along, 0] <= place[along] <= limits[along, 1]:
                    found.append(place)
    if len(found) < 3:
        return np.array(found).reshape(-1, 3)
    corners = np.unique(np.round(found, 12), axis=0)
    arms = corners - corners.mean(axis=0)
    # Two directions within the plane, perpendicular to each other.
    first = arms[0] / np.linalg.norm(arms[0])
    second = np.cross(w[:, 0] / np.linalg.norm(w), first)
    return corners[np.argsort(np.arctan2(arms @ second, arms @ first))]
