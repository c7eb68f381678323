"""Times that can be compared: taken in turns, so that both see the same machine."""

import itertools
import statistics
import time

import numpy as np


def seconds(function):
    """Return how long a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def median_seconds(function, repeats=15):
    """Call a function, once unmeasured; return its median time, in seconds."""
    function()
    return statistics.median(seconds(function) for _ in range(repeats))


def side_by_side(one, other, repeats=15):
    """Call two functions in turns, once each unmeasured.

    Parameters
    ----------
    one, other : callable
        What to measure.
    repeats : int
        How many times to call each.

    Returns
    -------
    times : tuple of float
        The median time of each, in seconds.
    ratio : float
        The median over the turns of the time of one over that of the other.
    """
    one(), other()
    turns = [(seconds(one), seconds(other)) for _ in range(repeats)]
    times = tuple(map(statistics.median, zip(*turns, strict=True)))
    return times, statistics.median(a / b for a, b in turns)


def redraws(part, playground):
    """Return how long the playground of a part takes to follow each of its sliders, by name."""

    def mover(slider):
        places = itertools.cycle(np.linspace(slider.min, slider.max, 7)[1:-1].tolist())

        def move():
            slider.value = type(slider.value)(next(places))

        return move

    return {
        f"playground_part{part}_{name}": median_seconds(mover(slider))
        for name, slider in playground.controls.items()
    }
