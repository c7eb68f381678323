"""The confusion table: what a class is, and what it is taken for.

table  integers, an ndarray of shape (m, m): in row i and column j stands how many samples of class
       i are decided to be class j
names  of the m classes

A ValueError names an argument that is not so. The table itself is drawn by seaborn, as a heatmap.
"""

import numpy as np

from utils.plotting.style import caption
from utils.validation import checked, require_matrix, unchecked


def _require_counts(**values):
    require_matrix(**values)
    for name, table in values.items():
        if table.shape[0] != table.shape[1]:
            raise ValueError(f"{name} must have as many columns as rows, but is {table.shape}")
        if np.any(table < 0) or np.any(table != np.round(table)):
            raise ValueError(f"{name} must hold counts: whole numbers, none below 0")


def _require_a_name_each(table, names):
    if len(names) != len(table):
        raise ValueError(f"names must be {len(table)}, one for each class, but are {len(names)}")


_door = checked({"table": _require_counts, "names": unchecked}, together=_require_a_name_each)


@_door
def describe_confusion(table, names):
    """Say in words what a heatmap of the table shows: how many are right, and each confusion."""
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
