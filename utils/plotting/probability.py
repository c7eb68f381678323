"""The probability of one of two classes over z1 and z2, which come in at the output neurons.

z_values       where z1 and z2 are taken, of shape (k,)
probabilities  an ndarray of shape (k, k): a row for each z2, a column for each z1
"""

import numpy as np

from utils.plotting.style import caption
from utils.validation import checked, require_probabilities, require_vector, unchecked

_door = checked(
    {"z_values": require_vector, "probabilities": require_probabilities, "ax": unchecked}
)


def _require_square(z_values, probabilities):
    if np.shape(probabilities) != (z_values.size, z_values.size):
        raise ValueError(
            f"probabilities must be an array of shape {(z_values.size,) * 2}, but its shape is "
            f"{np.shape(probabilities)}"
        )


@_door
def plot_probability(z_values, probabilities, ax):
    """Draw the probability as a surface, on three-dimensional axes."""
    _require_square(z_values, probabilities)
    z1, z2 = np.meshgrid(z_values, z_values)
    ax.plot_surface(z1, z2, probabilities, cmap="viridis", linewidth=0.3, edgecolor="gray")
    ax.view_init(elev=30, azim=70)
    ticks = z_values[[0, z_values.size // 2, -1]]
    ax.set(xlabel="$z_1$", ylabel="$z_2$", zlabel="probability $y_1$", zlim=(0, 1))
    ax.set(xticks=ticks, yticks=ticks, zticks=(0, 0.5, 1))
    for axis, angle, pad in ((ax.xaxis, 0, 4), (ax.yaxis, 0, 4), (ax.zaxis, 90, 9)):
        axis.set_rotate_label(False)
        axis.label.set_rotation(angle)
        axis.labelpad = pad
    ax.set_box_aspect(None, zoom=0.85)


@_door
def describe_probability(z_values, probabilities):
    """Say in words what `plot_probability` draws."""
    _require_square(z_values, probabilities)
    low, high = z_values[0], z_values[-1]
    corners = [
        f"{probabilities[row, column]:.2f} at z1 = {z_values[column]:g}, z2 = {z_values[row]:g}"
        for row, column in ((0, 0), (-1, -1), (0, -1), (-1, 0))
    ]
    diagonal = np.diag(probabilities)
    is_level = np.allclose(diagonal, diagonal[0])
    along = f"along z1 = z2 it is {diagonal[0]:.2f} everywhere; " if is_level else ""
    return caption(
        f"the probability y1 as a surface over z1 and z2 from {low:g} to {high:g}; {along}"
        f"it is {', '.join(corners)}."
    )
