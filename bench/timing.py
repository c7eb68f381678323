"""Times that can be compared: taken in turns, so that both see the same machine."""

import itertools
import os
import statistics
import time
from contextlib import contextmanager

import numpy as np
from threadpoolctl import threadpool_limits

try:
    import torch
except ImportError:  # `make bench` has said so
    torch = None


@contextmanager
def threads(number=None):
    """Let NumPy, scikit-learn and PyTorch compute in so many threads; without a number, in all."""
    number = number or os.cpu_count()
    if torch is not None:
        torch.set_num_threads(number)
    with threadpool_limits(number):
        yield


def seconds(function, clock=time.process_time):
    """Return how long a call takes."""
    start = clock()
    function()
    return clock() - start


def median_seconds(function, repeats=15):
    """Call a function, once unmeasured; return its median time in one thread, in seconds."""
    function()
    return statistics.median(seconds(function) for _ in range(repeats))


def in_turns(functions, repeats=15, clock=time.process_time):
    """Call functions in turns, once each unmeasured.

    Parameters
    ----------
    functions : dict of str to callable
        What to measure, by its name.
    repeats : int
        How many times to call each.
    clock : callable
        What to read the time from. `time.process_time` stands still while other programs have the
        processor, but is right for a single thread only; for more, `time.perf_counter`.

    Returns
    -------
    dict of str to ndarray of shape (repeats,)
        The time of each call, in seconds; those at the same place were taken one after the other.
    """
    for function in functions.values():
        function()
    turns = [[seconds(function, clock) for function in functions.values()] for _ in range(repeats)]
    return dict(zip(functions, np.transpose(turns), strict=True))


def side_by_side(one, other, repeats=15, clock=time.process_time):
    """Call two functions in turns; return the median time of each, and the median ratio."""
    times = in_turns({"one": one, "other": other}, repeats, clock)
    medians = tuple(map(statistics.median, times.values()))
    return medians, statistics.median(times["one"] / times["other"])


def redraws(part, playground):
    """Return how long the playground of a part takes to follow each of its controls, by name."""

    def mover(control):
        if isinstance(control.value, bool):
            places = itertools.cycle([not control.value, control.value])
        else:
            places = itertools.cycle(np.linspace(control.min, control.max, 7)[1:-1].tolist())

        def move():
            control.value = type(control.value)(next(places))

        return move

    return {
        f"playground_part{part}_{name}": median_seconds(mover(control))
        for name, control in playground.controls.items()
    }
