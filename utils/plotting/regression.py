"""Regression: samples in the plane with lines through them, and the descent on a loss.

x         inputs, an ndarray of shape (n, 1)
t         their targets, any numbers, of the same shape
x_ends    the two ends of the lines, shape (2,)
lines     dict: the label of each line, and its heights at x_ends, shape (2,)
gaps_to   the label of a line to which a thin line leads from each sample, or None
w_values  weights at which the loss is known, shape (k,)
losses    the loss there, of the same shape
path      weight and loss at the start and after each of m iterations, shape (m + 1, 2)

A ValueError names an argument of another shape, or that is empty or not finite.
"""

import numpy as np

from utils.plotting.style import BLUE, RED, caption
from utils.validation import (
    checked,
    require_column,
    require_finite,
    require_same_shape,
    require_vector,
    unchecked,
)

PURPLE = "#7b2d8b"
LINES = (("--", "black"), ("-", RED), (":", "black"))
# Numbers stand at the first places only: later ones lie on top of each other.
NUMBERED = 5


def _require_weights_and_losses(**values):
    require_finite(**values)
    for name, value in values.items():
        if np.ndim(value) != 2 or np.shape(value)[1] != 2:
            raise ValueError(
                f"{name} must be an array of shape (m + 1, 2), but its shape is {np.shape(value)}"
            )


_fit_door = checked(
    {
        **{"x": require_column, "t": require_column, "x_ends": require_vector},
        **dict.fromkeys(("lines", "gaps_to", "ax"), unchecked),
    },
    one_shape=("x", "t"),
)
_descent_door = checked(
    {
        **{"w_values": require_vector, "losses": require_vector, "ax": unchecked},
        "path": _require_weights_and_losses,
    },
    one_shape=("w_values", "losses"),
)


def _require_lines(x_ends, lines, gaps_to):
    if gaps_to is not None and gaps_to not in lines:
        raise ValueError(f"gaps_to must be one of {', '.join(lines)} or None, but is {gaps_to}")
    for label, heights in lines.items():
        require_same_shape(**{"x_ends": x_ends, f"line {label!r}": heights})


@_fit_door
def plot_fit(x, t, x_ends, lines, ax, gaps_to=None):
    """Draw the samples as points in the plane, and the lines: the first dashed, the next solid."""
    _require_lines(x_ends, lines, gaps_to)
    if gaps_to is not None:
        on_the_line = t - _above(x, t, x_ends, lines[gaps_to])
        ax.vlines(x, t, on_the_line, color=PURPLE, linewidth=1)
    ax.plot(x, t, "o", color=BLUE, label="samples")
    for (label, heights), (style, color) in zip(lines.items(), LINES, strict=False):
        ax.plot(x_ends, heights, linestyle=style, color=color, linewidth=2, label=label)
    ax.set(xlabel="input $x$", ylabel="target $t$")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4)


@_fit_door
def describe_fit(x, t, x_ends, lines, gaps_to=None):
    """Say in words what `plot_fit` draws, and how the samples lie about each line."""
    _require_lines(x_ends, lines, gaps_to)
    text = (
        f"{x.size} samples with x from {np.min(x):.2f} to {np.max(x):.2f} and t from "
        f"{np.min(t):.2f} to {np.max(t):.2f}"
    )
    told = [_line_text(x, t, x_ends, *line) for line in lines.items()]
    if gaps_to is not None:
        told.append(f"from each sample a thin vertical line leads to the {gaps_to}")
    return caption(f"{'; '.join([text, *told])}.")


def _above(x, t, x_ends, heights):
    """Return how far each sample lies above a line."""
    slope = (heights[1] - heights[0]) / (x_ends[1] - x_ends[0])
    return t - (heights[0] + (x - x_ends[0]) * slope)


def _line_text(x, t, x_ends, label, heights):
    # Adding 0 turns a rounded -0.0 into 0.0.
    (a, b), (c, d) = zip(np.round(x_ends, 2) + 0, np.round(heights, 2) + 0, strict=True)
    above = _above(x, t, x_ends, heights)
    nb_above = np.sum(above > 0)
    return (
        f"{label}: a straight line from ({a:.2f}, {b:.2f}) to ({c:.2f}, {d:.2f}), {nb_above} "
        f"samples above it and {x.size - nb_above} not, at most {np.max(np.abs(above)):.2f} away"
    )


@_descent_door
def plot_descent(w_values, losses, path, ax):
    """Draw the loss over the weight, and on it the places of a path with the steps between them.

    The first places are numbered, from 0, the start. What lies outside of the curve is not shown.
    """
    ax.plot(w_values, losses, color=BLUE, linewidth=2)
    ax.plot(path[:, 0], path[:, 1], "o-", color=RED, markersize=6, linewidth=1)
    for number, (w, xi) in enumerate(path[:NUMBERED]):
        ax.annotate(
            str(number),
            (w, xi),
            # Above and below in turns, as later places lie close together.
            xytext=(-4, 9 if number % 2 == 0 else -17),
            textcoords="offset points",
            color=RED,
            weight="bold",
            annotation_clip=True,
        )
    room = 0.06 * np.ptp(losses)
    ax.set(xlim=(w_values[0], w_values[-1]), ylim=(-room, np.max(losses) + room))
    ax.set(xlabel="weight $w$", ylabel=r"loss $\xi$")


@_descent_door
def describe_descent(w_values, losses, path):
    """Say in words what `plot_descent` draws."""
    lowest = np.argmin(losses)
    (inside,) = np.nonzero(
        (path[:, 0] >= w_values[0])
        & (path[:, 0] <= w_values[-1])
        & (path[:, 1] <= np.max(losses) + 0.06 * np.ptp(losses))
    )
    places = [f"{k}: w = {w:.3f}, loss {xi:.3f}" for k, (w, xi) in enumerate(path[:NUMBERED])]
    nb_outside = len(path) - len(inside)
    outside = f"; {nb_outside} of its places lie outside of the figure" if nb_outside else ""
    steps = np.sign(np.diff(path[:, 0]))
    nb_turns = np.sum(steps[1:] * steps[:-1] < 0)
    times = "once" if nb_turns == 1 else f"{nb_turns} times"
    way = f"it turns round {times}" if nb_turns else "it never turns round"
    more = f"; it ends at w = {path[-1, 0]:.3f}, loss {path[-1, 1]:.3f}"
    return caption(
        f"the loss from {losses[0]:.2f} at w = {w_values[0]:.2f} down to {losses[lowest]:.2f} at "
        f"w = {w_values[lowest]:.2f}, up to {losses[-1]:.2f} at w = {w_values[-1]:.2f}; on it a "
        f"path of {len(path) - 1} steps, {', '.join(places)}"
        f"{more if len(path) > NUMBERED else ''}; {way}{outside}."
    )
