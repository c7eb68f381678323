"""What part 1 costs: its training beside the bare arithmetic, and its playground."""

import numpy as np

from bench.timing import redraws, side_by_side
from utils.data import make_noisy_line
from utils.linear_regression import train
from utils.playground.part1 import Playground

X, T = make_noisy_line(np.random.RandomState(13))
RATIOS = {
    "train_part1_ours_over_bare": "training part 1, over the same arithmetic without functions "
    "and checks",
}


def bare_train(w, learning_rate, nb_of_iterations):
    """Do the arithmetic of `train` in one piece: no functions, no checks."""
    path = []
    for k in range(nb_of_iterations + 1):
        if k:
            w = w - learning_rate * np.mean(2 * X * (X * w - T))
        path.append((w, np.mean((X * w - T) ** 2)))
    return np.array(path)


def measure():
    """Return the median times in seconds, by name, and the ratios."""
    run = {"w": 0.138, "learning_rate": 0.9, "nb_of_iterations": 1000}
    np.testing.assert_allclose(train(X, T, **run), bare_train(**run), rtol=1e-12)
    (ours, bare), over_bare = side_by_side(lambda: train(X, T, **run), lambda: bare_train(**run))
    times = {"train_part1_ours": ours, "train_part1_bare": bare, **redraws(1, Playground())}
    return times, {"train_part1_ours_over_bare": over_bare}
