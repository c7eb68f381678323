"""The model of part 1, and what the names in its table of symbols stand for."""

import numpy as np

from utils import data, linear_regression

MODEL = "linear_regression"

x, t = data.make_noisy_line(np.random.RandomState(13))
w = 0.5

VALUES = {
    **{"x": x, "t": t, "w": w, "w_k": w, "y": linear_regression.nn(x, w), "n": x.size},
    "learning_rate": 0.9,
    "nb_of_iterations": 4,
    "w_values": np.linspace(0, 4, 100),
    "path": linear_regression.train(x, t, w, learning_rate=0.9, nb_of_iterations=4),
}
