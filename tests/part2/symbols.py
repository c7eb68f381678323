"""The model of part 2, and what the names in its table of symbols stand for."""

import numpy as np

from utils import data, logistic_regression

MODEL = "logistic_regression"

x, t = data.make_two_classes(np.random.RandomState(seed=1))
w = np.array([[1.83, 0.81]])
z = x @ w.T
y = logistic_regression.nn(x, w)

VALUES = {
    **{"x": x, "t": t, "w": w, "w_k": w, "z": z, "zo": z, "y": y, "n": len(x)},
    "learning_rate": 2.0,
    "nb_of_iterations": 10,
    "path": logistic_regression.train(x, t, w, learning_rate=2.0, nb_of_iterations=10),
}
