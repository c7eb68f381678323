"""What part 2 costs: its training beside the same arithmetic, and its playground."""

import numpy as np

from bench.timing import redraws, side_by_side
from utils.data import make_two_classes
from utils.logistic_regression import train
from utils.playground.part2 import Playground

X, T = make_two_classes(np.random.RandomState(seed=1))
START = np.array([[-4.0, -2.0]])
EPS = np.finfo(float).eps
RATIOS = {
    "train_part2_ours_over_bare": "training part 2, over the same arithmetic without functions "
    "and checks",
}


def bare_train(w, learning_rate, nb_of_iterations):
    """Do the arithmetic of `train` in one piece: no functions, no checks."""
    path = []
    for k in range(nb_of_iterations + 1):
        if k:
            z = X @ w.T
            y = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
            w = w - learning_rate * np.mean(X * (y - T), axis=0, keepdims=True)
        z = X @ w.T
        y = np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))
        y = np.clip(y, EPS, 1 - EPS)
        path.append((*w[0], np.mean(-(T * np.log(y) + (1 - T) * np.log(1 - y)))))
    return np.array(path)


def measure():
    """Return the median times in seconds, by name, and the ratios."""
    run = {"w": START, "learning_rate": 2.0, "nb_of_iterations": 1000}
    np.testing.assert_allclose(train(X, T, **run), bare_train(**run), rtol=1e-12)
    (ours, bare), ratio = side_by_side(lambda: train(X, T, **run), lambda: bare_train(**run))
    times = {"train_part2_ours": ours, "train_part2_bare": bare, **redraws(2, Playground())}
    return times, {"train_part2_ours_over_bare": ratio}
