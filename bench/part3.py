"""What part 3 costs: its training and its loss surface, each beside another way to the same."""

import numpy as np

from bench.timing import redraws, side_by_side
from utils.data import make_surrounded_classes
from utils.playground.part3 import Playground
from utils.rbf_network import loss_for_param, loss_surface, train

X, T = make_surrounded_classes()
EPS = np.finfo(float).eps
WH_VALUES, BO_VALUES = np.linspace(-3, 3, 50), np.linspace(-2.5, 1.5, 50)
RATIOS = {
    "train_part3_ours_over_bare": "training part 3, over the same arithmetic without functions "
    "and checks",
    "loss_surface_calls_over_ours": "2,500 calls of `loss_for_param`, over one of `loss_surface`",
}


def bare_train(wh, bo, learning_rate, nb_of_iterations):
    """Do the arithmetic of `train` in one piece: no functions, no checks."""
    path = []
    for k in range(nb_of_iterations + 1):
        if k:
            zh = X * wh
            h = np.exp(-(zh**2))
            zo = h + bo
            y = np.exp(np.minimum(zo, 0)) / (1 + np.exp(-np.abs(zo)))
            grad_output = y - T
            grad_hidden = -2 * zh * h * grad_output
            wh = float(wh - learning_rate * np.mean(X * grad_hidden))
            bo = float(bo - learning_rate * np.mean(grad_output))
        zo = np.exp(-((X * wh) ** 2)) + bo
        y = np.exp(np.minimum(zo, 0)) / (1 + np.exp(-np.abs(zo)))
        y = np.clip(y, EPS, 1 - EPS)
        path.append((wh, bo, np.mean(-(T * np.log(y) + (1 - T) * np.log(1 - y)))))
    return np.array(path)


def measure():
    """Return the median times in seconds, by name, and the ratios."""
    run = {"wh": 2.3, "bo": 1.4, "learning_rate": 2.0, "nb_of_iterations": 1000}
    np.testing.assert_allclose(train(X, T, **run), bare_train(**run), rtol=1e-12)
    (ours, bare), over_bare = side_by_side(lambda: train(X, T, **run), lambda: bare_train(**run))
    (calls, at_once), over_ours = side_by_side(
        lambda: [loss_for_param(X, wh, bo, T) for bo in BO_VALUES for wh in WH_VALUES],
        lambda: loss_surface(X, T, WH_VALUES, BO_VALUES),
    )
    times = {
        "train_part3_ours": ours,
        "train_part3_bare": bare,
        "loss_surface_calls": calls,
        "loss_surface_ours": at_once,
        **redraws(3, Playground()),
    }
    ratios = {
        "train_part3_ours_over_bare": over_bare,
        "loss_surface_calls_over_ours": over_ours,
    }
    return times, ratios
