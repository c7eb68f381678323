"""The confusion table: what a class is, and what it is taken for.

table  integers, an ndarray of shape (m, m): in row i and column j stands how many samples of class
       i are decided to be class j
names  of the m classes

A ValueError names an argument that is not so.
"""

import numpy as np
from matplotlib.colors import to_rgb

from utils.plotting.style import BLUE, RED, caption
from utils.validation import checked, require_matrix, unchecked


def _require_counts(**values):
    require_matrix(**values)
    for name, table in values.items():
        if table.shape[0] != table.shape[1]:
            raise ValueError(f"{name} must have as many columns as rows, but is {table.shape}")
        if np.any(table < 0) or np.any(table != np.round(table)):
            raise ValueError(f"{name} must hold counts: whole numbers, none below 0")


def _require_a_name_each(table, names, ax=None):
    if len(names) != len(table):
        raise ValueError(f"names must be {len(table)}, one for each class, but are {len(names)}")


_door = checked(
    {"table": _require_counts, "names": unchecked, "ax": unchecked}, together=_require_a_name_each
)


@_door
def plot_confusion(table, names, ax):
    """Draw the table: blue where the decision is right, red where it is wrong, deeper for more."""
    places = np.arange(len(names))
    right = np.eye(len(names), dtype=bool)
    colors = np.ones((*table.shape, 3))
    for where, color in ((right, BLUE), (~right, RED)):
        depth = table[where] / max(1, np.max(table[where], initial=0))
        colors[where] = 1 - 0.6 * depth[:, np.newaxis] * (1 - np.array(to_rgb(color)))
    # Without interpolation SVG holds just these squares.
    ax.imshow(colors, interpolation="none")
    for i, j in np.argwhere(table):
        ax.text(j, i, f"{table[i, j]:.0f}", ha="center", va="center")
    ax.set(xticks=places, yticks=places, xticklabels=names, yticklabels=names)
    ax.set(xlabel="decided", ylabel="right class")
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set(visible=True, color="0.8", linewidth=0.8)


@_door
def describe_confusion(table, names):
    """Say in words what `plot_confusion` draws: how many are right, and each confusion."""
    lines = []
    for i, name in enumerate(names):
        wrong = [j for j in np.argsort(-table[i], kind="stable") if j != i and table[i, j]]
        taken = ", ".join(f"{table[i, j]:.0f} as {names[j]}" for j in wrong)
        if taken:
            lines.append(f"{name}: {table[i, i]:.0f} of {table[i].sum():.0f} right, {taken}")
    clean = [str(name) for i, name in enumerate(names) if table[i].sum() == table[i, i]]
    return caption(
        f"a table with a row for each right class, a column for each decision; "
        f"{np.trace(table):.0f} of {table.sum():.0f} lie on its diagonal, where both are the same.",
        *[f"{line};" for line in lines],
        f"always right: {', '.join(clean) or 'none'}.",
    )
