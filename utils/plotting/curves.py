"""Curves over one axis, and the curves of a training.

x           where the curves are known, an ndarray of shape (k,)
curves      dict: the label of each curve, and its values of shape (k,)
path        wh, bo and the loss at the start and after each of k iterations, shape (k + 1, 3)
nb_correct  how many of nb_of_samples are decided correctly after each, shape (k + 1,)

A ValueError names an argument of another shape, or that is empty or not finite.
"""

from functools import partial
from itertools import pairwise

import numpy as np

from utils.plotting.style import caption
from utils.validation import (
    checked,
    require_finite,
    require_integer,
    require_path,
    require_same_shape,
    require_vector,
    unchecked,
)

LINE_STYLES = ("-", "--", "-.", ":")
GREEN = "#009e73"
_door = checked(
    {
        "x": require_vector,
        "curves": unchecked,  # each is compared with x, in the function
        "colors": unchecked,
        "path": require_path,
        "nb_correct": require_finite,
        "nb_of_samples": partial(require_integer, 1),
        **dict.fromkeys(("ax", "axes", "xlabel", "ylabel", "drawstyle"), unchecked),
    }
)


def _require_curves(x, curves):
    for label, values in curves.items():
        require_same_shape(**{"x": x, f"curve {label!r}": values})


@_door
def plot_curves(x, curves, ax, xlabel, ylabel, colors=None, drawstyle="default"):
    """Draw curves, told apart by line style and by colour, or by colors where these mean something.

    What jumps, such as a count, is drawn with one of Matplotlib's drawstyles, such as "steps-post",
    where a value holds from its x up to the next. A ValueError says so if there are not as many
    colors as curves.
    """
    _require_curves(x, curves)
    if colors is not None:
        if len(colors) != len(curves):
            raise ValueError(
                f"{len(curves)} curves need as many colors, but there are {len(colors)}"
            )
        ax.set_prop_cycle(color=colors)
    for (label, values), style in zip(curves.items(), LINE_STYLES * len(curves), strict=False):
        ax.plot(x, values, linestyle=style, linewidth=2, label=label, drawstyle=drawstyle)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if len(curves) > 1:
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4)


@_door
def describe_curves(x, curves):
    """Say in words what `plot_curves` draws: how each curve starts, turns and ends."""
    _require_curves(x, curves)
    lines = [f"{label}: {_course_of_curve(x, values)}" for label, values in curves.items()]
    return caption(*[f"{line};" for line in lines[:-1]], f"{lines[-1]}.")


def _course_of_curve(x, values):
    """Say where a curve starts, turns and ends."""
    if np.ptp(values) == 0:
        return f"{values[0]:.2f} everywhere"
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
    return f"from {', '.join([places[0], *legs])}{more}"


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


@_door
def plot_training(path, nb_correct, nb_of_samples, axes):
    """Draw the loss, and below it the number of correct decisions, over the iterations."""
    require_same_shape(loss=path[:, 2], nb_correct=nb_correct)
    iterations = np.arange(len(path))
    for ax, values in zip(axes, (path[:, 2], nb_correct), strict=True):
        ax.plot(iterations, values, "o-", color="black", markersize=3)
    best = np.flatnonzero(nb_correct == nb_of_samples)
    axes[1].plot(best, nb_correct[best], "*", color=GREEN, markersize=12, label="all correct")
    axes[0].set(ylabel=r"loss $\xi$")
    axes[1].set(xlabel="iteration", ylabel=f"correct, of {nb_of_samples}")
    if best.size:
        axes[1].legend(loc="lower right")


@_door
def describe_training(path, nb_correct, nb_of_samples):
    """Say in words what `plot_training` draws."""
    require_same_shape(loss=path[:, 2], nb_correct=nb_correct)
    best = np.flatnonzero(nb_correct == nb_of_samples)
    runs = np.split(best, np.flatnonzero(np.diff(best) > 1) + 1)
    spans = [f"{run[0]} to {run[-1]}" if run.size > 1 else f"{run[0]}" for run in runs if run.size]
    word = "iteration" if best.size == 1 else "iterations"
    when = f"all are correct after {word} {', '.join(spans)}" if spans else "never are all correct"
    return caption(
        f"over {len(path) - 1} iterations the loss goes from {path[0, 2]:.4f} to "
        f"{path[-1, 2]:.4f}, its lowest being {path[:, 2].min():.4f}; the correct decisions go "
        f"from {nb_correct[0]:.0f} to {nb_correct[-1]:.0f} of {nb_of_samples}; {when}."
    )
